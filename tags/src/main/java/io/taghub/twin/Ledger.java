package io.taghub.twin;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What the platforms have counted so far, each under its own dedup key. Safe for many threads: one lock. */
public final class Ledger {
    /** Longer than any test runs: the platform never forgets. */
    public static final Duration FOREVER = Duration.ofDays(36_500);

    private record Entry(@Nullable String key, Conversion conversion) {}

    private final int max;
    private final Map<Long, Entry> entries = new LinkedHashMap<>();
    private final Map<String, Long> byKey = new HashMap<>();
    private long next;

    public Ledger(int max) {
        this.max = max;
    }

    /**
     * Counts a conversion unless its key is known and younger than the window; the first one stays as it is.
     *
     * @param key what the platform dedups by, or null where it does not
     * @return true where it is new
     */
    public synchronized boolean add(@Nullable String key, Duration window, Conversion conversion) {
        return merge(key, window, conversion, Conversion::again);
    }

    /** As {@link #add}, but a repeat may change the one that is there. */
    public synchronized boolean merge(
            @Nullable String key, Duration window, Conversion conversion, UnaryOperator<Conversion> repeat) {
        Long known = key == null ? null : byKey.get(key);
        Entry entry = known == null ? null : entries.get(known);
        if (known != null && entry != null && inside(window, entry.conversion().at(), conversion.at())) {
            entries.put(known, new Entry(key, repeat.apply(entry.conversion())));
            return false;
        }
        long place = next++;
        entries.put(place, new Entry(key, conversion));
        if (key != null) {
            byKey.put(key, place);
        }
        if (entries.size() > max) {
            dropOldest();
        }
        return true;
    }

    /**
     * Changes the conversion that came last of those that fit: what takes one back is none itself.
     *
     * @return false where none fits
     */
    public synchronized boolean change(Predicate<Conversion> which, UnaryOperator<Conversion> change) {
        Map.Entry<Long, Entry> last = null;
        for (Map.Entry<Long, Entry> entry : entries.entrySet()) {
            last = which.test(entry.getValue().conversion()) ? entry : last;
        }
        if (last != null) {
            Entry known = last.getValue();
            last.setValue(new Entry(known.key(), change.apply(known.conversion())));
        }
        return last != null;
    }

    private static boolean inside(Duration window, Instant first, Instant second) {
        return Duration.between(first, second).compareTo(window) < 0;
    }

    private void dropOldest() {
        var oldest = entries.entrySet().iterator();
        var dropped = oldest.next();
        String key = dropped.getValue().key();
        if (key != null) {
            byKey.remove(key, dropped.getKey());
        }
        oldest.remove();
    }

    synchronized @Nullable Conversion get(String key) {
        Long known = byKey.get(key);
        Entry entry = known == null ? null : entries.get(known);
        return entry == null ? null : entry.conversion();
    }

    public synchronized List<Conversion> list(@Nullable String host) {
        return entries.values().stream()
                .map(Entry::conversion)
                .filter(conversion -> host == null || conversion.host().equalsIgnoreCase(host))
                .toList();
    }

    public synchronized void clear() {
        entries.clear();
        byKey.clear();
    }
}
