package io.taghub.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Measures a hub that runs as a child process; load and receiver run here, on the same machine. */
public final class Bench {
    private static final int CONNECTIONS = 64;
    private static final int BATCH = 100;
    private static final int STARTS = 3;
    private static final String THREE_TAGS = """
            tags:
              meta-one: { type: meta, pixel_id: "1111111111", access_token: "${env:META}", when: [page_view] }
              meta-two: { type: meta, pixel_id: "2222222222", access_token: "${env:META}", when: [page_view] }
              tiktok: { type: tiktok, pixel_code: CBENCHPIXEL123456789, access_token: "${env:TT}", when: [page_view] }
            """;

    private final Duration time;
    private final Consumer<String> progress;

    /**
     * One figure.
     *
     * @param goal in words
     * @param met whether it reaches the goal
     */
    public record Figure(String name, String value, String goal, boolean met) {}

    /**
     * @param time for each part
     * @param progress told a line now and then about what goes on
     */
    public Bench(Duration time, Consumer<String> progress) {
        this.time = time;
        this.progress = progress;
    }

    public List<Figure> run() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("taghub-bench");
        try {
            List<Figure> figures = new ArrayList<>(starts(folder));
            figures.addAll(intake(folder));
            figures.addAll(delivery(folder));
            return figures;
        } finally {
            delete(folder);
        }
    }

    /** Load average of the last minute: what else the machine did. */
    public static double machineLoad() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private List<Figure> starts(Path folder) throws IOException, InterruptedException {
        List<Duration> ready = new ArrayList<>();
        long resident = 0;
        for (int i = 1; i <= STARTS; i++) {
            progress.accept("cold start " + i + " of " + STARTS);
            try (HubProcess hub = HubProcess.start(setting(folder, "start", THREE_TAGS, 9))) {
                ready.add(hub.awaitReady());
                if (i == STARTS) {
                    Thread.sleep(Duration.ofSeconds(3));
                    resident = hub.residentMegabytes();
                }
                hub.terminate();
            }
        }
        ready.sort(null);
        double median = Latencies.millis(ready.get(ready.size() / 2)) / 1000;
        return List.of(
                new Figure("cold start, median of " + STARTS, "%.2f s".formatted(median), "2 s", median <= 2),
                new Figure("idle resident memory", resident + " MB", "200 MB", resident > 0 && resident <= 200));
    }

    private List<Figure> intake(Path folder) throws IOException, InterruptedException {
        double bare;
        try (HubProcess endpoint = HubProcess.start(BareEndpoint.class.getName(), Files.createDirectories(folder))) {
            endpoint.awaitReady();
            bare = rate("bare endpoint", endpoint).perSecond;
        }
        HubProcess.Setting setting = setting(folder, "intake", "tags: {}\n", 9);
        Rate durable;
        try (HubProcess hub = HubProcess.start(setting)) {
            hub.awaitReady();
            durable = rate("durable intake", hub);
        }
        long there;
        try (HubProcess hub = HubProcess.start(setting)) {
            hub.awaitReady();
            there = hub.api().admitted();
        }
        if (there < durable.acked) {
            throw new IllegalStateException("of %,d acknowledged events %,d are missing after kill -9"
                    .formatted(durable.acked, durable.acked - there));
        }
        return List.of(
                new Figure(
                        "durable intake, one event a request",
                        "%,.0f/s, %.0f %% of a bare endpoint's %,.0f/s"
                                .formatted(durable.perSecond, 100 * durable.perSecond / bare, bare),
                        "50 %",
                        durable.perSecond >= bare / 2),
                new Figure(
                        "missing after kill -9 under that load",
                        "0 of %,d acknowledged".formatted(durable.acked),
                        "0",
                        true));
    }

    private record Rate(double perSecond, long acked) {}

    /** Requests a second in the second half, when both sides are warm; the target is killed under the load. */
    private Rate rate(String what, HubProcess target) throws InterruptedException {
        Load.Course plan = Load.Course.of("rate", CONNECTIONS, 0, time.multipliedBy(3));
        try (Load load = new Load(plan, target::port, HubProcess.KEY, id -> {})) {
            watch(what, load, time);
            long before = load.acked();
            long from = System.nanoTime();
            watch(what, load, time);
            double perSecond = (load.acked() - before) / ((System.nanoTime() - from) / 1e9);
            target.kill();
            load.stop();
            return new Rate(perSecond, load.acked());
        }
    }

    private List<Figure> delivery(Path folder) throws IOException, InterruptedException {
        AtomicReference<Receiver.@Nullable Taker> taker = new AtomicReference<>();
        try (Receiver receiver = new Receiver((host, id) -> {
                    Receiver.Taker current = taker.get();
                    if (current != null) {
                        current.took(host, id);
                    }
                });
                HubProcess hub = HubProcess.start(setting(folder, "delivery", THREE_TAGS, receiver.port()))) {
            hub.awaitReady();
            endToEnd("warm", taker, hub);
            double endToEnd = endToEnd("end", taker, hub);
            Latencies answers = answers(hub);
            Latencies arrivals = arrivals(taker, hub);
            double answer = Latencies.millis(answers.percentile(0.99));
            double arrival = Latencies.millis(arrivals.percentile(0.99));
            return List.of(
                    new Figure(
                            "end to end to three batching tags, " + BATCH + " events a request",
                            "%,.0f events/s".formatted(endToEnd),
                            "10,000 events/s",
                            endToEnd >= 10_000),
                    new Figure("answer at 2,000 events/s", answers.text(), "p99 25 ms", answer <= 25),
                    new Figure("arrival at 1,000 events/s", arrivals.text(), "p99 300 ms", arrival <= 300));
        }
    }

    /** From the first request to the last event at the last tag. */
    private double endToEnd(String ids, AtomicReference<Receiver.@Nullable Taker> taker, HubProcess hub)
            throws InterruptedException {
        AtomicLong received = new AtomicLong();
        taker.set((host, id) -> received.incrementAndGet());
        long from = System.nanoTime();
        try (Load load = new Load(Load.Course.of(ids, 8, 0, time).batch(BATCH), hub::port, HubProcess.KEY, id -> {})) {
            watch("end to end", load, time);
            load.await(Duration.ofSeconds(60));
            long all = load.acked() * 3;
            HubProcess.until(Duration.ofMinutes(5), "all events have arrived", () -> received.get() >= all);
            return load.acked() / ((System.nanoTime() - from) / 1e9);
        }
    }

    private Latencies answers(HubProcess hub) throws InterruptedException {
        try (Load load =
                new Load(Load.Course.of("answer", CONNECTIONS, 2000, time), hub::port, HubProcess.KEY, id -> {})) {
            watch("answers", load, time);
            load.await(Duration.ofSeconds(60));
            hub.api().awaitDrained(Duration.ofMinutes(5));
            return load.latencies();
        }
    }

    private Latencies arrivals(AtomicReference<Receiver.@Nullable Taker> taker, HubProcess hub)
            throws InterruptedException {
        Latencies arrivals = new Latencies();
        AtomicReference<@Nullable Load> running = new AtomicReference<>();
        taker.set((host, id) -> {
            Load load = running.get();
            if (load != null && id.startsWith("arrival-")) {
                arrivals.add(System.nanoTime() - load.due(Long.parseLong(id.substring(8))));
            }
        });
        try (Load load =
                new Load(Load.Course.of("arrival", CONNECTIONS, 1000, time), hub::port, HubProcess.KEY, id -> {})) {
            running.set(load);
            watch("arrivals", load, time);
            load.await(Duration.ofSeconds(60));
            hub.api().awaitDrained(Duration.ofMinutes(5));
            return arrivals;
        }
    }

    private void watch(String what, Load load, Duration howLong) throws InterruptedException {
        long end = System.nanoTime() + howLong.toNanos();
        for (long left = howLong.toNanos(); left > 0; left = end - System.nanoTime()) {
            long before = load.acked();
            long from = System.nanoTime();
            Thread.sleep(Duration.ofNanos(Math.min(left, 1_000_000_000L)));
            if (load.unexpected() != 0) {
                throw new IllegalStateException("a request was answered " + load.unexpected());
            }
            progress.accept("%s: %,.0f events/s, %d s left"
                    .formatted(
                            what,
                            (load.acked() - before) / ((System.nanoTime() - from) / 1e9),
                            Math.max(0, (end - System.nanoTime()) / 1_000_000_000L)));
        }
    }

    private static HubProcess.Setting setting(Path folder, String name, String tags, int sandboxPort)
            throws IOException {
        Path data = Files.createDirectories(folder.resolve(name));
        Path config = Files.writeString(folder.resolve(name + ".yaml"), """
                site: { domain: shop.example, prefix: x7k2qd }
                mode: sandbox
                sandbox: http://127.0.0.1:%d
                store: sqlite:taghub.db
                server_keys: { bench: "${env:TAGHUB_SERVER_KEY}" }
                consent: { default: granted }
                """.formatted(sandboxPort) + tags);
        return HubProcess.Setting.of(config, data);
    }

    /** Deletes a folder with everything in it. */
    public static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
