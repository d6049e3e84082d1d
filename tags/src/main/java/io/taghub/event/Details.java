package io.taghub.event;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an {@link App}, a {@link Device} or a {@link Location}: a text by field, and no entry for what is not
 * known.
 */
public record Details<D extends Enum<D>>(Map<D, String> values) {
    private static final Details<?> NONE = new Details<>(Map.<App, String>of());

    public Details {
        values = Map.copyOf(values);
    }

    @SuppressWarnings("unchecked") // of nothing there is no type to be wrong about
    public static <D extends Enum<D>> Details<D> none() {
        return (Details<D>) NONE;
    }

    public @Nullable String get(D field) {
        return values.get(field);
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** Field by field: what is known here, else what the other knows. */
    public Details<D> or(Details<D> other) {
        if (isEmpty() || other.isEmpty()) {
            return isEmpty() ? other : this;
        }
        Map<D, String> merged = new HashMap<>(other.values);
        merged.putAll(values);
        return new Details<>(merged);
    }

    /** As the field is written in JSON: {@code os_version}. */
    public static String key(Enum<?> field) {
        return field.name().toLowerCase(Locale.ROOT);
    }

    /** Names what is known and not how it reads: an advertising id is personal. */
    @Override
    public String toString() {
        return values.keySet().toString();
    }
}
