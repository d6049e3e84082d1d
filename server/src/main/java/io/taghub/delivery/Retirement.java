package io.taghub.delivery;

import io.taghub.store.Journal.Entry;
import io.taghub.store.LaneStore;
import io.taghub.store.LaneStore.Decision;
import io.taghub.store.LaneStore.FencedException;
import io.taghub.store.LaneStore.Lease;
import io.taghub.store.LaneStore.Position;
import io.taghub.store.LaneStore.Step;
import io.taghub.store.Parked;
import io.taghub.store.Store;
import io.taghub.store.Verdict;
import io.taghub.tag.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Lets tags that left the configuration no longer hold back retention: what would be forgotten but for their lane is
 * skipped there, so that the sums still match. A tag that comes back goes on with what is still kept.
 */
public final class Retirement {
    private static final int PAGE = 1000;
    private static final Duration LEASE = Duration.ofMinutes(1);

    /** Nobody's node: it never gets the lane of a tag that some node still runs, whatever this node's config says. */
    private static final String NODE = "retirement";

    private final Store store;

    public Retirement(Store store) {
        this.store = store;
    }

    /**
     * @param configured names of the tags that are there
     * @param before events received before are old enough to be forgotten
     * @param config hash of the config that has no other tags
     */
    public void retire(Set<String> configured, Instant before, String config) {
        for (String tag : store.lanes().tags()) {
            if (!configured.contains(tag)) {
                store.lanes().lease(tag, NODE, LEASE).ifPresent(lease -> retire(lease, before, config));
            }
        }
    }

    private void retire(Lease lease, Instant before, String config) {
        try {
            boolean more = true;
            while (more && store.lanes().renew(lease, LEASE)) {
                more = pass(lease, before, config);
            }
            putAside(lease, before, config);
            store.lanes().release(lease);
        } catch (FencedException cameBack) {
            // The tag is in the configuration again and its lane runs.
        }
    }

    /** Skips a page of old events the lane had not come to; false if there is none. */
    private boolean pass(Lease lease, Instant before, String config) {
        Position at = store.lanes().position(lease.tag());
        boolean backlog = at.hasBacklog();
        List<Entry> old = store.journal().read(backlog ? at.backlogFrom() : at.cursor(), PAGE).stream()
                .filter(entry -> !backlog || at.inBacklog(entry.seq()))
                .takeWhile(old(before))
                .toList();
        if (old.isEmpty()) {
            return false;
        }
        long last = old.getLast().seq();
        skip(lease, backlog ? at.backlogReached(last) : at.reached(last), old, config);
        return true;
    }

    private void putAside(Lease lease, Instant before, String config) {
        LaneStore lanes = store.lanes();
        List<Long> seqs = Stream.concat(
                        lanes.due(lease.tag(), Instant.MAX, Integer.MAX_VALUE).stream(),
                        lanes.held(lease.tag(), Integer.MAX_VALUE).stream())
                .map(Parked::seq)
                .sorted()
                .toList();
        for (int from = 0; from < seqs.size(); from += PAGE) {
            List<Long> page = seqs.subList(from, Math.min(seqs.size(), from + PAGE));
            Position at = lanes.position(lease.tag());
            skip(
                    lease,
                    at,
                    store.journal().read(page).stream().filter(old(before)).toList(),
                    config);
        }
    }

    private static Predicate<Entry> old(Instant before) {
        return entry -> entry.event().received().isBefore(before);
    }

    private void skip(Lease lease, Position to, List<Entry> entries, String config) {
        if (entries.isEmpty()) {
            return;
        }
        List<Decision> decisions = entries.stream()
                .map(entry -> new Decision(entry.seq(), Verdict.SKIPPED, Reason.DISABLED, "the tag left the config"))
                .toList();
        store.lanes().commit(lease, new Step(to, decisions, List.of(), List.of(), true).by(config));
    }
}
