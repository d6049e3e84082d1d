package io.taghub.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.chaos.ChaosSink;
import io.taghub.config.TagConfig;
import io.taghub.delivery.replay.Replay;
import io.taghub.event.Channel;
import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Event;
import io.taghub.event.Person;
import io.taghub.store.LaneStore.Fate;
import io.taghub.store.Verdict;
import io.taghub.tag.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may happen once reaches a receiver once, under however many ids it is told. */
class RepeatsTest extends WithOrders {

    @Test
    void aUserHasOneFirstDeposit() {
        rig.admit(ftd("d-1", "ada")).untilDelivered(1, "a");
        rig.admit(ftd("d-2", "ada"), ftd("d-3", "grace")).untilDelivered(2, "a").untilCount(1, "a", Verdict.DUPLICATE);

        assertThat(rig.arrived()).containsExactly("d-1", "d-3");
        assertThat(rig.count("a", Verdict.DUPLICATE, Reason.ONCE)).isEqualTo(1);
    }

    @Test
    void bothInOnePostAreOneToo() {
        rig.admit(ftd("d-1", "ada"), ftd("d-2", "ada")).untilCount(1, "a", Verdict.DUPLICATE);
        assertThat(rig.arrived()).containsExactly("d-1");
    }

    @Test
    void itIsRememberedAsLongAsTheUser() {
        rig.admit(ftd("d-1", "ada")).untilDelivered(1, "a");
        for (int week = 0; week < 20; week++) {
            rig.after(Duration.ofDays(7))
                    .admit(event("login", "l-" + week).user(Person.of("ada")).build());
            var now = rig.clock.instant();
            rig.store
                    .journal()
                    .trim(
                            now,
                            now.minus(Duration.ofDays(7)),
                            now.minus(Duration.ofDays(30)),
                            now.minus(Duration.ofDays(90)));
        }
        rig.crash().admit(ftd("d-2", "ada")).untilCount(1, "a", Verdict.DUPLICATE);
        assertThat(rig.arrived()).containsExactly("d-1");
    }

    @Test
    void manyOfOneUserAreSoonDone() {
        rig.admit(IntStream.range(0, 500).mapToObj(i -> ftd("d-" + i, "ada")).toArray(Event[]::new))
                .untilCount(499, "a", Verdict.DUPLICATE);
        assertThat(rig.arrived()).containsExactly("d-0");
    }

    /** Where there is no order its id stands for it, at the receiver too. */
    @Test
    void anOrderUnderItsIdIsTheSameOrder() {
        rig.admit(event("purchase", "ord-7").money("10", "EUR").build()).untilDelivered(1, "a");
        rig.admit(event("purchase", "p-2").orderId("ord-7").money("10", "EUR").build())
                .untilCount(1, "a", Verdict.DUPLICATE);
    }

    @Test
    void refundsAreAsManyAsThereAre() {
        rig.admit(
                event("refund", "r-1").orderId("A-1001").money("5.00", "EUR").build(),
                event("refund", "r-2").orderId("A-1001").money("5.00", "EUR").build());
        rig.untilDelivered(2, "a");
    }

    @Test
    void whatTheReceiverRefusedIsNoFirst() {
        rig.sink.next(ChaosSink.status(422));
        rig.admit(ftd("d-1", "ada")).untilCount(1, "a", Verdict.REJECTED);
        rig.admit(ftd("d-2", "ada")).untilDelivered(1, "a");
    }

    @Test
    void whileTheFirstIsInTroubleTheSecondWaitsForWhatBecomesOfIt() {
        rig.sink.next(ChaosSink.reset());
        rig.admit(ftd("d-1", "ada")).untilAside(1, "a");
        rig.admit(ftd("d-2", "ada"));
        rig.after(Duration.ofMinutes(2)).untilDelivered(1, "a");
        rig.after(Duration.ofMinutes(2)).untilCount(1, "a", Verdict.DUPLICATE);
        assertThat(rig.arrived()).containsOnly("d-1");
        assertThat(rig.fate("a", "d-2"))
                .isInstanceOfSatisfying(
                        Fate.Decided.class,
                        decided -> assertThat(decided.decision().reason()).isEqualTo(Reason.ONCE));
    }

