package io.taghub.bench;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts durations in steps of 0.1 ms up to 20 s; what took longer counts as 20 s. Safe for many threads: it does
 * nothing but count up.
 */
public final class Latencies {
    private static final long STEP = 100_000;
    private static final int STEPS = 200_000;

    private final AtomicIntegerArray counts = new AtomicIntegerArray(STEPS + 1);
    private final LongAdder total = new LongAdder();

    public void add(long nanos) {
        counts.incrementAndGet((int) Math.clamp(nanos / STEP, 0, STEPS));
        total.increment();
    }

    public long count() {
        return total.sum();
    }

    /** @param part 0.99 for the time 99 of 100 stayed under; zero where nothing was counted */
    public Duration percentile(double part) {
        long rank = (long) Math.ceil(count() * part);
        long seen = 0;
        for (int step = 0; step <= STEPS; step++) {
            seen += counts.get(step);
            if (seen >= rank && seen > 0) {
                return Duration.ofNanos((step + 1) * STEP);
            }
        }
        return Duration.ZERO;
    }

    public String text() {
        return "p50 %.1f ms, p99 %.1f ms, worst %.1f ms"
                .formatted(millis(percentile(0.5)), millis(percentile(0.99)), millis(percentile(1)));
    }

    public static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
