package io.taghub.event;

import io.taghub.text.Amount;
import io.taghub.text.Moment;
import io.taghub.text.PlainJson;
import io.taghub.text.Suggestion;
import io.taghub.text.WholeText;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads one JSON object key by key. Null and blank count as absent; what cannot be right is left out and noted, so that it
 * costs nobody the rest.
 */
final class JsonReader {
    private static final int MAX_TEXT = 8192;
    private static final int MAX_NOTES = 50;
    private static final int MAX_OTHERS = 50;
    private static final String OWN = "; what is your own goes into 'properties'";

    private final JsonNode json;
    private final String path;
    private final int maxText;
    private final List<FieldNote> notes;

    /** How the sender called what is read under one of our names. */
    private final Map<String, String> given;

    private JsonReader(JsonNode json, String path, int maxText, List<FieldNote> notes, Map<String, String> given) {
        this.json = json;
        this.path = path;
        this.maxText = maxText;
        this.notes = notes;
        this.given = given;
    }

    /** Of what a stranger wrote; of what is no object nothing can be read. */
    static JsonReader of(JsonNode json, String path) {
        return new JsonReader(json, path, MAX_TEXT, new ArrayList<>(), Map.of());
    }

    /** Of what the hub itself wrote: a header it took may be longer than a sender's text. */
    static JsonReader ofOwn(JsonNode json, String path) {
        return new JsonReader(json, path, Integer.MAX_VALUE, new ArrayList<>(), Map.of());
    }

    /** Whether the hub wrote it: that was judged when it came, by the rules there were then, and is taken as it is. */
    boolean isOwn() {
        return maxText == Integer.MAX_VALUE;
    }

    private JsonReader inner(JsonNode inner, String path) {
        return new JsonReader(inner, path, maxText, notes, Map.of());
    }

    /**
     * The same object under our names. Where two names of one thing are used, ours goes before, and the other stays as it
     * is.
     */
    JsonReader renamed(Map<String, String> aliases) {
        if (Collections.disjoint(aliases.keySet(), names())) {
            return this;
        }
        ObjectNode ours = JsonNodeFactory.instance.objectNode();
        Map<String, String> theirs = new LinkedHashMap<>(given);
        json.properties().forEach(field -> {
            if (!aliases.containsKey(field.getKey()) && !empty(field.getValue())) {
                ours.set(field.getKey(), field.getValue());
            }
        });
        json.properties().forEach(field -> {
            String name = aliases.get(field.getKey());
            if (name != null && !empty(field.getValue())) {
                boolean taken = ours.has(name);
                ours.set(taken ? field.getKey() : name, field.getValue());
                theirs.putIfAbsent(name, taken ? name : field.getKey());
            }
        });
        return new JsonReader(ours, path, maxText, notes, theirs);
    }

    /** The sender's name for this key. */
    String given(String key) {
        return given.getOrDefault(key, key);
    }

    /** What could not be right and was left out. */
    List<FieldNote> notes() {
        return List.copyOf(notes);
    }

    void leaveOut(String key, String why) {
        note(path + FieldNote.shown(given(key)), FieldNote.form(json.get(key)), why);
    }

    private void note(String field, String form, String why) {
        if (notes.size() < MAX_NOTES) {
            notes.add(new FieldNote(field, form, why));
        }
    }

    /** @param elsewhere keys that somebody else reads */
    void allow(Set<String> known, Set<String> elsewhere) {
        for (String name : names()) {
            if (!known.contains(name) && !elsewhere.contains(name) && !absent(name)) {
                String meant = Suggestion.among(known, name.length() > 40 ? name.substring(0, 40) : name);
                leaveOut(name, "unknown key" + (meant.isEmpty() && path.isEmpty() ? OWN : meant));
            }
        }
    }

    Collection<String> names() {
        return json.propertyNames();
    }

    private @Nullable JsonNode present(String key) {
        JsonNode value = said(key);
        return value == null || (value.isArray() && value.isEmpty()) ? null : value;
    }

    private @Nullable JsonNode said(String key) {
        JsonNode value = json.get(key);
        return value == null || empty(value) ? null : value;
    }

    /** Where one is meant, it may stand alone in a list. */
    private @Nullable JsonNode single(String key) {
        JsonNode value = present(key);
        JsonNode first = value == null || !value.isArray() || value.size() != 1 ? value : value.get(0);
        return first == null || empty(first) ? null : first;
    }

