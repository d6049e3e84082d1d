package io.taghub.platform.meta;

import io.taghub.event.ClickId;
import io.taghub.event.Client;
import io.taghub.event.Consent;
import io.taghub.event.Event;
import io.taghub.event.LineItem;
import io.taghub.event.Money;
import io.taghub.event.Person;
import io.taghub.personal.PersonalData;
import io.taghub.tag.Auth;
import io.taghub.tag.Countable;
import io.taghub.tag.Fields;
import io.taghub.tag.Identifiers;
import io.taghub.tag.Item;
import io.taghub.tag.Limits;
import io.taghub.tag.Plan;
import io.taghub.tag.Reading;
import io.taghub.tag.Reason;
import io.taghub.tag.Request;
import io.taghub.tag.Response;
import io.taghub.tag.Setup;
import io.taghub.tag.Tag;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns events into {@code POST /{version}/{pixel}/events}.
 *
 * @see <a href="https://developers.facebook.com/docs/marketing-api/conversions-api/parameters">the vendor's page</a>
 */
record MetaTag(MetaPlatform.Settings settings, Setup setup) implements Tag {
    private static final String HOST = "https://graph.facebook.com/";

    /** {@code app} and {@code business_messaging} need objects of their own, which a hub of web events does not have. */
    private static final Set<String> ACTION_SOURCES =
            Set.of("website", "email", "phone_call", "chat", "physical_store", "system_generated", "other");

    /** Ids of Meta's own that an operator may know; they go out as they are. */
    private static final List<String> META_IDS = List.of("lead_id", "subscription_id", "fb_login_id");

    /** The form of {@code _fbc} and {@code _fbp}; anything else under these names matches nobody. */
    private static final Pattern COOKIE = Pattern.compile("fb\\.\\d\\.\\d+\\.[\\w.-]+");

    /** Of these one is enough to recognise a person. */
    private static final List<String> STRONG_KEYS =
            List.of("em", "ph", "external_id", "fbc", "fbp", "lead_id", "subscription_id", "fb_login_id");

    /** Property names that do not go into custom_data as they are. */
    private static final Set<String> TAKEN = Set.of(
            "action_source",
            "lead_id",
            "subscription_id",
            "fb_login_id",
            "value",
            "currency",
            "order_id",
            "contents",
            "content_ids",
            "num_items",
            "search_term");

    /** What goes into the request for the whole batch. */
    @Override
    public Request request(List<Item> items) {
        return Request.postJson(
                HOST + settings.apiVersion() + "/" + settings.pixelId() + "/events",
                new Fields()
                        .put("data", items.stream().map(Item::body).toList())
                        .put("test_event_code", settings.testEventCode())
                        .put("partner_agent", "taghub"));
    }

    @Override
    public Plan plan(Event event) {
        Plan.Skip objection = Countable.objection(event);
        if (objection != null) {
            return objection;
        }
        String name = setup.nameOf(event);
        Client client = event.client() == null ? new Client(null, null) : event.client();
        String source = actionSource(event, client);
        if (!ACTION_SOURCES.contains(source)) {
            return Plan.skip(
                    Reason.INVALID_FIELD,
                    "action_source is not one of " + String.join(", ", new TreeSet<>(ACTION_SOURCES)));
        }
        boolean website = source.equals("website");
        if (website && client.userAgent() == null) {
            return Plan.skip(Reason.MISSING_FIELD, "a website event needs client.user_agent");
        }
        Fields user = userData(event, client);
        if (!recognisable(user)) {
            return Plan.skip(
                    Reason.NO_MATCH_KEY,
                    "no e-mail, phone, user id, fbclid or fbp, and not both IP address and user agent");
        }
        if (name.equals("Purchase") && Money.inIsoCurrency(event.money()) == null) {
            return Plan.skip(Reason.MISSING_FIELD, "a Purchase needs a value and an ISO 4217 currency");
        }
        String url = event.page() == null ? null : event.page().url();
        boolean limited = settings.limitedDataUse() || event.consent().denies(Consent.Purpose.AD_PERSONALIZATION);
        return Plan.send(new Fields()
                .put("event_name", name)
                .put("event_time", event.time().getEpochSecond())
                .put("event_id", event.id())
                .put("action_source", source)
                .put("event_source_url", PersonalData.strippedFrom(website ? setup.pageUrl(event) : url))
                .put(
                        "referrer_url",
                        event.page() == null
                                ? null
                                : PersonalData.strippedFrom(event.page().referrer()))
                .put("user_data", user)
                .put("custom_data", customData(event))
                .put("data_processing_options", limited ? List.of("LDU") : null)
                .put("data_processing_options_country", limited ? settings.dataProcessingOptionsCountry() : null)
                .put("data_processing_options_state", limited ? settings.dataProcessingOptionsState() : null)
                .toMap());
    }

    private String actionSource(Event event, Client client) {
        String source = event.text("action_source");
        if (source == null) {
            source = settings.actionSource();
        }
        return source != null ? source : client.userAgent() == null ? "system_generated" : "website";
    }

