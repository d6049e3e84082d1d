package io.taghub.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.bench.Bench;
import io.taghub.bench.HubApi.Sums;
import io.taghub.bench.HubProcess;
import io.taghub.bench.Load;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Row 15: the primary of two PostgreSQL servers dies and its standby is promoted. */
final class FailoverTest {
    private static final Duration RECOVERED = Duration.ofSeconds(10);
    private static final int IN_FLIGHT = 2 * 1000;
    private static final String HEAD = "SELECT seq FROM head";

    @TempDir(cleanup = CleanupMode.NEVER)
    Path folder;

    private Cluster cluster;

    @BeforeEach
    void start() throws IOException {
        cluster = new Cluster(folder);
    }

    @AfterEach
    void stop() throws IOException {
        cluster.close();
        Bench.delete(folder);
    }

    private Rig rig() throws IOException {
        return new Rig(folder, Rig.BATCHING, cluster.url(), folder.resolve("data"));
    }

    @Test
    void aSynchronousStandbyHasEverythingThatWasAcknowledged() throws Exception {
        cluster.follow(true);
        try (Rig rig = rig()) {
            rig.hub().awaitReady();
            Load load = rig.load(Load.Course.of("fo", 8, 200, Duration.ofMinutes(10)));
            int failovers = Length.of(1, 5);
            Duration slowest = Duration.ZERO;
            for (int failover = 1; failover <= failovers; failover++) {
                await(load, 300);
                cluster.killPrimary();
                // No more than wait at a time: the next ones would wait as long again.
                long refused = load.unavailable() + Length.of(4, 10);
                HubProcess.until(Rig.SOON, "requests are refused", () -> load.unavailable() >= refused);
                cluster.promote();
                Duration took = untilTaken(load);
                slowest = took.compareTo(slowest) > 0 ? took : slowest;
                theFormerPrimaryIsLeftAlone(load);
                cluster.removeFormerPrimary();
                if (failover < failovers) {
                    cluster.follow(true);
                }
            }
            rig.finish(load);
            long duplicates = rig.delivered();
            Figures.say(
                    15,
                    "%d failovers to a synchronous standby, %d acknowledged, %d answers 503 with Retry-After, 0 lost,"
                            + " %d arrivals repeated, taken again %.1f s after the promotion at worst, nothing written to"
                            + " the former primary that came back",
                    failovers,
                    load.acked(),
                    load.unavailable(),
                    duplicates,
                    slowest.toMillis() / 1000.0);
            assertThat(slowest).isLessThanOrEqualTo(Length.LONG ? RECOVERED : Rig.SOON);
            assertThat(duplicates).isLessThanOrEqualTo((long) failovers * IN_FLIGHT);
        }
    }

    /** It is the first in the url and takes writes, and the hub has to connect anew: still it goes to the other. */
    private void theFormerPrimaryIsLeftAlone(Load load) throws Exception {
        cluster.wakeFormerPrimary();
        String before = cluster.askFormerPrimary(HEAD);
        for (int n = 0; n < 3; n++) {
            cluster.dropHubs();
            await(load, 100);
        }
        assertThat(cluster.askFormerPrimary(HEAD)).isEqualTo(before);
        assertThat(cluster.askFormerPrimary("SELECT pg_is_in_recovery()")).isEqualTo("f");
    }

    @Test
    void aCommitThatNoStandbyConfirmedIsNotAcknowledged() throws Exception {
        cluster.follow(true);
        try (Rig rig = rig()) {
            rig.hub().awaitReady();
            Load load = rig.load(Load.Course.of("alone", 8, 200, Duration.ofMinutes(10)));
            await(load, 100);
            cluster.stopStandby();
            HubProcess.until(Rig.SOON, "commits wait for the standby", () -> cluster.waitingForStandby() > 0);
            long acked = load.acked();
            long refused = load.unavailable() + 20;
            // Who cancels a commit that waits makes the server answer that it was done, with a warning.
            HubProcess.until(Rig.SOON, "requests are refused", () -> {
                cluster.cancelWaiting();
                return load.unavailable() >= refused;
            });
            assertThat(load.acked()).isEqualTo(acked);
            cluster.startStandby();
            await(load, 100);
            rig.finish(load);
            rig.delivered();
        }
    }

    /** What is not promised; nobody has to see it at every build. */
    @Test
    @EnabledIfSystemProperty(named = "faultRun", matches = "long")
    void withoutOneTheLagIsLostAndNothingElse() throws Exception {
        cluster.follow(false);
        try (Rig rig = rig()) {
            rig.hub().awaitReady();
            Load load = rig.load(Load.Course.of("lag", 8, 200, Duration.ofMinutes(10)));
            await(load, 300);
            Set<String> safe = rig.acks.ids();
            String written = cluster.askPrimary("SELECT pg_current_wal_lsn()");
            HubProcess.until(
                    Rig.SOON,
                    "the standby has them",
                    () -> cluster.askPrimary("SELECT flush_lsn >= '" + written + "'::pg_lsn FROM pg_stat_replication")
                            .equals("t"));
            String sender = cluster.askPrimary("SELECT pid FROM pg_stat_replication");
            assertThat(SyscallOrderTest.runs("kill", "-STOP", sender)).isTrue();
            long stopped = System.nanoTime();
            await(load, 200);
            rig.finish(load);
            // The lanes are at the end of a log that the standby does not have.
            rig.hub().api().awaitDrained(Rig.SOON);
            Duration lag = Duration.ofNanos(System.nanoTime() - stopped);
            Set<String> before = rig.acks.ids();
            cluster.killPrimary();
            Load knocking = rig.load(Load.Course.of("gone", 1, 20, Duration.ofMinutes(10)));
            HubProcess.until(Rig.SOON, "requests are refused", () -> knocking.unavailable() > 0);
            knocking.close();
            assertThat(knocking.await(Rig.SOON)).isTrue();
            cluster.promote();
            // Well again although nobody sends it anything, as behind a balancer that asks for its health.
            rig.hub().awaitReady();
            Load later = rig.load(Load.Course.of("later", 8, 200, Duration.ofMinutes(10)));
            Duration took = untilTaken(later);
            await(later, 20);
            rig.finish(later);

            Set<String> promised = rig.acks.ids();
            Set<String> after = new HashSet<>(promised);
            after.removeAll(before);
            long kept = Long.parseLong(cluster.askPrimary(HEAD));
            Map<String, Sums> sums = rig.hub().api().awaitDrained(Rig.SOON);
            sums.forEach((tag, sum) -> {
                assertThat(sum.match()).as("conservation at %s: %s", tag, sum).isTrue();
                assertThat(sum.concerned()).isEqualTo(kept);
                assertThat(rig.received.ids(tag)).containsAll(safe).containsAll(after);
            });
            long lost = promised.size() - kept;
            Figures.say(
                    15,
                    "failover to a standby that was %.1f s behind and not synchronous: %d acknowledged, %d of them lost,"
                            + " all within the lag, taken again %.1f s after the promotion",
                    lag.toMillis() / 1000.0,
                    promised.size(),
                    lost,
                    took.toMillis() / 1000.0);
            assertThat(lost).isBetween(1L, (long) before.size() - safe.size());
        }
    }

    private static void await(Load load, int more) throws InterruptedException {
        long goal = load.acked() + more;
        HubProcess.until(Rig.SOON, goal + " events are acknowledged", () -> load.acked() >= goal);
    }

    private static Duration untilTaken(Load load) throws InterruptedException {
        long back = System.nanoTime();
        await(load, 1);
        return Duration.ofNanos(System.nanoTime() - back);
    }
}
