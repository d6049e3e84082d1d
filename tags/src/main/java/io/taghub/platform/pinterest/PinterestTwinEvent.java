package io.taghub.platform.pinterest;

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
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads one event of a request as Pinterest does: what it refuses, and what it takes and can make less of. */
final class PinterestTwinEvent {
    private static final Set<String> NAMES =
            Set.of(("add_payment_info add_to_cart add_to_wishlist app_install app_open checkout contact custom"
                            + " customize_product find_location initiate_checkout lead page_visit schedule search signup"
                            + " start_trial submit_application subscribe view_category view_content watch_video")
                    .split(" "));
    private static final Set<String> SOURCES = Set.of("web", "offline", "app_ios", "app_android");

    private enum Kind {
        TEXT,
        AMOUNT,
        WHOLE,
        FLAG,
        LIST,
        HASHES,
        OBJECT
    }

    private static final Map<String, Kind> EVENT = kinds("""
            TEXT event_name action_source event_id event_source_url partner_name app_id app_name app_version device_brand
            TEXT device_carrier device_model device_type os_version language
            WHOLE event_time
            FLAG opt_out wifi
            OBJECT user_data custom_data app_info device_info
            """);
    private static final Map<String, Kind> USER = kinds("""
            HASHES em ph ge db ln fn ct st zp country external_id hashed_maids
            TEXT client_ip_address client_user_agent click_id partner_id
            """);
    private static final Map<String, Kind> CUSTOM = kinds("""
            TEXT currency order_id search_string opt_out_type np content_name content_category content_brand
            AMOUNT value predicted_ltv
            WHOLE num_items
            LIST content_ids contents
            """);
    private static final Map<String, Kind> CONTENT = kinds("""
            TEXT id item_name item_category item_brand item_brand_id
            AMOUNT item_price
            WHOLE quantity
            """);

    /** From memory; the vendor says nowhere what is too old. */
    private static final Duration OLD = Duration.ofDays(7);

    private static final Duration SKEW = Duration.ofMinutes(5);

    private final JsonNode event;
    private final Instant now;
    private final List<String> problems = new ArrayList<>();
    private @Nullable String refusal;

    PinterestTwinEvent(JsonNode event, Instant now) {
        this.event = event;
        this.now = now;
        if (event.isObject()) {
            check();
        } else {
            bad("an event must be an object");
        }
    }

    private static Map<String, Kind> kinds(String table) {
        Map<String, Kind> kinds = new java.util.HashMap<>();
        table.lines().map(line -> line.strip().split(" ")).forEach(words -> {
            for (int i = 1; i < words.length; i++) {
                kinds.put(words[i], Kind.valueOf(words[0]));
            }
        });
        return Map.copyOf(kinds);
    }

    List<String> problems() {
        return problems;
    }

    /** Why Pinterest would not take it, or null. */
    @Nullable
    String refusal() {
        return refusal;
    }

    private void check() {
        types("", event, EVENT);
        for (String required : List.of("event_name", "action_source", "event_time", "event_id", "user_data")) {
            if (StrictJson.absent(event.path(required))) {
                bad("missing " + required);
            }
        }
        if (event.has("event_name") && !NAMES.contains(event.path("event_name").asString(""))) {
            bad("'event_name' is none of Pinterest's names");
        }
        if (event.has("action_source")
                && !SOURCES.contains(event.path("action_source").asString(""))) {
            bad("'action_source' must be one of app_android, app_ios, web, offline");
        }
        time();
        user(event.path("user_data"));
        custom(event.path("custom_data"));
        String url = StrictJson.string(event.path("event_source_url"));
        if (url != null && !Shape.isWebAddress(url)) {
            problem("event_source_url is no web address");
        }
        String language = StrictJson.string(event.path("language"));
        if (language != null && !language.matches("[a-z]{2}")) {
            problem("language is not two letters of ISO 639-1");
        }
        String partner = StrictJson.string(event.path("partner_name"));
        if (partner != null && !partner.matches("ss-[a-z0-9_-]+")) {
            problem("partner_name is not ss- and a name in lower case");
        }
        for (String free : List.of("custom_data", "event_source_url")) {
            InClear.problems(free, event.path(free)).forEach(this::problem);
        }
        Doubtful.others(problems, event, "event_id", "user_data", "custom_data").forEach(this::problem);
    }

    private void types(String where, JsonNode object, Map<String, Kind> kinds) {
        for (var field : object.properties()) {
            String path = where + field.getKey();
            Kind kind = kinds.get(field.getKey());
            JsonNode said = field.getValue();
            if (kind == null) {
                bad("'" + path + "' is not a known field");
            } else if (!said.isNull() && !is(kind, said)) {
                bad("'" + path + "' is not of the type that is documented");
            }
        }
    }

    private static boolean is(Kind kind, JsonNode said) {
        return switch (kind) {
            case TEXT -> said.isString();
            case AMOUNT -> said.isString() && StrictJson.number(said) != null;
            case WHOLE -> said.isIntegralNumber();
            case FLAG -> said.isBoolean();
            case LIST -> said.isArray();
            case HASHES -> said.isArray();
            case OBJECT -> said.isObject();
        };
    }

    private void time() {
        JsonNode time = event.path("event_time");
        if (!time.isIntegralNumber()) {
            return;
        }
        if (time.longValue() > 100_000_000_000L) {
            bad("'event_time' must be in seconds");
            return;
        }
        Instant at = Instant.ofEpochSecond(time.longValue());
        if (at.isAfter(now.plus(SKEW))) {
            problem("event_time is in the future");
        } else if (at.isBefore(now.minus(OLD))) {
            problem("event_time is more than 7 days ago; Pinterest refuses old events and does not say from when on");
        }
    }

    private void user(JsonNode user) {
        if (!user.isObject()) {
            return;
        }
        types("user_data.", user, USER);
        for (var field : user.properties()) {
            String key = field.getKey();
            if (USER.get(key) == Kind.HASHES) {
                boolean hashed = field.getValue().isArray()
                        && !field.getValue().isEmpty()
                        && field.getValue().valueStream().allMatch(each -> Shape.isSha256(each.asString("")));
                if (!hashed) {
                    bad("'user_data." + key + "' must be a list of SHA-256 hashes in lower-case hex");
                }
            } else {
                clear(key, StrictJson.string(field.getValue()));
            }
        }
        boolean known = user.has("em")
                || user.has("hashed_maids")
                || (user.has("client_ip_address") && user.has("client_user_agent"));
        if (!known) {
            bad("user_data needs em, hashed_maids, or client_ip_address and client_user_agent");
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
            bad("'user_data.client_ip_address' is not an IP address");
        }
    }

    private void custom(JsonNode custom) {
        if (!custom.isObject()) {
            return;
        }
        types("custom_data.", custom, CUSTOM);
        String currency = StrictJson.string(custom.path("currency"));
        BigDecimal value = StrictJson.number(custom.path("value"));
        if (custom.has("currency") && (currency == null || !Shape.isCurrency(currency))) {
            problem("custom_data.currency is no code of ISO 4217");
        }
        if (value != null && currency == null) {
            problem("custom_data.value has no currency, and counts in the account's");
        }
        if (value != null && value.signum() < 0) {
            problem("custom_data.value is less than nothing");
        }
        String optOut = StrictJson.string(custom.path("opt_out_type"));
        if (optOut != null && !optOut.equals("LDP")) {
            problem("custom_data.opt_out_type knows LDP only, as far as is documented");
        }
        for (JsonNode content : custom.path("contents")) {
            types("custom_data.contents.", content, CONTENT);
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
