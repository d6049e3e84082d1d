package io.taghub.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.Channel;
import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Consent;
import io.taghub.event.Consent.Purpose;
import io.taghub.event.Consent.State;
import io.taghub.event.Event;
import io.taghub.event.Person;
import io.taghub.store.IdentityStore.Known;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What somebody allowed or denied counts for all that is known of them, in whichever browser they said it. */
class ConsentContractTest extends IdentityContract {
    @Test
    void clickIdsAreNotStoredAgainstConsent() {
        Consent denied = Consent.UNSET.with(Purpose.AD_STORAGE, State.DENIED);
        admit(event("page_view", "e1")
                .visitor("v1")
                .consent(denied)
                .clickIds(ClickIds.of(click("gclid", "a"), click("fbp", "fb.1.1.1")))
                .build());
        land("v1", "gclid", "b"); // says nothing of consent: the last word counts
        assertThat(visitor("v1").touches()).isEmpty();
        assertThat(visitor("v1").consent()).isEqualTo(denied);

        admit(event("page_view", "e2")
                .visitor("v1")
                .consent(Consent.UNSET.with(Purpose.AD_STORAGE, State.GRANTED))
                .clickIds(ClickIds.of(click("gclid", "c")))
                .build());
        assertThat(visitor("v1").touches()).extracting(ClickId::value).containsExactly("c");
    }

    @Test
    void clickIdsOfAUserAreNotStoredAgainstConsent() {
        admit(event("registration", "r1")
                .channels(Set.of(Channel.SERVER))
                .user(Person.of("u1"))
                .consent(Consent.UNSET.with(Purpose.AD_STORAGE, State.DENIED))
                .clickIds(ClickIds.of(click("gclid", "a")))
                .build());
        admit(event("login", "l1")
                .channels(Set.of(Channel.SERVER))
                .user(Person.of("u1"))
                .clickIds(ClickIds.of(click("gclid", "b")))
                .build());
        assertThat(user("u1").touches()).isEmpty();
    }

    /** A page of the shop, weeks after somebody logged in there, tells the platform who it was. */
    @Test
    void whoseABrowserIsIsKnownOnLaterPages() {
        Person ada = person("u1", "ada@example.com");
        admit(event("registration", "e1").user(ada).build());
        login("phone", "u1");
        login("laptop", "u1");
        assertThat(visitor("phone").person()).isEqualTo(ada);
        reopen();
        assertThat(visitor("phone").person()).isEqualTo(ada);

        says("laptop", Purpose.AD_USER_DATA, State.DENIED);
        assertThat(visitor("phone").person()).as("denied elsewhere").isEqualTo(Person.UNKNOWN);
        says("laptop", Purpose.AD_USER_DATA, State.GRANTED);
        assertThat(visitor("phone").person()).isEqualTo(ada);
        store.identity().optOut("laptop", null, true, time.instant());
        assertThat(visitor("phone").person()).as("opted out").isEqualTo(Person.UNKNOWN);
        store.identity().optOut("laptop", null, false, time.instant());

        login("phone", "u2");
        assertThat(visitor("phone").person()).as("somebody else's too").isEqualTo(Person.UNKNOWN);
        assertThat(visitor("laptop").person()).isEqualTo(ada);
        store.identity().erase("u1", time.instant());
        assertThat(visitor("laptop").person()).isEqualTo(Person.UNKNOWN);
    }

    /** Each tag looks when it comes to the event, and all have to judge it alike. */
    @Test
    void whatWasDeniedSinceAnEventCameStaysDeniedToIt() {
        login("phone", "u1");
        Event before = event("ftd", "d-1").user(Person.of("u1")).build();
        List<Event> events = new ArrayList<>(List.of(before));
        for (State state : List.of(State.GRANTED, State.DENIED, State.GRANTED)) {
            says("phone", Purpose.AD_STORAGE, state);
            events.add(event("ftd", "after-" + state).user(Person.of("u1")).build());
        }
        time.advance(Duration.ofMinutes(1));
        store.identity().optOut("phone", null, true, time.instant());
        time.advance(Duration.ofMinutes(1));
        store.identity().optOut("phone", null, false, time.instant());
        Event last = event("ftd", "d-3").user(Person.of("u1")).build();

        events.add(last);
        List<Known> known = store.identity().known(events);
        assertThat(known)
                .extracting(one -> one.consent().state(Purpose.AD_STORAGE))
                .containsExactly(State.DENIED, State.DENIED, State.GRANTED, State.GRANTED, State.GRANTED);
        assertThat(known).extracting(Known::optedOut).containsExactly(true, true, true, true, false);
    }

    @Test
    void theLatestWordOnEachPurposeCountsWhicheverBrowserItCameFrom() {
        login("phone", "u1");
        login("laptop", "u1");
        admit(event("consent", "c1")
                .visitor("phone")
                .consent(
                        Consent.UNSET.with(Purpose.AD_STORAGE, State.GRANTED).with(Purpose.AD_USER_DATA, State.GRANTED))
                .build());
        time.advance(Duration.ofHours(1));
        admit(event("consent", "c2")
                .visitor("laptop")
                .consent(Consent.UNSET.with(Purpose.AD_STORAGE, State.DENIED))
                .build());
        assertThat(user("u1").consent().denies(Purpose.AD_STORAGE)).isTrue();
        assertThat(user("u1").consent().grants(Purpose.AD_USER_DATA)).isTrue();
        assertThat(visitor("phone").consent().grants(Purpose.AD_STORAGE)).isTrue();

        time.advance(Duration.ofHours(1));
        admit(event("consent", "c3")
                .visitor("phone")
                .consent(Consent.UNSET.with(Purpose.AD_STORAGE, State.GRANTED))
                .build());
        assertThat(user("u1").consent().grants(Purpose.AD_STORAGE)).isTrue();
    }
}
