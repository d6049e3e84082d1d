package io.taghub.platform.tapfiliate;

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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tapfiliate's postback, answered as its REST API answers the same: 422 for an external_id it has. That the postback says so, too, is
 * not published.
 *
 * @see <a href="https://tapfiliate.com/docs/integrations/s2s-postback">the vendor's page</a>
 */
record TapfiliateTwin(TwinSetup setup) implements Twin {
    private static final Set<String> KNOWN = Set.of(
            "external_id",
            "referral_code",
            "coupon",
            "click_id",
            "asset_id",
            "source_id",
            "amount",
            "currency",
            "customer_id",
            "commission_type",
            "program_id",
            "meta_data");

    @Override
    public Answer answer(Call call) {
        if (!call.path().matches("/1\\.7/pb/con/c/?")) {
            return error(404, "Not found", List.of("conversions go to /1.7/pb/con/c/"));
        }
        String key = call.header("x-api-key");
        if (key == null || key.contains(setup.badWord())) {
            return badToken(call);
        }
        JsonNode body = call.method().equals("GET") ? ofQuery(call) : StrictJson.parse(call.body());
        if (body == null || !body.isObject()) {
            return error(422, "The body is no JSON object", List.of("the body is no JSON object"));
        }
        List<String> problems = look(body);
        String id = StrictJson.text(body.path("external_id"));
        String whose = List.of("coupon", "click_id", "referral_code").stream()
                .map(name -> StrictJson.string(body.path(name)))
                .filter(value -> value != null)
                .findFirst()
                .orElse(null);
        if (id == null || (whose == null && !body.has("asset_id"))) {
            problems.add("external_id is missing, or whose conversion it is");
            return error(422, "Validation failed", problems);
        }
        Conversion conversion = Conversion.of(call, "tapfiliate", "conversion", id)
                .worth(StrictJson.number(body.path("amount")), StrictJson.string(body.path("currency")))
                .click(whose)
                .uncounted(whose != null && Shape.isUnfilled(whose) ? "no such affiliate" : null);
        boolean first = setup.ledger().add("tapfiliate|" + id, Ledger.FOREVER, conversion);
        return first
                ? Answer.json(201, StrictJson.object().put("id", call.seq()), problems)
                : error(422, "A conversion with this external_id exists", problems);
    }

    @Override
    public Answer badToken(Call call) {
        return error(401, "Unauthorized", List.of("X-Api-Key is missing or not taken"));
    }

    @Override
    public Answer refusal(Call call) {
        return error(422, "Validation failed", List.of("rehearsed: the conversion is not taken"));
    }

    @Override
    public Set<String> secrets(Call call) {
        return Set.of("header X-Api-Key");
    }

    private static ObjectNode ofQuery(Call call) {
        ObjectNode body = StrictJson.object();
        call.query().forEach((name, values) -> body.put(name, values.getFirst()));
        return body;
    }

    private static List<String> look(JsonNode body) {
        List<String> problems = new ArrayList<>(InClear.problems("", body));
        problems.addAll(StrictJson.unknown("", body, KNOWN));
        JsonNode amount = body.path("amount");
        BigDecimal number = StrictJson.number(amount);
        if (!StrictJson.absent(amount) && (number == null || number.signum() < 0)) {
            problems.add("amount is no amount");
        }
        String currency = StrictJson.string(body.path("currency"));
        if (currency != null && !Shape.isCurrencyCode(currency)) {
            problems.add("currency is no code of ISO 4217");
        }
        return problems;
    }

    private static Answer error(int status, String message, List<String> problems) {
        return Answer.json(status, StrictJson.object().put("message", message), problems);
    }
}
