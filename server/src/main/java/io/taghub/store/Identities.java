package io.taghub.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Learns from events who clicked what and who they are, and writes only what is new. Remembers visitors and users as
 * they were last committed, where no other node may change them; only the writer puts anything into that memory, so a
 * reader's older view cannot get there.
 */
final class Identities {
    private static final int REMEMBERED = 20_000;

    private final IdentityRows rows;
    private final Cache<Key, Visitor> visitors;
    private final Cache<Key, User> users;

    Identities(IdentityRows rows, boolean shared) {
        this.rows = rows;
        int size = shared ? 0 : REMEMBERED;
        this.visitors =
                Caffeine.newBuilder().maximumSize(size).executor(Runnable::run).build();
        this.users =
                Caffeine.newBuilder().maximumSize(size).executor(Runnable::run).build();
    }

    Map<Key, Visitor> visitors(Session sql, Collection<Key> keys) throws SQLException {
        Map<Key, Visitor> known = new HashMap<>(visitors.getAllPresent(keys));
        List<Key> missing = keys.stream().filter(key -> !known.containsKey(key)).toList();
        known.putAll(rows.visitors(sql, missing));
        return known;
    }

    Map<Key, User> users(Session sql, Collection<Key> keys) throws SQLException {
        Map<Key, User> known = new HashMap<>(users.getAllPresent(keys));
        List<Key> missing = keys.stream().filter(key -> !known.containsKey(key)).toList();
        known.putAll(rows.users(sql, missing));
        return known;
    }

    void learn(Tx tx, List<Draft> drafts) throws SQLException {
        Set<Key> visitorKeys = new TreeSet<>();
        Set<Key> userKeys = new TreeSet<>();
        List<Draft> telling = drafts.stream()
                .filter(draft -> !EventCodec.isBlank(draft.event()))
                .toList();
        for (Draft draft : telling) {
            if (draft.visitor() != null) {
                visitorKeys.add(draft.visitor());
            }
            if (draft.user() != null) {
                userKeys.add(draft.user());
            }
        }
        Map<Key, Visitor> visitorsBefore = visitors(tx.sql, visitorKeys);
        Map<Key, User> usersBefore = users(tx.sql, userKeys);
        Map<Key, Visitor> visitorsNow = new TreeMap<>(visitorsBefore);
        Map<Key, User> usersNow = new TreeMap<>(usersBefore);
        for (Draft draft : telling) {
            String visitor = draft.event().visitor();
            String user = draft.event().user().id();
            if (draft.visitor() != null && visitor != null) {
                visitorsNow.merge(
                        draft.visitor(),
                        Visitor.of(visitor, draft.event().received()).after(draft.event()),
                        (old, fresh) -> old.after(draft.event()));
            }
            if (draft.user() != null && user != null) {
                usersNow.merge(
                        draft.user(),
                        User.of(user, draft.event().received()).after(draft.event(), draft.visitor()),
                        (old, fresh) -> old.after(draft.event(), draft.visitor()));
            }
        }
        rows.storeVisitors(tx, changed(visitorsBefore, visitorsNow));
        rows.storeUsers(tx, usersBefore, changed(usersBefore, usersNow));
        tx.after(() -> {
            visitors.putAll(visitorsNow);
            users.putAll(usersNow);
        });
    }

    private static <T> Map<Key, T> changed(Map<Key, T> before, Map<Key, T> now) {
        Map<Key, T> changed = new TreeMap<>(now);
        changed.entrySet().removeIf(entry -> entry.getValue().equals(before.get(entry.getKey())));
        return changed;
    }

    /** Called by the writer once they are gone. */
    void forget(Collection<Key> subjects) {
        visitors.invalidateAll(subjects);
        users.invalidateAll(subjects);
    }
}
