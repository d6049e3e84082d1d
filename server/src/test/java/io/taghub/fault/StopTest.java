package io.taghub.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.bench.HubProcess;
import io.taghub.bench.Load;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row 28: SIGTERM under load. */
final class StopTest {
    @TempDir
    Path folder;

    @Test
    void whatIsUnderWayIsFinished() throws Exception {
        int stops = Length.of(1, 5);
        try (Rig rig = new Rig(folder, Rig.BATCHING)) {
            rig.receiver.delay(Duration.ofMillis(200));
            rig.hub().awaitReady();
            Load load = rig.load(
                    Load.Course.of("stop", 16, 200, Duration.ofMinutes(10)).mixed());
            Duration slowest = Duration.ZERO;
            for (int stop = 1; stop <= stops; stop++) {
                long goal = load.acked() + 300;
                HubProcess.until(Rig.SOON, goal + " events are acknowledged", () -> load.acked() >= goal);
                Duration took = rig.hub().terminate();
                slowest = took.compareTo(slowest) > 0 ? took : slowest;
                rig.restart();
            }
            rig.finish(load);
            long duplicates = rig.delivered();
            Figures.say(
                    28,
                    "%d stops, %d acknowledged, 0 lost, %d arrivals repeated, stopped after %.1f s at worst",
                    stops,
                    load.acked(),
                    duplicates,
                    slowest.toMillis() / 1000.0);
            assertThat(slowest).isLessThanOrEqualTo(Length.LONG ? Duration.ofSeconds(10) : Rig.SOON);
            assertThat(duplicates).as("arrivals beyond the first").isZero();
        }
    }
}
