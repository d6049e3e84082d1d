package io.taghub.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.chaos.ChaosSink;
import io.taghub.chaos.ChaosSink.Received;
import io.taghub.chaos.Mode;
import io.taghub.config.Defaults;
import io.taghub.config.HubConfig;
import io.taghub.event.Event;
import io.taghub.store.Attempt;
import io.taghub.store.LaneStore.Decision;
import io.taghub.store.Parking;
import io.taghub.store.Verdict;
import io.taghub.tag.Item;
import io.taghub.tag.Limits;
import io.taghub.tag.Outcome;
import io.taghub.tag.Reading;
import io.taghub.tag.Reason;
import io.taghub.tag.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sent, and no answer came: a second attempt must not count twice (G3; rows 3 and 10 of the fault matrix). */
class UnknownTest extends WithRig {
    private static final Limits DEDUPS = Limits.SINGLE.dedupWindow(Rig.TWO_DAYS);

    static Stream<Mode> answersThatSayNothing() {
        return Stream.of(
                ChaosSink.reset(),
                new Mode.Garbage(),
                new Mode.Truncated(),
                new Mode.HalfClose(),
                // May be a receipt, for the browser that the receiver thinks it is talking to.
                ChaosSink.redirect("https://elsewhere.example/"));
    }

    @ParameterizedTest
    @MethodSource("answersThatSayNothing")
    void whereTheReceiverDoesNotDedupItIsHeldForAPerson(Mode mode) {
        rig.tag("a", Limits.SINGLE).sink.next(mode);
        rig.admit("p").untilCount(1, "a", Verdict.HELD);
        rig.after(Duration.ofDays(4)).settled("a");
        assertThat(rig.arrived("a")).containsExactly("p");
        assertThat(rig.store.lanes().held("a", 10)).singleElement().satisfies(held -> {
            assertThat(held.reason()).isEqualTo(Reason.UNKNOWN_OUTCOME);
            assertThat(held.seq()).isEqualTo(rig.seq("p"));
        });
    }

    @ParameterizedTest
    @MethodSource("answersThatSayNothing")
    void whereItDedupsTheSameBytesGoAgain(Mode mode) {
        rig.tag("a", DEDUPS).sink.next(mode);
        rig.admit("p").untilAside(1, "a");
        assertThat(rig.parked("a", "p").unknown()).isTrue();
        rig.after(Duration.ofSeconds(59)).settled("a");
        assertThat(rig.arrived("a")).as("a minute's rest at least").hasSize(1);
        rig.after(Duration.ofSeconds(30)).untilDelivered(1, "a");
        assertThat(rig.sink.received().stream().map(Received::body)).hasSize(2).containsOnly("p " + TestClock.START);
    }

    @Test
    void afterItsWindowItIsHeldAndNotSent() {
        rig.tag("a", DEDUPS).sink.next(ChaosSink.reset());
        rig.admit("p").untilAside(1, "a");
        rig.after(Duration.ofHours(49)).untilCount(1, "a", Verdict.HELD);
        assertThat(rig.arrived("a")).hasSize(1);
    }

    @Test
    void aPlatformThatSwallowsEverythingForThreeDaysLeavesWhatItMayHaveToAPersonAndGetsTheRest() {
        rig.tag("a", DEDUPS).sink.always(ChaosSink.reset());
        rig.admit(40).untilAside(Defaults.IN_FLIGHT, "a").untilFailures(1, "a");
        rig.sink.always(ChaosSink.ok());
        rig.after(Duration.ofHours(72)).untilDelivered(40 - Defaults.IN_FLIGHT, "a");
        rig.untilCount(Defaults.IN_FLIGHT, "a", Verdict.HELD);
        assertThat(rig.arrived("a")).doesNotHaveDuplicates();
    }

    @Test
    void whatNeverLeftIsNotUnknown() {
        rig.tag("a", Limits.SINGLE).sink.down();
        rig.admit(3).untilFailures(1, "a");
        rig.crash().untilFailures(1, "a");
        rig.sink.up();
        rig.after(Duration.ofMinutes(6)).untilDelivered(3, "a");
        assertThat(rig.count("a", Verdict.HELD)).isZero();
    }

    @Test
    void anEventOfWhichNoRepeatIsRecognisedIsHeldAlsoWhereOthersAre() {
        rig.tag(
                "a",
                new LineTag(
                        rig.sink.url("/a"),
                        DEDUPS,
                        item -> item.as(String.class).startsWith("shop")
                                ? new Item(item.body(), "shop").unrecognised()
                                : item));
        rig.sink.always(ChaosSink.reset());
        rig.admit("shop-1", "web-1").untilCount(1, "a", Verdict.HELD).untilAside(1, "a");
        rig.sink.always(ChaosSink.ok());
        rig.after(Duration.ofMinutes(6)).untilDelivered(1, "a");
        assertThat(rig.arrived("a")).filteredOn(id -> id.startsWith("shop")).hasSize(1);
        assertThat(rig.arrived("a")).filteredOn(id -> id.startsWith("web")).hasSizeGreaterThan(1);
    }

