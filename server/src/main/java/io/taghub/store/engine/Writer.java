package io.taghub.store.engine;

import io.taghub.store.Journal.Admission;
import io.taghub.store.StoreUnavailableException;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Group commit: one thread takes whatever is waiting, runs it in one transaction and answers everybody after one fsync.
 * While it writes, the next group gathers; nobody ever waits for a group to fill.
 *
 * <p>With a redo log, admissions are answered as soon as they stand there, and many groups share a transaction that is
 * committed some milliseconds later: a page that all of them touched is written once. Until then nobody who reads beside
 * the writer sees them. Everything else is answered after the commit.
 */
public final class Writer implements Transactions {
    private static final int GROUP = 256;
    private static final int GROUP_WEIGHT = 2048;

    /** How long what was answered may be invisible: as short as the cost of commits allows. */
    private static final Duration OPEN = Duration.ofMillis(10);

    private static final Duration OPEN_AT_MOST = Duration.ofMillis(100);

    /** How long somebody who waits for a commit waits for others, while events come in. */
    private static final Duration SOON = Duration.ofMillis(2);

    /** A transaction is open for so many times what the last commit took. */
    private static final int SHARE = 8;

    private static final int SOON_SHARE = 3;

    /** What was answered and could not be committed is tried again after this. */
    private static final Duration AGAIN = Duration.ofSeconds(1);

    /** A database that hangs (a lock, a frozen server, a commit that waits for a standby) is said to be away after this. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final Duration LOOK = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

    /** What lets copies into the journal, those of several callers at once, in the writer's transaction. */
    public interface Admissions {
        /** Copies that came just now. */
        Arrivals group(List<Copy> copies);

        /** One answer for each copy, in their order. */
        List<Admission> admit(Tx tx, Arrivals group) throws SQLException;

        /** A transaction failed: what was learned in it may not be so. */
        void forget();
    }

    private final Database database;
    private final Admissions gate;
    private final @Nullable Promises promises;
    private final BlockingQueue<Ticket<?>> queue = new LinkedBlockingQueue<>();
    private final Set<Ticket<?>> waiting = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private final Thread patience;
    private volatile boolean healthy = true;
    private volatile boolean closing;

    /** Whether somebody was answered whose events nobody can read yet. */
    private volatile boolean ahead;

    // Only the writer's thread uses what follows.
    private final List<Arrivals> answered = new ArrayList<>();
    private final List<Ticket<?>> uncommitted = new ArrayList<>();
    private @Nullable Tx open;
    private long due;
    private long commitNanos;

    /**
     * @param redo null where each group is committed before it is answered
     * @param left what the log had of a hub that was cut off
     */
    public Writer(Database database, Admissions gate, @Nullable RedoLog redo, List<Arrivals> left) {
        this.database = database;
        this.gate = gate;
        this.promises = redo == null ? null : new Promises(redo);
        this.answered.addAll(left);
        this.ahead = !left.isEmpty();
        this.due = System.nanoTime();
        this.thread = Thread.ofPlatform().name("store-writer").daemon().start(this::loop);
        this.patience = Thread.ofPlatform().name("store-patience").daemon().start(this::impatient);
    }

    @Override
    public <T> T write(Op<T> op) {
        Ticket<T> ticket = new Ticket<>(op, List.of());
        queue(ticket);
        return ticket.await();
    }

    /** Admits copies together with those of other callers: one pass through the gate serves them all. */
    public List<Admission> admit(List<Copy> copies) {
        String trouble = database.trouble();
        if (trouble != null) {
            throw new StoreUnavailableException(trouble, new IllegalStateException("no room"));
        }
        Ticket<List<Admission>> ticket = new Ticket<>(tx -> List.of(), copies);
        waiting.add(ticket);
        try {
            queue(ticket);
            return ticket.await();
        } finally {
            waiting.remove(ticket);
        }
    }

    /** One thread's clock for all who wait: a timer each would cost more than what they wait for. */
    private void impatient() {
        while (!closing) {
            LockSupport.parkNanos(LOOK.toNanos());
            for (Ticket<?> ticket : waiting) {
                if (ticket.waits().compareTo(PATIENCE) > 0) {
                    // It may still be kept. Whoever sends it again, as one does after a refusal, is told that it was.
                    queue.remove(ticket);
                    ticket.fail(unavailable(new TimeoutException("no answer within " + PATIENCE.toSeconds() + " s")));
                }
            }
        }
    }

