package io.taghub.store.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Instants as one number, nanoseconds since 1970, so that what is read equals what was written. Good until 2262. */
public final class Nanos {
    /** Stands for an absent instant. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final long SECOND = 1_000_000_000L;
    private static final Instant LAST = of(NEVER - 1);

    private Nanos() {}

    /** Earlier is 1970, later is 2262. */
    public static long of(Instant instant) {
        if (instant.isAfter(LAST)) {
            return NEVER - 1;
        }
        return instant.isBefore(Instant.EPOCH) ? 0 : instant.getEpochSecond() * SECOND + instant.getNano();
    }

    public static long orNever(@Nullable Instant instant) {
        return instant == null ? NEVER : of(instant);
    }

    public static Instant of(long nanos) {
        return Instant.ofEpochSecond(nanos / SECOND, nanos % SECOND);
    }

    public static @Nullable Instant orNull(long nanos) {
        return nanos == NEVER ? null : of(nanos);
    }
}
