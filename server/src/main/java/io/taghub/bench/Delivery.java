package io.taghub.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** How many events a second go all the way: in batches to three platforms, and one by one to one. */
final class Delivery {
    private static final String ONE_BY_ONE = """
            tags:
              meta-one:
                type: meta
                pixel_id: "1111111111"
                access_token: "${env:META}"
                when: [page_view]
                limits: { max_batch: 1 }
            """;

    private Delivery() {}

    static void batches(BenchRun run, BenchReport report) throws IOException, InterruptedException {
        measure(
                run,
                report,
                BenchRun.THREE_TAGS,
                3,
                course("e", 8, run.time()).batch(BenchRun.BATCH),
                20_000,
                "end to end to three tags, " + BenchRun.BATCH + " events a request");
    }

    static void singles(BenchRun run, BenchReport report) throws IOException, InterruptedException {
        measure(
                run,
                report,
                ONE_BY_ONE,
                1,
                course("o", Peer.CONNECTIONS, run.time()),
                0,
                "end to end to one tag, one event a request");
    }

    private static Load.Course course(String ids, int connections, Duration time) {
        return Load.Course.of(ids, connections, 0, time);
    }

    /** @param goal 0 for none */
    private static void measure(
            BenchRun run, BenchReport report, String tags, int count, Load.Course course, double goal, String name)
            throws IOException, InterruptedException {
        Arrived arrivals = new Arrived();
        try (Receiver receiver = new Receiver(arrivals);
                HubProcess hub = HubProcess.start(run.setting("delivery-" + course.ids(), tags, receiver.port()))) {
            hub.awaitReady();
            Through young = Through.measure(
                    run, name + ", warming up", course.warmUp(run.warmUp()), BenchRun.at(hub), arrivals, count);
            young.mustBeAll();
            Cpu before = Cpu.of(hub);
            Through warm = Through.measure(run, name, course, BenchRun.at(hub), arrivals, count);
            warm.mustBeAll();
            report.stages(name, Cpu.of(hub).perEvent(before, warm.acked()));
            BenchRun.complete(hub.api(), young.acked() + warm.acked());
            Map<String, Double> details = Map.of("young", young.perSecond());
            if (goal > 0) {
                report.atLeast(goal, name, "/s", warm.perSecond(), details);
            } else {
                report.figure(name, "/s", warm.perSecond(), details);
            }
        }
    }
}
