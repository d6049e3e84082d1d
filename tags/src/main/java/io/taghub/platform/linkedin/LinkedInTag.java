package io.taghub.platform.linkedin;

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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns events into {@code POST /rest/conversionEvents}, a list always: then all answers but one have one form.
 *
 * @see <a href="https://learn.microsoft.com/en-us/linkedin/marketing/conversions/conversions-api">the vendor's page</a>
 */
record LinkedInTag(LinkedInPlatform.Settings settings, Setup setup) implements Tag {
    static final String RULE = "urn:lla:llaPartnerConversion:";

    private static final String ORIGIN = "https://api.linkedin.com";
    private static final URI TOKENS = URI.create("https://www.linkedin.com/oauth/v2/accessToken");
    private static final String NO_CURRENCY =
            "the value is left out: LinkedIn takes one in a currency of ISO 4217 only";

    @Override
    public Plan plan(Event event) {
        Plan.Skip objection = Countable.objection(event);
        if (objection != null) {
            return objection;
        }
        String rule = rule(event);
        if (rule == null) {
            String theirs = setup.mapped(event);
            return Plan.skip(
                    Reason.NO_MAPPING,
                    theirs == null
                            ? "conversion_rules does not list '" + event.name() + "', and LinkedIn has no word for it"
                            : "conversion_rules lists neither '" + event.name() + "' nor LinkedIn's " + theirs);
        }
        if (event.isLimited(false)) {
            return Plan.skip(Reason.CONSENT, "the use of this event is limited, and LinkedIn cannot be told so");
        }
        Map<String, Object> user = LinkedInUser.of(event, settings);
        if (user == null) {
            return Plan.skip(
                    Reason.NO_MATCH_KEY,
                    "no li_fat_id, e-mail, IPv4 address, advertising id or user id, and not both first and last name");
        }
        Money money = Money.inIsoCurrency(event.money());
        Map<String, Object> body = new Fields()
                .put("conversion", rule.startsWith(RULE) ? rule : RULE + rule)
                .put("conversionHappenedAt", event.time().toEpochMilli())
                .put("conversionValue", value(money))
                .put("eventId", event.id())
                .toMap();
        // Not by put, which leaves empty lists out: LinkedIn requires userIds also where there are none.
        body.put("user", user);
        // LinkedIn refuses what has not happened yet by its clock.
        return new Plan.Send(
                new Item(body, "", event.time(), event.money() != null && money == null ? NO_CURRENCY : ""));
    }

    private @Nullable String rule(Event event) {
        Map<String, String> rules = settings.conversionRules();
        String own = rules.get(event.name());
        String theirs = setup.mapped(event);
        return own != null || theirs == null ? own : rules.get(theirs);
    }

    /** The amount is a text: LinkedIn refuses a number. */
    private static @Nullable Fields value(@Nullable Money money) {
        return money == null
                ? null
                : new Fields()
                        .put("currencyCode", money.currency())
                        .put("amount", money.amount().stripTrailingZeros().toPlainString());
    }

    @Override
    public Request request(List<Item> items) {
        byte[] body = Fields.JSON.writeValueAsBytes(
                Map.of("elements", items.stream().map(Item::body).toList()));
        return new Request(
                        "POST",
                        URI.create(ORIGIN + "/rest/conversionEvents"),
                        Map.of("Content-Type", "application/json"),
                        body)
                .header("LinkedIn-Version", settings.apiVersion())
                .header("X-Restli-Protocol-Version", "2.0.0")
                .header("X-RestLi-Method", "BATCH_CREATE");
    }

    @Override
    public Reading read(Response response, int size) {
        return LinkedInAnswer.read(response, size);
    }

    /** 600 requests a minute are quoted by one partner, 300 by another, and 300,000 a day. */
    @Override
    public Limits limits() {
        return Limits.batch(5000)
                .maxAge(Duration.ofDays(90))
                .requestsPerMinute(600)
                .dedupWindow(settings.dedupWindow());
    }

    @Override
    public Auth auth() {
        LinkedInPlatform.OAuth oauth = settings.oauth();
        if (oauth != null) {
            return new Auth.OAuth2Refresh(TOKENS, oauth.clientId(), oauth.clientSecret(), oauth.refreshToken());
        }
        return settings.accessToken() == null
                ? new Auth.None()
                : new Auth.Header("Authorization", "Bearer ", settings.accessToken());
    }

    /** One of the account's conversion rules. */
    @Override
    public Optional<Request> probe() {
        return Optional.ofNullable(settings.accountId())
                .map(account -> Request.get(
                                ORIGIN + "/rest/conversions?q=account&account=urn%3Ali%3AsponsoredAccount%3A" + account
                                        + "&count=1")
                        .header("LinkedIn-Version", settings.apiVersion())
                        .header("X-Restli-Protocol-Version", "2.0.0"));
    }

    @Override
    public Optional<String> probeNeeds() {
        return settings.accountId() == null ? Optional.of("account_id") : Optional.empty();
    }

    @Override
    public Reading readProbe(Response response) {
        if (response.ok()) {
            return Tag.super.readProbe(response);
        }
        Reading reading = read(response, 1);
        return reading instanceof Reading.Refused(var _, Outcome.Rejected why)
                ? Reading.all(1, Outcome.misconfigured(Reason.BAD_SETTINGS, why.detail()))
                : reading;
    }

    @Override
    public Optional<URI> origin() {
        return Optional.of(URI.create(ORIGIN));
    }

    @Override
    public Optional<ApiVersion> apiVersion() {
        return Optional.of(LinkedInPlatform.version(settings.apiVersion()));
    }
}
