package io.taghub.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.Channel;
import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Event;
import io.taghub.event.EventBuilder;
import io.taghub.event.Person;
import io.taghub.store.Journal.Admission;
import io.taghub.store.Journal.Incoming;
import io.taghub.store.Journal.Pair;
import io.taghub.store.engine.Copy;
import io.taghub.store.engine.Nanos;
import io.taghub.store.journal.Deduplication.Seen;
import io.taghub.store.person.Lesson;
import io.taghub.store.person.Link;
import io.taghub.store.seal.Draft;
import io.taghub.store.seal.EventCodec;
import io.taghub.store.seal.EventKey;
import io.taghub.store.seal.Key;
import io.taghub.store.seal.Keys;
import io.taghub.store.seal.Sealer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a copy, by what is known of the event and in which order its copies come; without a database. */
class DeduplicationTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration WINDOW = Duration.ofDays(90);
    private static final byte[] KEY = new byte[32];
    private static final Keys KEYS = new Keys(KEY);
    private static final EventCodec CODEC = new EventCodec(new Sealer(KEY), KEYS);
    private static final long HEAD = 41;

    private final Deduplication decided = at(NOON);

    private static Deduplication at(Instant now, Key... erased) {
        return new Deduplication(HEAD, Nanos.of(now), Nanos.of(now), CODEC, Set.of(erased));
    }

    private static EventBuilder purchase(Channel channel) {
        return Event.named("purchase", "o-1001", NOON).received(NOON).channels(Set.of(channel));
    }

    private static EventBuilder browser() {
        return purchase(Channel.BROWSER).visitor("v1").money("49.99", "EUR").orderId("browser's");
    }

    private static EventBuilder backEnd() {
        return purchase(Channel.SERVER).user(Person.of("ada")).money("50.00", "EUR");
    }

    private Admission comes(EventBuilder event) {
        return comes(event, null);
    }

    private Admission comes(EventBuilder event, @Nullable Pair pair) {
        return comes(decided, event.build(), pair);
    }

    private static Admission comes(Deduplication decided, Event event, @Nullable Pair pair) {
        Incoming terms = new Incoming(event, WINDOW, pair, true, true, null);
        return decided.admit(new Copy(EventKey.of(event), CODEC.draft(event), terms));
    }

    /** As the store loads it: an event that is in the log under this number. */
    private static void known(Deduplication decided, Event event, long seq, Instant expires) {
        Seen place = new Seen(Nanos.of(expires), seq, Deduplication.bits(event));
        place.draft = CODEC.draft(event);
        decided.places.put(EventKey.of(event), place);
    }

    private Event appended(long seq) {
        return Objects.requireNonNull(decided.appended.get(seq)).event();
    }

    @Test
    void theFirstCopyIsNew() {
        assertThat(comes(browser())).isEqualTo(new Admission.Admitted(HEAD + 1));

        assertThat(appended(HEAD + 1)).isEqualTo(browser().build());
        assertThat(decided.lessons).extracting(Lesson::seq).containsExactly(HEAD + 1);
        assertThat(decided.duplicates).isZero();
    }

    /** The identity is name and id together. */
    @Test
    void anotherNameOrIdIsAnotherEventAndTheyAreNumberedAsTheyCome() {
        Event refund = Event.named("refund", "o-1001", NOON)
                .channels(Set.of(Channel.SERVER))
                .build();
        Event next = Event.named("purchase", "o-1002", NOON)
                .channels(Set.of(Channel.SERVER))
                .build();

        assertThat(comes(backEnd())).isEqualTo(new Admission.Admitted(HEAD + 1));
        assertThat(comes(decided, refund, null)).isEqualTo(new Admission.Admitted(HEAD + 2));
        assertThat(comes(decided, next, null)).isEqualTo(new Admission.Admitted(HEAD + 3));
    }

    @ParameterizedTest
    @EnumSource
    void aSecondCopyOfTheSameChannelIsADuplicateWhateverItSays(Channel channel) {
        comes(purchase(channel).money("49.99", "EUR"));

        assertThat(comes(purchase(channel).money("4999.00", "EUR").user(Person.of("mallory"))))
                .isEqualTo(new Admission.Duplicate(false));

        assertThat(decided.duplicates).isEqualTo(1);
        assertThat(decided.appended).hasSize(1);
        assertThat(appended(HEAD + 1))
                .isEqualTo(purchase(channel).money("49.99", "EUR").build());
    }

    /** The copy that is kept may be of a stranger who guessed the id. */
    @Test
    void aBrowsersDuplicateStillTellsOfItsClickAndABackEndsOfNothing() {
        comes(browser());
        comes(browser().visitor("v2"));
        assertThat(decided.lessons).hasSize(2);
        Lesson lesson = decided.lessons.getLast();
        assertThat(lesson.words()).isFalse();
        assertThat(lesson.settles()).isFalse();
        assertThat(lesson.rank()).isEqualTo(Link.Rank.CLAIM);
        assertThat(lesson.said().visitor()).isEqualTo(KEYS.subject("v2"));

        Deduplication others = at(NOON);
        comes(others, backEnd().visitor("v1").build(), null);
        comes(others, backEnd().visitor("v2").build(), null);
        assertThat(others.lessons).hasSize(1);
    }

    /** Without a wait the first copy is in the log, and what it says stays. */
    @ParameterizedTest
    @CsvSource({"BROWSER, 49.99", "SERVER, 50.00"})
    void theOtherChannelsCopyIsATwinAndCompletesTheFirst(Channel first, String value) {
        comes(first == Channel.BROWSER ? browser() : backEnd());

        assertThat(comes(first == Channel.BROWSER ? backEnd() : browser())).isEqualTo(new Admission.Duplicate(true));

        Event whole = appended(HEAD + 1);
        assertThat(whole.channels()).containsExactlyInAnyOrder(Channel.BROWSER, Channel.SERVER);
        assertThat(whole.money()).hasToString("Money[amount=" + value + ", currency=EUR]");
        assertThat(whole.visitor()).isEqualTo("v1");
        assertThat(whole.user().id()).isEqualTo("ada");
        assertThat(whole.orderId()).isEqualTo("browser's");
        assertThat(decided.copies.get(HEAD + 1)).hasSize(2);
        assertThat(decided.twins).isEqualTo(1);
        assertThat(decided.duplicates).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void afterTheTwinEveryCopyIsADuplicate(Channel third) {
        comes(browser());
        comes(backEnd());

        assertThat(comes(third == Channel.BROWSER ? browser() : backEnd())).isEqualTo(new Admission.Duplicate(false));
        assertThat(decided.twins).isEqualTo(1);
        assertThat(decided.duplicates).isEqualTo(1);
    }

    @Test
    void aTwinOfWhatIsInTheLogAlreadyChangesItAndTakesNoNumber() {
        known(decided, browser().build(), 7, NOON.plus(WINDOW));

        assertThat(comes(backEnd())).isEqualTo(new Admission.Duplicate(true));

        assertThat(decided.appended).isEmpty();
        assertThat(decided.changed).containsOnlyKeys(7L);
        assertThat(decided.agreedLater).containsOnlyKeys(7L);
        assertThat(decided.lessons).extracting(Lesson::seq).containsExactly(0L);
        assertThat(comes(Event.named("login", "l-1", NOON).channels(Set.of(Channel.SERVER))))
                .isEqualTo(new Admission.Admitted(HEAD + 1));
    }

    /** Where the two say different things the preferred channel's word counts, whichever came first. */
    @ParameterizedTest
    @CsvSource({"BROWSER, SERVER, 50.00", "SERVER, SERVER, 50.00", "BROWSER, BROWSER, 49.99", "SERVER, BROWSER, 49.99"})
    void ofAPairThatWaitsThePreferredCopysWordCounts(Channel first, Channel prefer, String value) {
        Pair pair = new Pair(prefer, Duration.ofSeconds(30));

        assertThat(comes(first == Channel.BROWSER ? browser() : backEnd(), pair))
                .isEqualTo(new Admission.Waiting(NOON.plusSeconds(30)));
        assertThat(decided.appended).isEmpty();
        assertThat(decided.lessons.getFirst().settles()).isFalse();

        assertThat(comes(first == Channel.BROWSER ? backEnd() : browser(), pair))
                .isEqualTo(new Admission.Duplicate(true));
        assertThat(appended(HEAD + 1).money()).hasToString("Money[amount=" + value + ", currency=EUR]");
        assertThat(decided.lessons.getLast().settles()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBrowserThatTheBackEndDoesNotMeanAddsNothingOfItsOwn(boolean strangerFirst) {
        EventBuilder stranger = browser().visitor("evil").clickIds(ClickIds.of(new ClickId("btag", "EVIL", NOON)));
        EventBuilder sure = backEnd().visitor("v1");

        comes(strangerFirst ? stranger : sure);
        comes(strangerFirst ? sure : stranger);

        assertThat(appended(HEAD + 1).visitor()).isEqualTo("v1");
        assertThat(appended(HEAD + 1).clickIds()).isEmpty();
        assertThat(appended(HEAD + 1).user().id()).isEqualTo("ada");
    }

    @ParameterizedTest
    @CsvSource({"-1, true", "0, true", "1, false"})
    void whatIsKeptLongEnoughIsForgottenAndNewAgain(int secondsLeft, boolean isNew) {
        known(decided, browser().build(), 7, NOON.plusSeconds(secondsLeft));

        assertThat(comes(browser()))
                .isEqualTo(isNew ? new Admission.Admitted(HEAD + 1) : new Admission.Duplicate(false));
    }

    /** Nobody has let it in yet, so its twin still finds it. */
    @Test
    void whatWaitsIsKnownUntilItIsLetIn() {
        known(decided, browser().build(), 0, NOON.minusSeconds(1));

        assertThat(comes(backEnd())).isEqualTo(new Admission.Duplicate(true));
        assertThat(decided.appended).containsOnlyKeys(HEAD + 1);
    }

    /** What waits for its twin longer than copies are recognised is recognised as long as it waits. */
    @Test
    void aWindowIsNeverShorterThanTheWait() {
        Event event = browser().build();
        Pair pair = new Pair(Channel.SERVER, Duration.ofSeconds(30));
        decided.admit(
                new Copy(EventKey.of(event), CODEC.draft(event), new Incoming(event, Duration.ofSeconds(1), pair)));

        assertThat(Objects.requireNonNull(decided.places.get(EventKey.of(event))).expires)
                .isEqualTo(Nanos.of(NOON.plusSeconds(30)));
    }

    @Test
    void whatWaitedInVainGoesInAndSettlesWhatTheBackEndSaid() {
        for (EventBuilder event : List.of(browser(), backEnd())) {
            Deduplication later = at(NOON.plusSeconds(31));
            Draft draft = CODEC.draft(event.build());

            later.release(EventKey.of(draft.event()), draft, Nanos.of(NOON.plus(WINDOW)));

            assertThat(later.appended).containsOnlyKeys(HEAD + 1);
            assertThat(later.lessons.getFirst().settles())
                    .isEqualTo(draft.event().channels().contains(Channel.SERVER));
        }
    }

    @Test
    void ofWhoAskedToBeForgottenOnlyTheMoneyIsKept() {
        Deduplication forgetting = at(NOON, KEYS.subject("ada"));

        comes(forgetting, backEnd().build(), null);
        comes(forgetting, browser().build(), null);

        Event kept = Objects.requireNonNull(forgetting.appended.get(HEAD + 1)).event();
        assertThat(EventCodec.isBlank(kept)).isTrue();
        assertThat(kept.user()).isEqualTo(Person.UNKNOWN);
        assertThat(kept.orderId()).isNull();
        assertThat(kept.money()).hasToString("Money[amount=50.00, currency=EUR]");
        assertThat(forgetting.copies.get(HEAD + 1))
                .allSatisfy(copy -> assertThat(EventCodec.isBlank(copy.event())).isTrue());
    }
}
