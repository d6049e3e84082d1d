package io.taghub.platform.openaiads;

import io.taghub.twin.Doubtful;
import io.taghub.twin.InClear;
import io.taghub.twin.Shape;
import io.taghub.twin.StrictJson;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads one event of a request as OpenAI does: what it refuses, and what it takes and can make less of. */
final class OpenAiTwinEvent {
    private static final Map<String, String> SHAPES = Map.ofEntries(
            Map.entry("app_installed", "customer_action"),
            Map.entry("app_opened", "customer_action"),
            Map.entry("appointment_scheduled", "customer_action"),
            Map.entry("checkout_started", "contents"),
            Map.entry("contents_viewed", "contents"),
            Map.entry("custom", "custom"),
            Map.entry("items_added", "contents"),
            Map.entry("lead_created", "customer_action"),
            Map.entry("order_created", "contents"),
            Map.entry("page_viewed", "contents"),
            Map.entry("registration_completed", "customer_action"),
            Map.entry("subscription_created", "plan_enrollment"),
            Map.entry("trial_started", "plan_enrollment"));
    private static final Set<String> SOURCES =
            Set.of("web", "mobile_app", "offline", "physical_store", "phone_call", "email", "other");
    private static final Set<String> KEYS = Set.of(
            "id",
            "type",
            "timestamp_ms",
            "custom_event_name",
            "oppref",
            "source_url",
            "action_source",
            "opt_out",
            "user",
            "data");
    private static final Set<String> HASHES = Set.of("email_sha256", "external_id_sha256");
    private static final Set<String> CLEAR = Set.of("obref", "country", "city", "zip_code", "ip_address", "user_agent");

    /** How others write them today; the page that is known has none of these. */
    private static final Set<String> HASH_LISTS = Set.of(
            "emails_sha256", "phone_numbers_sha256", "external_ids_sha256", "first_names_sha256", "last_names_sha256");

    private static final Set<String> CLEAR_LISTS = Set.of("countries", "regions", "cities", "postal_codes");
    private static final Set<String> DATA = Set.of("type", "amount", "currency", "contents", "plan_id");
    private static final Set<String> CONTENT = Set.of("id", "name", "content_type", "quantity", "amount", "currency");

    private static final Duration MAX_AGE = Duration.ofDays(7);
    private static final Duration SKEW = Duration.ofMinutes(10);

    private final JsonNode event;
    private final Instant now;
    private final List<String> problems = new ArrayList<>();
    private @Nullable String refusal;

    OpenAiTwinEvent(JsonNode event, Instant now) {
        this.event = event;
        this.now = now;
        if (event.isObject()) {
            check();
        } else {
            bad("an event must be an object");
        }
    }

    /** 49.99 of 4999. */
    static @Nullable BigDecimal major(JsonNode amount, @Nullable String currency) {
        boolean known = currency != null && Shape.isCurrency(currency);
        return !amount.isIntegralNumber()
                ? null
                : amount.decimalValue()
                        .movePointLeft(known ? Currency.getInstance(currency).getDefaultFractionDigits() : 2);
    }

    List<String> problems() {
        return problems;
    }

    /** Why OpenAI would not take it, or null. */
    @Nullable
    String refusal() {
        return refusal;
    }

    private void check() {
        for (String required : List.of("id", "type", "timestamp_ms", "action_source", "data")) {
            if (StrictJson.absent(event.path(required))) {
                bad("Missing required field: " + required);
            }
        }
        if (event.has("id") && StrictJson.string(event.path("id")) == null) {
            bad("id must be a text");
        }
        String type = event.path("type").asString("");
        if (event.has("type") && !SHAPES.containsKey(type)) {
            bad("type is not supported");
        }
        String custom = event.path("custom_event_name").asString("");
        if (type.equals("custom") ? !custom.matches("[a-z0-9_-]{1,64}") : !custom.isEmpty()) {
            bad("custom_event_name is required of custom events, and of these alone: 1 to 64 of a-z, 0-9, _ and -");
        }
        String source = event.path("action_source").asString("");
        if (event.has("action_source") && !SOURCES.contains(source)) {
            bad("action_source is not supported");
        }
        if (type.startsWith("app_") && !source.equals("mobile_app")) {
            bad("action_source must be mobile_app for " + type);
        }
        time();
        String url = StrictJson.string(event.path("source_url"));
        if (url == null ? source.equals("web") : !Shape.isWebAddress(url)) {
            bad("source_url must be a web address where action_source is web");
        } else if (url != null && (url.contains("?") || url.contains("#"))) {
            problem("source_url carries a query or a fragment, and OpenAI asks for the page alone");
        }
        if (event.has("opt_out") && !event.path("opt_out").isBoolean()) {
            bad("opt_out must be a boolean");
        }
        user();
        data(SHAPES.getOrDefault(type, ""));
        unknown("", event, KEYS);
        for (String free : List.of("data", "source_url")) {
            InClear.problems(free, event.path(free)).forEach(this::problem);
        }
        Doubtful.others(problems, event, "id", "oppref", "user", "data").forEach(this::problem);
    }

