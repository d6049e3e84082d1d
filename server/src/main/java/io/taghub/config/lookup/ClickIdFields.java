package io.taghub.config.lookup;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds where a config names a click id as a field of events: in conditions, parameters, filters and contracts. */
public final class ClickIdFields {
    private static final Pattern FIELD = Pattern.compile("click_ids\\.([\\w.-]+)");
    private static final List<String> RULES = List.of("when", "params", "allow", "deny", "anonymise", "value");

    private ClickIdFields() {}

    /**
     * @param tags what is written of each
     * @param events the same
     * @param found is told each place and the click id's name
     */
    public static void in(
            Map<String, Map<String, @Nullable Object>> tags,
            Map<String, Map<String, @Nullable Object>> events,
            BiConsumer<String, String> found) {
        tags.forEach((tag, written) -> RULES.forEach(key -> walk("tags." + tag + "." + key, written.get(key), found)));
        events.forEach((event, written) -> walk("events." + event, written, found));
    }

    private static void walk(String path, @Nullable Object node, BiConsumer<String, String> found) {
        switch (node) {
            case Map<?, ?> map ->
                map.forEach((key, value) -> {
                    named(path + "." + key, String.valueOf(key), found);
                    walk(path + "." + key, value, found);
                });
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    walk(path + "[" + i + "]", list.get(i), found);
                }
            }
            case String text -> named(path, text, found);
            case null, default -> {}
        }
    }

    private static void named(String path, String text, BiConsumer<String, String> found) {
        Matcher field = FIELD.matcher(text);
        if (field.matches()) {
            found.accept(path, field.group(1));
        }
    }
}
