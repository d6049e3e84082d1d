package io.taghub.store.engine;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers groups once they stand in the redo log, while the writer is busy with the next ones: several groups share a sync,
 * and waking those who wait costs the writer nothing. The writer alone promises and settles; the rest is done by a thread of
 * its own, and the lock of this object guards what both use.
 */
final class Promises implements AutoCloseable {
    private final RedoLog log;
    private final BlockingQueue<Promise> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    /** Since the last commit; the writer's. */
    private final List<Promise> made = new ArrayList<>();

    private int open;
    private volatile @Nullable Throwable failure;

    private static final class Promise {
        final Arrivals group;
        final RedoLog.Reserved place;
        final List<Ticket<?>> tickets;
        /** Written before it is settled, read after. */
        boolean broken;

        Promise(Arrivals group, RedoLog.Reserved place, List<Ticket<?>> tickets) {
            this.group = group;
            this.place = place;
            this.tickets = tickets;
        }
    }

    Promises(RedoLog log) {
        this.log = log;
        this.thread = Thread.ofPlatform().name("store-redo").daemon().start(this::loop);
    }

    /** Whether these will be answered once they stand in the log; false if it has no room. */
    boolean promise(Arrivals group, List<Ticket<?>> tickets) {
        RedoLog.Reserved place = log.reserve(group);
        if (place == null) {
            return false;
        }
        Promise promise = new Promise(group, place, tickets);
        made.add(promise);
        synchronized (this) {
            open++;
        }
        queue.add(promise);
        return true;
    }

    /** Whether the last one could not be kept, nor any after it. */
    boolean broken() {
        return failure != null;
    }

    /**
     * Waits until every promise is kept or broken, and begins anew.
     *
     * @param kept told of each that was kept
     * @throws IOException if some were not
     */
    void settle(Consumer<Arrivals> kept) throws IOException {
        Throwable broken = finish();
        for (Promise promise : made) {
            if (promise.broken) {
                log.giveBack(promise.place);
                break;
            }
            kept.accept(promise.group);
        }
        made.clear();
        if (broken != null) {
            throw new IOException("the redo log could not be written", broken);
        }
    }

    private synchronized @Nullable Throwable finish() {
        while (open > 0) {
            try {
                wait();
            } catch (InterruptedException nobodyInterruptsTheWriter) {
                // Marked as interrupted, it would never wait again.
            }
        }
        Throwable broken = failure;
        failure = null;
        return broken;
    }

    void committing(Tx tx) throws SQLException {
        log.committing(tx);
    }

    void committed() {
        log.committed();
    }

    private void loop() {
        List<Promise> group = new ArrayList<>();
        try {
            while (true) {
                group.add(queue.take());
                queue.drainTo(group);
                keep(group);
                synchronized (this) {
                    open -= group.size();
                    notifyAll();
                }
                group.clear();
            }
        } catch (InterruptedException closed) {
            // Nothing was promised any more.
        }
    }

    private void keep(List<Promise> group) {
        if (failure == null) {
            try {
                log.write(group.stream().map(promise -> promise.place).toList());
            } catch (IOException | RuntimeException | Error brokenDisk) {
                failure = brokenDisk;
            }
        }
        Throwable broken = failure;
        for (Promise promise : group) {
            promise.broken = broken != null;
            for (Ticket<?> ticket : promise.tickets) {
                if (broken == null) {
                    ticket.keep();
                } else {
                    ticket.fail(Writer.unavailable(broken));
                }
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        log.close();
    }
}
