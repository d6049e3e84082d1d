package io.taghub.store.journal;

import io.taghub.store.engine.Session;
import io.taghub.store.engine.Session.Later;
import io.taghub.store.engine.Swept;
import io.taghub.store.engine.Tx;
import io.taghub.store.seal.EventKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Which events are in the log, by key. Ids are mostly random, and a table of millions in their order has a page for each
 * that comes; so the newest stay in memory, and as many as come are moved into the table in the order of their keys, round
 * and round: neighbours go into the same page. What is in memory can be read from the events' own rows again.
 *
 * <p>The writer alone changes it, many threads may look: the lock of this object guards the memory.
 */
public final class KnownKeys {
    private static final int SLICE = 1000;

    /** A millisecond or two, for which nobody is answered. */
    private static final int AT_ONCE = 256;

    private final int newestAtMost;
    private final SortedKeys newest = new SortedKeys();

    // As of the last commit, where it has changed since; the writer's.
    private final List<Change> changes = new ArrayList<>();
    private final Map<EventKey, Known> leaving = new HashMap<>();
    private @Nullable EventKey moved;

    /** @param newestAtMost so many are in memory only; none where other nodes write to the table */
    public KnownKeys(int newestAtMost) {
        this.newestAtMost = newestAtMost;
    }

    /**
     * An event in the log.
     *
     * @param expires until when another copy is one of it
     * @param channels from which copies came
     */
    record Known(EventKey key, long seq, long expires, int channels) {}

    private record Change(EventKey key, @Nullable Known before) {}

    /** To be called once, before the first event comes; answers how many are in memory. */
    public int start(Session sql) throws SQLException {
        if (newestAtMost > 0) {
            List<Known> left = sql.list(
                    "SELECT event_key, seq, expires, channels FROM event WHERE seq > (SELECT keyed FROM head)",
                    KnownKeys::known);
            for (Known known : left) {
                Known other = newest.get(known.key);
                newest.put(other == null ? known : later(other, known));
            }
        }
        return newest.size();
    }

    private static Known known(ResultSet row) throws SQLException {
        return new Known(EventKey.of(row.getBytes(1)), row.getLong(2), row.getLong(3), row.getInt(4));
    }

    /** The later of two with the same key counts. */
    private static Known put(Map<EventKey, Known> keys, Known known) {
        return keys.merge(known.key, known, KnownKeys::later);
    }

    private static Known later(Known one, Known other) {
        return one.seq > other.seq ? one : other;
    }

    /** The last event under each of these keys. */
    Later<Collection<Known>> find(Session sql, Collection<EventKey> keys) {
        Map<EventKey, Known> found = new HashMap<>();
        List<byte[]> others = new ArrayList<>();
        synchronized (this) {
            for (EventKey key : keys) {
                Known known = newest.get(key);
                if (known == null) {
                    others.add(key.bytes());
                } else {
                    found.put(key, known);
                }
            }
        }
        Later<List<Known>> inTable = sql.laterIn(
                "SELECT event_key, seq, expires, channels FROM known WHERE event_key IN (?*)",
                KnownKeys::known,
                others);
        return () -> {
            inTable.get().forEach(known -> put(found, known));
            return found.values();
        };
    }

    /** All events with this id, whatever their name; to be asked before anything else in the same session. */
    public List<Long> find(Session sql, String eventId) throws SQLException {
        EventKey lowest = EventKey.lowest(eventId);
        List<Long> seqs = new ArrayList<>();
        synchronized (this) {
            newest.between(lowest, lowest.highest()).forEach(known -> seqs.add(known.seq));
        }
        seqs.addAll(sql.list(
                "SELECT seq FROM known WHERE event_key BETWEEN ? AND ?",
                row -> row.getLong(1),
                lowest.bytes(),
                lowest.highest().bytes()));
        return seqs;
    }

    /** Events that are new in the log. */
    void add(Tx tx, Collection<Known> events) throws SQLException {
        if (newestAtMost == 0) {
            write(tx, events);
        } else if (!events.isEmpty()) {
            // Under the same key as one whose time is over.
            write(tx, remember(tx, events));
            // A hub that starts may have many more than it should.
            int most = Math.max(AT_ONCE, events.size());
            move(tx, Math.min(most, newest.size() - leaving.size() - newestAtMost));
        }
    }

