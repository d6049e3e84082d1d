package io.taghub.store.lane;

import io.taghub.store.LaneStore.Count;
import io.taghub.store.LaneStore.Decision;
import io.taghub.store.Parked;
import io.taghub.store.Parking;
import io.taghub.store.TakenLines;
import io.taghub.store.Verdict;
import io.taghub.store.engine.Database;
import io.taghub.store.engine.Nanos;
import io.taghub.store.engine.Session;
import io.taghub.store.engine.Tx;
import io.taghub.store.record.Attempts;
import io.taghub.store.record.Verdicts;
import io.taghub.tag.Reason;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** What people do with decided and held events: look for them, put them back, decide them. */
final class Reviews {
    private final Database database;
    private final Parkings parkings;
    private final Verdicts verdicts;
    private final Attempts attempts;
    private final OnceRows onces;

    Reviews(Database database, Parkings parkings, Verdicts verdicts, Attempts attempts, OnceRows onces) {
        this.database = database;
        this.parkings = parkings;
        this.verdicts = verdicts;
        this.attempts = attempts;
        this.onces = onces;
    }

    /** Which decisions are looked for. */
    record Choice(
            Set<Verdict> verdicts,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Reason reason) {
        private boolean matches(Verdict verdict, @Nullable Reason its) {
            return verdicts.contains(verdict) && (reason == null || reason == its);
        }
    }

    List<Decision> decided(Session sql, String tag, Choice filter, long after, int max) throws SQLException {
        List<Decision> found = new ArrayList<>();
        long seq = after;
        while (found.size() < max) {
            Verdicts.Chapter chapter = verdicts.after(sql, tag, seq);
            if (chapter == null) {
                break;
            }
            for (Decision decision : matching(sql, tag, chapter, filter)) {
                if (decision.seq() > seq && found.size() < max) {
                    found.add(decision);
                }
            }
            seq = chapter.to();
        }
        return found;
    }

    private List<Decision> matching(Session sql, String tag, Verdicts.Chapter chapter, Choice filter)
            throws SQLException {
        SortedMap<Long, Decision> decisions = chapter.decisions();
        parkings.between(sql, tag, chapter.from(), chapter.to()).forEach((seq, parked) -> {
            decisions.remove(seq);
            if (parked.parking() == Parking.HELD) {
                decisions.put(seq, new Decision(seq, Verdict.HELD, parked.reason(), parked.detail()));
            }
        });
        decisions.values().removeIf(decision -> !filter.matches(decision.verdict(), decision.reason()));
        if (decisions.isEmpty()) {
            return List.of();
        }
        Set<Long> inTime = new HashSet<>(sql.list(
                "SELECT seq FROM event WHERE seq BETWEEN ? AND ? AND received >= ? AND received < ?",
                row -> row.getLong(1),
                decisions.firstKey(),
                decisions.lastKey(),
                filter.from == null ? 0L : Nanos.of(filter.from),
                Nanos.orNever(filter.to)));
        decisions.keySet().retainAll(inTime);
        return List.copyOf(decisions.values());
    }

    /**
     * Those that are neither decided nor held stay as they are, and so do those whose event is gone.
     *
     * @param asTheyAre whether a person looked at them and wants them sent
     */
    List<Long> reopen(Tx tx, String tag, List<Long> seqs, Set<Verdict> from, Instant due, boolean asTheyAre)
            throws SQLException {
        if (LaneRow.lock(tx, database, tag) == null) {
            return List.of();
        }
        List<Long> present =
                tx.sql.listIn("SELECT seq FROM event WHERE seq IN (?*)", row -> row.getLong(1), new HashSet<>(seqs));
        Map<Long, Parked> parked = parkings.these(tx.sql, tag, present);
        Map<Long, Instant> unknown = attempts.unknown(tx.sql, tag, new HashSet<>(present));
        Map<Count, Long> counts = new HashMap<>();
        List<Parked> reopened = new ArrayList<>();
        for (long seq : present) {
            Parked held = parked.get(seq);
            if (held != null && held.parking() != Parking.HELD) {
                continue;
            }
            Decision decision = held == null
                    ? verdicts.decision(tx.sql, tag, seq)
                    : new Decision(seq, Verdict.HELD, held.reason(), held.detail());
            if (decision != null && from.contains(decision.verdict())) {
                counts.merge(new Count(decision.verdict(), decision.reason()), -1L, Long::sum);
                // A person who had it held before their eyes knows; a replay of thousands does not.
                boolean unseen = held == null || held.reason() == Reason.CONTRACT;
                Instant first = unseen && !asTheyAre ? unknown.get(seq) : null;
                String detail = decision.reason() == Reason.ONCE ? Parked.DESPITE : "";
                Parked again = Parked.of(seq, Parking.RETRY, due, Reason.REOPENED, detail)
                        .after(0, first, first != null)
                        .lines(held == null ? TakenLines.notes(decision.detail()) : held.lines());
                reopened.add(asTheyAre ? again.release() : again);
            }
        }
        parkings.put(tx, tag, reopened);
        verdicts.count(tx, tag, counts);
        return reopened.stream().map(Parked::seq).toList();
    }

    /** Decisions about events that are not held change nothing. */
    Set<Long> settle(Tx tx, String tag, List<Decision> decisions) throws SQLException {
        if (LaneRow.lock(tx, database, tag) == null) {
            return Set.of();
        }
        Map<Long, Parked> parked = parkings.these(
                tx.sql, tag, decisions.stream().map(Decision::seq).distinct().toList());
        Map<Long, Decision> settled = new HashMap<>();
        Map<Count, Long> counts = new HashMap<>();
        for (Decision decision : decisions) {
            Parked held = parked.get(decision.seq());
            if (held != null
                    && held.parking() == Parking.HELD
                    && settled.putIfAbsent(decision.seq(), whole(decision, held)) == null) {
                counts.merge(new Count(Verdict.HELD, held.reason()), -1L, Long::sum);
                counts.merge(new Count(decision.verdict(), decision.reason()), 1L, Long::sum);
            }
        }
        verdicts.decide(tx, tag, settled.values());
        parkings.remove(tx, tag, settled.keySet());
        onces.remove(
                tx,
                tag,
                settled.values().stream()
                        .filter(decision -> decision.verdict() != Verdict.DELIVERED)
                        .map(Decision::seq)
                        .toList());
        verdicts.count(tx, tag, counts);
        return settled.keySet();
    }

    /** Of an order that is given up the receiver keeps the lines that it took. */
    private static Decision whole(Decision decision, Parked held) {
        String took = decision.verdict() == Verdict.DELIVERED ? "" : TakenLines.words(held.lines());
        return took.isEmpty()
                ? decision
                : new Decision(decision.seq(), decision.verdict(), decision.reason(), decision.detail() + took);
    }
}