    @Test
    void andNotSentAgainWhenTheHubStopsMeanwhile() {
        rig.tag("a", new LineTag(rig.sink.url("/a"), DEDUPS, item -> new Item(item.body(), "shop").unrecognised()));
        rig.sink.always(ChaosSink.hang());
        rig.admit("shop-1");
        Rig.until("it is under way", () -> rig.sink.requests() == 1);
        rig.store.close();
        rig.sink.always(ChaosSink.ok());
        rig.sink.letGo();
        rig.crash();
        rig.untilCount(1, "a", Verdict.HELD);
        assertThat(rig.arrived("a")).hasSize(1);
    }

    /** Of a batch of which the platform takes some, each attempt says of each event what became of that one. */
    @Test
    void anAttemptSaysOfEachEventItsOwn() {
        LineTag strict = new LineTag(rig.sink.url("/a"), Limits.batch(10).dedupWindow(Rig.TWO_DAYS)) {
            @Override
            public Reading read(Response response, List<Item> items) {
                return new Reading.Each(items.stream()
                        .map(item -> item.as(String.class).startsWith("bad")
                                ? Outcome.rejected("not this one")
                                : Outcome.DELIVERED)
                        .toList());
            }
        };
        rig.tag("a", strict).admit("good-1", "bad-1", "good-2");
        rig.untilDelivered(2, "a").untilCount(1, "a", Verdict.REJECTED);
        assertThat(rig.store.lanes().attempts("a", rig.seq("bad-1"))).last().satisfies(attempt -> {
            assertThat(attempt.result()).isEqualTo("rejected");
            assertThat(attempt.reason()).isEqualTo(Reason.REJECTED_BY_PLATFORM);
            assertThat(attempt.detail()).isEqualTo("not this one");
        });
        for (String good : List.of("good-1", "good-2")) {
            assertThat(rig.store.lanes().attempts("a", rig.seq(good))).last().satisfies(attempt -> {
                assertThat(attempt.result()).isEqualTo("delivered");
                assertThat(attempt.reason()).isNull();
            });
        }
    }

    @Test
    void theOperatorMaySayThatRepeatsDoNoHarm() {
        rig.tag("a", new LineTag(rig.sink.url("/a"), Limits.SINGLE), Rig::resends);
        rig.sink.next(ChaosSink.reset());
        rig.admit("p").untilAside(1, "a");
        rig.after(Duration.ofMinutes(2)).untilDelivered(1, "a");
        assertThat(rig.arrived("a")).containsExactly("p", "p");
    }

    @Test
    void anAnswerTheTagCannotReadIsNoAnswer() {
        rig.tag("a", new LineTag(rig.sink.url("/a"), Limits.SINGLE) {
            @Override
            public io.taghub.tag.Reading read(io.taghub.tag.Response response, int size) {
                throw new IllegalStateException("what is this?");
            }
        });
        rig.admit("p").untilCount(1, "a", Verdict.HELD);
    }

    @Test
    void fiveAnswersInARowThatSayNothingPauseTheTagUntilAPersonResumesIt() {
        rig.tag("a", Limits.SINGLE).sink.always(ChaosSink.answer(200, "what?"));
        for (int n = 1; n <= 5; n++) {
            rig.after(Duration.ofMinutes(10)).admit("p" + n).untilCount(n, "a", Verdict.HELD);
        }
        untilPaused();
        rig.sink.always(ChaosSink.ok());
        rig.admit("p6", "p7").after(Duration.ofDays(3)).settled("a");
        assertThat(rig.arrived("a")).containsExactly("p1", "p2", "p3", "p4", "p5");
        assertThat(rig.sums("a").ahead()).as("everything is kept").isEqualTo(2);

        rig.lanes.resume("a");
        rig.untilDelivered(2, "a");
        assertThat(rig.store.lanes().paused("a")).isEmpty();
    }

    @Test
    void anAnswerThatIsUnderstoodBeginsTheCountAnew() {
        rig.tag("a", Limits.SINGLE);
        for (int n = 1; n <= 8; n++) {
            rig.sink.always(n % 5 == 0 ? ChaosSink.ok() : ChaosSink.answer(200, "what?"));
            int held = n - n / 5;
            rig.after(Duration.ofMinutes(10)).admit("p" + n).untilCount(held, "a", Verdict.HELD);
            rig.untilDelivered(n / 5, "a");
        }
        assertThat(rig.lanes.state("a").pause()).isNull();
    }

