package io.taghub.inbound.hook;

import io.taghub.tag.Form.Problem;
import io.taghub.tag.Secret;
import io.taghub.text.Suggestion;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is wrong or doubtful in a source's settings, each with the keys that lead to it. */
public final class Mistakes {
    private final List<Problem> errors = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    public List<Problem> errors() {
        return errors;
    }

    public List<Problem> warnings() {
        return warnings;
    }

    public void error(String path, String message) {
        errors.add(new Problem(path, message));
    }

    public void warning(String path, String message) {
        warnings.add(new Problem(path, message));
    }

    /** Says of each key that is none of these what was probably meant. */
    public void onlyKeys(Map<String, ?> group, Set<String> known, String path) {
        group.keySet().stream()
                .filter(key -> !known.contains(key))
                .forEach(key -> error(path + "." + key, "unknown key '" + key + "'" + meant(known, key)));
    }

    /** The nearest, or all there are. */
    public static String meant(Collection<String> known, String written) {
        String nearest = Suggestion.among(known, written);
        return nearest.isEmpty()
                ? "; there are " + String.join(", ", known.stream().sorted().toList())
                : nearest;
    }

    /** A group of keys; nothing and an error where it is none. */
    public Map<String, @Nullable Object> group(@Nullable Object written, String path, String what) {
        if (written instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> group = new LinkedHashMap<>();
            map.forEach((key, value) -> group.put(String.valueOf(key), value));
            return group;
        }
        error(path, what);
        return Map.of();
    }

    /** What a list holds, or the one thing that stands in its place. */
    public static List<?> several(@Nullable Object written) {
        return written instanceof List<?> list ? list : written == null ? List.of() : List.of(written);
    }

    /** Whatever is plain, as text; null of what is none. */
    public static @Nullable String text(@Nullable Object written) {
        return switch (written) {
            case String text -> text.strip();
            case Integer number -> number.toString();
            case BigDecimal number -> number.toPlainString();
            case Boolean flag -> flag.toString();
            case Secret secret -> secret.reveal();
            case null, default -> null;
        };
    }

    /** One of these words; null and an error where it is another. */
    public @Nullable String word(@Nullable Object written, Collection<String> words, String path) {
        String text = text(written);
        if (text != null && words.contains(text)) {
            return text;
        }
        error(
                path,
                text == null
                        ? "one of " + String.join(", ", words) + " belongs here"
                        : "there is no '" + text + "' here" + meant(words, text));
        return null;
    }
}
