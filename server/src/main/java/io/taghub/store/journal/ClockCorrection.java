package io.taghub.store.journal;

import io.taghub.store.Agreed;
import io.taghub.store.engine.Nanos;
import io.taghub.store.engine.Tx;
import io.taghub.store.engine.Writer;
import io.taghub.store.person.Identities;
import io.taghub.store.seal.Draft;
import io.taghub.store.seal.EventCodec;
import io.taghub.store.seal.Key;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * After the clock went back: what was written down by it while it was ahead is moved back as far, so that nothing waits
 * for a time long off, no later word counts as the earlier, and no click seems younger than what came of it.
 */
public final class ClockCorrection {
    private static final int SLICE = 250;

    /** No attempt is put off for longer; what waits longer for something else is looked at, and waits again. */
    static final Duration LONGEST_RETRY = Duration.ofDays(1);

    private static final Duration LONGEST_LEASE = Duration.ofMinutes(10);

    /** What senders put there may be in the future. */
    private static final Set<String> THEIRS = Set.of("properties", "items", "page");

    private final Writer writer;
    private final EventCodec codec;
    private final EventLog log;
    private final Identities identities;

    public ClockCorrection(Writer writer, EventCodec codec, EventLog log, Identities identities) {
        this.writer = writer;
        this.codec = codec;
        this.log = log;
        this.identities = identities;
    }

    /** @param back how far the clock went back to {@code now} */
    public void by(Duration back, Instant now) {
        Move move = new Move(back, now.plus(Duration.ofMinutes(1)));
        boolean more = true;
        for (long before = Long.MAX_VALUE; more; ) {
            long from = before;
            List<Long> last = new ArrayList<>();
            more = writer.write(tx -> {
                last.clear();
                return events(tx, move, from, last);
            });
            before = last.isEmpty() ? from : last.getLast();
        }
        while (writer.write(tx -> twins(tx, move)) > 0
                || writer.write(tx -> subjects(tx, move, "visitor")) > 0
                || writer.write(tx -> subjects(tx, move, "person")) > 0) {
            // A slice at a time.
        }
        writer.write(tx -> lanes(tx, move, now));
    }

    /** @param limit what is later than this was written by the wrong clock */
    private record Move(Duration back, Instant limit) {
        long nanos() {
            return back.toNanos();
        }

        long after() {
            return Nanos.of(limit);
        }

        /** Never later than the limit, or it would be found again. */
        long apply(long time) {
            return Math.min(time - nanos(), after());
        }

        /** The same JSON with such times moved; the hub's times are texts in ISO 8601. */
        JsonNode apply(JsonNode json) {
            if (json instanceof ObjectNode object) {
                for (String name : List.copyOf(object.propertyNames())) {
                    if (!THEIRS.contains(name)) {
                        object.set(name, apply(object.path(name)));
                    }
                }
            } else if (json instanceof ArrayNode array) {
                for (int i = 0; i < array.size(); i++) {
                    array.set(i, apply(array.path(i)));
                }
            } else if (json.isString() && json.stringValue().endsWith("Z")) {
                Instant time = time(json.stringValue());
                if (time.isAfter(limit)) {
                    Instant moved = time.minus(back);
                    return EventCodec.JSON.valueToTree((moved.isAfter(limit) ? limit : moved).toString());
                }
            }
            return json;
        }

        private static Instant time(String text) {
            try {
                return Instant.parse(text);
            } catch (DateTimeException another) {
                return Instant.MIN;
            }
        }
    }