    private static boolean empty(JsonNode value) {
        return value.isNull() || (value.isString() && value.stringValue().isBlank());
    }

    /** Not there, null, blank, or an empty list, which is how PHP writes an object without fields. */
    boolean absent(String key) {
        return present(key) == null;
    }

    boolean isObject(String key) {
        return json.path(key).isObject();
    }

    /** A text; a number stands for its digits, which is what senders mean who keep their ids as numbers. */
    @Nullable
    String text(String key) {
        return text(key, present(key));
    }

    private @Nullable String text(String key, @Nullable JsonNode value) {
        String text = value == null ? null : PlainJson.text(value);
        return value == null ? null : text == null ? notText(key, "it must be text") : fitting(key, text);
    }

    private @Nullable String fitting(String key, String text) {
        return text.length() > maxText ? notText(key, "it is longer than " + maxText + " characters") : text;
    }

    private @Nullable String notText(String key, String why) {
        leaveOut(key, why);
        return null;
    }

    /** The same, also where it stands alone in a list. */
    @Nullable
    String one(String key) {
        return text(key, single(key));
    }

    /** Text that stands for something: blanks around it are nobody's meaning. */
    @Nullable
    String key(String key) {
        String text = text(key);
        return text == null ? null : text.strip();
    }

    /** An id of somebody else's: text, or the digits of a whole number. */
    @Nullable
    String id(String key) {
        JsonNode value = said(key);
        return value == null || value.isString() || value.isIntegralNumber()
                ? text(key)
                : notText(key, "an id must be text or a whole number");
    }

    /** A {@link #key} of this form. */
    @Nullable
    String key(String key, Predicate<String> form, String rule) {
        String text = key(key);
        return text == null || form.test(text) ? text : notText(key, rule);
    }

    boolean isText(String key) {
        JsonNode value = single(key);
        return value != null && value.isString();
    }

    /** A text, a number or a yes or no, as text. */
    @Nullable
    String scalar(String key) {
        return word(key) == null && !absent(key) ? notText(key, "it must be text") : word(key);
    }

    /** The same, without a note of what is none. */
    @Nullable
    String word(String key) {
        JsonNode value = present(key);
        String text =
                value == null ? null : value.isBoolean() ? String.valueOf(value.booleanValue()) : PlainJson.text(value);
        return text == null || text.length() > maxText ? null : text.strip();
    }

    /** Yes or no, where it says so and nothing else is meant by another value. */
    @Nullable
    Boolean flagIfAny(String key) {
        JsonNode value = present(key);
        if (value == null || value.isContainer()) {
            return null;
        }
        return switch (value.asString().strip().toLowerCase(Locale.ROOT)) {
            case "true", "1", "all", "yes" -> true;
            case "false", "0", "no" -> false;
            default -> null;
        };
    }

    /** One text or several: a text, a list of texts, or the names of an object whose values say yes. */
    List<String> words(String key) {
        JsonNode value = present(key);
        if (value != null && value.isObject()) {
            return value.properties().stream()
                    .filter(field -> field.getValue().asBoolean(false))
                    .map(Map.Entry::getKey)
                    .toList();
        }
        return flagIfAny(key) != null ? List.of() : texts(key);
    }

    List<String> texts(String key) {
        return values(key).stream().map(Value::text).toList();
    }

    /** @param hashed whether it stands in an object that says so */
    record Value(String text, boolean hashed) {}

    /** One value or a list of them, each a text, a number, or {@code {"value": ..., "hashed": true}}. */
    List<Value> values(String key) {
        JsonNode value = present(key);
        if (value == null) {
            return List.of();
        }
        List<Value> values = new ArrayList<>(1);
        Iterable<JsonNode> elements = value.isArray() ? value : List.of(value);
        for (JsonNode element : elements) {
            boolean object = element.isObject();
            boolean sha = object && element.has("sha256");
            JsonNode one = sha ? element.path("sha256") : object ? element.path("value") : element;
            String text = empty(one) ? "" : PlainJson.text(one);
            if (text == null || text.length() > maxText || (object && text.isEmpty())) {
                note(
                        path + FieldNote.shown(given(key)),
                        FieldNote.form(element),
                        "it must be text of at most " + maxText + " characters");
            } else if (!text.isBlank()) {
                values.add(new Value(text.strip(), sha || element.path("hashed").asBoolean(false)));
            }
        }
        return values;
    }

