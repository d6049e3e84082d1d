package io.taghub.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Measures hubs that run as child processes; load and receiver run here, on the same machine. */
public final class Bench {
    private static final Map<String, Measurement> PARTS = parts();

    /** What a glimpse leaves out. */
    private static final Set<String> LONG = Set.of("answers", "singles", "tags", "keys", "backlog");

    private final Duration time;
    private final boolean full;
    private final boolean quick;
    private final @Nullable Path flame;
    private final Consumer<String> progress;

    private interface Measurement {
        void measure(BenchRun run, BenchReport report) throws IOException, InterruptedException;
    }

    /**
     * @param time of each measurement
     * @param quick without what takes long
     * @param full with what takes minutes
     * @param flame where to draw what a hub does that takes events, null for nowhere
     * @param progress told a line now and then about what goes on
     */
    public Bench(Duration time, boolean quick, boolean full, @Nullable Path flame, Consumer<String> progress) {
        this.flame = flame;
        this.time = time;
        this.quick = quick;
        this.full = full;
        this.progress = progress;
    }

    private static Map<String, Measurement> parts() {
        Map<String, Measurement> parts = new LinkedHashMap<>();
        parts.put("start", Starts::measure);
        parts.put("intake", Intake::measure);
        parts.put("answers", AnswerTimes::measure);
        parts.put("batches", Delivery::batches);
        parts.put("singles", Delivery::singles);
        parts.put("tags", Growth::tags);
        parts.put("keys", Growth::keys);
        parts.put("backlog", Growth::backlog);
        return parts;
    }

    /** The names of what can be measured. */
    public static Set<String> names() {
        return PARTS.keySet();
    }

    /**
     * @param names what to measure, empty for everything
     * @throws IllegalStateException if an event that was acknowledged is missing in the end
     */
    public BenchReport run(List<String> names) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("taghub-bench");
        BenchReport report = new BenchReport();
        try {
            BenchRun run = new BenchRun(folder, time, quick, full, flame, progress);
            for (Map.Entry<String, Measurement> part : PARTS.entrySet()) {
                if (names.isEmpty() ? !quick || !LONG.contains(part.getKey()) : names.contains(part.getKey())) {
                    part.getValue().measure(run, report);
                }
            }
            report.done();
            return report;
        } finally {
            delete(folder);
        }
    }

    /** Load average of the last minute: what else the machine did. */
    public static double machineLoad() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    /** Deletes a folder with everything in it. */
    public static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
