package io.taghub.store.person;

import io.taghub.store.engine.Session;
import io.taghub.store.engine.Session.Later;
import io.taghub.store.engine.Tx;
import io.taghub.store.seal.Draft;
import io.taghub.store.seal.Key;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who asked to be forgotten, by keyed hash: enough to know them again, useless for finding out who they were. As long as
 * they are few, and no other node may add any, they are in memory too: every event asks for them.
 */
public final class Tombstones {
    private static final int FEW = 100_000;

    /** Null where the database has to be asked. */
    private volatile @Nullable Set<Key> all;

    /** Where no other node writes, before anybody asks. */
    public int start(Session sql) throws SQLException {
        List<Key> few = sql.list("SELECT subject FROM tombstone LIMIT ?", row -> Key.of(row.getBytes(1)), FEW + 1);
        if (few.size() <= FEW) {
            all = ConcurrentHashMap.newKeySet();
            all.addAll(few);
        }
        return few.size();
    }

    /** What was added last may never be kept. */
    public void forget() {
        all = null;
    }

    /** Those among the visitors and users of these events. */
    public Later<Set<Key>> among(Session sql, List<Draft> drafts) {
        Set<Key> known = all;
        if (known != null && known.isEmpty()) {
            return Set::of;
        }
        Set<Key> subjects = new HashSet<>();
        for (Draft draft : drafts) {
            if (draft.visitor() != null) {
                subjects.add(draft.visitor());
            }
            if (draft.user() != null) {
                subjects.add(draft.user());
            }
        }
        return of(sql, subjects);
    }

    public Later<Set<Key>> of(Session sql, Set<Key> subjects) {
        Set<Key> known = all;
        if (known != null) {
            return () -> subjects.stream().filter(known::contains).collect(Collectors.toSet());
        }
        Later<List<Key>> erased = sql.laterIn(
                "SELECT subject FROM tombstone WHERE subject IN (?*)",
                row -> Key.of(row.getBytes(1)),
                subjects.stream().map(Key::bytes).toList());
        return () -> new HashSet<>(erased.get());
    }

    public void add(Tx tx, Set<Key> subjects, long at) throws SQLException {
        tx.sql.batch(
                "INSERT INTO tombstone (subject, erased_at) VALUES (?, ?) ON CONFLICT (subject) DO NOTHING",
                subjects.stream().map(key -> new Object[] {key.bytes(), at}).toList());
        tx.learn(() -> {
            Set<Key> known = all;
            if (known != null) {
                known.addAll(subjects);
            }
        });
    }
}
