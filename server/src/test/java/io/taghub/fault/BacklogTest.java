package io.taghub.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.bench.HubApi.Sums;
import io.taghub.bench.Latencies;
import io.taghub.bench.Load;
import io.taghub.bench.Prefill;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row 29: the hub was down long enough for a large backlog, of a million events in the long run. */
final class BacklogTest {
    @TempDir
    Path folder;

    @Test
    void newEventsNeedNotWaitBehindOldOnes() throws Exception {
        int backlog = Length.of(20_000, 1_000_000);
        Path data = Files.createDirectories(folder.resolve("data"));
        Prefill.fill(data, backlog, 1, List.of("meta-one", "tiktok"));
        long began = System.nanoTime();
        try (Rig rig = new Rig(folder, Rig.BATCHING, "sqlite:taghub.db", data)) {
            Duration ready = rig.hub().awaitReady();
            Load load = rig.load(
                    Load.Course.of("live", 8, 200, Length.LONG ? Duration.ofSeconds(30) : Duration.ofSeconds(5)));
            rig.received.watch(load, "live-");
            assertThat(load.await(Rig.SOON)).isTrue();
            long megabytes = rig.hub().residentMegabytes();
            boolean draining = rig.hub().api().sums().values().stream().anyMatch(sums -> !sums.drained());
            rig.finish(load);
            Map<String, Sums> sums = rig.hub().api().awaitDrained(Duration.ofMinutes(20));
            double seconds = (System.nanoTime() - began) / 1e9;
            sums.forEach((tag, sum) -> {
                assertThat(sum.match()).as("conservation at %s: %s", tag, sum).isTrue();
                assertThat(sum.verdict("delivered")).isEqualTo(backlog + load.acked());
                assertThat(rig.received.ids(tag)).hasSize(backlog + (int) load.acked());
            });
            Latencies arrivals = rig.received.arrivals();
            Figures.say(
                    29,
                    "%,d events waiting at two tags, ready after %.1f s, new ones answered %s, arrived %s, %s, resident memory"
                            + " %d MB with a heap of 512 MB at most, all delivered after %.0f s",
                    backlog,
                    ready.toMillis() / 1000.0,
                    load.latencies().text(),
                    arrivals.text(),
                    draining ? "while the old are sent" : "the old were sent sooner",
                    megabytes,
                    seconds);
            assertThat(arrivals.count()).isEqualTo(2 * load.acked());
            if (Length.LONG) {
                // The short run is over before the virtual machine is warm, and shares its machine with the build.
                assertThat(arrivals.percentile(0.99)).isLessThan(Duration.ofSeconds(1));
                assertThat(ready).isLessThan(Duration.ofSeconds(3));
            }
        }
    }
}
