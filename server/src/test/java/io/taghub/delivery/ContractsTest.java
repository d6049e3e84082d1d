package io.taghub.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.chaos.ChaosSink;
import io.taghub.delivery.replay.Replay;
import io.taghub.event.Event;
import io.taghub.store.LaneStore;
import io.taghub.store.Verdict;
import io.taghub.tag.Limits;
import io.taghub.tag.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is not what it must be waits for a person, and the books are right all the time. */
class ContractsTest extends WithRig {
    private static final Map<String, Object> EUROS = Map.of("fields", Map.of("currency", "EUR"));
    private static final Map<String, Object> ANY = Map.of("require", List.of("value"));

    private static final Limits DEDUPS = Limits.SINGLE.dedupWindow(Rig.TWO_DAYS);

    private Event purchase(String id, @Nullable String order, String currency) {
        return Event.named("purchase", id, rig.clock.instant())
                .received(rig.clock.instant())
                .orderId(order)
                .money("49.99", currency)
                .build();
    }

    private Rig held(String... ids) {
        rig.contract("purchase", EUROS).tag("a", Limits.SINGLE);
        for (String id : ids) {
            rig.admit(purchase(id, null, "GBP"));
        }
        return rig.untilCount(ids.length, "a", Verdict.HELD);
    }

    @Test
    void aViolationIsHeldAtEachTagItWouldHaveGoneTo() {
        rig.contract("purchase", EUROS).tag("a", Limits.SINGLE).tag("b", Limits.SINGLE);
        rig.admit(purchase("right", null, "EUR"), purchase("wrong", null, "GBP"));

        rig.untilDelivered(1, "a").untilCount(1, "a", Verdict.HELD);
        rig.untilDelivered(1, "b").untilCount(1, "b", Verdict.HELD);
        assertThat(rig.count("a", Verdict.HELD, Reason.CONTRACT)).isEqualTo(1);
        assertThat(rig.parked("a", "wrong").detail()).isEqualTo("currency must be EUR");
        assertThat(rig.arrived("a")).containsExactly("right");
    }

    @Test
    void aPersonSendsItAsItIsAndThatHoldsThroughEachLaterAttempt() {
        rig.contract("purchase", EUROS).tag("a", DEDUPS).admit(purchase("p", null, "GBP"));
        rig.untilCount(1, "a", Verdict.HELD).sink.next(ChaosSink.status(503), ChaosSink.answer(200, "what?"));
        assertThat(rig.store.lanes().release("a", rig.seq("p"), rig.clock.instant()))
                .isTrue();
        assertThat(rig.store.lanes().release("a", rig.seq("p"), rig.clock.instant()))
                .isFalse();
        rig.after(Duration.ofSeconds(1));
        Rig.until("an attempt", () -> rig.parked("a", "p").attempts() == 1);
        rig.after(Duration.ofMinutes(10));
        Rig.until("no answer that says anything", () -> rig.parked("a", "p").unknown());
        rig.after(Duration.ofMinutes(10)).untilDelivered(1, "a");
        assertThat(rig.count("a", Verdict.HELD)).isZero();
    }

    @Test
    void whatWasLetGoMayStillHaveToWait() {
        Limits later = Limits.SINGLE.minDelay(Duration.ofHours(1));
        rig.contract("purchase", EUROS).tag("a", later).admit(purchase("p", null, "GBP"));
        rig.untilCount(1, "a", Verdict.HELD);
        rig.store.lanes().release("a", rig.seq("p"), rig.clock.instant());
        rig.after(Duration.ofSeconds(1));
        Rig.until("it waits", () -> rig.aside("a") == 1 && rig.parked("a", "p").reason() == Reason.MIN_DELAY);
        rig.crash();
        rig.after(Duration.ofHours(1)).untilDelivered(1, "a");
    }

    @Test
    void aReplayAsksTheContractAsItIsNow() {
        held("p", "q");
        Replay replay = new Replay(rig.store, rig::hub, rig.clock);
        assertThat(replay.run("a", null, null, Reason.CONTRACT, true).outlook())
                .isEqualTo(Map.of(new LaneStore.Count(Verdict.HELD, Reason.CONTRACT), 2L));
        assertThat(replay.run("a", null, null, null, false).reopened())
                .as("without the reason")
                .isZero();

        assertThat(replay.run("a", null, null, Reason.CONTRACT, false).reopened())
                .isEqualTo(2);
        rig.after(Duration.ofSeconds(1)).untilCount(2, "a", Verdict.HELD);

        rig.contract("purchase", ANY);
        assertThat(replay.run("a", null, null, Reason.CONTRACT, false).reopened())
                .isEqualTo(2);
        rig.after(Duration.ofSeconds(1)).untilDelivered(2, "a");
        assertThat(rig.arrived("a")).containsExactlyInAnyOrder("p", "q");
    }

    @Test
    void aRightOneInItsPlaceIsNoRepeat() {
        rig.contract("purchase", EUROS).tag("a", Limits.SINGLE).admit(purchase("wrong", "A-1", "GBP"));
        rig.untilCount(1, "a", Verdict.HELD);
        rig.admit(purchase("right", "A-1", "EUR")).untilDelivered(1, "a");
        rig.store.lanes().release("a", rig.seq("wrong"), rig.clock.instant());
        rig.after(Duration.ofSeconds(1));
        Rig.until("it is decided", () -> rig.count("a", Verdict.HELD) == 0 && rig.aside("a") == 0);
        rig.balanced("a");
    }

    @Test
    void whatIsOnItsWayIsNotStoppedByANewContract() {
        rig.tag("a", DEDUPS).sink.next(ChaosSink.answer(200, "what?"));
        rig.admit(purchase("p", null, "GBP")).untilAside(1, "a");
        assertThat(rig.parked("a", "p").unknown()).isTrue();
        rig.contract("purchase", EUROS);
        rig.after(Duration.ofMinutes(10)).untilDelivered(1, "a");
    }
}