    @Test
    void whereItDedupsTheSameBytesGoAgainAfterAnAnswerThatSaysNothing() {
        rig.tag("a", DEDUPS).sink.next(ChaosSink.answer(200, "what?"));
        rig.admit("p").untilAside(1, "a");
        assertThat(rig.parked("a", "p").unknown()).isTrue();
        rig.after(Duration.ofMinutes(2)).untilDelivered(1, "a");
        assertThat(rig.sink.received().stream().map(Received::body)).hasSize(2).containsOnly("p " + TestClock.START);
    }

    @Test
    void aCrowdStopsAtWhatIsOnItsWayAndAnEditOrARestartTriesAgain() {
        rig.tag("a", Limits.SINGLE).sink.always(ChaosSink.answer(200, "what?"));
        rig.admit(60);
        untilPaused();
        int first = rig.sink.requests();
        assertThat(first).isBetween(5, Defaults.IN_FLIGHT);
        rig.crash();
        rig.untilCount(first + 1, "a", Verdict.HELD);
        rig.after(Duration.ofHours(1)).settled("a");
        assertThat(rig.sink.requests()).as("one look after the start").isEqualTo(first + 1);
        rig.sink.always(ChaosSink.ok());
        rig.tag("a", Limits.SINGLE.requestsPerMinute(6000)).untilDelivered(60 - first - 1, "a");
        assertThat(rig.arrived("a")).doesNotHaveDuplicates();
    }

    private void untilPaused() {
        Rig.until("the pause", () -> rig.store.lanes().paused("a").isPresent());
        assertThat(rig.store.lanes().paused("a").orElseThrow().reason()).isEqualTo(Reason.UNKNOWN_ANSWERS);
    }

    @Test
    void aPersonDecidesWhatBecomesOfHeldEvents() {
        rig.tag("a", Limits.SINGLE).sink.next(ChaosSink.reset(), ChaosSink.reset());
        rig.admit("send", "drop").untilCount(2, "a", Verdict.HELD);
        rig.store.lanes().reopen("a", List.of(rig.seq("send")), Set.of(Verdict.values()), rig.clock.instant());
        rig.store.lanes().settle("a", List.of(new Decision(rig.seq("drop"), Verdict.REJECTED, Reason.DISCARDED, "")));
        rig.after(Duration.ofMinutes(2)).untilDelivered(1, "a").untilCount(1, "a", Verdict.REJECTED);
        assertThat(rig.arrived("a")).filteredOn("send"::equals).hasSize(2);
        assertThat(rig.arrived("a")).filteredOn("drop"::equals).hasSize(1);
    }

    @Test
    void aBatchOfUnknownOutcomeIsNotTakenApartWhereRepeatsCount() {
        rig.tag("a", Limits.batch(8)).sink.next(ChaosSink.status(503));
        rig.sink.always(ChaosSink.reset());
        rig.admit(8).untilFailures(1, "a");
        rig.after(Duration.ofMinutes(6));
        Rig.until("somebody is held", () -> rig.count("a", Verdict.HELD) > 0);
        for (int i = 0; i < 12 && rig.count("a", Verdict.HELD) < 8; i++) {
            rig.after(Duration.ofMinutes(6)).settled("a");
        }
        List<String> lost = rig.sink.received().stream()
                .skip(1)
                .flatMap(one -> one.lines().stream())
                .toList();
        assertThat(lost).doesNotHaveDuplicates();
    }

    @Test
    void whatWasBeingSentWhenTheHubDiedIsHeldAndNotSentAgain() {
        rig.tag("a", Limits.SINGLE).sink.always(ChaosSink.hang());
        rig.admit(40).untilRequests(Defaults.IN_FLIGHT);
        List<String> underWay = rig.arrived("a");
        rig.store.close();
        rig.sink.always(ChaosSink.ok());
        rig.sink.letGo();
        rig.crash();
        rig.untilCount(Defaults.IN_FLIGHT, "a", Verdict.HELD).untilDelivered(40 - Defaults.IN_FLIGHT, "a");
        assertThat(rig.arrived("a")).doesNotHaveDuplicates().hasSize(40).containsAll(underWay);
        assertThat(rig.store.lanes().unresolved("a")).isEmpty();
    }

    @Test
    void shadowModeBuildsAndKeepsButSendsNothing() {
        rig.tag("a", new LineTag(rig.sink.url("/a"), DEDUPS), tag -> tag.in(HubConfig.Mode.SHADOW));
        rig.admit(10).untilCount(10, "a", Verdict.SKIPPED);
        assertThat(rig.count("a", Verdict.SKIPPED, Reason.SHADOW)).isEqualTo(10);
        assertThat(rig.sink.requests()).isZero();
        assertThat(rig.store.lanes().attempts("a", rig.seq("p3")))
                .singleElement()
                .satisfies(kept -> {
                    assertThat(kept.result()).isEqualTo(Attempt.SHADOW);
                    assertThat(kept.status()).isZero();
                    assertThat(kept.request())
                            .startsWith("POST " + rig.sink.url("/a"))
                            .contains("p3 ");
                });
    }

