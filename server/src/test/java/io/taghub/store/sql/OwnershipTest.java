package io.taghub.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.taghub.event.Event;
import io.taghub.store.Journal;
import io.taghub.store.Journal.Incoming;
import io.taghub.store.Store;
import io.taghub.store.TestTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What a hub makes of the files that an earlier one left, or another one has. */
class OwnershipTest {
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

    @Test
    void twoHubsDoNotShareAFile() {
        try (Store store = open("taghub.db")) {
            assertThatThrownBy(() -> open("taghub.db"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("another hub");
            assertThat(store.shared()).isFalse();
        }
        open("taghub.db").close();
    }

    /** Another program that looks at the database empties and removes the log, so that is no reason to stay away. */
    @Test
    void thatTheWriteAheadLogIsGoneIsTold() throws IOException {
        Path copy = Files.createDirectory(folder.resolve("copy"));
        try (Store store = open("taghub.db")) {
            admit(store, event("e1"));
            for (String name : List.of("taghub.db", "taghub.db.lock", "taghub.key")) {
                Files.copy(folder.resolve(name), copy.resolve(name));
            }
        }
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(Ownership.class);
        logger.addAppender(log);
        try {
            open("copy/taghub.db").close();
            open("copy/taghub.db").close();
        } finally {
            logger.detachAppender(log);
        }
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .satisfiesExactly(
                        gone -> assertThat(gone).contains("taghub.db-wal is gone"),
                        copied -> assertThat(copied).contains("is a copy that was made while a hub was running"));
    }

    /** SQLite reads a write-ahead log up to where it is damaged and says nothing of the rest. */
    @Test
    void aDamagedWriteAheadLogIsNotReadAsIfNothingWereMissing() throws IOException, SQLException {
        Path copy = Files.createDirectory(folder.resolve("copy"));
        try (Store store = open("taghub.db");
                // While somebody reads, the log does not begin anew.
                Connection reading = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("taghub.db"))) {
            reading.setAutoCommit(false);
            reading.createStatement().executeQuery("SELECT count(*) FROM event").next();
            for (int n = 1; n <= 20; n++) {
                admit(store, event("e" + n));
            }
            assertThat(store.journal().head()).as("all of it committed").isEqualTo(20);
            for (String name : List.of("taghub.db", "taghub.db-shm", "taghub.db-wal", "taghub.db.lock", "taghub.key")) {
                Files.copy(folder.resolve(name), copy.resolve(name));
            }
        }
        Path log = copy.resolve("taghub.db-wal");
        Path index = copy.resolve("taghub.db-shm");
        byte[] good = sinceItBegan(Files.readAllBytes(log));
        byte[] committed = Files.readAllBytes(index);
        byte[] beginning = good.clone();
        Arrays.fill(beginning, 0, 32, (byte) 7);
        byte[] middle = good.clone();
        Arrays.fill(middle, good.length / 2, good.length / 2 + 20, (byte) 7);
        byte[] noise = new byte[good.length];
        new Random(1).nextBytes(noise);
        for (byte[] damaged : List.of(beginning, middle, noise, Arrays.copyOf(good, good.length - 1))) {
            Files.write(log, damaged);
            Files.write(index, committed);
            assertThatThrownBy(() -> open("copy/taghub.db"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("taghub.db-wal is damaged");
        }

        // Half a commit at the end is what a power failure leaves; its sync had not come to an end.
        Files.write(log, good);
        Files.write(index, committed);
        Files.write(log, Arrays.copyOfRange(good, good.length - 4120, good.length - 1), StandardOpenOption.APPEND);
        try (Store store = open("copy/taghub.db")) {
            assertThat(store.journal().find("e20")).hasSize(1);
        }
    }

    /** Without frames from before the log last began anew: those have another salt. */
    private static byte[] sinceItBegan(byte[] log) {
        int end = 32;
        while (end + 4120 <= log.length && Arrays.equals(log, 16, 24, log, end + 8, end + 16)) {
            end += 4120;
        }
        return Arrays.copyOf(log, end);
    }

    @Test
    void aDatabaseThatIsGoneIsNotSilentlyMadeAnew() throws IOException {
        open("taghub.db").close();
        Files.delete(folder.resolve("taghub.db"));
        assertThatThrownBy(() -> open("taghub.db"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("taghub.db is gone");
        assertThat(folder.resolve("taghub.db")).doesNotExist();
        Files.delete(folder.resolve("taghub.db.lock"));
        open("taghub.db").close();
    }

    private void copy(Path to, String... endings) throws IOException {
        Files.createDirectories(to);
        for (String ending : endings) {
            Path file = folder.resolve("taghub." + ending);
            if (Files.exists(file)) {
                Files.copy(file, to.resolve("taghub." + ending), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    @Test
    void aCopyOfADatabaseInUseIsKnownHoweverItWasMade() throws IOException {
        try (Store store = open("taghub.db")) {
            admit(store, event("e1"));
            assertThat(store.journal().head()).as("committed").isEqualTo(1);
            copy(folder.resolve("alone"), "db", "key");
            copy(folder.resolve("whole"), "db", "db-wal", "db.lock", "key");
        }
        for (String name : List.of("alone/taghub.db", "whole/taghub.db")) {
            try (Store store = open(name)) {
                assertThat(store.warnings()).containsExactly(Ownership.COPIED);
            }
            try (Store store = open(name)) {
                assertThat(store.warnings()).isEmpty();
            }
        }
        try (Store store = open("whole/taghub.db")) {
            assertThat(store.journal().find("e1")).hasSize(1);
        }
    }

    @Test
    void whatWasStoppedInGoodOrderMayBeMovedAndCopied() throws IOException {
        open("taghub.db").close();
        copy(folder.resolve("alone"), "db", "key");
        copy(folder.resolve("whole"), "db", "db.lock", "key");
        for (String name : List.of("taghub.db", "alone/taghub.db", "whole/taghub.db")) {
            try (Store store = open(name)) {
                assertThat(store.warnings()).isEmpty();
            }
        }
    }

    @Test
    void anOlderCopyThatIsPutBackIsKnown() throws IOException {
        Path old = folder.resolve("old");
        open("taghub.db").close();
        copy(old, "db");
        try (Store store = open("taghub.db")) {
            admit(store, event("e1"));
        }
        Files.copy(old.resolve("taghub.db"), folder.resolve("taghub.db"), StandardCopyOption.REPLACE_EXISTING);
        try (Store store = open("taghub.db")) {
            assertThat(store.warnings()).containsExactly(Ownership.OLDER);
        }
    }

    /** SQLite would mix the two. */
    @Test
    void theLogOfAnotherDatabaseIsNotCopiedIntoIt() throws IOException {
        Path old = folder.resolve("old");
        Path crashed = folder.resolve("crashed");
        open("taghub.db").close();
        copy(old, "db");
        try (Store store = open("taghub.db")) {
            admit(store, event("e1"));
            assertThat(store.journal().head()).as("committed").isEqualTo(1);
            copy(crashed, "db-wal", "db.lock", "key");
        }
        Files.copy(old.resolve("taghub.db"), crashed.resolve("taghub.db"));
        assertThatThrownBy(() -> open("crashed/taghub.db"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("belongs to another database");
        Files.delete(crashed.resolve("taghub.db-wal"));
        try (Store store = open("crashed/taghub.db")) {
            assertThat(store.warnings()).containsExactly(Ownership.OLDER);
        }
    }

    /** A store of version 0.1 says nothing of runs, and its lock is one byte. */
    @Test
    void aStoreOfAnEarlierVersionIsNoCopy() throws IOException, SQLException {
        open("taghub.db").close();
        try (Connection sql = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("taghub.db"))) {
            sql.createStatement().executeUpdate("DELETE FROM meta WHERE name IN ('run', 'clock')");
        }
        Files.write(folder.resolve("taghub.db.lock"), new byte[] {'a'});
        try (Store store = open("taghub.db")) {
            assertThat(store.warnings()).isEmpty();
        }
    }
}
