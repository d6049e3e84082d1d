package io.taghub.store.sql;

import io.taghub.store.engine.Database;
import io.taghub.store.engine.Nanos;
import io.taghub.store.engine.Session;
import io.taghub.store.engine.Tx;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * SQLite in one file: write-ahead log, an fsync per commit, one connection that writes and a few that read beside it.
 * The file belongs to one hub at a time, which is why that hub may remember what it wrote. Many threads may read: a semaphore
 * counts them, and idle connections are in a concurrent deque; the writer's connection is one thread's at a time.
 */
public final class Sqlite implements Database {
    private static final int READERS = 4;
    private static final List<String> WRITER = List.of(
            "auto_vacuum = INCREMENTAL",
            "journal_mode = WAL",
            "synchronous = FULL",
            "secure_delete = ON",
            "busy_timeout = 5000",
            // The checkpointer comes first; this is for when it cannot keep up.
            "wal_autocheckpoint = 50000",
            // The disk of the temporary files may be the one that is full.
            "temp_store = MEMORY",
            "mmap_size = 0",
            "cache_size = -32768");
    private static final List<String> CHECKPOINTER = List.of("busy_timeout = 5000", "mmap_size = 0");
    private static final List<String> READER =
            List.of("query_only = ON", "busy_timeout = 5000", "mmap_size = 0", "cache_size = -4096");

    private static final Logger LOG = LoggerFactory.getLogger(Sqlite.class);

    private final Path file;
    private final InstantSource clock;
    private final Pragmas opened;
    /** Two hubs on one file would each remember what the other changes. */
    private final Ownership ownership;

    private final DiskSpace room;

    private final Deque<Session> idleReaders = new ConcurrentLinkedDeque<>();
    private final Semaphore readers = new Semaphore(READERS, true);
    private volatile Descent.@Nullable Run run;
    private volatile boolean closed;
    private volatile @Nullable Session idleWriter;
    private volatile @Nullable Checkpointer checkpointer;

    public Sqlite(Path file, InstantSource clock) {
        this(file, clock, pragma -> {});
    }

    /** @param opened more settings for a connection that writes */
    public Sqlite(Path file, InstantSource clock, Pragmas opened) {
        if (file.toString().contains("?")) {
            throw new IllegalArgumentException("a database file cannot have a ? in its name: " + file);
        }
        this.file = file.toAbsolutePath();
        this.clock = clock;
        this.opened = opened;
        this.room = new DiskSpace(this.file);
        room.release();
        this.ownership = Ownership.take(this.file);
    }

    /** Settings of a connection. */
    public interface Pragmas {
        void accept(Statement pragma) throws SQLException;
    }

    public Path file() {
        return file;
    }

    @Override
    public boolean shared() {
        return false;
    }

    @Override
    public Session writer() throws SQLException {
        Session session = idleWriter;
        idleWriter = null;
        if (session != null) {
            return session;
        }
        Session opened = open(true, WRITER);
        try {
            if (checkpointer == null) {
                checkpointer = new Checkpointer(open(false, CHECKPOINTER), room);
            }
            return opened;
        } catch (SQLException | RuntimeException failure) {
            // Left open, it would keep every later writer out.
            opened.close();
            throw failure;
        }
    }

    @Override
    public Session reader() throws SQLException {
        readers.acquireUninterruptibly();
        try {
            Session session = idleReaders.pollFirst();
            return session == null ? open(false, READER) : session;
        } catch (SQLException | RuntimeException failure) {
            readers.release();
            throw failure;
        }
    }

    @Override
    public void release(Session session, boolean sound) {
        boolean keep = sound && !closed && (!session.writes() || checkpointed(session));
        if (!keep) {
            session.close();
        }
        if (session.writes()) {
            if (sound) {
                ownership.written();
            }
            idleWriter = keep && noted(session) ? session : null;
        } else {
            if (keep) {
                idleReaders.addFirst(session);
                if (closed && idleReaders.remove(session)) {
                    session.close();
                }
            }
            readers.release();
        }
    }

    private boolean noted(Session writer) {
        try {
            if (ownership.wantsNote()) {
                ownership.note(Descent.Progress.of(writer));
                writer.commit();
            }
            return true;
        } catch (SQLException failure) {
            writer.close();
            return false;
        }
    }

    /** What the database is, compared with what the last hub left here. */
    Descent.Finding find(Session writer) throws SQLException {
        return ownership.find(Descent.Run.read(writer), Descent.Progress.of(writer));
    }

