package io.taghub.platform.refersion;

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
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Refersion's webhook for orders and its API for cancellations. The webhook's answers and what it does with an order it has are not
 * published: here it answers 200 and counts an order once.
 *
 * @see <a href="https://www.refersion.dev/reference/webhook-tracking">the vendor's page</a>
 */
record RefersionTwin(TwinSetup setup) implements Twin {
    private static final Set<String> KNOWN = Set.of(
            "cart_id",
            "order_id",
            "currency_code",
            "auto_credit_affiliate_id",
            "discount_code",
            "items",
            "shipping",
            "tax",
            "discount",
            "customer",
            "is_subscription",
            "subscription_id");

    @Override
    public Answer answer(Call call) {
        boolean paid = call.path().equals("/tracker/orders/paid");
        boolean cancel = call.path().equals("/v2/conversion/cancel");
        if (!call.method().equals("POST") || !(paid || cancel)) {
            return new Answer(
                    404, "", "", List.of("orders go to /tracker/orders/paid, cancellations to /v2/conversion/cancel"));
        }
        String key = call.header("refersion-secret-key");
        if (key == null || key.contains(setup.badWord()) || call.header("refersion-public-key") == null) {
            return badToken(call);
        }
        JsonNode body = StrictJson.parse(call.body());
        if (body == null || !body.isObject()) {
            return error(404, "Bad request, no body", List.of());
        }
        List<String> problems = new ArrayList<>(InClear.problems("", body));
        List<String> missing =
                missing(body, paid ? List.of("cart_id", "order_id", "currency_code") : List.of("order_id"));
        if (!missing.isEmpty()) {
            problems.addAll(missing);
            return error(400, "Missing required field " + missing.getFirst().split(" ")[0], problems);
        }
        problems.addAll(look(body, paid));
        return paid ? paid(call, body, problems) : cancelled(call, body, problems);
    }

    @Override
    public Answer badToken(Call call) {
        return error(401, "Invalid API credentials (error 2).", List.of("the two keys are missing or not taken"));
    }

    @Override
    public Answer refusal(Call call) {
        return error(400, "Missing required field order_id", List.of("rehearsed: the order is not taken"));
    }

    @Override
    public Set<String> secrets(Call call) {
        return Set.of("header Refersion-Secret-Key");
    }

    private static List<String> missing(JsonNode body, List<String> keys) {
        List<String> missing = new ArrayList<>();
        keys.stream()
                .filter(key -> StrictJson.text(body.path(key)) == null)
                .forEach(key -> missing.add(key + " is missing"));
        if (!body.path("items").isArray() || body.path("items").isEmpty()) {
            missing.add("items is missing");
        }
        for (JsonNode item : body.path("items")) {
            if (StrictJson.text(item.path("sku")) == null) {
                missing.add("items.sku is missing");
            }
        }
        return missing;
    }

    private static List<String> look(JsonNode body, boolean paid) {
        List<String> problems = new ArrayList<>();
        problems.addAll(StrictJson.unknown("", body, KNOWN));
        for (JsonNode item : body.path("items")) {
            if (!item.path("quantity").isIntegralNumber()
                    || item.path("quantity").intValue() < 1) {
                problems.add("items.quantity is no whole number");
            }
            if (!item.path("price").isNumber()
                    || item.path("price").decimalValue().signum() < 0) {
                problems.add("items.price is no amount");
            }
        }
        String currency = body.path("currency_code").asString("");
        if (paid && !Shape.isCurrencyCode(currency)) {
            problems.add("currency_code is no code of ISO 4217");
        }
        if (paid && StrictJson.text(body.path("auto_credit_affiliate_id")) == null) {
            problems.add("auto_credit_affiliate_id is missing: the order would be credited to nobody");
        }
        return problems;
    }

    private Answer paid(Call call, JsonNode body, List<String> problems) {
        String affiliate = StrictJson.text(body.path("auto_credit_affiliate_id"));
        String order = StrictJson.text(body.path("order_id"));
        Conversion conversion = Conversion.of(call, "refersion", "order", order)
                .worth(worth(body).subtract(discount(body)), StrictJson.string(body.path("currency_code")))
                .click(affiliate)
                .uncounted(affiliate == null ? "nobody's" : null);
        setup.ledger().add("refersion|" + order, Ledger.FOREVER, conversion);
        return Answer.json(200, StrictJson.object(), problems);
    }

    private Answer cancelled(Call call, JsonNode body, List<String> problems) {
        String order = StrictJson.text(body.path("order_id"));
        BigDecimal back = worth(body);
        boolean known = setup.ledger()
                .change(
                        one -> one.platform().equals("refersion")
                                && one.event().equals("order")
                                && Objects.equals(one.id(), order),
                        one -> one.less(back).status("cancelled"));
        if (!known) {
            Conversion unknown =
                    Conversion.of(call, "refersion", "cancellation", order).uncounted("no such order");
            setup.ledger().add(null, Ledger.FOREVER, unknown);
        }
        return !known
                ? error(422, "The order is not known", problems)
                : Answer.json(200, StrictJson.object().put("conversion_id", String.valueOf(call.seq())), problems);
    }

    private static BigDecimal worth(JsonNode body) {
        BigDecimal worth = BigDecimal.ZERO;
        for (JsonNode item : body.path("items")) {
            BigDecimal price = StrictJson.number(item.path("price"));
            BigDecimal pieces = StrictJson.number(item.path("quantity"));
            worth = price == null || pieces == null ? worth : worth.add(price.multiply(pieces));
        }
        return worth;
    }

    private static BigDecimal discount(JsonNode body) {
        BigDecimal discount = StrictJson.number(body.path("discount"));
        return discount == null ? BigDecimal.ZERO : discount;
    }

    private static Answer error(int status, String message, List<String> problems) {
        return Answer.json(status, StrictJson.object().put("error", message), problems);
    }
}
