package io.taghub.sandbox;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that follows another one at a distance, which can be set. Safe for many threads: the distance is one atomic
 * value, and that it was set never changes back.
 */
final class SandboxClock implements InstantSource {
    /** What a request takes on its way makes its time no earlier one. */
    private static final Duration TOGETHER = Duration.ofSeconds(5);

    private final InstantSource source;
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private volatile boolean set;

    SandboxClock(InstantSource source) {
        this.source = source;
    }

    @Override
    public Instant instant() {
        return source.instant().plus(ahead.get());
    }

    /** A hub's time, which counts until somebody sets the sandbox's own. */
    void follow(Instant hub) {
        if (set) {
            return;
        }
        Duration further = Duration.between(instant(), hub);
        if (further.isPositive()) {
            within(hub);
            // Of several requests at once the one that left last knows best.
            ahead.accumulateAndGet(Duration.between(source.instant(), hub), (a, b) -> a.compareTo(b) < 0 ? b : a);
        } else if (further.negated().compareTo(TOGETHER) > 0) {
            within(hub);
            ahead.set(Duration.between(source.instant(), hub));
        }
    }

    void advance(Duration by) {
        within(instant().plus(by));
        set = true;
        ahead.accumulateAndGet(by, Duration::plus);
    }

    void set(Instant now) {
        within(now);
        set = true;
        ahead.set(Duration.between(source.instant(), now));
    }

    /** Times the vendors' formats can carry. */
    private static void within(Instant now) {
        if (now.isBefore(Instant.EPOCH) || now.isAfter(Instant.parse("9999-01-01T00:00:00Z"))) {
            throw new DateTimeException("outside 1970 to 9999");
        }
    }
}
