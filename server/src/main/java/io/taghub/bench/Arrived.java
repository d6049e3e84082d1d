package io.taghub.bench;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Which events of which load came to which tag: each is counted once. Safe for many threads: what is not atomic belongs to
 * the receiver's.
 */
final class Arrived implements Receiver.Taker {
    private static final int DIGITS = 9;

    private final List<Expected> loads = new CopyOnWriteArrayList<>();
    private final AtomicLong strangers = new AtomicLong();

    /** One load's. */
    static final class Expected {
        private final byte[] prefix;
        private final Map<String, BitSet> seen = new HashMap<>();
        private final AtomicLong count = new AtomicLong();
        private final Latencies latencies = new Latencies();
        private volatile @Nullable Load load;
        private volatile long last = System.nanoTime();

        Expected(String ids) {
            this.prefix = Inbox.ascii(ids + "-");
        }

        /** Different events at each tag, all tags together. */
        long count() {
            return count.get();
        }

        /** When, in {@link System#nanoTime}, one came that had not come before. */
        long last() {
            return last;
        }

        /** From now on arrivals are timed from when their request was due. */
        void time(Load sending) {
            load = sending;
        }

        Latencies latencies() {
            return latencies;
        }

        private void took(String host, int number) {
            BitSet numbers = seen.computeIfAbsent(host, tag -> new BitSet());
            if (!numbers.get(number)) {
                numbers.set(number);
                last = System.nanoTime();
                count.incrementAndGet();
                Load sending = load;
                if (sending != null) {
                    latencies.add(last - sending.due(number));
                }
            }
        }
    }

    /** @param ids the load's */
    Expected expect(String ids) {
        Expected expected = new Expected(ids);
        loads.add(expected);
        return expected;
    }

    /** Ids that no load has sent: a peer may give its own. */
    long strangers() {
        return strangers.get();
    }

    @Override
    public void took(String host, byte[] bytes, int from, int to) {
        int number = to - DIGITS;
        for (Expected expected : loads) {
            byte[] prefix = expected.prefix;
            if (number - from == prefix.length
                    && java.util.Arrays.equals(bytes, from, number, prefix, 0, prefix.length)) {
                expected.took(host, number(bytes, number));
                return;
            }
        }
        strangers.incrementAndGet();
    }

    private static int number(byte[] bytes, int from) {
        int number = 0;
        for (int i = from; i < from + DIGITS; i++) {
            number = number * 10 + bytes[i] - '0';
        }
        return number;
    }
}
