package io.taghub.testkit;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reports events as your back end does: {@code POST /v1/events} with a server key, in the name of one test. */
public final class BackEnd {
    private final Server server;
    private final String run;

    /**
     * What the hub answered.
     *
     * @param rejected one sentence for each event that was not taken
     * @param warnings one for each field that was left out of one that was
     */
    public record Answer(
            int status, int accepted, int paired, int duplicates, List<String> rejected, List<String> warnings) {
        /** Keys the hub does not know: a slip of the test's, most likely. */
        private List<String> slips() {
            return warnings.stream()
                    .filter(warning -> warning.contains(": unknown key"))
                    .toList();
        }
    }

    BackEnd(Server server, String run) {
        this.server = server;
        this.run = run;
    }

    /**
     * Reports and insists that everything is taken, and that there is nothing in it of which the hub does not know what it is.
     *
     * @param events JSON as for {@code /v1/events}, as text or as maps and lists: one event, a list, or
     *     {@code {"events":[...]}}
     */
    public Answer send(Object events) {
        Answer answer = tryToSend(events);
        if (answer.status != 200
                || !answer.rejected.isEmpty()
                || !answer.slips().isEmpty()) {
            throw new AssertionError("the hub did not take what the back end sent (HTTP " + answer.status + "): "
                    + String.join("; ", answer.rejected.isEmpty() ? answer.slips() : answer.rejected));
        }
        return answer;
    }

    /** Reports and answers what became of it, good or bad. */
    public Answer tryToSend(Object events) {
        String body = events instanceof String text ? text : Http.JSON.writeValueAsString(events);
        HttpResponse<String> answer =
                server.http.send(HttpRequest.newBuilder(URI.create(server.origin() + "/v1/events"))
                        .header("Authorization", "Bearer " + server.key())
                        .header("Content-Type", "application/json")
                        .header("TagHub-Run", run)
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
        JsonNode json = Http.JSON.readTree(answer.body());
        List<String> rejected = new ArrayList<>();
        json.path("rejected").forEach(one -> rejected.add("event " + of(one)));
        List<String> warnings = new ArrayList<>();
        json.path("warnings")
                .forEach(one -> warnings.add("'" + one.path("field").asString("") + "' of event " + of(one)));
        if (json.has("error")) {
            rejected.add(json.path("error").asString(""));
        }
        return new Answer(
                answer.statusCode(),
                json.path("accepted").asInt(0),
                json.path("paired").asInt(0),
                json.path("duplicates").asInt(0),
                rejected,
                warnings);
    }

    private static String of(JsonNode one) {
        return one.path("index").asInt() + ": " + one.path("reason").asString("");
    }
}
