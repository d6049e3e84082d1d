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
    private static final int REREAD = 4 * SIZE;

    private final AtomicReferenceArray<@Nullable Entry> ring;
    /** What was read from the store by a lane that is behind: others are behind as well, and opening costs more than reading. */
    private final AtomicReferenceArray<@Nullable Entry> reread;

    /** Guarded by this. */
    private long changes;

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile long head;

    public Tail(boolean shared) {
        ring = new AtomicReferenceArray<>(shared ? 0 : SIZE);
        reread = new AtomicReferenceArray<>(shared ? 0 : REREAD);
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
            entries.forEach(entry -> ring.set(slot(ring, entry.seq()), entry));
        }
        head = entries.getLast().seq();
        listeners.forEach(Runnable::run);
    }

    /** Called by the writer once the change is durable. */
    void changed(List<Entry> entries) {
        if (remembers()) {
            outdated(entries.stream().map(Entry::seq).toList());
            for (Entry entry : entries) {
                Entry old = ring.get(slot(ring, entry.seq()));
                if (old != null && old.seq() == entry.seq()) {
                    ring.set(slot(ring, entry.seq()), entry);
                }
            }
        }
    }

    /** Called by the writer once these are gone. */
    void removed(Collection<Long> seqs) {
        if (remembers()) {
            outdated(seqs);
            for (long seq : seqs) {
                Entry old = ring.get(slot(ring, seq));
                if (old != null && old.seq() == seq) {
                    ring.set(slot(ring, seq), null);
                }
            }
        }
    }

    private synchronized void outdated(Collection<Long> seqs) {
        changes++;
        seqs.forEach(seq -> reread.set(slot(reread, seq), null));
    }

    /** How often events in the log have changed: to be asked before the store is. */
    synchronized long changes() {
        return changes;
    }

    /** @param asOf what {@link #changes} said before these were read: what changed meanwhile is not kept as it was */
    synchronized void reread(List<Entry> entries, long asOf) {
        if (remembers() && changes == asOf) {
            entries.forEach(entry -> reread.set(slot(reread, entry.seq()), entry));
        }
    }

    private @Nullable Entry remembered(long seq) {
        Entry entry = ring.get(slot(ring, seq));
        if (entry == null || entry.seq() != seq) {
            entry = reread.get(slot(reread, seq));
        }
        return entry == null || entry.seq() != seq ? null : entry;
    }

    /** The events right after {@code seq} that are remembered, without a gap; none if the first one is not. */
    List<Entry> read(long seq, int max) {
        List<Entry> entries = new ArrayList<>();
        if (remembers()) {
            long last = Math.min(head, seq + max);
            for (long next = seq + 1; next <= last; next++) {
                Entry entry = remembered(next);
                if (entry == null) {
                    break;
                }
                entries.add(entry);
            }
        }
        return entries;
    }

    private static int slot(AtomicReferenceArray<?> entries, long seq) {
        return (int) (seq & (entries.length() - 1));
    }
}
