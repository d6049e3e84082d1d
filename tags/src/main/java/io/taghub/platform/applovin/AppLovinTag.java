package io.taghub.platform.applovin;

import io.taghub.event.App;
import io.taghub.event.Client;
import io.taghub.event.Consent;
import io.taghub.event.Device;
import io.taghub.event.Event;
import io.taghub.event.Person;
import io.taghub.personal.PersonalData;
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
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Turns events into {@code POST /v1/event}, of which Axon takes all or nothing.
 *
 * @see <a href="https://support.axon.ai/en/growth/promoting-your-websites/api/axon-conversion-api">the vendor's page</a>
 */
record AppLovinTag(AppLovinPlatform.Settings settings, Setup setup) implements Tag {
    private static final String ORIGIN = "https://" + AppLovinPlatform.HOST;

    /** Of these one is needed. */
    private static final List<String> MATCH_KEYS =
            List.of("aleid", "alart", "axwrt", "client_id", "user_id", "email", "phone");

    /** Too many errors of late: documented for another interface of the vendor's, which then takes nothing for a day. */
    private static final String BLOCKED = "100007";

    @Override
    public Plan plan(Event event) {
        Plan.Skip objection = Countable.objection(event);
        if (objection != null) {
            return objection;
        }
        String mapped = setup.mapped(event);
        String name = mapped == null || !settings.leadsOnly() ? mapped : AppLovinEvents.ofLeads(mapped);
        if (name == null) {
            return Plan.skip(
                    Reason.NO_MAPPING,
                    settings.leadsOnly()
                            ? "this account takes page_view and generate_lead only, and event_names calls it neither"
                            : "Axon has no event for it; event_names says which of its events it is");
        }
        boolean app = isApp(event);
        Fields user = user(event, app);
        if (MATCH_KEYS.stream().noneMatch(user::has)) {
            return Plan.skip(
                    Reason.NO_MATCH_KEY,
                    settings.restricted()
                            ? "no aleid, no alart, no _axcid cookie and no user id, and nothing else may be sent for this account"
                            : "no aleid, alart or cookie of Axon's, no user id, e-mail or phone");
        }
        if (!user.has("client_ip_address") || !user.has("client_user_agent")) {
            return Plan.skip(Reason.MISSING_FIELD, "Axon needs client.ip and client.user_agent of every event");
        }
        String missing = AppLovinEvents.missing(event, name, settings.leadsOnly());
        if (missing != null) {
            return Plan.skip(Reason.MISSING_FIELD, missing);
        }
        String url = Objects.requireNonNull(PersonalData.strippedFrom(setup.pageUrl(event), event));
        return Plan.send(new Fields()
                .put("name", name)
                .put("event_time", event.time().toEpochMilli())
                .put("event_source_url", settings.restricted() ? site(url) : url)
                .put("dedupe_id", settings.restricted() ? null : event.id())
                .put("data", AppLovinEvents.data(event, name, settings.leadsOnly()))
                .put("user_data", user));
    }

    private static boolean isApp(Event event) {
        String said = event.text("action_source");
        return "app".equalsIgnoreCase(said) || (said == null && !event.app().isEmpty() && event.page() == null);
    }

    /** Of a restricted account's pages nothing but whose they are. */
    private static String site(String url) {
        URI page = URI.create(url.split("[?#]", 2)[0].replaceFirst("(//[^/]*).*", "$1"));
        return page.getScheme() + "://" + page.getHost() + "/";
    }

