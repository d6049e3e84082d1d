package io.taghub.platform.bigo;

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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * BIGO's events of websites. Success is {@code code} 1, and of a click id that was cut it says "invalid bbg"; with which code,
 * and what it says of other mistakes, nobody has written down: those get the sandbox's own 400. A repeat counts again.
 *
 * @see <a href="https://www.bigoads.com/help/detail?id=111">Events API for websites</a>
 */
record BigoTwin(TwinSetup setup) implements Twin {
    private static final Set<String> KEYS =
            Set.of("bbg", "pixel_id", "timestamp_ms", "url", "referer", "ip", "user_agent", "external_id", "event");
    private static final Set<String> EVENT_KEYS = Set.of("event_id", "currency", "monetary");
    private static final Set<String> EVENTS = Set.of(
            "page_view",
            "button",
            "consult",
            "ec_detail_view",
            "ec_add_cart",
            "ec_register",
            "ec_order",
            "ec_purchase",
            "form",
            "form_detail",
            "form_button",
            "phone_consult",
            "phone_detail",
            "phone_button",
            "app_button",
            "app_detail",
            "app_download");

    @Override
    public Answer answer(Call call) {
        if (!call.path().equals("/bigoad/trackingevent")) {
            return new Answer(404, "text/plain", "", List.of("events go to /bigoad/trackingevent"));
        }
        JsonNode body = call.method().equals("GET") ? ofQuery(call) : StrictJson.parse(call.body());
        if (body == null || !body.isObject()) {
            return new Answer(400, "text/plain", "", List.of("the body is no JSON object"));
        }
        List<String> problems = new ArrayList<>();
        look(body, problems);
        if (StrictJson.string(body.path("bbg")) == null) {
            return invalid(problems);
        }
        if (StrictJson.text(body.path("pixel_id")) == null
                || StrictJson.string(body.path("event").path("event_id")) == null) {
            return new Answer(400, "text/plain", "", problems);
        }
        JsonNode event = body.path("event");
        String click = body.path("bbg").stringValue();
        Conversion conversion = Conversion.of(
                        call, "bigo", event.path("event_id").stringValue(), null)
                .worth(StrictJson.number(event.path("monetary")), StrictJson.string(event.path("currency")))
                .click(click)
                .uncounted(Shape.isUnfilled(click) ? "no such click" : null);
        setup.ledger().add(null, Duration.ZERO, conversion);
        return Answer.json(200, StrictJson.object().put("code", 1), problems);
    }

    @Override
    public Answer refusal(Call call) {
        return invalid(List.of("rehearsed: the click id is not taken"));
    }

    private static Answer invalid(List<String> problems) {
        return Answer.json(200, StrictJson.object().put("code", 0).put("message", "invalid bbg"), problems);
    }

    /** A GET has the same in its query, the parts of the event among the others. */
    private static ObjectNode ofQuery(Call call) {
        ObjectNode body = StrictJson.object();
        ObjectNode event = body.putObject("event");
        call.query().forEach((name, values) -> {
            if (EVENT_KEYS.contains(name)) {
                event.put(name, values.getFirst());
            } else if (name.equals("timestamp_ms") && values.getFirst().matches("\\d{1,18}")) {
                body.put(name, Long.parseLong(values.getFirst()));
            } else {
                body.put(name, values.getFirst());
            }
        });
        return body;
    }

    private static void look(JsonNode body, List<String> problems) {
        JsonNode event = body.path("event");
        for (String key : List.of("bbg", "pixel_id")) {
            if (StrictJson.text(body.path(key)) == null) {
                problems.add(key + " is missing");
            }
        }
        problems.addAll(StrictJson.unknown("", body, KEYS));
        problems.addAll(StrictJson.unknown("event.", event, EVENT_KEYS));
        if (!EVENTS.contains(event.path("event_id").asString(""))) {
            problems.add("event.event_id is none of BIGO's");
        }
        if (Shape.isUnfilled(body.path("bbg").asString("1"))) {
            problems.add("bbg is a placeholder nobody filled in");
        }
        JsonNode time = body.path("timestamp_ms");
        if (!StrictJson.absent(time) && (!time.isIntegralNumber() || time.longValue() < 1_000_000_000_000L)) {
            problems.add("timestamp_ms is no number of milliseconds");
        }
        String currency = StrictJson.string(event.path("currency"));
        if (!StrictJson.absent(event.path("currency")) && (currency == null || !Shape.isCurrencyCode(currency))) {
            problems.add("event.currency is no code of ISO 4217");
        }
        if (!StrictJson.absent(event.path("monetary")) && StrictJson.number(event.path("monetary")) == null) {
            problems.add("event.monetary is no amount");
        }
        String ip = StrictJson.string(body.path("ip"));
        if (ip != null && !Shape.isIp(ip)) {
            problems.add("ip is no address");
        }
        problems.addAll(Doubtful.problems("ip", body.path("ip")));
        for (String key : List.of("url", "referer", "external_id")) {
            problems.addAll(InClear.problems(key, body.path(key)));
        }
    }
}
