package io.taghub.store.engine;

import io.taghub.store.Journal.Admission;
import io.taghub.store.StoreUnavailableException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;

/**
 * Group commit: one thread takes whatever is waiting, runs it in one transaction and answers everybody after one fsync.
 * While it writes, the next group gathers; nobody ever waits for a group to fill.
 */
public final class Writer implements Transactions {
    private static final int GROUP = 256;
    private static final int GROUP_WEIGHT = 2048;

    /** A database that hangs (a lock, a frozen server, a commit that waits for a standby) is said to be away after this. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    /** What lets copies into the journal, those of several callers at once, in the writer's transaction. */
    public interface Admissions {
        /** One answer for each copy, in their order. */
        List<Admission> admit(Tx tx, List<Copy> copies) throws SQLException;
    }

    private final Database database;
    private final Admissions gate;
    private final BlockingQueue<Ticket<?>> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean healthy = true;
    private volatile boolean closing;

    public Writer(Database database, Admissions gate) {
        this.database = database;
        this.gate = gate;
        this.thread = Thread.ofPlatform().name("store-writer").daemon().start(this::loop);
    }

    @Override
    public <T> T write(Op<T> op) {
        return await(new Ticket<>(op, List.of()));
    }

    /** Admits copies together with those of other callers: one pass through the gate serves them all. */
    public List<Admission> admit(List<Copy> copies) {
        String trouble = database.trouble();
        if (trouble != null) {
            throw new StoreUnavailableException(trouble, new IllegalStateException("no room"));
        }
        Ticket<List<Admission>> ticket = new Ticket<>(tx -> gate.admit(tx, copies), copies);
        queue(ticket);
        if (!ticket.answered(PATIENCE)) {
            // It may still be kept. Whoever sends it again, as one does after a refusal, is told that it was.
            queue.remove(ticket);
            throw unavailable(new TimeoutException("no answer within " + PATIENCE.toSeconds() + " s"));
        }
        return ticket.await();
    }

    private <T> T await(Ticket<T> ticket) {
        queue(ticket);
        return ticket.await();
    }

    private void queue(Ticket<?> ticket) {
        queue.add(ticket);
        if (closing && queue.remove(ticket)) {
            throw closed();
        }
    }

    private void loop() {
        List<Ticket<?>> group = new ArrayList<>();
        while (!closing || !queue.isEmpty()) {
            gather(group);
            commit(group);
            group.clear();
        }
    }

    private void gather(List<Ticket<?>> group) {
        try {
            int weight = 0;
            for (Ticket<?> next = queue.take(); next != null; next = queue.poll()) {
                group.add(next);
                weight += next.weight();
                if (group.size() >= GROUP || weight >= GROUP_WEIGHT) {
                    return;
                }
            }
        } catch (InterruptedException nobodyInterruptsThisThread) {
            // Marked as interrupted, the thread would never wait again.
        }
    }

    /** One group, or if something in it fails, each of it alone: a bad operation takes no other with it. */
    private void commit(List<Ticket<?>> group) {
        try {
            attempt(group);
        } catch (SQLException failure) {
            if (database.down(failure)) {
                healthy = false;
                group.forEach(ticket -> ticket.fail(unavailable(failure)));
            } else {
                alone(group, unavailable(failure));
            }
        } catch (RuntimeException itsOwn) {
            alone(group, itsOwn);
        } catch (Error error) {
            group.forEach(ticket -> ticket.fail(unavailable(error)));
        }
    }

    private void alone(List<Ticket<?>> group, RuntimeException failure) {
        if (group.size() == 1) {
            group.getFirst().fail(failure);
        } else {
            group.forEach(ticket -> commit(List.of(ticket)));
        }
    }

    private void attempt(List<Ticket<?>> group) throws SQLException {
        Tx.in(database, tx -> {
            run(tx, group);
            // Before the session is put away, which may take a moment.
            tx.after(() -> {
                healthy = true;
                group.forEach(Ticket::keep);
            });
            return 0;
        });
    }

    /** Admissions first and as one, in order of arrival; then the others. */
    private void run(Tx tx, List<Ticket<?>> group) throws SQLException {
        List<Copy> copies = new ArrayList<>();
        group.forEach(ticket -> copies.addAll(ticket.copies()));
        List<Admission> admissions = copies.isEmpty() ? List.of() : gate.admit(tx, copies);
        int from = 0;
        for (Ticket<?> ticket : group) {
            if (ticket.copies().isEmpty()) {
                ticket.run(tx);
            } else {
                int to = from + ticket.copies().size();
                ticket.set(List.copyOf(admissions.subList(from, to)));
                from = to;
            }
        }
    }

    @Override
    public boolean healthy() {
        return healthy;
    }

    /** Finishes what waits. */
    @Override
    public void close() {
        closing = true;
        queue.add(new Ticket<>(tx -> 0, List.of()));
        try {
            thread.join();
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        queue.forEach(ticket -> ticket.fail(closed()));
    }

    private static StoreUnavailableException closed() {
        return new StoreUnavailableException("the store is closed", new IllegalStateException("closed"));
    }

    private static StoreUnavailableException unavailable(Throwable failure) {
        return new StoreUnavailableException("the database does not take writes now", failure);
    }
}
