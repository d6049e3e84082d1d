package io.taghub.delivery;

import io.taghub.event.Event;
import io.taghub.store.LaneStore.Parked;
import io.taghub.tag.Item;
import org.jspecify.annotations.Nullable;

/**
 * An event whose turn it is at a tag.
 *
 * @param event as the tag saw it: with the click ids that count and all that is known of the person
 * @param earlier what was written when it was put aside, null if it comes for the first time
 */
record Ready(long seq, Event event, Item item, @Nullable Parked earlier) {}
