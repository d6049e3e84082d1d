package io.taghub.plan;

import io.taghub.config.HubConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What two configs ask of events differently, in a marketer's words. */
final class ContractChanges {
    private static final String REQUIRE = "require";
    private static final String CONDITIONS = "fields";
    private static final String VALUE = "value";

    private final List<String> lines = new ArrayList<>();

    private ContractChanges() {}

    static List<String> between(HubConfig before, HubConfig after) {
        ContractChanges changes = new ContractChanges();
        names(before, after).forEach(name -> changes.event(name, entry(before, name), entry(after, name)));
        return changes.lines;
    }

    /** Whether this path of the config is one that is told of here. */
    static boolean isOf(String path, HubConfig before, HubConfig after) {
        return names(before, after).stream()
                .flatMap(name -> Stream.of(REQUIRE, CONDITIONS, VALUE).map(key -> "events." + name + "." + key))
                .anyMatch(one -> path.equals(one) || path.startsWith(one + "."));
    }

    private static Set<String> names(HubConfig before, HubConfig after) {
        Set<String> names = new TreeSet<>(before.events().keySet());
        names.addAll(after.events().keySet());
        return names;
    }

    private void event(String name, Map<String, @Nullable Object> was, Map<String, @Nullable Object> is) {
        Set<String> required = fields(was.get(REQUIRE));
        Set<String> wanted = fields(is.get(REQUIRE));
        wanted.stream()
                .filter(field -> !required.contains(field))
                .forEach(field -> lines.add(name + " will be held for a person where " + field + " is missing"));
        required.stream()
                .filter(field -> !wanted.contains(field))
                .forEach(field -> lines.add(name + " will no longer be held where " + field + " is missing"));
        Map<String, String> asked = Conditions.byField(was.get(CONDITIONS));
        Map<String, String> asks = Conditions.byField(is.get(CONDITIONS));
        asks.forEach((field, demand) -> {
            String old = asked.get(field);
            if (!demand.equals(old)) {
                lines.add(name + " will be held for a person unless " + field + " " + demand
                        + (old == null ? "" : ", instead of unless it " + old));
            }
        });
        asked.forEach((field, demand) -> {
            if (!asks.containsKey(field)) {
                lines.add(name + " will go out whether or not " + field + " " + demand);
            }
        });
        Object worth = was.get(VALUE);
        for (WrittenChanges.Change change : WrittenChanges.between(
                Map.of("value", Objects.requireNonNullElse(worth, Map.of())),
                Map.of("value", Objects.requireNonNullElse(is.get(VALUE), Map.of())))) {
            lines.add("what " + name + " is worth to tags without a rule of their own: "
                    + change.path().replaceFirst("^value\\.", "") + " " + change.words());
        }
    }

    private static Set<String> fields(@Nullable Object written) {
        Set<String> fields = new LinkedHashSet<>();
        Stream<?> all = written instanceof List<?> list ? list.stream() : Stream.ofNullable(written);
        all.map(String::valueOf).forEach(fields::add);
        return fields;
    }

    private static Map<String, @Nullable Object> entry(HubConfig config, String name) {
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        if (config.written().keys().get("events") instanceof Map<?, ?> events
                && events.get(name) instanceof Map<?, ?> own) {
            own.forEach((key, value) -> entry.put(String.valueOf(key), value));
        }
        return entry;
    }
}
