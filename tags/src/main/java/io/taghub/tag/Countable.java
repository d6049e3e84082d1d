package io.taghub.tag;

import io.taghub.event.Event;
import io.taghub.event.Marks;
import io.taghub.life.Saying;
import org.jspecify.annotations.Nullable;

/** Whether an ad platform may count an event: it counts everything it is sent and takes nothing back. */
public final class Countable {
    private Countable() {}

    /** Why not, or null: a conversion that is not approved, or money that goes the other way, would count as one more. */
    public static Plan.@Nullable Skip objection(Event event) {
        String noted = event.text(Marks.STATE);
        return switch (Saying.kind(noted == null ? event.status() : noted)) {
            case REVERSED, TAKEN_BACK, LEFT ->
                new Plan.Skip(
                        Reason.NO_REVERSAL,
                        "the platform takes nothing back by this event, and would count one more conversion");
            case ADJUSTED ->
                new Plan.Skip(
                        Reason.NO_REVERSAL,
                        "the platform corrects no value it has, and would count one more conversion");
            case PENDING, REJECTED, CANCELLED, OTHER ->
                new Plan.Skip(
                        Reason.STATUS_NOT_MAPPED,
                        "the status is not 'approved', and the platform would count the event as if it were");
            case APPROVED -> negative(event);
        };
    }

    private static Plan.@Nullable Skip negative(Event event) {
        return event.money() != null && event.money().amount().signum() < 0
                ? new Plan.Skip(
                        Reason.INVALID_FIELD, "the value is negative, and the platform would count one more sale")
                : null;
    }
}
