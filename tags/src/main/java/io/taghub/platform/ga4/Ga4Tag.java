package io.taghub.platform.ga4;

import static io.taghub.personal.PersonalData.cut;

import io.taghub.event.App;
import io.taghub.event.Client;
import io.taghub.event.Consent;
import io.taghub.event.Event;
import io.taghub.event.Money;
import io.taghub.event.Page;
import io.taghub.personal.PersonalData;
import io.taghub.platform.Correction;
import io.taghub.tag.Auth;
import io.taghub.tag.Countable;
import io.taghub.tag.Fields;
import io.taghub.tag.Identifiers;
import io.taghub.tag.Item;
import io.taghub.tag.Limits;
import io.taghub.tag.Outcome;
import io.taghub.tag.Plan;
import io.taghub.tag.Reading;
import io.taghub.tag.Reason;
import io.taghub.tag.Request;
import io.taghub.tag.Response;
import io.taghub.tag.Setup;
import io.taghub.tag.Tag;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.util.RawValue;

/**
 * Turns events into {@code POST /mp/collect}. GA4 answers 204 to everything it receives, also to what it then drops, so
 * what it would drop must not leave.
 *
 * @see <a href="https://developers.google.com/analytics/devguides/collection/protocol/ga4/reference">the vendor's page</a>
 */
record Ga4Tag(Ga4Platform.Settings settings, Setup setup) implements Tag.Checkable {
    private static final int MAX_PARAMS = 25;
    // Not verified at the vendor: the limits of user ids and bodies.
    private static final int MAX_TEXT = Ga4Names.MAX_TEXT;
    private static final int MAX_USER_ID = 256;
    private static final int MAX_BATCH = 25;

    /** Bytes; a little less than GA4's 130 kB, for what stands around the events. */
    private static final int MAX_BODY = 125_000;

    /** Seconds: who is away for longer comes again. GA4 tells sessions apart by client id and session id together. */
    private static final long SESSION = 1800;

    private static final Pattern GA_COOKIE = Pattern.compile("(?:GA\\d\\.[\\d-]+\\.)?(\\d+\\.\\d+|amp-[\\w-]+)");
    private static final Pattern SESSION_COOKIE = Pattern.compile("(?:GS1\\.\\d+\\.|GS2\\.\\d+\\.s)?(\\d+)(?:[.$].*)?");
    /** Their value counts coins or gems, and has no currency. */
    private static final Set<String> VIRTUAL = Set.of("earn_virtual_currency", "spend_virtual_currency");

    private static final Set<String> TAKEN =
            Set.of("currency", "items", "predicted_ltv", "session_id", "transaction_id", "value");

    /** Of one event: what describes the person, the same for a whole request, and the event itself; params as JSON. */
    private record Hit(Fields person, long micros, String name, RawValue params) {}

    @Override
    public Plan plan(Event event) {
        String name = nameOf(event);
        Plan.Skip objection = name.equals("refund") ? null : Countable.objection(event);
        if (objection != null) {
            return objection;
        }
        if (name.equals("refund") && !ofPurchase(event)) {
            return Correction.impossible("what it takes back was no purchase to GA4, as far as is known");
        }
        String written = Ga4Names.event(name);
        if (written == null) {
            return Plan.skip(Reason.INVALID_FIELD, "GA4 takes no event called '" + name + "'; use event_names");
        }
        String clientId = isApp() ? event.app().get(App.INSTANCE_ID) : clientId(event);
        if (clientId == null) {
            return Plan.skip(
                    Reason.NO_MATCH_KEY,
                    isApp()
                            ? "no app.instance_id, and GA4 knows an installation by it"
                            : "neither a _ga cookie nor a visitor, and GA4 needs a client id");
        }
        if (written.equals("purchase") && Money.inIsoCurrency(event.money()) == null) {
            return Plan.skip(Reason.MISSING_FIELD, "a purchase needs a value and an ISO 4217 currency");
        }
        Fields person = person(event, clientId);
        // Consent, address and user id stand beside the client id, once per request: who differs in one goes alone.
        String group = clientId + "/"
                + Identifiers.hex("SHA-256", person.toMap().toString()).substring(0, 12);
        long micros = ChronoUnit.MICROS.between(java.time.Instant.EPOCH, event.time());
        byte[] params = params(event, written).toJson();
        // What is over the limit GA4 drops without a word: no event is, and a long one goes alone.
        if (params.length > MAX_BODY) {
            return Plan.skip(Reason.TOO_LARGE, "the event is longer than GA4 takes: " + params.length + " bytes");
        }
        boolean isLong = params.length > MAX_BODY / MAX_BATCH;
        Hit hit = new Hit(person, micros, written, new RawValue(new String(params, StandardCharsets.UTF_8)));
        return Plan.send(new Item(hit, isLong ? group + "/" + event.id() : group));
    }

