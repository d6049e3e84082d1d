package io.taghub.config.reference;

import io.taghub.config.ConfigKeys;
import io.taghub.tag.Fields;
import io.taghub.tag.Form.Field;
import io.taghub.tag.Form.Kind;
import io.taghub.tag.TagType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON Schema (draft 2020-12) by which editors complete and check the config file, made from the forms the reader
 * goes by. Editors that know an older draft understand it too: every tag type's keys are listed in one place.
 */
public final class ConfigSchema {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final String REFERENCE = "\\$\\{(env|file):[^}]+\\}";

    private final List<TagType<?>> types;

    private ConfigSchema(List<TagType<?>> types) {
        this.types = types;
    }

    /** The schema as JSON text, the same for the same tag types. */
    public static String write(List<TagType<?>> types) {
        return JSON.writeValueAsString(new ConfigSchema(types).root()) + "\n";
    }

    private Map<String, Object> root() {
        Map<String, Object> properties = properties(ConfigKeys.HUB.fields());
        for (ConfigKeys.Group group : ConfigKeys.GROUPS) {
            Map<String, Object> entry =
                    group == ConfigKeys.TAGS ? tag() : group.single() == null ? entry(group) : field(group.single());
            properties.put(
                    group.name(),
                    new Fields()
                            .put("description", group.description())
                            .put("type", "object")
                            .put("additionalProperties", entry)
                            .toMap());
        }
        Map<String, Object> profile = new LinkedHashMap<>(properties);
        ConfigKeys.GROUPS.forEach(group -> profile.put(
                group.name(), Map.of("description", group.description(), "type", List.of("object", "null"))));
        ConfigKeys.HUB.fields().stream()
                .filter(field -> !field.nested().isEmpty())
                .forEach(field -> profile.put(field.name(), partly(field)));
        for (Field field : ConfigKeys.FILE) {
            properties.put(
                    field.name(),
                    new Fields()
                            .put("description", field.description())
                            .putAll(field.kind() == Kind.OBJECT ? profiles(profile) : oneOrMore())
                            .toMap());
        }
        return new Fields()
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("title", "TagHub config")
                .put("type", "object")
                .put("properties", properties)
                .put("required", required(ConfigKeys.HUB.fields()))
                .put("additionalProperties", false)
                .put(
                        "$defs",
                        definitions()
                                .putAll(RuleSchema.definitions())
                                .putAll(typeDefinitions())
                                .toMap())
                .toMap();
    }

    /** Of a group that a profile changes only what differs has to stand there. */
    private static Map<String, Object> partly(Field field) {
        return new Fields()
                .put("description", field.description())
                .put("type", List.of("object", "null"))
                .put("properties", properties(field.nested()))
                .put("additionalProperties", false)
                .toMap();
    }

    private static Map<String, Object> profiles(Map<String, Object> profile) {
        Map<String, Object> orNone = new LinkedHashMap<>();
        profile.forEach((key, schema) -> orNone.put(key, Map.of("anyOf", List.of(schema, Map.of("type", "null")))));
        return Map.of(
                "type",
                "object",
                "additionalProperties",
                Map.of("type", List.of("object", "null"), "properties", orNone, "additionalProperties", false));
    }

    private static Map<String, Object> oneOrMore() {
        Map<String, Object> text = Map.of("type", "string");
        return Map.of("anyOf", List.of(text, Map.of("type", "array", "items", text)));
    }

    private static Fields definitions() {
        return new Fields()
                .put("reference", text("^.*" + REFERENCE + ".*$", "a value from the environment or a file"))
                .put("secret", text("^" + REFERENCE + "$", "a secret by reference, ${env:NAME} or ${file:PATH}"))
                .put("duration", text("^([0-9]{1,9}(ms|s|m|h|d)|P.+)$|" + REFERENCE, "such as 30s, 15m, 6h or 90d"));
    }

    /** The keys of types with variants, so that every variant can point at those it shares instead of repeating them. */
    private Map<String, Object> typeDefinitions() {
        Map<String, Object> definitions = new LinkedHashMap<>();
        for (TagType<?> type : types) {
            List<Variant> variants = Variant.of(type);
            if (variants.size() > 1) {
                definitions.put(
                        type.name(),
                        Map.of("properties", properties(variants.getFirst().fields())));
            }
        }
        return definitions;
    }

    private static Map<String, Object> text(String pattern, String description) {
        return new Fields()
                .put("type", "string")
                .put("pattern", pattern)
                .put("description", description)
                .toMap();
    }

    private static Map<String, Object> entry(ConfigKeys.Group group) {
        Map<String, Object> properties = properties(group.fields());
        if (group == ConfigKeys.EVENTS) {
            RuleSchema.addToEvents(properties);
        }
        if (group == ConfigKeys.INBOUND) {
            InboundSchema.addTo(properties);
        }
        return object(group.fields(), properties);
    }

    private static Map<String, Object> object(List<Field> fields) {
        return object(fields, properties(fields));
    }

    private static Map<String, Object> object(List<Field> fields, Map<String, Object> properties) {
        return new Fields()
                .put("type", List.of("object", "null"))
                .put("properties", properties)
                .put("required", required(fields))
                .put("additionalProperties", false)
                .toMap();
    }

