package io.taghub.store.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.Channel;
import io.taghub.event.Event;
import io.taghub.event.EventBuilder;
import io.taghub.store.Journal;
import io.taghub.store.Journal.Admission.Admitted;
import io.taghub.store.Journal.Admission.Duplicate;
import io.taghub.store.Journal.Incoming;
import io.taghub.store.Store;
import io.taghub.store.seal.EventCodec;
import io.taghub.store.seal.EventKey;
import io.taghub.store.seal.Keys;
import io.taghub.store.seal.Sealer;
import io.taghub.store.sql.SqlStore;
import io.taghub.store.sql.Sqlite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was answered and not committed when the hub was cut off is there at the next start, once. */
final class RedoLogTest {
    private static final byte[] KEY = new byte[32];
    private static final Duration WINDOW = Duration.ofDays(2);
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final EventCodec CODEC = new EventCodec(new Sealer(KEY), new Keys(KEY));

    @TempDir
    Path folder;

    @Test
    void whatIsReadIsWhatWasWritten() throws IOException {
        Incoming plain = incoming("p1");
        Incoming rich = new Incoming(
                event("o-1001").visitor("v1").build(),
                WINDOW,
                new Journal.Pair(Channel.SERVER, Duration.ofSeconds(30)),
                true,
                false,
                "v2");
        append(0, group(plain, rich), group(plain));

        assertThat(left(0)).containsExactly(List.of(plain, rich), List.of(plain));
        assertThat(left(1)).as("a transaction that was committed").isEmpty();
    }

    @Test
    void whatIsHalfWrittenOrOfAnotherTransactionIsNotRead() throws IOException {
        Incoming first = incoming("a");
        append(0, group(first), group(incoming("b")));
        byte[] whole = Files.readAllBytes(file());
        int end = whole.length;
        while (whole[end - 1] == 0) {
            end--;
        }
        byte[] torn = whole.clone();
        Arrays.fill(torn, end - 20, end, (byte) 0);
        Files.write(file(), torn);
        assertThat(left(0)).as("the end is missing").containsExactly(List.of(first));
        Files.write(file(), Arrays.copyOf(whole, end - 1));
        assertThat(left(0)).as("the file is short").containsExactly(List.of(first));
        byte[] damaged = whole.clone();
        damaged[20] ^= 1;
        Files.write(file(), damaged);
        assertThat(left(0)).as("nothing after what is damaged").isEmpty();

        Files.write(file(), whole);
        append(1, group(incoming("c")));
        assertThat(left(1)).as("what follows is of the transaction before").containsExactly(List.of(incoming("c")));
        assertThat(left(0)).as("and the other way round").isEmpty();
    }

    @Test
    void nothingOfAnErasedPersonStays() throws IOException {
        RedoLog log = log();
        log.left(0);
        assertThat(append(log, group(incoming("a")))).isTrue();
        log.wipe();
        log.close();
        assertThat(Files.readAllBytes(file())).containsOnly(0);
    }

    @Test
    void whatHasNoRoomIsRefused() throws IOException {
        Event large =
                event("large").properties(Map.of("text", "x".repeat(1 << 20))).build();
        RedoLog log = log();
        log.left(0);
        int kept = 0;
        while (append(log, group(new Incoming(large, WINDOW, null)))) {
            kept++;
        }
        log.close();
        assertThat(kept).isBetween(2, 3);
        assertThat(left(0)).hasSize(kept);
    }

    @Test
    void aStoreThatWasCutOffGoesOnWithWhatItHadAnswered() throws IOException {
        try (Store store = open()) {
            store.journal().admit(List.of(incoming("a")));
        }
        // Killed after the answers to b, a again, and c.
        append(1, group(incoming("b")), group(incoming("a"), incoming("c")));
        try (Store store = open()) {
            assertThat(store.journal().read(0, 10))
                    .extracting(entry -> entry.event().id())
                    .containsExactly("a", "b", "c");
            assertThat(store.journal().counts().duplicates()).isEqualTo(1);
            assertThat(store.journal().admit(List.of(incoming("c")))).containsExactly(new Duplicate(false));
        }
        try (Store store = open()) {
            assertThat(store.journal().counts().duplicates()).isEqualTo(2);
            assertThat(store.journal().admit(List.of(incoming("d")))).containsExactly(new Admitted(4));
        }
    }

    private Store open() {
        InstantSource clock = InstantSource.fixed(NOON);
        return SqlStore.open(new Sqlite(folder.resolve("taghub.db"), clock), KEY, clock);
    }

    private Path file() {
        return folder.resolve("taghub.db-redo");
    }

    private RedoLog log() {
        return new RedoLog(file(), new Sealer(KEY), CODEC);
    }

    private void append(long committed, Arrivals... groups) throws IOException {
        try (RedoLog log = log()) {
            log.left(committed);
            for (Arrivals group : groups) {
                assertThat(append(log, group)).isTrue();
            }
        }
    }

    private static boolean append(RedoLog log, Arrivals group) throws IOException {
        RedoLog.Reserved place = log.reserve(group);
        if (place != null) {
            log.write(List.of(place));
        }
        return place != null;
    }

    private List<List<Incoming>> left(long committed) throws IOException {
        return log().left(committed).stream()
                .map(group -> group.copies().stream().map(Copy::terms).toList())
                .toList();
    }

    private static Arrivals group(Incoming... incoming) {
        long now = Nanos.of(NOON);
        return new Arrivals(
                now,
                now,
                Stream.of(incoming)
                        .map(one -> new Copy(EventKey.of(one.event()), CODEC.draft(one.event()), one))
                        .toList());
    }

    private static Incoming incoming(String id) {
        return new Incoming(event(id).build(), WINDOW, null);
    }

    private static EventBuilder event(String id) {
        return Event.named("page_view", id, NOON).received(NOON).channels(Set.of(Channel.BROWSER));
    }
}
