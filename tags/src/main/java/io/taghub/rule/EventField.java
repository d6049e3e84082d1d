package io.taghub.rule;

import io.taghub.event.Event;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A field of an event, by the name that a back end gives it in {@code /v1/events}: {@code value}, {@code user.country},
 * {@code properties.vertical}.
 *
 * @param source text, number, flag, time, or a list of these where there may be several; null where the event has none
 * @param personal whether it names a person: what is said about it never quotes it
 */
record EventField(String name, Kind kind, boolean personal, Function<Event, @Nullable Object> source) {

    /** What may stand in a field. */
    enum Kind {
        TEXT("text"),
        /** A code of a country or currency: upper and lower case are the same. */
        CODE("a code"),
        NUMBER("a number"),
        TIME("a time"),
        CHANNEL("a channel"),
        CONSENT("a consent"),
        /** A property: whatever the sender put there. */
        ANY("a property");

        final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /** What the event has there, null where it has nothing or blanks only. */
    @Nullable
    Object of(Event event) {
        Object value = source.apply(event);
        return switch (value) {
            case null -> null;
            case String text -> text.isBlank() ? null : text;
            case List<?> list -> list.isEmpty() ? null : list;
            default -> value;
        };
    }

    /** The number that this value is, null where it is none. */
    static @Nullable BigDecimal number(@Nullable Object value) {
        return switch (value) {
            case BigDecimal number -> number;
            case Number number -> new BigDecimal(number.toString());
            case Instant time -> BigDecimal.valueOf(time.toEpochMilli());
            case String text -> io.taghub.text.Amount.read(text);
            case null, default -> null;
        };
    }

    /** What its value is whatever a sender writes, null where that is left to the sender. */
    Demand.@Nullable Type kept() {
        return switch (kind) {
            case NUMBER -> Demand.Type.NUMBER;
            case ANY -> null;
            case TEXT, CODE, TIME, CHANNEL, CONSENT -> Demand.Type.TEXT;
        };
    }

    /** Whether there may be several, of which one is enough. */
    boolean several() {
        return name.startsWith("items.")
                || Set.of("channel", "user.email", "user.phone", "user.external_ids")
                        .contains(name);
    }

    /** As it would be written. */
    static String text(Object value) {
        return value instanceof BigDecimal number ? number.stripTrailingZeros().toPlainString() : value.toString();
    }
}
