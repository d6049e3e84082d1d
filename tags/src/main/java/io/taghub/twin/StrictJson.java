package io.taghub.twin;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON as it came: decimals keep their digits, a key given twice is an error. */
public final class StrictJson {
    public static final JsonNode MISSING = MissingNode.getInstance();

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private StrictJson() {}

    /** The document, or null where the text is not JSON. */
    public static @Nullable JsonNode parse(String text) {
        if (text.isBlank()) {
            return null;
        }
        try {
            return MAPPER.readTree(text);
        } catch (JacksonException notJson) {
            return null;
        }
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /** The text of a string or number; null for everything else. */
    public static @Nullable String text(JsonNode node) {
        return node.isString() ? node.stringValue() : node.isNumber() ? node.asString() : null;
    }

    /** A string that is not blank; null for everything else. */
    public static @Nullable String string(JsonNode node) {
        return node.isString() && !node.stringValue().isBlank() ? node.stringValue() : null;
    }

    /** A number, or a string that is one; null for everything else. */
    public static @Nullable BigDecimal number(JsonNode node) {
        return node.isNumber() ? node.decimalValue() : node.isString() ? Shape.number(node.stringValue()) : null;
    }

    /**
     * A sentence for each key of an object that is none of the known ones.
     *
     * @param place before the key, {@code items.}
     */
    public static List<String> unknown(String place, JsonNode object, Set<String> known) {
        return object.propertyNames().stream()
                .filter(key -> !known.contains(key))
                .map(key -> place + key + " is not a known key")
                .toList();
    }

    public static boolean absent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }
}
