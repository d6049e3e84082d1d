package io.taghub.delivery;

import io.taghub.store.Store;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When something put aside is due. Other nodes and people put things aside too, so the store is asked from time to time. */
final class Due {
    private static final Duration BELIEVED = Duration.ofSeconds(1);

    private final String tag;
    private final Store store;
    private @Nullable Instant next;
    private long askedAt;
    private boolean asked;

    Due(String tag, Store store) {
        this.tag = tag;
        this.store = store;
    }

    /** Something was put aside, or taken from there. */
    void askAgain() {
        asked = false;
    }

    boolean anything(Instant now) {
        if (!asked || System.nanoTime() - askedAt > BELIEVED.toNanos()) {
            next = store.lanes().nextDue(tag);
            askedAt = System.nanoTime();
            asked = true;
        }
        return next != null && !next.isAfter(now);
    }

    /** As last heard, null if nothing is. */
    @Nullable
    Instant next() {
        return next;
    }
}
