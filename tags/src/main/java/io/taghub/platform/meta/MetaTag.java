package io.taghub.platform.meta;

import io.taghub.event.App;
import io.taghub.event.ClickId;
import io.taghub.event.Client;
import io.taghub.event.Consent;
import io.taghub.event.Event;
import io.taghub.event.Location;
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
import io.taghub.text.UnresolvedMacro;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns events into {@code POST /{version}/{pixel}/events}.
 *
 * @see <a href="https://developers.facebook.com/docs/marketing-api/conversions-api/parameters">the vendor's page</a>
 */
record MetaTag(MetaPlatform.Settings settings, Setup setup) implements Tag.Graded {
    private static final String HOST = "https://graph.facebook.com/";

    private static final Set<String> SEGMENTS = Set.of(
            "new_customer_to_business",
            "new_customer_to_business_line",
            "new_customer_to_product_area",
            "new_customer_to_medium",
            "existing_customer_to_business",
            "existing_customer_to_business_line",
            "existing_customer_to_product_area",
            "existing_customer_to_medium",
            "customer_in_loyalty_program");

    /** Ids of Meta's own that an operator may know; they go out as they are. */
    private static final List<String> META_IDS = List.of("lead_id", "subscription_id", "fb_login_id");

    /** Meta's number for it. */
    private static final Integer CALIFORNIA = 1000;

    private static final Duration MAX_AGE = Duration.ofDays(7);

    /** Also said to be 7 days, on the same page. */
    private static final Duration MAX_AGE_STORE = Duration.ofDays(62);

    /** The form of {@code _fbc} and {@code _fbp}; anything else under these names matches nobody. */
    private static final Pattern COOKIE = Pattern.compile(MetaPlatform.BROWSER_ID);

    /** How far a browser's clock and a server's may be apart. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private static final Pattern FBCLID = Pattern.compile(MetaPlatform.CLICK_ID);
    private static final UnresolvedMacro UNRESOLVED = new UnresolvedMacro(List.of("fbclid"));

    /** Of these one is enough to recognise a person. */
    private static final List<String> STRONG_KEYS = Stream.of(
                    List.of("em", "ph", "external_id", "fbc", "fbp", "madid", "anon_id"),
                    META_IDS,
                    MetaSource.CONVERSATIONS)
            .flatMap(Collection::stream)
            .toList();

