package io.taghub.sandbox;

import io.taghub.twin.Call;
import io.taghub.twin.StrictJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request as it is kept and shown: secrets are masked.
 *
 * @param tag whose it is, empty where the caller did not say
 * @param status the HTTP status sent, 0 where a fault sent none
 * @param fault the fault that was played, if any
 */
record Recorded(
        long seq,
        Instant at,
        String tag,
        String host,
        String method,
        String path,
        Map<String, List<String>> query,
        Map<String, String> headers,
        String body,
        int status,
        List<String> problems,
        @Nullable String fault) {

    /** A body larger than this is kept in part. */
    static final int MAX_BODY = 2_000_000;

    static Recorded of(
            Call call, String tag, Masking masking, int status, List<String> problems, @Nullable String fault) {
        String body =
                call.body().length() <= MAX_BODY ? call.body() : call.body().substring(0, MAX_BODY);
        return new Recorded(
                call.seq(),
                call.at(),
                tag,
                call.host(),
                call.method(),
                masking.path(call.path()),
                masking.query(call.query()),
                masking.headers(call.headers()),
                masking.body(body),
                status,
                List.copyOf(problems),
                fault);
    }

    /** A rough measure of what keeping it costs, in characters. */
    int size() {
        return 1_000 + body.length();
    }

    ObjectNode json() {
        ObjectNode json = StrictJson.object();
        json.put("seq", seq)
                .put("at", at.toString())
                .put("host", host)
                .put("method", method)
                .put("path", path);
        ObjectNode parameters = json.putObject("query");
        query.forEach((name, values) -> {
            if (values.size() == 1) {
                parameters.put(name, values.getFirst());
            } else {
                ArrayNode several = parameters.putArray(name);
                values.forEach(several::add);
            }
        });
        ObjectNode lines = json.putObject("headers");
        headers.forEach(lines::put);
        json.put("body", body);
        JsonNode parsed = StrictJson.parse(body);
        if (parsed != null && parsed.isContainer()) {
            json.set("json", parsed);
        }
        json.put("status", status);
        ArrayNode list = json.putArray("problems");
        problems.forEach(list::add);
        if (!tag.isEmpty()) {
            json.put("tag", tag);
        }
        if (fault != null) {
            json.put("fault", fault);
        }
        return json;
    }
}
