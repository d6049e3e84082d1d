package io.taghub.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.taghub.bench.HubProcess;
import io.taghub.bench.Load;
import io.taghub.chaos.ChaosSink;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row 4: the disk is full for a while. The hub makes its folder and its database on it, as at everybody's first start. */
final class DiskTest {
    private static final int BATCH = 20;
    private static final HttpClient BROWSER = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    private Path disk;
    private Path data;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectories(folder.resolve("disk"));
        data = disk.resolve("data");
        assumeTrue(
                SyscallOrderTest.runs("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk.toString()),
                "row 4 needs to mount a small file system, which only root may; skipped");
    }

    @AfterEach
    void unmount() throws Exception {
        SyscallOrderTest.runs("umount", "-l", disk.toString());
    }

    @Test
    void aFullDiskRefusesAndRecovers() throws Exception {
        try (Rig rig = new Rig(folder, Rig.BATCHING, "sqlite:taghub.db", data)) {
            rig.hub().awaitReady();
            Load load = rig.load(Load.Course.of("disk", 8, 200, Duration.ofMinutes(10)));
            int times = Length.of(1, 5);
            Duration slowest = Duration.ZERO;
            for (int time = 1; time <= times; time++) {
                long goal = load.acked() + 300;
                HubProcess.until(Rig.SOON, goal + " events are acknowledged", () -> load.acked() >= goal);
                Path ballast = fill(disk);
                long refused = load.unavailable() + 100;
                HubProcess.until(Rig.SOON, "requests are refused", () -> load.unavailable() >= refused);
                Files.delete(ballast);
                long freed = System.nanoTime();
                long before = load.acked();
                HubProcess.until(Rig.SOON, "events are taken again", () -> load.acked() > before);
                Duration took = Duration.ofNanos(System.nanoTime() - freed);
                slowest = took.compareTo(slowest) > 0 ? took : slowest;
            }
            assertThat(rig.hub().alive()).isTrue();
            rig.finish(load);
            long duplicates = rig.delivered();
            rig.hub().terminate();
            String integrity = integrity(data.resolve("taghub.db"));
            Figures.say(
                    4,
                    "full %d times, %d answers 503 with Retry-After, %d acknowledged, 0 lost, %d arrivals repeated,"
                            + " taken again after %.1f s at worst, integrity_check %s",
                    times,
                    load.unavailable(),
                    load.acked(),
                    duplicates,
                    slowest.toMillis() / 1000.0,
                    integrity);
            assertThat(integrity).isEqualTo("ok");
            assertThat(slowest).isLessThanOrEqualTo(Length.LONG ? Duration.ofSeconds(10) : Rig.SOON);
        }
    }

    @Test
    void aHubThatFillsItsDiskItselfStopsBeforeTheReserveIsGone() throws Exception {
        try (ChaosSink sink = ChaosSink.forgetful(0);
                Rig rig = new Rig(
                        folder,
                        "retention: { events: 1h, attempts: 1h, identity: 1h }\n" + Rig.SINGLES_WITHOUT_DEDUP,
                        "sqlite:taghub.db",
                        data,
                        sink.port())) {
            sink.always(request -> ChaosSink.status(503));
            rig.hub().awaitReady();
            Path reserve = data.resolve("taghub.db.reserve");
            HubProcess.until(Rig.SOON, "there is a reserve", () -> Files.exists(reserve));
            int acknowledged = 0;
            while (post(rig, acknowledged)) {
                acknowledged += BATCH;
            }
            long left = Files.getFileStore(disk).getUsableSpace();
            assertThat(left).as("what is left beside the reserve").isGreaterThan(1 << 20);
            assertThat(reserve).exists();
            assertThat(get(rig.setting.port(), "/health").body()).contains("nearly full");
            assertThat(get(rig.setting.consolePort(), "/metrics").body())
                    .containsPattern("taghub_store_room_bytes \\d");

            sink.always(request -> ChaosSink.ok());
            long all = acknowledged;
            HubProcess.until(
                    Duration.ofMinutes(3),
                    "all that waited is delivered",
                    () -> rig.hub().api().sums().get("partner").verdict("delivered") == all);

            Path ballast = fill(disk);
            rig.hub().kill();
            rig.use(rig.started(rig.setting));
            HubProcess.until(
                    Rig.SOON,
                    "the console answers",
                    () -> get(rig.setting.consolePort(), "/").statusCode() == 200);
            assertThat(get(rig.setting.port(), "/health").statusCode()).isEqualTo(503);
            Files.delete(ballast);
            rig.hub().api().advance(Duration.ofDays(1));
            rig.hub().awaitReady();
            assertThat(post(rig, acknowledged)).as("events are taken again").isTrue();
            Figures.say(4, "first start: %d events of 7 kB, then 503 with %d kB left", acknowledged, left / 1024);
        }
    }

    @Test
    void aHubStartsOnADiskThatOthersHaveFilledAndOpensItsStoreWhenThereIsRoom() throws Exception {
        Path ballast = fill(disk);
        try (Rig rig = new Rig(folder, Rig.BATCHING, "sqlite:taghub.db", data)) {
            HubProcess.until(
                    Rig.SOON,
                    "the hub answers",
                    () -> get(rig.setting.consolePort(), "/").statusCode() == 503);
            for (String page : new String[] {"/", "/tags", "/api/events", "/api/tags"}) {
                assertThat(get(rig.setting.consolePort(), page).body()).as(page).contains("its disk is full");
            }
            assertThat(get(rig.setting.port(), "/health").body()).contains("its disk is full");
            assertThat(post(rig, 0)).isFalse();
            Files.delete(ballast);
            rig.hub().awaitReady();
            HubProcess.until(Rig.SOON, "there is a reserve", () -> Files.exists(data.resolve("taghub.db.reserve")));
            assertThat(post(rig, 0)).isTrue();
            rig.hub().api().awaitDrained(Rig.SOON);
        }
    }

    /** Whether some large events were taken. */
    private static boolean post(Rig rig, int first) throws Exception {
        String events = IntStream.range(first, first + BATCH)
                .mapToObj(number -> "{\"name\":\"page_view\",\"id\":\"large-%d\",\"properties\":{\"note\":\"%s\"}}"
                        .formatted(number, "x".repeat(6900)))
                .collect(Collectors.joining(",", "[", "]"));
        HttpRequest request = HttpRequest.newBuilder(at(rig.setting.port(), "/v1/events"))
                .header("Authorization", "Bearer " + HubProcess.KEY)
                .POST(HttpRequest.BodyPublishers.ofString(events))
                .build();
        return BROWSER.send(request, HttpResponse.BodyHandlers.ofString()).statusCode() == 200;
    }

    /** Answers a made-up 0 while nobody listens. */
    private static Answer get(int port, String path) {
        try {
            var answer =
                    BROWSER.send(HttpRequest.newBuilder(at(port, path)).build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body());
        } catch (IOException notYet) {
            return new Answer(0, "");
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private record Answer(int statusCode, String body) {}

    private static URI at(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** Takes all the space there is. */
    private static Path fill(Path disk) throws IOException {
        Path ballast = disk.resolve("ballast");
        byte[] block = new byte[4096];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            return ballast;
        }
    }

    private static String integrity(Path database) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("PRAGMA integrity_check")) {
            return rows.next() ? rows.getString(1) : "nothing";
        }
    }
}
