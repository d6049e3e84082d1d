package io.taghub.store.sql;

import io.taghub.store.engine.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whether a database in a file is the one the last hub left there, or a copy. Each run of a hub has a name, in the database
 * and in the file beside it, which also says how far the database had come. A copy has the name and not the file, or not as
 * far, or beside the name of another run.
 */
final class Descent {
    private static final String NAME = "run";

    /** File systems whose files keep their numbers as long as they live. */
    private static final Set<String> STEADY =
            Set.of("ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "tmpfs", "apfs", "ufs");

    private Descent() {}

    /** What is found at a start. */
    enum Finding {
        /** What the last hub left here, or a new one. */
        SAME,
        /** A copy, of a hub that had been stopped. */
        CLEAN_COPY,
        /** A copy, of a hub that was running or was cut off. */
        COPY,
        /** Older than what a hub left here. */
        OLDER;

        /** Whether what waits may have been sent since. */
        boolean isDoubtful() {
            return this == COPY || this == OLDER;
        }
    }

    /**
     * A hub's run on a database.
     *
     * @param store which database
     * @param number how many runs it saw
     * @param name of this run alone
     * @param open false once it ended in good order
     */
    record Run(String store, long number, String name, boolean open) {
        static Run after(@Nullable Run last) {
            return new Run(last == null ? random() : last.store, last == null ? 1 : last.number + 1, random(), true);
        }

        private static String random() {
            return UUID.randomUUID().toString().substring(0, 18);
        }

        Run closed() {
            return new Run(store, number, name, false);
        }

        static @Nullable Run read(Session sql) throws SQLException {
            byte[] value = sql.first("SELECT value FROM meta WHERE name = ?", row -> row.getBytes(1), NAME);
            if (value == null) {
                return null;
            }
            String[] words = new String(value, StandardCharsets.US_ASCII).split(" ", -1);
            return new Run(words[0], Long.parseLong(words[1]), words[2], words[3].equals("open"));
        }

        void write(Session sql) throws SQLException {
            String text = store + " " + number + " " + name + " " + (open ? "open" : "closed");
            sql.update(
                    "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                    NAME,
                    text.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** How far a database has come: numbers that only grow. */
    record Progress(long events, long steps) {
        static Progress of(Session sql) throws SQLException {
            return new Progress(
                    sql.number("SELECT seq + duplicates + twins FROM head"),
                    sql.number("SELECT COALESCE(SUM(epoch + position + attempts), 0) FROM lane"));
        }

        boolean isBehind(Progress other) {
            return events < other.events || steps < other.steps;
        }
    }

    /**
     * What stands in the file beside the database.
     *
     * @param next name of a run that was about to begin, or the same as the run's
     * @param file which file the database was
     */
    record Note(Run run, String next, Progress progress, String file) {
        String text() {
            return String.join(
                    " ",
                    run.store,
                    Long.toString(run.number),
                    run.name,
                    next,
                    Long.toString(progress.events),
                    Long.toString(progress.steps),
                    file);
        }

        /** Null if it is none, as a version 0.1 left it. */
        static @Nullable Note read(String text) {
            String[] words = text.strip().split(" ", -1);
            if (words.length != 7) {
                return null;
            }
            Progress progress = new Progress(Long.parseLong(words[4]), Long.parseLong(words[5]));
            return new Note(new Run(words[0], Long.parseLong(words[1]), words[2], true), words[3], progress, words[6]);
        }

        boolean names(Run other) {
            return run.store.equals(other.store) && (run.name.equals(other.name) || next.equals(other.name));
        }
    }

    static Finding find(@Nullable Run run, Progress progress, @Nullable Note note, String file) {
        if (run == null) {
            return Finding.SAME;
        }
        if (note != null && note.names(run)) {
            boolean same = !run.open || note.file.equals(file);
            return progress.isBehind(note.progress) ? Finding.OLDER : same ? Finding.SAME : Finding.COPY;
        }
        if (note != null && note.run.store.equals(run.store) && note.run.number >= run.number) {
            return Finding.OLDER;
        }
        return run.open ? Finding.COPY : Finding.CLEAN_COPY;
    }

    /** Tells a file from a copy of it: by its number, or where that may change by its place. */
    static String file(Path database) {
        try {
            boolean steady = STEADY.contains(Files.getFileStore(database).type());
            return steady ? "n" + Files.getAttribute(database, "unix:ino") : "p" + place(database);
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException unknown) {
            return "p" + place(database);
        }
    }

    private static String place(Path database) {
        String path = database.toAbsolutePath().normalize().toString();
        return UUID.nameUUIDFromBytes(path.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