    /** Events in the log to which a copy came. */
    void change(Tx tx, Collection<Known> events) throws SQLException {
        List<Object[]> inLog = new ArrayList<>();
        List<Object[]> inTable = new ArrayList<>();
        for (Known event : events) {
            inLog.add(new Object[] {event.channels, event.seq});
            inTable.add(new Object[] {event.channels, event.key.bytes(), event.seq});
        }
        tx.sql.batch("UPDATE event SET channels = ? WHERE seq = ?", inLog);
        tx.sql.batch("UPDATE known SET channels = ? WHERE event_key = ? AND seq = ?", inTable);
        // What is not in memory is in the table.
        remember(
                tx,
                events.stream().filter(event -> newest.get(event.key) != null).toList());
    }

    /** Moves some into the table. */
    void move(Tx tx) throws SQLException {
        move(tx, SLICE);
    }

    /** Up to which event all keys are in the table. */
    long keyed(Tx tx) throws SQLException {
        return newestAtMost == 0 ? Long.MAX_VALUE : tx.sql.number("SELECT keyed FROM head");
    }

    /** Events that are no longer in the log: their keys stay as long as copies of them are told apart. */
    void leave(Tx tx, long now, List<Known> events) throws SQLException {
        remove(tx, events.stream().filter(event -> event.expires <= now).toList());
    }

    /** Looks for those whose event has gone and whose time is over, beside the writer; what is found stays so. */
    Swept<Known, EventKey> sweep(Session sql, @Nullable EventKey from, long now, int most) throws SQLException {
        byte[] first = from == null ? new byte[0] : from.bytes();
        byte[] next = sql.first(
                "SELECT event_key FROM known WHERE event_key >= ? ORDER BY event_key LIMIT 1 OFFSET ?",
                row -> row.getBytes(1),
                first,
                most);
        String expired = "SELECT event_key, seq, expires, 0 FROM known WHERE event_key >= ? AND expires <= ?"
                + " AND NOT EXISTS (SELECT 1 FROM event WHERE event.seq = known.seq)";
        return next == null
                ? new Swept<>(sql.list(expired, KnownKeys::known, first, now), null)
                : new Swept<>(
                        sql.list(expired + " AND event_key < ?", KnownKeys::known, first, now, next),
                        EventKey.of(next));
    }

    void remove(Tx tx, List<Known> events) throws SQLException {
        tx.sql.batch(
                "DELETE FROM known WHERE event_key = ? AND seq = ?",
                events.stream()
                        .map(event -> new Object[] {event.key.bytes(), event.seq})
                        .toList());
    }

    /** What changed since the last commit did not happen. */
    synchronized void forget() {
        for (Change change : changes.reversed()) {
            if (change.before == null) {
                newest.remove(change.key);
            } else {
                newest.put(change.before);
            }
        }
        changes.clear();
        leaving.clear();
    }

    /** Answers those in whose place these are. */
    private synchronized List<Known> remember(Tx tx, Collection<Known> events) {
        List<Known> replaced = new ArrayList<>();
        for (Known event : events) {
            Known old = newest.put(event);
            changes.add(new Change(event.key, old));
            if (old != null) {
                replaced.add(old);
            }
        }
        tx.after(this::committed);
        return replaced;
    }

    private void move(Tx tx, int count) throws SQLException {
        if (count <= 0) {
            return;
        }
        List<Known> next = newest.after(moved, count);
        boolean round = next.size() < count;
        moved = round ? null : next.getLast().key;
        write(tx, next);
        next.forEach(event -> leaving.put(event.key, event));
        if (round) {
            OptionalLong first = newest.after(null, newest.size()).stream()
                    .filter(event -> !event.equals(leaving.get(event.key)))
                    .mapToLong(Known::seq)
                    .min();
            tx.sql.update("UPDATE head SET keyed = min(seq, ?)", first.orElse(Long.MAX_VALUE) - 1);
        }
        tx.after(this::committed);
    }

    /** Until then nobody else finds those that were moved in the table. */
    private synchronized void committed() {
        changes.clear();
        leaving.forEach((key, moved) -> {
            // Another event under the same key may have come since.
            if (moved.equals(newest.get(key))) {
                newest.remove(key);
            }
        });
        leaving.clear();
    }

    private static void write(Tx tx, Collection<Known> events) throws SQLException {
        tx.sql.batch(
                "INSERT INTO known (event_key, seq, expires, channels) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (event_key, seq) DO UPDATE SET channels = excluded.channels",
                events.stream()
                        .map(event -> new Object[] {event.key.bytes(), event.seq, event.expires, event.channels})
                        .toList());
    }
}
