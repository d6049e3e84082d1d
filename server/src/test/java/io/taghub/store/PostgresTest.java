package io.taghub.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.taghub.event.Event;
import io.taghub.event.Person;
import io.taghub.store.Journal.Entry;
import io.taghub.store.Journal.Incoming;
import io.taghub.store.sql.Stores;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Several nodes on one database. */
class PostgresTest {
    private static final Duration WINDOW = Duration.ofHours(48);

    private final TestTime time = new TestTime();
    private final String url = Servers.postgres();

    private Store node() {
        return Stores.open(url, null, null, time);
    }

    private Event event(String id) {
        return Event.named("page_view", id, time.instant()).build();
    }

    private static Journal.Admission admit(Store store, Event event) {
        return store.journal().admit(List.of(new Incoming(event, WINDOW, null))).getFirst();
    }

    @Test
    void nodesThatStartTogetherOnAnEmptyDatabaseAgreeOnTablesAndKey() throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Store>> starting = threads.invokeAll(Collections.nCopies(4, (Callable<Store>) this::node));
            List<Store> nodes = new ArrayList<>();
            for (Future<Store> node : starting) {
                nodes.add(node.get());
            }
            for (int n = 0; n < nodes.size(); n++) {
                admit(nodes.get(n), event("e" + n));
            }
            for (Store node : nodes) {
                assertThat(node.shared()).isTrue();
                assertThat(node.journal().read(0, 10)).hasSize(4);
            }
            nodes.forEach(Store::close);
        }
    }

    @Test
    void nobodyWhoReadsInOrderMissesALateCommit() throws InterruptedException, ExecutionException {
        int each = 5_000;
        try (Store one = node();
                Store two = node();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writers = new ArrayList<>();
            for (Store store : List.of(one, two)) {
                for (int caller = 0; caller < 20; caller++) {
                    int number = caller;
                    writers.add(threads.submit(() -> {
                        for (int n = 0; n < each / 20; n++) {
                            admit(store, event((store == one ? "a" : "b") + number + "-" + n));
                        }
                    }));
                }
            }
            AtomicBoolean over = new AtomicBoolean();
            Future<List<Long>> reader = threads.submit(() -> {
                List<Long> seen = new ArrayList<>();
                long last = 0;
                while (seen.size() < 2 * each && !over.get()) {
                    for (Entry entry : one.journal().read(last, 100)) {
                        last = entry.seq();
                        seen.add(last);
                    }
                }
                return seen;
            });
            try {
                for (Future<?> writer : writers) {
                    writer.get();
                }
            } catch (ExecutionException refused) {
                over.set(true);
                throw refused;
            }
            assertThat(reader.get())
                    .isEqualTo(LongStream.rangeClosed(1, 2 * each).boxed().toList());
            assertThat(two.journal().head()).isEqualTo(2 * each);
        }
    }

    @Test
    void copiesThatMeetOnTwoNodesAreAdmittedOnce() throws InterruptedException, ExecutionException {
        try (Store one = node();
                Store two = node();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Map<String, Integer> admitted = new ConcurrentHashMap<>();
            List<Future<?>> callers = new ArrayList<>();
            for (int n = 0; n < 300; n++) {
                String id = "e" + n;
                for (Store store : List.of(one, two)) {
                    callers.add(threads.submit(() -> {
                        if (admit(store, event(id)) instanceof Journal.Admission.Admitted) {
                            admitted.merge(id, 1, Integer::sum);
                        }
                    }));
                }
            }
            for (Future<?> caller : callers) {
                caller.get();
            }
            assertThat(admitted)
                    .hasSize(300)
                    .allSatisfy((id, times) -> assertThat(times).isEqualTo(1));
            assertThat(one.journal().counts()).isEqualTo(new Journal.Counts(300, 0, 300, 0, 0));
        }
    }

    @Test
    void whatOneNodeLearnsAndErasesTheOtherKnows() {
        try (Store one = node();
                Store two = node()) {
            Event login =
                    event("e1").toBuilder().visitor("v1").user(Person.of("u1")).build();
            admit(one, login);
            assertThat(two.identity().known(List.of(login)).getFirst().lock().at())
                    .isEqualTo(TestTime.START);
            admit(
                    two,
                    event("e2").toBuilder().visitor("v2").user(Person.of("u1")).build());
            two.identity().erase("u1", time.instant());
            assertThat(one.identity().known(List.of(login)).getFirst().erased()).isTrue();
            assertThat(one.journal().read(0, 10))
                    .allSatisfy(entry -> assertThat(entry.event().user()).isEqualTo(Person.UNKNOWN));
        }
    }

    @Test
    void leasesGoByTheDatabasesClock() {
        try (Store one = node();
                Store two = node()) {
            LaneStore.Lease lease = one.lanes()
                    .lease("meta-main", "node-a", Duration.ofHours(1))
                    .orElseThrow();
            time.advance(Duration.ofDays(9));
            assertThat(two.lanes().lease("meta-main", "node-b", Duration.ofHours(1)))
                    .isEmpty();
            assertThat(one.lanes().renew(lease, Duration.ZERO)).isTrue();
            assertThat(two.lanes().lease("meta-main", "node-b", Duration.ofHours(1)))
                    .isPresent();
            assertThat(one.lanes().renew(lease, Duration.ofHours(1))).isFalse();
        }
    }

    @Test
    void lostConnectionsAreReplaced() throws SQLException {
        try (Store store = node()) {
            admit(store, event("e1"));
            Servers.dropConnections(url);
            int refused = 0;
            boolean admitted = false;
            while (!admitted && refused < 20) {
                try {
                    admit(store, event("e2"));
                    admitted = true;
                } catch (StoreUnavailableException again) {
                    refused++;
                    assertThat(store.healthy()).isFalse();
                }
            }
            assertThat(admitted).isTrue();
            assertThat(store.healthy()).isTrue();
            assertThat(store.journal().head()).isEqualTo(2);
            assertThat(store.lanes().lease("meta-main", "node-a", WINDOW)).isPresent();
        }
    }

    @Test
    void aDatabaseThatIsNotThereIsSaidPlainly() {
        assertThatThrownBy(() -> Stores.open("postgresql://ada@localhost:1/hub", null, null, time))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("cannot be opened");
    }
}
