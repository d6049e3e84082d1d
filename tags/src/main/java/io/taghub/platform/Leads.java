package io.taghub.platform;

import io.taghub.event.Event;
import io.taghub.tag.Plan;
import io.taghub.tag.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which events are leads at a network of sales: they have no value. A sale that has none would be paid for as something else. */
public final class Leads {
    private Leads() {}

    /** @param names of the events that are; a registration where there are none */
    public static boolean is(Event event, @Nullable List<String> names) {
        return names == null || names.isEmpty() ? event.isRegistration() : names.contains(event.name());
    }

    /** Of a sale without a value. */
    public static Plan.Skip missing() {
        return new Plan.Skip(
                Reason.MISSING_FIELD, "the value is missing or cannot be read, and the event is none of the 'leads'");
    }
}
