package io.taghub.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.chaos.ChaosSink;
import io.taghub.event.Channel;
import io.taghub.event.Consent;
import io.taghub.event.Event;
import io.taghub.event.Person;
import io.taghub.store.Verdict;
import io.taghub.tag.Limits;
import io.taghub.tag.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An order that is told again with another value, or taken back: in the journal's order, and only where it can be corrected. */
class RestatementsTest extends WithOrders {
    private static final Consent YES = Consent.UNSET.with(Consent.Purpose.AD_STORAGE, Consent.State.GRANTED);

    @Test
    void anotherStatusIsAStateAndAnotherValueARestatement() {
        rig.admit(purchase("p-1", "49.99", "pending")).untilDelivered(1, "a");
        rig.admit(purchase("p-2", "49.99", "approved")).untilDelivered(2, "a");
        rig.admit(purchase("p-3", "49.990", "Approved")).untilCount(1, "a", Verdict.DUPLICATE);
        rig.admit(purchase("p-4", "59.99", null)).untilDelivered(3, "a");
        rig.admit(purchase("p-5", "49.99", null)).untilDelivered(4, "a");
        rig.admit(event("purchase", "p-6").orderId("A-1001").build()).untilCount(2, "a", Verdict.DUPLICATE);
    }

    /** The page's purchase and the back end's under another id, in gross and in net. */
    @Test
    void whereNothingCanBeCorrectedTheFirstValueStands() {
        rig.tag(
                "b",
                new LineTag(rig.sink.url("/b"), ONE) {
                    @Override
                    public boolean corrects(Event event) {
                        return event.original() != null;
                    }
                },
                config -> Rig.when(config, Set.of("purchase")));
        rig.admit(purchase("p-1", "10", null)).untilDelivered(1, "a").untilDelivered(1, "b");
        rig.admit(purchase("p-2", "7", null)).untilDelivered(2, "a").untilCount(1, "b", Verdict.DUPLICATE);
        rig.admit(purchase("p-3", "5", "pending")).untilDelivered(3, "a").untilDelivered(2, "b");
        Event amended = purchase("p-4", "12", null).toBuilder()
                .original(new Event.Original("purchase", "p-1", null, "A-1"))
                .build();
        rig.admit(amended).untilDelivered(4, "a").untilDelivered(3, "b");
    }

    /** Google is told of a refund as of the same order with another value. */
    @Test
    void aRefundWaitsForTheOrderItTakesBack() {
        rig.tag(
                "b",
                new LineTag(rig.sink.url("/b"), Limits.batch(50).dedupWindow(Rig.TWO_DAYS)) {
                    @Override
                    public @Nullable String corrected(Event event) {
                        return event.orderId();
                    }
                },
                config -> Rig.when(config, Set.of("purchase", "refund", "ftd")));
        Event refund =
                event("refund", "r-1").orderId("A-1001").money("10", "EUR").build();
        rig.admit(purchase("p-1", "10", null), refund, purchase("p-2", "10", null))
                .untilDelivered(3, "b");
        assertThat(rig.arrived("b")).containsExactly("p-1", "r-1", "p-2");
        Event first = ftd("d-1", "ada").toBuilder().orderId("D-1").build();
        Event second = ftd("d-2", "ada").toBuilder().orderId("D-2").build();
        rig.admit(first).untilDelivered(4, "b").admit(second).untilCount(1, "b", Verdict.DUPLICATE);
        assertThat(rig.sink.received().stream()
                        .filter(request -> request.path().equals("/b"))
                        .map(request -> request.lines().size()))
                .as("each in a request of its own")
                .containsExactly(1, 1, 1, 1);
    }

