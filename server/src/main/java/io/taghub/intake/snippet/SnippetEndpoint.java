package io.taghub.intake.snippet;

import io.javalin.http.Context;
import io.taghub.config.Defaults;
import io.taghub.config.HubConfig;
import io.taghub.event.Channel;
import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Client;
import io.taghub.event.Consent;
import io.taghub.event.Event;
import io.taghub.event.EventJson;
import io.taghub.event.Marks;
import io.taghub.identity.ClickCapture;
import io.taghub.identity.VisitorCookie;
import io.taghub.intake.Body;
import io.taghub.intake.Caller;
import io.taghub.intake.ClickCaptures;
import io.taghub.intake.Cors;
import io.taghub.intake.Gate;
import io.taghub.intake.RejectedEvent;
import io.taghub.intake.RunMark;
import io.taghub.store.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code POST /{prefix}/e}: takes the snippet's events, names the visitor by a cookie, catches click ids. */
public final class SnippetEndpoint {
    private static final int MAX_USER_AGENT = 1024;

    private final Gate gate;
    private final ClickCaptures captures;
    private final InstantSource clock;

    public SnippetEndpoint(Gate gate, ClickCaptures captures, InstantSource clock) {
        this.gate = gate;
        this.captures = captures;
        this.clock = clock;
    }

    public void handle(Context context) {
        HubConfig config = gate.config();
        Caller caller = new Caller(context, config);
        context.header("Cache-Control", "no-store");
        if (!caller.fromSite(config.site())) {
            fail(context, 403, "this origin is not one of the site's (site.origins)");
            return;
        }
        Cors.allow(context, caller);
        try {
            // One reading of the clock: what comes in one request happened at once.
            Instant now = clock.instant();
            SnippetWire wire = SnippetWire.of(Body.text(context, Defaults.SNIPPET_BODY), now);
            OptOut optOut = OptOut.of(context, wire, config.site());
            VisitorCookie cookie =
                    VisitorCookie.parse(context.cookie(config.site().cookie()));
            if (optOut == OptOut.ASKED) {
                gate.optOut(cookie == null ? null : cookie.visitor(), wire.userId(), true, now);
            }
            optOut.setCookies(context, config.site(), caller.secure());
            if (optOut.applies()) {
                context.status(204);
                return;
            }
            Moment moment = new Moment(now, cookie, optOut == OptOut.BACK);
            if (wire.eventless()) {
                hear(context, wire, config, caller, moment);
            } else {
                take(context, wire, config, caller, moment);
            }
        } catch (Body.BadBodyException bad) {
            fail(context, bad.status, bad.text());
        } catch (StoreUnavailableException unavailable) {
            context.header("Retry-After", "5");
            fail(context, 503, "nothing was kept; send it again");
        }
    }

    /**
     * What is known of a post before its events are looked at.
     *
     * @param cookie the visitor's, null where the browser sends none of ours
     * @param back whether the visitor takes back that they opted out
     */
    private record Moment(Instant now, @Nullable VisitorCookie cookie, boolean back) {
        @Nullable
        String visitor() {
            return cookie == null ? null : cookie.visitor();
        }
    }

    private static boolean gpc(Context context, HubConfig config) {
        return "1".equals(context.header("Sec-GPC")) && config.consent().honourGpc();
    }

    /** Nothing but what the visitor decided: kept as with an event, and of somebody unknown who decides nothing not at all. */
    private void hear(Context context, SnippetWire wire, HubConfig config, Caller caller, Moment moment) {
        Event word = wire.word();
        if (moment.back()) {
            gate.optOut(moment.visitor(), wire.userId(), false, moment.now());
        }
        if (!word.consent().states().isEmpty()) {
            Visit visit = visit(context, wire, config, caller, mayStore(wire, word, config, moment), false, moment);
            gate.hear(complete(word, visit, wire, gpc(context, config)), visit.voice);
            setCookie(context, config, caller, visit);
        }
        context.status(204);
    }

