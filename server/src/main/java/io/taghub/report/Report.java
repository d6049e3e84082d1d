package io.taghub.report;

import io.taghub.store.ReportStore;
import io.taghub.store.ReportStore.Line;
import io.taghub.store.ReportStore.Sum;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What became of events by day, event and receiver.
 *
 * @param to the last day
 * @param zone the time zone of its days
 * @param rows by day, event and receiver; of each day and event first the row without a receiver
 */
public record Report(LocalDate from, LocalDate to, String zone, List<ReportRow> rows) {

    /**
     * @param asks whether a tag asks for events of a name
     * @param tag of this receiver alone, null for all
     * @param event of this name alone, null for all
     */
    public static Report of(
            ReportStore store,
            BiPredicate<String, String> asks,
            LocalDate from,
            LocalDate to,
            ZoneId zone,
            @Nullable String tag,
            @Nullable String event) {
        Map<Key, Map<Line, Sum>> groups = new TreeMap<>();
        store.totals(from, to, zone).forEach((line, sum) -> {
            if ((tag == null || line.tag().equals(tag)) && (event == null || line.event().equals(event))) {
                groups.computeIfAbsent(new Key(line.day(), line.event(), line.tag()), key -> new TreeMap<>(ReportRow.ORDER))
                        .put(line, sum);
            }
        });
        List<ReportRow> rows = new ArrayList<>();
        groups.forEach((key, lines) -> rows.add(
                ReportRow.of(key.day, key.event, key.tag, asks.test(key.tag, key.event), lines)));
        return new Report(from, to, zone.getId(), rows);
    }

    private record Key(LocalDate day, String event, String tag) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int order = day.compareTo(other.day);
            order = order == 0 ? event.compareTo(other.event) : order;
            return order == 0 ? tag.compareTo(other.tag) : order;
        }
    }
}
