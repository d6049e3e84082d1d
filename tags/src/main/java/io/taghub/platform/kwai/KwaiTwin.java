package io.taghub.platform.kwai;

import io.taghub.twin.Answer;
import io.taghub.twin.Call;
import io.taghub.twin.Conversion;
import io.taghub.twin.Doubtful;
import io.taghub.twin.InClear;
import io.taghub.twin.Shape;
import io.taghub.twin.StrictJson;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Kwai's events of websites, as far as integrations of others show them: a wrong type is {@code result} 10002, success is 1.
 * What Kwai says to a wrong token or an unknown click nobody has written down; the token gets the sandbox's own 401, and a
 * repeat counts again.
 */
record KwaiTwin(TwinSetup setup) implements Twin {
    private static final String PATH = "/log/common/api";
    private static final Set<String> TEXTS =
            Set.of("access_token", "clickid", "event_name", "mmpcode", "pixelId", "pixelSdkVersion");
    private static final Set<String> FLAGS = Set.of("testFlag", "trackFlag");
    private static final Set<String> OPTIONAL = Set.of(
            "is_attributed", "properties", "third_party", "currency", "value", "order_id", "callback", "content_id");
    private static final Set<String> PROPERTIES =
            Set.of("content_id", "content_type", "content_name", "value", "currency", "quantity", "event_timestamp");
    private static final Pattern EVENT = Pattern.compile("EVENT_[A-Z0-9_]+");
    private static final int WRONG_TYPE = 10002;

    @Override
    public Answer answer(Call call) {
        if (!call.path().equals(PATH) || !call.method().equals("POST")) {
            return new Answer(404, "text/plain", "", List.of("Kwai takes events by POST at " + PATH));
        }
        JsonNode body = StrictJson.parse(call.body());
        if (body == null || !body.isObject()) {
            return refused("body", List.of("the body is no JSON object; Kwai takes one event per call"));
        }
        if (body.path("access_token").asString("").contains(setup.badWord())) {
            return badToken(call);
        }
        List<String> problems = new ArrayList<>();
        String wrong = wrongType(body);
        if (wrong != null) {
            problems.add(wrong + " is missing or of the wrong type");
        }
        JsonNode properties = properties(body, problems);
        remarks(body, problems);
        if (wrong != null) {
            return refused(wrong, problems);
        }
        count(call, body, properties, problems);
        return Answer.json(200, StrictJson.object().put("result", 1), problems);
    }

    @Override
    public Answer refusal(Call call) {
        return refused("is_attributed", List.of("rehearsed: the event is not taken"));
    }

    /** The first field that is not what it must be; null where none is. */
    private static @Nullable String wrongType(JsonNode body) {
        if (!body.path("is_attributed").isIntegralNumber()) {
            return "is_attributed";
        }
        for (String text : TEXTS.stream().sorted().toList()) {
            if (StrictJson.string(body.path(text)) == null) {
                return text;
            }
        }
        for (String flag : FLAGS.stream().sorted().toList()) {
            if (!body.path(flag).isBoolean()) {
                return flag;
            }
        }
        return body.has("properties") && !body.path("properties").isString() ? "properties" : null;
    }

    private static JsonNode properties(JsonNode body, List<String> problems) {
        JsonNode written = body.path("properties");
        if (!written.isString()) {
            return StrictJson.MISSING;
        }
        JsonNode read = StrictJson.parse(written.stringValue());
        if (read == null || !read.isObject()) {
            problems.add("properties is no JSON object written as a text");
            return StrictJson.MISSING;
        }
        problems.addAll(StrictJson.unknown("properties.", read, PROPERTIES));
        String currency = StrictJson.string(read.path("currency"));
        if (!StrictJson.absent(read.path("value")) && !read.path("value").isNumber()) {
            problems.add("properties.value is no number");
        }
        if (!StrictJson.absent(read.path("currency")) && (currency == null || !Shape.isCurrencyCode(currency))) {
            problems.add("properties.currency is no ISO 4217 code");
        }
        if (!StrictJson.absent(read.path("value")) && currency == null) {
            problems.add("properties.value has no currency");
        }
        problems.addAll(InClear.problems("properties", read));
        problems.addAll(Doubtful.problems("properties", read));
        return read;
    }

    private static void remarks(JsonNode body, List<String> problems) {
        for (String key : body.propertyNames()) {
            if (!TEXTS.contains(key) && !FLAGS.contains(key) && !OPTIONAL.contains(key)) {
                problems.add(key + " is not a known key");
            }
        }
        String name = body.path("event_name").asString("");
        if (!name.isEmpty() && !EVENT.matcher(name).matches()) {
            problems.add("event_name is none of Kwai's, which are written EVENT_PURCHASE");
        }
        if (body.path("is_attributed").isIntegralNumber()
                && body.path("is_attributed").intValue() != 1) {
            problems.add("is_attributed is not 1");
        }
        if (!body.path("mmpcode").asString("PL").equals("PL")) {
            problems.add("mmpcode is not PL");
        }
        if (Shape.isUnfilled(body.path("clickid").asString("1"))) {
            problems.add("clickid is a placeholder nobody filled in");
        }
        problems.addAll(InClear.problems("clickid", body.path("clickid")));
        if (body.path("trackFlag").asBoolean(false)) {
            problems.add("trackFlag is true: this event is a test and does not count");
        }
    }

    private void count(Call call, JsonNode body, JsonNode properties, List<String> problems) {
        boolean test = body.path("trackFlag").booleanValue();
        boolean unfilled = problems.contains("clickid is a placeholder nobody filled in");
        Conversion conversion = Conversion.of(
                        call, "kwai", body.path("event_name").stringValue(), null)
                .worth(StrictJson.number(properties.path("value")), StrictJson.string(properties.path("currency")))
                .click(body.path("clickid").stringValue())
                .uncounted(test ? "test" : unfilled ? "no such click" : null);
        setup.ledger().add(null, Duration.ZERO, conversion);
    }

    private static Answer refused(String field, List<String> problems) {
        ObjectNode answer = StrictJson.object().put("result", WRONG_TYPE).put("error_msg", field + ": wrong type");
        return Answer.json(200, answer, problems);
    }
}
