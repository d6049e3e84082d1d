package io.taghub.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.Channel;
import io.taghub.event.Event;
import io.taghub.event.EventBuilder;
import io.taghub.event.Marks;
import io.taghub.event.Person;
import io.taghub.life.ConversionState;
import io.taghub.store.ConversionStore.History;
import io.taghub.store.Journal.Incoming;
import io.taghub.store.sql.Stores;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConversionContractTest extends StoreContract {

    private EventBuilder said(String name, String id, String order) {
        return Event.named(name, id, time.instant())
                .channels(Set.of(Channel.SERVER))
                .orderId(order)
                .user(Person.of("ada"))
                .properties(Marks.withConversion(Map.of(), null));
    }

    private Event stands(String id, String order, @Nullable String status) {
        return said("purchase", id, order).status(status).money("50", "EUR").build();
    }

    private static Event deposit(String id, String user) {
        return Event.named("deposit", id, TestTime.START)
                .channels(Set.of(Channel.SERVER))
                .user(Person.of(user))
                .money("50", "EUR")
                .properties(Marks.withConversion(Map.of(), "ftd"))
                .build();
    }

    private static List<Event> all(Store store) {
        return store.journal().read(0, 1_000).stream().map(Journal.Entry::event).toList();
    }

    private List<@Nullable String> illegal() {
        return all(store).stream().map(event -> event.text(Marks.ILLEGAL)).toList();
    }

    private History conversion(String key) {
        return store.conversions().find(key).orElseThrow();
    }

    @Test
    void onlyLegalMovesAreAnyAlsoAfterARestart() {
        admit(stands("e1", "A-1", "pending"));
        admit(stands("e2", "A-1", "approved"));
        reopen();
        admit(stands("e3", "A-1", "pending"));
        admit(stands("e4", "A-1", "rejected"));
        admit(stands("e5", "A-1", "reversed"));
        admit(stands("e6", "A-1", "approved"));

        assertThat(illegal())
                .containsExactly(
                        null,
                        null,
                        "the conversion is approved, which 'pending' does not follow",
                        "the conversion is approved, which 'rejected' does not follow",
                        null,
                        "the conversion is reversed, which 'approved' does not follow");
        assertThat(conversion("A-1").life("purchase").state()).isEqualTo(ConversionState.REVERSED);
        assertThat(conversion("e1").key()).isEqualTo("A-1");
        assertThat(conversion("A-1").said()).hasSize(6);
    }

    @Test
    void movesOfOneTransactionAreJudgedOneAfterTheOther() {
        store.journal()
                .admit(List.of(
                        new Incoming(stands("e1", "A-1", "rejected"), WINDOW, null),
                        new Incoming(stands("e2", "A-1", "approved"), WINDOW, null),
                        new Incoming(stands("e3", "A-2", "approved"), WINDOW, null)));
        assertThat(illegal())
                .containsExactly(null, "the conversion is rejected, which 'approved' does not follow", null);
    }

    @Test
    void aPartThatIsGivenBackLeavesTheRest() {
        admit(stands("e1", "A-1", null));
        admit(said("refund", "f1", "A-1").money("20", "EUR").build());
        Event refund = all(store).getLast();
        assertThat(new BigDecimal(refund.properties().get(Marks.ORIGINAL_VALUE).toString()))
                .isEqualByComparingTo("50");
        assertThat(new BigDecimal(refund.properties().get(Marks.REMAINING_VALUE).toString()))
                .isEqualByComparingTo("30");
        assertThat(Marks.takenBack(refund, Set.of("purchase", "refund")))
                .isEqualTo(new Event.Original("purchase", "e1", TestTime.START, "A-1"));
        assertThat(conversion("A-1").life("purchase").state()).isEqualTo(ConversionState.APPROVED);

        admit(said("refund", "f2", "A-1").money("30", "EUR").build());
        assertThat(conversion("A-1").life("purchase").state()).isEqualTo(ConversionState.REVERSED);
        assertThat(conversion("A-1").life("purchase").value().amount()).isEqualByComparingTo("0");
    }

    @Test
    void allOfWhatIsPendingIsGivenBackByARejection() {
        admit(stands("e1", "A-1", "pending"));
        admit(said("chargeback", "c1", "A-1").build());
        admit(said("chargeback", "c2", "A-1").build());
        admit(stands("e2", "A-1", "approved"));
        assertThat(illegal())
                .containsExactly(
                        null, null, null, "the conversion is rejected (chargeback), which 'approved' does not follow");
        assertThat(all(store).stream().map(event -> event.text(Marks.REPEAT)))
                .containsExactly(null, null, "it is taken back already", null);
        assertThat(conversion("A-1").life("purchase").state()).isEqualTo(ConversionState.REJECTED);
    }

    @Test
    void aWordForWhySaysOfWhatIsPendingWhatARefundDoes() {
        for (String word : List.of("refunded", "chargeback", "cancelled", "fraud")) {
            admit(stands(word + 1, word, "pending"));
            admit(stands(word + 2, word, word));
            assertThat(illegal().getLast()).isNull();
            assertThat(all(store).getLast().text(Marks.STATE)).isEqualTo("rejected");
            assertThat(conversion(word).life("purchase").state()).isEqualTo(ConversionState.REJECTED);
        }
        admit(stands("r1", "R", "pending"));
        admit(stands("r2", "R", "reversed"));
        assertThat(illegal().getLast()).isEqualTo("the conversion is pending, which 'reversed' does not follow");
    }

    @Test
    void aPartOfWhatIsPendingLowersWhatIsApproved() {
        admit(stands("e1", "A-1", "pending"));
        admit(said("refund", "f1", "A-1").money("20", "EUR").build());
        assertThat(conversion("A-1").life("purchase").state()).isEqualTo(ConversionState.PENDING);
        admit(stands("e2", "A-1", "approved"));
        assertThat(conversion("A-1").life("purchase").value().amount()).isEqualByComparingTo("30");
        assertThat(new BigDecimal(
                        all(store).getLast().properties().get(Marks.WORTH).toString()))
                .isEqualByComparingTo("30");
        assertThat(illegal()).containsExactly(null, null, null);
    }

    @Test
    void aRefundThatIsUndecidedOrDeclinedMovesNothing() {
        admit(stands("e1", "A-1", "approved"));
        admit(said("refund", "f1", "A-1").status("pending").money("20", "EUR").build());
        admit(said("refund", "f2", "A-1").status("rejected").money("20", "EUR").build());
        assertThat(illegal()).containsExactly(null, null, null);
        assertThat(conversion("A-1").life("purchase").value().amount()).isEqualByComparingTo("50");
    }

    /** What is said under one order may be several things. */
    @Test
    void aRefundTakesBackThatWhichItsAmountIs() {
        admit(said("purchase", "e1", "A-1").money("100", "EUR").build());
        admit(said("deposit", "d1", "A-1").money("60", "EUR").build());
        admit(said("refund", "f1", "A-1").money("100.00", "EUR").build());
        assertThat(conversion("A-1").life("purchase").state()).isEqualTo(ConversionState.REVERSED);
        assertThat(conversion("A-1").life("deposit").state()).isEqualTo(ConversionState.APPROVED);
        admit(said("refund", "f2", "A-1").money("100", "EUR").build());
        assertThat(all(store).getLast().text(Marks.REPEAT)).isEqualTo("it is taken back already");
        admit(said("refund", "f3", "A-1").money("20", "EUR").build());
        assertThat(conversion("A-1").life("deposit").value().amount()).isEqualByComparingTo("40");
        admit(said("refund", "f4", "A-1").build());
        assertThat(conversion("A-1").life("deposit").state()).isEqualTo(ConversionState.REVERSED);
    }

    /** The hub may be younger than the conversion. */
    @Test
    void ofWhatIsNotKnownEveryMoveIsLegal() {
        admit(said("refund", "f1", "A-9").build());
        admit(stands("e1", "A-8", "reversed"));
        assertThat(illegal()).containsExactly(null, null);
        assertThat(conversion("A-9").names()).isEmpty();
    }

    /** Anybody can post an order's number. */
    @Test
    void aBrowserAloneMovesNothingThatABackEndSaid() {
        admit(said("purchase", "b0", "A-1")
                .channels(Set.of(Channel.BROWSER))
                .status("rejected")
                .build());
        admit(stands("e1", "A-1", "approved"));
        admit(said("refund", "b1", "A-1").channels(Set.of(Channel.BROWSER)).build());
        admit(said("purchase", "b2", "A-1")
                .channels(Set.of(Channel.BROWSER))
                .status("pending")
                .build());
        admit(said("purchase", "b3", "A-1")
                .channels(Set.of(Channel.BROWSER))
                .money("5000", "EUR")
                .build());
        admit(said("purchase", "b4", "A-1").channels(Set.of(Channel.BROWSER)).build());
        admit(stands("e2", "A-1", "adjusted"));
        String outdone = "a back end told of the conversion, and a browser's word alone moves nothing of that";
        assertThat(illegal()).containsExactly(null, null, outdone, outdone, outdone, null, null);
        assertThat(all(store).stream().map(event -> event.text(Marks.REPEAT)))
                .containsExactly(null, null, null, null, null, "a back end told of the conversion", null);
        assertThat(conversion("A-1").life("purchase").value().amount()).isEqualByComparingTo("50");
        assertThat(conversion("A-1").life("purchase").state()).isEqualTo(ConversionState.APPROVED);
    }

    @Test
    void whatATwinSaysTakesThePlaceOfWhatWasSaid() {
        admit(said("purchase", "e1", "A-1").channels(Set.of(Channel.BROWSER)).build());
        admit(stands("e1", "A-1", "pending"));
        assertThat(conversion("A-1").said()).hasSize(1);
        assertThat(conversion("A-1").life("purchase").state()).isEqualTo(ConversionState.PENDING);
    }

    @Test
    void theFirstDepositOfEachUserMakesOneMore() {
        admit(deposit("d1", "ada"));
        admit(deposit("d2", "ada"));
        admit(deposit("d1", "ada"));
        admit(deposit("d3", "grace"));
        reopen();
        admit(deposit("d4", "grace"));
        assertThat(all(store).stream().map(Event::name).filter("ftd"::equals)).hasSize(2);
        Event ftd = all(store).stream()
                .filter(event -> event.name().equals("ftd"))
                .findFirst()
                .orElseThrow();
        assertThat(ftd.id()).isEqualTo("ftd-d1");
        assertThat(ftd.money()).isEqualTo(deposit("d1", "ada").money());
        assertThat(Marks.derivedFrom(ftd)).isEqualTo("d1");
        assertThat(conversion("d1").names()).containsExactly("deposit", "ftd");

        admit(said("chargeback", "c1", "d1").build());
        assertThat(conversion("d1").life("ftd").state()).isEqualTo(ConversionState.REVERSED);
        assertThat(conversion("d1").life("deposit").state()).isEqualTo(ConversionState.REVERSED);
    }

    @Test
    void aDepositThatIsNoneYetMakesNone() {
        admit(deposit("d1", "ada").toBuilder().status("pending").orderId("D-1").build());
        admit(deposit("d2", "ada").toBuilder().status("rejected").build());
        assertThat(all(store)).hasSize(2);
        admit(deposit("d3", "ada").toBuilder().status("approved").orderId("D-1").build());
        assertThat(all(store)).extracting(Event::id).endsWith("d3", "ftd-d3");
    }

    @Test
    void whereTheBackEndReportsTheFirstItselfNoneIsMade() {
        Event own = deposit("own", "ada").toBuilder().build();
        admit(Event.named("ftd", "f1", TestTime.START)
                .channels(Set.of(Channel.SERVER))
                .user(own.user())
                .properties(own.properties())
                .build());
        admit(deposit("d1", "ada"));
        assertThat(all(store)).extracting(Event::name).containsExactly("ftd", "deposit");
    }

    @Test
    void itIsOnceAUserHoweverManyDepositsComeAtOnce() throws Exception {
        Store other = kind == Kind.POSTGRESQL ? Stores.open(url, null, null, time) : store;
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> done = new ArrayList<>();
            for (int n = 0; n < 80; n++) {
                Event deposit = deposit("d" + n, "user-" + n % 10);
                Store at = n % 2 == 0 ? store : other;
                done.add(threads.submit(() -> at.journal().admit(List.of(new Incoming(deposit, WINDOW, null)))));
            }
            for (Future<?> one : done) {
                one.get();
            }
        } finally {
            if (other != store) {
                other.close();
            }
        }
        List<Event> ftds =
                all(store).stream().filter(event -> event.name().equals("ftd")).toList();
        assertThat(ftds.stream().map(event -> event.user().id()))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 10).mapToObj(n -> "user-" + n).toList());
        assertThat(store.journal().head()).isEqualTo(90);
    }

    @Test
    void aDepositThatWaitedForItsTwinMakesOneWhenItGoesOn() {
        admit(deposit("d1", "ada"), new Journal.Pair(Channel.SERVER, PATIENCE));
        assertThat(all(store)).isEmpty();
        time.advance(PATIENCE.plusSeconds(1));
        store.journal().release(time.instant());
        assertThat(all(store)).extracting(Event::id).containsExactly("d1", "ftd-d1");
    }

    @Test
    void erasureAndRetentionReachIt() {
        admit(stands("e1", "A-1", "approved"));
        admit(deposit("d1", "grace"));
        assertThat(store.identity().erase("ada", time.instant())).isPositive();
        assertThat(store.conversions().find("A-1")).isEmpty();
        assertThat(store.conversions().find("e1")).isEmpty();
        assertThat(store.conversions().find("d1")).isPresent();

        time.advance(Duration.ofDays(91));
        store.journal()
                .trim(
                        time.instant(),
                        time.instant().minus(Duration.ofDays(7)),
                        time.instant().minus(Duration.ofDays(30)),
                        time.instant().minus(Duration.ofDays(90)));
        assertThat(store.conversions().find("d1")).isEmpty();
    }

    @Test
    void whatIsTakenBackAlreadyIsSoOnce() {
        admit(stands("e1", "A-1", null));
        for (String id : List.of("f1", "f2", "f3")) {
            admit(said("refund", id, "A-1").money("20", "EUR").build());
        }
        admit(said("refund", "f4", "A-1").money("20", "EUR").build());
        admit(said("chargeback", "c1", "A-1").build());
        admit(stands("e2", "A-1", "reversed"));
        String again = "it is taken back already";
        assertThat(all(store).stream().map(event -> event.text(Marks.REPEAT)))
                .containsExactly(null, null, null, null, again, again, again);
        assertThat(illegal()).containsOnlyNulls();
    }

    @Test
    void whatWasTakenBackBeforeItCameInComesInSo() {
        admit(said("refund", "f1", "A-1").money("50", "EUR").build());
        admit(stands("e1", "A-1", null));
        assertThat(illegal()).containsExactly(null, "it was taken back before it came in");
        assertThat(conversion("A-1").life("purchase").state()).isEqualTo(ConversionState.REVERSED);

        admit(said("refund", "f2", "A-2").money("20", "EUR").build());
        admit(stands("e2", "A-2", null));
        assertThat(new BigDecimal(
                        all(store).getLast().properties().get(Marks.WORTH).toString()))
                .isEqualByComparingTo("30");
        assertThat(conversion("A-2").life("purchase").value().amount()).isEqualByComparingTo("30");
    }

    @Test
    void whoseItIsStaysSoWhoeverTakesItBack() {
        admit(stands("e1", "A-1", null));
        admit(said("chargeback", "c1", "A-1").user(Person.of("grace")).build());
        admit(said("refund", "f1", "A-1").user(Person.UNKNOWN).build());
        assertThat(conversion("A-1").whose().user().id()).isEqualTo("ada");
        assertThat(conversion("c1").key()).isEqualTo("A-1");
        assertThat(store.identity().erase("ada", time.instant())).isPositive();
        assertThat(store.conversions().find("A-1")).isEmpty();
        assertThat(store.conversions().find("c1")).isEmpty();
    }

    @Test
    void aFirstDepositGoesWithTheDepositByWhateverItIsNamed() {
        for (String how : List.of("order", "id", "name", "first")) {
            admit(deposit(how, how));
            Event.Original original = switch (how) {
                case "id" -> new Event.Original(null, how, null, null);
                case "name" -> new Event.Original("deposit", how, null, null);
                case "first" -> new Event.Original("ftd", "ftd-" + how, null, null);
                default -> null;
            };
            admit(said("chargeback", "c-" + how, original == null ? how : null)
                    .original(original)
                    .build());
            assertThat(Marks.takenBackNames(all(store).getLast())).containsExactly("deposit", "ftd");
            for (String name : List.of("deposit", "ftd")) {
                assertThat(conversion(how).life(name).state()).isEqualTo(ConversionState.REVERSED);
            }
        }
    }

    @Test
    void nothingDepositedIsNoFirstDeposit() {
        admit(deposit("d1", "ada").toBuilder().money("0", "EUR").build());
        admit(deposit("d2", "ada"));
        assertThat(all(store)).extracting(Event::id).containsExactly("d1", "d2", "ftd-d2");
    }

    /** Of platforms each knows the hub's words alone, and what is cancelled goes by what it was. */
    @Test
    void aStatusInOtherWordsIsNotedInTheHubs() {
        admit(stands("e1", "A-1", "hold"));
        admit(stands("e2", "A-1", "canceled"));
        admit(stands("e3", "A-2", "confirmed"));
        admit(stands("e4", "A-2", "canceled"));
        admit(stands("e5", "A-3", "kyc_done"));
        admit(stands("e6", "A-3", "approved"));
        assertThat(all(store).stream().map(event -> event.text(Marks.STATE)))
                .containsExactly("pending", "rejected", "approved", "reversed", null, null);
    }
}
