package io.taghub.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.store.LaneStore.Decision;
import io.taghub.store.LaneStore.Fate;
import io.taghub.store.LaneStore.Lease;
import io.taghub.store.LaneStore.Position;
import io.taghub.store.LaneStore.Step;
import io.taghub.tag.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Plays random steps, reviews, take-overs and restarts against a model that remembers every event's fate. */
class ConservationTest extends StoreContract {
    private static final long SEED = 20261122;
    private static final String TAG = "meta-main";

    private final Random random = new Random(SEED);
    private final Map<Long, Fate> model = new TreeMap<>();
    private Lease lease;
    private long cursor;
    private long backlogFrom;
    private long backlogTo;

    @Test
    void theSumsMatchAfterEveryKindOfStep() {
        lease = lease(TAG);
        for (int turn = 0; turn < 150; turn++) {
            switch (random.nextInt(9)) {
                case 0, 1 -> admitEvents(random.nextInt(12));
                case 2, 3, 4 -> step();
                case 5 -> putOff();
                case 6 -> reopenSome();
                case 7 -> settleSome();
                default -> {
                    if (random.nextInt(4) == 0) {
                        reopen();
                    }
                    store.lanes().release(lease);
                    lease = lease(TAG);
                }
            }
            check();
        }
        assertThat(model).hasSizeGreaterThan(100);
    }

    /** Some live events, some of the backlog and some that were parked. */
    private void step() {
        List<Long> seqs = new ArrayList<>();
        long head = store.journal().head();
        while (cursor < head && random.nextInt(8) > 0) {
            seqs.add(++cursor);
        }
        while (backlogFrom < backlogTo && random.nextInt(5) > 0) {
            seqs.add(++backlogFrom);
        }
        seqs.addAll(
                some(fate -> fate instanceof Fate.Aside aside && aside.parked().parking() != Parking.HELD));
        List<Decision> decisions = new ArrayList<>();
        List<Parked> parked = new ArrayList<>();
        for (long seq : seqs) {
            if (random.nextInt(3) > 0) {
                Decision decision = decision(seq);
                decisions.add(decision);
                model.put(seq, new Fate.Decided(decision));
            } else {
                Parked one = random.nextInt(3) == 0
                        ? held(seq)
                        : retry(seq, time.instant().plusSeconds(random.nextInt(99)));
                parked.add(one);
                model.put(seq, new Fate.Aside(one));
            }
        }
        List<Attempt> attempts = seqs.isEmpty()
                ? List.of()
                : List.of(new Attempt(
                        seqs.stream().sorted().toList(),
                        time.instant(),
                        Duration.ZERO,
                        "delivered",
                        null,
                        "",
                        200,
                        "a",
                        "b"));
        store.lanes().commit(lease, new Step(position(), decisions, parked, attempts, true));
    }

    private Position position() {
        return new Position(0, cursor, backlogFrom, backlogTo);
    }

    /** Live events first: what is ahead becomes the backlog. */
    private void putOff() {
        if (backlogFrom == backlogTo) {
            backlogFrom = cursor;
            backlogTo = store.journal().head();
            cursor = backlogTo;
            store.lanes().commit(lease, new Step(position(), List.of(), List.of(), List.of(), false));
        }
    }

    private void reopenSome() {
        List<Long> seqs = some(fate -> fate instanceof Fate.Decided
                || fate instanceof Fate.Aside aside && aside.parked().parking() == Parking.HELD);
        store.lanes().reopen(TAG, seqs, Set.of(Verdict.values()), time.instant());
        seqs.forEach(seq -> model.put(
                seq,
                new Fate.Aside(
                        new Parked(seq, Parking.RETRY, time.instant(), 0, null, false, Reason.REOPENED, "", null))));
    }

    private void settleSome() {
        List<Decision> decisions =
                some(fate -> fate instanceof Fate.Aside aside && aside.parked().parking() == Parking.HELD).stream()
                        .map(this::decision)
                        .toList();
        store.lanes().settle(TAG, decisions);
        decisions.forEach(decision -> model.put(decision.seq(), new Fate.Decided(decision)));
    }

    private List<Long> some(Predicate<Fate> which) {
        List<Long> seqs = new ArrayList<>();
        model.forEach((seq, fate) -> {
            if (which.test(fate) && random.nextInt(4) == 0) {
                seqs.add(seq);
            }
        });
        return seqs;
    }

    private Decision decision(long seq) {
        return switch (random.nextInt(4)) {
            case 0 -> delivered(seq);
            case 1 -> skipped(seq, Reason.NO_CLICK_ID);
            case 2 -> skipped(seq, Reason.CONSENT);
            default -> new Decision(seq, Verdict.REJECTED, Reason.REJECTED_BY_PLATFORM, "code " + random.nextInt(3));
        };
    }

    private void check() {
        LaneStore.Sums sums = conserved(TAG);
        Map<LaneStore.Count, Long> verdicts = new HashMap<>();
        long aside = 0;
        List<Decision> decided = new ArrayList<>();
        for (Fate fate : model.values()) {
            switch (fate) {
                case Fate.Decided(Decision decision) -> {
                    verdicts.merge(count(decision.verdict(), decision.reason()), 1L, Long::sum);
                    decided.add(decision);
                }
                case Fate.Aside(Parked parked) -> {
                    if (parked.parking() == Parking.HELD) {
                        verdicts.merge(count(Verdict.HELD, parked.reason()), 1L, Long::sum);
                        decided.add(new Decision(parked.seq(), Verdict.HELD, parked.reason(), parked.detail()));
                    } else {
                        aside++;
                    }
                }
                case Fate.Ahead ahead -> throw new AssertionError();
                case Fate.Before before -> throw new AssertionError();
            }
        }
        assertThat(sums.verdicts()).isEqualTo(verdicts);
        assertThat(sums.aside()).isEqualTo(aside);
        assertThat(sums.concerned()).isEqualTo(store.journal().head());
        assertThat(store.lanes().decided(TAG, java.util.Set.of(Verdict.values()), null, null, null, 0, 10_000))
                .isEqualTo(decided);
        some(fate -> true)
                .forEach(seq -> assertThat(store.lanes().fate(TAG, seq)).isEqualTo(model.get(seq)));
    }
}
