package io.taghub.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.taghub.event.Channel;
import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Client;
import io.taghub.event.Consent;
import io.taghub.event.Event;
import io.taghub.event.Person;
import io.taghub.store.IdentityStore.Known;
import io.taghub.store.Journal.Incoming;
import io.taghub.store.Journal.Pair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdentityContractTest extends IdentityContract {
    @Test
    void nobodyIsKnownAtFirst() {
        assertThat(visitor("v1"))
                .isEqualTo(new Known(
                        "v1",
                        List.of(),
                        null,
                        List.of(),
                        false,
                        false,
                        Person.UNKNOWN,
                        Consent.UNSET,
                        Consent.UNSET,
                        false,
                        null,
                        false));
        assertThat(user("u1")).isEqualTo(Known.NOTHING);
        assertThat(known(event("page_view", "e1").build())).isEqualTo(Known.NOTHING);
        assertThat(store.identity().known(List.of())).isEmpty();
    }

    @Test
    void touchesKeepTheMomentTheyWereFirstSeen() {
        ClickId gclid = new ClickId("gclid", "Cj0KCQ", time.instant(), Map.of("utm_source", "ads"));
        admit(event("page_view", "e1")
                .visitor("v1")
                .clickIds(ClickIds.of(gclid))
                .build());
        time.advance(Duration.ofDays(3));
        land("v1", "gclid", "Cj0KCQ");
        land("v1", "ttclid", "E.C.P");
        ClickId earlier = new ClickId("btag", "a_123b_456", time.instant().minus(Duration.ofDays(9)));
        admit(event("page_view", "e2")
                .visitor("v1")
                .clickIds(ClickIds.of(earlier))
                .build());

        assertThat(visitor("v1").touches()).containsExactly(earlier, gclid, click("ttclid", "E.C.P"));
        reopen();
        assertThat(visitor("v1").touches()).containsExactly(earlier, gclid, click("ttclid", "E.C.P"));
        assertThat(visitor("v2").touches()).isEmpty();
    }

    /** The landing came first, and the back end said later whose click it was; or the other way round. */
    @Test
    void whoseATouchIsStaysWithItWhicheverCameFirst() {
        ClickId landed = new ClickId("clickid", "A", time.instant().minusSeconds(60), Map.of("utm_source", "north"));
        ClickId named = new ClickId("clickid", "A", time.instant(), Map.of(), "partner-north");
        for (String visitor : List.of("v1", "v2")) {
            boolean landedFirst = visitor.equals("v1");
            for (ClickId click : landedFirst ? List.of(landed, named) : List.of(named, landed)) {
                admit(event("page_view", visitor + click.seen())
                        .visitor(visitor)
                        .clickIds(ClickIds.of(click))
                        .build());
            }
        }
        reopen();

        assertThat(visitor("v1").touches()).containsExactly(landed.or(named));
        assertThat(visitor("v2").touches()).containsExactly(named.or(landed));
        assertThat(landed.or(named).owner()).isEqualTo("partner-north");
        assertThat(named.or(landed).params()).containsEntry("utm_source", "north");
    }

    /** A browser id that changes with every session is no reason to forget who brought the visitor. */
    @Test
    void sessionsPushNoClickOut() {
        land("v1", "fbp", "fb.1.1795340000000.1");
        land("v1", "gclid", "brought");
        land("v1", "btag", "them");
        for (int n = 0; n < 120; n++) {
            land("v1", "ga_session", String.valueOf(1_795_340_000 + n));
        }

        assertThat(visitor("v1").touches())
                .hasSize(50)
                .extracting(ClickId::value)
                .contains("fb.1.1795340000000.1", "brought", "them", "1795340000", "1795340119");
    }

    @Test
    void theFirstAndTheNewestTouchesAreKept() {
        for (int n = 0; n < 60; n++) {
            land("v1", "gclid", "click-" + n);
            time.advance(Duration.ofMinutes(1));
        }
        List<String> values =
                visitor("v1").touches().stream().map(ClickId::value).toList();
        assertThat(values).hasSize(50).startsWith("click-0", "click-11").endsWith("click-59");
    }

    @Test
    void aUserAloneIsFoundThroughTheBrowsersTheyUsed() {
        land("phone", "fbclid", "IwAR0");
        time.advance(Duration.ofHours(1));
        Instant registered = time.instant();
        login("phone", "u1");
        time.advance(Duration.ofDays(2));
        land("laptop", "gclid", "Cj0KCQ");
        login("laptop", "u1");
        reopen();

        Known known = user("u1");
        assertThat(known.visitor()).isEqualTo("phone");
        assertThat(known.lock().at()).isEqualTo(registered);
        assertThat(known.touches()).extracting(ClickId::name).containsExactly("fbclid", "gclid");
        assertThat(known(event("deposit", "x")
                                .visitor("tablet")
                                .user(Person.of("u1"))
                                .build())
                        .visitor())
                .isEqualTo("tablet");
        assertThat(visitor("phone").touches()).extracting(ClickId::name).containsExactly("fbclid");
        assertThat(visitor("phone").lock()).isNull();
    }

    /** A back end that took the click ids from the landing page itself, and never heard of our cookie. */
    @Test
    void clickIdsOfAUserWithoutAVisitorAreKeptWithTheUser() {
        ClickId btag = new ClickId("btag", "a_123b_456", time.instant(), Map.of("affid", "7"));
        admit(event("registration", "r1")
                .channels(Set.of(Channel.SERVER))
                .user(Person.of("u1"))
                .clickIds(ClickIds.of(btag))
                .build());
        time.advance(Duration.ofDays(9));
        reopen();

        assertThat(user("u1").touches()).containsExactly(btag);
        assertThat(user("u1").visitor()).isNull();
        assertThat(user("u1").lock()).isNull();
        assertThat(user("u2").touches()).isEmpty();

        land("laptop", "gclid", "Cj0KCQ");
        land("laptop", "btag", "a_123b_456");
        login("laptop", "u1");
        assertThat(user("u1").touches()).containsExactly(btag, click("gclid", "Cj0KCQ"));
        assertThat(visitor("laptop").touches()).extracting(ClickId::name).containsExactly("gclid", "btag");

        store.identity().erase("u1", time.instant());
        assertThat(user("u1").touches()).isEmpty();
    }

    @Test
    void twoCopiesOfOneEventLinkWhatEachKnows() {
        Pair pair = new Pair(Channel.SERVER, PATIENCE);
        land("v1", "gclid", "Cj0KCQ");
        admit(event("registration", "r1").visitor("v1").build(), pair);
        assertThat(user("u1").touches()).isEmpty();
        admit(
                event("registration", "r1")
                        .channels(Set.of(Channel.SERVER))
                        .user(person("u1", "ada@example.com"))
                        .build(),
                pair);

        assertThat(user("u1").visitor()).isEqualTo("v1");
        assertThat(user("u1").touches()).extracting(ClickId::value).containsExactly("Cj0KCQ");
    }

    @Test
    void theNewestDetailsOfAPersonWinFieldByField() {
        Person first =
                new Person("u1", "ada@example.com", "+442079460123", null, null, null, null, null, "GB", null, null);
        admit(event("registration", "e1").user(first).build());
        admit(event("profile", "e2").user(person("u1", "countess@example.com")).build());
        reopen();

        assertThat(user("u1").person())
                .isEqualTo(person("u1", "countess@example.com").or(first));
        assertThat(visitor("v1").person()).isEqualTo(Person.UNKNOWN);
    }

    /** Anybody can say in a browser that they are somebody. */
    @Test
    void aClaimAgainstWhatABackEndSaidTellsNobodyAnything() {
        Person ada = person("u1", "ada@example.com");
        admit(event("registration", "e1")
                .channels(Set.of(Channel.SERVER))
                .visitor("phone")
                .user(ada)
                .build());
        admit(event("login", "e2")
                .channels(Set.of(Channel.BROWSER))
                .visitor("strangers")
                .user(Person.of("u1"))
                .build());
        assertThat(visitor("phone").person()).isEqualTo(ada);
        assertThat(visitor("strangers").person()).isEqualTo(Person.UNKNOWN);
    }

    @Test
    void theBrowserLastSeenIsRemembered() {
        admit(event("page_view", "e1")
                .visitor("v1")
                .client(new Client("203.0.113.7", "Firefox"))
                .build());
        admit(event("page_view", "e2")
                .visitor("v1")
                .client(new Client("203.0.113.8", null))
                .build());
        login("v1", "u1");
        reopen();
        assertThat(user("u1").client()).isEqualTo(new Client("203.0.113.8", "Firefox"));
    }

    @Test
    void manyAreAskedForAtOnce() {
        List<Event> events = new ArrayList<>();
        List<Incoming> copies = new ArrayList<>();
        for (int n = 0; n < 1000; n++) {
            Event event = event("page_view", "e" + n)
                    .visitor("v" + n)
                    .user(Person.of("u" + n / 2))
                    .build();
            events.add(event);
            copies.add(new Incoming(event, WINDOW, null));
        }
        store.journal().admit(copies);
        reopen();
        List<Known> known = store.identity().known(events);
        assertThat(known)
                .hasSize(1000)
                .allSatisfy(one -> assertThat(one.lock().at()).isEqualTo(TestTime.START));
        assertThat(known.get(999).visitor()).isEqualTo("v999");
        assertThat(known.get(999).person()).isEqualTo(Person.of("u499"));
    }

    @Test
    void aWriteThatFailsTeachesNothing() {
        assertThatThrownBy(() -> store.journal()
                        .admit(List.of(
                                new Incoming(
                                        visit("e1", "v1").toBuilder()
                                                .clickIds(ClickIds.of(click("gclid", "a")))
                                                .build(),
                                        WINDOW,
                                        null),
                                new Incoming(visit("e2", "v1"), Duration.ofDays(1_000_000), null))))
                .isInstanceOf(ArithmeticException.class);
        assertThat(visitor("v1").touches()).isEmpty();
        assertThat(store.journal().head()).isZero();
    }
}
