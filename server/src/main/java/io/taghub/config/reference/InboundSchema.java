package io.taghub.config.reference;

import io.taghub.config.inbound.ReadySources;
import io.taghub.inbound.SourceReader;
import io.taghub.inbound.verify.VerifierReader;
import io.taghub.tag.Fields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What may stand under the keys of a source of webhooks, where that is more than the form of a key says. */
final class InboundSchema {
    private InboundSchema() {}

    /** Replaces what the forms say of these keys. */
    static void addTo(Map<String, Object> properties) {
        List<String> sources = new ArrayList<>(List.of(SourceReader.GENERIC));
        sources.addAll(ReadySources.all().keySet());
        put(properties, SourceReader.SOURCE, Map.of("enum", sources));
        Map<String, Object> secret = Map.of("$ref", "#/$defs/secret");
        Map<String, Object> keys = new LinkedHashMap<>();
        TreeSet<String> all = new TreeSet<>();
        VerifierReader.TYPES.values().forEach(all::addAll);
        keys.put("type", Map.of("enum", List.copyOf(VerifierReader.TYPES.keySet())));
        all.forEach(key -> keys.put(key, true));
        keys.put("secret", Map.of("anyOf", List.of(secret, Map.of("type", "array", "items", secret))));
        keys.put("allow_ips", Map.of("type", "array", "items", Map.of("type", "string")));
        put(
                properties,
                "verify",
                new Fields()
                        .put("type", "object")
                        .put("properties", keys)
                        .put("additionalProperties", false)
                        .toMap());
        put(
                properties,
                "methods",
                Map.of("type", "array", "items", Map.of("enum", List.of("GET", "POST")), "minItems", 1));
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
}
