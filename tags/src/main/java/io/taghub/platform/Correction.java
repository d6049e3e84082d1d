package io.taghub.platform;

import io.taghub.event.Event;
import io.taghub.tag.Plan;
import io.taghub.tag.Reason;
import io.taghub.text.Amount;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An event that takes back a conversion told before or changes its value: a refund, a chargeback, or the conversion itself
 * with a status that says so.
 *
 * @param order the order, else the event, under which the conversion was told; null where the event does not say
 * @param of the name of the event it was told as
 * @param left what it is worth now, zero where all of it is taken back; null where the event does not say
 * @param reason why, in the sender's word (property {@code reason}), else by what it is: {@code refund}, {@code chargeback},
 *     {@code rejected}, {@code adjusted}
 */
public record Correction(
        @Nullable String order, String of, @Nullable BigDecimal left, String reason) {
    private static final Set<String> BACK = Set.of("refund", "chargeback");

    /** Status to the reason where none is said. */
    private static final Map<String, String> STATUSES =
            Map.of("reversed", "refund", "rejected", "rejected", "adjusted", "adjusted");

    /** Null of a conversion of its own. */
    public static @Nullable Correction of(Event event) {
        String name = event.name();
        String status = event.status() == null ? "" : event.status().toLowerCase(Locale.ROOT);
        String said = event.text("reason");
        if (BACK.contains(name)) {
            return new Correction(order(event), amended(event), remaining(event), said == null ? name : said);
        }
        String byDefault = STATUSES.get(status);
        if (byDefault == null) {
            return null;
        }
        String order = event.orderId() == null ? event.id() : event.orderId();
        return new Correction(order, name, left(event, status), said == null ? byDefault : said);
    }

    /** Whether nothing of the conversion is left. */
    public boolean whole() {
        return left != null && left.signum() == 0;
    }

    /** Where a network takes nothing back by what this type sends: why the event is skipped. */
    public static Plan.Skip impossible(String how) {
        return new Plan.Skip(Reason.STATUS_NOT_MAPPED, how);
    }

    private static @Nullable String order(Event event) {
        Event.Original original = event.original();
        if (event.orderId() != null || original == null) {
            return event.orderId();
        }
        return original.orderId() == null ? original.id() : original.orderId();
    }

    private static String amended(Event event) {
        Event.Original original = event.original();
        return original == null || original.name() == null ? event.name() : original.name();
    }

    private static @Nullable BigDecimal left(Event event, String status) {
        if (!status.equals("adjusted")) {
            return remaining(event);
        }
        return event.money() == null ? null : event.money().amount();
    }

    /** Nothing, unless the sender says what remains after a refund in part. */
    private static BigDecimal remaining(Event event) {
        BigDecimal left = Amount.of(event.properties().get("remaining_value"), 2);
        return left == null || left.signum() < 0 ? BigDecimal.ZERO : left;
    }
}