    @Test
    void aHeldEventSaysSoInItsFate() {
        rig.tag("a", Limits.SINGLE).sink.next(ChaosSink.reset());
        Event event = rig.purchase("p");
        rig.admit(event).untilCount(1, "a", Verdict.HELD);
        assertThat(rig.parked("a", "p").parking()).isEqualTo(Parking.HELD);
    }

    /** What waited when the copy was made may have been sent since by the hub it was made of. */
    @Test
    void whatACopiedStoreHadNotSentIsHeldWhereRepeatsCount(@TempDir Path folder) throws IOException {
        Path copy = Files.createDirectories(folder.resolve("copy"));
        try (Rig original = new Rig(folder)) {
            original.tag("a", Limits.SINGLE).tag("b", DEDUPS).sink.always(ChaosSink.status(401));
            original.admit("p1");
            Rig.until("paused", () -> original.store.lanes().paused("a").isPresent());
            original.admit("p2");
            assertThat(original.store.journal().head()).as("committed").isEqualTo(2);
            for (String name : List.of("hub.db", "hub.db-wal", "taghub.key")) {
                Files.copy(folder.resolve(name), copy.resolve(name));
            }
        }
        try (Rig restored = new Rig(copy)) {
            assertThat(restored.store.warnings()).hasSize(1);
            restored.tag("a", Limits.SINGLE).tag("b", DEDUPS);
            restored.untilCount(2, "a", Verdict.HELD).untilDelivered(2, "b");
            restored.admit("later").untilDelivered(1, "a").untilDelivered(3, "b");
            assertThat(restored.arrived("a")).containsExactly("later");
            assertThat(restored.store.lanes().held("a", 10)).allSatisfy(held -> {
                assertThat(held.reason()).isEqualTo(Reason.UNKNOWN_OUTCOME);
                assertThat(held.detail()).contains("the store is a copy");
            });
        }
    }

    /** A platform that can be asked whether it has what was sent. */
    private final class Asked extends LineTag {
        private Asked() {
            super(rig.sink.url("/a"), Limits.batch(10));
        }

        @Override
        public Reading read(Response response, int size) {
            return response.status() == 504
                    ? Reading.all(size, Outcome.retry(Reason.UNKNOWN_OUTCOME, "HTTP 504"))
                    : super.read(response, size);
        }

        @Override
        public Optional<String> lookup(List<Item> items) {
            return Optional.of("lookup-of-" + items.size());
        }

        @Override
        public Reading readStatus(String handle, Response response, int size) {
            assertThat(handle).isEqualTo("lookup-of-" + size);
            return response.text().equals("none")
                    ? Reading.all(size, Outcome.retry(Reason.PLATFORM_DOWN, "it is not there"))
                    : readStatus(response, size);
        }
    }

    private void asked(Mode first, String answer) {
        AtomicBoolean sent = new AtomicBoolean();
        rig.sink.always(request -> request.path().startsWith("/status/")
                ? ChaosSink.answer(200, answer)
                : sent.getAndSet(true) ? ChaosSink.ok() : first);
        rig.tag("a", new Asked()).admit(3).untilAside(3, "a");
        rig.after(Duration.ofMinutes(29)).settled("a");
        assertThat(rig.arrived("a")).hasSize(3);
        assertThat(rig.parked("a", "p0").reason()).isEqualTo(Reason.UNKNOWN_OUTCOME);
    }

    static Stream<Mode> answersAfterWhichItMayBeThere() {
        return Stream.of(ChaosSink.reset(), ChaosSink.status(504));
    }

    @ParameterizedTest
    @MethodSource("answersAfterWhichItMayBeThere")
    void whereThePlatformCanBeAskedAndHasItItIsNotSentAgain(Mode first) {
        asked(first, "delivered");
        rig.after(Duration.ofMinutes(2)).untilDelivered(3, "a");
        assertThat(rig.arrived("a")).hasSize(3);
    }

    @ParameterizedTest
    @MethodSource("answersAfterWhichItMayBeThere")
    void whereThePlatformCanBeAskedAndDoesNotHaveItItGoesAgain(Mode first) {
        asked(first, "none");
        rig.after(Duration.ofMinutes(2)).settled("a");
        rig.after(Duration.ofMinutes(10)).untilDelivered(3, "a");
        assertThat(rig.arrived("a")).hasSize(6);
    }

    @Test
    void whereItNeverSaysWhetherItHasItAPersonDecides() {
        asked(ChaosSink.reset(), "pending");
        rig.after(Duration.ofDays(4)).untilCount(3, "a", Verdict.HELD);
        assertThat(rig.arrived("a")).hasSize(3);
    }
}
