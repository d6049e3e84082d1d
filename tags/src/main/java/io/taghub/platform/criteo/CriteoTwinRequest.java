package io.taghub.platform.criteo;

import io.taghub.twin.Doubtful;
import io.taghub.twin.InClear;
import io.taghub.twin.Shape;
import io.taghub.twin.StrictJson;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads one request: whose events they are, who it was, and what Criteo can make nothing of. */
final class CriteoTwinRequest {
    private static final Set<String> KEYS = Set.of(
            "version",
            "account",
            "site_type",
            "id",
            "ip",
            "full_url",
            "previous_url",
            "user_agent",
            "useragent",
            "retailer_visitor_id",
            "country",
            "language",
            "alternate_ids",
            "events");
    private static final Set<String> ID = Set.of("mapping_key", "mapped_user_id", "email", "idfa", "gaid");
    private static final Map<String, Pattern> HASHES = Map.of(
            "md5", Pattern.compile("[0-9a-f]{32}"),
            "sha256", Pattern.compile("[0-9a-f]{64}"),
            "sha256_md5", Pattern.compile("[0-9a-f]{64}"));
    private static final Set<String> EVENT = Set.of(
            "event", "timestamp", "id", "item", "currency", "dd", "deduplication_page_view_id", "keywords", "category");
    private static final Set<String> NAMES = Set.of(
            "viewHome",
            "viewPage",
            "login",
            "viewList",
            "viewItem",
            "viewSearch",
            "addToCart",
            "viewBasket",
            "beginCheckout",
            "addPaymentInfo",
            "trackTransaction");
    private static final Set<String> OF_BASKETS =
            Set.of("addToCart", "viewBasket", "beginCheckout", "trackTransaction");
    private static final Duration MAX_AGE = Duration.ofMinutes(15);

    private final List<String> problems = new ArrayList<>();
    private final JsonNode body;
    private final Instant now;
    private final boolean known;

    CriteoTwinRequest(JsonNode body, Instant now, String badWord) {
        this.body = body;
        this.now = now;
        String account = StrictJson.string(body.path("account"));
        known = account != null && account.matches("\\d+") && !account.contains(badWord);
        if (!known) {
            problems.add("account is no number of an account, as a text");
        }
        if (StrictJson.string(body.path("version")) == null) {
            problems.add("version is missing");
        }
        unknown(body, KEYS, "");
        user();
        page();
        if (!body.path("events").isArray() || body.path("events").isEmpty()) {
            problems.add("events is no list of events");
        }
        for (int i = 0; i < body.path("events").size(); i++) {
            event(body.path("events").get(i), "events[" + i + "].");
        }
        for (String free : List.of("full_url", "previous_url", "retailer_visitor_id", "events")) {
            problems.addAll(InClear.problems(free, body.path(free)));
        }
        problems.addAll(Doubtful.others(problems, body, "id", "ip", "events"));
    }

    List<String> problems() {
        return problems;
    }

    /** Whether there is one of the ids by which Criteo recognises somebody. */
    boolean identified() {
        JsonNode id = body.path("id");
        boolean mapped = said(id, "mapping_key") && said(id, "mapped_user_id");
        boolean email = id.path("email").isObject()
                && id.path("email").propertyStream().anyMatch(field -> StrictJson.string(field.getValue()) != null);
        return mapped || email || said(id, "idfa") || said(id, "gaid");
    }

    /** Why this event does not count, null where it does. */
    @Nullable
    String uncounted(JsonNode event) {
        String name = event.path("event").asString("");
        if (!known) {
            return "no such account";
        }
        if (!NAMES.contains(name)) {
            return "no such event";
        }
        Instant time = time(event);
        if (time != null && time.plus(MAX_AGE).isBefore(now)) {
            return "older than 15 minutes";
        }
        boolean whole = StrictJson.string(event.path("id")) != null
                && !event.path("item").isEmpty();
        return name.equals("trackTransaction") && !whole ? "a transaction without id or items" : null;
    }

