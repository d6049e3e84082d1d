package io.taghub.platform.reddit;

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

/** Reads one event of a request as Reddit does: what it cannot parse, what it refuses, and what it can make less of. */
final class RedditTwinEvent {
    private static final Set<String> KEYS =
            Set.of("event_at", "action_source", "event_source_url", "click_id", "type", "user", "metadata");
    private static final Set<String> KINDS = Set.of(
            "PAGE_VISIT",
            "VIEW_CONTENT",
            "SEARCH",
            "ADD_TO_CART",
            "ADD_TO_WISHLIST",
            "LEAD",
            "PURCHASE",
            "SIGN_UP",
            "CUSTOM");
    private static final Set<String> WITHOUT_VALUE = Set.of("PAGE_VISIT", "VIEW_CONTENT", "SEARCH");
    private static final Set<String> WITH_COUNT = Set.of("ADD_TO_CART", "ADD_TO_WISHLIST", "PURCHASE", "CUSTOM");
    private static final Set<String> SOURCES = Set.of("WEBSITE", "APP", "PHYSICAL_STORE", "OTHER");
    private static final Set<String> HASHED =
            Set.of("email", "phone_number", "external_id", "ip_address", "idfa", "aaid");
    private static final Set<String> USER = Set.of(
            "email",
            "phone_number",
            "external_id",
            "ip_address",
            "idfa",
            "aaid",
            "user_agent",
            "uuid",
            "screen_dimensions",
            "data_processing_options");

    /** What a visitor of a store has left nowhere. */
    private static final List<String> BROWSED = List.of("uuid", "idfa", "aaid");

    /** What each may be: a text, or a number. */
    private static final Map<String, Boolean> METADATA =
            Map.of("conversion_id", true, "currency", true, "value", false, "item_count", false);

    private static final Map<String, Boolean> PRODUCT =
            Map.of("id", true, "name", true, "category", true, "quantity", false, "item_price", false);

    private static final Duration MAX_AGE = Duration.ofHours(168);
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final JsonNode event;
    private final Instant now;
    private final List<String> problems = new ArrayList<>();
    private @Nullable String wrongType;
    private @Nullable String refusal;

    RedditTwinEvent(JsonNode event, Instant now) {
        this.event = event;
        this.now = now;
        if (event.isObject()) {
            check();
        } else {
            wrong("events", event);
        }
    }

    JsonNode event() {
        return event;
    }

    List<String> problems() {
        return problems;
    }

    /** {@code number on field events metadata value}, or null where each has its type. */
    @Nullable
    String wrongType() {
        return wrongType;
    }

    /** Why Reddit would not take it, or null. */
    @Nullable
    String refusal() {
        return refusal;
    }

    private void check() {
        time();
        String source = text("action_source", event);
        if (source == null || !SOURCES.contains(source)) {
            bad("action_source must be one of WEBSITE, APP, PHYSICAL_STORE, OTHER");
        }
        String kind = kind();
        String click = text("click_id", event);
        if (click != null && Shape.isUnfilled(click)) {
            problem("click_id is a placeholder nobody filled in");
        }
        String url = text("event_source_url", event);
        if (url != null && !Shape.isWebAddress(url)) {
            problem("event_source_url is no web address");
        }
        if (url != null && !"WEBSITE".equals(source)) {
            problem("event_source_url is for events of a website only");
        }
        user("PHYSICAL_STORE".equals(source), click != null);
        if (click != null && "PHYSICAL_STORE".equals(source)) {
            problem("click_id is not for events of a store");
        }
        metadata(kind);
        unknown("", event, KEYS);
        for (String free : List.of("metadata", "event_source_url", "type")) {
            InClear.problems(free, event.path(free)).forEach(this::problem);
        }
        Doubtful.others(problems, event, "user", "metadata").forEach(this::problem);
    }

    private void time() {
        JsonNode time = event.path("event_at");
        if (StrictJson.absent(time)) {
            bad("event_at is required");
            return;
        }
        if (!time.isIntegralNumber()) {
            wrong("events event_at", time);
            return;
        }
        Instant at = Instant.ofEpochMilli(time.longValue());
        if (!at.isAfter(now.minus(MAX_AGE))) {
            bad("event_at timestamp must be less than 168h0m0s old");
        } else if (at.isAfter(now.plus(SKEW))) {
            bad("event_at timestamp must not be in the future");
        }
    }

    private String kind() {
        JsonNode type = event.path("type");
        String kind = type.isObject() ? text("tracking_type", type) : null;
        if (kind == null || !KINDS.contains(kind)) {
            bad("type.tracking_type is required and must be one of Reddit's kinds");
            return "";
        }
        String custom = text("custom_event_name", type);
        if (kind.equals("CUSTOM") && (custom == null || custom.codePointCount(0, custom.length()) > 64)) {
            bad("type.custom_event_name must have 1 to 64 characters where tracking_type is CUSTOM");
        } else if (!kind.equals("CUSTOM") && custom != null) {
            problem("type.custom_event_name is for CUSTOM only");
        }
        unknown("type.", type, Set.of("tracking_type", "custom_event_name"));
        return kind;
    }

