package io.taghub.platform.awinorders;

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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Awin's orders: 200 where all are taken, 206 where some are not, each named in the answer. What it says of an order it has is not
 * published: here it is taken and counts once.
 *
 * @see <a href="https://help.awin.com/apidocs/conversion-api">the vendor's page</a>
 */
record AwinOrdersTwin(TwinSetup setup) implements Twin {
    private static final Pattern PATH = Pattern.compile("/s2s/advertiser/(\\d+)/orders");
    private static final int MAX_ORDERS = 1000;
    private static final int REFERENCE = 50;
    private static final Set<String> KNOWN = Set.of(
            "orderReference",
            "amount",
            "channel",
            "currency",
            "voucher",
            "isTest",
            "awc",
            "publisherId",
            "clickTime",
            "customerAcquisition",
            "commissionGroups",
            "basket",
            "custom");

    @Override
    public Answer answer(Call call) {
        if (!PATH.matcher(call.path()).matches() || !call.method().equals("POST")) {
            return new Answer(404, "", "", List.of("orders are posted to /s2s/advertiser/ID/orders"));
        }
        String key = call.header("x-api-key");
        if (key == null || key.contains(setup.badWord())) {
            return badToken(call);
        }
        JsonNode body = StrictJson.parse(call.body());
        JsonNode orders = body == null ? StrictJson.MISSING : body.path("orders");
        if (!orders.isArray() || orders.isEmpty() || orders.size() > MAX_ORDERS) {
            return whole("orders is no list of 1 to " + MAX_ORDERS + " orders");
        }
        List<String> problems = new ArrayList<>();
        ObjectNode answer = StrictJson.object().put("batchId", "sandbox-" + Long.toString(call.seq(), 36));
        ArrayNode taken = answer.putArray("successfulOrders");
        ArrayNode failed = answer.putArray("failedOrders");
        for (int i = 0; i < orders.size(); i++) {
            JsonNode order = orders.get(i);
            String path = "orders[" + i + "].";
            String reference = order.path("orderReference").asString("");
            problems.addAll(look(path, order));
            List<String> errors = errors(order);
            if (errors.isEmpty()) {
                taken.addObject().put("orderReference", reference).put("correlationId", call.seq() + "-" + i);
                count(call, order);
            } else {
                ObjectNode one = failed.addObject();
                one.putObject("order").put("orderReference", reference);
                ArrayNode list = one.putArray("errors");
                errors.forEach(error -> {
                    String field = error.substring(0, error.indexOf(' '));
                    list.addObject().put("field", field).put("message", error.substring(field.length() + 1));
                    problems.add(path + error);
                });
            }
        }
        return Answer.json(failed.isEmpty() ? 200 : 206, answer, problems);
    }

    @Override
    public Answer badToken(Call call) {
        return Answer.json(401, StrictJson.object().put("message", "Unauthorized"), List.of("x-api-key is not taken"));
    }

    @Override
    public Answer refusal(Call call) {
        return whole("rehearsed: the batch is not taken");
    }

    @Override
    public Set<String> secrets(Call call) {
        return Set.of("header x-api-key");
    }

    private static Answer whole(String problem) {
        ObjectNode body = StrictJson.object();
        body.putArray("errors").addObject().put("field", "orders").put("message", problem);
        return Answer.json(400, body, List.of(problem));
    }

    private static List<String> errors(JsonNode order) {
        List<String> errors = new ArrayList<>();
        if (StrictJson.string(order.path("orderReference")) == null) {
            errors.add("orderReference is required");
        }
        JsonNode amount = order.path("amount");
        if (!amount.isNumber() || amount.decimalValue().signum() < 0) {
            errors.add("amount is no number");
        }
        if (StrictJson.string(order.path("channel")) == null) {
            errors.add("channel is required");
        }
        boolean attributed = StrictJson.string(order.path("awc")) != null
                || StrictJson.string(order.path("voucher")) != null
                || (order.has("publisherId") && order.has("clickTime"));
        if (!attributed) {
            errors.add("awc is missing, and publisherId with clickTime, and a voucher");
        }
        String currency = StrictJson.string(order.path("currency"));
        if (currency != null && !Shape.isCurrencyCode(currency)) {
            errors.add("currency is no code of ISO 4217");
        }
        return errors;
    }

    private static List<String> look(String path, JsonNode order) {
        List<String> problems = new ArrayList<>(InClear.problems("", order));
        problems.addAll(StrictJson.unknown("", order, KNOWN));
        if (order.path("orderReference").asString("").length() > REFERENCE) {
            problems.add("orderReference is cut after " + REFERENCE + " characters");
        }
        if (Shape.isUnfilled(order.path("awc").asString("1"))) {
            problems.add("awc is a placeholder nobody filled in");
        }
        BigDecimal groups = BigDecimal.ZERO;
        for (JsonNode group : order.path("commissionGroups")) {
            BigDecimal part = StrictJson.number(group.path("amount"));
            groups = part == null ? groups : groups.add(part);
        }
        BigDecimal amount = StrictJson.number(order.path("amount"));
        if (amount != null && order.has("commissionGroups") && groups.compareTo(amount) != 0) {
            problems.add("commissionGroups do not add up to amount");
        }
        for (JsonNode line : order.path("basket")) {
            line.properties().stream()
                    .filter(field -> field.getValue().asString("").contains("|"))
                    .forEach(field -> problems.add("basket." + field.getKey() + " holds a bar"));
        }
        return problems.stream().map(path::concat).toList();
    }

    private void count(Call call, JsonNode order) {
        String reference = order.path("orderReference").asString("");
        String key = "awin|" + call.path() + "|" + reference.substring(0, Math.min(REFERENCE, reference.length()));
        @Nullable String uncounted = order.path("isTest").asBoolean(false) ? "test" : null;
        String channel = order.path("channel").asString("");
        Conversion conversion = Conversion.of(
                        call,
                        "awin",
                        order.path("commissionGroups").path(0).path("code").asString(""),
                        reference)
                .worth(StrictJson.number(order.path("amount")), StrictJson.string(order.path("currency")))
                .click(StrictJson.string(order.path("awc")))
                .status(channel)
                .uncounted(uncounted == null && !channel.equals("aw") ? "another channel's" : uncounted);
        setup.ledger().add(key, Ledger.FOREVER, conversion);
    }
}
