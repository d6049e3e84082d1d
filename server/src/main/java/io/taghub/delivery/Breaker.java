package io.taghub.delivery;

import io.taghub.config.Defaults;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Rests what fails. Closed it lets everything through; after a step in which everything failed it is open until a moment;
 * then one probe at a time goes through until one succeeds, and the pages grow again from one. Written by its lane, read
 * by anybody.
 */
final class Breaker {
    enum State {
        CLOSED,
        OPEN,
        PROBING
    }

    private static final int MOST_DOUBLINGS = 9;
    private static final int GROWTH = 4;

    private final Schedule schedule;
    private final int fullPage;
    private volatile int failures;
    private volatile @Nullable Instant openUntil;
    private int page;

    /** @param fullPage events in a page while all is well */
    Breaker(Schedule schedule, int fullPage) {
        this.schedule = schedule;
        this.fullPage = fullPage;
        this.page = fullPage;
    }

    State state(Instant now) {
        Instant until = openUntil;
        if (until == null) {
            return State.CLOSED;
        }
        return now.isBefore(until) ? State.OPEN : State.PROBING;
    }

    /** How many steps failed in a row. */
    int failures() {
        return failures;
    }

    @Nullable
    Instant openUntil() {
        return openUntil;
    }

    /** Events the next page may hold: one to probe, then four times as many with every success. */
    int page() {
        return page;
    }

    boolean fullPages() {
        return page == fullPage;
    }

    void succeeded() {
        failures = 0;
        openUntil = null;
        page = Math.min(fullPage, page * GROWTH);
    }

    /** Ends a rest; how long the next one is stays as it was. */
    void hurry(Instant now) {
        if (openUntil != null) {
            openUntil = now;
        }
    }

    /** The next page is a probe, whatever else is going on. */
    void careful() {
        page = 1;
    }

    /**
     * @param asked the longest wait the platform asked for, null if none
     * @param slowDown whether it said that it is called too often
     */
    void failed(Instant now, @Nullable Duration asked, boolean slowDown) {
        Duration own = Defaults.BREAK.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        failures++;
        page = 1;
        openUntil = now.plus(schedule.rest(
                own.compareTo(Defaults.LONGEST_BREAK) > 0 ? Defaults.LONGEST_BREAK : own, asked, slowDown));
    }
}
