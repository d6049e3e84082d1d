package io.taghub.store.journal;

import io.taghub.store.Journal.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The newest events as they went into the log, so that every lane that keeps up reads them without opening them again,
 * and the lanes' wake-up call. Remembers nothing where other nodes may change what it remembers.
 * The writer alone puts in; many lanes read, and take what was overwritten meanwhile from the store.
 */
public final class Tail {
    private static final int SIZE = 4096;

    private final AtomicReferenceArray<@Nullable Entry> ring;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile long head;

    public Tail(boolean shared) {
        ring = new AtomicReferenceArray<>(shared ? 0 : SIZE);
    }

    boolean remembers() {
        return ring.length() > 0;
    }

    void onAppend(Runnable listener) {
        listeners.add(listener);
    }

    public void start(long at) {
        head = at;
    }

    long head() {
        return head;
    }

    /** Called by the writer once these are durable. */
    void appended(List<Entry> entries) {
        if (remembers()) {
            entries.forEach(entry -> ring.set(slot(entry.seq()), entry));
        }
        head = entries.getLast().seq();
        listeners.forEach(Runnable::run);
    }

    /** Called by the writer once the change is durable. */
    void changed(List<Entry> entries) {
        if (remembers()) {
            for (Entry entry : entries) {
                Entry old = ring.get(slot(entry.seq()));
                if (old != null && old.seq() == entry.seq()) {
                    ring.set(slot(entry.seq()), entry);
                }
            }
        }
    }

    /** Called by the writer once these are gone. */
    void removed(Collection<Long> seqs) {
        if (remembers()) {
            for (long seq : seqs) {
                Entry old = ring.get(slot(seq));
                if (old != null && old.seq() == seq) {
                    ring.set(slot(seq), null);
                }
            }
        }
    }

    /** The events right after {@code seq} that are remembered, without a gap; none if the first one is not. */
    List<Entry> read(long seq, int max) {
        List<Entry> entries = new ArrayList<>();
        if (remembers()) {
            long last = Math.min(head, seq + max);
            for (long next = seq + 1; next <= last; next++) {
                Entry entry = ring.get(slot(next));
                if (entry == null || entry.seq() != next) {
                    break;
                }
                entries.add(entry);
            }
        }
        return entries;
    }

    private int slot(long seq) {
        return (int) (seq & (SIZE - 1));
    }
}
