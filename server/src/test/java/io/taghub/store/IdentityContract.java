package io.taghub.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.ClickIds;
import io.taghub.event.Consent;
import io.taghub.event.Consent.Purpose;
import io.taghub.event.Consent.State;
import io.taghub.event.Event;
import io.taghub.event.Person;
import io.taghub.store.IdentityStore.Known;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who is known to a store, asked twice over so that nothing that was found out before outlives a change. */
abstract class IdentityContract extends StoreContract {
    final Map<Event, Event> asked = new HashMap<>();

    /** What was found out about the very same event before must not outlive a change of somebody behind it. */
    Known known(Event event) {
        Event before = asked.computeIfAbsent(event, first -> first);
        Known again = store.identity().known(List.of(before)).getFirst();
        Event equal = event.toBuilder().build();
        assertThat(again).isEqualTo(store.identity().known(List.of(equal)).getFirst());
        return again;
    }

    Known visitor(String visitor) {
        return known(visit("asked", visitor));
    }

    Known user(String user) {
        return known(event("deposit", "asked").user(Person.of(user)).build());
    }

    void land(String visitor, String click, String value) {
        admit(event("page_view", "land-" + visitor + click + value + time.instant())
                .visitor(visitor)
                .clickIds(ClickIds.of(click(click, value)))
                .build());
    }

    void login(String visitor, String user) {
        admit(event("login", visitor + user + time.instant())
                .visitor(visitor)
                .user(Person.of(user))
                .build());
    }

    void says(String visitor, Purpose purpose, State state) {
        time.advance(Duration.ofMinutes(1));
        admit(event("consent", "c-" + time.instant())
                .visitor(visitor)
                .consent(Consent.UNSET.with(purpose, state))
                .build());
    }
}
