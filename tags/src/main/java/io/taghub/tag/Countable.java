package io.taghub.tag;

import io.taghub.event.Event;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether an ad platform may count an event: it counts everything it is sent and takes nothing back. */
public final class Countable {
    private static final Set<String> REVERSED = Set.of("reversed", "refunded", "chargeback");

    private Countable() {}

    /** Why not, or null: a conversion that is not approved, or money that goes the other way, would count as one more. */
    public static Plan.@Nullable Skip objection(Event event) {
        String status = event.status();
        if (status != null && REVERSED.contains(status)) {
            return new Plan.Skip(
                    Reason.NO_REVERSAL,
                    "the platform takes nothing back by this event, and would count one more conversion");
        }
        if ("adjusted".equals(status)) {
            return new Plan.Skip(
                    Reason.NO_REVERSAL, "the platform corrects no value it has, and would count one more conversion");
        }
        if (status != null && !status.equals("approved")) {
            return new Plan.Skip(
                    Reason.STATUS_NOT_MAPPED,
                    "the status is not 'approved', and the platform would count the event as if it were");
        }
        return event.money() != null && event.money().amount().signum() < 0
                ? new Plan.Skip(
                        Reason.INVALID_FIELD, "the value is negative, and the platform would count one more sale")
                : null;
    }
}
