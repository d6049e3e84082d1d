package io.taghub.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.store.LaneStore.Decision;
import io.taghub.store.LaneStore.Fate;
import io.taghub.store.LaneStore.Lease;
import io.taghub.tag.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was decided at a lane is found, taken back and settled, by a replay or by a person. */
class DecidedContractTest extends StoreContract {
    private LaneStore lanes;

    @BeforeEach
    void lanes() {
        lanes = store.lanes();
    }

    @Test
    void decidedEventsAreFoundForAReplay() {
        Lease lease = lease("meta-main");
        admitEvents(2);
        time.advance(Duration.ofHours(1));
        admitEvents(3);
        Decision rejected = new Decision(4, Verdict.REJECTED, Reason.REJECTED_BY_PLATFORM, "code 100");
        lanes.commit(lease, step(lease, 2, List.of(delivered(1)), List.of(retry(2, time.instant()))));
        lanes.commit(lease, step(lease, 5, List.of(delivered(3), rejected), List.of(held(5))));
        lanes.commit(lease, step(lease, 5, List.of(delivered(2)), List.of()));

        Set<Verdict> all = Set.of(Verdict.values());
        Decision held = new Decision(5, Verdict.HELD, Reason.UNKNOWN_OUTCOME, "no answer");
        assertThat(lanes.decided("meta-main", all, null, null, null, 0, 10))
                .containsExactly(delivered(1), delivered(2), delivered(3), rejected, held);
        assertThat(lanes.decided("meta-main", all, null, null, null, 1, 2)).containsExactly(delivered(2), delivered(3));
        assertThat(lanes.decided("meta-main", Set.of(Verdict.REJECTED, Verdict.HELD), null, null, null, 0, 10))
                .containsExactly(rejected, held);
        assertThat(lanes.decided("meta-main", all, null, null, Reason.REJECTED_BY_PLATFORM, 0, 10))
                .containsExactly(rejected);
        assertThat(lanes.decided("meta-main", all, time.instant(), null, null, 0, 10))
                .containsExactly(delivered(3), rejected, held);
        assertThat(lanes.decided("meta-main", all, null, time.instant(), null, 0, 10))
                .containsExactly(delivered(1), delivered(2));
    }

    /** Two people, or a replay and a person, may decide about the same events at the same time. */
    @Test
    void onlyWhatStillHasTheVerdictIsReopenedAndOnlyWhatIsHeldIsSettled() {
        Lease lease = lease("meta-main");
        admitEvents(3);
        lanes.commit(lease, step(lease, 3, List.of(delivered(1), skipped(2, Reason.CONSENT)), List.of(held(3))));
        Decision found = new Decision(3, Verdict.DELIVERED, null, "a person found it delivered");
        assertThat(lanes.settle("meta-main", List.of(delivered(1), found))).containsExactly(3L);
        assertThat(lanes.settle("meta-main", List.of(found))).isEmpty();
        assertThat(lanes.reopen("meta-main", List.of(1L, 2L, 3L), Set.of(Verdict.HELD), time.instant()))
                .isEmpty();
        assertThat(lanes.reopen("meta-main", List.of(1L, 2L, 3L), Set.of(Verdict.SKIPPED), time.instant()))
                .containsExactly(2L);
        assertThat(lanes.fates("meta-main", List.of(1L, 3L)))
                .isEqualTo(Map.of(1L, new Fate.Decided(delivered(1)), 3L, new Fate.Decided(found)));
        conserved("meta-main");
    }

    @Test
    void reopenedEventsComeAgainAndTheirVerdictIsTakenBack() {
        Lease lease = lease("meta-main");
        admitEvents(4);
        lanes.commit(lease, step(lease, 3, List.of(delivered(1), skipped(2, Reason.CONSENT)), List.of(held(3))));
        lanes.reopen("meta-main", List.of(1L, 3L, 4L, 99L), Set.of(Verdict.values()), time.instant());

        assertThat(lanes.due("meta-main", time.instant(), 10))
                .extracting(Parked::seq)
                .containsExactly(1L, 3L);
        assertThat(lanes.due("meta-main", time.instant(), 10)).allSatisfy(parked -> {
            assertThat(parked.reason()).isEqualTo(Reason.REOPENED);
            assertThat(parked.attempts()).isZero();
            assertThat(parked.unknown()).isFalse();
        });
        assertThat(lanes.held("meta-main", 10)).isEmpty();
        assertThat(conserved("meta-main").verdicts()).isEqualTo(Map.of(count(Verdict.SKIPPED, Reason.CONSENT), 1L));
        assertThat(lanes.decided("meta-main", Set.of(Verdict.values()), null, null, null, 0, 10))
                .containsExactly(skipped(2, Reason.CONSENT));
        lanes.reopen(
                "meta-main",
                List.of(1L),
                Set.of(Verdict.values()),
                time.instant().plusSeconds(5));
        assertThat(conserved("meta-main").aside()).isEqualTo(2);

        lanes.commit(lease, step(lease, 3, List.of(delivered(1), delivered(3)), List.of()));
        assertThat(conserved("meta-main").verdicts().get(count(Verdict.DELIVERED, null)))
                .isEqualTo(2);
        assertThat(lanes.fate("meta-main", 1)).isEqualTo(new Fate.Decided(delivered(1)));
        lanes.reopen("meta-main", List.of(1L), Set.of(Verdict.values()), time.instant());
        assertThat(conserved("meta-main").verdicts().get(count(Verdict.DELIVERED, null)))
                .isEqualTo(1);
    }

    @Test
    void aPersonSettlesWhatIsHeldAndNothingElse() {
        Lease lease = lease("partner");
        admitEvents(2);
        lanes.commit(lease, step(lease, 2, List.of(delivered(1)), List.of(held(2))));
        Decision discarded = new Decision(2, Verdict.REJECTED, Reason.DISCARDED, "ada");
        lanes.settle("partner", List.of(new Decision(1, Verdict.REJECTED, Reason.DISCARDED, ""), discarded, discarded));

        assertThat(lanes.held("partner", 10)).isEmpty();
        assertThat(lanes.fate("partner", 1)).isEqualTo(new Fate.Decided(delivered(1)));
        assertThat(lanes.fate("partner", 2)).isEqualTo(new Fate.Decided(discarded));
        assertThat(conserved("partner").verdicts())
                .isEqualTo(Map.of(count(Verdict.DELIVERED, null), 1L, count(Verdict.REJECTED, Reason.DISCARDED), 1L));
    }
}
