package io.taghub.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.delivery.Retirement;
import io.taghub.event.ClickIds;
import io.taghub.event.Event;
import io.taghub.event.Person;
import io.taghub.store.Journal.Admission.Admitted;
import io.taghub.store.Journal.Admission.Duplicate;
import io.taghub.store.Journal.Entry;
import io.taghub.store.Journal.Incoming;
import io.taghub.store.LaneStore.Lease;
import io.taghub.store.LaneStore.Position;
import io.taghub.store.LaneStore.Step;
import io.taghub.tag.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TrimContractTest extends StoreContract {
    private static final Instant NEVER = Instant.EPOCH;

    private long trimBodies() {
        return store.journal().trim(time.instant(), time.instant().minus(Duration.ofDays(7)), NEVER, NEVER);
    }

    private List<Long> present() {
        return store.journal().read(0, 10_000).stream().map(Entry::seq).toList();
    }

    private static List<LaneStore.Decision> deliveries(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(StoreContract::delivered)
                .toList();
    }

    @Test
    void bodiesGoWhenTheyAreOldAndNoLaneWaitsForThem() {
        Lease meta = lease("meta-main");
        Lease slow = lease("slow");
        admitEvents(1300);
        store.lanes().commit(meta, step(meta, 1300, deliveries(3, 1300), List.of(retry(1, time.instant()), held(2))));
        store.lanes().commit(slow, step(slow, 1200, deliveries(1, 1200), List.of()));
        assertThat(trimBodies()).isZero();
        time.advance(Duration.ofDays(7).plusNanos(1));
        admitEvents(10);
        time.advance(Duration.ofDays(3));
        reopen();

        trimBodies();
        List<Long> left = new ArrayList<>(List.of(1L, 2L));
        LongStream.rangeClosed(1201, 1310).forEach(left::add);
        assertThat(present()).isEqualTo(left);
        assertThat(store.journal().head()).isEqualTo(1310);
        assertThat(conserved("meta-main").concerned()).isEqualTo(1310);
        assertThat(conserved("slow").ahead()).isEqualTo(110);

        store.lanes().commit(slow, step(slow, 1310, deliveries(1201, 1310), List.of()));
        store.lanes().commit(meta, step(meta, 1310, deliveries(1301, 1310), List.of()));
        store.lanes().commit(meta, step(meta, 1310, deliveries(1, 1), List.of()));
        trimBodies();
        assertThat(present())
                .isEqualTo(LongStream.concat(LongStream.of(2), LongStream.rangeClosed(1301, 1310))
                        .boxed()
                        .toList());
        assertThat(store.lanes().decided("meta-main", Set.of(Verdict.DELIVERED), null, null, null, 0, 100))
                .hasSize(10);
        store.lanes().reopen("meta-main", List.of(500L), Set.of(Verdict.values()), time.instant());
        assertThat(conserved("meta-main").aside()).isZero();
        assertThat(admit(event("page_view", "next").build())).isEqualTo(new Admitted(1311));
    }

    /** A thank-you page opened again ten days later is no second purchase; the event itself is long gone by then. */
    @Test
    void aKeyIsKeptAsLongAsItsWindowAndNotLonger() {
        Duration quarter = Duration.ofDays(90);
        Event purchase = event("purchase", "A-1001").build();
        Incoming again = new Incoming(purchase, quarter, null);
        assertThat(store.journal().admit(List.of(again))).containsExactly(new Admitted(1));
        admitEvents(300);
        for (int days = 0; days < 80; days += 10) {
            time.advance(Duration.ofDays(10));
            trimBodies();
            assertThat(present()).isEmpty();
            assertThat(store.journal().admit(List.of(again))).containsExactly(new Duplicate(false));
            reopen();
        }
        time.advance(Duration.ofDays(10).plusNanos(1));
        assertThat(trimBodies()).isEqualTo(1);
        assertThat(store.journal().find("A-1001")).isEmpty();
        assertThat(store.journal().admit(List.of(again))).containsExactly(new Admitted(302));
    }

    @Test
    void aBacklogKeepsItsBodies() {
        Lease meta = lease("meta-main");
        admitEvents(20);
        store.lanes().commit(meta, new Step(new Position(0, 20, 0, 20), List.of(), List.of(), List.of(), false));
        store.lanes().commit(meta, new Step(new Position(0, 20, 5, 20), deliveries(1, 5), List.of(), List.of(), false));
        time.advance(Duration.ofDays(8));
        trimBodies();
        assertThat(present()).first().isEqualTo(6L);
        assertThat(present()).hasSize(15);
    }

    private void retireAllBut(String... configured) {
        new Retirement(store).retire(Set.of(configured), time.instant().minus(Duration.ofDays(7)), "");
    }

    @Test
    void aTagThatLeftTheConfigHoldsNothingBackAndGoesOnWithWhatIsKept() {
        Lease gone = lease("gone");
        admitEvents(1200);
        store.lanes().commit(gone, step(gone, 3, deliveries(3, 3), List.of(retry(1, time.instant()), held(2))));
        store.lanes().release(gone);
        time.advance(Duration.ofDays(8));
        admitEvents(5);
        reopen();

        retireAllBut("gone", "meta-main");
        trimBodies();
        assertThat(present()).hasSize(1204);

        retireAllBut("meta-main");
        trimBodies();
        assertThat(present())
                .isEqualTo(LongStream.rangeClosed(1201, 1205).boxed().toList());
        LaneStore.Sums sums = conserved("gone");
        assertThat(sums.ahead()).isEqualTo(5);
        assertThat(sums.verdicts())
                .containsEntry(count(Verdict.SKIPPED, Reason.DISABLED), 1199L)
                .containsEntry(count(Verdict.DELIVERED, null), 1L);
        assertThat(store.lanes().tags()).containsExactly("gone");

        Lease back = lease("gone");
        assertThat(back.epoch()).isGreaterThan(gone.epoch());
        store.lanes().commit(back, step(back, 1205, deliveries(1201, 1205), List.of()));
        assertThat(conserved("gone").ahead()).isZero();
    }

    @Test
    void theBacklogOfATagThatLeftGoesToo() {
        Lease gone = lease("gone");
        admitEvents(20);
        store.lanes().commit(gone, new Step(new Position(0, 20, 0, 20), List.of(), List.of(), List.of(), false));
        store.lanes().commit(gone, new Step(new Position(0, 20, 5, 20), deliveries(1, 5), List.of(), List.of(), false));
        store.lanes().release(gone);
        time.advance(Duration.ofDays(8));
        retireAllBut();
        trimBodies();
        assertThat(present()).isEmpty();
        assertThat(conserved("gone").ahead()).isZero();
    }

    /** Another node has read a newer config: what its lane runs is not retired, whatever ours says. */
    @Test
    void aLaneThatSomebodyRunsIsLeftAlone() {
        Lease theirs = lease("elsewhere");
        admitEvents(5);
        time.advance(Duration.ofDays(8));
        assertThat(store.lanes().renew(theirs, Duration.ofMinutes(1))).isTrue();
        retireAllBut();
        trimBodies();
        assertThat(present()).hasSize(5);
        assertThat(conserved("elsewhere").ahead()).isEqualTo(5);
    }

    /** A key outlives its event until copies are no longer told apart. */
    @Test
    void keysGoWithTheirEventsButNotBeforeTheirWindowEnds() {
        admitEvents(3);
        time.advance(WINDOW.minusSeconds(1));
        assertThat(store.journal().trim(time.instant(), time.instant(), NEVER, NEVER))
                .isEqualTo(3);
        assertThat(present()).isEmpty();
        assertThat(admit(event("page_view", "e1").build())).isEqualTo(new Duplicate(false));
        time.advance(Duration.ofSeconds(1));
        assertThat(store.journal().trim(time.instant(), NEVER, NEVER, NEVER)).isEqualTo(3);
        assertThat(store.journal().trim(time.instant(), NEVER, NEVER, NEVER)).isZero();
        assertThat(admit(event("page_view", "e1").build())).isEqualTo(new Admitted(4));
    }

    @Test
    void anIdThatComesAgainAfterItsWindowNamesBothEvents() {
        admitEvents(1);
        time.advance(WINDOW);
        assertThat(store.journal().trim(time.instant(), NEVER, NEVER, NEVER)).isZero();
        assertThat(admit(event("page_view", "e1").build())).isEqualTo(new Admitted(2));
        reopen();
        assertThat(store.journal().find("e1")).extracting(Journal.Found::seq).containsExactly(1L, 2L);
        time.advance(Duration.ofSeconds(1));
        assertThat(store.journal().trim(time.instant(), time.instant(), NEVER, NEVER))
                .isEqualTo(2);
        assertThat(store.journal().find("e1")).isEmpty();
        assertThat(admit(event("page_view", "e1").build())).isEqualTo(new Duplicate(false));
    }

    @Test
    void attemptsGoByTheTimeTheyWereMade() {
        Lease meta = lease("meta-main");
        Attempt old = attempt();
        time.advance(Duration.ofDays(30));
        Attempt recent = attempt();
        store.lanes()
                .commit(meta, new Step(new Position(0, 0, 0, 0), List.of(), List.of(), List.of(old, recent), false));
        assertThat(store.journal().trim(time.instant(), NEVER, time.instant(), NEVER))
                .isEqualTo(1);
        assertThat(store.lanes().attempts("meta-main", 1)).containsExactly(recent);
    }

    private Attempt attempt() {
        return new Attempt(List.of(1L, 4000L), time.instant(), Duration.ZERO, "delivered", null, "", 200, "a", "b");
    }

    @Test
    void identityGoesWhenNobodyTouchesItAndABrowserStaysWithItsUser() {
        Event lost = visit("e1", "lost").toBuilder()
                .clickIds(ClickIds.of(click("gclid", "a")))
                .build();
        Event phone = visit("e2", "phone").toBuilder()
                .clickIds(ClickIds.of(click("gclid", "b")))
                .user(Person.of("u1"))
                .build();
        admit(lost);
        admit(phone);
        Instant registered = time.instant();
        time.advance(Duration.ofDays(80));
        Event deposit = event("deposit", "e3").user(Person.of("u1")).build();
        admit(deposit);
        time.advance(Duration.ofDays(20));
        store.journal().trim(time.instant(), NEVER, NEVER, time.instant().minus(Duration.ofDays(90)));

        List<IdentityStore.Known> known = store.identity().known(List.of(lost, deposit));
        assertThat(known.getFirst().touches()).isEmpty();
        assertThat(known.getLast().touches()).hasSize(1);
        assertThat(known.getLast().lock().at()).isEqualTo(registered);

        time.advance(Duration.ofDays(90));
        store.journal().trim(time.instant(), NEVER, NEVER, time.instant().minus(Duration.ofDays(90)));
        assertThat(store.identity().known(List.of(deposit)).getFirst()).isEqualTo(IdentityStore.Known.NOTHING);
        assertThat(store.identity().known(List.of(phone)).getFirst().touches()).isEmpty();
    }
}
