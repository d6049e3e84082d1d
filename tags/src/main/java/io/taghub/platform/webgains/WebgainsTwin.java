package io.taghub.platform.webgains;

import io.taghub.twin.Answer;
import io.taghub.twin.Call;
import io.taghub.twin.Conversion;
import io.taghub.twin.InClear;
import io.taghub.twin.Ledger;
import io.taghub.twin.Shape;
import io.taghub.twin.StrictJson;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Webgains' queue: what can be read is queued, 200, whatever becomes of it. Its answers are not published; here an order counts once,
 * and what is missing is a 400.
 *
 * @see <a href="https://knowledgehub.webgains.com/home/server-to-server-tracking">the vendor's page</a>
 */
record WebgainsTwin(TwinSetup setup) implements Twin {
    private static final Set<String> KNOWN = Set.of(
            "ids",
            "programId",
            "value",
            "currency",
            "orderReference",
            "eventId",
            "voucherId",
            "customerId",
            "customerType",
            "location",
            "comment",
            "items");
    private static final Set<String> ITEM = Set.of("event", "price", "name", "code", "voucher");

    @Override
    public Answer answer(Call call) {
        if (!call.path().equals("/queue-conversion") || !call.method().equals("POST")) {
            return new Answer(404, "", "", List.of("conversions are posted to /queue-conversion"));
        }
        JsonNode body = StrictJson.parse(call.body());
        if (body == null || !body.isObject()) {
            return refused(List.of("the body is no JSON object"));
        }
        List<String> problems = look(body);
        String click = click(body);
        List<String> missing = new ArrayList<>();
        if (click == null) {
            missing.add("ids has no click id under s2s");
        }
        for (String key : List.of("programId", "orderReference")) {
            if (StrictJson.text(body.path(key)) == null) {
                missing.add(key + " is missing");
            }
        }
        if (!body.path("value").isNumber() || !body.path("items").isArray()) {
            missing.add("value and items must be a number and a list");
        }
        if (!missing.isEmpty()) {
            missing.addAll(problems);
            return refused(missing);
        }
        String order = StrictJson.text(body.path("orderReference"));
        Conversion conversion = Conversion.of(
                        call, "webgains", body.path("eventId").asString(""), order)
                .worth(StrictJson.number(body.path("value")), StrictJson.string(body.path("currency")))
                .click(click)
                .uncounted(click != null && Shape.isUnfilled(click) ? "no such click" : null);
        setup.ledger().add("webgains|" + body.path("programId").asString("") + "|" + order, Ledger.FOREVER, conversion);
        return Answer.json(200, StrictJson.object(), problems);
    }

    /** There is no token. */
    @Override
    public Answer badToken(Call call) {
        return refusal(call);
    }

    @Override
    public Answer refusal(Call call) {
        return refused(List.of("rehearsed: the conversion is not taken"));
    }

    private static Answer refused(List<String> problems) {
        return Answer.json(400, StrictJson.object().put("message", "Bad Request"), problems);
    }

    private static @Nullable String click(JsonNode body) {
        for (JsonNode id : body.path("ids")) {
            if (id.path("name").asString("").equals("s2s")) {
                return StrictJson.string(id.path("value"));
            }
        }
        return null;
    }

    private static List<String> look(JsonNode body) {
        List<String> problems = new ArrayList<>(InClear.problems("", body));
        problems.addAll(StrictJson.unknown("", body, KNOWN));
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode item : body.path("items")) {
            problems.addAll(StrictJson.unknown("items.", item, ITEM));
            BigDecimal price = StrictJson.number(item.path("price"));
            if (price == null || price.signum() < 0) {
                problems.add("items.price is no amount");
            } else {
                sum = sum.add(price);
            }
        }
        BigDecimal value = StrictJson.number(body.path("value"));
        if (value != null && sum.compareTo(value) != 0) {
            problems.add("the items' prices do not add up to value");
        }
        String currency = StrictJson.string(body.path("currency"));
        if (currency == null ? value != null && value.signum() > 0 : !Shape.isCurrency(currency)) {
            problems.add("currency is missing or no code of ISO 4217");
        }
        return problems;
    }
}
