package io.taghub.platform.x;

import io.taghub.twin.Doubtful;
import io.taghub.twin.InClear;
import io.taghub.twin.Shape;
import io.taghub.twin.StrictJson;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads one conversion: what X refuses it for, and what it takes and can make nothing of. */
final class XTwinConversion {
    private static final Set<String> KEYS = Set.of(
            "conversion_time",
            "conversion_timestamp",
            "event_id",
            "identifiers",
            "conversion_id",
            "value",
            "price_currency",
            "number_items",
            "description",
            "search_string",
            "event_source_url",
            "contents");
    private static final Set<String> STRONG = Set.of("twclid", "hashed_email", "hashed_phone_number");
    private static final Set<String> BESIDE = Set.of("ip_address", "user_agent");
    private static final Set<String> CONTENT =
            Set.of("content_id", "content_name", "content_type", "content_group_id", "content_price", "num_items");

    /** Of an event made in Events Manager, in base 36, with the pixel's in front or without. */
    private static final Pattern SINGLE_EVENT_TAG = Pattern.compile("(tw-[a-z0-9]+-)?[a-z0-9]+");

    private static final Duration SKEW = Duration.ofMinutes(1);
    private static final Duration OLD = Duration.ofDays(7);

    private final JsonNode conversion;
    private final int index;
    private final Instant now;
    private final List<ObjectNode> errors = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    XTwinConversion(JsonNode conversion, int index, Instant now) {
        this.conversion = conversion;
        this.index = index;
        this.now = now;
        if (conversion.isObject()) {
            check();
        } else {
            invalid("conversions", "A conversion is not an object");
        }
    }

    List<ObjectNode> errors() {
        return errors;
    }

    List<String> problems() {
        return problems;
    }

    private void check() {
        unknown("", conversion, KEYS);
        String event = StrictJson.string(conversion.path("event_id"));
        if (event == null) {
            missing("event_id");
        } else if (!SINGLE_EVENT_TAG.matcher(event).matches()) {
            invalid("event_id", "The event_id is not a single event tag (SET)");
        } else if (event.endsWith("unknown")) {
            invalid("event_id", "The event id was not found");
        }
        time();
        identifiers();
        if (StrictJson.absent(conversion.path("conversion_id"))) {
            problem("conversion_id is missing: the pixel's copy cannot be recognised");
        } else if (!conversion.path("conversion_id").isString()) {
            invalid("conversion_id", "The conversion_id is not a string");
        }
        worth();
        contents();
        for (String free : List.of("description", "search_string", "contents", "event_source_url")) {
            InClear.problems(free, conversion.path(free)).forEach(this::problem);
        }
        Doubtful.others(problems, conversion, "conversion_id", "identifiers", "contents", "description")
                .forEach(this::problem);
    }

    private void time() {
        JsonNode iso = conversion.path("conversion_time");
        JsonNode millis = conversion.path("conversion_timestamp");
        Instant at = null;
        if (StrictJson.absent(iso) && StrictJson.absent(millis)) {
            missing("conversion_time");
            return;
        }
        try {
            at = StrictJson.absent(iso)
                    ? millis.isIntegralNumber() && millis.canConvertToLong()
                            ? Instant.ofEpochMilli(millis.longValue())
                            : null
                    : Instant.parse(iso.asString(""));
        } catch (DateTimeException notATime) {
            at = null;
        }
        if (at == null) {
            invalid("conversion_time", "The conversion_time is not in ISO 8601 format");
        } else if (at.isAfter(now.plus(SKEW))) {
            problem("conversion_time is in the future");
        } else if (at.isBefore(now.minus(OLD))) {
            problem("conversion_time is older than 7 days; X documents no limit, do not count on it");
        }
    }

