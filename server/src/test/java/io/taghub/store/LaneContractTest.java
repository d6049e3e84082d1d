package io.taghub.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.taghub.store.LaneStore.Decision;
import io.taghub.store.LaneStore.Fate;
import io.taghub.store.LaneStore.FencedException;
import io.taghub.store.LaneStore.Lease;
import io.taghub.store.LaneStore.Pause;
import io.taghub.store.LaneStore.Position;
import io.taghub.store.LaneStore.Step;
import io.taghub.tag.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LaneContractTest extends StoreContract {
    private LaneStore lanes;

    @BeforeEach
    void lanes() {
        lanes = store.lanes();
    }

    @Override
    void reopen() {
        super.reopen();
        lanes = store.lanes();
    }

    private static Attempt attempt(List<Long> seqs, String request) {
        return new Attempt(
                seqs,
                TestTime.START,
                Duration.ofMillis(120),
                "retryable",
                Reason.PLATFORM_DOWN,
                "HTTP 503",
                503,
                request,
                "{\"error\":\"try later\"}");
    }

    @Test
    void aLaneStartsAtTheHeadAndOneNodeHasIt() {
        admitEvents(3);
        Lease lease = lease("meta-main");
        assertThat(lanes.position("meta-main")).isEqualTo(new Position(3, 3, 0, 0));
        assertThat(lanes.lease("meta-main", "node-b", Duration.ofMinutes(1))).isEmpty();
        assertThat(lanes.renew(lease, Duration.ofMinutes(1))).isTrue();
        assertThat(lanes.fate("meta-main", 3)).isEqualTo(new Fate.Before());
        admitEvents(1);
        assertThat(lanes.fate("meta-main", 4)).isEqualTo(new Fate.Ahead());
        assertThat(conserved("meta-main").ahead()).isEqualTo(1);
        assertThat(lanes.position("unheard-of")).isEqualTo(new Position(4, 4, 0, 0));
        assertThat(conserved("unheard-of").concerned()).isZero();
    }

    @Test
    void aLeaseThatWasGivenBackOrRanOutGoesToAnotherNodeAndTheOldOneIsFenced() {
        Lease first = lanes.lease("meta-main", "node-a", Duration.ofMinutes(1)).orElseThrow();
        lanes.release(first);
        Lease second = lanes.lease("meta-main", "node-b", Duration.ZERO).orElseThrow();
        Lease third = lanes.lease("meta-main", "node-a", Duration.ofMinutes(1)).orElseThrow();
        assertThat(List.of(first.epoch(), second.epoch(), third.epoch()))
                .isSorted()
                .doesNotHaveDuplicates();

        admitEvents(1);
        Step step = new Step(new Position(0, 1, 0, 0), List.of(delivered(1)), List.of(), List.of(), false);
        assertThat(lanes.renew(second, Duration.ofMinutes(1))).isFalse();
        assertThatThrownBy(() -> lanes.commit(second, step)).isInstanceOf(FencedException.class);
        assertThatThrownBy(() -> lanes.commit(first, step)).isInstanceOf(FencedException.class);
        assertThatThrownBy(() -> lanes.intend(second, List.of(1L))).isInstanceOf(FencedException.class);
        lanes.release(second);
        assertThat(lanes.lease("meta-main", "node-b", Duration.ofMinutes(1))).isEmpty();
        assertThat(lanes.unresolved("meta-main")).isEmpty();
        assertThat(lanes.position("meta-main").cursor()).isZero();
        assertThat(conserved("meta-main").verdicts()).isEmpty();

        lanes.commit(third, step);
        assertThat(lanes.fate("meta-main", 1)).isEqualTo(new Fate.Decided(delivered(1)));
        assertThat(store.healthy()).isTrue();
    }

    @Test
    void aLeaseThatRanOutIsStillGoodWhileNobodyTookIt() {
        Lease lease = lanes.lease("meta-main", "node-a", Duration.ZERO).orElseThrow();
        assertThat(lanes.renew(lease, Duration.ofMinutes(1))).isTrue();
        assertThat(lanes.lease("meta-main", "node-b", Duration.ofMinutes(1))).isEmpty();
    }

    @Test
    void aStepSaysWhatBecameOfEachEvent() {
        Lease lease = lease("meta-main");
        admitEvents(6);
        lanes.commit(
                lease,
                step(
                        lease,
                        5,
                        List.of(delivered(1), delivered(2), skipped(4, Reason.NO_CLICK_ID)),
                        List.of(retry(3, time.instant().plusSeconds(5)), held(5))));
        reopen();

        assertThat(lanes.position("meta-main")).isEqualTo(new Position(0, 5, 0, 0));
        assertThat(lanes.fate("meta-main", 2)).isEqualTo(new Fate.Decided(delivered(2)));
        assertThat(lanes.fate("meta-main", 3))
                .isEqualTo(new Fate.Aside(retry(3, time.instant().plusSeconds(5))));
        assertThat(lanes.fate("meta-main", 4)).isEqualTo(new Fate.Decided(skipped(4, Reason.NO_CLICK_ID)));
        assertThat(lanes.fate("meta-main", 5)).isEqualTo(new Fate.Aside(held(5)));
        assertThat(lanes.fate("meta-main", 6)).isEqualTo(new Fate.Ahead());
        LaneStore.Sums sums = conserved("meta-main");
        assertThat(sums.verdicts())
                .isEqualTo(Map.of(
                        count(Verdict.DELIVERED, null), 2L,
                        count(Verdict.SKIPPED, Reason.NO_CLICK_ID), 1L,
                        count(Verdict.HELD, Reason.UNKNOWN_OUTCOME), 1L));
        assertThat(sums.ahead()).isEqualTo(1);
        assertThat(sums.aside()).isEqualTo(1);
        assertThat(sums.oldestWaiting()).isEqualTo(TestTime.START);
    }

    @Test
    void whatWasParkedIsDecidedLater() {
        Lease lease = lease("meta-main");
        admitEvents(3);
        lanes.commit(
                lease,
                step(lease, 3, List.of(delivered(2)), List.of(retry(1, time.instant()), retry(3, time.instant()))));
        Parked again = new Parked(
                3,
                Parking.ACCEPTED,
                time.instant().plusSeconds(60),
                2,
                TestTime.START,
                false,
                Reason.PENDING_VERDICT,
                "",
                "request-17");
        lanes.commit(lease, step(lease, 3, List.of(skipped(1, Reason.TOO_OLD)), List.of(again)));
        assertThat(lanes.fate("meta-main", 1)).isEqualTo(new Fate.Decided(skipped(1, Reason.TOO_OLD)));
        assertThat(lanes.fate("meta-main", 3)).isEqualTo(new Fate.Aside(again));
        assertThat(conserved("meta-main").aside()).isEqualTo(1);

        lanes.commit(lease, step(lease, 3, List.of(delivered(3)), List.of()));
        assertThat(conserved("meta-main").verdicts().get(count(Verdict.DELIVERED, null)))
                .isEqualTo(2);
        assertThat(conserved("meta-main").oldestWaiting()).isNull();
    }

    @Test
    void aStepThatDoesNotAddUpIsRefusedAsAWhole() {
        Lease lease = lease("meta-main");
        admitEvents(4);
        lanes.commit(lease, step(lease, 1, List.of(delivered(1)), List.of()));

        List<Step> wrong = List.of(
                step(lease, 3, List.of(delivered(2)), List.of()),
                step(lease, 2, List.of(delivered(2), delivered(1)), List.of()),
                step(lease, 2, List.of(delivered(2), delivered(4)), List.of()),
                step(lease, 2, List.of(delivered(2)), List.of(held(2))),
                step(lease, 0, List.of(), List.of()),
                new Step(new Position(0, 4, 0, 4), List.of(), List.of(), List.of(), false));
        for (Step step : wrong) {
            assertThatThrownBy(() -> lanes.commit(lease, step)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(lanes.position("meta-main").cursor()).isEqualTo(1);
        assertThat(conserved("meta-main").verdicts()).isEqualTo(Map.of(count(Verdict.DELIVERED, null), 1L));
    }

    @Test
    void aBacklogIsWorkedOffBesideLiveEvents() {
        Lease lease = lease("meta-main");
        admitEvents(100);
        lanes.commit(lease, new Step(new Position(0, 100, 0, 100), List.of(), List.of(), List.of(), false));
        assertThat(conserved("meta-main").ahead()).isEqualTo(100);
        admitEvents(2);
        lanes.commit(
                lease,
                new Step(
                        new Position(0, 101, 2, 100),
                        List.of(delivered(101), delivered(1), skipped(2, Reason.TOO_OLD)),
                        List.of(),
                        List.of(),
                        false));
        assertThat(lanes.fate("meta-main", 101)).isEqualTo(new Fate.Decided(delivered(101)));
        assertThat(lanes.fate("meta-main", 2)).isEqualTo(new Fate.Decided(skipped(2, Reason.TOO_OLD)));
        assertThat(lanes.fate("meta-main", 3)).isEqualTo(new Fate.Ahead());
        assertThat(lanes.fate("meta-main", 102)).isEqualTo(new Fate.Ahead());
        assertThat(conserved("meta-main").ahead()).isEqualTo(99);
    }

    @Test
    void parkedEventsComeWhenTheyAreDue() {
        Lease lease = lease("meta-main");
        assertThat(lanes.nextDue("meta-main")).isNull();
        admitEvents(4);
        lanes.commit(
                lease,
                step(
                        lease,
                        4,
                        List.of(),
                        List.of(
                                retry(1, time.instant().plusSeconds(30)),
                                retry(2, time.instant().plusSeconds(10)),
                                held(3),
                                retry(4, time.instant().plusSeconds(20)))));
        assertThat(lanes.nextDue("meta-main")).isEqualTo(time.instant().plusSeconds(10));
        assertThat(lanes.due("meta-main", time.instant().plusSeconds(9), 10)).isEmpty();
        assertThat(lanes.due("meta-main", time.instant().plusSeconds(20), 10))
                .extracting(Parked::seq)
                .containsExactly(2L, 4L);
        assertThat(lanes.due("meta-main", time.instant().plusSeconds(99), 2))
                .extracting(Parked::seq)
                .containsExactly(2L, 4L);
        assertThat(lanes.held("meta-main", 10)).containsExactly(held(3));
        assertThat(lanes.nextDue("other")).isNull();
    }

    @Test
    void intentsStayUntilTheirOutcomeIsWritten() {
        Lease lease = lease("partner");
        admitEvents(3);
        lanes.intend(lease, List.of(1L, 2L));
        lanes.intend(lease, List.of(2L));
        reopen();
        assertThat(lanes.unresolved("partner")).containsExactlyInAnyOrder(1L, 2L);
        assertThat(lanes.unresolved("meta-main")).isEmpty();

        lanes.commit(lease, step(lease, 1, List.of(delivered(1)), List.of()));
        assertThat(lanes.unresolved("partner")).containsExactlyInAnyOrder(1L, 2L);
        lanes.commit(lease, new Step(new Position(0, 2, 0, 0), List.of(delivered(2)), List.of(), List.of(), true));
        assertThat(lanes.unresolved("partner")).containsExactly(1L);
    }

    @Test
    void whatIsDecidedAndAttemptedCarriesTheHashOfTheConfigThatDidIt() {
        Lease lease = lease("meta-main");
        admitEvents(3);
        Attempt attempt = attempt(List.of(1L), "POST /events");
        Parked later = Parked.of(2, Parking.DELAY, TestTime.START, Reason.MIN_DELAY, "");
        lanes.commit(
                lease,
                new Step(new Position(0, 2, 0, 0), List.of(delivered(1)), List.of(later), List.of(attempt), false)
                        .by("0ld00001"));
        lanes.commit(
                lease,
                new Step(new Position(0, 3, 0, 0), List.of(delivered(2), delivered(3)), List.of(), List.of(), false)
                        .by("4ew00002"));
        reopen();

        assertThat(decidedBy(1)).isEqualTo("0ld00001");
        assertThat(decidedBy(2)).as("decided after it was put aside").isEqualTo("4ew00002");
        assertThat(decidedBy(3)).isEqualTo("4ew00002");
        assertThat(lanes.attempts("meta-main", 1)).extracting(Attempt::config).containsExactly("0ld00001");
        assertThat(lanes.decided("meta-main", Set.of(Verdict.DELIVERED), null, null, null, 0, 10))
                .extracting(Decision::config)
                .containsExactly("0ld00001", "4ew00002", "4ew00002");
    }

    private String decidedBy(long seq) {
        return ((Fate.Decided) lanes.fate("meta-main", seq)).decision().config();
    }

    @Test
    void attemptsAreFoundByTheEventsTheyCarried() {
        Lease lease = lease("meta-main");
        admitEvents(3);
        Attempt first = attempt(List.of(1L, 3L, 5000L), "POST /events " + "long ".repeat(1000));
        Attempt second = attempt(List.of(3L), "POST /events");
        lanes.commit(lease, new Step(new Position(0, 0, 0, 0), List.of(), List.of(), List.of(first), false));
        lanes.commit(lease, new Step(new Position(0, 0, 0, 0), List.of(), List.of(), List.of(second), false));
        reopen();

        assertThat(lanes.attempts("meta-main", 1)).containsExactly(first);
        assertThat(lanes.attempts("meta-main", 2)).isEmpty();
        assertThat(lanes.attempts("meta-main", 3)).containsExactly(first, second);
        assertThat(lanes.attempts("meta-main", 5000)).containsExactly(first);
        assertThat(lanes.attempts("other", 1)).isEmpty();
    }

    @Test
    void aPauseSurvivesAndRemembersSinceWhen() {
        assertThat(lanes.paused("meta-main")).isEmpty();
        lanes.pause("meta-main", Reason.BAD_CREDENTIALS, "HTTP 401");
        time.advance(Duration.ofHours(6));
        lanes.pause("meta-main", Reason.BAD_CREDENTIALS, "HTTP 401 again");
        reopen();
        assertThat(lanes.paused("meta-main"))
                .isEqualTo(Optional.of(new Pause(Reason.BAD_CREDENTIALS, "HTTP 401 again", TestTime.START)));
        lanes.pause("meta-main", null, "");
        assertThat(lanes.paused("meta-main")).isEmpty();
    }

    @Test
    void aLaneThatWasTakenOverNeitherSetsNorEndsAPause() {
        Lease lost = lanes.lease("meta-main", "node-a", Duration.ZERO).orElseThrow();
        Lease mine = lanes.lease("meta-main", "node-b", Duration.ofHours(1)).orElseThrow();
        assertThatThrownBy(() -> lanes.pause(lost, Reason.BAD_CREDENTIALS, "HTTP 401"))
                .isInstanceOf(FencedException.class);
        assertThat(lanes.paused("meta-main")).isEmpty();
        lanes.pause(mine, Reason.BAD_CREDENTIALS, "HTTP 401");
        assertThatThrownBy(() -> lanes.pause(lost, null, "")).isInstanceOf(FencedException.class);
        assertThat(lanes.paused("meta-main")).isPresent();
    }

    @Test
    void noStepPassesTheEndOfTheJournal() {
        Lease lease = lease("meta-main");
        admitEvents(2);
        Step beyond = step(lease, 3, List.of(delivered(1), delivered(2), delivered(3)), List.of());
        assertThatThrownBy(() -> lanes.commit(lease, beyond)).isInstanceOf(IllegalArgumentException.class);
        assertThat(lanes.sums("meta-main").ahead()).isEqualTo(2);
    }

    /** By a clock that was 400 days ahead. */
    @Test
    void whatAWrongClockPutOffIsDueSoonOnceItIsSetRight() {
        Lease lease = lease("a");
        admitEvents(2);
        Duration wrong = Duration.ofDays(400);
        store.lanes()
                .commit(
                        lease,
                        step(
                                lease,
                                2,
                                List.of(),
                                List.of(
                                        retry(1, time.instant().plus(wrong).plusSeconds(5)),
                                        retry(2, time.instant().plus(Duration.ofHours(6))))));
        store.setRight(wrong, time.instant());
        assertThat(store.lanes().due("a", time.instant().plus(Duration.ofMinutes(2)), 10))
                .extracting(Parked::seq)
                .containsExactly(1L);
        assertThat(store.lanes().due("a", time.instant().plus(Duration.ofHours(7)), 10))
                .hasSize(2);
        conserved("a");
    }
}