    private static boolean said(JsonNode object, String key) {
        return StrictJson.string(object.path(key)) != null;
    }

    private void user() {
        JsonNode id = body.path("id");
        unknown(id, ID, "id.");
        if (said(id, "mapped_user_id") != said(id, "mapping_key")) {
            problems.add("id.mapping_key and id.mapped_user_id go together");
        }
        for (Map.Entry<String, JsonNode> field : id.path("email").properties()) {
            Pattern form = HASHES.get(field.getKey());
            if (form == null) {
                problems.add("id.email." + field.getKey() + " is in clear or not known");
            } else if (!form.matcher(field.getValue().asString("")).matches()) {
                problems.add("id.email." + field.getKey() + " is no such hash in lower case");
            }
        }
        for (String device : List.of("idfa", "gaid")) {
            if (said(id, device) && !Shape.isDeviceId(id.path(device).asString(""))) {
                problems.add("id." + device + " is no advertising id");
            }
        }
    }

    private void page() {
        if (body.has("site_type")
                && !Set.of("d", "m", "t").contains(body.path("site_type").asString(""))) {
            problems.add("site_type must be d, m or t");
        }
        if (body.has("ip") && !Shape.isIp(body.path("ip").asString(""))) {
            problems.add("ip is no IP address");
        }
        if (body.has("country") && !Shape.isCountry(body.path("country").asString(""))) {
            problems.add("country is no ISO 3166-1 code");
        }
        if (body.has("language") && !body.path("language").asString("").matches("[a-z]{2}")) {
            problems.add("language is not of two letters");
        }
        for (String url : List.of("full_url", "previous_url")) {
            if (body.has(url) && !Shape.isWebAddress(body.path(url).asString(""))) {
                problems.add(url + " is no web address");
            }
        }
    }

    private void event(JsonNode event, String place) {
        String name = event.path("event").asString("");
        if (!NAMES.contains(name)) {
            problems.add(place + "event is none of Criteo's");
        }
        unknown(event, EVENT, place);
        Instant time = time(event);
        if (event.has("timestamp") && time == null) {
            problems.add(place + "timestamp is no time in ISO 8601");
        } else if (time != null && time.plus(MAX_AGE).isBefore(now)) {
            problems.add(place + "timestamp is older than 15 minutes");
        }
        JsonNode item = event.path("item");
        boolean items = OF_BASKETS.contains(name) || name.equals("viewItem") || name.equals("viewList");
        if (items && (StrictJson.absent(item) || (item.isArray() && item.isEmpty()))) {
            problems.add(place + "item is missing");
        }
        if (name.equals("trackTransaction") && StrictJson.string(event.path("id")) == null) {
            problems.add(place + "id of the transaction is missing");
        }
        String currency = StrictJson.string(event.path("currency"));
        if (event.has("currency") && (currency == null || !Shape.isCurrency(currency))) {
            problems.add(place + "currency is no ISO 4217 code");
        }
        for (JsonNode each : OF_BASKETS.contains(name) ? item : StrictJson.array()) {
            if (StrictJson.string(each.path("id")) == null) {
                problems.add(place + "item.id is missing or no text");
            }
            if (name.equals("trackTransaction") && !each.path("price").isNumber()) {
                problems.add(place + "item.price is no number");
            }
            if (each.has("quantity") && !each.path("quantity").isIntegralNumber()) {
                problems.add(place + "item.quantity is no whole number");
            }
        }
    }

    private static @Nullable Instant time(JsonNode event) {
        try {
            return Instant.parse(event.path("timestamp").asString(""));
        } catch (DateTimeParseException notATime) {
            return null;
        }
    }

    private void unknown(JsonNode object, Set<String> keys, String place) {
        for (String key : object.propertyNames()) {
            if (!keys.contains(key)) {
                problems.add(place + key + " is not a known key");
            }
        }
    }
}
