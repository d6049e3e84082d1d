package io.taghub.platform.tiktok;

import io.taghub.twin.Answer;
import io.taghub.twin.Call;
import io.taghub.twin.Conversion;
import io.taghub.twin.Ledger;
import io.taghub.twin.StrictJson;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * TikTok's Events API 2.0: every answer is HTTP 200, the verdict is the code in the body.
 *
 * @see <a href="https://business-api.tiktok.com/portal/docs/report-app-web-offline-or-crm-events/v1.3">Report events</a>
 */
final class TikTokTwin implements Twin {
    private static final String TRACK = "/open_api/v1.3/event/track/";
    private static final Set<String> KEYS =
            Set.of("event_source", "event_source_id", "data", "test_event_code", "partner_name");
    private static final int MAX_BATCH = 1_000;
    private static final Duration DEDUP = Duration.ofHours(48);

    private final Ledger ledger;
    private final String badWord;

    TikTokTwin(TwinSetup setup) {
        ledger = setup.ledger();
        badWord = setup.badWord();
    }

    @Override
    public Answer answer(Call call) {
        if (!call.path().equals(TRACK)) {
            return refused(call, 40007, "The requested path does not exist; events go to " + TRACK, List.of());
        }
        if (!call.method().equals("POST")) {
            return refused(call, 40002, "Method not allowed: use POST", List.of());
        }
        String token = call.header("access-token");
        if (token == null || token.isBlank()) {
            return refused(call, 40104, "Access-Token is missing in the request header.", List.of());
        }
        if (token.contains("expired")) {
            return refused(call, 40102, "Access token has expired.", List.of());
        }
        if (token.regionMatches(true, 0, "Bearer ", 0, 7)) {
            List<String> problems = List.of("the Access-Token header carries a Bearer prefix");
            return refused(call, 40105, "Access token is incorrect or has been revoked.", problems);
        }
        if (token.contains(badWord)) {
            return badToken(call);
        }
        JsonNode body = StrictJson.parse(call.body());
        if (body == null || !body.isObject()) {
            return refused(call, 40002, "The request body is not valid JSON.", List.of());
        }
        return events(call, body);
    }

    @Override
    public Answer badToken(Call call) {
        return refused(call, 40105, "Access token is incorrect or has been revoked.", List.of());
    }

    @Override
    public Answer refusal(Call call) {
        return refused(call, 40002, "data.0.event: Not a valid string", List.of());
    }

    private Answer events(Call call, JsonNode body) {
        List<String> problems = new ArrayList<>();
        for (String key : body.propertyNames()) {
            if (!KEYS.contains(key)) {
                problems.add(key + " is not a key of Events API 2.0");
            }
        }
        String source = StrictJson.string(body.path("event_source"));
        if (source == null || !Set.of("web", "app", "offline", "crm").contains(source)) {
            return refused(call, 40002, "event_source: Must be one of: web, app, offline, crm.", problems);
        }
        String sourceId = StrictJson.string(body.path("event_source_id"));
        if (sourceId == null) {
            return refused(call, 40002, "event_source_id: Missing data for required field.", problems);
        }
        if (sourceId.contains("forbidden")) {
            return refused(call, 40001, "No permission to operate this pixel code.", problems);
        }
        JsonNode data = body.path("data");
        if (!data.isArray() || data.isEmpty()) {
            return refused(call, 40002, "data: Missing data for required field.", problems);
        }
        if (data.size() > MAX_BATCH) {
            return refused(call, 40002, "data: Longer than maximum length 1000.", problems);
        }
        @Nullable String first = null;
        for (int i = 0; i < data.size(); i++) {
            TikTokTwinEvent event = new TikTokTwinEvent(data.get(i), i, source, call.at());
            problems.addAll(event.problems());
            first = first == null ? event.refusal() : first;
        }
        if (first != null) {
            return refused(call, 40002, first, problems);
        }
        boolean test = !StrictJson.absent(body.path("test_event_code"));
        if (test) {
            problems.add("test_event_code is set: these events are for testing and do not count");
        }
        data.forEach(event -> count(call, sourceId, event, test));
        return envelope(call, 0, "OK", problems);
    }

    private void count(Call call, String sourceId, JsonNode event, boolean test) {
        String name = event.path("event").stringValue();
        String id = StrictJson.text(event.path("event_id"));
        JsonNode properties = event.path("properties");
        Conversion conversion = Conversion.of(call, "tiktok", name, id)
                .worth(StrictJson.number(properties.path("value")), StrictJson.string(properties.path("currency")))
                .click(StrictJson.string(event.path("user").path("ttclid")))
                .uncounted(test ? "test" : null);
        ledger.add(id == null ? null : "tiktok|" + test + "|" + sourceId + "|" + name + "|" + id, DEDUP, conversion);
    }

    private static Answer refused(Call call, int code, String message, List<String> problems) {
        List<String> all = new ArrayList<>(problems);
        if (!all.contains(message)) {
            all.add(message);
        }
        return envelope(call, code, message, all);
    }

    private static Answer envelope(Call call, int code, String message, List<String> problems) {
        ObjectNode body = StrictJson.object();
        body.put("code", code).put("message", message).put("request_id", "sandbox" + call.seq());
        body.putObject("data");
        return Answer.json(200, body, problems);
    }
}
