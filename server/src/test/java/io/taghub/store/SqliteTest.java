package io.taghub.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Client;
import io.taghub.event.Event;
import io.taghub.event.Page;
import io.taghub.event.Person;
import io.taghub.store.Journal.Admission.Admitted;
import io.taghub.store.Journal.Incoming;
import io.taghub.store.engine.DirectTransactions;
import io.taghub.store.engine.Reads;
import io.taghub.store.engine.Transactions;
import io.taghub.store.lane.OnceRows;
import io.taghub.store.lane.SqlLanes;
import io.taghub.store.record.Attempts;
import io.taghub.store.seal.Keys;
import io.taghub.store.seal.Sealer;
import io.taghub.store.sql.SqlStore;
import io.taghub.store.sql.Sqlite;
import io.taghub.store.sql.Stores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a database in a file can suffer. */
class SqliteTest {
    private static final Duration WINDOW = Duration.ofHours(48);

    @TempDir
    Path folder;

    private final TestTime time = new TestTime();

    private Store open(String name) {
        return Stores.open("sqlite:" + folder.resolve(name), null, null, time);
    }

    private static Journal.Admission admit(Store store, Event event) {
        return store.journal().admit(List.of(new Incoming(event, WINDOW, null))).getFirst();
    }

    private Event event(String id) {
        return Event.named("page_view", id, time.instant()).build();
    }

    private Event personal(String id) {
        return Event.named("purchase", id, time.instant())
                .visitor("canary-visitor")
                .user(new Person(
                        "canary-user",
                        "canary@example.com",
                        "+442079460123",
                        "Canarina",
                        "Lovelace",
                        null,
                        null,
                        null,
                        null,
                        null,
                        null))
                .client(new Client("203.0.113.77", "CanaryBrowser/1.0"))
                .clickIds(
                        ClickIds.of(new ClickId("gclid", "canary-click", time.instant(), Map.of("sub1", "canary-sub"))))
                .page(new Page("https://shop.example/?email=canary@example.com", null))
                .properties(Map.of("note", "call Canarina"))
                .build();
    }

    @Test
    void nothingPersonalIsInTheFilesInClear() throws IOException {
        try (Store store = open("taghub.db")) {
            admit(store, personal("o-1"));
            store.journal()
                    .admit(List.of(new Incoming(
                            personal("o-2"), WINDOW, new Journal.Pair(io.taghub.event.Channel.BROWSER, WINDOW))));
            LaneStore.Lease lease =
                    store.lanes().lease("meta-main", "node-a", WINDOW).orElseThrow();
            store.lanes()
                    .commit(
                            lease,
                            new LaneStore.Step(
                                    store.lanes().position("meta-main"),
                                    List.of(),
                                    List.of(),
                                    List.of(new Attempt(
                                            List.of(1L),
                                            time.instant(),
                                            WINDOW,
                                            "delivered",
                                            null,
                                            "canary",
                                            200,
                                            "{\"client_ip_address\":\"203.0.113.77\",\"note\":\"canary\"}",
                                            "canary")),
                                    false));
            assertClean("canary", "Canar", "203.0.113", "442079460123", "Lovelace");
            assertThat(store.identity()
                            .known(List.of(personal("o-1")))
                            .getFirst()
                            .person()
                            .email())
                    .isEqualTo("canary@example.com");
        }
        assertClean("canary", "Canar", "203.0.113", "442079460123", "Lovelace");
    }

