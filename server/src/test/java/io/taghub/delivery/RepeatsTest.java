package io.taghub.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.chaos.ChaosSink;
import io.taghub.delivery.replay.Replay;
import io.taghub.event.Event;
import io.taghub.event.EventBuilder;
import io.taghub.event.Person;
import io.taghub.store.LaneStore.Fate;
import io.taghub.store.Verdict;
import io.taghub.tag.Limits;
import io.taghub.tag.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may happen once reaches a receiver once, under however many ids it is told. */
class RepeatsTest {
    private static final Limits ONE = Limits.SINGLE.dedupWindow(Rig.TWO_DAYS);
    private Rig rig;

    @BeforeEach
    void open(@TempDir Path folder) {
        rig = new Rig(folder);
        rig.tag(
                "a",
                new LineTag(rig.sink.url("/a"), ONE),
                config -> Rig.when(config, Set.of("purchase", "ftd", "refund")));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private EventBuilder event(String name, String id) {
        return Event.named(name, id, rig.clock.instant()).received(rig.clock.instant());
    }

    private Event ftd(String id, String user) {
        return event("ftd", id).user(Person.of(user)).money("100.00", "EUR").build();
    }

    private Event purchase(String id, String value, @Nullable String status) {
        return event("purchase", id)
                .orderId("A-1001")
                .money(value, "EUR")
                .status(status)
                .build();
    }

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
    void anotherStatusIsAStateAndAnotherValueARestatement() {
        rig.admit(purchase("p-1", "49.99", "pending")).untilDelivered(1, "a");
        rig.admit(purchase("p-2", "49.99", "approved")).untilDelivered(2, "a");
        rig.admit(purchase("p-3", "49.990", "Approved")).untilCount(1, "a", Verdict.DUPLICATE);
        rig.admit(purchase("p-4", "59.99", null)).untilDelivered(3, "a");
        rig.admit(purchase("p-5", "49.99", null)).untilDelivered(4, "a");
        rig.admit(event("purchase", "p-6").orderId("A-1001").build()).untilCount(2, "a", Verdict.DUPLICATE);
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
}
