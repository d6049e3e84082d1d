package io.taghub.platform.snapchat;

import io.taghub.event.App;
import io.taghub.event.Client;
import io.taghub.event.Consent;
import io.taghub.event.Event;
import io.taghub.event.Money;
import io.taghub.event.Person;
import io.taghub.personal.PersonalData;
import io.taghub.platform.ExtInfo;
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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns events into {@code POST /v3/{pixel or app}/events}.
 *
 * @see <a href="https://developers.snap.com/api/marketing-api/Conversions-API/UsingTheAPI">the vendor's page</a>
 */
record SnapchatTag(SnapchatPlatform.Settings settings, Setup setup) implements Tag.Checkable {
    private static final String HOST = "https://tr.snapchat.com/";

    @Override
    public Plan plan(Event event) {
        Plan.Skip objection = Countable.objection(event);
        if (objection != null) {
            return objection;
        }
        String said = setup.mapped(event);
        String name = said == null ? null : SnapchatNames.known(said);
        if (name == null) {
            return Plan.skip(
                    Reason.NO_MAPPING,
                    (said == null ? "Snapchat has no name for it" : "'" + said + "' is none of Snapchat's names")
                            + "; 'event_names' can give it one, such as CUSTOM_EVENT_1");
        }
        String source = SnapchatSource.of(event, settings);
        boolean app = source.equals(SnapchatSource.APP);
        String asset = app ? settings.snapAppId() : settings.pixelId();
        if (asset == null) {
            return Plan.skip(Reason.INVALID_FIELD, "it happened in an app, of which the tag has no snap_app_id");
        }
        if (app && ExtInfo.system(event) == null) {
            return Plan.skip(Reason.MISSING_FIELD, "an app event needs device.os: iOS or Android");
        }
        Fields user = userData(event, app);
        if (!recognisable(user)) {
            return Plan.skip(
                    Reason.NO_MATCH_KEY,
                    "no e-mail, phone or advertising id, and not both IP address and user agent, of which Snapchat wants"
                            + " one; a click alone is not enough");
        }
        if (name.equals("PURCHASE") && Money.inIsoCurrency(event.money()) == null) {
            return Plan.skip(Reason.MISSING_FIELD, "a PURCHASE needs a value and an ISO 4217 currency");
        }
        String url = source.equals(SnapchatSource.WEB) ? setup.pageUrl(event) : setup.ownUrl(event);
        Fields body = new Fields()
                .put("event_name", name)
                .put("event_time", event.time().getEpochSecond())
                .put("event_id", event.id())
                .put("action_source", source)
                .put("event_source_url", PersonalData.strippedFrom(url, event))
                .put("integration", "taghub")
                .put("opt_out", event.flag("opt_out"))
                .put("user_data", user)
                .put("custom_data", SnapchatCustomData.of(event))
                .put("app_data", app ? appData(event) : null)
                .putAll(limits(event).toMap());
        return Plan.send(new Item(body.toMap(), asset));
    }

    /** Hashes are lists, as the vendor's own library sends them. */
    private Fields userData(Event event, boolean app) {
        Person person = PersonalData.shareable(event);
        Client client = event.client() == null ? new Client(null, null) : event.client();
        String country = Identifiers.country(person.country());
        String from = country == null ? setup.defaultCountry() : country;
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
                .put("external_id", Identifiers.ids(person))
                .put("client_ip_address", Identifiers.ip(client.ip()))
                .put("client_user_agent", client.userAgent())
                .put("sc_click_id", event.clickIds().value("sccid"))
                .put("sc_cookie1", event.clickIds().value("scid"));
        if (app && !event.consent().denies(Consent.Purpose.AD_USER_DATA)) {
            user.put("madid", Identifiers.plain(event.advertisingId()))
                    .put("idfv", event.app().get(App.VENDOR_ID));
        }
        return user;
    }

    private boolean recognisable(Fields user) {
        return Stream.of("em", "ph", "madid").anyMatch(user::has)
                || (user.has("client_ip_address") && user.has("client_user_agent"))
                || (settings.matchByClick()
                        && Stream.of("sc_click_id", "sc_cookie1", "external_id").anyMatch(user::has));
    }

    private static Fields appData(Event event) {
        String tracking = event.app().get(App.TRACKING_ENABLED);
        return new Fields()
                .put("app_id", event.app().get(App.ID))
                .put("advertiser_tracking_enabled", event.mayTrack() ? 1 : 0)
                .put("application_tracking_enabled", tracking == null ? null : tracking.equals("true") ? 1 : 0)
                .put("extinfo", ExtInfo.of(event));
    }

    /** Limited data use: denied by the visitor, or as the event says, or else the settings. */
    private Fields limits(Event event) {
        Map<String, Object> properties = event.properties();
        return !event.isLimited(settings.limitedDataUse())
                ? new Fields()
                : new Fields()
                        .put("data_processing_options", List.of("LDU"))
                        .put(
                                "data_processing_options_country",
                                number(properties, "country", settings.dataProcessingOptionsCountry()))
                        .put(
                                "data_processing_options_state",
                                number(properties, "state", settings.dataProcessingOptionsState()));
    }

    private static @Nullable Number number(Map<String, Object> properties, String of, int bySetting) {
        return properties.get("data_processing_options_" + of) instanceof Number said
                ? said
                : bySetting == 0 ? null : Integer.valueOf(bySetting);
    }

    @Override
    public Request request(List<Item> items) {
        return Request.postJson(events(items.getFirst().group()), body(items));
    }

    /** The same body; it is looked at and counted nowhere. */
    @Override
    public Request validation(List<Item> items) {
        return Request.postJson(events(items.getFirst().group()) + "/validate", body(items));
    }

    private String events(String asset) {
        return HOST + settings.apiVersion() + "/" + asset + "/events";
    }

    private Fields body(List<Item> items) {
        return new Fields()
                .put("data", items.stream().map(Item::body).toList())
                .put("test_event_code", settings.testEventCode());
    }

    @Override
    public List<String> objections(Response response) {
        return SnapchatAnswer.objections(response);
    }

    @Override
    public Reading read(Response response, int size) {
        return SnapchatAnswer.read(response, size);
    }

    @Override
    public Optional<Request> probe() {
        return Optional.of(Request.get(events(settings.pixelId()) + "/validate/stats"));
    }

    @Override
    public Reading readProbe(Response response) {
        return SnapchatAnswer.readProbe(response);
    }

    /** A rate limit is not published. */
    @Override
    public Limits limits() {
        return Limits.batch(2000).maxAge(settings.maxAge()).dedupWindow(Duration.ofHours(48));
    }

    @Override
    public Auth auth() {
        return new Auth.Query("access_token", settings.accessToken());
    }

    @Override
    public Optional<ApiVersion> apiVersion() {
        return Optional.of(new ApiVersion(settings.apiVersion(), null).upTo(SnapchatPlatform.API_VERSION));
    }
}
