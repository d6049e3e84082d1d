package io.taghub.postback;

import io.taghub.event.Event;
import io.taghub.event.Marks;
import io.taghub.event.Money;
import io.taghub.life.Saying;
import io.taghub.text.Amount;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What events say of a conversion told before, in the words that a network's may be set out for. */
final class TakenBack {
    static final String REVERSED = "reversed";
    static final String ADJUSTED = "adjusted";

    private static final String APPROVED = "approved";

    private TakenBack() {}

    /** Whether it says of a conversion that it is none any more, or less. */
    static boolean is(Event event) {
        return Saying.takesBack(event) || REVERSED.equals(state(event));
    }

    /** A refund or chargeback without a status, or with one that says that it happened. */
    static boolean isPlain(Event event) {
        return Saying.takesBack(event) && Saying.kind(event.status()) == Saying.Kind.APPROVED;
    }

    /** The hub's word for what the conversion is after it; null where nothing is said, or in a word of the sender's own. */
    static @Nullable String state(Event event) {
        boolean back = Saying.takesBack(event);
        if (event.status() == null && !back) {
            return null;
        }
        return switch (Saying.kind(event.status())) {
            case APPROVED -> back ? REVERSED : APPROVED;
            case PENDING -> "pending";
            case REJECTED -> "rejected";
            case ADJUSTED -> back ? REVERSED : ADJUSTED;
            case REVERSED, TAKEN_BACK, LEFT, CANCELLED -> back ? REVERSED : cancelled(event);
            case OTHER -> null;
        };
    }

    /** What is pending is rejected by it: the hub knows, and has noted it. */
    private static String cancelled(Event event) {
        String noted = event.text(Marks.STATE);
        return noted == null ? REVERSED : noted;
    }

    /** The words by which a network's own is looked up, the sender's before the hub's. */
    static List<String> words(Event event) {
        Set<String> words = new LinkedHashSet<>();
        String status = event.status();
        if (status != null && !isPlain(event)) {
            words.add(status);
            words.add(status.strip().toLowerCase(Locale.ROOT));
        }
        if (Saying.takesBack(event)) {
            words.add(event.name());
        }
        String state = state(event);
        if (state != null) {
            words.add(state);
        }
        return List.copyOf(words);
    }

    /** What a network without a list of words is told: the sender's own, and of a refund that says none that of all of it. */
    static @Nullable String own(Event event) {
        return event.status() == null || isPlain(event) ? state(event) : event.status();
    }

    /** Whether it gives back less than the conversion was worth, where it says what that was or what is left. */
    static boolean inPart(Event event) {
        BigDecimal left = Saying.remaining(event);
        if (left != null) {
            return left.signum() > 0;
        }
        BigDecimal whole = whole(event);
        return whole != null
                && event.money() != null
                && event.money().amount().abs().compareTo(whole.abs()) < 0;
    }

    /** What the conversion was worth, in the event's currency; null where nothing says so. */
    static @Nullable BigDecimal whole(Event event) {
        Object said = event.properties().get("original_value");
        return said instanceof Number || said instanceof String ? Amount.read(said.toString()) : null;
    }

    /**
     * A part that is given back, as the conversion with what is left of it: another value. Everything else stays as it is.
     *
     * @param words of statuses that the network has a word for, empty where it takes ours
     */
    static Event restated(Event event, Set<String> words) {
        Event.Original original = event.original();
        BigDecimal left = left(event);
        boolean parts = Saying.takesBack(event) && !Saying.isOfNothing(event);
        if (!parts || left == null || left.signum() <= 0 || original == null || event.money() == null) {
            return event;
        }
        String name = original.name();
        if (name == null) {
            return event;
        }
        String id = original.id() == null ? event.id() : original.id();
        return event.toBuilder()
                .named(name, id)
                .orderId(event.orderId() == null ? original.orderId() : event.orderId())
                .original(null)
                .money(new Money(left, event.money().currency()))
                .status(words.isEmpty() || words.contains(APPROVED) ? APPROVED : null)
                .build();
    }

    private static @Nullable BigDecimal left(Event event) {
        BigDecimal said = Saying.remaining(event);
        BigDecimal whole = whole(event);
        return said != null || whole == null || event.money() == null
                ? said
                : whole.abs().subtract(event.money().amount().abs());
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
