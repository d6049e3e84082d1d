package io.taghub.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
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

    private final Path log;
    private final FileChannel lock;
    private boolean inUse;

    private Ownership(Path database, FileChannel lock) {
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
        ByteBuffer mark = ByteBuffer.allocate(1);
        if (lock.read(mark, 0) < 1) {
            return;
        }
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
        if (mark.get(0) == IN_USE && WriteAheadLog.damaged(log, Path.of(database + "-shm"))) {
            throw new IllegalStateException("the write-ahead log " + log
                    + " is damaged, and it held what came in last, because the hub was not stopped in good order;"
                    + " put it back from a copy, or delete " + file + " to go on without what cannot be read");
        }
    }

    private static void make(Path database, Path folder) throws IOException {
        if (!Files.exists(database) && Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            Files.createFile(
                    database, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
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
