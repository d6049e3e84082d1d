package io.taghub.platform.tiktok;

import io.taghub.twin.Doubtful;
import io.taghub.twin.InClear;
import io.taghub.twin.Shape;
import io.taghub.twin.StrictJson;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads one event of a TikTok batch; the first refusal carries the path that TikTok's message would carry. */
final class TikTokTwinEvent {
    private static final Set<String> KEYS = Set.of(
            "event", "event_time", "event_id", "user", "properties", "page", "app", "ad", "lead", "limited_data_use");
    private static final Set<String> USER = Set.of(
            "email",
            "phone",
            "external_id",
            "first_name",
            "last_name",
            "city",
            "state",
            "country",
            "zip_code",
            "ttclid",
            "ttp",
            "ip",
            "user_agent",
            "locale",
            "idfa",
            "idfv",
            "gaid",
            "att_status");
    private static final Set<String> HASHED = Set.of("email", "phone", "first_name", "last_name", "zip_code");
    private static final Set<String> NEVER_HASHED =
            Set.of("city", "state", "country", "ip", "user_agent", "ttclid", "ttp", "locale");
    private static final Set<String> LISTS = Set.of("email", "phone", "external_id");
    private static final Set<String> MATCH_KEYS =
            Set.of("email", "phone", "external_id", "ttclid", "ttp", "ip", "idfa", "idfv", "gaid");
    private static final Set<String> ATT =
            Set.of("AUTHORIZED", "DENIED", "NOT_DETERMINED", "RESTRICTED", "NOT_APPLICABLE");
    private static final Set<String> AD = Set.of(
            "callback",
            "campaign_id",
            "ad_id",
            "creative_id",
            "is_retargeting",
            "attributed",
            "attribution_type",
            "attribution_provider");
    private static final Map<String, String> RENAMED = Map.of("CompletePayment", "Purchase", "SubmitForm", "Lead");
    private static final Duration SKEW = Duration.ofMinutes(1);
    private static final Duration MAX_AGE = Duration.ofDays(7);

    private final JsonNode event;
    private final int index;
    private final Instant now;
    private final List<String> problems = new ArrayList<>();
    private @Nullable String refusal;

    TikTokTwinEvent(JsonNode event, int index, String source, Instant now) {
        this.event = event;
        this.index = index;
        this.now = now;
        if (event.isObject()) {
            check(source);
        } else {
            bad("", "Invalid input type.");
        }
    }

    List<String> problems() {
        return problems;
    }

    @Nullable
    String refusal() {
        return refusal;
    }

    private void check(String source) {
        String name = StrictJson.string(event.path("event"));
        if (name == null) {
            bad("event", "Missing data for required field.");
        } else if (RENAMED.containsKey(name)) {
            problem("event is the old name; it is called " + RENAMED.get(name) + " now");
        }
        time(source);
        if (StrictJson.absent(event.path("event_id"))) {
            problem("event_id is missing: no copy of this event can be recognised");
        } else if (!event.path("event_id").isString()) {
            bad("event_id", "Not a valid string");
        }
        user();
        properties();
        String url = StrictJson.string(event.path("page").path("url"));
        if (source.equals("web") && (url == null || !Shape.isWebAddress(url))) {
            bad("page.url", url == null ? "Missing data for required field." : "Not a valid URL.");
        }
        if (!StrictJson.absent(event.path("limited_data_use"))
                && !event.path("limited_data_use").isBoolean()) {
            bad("limited_data_use", "Not a valid boolean.");
        } else if (!StrictJson.absent(event.path("limited_data_use"))
                && !Set.of("web", "app").contains(source)) {
            problem("limited_data_use is for web and app events");
        }
        if (source.equals("crm") && StrictJson.string(event.path("lead").path("lead_id")) == null) {
            problem("a CRM event without lead.lead_id belongs to no lead of TikTok's");
        }
        app(source);
        InClear.problems("properties", event.path("properties")).forEach(this::problem);
        InClear.problems("page", event.path("page")).forEach(this::problem);
        Doubtful.others(problems, event, "event_id", "user", "properties").forEach(this::problem);
        for (JsonNode content : event.path("properties").path("contents")) {
            if (StrictJson.text(content.path("content_id")) == null) {
                problem("properties.contents holds an item without content_id");
            }
        }
        for (String key : event.propertyNames()) {
            if (!KEYS.contains(key)) {
                problem(key.equals("context") ? "context belongs to Events API 1.0" : key + " is not a known key");
            }
        }
    }

    private void app(String source) {
        for (String key : List.of("app", "ad")) {
            if (event.has(key) && !source.equals("app")) {
                problem(key + " is for app events only");
            } else if (event.has(key) && !event.path(key).isObject()) {
                bad(key, "Invalid input type.");
            }
        }
        for (String key : event.path("ad").propertyNames()) {
            if (!AD.contains(key)) {
                problem("ad." + key + " is not a known key");
            }
        }
        if (source.equals("app") && StrictJson.string(event.path("app").path("app_id")) == null) {
            problem("app.app_id is missing");
        }
        for (String key : List.of("idfa", "gaid", "idfv", "att_status")) {
            if (event.path("user").has(key) && !source.equals("app")) {
                problem("user." + key + " is for app events only");
            }
        }
    }

