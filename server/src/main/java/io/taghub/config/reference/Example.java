package io.taghub.config.reference;

import io.taghub.tag.Form;
import io.taghub.tag.Form.Bound;
import io.taghub.tag.Form.Field;
import io.taghub.tag.Secret;
import io.taghub.tag.TagType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The smallest settings that a tag type takes, made from the examples in its form. */
final class Example {
    private final String type;

    private Example(String type) {
        this.type = type;
    }

    /** The entry as it stands below {@code tags:}. */
    static String yaml(TagType<?> type) {
        StringBuilder yaml = new StringBuilder("  " + type.name() + "-main:\n    type: " + type.name() + "\n");
        write(new Example(type.name()).settings(type.form(Map.of())), "    ", yaml);
        return yaml.append("    when: [purchase]\n").toString();
    }

    /** The same as a form that is filled. */
    static <F> Bound<F> filled(TagType<F> type) {
        Form<F> form = type.form(Map.of());
        return form.bind(new Example(type.name()).settings(form));
    }

    /**
     * Those with which an event has a way of its own to go, by the field that opens it: each alone or, where that will not do,
     * with one more. Empty where what is required is enough.
     */
    static <F> Map<String, F> ways(TagType<F> type) {
        Form<F> form = type.form(Map.of());
        Example example = new Example(type.name());
        Map<String, Object> required = example.group(form.fields());
        Map<String, F> ways = new LinkedHashMap<>();
        if (form.bind(required) instanceof Bound.Filled<F>) {
            return ways;
        }
        List<Field> optional =
                form.fields().stream().filter(field -> !field.required()).toList();
        for (Field one : optional) {
            example.with(form, required, List.of(one)).ifPresent(filled -> ways.put(one.name(), filled));
        }
        for (int i = 0; i < optional.size(); i++) {
            for (Field other : optional.subList(i + 1, optional.size())) {
                Field one = optional.get(i);
                if (!ways.containsKey(one.name()) && !ways.containsKey(other.name())) {
                    example.with(form, required, List.of(one, other)).ifPresent(filled -> ways.put(one.name(), filled));
                }
            }
        }
        return ways;
    }

    private <F> Optional<F> with(Form<F> form, Map<String, Object> required, List<Field> fields) {
        Map<String, Object> more = new LinkedHashMap<>(required);
        fields.forEach(field -> more.put(field.name(), value(field)));
        return form.bind(more) instanceof Bound.Filled<F>(F filled) ? Optional.of(filled) : Optional.empty();
    }

    /** What is required; where the form wants one of several optional fields as well, the first that will do. */
    private Map<String, Object> settings(Form<?> form) {
        Map<String, Object> required = group(form.fields());
        if (form.bind(required) instanceof Bound.Filled<?>) {
            return required;
        }
        for (Field field : form.fields()) {
            Map<String, Object> more = new LinkedHashMap<>(required);
            if (more.putIfAbsent(field.name(), value(field)) == null && form.bind(more) instanceof Bound.Filled<?>) {
                return more;
            }
        }
        return required;
    }

    private Map<String, Object> group(List<Field> fields) {
        Map<String, Object> group = new LinkedHashMap<>();
        fields.stream().filter(Field::required).forEach(field -> group.put(field.name(), value(field)));
        return group;
    }

    private Object value(Field field) {
        String example = field.example().isEmpty() ? "..." : field.example();
        return switch (field.kind()) {
            case TEXT, DURATION -> example;
            case SECRET ->
                new Secret("${env:" + (type.replace('-', '_') + "_" + field.name()).toUpperCase(Locale.ROOT) + "}");
            case NUMBER -> field.example().matches("\\d+") ? Integer.valueOf(example) : 1;
            case FLAG -> true;
            case TEXT_LIST -> List.of(example);
            case TEXT_MAP -> entry(example);
            case OBJECT -> group(field.nested());
        };
    }

    private static Map<String, Object> entry(String example) {
        String[] parts = example.replaceAll("[{}\"]", "").split(":", 2);
        return parts.length == 2 ? Map.of(parts[0].strip(), parts[1].strip()) : Map.of("purchase", example);
    }

    private static void write(Map<?, ?> group, String indent, StringBuilder to) {
        group.forEach((key, value) -> {
            to.append(indent).append(key).append(':');
            switch (value) {
                case Map<?, ?> inner -> {
                    to.append('\n');
                    write(inner, indent + "  ", to);
                }
                case Secret secret -> to.append(" \"").append(secret.reveal()).append("\"\n");
                case String text -> to.append(" \"").append(text).append("\"\n");
                default -> to.append(' ').append(value).append('\n');
            }
        });
    }
}
