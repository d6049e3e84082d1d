package io.taghub.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.chaos.ChaosSink;
import io.taghub.chaos.ChaosSink.Received;
import io.taghub.chaos.Mode;
import io.taghub.config.Defaults;
import io.taghub.delivery.Lanes.State.Status;
import io.taghub.store.Attempt;
import io.taghub.store.LaneStore.Fate;
import io.taghub.store.Parking;
import io.taghub.store.Verdict;
import io.taghub.tag.Limits;
import io.taghub.tag.Outcome;
import io.taghub.tag.Reading;
import io.taghub.tag.Reason;
import io.taghub.tag.Response;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Platforms that are down, slow, busy or locked: rows 6 to 9 of the fault matrix. */
class OutageTest extends WithRig {
    private static final Limits BATCH = Limits.batch(10).dedupWindow(Rig.TWO_DAYS);

    @Test
    void aDeadPlatformCostsNoRowPerEventAndLosesNothing() {
        rig.tag("a", BATCH).sink.down();
        rig.admit(300).untilFailures(1, "a");
        for (int i = 2; i < 12; i++) {
            rig.after(Duration.ofMinutes(6)).untilFailures(i, "a");
        }
        assertThat(rig.aside("a")).isZero();
        assertThat(rig.sums("a").ahead()).isEqualTo(300);
        assertThat(rig.store.lanes().attempts("a", rig.seq("p0")))
                .as("the first, and then ever fewer with how many there were")
                .hasSizeBetween(2, 4)
                .last()
                .extracting(Attempt::detail)
                .asString()
                .contains("that failed like this");

        rig.sink.up();
        rig.after(Duration.ofMinutes(6)).untilDelivered(300, "a");
        assertThat(rig.arrived("a")).doesNotHaveDuplicates().hasSize(300);
    }

    @Test
    void aPersonMayEndARest() {
        rig.tag("a", BATCH).sink.always(ChaosSink.status(503));
        rig.admit(20).untilFailures(1, "a").settled("a");
        rig.sink.always(ChaosSink.ok());
        rig.lanes.resume("a");
        rig.untilDelivered(20, "a");
    }

    @Test
    void aDeadPlatformDelaysNobodyElse() {
        rig.sink.always(request -> request.path().equals("/dead") ? ChaosSink.hang() : ChaosSink.ok());
        rig.tag("dead", BATCH).tag("alive", BATCH);
        rig.admit(500).untilDelivered(500, "alive");
        assertThat(rig.count("dead", Verdict.DELIVERED)).isZero();
    }

    @Test
    void eventsThatWaitedLongerThanAnyRetryAreSentWhenThePlatformIsBack() {
        rig.tag("a", BATCH).sink.always(ChaosSink.status(503));
        rig.admit(20).untilFailures(1, "a");
        rig.after(Duration.ofDays(5)).untilFailures(2, "a");
        rig.sink.always(ChaosSink.ok());
        rig.after(Duration.ofMinutes(6)).untilDelivered(20, "a");
    }

    @Test
    void aPlatformThatIsDownIsProbedWithOneEventAtATime() {
        rig.tag("a", BATCH).sink.always(ChaosSink.status(503));
        rig.admit(100).untilFailures(1, "a");
        for (int i = 2; i <= 10; i++) {
            int before = rig.sink.requests();
            rig.after(Duration.ofMinutes(6)).untilFailures(i, "a");
            assertThat(rig.sink.received().subList(before, rig.sink.requests()))
                    .singleElement()
                    .satisfies(probe -> assertThat(probe.lines()).hasSize(1));
        }
    }

    @Test
    void afterAProbeThePagesGrowAgain() {
        rig.tag("a", BATCH)
                .sink
                .next(IntStream.range(0, 10)
                        .mapToObj(i -> ChaosSink.status(503))
                        .toArray(Mode[]::new));
        rig.admit(100).untilFailures(1, "a");
        int before = rig.sink.requests();
        rig.after(Duration.ofSeconds(2)).untilDelivered(100, "a");
        List<Integer> sizes = rig.sink.received().subList(before, before + 4).stream()
                .map(one -> one.lines().size())
                .toList();
        assertThat(sizes.subList(0, 2)).containsExactly(1, 4);
        assertThat(sizes.subList(2, 4))
                .as("a page of sixteen, both batches at once")
                .containsOnly(10, 6);
    }

    @Test
    void anHangingPlatformIsRememberedByTheEventsItMayHaveAndNoMore() {
        rig.tag("a", new LineTag(rig.sink.url("/a"), Limits.SINGLE.dedupWindow(Rig.TWO_DAYS)));
        rig.sink.always(ChaosSink.reset());
        rig.admit(200);
        Rig.until("the page is put aside", () -> rig.aside("a") > 0);
        rig.settled("a");
        long first = rig.aside("a");
        assertThat(first).as("sixteen were on their way").isEqualTo(16);
        assertThat(rig.arrived("a")).hasSize(16);
        assertThat(rig.sums("a").ahead()).isEqualTo(200 - first);

        rig.sink.always(ChaosSink.ok());
        rig.after(Duration.ofMinutes(3)).untilDelivered(200, "a");
    }