    private void user(boolean store, boolean clicked) {
        JsonNode user = event.path("user");
        if (!StrictJson.absent(user) && !user.isObject()) {
            wrong("events user", user);
            return;
        }
        unknown("user.", user, USER);
        for (String key : USER) {
            if (!user.has(key) || key.equals("screen_dimensions") || key.equals("data_processing_options")) {
                continue;
            }
            String value = text(key, user);
            if (value == null) {
                problem("user." + key + " is empty");
            } else if (HASHED.contains(key) && !Shape.isSha256(value)) {
                problem("user." + key + " is not hashed");
            } else if (!HASHED.contains(key) && Shape.isSha256(value)) {
                problem("user." + key + " must not be hashed");
            } else if (key.equals("uuid") && value.matches("\\d+\\..*")) {
                problem("user.uuid is the whole cookie; the id stands behind its point");
            }
        }
        if (store && BROWSED.stream().anyMatch(user::has)) {
            problem("user of a store's event holds ids of a browser or device");
        }
        if (!clicked && HASHED.stream().noneMatch(user::has) && !user.has("uuid") && !user.has("user_agent")) {
            problem("neither click_id nor anything in user by which Reddit could match a person");
        }
        JsonNode options = user.path("data_processing_options");
        if (!StrictJson.absent(options)) {
            options(options);
        }
        for (JsonNode side : user.path("screen_dimensions")) {
            if (!side.isNumber()) {
                wrong("events user screen_dimensions", side);
            }
        }
    }

    private void options(JsonNode options) {
        JsonNode modes = options.path("modes");
        if (!modes.isArray() || modes.size() != 1 || !"LDU".equals(modes.path(0).asString(""))) {
            problem("user.data_processing_options.modes knows [\"LDU\"] only; anything else limits nothing");
        }
        String country = text("country", options);
        if (country == null || !Shape.isCountry(country)) {
            problem("user.data_processing_options.country must say whose law limits the use: US");
        }
        String region = text("region", options);
        if (region != null && !Shape.isSubdivision(region)) {
            problem("user.data_processing_options.region is no code of ISO 3166-2: US-CA");
        }
    }

    private void metadata(String kind) {
        JsonNode metadata = event.path("metadata");
        if (!StrictJson.absent(metadata) && !metadata.isObject()) {
            wrong("events metadata", metadata);
            return;
        }
        types("events metadata", metadata, METADATA);
        if (StrictJson.string(metadata.path("conversion_id")) == null) {
            problem("metadata.conversion_id is missing: no copy of this event can be recognised");
        }
        BigDecimal value = StrictJson.number(metadata.path("value"));
        String currency = StrictJson.string(metadata.path("currency"));
        if ((value == null) != (currency == null)) {
            problem("metadata.value and currency say nothing without each other");
        }
        if (value != null && value.signum() < 0) {
            bad("metadata.value must not be negative");
        }
        if (currency != null && !Shape.isCurrency(currency)) {
            problem("metadata.currency is no code of ISO 4217");
        }
        if (WITHOUT_VALUE.contains(kind) && (value != null || currency != null)) {
            problem("metadata.value and currency are not for " + kind);
        }
        if (metadata.has("item_count") && !WITH_COUNT.contains(kind)) {
            problem("metadata.item_count is not for " + kind);
        }
        for (JsonNode product : metadata.path("products")) {
            types("events metadata products", product, PRODUCT);
            if (StrictJson.string(product.path("id")) == null) {
                problem("metadata.products holds one without id");
            }
        }
        unknown("metadata.", metadata, Set.of("conversion_id", "currency", "value", "item_count", "products"));
    }

    private void types(String path, JsonNode object, Map<String, Boolean> texts) {
        object.properties().forEach(field -> {
            Boolean text = texts.get(field.getKey());
            JsonNode said = field.getValue();
            if (text != null && (text ? !said.isString() : !said.isNumber())) {
                wrong(path + " " + field.getKey(), said);
            }
        });
    }

    /** A text that is not blank; any other type is none that Reddit parses. */
    private @Nullable String text(String key, JsonNode object) {
        JsonNode said = object.path(key);
        if (!StrictJson.absent(said) && !said.isString()) {
            wrong("events " + key, said);
        }
        return StrictJson.string(said);
    }

    private void unknown(String path, JsonNode object, Set<String> known) {
        for (String key : object.propertyNames()) {
            if (!known.contains(key)) {
                problem(path + key + " is not a known key");
            }
        }
    }

    private void wrong(String path, JsonNode said) {
        String text = (said.isString() ? "string" : said.isNumber() ? "number" : "value") + " on field " + path;
        problem("unexpected type " + text);
        if (wrongType == null) {
            wrongType = text;
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
