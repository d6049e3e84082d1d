package io.taghub.event;

/**
 * What intake notes on an event for the lanes: properties whose name begins with an underscore. A sender cannot set them and
 * no platform sees them.
 */
public final class Marks {
    public static final String BOT = "_bot";
    public static final String GPC = "_gpc";
    public static final String AUTOMATED = "_automated";

    private Marks() {}

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