    private Fields user(Event event, boolean app) {
        Client client = event.client() == null ? new Client(null, null) : event.client();
        Person person = PersonalData.shareable(event);
        Fields user = new Fields()
                .put("client_ip_address", Identifiers.ip(client.ip()))
                .put("client_user_agent", client.userAgent())
                .put("esi", app ? "app" : "web")
                .put("aleid", event.clickIds().value("aleid"))
                .put("alart", event.clickIds().value("alart"))
                .put("client_id", event.clickIds().value("axcid"))
                .put("user_id", PersonalData.impersonalId(person.id()));
        if (settings.restricted()) {
            return user;
        }
        String country = Identifiers.country(person.country());
        String from = country == null ? setup.defaultCountry() : country;
        user.put("axwrt", event.clickIds().value("axwrt"))
                .put("email", first(Identifiers.hashes(person, "email", person.emails(), Identifiers::email)))
                .put(
                        "phone",
                        first(Identifiers.hashes(
                                person, "phone", person.phones(), raw -> Identifiers.phone(raw, from))))
                .put("country_code", country)
                .put("zip", zip(person, country))
                .put("os", os(event));
        boolean device = app && !event.consent().denies(Consent.Purpose.AD_USER_DATA);
        return user.put("ifa", device ? event.advertisingId() : null)
                .put("idfv", device ? event.app().get(App.VENDOR_ID) : null);
    }

    private static @Nullable String first(List<String> values) {
        return values.isEmpty() ? null : values.getFirst();
    }

    /** Five digits, of the USA only. */
    private static @Nullable String zip(Person person, @Nullable String country) {
        String code = Identifiers.postalCode(Identifiers.clear(person, "postal_code", person.postalCode()), "US");
        return "US".equals(country) && code != null && code.matches("\\d{5}") ? code : null;
    }

    private static @Nullable String os(Event event) {
        String os = event.device().get(Device.OS);
        return switch (os == null ? "" : os.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "")) {
            case "ios", "ipados", "iphoneos" -> "ios";
            case "android" -> "android";
            case "windows", "macos", "macosx", "osx", "linux", "ubuntu", "chromeos", "chromiumos" -> "desktop_os";
            default -> null;
        };
    }

    @Override
    public Request request(List<Item> items) {
        return Request.postJson(
                ORIGIN + "/v1/event?pixel_id=" + settings.pixelId(),
                new Fields().put("events", items.stream().map(Item::body).toList()));
    }

    /** Of the answers only the status is described: 200, 400 and 401. */
    @Override
    public Reading read(Response response, int size) {
        String detail = detail(response);
        if (!response.ok() && BLOCKED.equals(response.header("x-al-error-code"))) {
            return Reading.all(size, new Outcome.Retryable(Reason.RATE_LIMITED, Duration.ofDays(1), detail));
        }
        return switch (response.status()) {
            case 200 -> Reading.all(size, taken(response, detail));
            // A smaller request is taken, and of a wrong event nothing says which it is.
            case 400, 413, 422 -> Reading.refused(OptionalInt.empty(), detail);
            case 401 -> Reading.all(size, Outcome.misconfigured(Reason.BAD_CREDENTIALS, detail));
            case 403 -> Reading.all(size, Outcome.misconfigured(Reason.NO_PERMISSION, detail));
            case 404, 410 -> Reading.all(size, Outcome.misconfigured(Reason.BAD_SETTINGS, detail));
            default -> Reading.all(size, response.ok() ? new Outcome.Unknown(detail) : response.retry());
        };
    }

    /** A page was put in the place of Axon's answer by something in between. */
    private static Outcome taken(Response response, String detail) {
        return response.text().stripLeading().startsWith("<")
                ? new Outcome.Unknown(detail + " with a page for an answer")
                : Outcome.DELIVERED;
    }

    /** With what Axon's other interfaces say in headers, and support asks for. */
    private static String detail(Response response) {
        StringBuilder detail = new StringBuilder("HTTP " + response.status());
        for (String name : List.of("x-al-error-code", "x-al-error-message", "x-trace-id")) {
            String said = response.header(name);
            if (said != null) {
                detail.append(", ").append(name).append(' ').append(PersonalData.masked(said));
            }
        }
        return detail.toString();
    }

    @Override
    public Optional<URI> origin() {
        return Optional.of(URI.create(ORIGIN));
    }

    /** Of a restricted account no id goes along by which a repeat could be known. */
    @Override
    public Limits limits() {
        Limits limits = Limits.batch(100);
        return settings.restricted() ? limits : limits.dedupWindow(settings.dedupWindow());
    }

    @Override
    public Auth auth() {
        return new Auth.Header("Authorization", settings.bearer() ? "Bearer " : "", settings.apiKey());
    }
}
