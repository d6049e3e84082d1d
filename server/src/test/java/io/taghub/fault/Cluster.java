package io.taghub.fault;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;

import io.taghub.bench.Bench;
import io.taghub.bench.HubProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Two PostgreSQL servers, one of which follows the other until it is promoted. */
final class Cluster implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Set<String> ITS_OWN = Set.of("postmaster.pid", "postmaster.opts", "epg-lock");
    private static final Set<String> LEFT_EMPTY = Set.of("pg_wal", "pg_replslot");

    private final Path folder;
    private final int[] ports = new int[2];
    private final EmbeddedPostgres[] servers = new EmbeddedPostgres[2];
    private int primary;

    Cluster(Path folder) throws IOException {
        this.folder = folder;
        try (ServerSocket one = new ServerSocket(0);
                ServerSocket two = new ServerSocket(0)) {
            ports[0] = one.getLocalPort();
            ports[1] = two.getLocalPort();
        }
        servers[0] = started(0);
    }

    private Path data(int number) {
        return folder.resolve("postgres-" + number);
    }

    private EmbeddedPostgres started(int number) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data(number))
                .setCleanDataDirectory(false)
                .setPort(ports[number])
                .setServerConfig("wal_keep_size", "1GB")
                .setPGStartupWait(SOON)
                .start();
    }

    /** Both servers, the first one first whichever is the primary, as a hub is told of them. */
    String url() {
        return "postgresql://postgres@localhost:" + ports[0] + ",localhost:" + ports[1] + "/postgres";
    }

    /** Makes a copy of the primary that follows it; answers once it does. */
    void follow(boolean synchronously) throws IOException, SQLException, InterruptedException {
        int other = 1 - primary;
        try (Connection connection = connect(primary);
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_backup_start('standby', true)");
            copy(data(primary), data(other));
            try (ResultSet stopped = statement.executeQuery("SELECT labelfile FROM pg_backup_stop(false)")) {
                stopped.next();
                Files.writeString(data(other).resolve("backup_label"), stopped.getString(1));
            }
        }
        Files.createFile(data(other).resolve("standby.signal"));
        Files.writeString(
                data(other).resolve("postgresql.auto.conf"),
                "\nprimary_conninfo = 'host=localhost port=" + ports[primary]
                        + " user=postgres application_name=standby'\n",
                StandardOpenOption.APPEND);
        servers[other] = started(other);
        if (synchronously) {
            ask(primary, "ALTER SYSTEM SET synchronous_standby_names = 'standby'");
            ask(primary, "SELECT pg_reload_conf()");
        }
        String state = synchronously ? "sync" : "async";
        HubProcess.until(
                SOON,
                "the standby follows",
                () -> ask(
                                primary,
                                "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming' AND sync_state = '"
                                        + state + "'")
                        .equals("1"));
    }

    void stopStandby() throws IOException {
        servers[1 - primary].close();
    }

    void startStandby() throws IOException {
        servers[1 - primary] = started(1 - primary);
    }

    /** All of the primary's processes at once, as when its machine loses power. */
    void killPrimary() throws IOException, InterruptedException {
        long pid = Long.parseLong(
                Files.readAllLines(data(primary).resolve("postmaster.pid")).getFirst());
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> all =
                Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        HubProcess.until(SOON, "the primary is gone", () -> all.stream().noneMatch(ProcessHandle::isAlive));
        servers[primary].close();
    }

    /** Makes the standby the primary; answers once it is. */
    void promote() {
        primary = 1 - primary;
        ask(primary, "SELECT pg_promote(true, 60)");
    }

    /** Starts the former primary as if nothing had happened: it takes writes, and waits for no standby. */
    void wakeFormerPrimary() throws IOException {
        int former = 1 - primary;
        Files.writeString(
                data(former).resolve("postgresql.auto.conf"),
                "\nsynchronous_standby_names = ''\n",
                StandardOpenOption.APPEND);
        servers[former] = started(former);
    }

    void removeFormerPrimary() throws IOException {
        int former = 1 - primary;
        servers[former].close();
        Bench.delete(data(former));
    }

    /** Breaks every connection that a hub has to the primary. */
    void dropHubs() {
        askPrimary("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'taghub'");
    }

    /** How many of the hubs' commits wait for the standby. */
    int waitingForStandby() {
        return Integer.parseInt(askPrimary("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"));
    }

    void cancelWaiting() {
        askPrimary("SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
                + " AND application_name = 'taghub'");
    }

    String askPrimary(String sql) {
        return ask(primary, sql);
    }

    String askFormerPrimary(String sql) {
        return ask(1 - primary, sql);
    }

    private String ask(int number, String sql) {
        try (Connection connection = connect(number);
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet result = statement.getResultSet()) {
                return result.next() ? result.getString(1) : "";
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    private Connection connect(int number) throws SQLException {
        return servers[number].getPostgresDatabase().getConnection();
    }

    /** Of a running server, between the start and the stop of a backup: files may change and vanish meanwhile. */
    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.copy(folder, to.resolve(from.relativize(folder)), COPY_ATTRIBUTES);
                return LEFT_EMPTY.contains(folder.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!ITS_OWN.contains(file.getFileName().toString())) {
                    try {
                        Files.copy(file, to.resolve(from.relativize(file)), COPY_ATTRIBUTES);
                    } catch (NoSuchFileException vanished) {
                        // The log that comes with the backup knows of it.
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException vanished) {
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Override
    public void close() throws IOException {
        for (EmbeddedPostgres server : servers) {
            if (server != null) {
                server.close();
            }
        }
    }
}
