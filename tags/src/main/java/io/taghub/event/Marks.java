package io.taghub.event;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What intake notes on an event for the lanes: properties whose name begins with an underscore. A sender cannot set them and
 * no platform sees them.
 */
public final class Marks {
    public static final String BOT = "_bot";
    public static final String GPC = "_gpc";
    public static final String AUTOMATED = "_automated";

    /** The test that an event belongs to, in mode sandbox; see {@code TagHub-Run} in {@code server/testkit}. */
    public static final String RUN = "_run";

    /** When the visit began, in seconds since 1970, for analytics alone. */
    public static final String SESSION = "_session";

    /** Why an event's move of its conversion is none, in words: then nobody is told of it. */
    public static final String ILLEGAL = "_illegal";

    /** What was a conversion worth that is taken back, and what is left of it: as the hub knows, where the sender does not say. */
    public static final String ORIGINAL_VALUE = "_original_value";

    public static final String REMAINING_VALUE = "_remaining_value";

    /** What became of the conversion by an event that has a status, in the hub's own words: {@code approved}, {@code adjusted}. */
    public static final String STATE = "_state";

    /** What a conversion stays of which an event says another value and nothing else: {@code pending}, {@code approved}. */
    public static final String STAYS = "_stays";

    /** Why nobody is told of a word about a conversion that says nothing new of it. */
    public static final String REPEAT = "_repeat";

    /** Set where something was said before of the conversion of which the event speaks. */
    public static final String FOLLOWS = "_follows";

    /** What is left of a conversion of which a part was given back before it came in. */
    public static final String WORTH = "_worth";

    private static final String TOLD = "_told";

    /** Set for a tag whose receiver puts what is told again in the place of what it has. */
    public static final String EDITS = "_edits";

    private static final String SOLD = "_sold";

    /** Set where the sender's word is weak, a postback with its token in the address: it moves nothing that a trusted one said. */
    private static final String LOW_TRUST = "_low_trust";

    private static final String CONVERSION = "_conversion";
    private static final String FIRST = "_first";
    private static final String DERIVED = "_derived";
    private static final String TAKEN_BACK = "_taken_back";
    /** Who reported it by webhook: the source's name, then the tags that are not told of what comes from there. */
    private static final String ORIGIN = "_origin";

    private static final Set<String> HIDDEN = Set.of(CONVERSION, FIRST, TAKEN_BACK, FOLLOWS, WORTH, STAYS, TOLD);

    private static final String SITE_DEFAULT = "_site_default_";
    private static final String LANDED = "_landed";
    private static final String MEASURED = "_measured";

    private Marks() {}

    /** Where it is noted what the page's consent default says of a purpose of which the visitor had decided nothing. */
    public static String siteDefault(Consent.Purpose purpose) {
        return SITE_DEFAULT + purpose.key();
    }

    public static Consent.State siteDefault(Event event, Consent.Purpose purpose) {
        return !event.properties().isEmpty() && event.properties().get(siteDefault(purpose)) instanceof String state
                ? Consent.State.valueOf(state)
                : Consent.State.UNSET;
    }

    /** The properties with a note of the click ids that the hub itself found in the event's page address. */
    public static Map<String, Object> withLanded(Map<String, Object> properties, List<String> names) {
        Map<String, Object> noted = new TreeMap<>(properties);
        noted.put(LANDED, names);
        return noted;
    }

    public static boolean landed(Event event, ClickId click) {
        return event.properties().get(LANDED) instanceof List<?> names && names.contains(click.name());
    }

    /**
     * The properties with a note of what analytics may know the browser by, and nobody else: of a visitor who allowed that
     * alone.
     *
     * @param visitor a name of the hub's own for the browser, null where the platform's ids do
     * @param ids browser ids by the names of the platforms' rules
     */
    public static Map<String, Object> withMeasured(
            Map<String, Object> properties, @Nullable String visitor, Map<String, String> ids) {
        Map<String, Object> noted = new TreeMap<>(properties);
        Map<String, Object> measured = new TreeMap<>(ids);
        if (visitor != null) {
            measured.put("", visitor);
        }
        noted.put(MEASURED, measured);
        return noted;
    }

    /**
     * An event as a tag may see it that does nothing but analytics: known by the ids that are for it alone.
     *
     * @param marked as it is in the journal
     * @param whole the same, without marks
     */
    public static Event measured(Event marked, Event whole) {
        Object session = marked.properties().get(SESSION);
        if (session == null || whole.properties().containsKey("session_id")) {
            return known(marked, whole);
        }
        Map<String, Object> properties = new TreeMap<>(whole.properties());
        properties.put("session_id", session.toString());
        return known(marked, whole.toBuilder().properties(properties).build());
    }

    private static Event known(Event marked, Event whole) {
        if (!(marked.properties().get(MEASURED) instanceof Map<?, ?> measured)) {
            return whole;
        }
        List<ClickId> ids = new ArrayList<>();
        measured.forEach((name, value) -> {
            if (!name.equals("")) {
                ids.add(new ClickId(String.valueOf(name), String.valueOf(value), marked.time()));
            }
        });
        Object visitor = measured.get("");
        return whole.toBuilder()
                .visitor(visitor == null ? whole.visitor() : visitor.toString())
                .clickIds(ClickIds.of(ids).or(whole.clickIds()))
                .build();
    }

