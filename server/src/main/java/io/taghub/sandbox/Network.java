package io.taghub.sandbox;

import io.taghub.twin.Answer;
import io.taghub.twin.Call;
import io.taghub.twin.Conversion;
import io.taghub.twin.Ledger;
import io.taghub.twin.Shape;
import io.taghub.twin.StrictJson;
import io.taghub.twin.Twin;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Affiliate networks and trackers, and every host nobody knows: told apart by the shape of the call. */
final class Network implements Twin {
    private final Ledger ledger;

    Network(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public Answer answer(Call call) {
        Map<String, String> values = values(call);
        NetworkShape shape = NetworkShape.of(call, values);
        if (shape == NetworkShape.AFFISE && values.containsKey("click_id")) {
            values.putIfAbsent("clickid", values.get("click_id"));
        }
        List<String> problems = problems(call, shape, values);
        for (String needed : shape.required()) {
            if (!values.containsKey(needed)) {
                problems.add(needed + " is required by " + shape.label());
                return shape.reply(NetworkShape.Receipt.INCOMPLETE, values, problems);
            }
        }
        return shape.reply(count(call, shape, values), values, problems);
    }

    private NetworkShape.Receipt count(Call call, NetworkShape shape, Map<String, String> values) {
        if (!shape.isPostback(values)) {
            return NetworkShape.Receipt.COUNTED;
        }
        String amount = NetworkShape.first(values, shape.amount());
        BigDecimal value = amount == null ? null : Shape.number(amount);
        String status = NetworkShape.first(values, Set.of("status", "cnv_status", "conv_status"));
        Conversion conversion = Conversion.of(
                        call, shape.label(), shape.event(values), NetworkShape.first(values, shape.transaction()))
                .worth(value, NetworkShape.first(values, Set.of("currency", "cnv_currency", "cur")))
                .click(NetworkShape.first(values, shape.click()))
                .status(status)
                .uncounted(shape.isRejection(status) ? status : null);
        String key = shape.key(values);
        boolean isNew = ledger.merge(
                key == null ? null : shape.label() + "|" + call.host() + "|" + key,
                Ledger.FOREVER,
                conversion,
                known -> shape.updates() && status != null && !status.equals(known.status())
                        ? known.status(status)
                                .uncounted(shape.isRejection(status) ? status : null)
                                .again()
                        : known.again());
        return isNew ? NetworkShape.Receipt.COUNTED : NetworkShape.Receipt.REPEATED;
    }

    /** Query, form and the top level of a JSON body, as one map; the first value of a name wins. */
    private static Map<String, String> values(Call call) {
        Map<String, String> values = new LinkedHashMap<>();
        call.query().forEach((name, all) -> put(values, name, all.getFirst()));
        if (call.isForm()) {
            call.form().forEach((name, all) -> put(values, name, all.getFirst()));
        }
        JsonNode json = call.isForm() ? null : StrictJson.parse(call.body());
        if (json != null && json.isObject()) {
            json.properties().forEach(field -> {
                String text = StrictJson.text(field.getValue());
                if (text != null) {
                    put(values, field.getKey(), text);
                }
            });
        }
        return values;
    }

    private static void put(Map<String, String> values, String name, String value) {
        if (!value.isEmpty()) {
            values.putIfAbsent(name, value);
        }
    }

    private static List<String> problems(Call call, NetworkShape shape, Map<String, String> values) {
        List<String> problems = new ArrayList<>();
        values.forEach((name, value) -> {
            if (Shape.isMacro(value)) {
                problems.add(name + " is a macro nobody filled in");
            }
            if (Shape.isEmail(value)) {
                problems.add(name + " is an e-mail address in clear");
            }
        });
        call.query().forEach((name, all) -> {
            if (all.contains("")) {
                problems.add(name + " is empty");
            }
            if (all.size() > 1) {
                problems.add(name + " is there more than once");
            }
        });
        String amount = NetworkShape.first(values, shape.amount());
        if (amount != null && Shape.number(amount) == null) {
            problems.add("the amount is not a plain number");
        }
        if (!Set.of("GET", "POST").contains(call.method())) {
            problems.add(call.method() + " is not a method for postbacks");
        }
        problems.addAll(shape.complaints(values));
        return problems;
    }
}