    /** From the newest on, until a slice has none: they came almost in the order they were received. */
    private boolean events(Tx tx, Move move, long before, List<Long> last) throws SQLException {
        log.lockHead(tx);
        record Row(long seq, long received, byte[] body, Agreed agreed) {}
        List<Row> slice = tx.sql.list(
                "SELECT seq, received, body, agreed FROM event WHERE seq < ? ORDER BY seq DESC LIMIT " + SLICE,
                row -> new Row(row.getLong(1), row.getLong(2), row.getBytes(3), Agreed.of(row.getLong(4))),
                before);
        Map<Long, Draft> changed = new TreeMap<>();
        Map<Long, Agreed> agreed = new HashMap<>();
        List<Object[]> received = new ArrayList<>();
        for (Row row : slice) {
            if (row.received > move.after()) {
                byte[] body = moved(move, row.body);
                changed.put(row.seq, codec.draft(codec.read(body), body));
                agreed.put(row.seq, row.agreed);
                received.add(new Object[] {move.apply(row.received), row.seq});
            }
        }
        log.change(tx, changed, agreed);
        tx.sql.batch("UPDATE event SET received = ? WHERE seq = ?", received);
        if (!slice.isEmpty()) {
            last.add(slice.getLast().seq);
        }
        return !changed.isEmpty();
    }

    private int twins(Tx tx, Move move) throws SQLException {
        log.lockHead(tx);
        List<Object[]> rows = tx.sql.list(
                "SELECT event_key, received, release_at, body FROM twin WHERE received > ? LIMIT " + SLICE,
                row -> new Object[] {
                    move.apply(row.getLong(2)),
                    move.apply(row.getLong(3)),
                    moved(move, row.getBytes(4)),
                    row.getBytes(1)
                },
                move.after());
        tx.sql.batch("UPDATE twin SET received = ?, release_at = ?, body = ? WHERE event_key = ?", rows);
        return rows.size();
    }

    private int subjects(Tx tx, Move move, String table) throws SQLException {
        log.lockHead(tx);
        List<Key> keys = new ArrayList<>();
        List<Object[]> rows = tx.sql.list(
                "SELECT subject, seen, body FROM " + table + " WHERE seen > ? LIMIT " + SLICE,
                row -> {
                    keys.add(Key.of(row.getBytes(1)));
                    return new Object[] {move.apply(row.getLong(2)), moved(move, row.getBytes(3)), row.getBytes(1)};
                },
                move.after());
        tx.sql.batch("UPDATE " + table + " SET seen = ?, body = ? WHERE subject = ?", rows);
        identities.forget(tx, keys);
        return rows.size();
    }

    private byte[] moved(Move move, byte[] body) {
        return codec.seal(move.apply(codec.open(body)));
    }

    private int lanes(Tx tx, Move move, Instant now) throws SQLException {
        long back = move.nanos();
        long after = move.after();
        tx.sql.update("UPDATE link SET linked_at = linked_at - ? WHERE linked_at > ?", back, after);
        tx.sql.update("UPDATE once SET made_at = made_at - ? WHERE made_at > ?", back, after);
        tx.sql.update("UPDATE conversion SET touched = touched - ? WHERE touched > ?", back, after);
        tx.sql.update("UPDATE tombstone SET erased_at = erased_at - ? WHERE erased_at > ?", back, after);
        tx.sql.update("UPDATE attempt SET made_at = made_at - ? WHERE made_at > ?", back, after);
        tx.sql.update("UPDATE lane SET paused_at = paused_at - ? WHERE paused_at > ?", back, after);
        tx.sql.update("UPDATE lane SET lease_until = 0 WHERE lease_until > ?", Nanos.of(now.plus(LONGEST_LEASE)));
        boolean farBack = move.back.compareTo(LONGEST_RETRY) > 0;
        tx.sql.update(
                "UPDATE parked SET due = CASE WHEN due - ? < ? THEN ? ELSE due - ? END"
                        + " WHERE due > ? AND due < ? AND (first_attempt BETWEEN ? AND ? OR due > ?)",
                back,
                after,
                after,
                back,
                after,
                Nanos.NEVER,
                after,
                Nanos.NEVER - 1,
                farBack ? Nanos.of(now.plus(LONGEST_RETRY)) : Nanos.NEVER);
        return tx.sql.update(
                "UPDATE parked SET first_attempt = first_attempt - ? WHERE first_attempt > ? AND first_attempt < ?",
                back,
                after,
                Nanos.NEVER);
    }
}
