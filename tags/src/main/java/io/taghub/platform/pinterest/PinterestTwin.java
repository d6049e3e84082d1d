package io.taghub.platform.pinterest;

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
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Pinterest's API v5: each event has a verdict of its own, and 422 says that not all were processed.
 *
 * @see <a href="https://github.com/pinterest/api-description">the vendor's description of its interface</a>
 */
final class PinterestTwin implements Twin {
    private static final Pattern PATH = Pattern.compile("/v5/ad_accounts/([^/]+)/(events|conversion_eqs)/?");
    private static final int MAX_BATCH = 1_000;
    private static final Set<String> LOOKBACKS = Set.of("1d", "14d");

    private final Ledger ledger;
    private final String badWord;
    private final PinterestTwinQuality quality = new PinterestTwinQuality();

    PinterestTwin(TwinSetup setup) {
        ledger = setup.ledger();
        badWord = setup.badWord();
    }

    @Override
    public Answer answer(Call call) {
        Matcher path = PATH.matcher(call.path());
        if (!path.matches()) {
            return new Answer(
                    404,
                    "text/plain; charset=utf-8",
                    "Not Found",
                    List.of("events go to /v5/ad_accounts/{account}/events"));
        }
        String token = call.header("authorization");
        if (token == null || !token.startsWith("Bearer ") || token.contains("expired") || token.contains(badWord)) {
            return unauthorized(
                    token == null
                            ? "the header Authorization is missing"
                            : "the token is not taken, or does not stand behind Bearer");
        }
        if (!path.group(1).matches("\\d+")) {
            return error(403, 29, "You are not permitted to access that resource.", List.of("no such ad account"));
        }
        boolean events = path.group(2).equals("events");
        if (!call.method().equals(events ? "POST" : "GET")) {
            return new Answer(
                    405, "text/plain; charset=utf-8", "Method Not Allowed", List.of("events are sent by POST"));
        }
        return events ? events(call, path.group(1)) : quality(call);
    }

    private Answer quality(Call call) {
        String lookback = call.query("lookback_period");
        return lookback == null || !LOOKBACKS.contains(lookback)
                ? error(400, 1, "Invalid request", List.of("lookback_period must be 1d or 14d"))
                : Answer.json(200, quality.answer(lookback), List.of());
    }

    private Answer events(Call call, String account) {
        JsonNode body = StrictJson.parse(call.body());
        JsonNode data = body == null ? StrictJson.MISSING : body.path("data");
        if (body == null || !data.isArray() || data.isEmpty() || data.size() > MAX_BATCH) {
            String problem = "data must be a list of 1 to 1000 events";
            return error(400, 4196, "Could not process the request.", List.of(problem));
        }
        List<String> problems = new ArrayList<>();
        for (String key : body.propertyNames()) {
            if (!key.equals("data")) {
                problems.add(key + " is not a key of the request");
            }
        }
        boolean test = "true".equals(call.query("test"));
        if (test) {
            problems.add("test=true: these events are looked at and not recorded");
        }
        List<@Nullable String> refusals = new ArrayList<>();
        for (int i = 0; i < data.size(); i++) {
            PinterestTwinEvent event = new PinterestTwinEvent(data.get(i), call.at());
            for (String problem : event.problems()) {
                problems.add("data[" + i + "]." + problem);
            }
            refusals.add(event.refusal());
            if (event.refusal() == null) {
                count(call, account, data.get(i), test);
            }
        }
        return verdicts(refusals, problems);
    }

    private void count(Call call, String account, JsonNode event, boolean test) {
        String name = event.path("event_name").asString("");
        String source = event.path("action_source").asString("");
        String id = StrictJson.text(event.path("event_id"));
        JsonNode custom = event.path("custom_data");
        Conversion conversion = Conversion.of(call, "pinterest", name, id)
                .worth(StrictJson.number(custom.path("value")), StrictJson.string(custom.path("currency")))
                .click(StrictJson.string(event.path("user_data").path("click_id")))
                .uncounted(test ? "test" : null);
        // What took place offline cannot be deduplicated.
        String key = source.equals("offline") ? null : String.join("|", "pinterest", "" + test, account, name, id);
        ledger.add(key, Ledger.FOREVER, conversion);
        if (!test) {
            quality.saw(event);
        }
    }

    private static Answer verdicts(List<@Nullable String> refusals, List<String> problems) {
        ObjectNode told = StrictJson.object();
        long processed = refusals.stream().filter(refusal -> refusal == null).count();
        told.put("num_events_received", refusals.size()).put("num_events_processed", processed);
        ArrayNode events = told.putArray("events");
        for (String refusal : refusals) {
            events.addObject()
                    .put("status", refusal == null ? "processed" : "failed")
                    .put("error_message", refusal)
                    .putNull("warning_message");
        }
        if (processed == refusals.size()) {
            return Answer.json(200, told, problems);
        }
        ObjectNode error = StrictJson.object()
                .put("code", 953)
                .put(
                        "message",
                        "The action could not be processed properly due to some or all data provided being invalid.");
        error.set("details", told);
        return Answer.json(422, error, problems);
    }

    @Override
    public Answer badToken(Call call) {
        return unauthorized("rehearsed: the token is not taken");
    }

    @Override
    public Answer refusal(Call call) {
        JsonNode body = StrictJson.parse(call.body());
        int size = body == null ? 1 : Math.max(1, body.path("data").size());
        List<@Nullable String> refusals = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            refusals.add("missing user_data");
        }
        return verdicts(refusals, List.of("rehearsed: the request is not taken"));
    }

    private static Answer unauthorized(String problem) {
        return error(401, 2, "Authentication failed.", List.of(problem));
    }

    private static Answer error(int status, int code, String message, List<String> problems) {
        return Answer.json(status, StrictJson.object().put("code", code).put("message", message), problems);
    }
}
