package io.taghub.platform.klaviyo;

import io.taghub.event.Event;
import io.taghub.event.Money;
import io.taghub.tag.Auth;
import io.taghub.tag.Countable;
import io.taghub.tag.Fields;
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
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns events into {@code POST /api/events}, one each.
 *
 * @see <a href="https://developers.klaviyo.com/en/reference/create_event">the vendor's page</a>
 */
record KlaviyoTag(KlaviyoPlatform.Settings settings, Setup setup) implements Tag {
    /** Metrics of their own there: what goes back is no sale the less. */
    private static final Set<String> BACK = Set.of("refund", "chargeback", "withdrawal", "payout");

    private static final String ORIGIN = "https://a.klaviyo.com";
    private static final String NO_CURRENCY =
            "the value is left out: without a currency of ISO 4217 Klaviyo would read it in the account's";
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    /** Klaviyo says of no day on which it forgets an id. */
    private static final Duration DEDUP = Duration.ofDays(365);

    private static final int YEARS = 2;

    @Override
    public Plan plan(Event event) {
        Plan.Skip objection = BACK.contains(event.name()) ? null : Countable.objection(event);
        if (objection != null) {
            return objection;
        }
        Fields profile = KlaviyoProfile.of(event, setup.defaultCountry(), settings.profile());
        if (!KlaviyoProfile.isKnown(profile)) {
            return Plan.skip(
                    Reason.NO_MATCH_KEY,
                    "no e-mail address, phone number or user id in clear, and no _kx of a Klaviyo link");
        }
        Money money = Money.inIsoCurrency(event.money());
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("metric", resource("metric", new Fields().put("name", setup.nameOf(event))));
        attributes.put("profile", resource("profile", profile));
        // Not by put, which leaves out what is empty: Klaviyo requires it also then.
        attributes.put("properties", KlaviyoProperties.of(event, setup).toMap());
        attributes.put("time", TIME.format(event.time()));
        if (money != null) {
            attributes.putAll(new Fields()
                    .put("value", money.amount().abs())
                    .put("value_currency", money.currency())
                    .toMap());
        }
        attributes.put("unique_id", event.id());
        if (settings.backfill()) {
            attributes.put("backfill", true);
        }
        return new Plan.Send(new Item(attributes, "", null, event.money() != null && money == null ? NO_CURRENCY : ""));
    }

    private static Map<String, Object> resource(String type, Fields attributes) {
        return new Fields()
                .put("data", new Fields().put("type", type).put("attributes", attributes))
                .toMap();
    }

    @Override
    public Request request(List<Item> items) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("type", "event");
        data.put("attributes", items.getFirst().body());
        return new Request(
                        "POST",
                        URI.create(ORIGIN + "/api/events"),
                        Map.of("Content-Type", "application/vnd.api+json"),
                        Fields.JSON.writeValueAsBytes(Map.of("data", data)))
                .header("revision", settings.apiVersion());
    }

    @Override
    public Reading read(Response response, int size) {
        return Reading.all(size, KlaviyoAnswer.read(response));
    }

    @Override
    public Limits limits() {
        return Limits.SINGLE.dedupWindow(DEDUP).requestsPerMinute(3500);
    }

    @Override
    public Auth auth() {
        return new Auth.Header("Authorization", "Klaviyo-API-Key ", settings.apiKey());
    }

    /** The account's name, if the key may see it. */
    @Override
    public Optional<Request> probe() {
        return Optional.of(Request.get(ORIGIN + "/api/accounts/").header("revision", settings.apiVersion()));
    }

    /** A key for events alone may not look at the account, and Klaviyo says so only where it knows the key. */
    @Override
    public Reading readProbe(Response response) {
        boolean known = (response.ok() && response.json().path("data").isArray())
                || (response.status() == 403 && KlaviyoAnswer.isKlaviyos(response));
        return known ? Reading.all(1, Outcome.DELIVERED) : read(response, 1);
    }

    @Override
    public Optional<ApiVersion> apiVersion() {
        return Optional.of(version(settings.apiVersion()));
    }

    /** Its name is the day it was made on, and by Klaviyo's policy it ends two years later. */
    private static ApiVersion version(String revision) {
        LocalDate made = day(revision);
        return new ApiVersion(revision, made, made == null ? null : made.plusYears(YEARS), "");
    }

    private static @Nullable LocalDate day(String revision) {
        try {
            return LocalDate.parse(revision);
        } catch (DateTimeException noDay) {
            return null;
        }
    }
}