    /**
     * The {@code _ga} cookie's id where the page runs Google's tag too; else one made of the visitor, always the same for
     * the same visitor. A user id alone is not enough: a client id made of it would be a second person in every report.
     */
    private static @Nullable String clientId(Event event) {
        String cookie = event.clickIds().value("ga");
        Matcher ga = GA_COOKIE.matcher(cookie == null ? "" : cookie);
        if (ga.matches()) {
            return ga.group(1);
        }
        if (event.visitor() == null) {
            return null;
        }
        String digest = Identifiers.hex("SHA-256", event.visitor());
        return Long.parseLong(digest.substring(0, 8), 16) + "." + Long.parseLong(digest.substring(8, 16), 16);
    }

    /** Where analytics alone is allowed, nothing goes out that says who it is or where: no address, no user data. */
    private Fields person(Event event, String clientId) {
        Consent consent = event.consent();
        boolean analyticsAlone = consent.denies(Consent.Purpose.AD_STORAGE);
        Consent.State userData = analyticsAlone ? Consent.State.DENIED : consent.state(Consent.Purpose.AD_USER_DATA);
        boolean shares = userData != Consent.State.DENIED;
        Client client = event.client();
        String userId = event.user().id();
        Fields location = shares ? Ga4User.location(event) : new Fields();
        return new Fields()
                .put(isApp() ? "app_instance_id" : "client_id", clientId)
                .put("user_id", cut(PersonalData.impersonalId(userId), MAX_USER_ID))
                .put(
                        "consent",
                        new Fields()
                                .put("ad_user_data", word(userData))
                                .put("ad_personalization", word(consent.state(Consent.Purpose.AD_PERSONALIZATION))))
                .put("user_location", location)
                .put(
                        "ip_override",
                        shares && settings.sendIp() && client != null && location.isEmpty()
                                ? Identifiers.ip(client.ip())
                                : null)
                .put("user_agent", client == null ? null : client.userAgent())
                .put("device", Ga4User.device(event))
                .put("user_properties", Ga4User.properties(event))
                .put(
                        "user_data",
                        shares && settings.userData() ? Ga4User.data(event.user(), setup.defaultCountry()) : null);
    }

    private static @Nullable String word(Consent.State state) {
        return state == Consent.State.UNSET ? null : state.name();
    }

    private Fields params(Event event, String name) {
        boolean virtual = VIRTUAL.contains(name);
        // A value without a currency breaks the revenue of the whole report; that of a game's coins is no revenue.
        Money money = virtual ? event.money() : Money.inIsoCurrency(event.money());
        // Of a refund GA4 wants to know how much went back; some say that with a minus.
        Object amount =
                money == null ? null : name.equals("refund") ? money.amount().abs() : money.amount();
        Fields params = new Fields()
                .put("session_id", sessionId(event))
                .put("engagement_time_msec", engagementTime(event))
                .put("transaction_id", transactionId(event, name))
                .put("value", amount)
                .put("currency", virtual ? null : Money.isoCurrencyOf(event))
                .put("virtual_currency_name", virtual ? virtualCurrency(event) : null)
                .put("items", Ga4Items.of(event, name, money));
        Page page = event.page();
        if (page != null) {
            params.put("page_location", cut(PersonalData.strippedFrom(page.url(), event), 1000))
                    .put("page_referrer", cut(PersonalData.strippedFrom(page.referrer(), event), 420));
        }
        params.put("debug_mode", settings.debugMode() ? 1 : null);
        PersonalData.freeProperties(event, TAKEN).forEach((key, value) -> {
            String written = Ga4Names.sanitised(key);
            if (written != null && !params.has(written) && params.toMap().size() < MAX_PARAMS) {
                int length = written.equals("page_title") ? 3 * MAX_TEXT : MAX_TEXT;
                params.put(written, value instanceof Number ? value : cut(value.toString(), length));
            }
        });
        return params;
    }

    /** By its own name, else by what the sender took for a currency. */
    private static @Nullable Object virtualCurrency(Event event) {
        String name = PersonalData.impersonal(event.text("virtual_currency_name"), event);
        return cut(name == null ? event.currency() : name, MAX_TEXT);
    }

