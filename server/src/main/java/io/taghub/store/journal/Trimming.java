package io.taghub.store.journal;

import io.taghub.store.ReportStore;
import io.taghub.store.conversion.ConversionRows;
import io.taghub.store.engine.Database;
import io.taghub.store.engine.Nanos;
import io.taghub.store.engine.Reads;
import io.taghub.store.engine.Session;
import io.taghub.store.engine.Swept;
import io.taghub.store.engine.Transactions;
import io.taghub.store.engine.Tx;
import io.taghub.store.engine.Writer;
import io.taghub.store.journal.KnownKeys.Known;
import io.taghub.store.lane.OnceRows;
import io.taghub.store.person.Identities;
import io.taghub.store.person.IdentityRows;
import io.taghub.store.record.Attempts;
import io.taghub.store.record.Leaving;
import io.taghub.store.record.Remnants;
import io.taghub.store.record.Tallies;
import io.taghub.store.seal.EventKey;
import io.taghub.store.seal.Key;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Forgets what is old, a slice at a time, so that admissions come in between. */
public final class Trimming {
    private static final int SLICE = 250;

    /** What is forgotten at once has to find room in the write-ahead log. */
    private static final int SMALL_SLICE = 25;

    /** Of the keys so many are looked at in one go, and so many at a time. */
    private static final int SWEEP = 1_000_000;

    private static final int SWEEP_SLICE = 20_000;

    private final Writer writer;
    private final Reads reads;
    private final EventLog log;
    private final KnownKeys known;
    private final Attempts attempts;
    private final Identities identities;
    private final Leaving leaving;
    private final Database database;
    private final Sweep<OnceRows.Row, OnceRows.Row> onces;
    private final Sweep<Key, Key> conversions;
    private final Sweep<Known, EventKey> keys;

    public Trimming(
            Writer writer,
            Reads reads,
            OnceRows onces,
            ConversionRows conversions,
            EventLog log,
            KnownKeys known,
            Attempts attempts,
            Identities identities,
            Leaving leaving,
            Database database) {
        this.writer = writer;
        this.reads = reads;
        this.log = log;
        this.known = known;
        this.attempts = attempts;
        this.identities = identities;
        this.leaving = leaving;
        this.database = database;
        this.onces = new Sweep<>(onces::sweep, onces::remove);
        this.conversions = new Sweep<>(conversions::sweep, (tx, rows) -> {
            log.lockHead(tx);
            conversions.remove(tx, rows);
        });
        this.keys = new Sweep<>(known::sweep, known::remove);
    }

    /** One slice; answers how many rows it removed. */
    private interface Slice {
        int trim(Tx tx) throws SQLException;
    }

    long trim(Instant now, Instant bodies, Instant attemptsBefore, Instant identity) {
        database.releaseRoom();
        long removed = events(Nanos.of(now), Nanos.of(bodies), Nanos.of(attemptsBefore));
        removed += all(tx -> leaving.trim(tx, Nanos.of(attemptsBefore)));
        writer.write(this::pages);
        writer.write(tx -> {
            log.lockHead(tx);
            return leaving.trimTotals(tx, Tallies.quarter(now.minus(Duration.ofDays(ReportStore.DAYS))));
        });
        removed += all(tx -> attempts.trim(tx, Nanos.of(attemptsBefore), slice()));
        removed += all(tx -> visitors(tx, Nanos.of(identity)));
        removed += all(tx -> users(tx, Nanos.of(identity)));
        removed += onces.round(Nanos.of(identity));
        removed += conversions.round(Nanos.of(identity));
        removed += keys.round(Nanos.of(now));
        if (removed > 0 || database.wantsSpace()) {
            writer.write(tx -> database.shrink(tx.sql));
        }
        return removed;
    }

    private int slice() {
        return database.scarce() ? SMALL_SLICE : SLICE;
    }

    private long all(Slice slice) {
        long total = 0;
        int removed;
        do {
            removed = slowly(tx -> {
                log.lockHead(tx);
                return slice.trim(tx);
            });
            total += removed;
        } while (removed > 0);
        return total;
    }

    /** Leaves the writer to others for as long as it took: whoever sends an event waits for what is written with it. */
    private <T> T slowly(Transactions.Op<T> slice) {
        long began = System.nanoTime();
        T done = writer.write(slice);
        LockSupport.parkNanos(System.nanoTime() - began);
        return done;
    }

    /** From the oldest on, until a slice has nothing old in it: events come almost in the order they were received. */
    private long events(long now, long before, long attempts) {
        AtomicLong after = new AtomicLong();
        long total = 0;
        boolean more = true;
        while (more) {
            List<Long> removed = new ArrayList<>();
            more = slowly(tx -> {
                removed.clear();
                return events(tx, now, before, attempts, after, removed);
            });
            total += removed.size();
        }
        return total;
    }

