package io.taghub.platform.thetradedesk;

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
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Trade Desk's offline conversions: a success lists the lines that failed, counted from one. Whether it knows a repeat is
 * not published, so it counts again.
 *
 * @see <a href="https://open.thetradedesk.com/advertiser/docsApp/GuidesAdvertiser/data/doc/post-providerapi-offlineconversion">the
 *     vendor's page</a>
 */
record TheTradeDeskOfflineTwin(TwinSetup setup) implements Twin {
    private static final String PATH = "/providerapi/offlineconversion";
    private static final Set<String> BODY =
            Set.of("DataProviderId", "UserIdArrayMetadataFormat", "DataLoadTraceId", "Items");
    private static final Set<String> ID_TYPES =
            Set.of("TDID", "DAID", "UID2", "UID2Token", "RampID", "EUID", "EUIDToken", "DataProviderUserId");
    private static final Set<String> TEXTS = Stream.concat(
                    Stream.of(
                            "OrderId",
                            "ImpressionId",
                            "TrackingTagId",
                            "MerchantId",
                            "EventName",
                            "TimestampUtc",
                            "Value",
                            "ValueCurrency",
                            "Country",
                            "Region",
                            "Metro",
                            "City"),
                    Stream.concat(
                            ID_TYPES.stream(), IntStream.rangeClosed(1, 10).mapToObj(i -> "TD" + i)))
            .collect(Collectors.toUnmodifiableSet());
    private static final Set<String> LISTS = Set.of("UserIdArray", "LineItems", "PrivacySettings");
    private static final Set<String> ITEM = Set.of("item_code", "name", "qty", "price", "cat");
    private static final Pattern DECIMAL = Pattern.compile("\\d+(\\.\\d+)?");

    @Override
    public Set<String> secrets(Call call) {
        return Set.of("header TTD-Auth");
    }

    @Override
    public Answer answer(Call call) {
        if (!call.path().equals(PATH) || !call.method().equals("POST")) {
            return new Answer(404, "", "", List.of("offline conversions are posted to " + PATH));
        }
        String token = call.header("ttd-auth");
        if (token == null || token.isBlank() || token.contains(setup.badWord())) {
            return new Answer(
                    403, "text/plain; charset=utf-8", "Forbidden", List.of("the TTD-Auth header has no valid token"));
        }
        JsonNode body = StrictJson.parse(call.body());
        JsonNode items = body == null ? StrictJson.MISSING : body.path("Items");
        if (body == null || !items.isArray() || items.isEmpty()) {
            return new Answer(
                    400, "text/plain; charset=utf-8", "Bad Request", List.of("Items is no list of conversions"));
        }
        if (StrictJson.string(body.path("DataProviderId")) == null) {
            return new Answer(
                    403,
                    "text/plain; charset=utf-8",
                    "DataProviderMisconfigured",
                    List.of("DataProviderId is missing"));
        }
        List<String> problems = new ArrayList<>();
        problems.addAll(StrictJson.unknown("", body, BODY));
        ArrayNode failed = StrictJson.array();
        for (int i = 0; i < items.size(); i++) {
            JsonNode item = items.get(i);
            String place = "Items[" + i + "]";
            String error = error(item, call.at());
            remarks(item, place, problems);
            if (error == null) {
                count(call, item);
            } else {
                problems.add(place + ": " + error);
                failed.add(line(item, error, i + 1));
            }
        }
        ObjectNode answer = StrictJson.object();
        if (!failed.isEmpty()) {
            answer.set("FailedLines", failed);
        }
        return Answer.json(200, answer, problems);
    }

    @Override
    public Answer badToken(Call call) {
        return new Answer(403, "text/plain; charset=utf-8", "Forbidden", List.of("rehearsed: the token is not taken"));
    }

    private static @Nullable String error(JsonNode item, Instant now) {
        if (!item.isObject() || hasNumbers(item)) {
            return "ItemDeserializationError";
        }
        if (StrictJson.string(item.path("TrackingTagId")) == null) {
            return "MissingOrInvalidTrackingTagId";
        }
        try {
            Instant time = Instant.parse(item.path("TimestampUtc").asString(""));
            if (time.isAfter(now.plus(Duration.ofMinutes(10)))) {
                return "InvalidTimestamp";
            }
        } catch (DateTimeParseException notATime) {
            return "InvalidTimestamp";
        }
        boolean known = StrictJson.string(item.path("ImpressionId")) != null
                || ID_TYPES.stream().anyMatch(type -> StrictJson.string(item.path(type)) != null);
        for (JsonNode id : item.path("UserIdArray")) {
            if (id.size() != 2 || !ID_TYPES.contains(id.get(0).asString("")) || StrictJson.string(id.get(1)) == null) {
                return "InvalidUserIdTypeOrUserId";
            }
            known = true;
        }
        return known ? null : "MissingOrInvalidTDIDAndImpressionId";
    }

    /** Its amounts are texts. */
    private static boolean hasNumbers(JsonNode item) {
        return item.path("Value").isNumber()
                || item.path("LineItems")
                        .valueStream()
                        .anyMatch(line -> line.path("qty").isNumber()
                                || line.path("price").isNumber());
    }

    private static void remarks(JsonNode item, String place, List<String> problems) {
        for (String key : item.propertyNames()) {
            JsonNode value = item.path(key);
            if (!TEXTS.contains(key) && !LISTS.contains(key)) {
                problems.add(place + "." + key + " is not a known key");
            } else if (TEXTS.contains(key) ? !value.isString() : !value.isArray()) {
                problems.add(place + "." + key + " has the wrong type");
            }
        }
        String currency = StrictJson.string(item.path("ValueCurrency"));
        if (currency != null && !Shape.isCurrency(currency)) {
            problems.add(place + ".ValueCurrency is no ISO 4217 code");
        }
        if (item.has("Value")
                && (currency == null
                        || !item.path("Value").isString()
                        || !DECIMAL.matcher(item.path("Value").stringValue()).matches())) {
            problems.add(place + ".Value is no decimal number with a currency");
        }
        for (JsonNode line : item.path("LineItems")) {
            line.properties().forEach(field -> {
                if (!ITEM.contains(field.getKey()) || !field.getValue().isString()) {
                    problems.add(place + ".LineItems." + field.getKey() + " is not known or no text");
                }
            });
        }
        for (String free : List.of("OrderId", "EventName", "LineItems", "TD1", "TD2", "TD3", "TD4", "TD5")) {
            problems.addAll(InClear.problems(place + "." + free, item.path(free)));
        }
        problems.addAll(Doubtful.problems(place + ".ImpressionId", item.path("ImpressionId")));
    }

    private static ObjectNode line(JsonNode item, String error, int number) {
        ObjectNode line = StrictJson.object();
        for (String key : List.of("OrderId", "ImpressionId", "TDID", "TrackingTagId", "TimestampUtc")) {
            if (item.path(key).isString()) {
                line.put(key, item.path(key).stringValue());
            }
        }
        return line.put("ErrorCode", error)
                .put("Message", error + ", item #" + number)
                .put("ItemNumber", String.valueOf(number));
    }

    private void count(Call call, JsonNode item) {
        String name = item.path("EventName").asString("conversion");
        Conversion conversion = Conversion.of(call, "the-trade-desk", name, StrictJson.string(item.path("OrderId")))
                .worth(StrictJson.number(item.path("Value")), StrictJson.string(item.path("ValueCurrency")))
                .click(StrictJson.string(item.path("ImpressionId")));
        setup.ledger().add(null, Duration.ZERO, conversion);
    }
}