    /** Waits until whoever reads sees what was answered before, as far as the database takes it now. */
    public void catchUp() {
        if (ahead && Thread.currentThread() != thread) {
            try {
                write(tx -> 0);
            } catch (StoreUnavailableException later) {
                LOG.debug("what was answered last cannot be read yet", later);
            }
        }
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
            if (!group.isEmpty()) {
                run(group);
                group.clear();
            }
            if (isDue()) {
                commit();
            }
        }
        commit();
    }

    private boolean waits() {
        return open != null || !answered.isEmpty();
    }

    /** What was uncommitted is answered now. */
    private void settle() throws IOException {
        if (promises != null) {
            promises.settle(answered::add);
        }
    }

    private boolean isDue() {
        boolean nothingElse = !uncommitted.isEmpty() && queue.isEmpty() && !ahead;
        return waits() && (nothingElse || System.nanoTime() - due >= 0);
    }

    private long openFor(int share, Duration least) {
        return Math.clamp(share * commitNanos, least.toNanos(), OPEN_AT_MOST.toNanos());
    }

    private void gather(List<Ticket<?>> group) {
        try {
            int weight = 0;
            Ticket<?> first = waits() ? queue.poll(due - System.nanoTime(), TimeUnit.NANOSECONDS) : queue.take();
            for (Ticket<?> next = first; next != null; next = queue.poll()) {
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

    private void run(List<Ticket<?>> group) {
        try {
            attempt(group);
        } catch (SQLException | IOException | RuntimeException | Error failure) {
            fail(group, failure);
        }
    }

    /** Admissions first and as one, in order of arrival; then the others. */
    private void attempt(List<Ticket<?>> group) throws SQLException, IOException {
        List<Copy> copies = new ArrayList<>();
        group.forEach(ticket -> copies.addAll(ticket.copies()));
        Tx tx = begin();
        if (promises != null && promises.broken()) {
            settle();
        }
        if (!copies.isEmpty()) {
            Arrivals together = gate.group(copies);
            List<Admission> admissions = gate.admit(tx, together);
            int from = 0;
            for (Ticket<?> ticket : group) {
                int to = from + ticket.copies().size();
                if (to > from) {
                    ticket.set(List.copyOf(admissions.subList(from, to)));
                }
                from = to;
            }
            tx.learned();
            List<Ticket<?>> theirs =
                    group.stream().filter(ticket -> !ticket.copies().isEmpty()).toList();
            if (!isPromised(together, theirs)) {
                uncommitted.addAll(theirs);
                due = System.nanoTime();
            }
        }
        for (Ticket<?> ticket : group) {
            if (ticket.copies().isEmpty()) {
                ticket.run(tx);
            }
        }
        tx.learned();
        group.stream().filter(ticket -> ticket.copies().isEmpty()).forEach(uncommitted::add);
        if (promises == null) {
            due = System.nanoTime();
        } else if (!uncommitted.isEmpty()) {
            due = Math.min(due, System.nanoTime() + openFor(SOON_SHARE, SOON));
        }
    }

    /** Whether whoever sent these is answered once they stand in the redo log; else they are after the commit. */
    private boolean isPromised(Arrivals group, List<Ticket<?>> tickets) {
        // While commits fail nothing is uncommitted that would have to wait for one.
        if (promises == null || !healthy) {
            return false;
        }
        ahead = true;
        return promises.promise(group, tickets);
    }

    /** The open transaction. What was answered comes first, if it was undone with the one before. */
    private Tx begin() throws SQLException {
        Tx tx = open;
        if (tx == null) {
            tx = Tx.begin(database);
            open = tx;
            due = System.nanoTime() + openFor(SHARE, OPEN);
            try {
                for (Arrivals group : answered) {
                    gate.admit(tx, group);
                    tx.learned();
                }
            } catch (RuntimeException failure) {
                throw new SQLException("what was answered already cannot be written", failure);
            }
        }
        return tx;
    }

    private void commit() {
        if (!waits()) {
            return;
        }
        try {
            Tx tx = begin();
            settle();
            Promises log = answered.isEmpty() ? null : promises;
            if (log != null) {
                log.committing(tx);
            }
            long began = System.nanoTime();
            tx.commit();
            commitNanos = System.nanoTime() - began;
            open = null;
            // What was uncommitted earlier may still fit where nothing new does.
            healthy |= !uncommitted.isEmpty();
            answered.clear();
            ahead = false;
            if (log != null) {
                log.committed();
            }
            // Before the session is put away, which may take a moment.
            uncommitted.forEach(Ticket::keep);
            uncommitted.clear();
            putAway(tx);
        } catch (SQLException | IOException | RuntimeException | Error failure) {
            fail(List.of(), failure);
        }
    }

    /** Nothing that was not answered is done; a bad operation takes no other with it. */
    private void fail(List<Ticket<?>> group, Throwable failure) {
        try {
            settle();
        } catch (IOException theSame) {
            LOG.debug("the redo log could not be written", theSame);
        }
        Set<Ticket<?>> hit = new LinkedHashSet<>(uncommitted);
        group.stream().filter(ticket -> !ticket.isAnswered()).forEach(hit::add);
        uncommitted.clear();
        Tx undone = open;
        open = null;
        if (undone != null) {
            if (!(failure instanceof RuntimeException)) {
                undone.broken();
            }
            putAway(undone);
        }
        gate.forget();
        boolean down = failure instanceof IOException
                || failure instanceof Error
                || (failure instanceof SQLException sql && database.down(sql));
        if (down || hit.isEmpty()) {
            healthy = false;
            due = System.nanoTime() + AGAIN.toNanos();
            hit.forEach(ticket -> ticket.fail(unavailable(failure)));
        } else if (hit.size() == 1) {
            hit.iterator().next().fail(failure instanceof RuntimeException itsOwn ? itsOwn : unavailable(failure));
        } else {
            hit.forEach(ticket -> {
                run(List.of(ticket));
                commit();
            });
        }
    }

    private static void putAway(Tx tx) {
        try {
            tx.close();
        } catch (SQLException | RuntimeException broken) {
            LOG.debug("a session could not be put away", broken);
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
        LockSupport.unpark(patience);
        queue.add(new Ticket<>(tx -> 0, List.of()));
        try {
            thread.join();
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        queue.forEach(ticket -> ticket.fail(closed()));
        if (promises != null) {
            promises.close();
        }
    }

    private static StoreUnavailableException closed() {
        return new StoreUnavailableException("the store is closed", new IllegalStateException("closed"));
    }

    static StoreUnavailableException unavailable(Throwable failure) {
        return new StoreUnavailableException("the database does not take writes now", failure);
    }
}
