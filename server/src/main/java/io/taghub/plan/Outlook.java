package io.taghub.plan;

import io.taghub.config.HubConfig;
import io.taghub.store.IdentityStore.Known;
import io.taghub.store.Journal;
import io.taghub.store.Journal.Entry;
import io.taghub.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Judges what came in lately by two configs, and counts what would become of it at each tag. Each event is judged as of its
 * own time, by what the hub knows of people now; what a platform would answer nobody knows.
 */
public final class Outlook {
    private static final int PAGE = 500;

    private static final Comparator<Shift> BY_WORDS = Comparator.comparing(Shift::toString);

    /** An event that waited for its twin is in the journal behind others that came after it. */
    private static final Duration OUT_OF_ORDER = Duration.ofHours(2);

    /** A person waits for the answer. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Store store;
    private final HubConfig before;
    private final HubConfig after;
    private final Instant now;

    /**
     * What came of it.
     *
     * @param events how many were judged
     * @param first when the first of them was received, null if there was none
     * @param cut received after this one there are more, for which there was no time; null where all were judged
     * @param tags in the order of the new config, then those it does not have
     */
    public record Report(
            Instant from,
            long events,
            @Nullable Instant first,
            @Nullable Instant cut,
            List<Tally> tags) {}

    /**
     * One tag's counts.
     *
     * @param before empty where the tag is not in the old config
     * @param after empty where the tag is not in the new config
     * @param retold by event what both send, and not the same
     */
    public record Tally(
            String tag,
            Map<Forecast, Long> before,
            Map<Forecast, Long> after,
            List<Move> moves,
            Map<String, Retold> retold) {}

    /**
     * Events that would end otherwise.
     *
     * @param from null where the tag is not in the old config
     * @param to null where the tag is not in the new config
     */
    public record Move(
            String event, @Nullable Forecast from, @Nullable Forecast to, long count) {}

    private record Shift(
            String event, @Nullable Forecast from, @Nullable Forecast to) {}

    private record Counts(
            Map<Forecast, Long> before, Map<Forecast, Long> after, Map<Shift, Long> moves, Map<String, Retold> retold) {
        Counts() {
            this(new LinkedHashMap<>(), new LinkedHashMap<>(), new TreeMap<>(BY_WORDS), new TreeMap<>());
        }
    }

    private Outlook(Store store, HubConfig before, HubConfig after, Instant now) {
        this.store = store;
        this.before = before;
        this.after = after;
        this.now = now;
    }

    /** @param from events received at or after */
    public static Report of(Store store, HubConfig before, HubConfig after, Instant from, Instant now) {
        return new Outlook(store, before, after, now).run(from);
    }

    private Report run(Instant from) {
        long began = System.nanoTime();
        Journal journal = store.journal();
        Judges old = new Judges(before, store, now);
        Judges changed = new Judges(after, store, now);
        Set<String> names = new LinkedHashSet<>(after.tags().keySet());
        names.addAll(before.tags().keySet());
        Map<String, Counts> counts = new LinkedHashMap<>();
        names.forEach(name -> counts.put(name, new Counts()));
        long events = 0;
        Instant first = null;
        Instant cut = null;
        long seq = journal.before(from.minus(OUT_OF_ORDER));
        for (List<Entry> page = journal.read(seq, PAGE); !page.isEmpty(); page = journal.read(seq, PAGE)) {
            seq = page.getLast().seq();
            List<Entry> wanted = page.stream()
                    .filter(entry -> !entry.event().received().isBefore(from))
                    .toList();
            List<Known> known =
                    store.identity().known(wanted.stream().map(Entry::event).toList());
            for (int i = 0; i < wanted.size(); i++) {
                count(wanted.get(i), known.get(i), old, changed, counts);
            }
            events += wanted.size();
            first = first != null || wanted.isEmpty()
                    ? first
                    : wanted.getFirst().event().received();
            if (System.nanoTime() - began > PATIENCE.toNanos()) {
                cut = page.getLast().event().received();
                break;
            }
        }
        return new Report(
                from,
                events,
                first,
                cut,
                counts.entrySet().stream()
                        .map(tag -> tally(tag.getKey(), tag.getValue()))
                        .toList());
    }

    private static void count(Entry entry, Known known, Judges old, Judges changed, Map<String, Counts> counts) {
        String name = entry.event().name();
        counts.forEach((tag, count) -> {
            Judges.Judged before = old.judge(tag, entry, known);
            Judges.Judged after = changed.judge(tag, entry, known);
            Forecast was = before == null ? null : before.forecast();
            Forecast is = after == null ? null : after.forecast();
            if (was != null && was != Forecast.OFF) {
                count.before.merge(was, 1L, Long::sum);
            }
            if (is != null && is != Forecast.OFF) {
                count.after.merge(is, 1L, Long::sum);
            }
            if (!Objects.equals(was, is)) {
                count.moves.merge(new Shift(name, was, is), 1L, Long::sum);
            } else if (before != null && after != null) {
                Told told = before.told();
                Told otherwise = after.told();
                if (told != null && otherwise != null && !told.sameAs(otherwise)) {
                    count.retold.computeIfAbsent(name, key -> new Retold()).count(told, otherwise);
                }
            }
        });
    }

    private static Tally tally(String tag, Counts counts) {
        return new Tally(
                tag,
                counts.before,
                counts.after,
                counts.moves.entrySet().stream()
                        .map(move -> new Move(
                                move.getKey().event(),
                                move.getKey().from(),
                                move.getKey().to(),
                                move.getValue()))
                        .toList(),
                counts.retold);
    }
}
