package io.taghub.platform.klaviyo;

import io.taghub.twin.Doubtful;
import io.taghub.twin.InClear;
import io.taghub.twin.Shape;
import io.taghub.twin.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads one event as Klaviyo does: the first thing that is wrong refuses it, and what breaks a limit is taken and lost. */
final class KlaviyoTwinEvent {
    private static final Set<String> ATTRIBUTES =
            Set.of("metric", "profile", "properties", "time", "value", "value_currency", "unique_id", "backfill");
    private static final Set<String> PROFILE = Set.of(
            "email",
            "phone_number",
            "external_id",
            "anonymous_id",
            "_kx",
            "first_name",
            "last_name",
            "organization",
            "locale",
            "title",
            "image",
            "location",
            "properties",
            "meta");
    private static final Set<String> LOCATION = Set.of(
            "address1", "address2", "city", "country", "latitude", "longitude", "region", "zip", "timezone", "ip");
    private static final List<String> KEYS = List.of("email", "phone_number", "external_id", "anonymous_id", "_kx");
    private static final Pattern E164 = Pattern.compile("\\+[1-9]\\d{6,14}");
    private static final String AT = "/data/attributes";

    /** By the page of limits; the reference of the call says 400. */
    private static final int MAX_PROPERTIES = 300;

    private static final int MAX_FIELD = 100_000;
    private static final int MAX_LIST = 4_000;
    private static final int MAX_DEPTH = 10;

    /** What Klaviyo answers, and of which place. */
    record Refusal(String pointer, String detail) {}

    private final JsonNode attributes;
    private final Instant now;
    private final List<String> problems = new ArrayList<>();
    private @Nullable Refusal refusal;
    private boolean vanishes;

    KlaviyoTwinEvent(JsonNode body, Instant now) {
        this.now = now;
        attributes = body.path("data").path("attributes");
        if (!"event".equals(StrictJson.string(body.path("data").path("type")))) {
            wrong("/data/type", "The type must be 'event'.");
        }
        if (attributes.isObject()) {
            check();
        } else {
            wrong(AT, "The field is required.");
        }
    }

    JsonNode attributes() {
        return attributes;
    }

    List<String> problems() {
        return problems;
    }

    @Nullable
    Refusal refusal() {
        return refusal;
    }

    /** Whether it breaks a limit that Klaviyo does not tell of. */
    boolean vanishes() {
        return vanishes;
    }

    String metric() {
        return attributes
                .path("metric")
                .path("data")
                .path("attributes")
                .path("name")
                .asString("");
    }

    /** By what the profile is found. */
    String profile() {
        JsonNode profile = person();
        return KEYS.stream()
                .map(key -> StrictJson.string(profile.path(key)))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(attributes.path("profile").path("data").path("id").asString(""));
    }

    private JsonNode person() {
        return attributes.path("profile").path("data").path("attributes");
    }

    private void check() {
        known(AT, attributes, ATTRIBUTES);
        resource("metric");
        String name = metric();
        if (name.isBlank() || name.length() >= 128) {
            wrong(AT + "/metric/data/attributes/name", "The name must have 1 to 127 characters.");
        }
        resource("profile");
        whose();
        JsonNode properties = attributes.path("properties");
        if (!properties.isObject()) {
            wrong(AT + "/properties", "The field is required and must be an object.");
        }
        limits(properties);
        time(attributes.path("time"));
        money();
        JsonNode id = attributes.path("unique_id");
        if (StrictJson.absent(id)) {
            problems.add("unique_id is missing: a repeat counts again, and another event in the same second does not");
        } else if (!id.isString()) {
            wrong(AT + "/unique_id", "Not a valid string.");
        }
        if (!StrictJson.absent(attributes.path("backfill"))
                && !attributes.path("backfill").isBoolean()) {
            wrong(AT + "/backfill", "Not a valid boolean.");
        }
        InClear.problems("properties", properties).forEach(problems::add);
        InClear.problems("unique_id", id).forEach(problems::add);
        Doubtful.others(problems, attributes, "properties", "unique_id").forEach(problems::add);
        Doubtful.problems("profile", person()).forEach(problems::add);
    }

    private void resource(String type) {
        if (!type.equals(StrictJson.string(attributes.path(type).path("data").path("type")))) {
            wrong(AT + "/" + type + "/data/type", "The type must be '" + type + "'.");
        }
    }

