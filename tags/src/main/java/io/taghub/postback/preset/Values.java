package io.taghub.postback.preset;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Typed reading of what a data-driven form was filled with; the form has checked the types already. */
public final class Values {
    private Values() {}

    public static @Nullable String text(Map<String, ? extends @Nullable Object> values, String key) {
        return values.get(key) instanceof String text && !text.isBlank() ? text.strip() : null;
    }

    public static String textOr(Map<String, ? extends @Nullable Object> values, String key, String otherwise) {
        String text = text(values, key);
        return text == null ? otherwise : text;
    }

    public static List<String> texts(Map<String, ? extends @Nullable Object> values, String key) {
        return values.get(key) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** Nulls stay: in a query they take a parameter of the preset away. */
    public static Map<String, @Nullable Object> map(Map<String, ? extends @Nullable Object> values, String key) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        if (values.get(key) instanceof Map<?, ?> map) {
            map.forEach((name, value) -> copy.put(String.valueOf(name), value));
        }
        return copy;
    }

    public static Map<String, String> textMap(Map<String, ? extends @Nullable Object> values, String key) {
        Map<String, String> copy = new LinkedHashMap<>();
        map(values, key).forEach((name, value) -> copy.put(name, value == null ? "" : value.toString()));
        return copy;
    }

    public static Map<String, Map<String, String>> maps(Map<String, ? extends @Nullable Object> values, String key) {
        Map<String, @Nullable Object> outer = map(values, key);
        Map<String, Map<String, String>> copy = new LinkedHashMap<>();
        outer.keySet().forEach(name -> copy.put(name, textMap(outer, name)));
        return copy;
    }

    /** The first, with the second's keys over it. */
    public static <V extends @Nullable Object> Map<String, V> merged(Map<String, V> below, Map<String, V> above) {
        Map<String, V> merged = new LinkedHashMap<>(below);
        merged.putAll(above);
        return merged;
    }
}