    private void identifiers() {
        JsonNode identifiers = conversion.path("identifiers");
        boolean strong = false;
        boolean weak = false;
        for (JsonNode identifier : identifiers) {
            for (var field : identifier.properties()) {
                strong |= STRONG.contains(field.getKey());
                weak |= BESIDE.contains(field.getKey());
                identifier(field.getKey(), StrictJson.string(field.getValue()));
            }
            if (identifier.isEmpty()) {
                problem("identifiers holds an empty object");
            }
        }
        if (!strong && !weak) {
            error("MISSING_PARAMETER", "At least one identifier is required", "identifiers");
        } else if (!strong) {
            problem("identifiers holds IP address and user agent only, which X matches beside another one alone");
        }
    }

    private void identifier(String key, @Nullable String value) {
        if (!STRONG.contains(key) && !BESIDE.contains(key)) {
            invalid("identifiers", "The identifier " + key + " is not known");
        } else if (value == null) {
            invalid(key, "The " + key + " is not a string");
        } else if (key.startsWith("hashed_") && !Shape.isSha256(value)) {
            String name = key.substring(0, 1).toUpperCase(Locale.ROOT) + key.substring(1);
            invalid(key, name + " is not a valid SHA-256 hash");
        } else if (!key.startsWith("hashed_") && Shape.isSha256(value)) {
            problem("identifiers." + key + " must not be hashed");
        } else if (key.equals("ip_address") && !Shape.isIp(value)) {
            problem("identifiers.ip_address is not an IP address");
        } else if (Shape.isUnfilled(value)) {
            problem("identifiers." + key + " is a placeholder nobody filled in");
        }
    }

    private void worth() {
        JsonNode value = conversion.path("value");
        BigDecimal amount = StrictJson.number(value);
        if (!StrictJson.absent(value) && amount == null) {
            invalid("value", "The value is not a number");
        } else if (amount != null && amount.signum() < 0) {
            problem("value is less than nothing");
        }
        JsonNode currency = conversion.path("price_currency");
        String code = StrictJson.string(currency);
        if (!StrictJson.absent(currency) && (code == null || !Shape.isCurrency(code))) {
            invalid("price_currency", "The price_currency is not an ISO 4217 code");
        } else if (code == null && amount != null) {
            problem("price_currency is missing: the value counts as US dollars");
        }
        JsonNode number = conversion.path("number_items");
        if (!StrictJson.absent(number)
                && (!number.isIntegralNumber() || number.decimalValue().signum() <= 0)) {
            invalid("number_items", "The number_items is not a positive number");
        }
    }

    private void contents() {
        JsonNode contents = conversion.path("contents");
        if (!StrictJson.absent(contents) && !contents.isArray()) {
            invalid("contents", "The contents is not a list");
            return;
        }
        for (JsonNode content : contents) {
            unknown("contents.", content, CONTENT);
            JsonNode price = content.path("content_price");
            if (!StrictJson.absent(price) && StrictJson.number(price) == null) {
                invalid("contents", "A content_price is not a number");
            }
            JsonNode number = content.path("num_items");
            if (!StrictJson.absent(number) && !number.isIntegralNumber()) {
                invalid("contents", "A num_items is not a whole number");
            }
            for (String text : List.of("content_id", "content_name", "content_type", "content_group_id")) {
                if (!StrictJson.absent(content.path(text))
                        && !content.path(text).isString()) {
                    invalid("contents", "A " + text + " is not a string");
                }
            }
        }
    }

    private void unknown(String path, JsonNode object, Set<String> known) {
        for (String key : object.propertyNames()) {
            if (!known.contains(key)) {
                problem(path + key + " is not a key of the Conversion API");
            }
        }
    }

    private void missing(String parameter) {
        error("MISSING_PARAMETER", "The parameter " + parameter + " is required", parameter);
    }

    private void invalid(String parameter, String message) {
        error("INVALID_PARAMETER", message, parameter);
    }

    private void error(String code, String message, String parameter) {
        errors.add(XTwin.error(code, message, parameter));
        problem(message);
    }

    private void problem(String text) {
        problems.add("conversions[" + index + "]: " + text);
    }
}
