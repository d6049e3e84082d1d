package io.taghub.platform.meta;

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
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/**
 * Reads one event of a Conversions API batch as Meta would.
 *
 * @see <a href="https://developers.facebook.com/docs/marketing-api/conversions-api/parameters">Parameters</a>
 */
final class MetaTwinEvent {
    /** Why the whole batch is refused. */
    record Refusal(int subcode, String title, String message) {}

    /** Meta's own parameter builder appends a fifth segment; it is two or eight characters long. */
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}(\\.([\\w-]{2}|[\\w-]{8}))?");

    private static final Pattern APPENDIX = Pattern.compile("\\.[\\w-]{8}$");
    private static final Pattern FBC = Pattern.compile("fb\\.\\d\\.\\d{13}\\.[^.\\s]+(\\.([\\w-]{2}|[\\w-]{8}))?");
    private static final Pattern FBP = Pattern.compile("fb\\.\\d\\.\\d{13}\\.\\d{1,10}(\\.([\\w-]{2}|[\\w-]{8}))?");
    private static final Pattern SEGMENT = Pattern.compile(
            "(new|existing)_customer_to_(business|business_line|product_area|medium)|customer_in_loyalty_program");

    /** What a conversation is known by, where it takes place. */
    private static final Map<String, List<String>> CONVERSATIONS = Map.of(
            "whatsapp", List.of("ctwa_clid", "whatsapp_business_account_id"),
            "messenger", List.of("page_id", "page_scoped_user_id"),
            "instagram", List.of("ig_sid", "ig_account_id"));

    private static final Duration MAX_AGE = Duration.ofDays(7);
    private static final Duration MAX_AGE_STORE = Duration.ofDays(62);
    private static final Duration CLICK_LIFETIME = Duration.ofDays(90);
    private static final Duration SKEW = Duration.ofMinutes(1);

    private final JsonNode event;
    private final int index;
    private final Instant now;
    private final List<String> problems = new ArrayList<>();
    private @Nullable Refusal refusal;

    MetaTwinEvent(JsonNode event, int index, Instant now) {
        this.event = event;
        this.index = index;
        this.now = now;
        if (event.isObject()) {
            check();
        } else {
            bad("", "must be an object");
        }
    }

    List<String> problems() {
        return problems;
    }

    @Nullable
    Refusal refusal() {
        return refusal;
    }

    /** The click id inside an fbc value; it is the fourth segment, also where a fifth follows. */
    static @Nullable String fbclid(@Nullable String fbc) {
        String[] segments = fbc == null ? new String[0] : fbc.split("\\.", -1);
        return segments.length < 4 ? null : segments[3];
    }

    private void check() {
        if (StrictJson.string(event.path("event_name")) == null) {
            bad("['event_name']", "is required and must be text");
        }
        time();
        source();
        userData();
        customData();
        if (StrictJson.absent(event.path("event_id"))) {
            problem("event_id is missing: no copy of this event can be recognised");
        } else if (StrictJson.text(event.path("event_id")) == null) {
            bad("['event_id']", "must be text");
        }
        dataProcessing();
        wordsOf();
        unknown("", event, MetaTwinKeys.KEYS);
        nulls("", event);
    }

    private void time() {
        JsonNode time = event.path("event_time");
        BigDecimal number = StrictJson.number(time);
        if (number == null
                || number.signum() < 0
                || number.scale() > 0 && number.stripTrailingZeros().scale() > 0) {
            bad("['event_time']", "is required and must be Unix time in whole seconds");
            return;
        }
        if (time.isString()) {
            problem("event_time is text, not a number");
        }
        if (number.compareTo(BigDecimal.valueOf(100_000_000_000L)) > 0) {
            bad("['event_time']", "is not in seconds; it looks like milliseconds");
            return;
        }
        Instant at = Instant.ofEpochSecond(number.longValue());
        boolean store = "physical_store".equals(StrictJson.string(event.path("action_source")));
        if (at.isBefore(now.minus(store ? MAX_AGE_STORE : MAX_AGE))) {
            problem("event_time is older than " + (store ? "62" : "7") + " days, which refuses the whole request");
            refuse(
                    2804003,
                    "Event Timestamp Too Old",
                    "The timestamp for this event is too far in the past. Events need to be sent from your server within"
                            + " 7 days of when they occurred. Enter a timestamp that has occurred within the last 7"
                            + " days.");
        } else if (at.isAfter(now.plus(SKEW))) {
            bad("['event_time']", "is in the future");
        }
    }

    private void source() {
        String source = StrictJson.string(event.path("action_source"));
        if (source == null || !MetaTwinKeys.SOURCES.contains(source)) {
            bad("['action_source']", "is required and must be one of " + new TreeSet<>(MetaTwinKeys.SOURCES));
            return;
        }
        if (source.equals("website")) {
            String url = StrictJson.string(event.path("event_source_url"));
            if (url == null || !Shape.isWebAddress(url)) {
                bad("['event_source_url']", "is required for website events and must be a web address");
            }
            if (StrictJson.string(event.path("user_data").path("client_user_agent")) == null) {
                bad("['user_data']['client_user_agent']", "is required for website events");
            }
        }
        switch (source) {
            case "app" -> app();
            case "business_messaging" -> messaging();
            default -> {}
        }
        for (String key : List.of("madid", "anon_id")) {
            if (event.path("user_data").has(key) && !source.equals("app")) {
                problem("user_data." + key + " is for app events only");
            }
        }
    }

    private void app() {
        JsonNode app = event.path("app_data");
        if (!app.isObject()) {
            bad("['app_data']", "is required for app events");
            return;
        }
        for (String flag : List.of("advertiser_tracking_enabled", "application_tracking_enabled")) {
            JsonNode said = app.path(flag);
            if (StrictJson.absent(said) && flag.startsWith("application")) {
                continue;
            }
            BigDecimal number = StrictJson.number(said);
            if (number == null || (number.signum() != 0 && number.compareTo(BigDecimal.ONE) != 0)) {
                bad("['app_data']['" + flag + "']", "must be 0 or 1");
            }
        }
        JsonNode info = app.path("extinfo");
        boolean texts = info.isArray() && info.valueStream().allMatch(JsonNode::isString);
        if (!texts || info.size() != 16) {
            bad("['app_data']['extinfo']", "must be a list of 16 texts");
        } else if (!Set.of("i2", "a2").contains(info.get(0).stringValue())) {
            bad("['app_data']['extinfo'][0]", "must be i2 or a2");
        } else if (info.get(4).stringValue().isEmpty()) {
            bad("['app_data']['extinfo'][4]", "the version of the system is required");
        }
    }

    private void messaging() {
        String channel = StrictJson.string(event.path("messaging_channel"));
        List<String> needed = channel == null ? null : CONVERSATIONS.get(channel);
        if (needed == null) {
            bad("['messaging_channel']", "must be one of " + new TreeSet<>(CONVERSATIONS.keySet()));
            return;
        }
        for (String key : needed) {
            boolean account =
                    key.equals("ig_account_id") && event.path("user_data").has("instagram_business_account_id");
            if (!event.path("user_data").has(key) && !account) {
                problem("user_data." + key + " is missing: the conversation is not known without it");
            }
        }
    }

    /** What an event says of itself beside who and what. */
    private void wordsOf() {
        String segment = StrictJson.string(event.path("customer_segmentation"));
        if (!StrictJson.absent(event.path("customer_segmentation"))
                && (segment == null || !SEGMENT.matcher(segment).matches())) {
            bad("['customer_segmentation']", "is none of Meta's words");
        }
        if (!StrictJson.absent(event.path("opt_out")) && !event.path("opt_out").isBoolean()) {
            bad("['opt_out']", "must be true or false");
        }
        JsonNode original = event.path("original_event_data");
        unknown("original_event_data.", original, Set.of("event_name", "event_time", "order_id", "event_id"));
        JsonNode originalTime = original.path("event_time");
        if (!StrictJson.absent(originalTime) && !originalTime.isIntegralNumber()) {
            problem("original_event_data.event_time is not Unix time in whole seconds");
        }
        JsonNode custom = event.path("custom_data");
        if (event.path("user_data").has("lead_id")
                && (!"crm".equals(StrictJson.string(custom.path("event_source")))
                        || StrictJson.string(custom.path("lead_event_source")) == null)) {
            problem("custom_data.event_source must be crm and lead_event_source be there: the lead is never counted");
        }
        for (String free : List.of("custom_data", "event_source_url", "referrer_url")) {
            InClear.problems(free, event.path(free)).forEach(this::problem);
        }
        Doubtful.others(problems, event, "event_id", "user_data", "custom_data").forEach(this::problem);
    }

    private void userData() {
        JsonNode user = event.path("user_data");
        if (!user.isObject()) {
            bad("['user_data']", "is required and must be an object");
            return;
        }
        Set<String> usable = new TreeSet<>();
        for (var field : user.properties()) {
            String key = field.getKey();
            List<JsonNode> values =
                    field.getValue().isArray() ? field.getValue().valueStream().toList() : List.of(field.getValue());
            if (values.isEmpty() || values.stream().anyMatch(value -> StrictJson.text(value) == null)) {
                bad("['user_data']['" + key + "']", "must be text or a list of texts");
                continue;
            }
            usable.add(key);
            values.forEach(value -> identifier(key, value.asString()));
        }
        usable.retainAll(MetaTwinKeys.KNOWN);
        if (MetaTwinKeys.WEAK.stream().anyMatch(weak -> weak.containsAll(usable))) {
            problem("user_data holds " + usable + " only, which is too little to match a person");
            refuse(
                    2804050,
                    "Insufficient Customer Information",
                    "You haven't added sufficient customer information parameter data for this event. Please add more"
                            + " customer information parameters.");
        }
    }

    private void identifier(String key, String value) {
        String clickId = key.equals("fbc") ? fbclid(value) : null;
        if (Shape.isUnfilled(clickId == null ? value : clickId)) {
            problem("user_data." + key + " is a placeholder nobody filled in");
        }
        if (MetaTwinKeys.HASHED.contains(key)) {
            if (!HASH.matcher(value).matches()) {
                bad("['user_data']['" + key + "']", "must be a SHA-256 hash in lower-case hex");
            }
        } else if (key.equals("external_id")) {
            InClear.problems("user_data.external_id", StringNode.valueOf(value)).forEach(this::problem);
        } else if (!MetaTwinKeys.CLEAR.contains(key)) {
            problem("user_data." + key + " is not a key Meta knows");
        } else if (Shape.isSha256(value)) {
            problem("user_data." + key + " must not be hashed");
        } else if (key.equals("client_ip_address")
                && !Shape.isIp(APPENDIX.matcher(value).replaceFirst(""))) {
            problem("user_data.client_ip_address is not an IP address");
        } else if (key.equals("fbc") && !FBC.matcher(value).matches()
                || key.equals("fbp") && !FBP.matcher(value).matches()) {
            problem("user_data." + key + " does not have the form fb.N.<milliseconds>.<id>");
        } else if (key.equals("fbc")) {
            clicked(Instant.ofEpochMilli(Long.parseLong(value.split("\\.")[2])));
        }
    }

    private void clicked(Instant at) {
        long event = this.event.path("event_time").asLong(0);
        if (at.isAfter(now.plus(SKEW))) {
            problem("user_data.fbc was created in the future");
        } else if (at.isBefore(now.minus(CLICK_LIFETIME))) {
            problem("user_data.fbc is older than 90 days");
        } else if (refusal == null
                && event > 0
                && at.isAfter(Instant.ofEpochSecond(event).plus(SKEW))) {
            problem("user_data.fbc was created after the event");
        }
    }

    private void customData() {
        JsonNode custom = event.path("custom_data");
        if (!StrictJson.absent(custom) && !custom.isObject()) {
            bad("['custom_data']", "must be an object");
            return;
        }
        JsonNode value = custom.path("value");
        JsonNode currency = custom.path("currency");
        boolean purchase = "Purchase".equals(StrictJson.string(event.path("event_name")));
        if (purchase && (StrictJson.absent(value) || StrictJson.absent(currency))) {
            String missing = StrictJson.absent(value) ? "value" : "currency";
            problem("custom_data." + missing + " is required for Purchase");
            refuse(
                    2804009,
                    "Purchase Event Missing Value Or Currency",
                    "Your purchase event is missing the " + missing + " parameter at $['data'][" + index
                            + "]['custom_data']['" + missing + "'].");
        }
        if (!StrictJson.absent(value) && StrictJson.number(value) == null) {
            bad("['custom_data']['value']", "must be a number");
        }
        String code = StrictJson.string(currency);
        if (!StrictJson.absent(currency) && (code == null || !Shape.isCurrency(code))) {
            bad("['custom_data']['currency']", "must be an ISO 4217 currency code");
        }
        for (String number : List.of("num_items", "predicted_ltv")) {
            if (!StrictJson.absent(custom.path(number)) && !custom.path(number).isNumber()) {
                problem("custom_data." + number + " is not a number");
            }
        }
        for (JsonNode content : custom.path("contents")) {
            JsonNode quantity = content.path("quantity");
            BigDecimal pieces = StrictJson.number(quantity);
            if (!StrictJson.absent(quantity)
                    && (pieces == null || pieces.stripTrailingZeros().scale() > 0)) {
                problem("custom_data.contents holds a quantity that is not a whole number");
            }
            if (StrictJson.text(content.path("id")) == null) {
                problem("custom_data.contents holds an item without id");
            }
        }
        if (!StrictJson.absent(custom.path("content_ids"))
                && !custom.path("content_ids").isArray()) {
            problem("custom_data.content_ids must be a list");
        }
        nulls("custom_data.", custom);
    }

    private void dataProcessing() {
        JsonNode options = event.path("data_processing_options");
        if (!StrictJson.absent(options) && !options.isArray()) {
            bad("['data_processing_options']", "must be a list");
        }
        if (StrictJson.absent(options)
                && !(StrictJson.absent(event.path("data_processing_options_country"))
                        && StrictJson.absent(event.path("data_processing_options_state")))) {
            problem("data_processing_options_country and _state mean nothing without data_processing_options");
        }
        if (options.valueStream().anyMatch(option -> !"LDU".equals(option.asString("")))) {
            problem("data_processing_options knows LDU only, in capitals; anything else limits nothing");
        }
        boolean limited = options.valueStream().anyMatch(option -> "LDU".equals(option.asString("")));
        BigDecimal state = StrictJson.number(event.path("data_processing_options_state"));
        if (limited
                && (state == null || state.signum() == 0)
                && StrictJson.absent(event.path("user_data").path("client_ip_address"))) {
            problem("data_processing_options_state is required where no client_ip_address tells it");
        }
    }

    private void unknown(String path, JsonNode object, Set<String> known) {
        for (String key : object.propertyNames()) {
            if (!known.contains(key)) {
                problem(path + key + " is not a key Meta knows");
            }
        }
    }

    private void nulls(String path, JsonNode object) {
        for (var field : object.properties()) {
            if (field.getValue().isNull()
                    || field.getValue().isString()
                            && field.getValue().stringValue().isEmpty()) {
                problem(path + field.getKey() + " is empty");
            }
        }
    }

    private void bad(String path, String says) {
        String where = "$['data'][" + index + "]" + path;
        problem(where + " " + says);
        refuse(2804019, "Invalid parameter", "Invalid parameter " + where + ": " + says + ".");
    }

    private void refuse(int subcode, String title, String message) {
        if (refusal == null) {
            refusal = new Refusal(subcode, title, message);
        }
    }

    private void problem(String text) {
        problems.add(text.startsWith("$") ? text : "data[" + index + "]." + text);
    }
}
