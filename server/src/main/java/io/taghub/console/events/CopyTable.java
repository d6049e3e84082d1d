package io.taghub.console.events;

import io.taghub.console.Show;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An event's copies side by side, field by field, with what the hub made of them. */
public record CopyTable(List<String> columns, List<Row> rows) {
    /** What each copy has of its own. */
    private static final Set<String> OWN = Set.of("received", "channels");

    /**
     * @param merged what stands in the event
     * @param differs whether the copies contradict each other
     */
    record Row(String field, List<String> copies, String merged, boolean differs) {}

    public static CopyTable of(EventTrace trace, Show show) {
        Map<String, Object> merged = flat(trace.event());
        List<Map<String, Object>> copies =
                trace.copies().stream().map(CopyTable::flat).toList();
        List<String> fields = new ArrayList<>(merged.keySet());
        copies.forEach(copy ->
                copy.keySet().stream().filter(key -> !fields.contains(key)).forEach(fields::add));
        List<Row> rows = fields.stream()
                .map(field -> {
                    List<String> values = copies.stream()
                            .map(copy -> show.value(copy.get(field)))
                            .toList();
                    boolean differs = !OWN.contains(field)
                            && values.stream()
                                            .filter(value -> !value.isEmpty())
                                            .distinct()
                                            .count()
                                    > 1;
                    return new Row(field, values, show.value(merged.get(field)), differs);
                })
                .toList();
        return new CopyTable(
                trace.copies().stream()
                        .map(copy -> show.value(copy.get("channels")))
                        .toList(),
                rows);
    }

    /** One level of nesting becomes a dotted name: {@code user.email}. */
    private static Map<String, Object> flat(Map<String, Object> event) {
        Map<String, Object> flat = new LinkedHashMap<>();
        event.forEach((key, value) -> {
            // They have a table of their own.
            if (!key.equals("notes")) {
                put(flat, key, value);
            }
        });
        return flat;
    }

    private static void put(Map<String, Object> flat, String key, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((inner, nested) -> put(flat, key + "." + inner, nested));
        } else if (value != null) {
            flat.put(key, value);
        }
    }
}
