package io.taghub.store.lane;

import io.taghub.store.LaneStore.Counted;
import io.taghub.store.LaneStore.Once;
import io.taghub.store.engine.Nanos;
import io.taghub.store.engine.Session;
import io.taghub.store.engine.Swept;
import io.taghub.store.engine.Tx;
import io.taghub.store.seal.Key;
import io.taghub.store.seal.Keys;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of what counts once at a tag; all but times by keyed or short hashes, because they outlive the events. */
public final class OnceRows {
    private static final byte[] NOBODY = new byte[0];

    private final Keys keys;

    public OnceRows(Keys keys) {
        this.keys = keys;
    }

    /** What leads to one row. */
    public record Row(String tag, Key key, long seq) {}

    Map<Once, Counted> counted(Session sql, String tag, List<Once> events) throws SQLException {
        record Other(long seq, long status, long value) {}
        Map<Key, List<Other>> others = new HashMap<>();
        sql.listIn(
                "SELECT once_key, seq, status, value FROM once WHERE tag = ? AND once_key IN (?*) ORDER BY seq",
                row -> others.computeIfAbsent(Key.of(row.getBytes(1)), first -> new ArrayList<>())
                        .add(new Other(row.getLong(2), row.getLong(3), row.getLong(4))),
                events.stream().map(event -> key(event).bytes()).toList(),
                tag);
        Map<Once, Counted> counted = new HashMap<>();
        for (Once event : events) {
            long status = brief(event.status());
            long value = brief(event.value());
            Other nearest = null;
            long latest = 0;
            for (Other other : others.getOrDefault(key(event), List.of())) {
                boolean after = other.seq > event.seq();
                if (other.seq != event.seq() && (!after || nearest == null)) {
                    nearest = other;
                }
                latest = after ? other.seq : latest;
            }
            if (nearest != null) {
                counted.put(
                        event,
                        new Counted(
                                nearest.seq,
                                nearest.status == status,
                                event.repeats(nearest.value == value
                                        || (nearest.seq < event.seq() ? value : nearest.value) == 0),
                                latest));
            }
        }
        return counted;
    }

    void put(Tx tx, String tag, List<Once> events, Instant now) throws SQLException {
        tx.sql.batch(
                "INSERT INTO once (tag, once_key, seq, made_at, status, value, subject) VALUES (?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (tag, once_key, seq) DO NOTHING",
                events.stream()
                        .map(event -> new Object[] {
                            tag,
                            key(event).bytes(),
                            event.seq(),
                            Nanos.of(now),
                            brief(event.status()),
                            brief(event.value()),
                            event.user() == null
                                    ? NOBODY
                                    : keys.subject(event.user()).bytes()
                        })
                        .toList());
    }

    public void remove(Tx tx, String tag, Collection<Long> seqs) throws SQLException {
        tx.sql.updateIn("DELETE FROM once WHERE tag = ? AND seq IN (?*)", seqs, tag);
    }

    /** As long as a user is remembered, so is what they did once. */
    public Swept<Row, Row> sweep(Session sql, @Nullable Row after, long before, int most) throws SQLException {
        record Looked(Row row, boolean old) {}
        List<Looked> rows = sql.list(
                "SELECT tag, once_key, seq, made_at < ? AND NOT EXISTS"
                        + " (SELECT 1 FROM person WHERE person.subject = once.subject)"
                        + " FROM once WHERE (tag, once_key, seq) > (?, ?, ?) ORDER BY tag, once_key, seq LIMIT ?",
                row -> new Looked(
                        new Row(row.getString(1), Key.of(row.getBytes(2)), row.getLong(3)), row.getBoolean(4)),
                before,
                after == null ? "" : after.tag,
                after == null ? NOBODY : after.key.bytes(),
                after == null ? 0L : after.seq,
                most);
        return new Swept<>(
                rows.stream().filter(Looked::old).map(Looked::row).toList(),
                rows.size() < most ? null : rows.getLast().row);
    }

    public int remove(Tx tx, List<Row> rows) throws SQLException {
        tx.sql.batch(
                "DELETE FROM once WHERE tag = ? AND once_key = ? AND seq = ?",
                rows.stream()
                        .map(row -> new Object[] {row.tag, row.key.bytes(), row.seq})
                        .toList());
        return rows.size();
    }

    private Key key(Once event) {
        return keys.subject(event.key());
    }

    /** 0 stands for none. */
    private static long brief(String text) {
        return text.isEmpty() ? 0 : ByteBuffer.wrap(Keys.sha256(text)).getLong();
    }
}