    /**
     * From Google's own cookie, whose form changed in 2025 and of which each stream has one, or from a site that keeps its
     * own; else one of ours: without any GA4 shows no source, and the event in few reports.
     */
    private Object sessionId(Event event) {
        String stream = settings.measurementId();
        String own = stream == null
                ? null
                : event.clickIds().value("ga_session_" + stream.substring(2).toLowerCase(Locale.ROOT));
        // Another stream's says nothing of ours.
        boolean others = event.clickIds().hasAny("ga_session_");
        String cookie = own == null && !others ? event.clickIds().value("ga_session") : own;
        Matcher session = SESSION_COOKIE.matcher(cookie == null ? "" : cookie);
        if (session.matches()) {
            return session.group(1);
        }
        Object kept = event.properties().get("session_id");
        return kept == null ? String.valueOf(event.time().getEpochSecond() / SESSION * SESSION) : kept;
    }

    /** Without it GA4 shows the event in no report of engaged users; one millisecond distorts none. */
    private static Object engagementTime(Event event) {
        return event.properties().get("engagement_time_msec") instanceof Number measured ? measured : 1;
    }

    /** A purchase that is reversed is what GA4 calls a refund. */
    private String nameOf(Event event) {
        String name = setup.nameOf(event);
        return name.equals("purchase") && "reversed".equals(event.status()) ? "refund" : name;
    }

    /** Where nobody knows what is taken back, GA4's own word for it is believed; a chargeback may be one of any deposit. */
    private boolean ofPurchase(Event event) {
        if (setup.nameOf(event).equals("purchase")) {
            return true;
        }
        String told = event.original() == null ? null : event.original().name();
        return told == null
                ? event.name().equals("refund")
                : setup.eventNames().getOrDefault(told, told).equals("purchase");
    }

    private static @Nullable String transactionId(Event event, String name) {
        boolean refund = name.equals("refund");
        String order = refund ? Correction.takenBack(event) : event.orderId();
        return cut(order == null && (refund || name.equals("purchase")) ? event.id() : order, MAX_TEXT);
    }

    private boolean isApp() {
        return settings.firebaseAppId() != null;
    }

    @Override
    public Optional<URI> origin() {
        return Optional.of(URI.create(host()));
    }

    @Override
    public Request request(List<Item> items) {
        return Request.postJson(url("/mp/collect"), body(items));
    }

    /** Google's validation server looks at names, values and limits, not at the secret, and stores nothing. */
    @Override
    public Request validation(List<Item> items) {
        Fields body = body(items).put("validation_behavior", "ENFORCE_RECOMMENDATIONS");
        return Request.postJson(url("/debug/mp/collect"), body);
    }

    @Override
    public List<String> objections(Response response) {
        return response.json()
                .path("validationMessages")
                .valueStream()
                .map(message -> Stream.of("fieldPath", "validationCode", "description")
                        .map(key -> PersonalData.masked(message.path(key).asString("")))
                        .filter(Predicate.not(String::isEmpty))
                        .collect(Collectors.joining(": ")))
                .toList();
    }

    private String url(String path) {
        String host = host();
        String stream = isApp()
                ? "firebase_app_id=" + URLEncoder.encode(settings.firebaseAppId(), StandardCharsets.UTF_8)
                : "measurement_id=" + settings.measurementId();
        return host + path + "?" + stream;
    }

    private static Fields body(List<Item> items) {
        List<Hit> hits = items.stream().map(item -> item.as(Hit.class)).toList();
        long first = hits.getFirst().micros();
        boolean atOnce = hits.stream().allMatch(hit -> hit.micros() == first);
        return new Fields()
                .putAll(hits.getFirst().person().toMap())
                .put("timestamp_micros", atOnce ? first : null)
                .put(
                        "events",
                        hits.stream()
                                .map(hit -> new Fields()
                                        .put("name", hit.name())
                                        .put("timestamp_micros", atOnce ? null : hit.micros())
                                        .put("params", hit.params()))
                                .toList());
    }

    @Override
    public Reading read(Response response, int size) {
        if (response.ok()) {
            return Reading.all(size, Outcome.DELIVERED);
        }
        if (response.status() == 401 || response.status() == 403) {
            return Reading.all(size, Outcome.misconfigured(Reason.BAD_CREDENTIALS, "HTTP " + response.status()));
        }
        return response.passing() || response.status() < 400
                ? Reading.all(size, response.retry())
                : Reading.refused(OptionalInt.empty(), "HTTP " + response.status());
    }

    /**
     * No dedup window: only purchases carry an id that GA4 recognises, and the window holds for the tag as a whole, so an
     * attempt without an answer is held rather than counted twice.
     */
    @Override
    public Limits limits() {
        return Limits.batch(MAX_BATCH).maxAge(Duration.ofDays(3));
    }

    @Override
    public Auth auth() {
        return new Auth.Query("api_secret", settings.apiSecret());
    }

    private String host() {
        return settings.eu() ? "https://region1.google-analytics.com" : "https://www.google-analytics.com";
    }
}
