package io.taghub.platform.yandex;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One conversion, its values by the names of their columns. */
final class YandexRow {
    private final Map<String, String> values = new LinkedHashMap<>();

    /** Absent where there is nothing, or what has no place in a line of text. */
    YandexRow put(String column, @Nullable String value) {
        if (value != null && !value.isBlank() && !YandexFile.isUnwritable(value)) {
            values.put(column, value);
        }
        return this;
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    boolean has(String column) {
        return values.containsKey(column);
    }

    String get(String column) {
        return values.getOrDefault(column, "");
    }
}
