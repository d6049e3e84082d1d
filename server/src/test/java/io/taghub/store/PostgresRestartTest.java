package io.taghub.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.Event;
import io.taghub.store.Journal.Incoming;
import io.taghub.store.sql.Stores;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server goes away in the middle of writes and comes back. */
class PostgresRestartTest {
    @TempDir
    Path folder;

    private final TestTime time = new TestTime();

    private EmbeddedPostgres server(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(false)
                .setPort(port)
                .start();
    }

    @Test
    @Timeout(60)
    void aRestartLosesNothingThatWasAcknowledgedAndNeedsNobody() throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
        AtomicInteger refused = new AtomicInteger();
        AtomicBoolean stop = new AtomicBoolean();
        EmbeddedPostgres first = server(port);
        try (Store store = Stores.open("postgresql://postgres@localhost:" + port + "/postgres", null, null, time)) {
            Thread caller = Thread.ofVirtual().start(() -> {
                for (int n = 0; !stop.get(); n++) {
                    Event event =
                            Event.named("page_view", "e" + n, time.instant()).build();
                    try {
                        store.journal().admit(List.of(new Incoming(event, Duration.ofHours(48), null)));
                        acknowledged.add(event.id());
                    } catch (StoreUnavailableException away) {
                        refused.incrementAndGet();
                    }
                }
            });
            while (acknowledged.size() < 50) {
                Thread.onSpinWait();
            }
            first.close();
            while (refused.get() == 0) {
                Thread.onSpinWait();
            }
            assertThat(store.healthy()).isFalse();
            int before = acknowledged.size();
            try (EmbeddedPostgres second = server(port)) {
                while (acknowledged.size() < before + 50) {
                    Thread.onSpinWait();
                }
                stop.set(true);
                caller.join();
                assertThat(store.healthy()).isTrue();
                assertThat(store.journal().read(0, 1_000_000))
                        .extracting(entry -> entry.event().id())
                        .containsAll(acknowledged)
                        .doesNotHaveDuplicates();
            }
        }
    }
}
