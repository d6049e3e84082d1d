package io.taghub.event;

import io.taghub.text.Amount;
import io.taghub.text.Moment;
import io.taghub.text.Nobody;
import io.taghub.text.PublicAddress;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what an event may say beside its name, id and time. Nothing here refuses an event. */
final class EventReader {
    /** What a sender may put into an event. */
    private static final Set<String> KEYS = Set.of(
            "name",
            "id",
            "time",
            "user",
            "click_ids",
            "visitor",
            "value",
            "currency",
            "order_id",
            "items",
            "page",
            "client",
            "consent",
            "app",
            "device",
            "user_location",
            "original_event",
            "status",
            "properties");

    private static final Map<String, String> ALIASES = Map.of(
            "transaction_id", "order_id", "original_event_data", "original_event", "event_source", "action_source");

    /** Properties that platforms have fields for, understood beside {@code value} as well. */
    private static final Set<String> WELL_KNOWN = words("action_source ad affiliation brand_page_id content_category"
            + " content_ids content_name content_type conversion_count coupon creative_name creative_slot custom_variables"
            + " customer_segmentation customer_type customer_value_bucket data_processing_options"
            + " data_processing_options_country data_processing_options_state delivery_category description discount"
            + " engagement_time_msec event_source fb_login_id group_id ig_account_id ig_sid"
            + " instagram_business_account_id item_list_id item_list_name item_number landing_page_device last_updated"
            + " lead_event_source lead_id lead_source limited_data_use locale location_id merchant_feed_label"
            + " merchant_feed_language merchant_id messaging_channel method num_items opt_out page_id"
            + " page_scoped_user_id payment_type predicted_ltv promotion_id promotion_name search_term"
            + " session_attributes session_id shipping shipping_tier store_code store_page_id subscription_id tax"
            + " virtual_currency_name whatsapp_business_account_id");

    private static final List<String> LDU = List.of("LDU");

    /** Of these, what asks for less, and what then counts: what cannot be read was perhaps meant so. */
    private static final Map<String, Object> LIMITS =
            Map.of("limited_data_use", true, "opt_out", true, "data_processing_options", LDU);

    /** Of these, what is an amount. */
    private static final Set<String> AMOUNTS =
            Set.of("conversion_count", "discount", "num_items", "predicted_ltv", "shipping", "tax");

    /** Properties of which platforms take these words only. */
    private static final Map<String, Set<String>> WORDS = Map.of(
            "action_source",
                    words(
                            "website web email phone_call phone chat physical_store in_store offline crm system_generated app"
                                    + " mobile_app business_messaging message other"),
            "customer_segmentation",
                    words(
                            "new_customer_to_business new_customer_to_business_line new_customer_to_product_area"
                                    + " new_customer_to_medium existing_customer_to_business existing_customer_to_business_line"
                                    + " existing_customer_to_product_area existing_customer_to_medium customer_in_loyalty_program"),
            "customer_type", words("new returning reengaged"),
            "customer_value_bucket", words("low medium high"),
            "delivery_category", ItemJson.DELIVERIES);

    private static final Map<String, String> ORIGINAL_ALIASES =
            Map.of("event_name", "name", "event_id", "id", "event_time", "time", "transaction_id", "order_id");
    private static final Map<String, String> CLIENT_ALIASES = Map.of(
            "ip_address", "ip",
            "client_ip_address", "ip",
            "client_user_agent", "user_agent",
            "userAgent", "user_agent");

    private static final Pattern CODE = Pattern.compile("[A-Za-z]{3,5}");

    /** With a scheme, from the site's root, or a host's name at the least. */
    private static final Pattern ADDRESS = Pattern.compile(
            "(?!(?i:(?:about|data|blob|javascript|file):|https?:(?:/{3}|/*+(?:[?#]|$))))[A-Za-z][A-Za-z0-9+.-]*:|/|[?#]|[^\\s/?#]+\\.[\\p{L}0-9]|localhost");

    private static final Pattern CLICK_ID_NAME = Pattern.compile("[\\p{L}\\p{N}_.-]{1,64}");

    /** Before this nobody tracked clicks; a time such as 1970 is somebody's missing value. */
    private static final Instant EARLIEST_CLICK = Instant.parse("2000-01-01T00:00:00Z");

    private final JsonReader in;
    private final EventBuilder event;
    private final Instant now;

    /** What was in the journal is taken as it is. */
    private final boolean own;

    EventReader(JsonReader in, EventBuilder event, Instant now) {
        this.in = in.renamed(ALIASES);
        this.event = event;
        this.now = now;
        this.own = in.isOwn();
    }

    static boolean isKey(String key) {
        return KEYS.contains(key) || WELL_KNOWN.contains(key);
    }

