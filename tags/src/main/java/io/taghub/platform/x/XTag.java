package io.taghub.platform.x;

import io.taghub.event.Client;
import io.taghub.event.Event;
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
import java.net.URI;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns events into {@code POST /12/measurement/conversions/{pixel}}.
 *
 * @see <a href="https://docs.x.com/x-ads-api/measurement/web-conversions">the vendor's page</a>
 */
record XTag(XPlatform.Settings settings, Setup setup) implements Tag {
    private static final String ORIGIN = "https://ads-api.x.com";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /**
     * X counts 60,000 events of an account in 15 minutes. No more requests than that keeps the limit where each carries one;
     * where they carry more, X says so and when to go on.
     */
    private static final int REQUESTS_PER_MINUTE = 60_000 / 15;

    @Override
    public Plan plan(Event event) {
        String eventId = settings.eventIds().getOrDefault(event.name(), setup.mapped(event));
        if (eventId == null) {
            return Plan.skip(Reason.NO_MAPPING, "event_ids does not list '" + event.name() + "'");
        }
        if (!XPlatform.EVENT_ID.matcher(eventId).matches() || XPlatform.isAnothers(eventId, settings.pixelId())) {
            return Plan.skip(
                    Reason.INVALID_FIELD,
                    "what event_names says of '" + event.name()
                            + "' is no id of this pixel's in Events Manager (tw-oka17-ol288)");
        }
        Plan.Skip objection = Countable.objection(event);
        if (objection != null) {
            return objection;
        }
        List<Fields> identifiers = identifiers(event);
        if (identifiers.isEmpty()) {
            return Plan.skip(
                    Reason.NO_MATCH_KEY,
                    "no twclid, e-mail or phone; IP address and user agent alone X does not match");
        }
        Fields conversion = new Fields()
                .put("conversion_time", TIME.format(event.time()))
                .put("event_id", eventId)
                .put("identifiers", identifiers)
                .put("conversion_id", event.id())
                .putAll(XBasket.of(event).toMap())
                .put("description", PersonalData.impersonal(event.text("description"), event))
                .put("search_string", PersonalData.impersonal(event.text("search_term"), event))
                .put(
                        "event_source_url",
                        settings.sendPageUrl() ? PersonalData.strippedFrom(setup.ownUrl(event), event) : null);
        return Plan.send(conversion.toMap());
    }

    /** Each stands alone, but address and browser, which X wants beside another one: both together, or with the first. */
    private List<Fields> identifiers(Event event) {
        Person person = PersonalData.shareable(event);
        String country = Identifiers.country(person.country());
        String from = country == null ? setup.defaultCountry() : country;
        List<Fields> identifiers = new ArrayList<>();
        String click = event.clickIds().value("twclid");
        if (click != null) {
            identifiers.add(new Fields().put("twclid", click));
        }
        Identifiers.hashes(person, "email", person.emails(), Identifiers::email)
                .forEach(hash -> identifiers.add(new Fields().put("hashed_email", hash)));
        Identifiers.hashes(person, "phone", person.phones(), raw -> Identifiers.phoneWithPlus(raw, from))
                .forEach(hash -> identifiers.add(new Fields().put("hashed_phone_number", hash)));
        if (!identifiers.isEmpty()) {
            browser(event.client(), identifiers);
        }
        return identifiers;
    }

    private static void browser(@Nullable Client client, List<Fields> identifiers) {
        String ip = client == null ? null : Identifiers.ip(client.ip());
        String agent = client == null ? null : client.userAgent();
        if (ip != null && agent != null) {
            identifiers.add(new Fields());
        }
        Fields place = ip != null && agent != null ? identifiers.getLast() : identifiers.getFirst();
        place.put("ip_address", ip).put("user_agent", agent == null ? null : agent.strip());
    }

    @Override
    public Request request(List<Item> items) {
        return Request.postJson(
                ORIGIN + "/" + settings.apiVersion() + "/measurement/conversions/" + settings.pixelId(),
                new Fields().put("conversions", items.stream().map(Item::body).toList()));
    }

    @Override
    public Reading read(Response response, int size) {
        return XAnswer.read(response, size);
    }

    /** Pixel and API are told apart from each other by {@code conversion_id}; that a repeat is recognised X nowhere says. */
    @Override
    public Limits limits() {
        return Limits.batch(500).maxAge(settings.maxAge()).requestsPerMinute(REQUESTS_PER_MINUTE);
    }

    @Override
    public Auth auth() {
        return new Auth.Header("X-Pixel-Token", "", settings.pixelToken());
    }

    @Override
    public Optional<URI> origin() {
        return Optional.of(URI.create(ORIGIN));
    }

    @Override
    public Optional<ApiVersion> apiVersion() {
        return Optional.of(new ApiVersion(settings.apiVersion(), null).upTo(XPlatform.API_VERSION));
    }
}
