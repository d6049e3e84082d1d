package io.taghub.delivery.replay;

import io.taghub.store.LaneStore;
import io.taghub.store.LaneStore.Count;
import io.taghub.store.LaneStore.Decision;
import io.taghub.store.LaneStore.Fate;
import io.taghub.store.Parked;
import io.taghub.store.Parking;
import io.taghub.store.Verdict;
import io.taghub.tag.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The events of one replay, and what became of them; each look asks only about those not decided at the last. Safe for
 * many threads: all of it is behind one lock.
 */
final class Replayed {
    private static final int SLICE = 500;

    private final String tag;
    private final Instant since;
    private final Map<Count, Long> decided = new HashMap<>();
    private List<Long> open = new ArrayList<>();
    private long chosen;
    private long sent;

    Replayed(String tag, Instant since) {
        this.tag = tag;
        this.since = since;
    }

    synchronized void add(List<Long> seqs) {
        open.addAll(seqs);
        chosen += seqs.size();
    }

    synchronized Replay.Progress look(LaneStore lanes) {
        List<Long> still = new ArrayList<>();
        Map<Reason, Long> waiting = new EnumMap<>(Reason.class);
        long underWay = 0;
        for (int from = 0; from < open.size(); from += SLICE) {
            List<Long> slice = open.subList(from, Math.min(open.size(), from + SLICE));
            Map<Long, Fate> fates = lanes.fates(tag, slice);
            for (long seq : slice) {
                switch (Objects.requireNonNull(fates.get(seq))) {
                    case Fate.Decided(Decision decision) -> {
                        count(decision.verdict(), decision.reason());
                        sent += wasSent(decision) ? 1 : 0;
                    }
                    case Fate.Aside(Parked parked)
                    when parked.parking() == Parking.HELD -> {
                        count(Verdict.HELD, parked.reason());
                        sent += wasSent(parked) ? 1 : 0;
                    }
                    case Fate.Aside(Parked parked) -> {
                        still.add(seq);
                        waiting.merge(parked.reason(), 1L, Long::sum);
                        underWay += parked.attempts() > 0 ? 1 : 0;
                    }
                    case Fate.Ahead(), Fate.Before() -> chosen--;
                }
            }
        }
        open = still;
        return new Replay.Progress(
                tag,
                chosen,
                sent + underWay,
                waiting.getOrDefault(Reason.REOPENED, 0L),
                Map.copyOf(decided),
                Map.copyOf(waiting));
    }

    private void count(Verdict verdict, @Nullable Reason reason) {
        decided.merge(new Count(verdict, reason), 1L, Long::sum);
    }

    /** What the hub itself decided never left. */
    private static boolean wasSent(Decision decision) {
        return switch (decision.verdict()) {
            case DELIVERED, DUPLICATE -> true;
            case REJECTED -> decision.reason() != Reason.TAG_FAILED;
            case EXPIRED, SUPPRESSED, SKIPPED, HELD -> false;
        };
    }

    /** Held after an attempt of this replay, not because of an earlier one. */
    private boolean wasSent(Parked held) {
        Instant first = held.firstAttempt();
        return first != null && !first.isBefore(since);
    }
}
