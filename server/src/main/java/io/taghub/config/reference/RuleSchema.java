package io.taghub.config.reference;

import io.taghub.rule.ContractReader;
import io.taghub.rule.TagRuleReader;
import io.taghub.tag.Fields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What may stand under the keys of a tag's rule, where that is more than the form of a key says. */
final class RuleSchema {
    private RuleSchema() {}

    /** Shared by all that speak of fields. */
    static Map<String, Object> definitions() {
        Map<String, Object> definitions = new LinkedHashMap<>();
        definitions.put("field", Map.of("type", "string", "examples", TagRuleReader.fieldNames()));
        definitions.put("condition", condition());
        definitions.put("conditions", conditions());
        definitions.put("value_rule", value());
        return definitions;
    }

    /** Replaces what the forms say of these keys. */
    static void addTo(Map<String, Object> properties) {
        Map<String, Object> entry = Map.of(
                "type",
                "object",
                "description",
                "an event's name, and below it the conditions it has to meet",
                "minProperties",
                1,
                "maxProperties",
                1,
                "additionalProperties",
                reference("conditions"));
        put(
                properties,
                "when",
                new Fields()
                        .put("type", "array")
                        .put("items", Map.of("anyOf", List.of(Map.of("type", List.of("string", "number")), entry)))
                        .toMap());
        put(
                properties,
                TagRuleReader.VALUE,
                Map.of("anyOf", List.of(Map.of("const", "gross"), reference("value_rule"))));
        put(
                properties,
                TagRuleReader.PARAMS,
                Map.of(
                        "type",
                        "object",
                        "additionalProperties",
                        Map.of(
                                "anyOf",
                                List.of(
                                        Map.of("type", List.of("number", "boolean")),
                                        reference("field"),
                                        Map.of(
                                                "type",
                                                "object",
                                                "properties",
                                                Map.of("const", plain()),
                                                "required",
                                                List.of("const"),
                                                "additionalProperties",
                                                false),
                                        reference("value_rule")))));
        for (String list : List.of(TagRuleReader.ALLOW, TagRuleReader.DENY)) {
            put(properties, list, Map.of("type", "array", "items", reference("field")));
        }
    }

    /** The same of the keys of a contract, in each entry of {@code events}. */
    static void addToEvents(Map<String, Object> properties) {
        put(properties, ContractReader.REQUIRE, Map.of("type", "array", "items", reference("field")));
        put(properties, ContractReader.CONDITIONS, reference("conditions"));
        put(
                properties,
                ContractReader.VALUE,
                Map.of("anyOf", List.of(Map.of("const", "gross"), reference("value_rule"))));
    }

    private static void put(Map<String, Object> properties, String key, Map<String, Object> schema) {
        Object description = properties.get(key) instanceof Map<?, ?> written ? written.get("description") : "";
        properties.put(
                key,
                new Fields()
                        .put("description", String.valueOf(description))
                        .putAll(schema)
                        .toMap());
    }

    private static Map<String, Object> reference(String definition) {
        return Map.of("$ref", "#/$defs/" + definition);
    }

    private static Map<String, Object> plain() {
        return Map.of("type", List.of("string", "number", "boolean"));
    }

    private static Map<String, Object> list(Map<String, Object> of) {
        return Map.of("type", "array", "items", of, "minItems", 1);
    }

    private static Map<String, Object> condition() {
        Map<String, Object> number = Map.of("type", List.of("number", "string"));
        Map<String, Object> operators = new Fields()
                .put("is", plain())
                .put("in", list(plain()))
                .put("not", Map.of("anyOf", List.of(plain(), list(plain()))))
                .put("at_least", number)
                .put("below", number)
                .put("exists", Map.of("type", "boolean"))
                .put("matches", described("a regular expression (RE2) that the whole value matches"))
                .put("type", Map.of("enum", List.of("number", "text", "boolean", "list")))
                .toMap();
        Map<String, Object> tests =
                Map.of("type", "object", "properties", operators, "additionalProperties", false, "minProperties", 1);
        return Map.of("anyOf", List.of(tests, plain(), list(plain())));
    }

    private static Map<String, Object> conditions() {
        Map<String, Object> fields = new LinkedHashMap<>();
        TagRuleReader.fieldNames().forEach(name -> fields.put(name, reference("condition")));
        return new Fields()
                .put("type", "object")
                .put("minProperties", 1)
                .put("properties", fields)
                .put(
                        "patternProperties",
                        Map.of(
                                "^(properties|user\\.properties|items\\.properties|click_ids|page\\.query)\\..+$",
                                reference("condition")))
                .put("additionalProperties", false)
                .toMap();
    }

    private static Map<String, Object> described(String text) {
        return Map.of("type", "string", "description", text);
    }

    private static Map<String, Object> value() {
        Map<String, Object> number = Map.of("type", List.of("number", "string"));
        Map<String, Object> table = Map.of("type", "object", "additionalProperties", number, "minProperties", 1);
        return new Fields()
                .put("type", "object")
                .put(
                        "properties",
                        new Fields()
                                .put("of", reference("field"))
                                .put("net_of", Map.of("anyOf", List.of(reference("field"), list(reference("field")))))
                                .put("percent", number)
                                .put("fixed", number)
                                .put("by_event", table)
                                .put("by_product", table)
                                .put("currency", described("the result's currency, such as EUR"))
                                .put("rates", table)
                                .toMap())
                .put("additionalProperties", false)
                .toMap();
    }
}