    private boolean events(Tx tx, long now, long before, long attempts, AtomicLong after, List<Long> removed)
            throws SQLException {
        long head = log.lockHead(tx);
        long needed = tx.sql.number("SELECT min(CASE WHEN backlog_to > backlog_from AND backlog_from < position"
                + " THEN backlog_from ELSE position END) FROM lane");
        boolean lanes = tx.sql.number("SELECT count(*) FROM lane") > 0;
        record Row(long seq, long received, byte[] key, long expires) {}
        List<Row> slice = tx.sql.list(
                "SELECT seq, received, event_key, expires FROM event WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT "
                        + slice(),
                row -> new Row(row.getLong(1), row.getLong(2), row.getBytes(3), row.getLong(4)),
                after.get(),
                lanes ? needed : head);
        Set<Long> old = new HashSet<>();
        slice.stream().filter(row -> row.received < before).forEach(row -> old.add(row.seq));
        if (old.isEmpty()) {
            return false;
        }
        if (slice.getLast().seq > known.keyed(tx)) {
            // A key is made from its event's row until it is in the table.
            known.move(tx);
            return true;
        }
        tx.sql
                .listIn("SELECT seq FROM parked WHERE seq IN (?*)", row -> row.getLong(1), new HashSet<>(old))
                .forEach(old::remove);
        // Where there is no room, totals are all that is left.
        leaving.write(tx, log.events(tx, old), database.scarce() ? Long.MAX_VALUE : attempts);
        log.remove(tx, old);
        known.leave(
                tx,
                now,
                slice.stream()
                        .filter(row -> old.contains(row.seq))
                        .map(row -> new Known(EventKey.of(row.key), row.seq, row.expires, 0))
                        .toList());
        removed.addAll(old);
        long last = slice.getLast().seq;
        tx.after(() -> after.set(last));
        return true;
    }

    /** Pages go when nothing is left of the last of their events. */
    private int pages(Tx tx) throws SQLException {
        long head = log.lockHead(tx);
        Long oldest = tx.sql.first("SELECT seq FROM event ORDER BY seq LIMIT 1", row -> row.getLong(1));
        Long left = Remnants.oldest(tx.sql);
        oldest = oldest == null || (left != null && left < oldest) ? left : oldest;
        int removed = 0;
        for (String tag : tx.sql.list("SELECT tag FROM lane", row -> row.getString(1))) {
            removed += tx.sql.update(
                    "DELETE FROM page WHERE tag = ? AND to_seq < ?", tag, oldest == null ? head + 1 : oldest);
        }
        return removed;
    }

    /** A browser is remembered as long as the user who used it. */
    private int visitors(Tx tx, long before) throws SQLException {
        List<Key> old = tx.sql.list(
                "SELECT subject FROM visitor WHERE seen < ? AND NOT EXISTS (SELECT 1 FROM link JOIN person"
                        + " ON person.subject = link.person WHERE link.visitor = visitor.subject AND person.seen >= ?)"
                        + " LIMIT " + slice(),
                row -> Key.of(row.getBytes(1)),
                before,
                before);
        tx.sql.updateIn("DELETE FROM visitor WHERE subject IN (?*)", IdentityRows.bytes(old));
        identities.forget(tx, old);
        return old.size();
    }

    private int users(Tx tx, long before) throws SQLException {
        List<Key> old = tx.sql.list(
                "SELECT subject FROM person WHERE seen < ? LIMIT " + slice(), row -> Key.of(row.getBytes(1)), before);
        tx.sql.updateIn("DELETE FROM person WHERE subject IN (?*)", IdentityRows.bytes(old));
        tx.sql.updateIn("DELETE FROM link WHERE person IN (?*)", IdentityRows.bytes(old));
        identities.forget(tx, old);
        return old.size();
    }

    /** A table of millions is gone through a part at a time, round and round: what is over by the hour need not go by the minute. */
    private final class Sweep<R, P> {
        private final Looking<R, P> looking;
        private final Removing<R> removing;
        private @Nullable P to;

        Sweep(Looking<R, P> looking, Removing<R> removing) {
            this.looking = looking;
            this.removing = removing;
        }

        long round(long before) {
            long total = 0;
            for (int looked = 0; looked < SWEEP; looked += SWEEP_SLICE) {
                Swept<R, P> swept = reads.read(sql -> looking.look(sql, to, before, SWEEP_SLICE));
                int many = slice();
                for (int from = 0; from < swept.old().size(); from += many) {
                    List<R> slice =
                            swept.old().subList(from, Math.min(swept.old().size(), from + many));
                    slowly(tx -> {
                        removing.remove(tx, slice);
                        return slice.size();
                    });
                }
                total += swept.old().size();
                to = swept.next();
                if (to == null) {
                    break;
                }
            }
            return total;
        }
    }

    /** Looks for what is over, beside the writer. */
    private interface Looking<R, P> {
        Swept<R, P> look(Session sql, @Nullable P after, long before, int most) throws SQLException;
    }

    private interface Removing<R> {
        void remove(Tx tx, List<R> rows) throws SQLException;
    }
}
