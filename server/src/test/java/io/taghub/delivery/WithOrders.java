package io.taghub.delivery;

import io.taghub.event.Event;
import io.taghub.event.EventBuilder;
import io.taghub.event.Person;
import io.taghub.tag.Limits;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/** A tag that is told of purchases, first deposits and refunds, and such events. */
abstract class WithOrders extends WithRig {
    static final Limits ONE = Limits.SINGLE.dedupWindow(Rig.TWO_DAYS);

    @BeforeEach
    void begin() {
        rig.tag(
                "a",
                new LineTag(rig.sink.url("/a"), ONE),
                config -> Rig.when(config, Set.of("purchase", "ftd", "refund")));
    }

    EventBuilder event(String name, String id) {
        return Event.named(name, id, rig.clock.instant()).received(rig.clock.instant());
    }

    Event ftd(String id, String user) {
        return event("ftd", id).user(Person.of(user)).money("100.00", "EUR").build();
    }

    Event purchase(String id, String value, @Nullable String status) {
        return event("purchase", id)
                .orderId("A-1001")
                .money(value, "EUR")
                .status(status)
                .build();
    }
}
