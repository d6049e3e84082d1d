package io.taghub.platform.tiktok;

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
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Turns events into {@code POST /open_api/v1.3/event/track/}. TikTok answers HTTP 200 to errors too; the code in the body
 * decides.
 *
 * @see <a href="https://business-api.tiktok.com/portal/docs/report-app-web-offline-or-crm-events/v1.3">the vendor's page</a>
 */
record TikTokTag(TikTokPlatform.Settings settings, Setup setup) implements Tag {
    private static final String ORIGIN = "https://business-api.tiktok.com";

    /** The event at fault, as TikTok names it: {@code Batch.0.properties.contents.0.content_id: Not a valid string}. */
    private static final Pattern INDEX = Pattern.compile("Batch\\.(\\d{1,4})\\b");

    /**
     * A user id alone is not enough: TikTok knows it only where a pixel has told it the same id, and no pixel runs here.
     */
    @Override
    public Plan plan(Event event) {
        Plan.Skip objection = Countable.objection(event);
        if (objection != null) {
            return objection;
        }
        String source = TikTokSource.of(event, settings);
        if (TikTokSource.id(source, settings) == null) {
            return Plan.skip(
                    Reason.INVALID_FIELD,
                    "its action_source is TikTok's " + source + ", of which the tag has no id; use other_sources");
        }
        boolean app = source.equals("app");
        if (app && event.app().isEmpty()) {
            return Plan.skip(Reason.MISSING_FIELD, "an app event needs app: nothing is known of one");
        }
        Fields user = user(event, app);
        String leadId = event.text("lead_id");
        boolean recognisable = Stream.of("ttclid", "ttp", "email", "phone", "idfa", "idfv", "gaid")
                        .anyMatch(user::has)
                || (user.has("ip") && user.has("user_agent"))
                || (leadId != null && source.equals("crm") && !user.isEmpty());
        if (!recognisable) {
            return Plan.skip(
                    Reason.NO_MATCH_KEY,
                    "no ttclid, ttp, e-mail, phone or device id, and not both IP address and user agent");
        }
        boolean web = source.equals("web");
        String url = web ? setup.pageUrl(event) : setup.ownUrl(event);
        String referrer = event.page() == null ? null : event.page().referrer();
        boolean limited = event.isLimited(settings.limitedDataUse());
        if (limited && !web && !app) {
            return Plan.skip(
                    Reason.CONSENT,
                    "the use of this event is limited, and TikTok limits the use of web and app events only");
        }
        Fields body = new Fields()
                .put("event", setup.nameOf(event))
                .put("event_time", event.time().getEpochSecond())
                .put("event_id", event.id())
                .put("user", user)
                .put("properties", TikTokProperties.of(event))
                .put(
                        "page",
                        new Fields()
                                .put("url", PersonalData.strippedFrom(url, event))
                                .put("referrer", PersonalData.strippedFrom(referrer, event)))
                .put("app", app ? TikTokApp.app(event) : null)
                .put("ad", app ? TikTokApp.ad(event) : null)
                .put("lead", source.equals("crm") ? lead(event) : null)
                .put("limited_data_use", limited ? Boolean.TRUE : web || app ? event.flag("limited_data_use") : null);
        return Plan.send(new Item(body.toMap(), source));
    }

    /** A lead of TikTok's own forms, with the name of the CRM that reports what became of it. */
    private static Fields lead(Event event) {
        return new Fields()
                .put("lead_id", event.text("lead_id"))
                .put("lead_event_source", event.text("lead_event_source"));
    }

    private Fields user(Event event, boolean app) {
        Person person = PersonalData.shareable(event);
        Client client = event.client() == null ? new Client(null, null) : event.client();
        String country = Identifiers.country(person.country());
        String from = country == null ? setup.defaultCountry() : country;
        Fields user = new Fields()
                .put("email", oneOrList(Identifiers.hashes(person, "email", person.emails(), Identifiers::email)))
                .put(
                        "phone",
                        oneOrList(Identifiers.hashes(
                                person, "phone", person.phones(), raw -> Identifiers.phoneWithPlus(raw, from))))
                .put("external_id", oneOrList(Identifiers.ids(person)))
                .put(
                        "first_name",
                        Identifiers.hash(person, "first_name", person.firstName(), Identifiers::unpunctuated))
                .put("last_name", Identifiers.hash(person, "last_name", person.lastName(), Identifiers::unpunctuated))
                .put(
                        "zip_code",
                        Identifiers.hash(person, "postal_code", person.postalCode(), Identifiers::alphanumeric))
                .put("city", Identifiers.alphanumeric(Identifiers.clear(person, "city", person.city())))
                .put("state", Identifiers.state(Identifiers.clear(person, "region", person.region()), country))
                .put("country", Identifiers.plain(country))
                .put("ttclid", event.clickIds().value("ttclid"))
                .put("ttp", event.clickIds().value("ttp"))
                .put("ip", Identifiers.ip(client.ip()))
                .put("user_agent", client.userAgent())
                .put("locale", locale(event));
        boolean allowed = !event.consent().denies(Consent.Purpose.AD_USER_DATA);
        return app && allowed ? user.putAll(TikTokApp.device(event).toMap()) : user;
    }

