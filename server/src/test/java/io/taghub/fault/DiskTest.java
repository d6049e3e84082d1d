package io.taghub.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.taghub.bench.HubProcess;
import io.taghub.bench.Load;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row 4: the disk is full for a while. */
final class DiskTest {
    @TempDir
    Path folder;

    @Test
    void aFullDiskRefusesAndRecovers() throws Exception {
        Path disk = Files.createDirectories(folder.resolve("disk"));
        assumeTrue(
                SyscallOrderTest.runs("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk.toString()),
                "row 4 needs to mount a small file system, which only root may; skipped");
        try (Rig rig = new Rig(folder, Rig.BATCHING, "sqlite:taghub.db", disk)) {
            rig.hub().awaitReady();
            Load load = rig.load(Load.Plan.of("disk", 8, 200, Duration.ofMinutes(10)));
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
            String integrity = integrity(disk.resolve("taghub.db"));
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
        } finally {
            SyscallOrderTest.runs("umount", "-l", disk.toString());
        }
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
