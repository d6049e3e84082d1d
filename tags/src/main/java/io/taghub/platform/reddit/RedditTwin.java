package io.taghub.platform.reddit;

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
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reddit's Conversions API v3: one invalid event, and none is processed; a value of a wrong type is called forbidden.
 *
 * @see <a href="https://ads-api.reddit.com/docs/v3/guides/programs/capi/error-handling">Error handling</a>
 */
final class RedditTwin implements Twin {
    private static final Pattern PATH = Pattern.compile("/api/v3/pixels/([^/]+)/conversion_events/?");
    private static final Pattern OF_A_LIBRARY =
            Pattern.compile("(?i)(java|apache-httpclient|okhttp|python|curl|go-http-client|axios|node).*");
    private static final int MAX_BATCH = 1_000;
    private static final Duration DEDUP = Duration.ofDays(2);

    private final Ledger ledger;
    private final String badWord;

    RedditTwin(TwinSetup setup) {
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
                    List.of("events go to /api/v3/pixels/{pixel}/conversion_events"));
        }
        if (!call.method().equals("POST")) {
            return new Answer(
                    405, "text/plain; charset=utf-8", "Method Not Allowed", List.of("events are sent by POST"));
        }
        String token = call.header("authorization");
        if (token == null || !token.startsWith("Bearer ")) {
            return failed(401, "UNAUTHORIZED", "No bearer token provided", List.of());
        }
        if (token.contains(badWord) || token.contains("expired")) {
            return badToken(call);
        }
        if (path.group(1).contains("forbidden")) {
            String message = "You're not authorized to post conversions to Pixel ID " + path.group(1) + ".";
            return failed(403, "FORBIDDEN", message, List.of());
        }
        List<String> problems = new ArrayList<>();
        String agent = call.header("user-agent");
        if (agent == null || OF_A_LIBRARY.matcher(agent).matches()) {
            problems.add("User-Agent is a library's own, which Reddit slows down");
        }
        JsonNode body = StrictJson.parse(call.body());
        if (body == null || !body.path("data").isObject()) {
            return message(400, "Bad Request", with(problems, "the body is no JSON object with data"));
        }
        return events(call, path.group(1), body, problems);
    }

    private Answer events(Call call, String pixel, JsonNode body, List<String> problems) {
        JsonNode data = body.path("data");
        JsonNode events = data.path("events");
        body.propertyNames().stream()
                .filter(key -> !key.equals("data"))
                .forEach(key -> problems.add(key + " is not a key of the request"));
        data.propertyNames().stream()
                .filter(key -> !List.of("events", "test_id", "partner", "partner_version")
                        .contains(key))
                .forEach(key -> problems.add("data." + key + " is not a known key"));
        if (!events.isArray() || events.isEmpty() || events.size() > MAX_BATCH) {
            return message(400, "Bad Request", with(problems, "data.events must hold 1 to 1000 events"));
        }
        boolean test = !StrictJson.absent(data.path("test_id"));
        if (test) {
            problems.add("test_id is set: these events are for testing and do not count");
            if (events.size() > 1) {
                problems.add("Event Testing shows one event of a request only");
            }
        }
        List<RedditTwinEvent> read = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            RedditTwinEvent event = new RedditTwinEvent(events.get(i), call.at());
            for (String problem : event.problems()) {
                problems.add("events[" + i + "]." + problem);
            }
            read.add(event);
        }
        for (RedditTwinEvent event : read) {
            if (event.wrongType() instanceof String wrong) {
                return failed(403, "UNAUTHORIZED", "JSON error unexpected type " + wrong, problems);
            }
        }
        List<RedditTwinEvent> invalid =
                read.stream().filter(event -> event.refusal() != null).toList();
        if (!invalid.isEmpty()) {
            return invalid(invalid, problems);
        }
        events.forEach(event -> count(call, pixel, event, test));
        return message(200, "Successfully processed " + events.size() + " conversion events.", problems);
    }

    private void count(Call call, String pixel, JsonNode event, boolean test) {
        JsonNode type = event.path("type");
        String custom = StrictJson.string(type.path("custom_event_name"));
        String name = custom == null ? type.path("tracking_type").asString("") : custom;
        JsonNode metadata = event.path("metadata");
        String id = StrictJson.string(metadata.path("conversion_id"));
        Conversion conversion = Conversion.of(call, "reddit", name, id)
                .worth(StrictJson.number(metadata.path("value")), StrictJson.string(metadata.path("currency")))
                .click(StrictJson.string(event.path("click_id")))
                .uncounted(test ? "test" : null);
        String key = String.join(
                "|",
                "reddit",
                String.valueOf(test),
                pixel,
                event.path("action_source").asString(""),
                type.path("tracking_type").asString("").toUpperCase(Locale.ROOT),
                name,
                id);
        // Without an id only events of one session are joined, and what a session is the reference does not say.
        ledger.add(id == null ? null : key, DEDUP, conversion);
    }

    @Override
    public Answer badToken(Call call) {
        return failed(401, "UNAUTHORIZED", "could not verify authorization", List.of("the token is not taken"));
    }

    @Override
    public Answer refusal(Call call) {
        JsonNode body = StrictJson.parse(call.body());
        JsonNode event = body == null
                ? StrictJson.object()
                : body.path("data").path("events").path(0);
        ObjectNode answer = none(1);
        answer.withArray("invalid_events")
                .addObject()
                .put("error_message", "event_at timestamp must be less than 168h0m0s old")
                .set("event", event.isObject() ? event : StrictJson.object());
        return Answer.json(400, answer, List.of("rehearsed: the request is not taken"));
    }

    private static Answer invalid(List<RedditTwinEvent> invalid, List<String> problems) {
        ObjectNode answer = none(invalid.size());
        ArrayNode list = answer.putArray("invalid_events");
        invalid.forEach(event -> list.addObject()
                .put("error_message", event.refusal())
                .set("event", event.event().isObject() ? event.event() : StrictJson.object()));
        return Answer.json(400, answer, problems);
    }

    private static ObjectNode none(int number) {
        return StrictJson.object()
                .put("message", "There were " + number + " invalid conversion events. None were processed.");
    }

    private static Answer message(int status, String text, List<String> problems) {
        return Answer.json(status, StrictJson.object().put("message", text), problems);
    }

    private static Answer failed(int status, String reason, String explanation, List<String> problems) {
        ObjectNode answer = StrictJson.object().put("success", false);
        answer.putObject("error").put("reason", reason).put("explanation", explanation);
        return Answer.json(status, answer, problems.isEmpty() ? List.of(explanation) : problems);
    }

    private static List<String> with(List<String> problems, String one) {
        List<String> all = new ArrayList<>(problems);
        all.add(one);
        return all;
    }
}
