package io.taghub.hub;

import io.taghub.config.HubConfig;
import io.taghub.store.LaneStore.Count;
import io.taghub.store.LaneStore.Sums;
import io.taghub.store.Store;
import io.taghub.store.Verdict;
import io.taghub.tag.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What waits for a person, in sentences without what the config says. Safe for many threads: what it remembers is one
 * volatile record.
 */
final class Held {
    /** Whoever asks for the hub's health every moment does not have the store counted every moment. */
    private static final long FRESH = Duration.ofSeconds(5).toNanos();

    private final Store store;
    private final Supplier<HubConfig> config;
    private volatile Said said = new Said(List.of(), System.nanoTime() - FRESH);

    private record Said(List<String> notes, long at) {}

    Held(Store store, Supplier<HubConfig> config) {
        this.store = store;
        this.config = config;
    }

    /** These, and what is held. */
    List<String> with(List<String> others) {
        List<String> all = new ArrayList<>(others);
        all.addAll(notes());
        return all;
    }

    private List<String> notes() {
        if (System.nanoTime() - said.at >= FRESH && store.healthy()) {
            said = new Said(counted(), System.nanoTime());
        }
        return said.notes;
    }

    private List<String> counted() {
        long contract = 0;
        long doubt = 0;
        List<String> paused = new ArrayList<>();
        List<String> hampered = new ArrayList<>();
        for (String tag : config.get().tags().keySet()) {
            Sums sums = store.lanes().sums(tag);
            if (store.lanes().paused(tag).isPresent()) {
                paused.add("'" + tag + "'");
            } else if (sums.waiting().keySet().stream().anyMatch(Reason::isOfSettings)) {
                hampered.add("'" + tag + "'");
            }
            for (Map.Entry<Count, Long> one : sums.verdicts().entrySet()) {
                if (one.getKey().verdict() == Verdict.HELD && one.getKey().reason() == Reason.CONTRACT) {
                    contract += one.getValue();
                } else if (one.getKey().verdict() == Verdict.HELD) {
                    doubt += one.getValue();
                }
            }
        }
        List<String> notes = new ArrayList<>();
        if (!paused.isEmpty()) {
            notes.add(tags(paused) + (paused.size() == 1 ? " is" : " are")
                    + " paused; the console's page \"Tags\" says why.");
        }
        if (!hampered.isEmpty()) {
            notes.add(
                    "events of " + tags(hampered)
                            + " wait because the platform refuses the settings for these; the console's page \"Tags\" says why.");
        }
        if (contract > 0) {
            notes.add(number(contract, "is", "are")
                    + " held, because what 'events' says of them is not so (CONTRACT); `taghub held` lists them.");
        }
        if (doubt > 0) {
            notes.add(number(doubt, "is", "are") + " held for a person's word; `taghub held` lists them.");
        }
        return notes;
    }

    private static String tags(List<String> names) {
        return (names.size() == 1 ? "the tag " : "the tags ") + String.join(", ", names);
    }

    /** An event counts at each tag that does not get it. */
    private static String number(long count, String one, String more) {
        return count == 1 ? "1 event " + one : count + " events " + more;
    }
}
