package io.taghub.tag;

import io.taghub.text.Suggestion;
import io.taghub.text.WrittenDuration;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a tag asks the person who configures it. Validation, JSON Schema, the reference page and the masking of secrets
 * all come from it.
 *
 * @param <F> what a filled form becomes
 */
public final class Form<F> {

    /** What may stand in a field. */
    public enum Kind {
        TEXT,
        SECRET,
        NUMBER,
        FLAG,
        /** {@code 30s}, {@code 15m}, {@code 6h}, {@code 90d} or ISO 8601. */
        DURATION,
        TEXT_LIST,
        TEXT_MAP,
        OBJECT
    }

    /**
     * One field.
     *
     * @param name as written in YAML, snake_case
     * @param pattern regular expression the text, number or each element of a list must match as a whole, empty for any
     * @param byDefault as it would be written in YAML, empty for none
     * @param nested the fields of an {@link Kind#OBJECT}
     */
    public record Field(
            String name,
            Kind kind,
            boolean required,
            String description,
            String example,
            String pattern,
            String byDefault,
            List<Field> nested) {

        /** The words that may stand here where the pattern is nothing but alternatives; empty where any text may. */
        public List<String> choices() {
            return ALTERNATIVES.matcher(pattern).matches() ? List.of(pattern.split("\\|")) : List.of();
        }
    }

    /**
     * Something wrong with what was filled in.
     *
     * @param path the keys that lead to it, {@code oauth.client_id} or {@code consent[0]}; the config file's position is
     *     found by it
     */
    public record Problem(String path, String message) {}

    /** A filled form, or everything that is wrong with it. */
    public sealed interface Bound<F> {
        record Filled<F>(F value) implements Bound<F> {}

        record Invalid<F>(List<Problem> problems) implements Bound<F> {}
    }

    /** What other tools call the choices there are. */
    private static final Map<String, String> OTHER_WORDS = Map.ofEntries(
            Map.entry("test", "sandbox"),
            Map.entry("testing", "sandbox"),
            Map.entry("dev", "sandbox"),
            Map.entry("development", "sandbox"),
            Map.entry("dry_run", "shadow"),
            Map.entry("dry-run", "shadow"),
            Map.entry("off", "shadow"),
            Map.entry("prod", "live"),
            Map.entry("production", "live"),
            Map.entry("on", "live"),
            Map.entry("client", "browser"),
            Map.entry("web", "browser"),
            Map.entry("backend", "server"),
            Map.entry("allow", "granted"),
            Map.entry("yes", "granted"),
            Map.entry("deny", "denied"),
            Map.entry("no", "denied"));

    private static final Pattern ALTERNATIVES = Pattern.compile("[\\w-]+(\\|[\\w-]+)+");

    private final List<Field> fields;
    private final Function<Map<String, @Nullable Object>, Bound<F>> make;

    private Form(List<Field> fields, Function<Map<String, @Nullable Object>, Bound<F>> make) {
        this.fields = List.copyOf(fields);
        this.make = make;
    }

    /**
     * The form that a record is. Component types: String, {@link Secret}, int, boolean, {@link Duration},
     * an enum (its constants in lower case), {@code List<String>}, {@code Map<String, String>} and records of these; {@code @Nullable} or a default in
     * {@link Described} makes one optional. What several components must be together the record's compact constructor
     * says, with an {@link IllegalArgumentException} whose message is shown to the operator.
     */
    public static <R extends Record> Form<R> of(Class<R> type) {
        return new Form<>(fieldsOf(type), values -> new Bound.Filled<>(construct(type, values)));
    }

    /** A form whose fields are data, for postback presets. */
    public static <F> Form<F> of(List<Field> fields, Function<Map<String, @Nullable Object>, F> make) {
        return new Form<>(fields, values -> new Bound.Filled<>(make.apply(values)));
    }

    /** A form whose values, right one by one, can still be wrong together or inside; {@code make} has the last word. */
    public static <F> Form<F> checked(List<Field> fields, Function<Map<String, @Nullable Object>, Bound<F>> make) {
        return new Form<>(fields, make);
    }

    public List<Field> fields() {
        return fields;
    }

