package io.taghub.platform.openaiads;

import io.taghub.twin.Answer;
import io.taghub.twin.Call;
import io.taghub.twin.Conversion;
import io.taghub.twin.Ledger;
import io.taghub.twin.StrictJson;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenAI's Conversions API: one bad event refuses the whole request.
 *
 * @see <a href="https://developers.openai.com/ads/conversions-api">the vendor's page</a>
 */
record OpenAiTwin(TwinSetup setup) implements Twin {
    private static final int MAX_BATCH = 1_000;

    @Override
    public Answer answer(Call call) {
        if (!call.path().matches("/v1/events/?") || !call.method().equals("POST")) {
            return error(404, "Not found", null, List.of("events go to POST /v1/events?pid={pixel}"));
        }
        String token = call.header("authorization");
        if (token == null || !token.startsWith("Bearer ") || token.contains(setup.badWord())) {
            return unauthorized("the key is missing, does not stand behind Bearer, or is not taken");
        }
        String pixel = call.query("pid");
        if (pixel == null) {
            return error(400, "Missing required parameter: pid", "pid", List.of("the parameter pid is missing"));
        }
        JsonNode body = StrictJson.parse(call.body());
        JsonNode events = body == null ? StrictJson.MISSING : body.path("events");
        if (body == null || !events.isArray() || events.isEmpty()) {
            return error(400, "Missing required field: events", "events", List.of("events is missing or empty"));
        }
        if (events.size() > MAX_BATCH) {
            return error(400, "events holds more than 1000 events", "events", List.of("more than 1000 events"));
        }
        List<String> problems = new ArrayList<>();
        for (String key : body.propertyNames()) {
            if (!key.equals("events") && !key.equals("validate_only")) {
                problems.add(key + " is not a key of the request");
            }
        }
        String refusal = null;
        for (int i = 0; i < events.size(); i++) {
            OpenAiTwinEvent event = new OpenAiTwinEvent(events.get(i), call.at());
            for (String problem : event.problems()) {
                problems.add("events[" + i + "]." + problem);
            }
            refusal = refusal == null ? event.refusal() : refusal;
        }
        if (refusal != null) {
            return error(400, refusal, null, problems);
        }
        boolean validated = body.path("validate_only").asBoolean(false);
        if (validated) {
            problems.add("validate_only is set: these events are looked at and not saved");
        } else {
            events.forEach(event -> count(call, pixel, event));
        }
        return Answer.json(200, StrictJson.object().put("accepted_events", events.size()), problems);
    }

    private void count(Call call, String pixel, JsonNode event) {
        String type = event.path("type").asString("");
        String custom = event.path("custom_event_name").asString("");
        String id = StrictJson.text(event.path("id"));
        JsonNode data = event.path("data");
        String currency = StrictJson.string(data.path("currency"));
        Conversion conversion = Conversion.of(call, "openai-ads", custom.isEmpty() ? type : custom, id)
                .worth(OpenAiTwinEvent.major(data.path("amount"), currency), currency)
                .click(StrictJson.string(event.path("oppref")));
        setup.ledger().add(String.join("|", "openai-ads", pixel, type, custom, id), Ledger.FOREVER, conversion);
    }

    @Override
    public Answer badToken(Call call) {
        return unauthorized("rehearsed: the key is not taken");
    }

    @Override
    public Answer refusal(Call call) {
        return error(400, "Missing required field: events", "events", List.of("rehearsed: the request is not taken"));
    }

    private static Answer unauthorized(String problem) {
        return error(401, "Unauthorized", null, List.of(problem));
    }

    private static Answer error(int status, String message, @Nullable String param, List<String> problems) {
        ObjectNode body = StrictJson.object();
        body.putObject("error")
                .put("message", message)
                .put("type", "invalid_request_error")
                .put("param", param)
                .putNull("code");
        return Answer.json(status, body, problems);
    }
}
