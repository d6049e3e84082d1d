package io.taghub.event;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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

    private static final String SITE_DEFAULT = "_site_default_";
    private static final String LANDED = "_landed";

    private Marks() {}

    /** Where it is noted what the page's consent default says of a purpose of which the visitor had decided nothing. */
    public static String siteDefault(Consent.Purpose purpose) {
        return SITE_DEFAULT + purpose.key();
    }

    public static Consent.State siteDefault(Event event, Consent.Purpose purpose) {
        return event.properties().get(siteDefault(purpose)) instanceof String state
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
