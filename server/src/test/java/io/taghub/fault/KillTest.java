package io.taghub.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.bench.HubApi.Sums;
import io.taghub.bench.HubProcess;
import io.taghub.bench.Load;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows 1 and 3: kill -9 under load. */
final class KillTest {
    private static final int IN_FLIGHT = 2 * 1000;

    private final SplittableRandom random = new SplittableRandom(1);

    @TempDir
    Path folder;

    @Test
    void nothingAcknowledgedIsLost() throws Exception {
        int kills = Length.of(2, 20);
        try (Rig rig = new Rig(folder, Rig.BATCHING)) {
            rig.hub().awaitReady();
            Load load = rig.load(Load.Course.of("kill", 16, Length.of(200, 500), Duration.ofMinutes(20))
                    .mixed());
            Duration slowest = Duration.ZERO;
            for (int kill = 1; kill <= kills; kill++) {
                long goal = load.acked() + random.nextInt(100, Length.of(300, 6000));
                HubProcess.until(Rig.SOON, goal + " events are acknowledged", () -> load.acked() >= goal);
                rig.hub().kill();
                Duration ready = rig.restart();
                slowest = ready.compareTo(slowest) > 0 ? ready : slowest;
            }
            rig.finish(load);
            long duplicates = rig.delivered();
            Figures.say(
                    1,
                    "%d kills, %d acknowledged, 0 lost, %d arrivals repeated, 0 after dedup by event id, ready after %.1f s at worst",
                    kills,
                    load.acked(),
                    duplicates,
                    slowest.toMillis() / 1000.0);
            assertThat(load.unanswered()).as("requests cut by a kill").isPositive();
            assertThat(duplicates).isLessThanOrEqualTo((long) kills * IN_FLIGHT);
            assertThat(slowest).isLessThan(Length.LONG ? Duration.ofSeconds(5) : Rig.SOON);
        }
    }

    @Test
    void aPostbackIsNeverPaidTwice() throws Exception {
        int kills = Length.of(2, 100);
        try (Rig rig = new Rig(folder, Rig.SINGLES_WITHOUT_DEDUP)) {
            rig.receiver.delay(Duration.ofMillis(20));
            rig.hub().awaitReady();
            Load load = rig.load(Load.Course.of("pay", 16, 200, Duration.ofMinutes(30)));
            for (int kill = 1; kill <= kills; kill++) {
                int before = rig.received.ids("partner").size();
                int more = random.nextInt(5, 100);
                HubProcess.until(
                        Rig.SOON,
                        "postbacks arrive",
                        () -> rig.received.ids("partner").size() >= before + more);
                rig.hub().kill();
                rig.restart();
            }
            rig.finish(load);
            Sums sums = rig.settled().get("partner");
            long held = sums.verdict("held");
            long listed =
                    rig.hub().api().get("/api/held?tag=partner").path("held").size();
            Figures.say(
                    3,
                    "%d kills, %d acknowledged: %d delivered, %d held, %d double postbacks",
                    kills,
                    load.acked(),
                    sums.verdict("delivered"),
                    held,
                    rig.received.duplicates("partner"));
            assertThat(rig.received.duplicates("partner"))
                    .as("double postbacks")
                    .isZero();
            assertThat(rig.acks.ids()).containsAll(rig.received.ids("partner"));
            assertThat(sums.verdict("delivered") + held)
                    .as("delivered or held, nothing else: %s", sums)
                    .isEqualTo(load.acked());
            assertThat(held).as("a kill while sending leaves something unknown").isPositive();
            assertThat(listed).as("held events in the console, which shows 500").isEqualTo(Math.min(500, held));
        }
    }
}
