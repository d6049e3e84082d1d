package io.taghub.platform.meta;

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
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Meta's Conversions API: one bad event refuses the whole batch.
 *
 * @see <a href="https://developers.facebook.com/docs/marketing-api/conversions-api/using-the-api">Using the API</a>
 */
final class MetaTwin implements Twin {
    private static final Pattern EVENTS = Pattern.compile("/(?:v(\\d+)\\.\\d+/)?([^/]+)/events/?");
    private static final Pattern NODE = Pattern.compile("/(?:v(\\d+)\\.\\d+/)?([^/]+)/?");
    private static final int OLDEST_VERSION = 21;
    private static final int NEWEST_VERSION = 27;
    private static final int MAX_BATCH = 1_000;
    private static final Duration DEDUP = Duration.ofHours(48);

    private final Ledger ledger;
    private final String badWord;
    private final MetaTwinQuality quality = new MetaTwinQuality();

    MetaTwin(TwinSetup setup) {
        ledger = setup.ledger();
        badWord = setup.badWord();
    }

    @Override
    public Set<String> secrets(Call call) {
        return Set.of("appsecret_proof");
    }

    @Override
    public Answer answer(Call call) {
        Matcher events = EVENTS.matcher(call.path());
        Matcher node = NODE.matcher(call.path());
        boolean posted = call.method().equals("POST") && events.matches();
        Matcher place = posted ? events : node;
        if (!posted && !(call.method().equals("GET") && node.matches())) {
            return refused(call, 400, 2500, null, "OAuthException", "Unknown path components: " + call.path());
        }
        @Nullable JsonNode body = posted ? body(call) : StrictJson.object();
        Answer noAccess = access(call, body == null ? StrictJson.MISSING : body);
        if (noAccess != null) {
            return noAccess;
        }
        List<String> problems = new ArrayList<>();
        if (place.group(1) == null) {
            problems.add("the path names no Graph version");
        } else if (Integer.parseInt(place.group(1)) > NEWEST_VERSION) {
            problems.add("Graph v" + place.group(1) + " is newer than any this sandbox knows");
        } else if (Integer.parseInt(place.group(1)) < OLDEST_VERSION) {
            return refused(
                    call,
                    400,
                    2635,
                    null,
                    "OAuthException",
                    "(#2635) You are calling a deprecated version of the Ads API. Please update to the latest version.");
        }
        String pixel = place.group(2);
        if (!pixel.matches("\\d{1,20}") && !(Set.of("me", "dataset_quality").contains(pixel) && !posted)) {
            return refused(
                    call,
                    400,
                    100,
                    33,
                    "GraphMethodException",
                    "Unsupported request. Object with ID '" + pixel
                            + "' does not exist, cannot be loaded due to missing"
                            + " permissions, or does not support this operation.");
        }
        if (!posted && pixel.equals("dataset_quality")) {
            return Answer.json(200, quality.answer(), problems);
        }
        if (!posted) {
            return Answer.json(200, StrictJson.object().put("id", pixel).put("name", "Sandbox"), problems);
        }
        if (body == null || !body.isObject()) {
            return refused(call, 400, 100, null, "OAuthException", "(#100) The request body is not a JSON object.");
        }
        return events(call, pixel, body, problems);
    }

    private Answer events(Call call, String pixel, JsonNode body, List<String> problems) {
        JsonNode data = body.path("data");
        if (!data.isArray() || data.isEmpty()) {
            return refused(call, 400, 100, null, "OAuthException", "(#100) The parameter data is required.");
        }
        if (data.size() > MAX_BATCH) {
            return refused(
                    call,
                    400,
                    100,
                    2804019,
                    "OAuthException",
                    "Invalid parameter: $['data'] holds more than 1000 events");
        }
        @Nullable MetaTwinEvent first = null;
        for (int i = 0; i < data.size(); i++) {
            MetaTwinEvent event = new MetaTwinEvent(data.get(i), i, call.at());
            problems.addAll(event.problems());
            if (first == null && event.refusal() != null) {
                first = event;
            }
        }
        if (first != null && first.refusal() instanceof MetaTwinEvent.Refusal refusal) {
            ObjectNode error = envelope(call, "Invalid parameter", "OAuthException", 100, refusal.subcode());
            error.put("is_transient", false)
                    .put("error_user_title", refusal.title())
                    .put("error_user_msg", refusal.message());
            return Answer.json(400, wrapped(call, error), problems);
        }
        boolean test = !StrictJson.absent(body.path("test_event_code"));
        if (test) {
            problems.add("test_event_code is set: these events show in the test tool, and count all the same");
        }
        data.forEach(event -> count(call, pixel, event, test));
        data.forEach(quality::saw);
        ObjectNode answer = StrictJson.object().put("events_received", data.size());
        answer.putArray("messages");
        return Answer.json(200, answer.put("fbtrace_id", trace(call)), problems);
    }

