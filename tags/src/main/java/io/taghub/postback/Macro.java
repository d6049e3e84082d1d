package io.taghub.postback;

import io.taghub.tag.Reason;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One {@code {{ path | filter }}}: reads a value of the event and formats it. */
record Macro(String path, Function<Binding, @Nullable Object> source, List<Filter> filters, RequestPart place) {

    /** The value, or null where there is none. What an event brings is never read as a macro again. */
    @Nullable
    Object bind(Binding binding) {
        Object value = present(source.apply(binding));
        for (Filter filter : filters) {
            value = filter.apply(value, binding);
        }
        if (value != null && place != RequestPart.BODY && Paths.mayHideMail(path) && Paths.isMail(text(value))) {
            if (Paths.isOfLanding(path)) {
                // Nobody can hash what stood in a landing address; the conversion is worth more than the parameter.
                return null;
            }
            return binding.skip(
                    Reason.INVALID_FIELD,
                    path + " is an e-mail address and must not stand in a URL; hash it: {{ " + path + " | sha256 }}");
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
