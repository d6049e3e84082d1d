package io.taghub.store.person;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of those who were asked for last, in two generations: where one is full the one before goes. A cache that
 * keeps the order of every look cost the writer a fifth of its time. The writer alone uses, puts and removes; others may
 * {@link #peek}, and see what was put last, or nothing.
 */
final class Recent<K, V> {
    private final int most;
    private volatile Map<K, V> newer = new ConcurrentHashMap<>();
    private volatile Map<K, V> older = new ConcurrentHashMap<>();

    /** @param most in each generation; with 0 nothing is remembered */
    Recent(int most) {
        this.most = most;
    }

    /** The value, which is now as good as new; the writer's. */
    @Nullable
    V use(K key) {
        V value = newer.get(key);
        if (value == null) {
            value = older.get(key);
            if (value != null) {
                put(key, value);
            }
        }
        return value;
    }

    @Nullable
    V peek(K key) {
        V value = newer.get(key);
        return value == null ? older.get(key) : value;
    }

    /** Those that are remembered. */
    Map<K, V> peek(Collection<K> keys) {
        Map<K, V> known = new HashMap<>();
        for (K key : keys) {
            V value = peek(key);
            if (value != null) {
                known.put(key, value);
            }
        }
        return known;
    }

    void put(K key, V value) {
        if (most == 0) {
            return;
        }
        Map<K, V> full = newer;
        full.put(key, value);
        if (full.size() >= most) {
            older = full;
            newer = new ConcurrentHashMap<>();
        }
    }

    void remove(Collection<K> keys) {
        for (K key : keys) {
            older.remove(key);
            newer.remove(key);
        }
    }

    void clear() {
        older = new ConcurrentHashMap<>();
        newer = new ConcurrentHashMap<>();
    }
}