    /** Hashes are lists of one, as Meta's own libraries send them. */
    private Fields userData(Event event, Client client) {
        Person person = PersonalData.shareable(event);
        String country = Identifiers.country(person.country());
        Fields user = new Fields()
                .putList("em", Identifiers.sha256(Identifiers.email(person.email())))
                .putList("ph", Identifiers.sha256(Identifiers.phone(person.phone(), orDefault(country))))
                .putList("fn", Identifiers.sha256(Identifiers.unpunctuated(person.firstName())))
                .putList("ln", Identifiers.sha256(Identifiers.unpunctuated(person.lastName())))
                .putList("ge", Identifiers.sha256(Identifiers.gender(person.gender())))
                .putList("db", Identifiers.sha256(Identifiers.birthDate(person.birthDate())))
                .putList("ct", Identifiers.sha256(Identifiers.alphanumeric(person.city())))
                .putList("st", Identifiers.sha256(Identifiers.state(person.region(), country)))
                .putList("zp", Identifiers.sha256(Identifiers.postalCode(person.postalCode(), country)))
                .putList("country", Identifiers.sha256(Identifiers.plain(country)))
                // Hashing is optional here; the browser's pixel must be given the user id in the same form.
                .putList("external_id", Identifiers.sha256(Identifiers.plain(person.id())))
                .put("client_ip_address", Identifiers.ip(client.ip()))
                .put("client_user_agent", client.userAgent())
                .put("fbc", fbc(event))
                .put("fbp", cookie(event, "fbp"));
        META_IDS.forEach(id -> {
            Object known = event.properties().get(id);
            user.put(id, known instanceof Number || known instanceof String ? known : null);
        });
        return user;
    }

    private @Nullable String orDefault(@Nullable String country) {
        return country == null ? setup.defaultCountry() : country;
    }

    /**
     * The cookie's value while it belongs to the newest click, else one made of the click: {@code fb.1.<ms>.<fbclid>}. The
     * cookie may have a fifth part, so the click id is the one at index 3, not the last.
     *
     * @see <a href="https://developers.facebook.com/docs/marketing-api/conversions-api/parameters/fbp-and-fbc">the vendor's
     *     page</a>
     */
    private static @Nullable String fbc(Event event) {
        String cookie = cookie(event, "fbc");
        ClickId click = event.clickIds().get("fbclid");
        if (click == null) {
            return cookie;
        }
        String[] parts = cookie == null ? new String[0] : cookie.split("\\.");
        return parts.length > 3 && parts[3].equals(click.value())
                ? cookie
                : "fb.1." + click.seen().toEpochMilli() + "." + click.value();
    }

    private static @Nullable String cookie(Event event, String name) {
        String value = event.clickIds().value(name);
        return value != null && COOKIE.matcher(value).matches() ? value : null;
    }

    /** Meta refuses combinations that fit thousands of people, such as user agent and country alone. */
    private static boolean recognisable(Fields user) {
        return STRONG_KEYS.stream().anyMatch(user::has)
                || (user.has("client_ip_address") && user.has("client_user_agent"))
                || (user.has("fn")
                        && user.has("ln")
                        && Stream.of("zp", "ct", "db").anyMatch(user::has));
    }

    private static Fields customData(Event event) {
        Money money = Money.inIsoCurrency(event.money());
        List<LineItem> items = Money.pricedInIsoCurrency(event.items(), event.money());
        Fields data = new Fields()
                .put("value", money == null ? null : money.amount())
                .put("currency", money == null ? null : money.currency())
                .put("order_id", event.orderId())
                .put(
                        "content_ids",
                        items.stream()
                                .map(LineItem::id)
                                .filter(Objects::nonNull)
                                .toList())
                .put("contents", items.stream().map(MetaTag::content).toList())
                .put("num_items", items.isEmpty() ? null : count(items))
                .put("content_type", items.isEmpty() || event.text("content_type") != null ? null : "product")
                .put("search_string", PersonalData.impersonal(event.text("search_term")));
        PersonalData.freeProperties(event, TAKEN).forEach((key, value) -> {
            if (!data.has(key)) {
                data.put(key, value);
            }
        });
        return data;
    }

    private static Fields content(LineItem item) {
        return item.id() == null
                ? new Fields()
                : new Fields()
                        .put("id", item.id())
                        .put("quantity", item.pieces())
                        .put("item_price", item.price())
                        .put("title", PersonalData.impersonal(item.name()));
    }

    private static BigDecimal count(List<LineItem> items) {
        return items.stream().map(LineItem::pieces).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Override
    public Reading read(Response response, int size) {
        return MetaAnswer.read(response, size);
    }

    /** The age is documented, the batch is not verified: {@code limits} in the tag changes either. */
    @Override
    public Limits limits() {
        return Limits.batch(1000).maxAge(Duration.ofDays(7)).dedupWindow(Duration.ofDays(2));
    }

    @Override
    public Auth auth() {
        return new Auth.Query("access_token", settings.accessToken());
    }

    @Override
    public Optional<Request> probe() {
        return Optional.of(Request.get(HOST + settings.apiVersion() + "/me?fields=id"));
    }
}
