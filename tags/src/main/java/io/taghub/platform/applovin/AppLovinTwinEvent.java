package io.taghub.platform.applovin;

import io.taghub.twin.Doubtful;
import io.taghub.twin.InClear;
import io.taghub.twin.Shape;
import io.taghub.twin.StrictJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads one event of a batch: what is required or of the wrong type makes it invalid, the rest is remarked. */
final class AppLovinTwinEvent {
    private static final Set<String> KEYS = Set.of(
            "name", "event_time", "event_source_url", "dedupe_id", "data", "user_data", "measurement_partner_data");
    private static final Set<String> NAMES = Set.of(
            "page_view",
            "view_item",
            "view_cart",
            "add_to_cart",
            "remove_from_cart",
            "begin_checkout",
            "add_payment_info",
            "purchase",
            "generate_lead",
            "login",
            "sign_up",
            "search",
            "subscribe",
            "app_open");
    private static final List<String> ONE_OF =
            List.of("aleid", "axwrt", "alart", "client_id", "user_id", "email", "phone");
    private static final Set<String> USER = Set.of(
            "client_ip_address",
            "client_user_agent",
            "esi",
            "aleid",
            "axwrt",
            "alart",
            "client_id",
            "user_id",
            "email",
            "phone",
            "country_code",
            "zip",
            "os",
            "sid",
            "ifa",
            "idfv");
    private static final Set<String> DATA = Set.of(
            "currency",
            "value",
            "transaction_id",
            "items",
            "shipping",
            "tax",
            "search_term",
            "method",
            "results",
            "payment_type");
    private static final Set<String> ITEM = Set.of(
            "item_id",
            "item_name",
            "item_category_id",
            "item_variant_id",
            "item_brand",
            "image_url",
            "affiliation",
            "price",
            "discount",
            "quantity");
    private static final Map<String, List<String>> REQUIRED = Map.of(
            "view_item", List.of("items"),
            "add_to_cart", List.of("items"),
            "begin_checkout", List.of("currency", "items", "value"),
            "purchase", List.of("currency", "items", "transaction_id", "value"));
    private static final long MILLIS = 100_000_000_000L;
    private static final Duration SKEW = Duration.ofMinutes(10);

    private final List<String> problems = new ArrayList<>();
    private final JsonNode event;
    private boolean valid = true;

    AppLovinTwinEvent(JsonNode event, Instant now) {
        this.event = event;
        String name = StrictJson.string(event.path("name"));
        if (name == null) {
            bad("name is missing");
        } else if (!NAMES.contains(name)) {
            problems.add("name is none of Axon's");
        }
        time(now);
        String url = StrictJson.string(event.path("event_source_url"));
        if (url == null || !Shape.isWebAddress(url)) {
            bad("event_source_url is no web address");
        }
        if (!StrictJson.absent(event.path("dedupe_id"))
                && !event.path("dedupe_id").isString()) {
            bad("dedupe_id is no text");
        }
        user();
        data("page_view".equals(name));
        unknown(event, KEYS, "");
        problems.addAll(InClear.problems("event_source_url", event.path("event_source_url")));
        problems.addAll(InClear.problems("data", event.path("data")));
        problems.addAll(Doubtful.others(problems, event, "dedupe_id", "user_data", "data"));
    }

    List<String> problems() {
        return problems;
    }

    boolean valid() {
        return valid;
    }

    private void bad(String problem) {
        problems.add(problem);
        valid = false;
    }

    private void time(Instant now) {
        JsonNode time = event.path("event_time");
        if (!time.isIntegralNumber()) {
            bad("event_time is no whole number");
        } else if (time.longValue() < MILLIS) {
            problems.add("event_time is not in milliseconds");
        } else if (Instant.ofEpochMilli(time.longValue()).isAfter(now.plus(SKEW))) {
            problems.add("event_time is in the future");
        }
    }

    private void user() {
        JsonNode user = event.path("user_data");
        String ip = StrictJson.string(user.path("client_ip_address"));
        if (ip == null || !Shape.isIp(ip)) {
            bad("user_data.client_ip_address is no IP address");
        }
        if (StrictJson.string(user.path("client_user_agent")) == null) {
            bad("user_data.client_user_agent is missing");
        }
        if (!Set.of("web", "app").contains(user.path("esi").asString(""))) {
            bad("user_data.esi must be web or app");
        }
        if (ONE_OF.stream().allMatch(key -> StrictJson.string(user.path(key)) == null)) {
            bad("user_data has none of " + String.join(", ", ONE_OF));
        }
        for (String hashed : List.of("email", "phone")) {
            String value = StrictJson.string(user.path(hashed));
            if (value != null && !Shape.isSha256(value)) {
                problems.add("user_data." + hashed + " is in clear");
            }
        }
        problems.addAll(InClear.problems("user_data.user_id", user.path("user_id")));
        String id = StrictJson.string(user.path("user_id"));
        if (id != null && id.length() < 6) {
            problems.add("user_data.user_id is shorter than six characters");
        }
        String country = StrictJson.string(user.path("country_code"));
        if (country != null && !Shape.isCountry(country)) {
            problems.add("user_data.country_code is no country");
        }
        String zip = StrictJson.string(user.path("zip"));
        if (zip != null && !zip.matches("\\d{5}")) {
            problems.add("user_data.zip is not of five digits");
        }
        String os = StrictJson.string(user.path("os"));
        if (os != null && !Set.of("ios", "android", "desktop_os").contains(os)) {
            problems.add("user_data.os must be ios, android or desktop_os");
        }
        for (String key : List.of("aleid", "alart", "axwrt")) {
            if (Shape.isUnfilled(user.path(key).asString("1"))) {
                problems.add("user_data." + key + " is a placeholder nobody filled in");
            }
        }
        unknown(user, USER, "user_data.");
    }

    private void data(boolean view) {
        JsonNode data = event.path("data");
        if (!event.has("data") || (data.isNull() && !view) || (!data.isNull() && !data.isObject())) {
            bad("data must be an object, or null of a page_view");
            return;
        }
        unknown(data, DATA, "data.");
        if (!StrictJson.absent(data.path("value")) && !data.path("value").isNumber()) {
            bad("data.value is no number");
        }
        String currency = StrictJson.string(data.path("currency"));
        if (!StrictJson.absent(data.path("currency")) && (currency == null || !Shape.isCurrency(currency))) {
            problems.add("data.currency is no ISO 4217 code");
        }
        String name = event.path("name").asString("");
        for (String required : REQUIRED.getOrDefault(name, List.of())) {
            JsonNode value = data.path(required);
            if (StrictJson.absent(value) || (required.equals("items") && (!value.isArray() || value.isEmpty()))) {
                bad("data." + required + " is required of a " + name);
            }
        }
        for (JsonNode item : data.path("items")) {
            unknown(item, ITEM, "data.items.");
            if (StrictJson.string(item.path("item_id")) == null) {
                problems.add("data.items.item_id is missing or no text");
            }
            for (String whole : List.of("item_category_id", "quantity")) {
                if (item.has(whole) && !item.path(whole).isIntegralNumber()) {
                    bad("data.items." + whole + " is no whole number");
                }
            }
            if (item.has("price") && !item.path("price").isNumber()) {
                bad("data.items.price is no number");
            }
        }
    }

    private void unknown(JsonNode object, Set<String> known, String place) {
        for (String key : object.propertyNames()) {
            if (!known.contains(key)) {
                problems.add(place + key + " is not a known key");
            }
        }
    }
}
