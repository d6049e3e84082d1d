package io.taghub.plan;

import io.taghub.store.LaneStore.Once;

/**
 * What went to a tag last by what it counts once, in bounded memory: the latest hundred thousand and more, as hashes. A repeat
 * that is further apart counts as a first.
 */
final class SeenOnce {
    /** Of each of two generations; of 16 bytes, half of them free. */
    private static final int MOST = 1 << 17;

    private Generation young = new Generation();
    private Generation old = new Generation();

    /** Whether it tells again what went before; if not, it is what went last. */
    boolean repeats(Once once) {
        long key = hash(once.key());
        long told = told(once);
        long last = young.get(key);
        last = last == 0 ? old.get(key) : last;
        if (last != 0 && same(once, told, last)) {
            return true;
        }
        if (young.size >= MOST) {
            old = young;
            young = new Generation();
        }
        young.put(key, told);
        return false;
    }

    private static boolean same(Once once, long one, long other) {
        int value = (int) one;
        int another = (int) other;
        return one >>> 32 == other >>> 32 && once.repeats(value == another || value == 0 || another == 0);
    }

    /** Status before value, which is 0 where there is none; never 0 as a whole. */
    private static long told(Once once) {
        int value = once.value().isEmpty() ? 0 : (int) hash(once.value()) | 1;
        return (hash(once.status()) | 1) << 32 | (value & 0xFFFF_FFFFL);
    }

    private static long hash(String text) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
            hash ^= hash >>> 29;
        }
        hash *= 0x9E3779B97F4A7C15L;
        return hash ^ hash >>> 32;
    }

    /** A map by open addressing; 0 is no value. */
    private static final class Generation {
        private long[] keys = new long[64];
        private long[] values = new long[64];
        private int size;

        long get(long key) {
            return values[place(key)];
        }

        void put(long key, long value) {
            int place = place(key);
            size += values[place] == 0 ? 1 : 0;
            keys[place] = key;
            values[place] = value;
            if (size * 2 > keys.length) {
                grow();
            }
        }

        private int place(long key) {
            int place = (int) key & keys.length - 1;
            while (values[place] != 0 && keys[place] != key) {
                place = place + 1 & keys.length - 1;
            }
            return place;
        }

        private void grow() {
            long[] before = keys;
            long[] told = values;
            keys = new long[before.length * 2];
            values = new long[before.length * 2];
            for (int i = 0; i < before.length; i++) {
                if (told[i] != 0) {
                    int place = place(before[i]);
                    keys[place] = before[i];
                    values[place] = told[i];
                }
            }
        }
    }
}
