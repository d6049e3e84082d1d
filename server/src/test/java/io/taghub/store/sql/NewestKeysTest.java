package io.taghub.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.Channel;
import io.taghub.event.Event;
import io.taghub.store.Journal;
import io.taghub.store.Journal.Admission;
import io.taghub.store.Journal.Incoming;
import io.taghub.store.Journal.Pair;
import io.taghub.store.Store;
import io.taghub.store.engine.Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same copies are answered the same, however few keys are in memory and whenever the hub is started again. */
class NewestKeysTest {
    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
    private static final int STEPS = 250;
    private static final int IDS = 25;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void howManyAreInMemoryMakesNoDifference(long seed) {
        List<String> all = story(seed, 100_000);
        assertThat(all).anyMatch(line -> line.contains("twin=true")).anyMatch(line -> line.matches("trimmed [1-9].*"));
        assertThat(story(seed, 0)).isEqualTo(all);
        assertThat(story(seed, 3)).isEqualTo(all);
    }

    /** To move all of them at once would keep everybody waiting. */
    @Test
    void whatAHubThatStartsHasTooManyOfGoesAsNewOnesCome() throws SQLException {
        Path file = folder.resolve("many.db");
        AtomicReference<Instant> now = new AtomicReference<>(START);
        Store many = open(file, now, 100_000);
        many.journal()
                .admit(IntStream.range(0, 700).mapToObj(NewestKeysTest::view).toList());
        many.close();
        for (int started = 1; started <= 3; started++) {
            Store few = open(file, now, 10);
            assertThat(few.journal().admit(List.of(view(700 + started), view(started))))
                    .satisfiesExactly(
                            added -> assertThat(added).isInstanceOf(Admission.Admitted.class),
                            known -> assertThat(known).isEqualTo(new Admission.Duplicate(false)));
            few.close();
            assertThat(keysInTheTable(file)).isBetween(1, 256 * started);
        }
    }

    private static Incoming view(int number) {
        Event event = Event.named("page_view", "view-" + number, START)
                .received(START)
                .channels(Set.of(Channel.SERVER))
                .build();
        return new Incoming(event, Duration.ofHours(1), null);
    }

    private static int keysInTheTable(Path file) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                ResultSet count = connection.createStatement().executeQuery("SELECT count(*) FROM known")) {
            return count.getInt(1);
        }
    }

    private List<String> story(long seed, int newest) {
        Random random = new Random(seed);
        AtomicReference<Instant> now = new AtomicReference<>(START);
        Path file = folder.resolve("keys-" + seed + "-" + newest + ".db");
        Store store = open(file, now, newest);
        List<String> told = new ArrayList<>();
        try {
            for (int step = 0; step < STEPS; step++) {
                now.set(now.get().plusSeconds(random.nextInt(40)));
                int choice = random.nextInt(100);
                Journal journal = store.journal();
                if (choice < 80) {
                    List<Incoming> copies = new ArrayList<>();
                    for (int n = random.nextInt(4); n >= 0; n--) {
                        copies.add(copy(random, now.get()));
                    }
                    told.add("admitted " + journal.admit(copies));
                } else if (choice < 88) {
                    told.add("found "
                            + journal.find("id-" + random.nextInt(IDS)).stream()
                                    .map(found ->
                                            found.seq() + " " + found.copies().size())
                                    .toList());
                } else if (choice < 94) {
                    told.add("released " + journal.release(now.get()));
                } else if (choice < 98) {
                    long trimmed = journal.trim(
                            now.get(), now.get().minus(Duration.ofMinutes(20)), Instant.EPOCH, Instant.EPOCH);
                    told.add("trimmed " + trimmed);
                } else {
                    store.close();
                    store = open(file, now, newest);
                }
            }
        } finally {
            store.close();
        }
        return told;
    }

    private static Store open(Path file, AtomicReference<Instant> now, int newest) {
        Database database = new Sqlite(file, now::get);
        return SqlStore.open(database, null, now::get, newest);
    }

    private static Incoming copy(Random random, Instant now) {
        String name = random.nextInt(3) == 0 ? "purchase" : "page_view";
        Channel channel = random.nextBoolean() ? Channel.BROWSER : Channel.SERVER;
        Event event = Event.named(name, "id-" + random.nextInt(IDS), now)
                .received(now)
                .channels(Set.of(channel))
                .build();
        Duration window = Duration.ofMinutes(random.nextBoolean() ? 5 : 60);
        Pair pair = name.equals("purchase") ? new Pair(Channel.SERVER, Duration.ofSeconds(90)) : null;
        return new Incoming(event, window, pair);
    }
}
