package io.taghub.rule;

import io.taghub.tag.Form.Problem;
import io.taghub.tag.Secret;
import io.taghub.text.Suggestion;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was found wrong or doubtful, each with the keys that lead to it. */
public final class Findings {
    private final List<Problem> errors = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    public List<Problem> errors() {
        return errors;
    }

    public List<Problem> warnings() {
        return warnings;
    }

    void error(String path, String message) {
        errors.add(new Problem(path, message));
    }

    void warning(String path, String message) {
        warnings.add(new Problem(path, message));
    }

    /** A field, null where there is none of this name; then it has been said. */
    @Nullable
    EventField field(@Nullable Object written, String path) {
        EventField field = written instanceof String name ? EventFields.find(name) : null;
        if (field == null) {
            error(
                    path,
                    written instanceof String || written instanceof Boolean
                            ? EventFields.missing(written.toString())
                            : "the name of a field belongs here, such as properties.tax");
        } else if (field.name().equals("properties.order_id")) {
            warning(path, "an order is said beside the properties, by the field 'order_id'; did you mean that one?");
        }
        return field;
    }

    /** A number, null where it is none; then it has been said. */
    @Nullable
    BigDecimal number(@Nullable Object written, String path, String what) {
        String text = text(written);
        if (text != null && text.matches("[+-]?\\d{1,15}(\\.\\d{1,18})?")) {
            return new BigDecimal(text);
        }
        String comma = text != null && text.matches("-?\\d+,\\d{1,2}")
                ? "; decimals stand behind a point, " + text.replace(',', '.')
                : "";
        error(path, "'" + what + "' takes a number" + comma);
        return null;
    }

    /** Whatever is plain, as text; null of what is none. */
    static @Nullable String text(@Nullable Object written) {
        return switch (written) {
            case String text -> text.strip();
            case Number number -> number.toString();
            case Secret secret -> secret.reveal().strip();
            case null, default -> null;
        };
    }

    void unknown(String key, Collection<String> known, String path) {
        error(path, "unknown key '" + key + "'" + suggestion(known, key));
    }

    static String suggestion(Collection<String> known, String written) {
        String meant = Suggestion.among(known, written);
        return meant.isEmpty() ? "; there are " + String.join(", ", known) : meant;
    }

    /** What stands behind each key; nothing and an error where it is no group. */
    Map<?, ?> group(@Nullable Object written, String path, String what) {
        if (written instanceof Map<?, ?> map) {
            return map;
        }
        error(path, what);
        return Map.of();
    }
}
