package io.taghub.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.chaos.ChaosSink;
import io.taghub.config.Defaults;
import io.taghub.event.Channel;
import io.taghub.event.Consent;
import io.taghub.event.Event;
import io.taghub.store.Journal;
import io.taghub.store.LaneStore.Decision;
import io.taghub.store.LaneStore.Fate;
import io.taghub.store.Parking;
import io.taghub.store.Verdict;
import io.taghub.tag.Item;
import io.taghub.tag.Limits;
import io.taghub.tag.Reading;
import io.taghub.tag.Reason;
import io.taghub.tag.Request;
import io.taghub.tag.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What happens between an event and its last attempt: people change their minds, twins arrive, platforms decide. */
class LaterTest extends WithRig {
    private static final Limits BATCH = Limits.batch(10).dedupWindow(Rig.TWO_DAYS);
    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);
    private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

    private Event withdrawal(String id) {
        return Event.named("page_view", "no-" + id, rig.clock.instant())
                .visitor("v-" + id)
                .consent(new Consent(java.util.Map.of(Consent.Purpose.AD_STORAGE, Consent.State.DENIED)))
                .build();
    }

    @Test
    void consentWithdrawnWhileAnEventIsParkedIsHonoured() {
        rig.tag("a", BATCH).sink.next(ChaosSink.reset());
        rig.admit("p").untilAside(1, "a");
        rig.admit(withdrawal("p"));
        rig.after(Duration.ofMinutes(2)).untilCount(1, "a", Verdict.SUPPRESSED);
        assertThat(rig.count("a", Verdict.SUPPRESSED, Reason.CONSENT)).isEqualTo(1);
        assertThat(rig.arrived("a")).hasSize(1);
    }

    @Test
    void consentWithdrawnWhileOthersAreOnTheirWayIsHonoured() {
        rig.tag("a", Limits.SINGLE.dedupWindow(Rig.TWO_DAYS)).sink.always(ChaosSink.hang());
        rig.admit(20).untilRequests(Defaults.IN_FLIGHT);
        rig.admit(withdrawal("p19"));
        rig.clock.advance(Duration.ofSeconds(1));
        rig.sink.always(ChaosSink.ok());
        rig.sink.letGo();
        rig.untilDelivered(19, "a").untilCount(1, "a", Verdict.SUPPRESSED);
        assertThat(rig.arrived("a")).doesNotContain("p19");
    }

    /** Some platforms take few requests at once from all the programs of an account. */
    @Test
    void aPlatformThatWantsOneRequestAtATimeGetsOne() {
        List<Integer> onTheirWay = new ArrayList<>();
        rig.tag("a", new LineTag(rig.sink.url("/a"), Limits.SINGLE.dedupWindow(Rig.TWO_DAYS)) {
            private int open;

            @Override
            public int atOnce() {
                return 1;
            }

            @Override
            public Request request(List<Item> items) {
                onTheirWay.add(++open);
                return super.request(items);
            }

            @Override
            public Reading read(Response response, int size) {
                open--;
                return super.read(response, size);
            }
        });
        rig.admit(5).untilDelivered(5, "a");
        assertThat(onTheirWay).hasSize(5).containsOnly(1);
    }

    @Test
    void consentWithdrawnInADeadPlatformsQueueIsHonoured() {
        rig.tag("a", BATCH).sink.down();
        rig.admit("p", "q").untilFailures(1, "a");
        rig.admit(withdrawal("q"));
        rig.sink.up();
        rig.after(Duration.ofMinutes(6)).untilDelivered(1, "a").untilCount(1, "a", Verdict.SUPPRESSED);
    }

    @Test
    void whoWasErasedIsNotSentAnyMore() {
        rig.tag("a", BATCH).sink.next(ChaosSink.reset());
        rig.admit("p").untilAside(1, "a");
        rig.store.identity().erase("v-p", rig.clock.instant());
        rig.after(Duration.ofMinutes(2)).untilCount(1, "a", Verdict.SUPPRESSED);
        assertThat(rig.count("a", Verdict.SUPPRESSED, Reason.ERASED)).isEqualTo(1);
        assertThat(rig.arrived("a")).hasSize(1);
    }

    @Test
    void whereUnsetIsNoConsentNothingGoes() {
        rig.unsetMeansNo().tag("a", BATCH);
        rig.admit("p").untilAside(1, "a");
        rig.after(HALF_AN_HOUR).untilCount(1, "a", Verdict.SUPPRESSED);
    }

    @Test
    void aChangeOfTheHubsOwnRulesReachesTagsThatDidNotChange() {
        rig.tag("a", BATCH).admit("p").untilDelivered(1, "a");
        rig.unsetMeansNo().admit("q").untilAside(1, "a");
        rig.after(HALF_AN_HOUR).untilCount(1, "a", Verdict.SUPPRESSED);
    }

    @Test
    void anEventWaitsUntilItsPlatformTakesIt() {
        rig.tag("a", BATCH.minDelay(Duration.ofHours(6)));
        rig.tag(
                "b",
                new LineTag(
                        rig.sink.url("/b"),
                        BATCH,
                        item -> new Item(item.body(), "", TestClock.START.plus(Duration.ofHours(9)))));
        rig.admit("p").untilAside(1, "a").untilAside(1, "b");
        assertThat(rig.parked("a", "p").parking()).isEqualTo(Parking.DELAY);
        rig.after(Duration.ofHours(6).minusSeconds(1)).settled("a");
        assertThat(rig.sink.requests()).isZero();
        rig.after(Duration.ofSeconds(1)).untilDelivered(1, "a");
        rig.after(Duration.ofHours(2)).settled("b");
        assertThat(rig.arrived("b")).isEmpty();
        rig.after(Duration.ofHours(1)).untilDelivered(1, "b");
    }

    /** Whatever becomes of it; where the platform refuses it, that may be why. */
    @Test
    void whatHadToBeLeftOutIsTheVerdictsDetail() {
        rig.tag(
                "a",
                new LineTag(
                        rig.sink.url("/a"),
                        Limits.SINGLE.dedupWindow(Rig.TWO_DAYS),
                        item -> new Item(item.body(), "", null, "left out: the note")));
        rig.sink.next(ChaosSink.reset());
        rig.admit("p").untilAside(1, "a");
        rig.after(HALF_AN_HOUR).untilDelivered(1, "a");
        assertThat(rig.fate("a", "p"))
                .isEqualTo(new Fate.Decided(new Decision(rig.seq("p"), Verdict.DELIVERED, null, "left out: the note")));
        rig.sink.next(ChaosSink.status(422));
        rig.admit("q").untilCount(1, "a", Verdict.REJECTED);
        assertThat(rig.fate("a", "q"))
                .isInstanceOfSatisfying(
                        Fate.Decided.class,
                        decided -> assertThat(decided.decision().detail()).endsWith("HTTP 422; left out: the note"));
        rig.sink.always(
                request -> ChaosSink.answer(200, request.path().startsWith("/status/") ? "delivered" : "accepted r1"));
        rig.admit("r").untilAside(1, "a");
        rig.after(HALF_AN_HOUR).untilDelivered(2, "a");
        assertThat(rig.fate("a", "r"))
                .isEqualTo(new Fate.Decided(new Decision(rig.seq("r"), Verdict.DELIVERED, null, "left out: the note")));
    }

    private void admitPaired(Channel channel, String order) {
        Event event = rig.purchase("p").toBuilder()
                .channels(Set.of(channel))
                .orderId(order)
                .build();
        rig.store
                .journal()
                .admit(List.of(new Journal.Incoming(
                        event, Duration.ofDays(7), new Journal.Pair(Channel.SERVER, HALF_A_MINUTE))));
    }

    private LineTag orders() {
        return new LineTag(rig.sink.url("/a"), BATCH) {
            @Override
            public io.taghub.tag.Plan plan(Event event) {
                return io.taghub.tag.Plan.send(event.id() + " " + event.orderId());
            }
        };
    }

    @Test
    void twinsGoAsOneWithTheBackEndsWordInEitherOrder() {
        rig.tag("a", orders());
        admitPaired(Channel.BROWSER, "guess");
        assertThat(rig.sums("a").concerned()).isZero();
        admitPaired(Channel.SERVER, "A-1");
        rig.untilDelivered(1, "a");
        assertThat(rig.sink.lines()).containsExactly("p A-1");
    }

    @Test
    void twinsGoAsOneAlsoIfTheBackEndIsFirst() {
        rig.tag("a", orders());
        admitPaired(Channel.SERVER, "A-1");
        admitPaired(Channel.BROWSER, "guess");
        rig.untilDelivered(1, "a");
        assertThat(rig.sink.lines()).containsExactly("p A-1");
    }

    @Test
    void whoseTwinDoesNotComeGoesAloneAndALateTwinIsRecordedOnly() {
        rig.tag("a", orders());
        admitPaired(Channel.BROWSER, "guess");
        rig.after(HALF_A_MINUTE);
        rig.store.journal().release(rig.clock.instant());
        rig.untilDelivered(1, "a");
        admitPaired(Channel.SERVER, "A-1");
        rig.settled("a");
        assertThat(rig.sink.lines()).containsExactly("p guess");
        assertThat(rig.store.journal().find("p").getFirst().copies()).hasSize(2);
    }

    @Test
    void aStormOfCopiesIsOneDelivery() {
        rig.tag("a", BATCH);
        for (int i = 0; i < 10; i++) {
            rig.admit("p", "p", "q");
        }
        // A crash in the middle of a request would rightly have it sent again.
        rig.untilDelivered(2, "a").crash();
        rig.admit("p", "q").settled("a");
        assertThat(rig.count("a", Verdict.DELIVERED)).isEqualTo(2);
        assertThat(rig.arrived("a")).containsExactlyInAnyOrder("p", "q");
    }

    // Platforms that answer later.

    private Rig accepted(String... verdicts) {
        var later = Arrays.asList(verdicts).iterator();
        rig.sink.always(request -> request.path().startsWith("/status/")
                ? ChaosSink.answer(200, later.hasNext() ? later.next() : "pending")
                : ChaosSink.answer(200, "accepted r" + request.number()));
        return rig.tag("a", BATCH).admit(4).untilAside(4, "a");
    }

    private Rig ask(Duration later) {
        int before = rig.sink.requests();
        return rig.after(later).untilRequests(before + 1).settled("a");
    }

    @Test
    void aPlatformThatAnswersLaterIsAskedAfterHalfAnHour() {
        accepted("pending", "delivered");
        rig.after(Duration.ofMinutes(29)).settled("a");
        assertThat(rig.sink.requests()).isEqualTo(1);
        ask(Duration.ofMinutes(2)).balanced("a");
        assertThat(rig.aside("a")).isEqualTo(4);
        ask(Duration.ofHours(1)).untilDelivered(4, "a");
    }

    @Test
    void whatItRefusesLaterIsRejected() {
        accepted("rejected");
        ask(Duration.ofMinutes(31)).untilCount(4, "a", Verdict.REJECTED);
    }

    @Test
    void whatItRefusesByIndexIsRejectedAndTheRestDelivered() {
        accepted("pending", "partly 1 3");
        ask(Duration.ofMinutes(31));
        ask(Duration.ofHours(1)).untilDelivered(2, "a").untilCount(2, "a", Verdict.REJECTED);
        assertThat(rig.fate("a", "p1"))
                .hasToString(rig.fate("a", "p1").toString())
                .asString()
                .contains("no 1");
        assertThat(rig.fate("a", "p3").toString()).contains("no 3");
    }

    @Test
    void whereItDoesNotSayWhichTheHalvesGoAgainApartUntilOneIsLeft() {
        rig.sink.always(request -> {
            if (!request.path().startsWith("/status/")) {
                return ChaosSink.answer(200, "accepted " + request.body().replaceAll(" [^\n]*\n?", "."));
            }
            boolean bad = request.path().contains("p2.");
            return ChaosSink.answer(200, bad ? "partly" : "delivered");
        });
        rig.tag("a", BATCH).admit(4).untilAside(4, "a");
        for (int i = 0; i < 20 && rig.aside("a") > 0; i++) {
            rig.after(Duration.ofMinutes(2))
                    .settled("a")
                    .after(Duration.ofMinutes(40))
                    .settled("a");
        }
        rig.untilDelivered(3, "a").untilCount(1, "a", Verdict.REJECTED);
        assertThat(rig.fate("a", "p2").toString()).contains("REJECTED");
    }

    @Test
    void whoMayNotAskIsSeenWaiting() {
        rig.sink.always(request -> request.path().startsWith("/status/")
                ? ChaosSink.status(401)
                : ChaosSink.answer(200, "accepted r" + request.number()));
        rig.tag("a", new LineTag(rig.sink.url("/a"), BATCH) {
            @Override
            public Reading readStatus(Response response, int size) {
                return read(response, size);
            }
        });
        rig.admit(4).untilAside(4, "a");
        ask(Duration.ofMinutes(31));
        assertThat(rig.parked("a", "p0").reason()).isEqualTo(Reason.BAD_CREDENTIALS);
        rig.after(Duration.ofDays(4)).untilDelivered(4, "a");
        assertThat(rig.fate("a", "p0").toString()).contains("it refuses to say more: HTTP 401");
    }

    @Test
    void failingToAskDecidesNothing() {
        accepted("pending");
        rig.sink.always(ChaosSink.reset());
        ask(Duration.ofMinutes(31));
        assertThat(rig.aside("a")).isEqualTo(4);
        rig.sink.always(ChaosSink.answer(200, "delivered"));
        ask(Duration.ofHours(2)).untilDelivered(4, "a");
    }

    @Test
    void aPlatformThatNeverSaysMoreIsBelievedAfterThreeDays() {
        accepted("pending");
        for (int i = 0; i < 8 && rig.aside("a") > 0; i++) {
            rig.after(Duration.ofHours(12)).settled("a");
        }
        rig.untilDelivered(4, "a");
        assertThat(rig.count("a", Verdict.DELIVERED, Reason.PENDING_VERDICT)).isEqualTo(4);
    }

    @Test
    void aTagThatCannotAskHoldsUpNobody() {
        rig.sink.always(request -> ChaosSink.answer(200, request.body().startsWith("old") ? "accepted x" : "fine"));
        rig.tag("a", new LineTag(rig.sink.url("/a"), Limits.SINGLE.dedupWindow(Rig.TWO_DAYS)) {
            @Override
            public io.taghub.tag.Request status(String handle) {
                throw new IllegalStateException("no idea");
            }
        });
        rig.admit("old").untilAside(1, "a");
        rig.after(Duration.ofMinutes(40)).settled("a");
        rig.admit("new").untilDelivered(1, "a");
        assertThat(rig.aside("a")).isEqualTo(1);
    }
}
