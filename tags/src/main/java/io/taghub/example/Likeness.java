package io.taghub.example;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** When two values of a request are the same. */
final class Likeness {
    private Likeness() {}

    /** Numbers by value, objects without order; text and numbers stay apart. */
    static @Nullable Object canonical(@Nullable Object value) {
        return switch (value) {
            case BigDecimal number -> number.stripTrailingZeros();
            case Number number -> new BigDecimal(number.toString()).stripTrailingZeros();
            case List<?> list -> list.stream().map(Likeness::canonical).toList();
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> sorted = new TreeMap<>();
                map.forEach((key, element) -> sorted.put(String.valueOf(key), canonical(element)));
                yield sorted;
            }
            case null, default -> value;
        };
    }

    /** The same, or the one the number that the other spells. */
    static boolean alike(@Nullable Object expected, @Nullable Object actual) {
        if (Objects.equals(canonical(expected), canonical(actual))) {
            return true;
        }
        if (expected == null || actual == null || expected instanceof Map || expected instanceof List) {
            return false;
        }
        // In an address everything is text, and there 50.00 is not 50.
        BigDecimal number = actual instanceof Number ? number(expected) : null;
        return number != null
                ? number.compareTo(new BigDecimal(actual.toString())) == 0
                : expected.toString().equals(actual.toString());
    }

    private static @Nullable BigDecimal number(Object value) {
        try {
            return new BigDecimal(value.toString());
        } catch (NumberFormatException text) {
            return null;
        }
    }
}
