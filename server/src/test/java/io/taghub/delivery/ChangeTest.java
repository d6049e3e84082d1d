package io.taghub.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.chaos.ChaosSink;
import io.taghub.config.Defaults;
import io.taghub.delivery.replay.Replay;
import io.taghub.event.Event;
import io.taghub.store.LaneStore.Count;
import io.taghub.store.Verdict;
import io.taghub.tag.Item;
import io.taghub.tag.Limits;
import io.taghub.tag.Plan;
import io.taghub.tag.Reason;
import io.taghub.tag.Request;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Reloads, replays, stops, and tags that misbehave. */
class ChangeTest extends WithRig {
    private static final Limits BATCH = Limits.batch(10).dedupWindow(Rig.TWO_DAYS);

    @Test
    void aReloadSwapsOnlyWhatChangedAndLosesNothing() {
        rig.tag("same", BATCH).tag("a", BATCH);
        for (int i = 0; i < 10; i++) {
            rig.admit("x" + i, "y" + i);
            rig.tag("a", new LineTag(rig.sink.url("/a"), BATCH));
        }
        rig.untilDelivered(20, "a").untilDelivered(20, "same");
        assertThat(rig.arrived("a")).doesNotHaveDuplicates();
        assertThat(rig.arrived("same")).doesNotHaveDuplicates();
    }

    @Test
    void aTagThatWasAwayGoesOnWhereItStood() {
        rig.tag("a", BATCH).admit("p").untilDelivered(1, "a");
        rig.without("a").admit("q");
        rig.tag("a", BATCH).untilDelivered(2, "a");
        assertThat(rig.arrived("a")).containsExactly("p", "q");
    }

    @Test
    void aReplaySendsAgainWhatWasRefusedWithTheSameIdAndTime() {
        rig.tag("a", BATCH).sink.always(ChaosSink.status(400));
        rig.admit("p").untilCount(1, "a", Verdict.REJECTED);
        rig.sink.always(ChaosSink.ok());
        rig.after(Duration.ofDays(1));
        Replay replay = new Replay(rig.store, rig::hub, rig.clock);

        assertThat(replay.run("a", null, null, null, true))
                .isEqualTo(new Replay.Report(
                        "",
                        1,
                        0,
                        Map.of(new Count(Verdict.REJECTED, Reason.REJECTED_BY_PLATFORM), 1L),
                        Map.of(new Count(Verdict.DELIVERED, null), 1L)));
        rig.settled("a");
        assertThat(rig.sink.requests()).isEqualTo(1);

        assertThat(replay.run("a", null, null, null, false).reopened()).isEqualTo(1);
        rig.lanes.poke();
        rig.untilDelivered(1, "a");
        assertThat(rig.sink.lines()).containsExactly("p " + TestClock.START, "p " + TestClock.START);
    }

    @Test
    void aReplayNeverSendsAgainWhatWasDeliveredAndJudgesAgeAnew() {
        rig.tag("a", BATCH.maxAge(Duration.ofDays(7)));
        rig.sink.always(request -> ChaosSink.status(request.body().contains("bad") ? 400 : 200));
        rig.admit("good").untilDelivered(1, "a").admit("bad").untilCount(1, "a", Verdict.REJECTED);
        rig.after(Duration.ofDays(8));
        Replay replay = new Replay(rig.store, rig::hub, rig.clock);
        assertThat(replay.run("a", null, null, null, false).reopened()).isEqualTo(1);
        rig.lanes.poke();
        rig.untilCount(1, "a", Verdict.EXPIRED);
        assertThat(rig.arrived("a")).containsExactly("good", "bad");
    }

    @Test
    void aReplayMayBeForOneReasonAndOneStretchOfTime() {
        rig.tag("a", BATCH).sink.always(ChaosSink.status(400));
        rig.admit("early").untilCount(1, "a", Verdict.REJECTED);
        rig.after(Duration.ofHours(1)).admit("late").untilCount(2, "a", Verdict.REJECTED);
        rig.sink.always(ChaosSink.ok());
        Replay replay = new Replay(rig.store, rig::hub, rig.clock);
        assertThat(replay.run("a", null, null, Reason.TOO_OLD, false).matched()).isZero();
        assertThat(replay.run("a", rig.clock.instant(), null, Reason.REJECTED_BY_PLATFORM, false)
                        .reopened())
                .isEqualTo(1);
        rig.lanes.poke();
        rig.untilDelivered(1, "a");
        assertThat(rig.arrived("a")).containsExactly("early", "late", "late");
    }