    private static @Nullable String locale(Event event) {
        String said = PersonalData.impersonal(event.text("locale"), event);
        return said == null ? event.device().get(Device.LANGUAGE) : said;
    }

    /** One alone as a text, several as a list: TikTok takes either. */
    private static @Nullable Object oneOrList(List<String> values) {
        return values.size() == 1 ? values.getFirst() : values;
    }

    @Override
    public Optional<URI> origin() {
        return Optional.of(URI.create(ORIGIN));
    }

    @Override
    public Request request(List<Item> items) {
        String source = items.getFirst().group();
        return Request.postJson(
                ORIGIN + "/open_api/" + settings.apiVersion() + "/event/track/",
                new Fields()
                        .put("event_source", source)
                        .put("event_source_id", TikTokSource.id(source, settings))
                        .put("partner_name", "TagHub")
                        .put("test_event_code", settings.testEventCode())
                        .put("data", items.stream().map(Item::body).toList()));
    }

    @Override
    public Reading read(Response response, int size) {
        JsonNode answer = response.json();
        int code = answer.path("code").asInt(-1);
        if (code < 0) {
            // No code of TikTok's: something in between has spoken.
            return Reading.all(size, response.retry());
        }
        String message = answer.path("message").asString("");
        String detail = "code " + code + ": " + PersonalData.masked(message);
        return switch (code) {
            // 20001 is a partial success that does not say which part; sending all of it again would not help that
            // part.
            case 0, 20001 -> Reading.all(size, response.ok() ? Outcome.DELIVERED : response.retry());
            case 40001 -> Reading.all(size, Outcome.misconfigured(Reason.NO_PERMISSION, detail));
            case 40007 -> Reading.all(size, Outcome.misconfigured(Reason.BAD_SETTINGS, detail));
            case 40100 -> Reading.all(size, new Outcome.Retryable(Reason.RATE_LIMITED, response.retryAfter(), detail));
            default -> other(code, message, detail, response, size);
        };
    }

    private static Reading other(int code, String message, String detail, Response response, int size) {
        // 5xxxx and 60001 are TikTok's own troubles.
        if (code < 40000 || code >= 50000) {
            return Reading.all(size, new Outcome.Retryable(Reason.PLATFORM_DOWN, response.retryAfter(), detail));
        }
        // 401xx speak of the token. Not all are documented, and a tag that pauses keeps what a refusal would throw
        // away.
        if (code / 100 == 401) {
            return Reading.all(size, Outcome.misconfigured(Reason.BAD_CREDENTIALS, detail));
        }
        return message.startsWith("event_source")
                ? Reading.all(size, Outcome.misconfigured(Reason.BAD_SETTINGS, detail))
                : Reading.refused(culprit(message, size), detail);
    }

    private static OptionalInt culprit(@Nullable String message, int size) {
        Matcher index = INDEX.matcher(message == null ? "" : message);
        return index.find() && Integer.parseInt(index.group(1)) < size
                ? OptionalInt.of(Integer.parseInt(index.group(1)))
                : OptionalInt.empty();
    }

    @Override
    public Optional<ApiVersion> apiVersion() {
        return Optional.of(new ApiVersion(settings.apiVersion(), null, null, "v1.3").upTo(TikTokPlatform.API_VERSION));
    }

    @Override
    public Limits limits() {
        return Limits.batch(1000).maxAge(settings.maxAge()).dedupWindow(Duration.ofDays(2));
    }

    @Override
    public Auth auth() {
        return new Auth.Header("Access-Token", "", settings.accessToken());
    }
}
