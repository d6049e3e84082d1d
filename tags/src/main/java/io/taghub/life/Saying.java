package io.taghub.life;

import io.taghub.event.Event;
import io.taghub.event.Money;
import io.taghub.text.Amount;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one event says of a conversion.
 *
 * @param reason of a reversal, a word of the sender's or the event's own name; empty where nothing is said
 * @param money what the conversion is worth or, of {@link Kind#TAKEN_BACK}, what is given back; null where nothing is said
 */
public record Saying(Kind kind, String reason, @Nullable Money money) {
    private static final Set<String> TAKING_BACK = Set.of("refund", "chargeback");

    private static final Map<String, Kind> WORDS = Map.ofEntries(
            Map.entry("approved", Kind.APPROVED),
            Map.entry("confirmed", Kind.APPROVED),
            Map.entry("pending", Kind.PENDING),
            Map.entry("hold", Kind.PENDING),
            Map.entry("on_hold", Kind.PENDING),
            Map.entry("rejected", Kind.REJECTED),
            Map.entry("declined", Kind.REJECTED),
            Map.entry("cancelled", Kind.CANCELLED),
            Map.entry("canceled", Kind.CANCELLED),
            Map.entry("fraud", Kind.CANCELLED),
            Map.entry("test", Kind.CANCELLED),
            Map.entry("reversed", Kind.REVERSED),
            Map.entry("refunded", Kind.REVERSED),
            Map.entry("refund", Kind.REVERSED),
            Map.entry("chargeback", Kind.REVERSED),
            Map.entry("adjusted", Kind.ADJUSTED));

    /** What a sender can say. */
    public enum Kind {
        PENDING,
        APPROVED,
        REJECTED,
        /** Of a conversion that is not approved yet it is a rejection, of one that is a reversal. */
        CANCELLED,
        REVERSED,
        /** All of it where the money is not less than the value, or is not said; else a part. */
        TAKEN_BACK,
        /** A part was given back, and the money is what that leaves of it. */
        LEFT,
        ADJUSTED,
        /** A status of the operator's own, which is none of the states. */
        OTHER;

        /** Whether the conversion is none any more by it, or a part of it is. */
        public boolean givesBack() {
            return switch (this) {
                case REJECTED, CANCELLED, REVERSED, TAKEN_BACK, LEFT -> true;
                case PENDING, APPROVED, ADJUSTED, OTHER -> false;
            };
        }

        /** Whether it makes sense only to who knows the conversion. */
        public boolean changes() {
            return givesBack() || this == ADJUSTED;
        }

        /** Whether it may be that a part was given back. */
        public boolean isPart() {
            return this == TAKEN_BACK || this == LEFT;
        }
    }

    /** Whether events of this name speak of another one, which they take back. */
    public static boolean takesBack(Event event) {
        return takesBack(event.name());
    }

    /** The same of a name. */
    public static boolean takesBack(String name) {
        return TAKING_BACK.contains(name);
    }

    /** Whether it makes sense only to who knows the conversion. */
    public static boolean changes(Event event) {
        return takesBack(event) || of(event).kind().changes();
    }

    /** A refund or chargeback that is not decided, or was declined, or is one of 0: nothing goes back. */
    public static boolean isOfNothing(Event event) {
        if (!takesBack(event)) {
            return false;
        }
        Kind kind = kind(event.status());
        Money money = event.money();
        boolean zero = money != null && money.amount().signum() == 0 && remaining(event) == null;
        return kind == Kind.PENDING || kind == Kind.REJECTED || zero;
    }

    /** What the sender says is left of what is taken back; null where nothing usable is said. */
    public static @Nullable BigDecimal remaining(Event event) {
        BigDecimal left = Amount.of(event.properties().get("remaining_value"), 2);
        return left == null || left.signum() < 0 ? null : left;
    }

    /** An event without a status is approved: it happened. */
    public static Saying of(Event event) {
        String status = event.status() == null ? "" : event.status().strip().toLowerCase(Locale.ROOT);
        Kind kind = kind(status);
        if (isOfNothing(event)) {
            return new Saying(Kind.OTHER, "", null);
        }
        if (takesBack(event) && (kind == Kind.APPROVED || kind == Kind.REVERSED)) {
            BigDecimal left = remaining(event);
            Money money = event.money();
            return left == null
                    ? new Saying(Kind.TAKEN_BACK, reason(event, event.name()), money)
                    : new Saying(
                            left.signum() == 0 ? Kind.TAKEN_BACK : Kind.LEFT,
                            reason(event, event.name()),
                            left.signum() == 0
                                    ? null
                                    : new Money(left, money == null ? event.currency() : money.currency()));
        }
        boolean said = kind == Kind.REVERSED && !status.equals("reversed") || kind == Kind.CANCELLED;
        // Who says why ("refunded") means what a refund does; who says "reversed" means what was approved.
        return new Saying(said ? Kind.CANCELLED : kind, reason(event, said ? status : ""), event.money());
    }

    /** The words that mean a state, every spelling of it. */
    public static Set<String> words() {
        return WORDS.keySet();
    }

    /**
     * What a word says, in any case of letters.
     *
     * @param status as the sender wrote it; null or empty says approved: it happened
     */
    public static Kind kind(@Nullable String status) {
        String word = status == null ? "" : status.strip().toLowerCase(Locale.ROOT);
        return word.isEmpty() ? Kind.APPROVED : WORDS.getOrDefault(word, Kind.OTHER);
    }

    /** Of kinds that say another value, as they are written down: which it is then shows in the name of the event. */
    public static Kind written(Kind kind) {
        return kind == Kind.LEFT ? Kind.ADJUSTED : kind;
    }

    /** @param event the name of the event that said so */
    public static Kind read(String kind, String event) {
        Kind written = Kind.valueOf(kind);
        return written == Kind.ADJUSTED && TAKING_BACK.contains(event) ? Kind.LEFT : written;
    }

    private static String reason(Event event, String otherwise) {
        String said = event.text("reason");
        return said == null || said.isBlank() ? otherwise : said.strip();
    }
}
