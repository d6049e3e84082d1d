package io.taghub.platform.datamanager;

import io.taghub.twin.StrictJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads an ingest request as the API does before it takes it: one violation refuses everything. */
final class DataManagerTwinRequest {
    /** @param reason of the enum ErrorReason; empty where the JSON itself does not fit */
    record Violation(String field, String description, String reason) {}

    private static final int MAX_EVENTS = 2_000;
    private static final int MAX_DESTINATIONS = 10;
    private static final Set<String> ACCOUNT_TYPES = Set.of(
            "GOOGLE_ADS",
            "GOOGLE_ANALYTICS_PROPERTY",
            "FLOODLIGHT_CONFIG",
            "DATA_PARTNER",
            "DISPLAY_VIDEO_PARTNER",
            "DISPLAY_VIDEO_ADVERTISER",
            "GOOGLE_AD_MANAGER_AUDIENCE_LINK");

    /** The names a request may use; Google's REST front refuses one with any other. Object by object; {@code name:object} leads on. */
    private static final Map<String, Set<String>> NAMES = Map.ofEntries(
            Map.entry(
                    "request",
                    Set.of(
                            "destinations:destination",
                            "events:event",
                            "consent:consent",
                            "validateOnly",
                            "encoding",
                            "encryptionInfo:any")),
            Map.entry(
                    "destination",
                    Set.of(
                            "reference",
                            "operatingAccount:account",
                            "loginAccount:account",
                            "linkedAccount:account",
                            "productDestinationId")),
            Map.entry("account", Set.of("accountType", "accountId", "product")),
            Map.entry("consent", Set.of("adUserData", "adPersonalization")),
            Map.entry(
                    "event",
                    Set.of(
                            "destinationReferences",
                            "transactionId",
                            "eventTimestamp",
                            "lastUpdatedTimestamp",
                            "userData:userData",
                            "consent:consent",
                            "adIdentifiers:adIdentifiers",
                            "currency",
                            "conversionValue",
                            "conversionCount",
                            "eventSource",
                            "eventDeviceInfo:device",
                            "cartData:cart",
                            "customVariables:variable",
                            "experimentalFields:any",
                            "userProperties:userProperties",
                            "eventName",
                            "clientId",
                            "appInstanceId",
                            "userId",
                            "additionalEventParameters:parameter",
                            "eventLocation:location",
                            "thirdPartyUserData:any",
                            "callInfo:any")),
            Map.entry("userData", Set.of("userIdentifiers:identifier")),
            Map.entry("identifier", Set.of("emailAddress", "phoneNumber", "address:address")),
            Map.entry(
                    "address",
                    Set.of(
                            "givenName",
                            "familyName",
                            "regionCode",
                            "postalCode",
                            "addressLine",
                            "city",
                            "addressLines",
                            "administrativeArea")),
            Map.entry(
                    "adIdentifiers",
                    Set.of(
                            "gclid",
                            "gbraid",
                            "wbraid",
                            "sessionAttributes",
                            "landingPageDeviceInfo:device",
                            "mobileDeviceId",
                            "dclid",
                            "impressionId",
                            "matchId",
                            "encryptedUserIds:any")),
            Map.entry(
                    "cart",
                    Set.of(
                            "merchantId",
                            "merchantFeedLabel",
                            "merchantFeedLanguageCode",
                            "transactionDiscount",
                            "items:item",
                            "couponCodes")),
            Map.entry(
                    "item",
                    Set.of(
                            "merchantProductId",
                            "quantity",
                            "unitPrice",
                            "itemId",
                            "conversionValue",
                            "merchantId",
                            "merchantFeedLabel",
                            "merchantFeedLanguageCode",
                            "customVariables:any",
                            "additionalItemParameters:any")),
            Map.entry(
                    "device",
                    Set.of(
                            "userAgent",
                            "ipAddress",
                            "category",
                            "languageCode",
                            "screenHeight",
                            "screenWidth",
                            "operatingSystem",
                            "operatingSystemVersion",
                            "model",
                            "brand",
                            "browser",
                            "browserVersion")),
            Map.entry(
                    "location",
                    Set.of("storeId", "city", "subdivisionCode", "regionCode", "subcontinentCode", "continentCode")),
            Map.entry(
                    "userProperties",
                    Set.of("customerType", "customerValueBucket", "additionalUserProperties:userProperty")),
            Map.entry("userProperty", Set.of("propertyName", "value")),
            Map.entry("variable", Set.of("variable", "value", "destinationReferences")),
            Map.entry("parameter", Set.of("parameterName", "value")));

    private final JsonNode body;
    private final List<Violation> violations = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    DataManagerTwinRequest(JsonNode body, Instant now) {
        this.body = body;
        unknownNames(body).forEach(this::unreadable);
        if (violations.isEmpty()) {
            check(now);
        }
    }

    List<Violation> violations() {
        return violations;
    }

    /** What the API takes but the contract advises against. */
    List<String> problems() {
        return problems;
    }

    private void unreadable(String where) {
        int name = where.lastIndexOf('.') + 1;
        String parent = where.substring(0, Math.max(0, name - 1));
        violations.add(new Violation(
                parent,
                "Invalid JSON payload received. Unknown name \"" + where.substring(name) + "\""
                        + (parent.isEmpty() ? "" : " at '" + parent + "'") + ": Cannot find field.",
                ""));
    }

