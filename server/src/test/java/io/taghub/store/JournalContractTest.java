package io.taghub.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.taghub.event.Channel;
import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Client;
import io.taghub.event.Consent;
import io.taghub.event.Event;
import io.taghub.event.LineItem;
import io.taghub.event.Page;
import io.taghub.event.Person;
import io.taghub.store.Journal.Admission.Admitted;
import io.taghub.store.Journal.Admission.Duplicate;
import io.taghub.store.Journal.Admission.Waiting;
import io.taghub.store.Journal.Entry;
import io.taghub.store.Journal.Found;
import io.taghub.store.Journal.Incoming;
import io.taghub.store.Journal.Pair;
import io.taghub.store.sql.Stores;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class JournalContractTest extends StoreContract {
    private static final Pair SERVER_FIRST = new Pair(Channel.SERVER, PATIENCE);

    private Event pixel() {
        return event("purchase", "o-1001")
                .visitor("v1")
                .page(new Page("https://shop.example/thanks", null))
                .money("49.90", "EUR")
                .build();
    }

    private Event backend() {
        return Event.named("purchase", "o-1001", time.instant().minusSeconds(2))
                .received(time.instant())
                .channels(Set.of(Channel.SERVER))
                .user(person("u1", "ada@example.com"))
                .money("49.99", "EUR")
                .build();
    }

    @Test
    void anEventComesBackAsItWent() {
        Event whole = Event.named("purchase", "o-1001", Instant.parse("2026-11-22T11:44:58.123456789Z"))
                .received(time.instant())
                .channels(Set.of(Channel.SERVER, Channel.BROWSER))
                .visitor("v1")
                .user(new Person(
                        "u1",
                        "ada@example.com",
                        "+442079460123",
                        "Ada",
                        "Lovelace",
                        "London",
                        "ENG",
                        "W1U",
                        "GB",
                        "1815-12-10",
                        "f"))
                .clickIds(ClickIds.of(new ClickId("gclid", "Cj0KCQ", time.instant(), Map.of("utm_source", "ads"))))
                .consent(Consent.UNSET
                        .with(Consent.Purpose.AD_STORAGE, Consent.State.GRANTED)
                        .with(Consent.Purpose.AD_USER_DATA, Consent.State.DENIED))
                .money("49.90", "EUR")
                .orderId("o-1001")
                .items(List.of(
                        new LineItem("sku-1", "Difference engine", new BigDecimal("2"), new BigDecimal("24.95"))))
                .page(new Page("https://shop.example/thanks", "https://shop.example/cart"))
                .client(new Client("203.0.113.7", "Mozilla/5.0"))
                .status("approved")
                .properties(properties("plan", "gold", "steps", 3L, "share", new BigDecimal("0.50"), "new", true))
                .build();

        admit(whole);
        reopen();

        assertThat(store.journal().read(0, 10)).containsExactly(new Entry(1, whole, Agreed.said(whole.consent())));
        assertThat(store.journal().read(List.of(1L)))
                .containsExactly(new Entry(1, whole, Agreed.said(whole.consent())));
        assertThat(store.journal().find("o-1001")).containsExactly(new Found(whole, 1L, null, List.of(whole)));
    }

    @Test
    void consentThatIsExplicitlyUnsetIsNotReadBackAsDenied() {
        admit(event("page_view", "e1")
                .consent(Consent.UNSET.with(Consent.Purpose.AD_STORAGE, Consent.State.UNSET))
                .build());
        reopen();

        assertThat(store.journal().read(0, 1).getFirst().event().consent()).isEqualTo(Consent.UNSET);
    }

    @Test
    void numbersStartAtOneAndGoOnAfterReopening() {
        assertThat(store.journal().head()).isZero();
        assertThat(admit(event("page_view", "a").build())).isEqualTo(new Admitted(1));
        assertThat(admit(event("page_view", "b").build())).isEqualTo(new Admitted(2));
        reopen();
        assertThat(store.journal().head()).isEqualTo(2);
        assertThat(admit(event("page_view", "c").build())).isEqualTo(new Admitted(3));

        assertThat(store.journal().read(1, 10)).extracting(Entry::seq).containsExactly(2L, 3L);
        assertThat(store.journal().read(0, 2)).extracting(Entry::seq).containsExactly(1L, 2L);
        assertThat(store.journal().read(3, 2)).isEmpty();
        assertThat(store.journal().read(List.of(3L, 99L, 1L)))
                .extracting(Entry::seq)
                .containsExactly(1L, 3L);
    }

    @Test
    void aSecondCopyIsADuplicateUntilTheWindowEnds() {
        admit(event("page_view", "a").build());
        time.advance(WINDOW.minusNanos(1));
        assertThat(admit(event("page_view", "a").build())).isEqualTo(new Duplicate(false));
        reopen();
        assertThat(admit(event("page_view", "a").build())).isEqualTo(new Duplicate(false));
        time.advance(Duration.ofNanos(1));
        assertThat(admit(event("page_view", "a").build())).isEqualTo(new Admitted(2));
        assertThat(admit(event("page_view", "a").build())).isEqualTo(new Duplicate(false));

        assertThat(store.journal().counts()).isEqualTo(new Journal.Counts(2, 0, 3, 0, 0));
        assertThat(store.journal().find("a")).extracting(Found::seq).containsExactly(1L, 2L);
    }

    @Test
    void nameAndIdTogetherMakeTheIdentity() {
        assertThat(admit(event("deposit", "a").build())).isEqualTo(new Admitted(1));
        assertThat(admit(event("ftd", "a").build())).isEqualTo(new Admitted(2));

        assertThat(store.journal().find("a"))
                .extracting(found -> found.event().name())
                .containsExactly("deposit", "ftd");
        assertThat(store.journal().find("b")).isEmpty();
    }

    @Test
    void copiesInOneCallMeetToo() {
        Event a = event("page_view", "a").build();
        List<Incoming> copies = List.of(
                new Incoming(a, WINDOW, null),
                new Incoming(a, WINDOW, null),
                new Incoming(pixel(), WINDOW, SERVER_FIRST),
                new Incoming(backend(), WINDOW, SERVER_FIRST),
                new Incoming(event("page_view", "b").build(), WINDOW, null));

        assertThat(store.journal().admit(copies))
                .containsExactly(
                        new Admitted(1),
                        new Duplicate(false),
                        new Waiting(time.instant().plus(PATIENCE)),
                        new Duplicate(true),
                        new Admitted(3));
        assertThat(store.journal().counts()).isEqualTo(new Journal.Counts(3, 0, 1, 1, 0));
        assertThat(store.journal().nextRelease()).isNull();
        assertThat(store.journal().find("o-1001").getFirst().copies()).containsExactly(pixel(), backend());
    }

    @Test
    void theFirstCopyWaitsForItsTwinAndThePreferredOneWins() {
        Event first = pixel();
        assertThat(admit(first, SERVER_FIRST))
                .isEqualTo(new Waiting(time.instant().plus(PATIENCE)));
        assertThat(store.journal().head()).isZero();
        assertThat(store.journal().counts().waiting()).isEqualTo(1);
        assertThat(store.journal().find("o-1001"))
                .containsExactly(new Found(first, null, time.instant().plus(PATIENCE), List.of(first)));

        time.advance(Duration.ofSeconds(5));
        reopen();
        Event second = backend();
        assertThat(admit(second, SERVER_FIRST)).isEqualTo(new Duplicate(true));

        Found found = store.journal().find("o-1001").getFirst();
        assertThat(found.seq()).isEqualTo(1);
        assertThat(found.waitsUntil()).isNull();
        assertThat(found.copies()).containsExactly(first, second);
        assertThat(found.event()).isEqualTo(second.or(first));
        assertThat(found.event().money()).isEqualTo(second.money());
        assertThat(found.event().time()).isEqualTo(second.time());
        assertThat(found.event().received()).isEqualTo(first.received());
        assertThat(found.event().visitor()).isEqualTo("v1");
        assertThat(store.journal().counts()).isEqualTo(new Journal.Counts(1, 0, 0, 1, 0));
        assertThat(admit(second, SERVER_FIRST)).isEqualTo(new Duplicate(false));
    }

    @Test
    void thePreferredCopyStaysPreferredWhenItComesFirst() {
        Event first = backend();
        admit(first, SERVER_FIRST);
        time.advance(Duration.ofSeconds(5));
        Event second = pixel();
        admit(second, SERVER_FIRST);

        assertThat(store.journal().read(0, 1)).containsExactly(new Entry(1, first.or(second), Agreed.NOTHING));
    }

    @Test
    void theSameChannelAgainDoesNotEndTheWait() {
        admit(pixel(), SERVER_FIRST);
        assertThat(admit(pixel(), SERVER_FIRST)).isEqualTo(new Duplicate(false));
        assertThat(store.journal().counts()).isEqualTo(new Journal.Counts(0, 1, 1, 0, 0));
    }

    @Test
    void patienceEndsAndALateTwinEnrichesWithoutChangingWhatIsThere() {
        Event first = pixel();
        admit(first, SERVER_FIRST);
        Instant until = time.instant().plus(PATIENCE);
        assertThat(store.journal().nextRelease()).isEqualTo(until);
        assertThat(store.journal().release(until.minusNanos(1))).isZero();
        assertThat(store.journal().release(until)).isEqualTo(1);
        assertThat(store.journal().release(until)).isZero();
        assertThat(store.journal().nextRelease()).isNull();
        assertThat(store.journal().read(0, 1)).containsExactly(new Entry(1, first, Agreed.said(first.consent())));

        time.advance(Duration.ofHours(1));
        Event late = backend();
        assertThat(admit(late, SERVER_FIRST)).isEqualTo(new Duplicate(true));
        assertThat(store.journal().read(0, 1)).containsExactly(new Entry(1, first.or(late), Agreed.NOTHING));
        assertThat(admit(late, SERVER_FIRST)).isEqualTo(new Duplicate(false));
        reopen();
        Found found = store.journal().find("o-1001").getFirst();
        assertThat(found.event()).isEqualTo(first.or(late));
        assertThat(found.event().time()).isEqualTo(first.time());
        assertThat(found.copies()).containsExactly(first, late);
        assertThat(store.journal().counts()).isEqualTo(new Journal.Counts(1, 0, 1, 1, 0));
    }

    @Test
    void anEventThatWaitedThroughAnOutageLongerThanItsWindowIsNotAdmittedTwice() {
        admit(pixel(), SERVER_FIRST);
        time.advance(WINDOW.multipliedBy(2));
        assertThat(admit(pixel(), SERVER_FIRST)).isEqualTo(new Duplicate(false));
        assertThat(store.journal().release(time.instant())).isEqualTo(1);
    }

    @Test
    void aClockThatIsSetBackMakesNoEventWaitForItsTwinUntilThen() {
        admit(pixel(), SERVER_FIRST);
        time.advance(Duration.ofHours(-1));
        assertThat(store.journal().release(time.instant().plus(PATIENCE))).isZero();
        store.setRight(Duration.ofHours(1), time.instant());
        assertThat(store.journal().release(time.instant().plus(PATIENCE))).isEqualTo(1);
        assertThat(store.journal().read(0, 1).getFirst().event().received()).isEqualTo(time.instant());
    }

    @Test
    void theLatestComeFirstAndThoseThatWaitBeforeAll() {
        admit(event("page_view", "a").build());
        admit(pixel(), SERVER_FIRST);
        admit(event("page_view", "b").build());

        assertThat(store.journal().latest(10))
                .extracting(found -> found.event().id())
                .containsExactly("o-1001", "b", "a");
        assertThat(store.journal().latest(2))
                .extracting(found -> found.event().id())
                .containsExactly("o-1001", "b");
    }

    @Test
    void listenersHearOfWhatIsInTheLogAndOfNothingElse() {
        AtomicInteger calls = new AtomicInteger();
        store.journal().onAppend(() -> {
            assertThat(store.journal().head()).isPositive();
            calls.incrementAndGet();
        });
        admit(pixel(), SERVER_FIRST);
        assertThat(store.journal().head()).isZero();
        assertThat(calls).hasValue(0);
        admit(backend(), SERVER_FIRST);
        assertThat(store.journal().head()).isEqualTo(1);
        assertThat(calls).hasValue(1);
        admit(backend(), SERVER_FIRST);
        assertThat(store.journal().head()).isEqualTo(1);
        assertThat(calls).hasValue(1);
    }

    @Test
    void manyCallersGetNumbersWithoutGapsAndOneOfThemEach() throws InterruptedException {
        ConcurrentLinkedQueue<Long> seqs = new ConcurrentLinkedQueue<>();
        AtomicInteger duplicates = new AtomicInteger();
        List<Thread> callers = new ArrayList<>();
        for (int caller = 0; caller < 40; caller++) {
            int id = caller / 2; // everything comes twice
            callers.add(Thread.ofVirtual().start(() -> {
                for (int n = 0; n < 10; n++) {
                    switch (admit(event("page_view", id + "-" + n).build())) {
                        case Admitted admitted -> seqs.add(admitted.seq());
                        case Duplicate duplicate -> duplicates.incrementAndGet();
                        case Waiting waiting -> throw new AssertionError(waiting);
                    }
                }
            }));
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(seqs)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 200).boxed().toList());
        assertThat(duplicates).hasValue(200);
        assertThat(store.journal().read(0, 1000))
                .extracting(Entry::seq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 200).boxed().toList());
    }

    @Test
    void oneThatCannotBeAdmittedTakesNoOtherWithIt() throws InterruptedException {
        AtomicInteger refused = new AtomicInteger();
        List<Thread> callers = new ArrayList<>();
        for (int caller = 0; caller < 20; caller++) {
            int number = caller;
            callers.add(Thread.ofVirtual().start(() -> {
                Duration window = number == 7 ? Duration.ofDays(1_000_000) : WINDOW;
                try {
                    store.journal()
                            .admit(List.of(new Incoming(
                                    event("page_view", "e" + number).build(), window, null)));
                } catch (ArithmeticException beyondTheYear2262) {
                    refused.incrementAndGet();
                }
            }));
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(refused).hasValue(1);
        assertThat(store.journal().head()).isEqualTo(19);
        assertThat(store.healthy()).isTrue();
    }

    @Test
    void oddCharactersDoNoHarm() {
        Event odd = event("page_view", "e1")
                .visitor("v1")
                .user(Person.of("u\0 \uD83D\uDE00"))
                .properties(properties("title", "nul \0 and \uD83D\uDE00"))
                .build();
        assertThat(admit(odd)).isEqualTo(new Admitted(1));
        reopen();
        assertThat(store.journal().read(0, 1)).containsExactly(new Entry(1, odd, Agreed.said(odd.consent())));
        assertThat(store.identity().known(List.of(odd)).getFirst().person()).isEqualTo(odd.user());
    }

    @Test
    void aClosedStoreTakesNothing() {
        store.close();
        assertThatThrownBy(() -> admit(event("page_view", "a").build())).isInstanceOf(StoreUnavailableException.class);
        store = Stores.open(url, null, null, time);
        assertThat(store.journal().head()).isZero();
    }

    /** Said and clicked by a clock that was 400 days ahead, and then it was set right. */
    @Test
    void whatAWrongClockStampedComesBeforeWhatFollows() {
        Instant right = time.instant();
        time.advance(Duration.ofDays(400));
        admit(event("page_view", "a")
                .visitor("v")
                .clickIds(ClickIds.of(click("gclid", "g1")))
                .consent(new Consent(Map.of(Consent.Purpose.AD_STORAGE, Consent.State.GRANTED)))
                .build());
        time.advance(Duration.ofDays(-400).plusSeconds(10));
        store.setRight(Duration.ofDays(400), time.instant());
        Event later = event("page_view", "b")
                .visitor("v")
                .consent(new Consent(Map.of(Consent.Purpose.AD_STORAGE, Consent.State.DENIED)))
                .build();
        admit(later);
        assertThat(store.journal().read(0, 1).getFirst().event().received()).isEqualTo(right);
        var known = store.identity().known(List.of(later)).getFirst();
        assertThat(known.consent().state(Consent.Purpose.AD_STORAGE)).isEqualTo(Consent.State.DENIED);
        assertThat(admit(event("page_view", "a").visitor("v").build())).isEqualTo(new Duplicate(false));
    }
}
