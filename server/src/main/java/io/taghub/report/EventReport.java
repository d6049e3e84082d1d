package io.taghub.report;

import io.taghub.config.HubConfig;
import io.taghub.config.TagConfig;
import io.taghub.store.ReportStore;
import io.taghub.store.ReportStore.Line;
import io.taghub.store.ReportStore.Sum;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of events by day, event and receiver.
 *
 * @param to the last day
 * @param zone the time zone of its days
 * @param rows by day, event and receiver; of each day and event first the row without a receiver
 */
public record EventReport(LocalDate from, LocalDate to, String zone, List<ReportRow> rows) {

    /** @param config which says what a tag that has not come to an event asks for */
    public static EventReport of(ReportStore store, HubConfig config, ReportQuery query) {
        String tag = query.tag();
        String event = query.event();
        Map<Key, Map<Line, Sum>> groups = new TreeMap<>();
        store.totals(query.from(), query.to(), query.zone()).forEach((line, sum) -> {
            if ((tag == null || line.tag().equals(tag))
                    && (event == null || line.event().equals(event))) {
                groups.computeIfAbsent(new Key(line.day(), line.event(), line.tag()), key -> new HashMap<>())
                        .put(line, sum);
            }
        });
        List<ReportRow> rows = new ArrayList<>();
        groups.forEach((key, lines) ->
                rows.add(ReportRow.of(key.day, key.event, key.tag, asks(config, key.tag, key.event), lines)));
        return new EventReport(query.from(), query.to(), query.zoneName(), rows);
    }

    private static boolean asks(HubConfig config, String tag, String event) {
        TagConfig its = config.tags().get(tag);
        return its != null && its.when().contains(event);
    }

    private record Key(LocalDate day, String event, String tag) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::day).thenComparing(Key::event).thenComparing(Key::tag);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }
}
