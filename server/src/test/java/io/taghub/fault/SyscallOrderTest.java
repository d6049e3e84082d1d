package io.taghub.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.taghub.bench.Load;
import io.taghub.store.Store;
import io.taghub.store.sql.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows 2 and 5: what kill -9 cannot show, because the page cache survives it: no 2xx is written before the fsync that covers it. */
final class SyscallOrderTest {
    private static final String READ = "7 read(51<socket:[9]>, \"POST /v1/eve\"..., 8192) = 400";
    private static final String WRITE = "8 pwrite64(12</data/taghub.db-redo>, \"7\"..., 4096, 0) = 4096";
    private static final String SYNC = "8 fdatasync(12</data/taghub.db-redo>) = 0";
    private static final String ANSWER = "7 write(51<socket:[9]>, \"HTTP/1.1 200\"..., 180) = 180";

    @TempDir
    Path folder;

    @Test
    void theCheckSeesAnAnswerThatComesTooEarly() {
        assertThat(check(READ, WRITE, SYNC, ANSWER)).isEmpty();
        assertThat(check(READ, WRITE, ANSWER, SYNC)).hasSize(1);
        assertThat(check(WRITE, READ, SYNC, ANSWER))
                .as("the sync is of an earlier write")
                .hasSize(1);
        assertThat(check(READ, SYNC, ANSWER)).as("nothing was written").hasSize(1);
        assertThat(check(READ, WRITE, "8 fdatasync(12</data/taghub.db-redo>) = -1 EIO (Input/output error)", ANSWER))
                .as("a sync that failed")
                .hasSize(1);
        String begun = "8 fdatasync(12</data/taghub.db-redo> <unfinished ...>";
        String ended = "8 <... fdatasync resumed>) = 0";
        assertThat(check(READ, WRITE, begun, ANSWER, ended))
                .as("a sync that has not ended")
                .hasSize(1);
        assertThat(check(READ, WRITE, begun, ended, ANSWER)).isEmpty();
        String wal = "/data/taghub.db-wal>";
        assertThat(check(
                        READ,
                        WRITE,
                        WRITE.replace("/data/taghub.db-redo>", wal),
                        SYNC.replace("/data/taghub.db-redo>", wal),
                        ANSWER))
                .as("the sync is of another file")
                .hasSize(1);
        String others = "9 fdatasync(12</data/taghub.db-redo> <unfinished ...>";
        assertThat(check(READ, WRITE, others, begun, ended, ANSWER))
                .as("one of two syncs at a time has ended")
                .isEmpty();
        assertThat(check(READ, others, WRITE, "9 <... fdatasync resumed>) = 0", ANSWER))
                .as("a sync that began before the write")
                .hasSize(1);
    }

    private static List<String> check(String... lines) {
        SyscallOrder order = new SyscallOrder("-redo");
        for (String line : lines) {
            order.take(line);
        }
        assertThat(order.answers()).isEqualTo(1);
        return order.violations();
    }

    @Test
    void noAnswerComesBeforeItsSync() throws Exception {
        assumeTrue(runs("strace", "-V"), "row 2 needs strace (Debian: apt-get install strace); skipped");
        Path trace = folder.resolve("trace.txt");
        int events = Length.of(500, 12_000);
        try (Rig rig = traced(trace)) {
            rig.hub().awaitReady();
            // One connection: the check is exact. Eight: groups commit together.
            for (int connections : new int[] {1, 8}) {
                Load load = rig.load(Load.Course.of("sync" + connections, connections, 0, Duration.ofMinutes(10))
                        .requests(events / 2)
                        .mixed());
                assertThat(load.await(Duration.ofMinutes(10))).isTrue();
                rig.finish(load);
            }
            rig.hub().kill();
        }
        SyscallOrder order = new SyscallOrder("-redo").read(trace);
        Figures.say(
                2,
                "%d answers after %d syncs of the log, %d before their sync",
                order.answers(),
                order.syncs(),
                order.violations().size());
        assertThat(order.answers()).isEqualTo(events);
        assertThat(order.violations()).isEmpty();
    }

    /** Row 5: thirty syncs in a row fail. */
    @Test
    void aFailedSyncIsNoPromise() throws Exception {
        assumeTrue(runs("strace", "-V"), "row 5 needs strace (Debian: apt-get install strace); skipped");
        Path trace = folder.resolve("trace.txt");
        int events = Length.of(400, 6000);
        long refused;
        int kept;
        try (Rig rig = traced(trace, "-e", "inject=fdatasync,fsync:error=EIO:when=100..130")) {
            rig.hub().awaitReady();
            Load load =
                    rig.load(Load.Course.of("io", 4, 0, Duration.ofMinutes(10)).requests(events));
            assertThat(load.await(Duration.ofMinutes(10))).isTrue();
            rig.finish(load);
            refused = load.unavailable();
            kept = rig.acks.ids().size();
            rig.hub().kill();
        }
        long inLog;
        try (Store store = Stores.open("sqlite:" + folder.resolve("data/taghub.db"), null, null, Clock.systemUTC())) {
            inLog = store.journal().head();
        }
        // While commits fail, events are answered after one.
        SyscallOrder order = new SyscallOrder("-redo", "-wal").read(trace);
        Figures.say(
                5,
                "31 syncs failed, %d answers 503 with Retry-After, %d acknowledged, %d in the log, %d acknowledged without a"
                        + " sync that succeeded",
                refused,
                kept,
                inLog,
                order.violations().size());
        assertThat(refused).as("requests refused").isPositive();
        assertThat(order.violations()).isEmpty();
        assertThat(inLog).isEqualTo(kept);
    }

    /** A hub under strace, without tags: every sync of the log is then one of the intake's. */
    private Rig traced(Path trace, String... more) throws IOException {
        List<String> strace = new ArrayList<>(List.of("strace", "-f", "-y", "-s", "12", "--seccomp-bpf"));
        strace.addAll(List.of("-e", "trace=read,recvfrom,write,writev,sendto,pwrite64,fsync,fdatasync"));
        strace.addAll(List.of("-e", "signal=none", "-o", trace.toString()));
        strace.addAll(List.of(more));
        return new Rig(folder, "tags: {}\n", "sqlite:taghub.db", folder.resolve("data"), strace.toArray(String[]::new));
    }

    static boolean runs(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException notThere) {
            return false;
        }
    }
}
