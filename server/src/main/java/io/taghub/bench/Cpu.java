package io.taghub.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a hub's threads have used of the processors so far, as Linux counts it; elsewhere only the sum is known. */
final class Cpu {
    /** Starts of threads' names, and whose work they do. */
    private static final Map<String, String> STAGES = stages();

    private static final String REST = "threads that ended, and others";
    private static final String COMPILER = "compiler";

    private final Duration all;

    /** By thread, nanoseconds. */
    private final Map<String, Long> threads = new HashMap<>();

    private final Map<String, String> names = new HashMap<>();

    private Cpu(long pid) {
        this.all = ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElse(Duration.ZERO);
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
            for (Path task : tasks.toList()) {
                read(task);
            }
        } catch (IOException notLinux) {
            threads.clear();
        }
    }

    private static Map<String, String> stages() {
        Map<String, String> stages = new LinkedHashMap<>();
        stages.put("ForkJoinPool", "requests in and out");
        stages.put("qtp", "requests in and out");
        stages.put("Jetty", "requests in and out");
        stages.put("store-writer", "admission");
        stages.put("store-redo", "redo log");
        stages.put("store-checkpoin", "checkpoints");
        stages.put("lane-", "lanes");
        stages.put("C1 ", COMPILER);
        stages.put("C2 ", COMPILER);
        stages.put("GC ", "garbage collection");
        stages.put("VM ", "garbage collection");
        return stages;
    }

    private void read(Path task) {
        try {
            String thread = String.valueOf(task.getFileName());
            String spent = Files.readString(task.resolve("schedstat"));
            threads.put(thread, Long.valueOf(spent.substring(0, spent.indexOf(' '))));
            names.put(thread, Files.readString(task.resolve("comm")).strip());
        } catch (IOException ended) {
            // It counts among the rest.
        }
    }

    static Cpu of(HubProcess hub) {
        return new Cpu(hub.pid());
    }

    /** Since then, for each of so many events: microseconds by stage, all of them under {@code total}. */
    Map<String, Double> perEvent(Cpu before, long events) {
        Map<String, Double> stages = new LinkedHashMap<>();
        List.copyOf(STAGES.values()).forEach(stage -> stages.put(stage, 0.0));
        double total = all.minus(before.all).toNanos() / 1e3 / events;
        double known = 0;
        for (Map.Entry<String, Long> thread : threads.entrySet()) {
            double spent = (thread.getValue() - before.threads.getOrDefault(thread.getKey(), 0L)) / 1e3 / events;
            String stage = stage(names.getOrDefault(thread.getKey(), ""));
            if (!stage.equals(REST)) {
                stages.merge(stage, spent, Double::sum);
                known += spent;
            }
        }
        if (threads.isEmpty()) {
            stages.clear();
        } else {
            stages.put(REST, Math.max(0, total - known));
        }
        stages.put("total", total);
        return stages;
    }

    private static String stage(String name) {
        return STAGES.entrySet().stream()
                .filter(stage -> name.startsWith(stage.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(REST);
    }

    /** The same without the compiler, whose work ends when the hub is warm. */
    double warmPerEvent(Cpu before, long events) {
        Map<String, Double> stages = perEvent(before, events);
        return stages.getOrDefault("total", 0.0) - stages.getOrDefault(COMPILER, 0.0);
    }
}
