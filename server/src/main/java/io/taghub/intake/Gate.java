package io.taghub.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.taghub.config.HubConfig;
import io.taghub.config.HubConfig.EventRule;
import io.taghub.event.Channel;
import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Consent;
import io.taghub.event.Event;
import io.taghub.event.EventJson;
import io.taghub.event.FieldNote;
import io.taghub.event.Marks;
import io.taghub.event.Person;
import io.taghub.identity.ClickValue;
import io.taghub.identity.PlainAddress;
import io.taghub.identity.Sessions;
import io.taghub.identity.VisitorCookie;
import io.taghub.life.Saying;
import io.taghub.store.ConversionStore;
import io.taghub.store.Journal.Admission;
import io.taghub.store.Journal.Incoming;
import io.taghub.store.Journal.Pair;
import io.taghub.store.Store;
import io.taghub.tag.BrowserIdRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The one way into the journal, for both channels: the operator's rules, then admission. Safe for many threads: what
 * is made of a config is replaced as a whole.
 */
public final class Gate {
    private final Store store;
    private final Supplier<HubConfig> config;
    private final Counter macros;
    private final MeterRegistry meters;
    private final RefusedEvents refused;
    private final Sessions sessions = new Sessions();
    /** Under a denying default every page view needs the plain address. */
    private final PerConfig<Made> made = new PerConfig<>(rules -> new Made(
            new PlainAddress(rules.clickIds()),
            new ClickValue(rules.clickIds(), rules.browserIds()),
            BotHeader.of(rules.network().botHeader()),
            rules.analyticsIds(),
            Set.copyOf(rules.eventNames()),
            firsts(rules),
            rules.eventNames().stream().collect(Collectors.toMap(Gate::lower, name -> name, (one, other) -> one))));

    private record Made(
            PlainAddress address,
            ClickValue values,
            @Nullable BotHeader botHeader,
            List<BrowserIdRule> analytics,
            Set<String> names,
            Map<String, String> firsts,
            Map<String, String> byLowerCase) {
        boolean measures(String id) {
            return analytics.stream().anyMatch(rule -> rule.names(id));
        }

        /** The known name from which this one differs by case only; null where it is known itself, or nothing is near. */
        @Nullable
        String nearly(String name) {
            return names.contains(name) ? null : byLowerCase.get(lower(name));
        }
    }

    /** Of names of which a user's first one makes another event, and of these themselves, that event's name. */
    private static Map<String, String> firsts(HubConfig rules) {
        Map<String, String> firsts = new TreeMap<>();
        rules.events().forEach((name, rule) -> {
            if (rule.derivedFrom() != null) {
                firsts.put(name, name);
                firsts.put(rule.derivedFrom(), name);
            }
        });
        return firsts;
    }

