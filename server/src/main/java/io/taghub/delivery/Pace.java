package io.taghub.delivery;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Spreads requests so that a platform's limit per minute holds in every minute. Measured in machine time, because it
 * protects the platform from this machine whatever the hub's clock says. Used by one lane's thread.
 */
final class Pace {
    private static final long MINUTE = 60_000_000_000L;

    private final long interval;
    private final long tolerance;
    private long next;

    /** @param perMinute most requests in a minute, 0 for no limit; a tenth of it may go at once */
    Pace(int perMinute) {
        // What may go at once is part of the minute's number, not on top of it.
        int extra = perMinute / 10;
        interval = perMinute == 0 ? 0 : MINUTE / (perMinute - extra);
        tolerance = interval * extra;
        next = System.nanoTime() - tolerance;
    }

    /** How long until the next request may go, in nanoseconds; 0 or less: now. */
    long untilTurn() {
        return interval == 0 ? 0 : next - System.nanoTime();
    }

    /**
     * Waits for the next turn and takes it.
     *
     * @param stopping asked whenever the thread is woken; nobody waits any longer then
     */
    void await(BooleanSupplier stopping) {
        for (long left = untilTurn();
                left > 0 && !stopping.getAsBoolean() && !Thread.currentThread().isInterrupted();
                left = untilTurn()) {
            LockSupport.parkNanos(left);
        }
        next = Math.max(next, System.nanoTime() - tolerance) + interval;
    }
}
