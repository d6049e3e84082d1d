package io.taghub.platform.thetradedesk;

import io.taghub.twin.Doubtful;
import io.taghub.twin.InClear;
import io.taghub.twin.Shape;
import io.taghub.twin.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads one real-time event: whose it is, what is required of it, and what The Trade Desk would make nothing of. */
final class TheTradeDeskTwinEvent {
    private static final List<String> DYNAMIC =
            IntStream.rangeClosed(1, 10).mapToObj(i -> "td" + i).toList();
    private static final List<String> TEXTS =
            List.of("merchant_id", "adv", "tracker_id", "upixel_id", "event_name", "order_id", "referrer_url", "imp");
    private static final Set<String> OTHERS = Set.of(
            "value",
            "currency",
            "client_ip",
            "adid",
            "adid_type",
            "tdid",
            "idfa",
            "aaid",
            "daid",
            "naid",
            "idl",
            "uid2",
            "uid2_token",
            "euid",
            "euid_token",
            "items",
            "data_processing_option",
            "privacy_settings",
            "country",
            "region",
            "metro",
            "city",
            "zip",
            "iattr",
            "ivtc");
    private static final List<String> IDS =
            List.of("adid", "tdid", "idfa", "aaid", "daid", "naid", "idl", "uid2", "uid2_token", "euid", "euid_token");
    private static final Set<String> TYPES = Set.of("TDID", "IDFA", "AAID", "DAID", "NAID", "IDL", "EUID", "UID2");
    private static final Set<String> DEVICES = Set.of("TDID", "IDFA", "AAID", "DAID", "NAID");
    private static final List<String> ITEM = List.of("item_code", "name", "qty", "price", "cat");
    private static final Set<String> LAWS = Set.of("GDPR", "CCPA", "GPP");
    private static final Pattern DECIMAL = Pattern.compile("\\d+(\\.\\d+)?");
    private static final Pattern HASH_64 = Pattern.compile("[A-Za-z0-9+/_-]{43}=");
    private static final Pattern RAMP_ID = Pattern.compile("\\S{49}|\\S{70}");
    private static final Pattern STATE = Pattern.compile("(?i)us-[a-z]{2}");

    private final List<String> problems = new ArrayList<>();
    private final JsonNode event;
    private boolean valid = true;

    TheTradeDeskTwinEvent(JsonNode event) {
        this.event = event;
        account();
        for (String text : Stream.concat(TEXTS.stream(), DYNAMIC.stream()).toList()) {
            if (event.has(text) && StrictJson.string(event.path(text)) == null) {
                problems.add(text + " is no text");
            }
        }
        money();
        user();
        items();
        privacy();
        for (String key : event.propertyNames()) {
            if (!TEXTS.contains(key) && !DYNAMIC.contains(key) && !OTHERS.contains(key)) {
                problems.add(key + " is not a known key, and becomes a property of the operator's own");
            }
        }
        for (String free : Stream.concat(DYNAMIC.stream(), Stream.of("event_name", "order_id", "referrer_url", "items"))
                .toList()) {
            problems.addAll(InClear.problems(free, event.path(free)));
        }
        problems.addAll(Doubtful.others(problems, event, "imp", "adid", "items"));
        problems.addAll(Doubtful.problems("client.ip", event.path("client_ip")));
    }

    List<String> problems() {
        return problems;
    }

    boolean valid() {
        return valid;
    }

    /** Whether it names a tag and whose it is; which there are only The Trade Desk knows. */
    boolean tagged() {
        return (said("merchant_id") || said("adv")) && (said("tracker_id") || said("upixel_id"));
    }

    private boolean said(String key) {
        return StrictJson.string(event.path(key)) != null;
    }

    private void bad(String problem) {
        problems.add(problem);
        valid = false;
    }

    private void account() {
        if (!tagged()) {
            problems.add("it needs merchant_id or adv, and tracker_id or upixel_id");
        }
        if (said("merchant_id") && said("adv")) {
            bad("of merchant_id and adv only one may be there");
        }
        if (said("tracker_id") && said("upixel_id")) {
            bad("of tracker_id and upixel_id only one may be there");
        }
        if (said("upixel_id")) {
            if (!Shape.isWebAddress(event.path("referrer_url").asString(""))) {
                bad("a universal pixel needs a web address as its referrer_url");
            }
            if (said("merchant_id")) {
                problems.add("a universal pixel goes with adv, not with merchant_id");
            }
        } else if (!said("event_name")) {
            bad("an event tracker needs an event_name");
        }
    }

