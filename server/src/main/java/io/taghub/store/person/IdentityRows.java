package io.taghub.store.person;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.taghub.store.engine.Nanos;
import io.taghub.store.engine.Session;
import io.taghub.store.engine.Session.Later;
import io.taghub.store.engine.Tx;
import io.taghub.store.seal.EventCodec;
import io.taghub.store.seal.Key;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows of visitors and users, sealed. */
public final class IdentityRows {
    private static final int REMEMBERED = 20_000;

    private final EventCodec codec;

    /** Opened before: where other nodes write too a row has to be asked for each time, but seldom says anything new. */
    private final @Nullable Cache<Key, Opened> opened;

    private record Opened(byte[] body, Visitor visitor) {}

    public IdentityRows(EventCodec codec, boolean shared) {
        this.codec = codec;
        this.opened = shared
                ? Caffeine.newBuilder()
                        .maximumSize(REMEMBERED)
                        .executor(Runnable::run)
                        .build()
                : null;
    }

    private Visitor visitor(Row row) {
        Opened before = opened == null ? null : opened.getIfPresent(row.key);
        if (before != null && Arrays.equals(before.body, row.body)) {
            return before.visitor;
        }
        Visitor visitor = Visitor.read(codec.open(row.body));
        if (opened != null) {
            opened.put(row.key, new Opened(row.body, visitor));
        }
        return visitor;
    }

    private record Row(Key key, byte[] body) {}

    private record Linked(Key person, Link link) {}

    Later<Map<Key, Visitor>> visitors(Session sql, Collection<Key> keys) {
        return visitors(sql, "SELECT subject, body FROM visitor WHERE subject IN (?*)", keys);
    }

    /** The browsers linked to these users. */
    Later<Map<Key, Visitor>> browsers(Session sql, Collection<Key> users) {
        return visitors(
                sql,
                "SELECT subject, body FROM visitor WHERE subject IN (SELECT visitor FROM link WHERE person IN (?*))",
                users);
    }

    private Later<Map<Key, Visitor>> visitors(Session sql, String question, Collection<Key> keys) {
        Later<List<Row>> rows =
                sql.laterIn(question, row -> new Row(Key.of(row.getBytes(1)), row.getBytes(2)), bytes(keys));
        return () -> {
            Map<Key, Visitor> visitors = new HashMap<>();
            for (Row row : rows.get()) {
                visitors.put(row.key, visitor(row));
            }
            return visitors;
        };
    }

    Later<Map<Key, User>> users(Session sql, Collection<Key> keys) {
        List<byte[]> bytes = bytes(keys);
        Later<List<Linked>> links = sql.laterIn(
                "SELECT person, visitor, linked_at, rank FROM link WHERE person IN (?*) ORDER BY linked_at",
                row -> new Linked(
                        Key.of(row.getBytes(1)),
                        new Link(Key.of(row.getBytes(2)), Nanos.of(row.getLong(3)), Link.Rank.values()[row.getInt(4)])),
                bytes);
        Later<List<Row>> rows = sql.laterIn(
                "SELECT subject, body FROM person WHERE subject IN (?*)",
                row -> new Row(Key.of(row.getBytes(1)), row.getBytes(2)),
                bytes);
        return () -> {
            Map<Key, List<Link>> theirs = new HashMap<>();
            for (Linked one : links.get()) {
                theirs.computeIfAbsent(one.person, first -> new ArrayList<>()).add(one.link);
            }
            Map<Key, User> users = new HashMap<>();
            for (Row row : rows.get()) {
                users.put(row.key, User.read(codec.open(row.body), theirs.getOrDefault(row.key, List.of())));
            }
            return users;
        };
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
