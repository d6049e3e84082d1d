package io.taghub.bench;

import java.time.Duration;

/**
 * A load and all that comes of it at the receiver.
 *
 * @param perSecond events, from the first request to the last arrival at the last tag
 * @param arrived different events, all tags together
 * @param missing that were acknowledged and never came, all tags together
 */
record Through(double perSecond, long acked, long arrived, long missing, Latencies answers, Latencies arrivals) {
    /** Where nothing has come for so long, nothing will: it is longer than the first wait before another attempt. */
    private static final Duration QUIET = Duration.ofSeconds(10);

    /**
     * Runs a load for its course's time and waits for the rest.
     *
     * @param tags how many receive each event
     */
    static Through measure(
            BenchRun run, String what, Load.Course course, Load.Target target, Arrived arrivals, int tags)
            throws InterruptedException {
        Arrived.Expected expected = arrivals.expect(course.ids());
        long strangers = arrivals.strangers();
        long from = System.nanoTime();
        try (Load load = new Load(course, target, null)) {
            if (course.perSecond() > 0) {
                expected.time(load);
            }
            run.watch(what, load, course.time());
            long acked = BenchRun.await(load);
            run.progress().accept(what + ": waiting for the last arrivals");
            long all = acked * tags;
            while (expected.count() + arrivals.strangers() - strangers < all
                    && System.nanoTime() - Math.max(expected.last(), from) < QUIET.toNanos()) {
                Thread.sleep(1);
            }
            long arrived = expected.count() + arrivals.strangers() - strangers;
            double perSecond = arrived / (double) tags / ((expected.last() - from) / 1e9);
            return new Through(
                    perSecond, acked, arrived, Math.max(0, all - arrived), load.latencies(), expected.latencies());
        }
    }

    void mustBeAll() {
        if (missing > 0) {
            throw new IllegalStateException(
                    BenchRun.text("of %,d acknowledged events %,d have not arrived", acked, missing));
        }
    }
}
