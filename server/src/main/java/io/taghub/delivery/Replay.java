package io.taghub.delivery;

import io.taghub.store.LaneStore;
import io.taghub.store.LaneStore.Decision;
import io.taghub.store.Verdict;
import io.taghub.tag.Reason;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sends again what was decided against: rejected and expired events go back to their lane with the same id and time, and
 * consent, age and click are judged as of now. What was delivered is never sent again.
 */
public final class Replay {
    private static final int SLICE = 500;
    private static final Set<Verdict> AGAIN =
            Set.of(Verdict.REJECTED, Verdict.EXPIRED, Verdict.SUPPRESSED, Verdict.SKIPPED);
    private static final Set<Verdict> FAILED = Set.of(Verdict.REJECTED, Verdict.EXPIRED);

    private final LaneStore lanes;
    private final InstantSource clock;

    public Replay(LaneStore lanes, InstantSource clock) {
        this.lanes = lanes;
        this.clock = clock;
    }

    /** How many decided events match, and how many of them were put back. */
    public record Report(long matched, long reopened) {}

    /**
     * @param from received at or after, null for any
     * @param to received before, null for any
     * @param reason decided for this reason, null for every rejected or expired event; with a reason also skipped and
     *     suppressed ones
     */
    public Report run(
            String tag, @Nullable Instant from, @Nullable Instant to, @Nullable Reason reason, boolean dryRun) {
        Set<Verdict> verdicts = reason == null ? FAILED : AGAIN;
        long matched = 0;
        long after = 0;
        for (List<Decision> slice = lanes.decided(tag, verdicts, from, to, reason, after, SLICE);
                !slice.isEmpty();
                slice = lanes.decided(tag, verdicts, from, to, reason, after, SLICE)) {
            matched += slice.size();
            after = slice.getLast().seq();
            if (!dryRun) {
                lanes.reopen(tag, slice.stream().map(Decision::seq).toList(), clock.instant());
            }
        }
        return new Report(matched, dryRun ? 0 : matched);
    }
}
