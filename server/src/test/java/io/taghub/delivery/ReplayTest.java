package io.taghub.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.chaos.ChaosSink;
import io.taghub.delivery.replay.Replay;
import io.taghub.store.LaneStore.Count;
import io.taghub.store.Verdict;
import io.taghub.tag.Limits;
import io.taghub.tag.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A replay says what became of its events, and pays nobody twice. */
class ReplayTest extends WithRig {
    private static final Limits BATCH = Limits.batch(1000).dedupWindow(Rig.TWO_DAYS);
    private Replay replay;

    @BeforeEach
    void begin() {
        replay = new Replay(rig.store, rig::hub, rig.clock);
    }

    /** One that timed out and then expired here, at a platform that forgets what it saw after two days. */
    private void expiredAfterAnAttemptWithoutAnswer() {
        rig.tag("a", BATCH.maxAge(Duration.ofHours(1))).sink.next(ChaosSink.reset());
        rig.admit("p").untilAside(1, "a");
        rig.after(Duration.ofHours(2)).untilCount(1, "a", Verdict.EXPIRED);
        rig.tag("a", BATCH.maxAge(Duration.ofDays(7)));
    }

    @Test
    void whatMayHaveArrivedIsHeldOnceThePlatformNoLongerRecognisesIt() {
        expiredAfterAnAttemptWithoutAnswer();
        rig.after(Duration.ofDays(3));
        Replay.Report report = replay.run("a", null, null, null, false);
        rig.lanes.poke();
        rig.untilCount(1, "a", Verdict.HELD);
        assertThat(rig.arrived("a")).containsExactly("p");
        assertThat(progress(report)).satisfies(progress -> {
            assertThat(progress.sent()).isZero();
            assertThat(progress.decided()).isEqualTo(Map.of(new Count(Verdict.HELD, Reason.UNKNOWN_OUTCOME), 1L));
        });
    }

    @Test
    void whileThePlatformRecognisesItTheSameGoesAgain() {
        expiredAfterAnAttemptWithoutAnswer();
        replay.run("a", null, null, null, false);
        rig.lanes.poke();
        rig.untilDelivered(1, "a");
        assertThat(rig.arrived("a")).containsExactly("p", "p");
    }

    @Test
    void everyEventOfItIsAccountedForAtEveryMoment() {
        rig.tag("a", Limits.SINGLE).sink.always(ChaosSink.status(400));
        rig.admit("good", "bad", "down").untilCount(3, "a", Verdict.REJECTED);
        rig.sink.always(request -> ChaosSink.status(
                request.body().contains("good") ? 200 : request.body().contains("bad") ? 400 : 503));
        Replay.Report report = replay.run("a", null, null, null, false);
        assertThat(report.found()).isEqualTo(Map.of(new Count(Verdict.REJECTED, Reason.REJECTED_BY_PLATFORM), 3L));
        rig.lanes.poke();
        rig.untilDelivered(1, "a").untilAside(1, "a");
        assertThat(progress(report)).satisfies(progress -> {
            assertThat(progress.chosen()).isEqualTo(3);
            assertThat(progress.sent()).isEqualTo(3);
            assertThat(progress.pending()).isZero();
            assertThat(progress.decided())
                    .isEqualTo(Map.of(
                            new Count(Verdict.DELIVERED, null), 1L,
                            new Count(Verdict.REJECTED, Reason.REJECTED_BY_PLATFORM), 1L));
            assertThat(progress.waiting()).isEqualTo(Map.of(Reason.PLATFORM_DOWN, 1L));
        });
    }

    @Test
    void twoAtOnceDoNotTakeTheSameEvents() {
        rig.tag("a", BATCH).sink.always(ChaosSink.status(400));
        rig.admit("p").untilCount(1, "a", Verdict.REJECTED);
        rig.without("a");
        assertThat(replay.run("a", null, null, null, false).reopened()).isEqualTo(1);
        assertThat(replay.run("a", null, null, null, false)).isEqualTo(new Replay.Report("", 0, 0, Map.of(), Map.of()));
    }

    @Test
    void aDryRunSaysWhatWouldBecomeOfThemNow() {
        rig.tag("a", BATCH.maxAge(Duration.ofDays(7))).sink.always(ChaosSink.status(400));
        rig.admit("old").untilCount(1, "a", Verdict.REJECTED);
        rig.after(Duration.ofDays(6)).admit("new").untilCount(2, "a", Verdict.REJECTED);
        rig.after(Duration.ofDays(2));
        assertThat(replay.run("a", null, null, null, true).outlook())
                .isEqualTo(
                        Map.of(new Count(Verdict.DELIVERED, null), 1L, new Count(Verdict.EXPIRED, Reason.TOO_OLD), 1L));
        assertThat(rig.count("a", Verdict.REJECTED)).isEqualTo(2);
    }

    private Replay.Progress progress(Replay.Report report) {
        return Objects.requireNonNull(replay.progress(report.id()));
    }
}
