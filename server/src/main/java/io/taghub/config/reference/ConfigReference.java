package io.taghub.config.reference;

import io.taghub.config.ConfigKeys;
import io.taghub.tag.Form.Field;
import io.taghub.tag.Form.Kind;
import io.taghub.tag.TagType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The reference page of the config file, made from the forms the reader goes by. */
public final class ConfigReference {
    private final StringBuilder page = new StringBuilder();

    private ConfigReference() {}

    /** The page in Markdown. */
    public static String markdown(List<TagType<?>> types) {
        return new ConfigReference().write(types);
    }

    private String write(List<TagType<?>> types) {
        page.append("""
                # The config file

                Every key of `taghub.yaml`. A key without a default that is not required may be left out. Any value may
                come from the environment, `${env:NAME}`, or from a file, `${file:PATH}`, relative to the config file;
                secrets come in no other way. Durations are written `30s`, `15m`, `6h` or `90d`.

                ## Top level

                """);
        List<Field> top = new ArrayList<>(ConfigKeys.FILE);
        top.addAll(ConfigKeys.HUB.fields());
        table(top);
        for (ConfigKeys.Group group : ConfigKeys.GROUPS) {
            page.append("## `")
                    .append(group.name())
                    .append("`\n\n")
                    .append(group.description())
                    .append("\n\n");
            table(group.single() == null ? group.fields() : List.of(group.single()), prefix(group));
        }
        page.append("## Tag types\n\nWhat each type has beside the keys of every tag, and what its platform bears: "
                + "[one page each](platforms/README.md).\n\n");
        types.forEach(type ->
                page.append("- [`%s`](platforms/%s.md): %s\n".formatted(type.name(), type.name(), type.description())));
        return page.toString();
    }

    /** An entry that is one value is shown under its name, an entry that is a group by its keys. */
    private static String prefix(ConfigKeys.Group group) {
        return group.single() == null ? "" : group.example() + ": ";
    }

    /** The keys of a type and its shortest example. */
    static String settings(TagType<?> type) {
        ConfigReference reference = new ConfigReference();
        reference.type(type);
        return reference.page.toString();
    }

    private void type(TagType<?> type) {
        List<Variant> variants = Variant.of(type);
        List<Field> plain = variants.getFirst().fields();
        table(plain);
        Set<String> known = plain.stream().map(Field::name).collect(Collectors.toSet());
        for (Variant variant : variants.subList(1, variants.size())) {
            page.append("With `%s: %s` also:\n\n".formatted(variant.selector(), variant.choice()));
            table(variant.fields().stream()
                    .filter(field -> !known.contains(field.name()))
                    .toList());
        }
        page.append("```yaml\ntags:\n").append(Example.yaml(type)).append("```\n\n");
    }

    private void table(List<Field> fields) {
        table(fields, "");
    }

    private void table(List<Field> fields, String before) {
        page.append("| key | value | default | what it is |\n|---|---|---|---|\n");
        rows(fields, before);
        page.append('\n');
    }

    private void rows(List<Field> fields, String before) {
        for (Field field : fields) {
            page.append("| `%s%s` | %s | %s | %s |\n"
                    .formatted(before, field.name(), value(field), byDefault(field), cell(field.description())));
            rows(field.nested(), before + field.name() + ".");
        }
    }

    private static String value(Field field) {
        if (!field.choices().isEmpty()) {
            String words = "`" + String.join("`, `", field.choices()) + "`";
            return field.kind() == Kind.TEXT_LIST ? "list of " + words : words;
        }
        String kind = switch (field.kind()) {
            case TEXT, NUMBER, DURATION, SECRET -> field.kind().name().toLowerCase(Locale.ROOT);
            case FLAG -> "`true`, `false`";
            case TEXT_LIST -> "list of text";
            case TEXT_MAP -> "keys with text";
            case OBJECT -> "group";
        };
        return field.example().isEmpty() ? kind : kind + ", as `" + cell(field.example()) + "`";
    }

    private static String byDefault(Field field) {
        if (!field.byDefault().isEmpty()) {
            return "`" + field.byDefault() + "`";
        }
        return field.required() ? "required" : "";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}
