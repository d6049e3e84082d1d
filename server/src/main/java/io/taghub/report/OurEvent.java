package io.taghub.report;

import io.taghub.event.Money;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event, and what became of it at a tag.
 *
 * @param id null where its body is gone
 * @param worth as the sender said
 * @param told as the tag's rules make of it, null where that is not known any more or nothing
 * @param order mark of its order, 0 where it had none
 * @param back whether it takes back, wholly or in part, what another event of its order brought
 */
record OurEvent(
        long seq,
        String name,
        @Nullable String id,
        Instant time,
        Instant received,
        @Nullable Money worth,
        @Nullable Money told,
        long order,
        boolean back,
        Disposition outcome) {

    boolean accepted() {
        return outcome.accepted();
    }

    /** What counts: as told, else as the sender said, less than nothing where it takes back; null where it is worth nothing. */
    @Nullable
    Money money() {
        Money money = told == null ? worth : told;
        return money == null || !back ? money : new Money(money.amount().abs().negate(), money.currency());
    }

    /** The same that is worth this much. */
    OurEvent worth(Money money) {
        return new OurEvent(seq, name, id, time, received, money, null, order, back, outcome);
    }

    /** As {@link #money}, nothing where it is worth nothing. */
    BigDecimal amount() {
        Money money = money();
        return money == null ? BigDecimal.ZERO : money.amount();
    }
}
