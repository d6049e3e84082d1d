package io.taghub.inbound.map;

import io.taghub.inbound.hook.Mistakes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A place and what is made of the value there: {@code $.data.amount_minor | minor_to_major}.
 *
 * @param filters applied in order
 */
record Locator(Spot place, List<ValueFilter> filters) {

    /** Null and an error where it is none. */
    static @Nullable Locator of(@Nullable Object written, Mistakes faults, String path) {
        if (!(written instanceof String text) || text.isBlank()) {
            faults.error(path, "a place in the request belongs here, such as $.data.id, ?clickid or header:X-Topic");
            return null;
        }
        List<String> steps = divided(text, '|');
        Spot place = Spot.of(steps.getFirst().strip(), faults, path);
        List<ValueFilter> filters = new ArrayList<>();
        for (String step : steps.subList(1, steps.size())) {
            int colon = step.indexOf(':');
            List<String> arguments = new ArrayList<>();
            if (colon >= 0) {
                divided(step.substring(colon + 1), ',').forEach(one -> arguments.add(unquoted(one.strip())));
            }
            ValueFilter filter =
                    ValueFilter.of((colon < 0 ? step : step.substring(0, colon)).strip(), arguments, faults, path);
            if (filter != null) {
                filters.add(filter);
            }
        }
        return place == null ? null : new Locator(place, filters);
    }

    /** At each of these signs that stands in no quotes and no brackets. */
    private static List<String> divided(String text, char at) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int depth = 0;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted ^= c == '\'';
            depth += quoted ? 0 : c == '[' ? 1 : c == ']' ? -1 : 0;
            if (c == at && !quoted && depth == 0) {
                parts.add(text.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(text.substring(from));
        return parts;
    }

    private static String unquoted(String text) {
        return text.length() > 1 && text.startsWith("'") && text.endsWith("'")
                ? text.substring(1, text.length() - 1)
                : text;
    }

    /** Missing where there is nothing; so are an empty text and null. */
    JsonNode in(Scene scene) {
        JsonNode value = place.in(scene);
        for (ValueFilter filter : filters) {
            if (isNothing(value)) {
                break;
            }
            value = filter.apply(value, scene);
        }
        return value;
    }

    static boolean isNothing(JsonNode value) {
        return value.isMissingNode()
                || value.isNull()
                || (value.isString() && value.stringValue().isBlank());
    }
}
