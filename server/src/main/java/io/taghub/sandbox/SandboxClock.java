package io.taghub.sandbox;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that follows another one at a distance, which can be set. Safe for many threads: the distance is one atomic
 * value.
 */
final class SandboxClock implements InstantSource {
    private final InstantSource source;
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    SandboxClock(InstantSource source) {
        this.source = source;
    }

    @Override
    public Instant instant() {
        return source.instant().plus(ahead.get());
    }

    void advance(Duration by) {
        within(instant().plus(by));
        ahead.accumulateAndGet(by, Duration::plus);
    }

    void set(Instant now) {
        within(now);
        ahead.set(Duration.between(source.instant(), now));
    }

    /** Times the vendors' formats can carry. */
    private static void within(Instant now) {
        if (now.isBefore(Instant.EPOCH) || now.isAfter(Instant.parse("9999-01-01T00:00:00Z"))) {
            throw new DateTimeException("outside 1970 to 9999");
        }
    }
}
