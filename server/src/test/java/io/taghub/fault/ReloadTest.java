package io.taghub.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.bench.HubProcess;
import io.taghub.bench.Load;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row 23: broken edits of the config of a running hub, under load. */
final class ReloadTest {
    @TempDir
    Path folder;

    @Test
    void aBrokenEditChangesNothingAndIsReported() throws Exception {
        try (Rig rig = new Rig(folder, Rig.BATCHING)) {
            rig.hub().awaitReady();
            String good = Files.readString(rig.config);
            Map<String, String> broken = new LinkedHashMap<>();
            broken.put("unclosed bracket", good.replace("when: [page_view]", "when: [page_view"));
            broken.put("unknown key", good.replace("pixel_id", "pixel_ib"));
            broken.put("bad pattern", good + "click_ids: { bad: { platform: x, pattern: '(', lifetime: 9d } }\n");
            broken.put("half-written file", good.substring(0, good.length() * 2 / 3));
            broken.put("a live config without its secret", good.replace("mode: sandbox", "mode: live"));
            Load load = rig.load(
                    Load.Course.of("reload", 8, 200, Duration.ofMinutes(5)).mixed());
            Duration slowest = Duration.ZERO;
            for (Map.Entry<String, String> edit : broken.entrySet()) {
                int before = rig.hub().log().length();
                long written = System.nanoTime();
                Files.writeString(rig.config, edit.getValue());
                HubProcess.until(
                        Duration.ofSeconds(30),
                        edit.getKey() + " is reported with its line",
                        () -> rig.hub().log().substring(before).matches("(?s).*taghub\\.yaml:\\d+:\\d+.*"));
                Duration took = Duration.ofNanos(System.nanoTime() - written);
                slowest = took.compareTo(slowest) > 0 ? took : slowest;
            }
            int before = rig.hub().log().length();
            Files.writeString(rig.config, good.replace("when: [page_view] }\n", "when: [page_view, lead] }\n"));
            HubProcess.until(
                    Duration.ofSeconds(30),
                    "a good edit is in force",
                    () -> rig.hub().log().substring(before).contains("in force"));
            rig.finish(load);
            long duplicates = rig.delivered();
            Figures.say(
                    23,
                    "%d broken edits, %d acknowledged, 0 lost, %d arrivals repeated, reported after %.1f s at worst",
                    broken.size(),
                    load.acked(),
                    duplicates,
                    slowest.toMillis() / 1000.0);
            assertThat(load.unavailable() + load.unanswered())
                    .as("requests refused")
                    .isZero();
            assertThat(duplicates).isZero();
            assertThat(slowest).isLessThan(Length.LONG ? Duration.ofSeconds(2) : Rig.SOON);
        }
    }
}