    private void time() {
        JsonNode time = event.path("timestamp_ms");
        if (StrictJson.absent(time)) {
            return;
        }
        if (!time.isIntegralNumber()) {
            bad("timestamp_ms must be an integer");
            return;
        }
        Instant at = Instant.ofEpochMilli(time.longValue());
        if (at.isBefore(now.minus(MAX_AGE)) || at.isAfter(now.plus(SKEW))) {
            bad("timestamp_ms must be within the last 7 days and at most 10 minutes ahead");
        }
    }

    private void user() {
        JsonNode user = event.path("user");
        if (!StrictJson.absent(user) && !user.isObject()) {
            bad("user must be an object");
            return;
        }
        for (var field : user.properties()) {
            String key = field.getKey();
            JsonNode said = field.getValue();
            boolean list = HASH_LISTS.contains(key) || CLEAR_LISTS.contains(key);
            if (list && (!said.isArray() || said.isEmpty())) {
                bad("user." + key + " must be a list");
            } else if (HASHES.contains(key) || HASH_LISTS.contains(key)) {
                Stream<JsonNode> hashes = list ? said.valueStream() : Stream.of(said);
                if (!hashes.allMatch(each -> Shape.isSha256(each.asString("")))) {
                    bad("user." + key + " must be SHA-256 in lower-case hex");
                }
            } else if (key.equals("android_advertising_id") || list) {
                continue;
            } else if (!CLEAR.contains(key)) {
                problem("user." + key + " is not a known field");
            } else {
                clear(key, StrictJson.string(said));
            }
        }
        boolean known = event.has("oppref")
                || user.has("obref")
                || HASHES.stream().anyMatch(user::has)
                || HASH_LISTS.stream().anyMatch(user::has);
        if (!known) {
            problem("nothing but address and browser says who it was: it cannot be attributed");
        }
    }

    private void clear(String key, @Nullable String value) {
        if (value == null) {
            bad("user." + key + " must be a text");
        } else if (Shape.isUnfilled(value)) {
            problem("user." + key + " is a placeholder nobody filled in");
        } else if (Shape.isSha256(value)) {
            problem("user." + key + " must not be hashed");
        } else if (key.equals("ip_address") && !Shape.isIp(value)) {
            bad("user.ip_address is not an IP address");
        } else if (key.equals("country") && !Shape.isCountry(value)) {
            problem("user.country is no code of ISO 3166-1");
        }
    }

    private void data(String shape) {
        JsonNode data = event.path("data");
        if (!data.isObject()) {
            return;
        }
        if (!data.path("type").asString("").equals(shape)) {
            bad("data.type must be " + shape + " for this type");
        }
        amount("data.", data);
        unknown("data.", data, DATA);
        JsonNode contents = data.path("contents");
        if (!StrictJson.absent(contents)) {
            if (!contents.isArray() || shape.equals("customer_action")) {
                bad("data.contents is a list, and not of a customer_action");
            }
            for (JsonNode content : contents) {
                amount("data.contents.", content);
                unknown("data.contents.", content, CONTENT);
                if (content.has("quantity") && !content.path("quantity").isIntegralNumber()) {
                    bad("data.contents.quantity must be an integer");
                }
            }
        }
        if (data.has("plan_id") && !Set.of("plan_enrollment", "custom").contains(shape)) {
            bad("data.plan_id is for plans");
        }
    }

    private void amount(String where, JsonNode of) {
        JsonNode amount = of.path("amount");
        String currency = StrictJson.string(of.path("currency"));
        if (!StrictJson.absent(amount) && !amount.isIntegralNumber()) {
            bad(where + "amount must be an integer of the currency's smallest unit");
        } else if (!StrictJson.absent(amount) && currency == null) {
            bad(where + "currency is required with an amount");
        }
        if (currency != null && !Shape.isCurrencyCode(currency)) {
            bad(where + "currency must be a code of ISO 4217");
        }
    }

    private void unknown(String where, JsonNode object, Set<String> known) {
        for (String key : object.propertyNames()) {
            if (!known.contains(key)) {
                problem(where + key + " is not a known field");
            }
        }
    }

    private void bad(String message) {
        problem(message);
        if (refusal == null) {
            refusal = message;
        }
    }

    private void problem(String text) {
        if (!problems.contains(text)) {
            problems.add(text);
        }
    }
}
