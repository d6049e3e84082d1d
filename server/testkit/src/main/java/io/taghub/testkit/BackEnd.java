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
     */
    public record Answer(int status, int accepted, int duplicates, List<String> rejected) {}

    BackEnd(Server server, String run) {
        this.server = server;
        this.run = run;
    }

    /**
     * Reports and insists that everything is taken.
     *
     * @param events JSON as for {@code /v1/events}, as text or as maps and lists: one event, a list, or
     *     {@code {"events":[...]}}
     */
    public Answer send(Object events) {
        Answer answer = tryToSend(events);
        if (answer.status != 200 || !answer.rejected.isEmpty()) {
            throw new AssertionError("the hub did not take what the back end sent (HTTP " + answer.status + "): "
                    + String.join("; ", answer.rejected));
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
        json.path("rejected")
                .forEach(one -> rejected.add("event " + one.path("index").asInt() + ": "
                        + one.path("reason").asString("")));
        if (json.has("error")) {
            rejected.add(json.path("error").asString(""));
        }
        return new Answer(
                answer.statusCode(),
                json.path("accepted").asInt(0),
                json.path("duplicates").asInt(0),
                rejected);
    }
}
