package io.taghub.platform.snapchat;

import io.taghub.twin.Answer;
import io.taghub.twin.Call;
import io.taghub.twin.Conversion;
import io.taghub.twin.Ledger;
import io.taghub.twin.StrictJson;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Snapchat's Conversions API v3: the first bad event is named, and nothing of its request counts.
 *
 * @see <a href="https://github.com/Snapchat/business-sdk-v3-java">the vendor's description of its interface</a>
 */
final class SnapchatTwin implements Twin {
    private static final Pattern PATH = Pattern.compile("/v3/([^/]+)/events(|/validate|/validate/stats)/?");
    private static final int MAX_BATCH = 2_000;
    private static final Duration DEDUP = Duration.ofHours(48);
    private static final Duration HOUR = Duration.ofHours(1);

    /** The only published code. */
    private static final String CODE = "517";

    private final Ledger ledger;
    private final String badWord;

    SnapchatTwin(TwinSetup setup) {
        ledger = setup.ledger();
        badWord = setup.badWord();
    }

    @Override
    public Answer answer(Call call) {
        Matcher path = PATH.matcher(call.path());
        if (!path.matches()) {
            return new Answer(
                    404, "text/plain; charset=utf-8", "Not Found", List.of("events go to /v3/{pixel or app}/events"));
        }
        String token = call.query("access_token");
        List<String> problems = new ArrayList<>();
        if (token == null && call.header("authorization") != null) {
            token = call.header("authorization");
            problems.add("the token is in a header; Snapchat documents the parameter access_token");
        }
        if (token == null) {
            return unauthorized("the parameter access_token is missing");
        }
        if (token.contains(badWord) || token.contains("expired")) {
            return badToken(call);
        }
        boolean stats = path.group(2).endsWith("/stats");
        if (!call.method().equals(stats ? "GET" : "POST")) {
            return new Answer(
                    405, "text/plain; charset=utf-8", "Method Not Allowed", List.of("events are sent by POST"));
        }
        return stats
                ? stats(call, problems)
                : events(call, path.group(1), path.group(2).isEmpty(), problems);
    }

    private Answer events(Call call, String asset, boolean counts, List<String> problems) {
        JsonNode body = StrictJson.parse(call.body());
        JsonNode data = body == null ? StrictJson.MISSING : body.path("data");
        if (body == null || !data.isArray() || data.isEmpty()) {
            return invalid(null, "data: a list of events is required", problems);
        }
        if (data.size() > MAX_BATCH) {
            return invalid(null, "data: holds more than 2000 events", problems);
        }
        for (String key : body.propertyNames()) {
            if (!key.equals("data") && !key.equals("test_event_code")) {
                problems.add(key + " is not a key of the request");
            }
        }
        List<SnapchatTwinEvent> read = new ArrayList<>();
        for (int i = 0; i < data.size(); i++) {
            SnapchatTwinEvent event = new SnapchatTwinEvent(data.get(i), call.at());
            for (String problem : event.problems()) {
                problems.add("data[" + i + "]." + problem);
            }
            read.add(event);
        }
        if (!counts) {
            return validated(read, problems);
        }
        for (int i = 0; i < read.size(); i++) {
            if (read.get(i).refusal() instanceof String refusal) {
                return invalid(i, refusal, problems);
            }
        }
        boolean test = !StrictJson.absent(body.path("test_event_code"));
        if (test) {
            problems.add("test_event_code is set: these events are for testing and do not count");
        }
        data.forEach(event -> count(call, asset, event, test));
        return Answer.json(
                200,
                StrictJson.object().put("status", "VALID").put("reason", "Events have been processed successfully."),
                problems);
    }

    private void count(Call call, String asset, JsonNode event, boolean test) {
        String name = event.path("event_name").asString("");
        String source = event.path("action_source").asString("");
        String id = StrictJson.text(event.path("event_id"));
        JsonNode custom = event.path("custom_data");
        Conversion conversion = Conversion.of(call, "snapchat", name, id)
                .worth(StrictJson.number(custom.path("value")), StrictJson.string(custom.path("currency")))
                .click(StrictJson.string(event.path("user_data").path("sc_click_id")))
                .uncounted(test ? "test" : null);
        String key = String.join("|", "snapchat", String.valueOf(test), asset, source, name, id);
        ledger.add(id == null ? null : key, DEDUP, conversion);
    }

    /** Looked at, and counted nowhere. */
    private static Answer validated(List<SnapchatTwinEvent> events, List<String> problems) {
        long failed = events.stream().filter(event -> event.refusal() != null).count();
        ObjectNode answer = StrictJson.object()
                .put("status", failed == 0 ? "VALID" : "INVALID")
                .put("test_event", true)
                .put("reason", failed == 0 ? "" : failed + " of " + events.size() + " events failed");
        var logs = answer.putArray("event_logs");
        for (int i = 0; i < events.size(); i++) {
            String refusal = events.get(i).refusal();
            ObjectNode log = logs.addObject().put("event", i).put("status", refusal == null ? "VALID" : "INVALID");
            log.set("errors", errors(refusal));
            log.putArray("warnings");
        }
        return Answer.json(failed == 0 ? 200 : 400, answer, problems);
    }

    private Answer stats(Call call, List<String> problems) {
        List<Conversion> seen = ledger.list(call.host());
        ObjectNode answer = StrictJson.object().put("status", "SUCCESS").put("reason", "");
        ObjectNode stats = answer.putObject("stats");
        for (String kind : List.of("test", "live")) {
            List<Instant> times = seen.stream()
                    .filter(conversion -> kind.equals("test") == (conversion.uncounted() != null))
                    .map(Conversion::at)
                    .toList();
            stats.putObject(kind)
                    .put(
                            "latest_event_ts",
                            times.isEmpty() ? 0 : times.getLast().toEpochMilli())
                    .put(
                            "event_count_past_hour",
                            times.stream()
                                    .filter(at -> at.isAfter(call.at().minus(HOUR)))
                                    .count());
        }
        return Answer.json(200, answer, problems);
    }

    @Override
    public Answer badToken(Call call) {
        return unauthorized("the access token is not taken");
    }

    @Override
    public Answer refusal(Call call) {
        return invalid(0, "user_data: no usable identifier", List.of("rehearsed: the request is not taken"));
    }

    private static Answer unauthorized(String problem) {
        return Answer.json(
                401, StrictJson.object().put("status", "INVALID").put("reason", "Unauthorized"), List.of(problem));
    }

    private static Answer invalid(@Nullable Integer index, String message, List<String> problems) {
        List<String> all = new ArrayList<>(problems);
        if (problems.stream().noneMatch(problem -> problem.endsWith(message))) {
            all.add(message);
        }
        ObjectNode answer = StrictJson.object().put("status", "INVALID");
        if (index != null) {
            answer.put("event", index);
        }
        answer.set("errors", errors(message));
        return Answer.json(400, answer, all);
    }

    private static ObjectNode errors(@Nullable String message) {
        ObjectNode errors = StrictJson.object();
        var codes = errors.putArray("codes");
        var messages = errors.putArray("error_msgs");
        if (message != null) {
            codes.add(CODE);
            messages.add(message);
        }
        return errors;
    }
}
