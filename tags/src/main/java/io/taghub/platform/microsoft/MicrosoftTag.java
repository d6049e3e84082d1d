package io.taghub.platform.microsoft;

import io.taghub.event.ClickId;
import io.taghub.event.Event;
import io.taghub.platform.microsoft.MicrosoftPlatform.Offline;
import io.taghub.tag.ApiVersion;
import io.taghub.tag.Auth;
import io.taghub.tag.Countable;
import io.taghub.tag.Fields;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes one of two ways for an event, and the same one at every attempt, for what went both ways would be counted by two
 * goals: the Conversions API where a UET tag is set and the event was young enough when it came, else offline conversions.
 */
record MicrosoftTag(MicrosoftPlatform.Settings settings, Setup setup) implements Tag {
    private static final String UET = "capi.uet.microsoft.com";
    private static final String CAMPAIGN = "campaign.api.bingads.microsoft.com";
    private static final URI TOKENS = URI.create("https://login.microsoftonline.com/common/oauth2/v2.0/token");
    private static final String SCOPE = "https://ads.microsoft.com/msads.manage offline_access";

    private static final String BY_UET = "uet";
    private static final String BY_OFFLINE = "offline";

    private static final Duration UET_AGE = Duration.ofDays(7);
    private static final Duration OFFLINE_AGE = Duration.ofDays(90);

    /** Money that goes the other way; counted it would be a conversion more. */
    private static final Set<String> BACK = Set.of("refund", "chargeback", "withdrawal", "payout");

    @Override
    public Plan plan(Event event) {
        boolean uet = byUet(event);
        String unmapped = unmapped(event, uet);
        if (unmapped != null) {
            return Plan.skip(Reason.NO_MAPPING, unmapped);
        }
        Plan.Skip objection = Countable.objection(event);
        if (objection != null) {
            return objection;
        }
        Fields user = uet ? UetEvent.user(event, setup, settings.hashExternalId()) : MicrosoftOfflineConversion.match(event, setup);
        if (uet && !UetEvent.recognisable(user)) {
            return Plan.skip(
                    Reason.NO_MATCH_KEY,
                    "no msclkid, e-mail, phone, user id, _uetvid or device id, and not both IP address and user agent");
        }
        if (!uet && user.isEmpty()) {
            return Plan.skip(Reason.NO_MATCH_KEY, "no msclkid, no e-mail and no phone for an offline conversion");
        }
        return Plan.send(
                uet
                        ? new Item(UetEvent.of(event, setup, user).toMap(), BY_UET)
                        : new Item(
                                MicrosoftOfflineConversion.of(event, goal(event), user).toMap(), BY_OFFLINE, dueAfterClick(event)));
    }

    /** By when the hub took it, which never changes: an event that grows old on its way does not change sides. */
    private boolean byUet(Event event) {
        return settings.uetTagId() != null
                && (settings.offline() == null
                        || !event.time().plus(UET_AGE).isBefore(event.received()));
    }

    private @Nullable String unmapped(Event event, boolean uet) {
        if (uet) {
            return BACK.contains(event.name()) && setup.mapped(event) == null
                    ? "'" + event.name() + "' would count as one more conversion"
                    : null;
        }
        return goal(event) == null
                ? (settings.uetTagId() == null ? "" : "it came too late for the Conversions API, and ")
                        + "offline.goals does not list '" + event.name() + "'"
                : null;
    }

    private @Nullable String goal(Event event) {
        Offline offline = settings.offline();
        return offline == null ? null : offline.goals().get(event.name());
    }

    private @Nullable Instant dueAfterClick(Event event) {
        ClickId click = event.clickIds().get("msclkid");
        Offline offline = settings.offline();
        return click == null || offline == null ? null : click.seen().plus(offline.minClickAge());
    }

    @Override
    public Request request(List<Item> items) {
        List<Object> bodies = items.stream().map(Item::body).toList();
        Offline offline = settings.offline();
        if (offline == null || items.getFirst().group().equals(BY_UET)) {
            return Request.postJson(
                    "https://" + UET + "/" + settings.uetVersion() + "/" + settings.uetTagId() + "/events",
                    new Fields()
                            .put("data", bodies)
                            .put("dataProvider", "taghub")
                            .put("continueOnValidationError", true));
        }
        return Request.postJson(
                        "https://" + CAMPAIGN + "/CampaignManagement/" + offline.apiVersion()
                                + "/OfflineConversions/Apply",
                        new Fields().put("OfflineConversions", bodies))
                .header("CustomerId", offline.customerId())
                .header("CustomerAccountId", offline.accountId());
    }

    /** The two speak differently enough. */
    @Override
    public Reading read(Response response, int size) {
        return MicrosoftOfflineAnswer.isOne(response) ? MicrosoftOfflineAnswer.read(response, size) : UetAnswer.read(response, size);
    }

    /**
     * Offline conversions of the same click or person, goal and time count once, however often they come. How long the
     * Conversions API recognises an event's id is not published, so a tag that uses it repeats nothing.
     */
    @Override
    public Limits limits() {
        Limits limits = Limits.batch(1000);
        return settings.uetTagId() == null
                ? limits.maxAge(OFFLINE_AGE).dedupWindow(OFFLINE_AGE)
                : limits.maxAge(UET_AGE);
    }

    @Override
    public Duration maxAge(Event event) {
        return byUet(event) ? UET_AGE : OFFLINE_AGE;
    }

    @Override
    public Auth auth() {
        Map<String, Auth> hosts = new HashMap<>();
        if (settings.uetToken() != null) {
            hosts.put(UET, new Auth.Header("Authorization", "Bearer ", settings.uetToken()));
        }
        Offline offline = settings.offline();
        if (offline != null) {
            MicrosoftPlatform.OAuth oauth = offline.oauth();
            hosts.put(
                    CAMPAIGN,
                    new Auth.All(
                            new Auth.OAuth2Refresh(
                                    TOKENS, oauth.clientId(), oauth.clientSecret(), oauth.refreshToken(), SCOPE),
                            new Auth.Header("DeveloperToken", "", offline.developerToken())));
        }
        return new Auth.ByHost(hosts);
    }

    @Override
    public Optional<URI> origin() {
        return Optional.of(URI.create("https://" + (settings.uetTagId() == null ? CAMPAIGN : UET)));
    }

    @Override
    public Optional<ApiVersion> apiVersion() {
        Offline offline = settings.offline();
        return Optional.of(new ApiVersion(offline == null ? settings.uetVersion() : offline.apiVersion(), null));
    }
}