    @Test
    void aPersonMayWantItAllTheSame() {
        rig.admit(ftd("d-1", "ada"), ftd("d-2", "ada")).untilCount(1, "a", Verdict.DUPLICATE);
        Replay replay = new Replay(rig.store, rig::hub, rig.clock);
        assertThat(replay.run("a", null, null, null, false).matched()).isZero();
        assertThat(replay.run("a", null, null, Reason.ONCE, false).reopened()).isEqualTo(1);
        rig.lanes.poke();
        rig.untilDelivered(2, "a");
        rig.admit(ftd("d-3", "ada")).untilCount(1, "a", Verdict.DUPLICATE);
    }

    /** The first, the same again, another value, another status, and what is another order's. */
    @ParameterizedTest
    @CsvSource({
        "CREATE, 'p-1 p-2 p-3 p-4 p-5'",
        "IGNORE, 'p-1 p-5'",
        "EDIT, 'p-1 p-3 p-4 p-5'",
        "ADD_PAYOUT, 'p-1 p-5'",
        "IGNORE_BY_ID, 'p-1 p-5'"
    })
    void aTagMaySayByItselfWhatBecomesOfRepeats(TagConfig.RepeatPolicy policy, String sent) {
        rig.tag(
                "b",
                new LineTag(rig.sink.url("/b"), ONE),
                config -> Rig.repeats(Rig.when(config, Set.of("purchase")), policy));
        Event other = event("purchase", "p-5")
                .orderId("A-1002")
                .money("100.00", "EUR")
                .build();
        List<String> expected = List.of(sent.split(" "));
        for (Event one : List.of(
                purchase("p-1", "100.00", null),
                purchase("p-2", "100.00", null),
                purchase("p-3", "120.00", null),
                purchase("p-4", "120.00", "pending"),
                other)) {
            int so = (int)
                    expected.stream().filter(id -> id.compareTo(one.id()) <= 0).count();
            rig.admit(one).untilDelivered(so, "b");
        }
        rig.untilCount(5 - expected.size(), "b", Verdict.DUPLICATE);
    }

    @Test
    void whatGoesBackOfAnOrderIsNoRepeatWherePayoutsAreAddedUp() {
        rig.tag(
                "b",
                new LineTag(rig.sink.url("/b"), ONE),
                config -> Rig.repeats(Rig.when(config, Set.of("purchase")), TagConfig.RepeatPolicy.ADD_PAYOUT));
        rig.admit(purchase("p-1", "100.00", null)).untilDelivered(1, "b");
        rig.admit(purchase("p-2", "100.00", "reversed")).untilDelivered(2, "b");
        rig.admit(purchase("p-3", "100.00", "reversed")).untilCount(1, "b", Verdict.DUPLICATE);
    }

    /** Deposits go as often as they come; a receiver that pays a click once is told of the first alone. */
    @ParameterizedTest
    @CsvSource({"IGNORE, 1", "ADD_PAYOUT, 2", "IGNORE_BY_ID, 2", "CREATE, 2"})
    void depositsOfOneClick(TagConfig.RepeatPolicy policy, int delivered) {
        rig.tag("b", new LineTag(rig.sink.url("/b"), ONE), config -> {
            TagConfig its = Rig.when(config, Set.of("deposit"));
            return Rig.repeats(Rig.clicks(its, List.of("btag")), policy);
        });
        for (String id : List.of("d-1", "d-2")) {
            rig.admit(event("deposit", id)
                    .clickIds(ClickIds.of(new ClickId("btag", "B", rig.clock.instant())))
                    .money("10.00", "EUR")
                    .channels(Set.of(Channel.SERVER))
                    .build());
        }
        rig.untilDelivered(delivered, "b").untilCount(2 - delivered, "b", Verdict.DUPLICATE);
    }
}
