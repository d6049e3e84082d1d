package io.taghub.delivery;

import java.util.concurrent.locks.LockSupport;

/**
 * Spreads requests so that a platform's limit per minute holds. Measured in machine time, because it protects the platform
 * from this machine whatever the hub's clock says. Safe for many threads.
 */
final class Pace {
    private static final long MINUTE = 60_000_000_000L;

    private final long interval;
    private final long burst;
    private long next;

    /** @param perMinute most requests in a minute, 0 for no limit; a tenth of it may go at once */
    Pace(int perMinute) {
        interval = perMinute == 0 ? 0 : MINUTE / perMinute;
        burst = interval * Math.max(1, perMinute / 10);
        next = System.nanoTime() - burst;
    }

    /** Waits for the caller's turn. */
    void await() {
        long turn = turn();
        for (long wait = turn - System.nanoTime(); wait > 0; wait = turn - System.nanoTime()) {
            LockSupport.parkNanos(wait);
            if (Thread.interrupted()) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private synchronized long turn() {
        if (interval == 0) {
            return System.nanoTime();
        }
        next = Math.max(next + interval, System.nanoTime() - burst);
        return next;
    }
}
