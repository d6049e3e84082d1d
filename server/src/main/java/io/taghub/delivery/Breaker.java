package io.taghub.delivery;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Rests a lane whose platform is down. Closed it lets everything through; after a step in which everything failed it is
 * open until a moment; then it lets one probe through at a time until one succeeds. Written by its lane, read by anybody.
 */
final class Breaker {
    enum State {
        CLOSED,
        OPEN,
        PROBING
    }

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Schedule schedule;
    private volatile int failures;
    private volatile @Nullable Instant openUntil;

    Breaker(Schedule schedule) {
        this.schedule = schedule;
    }

    State state(Instant now) {
        Instant until = openUntil;
        return until == null ? State.CLOSED : now.isBefore(until) ? State.OPEN : State.PROBING;
    }

    /** How many steps failed in a row. */
    int failures() {
        return failures;
    }

    @Nullable
    Instant openUntil() {
        return openUntil;
    }

    void succeeded() {
        failures = 0;
        openUntil = null;
    }

    /** @param asked the longest wait the platform asked for, null if none */
    void failed(Instant now, @Nullable Duration asked, boolean slowDown) {
        int count = failures + 1;
        failures = count;
        Duration own = FIRST.multipliedBy(1L << Math.min(2 * (count - 1), 20));
        own = own.compareTo(LONGEST) > 0 ? LONGEST : own;
        Duration rest = asked == null && !slowDown ? schedule.jittered(own) : schedule.delay(1, asked, slowDown);
        openUntil = now.plus(rest.compareTo(own) < 0 && asked != null ? schedule.jittered(own) : rest);
    }
}
