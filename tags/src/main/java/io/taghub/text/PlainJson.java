package io.taghub.text;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** JSON in Java's own types. */
public final class PlainJson {
    private static final int MAX_DIGITS = 40;

    private PlainJson() {}

    /** Text, a number or a yes or no, a list or a map without what is null; null of null. */
    public static @Nullable Object of(JsonNode value) {
        if (value.isObject()) {
            return map(value);
        }
        if (value.isArray()) {
            List<Object> list = new ArrayList<>();
            value.forEach(element -> {
                Object plain = of(element);
                if (plain != null) {
                    list.add(plain);
                }
            });
            return list;
        }
        if (value.isNumber()) {
            BigDecimal number = value.decimalValue();
            if (number.precision() - (long) number.scale() > MAX_DIGITS || number.scale() > MAX_DIGITS) {
                return value.asString();
            }
            return value.isIntegralNumber() && value.canConvertToLong() ? (Object) value.longValue() : number;
        }
        return value.isBoolean()
                ? (Object) value.booleanValue()
                : value.isNull() ? null : WholeText.of(value.stringValue());
    }

    /** An object, to be filled further. */
    public static Map<String, Object> map(JsonNode object) {
        Map<String, Object> map = new TreeMap<>();
        object.properties().forEach(entry -> {
            Object value = of(entry.getValue());
            if (value != null) {
                map.put(WholeText.of(entry.getKey()), value);
            }
        });
        return map;
    }

    /** A text, or a number's digits; null of anything else. */
    public static @Nullable String text(JsonNode value) {
        if (value.isString()) {
            return WholeText.of(value.stringValue());
        }
        if (!value.isNumber()) {
            return null;
        }
        BigDecimal number = Amount.bounded(value.decimalValue());
        if (value.isIntegralNumber() || number == null) {
            return value.isIntegralNumber() ? value.bigIntegerValue().toString() : null;
        }
        BigDecimal stripped = number.stripTrailingZeros();
        return (stripped.scale() < 0 ? stripped.setScale(0) : stripped).toPlainString();
    }
}
