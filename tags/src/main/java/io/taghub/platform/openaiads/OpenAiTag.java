package io.taghub.platform.openaiads;

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
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns events into {@code POST /v1/events}.
 *
 * @see <a href="https://developers.openai.com/ads/conversions-api">the vendor's page</a>
 */
record OpenAiTag(OpenAiPlatform.Settings settings, Setup setup) implements Tag.Checkable {
    private static final String ORIGIN = "https://bzr.openai.com";

    @Override
    public Plan plan(Event event) {
        Plan.Skip objection = Countable.objection(event);
        if (objection != null) {
            return objection;
        }
        String word = setup.mapped(event);
        if (word == null) {
            return Plan.skip(
                    Reason.NO_MAPPING,
                    "OpenAI has no type for it; 'event_names' can give it a name of your own, and it goes as custom");
        }
        OpenAiType type = OpenAiType.of(word, event.name());
        if (!type.fits()) {
            return Plan.skip(
                    Reason.INVALID_FIELD,
                    "its name at OpenAI must be 1 to 64 of a-z, 0-9, _ and -, with a letter or digit at both ends");
        }
        String source = OpenAiSource.of(event, type, settings);
        if (type.isOfApps() && !source.equals(OpenAiSource.APP)) {
            return Plan.skip(
                    Reason.INVALID_FIELD, "an " + type.name() + " happens in an app, and the event says elsewhere");
        }
        String click = event.clickIds().value("oppref");
        Fields user = OpenAiUser.of(event, settings, setup.defaultCountry());
        if (click == null && !OpenAiUser.matches(user)) {
            return Plan.skip(
                    Reason.NO_MATCH_KEY,
                    "no oppref, obref, e-mail or user id; IP address and user agent alone are not enough");
        }
        return Plan.send(new Fields()
                .put("id", event.id())
                .put("type", type.name())
                .put("custom_event_name", type.custom())
                .put("timestamp_ms", event.time().toEpochMilli())
                .put("action_source", source)
                .put("source_url", source.equals(OpenAiSource.WEB) ? page(event) : null)
                .put("oppref", click)
                .put("opt_out", optOut(event))
                .put("user", user)
                .put("data", OpenAiData.of(event, type))
                .toMap());
    }

    /** Without query and fragment, as OpenAI asks for it. */
    private @Nullable String page(Event event) {
        String url = PersonalData.strippedFrom(setup.pageUrl(event), event);
        return url == null ? null : url.split("[?#]", 2)[0];
    }

    /** Denied by the visitor, or as the event says, or else the settings; what is not kept out is not spoken of. */
    private @Nullable Boolean optOut(Event event) {
        Boolean said = event.flag("opt_out");
        return event.isLimited(said == null ? settings.limitedDataUse() : said) || Boolean.TRUE.equals(said)
                ? Boolean.TRUE
                : null;
    }

    @Override
    public Request request(List<Item> items) {
        return request(items, settings.testMode());
    }

    @Override
    public Request validation(List<Item> items) {
        return request(items, true);
    }

    private Request request(List<Item> items, boolean validateOnly) {
        return Request.postJson(
                ORIGIN + "/v1/events?pid=" + settings.pixelId(),
                new Fields()
                        .put("validate_only", validateOnly ? Boolean.TRUE : null)
                        .put("events", items.stream().map(Item::body).toList()));
    }

    @Override
    public Optional<Request> probe() {
        return probe(Instant.EPOCH);
    }

    /** One event that is only looked at. */
    @Override
    public Optional<Request> probe(Instant now) {
        Fields event = new Fields()
                .put("id", "taghub-doctor")
                .put("type", "page_viewed")
                .put("timestamp_ms", now.toEpochMilli())
                .put("action_source", OpenAiSource.WEB)
                .put("source_url", setup.site().toString())
                .put("user", new Fields().put("email_sha256", Identifiers.sha256("doctor@taghub.invalid")))
                .put("data", new Fields().put("type", OpenAiType.CONTENTS));
        return Optional.of(request(List.of(new Item(event.toMap(), "")), true));
    }

    @Override
    public Reading readProbe(Response response) {
        return OpenAiAnswer.readProbe(response);
    }

    @Override
    public List<String> objections(Response response) {
        return OpenAiAnswer.objections(response);
    }

    @Override
    public Reading read(Response response, int size) {
        return OpenAiAnswer.read(response, size);
    }

    /** A rate limit of this host is not published. */
    @Override
    public Limits limits() {
        return Limits.batch(1000).maxAge(Duration.ofDays(7)).dedupWindow(settings.dedupWindow());
    }

    @Override
    public Auth auth() {
        return new Auth.Header("Authorization", "Bearer ", settings.apiKey());
    }

    @Override
    public Optional<URI> origin() {
        return Optional.of(URI.create(ORIGIN));
    }

    @Override
    public Optional<ApiVersion> apiVersion() {
        return Optional.of(new ApiVersion("v1", null));
    }
}