    /** The event with a note of what it is for conversions, if it is anything. */
    private Event conversion(Event event, EventRule rule, HubConfig rules) {
        String first = made().firsts.get(event.name());
        // A name that a browser may not report is not made of what a browser reports.
        boolean makes = first != null
                && event.channels().stream().anyMatch(rules.rule(first).from()::contains);
        boolean says = rule.isConversion(event.name()) || event.status() != null || event.original() != null;
        return makes || says
                ? event.toBuilder()
                        .properties(Marks.withConversion(event.properties(), makes ? first : null))
                        .build()
                : event;
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** @param store which may open later than the intake */
    public Gate(Store store, Supplier<HubConfig> config, MeterRegistry meters, RefusedEvents refused) {
        this.store = store;
        this.config = config;
        this.meters = meters;
        this.refused = refused;
        for (Channel channel : Channel.values()) {
            notes(channel, "other");
        }
        this.macros = Counter.builder("taghub.unresolved.macros")
                .description("Click ids refused because they are placeholders, or hold what no id holds")
                .register(meters);
    }

    /** A value was no click id: a macro that nobody had filled in, or broken text. */
    public void clickRefused() {
        macros.increment();
    }

    public HubConfig config() {
        return config.get();
    }

    /** What was refused is counted and kept to be looked at; in the words the sender is told. */
    public void refused(Channel channel, String field, String given, String reason) {
        refused.add(channel, field, given, reason);
    }

    /** What was left out of an event that is taken is counted, by the event's own keys. */
    private void count(Event event, Channel channel) {
        event.notes().stream()
                .map(EventJson::key)
                .forEach(key -> notes(channel, key).increment());
    }

    private Counter notes(Channel channel, String key) {
        return Counter.builder("taghub.field.notes")
                .description("Fields that could not be right and were left out of events that were taken")
                .tag("channel", channel.name().toLowerCase(Locale.ROOT))
                .tag("field", key)
                .register(meters);
    }

    /**
     * The properties with a note of when the visit began, where a tag wants to know.
     *
     * @param visitor null where only the event's user is known
     */
    public Map<String, Object> inSession(Map<String, Object> properties, @Nullable String visitor, Event event) {
        Instant began = made().analytics.isEmpty()
                ? null
                : sessions.began(visitor, event.user().id(), event.received());
        if (began == null) {
            return properties;
        }
        Map<String, Object> noted = new TreeMap<>(properties);
        noted.put(Marks.SESSION, began.getEpochSecond());
        return noted;
    }

    /** Why this event may not come by this channel, null if it may. */
    @Nullable
    public String refusal(Event event, Channel channel) {
        EventRule rule = config().rule(event.name());
        if (rule.from().contains(channel)) {
            return null;
        }
        return channel == Channel.BROWSER
                ? "'" + event.name() + "' is only taken from a back end (events." + event.name() + ".from)"
                : "'" + event.name() + "' is only taken from the browser (events." + event.name() + ".from)";
    }

    /**
     * Whether a caller says of itself that it is no person, or a proxy thinks so.
     *
     * @param headers of the caller's own request
     */
    public boolean isBot(String userAgent, UnaryOperator<@Nullable String> headers) {
        BotHeader header = made().botHeader;
        return (header != null && header.says(headers.apply(header.name()))) || Bots.isBot(userAgent);
    }

    /** The event of a back end, marked where the client it names is no person; a client of which nothing is said may be one. */
    public Event marked(Event event) {
        Map<String, Object> properties = inSession(event.properties(), event.visitor(), event);
        String userAgent = event.client() == null ? null : event.client().userAgent();
        // In a test the shop's back end passes on what drives the test's browser.
        boolean tested = config().mode() == HubConfig.Mode.SANDBOX;
        boolean bot = userAgent != null
                && !userAgent.isBlank()
                && (tested ? Bots.isBot(userAgent) : Bots.isBotElsewhere(userAgent));
        if (bot) {
            properties = new TreeMap<>(properties);
            properties.put(Marks.BOT, true);
        }
        return properties == event.properties()
                ? event
                : event.toBuilder().properties(properties).build();
    }

    /** Admits what was not refused; returns once it is durable. */
    public List<Admission> admit(List<Event> events) {
        return admit(events, null);
    }

    /** The same of who may make events and settle nothing: none decides whose click counts, or moves what a back end told of. */
    public List<Admission> admitUnsettled(List<Event> events) {
        return admit(events.stream().map(Marks::withLowTrust).toList(), null, false);
    }

    /** @param voice the visitor whose word on consent these carry although they may not be kept as theirs */
    public List<Admission> admit(List<Event> events, @Nullable String voice) {
        return admit(events, voice, true);
    }

    private List<Admission> admit(List<Event> events, @Nullable String voice, boolean settles) {
        HubConfig rules = config();
        List<Incoming> incoming = new ArrayList<>(events.size());
        for (Event event : events) {
            EventRule rule = rules.rule(event.name());
            Event noted = conversion(event, rule, rules);
            incoming.add(new Incoming(
                    noted,
                    rule.dedup(),
                    pair(noted, rule, rules),
                    settles && rule.conversion(),
                    settles && rules.identity().browserLinks(),
                    voice));
        }
        return events.isEmpty() ? List.of() : store.journal().admit(incoming);
    }

    /** What takes back a conversion that is not known yet waits as long as that may wait for its twin. */
    private @Nullable Pair pair(Event event, EventRule rule, HubConfig rules) {
        EventRule.Pair own = rule.pair();
        if (own != null) {
            return new Pair(own.prefer(), own.patience());
        }
        String key = Saying.takesBack(event) && Marks.isConversion(event) ? ConversionStore.key(event) : null;
        if (key == null || store.conversions().find(key).isPresent()) {
            return null;
        }
        return rules.events().values().stream()
                .flatMap(each -> Stream.ofNullable(each.pair()))
                .map(EventRule.Pair::patience)
                .max(Duration::compareTo)
                .map(longest -> new Pair(Channel.SERVER, longest))
                .orElse(null);
    }

    /**
     * Takes what a visitor says without an event; returns once it is durable.
     *
     * @param voice as with {@link #admit(List, String)}
     */
    public void hear(Event word, @Nullable String voice) {
        if (word.visitor() != null || word.user().id() != null || voice != null) {
            boolean links = config().identity().browserLinks();
            store.journal().hear(new Incoming(word, Duration.ZERO, null, false, links, voice));
        }
    }

    /** Whether this visitor agreed at some time and has not taken it back. */
    public boolean agreed(String visitor, Consent.Purpose purpose) {
        return store.identity().consent(visitor).grants(purpose);
    }

    public void optOut(@Nullable String visitor, @Nullable String user, boolean out, Instant now) {
        String whose = config().identity().browserLinks() ? user : null;
        if (visitor != null || whose != null) {
            store.identity().optOut(visitor, whose, out, now);
        }
    }

    /**
     * What a sender may not say is taken out: the hub's own marks, click ids that are none, whose they are where the config
     * knows nobody of that name, and all of them where the event itself says that nobody is to be recognised by it.
     * What is left out of the click ids and the person is noted in the event, and a name that is another's but for upper and lower case.
     */
    public Event cleaned(Event event, Channel channel) {
        List<FieldNote> notes = new ArrayList<>(event.notes());
        BiConsumer<ClickId, String> leftOut =
                (id, why) -> notes.add(FieldNote.ofText("click_ids." + id.name(), id.value(), why));
        String nearly = made().nearly(event.name());
        if (nearly != null) {
            notes.add(FieldNote.ofText(
                    "name",
                    event.name(),
                    "taken as it is, which is another event than '" + nearly + "': upper and lower case count"));
        }
        Map<String, Object> properties = event.properties();
        if (properties.keySet().stream().anyMatch(Marks::isMark)) {
            Map<String, Object> kept = new TreeMap<>(properties);
            kept.keySet().removeIf(Marks::isMark);
            properties = kept;
        }
        Person user = Somebody.of(event.user(), notes);
        boolean denied = event.consent().denies(Consent.Purpose.AD_STORAGE);
        boolean measured = denied && event.consent().grants(Consent.Purpose.ANALYTICS_STORAGE);
        Map<String, String> ids = new TreeMap<>();
        List<ClickId> filled = new ArrayList<>();
        event.clickIds().forEach(id -> {
            String name = made().values.named(id.name());
            String value = id.value().strip();
            String fitting = made().values.fitting(name, value);
            String refusal = made().values.refusal(name, value);
            if (measured && refusal == null && fitting != null && made().measures(name)) {
                ids.put(name, fitting);
            } else if (denied) {
                leftOut.accept(id, "ad_storage is denied in this event");
            } else if (refusal == null && fitting != null) {
                filled.add(new ClickId(name, fitting, id.seen(), id.params(), owner(id, notes)));
            } else if (refusal == null) {
                leftOut.accept(id, "it has not the form of a " + id.name());
            } else {
                clickRefused();
                leftOut.accept(id, refusal);
            }
        });
        Event cleaned = event.toBuilder()
                .properties(ids.isEmpty() ? properties : Marks.withMeasured(properties, null, ids))
                .clickIds(ClickIds.of(filled))
                .user(user)
                .notes(notes)
                .visitor(visitor(event, notes))
                .build();
        count(cleaned, channel);
        return denied ? plain(cleaned) : cleaned;
    }

    private static @Nullable String visitor(Event event, List<FieldNote> notes) {
        if (event.visitor() != null && VisitorCookie.isForAnalytics(event.visitor())) {
            notes.add(
                    FieldNote.ofText("visitor", event.visitor(), "it names a browser to analytics and to nobody else"));
            return null;
        }
        return event.visitor() == null ? null : VisitorCookie.visitorIn(event.visitor());
    }

    /** A click that is said to be nobody's the config knows is treated like one of which nothing is said. */
    private @Nullable String owner(ClickId id, List<FieldNote> notes) {
        String unknown = id.owner() == null ? null : config().unknownOwner(id.owner());
        if (unknown != null) {
            notes.add(FieldNote.ofText("click_ids." + id.name() + ".for", String.valueOf(id.owner()), unknown));
        }
        return unknown == null ? id.owner() : null;
    }

    /** The event as it may be kept of somebody who is not to be recognised. */
    public Event plain(Event event) {
        return made().address.of(event);
    }

    private Made made() {
        return made.of(config());
    }
}
