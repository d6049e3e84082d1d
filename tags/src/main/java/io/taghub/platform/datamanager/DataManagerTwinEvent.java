package io.taghub.platform.datamanager;

import io.taghub.twin.Doubtful;
import io.taghub.twin.InClear;
import io.taghub.twin.Shape;
import io.taghub.twin.StrictJson;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads one event of an ingest request and reports to the request what is wrong with it. */
final class DataManagerTwinEvent {
    private static final Set<String> SOURCES = Set.of("WEB", "APP", "IN_STORE", "PHONE", "MESSAGE", "OTHER");
    private static final Set<String> PLACEHOLDERS =
            Set.of("123", "1234", "null", "undefined", "none", "transaction_id");
    /** The European Economic Area, the United Kingdom and Switzerland. */
    private static final Set<String> EUROPE = Set.of(
            ("AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT" + " RO SK SI ES SE IS LI NO GB CH")
                    .split(" "));

    private static final Duration SKEW = Duration.ofMinutes(5);

    private final JsonNode event;
    private final String path;
    private final @Nullable String encoding;
    private final Instant now;
    private final DataManagerTwinRequest request;

    DataManagerTwinEvent(
            JsonNode event, String path, @Nullable String encoding, Instant now, DataManagerTwinRequest request) {
        this.event = event;
        this.path = path;
        this.encoding = encoding;
        this.now = now;
        this.request = request;
    }