    /** A JSON number, or text that is one: money often comes as text so that no digit is lost. */
    @Nullable
    BigDecimal number(String key) {
        return number(key, 2);
    }

    /** @param decimals of the currency it is an amount in */
    @Nullable
    BigDecimal number(String key, int decimals) {
        JsonNode value = single(key);
        if (value == null) {
            return null;
        }
        BigDecimal number = value.isNumber()
                ? Amount.bounded(value.decimalValue())
                : value.isString() ? Amount.read(value.stringValue(), decimals) : null;
        if (number == null) {
            leaveOut(key, "it must be one number, such as 49.99");
        } else if (value.isString() && Amount.isDoubtful(value.stringValue(), decimals)) {
            leaveOut(key, "its point is taken for a decimal point; a number in JSON says so without a doubt");
        }
        return number;
    }

    /** ISO 8601, with an offset or else taken as UTC, or a count of seconds, milliseconds or microseconds since 1970. */
    @Nullable
    Instant instant(String key) {
        String text = text(key);
        Moment.Read read = text == null ? null : Moment.read(text);
        if (text != null && read == null) {
            leaveOut(key, "it must be an ISO 8601 time with an offset, such as 2026-11-22T11:45:00Z");
        } else if (read != null && !read.zoned()) {
            leaveOut(key, "it names no zone and is taken as UTC");
        }
        return read == null ? null : read.instant();
    }

    @Nullable
    JsonReader object(String key) {
        JsonNode value = present(key);
        if (value == null) {
            return null;
        }
        if (!value.isObject()) {
            leaveOut(key, "it must be an object");
            return null;
        }
        return inner(value, path + FieldNote.shown(given(key)) + ".");
    }

    /** The object under this key, itself where there is none. */
    JsonReader within(String key) {
        JsonReader object = isObject(key) ? object(key) : null;
        return object == null ? this : object;
    }

    /** A list of objects, or one alone. A text or a number among them is the id of one. */
    List<JsonReader> objects(String key) {
        JsonNode value = present(key);
        if (value == null) {
            return List.of();
        }
        if (!value.isContainer()) {
            leaveOut(key, "it must be a list of objects");
            return List.of();
        }
        List<JsonReader> objects = new ArrayList<>();
        // What PHP makes of a list.
        boolean numbered = value.isObject()
                && !value.isEmpty()
                && value.propertyNames().stream().allMatch(name -> name.chars().allMatch(Character::isDigit));
        Iterable<JsonNode> elements = value.isArray() ? value : numbered ? value.values() : List.of(value);
        int index = 0;
        for (JsonNode element : elements) {
            String at = path + FieldNote.shown(given(key)) + "[" + index++ + "]";
            if (element.isObject() && !element.isEmpty()) {
                objects.add(inner(element, at + "."));
            } else if ((element.isString() || element.isNumber()) && !empty(element)) {
                objects.add(inner(JsonNodeFactory.instance.objectNode().set("id", element), at + "."));
            } else {
                note(at, FieldNote.form(element), element.isObject() ? "it says nothing" : "it must be an object");
            }
        }
        return objects;
    }

    /** To be filled further. */
    Map<String, Object> properties(String key) {
        JsonReader object = object(key);
        return object == null ? new TreeMap<>() : PlainJson.map(object.json);
    }

    /** What stands beside these keys, with what stands under {@code properties}. */
    Map<String, Object> others(Set<String> known) {
        Map<String, Object> others = properties("properties");
        for (String name : names()) {
            JsonNode value = known.contains(name) ? null : present(name);
            Object plain = value == null ? null : PlainJson.of(value);
            if (plain != null && others.size() >= MAX_OTHERS) {
                leaveOut(name, "it is one of more than " + MAX_OTHERS);
            } else if (plain != null) {
                others.putIfAbsent(WholeText.of(name), plain);
            }
        }
        return others;
    }

    /** The value in Java's own types, null where it is absent. */
    @Nullable
    Object plain(String key) {
        JsonNode value = said(key);
        return value == null ? null : PlainJson.of(value);
    }
}
