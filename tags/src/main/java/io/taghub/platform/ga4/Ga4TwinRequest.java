package io.taghub.platform.ga4;

import io.taghub.twin.Doubtful;
import io.taghub.twin.InClear;
import io.taghub.twin.Shape;
import io.taghub.twin.StrictJson;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a Measurement Protocol body: what the validation server would say, and which events count. */
final class Ga4TwinRequest {
    /** A message of the validation server. */
    record Finding(String path, String says, String code) {}

    private static final Set<String> KEYS = Set.of(
            "client_id",
            "app_instance_id",
            "user_id",
            "timestamp_micros",
            "user_properties",
            "user_data",
            "consent",
            "non_personalized_ads",
            "user_location",
            "ip_override",
            "user_agent",
            "device",
            "validation_behavior",
            "events");
    private static final Set<String> RESERVED = Set.of(
            "ad_activeview",
            "ad_click",
            "ad_exposure",
            "ad_impression",
            "ad_query",
            "adunit_exposure",
            "app_clear_data",
            "app_exception",
            "app_install",
            "app_remove",
            "app_store_refund",
            "app_store_subscription_cancel",
            "app_store_subscription_convert",
            "app_store_subscription_renew",
            "app_update",
            "error",
            "first_open",
            "first_visit",
            "in_app_purchase",
            "notification_dismiss",
            "notification_foreground",
            "notification_open",
            "notification_receive",
            "os_update",
            "screen_view",
            "session_start",
            "user_engagement");
    private static final Set<String> RESERVED_USER_PROPERTIES = Set.of(
            "first_open_time", "first_visit_time", "last_deep_link_referrer", "user_id", "first_open_after_install");
    private static final Pattern NAME = Pattern.compile("[A-Za-z]\\w{0,39}");
    private static final Pattern RESERVED_PREFIX = Pattern.compile("(_|firebase_|ga_|google_|gtag\\.).*");
    private static final Duration MAX_AGE = Duration.ofHours(72);
    private static final Duration SKEW = Duration.ofMinutes(15);

    private final JsonNode body;
    private final boolean app;
    private final Instant now;
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final List<JsonNode> counted = new ArrayList<>();

    /** @param app whether the request is for an app stream */
    Ga4TwinRequest(JsonNode body, int size, boolean app, Instant now) {
        this.body = body;
        this.app = app;
        this.now = now;
        if (!body.isObject()) {
            find("", "The body must be a JSON object.", "VALUE_INVALID");
            return;
        }
        if (size > 130_000) {
            find("", "The body is larger than 130 kB: nothing is counted.", "VALUE_OUT_OF_BOUNDS");
            return;
        }
        envelope();
        events();
    }

    List<Finding> findings() {
        return findings;
    }

    /** What GA4 takes in silence but does not make good use of. */
    List<String> remarks() {
        return remarks;
    }

    /** The events GA4 counts, before it drops repeated transactions. */
    List<JsonNode> counted() {
        return counted;
    }

    private void envelope() {
        for (String key : body.propertyNames()) {
            if (!KEYS.contains(key)) {
                find(key, "Unknown field.", "VALUE_INVALID");
            }
        }
        JsonNode consent = body.path("consent");
        for (var entry : consent.properties()) {
            if (!Set.of("ad_user_data", "ad_personalization").contains(entry.getKey())
                    || !Set.of("GRANTED", "DENIED").contains(entry.getValue().asString(""))) {
                find("consent." + entry.getKey(), "Consent must be GRANTED or DENIED.", "VALUE_INVALID");
            }
        }
        String ip = StrictJson.string(body.path("ip_override"));
        if (ip != null && !Shape.isIp(ip)) {
            find("ip_override", "Not an IP address.", "VALUE_INVALID");
        }
        place();
        known("user_location", Set.of("city", "region_id", "country_id", "subcontinent_id", "continent_id"));
        known(
                "device",
                Set.of(
                        "category",
                        "language",
                        "screen_resolution",
                        "operating_system",
                        "operating_system_version",
                        "model",
                        "brand",
                        "browser",
                        "browser_version"));
        remarks.addAll(InClear.problems("user_id", body.path("user_id")));
        remarks.addAll(InClear.problems("user_properties", body.path("user_properties")));
        userProperties();
        userData("user_data", body.path("user_data"));
    }

