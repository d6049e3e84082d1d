package io.taghub.platform.snapchat;

import io.taghub.twin.Doubtful;
import io.taghub.twin.InClear;
import io.taghub.twin.Shape;
import io.taghub.twin.StrictJson;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads one event of a request as Snapchat does: what it refuses, and what it takes and can make less of. */
final class SnapchatTwinEvent {
    private static final Set<String> KEYS = Set.of(
            "event_name",
            "event_time",
            "event_id",
            "action_source",
            "event_source_url",
            "integration",
            "version",
            "opt_out",
            "user_data",
            "custom_data",
            "app_data",
            "data_processing_options",
            "data_processing_options_country",
            "data_processing_options_state");
    private static final Set<String> NAMES =
            Set.of(("PAGE_VIEW VIEW_CONTENT ADD_CART START_CHECKOUT ADD_BILLING PURCHASE SIGN_UP SEARCH ADD_TO_WISHLIST"
                            + " LIST_VIEW SUBSCRIBE START_TRIAL LOGIN SAVE SHARE INVITE RESERVE RATE ACHIEVEMENT_UNLOCKED"
                            + " LEVEL_COMPLETE COMPLETE_TUTORIAL SPENT_CREDITS AD_CLICK AD_VIEW APP_OPEN APP_INSTALL"
                            + " CUSTOM_EVENT_1 CUSTOM_EVENT_2 CUSTOM_EVENT_3 CUSTOM_EVENT_4 CUSTOM_EVENT_5")
                    .split(" "));
    private static final Set<String> SOURCES = Set.of("web", "website", "mobile_app", "app", "offline");
    private static final Set<String> APPS = Set.of("mobile_app", "app");
    private static final Set<String> HASHED =
            Set.of("em", "ph", "fn", "ln", "ge", "ct", "st", "zp", "country", "db", "external_id");
    private static final Set<String> CLEAR = Set.of(
            "client_ip_address",
            "client_user_agent",
            "sc_click_id",
            "sc_cookie1",
            "madid",
            "idfv",
            "lead_id",
            "subscription_id",
            "anon_id",
            "download_id",
            "partner_id");

    /** Of these fields the other type than the documented one. */
    private static final Map<String, Boolean> TEXT =
            Map.of("value", true, "order_id", true, "search_string", true, "num_items", false);

    private static final Duration MAX_AGE = Duration.ofDays(37);
    private static final Duration SKEW = Duration.ofMinutes(5);

    /** Above it a time is in milliseconds, which Snapchat's own tag sends. */
    private static final long MILLIS = 100_000_000_000L;

    private final JsonNode event;
    private final Instant now;
    private final List<String> problems = new ArrayList<>();
    private @Nullable String refusal;

    SnapchatTwinEvent(JsonNode event, Instant now) {
        this.event = event;
        this.now = now;
        if (event.isObject()) {
            check();
        } else {
            bad("event: must be an object");
        }
    }

    List<String> problems() {
        return problems;
    }

    /** Why Snapchat would not take it, or null. */
    @Nullable
    String refusal() {
        return refusal;
    }

    private void check() {
        String name = StrictJson.string(event.path("event_name"));
        if (name == null) {
            bad("event_name: is required");
        } else if (!NAMES.contains(name)) {
            problem("event_name is none of Snapchat's names");
        }
        String source = StrictJson.string(event.path("action_source"));
        String word = source == null ? "" : source.toLowerCase(Locale.ROOT);
        if (!SOURCES.contains(word)) {
            bad("action_source: must be WEB, MOBILE_APP or OFFLINE");
        }
        time();
        if (StrictJson.text(event.path("event_id")) == null) {
            problem("event_id is missing: no copy of this event can be recognised");
        } else if (!event.path("event_id").isString()) {
            problem("event_id is no text");
        }
        String url = StrictJson.string(event.path("event_source_url"));
        if (url == null ? word.startsWith("web") : !Shape.isWebAddress(url)) {
            problem("event_source_url is " + (url == null ? "missing" : "no web address"));
        }
        user(APPS.contains(word));
        custom("PURCHASE".equals(name));
        if (APPS.contains(word)) {
            app();
        } else if (event.has("app_data")) {
            problem("app_data is for app events only");
        }
        JsonNode options = event.path("data_processing_options");
        if (!StrictJson.absent(options)
                && (!options.isArray()
                        || options.valueStream().anyMatch(option -> !"LDU".equals(option.asString(""))))) {
            problem("data_processing_options knows [\"LDU\"] only; anything else limits nothing");
        }
        if (!StrictJson.absent(event.path("opt_out")) && !event.path("opt_out").isBoolean()) {
            problem("opt_out is neither true nor false");
        }
        for (String key : event.propertyNames()) {
            if (!KEYS.contains(key)) {
                problem(key + " is not a known key");
            }
        }
        for (String free : List.of("custom_data", "event_source_url")) {
            InClear.problems(free, event.path(free)).forEach(this::problem);
        }
        Doubtful.others(problems, event, "event_id", "user_data", "custom_data").forEach(this::problem);
    }