    void read() {
        if (!own) {
            in.allow(KEYS, WELL_KNOWN);
        }
        Map<String, Object> properties = in.properties("properties");
        for (String key : in.names()) {
            Object value =
                    !WELL_KNOWN.contains(key) ? null : own || !AMOUNTS.contains(key) ? in.plain(key) : in.number(key);
            if (value != null) {
                properties.putIfAbsent(key, value);
            }
        }
        String currency = currency(properties);
        if (!own) {
            check(properties, Amount.decimals(currency));
        }
        event.visitor(in.key("visitor", EventJson::isId, "a visitor is the hub's own id"))
                .user(PersonJson.read(in.object("user"), now))
                .clickIds(clickIds())
                .consent(Consent.read(in))
                .orderId(orderId())
                .items(ItemJson.read(in, Amount.decimals(currency)))
                .client(client())
                .location(DetailsJson.location(in.object("user_location")))
                .original(original())
                .status(in.key("status"));
        DetailsJson.app(in, event);
        event.page(page(properties)).money(money(properties, currency)).properties(properties);
    }

    /** What platforms have a form for must have it, beside the value as among the properties. */
    private void check(Map<String, Object> properties, int decimals) {
        JsonReader among = in.within("properties");
        for (Map.Entry<String, Object> property : List.copyOf(properties.entrySet())) {
            String key = property.getKey();
            Object said = property.getValue();
            JsonReader from = among.absent(key) ? in : among;
            Object least = LIMITS.get(key);
            Object read = Boolean.TRUE.equals(least) ? from.flagIfAny(key) : inForm(key, said, decimals);
            if (read == null && !from.absent(key)) {
                from.leaveOut(key, rule(key));
            }
            Object counts = read == null && !from.absent(key) ? least : read;
            if (counts == null) {
                properties.remove(key);
            } else if (!counts.equals(said)) {
                properties.put(key, counts);
            }
        }
    }

    private static @Nullable Object inForm(String key, Object said, int decimals) {
        if (AMOUNTS.contains(key)) {
            return said instanceof Number ? said : Amount.of(said, decimals);
        }
        if (WORDS.containsKey(key)) {
            String word = said.toString().strip().toLowerCase(Locale.ROOT).replaceAll("[ -]", "_");
            return WORDS.get(key).contains(word) ? said : null;
        }
        return switch (key) {
            case "custom_variables" -> PersonJson.named(said);
            case "data_processing_options" -> options(said);
            case "data_processing_options_country", "data_processing_options_state" ->
                said instanceof Number ? said : Amount.of(said, 0);
            case "last_updated" -> Moment.read(said.toString()) == null ? null : said.toString();
            default -> said;
        };
    }

    /** None, or Meta's only one; a form may hold it as a text, as JSON or as a yes or no. */
    private static @Nullable List<String> options(Object said) {
        if (said instanceof String text && text.isBlank()) {
            return null;
        }
        String bare = said.toString().replaceAll("[\\[\\]\"'\\s]", "").toUpperCase(Locale.ROOT);
        return switch (bare) {
            case "LDU", "TRUE", "1", "YES" -> LDU;
            case "", "FALSE", "0", "NO" -> List.of();
            default -> null;
        };
    }

    private static String rule(String key) {
        Set<String> words = WORDS.get(key);
        return words != null
                ? "it must be one of " + String.join(", ", new TreeSet<>(words))
                : switch (key) {
                    case "limited_data_use", "opt_out" -> "it must be true or false, and is taken as true";
                    case "data_processing_options" -> "it must be [] or [\"LDU\"], and is taken as LDU";
                    case "data_processing_options_country" -> "it must be 0, or 1 for the USA";
                    case "data_processing_options_state" ->
                        "it must be 0, or Meta's number, such as 1000 for California";
                    case "custom_variables" -> "it must be an object of names and values";
                    case "last_updated" -> "it must be an ISO 8601 time with an offset, such as 2026-11-22T11:45:00Z";
                    default -> "it must be one number, such as 49.99";
                };
    }

    private static Set<String> words(String words) {
        return Set.of(words.split(" "));
    }

    /** Where nothing stands for an order, its event's id does. */
    private @Nullable String orderId() {
        String written = in.key("order_id");
        if (written != null && !own && Nobody.isPlaceholder(written)) {
            in.leaveOut("order_id", "it stands for nothing");
            return null;
        }
        return written;
    }

    /** Beside the value, among the properties, or in the value's own text. */
    private @Nullable String currency(Map<String, Object> properties) {
        if (own) {
            return in.key("currency");
        }
        String text = in.isText("value") ? Amount.currency(String.valueOf(in.one("value"))) : null;
        String written = code(in, "currency", in.one("currency"));
        if (written == null && properties.get("currency") instanceof String said && !said.isBlank()) {
            written = code(in.within("properties"), "currency", said);
            if (written == null) {
                properties.remove("currency");
            } else {
                properties.put("currency", written);
            }
        }
        if (text != null && written != null && !text.equals(written)) {
            in.leaveOut("value", "its text says another currency than 'currency', which counts");
        }
        return written == null ? text : written;
    }

