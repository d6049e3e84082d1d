package io.taghub.platform.thetradedesk;

import io.taghub.event.Event;
import io.taghub.event.Money;
import io.taghub.platform.thetradedesk.TheTradeDeskPlatform.Offline;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes one of three ways for an event, and the same one at every attempt: the event tracker by name, the universal pixel by
 * page, or offline conversions where the event was too old for either when it came.
 */
record TheTradeDeskTag(TheTradeDeskPlatform.Settings settings, Setup setup) implements Tag {
    private static final String REAL_TIME = "https://" + TheTradeDeskPlatform.HOST + "/track/realtimeconversion";
    private static final String OFFLINE =
            "https://" + TheTradeDeskPlatform.OFFLINE_HOST + "/providerapi/offlineconversion";

    private static final String BY_REAL_TIME = "real-time";
    private static final String BY_OFFLINE = "offline";

    @Override
    public Plan plan(Event event) {
        Plan.Skip objection = Countable.objection(event);
        if (objection != null) {
            return objection;
        }
        String name = setup.mapped(event);
        if (name == null) {
            return Plan.skip(
                    Reason.NO_MAPPING,
                    "The Trade Desk has no event for it; event_names can name one that is agreed with it");
        }
        TheTradeDeskEvent theirs = new TheTradeDeskEvent(event, settings, setup);
        Offline offline = offlineFor(event);
        if (!theirs.recognisable(offline != null)) {
            return Plan.skip(
                    Reason.NO_MATCH_KEY,
                    "no UID2, EUID, TDID, device id or RampID, no impression id"
                            + (offline == null && settings.matchByIp() ? " and no IP address" : ""));
        }
        if (name.equalsIgnoreCase(TheTradeDeskPlatform.PURCHASE) && Money.isoCurrencyOf(event) == null) {
            return Plan.skip(Reason.MISSING_FIELD, "The Trade Desk needs an ISO 4217 currency of every purchase");
        }
        if (offline != null && event.isLimited(settings.limitedDataUse())) {
            return Plan.skip(
                    Reason.CONSENT,
                    "the use of this event is limited, and offline conversions of The Trade Desk cannot be told so");
        }
        if (offline != null) {
            return Plan.send(new Item(theirs.offline(offline, name).toMap(), BY_OFFLINE));
        }
        boolean byPage = byPage(name);
        if (byPage && theirs.page() == null) {
            return Plan.skip(Reason.MISSING_FIELD, "the universal pixel goes by the page's address, and there is none");
        }
        return Plan.send(new Item(theirs.realTime(byPage, name).toMap(), BY_REAL_TIME));
    }

    /** By when the hub took it, which never changes: an event that grows old on its way does not change sides. */
    private @Nullable Offline offlineFor(Event event) {
        boolean late = event.time().plus(settings.maxAge()).isBefore(event.received());
        boolean visit = TheTradeDeskPlatform.VISIT.equals(setup.mapped(event));
        return !settings.realTime() || (late && !visit) ? settings.offline() : null;
    }

    private boolean byPage(String name) {
        return settings.pixelId() != null && (settings.trackerId() == null || name.equals(TheTradeDeskPlatform.VISIT));
    }

    @Override
    public Request request(List<Item> items) {
        List<Object> bodies = items.stream().map(Item::body).toList();
        if (items.getFirst().group().equals(BY_REAL_TIME)) {
            return Request.postJson(REAL_TIME, new Fields().put("data", bodies));
        }
        Offline offline = Objects.requireNonNull(settings.offline());
        return Request.postJson(
                OFFLINE,
                new Fields().put("DataProviderId", offline.dataProviderId()).put("Items", bodies));
    }

    @Override
    public Reading read(Response response, int size) {
        return TheTradeDeskAnswer.read(response, size, !settings.realTime());
    }

    @Override
    public Reading read(Response response, List<Item> items) {
        return TheTradeDeskAnswer.read(
                response, items.size(), items.getFirst().group().equals(BY_OFFLINE));
    }

    /** How many events a request may hold is not limited but by its size, 28 MB; one integration sends so many. */
    @Override
    public Limits limits() {
        Limits limits = settings.realTime() ? Limits.batch(500).maxAge(settings.maxAge()) : Limits.batch(500);
        return limits.dedupWindow(settings.dedupWindow());
    }

    /** Offline conversions say when they happened. */
    @Override
    public @Nullable Duration maxAge(Event event) {
        return offlineFor(event) == null ? settings.maxAge() : null;
    }

    /** Real-time events name their tag and prove nothing; their host is named all the same, for it is a way of its own. */
    @Override
    public Auth auth() {
        Map<String, Auth> hosts = new HashMap<>();
        if (settings.realTime()) {
            hosts.put(TheTradeDeskPlatform.HOST, new Auth.None());
        }
        Offline offline = settings.offline();
        if (offline != null) {
            hosts.put(TheTradeDeskPlatform.OFFLINE_HOST, new Auth.Header("TTD-Auth", "", offline.authToken()));
        }
        return new Auth.ByHost(hosts);
    }

    @Override
    public Optional<URI> origin() {
        return Optional.of(URI.create(
                "https://" + (settings.realTime() ? TheTradeDeskPlatform.HOST : TheTradeDeskPlatform.OFFLINE_HOST)));
    }
}
