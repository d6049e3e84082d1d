package io.taghub.store.person;

import io.taghub.event.Event;
import io.taghub.store.IdentityStore.Known;
import io.taghub.store.engine.Tx;
import io.taghub.store.seal.Key;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What was found out last about the people behind events, so that of many tags one asks and the others remember. A change
 * of somebody outdates what is remembered of all whose events they are behind. Safe for many threads; only where no other
 * node may change anybody.
 */
public final class Recollection {
    private static final int SIZE = 1 << 14;

    /** Per group of subjects which change was the last of somebody of it. */
    private final AtomicLongArray changed = new AtomicLongArray(SIZE);

    private final AtomicLong changes = new AtomicLong();
    private final AtomicReferenceArray<@Nullable Recalled> latest = new AtomicReferenceArray<>(SIZE);

    /**
     * @param groups of those it is about
     * @param asOf the last change before it was found out
     */
    private record Recalled(Event event, int[] groups, long asOf, Known known) {}

    /** Null where it is not known any more. The event must be the very same one, since others may share its id. */
    public @Nullable Known of(Event event) {
        Recalled recalled = latest.get(slot(event));
        if (recalled == null || recalled.event != event) {
            return null;
        }
        for (int group : recalled.groups) {
            if (changed.get(group) > recalled.asOf) {
                return null;
            }
        }
        return recalled.known;
    }

    /** The last change of anybody: to be asked before the store is. */
    public long changes() {
        return changes.get();
    }

    /**
     * @param about everybody by whose rows it was found out, also those who have none
     * @param asOf what {@link #changes()} said before: what changed since may not be in it
     */
    public void keep(Event event, Collection<Key> about, Known known, long asOf) {
        int[] groups = about.stream().mapToInt(Recollection::group).toArray();
        latest.set(slot(event), new Recalled(event, groups, asOf, known));
    }

    /** They change in this transaction: for those who look into the memory at once, for others when it is durable. */
    void changing(Tx tx, Collection<Key> subjects) {
        if (!subjects.isEmpty()) {
            tx.learn(() -> changed(subjects.stream().mapToInt(Recollection::group)));
            tx.after(() -> changed(subjects.stream().mapToInt(Recollection::group)));
        }
    }

    void forget() {
        changed(IntStream.range(0, SIZE));
    }

    private void changed(IntStream groups) {
        // First, so that nobody keeps what they found out before with how it stands after.
        long change = changes.incrementAndGet();
        groups.forEach(group -> changed.accumulateAndGet(group, change, Math::max));
    }

    private static int slot(Event event) {
        return event.id().hashCode() & (SIZE - 1);
    }

    private static int group(Key subject) {
        return subject.hashCode() & (SIZE - 1);
    }
}
