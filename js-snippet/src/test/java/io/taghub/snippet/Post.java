package io.taghub.snippet;

import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** What the snippet sent in one request. */
record Post(Map<String, List<String>> headers, String text, JsonNode body) {

    List<JsonNode> events() {
        return StreamSupport.stream(body.get("e").spliterator(), false).toList();
    }

    String contentType() {
        return headers.get("Content-type").getFirst();
    }
}
