package io.taghub.delivery;

import io.taghub.event.Event;
import io.taghub.store.Parked;
import io.taghub.tag.Item;
import io.taghub.tag.Reason;
import org.jspecify.annotations.Nullable;

/**
 * An event whose turn it is at a tag.
 *
 * @param event as the tag saw it: with the click ids that count and all that is known of the person
 * @param earlier what was written when it was put aside, null if it comes for the first time
 */
record Ready(long seq, Event event, Item item, @Nullable Parked earlier) {
    /** Whether it is under suspicion of having spoilt a batch. */
    boolean goesAlone() {
        return earlier != null && earlier.reason() == Reason.REJECTED_BY_PLATFORM;
    }

    boolean unknownBefore() {
        return earlier != null && earlier.unknown();
    }
}