    /**
     * The properties with a note that the event is a conversion, or says something of one.
     *
     * @param first the name under which a user's first one is told of, null where none is
     */
    public static Map<String, Object> withConversion(Map<String, Object> properties, @Nullable String first) {
        Map<String, Object> noted = new TreeMap<>(properties);
        noted.put(CONVERSION, true);
        if (first != null) {
            noted.put(FIRST, first);
        }
        return noted;
    }

    public static boolean isConversion(Event event) {
        return event.properties().containsKey(CONVERSION);
    }

    /** The name under which a user's first event of this one's kind is told of; null where there is none. */
    public static @Nullable String firstOf(Event event) {
        return event.text(FIRST);
    }

    /** The event under another name, for being its user's first; its id is made from the other's and always the same. */
    public static Event derived(Event event, String name) {
        Map<String, Object> properties = new TreeMap<>(event.properties());
        properties.remove(FIRST);
        properties.put(DERIVED, event.id());
        return event.toBuilder()
                .named(name, derivedId(name, event.id()))
                .properties(properties)
                .build();
    }

    /** The id of the event of this name that is made from the one of this id. */
    public static String derivedId(String name, String from) {
        return name + "-" + from;
    }

    /** Notes in the properties which conversions an event takes back, by name; each with the event that told of it. */
    public static void takenBack(Map<String, Object> properties, List<Event.Original> conversions) {
        properties.remove(TAKEN_BACK);
        Map<String, Object> noted = new TreeMap<>();
        for (Event.Original one : conversions) {
            noted.put(String.valueOf(one.name()), List.of(String.valueOf(one.id()), String.valueOf(one.time())));
        }
        if (!noted.isEmpty()) {
            properties.put(TAKEN_BACK, noted);
        }
    }

    /** Names of the conversions that the hub found out an event takes back; empty where none is known. */
    public static Set<String> takenBackNames(Event event) {
        if (!(event.properties().get(TAKEN_BACK) instanceof Map<?, ?> noted)) {
            return Set.of();
        }
        Set<String> names = new TreeSet<>();
        noted.keySet().forEach(name -> names.add(String.valueOf(name)));
        return names;
    }

    /** With a note that it speaks of what happened then, so that the clicks of that moment count and not later ones. */
    public static void soldAt(Map<String, Object> properties, Instant then) {
        properties.put(SOLD, then.toString());
    }

    /** The event as of the moment whose clicks count for it. */
    public static Event asSold(Event event) {
        String then = event.text(SOLD);
        return then == null
                ? event
                : event.toBuilder().time(Instant.parse(then)).build();
    }

    /**
     * The conversion that an event takes back, for a receiver that is told of events of these names: as the hub found out or,
     * where it knows none, as the sender says.
     */
    public static Event.@Nullable Original takenBack(Event event, Set<String> told) {
        if (!(event.properties().get(TAKEN_BACK) instanceof Map<?, ?> noted)) {
            return event.original();
        }
        return noted.entrySet().stream()
                .filter(one -> told.contains(String.valueOf(one.getKey())))
                .findFirst()
                .map(one -> one.getValue() instanceof List<?> list && list.size() == 2
                        ? new Event.Original(
                                String.valueOf(one.getKey()),
                                String.valueOf(list.getFirst()),
                                Instant.parse(String.valueOf(list.getLast())),
                                event.orderId())
                        : null)
                .orElse(event.original());
    }

    /** With a note of what one receiver was told before of the conversion; for a lane alone, and never written down. */
    public static void told(Map<String, Object> properties, List<ToldBefore> before) {
        properties.put(TOLD, before);
    }

    public static List<ToldBefore> told(Event event) {
        return event.properties().get(TOLD) instanceof List<?> told
                ? told.stream().map(ToldBefore.class::cast).toList()
                : List.of();
    }

    /** The id of the event from which the hub derived this one, null where it did not. */
    public static @Nullable String derivedFrom(Event event) {
        return event.text(DERIVED);
    }

    /** The properties with a note of the source, and of the tags whose receiver it is. */
    public static Map<String, Object> withOrigin(Map<String, Object> properties, String source, List<String> tags) {
        Map<String, Object> noted = new TreeMap<>(properties);
        List<String> names = new ArrayList<>(List.of(source));
        names.addAll(tags);
        noted.put(ORIGIN, names);
        return noted;
    }

    /** Whether it came from this tag's own receiver. */
    public static boolean cameFrom(Event event, String tag) {
        return event.properties().get(ORIGIN) instanceof List<?> names && names.lastIndexOf(tag) > 0;
    }

    /** The event without what it says to the store alone, as a person may see it. */
    public static Event shown(Event event) {
        if (event.properties().keySet().stream().noneMatch(HIDDEN::contains)) {
            return event;
        }
        Map<String, Object> shown = new TreeMap<>(event.properties());
        shown.keySet().removeAll(HIDDEN);
        return event.toBuilder().properties(shown).build();
    }

    public static Event withLowTrust(Event event) {
        Map<String, Object> properties = new TreeMap<>(event.properties());
        properties.put(LOW_TRUST, true);
        return event.toBuilder().properties(properties).build();
    }

    /** Whether a back end says so, or who can prove to be one; of others anybody may have posted an order's number. */
    public static boolean trusted(Event event) {
        return event.channels().contains(Channel.SERVER) && !event.properties().containsKey(LOW_TRUST);
    }

    public static boolean isMark(String property) {
        return property.startsWith("_");
    }

    public static boolean bot(Event event) {
        return event.properties().containsKey(BOT);
    }

    public static boolean gpc(Event event) {
        return event.properties().containsKey(GPC);
    }
}
