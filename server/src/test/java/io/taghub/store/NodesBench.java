package io.taghub.store;

import io.taghub.event.Channel;
import io.taghub.event.Client;
import io.taghub.event.Event;
import io.taghub.event.Page;
import io.taghub.event.Person;
import io.taghub.store.Journal.Incoming;
import io.taghub.store.sql.Stores;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Measures what several nodes on one PostgreSQL admit together, one event a call, each a process of its own: events a second,
 * what their transactions wait for, the statements of an event, and whose the processor time is.
 * Arguments: callers at each node, seconds to warm up for each node (they share the cores), seconds to measure, then per round
 * how many nodes.
 */
final class NodesBench {
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final int VISITORS = 5_000;

    private NodesBench() {}

    public static void main(String[] args) throws IOException, InterruptedException, SQLException {
        if (args.length > 0 && args[0].startsWith("postgresql:")) {
            node(args[0], Integer.parseInt(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]));
            return;
        }
        int callers = args.length > 0 ? Integer.parseInt(args[0]) : 64;
        int warm = args.length > 1 ? Integer.parseInt(args[1]) : 10;
        int seconds = args.length > 2 ? Integer.parseInt(args[2]) : 10;
        List<String> rounds = args.length > 3 ? List.of(args).subList(3, args.length) : List.of("1", "2", "3");
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setServerConfig("shared_preload_libraries", "pg_stat_statements")
                .start()) {
            for (String nodes : rounds) {
                round(server, Integer.parseInt(nodes), callers, warm, seconds);
            }
        }
    }

    private static void round(EmbeddedPostgres server, int nodes, int callers, int warm, int seconds)
            throws IOException, InterruptedException, SQLException {
        String name = "nodes" + nodes + "_" + System.nanoTime();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement sql = connection.createStatement()) {
            sql.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
            sql.execute("CREATE DATABASE " + name);
            String url = "postgresql://postgres@localhost:" + server.getPort() + "/" + name;
            Stores.open(url, null, null, Clock.systemUTC()).close();
            List<Process> processes = new ArrayList<>();
            for (int n = 0; n < nodes; n++) {
                processes.add(process(url, callers, warm * nodes, seconds));
            }
            try {
                measure(sql, processes, nodes + (nodes == 1 ? " node" : " nodes"));
            } finally {
                processes.forEach(Process::destroy);
            }
            sql.execute("DROP DATABASE " + name + " WITH (FORCE)");
        }
    }

    private static Process process(String url, int callers, int warm, int seconds) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        String options = System.getProperty("node.options", "");
        command.addAll(
                Stream.of(options.split(" ", -1)).filter(one -> !one.isEmpty()).toList());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), NodesBench.class.getName(), url));
        Stream.of(callers, warm, seconds).map(String::valueOf).forEach(command::add);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void measure(Statement sql, List<Process> nodes, String what)
            throws IOException, InterruptedException, SQLException {
        List<BufferedReader> said = new ArrayList<>();
        for (Process node : nodes) {
            said.add(node.inputReader(StandardCharsets.UTF_8));
        }
        for (BufferedReader node : said) {
            node.readLine();
        }
        sql.execute("SELECT pg_stat_statements_reset()");
        long began = System.nanoTime();
        long commits = number(sql, "SELECT sum(xact_commit) FROM pg_stat_database");
        long wal = number(sql, "SELECT pg_current_wal_lsn() - '0/0'::pg_lsn");
        ProcessHandle postmaster = ProcessHandle.of(number(sql, "SELECT pg_backend_pid()"))
                .flatMap(ProcessHandle::parent)
                .orElseThrow();
        Duration busy = busy();
        Duration hubs = cpu(nodes.stream().map(Process::toHandle));
        Duration server = cpu(postmaster.children());
        Map<String, Integer> waits = new TreeMap<>();
        int looks = 0;
        for (; !said.getFirst().ready(); looks++) {
            try (ResultSet row = sql.executeQuery("SELECT CASE WHEN wait_event IS NULL THEN 'running' WHEN wait_event ="
                    + " 'ClientRead' THEN 'the node' ELSE wait_event_type || ' ' || wait_event END FROM pg_stat_activity"
                    + " WHERE application_name = 'taghub' AND state <> 'idle'")) {
                while (row.next()) {
                    waits.merge(row.getString(1), 1, Integer::sum);
                }
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        long rate = 0;
        long count = 0;
        StringBuilder each = new StringBuilder();
        for (BufferedReader node : said) {
            node.mark(1000);
            node.readLine();
            node.reset();
        }
        hubs = cpu(nodes.stream().map(Process::toHandle)).minus(hubs);
        server = cpu(postmaster.children()).minus(server);
        busy = busy().minus(busy).minus(hubs).minus(server);
        long window = System.nanoTime() - began;
        commits = number(sql, "SELECT sum(xact_commit) FROM pg_stat_database") - commits - looks;
        wal = number(sql, "SELECT pg_current_wal_lsn() - '0/0'::pg_lsn") - wal;
        for (BufferedReader node : said) {
            String[] figures = node.readLine().split(" ", -1);
            rate += Long.parseLong(figures[0]);
            count += Long.parseLong(figures[1]);
            each.append(" [")
                    .append(String.join(" ", Arrays.asList(figures).subList(2, figures.length)))
                    .append(']');
        }
        System.out.printf(
                "%s: %,d events/s%s; %.1f events a commit, %,d bytes of WAL an event, µs of processor an event: %d node,"
                        + " %d server, cores busy with anything else: %.2f%n",
                what,
                rate,
                each,
                (double) count / commits,
                wal / count,
                hubs.toNanos() / 1000 / count,
                server.toNanos() / 1000 / count,
                (double) busy.toNanos() / window);
        int all = looks;
        waits.forEach((wait, n) -> System.out.printf("  %4.2f transactions: %s%n", (double) n / all, wait));
        try (ResultSet row = sql.executeQuery(
                "SELECT calls, total_exec_time, left(regexp_replace(query, '\\s+', ' ', 'g'), 100) FROM"
                        + " pg_stat_statements WHERE query NOT LIKE '%pg_stat%' AND calls > 10 ORDER BY total_exec_time DESC LIMIT 14")) {
            while (row.next()) {
                System.out.printf("  %,9d calls %7.0f ms %s%n", row.getLong(1), row.getDouble(2), row.getString(3));
            }
        }
    }

    private static long number(Statement sql, String question) throws SQLException {
        try (ResultSet row = sql.executeQuery(question)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** All cores together, as Linux counts: in hundredths of a second. */
    private static Duration busy() throws IOException {
        String[] spent = Files.readString(Path.of("/proc/stat")).split("\\s+", 9);
        return Duration.ofMillis(10 * (Long.parseLong(spent[1]) + Long.parseLong(spent[2]) + Long.parseLong(spent[3])));
    }

    private static Duration cpu(Stream<ProcessHandle> processes) {
        return processes
                .flatMap(process -> process.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static void node(String url, int callers, int warm, int seconds) throws IOException, InterruptedException {
        AtomicLong admitted = new AtomicLong();
        long began = System.nanoTime();
        long from = began + Duration.ofSeconds(warm).toNanos();
        long end = from + Duration.ofSeconds(seconds).toNanos();
        List<long[]> waits = new ArrayList<>();
        try (Store store = Stores.open(url, null, null, Clock.systemUTC())) {
            List<Thread> threads = new ArrayList<>();
            for (int caller = 0; caller < callers; caller++) {
                int number = caller;
                long[] took = new long[4_000_000 / callers];
                waits.add(took);
                threads.add(Thread.ofVirtual().start(() -> {
                    int measured = 0;
                    for (long n = 0, now = System.nanoTime(); now < end; n++) {
                        long before = now;
                        store.journal().admit(List.of(new Incoming(event(number, n), Duration.ofHours(48), null)));
                        now = System.nanoTime();
                        admitted.incrementAndGet();
                        if (before >= from && measured < took.length) {
                            took[measured++] = now - before;
                        }
                    }
                }));
            }
            LockSupport.parkNanos(from - System.nanoTime());
            long first = admitted.get();
            System.out.println("warm");
            LockSupport.parkNanos(end - System.nanoTime());
            long count = admitted.get() - first;
            for (Thread thread : threads) {
                thread.join();
            }
            long[] sorted = waits.stream()
                    .flatMapToLong(Arrays::stream)
                    .filter(took -> took > 0)
                    .sorted()
                    .toArray();
            System.out.printf(
                    "%d %d p50 %.1f ms, p99 %.1f ms%n",
                    count / seconds,
                    count,
                    sorted[sorted.length / 2] / 1e6,
                    sorted[(int) (sorted.length * 0.99)] / 1e6);
            // Its connections are looked at until then.
            System.in.read();
        }
    }

    private static Event event(int caller, long n) {
        Instant now = Instant.now();
        return Event.named(
                        "page_view",
                        Long.toHexString(now.toEpochMilli()) + "-"
                                + ProcessHandle.current().pid() + "-" + caller + "-" + n,
                        now)
                .received(now)
                .channels(Set.of(Channel.SERVER))
                .visitor("0190a1b2c3d4e5f6" + (caller * 7919L + n) % VISITORS)
                .user(new Person(null, "ada@example.com", null, null, null, null, null, null, null, null, null))
                .page(new Page("https://shop.example/p/1?utm_source=x", "https://news.example/"))
                .client(
                        new Client(
                                "203.0.113.7",
                                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"))
                .properties(Map.of("a", "b"))
                .build();
    }
}
