package io.taghub.platform.linkedin;

import io.taghub.twin.Doubtful;
import io.taghub.twin.InClear;
import io.taghub.twin.Shape;
import io.taghub.twin.StrictJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Reads one conversion event. LinkedIn looks at fields and their types and gathers all that is wrong; what the values mean it
 * does not look at, so a currency nobody knows and an e-mail address that is not hashed are taken and lost.
 */
final class LinkedInTwinEvent {
    private static final Set<String> KEYS =
            Set.of("conversion", "conversionHappenedAt", "conversionValue", "eventId", "user");
    private static final Set<String> USER = Set.of("userIds", "userInfo", "externalIds", "lead");
    private static final Set<String> INFO = Set.of("firstName", "lastName", "title", "companyName", "countryCode");
    private static final Set<String> NAMES = Set.of("firstName", "lastName");
    private static final Set<String> TYPES = Set.of(
            "SHA256_EMAIL",
            "LINKEDIN_FIRST_PARTY_ADS_TRACKING_UUID",
            "ACXIOM_ID",
            "PLAINTEXT_IP_ADDRESS",
            "GOOGLE_AID");
    private static final Pattern AMOUNT = Pattern.compile("-?\\d+(\\.\\d+)?");
    private static final Duration MAX_AGE = Duration.ofDays(90);

    private final Instant now;
    private final List<String> errors = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private boolean untimely;

    LinkedInTwinEvent(JsonNode event, Instant now) {
        this.now = now;
        if (event.isObject()) {
            check(event);
        } else {
            error("", "is not a record");
        }
    }

    /** In LinkedIn's words, without the place of the event. */
    List<String> errors() {
        return errors;
    }

    List<String> problems() {
        return problems;
    }

    /** Older than 90 days, or yet to come. */
    boolean isUntimely() {
        return untimely;
    }

    private void check(JsonNode event) {
        known("", event, KEYS);
        String rule = text("/conversion", event.path("conversion"), true);
        if (!rule.isEmpty() && !rule.matches("urn:lla:llaPartnerConversion:\\d+")) {
            error("/conversion", "Invalid Urn format. Invalid prefix.");
        }
        time(event.path("conversionHappenedAt"));
        JsonNode value = event.path("conversionValue");
        if (!StrictJson.absent(value)) {
            known("/conversionValue", value, Set.of("currencyCode", "amount"));
            String currency = text("/conversionValue/currencyCode", value.path("currencyCode"), true);
            String amount = text("/conversionValue/amount", value.path("amount"), true);
            if (!currency.isEmpty() && !Shape.isCurrencyCode(currency)) {
                problems.add(
                        "conversionValue.currencyCode is no currency of ISO 4217; LinkedIn takes it and says nothing");
            }
            if (!amount.isEmpty() && !AMOUNT.matcher(amount).matches()) {
                problems.add("conversionValue.amount is no decimal number");
            }
        }
        if (text("/eventId", event.path("eventId"), false).isEmpty()) {
            problems.add("eventId is missing: the Insight Tag's copy of this event cannot be recognised");
        }
        user(event.path("user"));
        InClear.problems("eventId", event.path("eventId")).forEach(problems::add);
        Doubtful.others(problems, event, "eventId", "user").forEach(problems::add);
    }

    private void time(JsonNode time) {
        if (StrictJson.absent(time)) {
            missing("/conversionHappenedAt");
        } else if (!time.isIntegralNumber()) {
            error("/conversionHappenedAt", "cannot be coerced to Long");
        } else {
            Instant at = Instant.ofEpochMilli(time.longValue());
            untimely = at.isAfter(now) || at.isBefore(now.minus(MAX_AGE));
        }
    }

    private void user(JsonNode user) {
        if (!user.isObject()) {
            missing("/user");
            return;
        }
        known("/user", user, USER);
        JsonNode ids = user.path("userIds");
        if (!ids.isArray()) {
            missing("/user/userIds");
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < ids.size(); i++) {
            identifier("/user/userIds/" + i, ids.get(i), seen);
        }
        JsonNode info = user.path("userInfo");
        if (!StrictJson.absent(info)) {
            known("/user/userInfo", info, INFO);
            for (String name : List.of("firstName", "lastName", "title", "companyName", "countryCode")) {
                String said = text("/user/userInfo/" + name, info.path(name), NAMES.contains(name));
                if (Shape.isSha256(said)) {
                    problems.add("user.userInfo." + name + " is hashed, and LinkedIn wants it in clear");
                } else if (name.equals("countryCode") && !said.isEmpty() && !Shape.isCountry(said)) {
                    problems.add("user.userInfo.countryCode is no ISO 3166-1 code");
                }
            }
            problems.addAll(InClear.problems("user.title", info.path("title")));
            problems.addAll(InClear.problems("user.company", info.path("companyName")));
        }
        JsonNode own = user.path("externalIds");
        if (own.size() > 1) {
            error("/user/externalIds", "holds more than one id");
        }
        problems.addAll(InClear.problems("user.externalIds", own));
        if (ids.isEmpty() && own.isEmpty() && StrictJson.absent(info) && StrictJson.absent(user.path("lead"))) {
            problems.add("user holds nothing LinkedIn could recognise a person by");
        }
    }

    private void identifier(String path, JsonNode id, Set<String> seen) {
        known(path, id, Set.of("idType", "idValue"));
        String type = text(path + "/idType", id.path("idType"), true);
        String value = text(path + "/idValue", id.path("idValue"), true);
        if (!type.isEmpty() && !TYPES.contains(type)) {
            error(path + "/idType", "\"" + type + "\" is not an enum symbol");
            return;
        }
        if (!type.isEmpty() && !seen.add(type)) {
            problems.add("user.userIds has " + type + " twice; whether LinkedIn takes that is not documented");
        }
        String wrong = switch (type) {
            case "SHA256_EMAIL" -> Shape.isSha256(value) ? "" : "is not SHA-256 as 64 lower-case hex digits";
            case "PLAINTEXT_IP_ADDRESS" -> Shape.isIp(value) && !value.contains(":") ? "" : "is no IPv4 address";
            case "GOOGLE_AID" -> Shape.isDeviceId(value) ? "" : "is no advertising id";
            default -> Shape.isUnfilled(value) ? "is a placeholder nobody filled in" : "";
        };
        if (!value.isEmpty() && !wrong.isEmpty()) {
            problems.add("the " + type + " of user.userIds " + wrong + "; LinkedIn takes it and it matches nobody");
        }
    }

    private void known(String path, JsonNode object, Set<String> keys) {
        for (String key : object.propertyNames()) {
            if (!keys.contains(key)) {
                error(path + "/" + key, "unrecognized field found but not allowed");
            }
        }
    }

    /** The text, empty where there is none. */
    private String text(String path, JsonNode node, boolean required) {
        if (StrictJson.absent(node)) {
            if (required) {
                missing(path);
            }
            return "";
        }
        if (!node.isString()) {
            error(path, "cannot be coerced to String");
            return "";
        }
        if (required && node.stringValue().isBlank()) {
            problems.add(path.substring(1).replace('/', '.') + " is empty");
        }
        return node.stringValue();
    }

    private void missing(String path) {
        error(path, "field is required but not found and has no default value");
    }

    private void error(String path, String says) {
        errors.add("ERROR :: " + path + " :: " + says);
    }
}