    private void count(Call call, String pixel, JsonNode event, boolean test) {
        String name = event.path("event_name").stringValue();
        String id = StrictJson.text(event.path("event_id"));
        JsonNode custom = event.path("custom_data");
        Conversion conversion = Conversion.of(call, "meta", name, id)
                .worth(StrictJson.number(custom.path("value")), StrictJson.string(custom.path("currency")))
                .click(MetaTwinEvent.fbclid(
                        StrictJson.string(event.path("user_data").path("fbc"))))
                .uncounted(test ? "test" : null);
        ledger.add(id == null ? null : "meta|" + test + "|" + pixel + "|" + name + "|" + id, DEDUP, conversion);
    }

    /** JSON, or a form whose {@code data} is JSON. */
    private static @Nullable JsonNode body(Call call) {
        if (!call.isForm()) {
            return StrictJson.parse(call.body());
        }
        ObjectNode body = StrictJson.object();
        Map<String, List<String>> form = call.form();
        form.forEach((name, values) -> {
            JsonNode json = StrictJson.parse(values.getFirst());
            if (json != null && json.isContainer()) {
                body.set(name, json);
            } else {
                body.put(name, values.getFirst());
            }
        });
        return body;
    }

    private @Nullable Answer access(Call call, JsonNode body) {
        String header = call.header("authorization");
        String token = call.query("access_token");
        if (token == null) {
            token = StrictJson.string(body.path("access_token"));
        }
        if (token == null && header != null) {
            token = header.replaceFirst("^(?i)(Bearer|OAuth) +", "");
        }
        if (token == null) {
            return refused(
                    call, 400, 104, null, "OAuthException", "An access token is required to request this resource.");
        }
        if (token.contains("expired")) {
            String message = "Error validating access token: Session has expired on a date in the past.";
            return refused(call, 400, 190, 463, "OAuthException", message);
        }
        return token.contains(badWord) ? badToken(call) : null;
    }

    @Override
    public Answer badToken(Call call) {
        String message = "Invalid OAuth access token - Cannot parse access token";
        return refused(call, 401, 190, null, "OAuthException", message);
    }

    @Override
    public Answer refusal(Call call) {
        ObjectNode error = envelope(call, "Invalid parameter", "OAuthException", 100, 2804050);
        error.put("is_transient", false)
                .put(
                        "error_user_title",
                        "You Haven't Added Sufficient Customer Information Parameter Data For This Event")
                .put("error_user_msg", "This event doesn't have enough customer information parameter data.");
        return Answer.json(400, wrapped(call, error), List.of("rehearsed: the request is not taken"));
    }

    private static Answer refused(
            Call call, int status, int code, @Nullable Integer subcode, String type, String message) {
        return Answer.json(status, wrapped(call, envelope(call, message, type, code, subcode)), List.of(message));
    }

    private static ObjectNode envelope(Call call, String message, String type, int code, @Nullable Integer subcode) {
        ObjectNode error = StrictJson.object();
        error.put("message", message).put("type", type).put("code", code);
        if (subcode != null) {
            error.put("error_subcode", subcode);
        }
        return error;
    }

    private static ObjectNode wrapped(Call call, ObjectNode error) {
        ObjectNode body = StrictJson.object();
        body.set("error", error.put("fbtrace_id", trace(call)));
        return body;
    }

    private static String trace(Call call) {
        return "ASandbox" + Long.toString(call.seq(), 36);
    }
}
