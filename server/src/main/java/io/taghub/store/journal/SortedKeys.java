package io.taghub.store.journal;

import io.taghub.store.journal.KnownKeys.Known;
import io.taghub.store.seal.EventKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events by key, in the keys' order. They stand in blocks of plain numbers: a hundred thousand of them are 5 MB without an
 * object that the collector has to look at, and what is looked up lies together. For one thread at a time.
 */
final class SortedKeys {
    private static final int MOST = 64;

    /** Never empty, but that the first is until something comes. */
    private final List<Block> blocks = new ArrayList<>(List.of(new Block()));

    private int size;

    /** Neighbours, each with its numbers in {@link #FIELDS} places. */
    private static final class Block {
        static final int FIELDS = 3;
        long first;
        long second;
        int size;
        final long[] keys = new long[2 * MOST];
        final long[] values = new long[FIELDS * MOST];

        EventKey key(int index) {
            return new EventKey(keys[2 * index], keys[2 * index + 1]);
        }

        Known known(int index) {
            int at = FIELDS * index;
            return new Known(key(index), values[at], values[at + 1], (int) values[at + 2]);
        }

        void set(int index, Known known) {
            keys[2 * index] = known.key().first();
            keys[2 * index + 1] = known.key().second();
            int at = FIELDS * index;
            values[at] = known.seq();
            values[at + 1] = known.expires();
            values[at + 2] = known.channels();
        }

        /** Where the key is, or else -1 less the place it would have. */
        int find(EventKey key) {
            int from = 0;
            int to = size - 1;
            while (from <= to) {
                int middle = (from + to) >>> 1;
                int order = compare(keys[2 * middle], keys[2 * middle + 1], key);
                if (order == 0) {
                    return middle;
                }
                if (order < 0) {
                    from = middle + 1;
                } else {
                    to = middle - 1;
                }
            }
            return -from - 1;
        }

        /** Moves everything from there on by so many places, forth or back. */
        void shift(int index, int by) {
            System.arraycopy(keys, 2 * index, keys, 2 * (index + by), 2 * (size - index));
            System.arraycopy(values, FIELDS * index, values, FIELDS * (index + by), FIELDS * (size - index));
            size += by;
        }

        void begin() {
            first = keys[0];
            second = keys[1];
        }

        /** Keeps the lower half; answers the other. */
        Block split() {
            Block upper = new Block();
            int half = size / 2;
            upper.size = size - half;
            System.arraycopy(keys, 2 * half, upper.keys, 0, 2 * upper.size);
            System.arraycopy(values, FIELDS * half, upper.values, 0, FIELDS * upper.size);
            upper.begin();
            size = half;
            return upper;
        }
    }

    private static int compare(long first, long second, EventKey key) {
        int order = Long.compareUnsigned(first, key.first());
        return order == 0 ? Long.compareUnsigned(second, key.second()) : order;
    }

    /** The last block that begins with this key or before it, else the first. */
    private int block(EventKey key) {
        int from = 1;
        int to = blocks.size() - 1;
        while (from <= to) {
            int middle = (from + to) >>> 1;
            Block block = blocks.get(middle);
            if (compare(block.first, block.second, key) <= 0) {
                from = middle + 1;
            } else {
                to = middle - 1;
            }
        }
        return from - 1;
    }

    int size() {
        return size;
    }

    @Nullable
    Known get(EventKey key) {
        Block block = blocks.get(block(key));
        int index = block.find(key);
        return index < 0 ? null : block.known(index);
    }

    /** Answers the one in whose place it is. */
    @Nullable
    Known put(Known known) {
        int at = block(known.key());
        Block block = blocks.get(at);
        int index = block.find(known.key());
        if (index >= 0) {
            Known old = block.known(index);
            block.set(index, known);
            return old;
        }
        if (block.size == MOST) {
            blocks.add(at + 1, block.split());
            return put(known);
        }
        block.shift(-index - 1, 1);
        block.set(-index - 1, known);
        block.begin();
        size++;
        return null;
    }

    void remove(EventKey key) {
        int at = block(key);
        Block block = blocks.get(at);
        int index = block.find(key);
        if (index < 0) {
            return;
        }
        block.shift(index + 1, -1);
        block.begin();
        size--;
        if (block.size == 0 && blocks.size() > 1) {
            blocks.remove(at);
        }
    }

    /** What comes behind this key, or from the start on where there is none. */
    List<Known> after(@Nullable EventKey key, int most) {
        List<Known> next = new ArrayList<>();
        int at = key == null ? 0 : block(key);
        int found = key == null ? -1 : blocks.get(at).find(key);
        int index = found < 0 ? -found - 1 : found + 1;
        for (; at < blocks.size(); at++, index = 0) {
            for (Block block = blocks.get(at); index < block.size; index++) {
                if (next.size() == most) {
                    return next;
                }
                next.add(block.known(index));
            }
        }
        return next;
    }

    /** From the lowest of these to the highest, both included. */
    List<Known> between(EventKey lowest, EventKey highest) {
        List<Known> there = new ArrayList<>();
        Known first = get(lowest);
        if (first != null) {
            there.add(first);
        }
        for (EventKey at = lowest; ; ) {
            List<Known> next = after(at, 1);
            if (next.isEmpty() || next.getFirst().key().compareTo(highest) > 0) {
                return there;
            }
            there.addAll(next);
            at = next.getFirst().key();
        }
    }
}
