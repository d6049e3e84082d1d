package io.taghub.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.chaos.ChaosSink;
import io.taghub.config.Defaults;
import io.taghub.event.Event;
import io.taghub.store.Verdict;
import io.taghub.tag.Limits;
import io.taghub.tag.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One event that spoils every batch it is in: rows 11 and 12 of the fault matrix. */
class PoisonTest extends WithRig {
    private static final Limits BATCH = Limits.batch(64).dedupWindow(Rig.TWO_DAYS);

    private void poison(int status, String... ids) {
        rig.sink.always(request -> {
            for (String id : ids) {
                if (request.body().contains(id + " ")) {
                    return ChaosSink.status(status);
                }
            }
            return ChaosSink.ok();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"p0", "p1", "p31", "p32", "p62", "p63"})
    void oneRefusedEventIsFoundAmong64InSevenMoreRequestsAndTheOthersAreDelivered(String culprit) {
        poison(400, culprit);
        rig.tag("a", BATCH).admit(64).untilDelivered(63, "a");
        assertThat(rig.sink.requests()).isLessThanOrEqualTo(1 + 6 + 1);
        rig.after(Duration.ofSeconds(7)).untilCount(1, "a", Verdict.REJECTED);
        assertThat(rig.count("a", Verdict.REJECTED, Reason.REJECTED_BY_PLATFORM))
                .isEqualTo(1);
        assertThat(rig.sink.received().stream()
                        .filter(one -> one.lines().size() == 1 && one.body().startsWith(culprit + " ")))
                .as("it was refused alone before it was believed")
                .hasSize(1);
    }

    @Test
    void severalRefusedEventsAreAllFound() {
        poison(400, "p3", "p4", "p40", "p63");
        rig.tag("a", BATCH).admit(64).untilDelivered(60, "a");
        rig.after(Duration.ofSeconds(7)).untilCount(4, "a", Verdict.REJECTED).settled("a");
        assertThat(rig.sums("a").aside()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"p0", "p31", "p63"})
    void anEventThatMakesThePlatformFailHoldsUpNobody(String culprit) {
        poison(500, culprit);
        rig.tag("a", BATCH).admit(64).untilFailures(1, "a");
        for (int i = 0; i < 12 && rig.count("a", Verdict.DELIVERED) < 63; i++) {
            rig.after(Duration.ofMinutes(6)).settled("a");
        }
        rig.untilDelivered(63, "a");
        assertThat(rig.sums("a").ahead()).isZero();
        assertThat(rig.aside("a")).as("it alone waits for another attempt").isEqualTo(1);
    }

    @Test
    void inAFullHouseOneBatchFailsAndIsSearchedAtItsNextAttempt() {
        poison(500, "p100");
        rig.tag("a", BATCH).admit(640);
        rig.untilDelivered(640 - 64, "a").untilAside(64, "a");
        int before = rig.sink.requests();
        rig.after(Duration.ofSeconds(7)).untilDelivered(639, "a");
        assertThat(rig.sink.requests() - before).isLessThanOrEqualTo(1 + 6 + 2);
        assertThat(rig.lanes.state("a").failures()).isZero();
    }

    @Test
    void twoNeighboursThatMakeThePlatformFailAreStillPassed() {
        poison(500, "p0", "p1", "p2");
        rig.tag("a", BATCH).admit(64).untilFailures(1, "a");
        for (int i = 0; i < 16 && rig.count("a", Verdict.DELIVERED) < 61; i++) {
            rig.after(Duration.ofMinutes(6)).settled("a");
        }
        rig.untilDelivered(61, "a");
    }

    @Test
    void aBatchThatIsTooLargeIsHalvedAndNobodyIsBlamed() {
        rig.sink.always(request -> ChaosSink.status(request.lines().size() > 20 ? 413 : 200));
        rig.tag("a", BATCH).admit(64).untilDelivered(64, "a");
    }

    @Test
    void anEventTooOldForThePlatformExpiresAndNeverSpoilsABatch() {
        rig.tag("a", BATCH.maxAge(Duration.ofDays(7))).sink.down();
        Event old = rig.purchase("old").toBuilder()
                .time(rig.clock.instant().minus(Duration.ofDays(6)))
                .build();
        rig.admit(old).admit(10).untilFailures(1, "a");
        rig.sink.up();
        rig.after(Duration.ofDays(2)).untilDelivered(10, "a");
        assertThat(rig.count("a", Verdict.EXPIRED, Reason.TOO_OLD)).isEqualTo(1);
        assertThat(rig.arrived("a")).doesNotContain("old");
    }

    @Test
    void ageIsJudgedRightBeforeEachRequest() {
        Limits slow = Limits.SINGLE.maxAge(Duration.ofHours(1)).dedupWindow(Rig.TWO_DAYS);
        rig.sink.always(ChaosSink.hang());
        rig.tag("a", slow).admit(30).untilRequests(Defaults.IN_FLIGHT);
        rig.clock.advance(Duration.ofHours(2));
        rig.sink.always(ChaosSink.ok());
        rig.sink.letGo();
        rig.untilDelivered(Defaults.IN_FLIGHT, "a").untilCount(30 - Defaults.IN_FLIGHT, "a", Verdict.EXPIRED);
        assertThat(rig.arrived("a")).hasSize(Defaults.IN_FLIGHT);
    }

    @Test
    void aTagThatCannotMakeARequestOfOneEventSendsTheOthers() {
        rig.tag("a", new LineTag(rig.sink.url("/a"), BATCH) {
                    @Override
                    public io.taghub.tag.Request request(java.util.List<io.taghub.tag.Item> items) {
                        if (items.stream()
                                .anyMatch(item -> item.as(String.class).startsWith("p7 "))) {
                            throw new IllegalStateException("ada@example.com");
                        }
                        return super.request(items);
                    }
                })
                .admit(64)
                .untilDelivered(63, "a");
        rig.after(Duration.ofSeconds(7)).untilCount(1, "a", Verdict.REJECTED);
        assertThat(rig.count("a", Verdict.REJECTED, Reason.TAG_FAILED)).isEqualTo(1);
    }
}
