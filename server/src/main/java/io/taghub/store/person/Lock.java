package io.taghub.store.person;

import io.taghub.store.seal.Key;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;
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
        Key.write(visitors, json.putArray("visitors"));
        if (!others.isEmpty()) {
            Key.write(others, json.putArray("others"));
        }
    }

    static Lock read(JsonNode json) {
        return new Lock(
                Instant.parse(json.path("at").stringValue()),
                Key.read(json.path("visitors")),
                Key.read(json.path("others")));
    }
}