    private void take(Context context, SnippetWire wire, HubConfig config, Caller caller, Moment moment) {
        boolean gpc = gpc(context, config);
        @Nullable String run = RunMark.of(context, config);
        List<Event> good = new ArrayList<>();
        List<RejectedEvent> rejected = new ArrayList<>();
        Visit visit = null;
        List<EventJson.Parsed> parsed = wire.events(name ->
                config.rule(name).conversion() ? null : UUID.randomUUID().toString());
        for (int i = 0; i < parsed.size(); i++) {
            switch (parsed.get(i)) {
                case EventJson.Parsed.Bad(String fault, String reason) -> {
                    gate.refused(Channel.BROWSER, fault, wire.form(i), reason);
                    rejected.add(new RejectedEvent(i, reason));
                }
                case EventJson.Parsed.Ok(Event event) -> {
                    String refusal = gate.refusal(event, Channel.BROWSER);
                    if (refusal == null) {
                        visit = visit == null
                                ? visit(
                                        context,
                                        wire,
                                        config,
                                        caller,
                                        mayStore(wire, event, config, moment),
                                        mayMeasure(wire, event),
                                        moment)
                                : visit;
                        good.add(RunMark.note(complete(gate.cleaned(event, Channel.BROWSER), visit, wire, gpc), run));
                    } else {
                        gate.refused(Channel.BROWSER, "channel", wire.form(i), refusal);
                        rejected.add(new RejectedEvent(i, refusal));
                    }
                }
            }
        }
        if (good.isEmpty()) {
            context.status(400).json(new Taken(0, rejected));
            return;
        }
        if (moment.back() && visit != null) {
            gate.optOut(visit.visitor, wire.userId(), false, moment.now());
        }
        gate.admit(good, visit == null ? null : visit.voice);
        if (visit != null) {
            setCookie(context, config, caller, visit);
        }
        if (rejected.isEmpty()) {
            context.status(204);
        } else {
            context.status(200).json(new Taken(good.size(), rejected));
        }
    }

    private static void setCookie(Context context, HubConfig config, Caller caller, Visit visit) {
        HubConfig.Site site = config.site();
        if (visit.setCookie != null) {
            Cookies.set(context, site, site.cookie(), visit.setCookie, Defaults.VISITOR_COOKIE, caller.secure());
        }
        if (visit.measured != null && visit.measured.setCookie != null) {
            String name = site.analyticsCookie();
            Cookies.set(context, site, name, visit.measured.setCookie, Defaults.VISITOR_COOKIE, caller.secure());
        }
        if (visit.measured == null && context.cookie(site.analyticsCookie()) != null) {
            // Whether more is allowed now or less: nobody is to be known by it any more.
            Cookies.set(context, site, site.analyticsCookie(), "", Duration.ZERO, caller.secure());
        }
    }

    /** Whether the visitor has allowed analytics in so many words, or the page says so of its visitors. */
    private static boolean mayMeasure(SnippetWire wire, Event event) {
        return switch (event.consent().state(Consent.Purpose.ANALYTICS_STORAGE)) {
            case GRANTED -> true;
            case DENIED -> false;
            case UNSET -> wire.siteDefault().grants(Consent.Purpose.ANALYTICS_STORAGE);
        };
    }

    /**
     * Whether the visitor may be recognised: by their own word now or, where they say nothing, by the default (the page's
     * before the hub's) or, under a denying one, by what they said before.
     */
    private boolean mayStore(SnippetWire wire, Event event, HubConfig config, Moment moment) {
        if (wire.cookieless()) {
            return false;
        }
        return switch (event.consent().state(Consent.Purpose.AD_STORAGE)) {
            case GRANTED -> true;
            case DENIED -> false;
            case UNSET -> {
                Consent.State byDefault = wire.siteDefault().state(Consent.Purpose.AD_STORAGE);
                yield byDefault == Consent.State.GRANTED
                        || (byDefault == Consent.State.UNSET && config.consent().grantedByDefault())
                        || (moment.cookie() != null
                                && gate.agreed(moment.cookie().visitor(), Consent.Purpose.AD_STORAGE));
            }
        };
    }

    /**
     * What analytics alone may know the browser by; no ad tag is given it, and nothing is learned under it.
     *
     * @param visitor an id of our own, null where the platform's do
     * @param setCookie null where the browser's is right as it is
     */
    private record Measured(
            @Nullable String visitor,
            Map<String, String> ids,
            @Nullable String setCookie) {
        /** By which it is told from others. */
        String name() {
            return visitor == null ? ids.toString() : visitor;
        }
    }

    private @Nullable Measured measured(Context context, HubConfig config, Instant now) {
        ClickCapture capture = captures.analytics(config).orElse(null);
        if (capture == null) {
            return null;
        }
        Map<String, String> ids = new TreeMap<>();
        capture.in(context.cookieMap(), now).forEach(id -> ids.putIfAbsent(id.name(), id.value()));
        if (config.measured(ids.keySet())) {
            return new Measured(null, ids, null);
        }
        VisitorCookie ours =
                VisitorCookie.parseForAnalytics(context.cookie(config.site().analyticsCookie()));
        VisitorCookie cookie = ours == null ? VisitorCookie.mintForAnalytics(now) : ours;
        String setCookie = ours == null
                ? cookie.value()
                : cookie.stale(now) ? cookie.renewed(now).value() : null;
        return new Measured(cookie.visitor(), ids, setCookie);
    }

    /** The answer where not every event was taken. */
    private record Taken(int accepted, List<RejectedEvent> rejected) {}

