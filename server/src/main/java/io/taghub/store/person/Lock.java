package io.taghub.store.person;

import io.taghub.store.seal.Key;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code attribution: locked} goes by: clicks up to a moment, of browsers that were the user's then.
 *
 * @param visitors whose clicks count
 * @param others whose clicks count where none of those has any: browsers that also claimed to be the user's
 */
public record Lock(Instant at, List<Key> visitors, List<Key> others) {
    public Lock {
        visitors = List.copyOf(visitors);
        others = List.copyOf(others);
    }

    void write(ObjectNode json) {
        json.put("at", at.toString());
        write(visitors, json.putArray("visitors"));
        if (!others.isEmpty()) {
            write(others, json.putArray("others"));
        }
    }

    private static void write(List<Key> keys, ArrayNode list) {
        keys.forEach(key -> list.add(HexFormat.of().formatHex(key.bytes())));
    }

    static Lock read(JsonNode json) {
        return new Lock(
                Instant.parse(json.path("at").stringValue()), keys(json.path("visitors")), keys(json.path("others")));
    }

    private static List<Key> keys(JsonNode list) {
        List<Key> keys = new ArrayList<>();
        list.forEach(key -> keys.add(Key.of(HexFormat.of().parseHex(key.stringValue()))));
        return keys;
    }
}
