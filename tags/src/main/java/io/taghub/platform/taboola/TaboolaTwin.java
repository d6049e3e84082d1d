package io.taghub.platform.taboola;

import io.taghub.twin.Answer;
import io.taghub.twin.Call;
import io.taghub.twin.Conversion;
import io.taghub.twin.InClear;
import io.taghub.twin.Shape;
import io.taghub.twin.StrictJson;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Taboola's server-to-server conversions: a single one is answered 204, or 400 where its click id or name is missing; the bulk
 * is answered 204 whatever it holds. What it does with an order it knows is not documented: all count.
 *
 * @see <a href="https://developers.taboola.com/pixel/docs/postback-url-error-codes">Error codes</a>
 */
record TaboolaTwin(TwinSetup setup) implements Twin {
    private static final String SINGLE = "/actions-handler/log/3/s2s-action";
    private static final Pattern BULK = Pattern.compile("/[\\w.-]+/log/3/bulk-s2s-action");
    private static final Set<String> KEYS =
            Set.of("click-id", "timestamp", "name", "revenue", "currency", "quantity", "orderid");
    private static final int MAX_BULK = 1000;

    @Override
    public Answer answer(Call call) {
        if (BULK.matcher(call.path()).matches() && call.method().equals("POST")) {
            return bulk(call);
        }
        ObjectNode action = StrictJson.object();
        call.query().forEach((name, values) -> action.put(name, values.getFirst()));
        if (call.isForm()) {
            call.form().forEach((name, values) -> action.put(name, values.getFirst()));
        }
        if (!call.path().equals(SINGLE)) {
            return answer(400, List.of("conversions go to " + SINGLE));
        }
        List<String> problems = new ArrayList<>();
        look("", action, false, call.at(), problems);
        if (missing(action)) {
            return answer(400, problems);
        }
        count(call, action);
        return answer(204, problems);
    }

    @Override
    public Answer refusal(Call call) {
        return answer(400, List.of("rehearsed: the click id cannot be read"));
    }

    private Answer bulk(Call call) {
        JsonNode body = StrictJson.parse(call.body());
        JsonNode actions = body == null ? StrictJson.MISSING : body.path("actions");
        List<String> problems = new ArrayList<>();
        if (!actions.isArray() || actions.isEmpty()) {
            problems.add("actions is no list with conversions in it");
        } else if (actions.size() > MAX_BULK) {
            problems.add("actions has more than " + MAX_BULK + " conversions");
        }
        for (int i = 0; i < actions.size(); i++) {
            JsonNode action = actions.get(i);
            look("actions[" + i + "].", action, true, call.at(), problems);
            if (!missing(action)) {
                count(call, action);
            }
        }
        return answer(204, problems);
    }

    private static boolean missing(JsonNode action) {
        return StrictJson.string(action.path("click-id")) == null || StrictJson.string(action.path("name")) == null;
    }

    private static void look(String path, JsonNode action, boolean bulk, Instant now, List<String> problems) {
        for (String key : List.of("click-id", "name")) {
            if (StrictJson.string(action.path(key)) == null) {
                problems.add(path + key + " is missing");
            }
        }
        action.properties().forEach(field -> {
            if (!KEYS.contains(field.getKey()) || (!bulk && field.getKey().equals("timestamp"))) {
                problems.add(path + field.getKey() + " is not a known parameter");
            } else if (field.getValue().asString("").isBlank()) {
                problems.add(path + field.getKey() + " is empty; leave it out");
            }
        });
        if (Shape.isUnfilled(action.path("click-id").asString("1"))) {
            problems.add(path + "click-id is a placeholder nobody filled in");
        }
        amount(path, "revenue", action, bulk, problems);
        amount(path, "quantity", action, bulk, problems);
        String currency = StrictJson.string(action.path("currency"));
        if (currency != null && !Shape.isCurrencyCode(currency)) {
            problems.add(path + "currency is no code of ISO 4217");
        }
        if (bulk && !action.path("timestamp").isIntegralNumber()) {
            problems.add(path + "timestamp is no number of milliseconds");
        } else if (bulk && action.path("timestamp").longValue() < now.toEpochMilli() / 100) {
            problems.add(path + "timestamp is not in milliseconds");
        }
        InClear.problems("", action).forEach(problem -> problems.add(path + problem));
    }

    private static void amount(String path, String key, JsonNode action, boolean bulk, List<String> problems) {
        JsonNode value = action.path(key);
        BigDecimal number = StrictJson.number(value);
        boolean wrongType = bulk ? !value.isNumber() : number == null;
        if (!StrictJson.absent(value) && (wrongType || (number != null && number.signum() < 0))) {
            problems.add(path + key + " is no amount");
        }
    }

    private void count(Call call, JsonNode action) {
        @Nullable String click = StrictJson.string(action.path("click-id"));
        Conversion conversion = Conversion.of(
                        call, "taboola", action.path("name").asString(""), StrictJson.text(action.path("orderid")))
                .worth(StrictJson.number(action.path("revenue")), StrictJson.string(action.path("currency")))
                .click(click)
                .uncounted(click != null && Shape.isUnfilled(click) ? "no such click" : null);
        setup.ledger().add(null, Duration.ZERO, conversion);
    }

    private static Answer answer(int status, List<String> problems) {
        return new Answer(status, "text/plain; charset=utf-8", "", problems);
    }
}