    /**
     * What all events of one post have in common.
     *
     * @param landings by address, the click ids in it
     * @param setCookie null where the browser's is right as it is
     * @param voice whose word on consent it is, where the visitor may not be kept
     * @param recognised whether the visitor may be: else no click of theirs is kept, also not in addresses
     * @param bot whether they say, or a proxy thinks, that they are no person
     * @param measured of one who may not be, what analytics alone may know them by
     */
    private record Visit(
            @Nullable String visitor,
            ClickIds clickIds,
            Map<String, List<ClickId>> landings,
            Client client,
            @Nullable String setCookie,
            @Nullable String voice,
            boolean recognised,
            boolean bot,
            @Nullable Measured measured) {}

    private Visit visit(
            Context context,
            SnippetWire wire,
            HubConfig config,
            Caller caller,
            boolean mayStore,
            boolean mayMeasure,
            Moment moment) {
        String userAgent = shortened(context.header("User-Agent"));
        // Every browser names itself.
        boolean bot = userAgent == null || userAgent.isBlank() || gate.isBot(userAgent, context::header);
        VisitorCookie known = moment.cookie();
        Instant now = moment.now();
        // A sandboxed frame brings no cookie and keeps none: each post would be somebody else's.
        boolean nameless = known == null && "null".equals(context.header("Origin"));
        if (!mayStore) {
            return new Visit(
                    null,
                    ClickIds.NONE,
                    Map.of(),
                    new Client(null, userAgent),
                    null,
                    known == null ? null : known.visitor(),
                    false,
                    bot,
                    mayMeasure && !wire.cookieless() && !nameless ? measured(context, config, now) : null);
        }
        VisitorCookie cookie = known == null ? VisitorCookie.mint(now) : known;
        String setCookie = nameless
                ? null
                : known == null
                        ? cookie.value()
                        : cookie.stale(now) ? cookie.renewed(now).value() : null;
        ClickCapture capture = captures.of(config);
        Map<String, List<ClickId>> landings = new LinkedHashMap<>();
        wire.addresses().forEach(address -> landings.put(address, capture.in(address, now)));
        List<ClickId> ids = new ArrayList<>();
        landings.values().forEach(ids::addAll);
        // The page after the landing page still has the landing address as its referrer; another site's click is not
        // ours.
        String referrer = wire.referrer();
        if (referrer != null && caller.isSite(referrer, config.site())) {
            ids.addAll(capture.in(referrer, now));
        }
        ids.addAll(capture.in(context.cookieMap(), now));
        return new Visit(
                nameless ? null : cookie.visitor(),
                ClickIds.of(ids),
                landings,
                new Client(caller.ip(), userAgent),
                setCookie,
                null,
                true,
                bot,
                null);
    }

    private static @Nullable String shortened(@Nullable String userAgent) {
        return userAgent == null || userAgent.length() <= MAX_USER_AGENT
                ? userAgent
                : userAgent.substring(0, MAX_USER_AGENT);
    }

    private Event complete(Event event, Visit visit, SnippetWire wire, boolean gpc) {
        Map<String, Object> properties = new TreeMap<>(event.properties());
        Consent consent = event.consent();
        if (gpc) {
            properties.put(Marks.GPC, true);
            consent = consent.with(Consent.Purpose.AD_USER_DATA, Consent.State.DENIED)
                    .with(Consent.Purpose.AD_PERSONALIZATION, Consent.State.DENIED);
        }
        wire.siteDefault()
                .states()
                .forEach((purpose, state) -> properties.put(Marks.siteDefault(purpose), state.name()));
        if (wire.automated()) {
            properties.put(Marks.AUTOMATED, true);
        }
        if (visit.bot) {
            properties.put(Marks.BOT, true);
        }
        String visitor = visit.measured == null ? visit.visitor : visit.measured.name();
        Map<String, Object> inSession = gate.inSession(properties, visitor, event);
        Map<String, Object> marked = visit.measured == null
                ? inSession
                : Marks.withMeasured(inSession, visit.measured.visitor, visit.measured.ids);
        Event whole = event.toBuilder()
                .channels(Set.of(Channel.BROWSER))
                .visitor(visit.visitor)
                .clickIds(clickIds(event, visit))
                .client(visit.client)
                .consent(consent)
                .properties(marked)
                .build();
        return visit.recognised ? whole : gate.plain(whole);
    }

    /** The page's own click before that of the page life: who went on to another landing without a new page clicked again. */
    private static ClickIds clickIds(Event event, Visit visit) {
        String page = event.page() == null ? null : event.page().url();
        List<ClickId> own = page == null ? List.of() : visit.landings.getOrDefault(page, List.of());
        return own.isEmpty() ? visit.clickIds : ClickIds.of(own).or(visit.clickIds);
    }

    private static void fail(Context context, int status, String reason) {
        context.status(status).json(Map.of("error", reason));
    }
}
