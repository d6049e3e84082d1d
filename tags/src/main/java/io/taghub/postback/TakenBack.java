package io.taghub.postback;

import io.taghub.event.Event;
import java.math.BigDecimal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Events that say of a conversion told before that it is none any more, or less. */
final class TakenBack {
    static final String REVERSED = "reversed";

    private static final Set<String> NAMES = Set.of("refund", "chargeback");

    private TakenBack() {}

    static boolean is(Event event) {
        return NAMES.contains(event.name()) || REVERSED.equals(event.status());
    }

    /** The state it leaves behind: a refund that does not say is one of everything. */
    static @Nullable String status(Event event) {
        return event.status() == null && NAMES.contains(event.name()) ? REVERSED : event.status();
    }

    /** Whether it gives back less than the conversion was worth, where it says what that was. */
    static boolean inPart(Event event) {
        BigDecimal whole = whole(event);
        return whole != null
                && event.money() != null
                && event.money().amount().abs().compareTo(whole.abs()) < 0;
    }

    /** What the conversion was worth, in the event's currency; null where nothing says so. */
    static @Nullable BigDecimal whole(Event event) {
        Object said = event.properties().get("original_value");
        try {
            return said instanceof Number || said instanceof String ? new BigDecimal(said.toString()) : null;
        } catch (NumberFormatException noAmount) {
            return null;
        }
    }

    /** What the conversion is called at the receiver: its order, or else the event that told of it. */
    static @Nullable String transaction(Event event) {
        Event.Original original = event.original();
        if (event.orderId() != null || original == null || !is(event)) {
            return event.orderId();
        }
        return original.orderId() == null ? original.id() : original.orderId();
    }

    /** The name under which the conversion was told, where a network's words are asked for. */
    static String told(Event event, Set<String> words) {
        Event.Original original = event.original();
        return is(event) && !words.contains(event.name()) && original != null && original.name() != null
                ? original.name()
                : event.name();
    }
}
