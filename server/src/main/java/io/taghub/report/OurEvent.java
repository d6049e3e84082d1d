package io.taghub.report;

import io.taghub.event.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event, and what became of it at a tag.
 *
 * @param id null where its body is gone
 * @param worth as the sender said
 * @param told as the tag's rules make of it, null where that is not known any more or nothing
 * @param order mark of its order, 0 where it had none
 */
record OurEvent(
        long seq,
        String name,
        @Nullable String id,
        Instant time,
        Instant received,
        @Nullable Money worth,
        @Nullable Money told,
        long order,
        Disposition outcome) {

    boolean accepted() {
        return outcome.accepted();
    }

    /** What counts: as told, else as the sender said; null where it is worth nothing. */
    @Nullable
    Money money() {
        return told == null ? worth : told;
    }
}
