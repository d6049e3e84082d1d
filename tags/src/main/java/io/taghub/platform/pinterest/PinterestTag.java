package io.taghub.platform.pinterest;

import io.taghub.event.App;
import io.taghub.event.Details;
import io.taghub.event.Device;
import io.taghub.event.Event;
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
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns events into {@code POST /v5/ad_accounts/{account}/events}.
 *
 * @see <a href="https://developers.pinterest.com/docs/api/v5/events-create">the vendor's page</a>
 */
record PinterestTag(PinterestPlatform.Settings settings, Setup setup) implements Tag.Graded, Tag.Checkable {
    private static final String HOST = "https://api.pinterest.com/";
    private static final int MAX_BATCH = 1000;

    /** Of a test; others found this limit, Pinterest's description has none. */
    private static final int MAX_TEST_BATCH = 20;

    /** How an owner's refusal is written on an iPhone. */
    private static final Set<String> REFUSALS = Set.of("DENIED", "RESTRICTED");

    @Override
    public Plan plan(Event event) {
        Plan.Skip objection = Countable.objection(event);
        if (objection != null) {
            return objection;
        }
        String said = setup.mapped(event);
        String name = said == null ? null : PinterestNames.known(said);
        if (name == null) {
            return Plan.skip(
                    Reason.NO_MAPPING,
                    (said == null ? "Pinterest has no name for it" : "'" + said + "' is none of Pinterest's names")
                            + "; 'event_names' can give it one, such as custom");
        }
        String source = PinterestSource.of(event, settings);
        if (source == null) {
            return Plan.skip(Reason.MISSING_FIELD, "an app event needs device.os: iOS or Android");
        }
        Fields user = PinterestUser.of(event, setup.defaultCountry());
        if (!PinterestUser.matches(user)) {
            return Plan.skip(
                    Reason.NO_MATCH_KEY,
                    "no e-mail or advertising id, and not both IP address and user agent, of which Pinterest wants one;"
                            + " phone, user id and click alone are not enough");
        }
        boolean app = source.startsWith("app_");
        Fields custom = PinterestCustomData.of(event).put("opt_out_type", isLimited(event) ? "LDP" : null);
        Fields body = new Fields()
                .put("event_name", name)
                .put("action_source", source)
                .put("event_time", event.time().getEpochSecond())
                .put("event_id", event.id())
                .put(
                        "event_source_url",
                        source.equals(PinterestSource.WEB)
                                ? PersonalData.strippedFrom(setup.ownUrl(event), event)
                                : null)
                .put("partner_name", settings.partnerName())
                .put("opt_out", optOut(event, app))
                .put("user_data", user)
                .put("custom_data", custom)
                .put("language", language(event));
        Map<String, Object> whole = (app ? app(event, body) : body).toMap();
        return Plan.send(
                source.equals(PinterestSource.OFFLINE)
                        ? new Item(whole, PinterestSource.OFFLINE).unrecognised()
                        : new Item(whole, ""));
    }

    /** Denied by the visitor, or as the event says, or else the settings. */
    private boolean isLimited(Event event) {
        return "LDP".equals(event.text("opt_out_type")) || event.isLimited(settings.limitedDataUse());
    }

    /** In an app it says as well that the device's owner does not let apps track. */
    private static @Nullable Boolean optOut(Event event, boolean app) {
        Boolean said = event.flag("opt_out");
        String status = event.app().get(App.ATT_STATUS);
        boolean refused = (status != null && REFUSALS.contains(status))
                || "false".equals(event.app().get(App.TRACKING_ENABLED));
        return said == null && app && refused ? Boolean.TRUE : said;
    }

    /** Two letters of ISO 639-1: {@code en} of {@code en-GB}. */
    private static @Nullable String language(Event event) {
        String language = event.device().get(Device.LANGUAGE);
        String first = language == null ? "" : language.split("[-_]", 2)[0].toLowerCase(Locale.ROOT);
        return first.matches("[a-z]{2}") ? first : null;
    }

    private static Fields app(Event event, Fields body) {
        Details<Device> device = event.device();
        String wifi = device.get(Device.WIFI);
        return body.put("app_id", event.app().get(App.ID))
                .put("app_name", event.app().get(App.NAME))
                .put("app_version", event.app().get(App.VERSION))
                .put("device_brand", device.get(Device.BRAND))
                .put("device_carrier", device.get(Device.CARRIER))
                .put("device_model", device.get(Device.MODEL))
                .put("device_type", device.get(Device.CATEGORY))
                .put("os_version", device.get(Device.OS_VERSION))
                .put("wifi", wifi == null ? null : wifi.equals("true"));
    }

    @Override
    public Request request(List<Item> items) {
        return Request.postJson(events(settings.testMode()), body(items));
    }

    /** The same body; it is looked at and recorded nowhere. */
    @Override
    public Request validation(List<Item> items) {
        return Request.postJson(events(true), body(items));
    }

    private String account() {
        return HOST + settings.apiVersion() + "/ad_accounts/" + settings.adAccountId();
    }

    private String events(boolean test) {
        return account() + "/events" + (test ? "?test=true" : "");
    }

    private static Fields body(List<Item> items) {
        return new Fields().put("data", items.stream().map(Item::body).toList());
    }

    @Override
    public List<String> objections(Response response) {
        return PinterestAnswer.objections(response);
    }

    @Override
    public Reading read(Response response, int size) {
        return PinterestAnswer.read(response, size, true);
    }

    @Override
    public Reading read(Response response, List<Item> items) {
        return PinterestAnswer.read(response, items.size(), items.getFirst().recognised());
    }

    @Override
    public Optional<Request> probe() {
        return probe(Instant.EPOCH);
    }

    /** One event that is tested and not recorded. */
    @Override
    public Optional<Request> probe(Instant now) {
        Fields event = new Fields()
                .put("event_name", "custom")
                .put("action_source", "web")
                .put("event_time", now.getEpochSecond())
                .put("event_id", "taghub-doctor")
                .put("partner_name", settings.partnerName())
                .put("user_data", new Fields().putList("em", Identifiers.sha256("doctor@taghub.invalid")));
        return Optional.of(Request.postJson(events(true), new Fields().put("data", List.of(event))));
    }

    @Override
    public Reading readProbe(Response response) {
        return PinterestAnswer.readProbe(response);
    }

    @Override
    public Limits limits() {
        return Limits.batch(settings.testMode() ? MAX_TEST_BATCH : MAX_BATCH)
                .maxAge(settings.maxAge())
                .requestsPerMinute(5000)
                .dedupWindow(settings.dedupWindow());
    }

    @Override
    public Auth auth() {
        return new Auth.Header("Authorization", "Bearer ", settings.conversionToken());
    }

    @Override
    public Optional<ApiVersion> apiVersion() {
        return Optional.of(new ApiVersion(settings.apiVersion(), null, null, PinterestPlatform.API_VERSION)
                .upTo(PinterestPlatform.API_VERSION));
    }

    @Override
    public Optional<Survey> survey() {
        return Optional.ofNullable(settings.quality()).map(quality -> PinterestQuality.survey(account(), quality));
    }

    @Override
    public List<Grade> grades(Response response) {
        return PinterestQuality.grades(response);
    }
}
