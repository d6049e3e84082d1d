package io.taghub.event;

import io.taghub.text.WholeText;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A field that could not be right and was left out, while the event went on without it.
 *
 * @param field its path, {@code items[0].price}
 * @param given what was there, by its form only: {@code text of 12 characters}
 * @param why one clause for the sender
 */
public record FieldNote(String field, String given, String why) {
    /** Of a text that was read and judged later. */
    public static FieldNote ofText(String field, String text, String why) {
        return new FieldNote(field, "text of " + text.length() + " characters", why);
    }

    /** What a value looks like without saying what it is. */
    public static String form(@Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return "nothing";
        }
        if (value.isString()) {
            return "text of " + value.stringValue().length() + " characters";
        }
        return value.isNumber()
                ? "a number"
                : value.isBoolean()
                        ? "true or false"
                        : value.isArray()
                                ? "a list of " + value.size()
                                : value.isObject() ? "an object of " + value.size() : "nothing";
    }

    /** A hostile key is not echoed at length. */
    static String shown(String key) {
        return WholeText.of(key.length() > 40 ? key.substring(0, 40) + "…" : key);
    }
}