    /** By another id the same order is another conversion; an amendment says itself which one it is about. */
    @Override
    public boolean corrects(Event event) {
        return event.original() != null;
    }

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
        String source = MetaSource.of(event, settings.actionSource());
        String channel = source.equals("business_messaging") ? MetaSource.channel(event) : null;
        if (source.equals("business_messaging") && channel == null) {
            return Plan.skip(Reason.MISSING_FIELD, "a messaging event needs messaging_channel");
        }
        boolean app = source.equals("app");
        String unfit = app ? MetaApp.objection(event) : null;
        if (unfit != null) {
            return Plan.skip(Reason.MISSING_FIELD, unfit);
        }
        boolean website = source.equals("website");
        if (website && client.userAgent() == null) {
            return Plan.skip(Reason.MISSING_FIELD, "a website event needs client.user_agent");
        }
        Fields user = userData(event, client, source);
        if (!recognisable(user)) {
            return Plan.skip(
                    Reason.NO_MATCH_KEY,
                    "no e-mail, phone, user id, fbclid or fbp, and not both IP address and user agent");
        }
        if (name.equals("Purchase") && Money.inIsoCurrency(event.money()) == null) {
            return Plan.skip(Reason.MISSING_FIELD, "a Purchase needs a value and an ISO 4217 currency");
        }
        String url = website ? setup.pageUrl(event) : setup.ownUrl(event);
        return Plan.send(new Fields()
                .put("event_name", name)
                .put("event_time", event.time().getEpochSecond())
                .put("event_id", event.id())
                .put("action_source", source)
                .put("event_source_url", PersonalData.strippedFrom(url, event))
                .put(
                        "referrer_url",
                        event.page() == null
                                ? null
                                : PersonalData.strippedFrom(event.page().referrer(), event))
                .put("opt_out", event.flag("opt_out"))
                .put("customer_segmentation", segment(event))
                .put("messaging_channel", channel)
                .put("user_data", user)
                .put("custom_data", customData(event, source))
                .put("app_data", app ? MetaApp.data(event) : null)
                .put("store_data", source.equals("physical_store") ? store(event) : null)
                .put("original_event_data", original(event.original()))
                .putAll(limits(event).toMap())
                .toMap());
    }

    /** A store's events are taken for longer than the others. */
    @Override
    public Duration maxAge(Event event) {
        return MetaSource.of(event, settings.actionSource()).equals("physical_store") ? MAX_AGE_STORE : MAX_AGE;
    }

    /** Limited data use: denied by the visitor, or as the event says, or else the settings. */
    private Fields limits(Event event) {
        if (!event.isLimited(settings.limitedDataUse())) {
            return new Fields();
        }
        Map<String, Object> properties = event.properties();
        boolean california = isInCalifornia(event);
        return new Fields()
                .put("data_processing_options", List.of("LDU"))
                .put(
                        "data_processing_options_country",
                        properties.get("data_processing_options_country") instanceof Number country
                                ? country
                                : california ? Integer.valueOf(1) : settings.dataProcessingOptionsCountry())
                .put(
                        "data_processing_options_state",
                        properties.get("data_processing_options_state") instanceof Number state
                                ? state
                                : california ? CALIFORNIA : settings.dataProcessingOptionsState());
    }

    /**
     * Whether that is to be said for want of an address, by which Meta finds the state where the settings name none. Of other
     * states the numbers are not documented.
     */
    private boolean isInCalifornia(Event event) {
        boolean found = event.client() != null && Identifiers.ip(event.client().ip()) != null;
        if (found || settings.dataProcessingOptionsCountry() != 0 || settings.dataProcessingOptionsState() != 0) {
            return false;
        }
        String region = event.location().get(Location.REGION);
        String country = Identifiers.country(event.location().get(Location.COUNTRY));
        Person person = event.user();
        return "us-ca".equals(Identifiers.plain(region))
                || ("US".equals(country) && "ca".equals(Identifiers.state(region, country)))
                || (region == null
                        && "US".equals(Identifiers.country(person.country()))
                        && "ca".equals(Identifiers.state(Identifiers.clear(person, "region", person.region()), "US")));
    }

    private static @Nullable String segment(Event event) {
        String said = event.text("customer_segmentation");
        String word = said == null ? "" : said.toLowerCase(Locale.ROOT);
        return SEGMENTS.contains(word) ? word : null;
    }

    private static Fields store(Event event) {
        Fields store = new Fields();
        List.of("store_page_id", "brand_page_id", "store_code").forEach(id -> store.put(id, MetaSource.id(event, id)));
        return store.has("store_code")
                ? store
                : store.put("store_code", event.location().get(Location.STORE_ID));
    }

    private @Nullable Fields original(Event.@Nullable Original original) {
        return original == null
                ? null
                : new Fields()
                        .put(
                                "event_name",
                                original.name() == null
                                        ? null
                                        : setup.eventNames().getOrDefault(original.name(), original.name()))
                        .put(
                                "event_time",
                                original.time() == null ? null : original.time().getEpochSecond())
                        .put("order_id", original.orderId())
                        .put("event_id", original.id());
    }

    /** Hashes are lists, as Meta's own libraries send them. */
    private Fields userData(Event event, Client client, String source) {
        Person person = PersonalData.shareable(event);
        String country = Identifiers.country(person.country());
        String from = orDefault(country);
        Fields user = new Fields()
                .put("em", Identifiers.hashes(person, "email", person.emails(), Identifiers::email))
                .put("ph", Identifiers.hashes(person, "phone", person.phones(), raw -> Identifiers.phone(raw, from)))
                .putList("fn", Identifiers.hash(person, "first_name", person.firstName(), Identifiers::unpunctuated))
                .putList("ln", Identifiers.hash(person, "last_name", person.lastName(), Identifiers::unpunctuated))
                .putList("ge", Identifiers.hash(person, "gender", person.gender(), Identifiers::gender))
                .putList("db", Identifiers.hash(person, "birth_date", person.birthDate(), Identifiers::birthDate))
                .putList("ct", Identifiers.hash(person, "city", person.city(), Identifiers::alphanumeric))
                .putList(
                        "st",
                        Identifiers.hash(
                                person, "region", person.region(), region -> Identifiers.state(region, country)))
                .putList(
                        "zp",
                        Identifiers.hash(
                                person,
                                "postal_code",
                                person.postalCode(),
                                code -> Identifiers.postalCode(code, country)))
                .putList(
                        "country",
                        Identifiers.hash(
                                person,
                                "country",
                                person.country(),
                                raw -> Identifiers.plain(Identifiers.country(raw))))
                // Hashing is optional here; the browser's pixel must be given the user id in the same form.
                .put("external_id", Identifiers.ids(person))
                .put("client_ip_address", Identifiers.ip(client.ip()))
                .put("client_user_agent", client.userAgent())
                .put("fbc", fbc(event))
                .put("fbp", cookie(event, "fbp"));
        META_IDS.forEach(id -> user.put(id, MetaSource.id(event, id)));
        if (source.equals("business_messaging")) {
            MetaSource.CONVERSATIONS.forEach(id -> user.put(id, MetaSource.id(event, id)));
            MetaSource.ACCOUNTS.forEach(id -> user.put(id, MetaSource.id(event, id)));
        }
        if (source.equals("app") && !event.consent().denies(Consent.Purpose.AD_USER_DATA)) {
            user.put("madid", event.advertisingId()).put("anon_id", event.app().get(App.ANONYMOUS_ID));
        }
        return user;
    }

    private @Nullable String orDefault(@Nullable String country) {
        return country == null ? setup.defaultCountry() : country;
    }

    /**
     * The cookie's value while it belongs to the newest click, else one made of the click: {@code fb.1.<ms>.<fbclid>}. The
     * cookie may have a fifth part, so the click id is the one at index 3, not the last. A back end may give the whole for
     * the click id.
     *
     * @see <a href="https://developers.facebook.com/docs/marketing-api/conversions-api/parameters/fbp-and-fbc">the vendor's
     *     page</a>
     */
    private static @Nullable String fbc(Event event) {
        String cookie = alive(cookie(event, "fbc"), event);
        ClickId click = event.clickIds().get("fbclid");
        String value = click == null ? "" : click.value();
        if (isCookie(value)) {
            return alive(value, event);
        }
        if (click == null || value.startsWith("fb.") || !FBCLID.matcher(value).matches()) {
            return cookie;
        }
        return cookie != null && cookie.split("\\.")[3].equals(value)
                ? cookie
                : "fb.1." + Math.min(click.seen().toEpochMilli(), event.time().toEpochMilli()) + "." + value;
    }

    /** Null where the click in it is older than Meta counts one, and where it came after the event. */
    private static @Nullable String alive(@Nullable String fbc, Event event) {
        return fbc == null
                        || isLater(fbc, event)
                        || created(fbc).plus(MetaPlatform.CLICK_LIFETIME).isBefore(event.time())
                ? null
                : fbc;
    }

    private static boolean isLater(String cookie, Event event) {
        return created(cookie).isAfter(event.time().plus(CLOCK_SKEW));
    }

    private static Instant created(String cookie) {
        return Instant.ofEpochMilli(Long.parseLong(cookie.split("\\.")[2]));
    }

    private static boolean isCookie(String value) {
        return COOKIE.matcher(value).matches() && !UNRESOLVED.looksLike(value.split("\\.")[3]);
    }

    private static @Nullable String cookie(Event event, String name) {
        String value = event.clickIds().value(name);
        return value != null && isCookie(value) && !isLater(value, event) ? value : null;
    }

    /** Meta refuses combinations that fit thousands of people, such as user agent and country alone. */
    private static boolean recognisable(Fields user) {
        return !Collections.disjoint(user.toMap().keySet(), STRONG_KEYS)
                || (user.has("client_ip_address") && user.has("client_user_agent"))
                || (user.has("fn")
                        && user.has("ln")
                        && Stream.of("zp", "ct", "db").anyMatch(user::has));
    }

    /** What a CRM tells of a lead counts only where it says so; who names a lead and its CRM is one. */
    private static Fields customData(Event event, String source) {
        Fields data = MetaCustomData.of(event);
        boolean lead = source.equals("system_generated")
                && MetaSource.id(event, "lead_id") != null
                && event.text("lead_event_source") != null
                && event.text("event_source") == null;
        boolean crm = lead || "crm".equalsIgnoreCase(event.text("action_source"));
        return data.put("event_source", crm ? "crm" : PersonalData.impersonal(event.text("event_source"), event))
                .put("lead_event_source", PersonalData.impersonal(event.text("lead_event_source"), event));
    }

    @Override
    public Reading read(Response response, int size) {
        return MetaAnswer.read(response, size);
    }

    /** The age is documented, the batch is not verified: {@code limits} in the tag changes either. */
    @Override
    public Limits limits() {
        return Limits.batch(1000).maxAge(MAX_AGE).dedupWindow(Duration.ofDays(2));
    }

    @Override
    public Auth auth() {
        return new Auth.Query("access_token", settings.accessToken());
    }

    @Override
    public Optional<Request> probe() {
        return Optional.of(Request.get(HOST + settings.apiVersion() + "/me?fields=id"));
    }

    @Override
    public Optional<ApiVersion> apiVersion() {
        String version = settings.apiVersion();
        return Optional.of(new ApiVersion(version, null, MetaPlatform.ENDS.get(version), MetaPlatform.OLDEST)
                .upTo(MetaPlatform.API_VERSION));
    }

    @Override
    public Optional<Survey> survey() {
        return Optional.ofNullable(settings.quality()).map(quality -> MetaQuality.survey(HOST, settings, quality));
    }

    @Override
    public List<Grade> grades(Response response) {
        return MetaQuality.grades(response);
    }
}
