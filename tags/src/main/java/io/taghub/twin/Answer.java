package io.taghub.twin;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What a platform answers, and what it saw that departs from its contract.
 *
 * @param problems in plain words, never with the offending value
 */
public record Answer(int status, String contentType, String body, List<String> problems) {
    public Answer {
        problems = List.copyOf(problems);
    }

    public static Answer json(int status, JsonNode body, List<String> problems) {
        return new Answer(status, "application/json; charset=utf-8", body.toString(), problems);
    }

    public static Answer text(String body, List<String> problems) {
        return new Answer(200, "text/plain; charset=utf-8", body, problems);
    }
}