    /** A network that takes refunds and no second value: the sale's first stands, and each refund goes behind it. */
    @Test
    void whoCorrectsByRefundsAloneIsToldNoSecondSale() {
        rig.tag(
                "b",
                new LineTag(rig.sink.url("/b"), ONE) {
                    @Override
                    public @Nullable String corrected(Event event) {
                        return event.orderId();
                    }

                    @Override
                    public boolean corrects(Event event) {
                        return event.name().equals("refund");
                    }
                },
                config -> Rig.when(config, Set.of("purchase", "refund")));
        rig.admit(purchase("p-1", "50", null)).untilDelivered(1, "b");
        rig.admit(purchase("p-2", "45", null)).untilCount(1, "b", Verdict.DUPLICATE);
        rig.admit(refund("r-1", "40")).untilDelivered(2, "b");
        rig.admit(refund("r-2", "30")).untilDelivered(3, "b");
        rig.admit(refund("r-3", "30")).untilCount(2, "b", Verdict.DUPLICATE);
        assertThat(rig.arrived("b")).containsExactly("p-1", "r-1", "r-2");
    }

    private Event refund(String id, String left) {
        return event("refund", id)
                .orderId("A-1001")
                .money("10", "EUR")
                .properties(Map.of("remaining_value", left))
                .build();
    }

    /** A first deposit counts by its user, and what takes it back goes behind it by its order. */
    @Test
    void aChargebackWaitsForTheFirstDepositItTakesBack() {
        rig.tag(
                "b",
                new LineTag(rig.sink.url("/b"), Limits.batch(50).dedupWindow(Rig.TWO_DAYS)) {
                    @Override
                    public @Nullable String corrected(Event event) {
                        return event.orderId();
                    }
                },
                config -> Rig.when(config, Set.of("refund", "ftd")));
        AtomicBoolean trouble = new AtomicBoolean(true);
        rig.sink.always(request ->
                request.path().equals("/b") && trouble.getAndSet(false) ? ChaosSink.reset() : ChaosSink.status(200));
        Event deposit = ftd("d-1", "ada").toBuilder().orderId("D-1").build();
        Event back = event("refund", "c-1")
                .user(Person.of("ada"))
                .orderId("D-1")
                .money("0.00", "EUR")
                .build();
        rig.admit(deposit).untilAside(1, "b").admit(back);
        for (int i = 0; i < 3; i++) {
            rig.after(Duration.ofMinutes(2)).settled("b");
        }
        rig.untilDelivered(2, "b");
        assertThat(rig.arrived("b")).as("the first try was spoilt").containsExactly("d-1", "d-1", "c-1");

        Event again = ftd("d-2", "ada").toBuilder().orderId("D-2").build();
        Event backAgain =
                event("refund", "c-2").orderId("D-2").money("0.00", "EUR").build();
        rig.admit(again, backAgain).untilCount(1, "b", Verdict.DUPLICATE).untilDelivered(3, "b");
        assertThat(rig.arrived("b")).containsExactly("d-1", "d-1", "c-1", "c-2");
    }

    private void also(String tag, Limits limits) {
        rig.tag(
                tag,
                new LineTag(rig.sink.url("/" + tag), limits),
                config -> Rig.when(config, Set.of("purchase", "ftd", "refund")));
    }

    /** However they come, each is compared with the one before it, at every tag. */
    @ParameterizedTest
    @CsvSource({
        "10 10 12, true, p0 p2",
        "10 10 12, false, p0 p2",
        "10 12 10, true, p0 p1 p2",
        "10 12 10, false, p0 p1 p2",
        "10 12 12 10 10 12, true, p0 p1 p3 p5",
        "10 12 12 10 10 12, false, p0 p1 p3 p5",
        "10 10 10, true, p0",
        "49.9 49.900000000000006 49.904 49.905, true, p0 p3",
    })
    void restatementsGoInTheJournalsOrderWhateverTheTiming(String values, boolean together, String expected) {
        also("b", Limits.batch(50).dedupWindow(Rig.TWO_DAYS));
        String[] each = values.split(" ");
        String[] ids = expected.split(" ");
        Event[] events = IntStream.range(0, each.length)
                .mapToObj(i -> purchase("p" + i, each[i], null))
                .toArray(Event[]::new);
        if (together) {
            rig.admit(events);
        } else {
            Stream.of(events).forEach(rig::admit);
        }
        for (String tag : List.of("a", "b")) {
            rig.untilDelivered(ids.length, tag).untilCount(each.length - ids.length, tag, Verdict.DUPLICATE);
            assertThat(rig.arrived(tag)).containsExactly(ids);
        }
    }