    /** Fills the form: values by snake_case key, as YAML gave them, references to secrets already {@link Secret}s. */
    public Bound<F> bind(Map<String, ?> settings) {
        List<Problem> problems = new ArrayList<>();
        Map<String, @Nullable Object> values = convert(fields, settings, "", problems);
        if (!problems.isEmpty()) {
            return new Bound.Invalid<>(problems);
        }
        try {
            return make.apply(values);
        } catch (IllegalArgumentException doNotFitTogether) {
            return new Bound.Invalid<>(List.of(new Problem("", String.valueOf(doNotFitTogether.getMessage()))));
        }
    }

    private static Map<String, @Nullable Object> convert(
            List<Field> fields, Map<String, ?> settings, String path, List<Problem> problems) {
        List<String> known = fields.stream().map(Field::name).toList();
        settings.keySet().stream()
                .filter(key -> !known.contains(key))
                .forEach(key -> problems.add(
                        new Problem(path + key, "unknown key '" + key + "'" + Suggestion.among(known, key))));
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Field field : fields) {
            Object given = settings.get(field.name());
            if (given == null && !field.byDefault().isEmpty()) {
                given = field.byDefault();
            }
            if (given == null) {
                if (field.required()) {
                    problems.add(new Problem(
                            path + field.name(), "'" + field.name() + "' is missing: " + field.description()));
                }
                values.put(field.name(), emptyOf(field.kind()));
            } else {
                values.put(field.name(), convert(field, given, path + field.name(), problems));
            }
        }
        return values;
    }

    private static @Nullable Object emptyOf(Kind kind) {
        return switch (kind) {
            case TEXT_LIST -> List.of();
            case TEXT_MAP -> Map.of();
            case NUMBER -> 0;
            case FLAG -> false;
            case TEXT, SECRET, DURATION, OBJECT -> null;
        };
    }

    private static @Nullable Object convert(Field field, Object given, String path, List<Problem> problems) {
        Object value = switch (field.kind()) {
            case TEXT -> text(given);
            case SECRET -> given instanceof Secret ? given : null;
            case NUMBER -> given instanceof Integer ? given : integer(given);
            case FLAG -> given instanceof Boolean ? given : flag(given);
            case DURATION -> duration(given);
            case TEXT_LIST -> given instanceof List<?> list ? texts(list) : null;
            case TEXT_MAP -> given instanceof Map<?, ?> map ? textMap(map) : null;
            case OBJECT ->
                given instanceof Map<?, ?> map ? convert(field.nested(), stringKeys(map), path + ".", problems) : null;
        };
        if (value == null) {
            problems.add(new Problem(path, "'" + field.name() + "' must be " + wanted(field)));
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                checkPattern(field, list.get(i), path + "[" + i + "]", problems);
            }
        } else if (value instanceof String || value instanceof Integer) {
            checkPattern(field, value, path, problems);
        }
        return value;
    }

    /** What was written is not repeated in the message: it may have come from a reference. */
    private static void checkPattern(Field field, Object value, String path, List<Problem> problems) {
        String text = String.valueOf(value);
        if (field.pattern().isEmpty() || text.matches(field.pattern())) {
            return;
        }
        List<String> choices = field.choices();
        String message = choices.isEmpty()
                ? "'" + field.name() + "' does not look right: " + field.description()
                        + (field.example().isEmpty() ? "" : ", for example " + field.example())
                        + (text.startsWith("https://") && !(field.description() + field.example()).contains("https")
                                ? "; without https:// and what follows the host"
                                : "")
                : "'" + field.name() + "' takes " + String.join(", ", choices) + meant(choices, text);
        problems.add(new Problem(path, message));
    }

    /** A slip, or another word for one of the choices. */
    private static String meant(List<String> choices, String written) {
        String similar = Suggestion.among(choices, written);
        String word = OTHER_WORDS.getOrDefault(written.toLowerCase(Locale.ROOT), "");
        return similar.isEmpty() && choices.contains(word) ? "; did you mean '" + word + "'?" : similar;
    }

    private static String wanted(Field field) {
        return switch (field.kind()) {
            case TEXT -> "text";
            case SECRET -> "a reference to a secret, ${env:NAME} or ${file:PATH}; secrets do not stand in the config";
            case NUMBER -> "a whole number";
            case FLAG -> "true or false";
            case DURATION -> "a duration such as 30s, 15m, 6h or 90d";
            case TEXT_LIST ->
                "a list of text" + (field.example().isEmpty() ? "" : ", for example [" + field.example() + "]");
            case TEXT_MAP -> "keys with text";
            case OBJECT -> "a group of keys";
        };
    }

    private static @Nullable String text(Object given) {
        return switch (given) {
            case String text -> text;
            case Secret secret -> secret.reveal();
            case Number number -> number.toString();
            case Boolean flag -> flag.toString();
            default -> null;
        };
    }

    private static @Nullable Integer integer(Object given) {
        String text = text(given);
        try {
            return text == null ? null : Integer.valueOf(text);
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    private static @Nullable Boolean flag(Object given) {
        return "true".equals(given) ? Boolean.TRUE : "false".equals(given) ? Boolean.FALSE : null;
    }

    private static @Nullable List<String> texts(List<?> given) {
        List<@Nullable String> texts = given.stream()
                .map(element -> element == null ? null : text(element))
                .toList();
        return texts.contains(null) ? null : List.copyOf(texts);
    }

    private static @Nullable Map<String, String> textMap(Map<?, ?> given) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : given.entrySet()) {
            // A key with nothing behind it is a statement too: goals: {ftd: null} is the base conversion.
            String text = entry.getValue() == null ? "" : text(entry.getValue());
            if (text == null) {
                return null;
            }
            texts.put(String.valueOf(entry.getKey()), text);
        }
        return texts;
    }

    /** A duration as people write it: {@code 30s}, {@code 15m}, {@code 6h}, {@code 90d}, or ISO 8601; null if neither. */
    public static @Nullable Duration duration(Object given) {
        return given instanceof Duration duration ? duration : WrittenDuration.read(String.valueOf(given));
    }

    private static List<Field> fieldsOf(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents()).map(Form::fieldOf).toList();
    }

    private static Field fieldOf(RecordComponent component) {
        Described described = component.getAnnotation(Described.class);
        if (described == null) {
            throw new IllegalArgumentException(component + " needs @Described");
        }
        Kind kind = kindOf(component.getGenericType());
        Object[] constants = component.getType().getEnumConstants();
        boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        return new Field(
                nameOf(component),
                kind,
                !nullable && described.byDefault().isEmpty(),
                described.value(),
                described.example(),
                constants == null ? described.pattern() : words(constants),
                described.byDefault(),
                kind == Kind.OBJECT ? fieldsOf(component.getType().asSubclass(Record.class)) : List.of());
    }

    private static String words(Object[] constants) {
        return Arrays.stream(constants)
                .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining("|"));
    }

    private static Kind kindOf(Type type) {
        Type raw = type instanceof ParameterizedType parameterized ? parameterized.getRawType() : type;
        if (raw instanceof Class<?> plain && plain.isRecord()) {
            return Kind.OBJECT;
        }
        if (raw instanceof Class<?> plain && plain.isEnum()) {
            return Kind.TEXT;
        }
        return switch (raw.getTypeName()) {
            case "java.lang.String" -> Kind.TEXT;
            case "io.taghub.tag.Secret" -> Kind.SECRET;
            case "int" -> Kind.NUMBER;
            case "boolean" -> Kind.FLAG;
            case "java.time.Duration" -> Kind.DURATION;
            case "java.util.List" -> Kind.TEXT_LIST;
            case "java.util.Map" -> Kind.TEXT_MAP;
            default -> throw new IllegalArgumentException(raw + " cannot stand in a form");
        };
    }

    private static <R> R construct(Class<R> type, Map<String, @Nullable Object> values) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        @Nullable Object[] arguments = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            Object value = values.get(nameOf(components[i]));
            arguments[i] = types[i].isRecord() && value instanceof Map<?, ?> nested
                    ? construct(types[i], stringKeys(nested))
                    : types[i].isEnum() && value instanceof String word ? constant(types[i], word) : value;
        }
        try {
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof IllegalArgumentException doNotFitTogether) {
                throw doNotFitTogether;
            }
            throw new IllegalStateException(thrown);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Object constant(Class<?> type, String word) {
        return Arrays.stream(type.getEnumConstants())
                .filter(one -> one.toString().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, @Nullable Object> stringKeys(Map<?, ?> map) {
        Map<String, @Nullable Object> keyed = new LinkedHashMap<>();
        map.forEach((key, value) -> keyed.put(String.valueOf(key), value));
        return keyed;
    }

    private static String nameOf(RecordComponent component) {
        Described described = component.getAnnotation(Described.class);
        return described == null || described.name().isEmpty()
                ? component.getName().replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT)
                : described.name();
    }
}
