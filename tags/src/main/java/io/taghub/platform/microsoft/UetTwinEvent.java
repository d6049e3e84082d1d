package io.taghub.platform.microsoft;

import io.taghub.twin.Doubtful;
import io.taghub.twin.InClear;
import io.taghub.twin.Shape;
import io.taghub.twin.StrictJson;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads one event of the Conversions API: what fails its validation, and what passes it and is not meant. */
final class UetTwinEvent {
    private static final Set<String> KEYS = Set.of(
            "eventType",
            "eventName",
            "eventId",
            "eventTime",
            "eventSourceUrl",
            "pageLoadId",
            "referrerUrl",
            "pageTitle",
            "keywords",
            "adStorageConsent",
            "userData",
            "customData");
    private static final Set<String> USER = Set.of(
            "anonymousId",
            "externalId",
            "em",
            "ph",
            "msclkid",
            "clientIpAddress",
            "clientUserAgent",
            "idfa",
            "gaid");
    private static final Set<String> CUSTOM = Set.of(
            "eventCategory",
            "eventLabel",
            "eventValue",
            "searchTerm",
            "transactionId",
            "value",
            "currency",
            "itemIds",
            "items",
            "pageType",
            "ecommTotalValue",
            "ecommCategory",
            "hotelData");
    private static final Set<String> ITEM = Set.of("id", "name", "price", "quantity");
    private static final Set<String> NUMBERS = Set.of("eventValue", "value", "ecommTotalValue");
    private static final Set<String> PAGES =
            Set.of("home", "category", "product", "cart", "purchase", "searchresults", "other");
    private static final Pattern CLICK =
            Pattern.compile("[0-9a-fA-F]{32}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Duration MAX_AGE = Duration.ofDays(7);
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final JsonNode event;
    private final int index;
    private final Instant now;
    private final List<ObjectNode> details = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    UetTwinEvent(JsonNode event, int index, Instant now) {
        this.event = event;
        this.index = index;
        this.now = now;
        if (event.isObject()) {
            check();
        } else {
            bad("", "must be an object");
        }
    }

    /** As they stand in the answer, without the values that Microsoft quotes. */
    List<ObjectNode> details() {
        return details;
    }

    List<String> problems() {
        return problems;
    }

    private void check() {
        unknown("", event, KEYS);
        String type = StrictJson.string(event.path("eventType"));
        if (!"pageLoad".equals(type) && !"custom".equals(type)) {
            bad("eventType", "must be pageLoad or custom");
        }
        if ("custom".equals(type) && StrictJson.string(event.path("eventName")) == null) {
            bad("eventName", "is required for custom events");
        }
        time();
        for (String url : List.of("eventSourceUrl", "referrerUrl")) {
            String address = StrictJson.string(event.path(url));
            if (address == null && url.equals("eventSourceUrl") && "pageLoad".equals(type)) {
                bad(url, "is required for pageLoad events");
            } else if (address != null && !Shape.isWebAddress(address)) {
                bad(url, "must be a URL");
            }
        }
        String consent = StrictJson.string(event.path("adStorageConsent"));
        if (!StrictJson.absent(event.path("adStorageConsent")) && !Set.of("G", "D").contains(consent + "")) {
            bad("adStorageConsent", "must be G or D");
        }
        if (StrictJson.string(event.path("eventId")) == null) {
            problem("eventId is missing: the UET tag's copy cannot be recognised");
        }
        userData();
        customData();
        for (String free : List.of("customData", "eventSourceUrl", "referrerUrl", "pageTitle", "keywords")) {
            InClear.problems(free, event.path(free)).forEach(this::problem);
        }
        InClear.problems("userData.externalId", event.path("userData").path("externalId"))
                .forEach(this::problem);
        Doubtful.others(problems, event, "eventId", "userData", "customData").forEach(this::problem);
    }

    private void time() {
        JsonNode time = event.path("eventTime");
        BigDecimal seconds = time.isIntegralNumber() ? time.decimalValue() : BigDecimal.ZERO;
        if (seconds.precision() != 10) {
            bad("eventTime", StrictJson.absent(time) ? "is required" : "must be Unix time in seconds");
            return;
        }
        Instant at = Instant.ofEpochSecond(seconds.longValue());
        if (at.isBefore(now.minus(MAX_AGE))) {
            bad("eventTime", "must be within the last 7 days");
        } else if (at.isAfter(now.plus(SKEW))) {
            problem("eventTime is in the future");
        }
    }

    private void userData() {
        JsonNode user = event.path("userData");
        if (!user.isObject() || user.isEmpty()) {
            bad("userData", "must hold at least one identifier");
            return;
        }
        unknown("userData.", user, USER);
        for (var field : user.properties()) {
            identifier(field.getKey(), StrictJson.string(field.getValue()));
        }
    }

    private void identifier(String key, @Nullable String value) {
        String path = "userData." + key;
        if (value == null) {
            bad(path, "must be a string");
        } else if ((key.equals("em") || key.equals("ph")) && !Shape.isSha256(value)) {
            bad(path, "must be a SHA-256 hash");
        } else if (key.equals("clientIpAddress") && !Shape.isIp(value)) {
            bad(path, "must be an IP address");
        } else if (key.equals("msclkid") && value.startsWith("_uet")) {
            problem(path + " has the prefix of the cookie");
        } else if (key.equals("msclkid") && !CLICK.matcher(value).matches()) {
            problem(path + " has not the form of a Microsoft click id");
        } else if ((key.equals("idfa") || key.equals("gaid")) && !Shape.isDeviceId(value)) {
            problem(path + " is not a device's id");
        } else if (Set.of("msclkid", "clientIpAddress", "clientUserAgent", "anonymousId").contains(key)
                && Shape.isSha256(value)) {
            problem(path + " must not be hashed");
        }
    }

    private void customData() {
        JsonNode custom = event.path("customData");
        if (!StrictJson.absent(custom) && !custom.isObject()) {
            bad("customData", "must be an object");
            return;
        }
        unknown("customData.", custom, CUSTOM);
        for (String key : NUMBERS) {
            if (!StrictJson.absent(custom.path(key)) && !custom.path(key).isNumber()) {
                bad("customData." + key, "must be a number");
            }
        }
        JsonNode currency = custom.path("currency");
        String code = StrictJson.string(currency);
        if (!StrictJson.absent(currency) && (code == null || !Shape.isCurrency(code))) {
            bad("customData.currency", "must be an ISO 4217 code");
        } else if (code == null && !StrictJson.absent(custom.path("value"))) {
            problem("customData.value has no currency and counts in the goal's");
        }
        JsonNode page = custom.path("pageType");
        if (!StrictJson.absent(page) && !PAGES.contains(page.asString(""))) {
            bad("customData.pageType", "must be one of " + String.join(", ", new TreeSet<>(PAGES)));
        }
        for (String list : List.of("itemIds", "items")) {
            if (!StrictJson.absent(custom.path(list)) && !custom.path(list).isArray()) {
                bad("customData." + list, "must be a list");
            }
        }
        for (JsonNode id : custom.path("itemIds")) {
            if (!id.isString()) {
                bad("customData.itemIds", "must hold strings");
            }
        }
        for (JsonNode item : custom.path("items")) {
            unknown("customData.items.", item, ITEM);
            for (String number : List.of("price", "quantity")) {
                if (!StrictJson.absent(item.path(number)) && !item.path(number).isNumber()) {
                    bad("customData.items." + number, "must be a number");
                }
            }
        }
    }

    private void unknown(String path, JsonNode object, Set<String> known) {
        for (String key : object.propertyNames()) {
            if (!known.contains(key)) {
                problem(path + key + " is not a key of the Conversions API");
            }
        }
    }

    private void bad(String path, String says) {
        String property = "data[" + index + "]" + (path.isEmpty() ? "" : "." + path);
        details.add(StrictJson.object()
                .put("index", index)
                .put("propertyName", property)
                .put("errorMessage", says));
        problems.add(property + " " + says);
    }

    private void problem(String text) {
        problems.add("data[" + index + "]." + text);
    }
}
