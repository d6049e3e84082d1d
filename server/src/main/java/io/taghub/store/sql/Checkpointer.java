package io.taghub.store.sql;

import io.taghub.store.engine.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the write-ahead log into the database file beside the writer, for whom that would be a stall of a tenth of a
 * second now and then. The log begins anew only after all of it was copied, and new commits come while one copies; so the
 * writer itself copies the little that is left, whenever the log has grown long.
 */
final class Checkpointer implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMillis(500);

    private static final long PAGE = 4096;

    private static final String COPY = "PRAGMA wal_checkpoint(PASSIVE)";
    private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);

    private final Session session;
    private final DiskSpace room;
    private final Thread thread;
    /** SQLite lets nobody wait for a checkpoint of somebody else's. */
    private final ReentrantLock one = new ReentrantLock();

    /** Only the writer counts. */
    private int commits;

    private volatile boolean written;
    private volatile boolean rest;
    private volatile boolean closing;

    /** @param session of its own, closed with it */
    Checkpointer(Session session, DiskSpace room) {
        this.session = session;
        this.room = room;
        this.thread = Thread.ofPlatform().daemon().name("store-checkpoint").start(this::run);
    }

    private void run() {
        while (!closing) {
            LockSupport.parkNanos(EVERY.toNanos());
            if (written && !closing) {
                written = false;
                copy();
            }
        }
    }

    private void copy() {
        one.lock();
        try {
            Integer pages = session.outside(COPY, row -> row.getInt(2));
            rest = pages != null && pages * PAGE > room.logLimit();
        } catch (SQLException | RuntimeException fullDisk) {
            LOG.debug("the write-ahead log stays as it is for now", fullDisk);
        } finally {
            one.unlock();
        }
    }

    /** After every commit, on the writer's thread. */
    void wrote(Session writer) throws SQLException {
        written = true;
        boolean cramped = room.scarce() && ++commits % 32 == 0;
        if ((rest || cramped) && one.tryLock()) {
            try {
                rest = false;
                writer.outside(COPY, row -> row.getInt(2));
            } finally {
                one.unlock();
            }
        }
    }

    /** Copies all of the log and empties it; false if somebody reads it just now. */
    boolean empty(Session writer) throws SQLException {
        one.lock();
        try {
            Integer busy = writer.outside("PRAGMA wal_checkpoint(TRUNCATE)", row -> row.getInt(1));
            return busy != null && busy == 0;
        } finally {
            one.unlock();
        }
    }

    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        session.close();
    }
}
