package io.taghub.platform.criteo;

import io.taghub.event.Client;
import io.taghub.event.Event;
import io.taghub.event.Page;
import io.taghub.personal.PersonalData;
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
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * Turns events into {@code POST /m/event}: a request is about one person, and answers with errors that name no event, so it
 * holds one.
 *
 * @see <a href="https://guides.criteotilt.com/onetag/s2s/">the vendor's page</a>
 */
record CriteoTag(CriteoPlatform.Settings settings, Setup setup) implements Tag {
    private static final String ORIGIN = "https://" + CriteoPlatform.HOST;
    private static final String VERSION = "s2s_v1.0.0";
    private static final Pattern ACCOUNT = Pattern.compile("(?i)(?:^|, )"
            + "(?:(?:invalid|unknown|missing|disabled|inactive)_?account(?:_?id)?"
            + "|account(?:_?id)?_?(?:invalid|unknown|missing|disabled|inactive|not_?found))(?:$|, )");

    @Override
    public Plan plan(Event event) {
        Plan.Skip objection = Countable.objection(event);
        if (objection != null) {
            return objection;
        }
        String said = setup.mapped(event);
        String mapped = said == null ? null : CriteoEvent.known(said);
        if (mapped == null) {
            return Plan.skip(
                    Reason.NO_MAPPING,
                    (said == null ? "Criteo has no event for it" : "'" + said + "' is none of Criteo's events")
                            + "; event_names says which it is: " + CriteoEvent.EVERY);
        }
        if (CriteoUser.isOptedOut(event)) {
            return Plan.skip(Reason.OPTED_OUT, "the visitor opted out at Criteo, as its cookie says");
        }
        if (event.isLimited(false)) {
            return Plan.skip(Reason.CONSENT, "the use of this event is limited, and Criteo cannot be told so");
        }
        Fields id = CriteoUser.id(event, settings.callerId());
        if (id.isEmpty()) {
            return Plan.skip(
                    Reason.NO_MATCH_KEY,
                    "no e-mail, no advertising id"
                            + (settings.callerId() == null ? "" : " and no cookie crto_mapped_user_id"));
        }
        String name = CriteoEvent.name(event, mapped);
        String missing = CriteoEvent.missing(event, name);
        if (missing != null) {
            return Plan.skip(Reason.MISSING_FIELD, missing);
        }
        Client client = event.client() == null ? new Client(null, null) : event.client();
        Page page = event.page() == null ? new Page(null, null) : event.page();
        // The vendor's page and one integration of two call the browser differently, and nothing is lost by both.
        return Plan.send(new Fields()
                .put("version", VERSION)
                .put("account", settings.accountId())
                .put("site_type", CriteoUser.site(event))
                .put("ip", Identifiers.ip(client.ip()))
                .put("user_agent", client.userAgent())
                .put("useragent", client.userAgent())
                .put("full_url", PersonalData.strippedFrom(setup.ownUrl(event), event))
                .put("previous_url", PersonalData.strippedFrom(page.referrer(), event))
                .put("retailer_visitor_id", CriteoUser.visitor(event))
                .put("country", CriteoUser.country(event))
                .put("language", CriteoUser.language(event))
                .put("id", id)
                .putList("events", CriteoEvent.of(event, name, settings.itemObjects())));
    }

    @Override
    public Request request(List<Item> items) {
        return Request.postJson(
                ORIGIN + "/m/event?version=" + settings.apiVersion(),
                items.getFirst().as(Fields.class));
    }

    /** Of a success the errors in it decide; what it warns of is noted. */
    @Override
    public Reading read(Response response, int size) {
        if (!response.ok()) {
            String detail = "HTTP " + response.status();
            boolean later = response.passing() || response.status() < 400;
            return Reading.all(size, later ? response.retry() : Outcome.rejected(detail));
        }
        JsonNode answer = response.json();
        if (!answer.isObject()) {
            return Reading.all(
                    size, new Outcome.Unknown("HTTP " + response.status() + " with an answer that is not Criteo's"));
        }
        String words = words(answer.path("errors"));
        return Reading.all(
                size,
                words.isEmpty()
                        ? new Outcome.Delivered(PersonalData.masked(words(answer.path("warnings"))))
                        : refused(PersonalData.masked(words)));
    }

    private static String words(JsonNode errors) {
        if (errors.isString()) {
            return errors.stringValue();
        }
        return StreamSupport.stream(errors.spliterator(), false)
                .map(error -> error.isString() ? error.stringValue() : error.toString())
                .collect(Collectors.joining(", "));
    }

    /** An error that is nothing but a word against the account is true of every event; no other is known to be. */
    private static Outcome refused(String words) {
        return ACCOUNT.matcher(words).find()
                ? Outcome.misconfigured(Reason.BAD_SETTINGS, words)
                : Outcome.rejected(words);
    }

    @Override
    public Limits limits() {
        return Limits.SINGLE.maxAge(Duration.ofMinutes(15)).dedupWindow(settings.dedupWindow());
    }

    @Override
    public Set<String> redirects() {
        return Set.copyOf(CriteoPlatform.REGIONS);
    }

    @Override
    public Optional<ApiVersion> apiVersion() {
        return Optional.of(new ApiVersion(settings.apiVersion(), null).upTo(CriteoPlatform.API_VERSION));
    }

    @Override
    public Optional<URI> origin() {
        return Optional.of(URI.create(ORIGIN));
    }
}