    private void time() {
        JsonNode time = event.path("event_time");
        BigDecimal number = StrictJson.number(time);
        if (number == null || number.signum() <= 0) {
            bad(StrictJson.absent(time) ? "event_time: is required" : "event_time: timestamp is invalid");
            return;
        }
        if (!time.isIntegralNumber()) {
            problem("event_time is not a whole number");
        }
        long value = number.longValue();
        Instant at = value > MILLIS ? Instant.ofEpochMilli(value) : Instant.ofEpochSecond(value);
        if (at.isBefore(now.minus(MAX_AGE)) || at.isAfter(now.plus(SKEW))) {
            bad("event_time: timestamp out of range");
        }
    }

    private void user(boolean app) {
        JsonNode user = event.path("user_data");
        if (!user.isObject()) {
            bad("user_data: is required");
            return;
        }
        for (var field : user.properties()) {
            String key = field.getKey();
            JsonNode said = field.getValue();
            if (HASHED.contains(key)) {
                List<JsonNode> values = said.isArray() ? said.valueStream().toList() : List.of(said);
                if (values.isEmpty() || !values.stream().allMatch(each -> Shape.isSha256(each.asString("")))) {
                    bad("user_data: " + key + " must be a SHA-256 hash in lower-case hex");
                }
            } else if (!CLEAR.contains(key)) {
                problem("user_data." + key + " is not a known key");
            } else {
                clear(key, StrictJson.string(said));
            }
        }
        for (String device : List.of("madid", "idfv")) {
            if (user.has(device) && !app) {
                problem("user_data." + device + " is for app events only");
            }
        }
        boolean known = List.of("em", "ph", "madid").stream().anyMatch(user::has)
                || (user.has("client_ip_address") && user.has("client_user_agent"));
        if (!known) {
            bad("user_data: no usable identifier");
        }
    }

    private void clear(String key, @Nullable String value) {
        if (value == null) {
            problem("user_data." + key + " is empty or no text");
        } else if (Shape.isUnfilled(value)) {
            problem("user_data." + key + " is a placeholder nobody filled in");
        } else if (Shape.isSha256(value)) {
            problem("user_data." + key + " must not be hashed");
        } else if (key.equals("client_ip_address") && !Shape.isIp(value)) {
            bad("user_data: client_ip_address is not an IP address");
        } else if (key.equals("madid") && !(Shape.isDeviceId(value) && value.equals(value.toLowerCase(Locale.ROOT)))) {
            problem("user_data.madid is no advertising id in lower case");
        }
    }

    private void custom(boolean purchase) {
        JsonNode custom = event.path("custom_data");
        if (!StrictJson.absent(custom) && !custom.isObject()) {
            bad("custom_data: must be an object");
            return;
        }
        JsonNode value = custom.path("value");
        String currency = StrictJson.string(custom.path("currency"));
        BigDecimal amount = StrictJson.number(value);
        if (purchase && (amount == null || currency == null)) {
            bad("custom_data: PURCHASE requires " + (amount == null ? "value" : "currency"));
        } else if (!StrictJson.absent(value) && amount == null) {
            bad("custom_data: value must be a number");
        }
        if (amount != null && amount.signum() < 0) {
            problem("custom_data.value is less than nothing");
        }
        if (!StrictJson.absent(custom.path("currency")) && (currency == null || !Shape.isCurrency(currency))) {
            problem("custom_data.currency is no code of ISO 4217");
        }
        TEXT.forEach((key, text) -> {
            JsonNode said = custom.path(key);
            if (!StrictJson.absent(said) && said.isString() != text) {
                problem("custom_data." + key + " is " + (text ? "no text" : "no number"));
            }
        });
        if (!StrictJson.absent(custom.path("content_ids"))
                && !custom.path("content_ids").isArray()) {
            problem("custom_data.content_ids must be a list");
        }
        for (JsonNode content : custom.path("contents")) {
            if (StrictJson.string(content.path("id")) == null) {
                problem("custom_data.contents holds an item without id");
            }
            for (String key : List.of("quantity", "item_price")) {
                JsonNode said = content.path(key);
                if (!StrictJson.absent(said) && (!said.isString() || StrictJson.number(said) == null)) {
                    problem("custom_data.contents holds a " + key + " that is no number written as text");
                }
            }
        }
    }

    private void app() {
        JsonNode app = event.path("app_data");
        JsonNode info = app.path("extinfo");
        if (!info.isArray() || info.size() != 16 || !info.valueStream().allMatch(JsonNode::isString)) {
            problem("app_data.extinfo must be a list of 16 texts");
        } else if (!Set.of("i2", "a2").contains(info.get(0).stringValue())) {
            problem("app_data.extinfo begins with neither i2 nor a2");
        }
        if (StrictJson.absent(app.path("advertiser_tracking_enabled"))) {
            problem("app_data.advertiser_tracking_enabled is missing");
        }
    }

    private void bad(String message) {
        problem(message);
        if (refusal == null) {
            refusal = message;
        }
    }

    private void problem(String text) {
        problems.add(text);
    }
}