    @Test
    void aPlatformThatAsksForTwoMinutesIsLeftAloneForTwoMinutes() {
        rig.tag("a", Limits.SINGLE).sink.always(ChaosSink.tooMany(Duration.ofSeconds(120)));
        rig.admit(200).untilFailures(1, "a");
        int asked = rig.sink.requests();
        assertThat(asked).as("nothing more leaves after the first 429").isLessThanOrEqualTo(Defaults.IN_FLIGHT);
        rig.after(Duration.ofSeconds(119)).settled("a");
        assertThat(rig.sink.requests()).isEqualTo(asked);

        rig.sink.always(ChaosSink.ok());
        rig.after(Duration.ofSeconds(2)).untilDelivered(200, "a");
        assertThat(rig.arrived("a").stream().distinct()).hasSize(200);
    }

    @Test
    void a429InTheMiddleOfAPageStopsTheRestOfIt() {
        rig.tag("a", BATCH).sink.next(ChaosSink.ok(), ChaosSink.ok(), ChaosSink.tooMany(Duration.ofSeconds(120)));
        rig.sink.always(ChaosSink.slow(Duration.ofMillis(200)));
        rig.admit(1000);
        Rig.until("it rests", () -> rig.lanes.state("a").nextAttempt() != null || rig.aside("a") > 0);
        rig.settled("a");
        assertThat(rig.sink.requests()).isLessThanOrEqualTo(2 + Defaults.IN_FLIGHT + 1);
    }

    @Test
    void aTokenThatExpiredForSixHoursCostsNoEventAndNoAttempt() {
        rig.tag("a", BATCH).sink.always(ChaosSink.status(401));
        rig.admit(50);
        Rig.until("paused", () -> rig.lanes.state("a").status() == Status.PAUSED);
        assertThat(rig.store.lanes().paused("a"))
                .hasValueSatisfying(pause -> assertThat(pause.reason()).isEqualTo(Reason.BAD_CREDENTIALS));
        for (int hour = 0; hour < 6; hour++) {
            int before = rig.sink.requests();
            rig.after(Duration.ofHours(1)).untilRequests(before + 1).settled("a");
        }
        assertThat(rig.sums("a").ahead()).isEqualTo(50);
        assertThat(rig.aside("a")).isZero();

        rig.sink.always(ChaosSink.ok());
        rig.after(Duration.ofSeconds(30)).untilDelivered(50, "a");
        assertThat(rig.store.lanes().paused("a")).isEmpty();
        assertThat(rig.lanes.state("a").status()).isEqualTo(Status.RUNNING);
    }

    @Test
    void aPausedTagResumesAtAPersonsWordAndPausesAgainIfItMust() {
        rig.tag("a", BATCH).sink.always(ChaosSink.status(401));
        rig.admit(5);
        Rig.until("paused", () -> rig.lanes.state("a").status() == Status.PAUSED);
        int before = rig.sink.requests();
        rig.lanes.resume("a");
        rig.untilRequests(before + 1);
        Rig.until("paused again", () -> rig.store.lanes().paused("a").isPresent());

        rig.sink.always(ChaosSink.ok());
        rig.lanes.resume("a");
        rig.untilDelivered(5, "a");
    }

    @Test
    void aTagWithNewSettingsTriesAtOnce() {
        rig.tag("a", BATCH).sink.always(ChaosSink.status(401));
        rig.admit(5);
        Rig.until("paused", () -> rig.lanes.state("a").status() == Status.PAUSED);
        rig.sink.always(request -> ChaosSink.status(request.path().equals("/new") ? 200 : 401));
        rig.tag("a", new LineTag(rig.sink.url("/new"), BATCH)).untilDelivered(5, "a");
    }

    /** Tradedoubler answers with one, meant for a browser. */
    @Test
    void aRedirectThatTheTagTakesForAReceiptIsOne() {
        rig.tag("a", new LineTag(rig.sink.url("/a"), Limits.SINGLE) {
            @Override
            public Reading read(Response response, int size) {
                return response.status() == 302 ? Reading.all(size, Outcome.DELIVERED) : super.read(response, size);
            }
        });
        rig.sink.always(ChaosSink.redirect(rig.sink.url("/elsewhere").toString()));
        rig.admit(2).untilDelivered(2, "a");
        assertThat(rig.sink.received()).extracting(ChaosSink.Received::path).containsExactly("/a", "/a");
    }

