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

/** Who asked to be forgotten, by keyed hash: enough to know them again, useless for finding out who they were. */
public final class Tombstones {

    /** Those among the visitors and users of these events. */
    public Later<Set<Key>> among(Session sql, List<Draft> drafts) {
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
    }
}
