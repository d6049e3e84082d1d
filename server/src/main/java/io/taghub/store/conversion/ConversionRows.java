package io.taghub.store.conversion;

import io.taghub.event.Event;
import io.taghub.event.Marks;
import io.taghub.store.ConversionStore;
import io.taghub.store.engine.Copy;
import io.taghub.store.engine.Session;
import io.taghub.store.engine.Session.Later;
import io.taghub.store.engine.Swept;
import io.taghub.store.engine.Tx;
import io.taghub.store.seal.EventCodec;
import io.taghub.store.seal.Key;
import io.taghub.store.seal.Keys;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The rows of conversions, sealed and by keyed hashes. Events that are no conversions never come here. */
public final class ConversionRows {
    private static final byte[] NOBODY = new byte[0];

    /** What is longer is a random id, or one that begins with the time, and no number. */
    private static final int LONGEST_NUMBER = 24;

    /** Of a number, what its neighbours differ in. */
    private static final int LAST_DIGITS = 3;

    private static final int TIME = 6;

    private final EventCodec codec;
    private final Keys keys;

    public ConversionRows(EventCodec codec, Keys keys) {
        this.codec = codec;
        this.keys = keys;
    }

    /**
     * What is known of the conversions of copies before these are judged, asked for in one go.
     *
     * @param asked for; a row that is not there is known not to be
     */
    public record Foreseen(Set<Key> asked, Later<Map<Key, ConversionRow>> rows) {
        public static final Foreseen NOTHING = new Foreseen(Set.of(), Map::of);
    }

    public Foreseen foresee(Session sql, List<Copy> copies) {
        Set<Key> asked = new TreeSet<>();
        for (Copy copy : copies) {
            Event event = copy.draft().event();
            if (Marks.isConversion(event)) {
                String key = ConversionStore.key(event);
                if (key != null) {
                    asked.add(row(key));
                }
                if (key != null && !key.equals(event.id())) {
                    asked.add(row(event.id()));
                }
                Key first = first(event);
                if (first != null) {
                    asked.add(first);
                }
            }
        }
        if (asked.isEmpty()) {
            return Foreseen.NOTHING;
        }
        Later<List<Map.Entry<Key, ConversionRow>>> found = sql.laterIn(
                "SELECT conversion_key, body FROM conversion WHERE conversion_key IN (?*)",
                row -> Map.entry(Key.of(row.getBytes(1)), ConversionRow.read(codec.open(row.getBytes(2)))),
                asked.stream().map(Key::bytes).toList());
        return new Foreseen(asked, () -> {
            Map<Key, ConversionRow> rows = new HashMap<>();
            found.get().forEach(row -> rows.put(row.getKey(), row.getValue()));
            return rows;
        });
    }

    @Nullable
    ConversionRow find(Session sql, Key key) throws SQLException {
        return sql.first(
                "SELECT body FROM conversion WHERE conversion_key = ?",
                row -> ConversionRow.read(codec.open(row.getBytes(1))),
                (Object) key.bytes());
    }

    /** Whose a row is, by the event that says so. */
    @Nullable
    Key subject(Event whose) {
        Key user = keys.user(whose);
        return user == null ? keys.visitor(whose) : user;
    }

    /**
     * A keyed hash of how it begins, and one of it: orders that are numbered one after the other are neighbours in the table,
     * so that a commit touches a few pages of it and not one or two for each conversion.
     */
    Key row(String key) {
        int beginning = key.length() > LONGEST_NUMBER ? TIME : Math.max(0, key.length() - LAST_DIGITS);
        return new Key(
                keys.subject("near\0" + key.substring(0, beginning)).high(),
                keys.subject("conversion\0" + key).high());
    }

    /** What says that the event's user had a first one of the name that the config derives; null where it derives none. */
    @Nullable
    Key first(Event event) {
        String name = Marks.firstOf(event);
        String user = event.user().id();
        return name == null || user == null ? null : keys.subject("first\0" + name + "\0" + user);
    }

    /** A row with whose it is, for erasure: the user, or else the visitor. */
    record Changed(ConversionRow row, @Nullable Key subject) {}

    void put(Tx tx, Map<Key, Changed> changed, long now) throws SQLException {
        tx.sql.batch(
                "INSERT INTO conversion (conversion_key, touched, subject, body) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (conversion_key) DO UPDATE"
                        + " SET touched = excluded.touched, subject = excluded.subject, body = excluded.body",
                new TreeMap<>(changed)
                        .entrySet().stream()
                                .map(one -> new Object[] {
                                    one.getKey().bytes(),
                                    now,
                                    subject(one.getValue()),
                                    codec.seal(one.getValue().row().write())
                                })
                                .toList());
    }

    private static byte[] subject(Changed changed) {
        return changed.subject() == null ? NOBODY : changed.subject().bytes();
    }

    /** As long as a user is remembered, so are their conversions and which was the first. */
    public Swept<Key, Key> sweep(Session sql, @Nullable Key after, long before, int most) throws SQLException {
        record Row(Key key, boolean old) {}
        List<Row> rows = sql.list(
                "SELECT conversion_key, touched < ? AND NOT EXISTS"
                        + " (SELECT 1 FROM person WHERE person.subject = conversion.subject)"
                        + " FROM conversion WHERE conversion_key > ? ORDER BY conversion_key LIMIT ?",
                row -> new Row(Key.of(row.getBytes(1)), row.getBoolean(2)),
                before,
                after == null ? NOBODY : after.bytes(),
                most);
        return new Swept<>(
                rows.stream().filter(Row::old).map(Row::key).toList(), rows.size() < most ? null : rows.getLast().key);
    }

    public int remove(Tx tx, List<Key> rows) throws SQLException {
        return tx.sql.updateIn(
                "DELETE FROM conversion WHERE conversion_key IN (?*)",
                rows.stream().map(Key::bytes).toList());
    }

    /** Everything of these people. */
    public int forget(Tx tx, Collection<Key> person) throws SQLException {
        return tx.sql.updateIn(
                "DELETE FROM conversion WHERE subject IN (?*)",
                person.stream().map(Key::bytes).toList());
    }
}