    @Test
    void redirectsAreNeverFollowed() {
        rig.tag("a", BATCH)
                .sink
                .always(ChaosSink.redirect(rig.sink.url("/elsewhere").toString()));
        rig.admit(5).untilFailures(1, "a");
        assertThat(rig.sink.received().stream().map(Received::path)).containsOnly("/a");
    }

    @Test
    void whatWasPutAsideGetsItsTurnHoweverManyLiveEventsThereAre() {
        rig.tag("a", Limits.SINGLE);
        rig.sink.always(request -> request.body().startsWith("sick") ? ChaosSink.status(503) : ChaosSink.ok());
        rig.admit("sick", "well").untilDelivered(1, "a").untilAside(1, "a");
        rig.sink.always(ChaosSink.slow(Duration.ofMillis(20)));
        rig.clock.advance(Duration.ofSeconds(10));
        rig.admit(600);
        rig.until(
                "the sick one is delivered",
                () -> rig.arrived("a").stream().filter("sick"::equals).count() == 2);
        assertThat(rig.sums("a").ahead()).as("live events still to come").isPositive();
        rig.untilDelivered(602, "a");
    }

    @Test
    void theClockMayJumpBackAnHour() {
        rig.tag("a", Limits.SINGLE);
        rig.sink.always(request -> ChaosSink.status(request.body().startsWith("sick") ? 503 : 200));
        rig.admit("sick", "well").untilAside(1, "a");
        var due = rig.parked("a", "sick").due();
        rig.at(rig.clock.instant().minus(Duration.ofHours(1))).settled("a");
        assertThat(rig.arrived("a")).hasSize(2);
        rig.admit("later").untilDelivered(2, "a");
        rig.sink.always(ChaosSink.ok());
        rig.at(due).untilDelivered(3, "a");
        assertThat(rig.aside("a")).isZero();
    }

    @Test
    void everyAttemptIsLaterThanTheLastAndAfterThreeDaysItIsOver() {
        rig.tag("a", Limits.SINGLE);
        rig.sink.always(request -> ChaosSink.status(request.body().startsWith("sick") ? 503 : 200));
        rig.admit("sick", "well").untilAside(1, "a");
        int attempts = 1;
        while (rig.fate("a", "sick") instanceof Fate.Aside(var waiting)) {
            var due = waiting.due();
            rig.at(due.plusSeconds(300));
            rig.untilRequests(2 + attempts++);
            rig.until(
                    "decided or due later",
                    () -> !(rig.fate("a", "sick") instanceof Fate.Aside(var parked))
                            || parked.due().isAfter(due));
        }
        assertThat(rig.count("a", Verdict.EXPIRED, Reason.RETRIES_EXHAUSTED)).isEqualTo(1);
        assertThat(attempts).isBetween(13, 15);
        assertThat(Duration.between(TestClock.START, rig.clock.instant()))
                .isBetween(Duration.ofHours(58), Duration.ofHours(90));
        rig.balanced("a");
    }

    @Test
    void parkedEventsThatKeepFailingDoNotRestTheLane() {
        rig.tag("a", Limits.SINGLE);
        rig.sink.always(request -> ChaosSink.status(request.body().startsWith("sick") ? 503 : 200));
        rig.admit("sick1", "sick2", "well").untilAside(2, "a");
        rig.after(Duration.ofSeconds(7));
        Rig.until("tried again", () -> rig.parked("a", "sick1").attempts() == 2);
        assertThat(rig.lanes.state("a").failures()).isZero();
        rig.admit("more").untilDelivered(2, "a");
        assertThat(rig.parked("a", "sick1").parking()).isEqualTo(Parking.RETRY);
    }

    @Test
    void aClockThatIsSetBackMakesNoLaneRestUntilThen() {
        rig.tag("a", BATCH).sink.always(ChaosSink.status(503));
        rig.admit(3).untilFailures(1, "a");
        rig.at(TestClock.START.plus(Duration.ofHours(2))).untilFailures(2, "a");
        rig.sink.always(ChaosSink.ok());
        rig.at(TestClock.START.plus(Duration.ofHours(1)));
        rig.lanes.hurry();
        rig.untilDelivered(3, "a");
    }

    @Test
    void aClockThatIsSetBackMakesNoPauseLastUntilThen() {
        rig.tag("a", BATCH).sink.always(ChaosSink.status(401));
        rig.admit(3);
        Rig.until("paused", () -> rig.lanes.state("a").status() == Status.PAUSED);
        rig.at(TestClock.START.plus(Duration.ofHours(2))).untilRequests(2).settled("a");
        rig.sink.always(ChaosSink.ok());
        rig.at(TestClock.START.plus(Duration.ofHours(1)));
        rig.lanes.hurry();
        rig.untilDelivered(3, "a");
    }
}
