package io.taghub.platform;

import io.taghub.event.Event;
import io.taghub.event.Money;
import io.taghub.life.Saying;
import io.taghub.tag.Plan;
import io.taghub.tag.Reason;
import io.taghub.text.Amount;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An event that takes back a conversion told before or changes its value: a refund, a chargeback, or the conversion itself
 * with a status that says so.
 *
 * @param order the order, else the event, under which the conversion was told; null where the event does not say
 * @param of the name of the event it was told as
 * @param left what it is worth now, zero where all of it is taken back; null where the event does not say
 * @param reason why, in the sender's word, else by what it is: {@code refund}, {@code chargeback}, {@code rejected},
 *     {@code adjusted}
 */
public record Correction(
        @Nullable String order, String of, @Nullable BigDecimal left, String reason) {

    /** Null of a conversion of its own. */
    public static @Nullable Correction of(Event event) {
        Saying saying = Saying.of(event);
        Money money = saying.money();
        return switch (saying.kind()) {
            case PENDING, APPROVED, OTHER -> null;
            case REJECTED -> of(event, saying, BigDecimal.ZERO, "rejected");
            case CANCELLED, REVERSED -> of(event, saying, BigDecimal.ZERO, "refund");
            case TAKEN_BACK -> of(event, saying, rest(event, money), "refund");
            case ADJUSTED, LEFT -> of(event, saying, money == null ? null : money.amount(), "adjusted");
        };
    }

    private static Correction of(Event event, Saying saying, @Nullable BigDecimal left, String otherwise) {
        String reason = saying.reason().isEmpty() ? otherwise : saying.reason();
        return Saying.takesBack(event)
                ? new Correction(takenBack(event), amended(event), left, reason)
                : new Correction(event.transaction(), event.name(), left, reason);
    }

    /** Whether nothing of the conversion is left. */
    public boolean whole() {
        return left != null && left.signum() == 0;
    }

    /** Where a network takes nothing back by what this type sends: why it is skipped. */
    public static Plan.Skip impossible(String how) {
        return new Plan.Skip(Reason.NO_REVERSAL, how);
    }

    /** The order, else the event, that an event speaks of: its own, or the one that it takes back or changes. */
    public static @Nullable String about(Event event, @Nullable Correction correction) {
        return correction == null ? event.transaction() : correction.order;
    }

    /** The order, else the event, that a refund takes back; null where it does not say. */
    public static @Nullable String takenBack(Event refund) {
        Event.Original original = refund.original();
        if (refund.orderId() != null || original == null) {
            return refund.orderId();
        }
        return original.orderId() == null ? original.id() : original.orderId();
    }

    private static String amended(Event event) {
        Event.Original original = event.original();
        return original == null || original.name() == null ? event.name() : original.name();
    }

    /** What is known to be left after this much is given back; nothing where what it was worth is not known. */
    private static BigDecimal rest(Event event, @Nullable Money back) {
        BigDecimal before = Amount.of(event.properties().get("original_value"), 2);
        return before == null || back == null
                ? BigDecimal.ZERO
                : before.subtract(back.amount().abs()).max(BigDecimal.ZERO);
    }
}
