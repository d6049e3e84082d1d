package io.taghub.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How soon a hub is there, and what it takes while nobody asks. */
final class Starts {
    private static final Duration IDLE = Duration.ofSeconds(5);

    private Starts() {}

    static void measure(BenchRun run, BenchReport report) throws IOException, InterruptedException {
        int starts = run.quick() ? 1 : 3;
        List<Double> ready = new ArrayList<>();
        long resident = 0;
        for (int i = 1; i <= starts; i++) {
            run.progress().accept("cold start " + i + " of " + starts);
            try (HubProcess hub = HubProcess.start(run.setting("start", BenchRun.THREE_TAGS, 9))) {
                ready.add(hub.awaitReady().toNanos() / 1e9);
                if (i == starts) {
                    Thread.sleep(IDLE);
                    resident = hub.residentMegabytes();
                }
                hub.terminate();
            }
        }
        ready.sort(null);
        report.atMost(2, "cold start, median of " + starts, "s", ready.get(ready.size() / 2), Map.of());
        if (resident > 0) {
            report.atMost(130, "idle resident memory", "MB", resident, Map.of());
        }
    }
}
