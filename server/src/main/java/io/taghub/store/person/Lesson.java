package io.taghub.store.person;

import io.taghub.event.Channel;
import io.taghub.event.Event;
import io.taghub.store.seal.Draft;
import io.taghub.store.seal.EventCodec;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one copy of an event teaches about who is who.
 *
 * @param said the copy as it came: whose words and details these are
 * @param whole the event after it; the same unless the copy completed an earlier one
 * @param words whether its consent, details and browser are news; not where it tells again what was told before
 * @param rank what it is worth that it names both user and visitor, null where that is worth nothing
 * @param met when the copy came that names the visitor
 * @param settles whether a back end's word in it settles which click brought the user
 * @param voice whose word on consent it is, where the event itself may not name the visitor
 * @param seq the event's place in the journal if it takes it with this, else 0
 */
public record Lesson(
        Draft said,
        Draft whole,
        boolean words,
        Link.@Nullable Rank rank,
        Instant met,
        boolean settles,
        @Nullable String voice,
        long seq) {

    Event event() {
        return whole.event();
    }

    boolean byBackEnd() {
        return said.event().channels().contains(Channel.SERVER);
    }

    /** Nothing is learned of erased people. */
    boolean tells() {
        return !EventCodec.isBlank(said.event()) && !EventCodec.isBlank(whole.event());
    }
}
