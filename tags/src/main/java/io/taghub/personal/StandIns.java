package io.taghub.personal;

import io.taghub.event.Event;
import io.taghub.tag.Identifiers;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What receivers are told in place of an event's or an order's id that is a person's address or phone number: always the same
 * for the same id, so that they know a repeat and a refund by it, and nothing by which they would know the person.
 */
public final class StandIns {
    private StandIns() {}

    /** The event as a receiver gets to see it; itself where its ids are nobody's. */
    public static Event of(Event event) {
        String id = String.valueOf(id(event.id()));
        String order = id(event.orderId());
        Event.Original original = original(event.original());
        return id.equals(event.id()) && Objects.equals(order, event.orderId()) && original == event.original()
                ? event
                : event.toBuilder()
                        .named(event.name(), id)
                        .orderId(order)
                        .original(original)
                        .build();
    }

    private static Event.@Nullable Original original(Event.@Nullable Original original) {
        if (original == null) {
            return null;
        }
        String id = id(original.id());
        String order = id(original.orderId());
        return Objects.equals(id, original.id()) && Objects.equals(order, original.orderId())
                ? original
                : new Event.Original(original.name(), id, original.time(), order);
    }

    private static @Nullable String id(@Nullable String id) {
        if (id == null || isPlain(id) || PersonalData.impersonalId(id) != null) {
            return id;
        }
        // Not the plain hash, by which platforms look a person up.
        return Identifiers.hex("SHA-256", "stand-in " + id).substring(0, 32);
    }

    /** Whether it is of such signs alone of which no address or international number can be made. */
    private static boolean isPlain(String id) {
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c >= 128 || !(Character.isLetterOrDigit(c) || "_.:/-".indexOf(c) >= 0)) {
                return false;
            }
        }
        return true;
    }
}