    /** One that nobody knows is kept as it is: without it platforms would take the amount for one in the account's currency. */
    private static @Nullable String code(JsonReader from, String key, @Nullable String written) {
        String code = written == null ? null : Amount.code(written);
        if (written == null || code != null) {
            return code;
        }
        boolean form = CODE.matcher(written.strip()).matches();
        from.leaveOut(
                key,
                form
                        ? "no currency of ISO 4217 and no coin we know has this code, and ad platforms get no amount"
                        : "a currency is an ISO 4217 code such as EUR, or BTC, ETH, USDT, USDC");
        return form ? written.strip().toUpperCase(Locale.ROOT) : null;
    }

    /** A currency without a value is kept among the properties; a value among them is the event's where it has no other. */
    private @Nullable Money money(Map<String, Object> properties, @Nullable String currency) {
        BigDecimal value = in.number("value", Amount.decimals(currency));
        if (value == null && !own && in.absent("value") && properties.containsKey("value")) {
            value = Amount.of(properties.get("value"), Amount.decimals(currency));
            if (value != null) {
                properties.remove("value");
            }
        }
        if (value == null && currency != null) {
            properties.putIfAbsent("currency", currency);
        }
        return value == null ? null : new Money(value, currency);
    }

    private @Nullable Page page(Map<String, Object> properties) {
        JsonReader page = in.object("page");
        if (page == null) {
            return null;
        }
        page.allow(Set.of("url", "referrer", "title"), Set.of());
        String title = page.text("title");
        if (title != null) {
            properties.putIfAbsent("page_title", title);
        }
        return new Page(address(page, "url"), address(page, "referrer"));
    }

    private @Nullable String address(JsonReader page, String key) {
        String written = page.text(key);
        if (written == null || own || ADDRESS.matcher(written.strip()).lookingAt()) {
            return written;
        }
        page.leaveOut(key, "it is no address");
        return null;
    }

    private @Nullable Client client() {
        JsonReader object = in.object("client");
        if (object == null) {
            return null;
        }
        JsonReader client = object.renamed(CLIENT_ALIASES);
        client.allow(Set.of("ip", "user_agent"), Set.of());
        String written = own ? client.key("ip") : String.join(",", client.texts("ip"));
        written = written == null || written.isEmpty() ? null : written;
        String ip = written == null || own ? written : PublicAddress.first(written);
        if (ip == null && written != null) {
            client.leaveOut("ip", "it holds no public IP address");
        }
        return new Client(ip, client.text("user_agent"));
    }

    private Event.@Nullable Original original() {
        JsonReader object = in.object("original_event");
        if (object == null) {
            return null;
        }
        JsonReader original = object.renamed(ORIGINAL_ALIASES);
        original.allow(Set.of("name", "id", "time", "order_id"), Set.of());
        return new Event.Original(
                original.key("name"), original.key("id"), original.instant("time"), original.key("order_id"));
    }

    /**
     * {@code {"gclid":"Cj0"}}, or with the moment of the click and whose it is
     * {@code {"clickid":{"value":"A","seen":"2026-11-01T...","for":"partner-north"}}}.
     */
    private ClickIds clickIds() {
        JsonReader clicks = in.object("click_ids");
        if (clicks == null) {
            return ClickIds.NONE;
        }
        List<ClickId> ids = new ArrayList<>();
        for (String name : clicks.names()) {
            if (!own && !CLICK_ID_NAME.matcher(name).matches()) {
                clicks.leaveOut(name, "a click id's name is 1 to 64 letters, digits or _ . -");
                continue;
            }
            String canonical = name.toLowerCase(Locale.ROOT);
            if (!clicks.isObject(name)) {
                String value = clicks.id(name);
                if (value != null) {
                    ids.add(new ClickId(canonical, value, now));
                }
                continue;
            }
            JsonReader click = java.util.Objects.requireNonNull(clicks.object(name));
            click.allow(Set.of("value", "seen", "params", "for"), Set.of());
            String value = click.id("value");
            if (value != null) {
                Map<String, String> params = new TreeMap<>();
                click.properties("params").forEach((key, param) -> params.put(key, String.valueOf(param)));
                ids.add(new ClickId(canonical, value, seen(click), params, click.key("for")));
            }
        }
        return ClickIds.of(ids);
    }

    private Instant seen(JsonReader click) {
        Instant seen = click.instant("seen");
        if (seen == null || own) {
            return seen == null ? now : seen;
        }
        boolean future = seen.isAfter(now.plus(EventJson.MAX_FUTURE));
        if (future || seen.isBefore(EARLIEST_CLICK)) {
            click.leaveOut("seen", future ? "it is in the future" : "it is too long ago");
            return now;
        }
        return seen;
    }
}
