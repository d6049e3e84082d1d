package io.taghub.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.bench.HubProcess;
import io.taghub.bench.Load;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Rows 14 and 16: the database restarts; one of two hubs dies or sleeps. */
final class PostgresTest {
    private static final Duration TAKEOVER = Duration.ofSeconds(13);
    private static final int IN_FLIGHT = 2 * 1000;

    @TempDir(cleanup = CleanupMode.NEVER)
    Path folder;

    private int port;
    private EmbeddedPostgres postgres;

    @BeforeEach
    void start() throws IOException {
        if (port == 0) {
            try (ServerSocket free = new ServerSocket(0)) {
                port = free.getLocalPort();
            }
        }
        postgres = EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("postgres"))
                .setCleanDataDirectory(false)
                .setPort(port)
                .start();
    }

    @AfterEach
    void stop() throws IOException {
        postgres.close();
        io.taghub.bench.Bench.delete(folder);
    }

    private Rig rig() throws IOException {
        return new Rig(
                folder, Rig.BATCHING, "postgresql://postgres@localhost:" + port + "/postgres", folder.resolve("data"));
    }

    @Test
    void theDatabaseRestartsAtOnce() throws Exception {
        try (Rig rig = rig()) {
            rig.hub().awaitReady();
            Load load = rig.load(Load.Course.of("pg", 8, 200, Duration.ofMinutes(10)));
            int restarts = Length.of(1, 5);
            Duration slowest = Duration.ZERO;
            for (int restart = 1; restart <= restarts; restart++) {
                long goal = load.acked() + 300;
                HubProcess.until(Rig.SOON, goal + " events are acknowledged", () -> load.acked() >= goal);
                immediately();
                postgres.close();
                // No more than wait at a time: the next ones would wait as long again.
                long refused = load.unavailable() + Length.of(4, 10);
                HubProcess.until(Rig.SOON, "requests are refused", () -> load.unavailable() >= refused);
                start();
                long back = System.nanoTime();
                long before = load.acked();
                HubProcess.until(Rig.SOON, "events are taken again", () -> load.acked() > before);
                Duration took = Duration.ofNanos(System.nanoTime() - back);
                slowest = took.compareTo(slowest) > 0 ? took : slowest;
            }
            rig.finish(load);
            long duplicates = rig.delivered();
            Figures.say(
                    14,
                    "%d immediate restarts, %d acknowledged, %d answers 503 with Retry-After, 0 lost, %d arrivals repeated,"
                            + " taken again after %.1f s at worst",
                    restarts,
                    load.acked(),
                    load.unavailable(),
                    duplicates,
                    slowest.toMillis() / 1000.0);
            assertThat(slowest).isLessThanOrEqualTo(Length.LONG ? Duration.ofSeconds(10) : Rig.SOON);
            assertThat(duplicates).isLessThanOrEqualTo((long) restarts * IN_FLIGHT);
        }
    }

    /** As {@code pg_ctl -m immediate stop} does: no checkpoint, no goodbye. */
    private void immediately() throws IOException, InterruptedException {
        String pid =
                Files.readAllLines(folder.resolve("postgres/postmaster.pid")).getFirst();
        ProcessHandle postmaster = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        assertThat(SyscallOrderTest.runs("kill", "-QUIT", pid)).isTrue();
        HubProcess.until(Duration.ofSeconds(20), "the database is down", () -> !postmaster.isAlive());
    }

    @Test
    void aHubThatDiesOrSleepsIsReplaced() throws Exception {
        try (Rig rig = rig()) {
            HubProcess first = rig.hub();
            first.awaitReady();
            HubProcess.Setting beside = HubProcess.Setting.of(rig.config, folder.resolve("data"));
            HubProcess second = rig.started(new HubProcess.Setting(
                    beside.config(),
                    beside.data(),
                    beside.port(),
                    beside.consolePort(),
                    folder.resolve("second.log"),
                    List.of()));
            second.awaitReady();
            AtomicReference<List<HubProcess>> living = new AtomicReference<>(List.of(first, second));
            AtomicInteger turn = new AtomicInteger();
            Load load = rig.load(Load.Course.of("two", 8, 200, Duration.ofMinutes(10)), () -> {
                List<HubProcess> hubs = living.get();
                return hubs.get(turn.getAndIncrement() % hubs.size()).port();
            });
            HubProcess.until(Rig.SOON, "both take events", () -> load.acked() >= 400);

            // The first hub came first and so has the lanes. Then the second has them.
            Duration afterKill = Duration.ZERO;
            HubProcess sleeper = first;
            HubProcess other = second;
            if (Length.LONG) {
                living.set(List.of(second));
                long killed = System.nanoTime();
                first.kill();
                afterKill = takeover(rig, load, killed);
                sleeper = second;
                other = rig.started(rig.setting);
                other.awaitReady();
            }
            living.set(List.of(other));
            rig.use(other);
            // A socket of a stopped process stays open, and whoever waits at it says nothing of the hub beside it.
            load.reconnect();
            long moved = load.acked() + 200;
            HubProcess.until(Rig.SOON, "the load has moved on", () -> load.acked() >= moved);
            Duration asleep = Length.LONG ? Duration.ofSeconds(30) : Duration.ofSeconds(14);
            signal("STOP", sleeper);
            long stopped = System.nanoTime();
            Duration afterSleep = takeover(rig, load, stopped);
            HubProcess.until(
                    asleep.plusSeconds(5),
                    "it has slept long enough",
                    () -> System.nanoTime() - stopped > asleep.toNanos());
            signal("CONT", sleeper);
            long goal = load.acked() + 400;
            HubProcess.until(Rig.SOON, "events are acknowledged", () -> load.acked() >= goal);
            rig.finish(load);
            long duplicates = rig.delivered();
            Figures.say(
                    16,
                    "%staken over %.1f s after a stop of %d s, %d acknowledged, 0 lost, %d arrivals repeated, no step of the"
                            + " woken one kept (the sums match)",
                    Length.LONG ? "taken over %.1f s after a kill, ".formatted(afterKill.toMillis() / 1000.0) : "",
                    afterSleep.toMillis() / 1000.0,
                    asleep.toSeconds(),
                    load.acked(),
                    duplicates);
            assertThat(List.of(afterKill, afterSleep))
                    .allMatch(took -> took.compareTo(Length.LONG ? TAKEOVER : Rig.SOON) <= 0);
            assertThat(duplicates).isLessThanOrEqualTo(2 * IN_FLIGHT);
        }
    }

    /** From then until something that was acknowledged since has come to every platform. */
    private static Duration takeover(Rig rig, Load load, long since) throws InterruptedException {
        long acked = load.acked();
        HubProcess.until(Rig.SOON, "events are acknowledged by the other hub", () -> load.acked() > acked + 20);
        String id = rig.acks.newest();
        for (String tag : List.of("meta-one", "tiktok")) {
            HubProcess.until(Rig.SOON, "events are sent by the other hub", () -> rig.received.has(tag, id));
        }
        return Duration.ofNanos(System.nanoTime() - since);
    }

    private static void signal(String signal, HubProcess hub) throws InterruptedException {
        assertThat(SyscallOrderTest.runs("kill", "-" + signal, String.valueOf(hub.pid())))
                .isTrue();
    }
}