    /** RFC 3339, or null. */
    static @Nullable Instant time(JsonNode node) {
        String text = StrictJson.string(node);
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException notATime) {
            return null;
        }
    }

    void check() {
        if (!event.isObject()) {
            request.bad(path, "Must be an object.", "INVALID_EVENT");
            return;
        }
        times();
        String source = StrictJson.string(event.path("eventSource"));
        if (source == null) {
            request.bad(path + ".event_source", "Required field is missing.", "REQUIRED_FIELD_MISSING");
        } else if (!SOURCES.contains(source)) {
            request.bad(path + ".event_source", "Enum value cannot be used.", "INVALID_ENUM_VALUE");
        }
        transaction();
        money();
        identifiers();
        request.consent(path + ".consent", event.path("consent"));
        details();
        place();
        for (String field : List.of("transactionId", "adIdentifiers", "userData", "cartData")) {
            Doubtful.problems(path + "." + DataManagerTwinRequest.snake(field), event.path(field))
                    .forEach(request::problem);
        }
    }

    private void details() {
        JsonNode properties = event.path("userProperties");
        word(".user_properties.customer_type", properties.path("customerType"), "NEW", "RETURNING", "REENGAGED");
        word(".user_properties.customer_value_bucket", properties.path("customerValueBucket"), "LOW", "MEDIUM", "HIGH");
        for (JsonNode own : properties.path("additionalUserProperties")) {
            InClear.problems(path + ".user_properties.additional_user_properties", own)
                    .forEach(request::problem);
        }
        for (JsonNode variable : event.path("customVariables")) {
            if (StrictJson.string(variable.path("variable")) == null
                    || StrictJson.string(variable.path("value")) == null) {
                request.problem(path + ".custom_variables holds one without a variable or without a value");
            }
            if (!InClear.problems("value", variable.path("value")).isEmpty()) {
                request.bad(
                        path + ".custom_variables",
                        "The value holds personal data.",
                        "CUSTOM_VARIABLE_VALUE_CONTAINS_PII");
            }
        }
        JsonNode items = event.path("cartData").path("items");
        for (int i = 0; i < items.size(); i++) {
            if (StrictJson.text(items.get(i).path("merchantProductId")) == null) {
                request.problem(path + ".cart_data.items[" + i + "] has no merchant_product_id");
            }
            JsonNode quantity = items.get(i).path("quantity");
            BigDecimal number = StrictJson.number(quantity);
            if (!StrictJson.absent(quantity)
                    && (number == null || number.stripTrailingZeros().scale() > 0)) {
                request.bad(
                        path + ".cart_data.items[" + i + "].quantity",
                        "Must be a whole number.",
                        "INVALID_NUMBER_FORMAT");
            }
        }
    }

    private void place() {
        JsonNode place = event.path("eventLocation");
        code("region_code", place.path("regionCode"), Shape::isCountry, "ISO 3166-1");
        code("subdivision_code", place.path("subdivisionCode"), Shape::isSubdivision, "ISO 3166-2");
        code("subcontinent_code", place.path("subcontinentCode"), Shape::isArea, "UN M49");
        code("continent_code", place.path("continentCode"), Shape::isArea, "UN M49");
        boolean address = event.path("eventDeviceInfo").has("ipAddress")
                || event.path("adIdentifiers").path("landingPageDeviceInfo").has("ipAddress");
        boolean european = Stream.concat(
                        Stream.of(place.path("regionCode")),
                        event.path("userData")
                                .path("userIdentifiers")
                                .valueStream()
                                .map(identifier -> identifier.path("address").path("regionCode")))
                .anyMatch(region -> EUROPE.contains(region.asString("")));
        if (address && european) {
            request.problem(path + " has an IP address of somebody in the EEA, the UK or Switzerland");
        }
    }

    private void code(String field, JsonNode node, Predicate<String> form, String standard) {
        if (!StrictJson.absent(node) && !form.test(node.asString(""))) {
            request.problem(path + ".event_location." + field + " is no code of " + standard);
        }
    }

    private void word(String field, JsonNode node, String... words) {
        if (!StrictJson.absent(node) && !List.of(words).contains(node.asString(""))) {
            request.bad(path + field, "Enum value cannot be used.", "INVALID_ENUM_VALUE");
        }
    }

    private void times() {
        Instant at = time(event.path("eventTimestamp"));
        if (StrictJson.absent(event.path("eventTimestamp"))) {
            request.bad(path + ".event_timestamp", "Required field is missing.", "REQUIRED_FIELD_MISSING");
        } else if (at == null) {
            request.bad(path + ".event_timestamp", "Must be a time in RFC 3339.", "INVALID_FORMAT");
        } else if (at.isAfter(now.plus(SKEW))) {
            request.bad(path + ".event_timestamp", "The time is in the future.", "EVENT_TIME_INVALID");
        }
        if (!StrictJson.absent(event.path("lastUpdatedTimestamp"))
                && time(event.path("lastUpdatedTimestamp")) == null) {
            request.bad(path + ".last_updated_timestamp", "Must be a time in RFC 3339.", "INVALID_FORMAT");
        }
    }

    private void transaction() {
        JsonNode node = event.path("transactionId");
        String id = StrictJson.string(node);
        if (StrictJson.absent(node)) {
            request.problem(path + " has no transaction id: a repeat of it cannot be recognised");
        } else if (id == null) {
            request.bad(path + ".transaction_id", "Must be text.", "INVALID_FORMAT");
        } else if (Shape.isEmail(id)) {
            request.bad(path + ".transaction_id", "Must not hold personal data.", "INVALID_FORMAT");
        } else if (id.length() == 1 || PLACEHOLDERS.contains(id.toLowerCase(Locale.ROOT))) {
            request.problem(path + ".transaction_id looks like a placeholder");
        }
    }

    private void money() {
        JsonNode value = event.path("conversionValue");
        String currency = StrictJson.string(event.path("currency"));
        if (!StrictJson.absent(value) && StrictJson.number(value) == null) {
            request.bad(path + ".conversion_value", "Must be a number.", "INVALID_NUMBER_FORMAT");
        }
        if (value.isNumber() && value.decimalValue().signum() < 0) {
            request.problem(path + ".conversion_value is less than nothing");
        }
        if (!StrictJson.absent(event.path("currency")) && (currency == null || !Shape.isCurrency(currency))) {
            request.bad(path + ".currency", "The currency code is not supported.", "INVALID_CURRENCY_CODE");
        }
        if (!StrictJson.absent(value) && currency == null) {
            request.problem(path + ".conversion_value has no currency: the account's own is assumed");
        }
    }

    private void identifiers() {
        JsonNode clicks = event.path("adIdentifiers");
        JsonNode people = event.path("userData").path("userIdentifiers");
        if (clicks.isEmpty() && people.isEmpty() && StrictJson.absent(event.path("clientId"))) {
            request.bad(path, "Events data contains no user identifiers or ad identifiers.", "NO_IDENTIFIERS_PROVIDED");
        }
        for (String click : List.of("gclid", "gbraid", "wbraid", "dclid", "sessionAttributes")) {
            if (!StrictJson.absent(clicks.path(click)) && StrictJson.string(clicks.path(click)) == null) {
                request.bad(
                        path + ".ad_identifiers." + DataManagerTwinRequest.snake(click),
                        "Must be text.",
                        "INVALID_FORMAT");
            }
        }
        String session = StrictJson.string(clicks.path("sessionAttributes"));
        if (session != null && !isSessionAttributes(session)) {
            request.problem(path + ".ad_identifiers.session_attributes is not base64url of a JSON object");
        }
        String device = StrictJson.string(clicks.path("mobileDeviceId"));
        if (device != null && !Shape.isDeviceId(device)) {
            request.problem(path + ".ad_identifiers.mobile_device_id is no id of a device");
        }
        long named = Stream.of("gclid", "gbraid", "wbraid").filter(clicks::has).count();
        if (named > 1) {
            request.problem(path + ".ad_identifiers holds more than one of gclid, gbraid and wbraid");
        }
        if (event.has("cartData") && (clicks.has("gbraid") || clicks.has("wbraid"))) {
            request.problem(path + ".cart_data is of no use beside gbraid or wbraid");
        }
        if (people.size() > 10) {
            request.bad(
                    path + ".user_data.user_identifiers",
                    "Maximum number of user identifiers is 10.",
                    "TOO_MANY_USER_IDENTIFIERS");
        }
        for (int i = 0; i < people.size(); i++) {
            person(path + ".user_data.user_identifiers[" + i + "]", people.get(i));
        }
    }

    private static boolean isSessionAttributes(String text) {
        try {
            JsonNode json = StrictJson.parse(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
            return json != null && json.isObject();
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private void person(String where, JsonNode identifier) {
        if (identifier.size() != 1) {
            request.bad(where, "Exactly one of email_address, phone_number and address must be set.", "INVALID_FORMAT");
        }
        hash(where + ".email_address", identifier.path("emailAddress"));
        hash(where + ".phone_number", identifier.path("phoneNumber"));
        JsonNode address = identifier.path("address");
        if (StrictJson.absent(address)) {
            return;
        }
        for (String needed : List.of("givenName", "familyName", "regionCode", "postalCode")) {
            if (StrictJson.string(address.path(needed)) == null) {
                String field = where + ".address." + DataManagerTwinRequest.snake(needed);
                request.bad(field, "Required field is missing.", "REQUIRED_FIELD_MISSING");
            }
        }
        hash(where + ".address.given_name", address.path("givenName"));
        hash(where + ".address.family_name", address.path("familyName"));
        String region = StrictJson.string(address.path("regionCode"));
        if (region != null && !Shape.isCountry(region)) {
            request.bad(where + ".address.region_code", "Country code is not valid.", "INVALID_COUNTRY_CODE");
        }
        String postal = StrictJson.string(address.path("postalCode"));
        if (postal != null && Shape.isSha256(postal)) {
            request.bad(where + ".address.postal_code", "Postal code is not valid.", "INVALID_POSTAL_CODE");
        }
    }

    /** Google takes hex in either case. */
    private void hash(String where, JsonNode node) {
        if (StrictJson.absent(node)) {
            return;
        }
        String text = node.asString("");
        if ("BASE64".equals(encoding)) {
            try {
                if (Base64.getDecoder().decode(text).length != 32) {
                    request.bad(where, "The SHA256 encoded value is malformed.", "INVALID_SHA256_FORMAT");
                }
            } catch (IllegalArgumentException notBase64) {
                request.bad(where, "The base64 encoded value is malformed.", "INVALID_BASE64_ENCODING");
            }
        } else if (!text.matches("([0-9a-fA-F]{2})+")) {
            request.bad(where, "The HEX encoded value is malformed.", "INVALID_HEX_ENCODING");
        } else if (text.length() != 64) {
            request.bad(where, "The SHA256 encoded value is malformed.", "INVALID_SHA256_FORMAT");
        }
    }
}
