package io.taghub.platform.microsoft;

import io.taghub.event.ClickId;
import io.taghub.event.Event;
import io.taghub.platform.microsoft.MicrosoftPlatform.Offline;
import io.taghub.platform.microsoft.MicrosoftPlatform.Uet;
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
import java.util.Objects;
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
        Uet uet = uetFor(event);
        String unmapped = unmapped(event, uet != null);
        if (unmapped != null) {
            return Plan.skip(Reason.NO_MAPPING, unmapped);
        }
        Plan.Skip objection = Countable.objection(event);
        if (objection != null) {
            return objection;
        }
        return uet == null ? offline(event) : byUet(event, uet);
    }

    /** By when the hub took it, which never changes: an event that grows old on its way does not change sides. */
    private @Nullable Uet uetFor(Event event) {
        boolean late = event.time().plus(UET_AGE).isBefore(event.received());
        return late && settings.offline() != null ? null : settings.uet();
    }

    private @Nullable String unmapped(Event event, boolean uet) {
        // One rule for both ways: which of them an event takes is a matter of its age.
        if (settings.uet() != null && BACK.contains(event.name()) && setup.mapped(event) == null) {
            return "'" + event.name() + "' would count as one more conversion";
        }
        if (uet) {
            return null;
        }
        return goal(event) == null
                ? (settings.uet() == null ? "" : "it came too late for the Conversions API, and ")
                        + "offline.goals does not list '" + event.name() + "'"
                : null;
    }

    private Plan byUet(Event event, Uet uet) {
        Fields user = UetEvent.user(event, setup, uet.hashExternalId());
        return UetEvent.recognisable(user)
                ? Plan.send(new Item(UetEvent.of(event, setup, user).toMap(), BY_UET))
                : Plan.skip(
                        Reason.NO_MATCH_KEY,
                        "no msclkid, e-mail, phone, user id, _uetvid or device id, and not both IP address and user agent");
    }

    private Plan offline(Event event) {
        Fields match = MicrosoftOfflineConversion.match(event, setup);
        return match.isEmpty()
                ? Plan.skip(Reason.NO_MATCH_KEY, "no msclkid, no e-mail and no phone for an offline conversion")
                : Plan.send(new Item(
                        MicrosoftOfflineConversion.of(event, goal(event), match).toMap(),
                        BY_OFFLINE,
                        dueAfterClick(event)));
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
        Uet uet = settings.uet();
        if (uet != null && (offline == null || items.getFirst().group().equals(BY_UET))) {
            return Request.postJson(
                    "https://" + UET + "/" + uet.apiVersion() + "/" + uet.tagId() + "/events",
                    new Fields()
                            .put("data", bodies)
                            .put("dataProvider", "taghub")
                            .put("continueOnValidationError", true));
        }
        Offline account = Objects.requireNonNull(offline);
        return Request.postJson(
                        "https://" + CAMPAIGN + "/CampaignManagement/" + account.apiVersion()
                                + "/OfflineConversions/Apply",
                        new Fields().put("OfflineConversions", bodies))
                .header("CustomerId", account.customerId())
                .header("CustomerAccountId", account.accountId());
    }

    /** The two speak differently enough. */
    @Override
    public Reading read(Response response, int size) {
        return settings.uet() == null || MicrosoftOfflineAnswer.isOne(response)
                ? MicrosoftOfflineAnswer.read(response, size)
                : UetAnswer.read(response, size);
    }

    /**
     * Offline conversions of the same click or person, goal and time count once, however often they come. How long the
     * Conversions API recognises an event's id is not published, so a tag that uses it repeats nothing.
     */
    @Override
    public Limits limits() {
        Limits limits = Limits.batch(1000);
        return settings.uet() == null ? limits.maxAge(OFFLINE_AGE).dedupWindow(OFFLINE_AGE) : limits.maxAge(UET_AGE);
    }

    @Override
    public Duration maxAge(Event event) {
        return uetFor(event) == null ? OFFLINE_AGE : UET_AGE;
    }

    @Override
    public Auth auth() {
        Map<String, Auth> hosts = new HashMap<>();
        Uet uet = settings.uet();
        if (uet != null) {
            hosts.put(UET, new Auth.Header("Authorization", "Bearer ", uet.accessToken()));
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
        return Optional.of(URI.create("https://" + (settings.uet() == null ? CAMPAIGN : UET)));
    }

    /** The offline API's where both are used: of the other's there has been one only. */
    @Override
    public Optional<ApiVersion> apiVersion() {
        Offline offline = settings.offline();
        Uet uet = settings.uet();
        String version = offline != null ? offline.apiVersion() : uet != null ? uet.apiVersion() : "";
        return Optional.of(new ApiVersion(version, null));
    }
}