    /** From now on a copy of it is known as one. */
    long begin(Tx tx) throws SQLException {
        Descent.Run next = Descent.Run.after(Descent.Run.read(tx.sql));
        Descent.Progress progress = Descent.Progress.of(tx.sql);
        ownership.beginning(next, progress);
        next.write(tx.sql);
        tx.after(() -> {
            run = next;
            try {
                Checkpointer beside = checkpointer;
                if (beside != null && beside.empty(tx.sql)) {
                    ownership.began(next, progress);
                }
            } catch (SQLException notNow) {
                LOG.debug("the run's name is in the write-ahead log only", notNow);
            }
        });
        return next.number();
    }

    /** The last that is written: everything before it is settled. */
    private void end() {
        Descent.Run ending = run;
        if (ending == null) {
            return;
        }
        try {
            Session writer = idleWriter == null ? open(true, WRITER) : idleWriter;
            idleWriter = writer;
            ending.closed().write(writer);
            writer.commit();
            ownership.note(Descent.Progress.of(writer));
            writer.commit();
        } catch (SQLException | RuntimeException cutOff) {
            LOG.debug("the run's end could not be written", cutOff);
        }
    }

    private boolean checkpointed(Session writer) {
        Checkpointer beside = checkpointer;
        try {
            if (beside != null) {
                beside.wrote(writer);
            }
            room.wrote(writer);
            return true;
        } catch (SQLException failure) {
            return false;
        }
    }

    private Session open(boolean writes, List<String> settings) throws SQLException {
        if (closed) {
            throw new SQLException("the store is closed");
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setTransactionMode(
                writes ? SQLiteConfig.TransactionMode.IMMEDIATE : SQLiteConfig.TransactionMode.DEFERRED);
        Connection connection = config.createConnection("jdbc:sqlite:" + file);
        try (Statement pragma = connection.createStatement()) {
            for (String setting : settings) {
                pragma.execute("PRAGMA " + setting);
            }
            if (writes) {
                // What the log once took would be missing to the database on a small disk.
                pragma.execute("PRAGMA journal_size_limit = " + room.logLimit());
                opened.accept(pragma);
            }
        } catch (SQLException failure) {
            connection.close();
            throw failure;
        }
        connection.setAutoCommit(false);
        return new Session(connection, writes);
    }

    @Override
    public String column(String kind) {
        return switch (kind) {
            case "bytes" -> "BLOB";
            case "long" -> "INTEGER";
            case "rowless" -> "WITHOUT ROWID";
            default -> throw new IllegalArgumentException(kind);
        };
    }

    /** The one writer is alone anyway. */
    @Override
    public String forUpdate() {
        return "";
    }

    @Override
    public long leaseTime(Session session) {
        return Nanos.of(clock.instant());
    }

    @Override
    public boolean down(SQLException failure) {
        if (!(failure instanceof SQLiteException sqlite)) {
            return true;
        }
        SQLiteErrorCode code = SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xff);
        if (code == SQLiteErrorCode.SQLITE_FULL) {
            room.measure();
        }
        return switch (code) {
            case SQLITE_CONSTRAINT, SQLITE_ERROR, SQLITE_MISMATCH, SQLITE_TOOBIG, SQLITE_RANGE, SQLITE_MISUSE -> false;
            default -> true;
        };
    }

    /** Pages that are given back are first moved, in the log. */
    @Override
    public int shrink(Session writer) throws SQLException {
        if (room.wantsSpace()) {
            writer.run("PRAGMA incremental_vacuum(100)");
        } else if (!room.scarce()) {
            writer.run("PRAGMA incremental_vacuum(1000)");
        }
        return 0;
    }

    @Override
    public @Nullable String trouble() {
        return room.trouble();
    }

    @Override
    public long room() {
        return room.left();
    }

    @Override
    public boolean scarce() {
        return room.scarce();
    }

    @Override
    public void keepRoom() {
        room.keep();
    }

    @Override
    public void releaseRoom() {
        room.release();
    }

    @Override
    public boolean wantsSpace() {
        return room.wantsSpace();
    }

    /** Deleted content is overwritten at once; its older copies go with the write-ahead log. */
    @Override
    public void scrub(Session writer) throws SQLException {
        Checkpointer beside = checkpointer;
        if (beside != null) {
            beside.empty(writer);
        }
    }

    @Override
    public void close() {
        end();
        closed = true;
        ownership.puttingAway();
        Checkpointer beside = checkpointer;
        if (beside != null) {
            beside.close();
        }
        for (Session idle = idleReaders.pollFirst(); idle != null; idle = idleReaders.pollFirst()) {
            idle.close();
        }
        Session writer = idleWriter;
        if (writer != null) {
            writer.close();
        }
        ownership.close();
    }
}
