package io.taghub.time;

import java.time.Duration;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/**
 * Lets a lasting failure be told once, and then once in a while with how often it happened, so that no log fills up.
 * Safe for many threads: the count is behind a lock.
 */
public final class Seldom {
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final LongSupplier nanos;
    private boolean told;
    private long toldAt;
    private int missed;

    public Seldom() {
        this(System::nanoTime);
    }

    /** @param nanos a clock that only goes on */
    public Seldom(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * It happened.
     *
     * @param say is told how many times since it last was, if it is to say so now
     */
    public void tell(IntConsumer say) {
        int times = times();
        if (times > 0) {
            say.accept(times);
        }
    }

    private synchronized int times() {
        long now = nanos.getAsLong();
        missed++;
        if (told && now - toldAt < EVERY.toNanos()) {
            return 0;
        }
        int times = missed;
        told = true;
        toldAt = now;
        missed = 0;
        return times;
    }
}
