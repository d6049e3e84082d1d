package io.taghub.report;

import io.taghub.event.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a receiver was told to take back, by order: a partner may have it in a row of its own or take it off the sale's. */
final class RefundsTold {
    private final RowMatches matches;
    private final Map<Long, List<OurEvent>> byOrder = new HashMap<>();
    private final Set<OurEvent> settled = new HashSet<>();

    RefundsTold(RowMatches matches) {
        this.matches = matches;
    }

    void add(Collection<OurEvent> events) {
        for (OurEvent event : events) {
            if (event.back() && event.accepted() && event.order() != 0) {
                byOrder.computeIfAbsent(event.order(), order -> new ArrayList<>())
                        .add(event);
            }
        }
    }

    /** What was told of this event's order and is in no row of its own. */
    private List<OurEvent> of(OurEvent event) {
        return event.back()
                ? List.of()
                : byOrder.getOrDefault(event.order(), List.of()).stream()
                        .filter(one -> matches.of(one) == null)
                        .toList();
    }

    /** How much of it that is; all of it where it is not said. */
    BigDecimal worth(OurEvent event) {
        BigDecimal worth = BigDecimal.ZERO;
        for (OurEvent one : of(event)) {
            worth = worth.add(
                    one.money() == null ? event.amount() : one.amount().abs());
        }
        return worth.min(event.amount().max(BigDecimal.ZERO));
    }

    boolean isAny(OurEvent event) {
        return !of(event).isEmpty();
    }

    /** The event with what is left of its worth. */
    OurEvent left(OurEvent event) {
        Money money = event.money();
        return money == null ? event : event.worth(new Money(money.amount().subtract(worth(event)), money.currency()));
    }

    /** Whether the row takes back what this event and others of its order did. */
    boolean isTogether(PartnerRow row, OurEvent event) {
        BigDecimal sum = event.amount().abs();
        for (OurEvent one : beside(event)) {
            sum = sum.add(one.amount().abs());
        }
        return row.amount() != null && event.back() && row.amount().abs().compareTo(sum) == 0;
    }

    void settleTogether(OurEvent event) {
        settled.addAll(beside(event));
    }

    private List<OurEvent> beside(OurEvent event) {
        return byOrder.getOrDefault(event.order(), List.of()).stream()
                .filter(one -> one != event && matches.of(one) == null)
                .toList();
    }

    /** Their row has it too. */
    void settle(OurEvent event) {
        settled.addAll(of(event));
    }

    Set<OurEvent> settled() {
        return settled;
    }
}