    /** The second waits for the first, the third for the second, and all of them go in their order. */
    @Test
    void restatementsWaitForOneThatIsInTrouble() {
        rig.sink.next(ChaosSink.reset());
        rig.admit(purchase("p0", "10", null)).untilAside(1, "a");
        rig.admit(purchase("p1", "12", null)).admit(purchase("p2", "10", null), purchase("p3", "10", null));
        for (int i = 0; i < 5; i++) {
            rig.after(Duration.ofMinutes(2)).settled("a");
        }
        rig.untilDelivered(3, "a").untilCount(1, "a", Verdict.DUPLICATE);
        assertThat(rig.arrived().subList(rig.arrived().size() - 3, rig.arrived().size()))
                .containsExactly("p0", "p1", "p2");
    }

    /** By its own time the second could go at once; at a receiver where the last upload wins the first would undo it. */
    @Test
    void aRestatementDoesNotOvertakeAnOriginalThatIsNotDueYet() {
        also("b", ONE.minDelay(Duration.ofHours(1)));
        Event later = purchase("p1", "12", null);
        rig.admit(purchase("p0", "10", null)).untilAside(1, "b");
        rig.admit(Event.named("purchase", "p1", rig.clock.instant().minus(Duration.ofHours(2)))
                        .received(rig.clock.instant())
                        .orderId(later.orderId())
                        .money("12", "EUR")
                        .build())
                .untilAside(2, "b")
                .crash();
        rig.after(Duration.ofHours(1)).untilCount(1, "b", Verdict.DELIVERED);
        rig.after(Duration.ofMinutes(1)).untilDelivered(2, "b");
        assertThat(rig.arrived("b")).containsExactly("p0", "p1");
    }

    /** Nobody can say what becomes of the first until the platform has said what became of it. */
    @Test
    void aRestatementWaitsForTheVerdictOnItsOriginal() {
        rig.sink.always(request -> ChaosSink.answer(
                200, request.path().startsWith("/status/") ? "delivered" : "accepted r" + request.number()));
        rig.admit(purchase("p0", "10", null)).untilAside(1, "a");
        rig.admit(purchase("p1", "12", null)).untilAside(2, "a").settled("a");
        assertThat(rig.arrived("a")).containsExactly("p0");
        rig.after(Duration.ofMinutes(31)).untilDelivered(1, "a");
        rig.after(Duration.ofMinutes(1)).untilRequests(3);
        assertThat(rig.arrived("a")).containsExactly("p0", "p1");
    }

    /** The original waits for the visitor's word; by the time it comes the new value has been told. */
    @Test
    void whatComesAfterItsRestatementIsNotSent() {
        rig.unsetMeansNo();
        Event original = purchase("p0", "10", null).toBuilder()
                .channels(Set.of(Channel.SERVER))
                .build();
        rig.admit(original).untilAside(1, "a");
        rig.admit(purchase("p1", "12", null).toBuilder().consent(YES).build()).untilDelivered(1, "a");
        rig.admit(original.toBuilder()
                        .channels(Set.of(Channel.BROWSER))
                        .consent(YES)
                        .build())
                .untilCount(1, "a", Verdict.DUPLICATE);
        assertThat(rig.arrived()).containsExactly("p1");
        assertThat(rig.count("a", Verdict.DUPLICATE, Reason.ONCE)).isEqualTo(1);
    }
}