    private void time(String source) {
        JsonNode time = event.path("event_time");
        if (!time.isIntegralNumber()) {
            bad("event_time", StrictJson.absent(time) ? "Missing data for required field." : "Not a valid integer.");
            return;
        }
        BigDecimal seconds = time.decimalValue();
        if (seconds.compareTo(BigDecimal.valueOf(100_000_000_000L)) > 0 || seconds.signum() <= 0) {
            bad("event_time", "Invalid timestamp; it must be in seconds.");
            return;
        }
        Instant at = Instant.ofEpochSecond(seconds.longValue());
        if (at.isAfter(now.plus(SKEW))) {
            bad("event_time", "Invalid timestamp; it is in the future.");
        } else if (source.equals("web") && at.isBefore(now.minus(MAX_AGE))) {
            problem("event_time is older than 7 days; TikTok documents no limit, do not count on it");
        }
    }

    private void user() {
        JsonNode user = event.path("user");
        if (!user.isObject()) {
            bad("user", "Missing data for required field.");
            return;
        }
        boolean matchable = false;
        for (var field : user.properties()) {
            String key = field.getKey();
            matchable |= MATCH_KEYS.contains(key);
            if (!USER.contains(key)) {
                problem("user." + key + " is not a known key");
                continue;
            }
            boolean list = LISTS.contains(key) && field.getValue().isArray();
            for (JsonNode value : list ? field.getValue() : StrictJson.array().add(field.getValue())) {
                identifier(key, value);
            }
        }
        if (!matchable) {
            problem("user holds nothing TikTok can match a person by");
        }
    }

    private void identifier(String key, JsonNode value) {
        String text = StrictJson.string(value);
        if (text == null) {
            bad("user." + key, "Not a valid string");
        } else if (Shape.isUnfilled(text)) {
            problem("user." + key + " is a placeholder nobody filled in");
        } else if (HASHED.contains(key) && !Shape.isSha256(text)) {
            bad("user." + key, "Not a valid SHA256 hash.");
        } else if (key.equals("external_id") && !Shape.isSha256(text)) {
            problem("user.external_id is not hashed");
        } else if (NEVER_HASHED.contains(key) && Shape.isSha256(text)) {
            problem("user." + key + " must not be hashed");
        } else if (key.equals("ip") && !Shape.isIp(text)) {
            bad("user.ip", "Not a valid IP address.");
        } else if (key.equals("att_status") && !ATT.contains(text)) {
            bad("user.att_status", "Must be one of: " + String.join(", ", new TreeSet<>(ATT)) + ".");
        } else if (Set.of("idfa", "gaid").contains(key) && !Shape.isSha256(text)) {
            problem("user." + key + " is not hashed");
        }
    }

    private void properties() {
        JsonNode properties = event.path("properties");
        if (!StrictJson.absent(properties) && !properties.isObject()) {
            bad("properties", "Invalid input type.");
            return;
        }
        if (!StrictJson.absent(properties.path("value")) && StrictJson.number(properties.path("value")) == null) {
            bad("properties.value", "Not a valid number.");
        }
        String currency = StrictJson.string(properties.path("currency"));
        if (!StrictJson.absent(properties.path("currency")) && (currency == null || !Shape.isCurrency(currency))) {
            bad("properties.currency", "Not a valid currency.");
        }
        if ("Purchase".equals(StrictJson.string(event.path("event")))
                && (currency == null || StrictJson.absent(properties.path("value")))) {
            problem("a Purchase without value and currency cannot be optimised for");
        }
        for (String number : List.of("num_items", "predicted_ltv")) {
            if (properties.path(number).isString()) {
                problem("properties." + number + " is text, not a number");
            }
        }
        for (JsonNode id : properties.path("content_ids")) {
            if (!id.isString()) {
                bad("properties.content_ids", "Not a valid string");
            }
        }
        int place = 0;
        for (JsonNode content : properties.path("contents")) {
            String path = "properties.contents." + place++ + ".";
            if (!StrictJson.absent(content.path("content_id"))
                    && !content.path("content_id").isString()) {
                bad(path + "content_id", "Not a valid string");
            }
            if (!StrictJson.absent(content.path("quantity"))
                    && !content.path("quantity").isIntegralNumber()) {
                bad(path + "quantity", "Not a valid integer.");
            }
            if (!StrictJson.absent(content.path("price")) && StrictJson.number(content.path("price")) == null) {
                bad(path + "price", "Not a valid number.");
            }
        }
    }

    private void bad(String path, String says) {
        String message = "Batch." + index + (path.isEmpty() ? "" : "." + path) + ": " + says;
        problems.add(message);
        if (refusal == null) {
            refusal = message;
        }
    }

    private void problem(String text) {
        problems.add("data[" + index + "]." + text);
    }
}
