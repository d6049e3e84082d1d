package io.taghub.sandbox;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The faults that are on, first come first played; deleting them also lets go of requests that hang. Safe for many
 * threads: all of it is behind one lock.
 */
final class Faults {
    private static final class Armed {
        final Fault fault;
        int left;

        Armed(Fault fault) {
            this.fault = fault;
            this.left = fault.times() == 0 ? Integer.MAX_VALUE : fault.times();
        }
    }

    private final List<Armed> armed = new ArrayList<>();
    private CountDownLatch cleared = new CountDownLatch(1);

    synchronized void add(Fault fault) {
        armed.add(new Armed(fault));
    }

    /** @param tag whose request it is, empty where nobody says */
    synchronized @Nullable Fault take(String host, String tag) {
        for (Iterator<Armed> each = armed.iterator(); each.hasNext(); ) {
            Armed next = each.next();
            if (next.fault.isFor(host, tag)) {
                if (next.fault.times() > 0 && --next.left == 0) {
                    each.remove();
                }
                return next.fault;
            }
        }
        return null;
    }

    synchronized List<Fault> list() {
        return armed.stream().map(each -> each.fault).toList();
    }

    /** Of one tag. */
    synchronized void clear(String tag) {
        armed.removeIf(each -> each.fault.tag().equals(tag));
        letGo();
    }

    synchronized void clear() {
        armed.clear();
        letGo();
    }

    private void letGo() {
        cleared.countDown();
        cleared = new CountDownLatch(1);
    }

    /** Waits until the faults are deleted, at most that long. */
    void awaitCleared(long atMostMs) throws InterruptedException {
        CountDownLatch latch;
        synchronized (this) {
            latch = cleared;
        }
        latch.await(atMostMs, TimeUnit.MILLISECONDS);
    }
}
