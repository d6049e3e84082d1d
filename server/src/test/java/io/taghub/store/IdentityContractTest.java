package io.taghub.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.taghub.event.Channel;
import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Client;
import io.taghub.event.Consent;
import io.taghub.event.Consent.Purpose;
import io.taghub.event.Consent.State;
import io.taghub.event.Event;
import io.taghub.event.Page;
import io.taghub.event.Person;
import io.taghub.store.IdentityStore.Known;
import io.taghub.store.Journal.Admission.Admitted;
import io.taghub.store.Journal.Incoming;
import io.taghub.store.Journal.Pair;
import io.taghub.tag.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdentityContractTest extends StoreContract {

    private final Map<Event, Event> asked = new HashMap<>();

    /** What was found out about the very same event before must not outlive a change of somebody behind it. */
    private Known known(Event event) {
        Event before = asked.computeIfAbsent(event, first -> first);
        Known again = store.identity().known(List.of(before)).getFirst();
        Event equal = event.toBuilder().build();
        assertThat(again).isEqualTo(store.identity().known(List.of(equal)).getFirst());
        return again;
    }

    private Known visitor(String visitor) {
        return known(visit("asked", visitor));
    }

    private Known user(String user) {
        return known(event("deposit", "asked").user(Person.of(user)).build());
    }

    private void land(String visitor, String click, String value) {
        admit(event("page_view", "land-" + visitor + click + value + time.instant())
                .visitor(visitor)
                .clickIds(ClickIds.of(click(click, value)))
                .build());
    }

    private void login(String visitor, String user) {
        admit(event("login", visitor + user + time.instant())
                .visitor(visitor)
                .user(Person.of(user))
                .build());
    }

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

    private void says(String visitor, Purpose purpose, State state) {
        time.advance(Duration.ofMinutes(1));
        admit(event("consent", "c-" + time.instant())
                .visitor(visitor)
                .consent(Consent.UNSET.with(purpose, state))
                .build());
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

    /** Each tag looks when it comes to the event, and all have to judge it alike. */
    @Test
    void whatWasDeniedSinceAnEventCameStaysDeniedToIt() {
        login("phone", "u1");
        Event before = event("ftd", "d-1").user(Person.of("u1")).build();
        List<Event> events = new ArrayList<>(List.of(before));
        for (State state : List.of(State.GRANTED, State.DENIED, State.GRANTED)) {
            time.advance(Duration.ofMinutes(1));
            admit(event("consent", "c-" + time.instant())
                    .visitor("phone")
                    .consent(Consent.UNSET.with(Purpose.AD_STORAGE, state))
                    .build());
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

    /** Details are kept in clear, and an earlier version or a platform may have put anything into them. */
    @Test
    void inWhichWordsAnErasedPersonsEventsWereDecidedIsForgotten() {
        LaneStore.Lease lease = lease("meta-main");
        for (int n = 1; n <= 6; n++) {
            String user = n == 2 ? "u2" : "u1";
            admit(event("purchase", "o-" + n)
                    .user(person(user, "ada@example.com"))
                    .status(user + " wrote this")
                    .build());
        }
        List<LaneStore.Decision> decided = new ArrayList<>();
        for (long seq = 1; seq <= 4; seq++) {
            decided.add(new LaneStore.Decision(seq, Verdict.REJECTED, Reason.REJECTED_BY_PLATFORM, "words of " + seq));
        }
        LaneStore.Parked waits = new LaneStore.Parked(
                5, LaneStore.Parking.RETRY, time.instant(), 1, null, false, Reason.PLATFORM_DOWN, "words of 5", null);
        store.lanes().commit(lease, step(lease, 6, decided, List.of(waits, retry(6, time.instant()))));
        store.lanes()
                .commit(
                        lease,
                        step(
                                lease,
                                6,
                                List.of(new LaneStore.Decision(
                                        6, Verdict.REJECTED, Reason.REJECTED_BY_PLATFORM, "words of 6")),
                                List.of()));

        store.identity().erase("u1", time.instant());

        for (long seq = 1; seq <= 6; seq++) {
            String words = switch (store.lanes().fate("meta-main", seq)) {
                case LaneStore.Fate.Decided(var decision) -> {
                    assertThat(decision.verdict()).isEqualTo(Verdict.REJECTED);
                    assertThat(decision.reason()).isEqualTo(Reason.REJECTED_BY_PLATFORM);
                    yield decision.detail();
                }
                case LaneStore.Fate.Aside(var parked) -> parked.detail();
                case LaneStore.Fate.Before(), LaneStore.Fate.Ahead() -> "nothing";
            };
            assertThat(words).as("event " + seq).isEqualTo(seq == 2 ? "words of 2" : "");
            assertThat(store.journal().find("o-" + seq).getFirst().event().status())
                    .isEqualTo(seq == 2 ? "u2 wrote this" : null);
        }
        conserved("meta-main");
    }

    @Test
    void anErasedPersonIsGoneAndStaysGone() {
        Pair pair = new Pair(Channel.SERVER, PATIENCE);
        LaneStore.Lease lease = lease("meta-main");
        land("v1", "gclid", "Cj0KCQ");
        Event bought = event("purchase", "o-1")
                .visitor("v1")
                .user(person("u1", "ada@example.com"))
                .page(new Page("https://shop.example/?email=ada@example.com", null))
                .money("49.99", "EUR")
                .build();
        admit(bought);
        admit(
                event("purchase", "o-2")
                        .channels(Set.of(Channel.SERVER))
                        .user(person("u1", "ada@example.com"))
                        .build(),
                pair);
        admit(event("purchase", "o-3").visitor("v1").build(), pair);
        admit(
                event("purchase", "o-3")
                        .channels(Set.of(Channel.SERVER))
                        .user(person("u1", "ada@example.com"))
                        .build(),
                pair);
        admit(visit("other", "v2"));
        store.lanes()
                .commit(
                        lease,
                        new LaneStore.Step(
                                lanesPosition(0),
                                List.of(),
                                List.of(),
                                List.of(new LaneStore.Attempt(
                                        List.of(2L),
                                        time.instant(),
                                        Duration.ZERO,
                                        "delivered",
                                        null,
                                        "ok",
                                        200,
                                        "{\"em\":\"hash\"}",
                                        "{}")),
                                false));

        assertThat(store.identity().erase("u1", time.instant())).isPositive();

        assertThat(user("u1"))
                .isEqualTo(new Known(
                        null,
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
                        true));
        assertThat(visitor("v1").erased()).isTrue();
        assertThat(visitor("v2").erased()).isFalse();
        assertThat(store.lanes().attempts("meta-main", 2).getFirst().request()).isEmpty();
        Event blank = store.journal().find("o-1").getFirst().event();
        assertThat(blank.user()).isEqualTo(Person.UNKNOWN);
        assertThat(blank.page()).isNull();
        assertThat(blank.money()).isEqualTo(bought.money());
        for (Journal.Found found : store.journal().latest(10)) {
            boolean others = found.event().id().equals("other");
            assertThat(known(found.event()).erased()).isEqualTo(!others);
            assertThat(found.copies())
                    .allSatisfy(copy -> assertThat(copy.user().email()).isNull());
        }

        assertThat(admit(event("purchase", "o-4")
                        .user(person("u1", "ada@example.com"))
                        .build()))
                .isInstanceOf(Admitted.class);
        admit(event("purchase", "o-1")
                .channels(Set.of(Channel.SERVER))
                .user(person("u1", "ada@example.com"))
                .build());
        reopen();
        for (String id : List.of("o-1", "o-2", "o-3", "o-4")) {
            Journal.Found found = store.journal().find(id).getFirst();
            assertThat(known(found.event()).erased()).isTrue();
            assertThat(found.event().user()).isEqualTo(Person.UNKNOWN);
            assertThat(found.copies())
                    .allSatisfy(copy -> assertThat(copy.user()).isEqualTo(Person.UNKNOWN));
        }
        assertThat(user("u1").person()).isEqualTo(Person.UNKNOWN);
        assertThat(store.identity().erase("u1", time.instant())).isGreaterThanOrEqualTo(0);
    }

    private static LaneStore.Position lanesPosition(long cursor) {
        return new LaneStore.Position(0, cursor, 0, 0);
    }

    @Test
    void aBrowserSharedWithSomebodyElseIsNotErasedWithOneOfThem() {
        login("family", "u1");
        login("family", "u2");
        login("phone", "u1");
        store.identity().erase("u1", time.instant());

        assertThat(user("u1").erased()).isTrue();
        assertThat(visitor("phone").erased()).isTrue();
        assertThat(visitor("family").erased()).isFalse();
        assertThat(user("u2").erased()).isFalse();
        assertThat(user("u2").visitor()).isEqualTo("family");
    }

    @Test
    void erasingABrowserErasesTheOneUserBehindIt() {
        login("phone", "u1");
        login("laptop", "u1");
        store.identity().erase("phone", time.instant());
        assertThat(user("u1").erased()).isTrue();
        assertThat(visitor("laptop").erased()).isTrue();
    }
}