    private void check(Instant now) {
        Set<String> references = destinations();
        JsonNode events = body.path("events");
        if (!events.isArray() || events.isEmpty()) {
            bad("events", "Required field is missing.", "REQUIRED_FIELD_MISSING");
            return;
        }
        if (events.size() > MAX_EVENTS) {
            bad("events", "At most 2,000 events are allowed per request.", "TOO_MANY_EVENTS");
            return;
        }
        String encoding = StrictJson.string(body.path("encoding"));
        if (encoding != null && !Set.of("HEX", "BASE64").contains(encoding)) {
            bad("encoding", "Enum value cannot be used.", "INVALID_ENUM_VALUE");
        }
        consent("consent", body.path("consent"));
        boolean encoded = false;
        for (int i = 0; i < events.size(); i++) {
            String path = "events.events[" + i + "]";
            JsonNode event = events.get(i);
            new DataManagerTwinEvent(event, path, encoding, now, this).check();
            encoded |= !StrictJson.absent(event.path("userData"));
            for (JsonNode reference : event.path("destinationReferences")) {
                if (!references.contains(reference.asString(""))) {
                    bad(path + ".destination_references", "No destination has this reference.", "INVALID_DESTINATION");
                }
            }
        }
        if (encoded && encoding == null) {
            bad("encoding", "Required where user data is sent.", "REQUIRED_FIELD_MISSING");
        }
    }

    private Set<String> destinations() {
        Set<String> references = new HashSet<>();
        JsonNode destinations = body.path("destinations");
        if (!destinations.isArray() || destinations.isEmpty()) {
            bad("destinations", "Required field is missing.", "REQUIRED_FIELD_MISSING");
            return references;
        }
        if (destinations.size() > MAX_DESTINATIONS) {
            bad("destinations", "Maximum number of destinations allowed per request is 10.", "TOO_MANY_DESTINATIONS");
        }
        for (int i = 0; i < destinations.size(); i++) {
            JsonNode destination = destinations.get(i);
            String path = "destinations[" + i + "]";
            account(path + ".operating_account", destination.path("operatingAccount"), true);
            account(path + ".login_account", destination.path("loginAccount"), false);
            account(path + ".linked_account", destination.path("linkedAccount"), false);
            String target = StrictJson.string(destination.path("productDestinationId"));
            if (target == null) {
                bad(path + ".product_destination_id", "Required field is missing.", "REQUIRED_FIELD_MISSING");
            } else if ("GOOGLE_ADS"
                            .equals(StrictJson.string(
                                    destination.path("operatingAccount").path("accountType")))
                    && !target.matches("\\d+")) {
                bad(
                        path + ".product_destination_id",
                        "Must be the id of a conversion action.",
                        "INVALID_CONVERSION_ACTION_ID");
            }
            String reference = StrictJson.string(destination.path("reference"));
            if (reference != null && !references.add(reference)) {
                bad(path + ".reference", "Another destination has it already.", "DUPLICATE_DESTINATION_REFERENCE");
            }
        }
        return references;
    }

    private void account(String path, JsonNode account, boolean required) {
        if (StrictJson.absent(account)) {
            if (required) {
                bad(path, "Required field is missing.", "REQUIRED_FIELD_MISSING");
            }
            return;
        }
        String type = StrictJson.string(account.path("accountType"));
        if (type == null) {
            bad(path + ".account_type", "Required field is missing.", "REQUIRED_FIELD_MISSING");
        } else if (!ACCOUNT_TYPES.contains(type)) {
            bad(path + ".account_type", "Enum value cannot be used.", "INVALID_ENUM_VALUE");
        }
        String id = StrictJson.string(account.path("accountId"));
        if (id == null) {
            bad(path + ".account_id", "Required field is missing.", "REQUIRED_FIELD_MISSING");
        } else if (!id.matches("\\d+")) {
            bad(path + ".account_id", "Must hold digits only.", "INVALID_NUMBER_FORMAT");
        }
    }

    void consent(String path, JsonNode consent) {
        for (var entry : consent.properties()) {
            if (!Set.of("CONSENT_GRANTED", "CONSENT_DENIED", "CONSENT_STATUS_UNSPECIFIED")
                    .contains(entry.getValue().asString(""))) {
                bad(path + "." + snake(entry.getKey()), "Enum value cannot be used.", "INVALID_ENUM_VALUE");
            }
        }
    }

    void bad(String field, String description, String reason) {
        violations.add(new Violation(field, description, reason));
    }

    void problem(String text) {
        problems.add(text);
    }

    /** Where names stand that the API does not know, such as {@code events[0].currencyCode}. */
    private static List<String> unknownNames(JsonNode request) {
        List<String> unknown = new ArrayList<>();
        visit("", "request", request, unknown);
        return unknown;
    }

    private static void visit(String path, String type, JsonNode node, List<String> unknown) {
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                visit(path + "[" + i + "]", type, node.get(i), unknown);
            }
            return;
        }
        Set<String> names = NAMES.getOrDefault(type, Set.of());
        for (var field : node.properties()) {
            String here = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            String prefix = field.getKey() + ":";
            String child = names.stream()
                    .filter(name -> name.startsWith(prefix))
                    .map(name -> name.substring(prefix.length()))
                    .findFirst()
                    .orElse("any");
            if (child.equals("any") && !names.contains(field.getKey()) && !names.contains(prefix + "any")) {
                unknown.add(here);
            } else if (!child.equals("any")) {
                visit(here, child, field.getValue(), unknown);
            }
        }
    }

    /** The name as the violations spell it: {@code adUserData} is {@code ad_user_data} there. */
    static String snake(String camel) {
        return camel.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