    private void place() {
        JsonNode place = body.path("user_location");
        code("user_location.country_id", place.path("country_id"), Shape::isCountry, "an ISO 3166-1 code");
        code("user_location.region_id", place.path("region_id"), Shape::isSubdivision, "an ISO 3166-2 code");
        code("user_location.subcontinent_id", place.path("subcontinent_id"), Shape::isArea, "a UN M49 code");
        code("user_location.continent_id", place.path("continent_id"), Shape::isArea, "a UN M49 code");
        JsonNode resolution = body.path("device").path("screen_resolution");
        code("device.screen_resolution", resolution, text -> text.matches("\\d+x\\d+"), "of the form 1280x2856");
        code("app_instance_id", body.path("app_instance_id"), text -> text.matches("[0-9a-fA-F]{32}"), "32 hex digits");
        cookie();
        for (String id : List.of("client_id", "app_instance_id", "user_id")) {
            if (Shape.isUnfilled(body.path(id).asString(""))) {
                remarks.add(id + " is a placeholder nobody filled in");
            }
        }
    }

    /** The cookie's whole value: its first two parts are the cookie's version and the domain's depth. */
    private void cookie() {
        if (body.path("client_id").asString("").startsWith("GA1.")) {
            remarks.add("client_id is a whole _ga cookie; its last two parts are the id");
        }
    }

    private void code(String path, JsonNode node, Predicate<String> form, String standard) {
        if (!StrictJson.absent(node) && !form.test(node.asString(""))) {
            remarks.add(path + " is not " + standard);
        }
    }

    private void known(String object, Set<String> keys) {
        for (String key : body.path(object).propertyNames()) {
            if (!keys.contains(key)) {
                find(object + "." + key, "Unknown field.", "VALUE_INVALID");
            }
        }
    }

    private void userProperties() {
        JsonNode properties = body.path("user_properties");
        if (properties.size() > 25) {
            find("user_properties", "More than 25 user properties.", "EXCEEDED_MAX_ENTITIES");
        }
        for (var property : properties.properties()) {
            String path = "user_properties." + property.getKey();
            if (RESERVED_USER_PROPERTIES.contains(property.getKey())
                    || RESERVED_PREFIX.matcher(property.getKey()).matches()) {
                find(path, "The name is reserved.", "NAME_RESERVED");
            }
            if (property.getKey().length() > 24) {
                find(path, "The name is longer than 24 characters.", "NAME_INVALID");
            }
            if (!property.getValue().isObject()
                    || StrictJson.absent(property.getValue().path("value"))) {
                find(path, "A user property is an object with a value.", "VALUE_REQUIRED");
            } else if (property.getValue().path("value").asString("").length() > 36) {
                find(path, "The value is longer than 36 characters.", "VALUE_OUT_OF_BOUNDS");
            }
        }
    }

    /** Fields named sha256_* hold hashes, the others clear text. */
    private void userData(String path, JsonNode data) {
        for (var field : data.properties()) {
            String here = path + "." + field.getKey();
            List<JsonNode> values =
                    field.getValue().isArray() ? field.getValue().valueStream().toList() : List.of(field.getValue());
            for (JsonNode value : values) {
                if (value.isObject()) {
                    userData(here, value);
                } else if (field.getKey().startsWith("sha256_") != Shape.isSha256(value.asString(""))) {
                    find(here, "sha256_ fields hold a hex SHA-256 and no other field does.", "VALUE_INVALID");
                }
            }
        }
    }

    private void events() {
        String key = app ? "app_instance_id" : "client_id";
        boolean known = StrictJson.string(body.path(key)) != null;
        if (!known) {
            find(key, "A " + key + " is required: nothing is counted.", "VALUE_REQUIRED");
        }
        JsonNode events = body.path("events");
        if (!events.isArray() || events.isEmpty()) {
            find("events", "At least one event is required.", "VALUE_REQUIRED");
            return;
        }
        if (events.size() > 25) {
            find("events", "More than 25 events: nothing is counted.", "EXCEEDED_MAX_ENTITIES");
        }
        int index = 0;
        for (JsonNode event : events) {
            boolean counts = event("events[" + index++ + "]", event) & timely(event);
            if (counts && known && events.size() <= 25) {
                counted.add(event);
            }
        }
    }

    private boolean event(String path, JsonNode event) {
        String name = StrictJson.string(event.path("name"));
        if (name == null) {
            find(path + ".name", "An event needs a name.", "VALUE_REQUIRED");
            return false;
        }
        if (RESERVED.contains(name) || RESERVED_PREFIX.matcher(name).matches()) {
            find(path + ".name", "The event name is reserved: the event is not counted.", "NAME_RESERVED");
            return false;
        }
        if (!NAME.matcher(name).matches()) {
            find(path + ".name", "The event name is not valid: the event is not counted.", "NAME_INVALID");
            return false;
        }
        params(path + ".params", name, event.path("params"));
        return true;
    }

