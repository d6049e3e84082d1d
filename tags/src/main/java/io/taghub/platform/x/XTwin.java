package io.taghub.platform.x;

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
 * X's Conversion API: one bad conversion refuses the request, all that is wrong is listed, and not where.
 *
 * @see <a href="https://docs.x.com/x-ads-api/measurement/web-conversions">Web conversions</a>
 */
final class XTwin implements Twin {
    private static final Pattern CONVERSIONS = Pattern.compile("/(\\d+)/measurement/conversions/([^/]+)");
    private static final Set<String> VERSIONS = Set.of("11", "12");
    private static final Set<String> KEYS = Set.of("conversions", "pixel_id");
    private static final int MAX_BATCH = 500;

    private final Ledger ledger;
    private final String badWord;

    XTwin(TwinSetup setup) {
        ledger = setup.ledger();
        badWord = setup.badWord();
    }

    @Override
    public Set<String> secrets(Call call) {
        return Set.of("header X-Pixel-Token");
    }

    @Override
    public Answer answer(Call call) {
        Matcher place = CONVERSIONS.matcher(call.path());
        if (!place.matches() || !VERSIONS.contains(place.group(1))) {
            return refused(404, "ROUTE_NOT_FOUND", "The requested resource could not be found");
        }
        if (!call.method().equals("POST")) {
            return refused(405, "INVALID_PARAMETER", "This resource takes POST");
        }
        String token = call.header("x-pixel-token");
        if (token == null || token.isBlank() || token.contains(badWord)) {
            return badToken(call);
        }
        String pixel = place.group(2);
        if (pixel.contains("forbidden")) {
            return refused(403, "UNAUTHORIZED_CLIENT_APPLICATION", "The token may not write to this pixel");
        }
        if (pixel.contains("unknown")) {
            return refused(404, "WEB_EVENT_TAG_NOT_FOUND", "The web event tag could not be found");
        }
        JsonNode body = StrictJson.parse(call.body());
        if (body == null || !body.isObject()) {
            return refused(400, "INVALID_PARAMETER", "The request body is not a JSON object");
        }
        return conversions(call, pixel, body);
    }

    @Override
    public Answer badToken(Call call) {
        return refused(401, "UNAUTHORIZED_ACCESS", "This request is not properly authenticated");
    }

    @Override
    public Answer refusal(Call call) {
        return refused(400, "INVALID_PARAMETER", "Hashed_email is not a valid SHA-256 hash");
    }

    private Answer conversions(Call call, String pixel, JsonNode body) {
        JsonNode conversions = body.path("conversions");
        if (!conversions.isArray() || conversions.isEmpty()) {
            return refused(400, "MISSING_PARAMETER", "The parameter conversions is required");
        }
        if (conversions.size() > MAX_BATCH) {
            return refused(400, "INVALID_PARAMETER", "The request holds more than 500 conversions");
        }
        List<String> problems = new ArrayList<>();
        for (String key : body.propertyNames()) {
            if (!KEYS.contains(key)) {
                problems.add(key + " is not a key of the Conversion API");
            }
        }
        ArrayNode errors = StrictJson.array();
        for (int i = 0; i < conversions.size(); i++) {
            XTwinConversion conversion = new XTwinConversion(conversions.get(i), i, call.at());
            problems.addAll(conversion.problems());
            conversion.errors().forEach(errors::add);
        }
        if (!errors.isEmpty()) {
            return Answer.json(400, envelope(errors), problems);
        }
        conversions.forEach(conversion -> count(call, pixel, conversion));
        ObjectNode answer = StrictJson.object();
        answer.putObject("request").putObject("params").put("account_id", "18ce00sandbox");
        answer.putObject("data")
                .put("conversions_processed", conversions.size())
                .put("debug_id", "00000000-0000-4000-8000-%012d".formatted(call.seq()));
        return Answer.json(200, answer, problems);
    }

    /** How long X recognises a {@code conversion_id} is not published: here it does not forget. */
    private void count(Call call, String pixel, JsonNode conversion) {
        String event = conversion.path("event_id").stringValue();
        String id = StrictJson.text(conversion.path("conversion_id"));
        Conversion counted = Conversion.of(call, "x", event, id)
                .worth(
                        StrictJson.number(conversion.path("value")),
                        StrictJson.string(conversion.path("price_currency")))
                .click(click(conversion));
        ledger.add(id == null ? null : "x|" + pixel + "|" + event + "|" + id, Ledger.FOREVER, counted);
    }

    private static @Nullable String click(JsonNode conversion) {
        for (JsonNode identifier : conversion.path("identifiers")) {
            String click = StrictJson.string(identifier.path("twclid"));
            if (click != null) {
                return click;
            }
        }
        return null;
    }

    private static Answer refused(int status, String code, String message) {
        ArrayNode errors = StrictJson.array().add(error(code, message, ""));
        return Answer.json(status, envelope(errors), List.of(code + ": " + message));
    }

    static ObjectNode error(String code, String message, String parameter) {
        ObjectNode error = StrictJson.object().put("code", code).put("message", message);
        return parameter.isEmpty() ? error : error.put("parameter", parameter);
    }

    private static ObjectNode envelope(ArrayNode errors) {
        ObjectNode body = StrictJson.object();
        body.set("errors", errors);
        body.putObject("request").putObject("params");
        return body;
    }
}
