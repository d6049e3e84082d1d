package io.taghub.bench;

import io.taghub.event.Channel;
import io.taghub.event.Client;
import io.taghub.event.Event;
import io.taghub.event.Page;
import io.taghub.event.Person;
import io.taghub.store.Journal.Incoming;
import io.taghub.store.Store;
import io.taghub.store.sql.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;

/** Fills the store of a hub that is not running, sooner than the hub could be sent the same. */
public final class Prefill {
    /** Start of the ids of its events and visitors. */
    public static final String IDS = "p";

    /** Of whom the load says nothing new. */
    private static final Person KNOWN =
            new Person(null, "ada@example.com", null, null, null, null, null, null, null, null, null);

    private static final int MOST_VISITORS = 1_000_000;
    private static final int IDS_THERE_ARE = 1_000_000_000;
    private static final long PRIME = 2_654_435_761L;

    private static final int BATCH = 1000;
    private static final int AHEAD = 8;

    private Prefill() {}

    /**
     * @param data the hub's folder
     * @param events how many, of {@link #visitors} in turn
     * @param step from the number in one id to that in the next
     * @param tags for which they wait
     */
    public static void fill(Path data, int events, int step, List<String> tags)
            throws IOException, InterruptedException {
        Files.createDirectories(data);
        try (Store store = Stores.open("sqlite:" + data.resolve("taghub.db"), null, null, Clock.systemUTC());
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (String tag : tags) {
                store.lanes().lease(tag, "prefill", Duration.ofSeconds(1)).ifPresent(store.lanes()::release);
            }
            Semaphore ahead = new Semaphore(AHEAD);
            CompletableFuture<?> all = CompletableFuture.completedFuture(null);
            for (int from = 0; from < events; from += BATCH) {
                int first = from;
                int end = Math.min(events, from + BATCH);
                ahead.acquire();
                all = all.thenCombine(
                        CompletableFuture.runAsync(
                                () -> {
                                    try {
                                        store.journal()
                                                .admit(IntStream.range(first, end)
                                                        .mapToObj(n -> incoming(n * step, n % visitors(events)))
                                                        .toList());
                                    } finally {
                                        ahead.release();
                                    }
                                },
                                threads),
                        (before, now) -> null);
            }
            all.join();
        }
    }

    /** How many visitors that many events are of. */
    static int visitors(int events) {
        return Math.min(events, MOST_VISITORS);
    }

    static long visitor(long event, int events) {
        return event * PRIME % visitors(events);
    }

    /** With this from one id to the next they lie all over the index. */
    static int step(int events) {
        return IDS_THERE_ARE / events;
    }

    /** A new id for each event, somewhere between two of those: neighbours in the load are none in the index. */
    static long between(long event, int events) {
        return event * PRIME % events * step(events) + 1 + event / events;
    }

    private static Incoming incoming(int number, int visitor) {
        Instant now = Instant.now();
        Event event = Event.named("page_view", PreparedRequest.id(IDS, number), now)
                .received(now)
                .channels(Set.of(Channel.SERVER))
                .visitor("v-" + PreparedRequest.id(IDS, visitor))
                .user(Person.of("u-" + PreparedRequest.id(IDS, visitor)).or(KNOWN))
                .page(new Page("https://shop.example/boots?colour=brown", null))
                .client(new Client("203.0.113.7", "Mozilla/5.0 (X11; Linux x86_64)"))
                .build();
        return new Incoming(event, Duration.ofDays(2), null);
    }
}