    private void money() {
        JsonNode value = event.path("value");
        if (value.isNumber()) {
            problems.add("value is a number and should be a text");
        } else if (!StrictJson.absent(value)
                && !DECIMAL.matcher(value.asString("")).matches()) {
            bad("value is no decimal number with a point");
        }
        String currency = StrictJson.string(event.path("currency"));
        if (currency != null && !Shape.isCurrencyCode(currency)) {
            bad("currency is no ISO 4217 code");
        }
        if (currency == null && event.path("event_name").asString("").equalsIgnoreCase("purchase")) {
            bad("a purchase needs a currency");
        }
        if (currency == null && !StrictJson.absent(value)) {
            problems.add("value has no currency");
        }
    }

    private void user() {
        List<String> given = IDS.stream().filter(this::said).toList();
        if (given.size() > 1) {
            problems.add("of " + String.join(", ", given) + " one is enough, and only one is used");
        }
        if (given.isEmpty() && !said("imp") && !said("client_ip")) {
            problems.add("nobody is known by it: no id, no impression and no IP address");
        }
        String type = event.path("adid_type").asString("");
        String id = event.path("adid").asString("");
        if (said("adid") != said("adid_type")) {
            bad("adid and adid_type go together");
        } else if (said("adid")) {
            if (!TYPES.contains(type)) {
                bad("adid_type is none of The Trade Desk's");
            }
            boolean formed = switch (type) {
                case "UID2", "EUID" -> HASH_64.matcher(id).matches();
                case "IDL" -> RAMP_ID.matcher(id).matches();
                default -> !DEVICES.contains(type) || Shape.isDeviceId(id);
            };
            if (!formed) {
                problems.add("adid has not the form of " + type);
            }
        }
        if (said("imp") && !Shape.isDeviceId(event.path("imp").asString(""))) {
            problems.add("imp is no id of an impression: 36 characters with dashes");
        }
        if (event.has("client_ip") && !Shape.isIp(event.path("client_ip").asString(""))) {
            bad("client_ip is no IP address");
        }
    }

    private void items() {
        JsonNode items = event.path("items");
        if (!StrictJson.absent(items) && !items.isArray()) {
            bad("items is no list");
        }
        for (JsonNode item : items) {
            if (StrictJson.string(item.path("item_code")) == null) {
                bad("items.item_code is missing or no text");
            }
            for (String key : item.propertyNames()) {
                if (!ITEM.contains(key)) {
                    problems.add("items." + key + " is not a known key");
                } else if (!item.path(key).isString()) {
                    problems.add("items." + key + " is no text");
                }
            }
            for (String number : List.of("qty", "price")) {
                if (item.path(number).isString()
                        && !DECIMAL.matcher(item.path(number).stringValue()).matches()) {
                    problems.add("items." + number + " is no number");
                }
            }
        }
    }

    private void privacy() {
        JsonNode option = event.path("data_processing_option");
        if (!StrictJson.absent(option)) {
            if (!option.path("policies").isArray()
                    || option.path("policies")
                            .valueStream()
                            .anyMatch(policy -> !policy.asString("").equals("LDU"))) {
                problems.add("data_processing_option.policies knows [\"LDU\"] only");
            }
            if (option.has("region")
                    && !STATE.matcher(option.path("region").asString("")).matches()) {
                problems.add("data_processing_option.region is no state, as us-ca is");
            }
        }
        for (JsonNode setting : event.path("privacy_settings")) {
            boolean whole = LAWS.contains(setting.path("privacy_type").asString(""))
                    && !StrictJson.absent(setting.path("is_applicable"))
                    && StrictJson.string(setting.path("consent_string")) != null;
            if (!whole) {
                problems.add("privacy_settings needs privacy_type, is_applicable and consent_string");
            }
        }
    }
}
