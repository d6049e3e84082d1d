package io.taghub.event;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads one JSON object key by key and collects everything that is wrong with it. Null and blank count as absent. */
final class JsonReader {
    private static final int MAX_TEXT = 8192;
    private static final int MAX_PROBLEMS = 5;
    private static final int MAX_LEFT_OUT = 50;
    private static final char REPLACEMENT = '\ufffd';

    private final JsonNode json;
    private final String path;
    private final int maxText;
    private final List<String> problems;
    private final List<EventJson.LeftOut> leftOut;

    private JsonReader(
            JsonNode json, String path, int maxText, List<String> problems, List<EventJson.LeftOut> leftOut) {
        this.json = json;
        this.path = path;
        this.maxText = maxText;
        this.problems = problems;
        this.leftOut = leftOut;
        if (!json.isObject()) {
            problem("an event must be a JSON object");
        }
    }

    /** Of what a stranger wrote. */
    static JsonReader of(JsonNode json, String path) {
        return new JsonReader(json, path, MAX_TEXT, new ArrayList<>(), new ArrayList<>());
    }

    /** Of what the hub itself wrote: a header it took may be longer than a sender's text. */
    static JsonReader ofOwn(JsonNode json) {
        return new JsonReader(json, "", Integer.MAX_VALUE, new ArrayList<>(), new ArrayList<>());
    }

    private JsonReader inner(JsonNode inner, String path) {
        return new JsonReader(inner, path, maxText, problems, leftOut);
    }

    boolean ok() {
        return problems.isEmpty();
    }

    String problems() {
        int more = problems.size() - MAX_PROBLEMS;
        return String.join("; ", problems.subList(0, Math.min(problems.size(), MAX_PROBLEMS)))
                + (more > 0 ? "; and " + more + " more" : "");
    }

    void problem(@Nullable String text) {
        if (text != null) {
            problems.add(text);
        }
    }

    /** What was wrong and is left out; no problem, because the rest can do without. */
    List<EventJson.LeftOut> leftOut() {
        return List.copyOf(leftOut);
    }

    private void leaveOut(String key, String reason) {
        if (leftOut.size() < MAX_LEFT_OUT) {
            leftOut.add(new EventJson.LeftOut(path + shown(key), reason));
        }
    }