    private void assertClean(String... canaries) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertThat(content.length()).as("%s", file).isGreaterThanOrEqualTo(0);
                for (String canary : canaries) {
                    assertThat(content.contains(canary))
                            .as("%s in %s", canary, file.getFileName())
                            .isFalse();
                }
            }
        }
    }

    /** What a killed process leaves: no checkpoint, and at the end of the log something half written. */
    @Test
    void everythingAcknowledgedIsInTheFilesOfAKilledProcess() throws IOException, InterruptedException {
        ConcurrentLinkedQueue<String> acknowledged = new ConcurrentLinkedQueue<>();
        Path copy = Files.createDirectory(folder.resolve("copy"));
        try (Store store = open("taghub.db")) {
            List<Thread> callers = new ArrayList<>();
            for (int caller = 0; caller < 8; caller++) {
                int number = caller;
                callers.add(Thread.ofVirtual().start(() -> {
                    for (int n = 0; n < 40; n++) {
                        admit(store, event(number + "-" + n));
                        acknowledged.add(number + "-" + n);
                    }
                }));
            }
            for (Thread caller : callers) {
                caller.join();
            }
            for (String name : List.of("taghub.db", "taghub.db-wal", "taghub.db-redo", "taghub.key")) {
                Files.copy(folder.resolve(name), copy.resolve(name));
            }
        }
        assertThat(copy.resolve("taghub.db-wal")).isNotEmptyFile();
        Files.write(copy.resolve("taghub.db-wal"), new byte[5000], StandardOpenOption.APPEND);
        try (Store store = Stores.open("sqlite:" + copy.resolve("taghub.db"), null, null, time)) {
            assertThat(acknowledged)
                    .hasSize(320)
                    .allSatisfy(id -> assertThat(store.journal().find(id)).hasSize(1));
            assertThat(store.journal().read(0, 1000))
                    .extracting(Journal.Entry::seq)
                    .isEqualTo(LongStream.rangeClosed(1, 320).boxed().toList());
        }
    }

    @Test
    void aFullDiskIsToldToEveryCallerAndRecoveredFrom() throws InterruptedException {
        AtomicInteger limit = new AtomicInteger();
        Sqlite database = new Sqlite(folder.resolve("taghub.db"), time, pragma -> {
            if (limit.get() > 0) {
                pragma.execute("PRAGMA max_page_count = " + limit.get());
            }
        });
        limit.set(100);
        try (Store store = SqlStore.open(database, new byte[32], time)) {
            ConcurrentLinkedQueue<String> acknowledged = new ConcurrentLinkedQueue<>();
            AtomicInteger refused = new AtomicInteger();
            List<Thread> callers = new ArrayList<>();
            for (int caller = 0; caller < 8; caller++) {
                int number = caller;
                callers.add(Thread.ofVirtual().start(() -> {
                    for (int n = 0; n < 200; n++) {
                        try {
                            admit(store, personal(number + "-" + n));
                            acknowledged.add(number + "-" + n);
                        } catch (StoreUnavailableException full) {
                            refused.incrementAndGet();
                        }
                    }
                }));
            }
            for (Thread caller : callers) {
                caller.join();
            }
            assertThat(refused).hasPositiveValue();
            assertThat(acknowledged).isNotEmpty();
            assertThat(store.healthy()).isFalse();
            assertThat(store.journal().head()).isEqualTo(acknowledged.size());

            limit.set(1_000_000);
            Journal.Admission after;
            try {
                after = admit(store, event("after"));
            } catch (StoreUnavailableException stillTheOldConnection) {
                after = admit(store, event("after"));
            }
            assertThat(after).isEqualTo(new Admitted(acknowledged.size() + 1));
            assertThat(store.healthy()).isTrue();
            for (String id : acknowledged) {
                assertThat(store.journal().find(id)).hasSize(1);
            }
        }
    }

    @Test
    void spaceIsGivenBack() throws IOException {
        try (Store store = open("taghub.db")) {
            List<Incoming> copies = new ArrayList<>();
            for (int n = 0; n < 1500; n++) {
                copies.add(new Incoming(personal("o-" + n), WINDOW, null));
            }
            store.journal().admit(copies);
            time.advance(Duration.ofDays(30));
            store.journal().trim(time.instant(), time.instant(), time.instant(), time.instant());
        }
        assertThat(Files.size(folder.resolve("taghub.db"))).isLessThan(500_000);
    }

    @Test
    void theKeyIsMadeOnceForItsOwnerAloneAndNeededEverAfter() throws IOException {
        Path key = folder.resolve("deep/down/taghub.key");
        try (Store store = open("deep/down/taghub.db")) {
            admit(store, event("e1"));
        }
        assertThat(key).hasSize(32);
        for (String name : List.of("taghub.key", "taghub.db")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key.resolveSibling(name))))
                    .isEqualTo("rw-------");
        }
        byte[] right = Files.readAllBytes(key);
        Files.delete(key);
        assertThatThrownBy(() -> open("deep/down/taghub.db"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("taghub.key");
        assertThat(key).doesNotExist();
        assertThatThrownBy(
                        () -> Stores.open("sqlite:" + folder.resolve("deep/down/taghub.db"), null, new byte[32], time))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("key");
        try (Store store = Stores.open("sqlite:" + folder.resolve("deep/down/taghub.db"), null, right, time)) {
            assertThat(store.journal().find("e1")).hasSize(1);
        }
    }

    @Test
    void urlsThatMeanNothingAreRefused() {
        assertThatThrownBy(() -> Stores.open("mysql://db/hub", null, null, time))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sqlite:PATH");
        assertThatThrownBy(() -> Stores.open("postgresql://ada:secret@db/hub", null, null, time))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> Stores.open("sqlite:a.db?mode=memory", null, null, time))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** The commit went through and its answer did not: the lane writes the same step again. */
    @Test
    void aStepIsNotCountedTwiceWhenItsAnswerGotLost() {
        try (Store store = open("taghub.db")) {
            store.lanes().lease("meta-main", "node-a", WINDOW);
            admit(store, event("e1"));
        }
        AtomicBoolean lose = new AtomicBoolean();
        try (Sqlite database = new Sqlite(folder.resolve("taghub.db"), time);
                Transactions losing = losing(new DirectTransactions(database), lose)) {
            SqlLanes lanes = new SqlLanes(
                    database,
                    losing,
                    losing,
                    new Reads(database),
                    new Reads(database),
                    new Attempts(new Sealer(new byte[32]), () -> false),
                    new OnceRows(new Keys(new byte[32])),
                    time);
            LaneStore.Lease lease = lanes.lease("meta-main", "node-a", WINDOW).orElseThrow();
            LaneStore.Step step = new LaneStore.Step(
                    new LaneStore.Position(0, 1, 0, 0),
                    List.of(StoreContract.delivered(1)),
                    List.of(),
                    List.of(),
                    false);
            lose.set(true);
            assertThatThrownBy(() -> lanes.commit(lease, step)).isInstanceOf(StoreUnavailableException.class);
            assertThatThrownBy(() -> lanes.commit(lease, step)).isInstanceOf(StoreUnavailableException.class);
            lose.set(false);
            lanes.commit(lease, step);
            assertThat(lanes.sums("meta-main").verdicts())
                    .isEqualTo(Map.of(StoreContract.count(Verdict.DELIVERED, null), 1L));
        }
    }

    private static Transactions losing(Transactions inner, AtomicBoolean lose) {
        return new Transactions() {
            @Override
            public <T> T write(Op<T> op) {
                T result = inner.write(op);
                if (lose.get()) {
                    throw new StoreUnavailableException("the answer got lost", new IllegalStateException());
                }
                return result;
            }

            @Override
            public boolean healthy() {
                return inner.healthy();
            }

            @Override
            public void close() {
                inner.close();
            }
        };
    }
}
