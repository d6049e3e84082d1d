package io.taghub.delivery.replay;

import io.taghub.config.HubConfig;
import io.taghub.config.TagConfig;
import io.taghub.delivery.Triage;
import io.taghub.delivery.told.Earlier;
import io.taghub.event.Event;
import io.taghub.store.IdentityStore.Known;
import io.taghub.store.Journal.Entry;
import io.taghub.store.LaneStore.Count;
import io.taghub.store.LaneStore.Decision;
import io.taghub.store.Store;
import io.taghub.store.Verdict;
import io.taghub.tag.Reason;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends again what was decided against: rejected and expired events go back to their lane with the same id and time, and
 * consent, age and click are judged as of now. What was delivered is never sent again, and what may have arrived only
 * while the platform recognises repeats. Safe for many threads.
 */
public final class Replay {
    private static final int SLICE = 500;
    private static final int REMEMBERED = 16;
    private static final Set<Verdict> AGAIN =
            Set.of(Verdict.REJECTED, Verdict.EXPIRED, Verdict.SUPPRESSED, Verdict.SKIPPED);
    private static final Set<Verdict> REPEATS = Set.of(Verdict.DUPLICATE);
    private static final Set<Verdict> HELD = Set.of(Verdict.HELD);
    private static final Set<Verdict> FAILED = Set.of(Verdict.REJECTED, Verdict.EXPIRED);

    private final Store store;
    private final Supplier<HubConfig> config;
    private final InstantSource clock;
    private final LinkedHashMap<String, Replayed> latest = new LinkedHashMap<>();

    public Replay(Store store, Supplier<HubConfig> config, InstantSource clock) {
        this.store = store;
        this.config = config;
        this.clock = clock;
    }

    /**
     * What a replay found.
     *
     * @param id to ask for its progress with; empty where nothing was put back
     * @param matched how many decided events match
     * @param reopened how many of them were put back
     * @param found what the matching ones had come to before
     * @param outlook of a dry run: what they would come to now; {@link Verdict#DELIVERED} stands for those that would be
     *     sent. Empty otherwise
     */
    public record Report(String id, long matched, long reopened, Map<Count, Long> found, Map<Count, Long> outlook) {}

    /**
     * What became of a replay so far: {@code chosen = sum(decided) + sum(waiting)}.
     *
     * @param sent how many went out at least once since
     * @param pending how many of the waiting ones had no turn yet
     * @param waiting by what they wait for; {@link Reason#REOPENED} for their turn
     */
    public record Progress(
            String tag, long chosen, long sent, long pending, Map<Count, Long> decided, Map<Reason, Long> waiting) {}

    /**
     * @param from received at or after, null for any
     * @param to received before, null for any
     * @param reason decided for this reason, null for every rejected or expired event; with a reason also skipped and
     *     suppressed ones, and by their contract what is held for it
     */
    public Report run(
            String tag, @Nullable Instant from, @Nullable Instant to, @Nullable Reason reason, boolean dryRun) {
        Set<Verdict> verdicts = chosenFor(reason);
        Replayed replayed = new Replayed(tag, clock.instant());
        String id = dryRun ? "" : remember(replayed);
        Map<Count, Long> found = new HashMap<>();
        Map<Count, Long> outlook = new HashMap<>();
        long matched = 0;
        long reopened = 0;
        long after = 0;
        for (List<Decision> slice = store.lanes().decided(tag, verdicts, from, to, reason, after, SLICE);
                !slice.isEmpty();
                slice = store.lanes().decided(tag, verdicts, from, to, reason, after, SLICE)) {
            slice.forEach(one -> found.merge(new Count(one.verdict(), one.reason()), 1L, Long::sum));
            matched += slice.size();
            after = slice.getLast().seq();
            List<Long> seqs = slice.stream().map(Decision::seq).toList();
            if (dryRun) {
                judge(tag, seqs, outlook);
            } else {
                List<Long> again = store.lanes().reopen(tag, seqs, verdicts, clock.instant());
                replayed.add(again);
                reopened += again.size();
            }
        }
        return new Report(reopened == 0 ? "" : id, matched, reopened, found, outlook);
    }

    private static Set<Verdict> chosenFor(@Nullable Reason reason) {
        if (reason == null) {
            return FAILED;
        }
        return reason == Reason.ONCE ? REPEATS : reason == Reason.CONTRACT ? HELD : AGAIN;
    }

    private void judge(String tag, List<Long> seqs, Map<Count, Long> outlook) {
        HubConfig hub = config.get();
        TagConfig settings = hub.tags().get(tag);
        if (settings == null) {
            return;
        }
        Triage triage = new Triage(settings, hub);
        Earlier earlier = new Earlier(settings, store);
        List<Entry> entries = new ArrayList<>();
        for (Entry entry : store.journal().read(seqs)) {
            Count over = switch (earlier.of(entry, false, clock.instant())) {
                case Earlier.Found.As(Entry whole) -> {
                    entries.add(whole);
                    yield null;
                }
                case Earlier.Found.Undecided _ -> new Count(Verdict.DELIVERED, null);
                case Earlier.Found.Untold _ -> new Count(Verdict.SKIPPED, Reason.NO_REVERSAL);
                case Earlier.Found.Repeat _ -> new Count(Verdict.DUPLICATE, Reason.ONCE);
                case Earlier.Found.Over _ -> new Count(Verdict.SKIPPED, Reason.ILLEGAL_MOVE);
            };
            if (over != null) {
                outlook.merge(over, 1L, Long::sum);
            }
        }
        List<Event> events = entries.stream().map(Entry::event).toList();
        List<Known> known = store.identity().known(events);
        for (int i = 0; i < events.size(); i++) {
            Count count = switch (triage.call(events.get(i), entries.get(i).agreed(), known.get(i), clock.instant())) {
                case Triage.Judgement.Send _, Triage.Judgement.Wait _ -> new Count(Verdict.DELIVERED, null);
                case Triage.Judgement.Hold _ -> new Count(Verdict.HELD, Reason.CONTRACT);
                case Triage.Judgement.Decide decide -> new Count(decide.verdict(), decide.reason());
            };
            outlook.merge(count, 1L, Long::sum);
        }
    }

    private String remember(Replayed replayed) {
        String id = UUID.randomUUID().toString();
        synchronized (latest) {
            latest.put(id, replayed);
            if (latest.size() > REMEMBERED) {
                latest.pollFirstEntry();
            }
        }
        return id;
    }

    /** Null if this hub does not know the replay: it was restarted since, or there were many others. */
    public @Nullable Progress progress(String id) {
        Replayed replayed;
        synchronized (latest) {
            replayed = latest.get(id);
        }
        return replayed == null ? null : replayed.look(store.lanes());
    }
}