    void leaveOutBut(Set<String> known) {
        names().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> leaveOut(name, "unknown key; known are " + String.join(", ", new TreeSet<>(known))));
    }

    void allow(Set<String> known) {
        for (String name : names()) {
            if (!known.contains(name)) {
                problem("unknown key '" + path + shown(name) + "'"
                        + (path.isEmpty() ? "; what is your own goes into 'properties'" : ""));
            }
        }
    }

    Collection<String> names() {
        return json.propertyNames();
    }

    private @Nullable JsonNode present(String key) {
        JsonNode value = json.get(key);
        return value == null || value.isNull() ? null : value;
    }

    /** Not there, null or blank. */
    boolean absent(String key) {
        JsonNode value = present(key);
        return value == null || (value.isString() && value.stringValue().isBlank());
    }

    boolean isText(String key) {
        JsonNode value = present(key);
        return value == null || value.isString();
    }

    boolean isObject(String key) {
        JsonNode value = present(key);
        return value != null && value.isObject();
    }

    /** The text, where it is one; else it is left out for this reason. */
    @Nullable
    String textIfAny(String key, String reason) {
        if (!isText(key)) {
            leaveOut(key, reason);
            return null;
        }
        return text(key);
    }

    /** An id as text: some senders keep theirs as whole numbers, whose digits are the id. */
    @Nullable
    String id(String key) {
        JsonNode value = present(key);
        return value != null && value.isIntegralNumber()
                ? value.bigIntegerValue().toString()
                : textIfAny(key, "an id must be text or a whole number");
    }

    @Nullable
    String text(String key) {
        JsonNode value = present(key);
        if (value == null) {
            return null;
        }
        if (!value.isString()) {
            problem("'" + path + shown(key) + "' must be text");
            return null;
        }
        String text = whole(value.stringValue());
        if (text.length() > maxText) {
            problem("'" + path + shown(key) + "' is longer than " + maxText + " characters");
            return null;
        }
        return text.isBlank() ? null : text;
    }

    /** Text that stands for something: blanks around it are nobody's meaning. */
    @Nullable
    String key(String key) {
        String text = text(key);
        return text == null ? null : text.strip();
    }

    @Nullable
    String text(String key, Pattern pattern, String rule) {
        String text = text(key);
        if (text != null && !pattern.matcher(text).matches()) {
            problem("'" + path + key + "' is not right: " + rule);
            return null;
        }
        return text;
    }

    @Nullable
    String textOrNumber(String key) {
        JsonNode value = present(key);
        if (value == null || !value.isNumber()) {
            return text(key);
        }
        BigDecimal number = number(key);
        return number == null ? null : number.toPlainString();
    }

    /** A JSON number, or text that is one: money often comes as text so that no digit is lost. */
    @Nullable
    BigDecimal number(String key) {
        JsonNode value = present(key);
        if (value == null) {
            return null;
        }
        try {
            if (value.isNumber()) {
                return bounded(key, value.decimalValue());
            }
            if (value.isString()) {
                String text = value.stringValue().strip();
                return text.isEmpty() || text.length() > 40 ? notANumber(key) : bounded(key, new BigDecimal(text));
            }
        } catch (NumberFormatException notANumber) {
            return notANumber(key);
        }
        return notANumber(key);
    }

    /**
     * Guards against 1e999999, whose plain form would not fit into memory. Digits beyond the 18th decimal are the noise of
     * a sum of floating point numbers.
     */
    private @Nullable BigDecimal bounded(String key, BigDecimal number) {
        if ((long) number.precision() - number.scale() > 18 || number.scale() > 1100) {
            return notANumber(key);
        }
        return number.scale() > 18 ? number.setScale(18, RoundingMode.HALF_UP) : number;
    }

    private @Nullable BigDecimal notANumber(String key) {
        problem("'" + path + shown(key) + "' must be a number such as 49.99");
        return null;
    }

    /** ISO 8601 with an offset or Z. */
    @Nullable
    Instant instant(String key) {
        JsonNode value = present(key);
        String text = value != null && value.isNumber() ? "a number" : text(key);
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException notATime) {
            problem("'" + path + key + "' must be an ISO 8601 time with an offset, such as 2026-11-22T11:45:00Z");
            return null;
        }
    }

    @Nullable
    JsonReader object(String key) {
        JsonNode value = present(key);
        if (value == null) {
            return null;
        }
        if (!value.isObject()) {
            problem("'" + path + shown(key) + "' must be an object");
            return null;
        }
        return inner(value, path + shown(key) + ".");
    }

    List<JsonReader> objects(String key) {
        JsonNode value = present(key);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            problem("'" + path + key + "' must be a list");
            return List.of();
        }
        List<JsonReader> objects = new ArrayList<>();
        for (JsonNode element : value) {
            if (element.isObject()) {
                objects.add(inner(element, path + key + "[" + objects.size() + "]."));
            } else {
                problem("'" + path + key + "' must be a list of objects");
                return List.of();
            }
        }
        return objects;
    }

    Map<String, Object> properties(String key) {
        JsonReader object = object(key);
        return object == null ? Map.of() : plainObject(object.json);
    }

    private static Map<String, Object> plainObject(JsonNode object) {
        Map<String, Object> map = new TreeMap<>();
        object.properties().forEach(entry -> {
            Object value = plain(entry.getValue());
            if (value != null) {
                map.put(whole(entry.getKey()), value);
            }
        });
        return map;
    }

    private static @Nullable Object plain(JsonNode value) {
        if (value.isObject()) {
            return plainObject(value);
        }
        if (value.isArray()) {
            List<Object> list = new ArrayList<>();
            value.forEach(element -> {
                Object plain = plain(element);
                if (plain != null) {
                    list.add(plain);
                }
            });
            return list;
        }
        if (value.isNumber()) {
            BigDecimal number = value.decimalValue();
            if (number.precision() - (long) number.scale() > 40 || number.scale() > 40) {
                return value.asString();
            }
            return value.isIntegralNumber() && value.canConvertToLong() ? (Object) value.longValue() : number;
        }
        return value.isBoolean() ? (Object) value.booleanValue() : value.isNull() ? null : whole(value.stringValue());
    }

    /** Half a surrogate pair (an emoji cut in two by somebody's substring) has no form in UTF-8. */
    private static String whole(String text) {
        StringBuilder mended = null;
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (Character.isBmpCodePoint(text.codePointAt(i))) {
                    mended = mended == null ? new StringBuilder(text) : mended;
                    mended.setCharAt(i, REPLACEMENT);
                } else {
                    i++;
                }
            }
        }
        return mended == null ? text : mended.toString();
    }

    /** A hostile key is not echoed at length. */
    static String shown(String key) {
        return whole(key.length() > 40 ? key.substring(0, 40) + "…" : key);
    }
}
