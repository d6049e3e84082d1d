package io.taghub.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What becomes of a hub that has many tags, many keys and visitors, or a long queue. */
final class Growth {
    private static final int MILLION = 1_000_000;
    private static final int SOME = 200_000;
    private static final int LIVE = 500;
    private static final String ONE_TAG = "meta-00";

    private Growth() {}

    /** One hub whose tags become fewer: what it has not compiled by then counts against many tags, not for them. */
    static void tags(BenchRun run, BenchReport report) throws IOException, InterruptedException {
        Arrived arrivals = new Arrived();
        List<BenchReport.Point> points = new ArrayList<>();
        try (Receiver receiver = new Receiver(arrivals);
                HubProcess hub = HubProcess.start(run.setting("tags", metas(20), receiver.port()))) {
            hub.awaitReady();
            long acked = 0;
            for (int count : List.of(20, 5, 1)) {
                run.config("tags", metas(count), receiver.port());
                HubProcess.until(
                        Duration.ofSeconds(30),
                        "the hub has " + count + " tags",
                        () -> hub.api().sums().size() == count);
                String what = count + " tags";
                Duration warming = points.isEmpty() ? run.warmUp() : run.time().dividedBy(2);
                Through warmUp = Through.measure(
                        run, what + ", warming up", batches("w" + count, warming), BenchRun.at(hub), arrivals, count);
                warmUp.mustBeAll();
                Cpu before = Cpu.of(hub);
                Through through =
                        Through.measure(run, what, batches("t" + count, run.time()), BenchRun.at(hub), arrivals, count);
                through.mustBeAll();
                acked += warmUp.acked() + through.acked();
                points.addFirst(BenchReport.point(
                        count,
                        Cpu.of(hub).warmPerEvent(before, through.acked()),
                        Map.of("events/s", through.perSecond())));
            }
            BenchRun.complete(hub.api(), acked);
        }
        report.curve("CPU of the hub for one event, compiler apart", "µs", "tags", points);
        report.atMost(
                4,
                "CPU with 20 batching tags, times that with one",
                "times",
                points.getLast().value() / points.getFirst().value(),
                Map.of());
    }

    private static Load.Course batches(String ids, Duration time) {
        return Load.Course.of(ids, 8, 0, time).batch(BenchRun.BATCH);
    }

    private static String metas(int count) {
        return IntStream.range(0, count)
                .mapToObj(
                        "  meta-%1$02d: { type: meta, pixel_id: \"10000000%1$02d\", access_token: \"${env:META}\", when: [page_view] }\n"
                                ::formatted)
                .collect(Collectors.joining("", "tags:\n", ""));
    }

    static void keys(BenchRun run, BenchReport report) throws IOException, InterruptedException {
        List<BenchReport.Point> points = new ArrayList<>();
        for (int keys : run.full() ? List.of(10_000, MILLION, 10 * MILLION) : List.of(10_000, SOME)) {
            int visitors = Prefill.visitors(keys);
            HubProcess.Setting setting = run.setting("keys" + keys, "tags: {}\n", 9);
            run.progress().accept(BenchRun.text("%,d keys and %,d visitors are put into a store", keys, visitors));
            Prefill.fill(setting.data(), keys, Prefill.step(keys), List.of());
            try (HubProcess hub = HubProcess.start(setting)) {
                hub.awaitReady();
                Load.Course course = Load.Course.of(Prefill.IDS, BenchRun.CONNECTIONS, 0, BenchRun.FOREVER)
                        .among(keys);
                try (Load load = new Load(course, BenchRun.at(hub), null)) {
                    run.watch(BenchRun.text("%,d keys, warming up", keys), load, run.warmUp());
                    double rate = run.watch(BenchRun.text("%,d keys", keys), load, run.time());
                    BenchRun.complete(hub.api(), keys + BenchRun.finish(load));
                    points.add(BenchReport.point(keys, rate, Map.of("visitors", (double) visitors)));
                }
            }
            Bench.delete(setting.data());
        }
        report.curve("durable intake, one event a request", "/s", "keys", points);
        report.atLeast(
                70,
                BenchRun.text(
                        "intake at %,d keys beside 10,000", points.getLast().at()),
                "%",
                100 * points.getLast().value() / points.getFirst().value(),
                Map.of());
    }

    /** Events that a tag has not come to while new ones keep coming. */
    static void backlog(BenchRun run, BenchReport report) throws IOException, InterruptedException {
        int backlog = run.full() ? MILLION : SOME / 2;
        Arrived arrivals = new Arrived();
        try (Receiver receiver = new Receiver(arrivals)) {
            HubProcess.Setting setting = run.setting("backlog", metas(1), receiver.port());
            run.progress().accept(BenchRun.text("%,d events are put into a store", backlog));
            Prefill.fill(setting.data(), backlog, 1, List.of(ONE_TAG));
            Arrived.Expected old = arrivals.expect(Prefill.IDS);
            Arrived.Expected live = arrivals.expect("l");
            try (HubProcess hub = HubProcess.start(setting)) {
                hub.awaitReady();
                long from = System.nanoTime();
                try (Load load = new Load(
                        Load.Course.of("l", BenchRun.CONNECTIONS, LIVE, BenchRun.FOREVER), BenchRun.at(hub), null)) {
                    live.time(load);
                    while (old.count() < backlog) {
                        if (System.nanoTime() - Math.max(from, old.last())
                                > Duration.ofMinutes(1).toNanos()) {
                            throw new IllegalStateException(BenchRun.text(
                                    "of a backlog of %,d events %,d have not arrived", backlog, backlog - old.count()));
                        }
                        run.watch(
                                BenchRun.text("backlog, %,d left", backlog - old.count()), load, Duration.ofSeconds(1));
                    }
                    double seconds = (old.last() - from) / 1e9;
                    long acked = BenchRun.finish(load);
                    HubProcess.until(
                            Duration.ofSeconds(30), "every new event has arrived", () -> live.count() == acked);
                    BenchRun.complete(hub.api(), backlog + acked);
                    report.atMost(
                            500,
                            BenchRun.text("live arrival p99 at %,d/s behind a backlog of %,d", LIVE, backlog),
                            "ms",
                            Latencies.millis(live.latencies().percentile(0.99)),
                            AnswerTimes.details(live.latencies()));
                    report.figure(
                            "answer p99 meanwhile",
                            "ms",
                            Latencies.millis(load.latencies().percentile(0.99)),
                            AnswerTimes.details(load.latencies()));
                    report.figure(
                            BenchRun.text("backlog of %,d sent", backlog),
                            "/s",
                            backlog / seconds,
                            Map.of("s", seconds));
                }
            }
            Bench.delete(setting.data());
        }
    }
}
