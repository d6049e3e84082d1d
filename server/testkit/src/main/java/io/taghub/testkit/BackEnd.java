package io.taghub.testkit;

import io.taghub.inbound.InboundSource;
import io.taghub.inbound.hook.Hook;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

    /**
     * What a source was answered.
     *
     * @param body as the source's {@code respond} says
     */
    public record Reply(int status, String body) {}

    /**
     * Sends a webhook or postback to {@code /in/SOURCE} as the source does, with its token or signature, and insists that it is taken.
     *
     * @param source a name under {@code inbound} in the config
     * @param body JSON as text or as maps and lists, the fields of a form, {@code "a=1&b=2"}; where the source takes GET alone, the
     *     query
     */
    public Reply webhook(String source, Object body) {
        return webhook(source, body, Map.of());
    }

    /** The same with headers that the mapping reads. */
    public Reply webhook(String source, Object body, Map<String, String> headers) {
        Reply reply = tryWebhook(source, body, headers);
        if (reply.status / 100 != 2) {
            throw new AssertionError(
                    "the hub did not take the webhook of '" + source + "' (HTTP " + reply.status + "): " + reply.body);
        }
        return reply;
    }

    /** Sends it and answers what the source is answered, good or bad. */
    public Reply tryWebhook(String source, Object body, Map<String, String> headers) {
        InboundSource from = server.config().inbound().get(source);
        if (from == null) {
            throw new IllegalArgumentException(
                    "there is no source '" + source + "' under 'inbound' in the config; there are "
                            + server.config().inbound().keySet());
        }
        Hook hook = from.verifier().signed(request(from, body, headers), server.now());
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(hook.url()))
                .method(hook.method(), HttpRequest.BodyPublishers.ofByteArray(hook.body()));
        hook.headers().forEach(request::setHeader);
        HttpResponse<String> answer = server.http.send(request.setHeader("TagHub-Run", run));
        return new Reply(answer.statusCode(), answer.body());
    }

    private Hook request(InboundSource from, Object body, Map<String, String> headers) {
        String text = body instanceof String written ? written : Http.JSON.writeValueAsString(body);
        boolean json =
                text.stripLeading().startsWith("{") || text.stripLeading().startsWith("[");
        boolean inQuery = !from.methods().contains("POST");
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        if (!inQuery) {
            all.put("Content-Type", json ? "application/json" : "application/x-www-form-urlencoded");
        }
        all.putAll(headers);
        return new Hook(
                inQuery ? "GET" : "POST",
                server.origin() + "/in/" + from.name() + (inQuery ? "?" + text : ""),
                all,
                inQuery ? new byte[0] : text.getBytes(StandardCharsets.UTF_8));
    }

    private static String of(JsonNode one) {
        return one.path("index").asInt() + ": " + one.path("reason").asString("");
    }
}