    @Test
    void aHubThatStopsFinishesWhatItIsSendingAndNothingIsSentTwice() {
        rig.tag("a", Limits.SINGLE).sink.always(ChaosSink.slow(Duration.ofMillis(300)));
        rig.admit(100).untilRequests(Defaults.IN_FLIGHT);
        rig.lanes.close();
        rig.crash();
        rig.sink.always(ChaosSink.ok());
        rig.untilDelivered(100, "a");
        assertThat(rig.arrived("a")).doesNotHaveDuplicates().hasSize(100);
        assertThat(rig.count("a", Verdict.HELD)).isZero();
    }

    @Test
    void aHubStopsWithinTenSecondsWhateverHangs() {
        rig.tag("a", Limits.SINGLE).tag("b", BATCH).sink.always(ChaosSink.hang());
        rig.admit(40).untilRequests(Defaults.IN_FLIGHT + 4);
        long began = System.nanoTime();
        rig.lanes.close();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        assertThat(rig.count("a", Verdict.HELD))
                .as("what may have arrived is known")
                .isEqualTo(Defaults.IN_FLIGHT);
        rig.balanced("a").balanced("b");
        rig.sink.always(ChaosSink.ok());
        rig.sink.letGo();
        rig.crash();
        rig.untilDelivered(40 - Defaults.IN_FLIGHT, "a");
        assertThat(rig.arrived("a")).doesNotHaveDuplicates();
    }

    @Test
    void aTagThatFailsAtAnEventRejectsThatEventOnly() {
        rig.tag("a", new LineTag(rig.sink.url("/a"), BATCH) {
            @Override
            public Plan plan(Event event) {
                if (event.id().equals("p1")) {
                    throw new NoSuchMethodError("an old plugin, ada@example.com");
                }
                return super.plan(event);
            }
        });
        rig.admit(3).untilDelivered(2, "a").untilCount(1, "a", Verdict.REJECTED);
        assertThat(rig.fate("a", "p1").toString()).contains("TAG_FAILED").doesNotContain("ada@example.com");
    }

    @Test
    void aTagThatNeverComesBackHurtsOnlyItself() {
        CountDownLatch looping = new CountDownLatch(1);
        CountDownLatch mercy = new CountDownLatch(1);
        rig.tag("a", BATCH).tag("evil", new LineTag(rig.sink.url("/evil"), BATCH) {
            @Override
            public Request request(List<Item> items) {
                looping.countDown();
                while (mercy.getCount() > 0) {
                    Thread.onSpinWait();
                }
                return super.request(items);
            }
        });
        rig.admit(200).untilDelivered(200, "a");
        Rig.until("it loops", () -> looping.getCount() == 0);
        assertThat(rig.count("evil", Verdict.DELIVERED)).isZero();
        mercy.countDown();
        rig.untilDelivered(200, "evil");
    }

    @Test
    void whatCannotBeWrittenIsWrittenLaterAndNotSentAgain() {
        rig.tag("a", Limits.SINGLE);
        rig.diskFull.set(true);
        rig.admit("p", "q").untilRequests(2);
        rig.lanes.poke();
        rig.settled("a");
        assertThat(rig.sums("a").ahead()).isEqualTo(2);
        rig.diskFull.set(false);
        rig.untilDelivered(2, "a");
        assertThat(rig.arrived("a")).containsExactlyInAnyOrder("p", "q");
        assertThat(rig.store.lanes().unresolved("a")).isEmpty();
    }

    @Test
    void whatCouldNotBeWrittenBeforeTheHubDiedIsHeld() {
        rig.tag("a", Limits.SINGLE);
        rig.diskFull.set(true);
        rig.admit("p").untilRequests(1).settled("a");
        rig.lanes.close();
        rig.diskFull.set(false);
        rig.crash().untilCount(1, "a", Verdict.HELD);
        assertThat(rig.arrived("a")).containsExactly("p");
    }

    @Test
    void newSettingsTakenUpWhileTheDiskIsFullStopNoTag() {
        rig.tag("a", BATCH).tag("b", BATCH).admit("p").untilDelivered(1, "a").untilDelivered(1, "b");
        rig.diskFull.set(true);
        rig.tag("a", new LineTag(rig.sink.url("/a"), BATCH)).tag("b", new LineTag(rig.sink.url("/b"), BATCH));
        rig.diskFull.set(false);
        rig.admit("q").untilDelivered(2, "a").untilDelivered(2, "b");
    }

    @Test
    void aPacedTagStopsAtOnceAndLeavesNothingUnknown() {
        rig.tag("a", Limits.SINGLE.requestsPerMinute(24));
        rig.admit(16).untilRequests(2);
        long began = System.nanoTime();
        rig.lanes.close();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
        assertThat(rig.store.lanes().unresolved("a")).isEmpty();
        assertThat(rig.count("a", Verdict.DELIVERED)).isEqualTo(rig.sink.requests());
    }
}
