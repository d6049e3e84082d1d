package io.taghub.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** How long answers and arrivals take at a steady rate with three tags, in the first seconds of a hub and later. */
final class AnswerTimes {
    private static final int BUSY = 2000;
    private static final int CALM = 500;
    private static final int ARRIVING = 1000;
    private static final Duration YOUNG = Duration.ofSeconds(10);

    private AnswerTimes() {}

    static void measure(BenchRun run, BenchReport report) throws IOException, InterruptedException {
        Duration young = run.quick() ? run.warmUp() : YOUNG;
        if (!run.quick()) {
            // The first seconds of a hub of its own: the other's are the other rate's.
            try (Receiver receiver = new Receiver((host, bytes, from, to) -> {});
                    HubProcess hub = HubProcess.start(run.setting("calm", BenchRun.THREE_TAGS, receiver.port()))) {
                hub.awaitReady();
                long acked = answers(run, report, hub, "cy", CALM, young, 10);
                BenchRun.complete(hub.api(), acked);
            }
        }
        Arrived arrivals = new Arrived();
        try (Receiver receiver = new Receiver(arrivals);
                HubProcess hub = HubProcess.start(run.setting("busy", BenchRun.THREE_TAGS, receiver.port()))) {
            hub.awaitReady();
            long acked = answers(run, report, hub, "by", BUSY, young, 25);
            acked += answers(run, report, hub, "b", BUSY, run.time(), 25);
            acked += answers(run, report, hub, "c", CALM, run.time(), 10);
            Load.Course course = Load.Course.of("a", BenchRun.CONNECTIONS, ARRIVING, run.time());
            Through through = Through.measure(run, "arrivals", course, BenchRun.at(hub), arrivals, 3);
            through.mustBeAll();
            BenchRun.complete(hub.api(), acked + through.acked());
            report.atMost(
                    100,
                    BenchRun.text("arrival p99 at %,d/s", ARRIVING),
                    "ms",
                    Latencies.millis(through.arrivals().percentile(0.99)),
                    details(through.arrivals()));
        }
    }

    private static long answers(
            BenchRun run, BenchReport report, HubProcess hub, String ids, int rate, Duration time, double goal)
            throws InterruptedException {
        boolean young = ids.endsWith("y");
        try (Load load = new Load(Load.Course.of(ids, BenchRun.CONNECTIONS, rate, time), BenchRun.at(hub), null)) {
            run.watch(BenchRun.text("answers at %,d/s", rate), load, time);
            long acked = BenchRun.await(load);
            report.atMost(
                    goal,
                    BenchRun.text("answer p99 at %,d/s, ", rate)
                            + (young ? "first " + time.toSeconds() + " s of a hub" : "warm"),
                    "ms",
                    Latencies.millis(load.latencies().percentile(0.99)),
                    details(load.latencies()));
            return acked;
        }
    }

    static Map<String, Double> details(Latencies latencies) {
        Map<String, Double> details = new LinkedHashMap<>();
        details.put("p50", Latencies.millis(latencies.percentile(0.5)));
        details.put("p99", Latencies.millis(latencies.percentile(0.99)));
        details.put("worst", Latencies.millis(latencies.percentile(1)));
        details.put("of", (double) latencies.count());
        return details;
    }
}
