package io.taghub.store;

import io.taghub.event.Channel;
import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Client;
import io.taghub.event.Event;
import io.taghub.event.Page;
import io.taghub.event.Person;
import io.taghub.store.Journal.Incoming;
import io.taghub.store.sql.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures how many events a second are admitted, each call durable before it returns, and what the callers wait.
 * Arguments: {@code sqlite} or {@code postgresql}, seconds per round, then per round either how many callers call as fast
 * as they are answered ({@code 256}) or at what rate calls come in whatever the answers take ({@code 2000/s}).
 */
final class StoreBench {
    private StoreBench() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        String kind = args.length > 0 ? args[0] : "sqlite";
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        List<String> rounds =
                args.length > 2 ? List.of(args).subList(2, args.length) : List.of("1", "32", "256", "2000/s");
        Path folder = Files.createTempDirectory(Path.of("target"), "bench");
        String url = kind.equals("sqlite") ? "sqlite:" + folder.resolve("taghub.db") : Servers.postgres();
        long began = System.nanoTime();
        try (Store store = Stores.open(url, null, null, Clock.systemUTC())) {
            System.out.printf("%s opened in %d ms%n", kind, (System.nanoTime() - began) / 1_000_000);
            for (String round : rounds) {
                if (round.endsWith("/s")) {
                    paced(store, Integer.parseInt(round.substring(0, round.length() - 2)), seconds);
                } else {
                    busy(store, Integer.parseInt(round), seconds);
                }
            }
            long events = store.journal().head();
            System.out.printf("%,d events, %d bytes each in all files%n", events, size(folder) / Math.max(1, events));
        }
    }

    private static long size(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private static void busy(Store store, int callers, int seconds) throws InterruptedException {
        Queue<Long> waits = new ConcurrentLinkedQueue<>();
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        List<Thread> threads = new ArrayList<>();
        for (int caller = 0; caller < callers; caller++) {
            int number = caller;
            threads.add(Thread.ofVirtual().start(() -> {
                for (int n = 0; System.nanoTime() < end; n++) {
                    call(store, event(number, n), System.nanoTime(), waits);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        report(callers + " callers", waits, seconds);
    }

    /** The wait counts from when the call was meant to be made, so that a stall is felt by all who come during it. */
    private static void paced(Store store, int rate, int seconds) throws InterruptedException {
        Queue<Long> waits = new ConcurrentLinkedQueue<>();
        long began = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int n = 0; n < rate * seconds; n++) {
            int number = n;
            long due = began + n * 1_000_000_000L / rate;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            threads.add(Thread.ofVirtual().start(() -> call(store, event(number % 97, number / 97), due, waits)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        report(rate + " a second", waits, seconds);
    }

    private static void call(Store store, Event event, long due, Queue<Long> waits) {
        store.journal().admit(List.of(new Incoming(event, Duration.ofHours(48), null)));
        waits.add(System.nanoTime() - due);
    }

    private static void report(String what, Queue<Long> waits, int seconds) {
        long[] sorted = waits.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf(
                "%14s: %,d events/s, p50 %.1f ms, p99 %.1f ms, worst %.1f ms%n",
                what,
                sorted.length / seconds,
                sorted[sorted.length / 2] / 1e6,
                sorted[(int) (sorted.length * 0.99)] / 1e6,
                sorted[sorted.length - 1] / 1e6);
    }

    /** Ten events for each visitor, the first with a click. */
    private static Event event(int caller, int n) {
        Instant now = Instant.now();
        return Event.named("page_view", id(now), now)
                .received(now)
                .channels(Set.of(Channel.BROWSER))
                .visitor("v" + caller + "-" + now.getEpochSecond() / 60 + "-" + n / 10)
                .user(n % 10 == 9 ? Person.of("user-" + caller + "-" + n / 10) : Person.UNKNOWN)
                .clickIds(
                        n % 10 == 0
                                ? ClickIds.of(new ClickId("gclid", "Cj0KCQ" + UUID.randomUUID(), now))
                                : ClickIds.NONE)
                .page(new Page(
                        "https://shop.example/sports/football?utm_source=newsletter&page=" + n,
                        "https://shop.example/"))
                .client(new Client(
                        "203.0.113." + caller % 256,
                        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0 Safari/537.36"))
                .properties(Map.of("title", "Football today", "list", "featured", "position", (long) n))
                .build();
    }

    /** As the snippet makes them. */
    private static String id(Instant now) {
        return Long.toString(now.toEpochMilli(), 36)
                + ThreadLocalRandom.current().nextLong(1_000_000_000_000L);
    }
}