    private static Map<String, Object> properties(List<Field> fields) {
        return each(fields, ConfigSchema::field);
    }

    private static Map<String, Object> each(List<Field> fields, Function<Field, Object> value) {
        Map<String, Object> properties = new LinkedHashMap<>();
        fields.forEach(field -> properties.put(field.name(), value.apply(field)));
        return properties;
    }

    private static List<String> required(List<Field> fields) {
        return fields.stream().filter(Field::required).map(Field::name).toList();
    }

    /** Whatever is no secret may come by reference too, which is text; an id may stand there as a number. */
    private static Map<String, Object> field(Field field) {
        Fields schema = new Fields().put("description", field.description());
        switch (field.kind()) {
            case TEXT -> schema.putAll(word(field));
            case SECRET -> schema.put("$ref", "#/$defs/secret");
            case NUMBER -> schema.put("type", List.of("integer", "string")).put("pattern", "^[0-9]+$|" + REFERENCE);
            case FLAG -> schema.put("type", List.of("boolean", "string")).put("pattern", "^(true|false)$|" + REFERENCE);
            case DURATION -> schema.put("$ref", "#/$defs/duration");
            case TEXT_LIST -> schema.put("type", "array").put("items", word(field));
            case TEXT_MAP ->
                schema.put("type", "object"); // what may stand in it is the reader's to say: a body is a tree
            case OBJECT -> schema.putAll(field.nested().isEmpty() ? Map.of("type", "object") : object(field.nested()));
        }
        return schema.put("default", byDefault(field))
                .putList("examples", field.example())
                .toMap();
    }

    private static Map<String, Object> word(Field field) {
        if (!field.choices().isEmpty()) {
            return Map.of("anyOf", List.of(Map.of("enum", field.choices()), Map.of("$ref", "#/$defs/reference")));
        }
        return new Fields()
                .put("type", List.of("string", "number", "boolean"))
                .put("pattern", field.pattern().isEmpty() ? "" : "^(?:" + field.pattern() + ")$|" + REFERENCE)
                .toMap();
    }

    private static Object byDefault(Field field) {
        return switch (field.kind()) {
            case NUMBER -> field.byDefault().isEmpty() ? "" : Integer.valueOf(field.byDefault());
            case FLAG -> field.byDefault().isEmpty() ? "" : Boolean.valueOf(field.byDefault());
            case TEXT, SECRET, DURATION, TEXT_LIST, TEXT_MAP, OBJECT -> field.byDefault();
        };
    }

    private Map<String, Object> tag() {
        Map<String, Object> properties = properties(ConfigKeys.TAG_FIELDS);
        properties.put(
                "type",
                new Fields()
                        .put("description", "the tag type")
                        .put("enum", types.stream().map(TagType::name).toList())
                        .toMap());
        RuleSchema.addTo(properties);
        List<Object> branches = new ArrayList<>();
        for (TagType<?> type : types) {
            List<Variant> variants = Variant.of(type);
            for (Variant variant : variants) {
                branches.add(new Fields()
                        .put("if", condition(type, variant, variants))
                        .put("then", keys(type, variant, variants.getFirst()))
                        .toMap());
            }
        }
        return new Fields()
                .put("type", "object")
                .put("properties", properties)
                .put("required", required(ConfigKeys.TAG.fields()))
                .put("allOf", branches)
                .toMap();
    }

    /** The plain keys hold wherever no other variant does. */
    private static Map<String, Object> condition(TagType<?> type, Variant variant, List<Variant> all) {
        if (!variant.selector().isEmpty()) {
            return has(Map.of("type", type.name(), variant.selector(), variant.choice()));
        }
        List<Object> others = all.stream()
                .filter(other -> other != variant)
                .<Object>map(other -> has(Map.of(other.selector(), other.choice())))
                .toList();
        return new Fields()
                .putAll(has(Map.of("type", type.name())))
                .put("not", new Fields().put("anyOf", others).toMap())
                .toMap();
    }

    private static Map<String, Object> has(Map<String, String> values) {
        Map<String, Object> properties = new TreeMap<>();
        values.forEach((key, value) -> properties.put(key, Map.of("const", value)));
        return new Fields()
                .put("properties", properties)
                .put("required", List.copyOf(properties.keySet()))
                .toMap();
    }

    private static Map<String, Object> keys(TagType<?> type, Variant variant, Variant plain) {
        Map<String, Object> properties = each(ConfigKeys.TAG_FIELDS, common -> true);
        properties.putAll(each(variant.fields(), field -> {
            boolean shared = variant != plain && plain.fields().stream().anyMatch(other -> same(field, other));
            return shared ? Map.of("$ref", "#/$defs/" + type.name() + "/properties/" + field.name()) : field(field);
        }));
        return new Fields()
                .put("properties", properties)
                .put("required", required(variant.fields()))
                .put("additionalProperties", false)
                .toMap();
    }

    private static boolean same(Field one, Field other) {
        return one.name().equals(other.name()) && field(one).equals(field(other));
    }
}
