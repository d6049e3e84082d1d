package io.taghub.delivery.told;

import io.taghub.event.Event;
import io.taghub.life.Saying;
import io.taghub.store.LaneStore.Counted;
import io.taghub.store.LaneStore.Once;
import io.taghub.tag.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Orders of which a receiver keeps one alone, that of a click which came last: what takes another one back would take its
 * money.
 */
public final class OneForMany {
    public static final String WHY =
            "another order of the click was told since, of which the receiver keeps one: it would take that one's money";

    private static final String KEY = "ONE FOR\0";
    private static final String TELLS = "tells";
    private static final String TAKES_BACK = "takes back";

    private OneForMany() {}

    /** An event's place among them: its order is what has to be the last one's. Null where each order is one of its own. */
    public static @Nullable Once of(Tag tag, long seq, Event event) {
        String one = tag.oneFor(event);
        if (one == null) {
            return null;
        }
        boolean back = Saying.takesBack(event) || Saying.of(event).kind().givesBack();
        return new Once(seq, KEY + one, event.user().id(), order(event), back ? TAKES_BACK : TELLS);
    }

    private static String order(Event event) {
        Event.Original original = Saying.takesBack(event) && event.orderId() == null ? event.original() : null;
        String told =
                original == null ? event.orderId() : original.orderId() == null ? original.id() : original.orderId();
        return told == null ? event.id() : told;
    }

    public static boolean is(Once once) {
        return once.key().startsWith(KEY);
    }

    /** Whether it would take back another order, which came last. */
    public static boolean takesAnother(Once event, Counted other) {
        boolean last = other.seq() < event.seq() && other.latest() == 0;
        return event.value().equals(TAKES_BACK) && !(last && other.sameStatus());
    }
}
