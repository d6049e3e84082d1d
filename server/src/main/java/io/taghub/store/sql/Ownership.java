package io.taghub.store.sql;

import io.taghub.store.StoreUnavailableException;
import io.taghub.store.engine.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file beside a SQLite database that says which hub has it and how the last one left it. SQLite makes a new database
 * where there is none and does not miss a write-ahead log that is gone; what was acknowledged must not vanish like that.
 */
final class Ownership implements AutoCloseable {
    /** Part of what was acknowledged is in the write-ahead log. */
    private static final byte IN_USE = 'u';

    /** All of it is in the database. */
    private static final byte PUT_AWAY = 'a';

    private static final Logger LOG = LoggerFactory.getLogger(Ownership.class);

    /** The rest of the file, after the mark, is a note of the hub's run. */
    private static final int NOTE = 512;

    private static final long EVERY_NANOS = 1_000_000_000;

    private final Path database;
    private final Path log;
    private final FileChannel lock;
    private boolean inUse;
    private Descent.@Nullable Note note;
    private long notedAt;

    private Ownership(Path database, FileChannel lock) {
        this.database = database;
        this.log = Path.of(database + "-wal");
        this.lock = lock;
    }

    /**
     * Takes a database, which is made if there never was one.
     *
     * @throws StoreUnavailableException if its folder cannot be used
     * @throws IllegalStateException if another hub has it, or it is not what the last hub left
     */
    static Ownership take(Path database) {
        Path folder = Objects.requireNonNull(database.toAbsolutePath().getParent(), "a file is in a folder");
        Path file = Path.of(database + ".lock");
        try {
            Files.createDirectories(folder);
            FileChannel lock = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                if (lock.tryLock() == null) {
                    throw new OverlappingFileLockException();
                }
                Ownership ownership = new Ownership(database, lock);
                ownership.check(database, file);
                make(database, folder);
                return ownership;
            } catch (IOException | RuntimeException refused) {
                lock.close();
                throw refused;
            }
        } catch (OverlappingFileLockException taken) {
            throw new IllegalStateException("another hub uses the database " + database + "; stop it first", taken);
        } catch (IOException cannot) {
            throw new StoreUnavailableException(
                    "cannot use " + database + " as a database: " + cannot.getMessage(), cannot);
        }
    }

    private void check(Path database, Path file) throws IOException {
        ByteBuffer mark = ByteBuffer.allocate(1 + NOTE);
        if (lock.read(mark, 0) < 1) {
            return;
        }
        note = Descent.Note.read(
                new String(mark.array(), 1, mark.position() - 1, StandardCharsets.US_ASCII).replace('\0', ' '));
        if (Files.notExists(database) || (Files.isRegularFile(database) && Files.size(database) == 0)) {
            throw new IllegalStateException("the database " + database
                    + " is gone, and a hub has used it before; put it back, or delete " + file + " to begin anew");
        }
        if (mark.get(0) == IN_USE && Files.notExists(log)) {
            // No reason to refuse: whoever looks at the database with another program also empties the log and removes
            // it.
            LOG.warn(
                    "the write-ahead log {} is gone since the hub was cut off; if no other program has opened the database"
                            + " since, what came in last is lost",
                    log);
        }
        if (Files.exists(log) && Files.size(log) > 0) {
            belongTogether();
        }
        if (mark.get(0) == IN_USE && WriteAheadLog.damaged(log, Path.of(database + "-shm"))) {
            throw new IllegalStateException("the write-ahead log " + log
                    + " is damaged, and it held what came in last, because the hub was not stopped in good order;"
                    + " put it back from a copy, or delete " + file + " to go on without what cannot be read");
        }
    }

    /** SQLite would copy the log of one database into another. */
    private void belongTogether() {
        Descent.Note last = note;
        if (last == null) {
            return;
        }
        try (var connection = DriverManager.getConnection(
                "jdbc:sqlite:file:" + database.toUri().getRawPath() + "?immutable=1")) {
            connection.setAutoCommit(false);
            Descent.Run run = Descent.Run.read(new Session(connection, false));
            if (run == null || last.names(run)) {
                return;
            }
        } catch (SQLException | RuntimeException unreadable) {
            LOG.debug("the database cannot be read without its log", unreadable);
            return;
        }
        throw new IllegalStateException("the write-ahead log " + log + " belongs to another database than " + database
                + ", as after a copy was put in its place; move it and the file ending in -shm away to go on with the copy,"
                + " or put the other database back");
    }

    private static void make(Path database, Path folder) throws IOException {
        if (!Files.exists(database) && Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            Files.createFile(
                    database, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
    }

    /**
     * Compares the database with what the last hub noted of it.
     *
     * @param run what the database says of its last hub
     */
    Descent.Finding find(Descent.@Nullable Run run, Descent.Progress progress) {
        Descent.Finding found = Descent.find(run, progress, note, Descent.file(database));
        String missing = note == null ? "" : " (" + Math.max(0, note.progress().events() - progress.events()) + ")";
        switch (found) {
            case SAME -> {}
            case CLEAN_COPY ->
                LOG.info("the database {} is a copy, of a hub that had been stopped: it goes on from there", database);
            case COPY -> LOG.warn("{} It is {}.", COPIED, database);
            case OLDER -> LOG.warn("{} It is {}; events and copies that are missing{}.", OLDER, database, missing);
        }
        return found;
    }

    static final String COPIED =
            "The database is a copy that was made while a hub was running. What that hub took since is"
                    + " not in it, nor what was in its write-ahead log if that was not copied with it. What waits may have been sent"
                    + " since: receivers that recognise repeats get it again, for the others it is held for a person.";

    static final String OLDER =
            "The database is older than what a hub left here, or its write-ahead log is gone: events"
                    + " that were acknowledged are missing. What waits may have been sent since: receivers that recognise repeats"
                    + " get it again, for the others it is held for a person.";

    /** A run is about to be written to the database: from now on the file goes with both. */
    void beginning(Descent.Run run, Descent.Progress progress) {
        Descent.Note last = note;
        note(new Descent.Note(last == null ? run : last.run(), run.name(), progress, Descent.file(database)));
    }

    /** It stands in the database itself, not only in the write-ahead log. */
    void began(Descent.Run run, Descent.Progress progress) {
        note(new Descent.Note(run, run.name(), progress, Descent.file(database)));
    }

    private void note(Descent.Note next) {
        note = next;
        byte[] text = (next.text() + "\n").getBytes(StandardCharsets.US_ASCII);
        try {
            lock.write(ByteBuffer.wrap(java.util.Arrays.copyOf(text, Math.max(text.length, NOTE))), 1);
        } catch (IOException fullDisk) {
            LOG.debug("how far the database has come cannot be noted now", fullDisk);
        }
    }

    /** How far the database has come is noted now and then. */
    boolean wantsNote() {
        return note != null && System.nanoTime() - notedAt > EVERY_NANOS;
    }

    void note(Descent.Progress progress) {
        Descent.Note last = note;
        notedAt = System.nanoTime();
        if (last != null && !last.progress().equals(progress)) {
            note(new Descent.Note(last.run(), last.next(), progress, last.file()));
        }
    }

    /** Something was committed. */
    void written() {
        if (!inUse && Files.exists(log)) {
            inUse = mark(IN_USE);
        }
    }

    /** Before the last connection is closed, which empties the write-ahead log and removes it. */
    void puttingAway() {
        if (inUse) {
            mark(PUT_AWAY);
        }
    }

    private boolean mark(byte mark) {
        try {
            lock.write(ByteBuffer.wrap(new byte[] {mark}), 0);
            lock.force(false);
            return true;
        } catch (IOException fullDisk) {
            LOG.debug("how the database is left cannot be noted now", fullDisk);
            return false;
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException releasedWithTheProcess) {
            // The lock ends with the process at the latest.
        }
    }
}
