package io.taghub.postback;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One {@code {{ path | filter }}}: reads a value of the event and formats it. */
record Macro(String path, Function<Binding, @Nullable Object> source, List<Filter> filters) {

    /** The value, or null where there is none. What an event brings is never read as a macro again. */
    @Nullable
    Object bind(Binding binding) {
        Object value = present(source.apply(binding));
        for (Filter filter : filters) {
            value = filter.apply(value, binding);
        }
        return value;
    }

    boolean isSecret() {
        return path.startsWith("secret.");
    }

    static @Nullable Object present(@Nullable Object value) {
        return (value instanceof String text && text.isEmpty()) || (value instanceof List<?> list && list.isEmpty())
                ? null
                : value;
    }

    static String text(Object value) {
        return switch (value) {
            case BigDecimal number -> number.toPlainString();
            case List<?> list -> list.stream().map(Macro::text).collect(Collectors.joining(","));
            default -> value.toString();
        };
    }
}
