package io.taghub.twin;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What a platform answers, and what it saw that departs from its contract.
 *
 * @param problems in plain words, never with the offending value
 * @param headers beside those that every answer has
 */
public record Answer(int status, String contentType, String body, List<String> problems, Map<String, String> headers) {
    public Answer {
        problems = List.copyOf(problems);
        headers = Map.copyOf(headers);
    }

    public Answer(int status, String contentType, String body, List<String> problems) {
        this(status, contentType, body, problems, Map.of());
    }

    /** To the same path and query of another host, with the same method and body. */
    public static Answer redirect(String location) {
        return new Answer(307, "", "", List.of(), Map.of("Location", location));
    }

    public static Answer json(int status, JsonNode body, List<String> problems) {
        return new Answer(status, "application/json; charset=utf-8", body.toString(), problems);
    }

    public static Answer text(String body, List<String> problems) {
        return new Answer(200, "text/plain; charset=utf-8", body, problems);
    }
}
