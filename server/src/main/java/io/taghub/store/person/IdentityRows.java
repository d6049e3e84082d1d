package io.taghub.store.person;

import io.taghub.store.engine.Nanos;
import io.taghub.store.engine.Session;
import io.taghub.store.engine.Tx;
import io.taghub.store.seal.EventCodec;
import io.taghub.store.seal.Key;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rows of visitors and users, sealed. */
public final class IdentityRows {
    private final EventCodec codec;

    public IdentityRows(EventCodec codec) {
        this.codec = codec;
    }

    Map<Key, Visitor> visitors(Session sql, Collection<Key> keys) throws SQLException {
        Map<Key, Visitor> visitors = new HashMap<>();
        sql.listIn(
                "SELECT subject, body FROM visitor WHERE subject IN (?*)",
                row -> visitors.put(Key.of(row.getBytes(1)), Visitor.read(codec.open(row.getBytes(2)))),
                bytes(keys));
        return visitors;
    }

    Map<Key, User> users(Session sql, Collection<Key> keys) throws SQLException {
        Map<Key, List<Link>> links = new HashMap<>();
        Map<Key, User> users = new HashMap<>();
        List<byte[]> bytes = bytes(keys);
        sql.listIn(
                "SELECT person, visitor, linked_at, rank FROM link WHERE person IN (?*) ORDER BY linked_at",
                row -> links.computeIfAbsent(Key.of(row.getBytes(1)), first -> new ArrayList<>())
                        .add(new Link(
                                Key.of(row.getBytes(2)), Nanos.of(row.getLong(3)), Link.Rank.values()[row.getInt(4)])),
                bytes);
        sql.listIn(
                "SELECT subject, body FROM person WHERE subject IN (?*)",
                row -> {
                    Key key = Key.of(row.getBytes(1));
                    return users.put(key, User.read(codec.open(row.getBytes(2)), links.getOrDefault(key, List.of())));
                },
                bytes);
        return users;
    }

    void storeVisitors(Tx tx, Map<Key, Visitor> changed) throws SQLException {
        List<Object[]> rows = new ArrayList<>();
        changed.forEach((key, visitor) ->
                rows.add(new Object[] {key.bytes(), Nanos.of(visitor.seen()), codec.seal(visitor.write())}));
        tx.sql.batch(upsert("visitor"), rows);
    }

    /** @param before the same users as they were, for their links */
    void storeUsers(Tx tx, Map<Key, User> before, Map<Key, User> changed) throws SQLException {
        List<Object[]> rows = new ArrayList<>();
        List<Object[]> linked = new ArrayList<>();
        List<Object[]> unlinked = new ArrayList<>();
        changed.forEach((key, user) -> {
            rows.add(new Object[] {key.bytes(), Nanos.of(user.seen()), codec.seal(user.write())});
            User old = before.get(key);
            Set<Link> known = old == null ? new HashSet<>() : new HashSet<>(old.links());
            Set<Key> gone = new HashSet<>();
            known.forEach(link -> gone.add(link.visitor()));
            for (Link link : user.links()) {
                gone.remove(link.visitor());
                if (!known.contains(link)) {
                    linked.add(new Object[] {
                        key.bytes(),
                        link.visitor().bytes(),
                        Nanos.of(link.at()),
                        link.rank().ordinal()
                    });
                }
            }
            gone.forEach(visitor -> unlinked.add(new Object[] {key.bytes(), visitor.bytes()}));
        });
        tx.sql.batch(upsert("person"), rows);
        tx.sql.batch(
                "INSERT INTO link (person, visitor, linked_at, rank) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (person, visitor) DO UPDATE SET rank = excluded.rank",
                linked);
        tx.sql.batch("DELETE FROM link WHERE person = ? AND visitor = ?", unlinked);
    }

    private static String upsert(String table) {
        return "INSERT INTO " + table + " (subject, seen, body) VALUES (?, ?, ?)"
                + " ON CONFLICT (subject) DO UPDATE SET seen = excluded.seen, body = excluded.body";
    }

    public static List<byte[]> bytes(Collection<Key> keys) {
        return keys.stream().map(Key::bytes).toList();
    }
}
