package io.taghub.store.person;

import io.taghub.event.Channel;
import io.taghub.event.Event;
import io.taghub.store.seal.Draft;
import io.taghub.store.seal.EventCodec;
import org.jspecify.annotations.Nullable;

/**
 * What one copy of an event teaches about who is who.
 *
 * @param said the copy as it came: whose words and details these are
 * @param whole the event after it; the same unless the copy completed an earlier one
 * @param words whether its consent, details and browser are news; not where it tells again what was told before
 * @param sure whether a link in it is a back end's word and not only a browser's claim
 * @param links whether it may link its user to its visitor at all
 * @param conversion whether the back end's word in it settles which click brought the user
 * @param voice whose word on consent it is, where the event itself may not name the visitor
 * @param seq the event's place in the journal if it takes it with this, else 0
 */
public record Lesson(
        Draft said,
        Draft whole,
        boolean words,
        boolean sure,
        boolean links,
        boolean conversion,
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
