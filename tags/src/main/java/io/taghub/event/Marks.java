package io.taghub.event;

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
