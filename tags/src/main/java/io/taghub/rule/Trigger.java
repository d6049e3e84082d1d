package io.taghub.rule;

import io.taghub.event.Event;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which of the events that {@code when} names a tag gets.
 *
 * @param entries by an event's name, each of its entries with conditions that are all to be met; nothing of an event that a
 *     tag gets whatever is in it
 */
public record Trigger(Map<String, List<List<Condition>>> entries) {
    static final Trigger ALWAYS = new Trigger(Map.of());

    /** The name of the event that one entry of {@code when} is about, null where it is not written as one. */
    public static @Nullable String nameOf(@Nullable Object entry) {
        return switch (entry) {
            case Map<?, ?> map
            when map.size() == 1 -> String.valueOf(map.keySet().iterator().next());
            case String name -> name;
            case Number number -> number.toString();
            case null, default -> null;
        };
    }

    /** The names in {@code when}, for whoever judges names; what is no entry is left as it is. */
    public static @Nullable Object names(@Nullable Object when) {
        return switch (when) {
            case Map<?, ?> map -> List.copyOf(map.keySet());
            case List<?> list ->
                list.stream()
                        .filter(entry -> !(entry instanceof Map || entry instanceof List) || nameOf(entry) != null)
                        .<@Nullable Object>map(entry -> entry instanceof Map ? nameOf(entry) : entry)
                        .toList();
            case null, default -> when;
        };
    }

    /** Reads {@code when}, whose names somebody else judges. */
    static Trigger read(@Nullable Object when, String path, Findings findings) {
        if (when instanceof Map<?, ?> map) {
            String name = map.isEmpty()
                    ? "purchase"
                    : String.valueOf(map.keySet().iterator().next());
            findings.error(
                    path,
                    "'when' is a list; write a dash before each event, - " + name + ": { value: { at_least: 100 } }");
        }
        return when instanceof List<?> list ? read(list, path, findings) : ALWAYS;
    }

    private static Trigger read(List<?> when, String path, Findings findings) {
        Map<String, List<List<Condition>>> entries = new LinkedHashMap<>();
        for (int i = 0; i < when.size(); i++) {
            String place = path + "[" + i + "]";
            if (when.get(i) instanceof Map<?, ?> map) {
                String name = nameOf(map);
                if (name == null) {
                    findings.error(place, several(map));
                } else if (map.get(name) instanceof Map<?, ?> conditions && !conditions.isEmpty()) {
                    entries.computeIfAbsent(name, event -> new ArrayList<>())
                            .add(new ConditionReader(findings).read(conditions, place + "." + name));
                } else {
                    findings.error(place, alone(name, map.get(name)));
                }
            } else if (when.get(i) instanceof List) {
                findings.error(place, "an entry of 'when' is an event's name, or a name with conditions below it");
            }
        }
        for (int i = 0; i < when.size(); i++) {
            if (!(when.get(i) instanceof Map) && entries.remove(String.valueOf(when.get(i))) != null) {
                findings.warning(
                        path + "[" + i + "]",
                        "'" + when.get(i) + "' also stands here without conditions, so those elsewhere change nothing");
            }
        }
        return entries.isEmpty() ? ALWAYS : new Trigger(entries);
    }

    private static String several(Map<?, ?> map) {
        List<String> keys = map.keySet().stream().map(String::valueOf).toList();
        String first = keys.isEmpty() ? "purchase" : keys.getFirst();
        if (keys.size() > 1 && (map.get(first) == null || keys.contains("event") || keys.contains("name"))) {
            Object named = map.get(first) == null ? first : map.get(keys.contains("event") ? "event" : "name");
            return "the conditions belong below the event's name, deeper than it: - " + named
                    + ": { value: { at_least: 100 } }";
        }
        return "an entry of 'when' is one event with its conditions; write each of " + String.join(", ", keys)
                + " with a dash of its own";
    }

    private static String alone(String name, @Nullable Object behind) {
        return behind == null || behind instanceof Map
                ? "no conditions stand below '" + name + "'; without any it is written - " + name
                : "conditions name a field each: - " + name + ": { value: { at_least: 100 } }";
    }

    /** Whether an event of this name may be in this currency. */
    boolean takesCurrency(String name, String code) {
        List<List<Condition>> alternatives = entries.get(name);
        return alternatives == null
                || alternatives.stream()
                        .anyMatch(conditions -> conditions.stream()
                                .filter(condition -> condition.field().name().equals("currency"))
                                .allMatch(condition ->
                                        condition.demands().stream().allMatch(demand -> demand.met(code))));
    }

    /** Whether no event of this name meets this one and the other. */
    boolean excludes(Trigger other, String name) {
        List<List<Condition>> mine = entries.get(name);
        List<List<Condition>> theirs = other.entries.get(name);
        return mine != null
                && theirs != null
                && mine.stream()
                        .allMatch(one -> theirs.stream()
                                .allMatch(two -> one.stream()
                                        .anyMatch(condition -> two.stream().anyMatch(condition::excludes))));
    }

    /** Which condition is not met, in words without what the event has; null where the tag gets the event. */
    @Nullable
    String unmet(Event event) {
        List<List<Condition>> alternatives = entries.get(event.name());
        if (alternatives == null) {
            return null;
        }
        List<String> unmet = new ArrayList<>(1);
        for (List<Condition> conditions : alternatives) {
            String first = conditions.stream()
                    .map(condition -> condition.unmet(event))
                    .filter(java.util.Objects::nonNull)
                    .findFirst()
                    .orElse(null);
            if (first == null) {
                return null;
            }
            unmet.add(first);
        }
        return unmet.size() == 1
                ? "not met: " + unmet.getFirst()
                : unmet.stream().collect(Collectors.joining("; nor ", "none is met: ", ""));
    }
}
