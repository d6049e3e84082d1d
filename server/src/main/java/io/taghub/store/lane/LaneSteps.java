package io.taghub.store.lane;

import io.taghub.store.LaneStore.Count;
import io.taghub.store.LaneStore.Decision;
import io.taghub.store.LaneStore.Lease;
import io.taghub.store.LaneStore.Position;
import io.taghub.store.LaneStore.Step;
import io.taghub.store.Parked;
import io.taghub.store.Parking;
import io.taghub.store.Verdict;
import io.taghub.store.engine.Database;
import io.taghub.store.engine.Session.Later;
import io.taghub.store.engine.Tx;
import io.taghub.store.record.Attempts;
import io.taghub.store.record.VerdictPage;
import io.taghub.store.record.Verdicts;
import io.taghub.tag.Reason;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a lane's steps so that the sums always match: a step that passes an event without saying what became of it, or
 * decides one that is neither ahead nor parked, is refused as a whole.
 */
final class LaneSteps {
    private final Database database;
    private final Parkings parkings;
    private final Verdicts verdicts;
    private final Attempts attempts;
    private final OnceRows onces;
    private final InstantSource clock;

    LaneSteps(
            Database database,
            Parkings parkings,
            Verdicts verdicts,
            Attempts attempts,
            OnceRows onces,
            InstantSource clock) {
        this.database = database;
        this.parkings = parkings;
        this.verdicts = verdicts;
        this.attempts = attempts;
        this.onces = onces;
        this.clock = clock;
    }

    /** @param mark is written with the step and tells later whether it was kept */
    void write(Tx tx, Lease lease, Step step, long mark) throws SQLException {
        String tag = lease.tag();
        // It never goes back, so it may be read before the lane is held.
        Later<List<Long>> head = tx.sql.later("SELECT seq FROM head", row -> row.getLong(1));
        LaneRow lane = LaneRow.lock(tx, database, lease);
        if (step.position().cursor() > head.get().getFirst()) {
            // The log lost its end since it was read, in a failover to a standby that was behind: other events will
            // have these numbers.
            throw new IllegalArgumentException("a step of " + tag + " passes events that the journal does not have");
        }
        Map<Long, VerdictPage.@Nullable Kind> outcomes = outcomes(tag, step);
        TreeMap<Long, VerdictPage.@Nullable Kind> passed = passed(tag, lane.position(), step.position(), outcomes);
        Set<Long> again = new HashSet<>(outcomes.keySet());
        again.removeAll(passed.keySet());
        Map<Long, Parked> parkedBefore = parkings.these(tx.sql, tag, again);
        if (parkedBefore.size() != again.size()) {
            again.removeAll(parkedBefore.keySet());
            throw new IllegalArgumentException("a step of " + tag + " decides " + again.size()
                    + " events that are neither ahead of the lane nor parked");
        }

        verdicts.pass(tx, tag, passed, step.config());
        List<Decision> later = new ArrayList<>();
        Map<Count, Long> counts = new HashMap<>();
        for (Decision decision : step.decisions()) {
            counts.merge(new Count(decision.verdict(), decision.reason()), 1L, Long::sum);
            if (again.contains(decision.seq())) {
                later.add(new Decision(
                        decision.seq(), decision.verdict(), decision.reason(), decision.detail(), step.config()));
            }
        }
        verdicts.decide(tx, tag, later);
        parkings.remove(tx, tag, later.stream().map(Decision::seq).toList());
        parkings.put(tx, tag, step.parked());
        step.parked().forEach(parked -> held(parked, counts, 1));
        parkedBefore.values().forEach(parked -> held(parked, counts, -1));
        verdicts.count(tx, tag, counts);
        onces.put(tx, tag, step.counting(), clock.instant());
        // What is held for its contract was not sent, and one that is right may come in its place.
        onces.remove(
                tx,
                tag,
                Stream.concat(
                                later.stream()
                                        .filter(decision -> !counts(decision))
                                        .map(Decision::seq),
                                step.parked().stream()
                                        .filter(parked -> parked.reason() == Reason.CONTRACT)
                                        .map(Parked::seq))
                        .toList());
        attempts.write(tx, tag, lane.attempts(), step.attempts(), step.config());
        if (step.intentsDone()) {
            tx.sql.updateIn("DELETE FROM intent WHERE tag = ? AND seq IN (?*)", outcomes.keySet(), tag);
        }
        Position to = step.position();
        tx.sql.batch(
                "UPDATE lane SET position = ?, backlog_from = ?, backlog_to = ?, attempts = attempts + ?, step = ?"
                        + " WHERE tag = ?",
                List.<Object[]>of(new Object[] {
                    to.cursor(),
                    to.backlogFrom(),
                    to.backlogTo(),
                    step.attempts().size(),
                    mark,
                    tag
                }));
    }

    /** Whether the receiver has it; what repeats another has nothing to keep. */
    private static boolean counts(Decision decision) {
        return decision.verdict() == Verdict.DELIVERED
                || (decision.verdict() == Verdict.DUPLICATE && decision.reason() != Reason.ONCE);
    }

    /** What the step says of each of its events, null for those put aside. */
    private static Map<Long, VerdictPage.@Nullable Kind> outcomes(String tag, Step step) {
        Map<Long, VerdictPage.@Nullable Kind> outcomes = new HashMap<>();
        step.decisions().forEach(decision -> outcomes.put(decision.seq(), VerdictPage.Kind.of(decision)));
        step.parked().forEach(parked -> outcomes.put(parked.seq(), null));
        if (outcomes.size() != step.decisions().size() + step.parked().size()) {
            throw new IllegalArgumentException("a step of " + tag + " says two things about one event");
        }
        for (Parked parked : step.parked()) {
            if ((parked.due() == null) != (parked.parking() == Parking.HELD)) {
                throw new IllegalArgumentException("what " + tag + " parks needs a due time, what it holds has none");
            }
        }
        return outcomes;
    }

    private static TreeMap<Long, VerdictPage.@Nullable Kind> passed(
            String tag, Position from, Position to, Map<Long, VerdictPage.@Nullable Kind> outcomes) {
        TreeMap<Long, VerdictPage.@Nullable Kind> passed = new TreeMap<>();
        outcomes.forEach((seq, kind) -> {
            if (LaneRange.isAhead(from, seq) && !LaneRange.isAhead(to, seq)) {
                passed.put(seq, kind);
            }
        });
        long moved = LaneRange.passed(from, to);
        if (moved != passed.size()) {
            throw new IllegalArgumentException("a step of " + tag + " passes " + moved
                    + " events and says what became of " + passed.size() + " of them");
        }
        return passed;
    }

    private static void held(Parked parked, Map<Count, Long> counts, long n) {
        if (parked.parking() == Parking.HELD) {
            counts.merge(new Count(Verdict.HELD, parked.reason()), n, Long::sum);
        }
    }
}