    private void whose() {
        JsonNode profile = person();
        String at = AT + "/profile/data/attributes";
        known(at, profile, PROFILE);
        known(at + "/location", profile.path("location"), LOCATION);
        boolean some = KEYS.stream().anyMatch(key -> StrictJson.string(profile.path(key)) != null)
                || StrictJson.string(attributes.path("profile").path("data").path("id")) != null;
        if (!some) {
            wrong(at, "One or more of the identifiers is required.");
        }
        Stream.concat(KEYS.stream(), Stream.of("first_name", "last_name", "organization", "title", "locale"))
                .filter(key -> !StrictJson.absent(profile.path(key))
                        && !profile.path(key).isString())
                .forEach(key -> wrong(at + "/" + key, "Not a valid string."));
        String email = StrictJson.string(profile.path("email"));
        if (email != null && !Shape.isEmail(email)) {
            wrong(at + "/email", "Invalid email address");
        }
        String phone = StrictJson.string(profile.path("phone_number"));
        if (phone != null && !E164.matcher(phone).matches()) {
            wrong(at + "/phone_number", "Invalid phone number format");
        }
        String own = StrictJson.string(profile.path("external_id"));
        if (own != null && (Shape.isUnfilled(own) || Shape.isEmail(own))) {
            problems.add("profile.external_id is a placeholder or an e-mail address, and no id of a person");
        }
        for (String key : List.of("first_name", "last_name", "external_id")) {
            if (Shape.isSha256(profile.path(key).asString(""))) {
                problems.add("profile." + key + " is hashed, and Klaviyo wants it in clear");
            }
        }
    }

    private void time(JsonNode time) {
        if (StrictJson.absent(time)) {
            problems.add("time is missing: the moment of the request counts");
            return;
        }
        try {
            Instant at = OffsetDateTime.parse(time.asString("")).toInstant();
            Instant latest = now.atOffset(ZoneOffset.UTC).plusYears(1).toInstant();
            vanishes |= at.isBefore(Instant.parse("2000-01-01T00:00:00Z")) || at.isAfter(latest);
        } catch (DateTimeException noTime) {
            wrong(AT + "/time", "Not a valid datetime.");
        }
    }

    private void money() {
        JsonNode value = attributes.path("value");
        if (!StrictJson.absent(value) && !value.isNumber()) {
            wrong(AT + "/value", "A valid number is required.");
        }
        String currency = StrictJson.string(attributes.path("value_currency"));
        boolean given = !StrictJson.absent(attributes.path("value_currency"));
        if (given && (currency == null || !Shape.isCurrencyCode(currency))) {
            wrong(AT + "/value_currency", "Not a valid currency.");
        } else if (!given && value.isNumber()) {
            problems.add("value has no value_currency and counts in the account's");
        }
        if (attributes.path("properties").has("$value")) {
            problems.add("properties.$value belongs to older interfaces; the value is an attribute");
        }
    }

    private void limits(JsonNode properties) {
        if (properties.size() > MAX_PROPERTIES) {
            lost("properties holds more than " + MAX_PROPERTIES + " of them");
        }
        deep("properties", properties, 1);
    }

    private void deep(String path, JsonNode node, int level) {
        if (level > MAX_DEPTH && node.isContainer()) {
            lost(path + " is nested deeper than " + MAX_DEPTH + " levels");
        } else if (node.isArray() && node.size() > MAX_LIST) {
            lost(path + " holds more than " + MAX_LIST + " elements");
        } else if (node.isString() && node.stringValue().getBytes(StandardCharsets.UTF_8).length > MAX_FIELD) {
            lost(path + " is larger than 100 kB");
        } else {
            node.properties().forEach(field -> deep(path + "." + field.getKey(), field.getValue(), level + 1));
            if (node.isArray()) {
                node.forEach(element -> deep(path, element, level + 1));
            }
        }
    }

    private void lost(String what) {
        problems.add(what + ": Klaviyo answers 202 and the event vanishes");
        vanishes = true;
    }

    private void known(String path, JsonNode object, Set<String> keys) {
        for (String key : object.propertyNames()) {
            if (!keys.contains(key)) {
                wrong(path + "/" + key, "'" + key + "' is not a valid field.");
            }
        }
    }

    private void wrong(String pointer, String detail) {
        problems.add(pointer + ": " + detail);
        if (refusal == null) {
            refusal = new Refusal(pointer, detail);
        }
    }
}
