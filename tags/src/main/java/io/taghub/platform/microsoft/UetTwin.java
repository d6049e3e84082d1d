package io.taghub.platform.microsoft;

import io.taghub.twin.Answer;
import io.taghub.twin.Call;
import io.taghub.twin.Conversion;
import io.taghub.twin.Ledger;
import io.taghub.twin.StrictJson;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The UET Conversions API: with {@code continueOnValidationError} it takes the events that are right and lists the others
 * in its success; without it one wrong event refuses the request.
 *
 * @see <a href="https://learn.microsoft.com/en-us/advertising/guides/uet-conversion-api-integration">UET Conversions API</a>
 */
final class UetTwin implements Twin {
    private static final Pattern EVENTS = Pattern.compile("/v1/([^/]+)/events");
    private static final Pattern TAG = Pattern.compile("\\d{1,12}");
    private static final Set<String> KEYS = Set.of("data", "dataProvider", "continueOnValidationError");
    private static final int MAX_BATCH = 1_000;

    private final Ledger ledger;
    private final String badWord;

    UetTwin(TwinSetup setup) {
        ledger = setup.ledger();
        badWord = setup.badWord();
    }

    @Override
    public Answer answer(Call call) {
        Matcher place = EVENTS.matcher(call.path());
        if (!place.matches()) {
            return refused(call, 404, "NotFound", "The resource does not exist.");
        }
        if (!call.method().equals("POST")) {
            return refused(call, 405, "MethodNotAllowed", "Use POST.");
        }
        String token = call.header("authorization");
        if (token == null || !token.startsWith("Bearer ") || token.contains(badWord)) {
            return badToken(call);
        }
        if (!TAG.matcher(place.group(1)).matches()) {
            return refused(call, 404, "NotFound", "The UET tag is not accessible.");
        }
        JsonNode body = StrictJson.parse(call.body());
        if (body == null || !body.isObject()) {
            return refused(call, 400, "BadRequest", "The request body is not a JSON object.");
        }
        return events(call, place.group(1), body);
    }

    @Override
    public Answer badToken(Call call) {
        return refused(call, 401, "Unauthorized", "You are not authorized to access this resource.");
    }

    @Override
    public Answer refusal(Call call) {
        return refused(call, 400, "BadRequest", "The request is invalid.");
    }

    private Answer events(Call call, String tag, JsonNode body) {
        JsonNode data = body.path("data");
        if (!data.isArray() || data.isEmpty() || data.size() > MAX_BATCH) {
            return refused(call, 400, "BadRequest", "data must hold 1 to 1000 events.");
        }
        List<String> problems = new ArrayList<>();
        for (String key : body.propertyNames()) {
            if (!KEYS.contains(key)) {
                problems.add(key + " is not a key of the Conversions API");
            }
        }
        boolean goesOn = body.path("continueOnValidationError").asBoolean(false);
        if (!goesOn) {
            problems.add("continueOnValidationError is not set: one wrong event refuses all of them");
        }
        ArrayNode details = StrictJson.array();
        List<JsonNode> good = new ArrayList<>();
        for (int i = 0; i < data.size(); i++) {
            UetTwinEvent event = new UetTwinEvent(data.get(i), i, call.at());
            problems.addAll(event.problems());
            event.details().forEach(details::add);
            if (event.details().isEmpty()) {
                good.add(data.get(i));
            }
        }
        int wrong = data.size() - good.size();
        if (wrong > 0 && (!goesOn || good.isEmpty())) {
            return Answer.json(400, failure(call, details, wrong), problems);
        }
        good.forEach(event -> count(call, tag, event));
        ObjectNode answer = wrong == 0 ? trace(call) : failure(call, details, wrong);
        return Answer.json(200, answer.put("eventsReceived", good.size()), problems);
    }

    /** How long Microsoft recognises an event's id is not published: here it does not forget. */
    private void count(Call call, String tag, JsonNode event) {
        boolean page = event.path("eventType").asString("").equals("pageLoad");
        String name = page ? "pageLoad" : event.path("eventName").asString("");
        String id = StrictJson.string(event.path("eventId"));
        JsonNode custom = event.path("customData");
        Conversion conversion = Conversion.of(call, "microsoft", name, id)
                .worth(StrictJson.number(custom.path("value")), StrictJson.string(custom.path("currency")))
                .click(StrictJson.string(event.path("userData").path("msclkid")))
                .uncounted("D".equals(StrictJson.string(event.path("adStorageConsent"))) ? "consent denied" : null);
        ledger.add(id == null ? null : "uet|" + tag + "|" + name + "|" + id, Ledger.FOREVER, conversion);
    }

    private static ObjectNode failure(Call call, ArrayNode details, int wrong) {
        ObjectNode body = trace(call);
        body.putObject("error")
                .put("code", "ValidationError")
                .put("message", wrong + (wrong == 1 ? " event failed" : " events failed"))
                .set("details", details);
        return body;
    }

    private static Answer refused(Call call, int status, String code, String message) {
        ObjectNode body = trace(call);
        body.putObject("error").put("code", code).put("message", message);
        return Answer.json(status, body, List.of(code + ": " + message));
    }

    private static ObjectNode trace(Call call) {
        return StrictJson.object().put("traceId", "sandbox" + call.seq());
    }
}