    private void params(String path, String name, JsonNode params) {
        if (params.size() > 25) {
            find(path, "More than 25 parameters.", "EXCEEDED_MAX_ENTITIES");
        }
        for (var param : params.properties()) {
            if (RESERVED_PREFIX.matcher(param.getKey()).matches()
                    || param.getKey().equals("firebase_conversion")) {
                find(path + "." + param.getKey(), "The parameter name is reserved.", "NAME_RESERVED");
            } else if (!NAME.matcher(param.getKey()).matches()) {
                find(path + "." + param.getKey(), "The parameter name is not valid.", "NAME_INVALID");
            }
            if (param.getValue().isNull()) {
                find(path + "." + param.getKey(), "The value is null.", "VALUE_INVALID");
            } else if (param.getValue().isString()
                    && param.getValue().stringValue().length() > 100
                    && !Set.of("page_location", "page_referrer", "page_title").contains(param.getKey())) {
                remarks.add(path + "." + param.getKey() + " is longer than 100 characters and is cut");
            }
        }
        String currency = StrictJson.string(params.path("currency"));
        boolean virtual = name.endsWith("_virtual_currency");
        if (!StrictJson.absent(params.path("value")) && currency == null && !virtual) {
            find(path + ".currency", "A value needs a currency.", "VALUE_REQUIRED");
        }
        if (!StrictJson.absent(params.path("value")) && !params.path("value").isNumber()) {
            find(path + ".value", "The value must be a number.", "VALUE_INVALID");
        }
        if (currency != null && !Shape.isCurrency(currency)) {
            find(path + ".currency", "Not an ISO 4217 currency code.", "VALUE_INVALID");
        }
        if (name.equals("purchase")) {
            for (String needed : List.of("currency", "value", "transaction_id", "items")) {
                if (StrictJson.absent(params.path(needed)) && !(needed.equals("currency") && params.has("value"))) {
                    find(path + "." + needed, "A purchase needs " + needed + ".", "VALUE_REQUIRED");
                }
            }
        }
        remarks.addAll(InClear.problems(path, params));
        remarks.addAll(Doubtful.problems(path, params));
        if (virtual && currency != null) {
            remarks.add(path + ".currency has no meaning beside a virtual currency");
        }
        int place = 0;
        for (JsonNode item : params.path("items")) {
            if (StrictJson.absent(item.path("item_id")) && StrictJson.absent(item.path("item_name"))) {
                find(path + ".items[" + place + "]", "An item needs item_id or item_name.", "VALUE_REQUIRED");
            }
            place++;
        }
        if (params.path("items").size() > 200) {
            find(path + ".items", "More than 200 items.", "EXCEEDED_MAX_ENTITIES");
        }
        if (StrictJson.absent(params.path("session_id")) || StrictJson.absent(params.path("engagement_time_msec"))) {
            remarks.add(path + " has no session_id and engagement_time_msec: the event is missing in session reports");
        }
    }

    private boolean timely(JsonNode event) {
        JsonNode time = StrictJson.absent(event.path("timestamp_micros"))
                ? body.path("timestamp_micros")
                : event.path("timestamp_micros");
        if (StrictJson.absent(time)) {
            return true;
        }
        @Nullable BigDecimal micros = StrictJson.number(time);
        if (micros == null || micros.signum() < 0 || micros.precision() - micros.scale() > 17) {
            find("timestamp_micros", "Not a time in microseconds.", "VALUE_INVALID");
            return false;
        }
        Instant at = Instant.EPOCH.plus(micros.longValue(), ChronoUnit.MICROS);
        if (at.isBefore(now.minus(MAX_AGE))) {
            boolean millis = at.isBefore(Instant.parse("1990-01-01T00:00:00Z"));
            find(
                    "timestamp_micros",
                    millis
                            ? "The time is not in microseconds: the event is not counted."
                            : "The event is older than 72 hours and is not counted.",
                    "VALUE_OUT_OF_BOUNDS");
            return false;
        }
        if (at.isAfter(now.plus(SKEW))) {
            find("timestamp_micros", "The time is in the future.", "VALUE_OUT_OF_BOUNDS");
        }
        return true;
    }

    private void find(String path, String says, String code) {
        findings.add(new Finding(path, says, code));
    }
}
