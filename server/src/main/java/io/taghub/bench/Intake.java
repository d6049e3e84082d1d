package io.taghub.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/** How many events a hub takes and keeps beside what a web server alone can do, young and warm, and that none is lost. */
final class Intake {
    private static final Duration YOUNG = Duration.ofSeconds(4);
    private static final Duration OLDER = Duration.ofSeconds(2);

    private Intake() {}

    static void measure(BenchRun run, BenchReport report) throws IOException, InterruptedException {
        double bare;
        try (HubProcess endpoint =
                HubProcess.start(BareEndpoint.class.getName(), Files.createDirectories(run.folder()))) {
            endpoint.awaitReady();
            try (Load load = new Load(course("b"), BenchRun.at(endpoint), null)) {
                run.watch("bare endpoint, warming up", load, run.warmUp());
                bare = run.watch("bare endpoint", load, run.time());
            }
        }
        report.figure("bare endpoint", "/s", bare, Map.of());

        HubProcess.Setting setting = run.setting("intake", "tags: {}\n", 9);
        long acked;
        int json;
        try (HubProcess hub = HubProcess.start(setting)) {
            hub.awaitReady();
            acked = singles(run, report, hub, bare) + batches(run, report, hub);
            BenchRun.complete(hub.api(), acked);
            acked += killed(run, report, hub, setting, acked);
            json = BenchRun.at(hub).eventBytes();
        }
        disk(report, setting.data(), acked, json);
    }

    private static long singles(BenchRun run, BenchReport report, HubProcess hub, double bare)
            throws IOException, InterruptedException {
        try (Load load = new Load(course("s"), BenchRun.at(hub), null)) {
            run.watch("intake of a young hub", load, YOUNG);
            double young = run.watch("intake of a young hub", load, OLDER);
            run.watch("intake, warming up", load, run.warmUp());
            Cpu before = Cpu.of(hub);
            long from = load.acked();
            double warm = run.watch("intake", load, run.time());
            report.stages("intake, one event a request, no tag", Cpu.of(hub).perEvent(before, load.acked() - from));
            if (run.flame() != null) {
                hub.record();
                run.watch("intake, recorded", load, run.time());
                hub.draw(run.flame());
            }
            report.atLeast(
                    bare / 2,
                    "durable intake, one event a request",
                    "/s",
                    warm,
                    Map.of("% of the bare endpoint", 100 * warm / bare));
            report.atLeast(
                    75,
                    "intake in seconds 4 to 6 of a hub's life",
                    "% of warm",
                    100 * young / warm,
                    Map.of("/s", young));
            return BenchRun.finish(load);
        }
    }

    private static long batches(BenchRun run, BenchReport report, HubProcess hub) throws InterruptedException {
        Load.Course course = Load.Course.of("h", 8, 0, BenchRun.FOREVER).batch(BenchRun.BATCH);
        try (Load load = new Load(course, BenchRun.at(hub), null)) {
            run.watch("intake in batches, warming up", load, run.time());
            double rate = run.watch("intake in batches", load, run.time());
            report.atLeast(60_000, "durable intake, " + BenchRun.BATCH + " events a request", "/s", rate, Map.of());
            return BenchRun.finish(load);
        }
    }

    /** The hub is killed under load and stands again: what was on its way is sent again, nothing else. */
    private static long killed(
            BenchRun run, BenchReport report, HubProcess hub, HubProcess.Setting setting, long before)
            throws IOException, InterruptedException {
        try (Load load = new Load(course("k"), BenchRun.at(hub), null)) {
            run.watch("intake, until the hub is killed", load, OLDER);
            hub.kill();
            try (HubProcess again = HubProcess.start(setting)) {
                run.progress().accept("after kill -9: is everything there?");
                long acked = BenchRun.finish(load);
                again.awaitReady();
                BenchRun.complete(again.api(), before + acked);
                again.terminate();
                report.atMost(
                        0,
                        "acknowledged and missing after kill -9 under load",
                        "events",
                        0,
                        Map.of("acknowledged", (double) before + acked));
                return acked;
            }
        }
    }

    private static Load.Course course(String ids) {
        return Load.Course.of(ids, BenchRun.CONNECTIONS, 0, BenchRun.FOREVER);
    }

    private static void disk(BenchReport report, Path data, long events, int json) throws IOException {
        try (Stream<Path> files = Files.list(data)) {
            double bytes = files.mapToLong(file -> file.toFile().length()).sum() / (double) events;
            report.atMost(
                    2,
                    "bytes on disk for a byte of JSON, no attempts",
                    "times",
                    bytes / json,
                    Map.of("bytes an event", bytes, "JSON", (double) json, "events", (double) events));
        }
    }
}
