package io.taghub.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The conditions under {@code when}, and spans of time, in a marketer's words. */
final class Conditions {
    private Conditions() {}

    /** What changes of the conditions of events that the tag gets. */
    static List<String> changed(String tag, @Nullable Object before, @Nullable Object after) {
        Map<String, Set<String>> was = byEvent(before);
        Map<String, Set<String>> is = byEvent(after);
        List<String> lines = new ArrayList<>();
        is.forEach((event, conditions) -> {
            Set<String> old = was.get(event);
            if (conditions.equals(old) || (old == null && conditions.isEmpty())) {
                return;
            }
            lines.add(tag + " will get "
                    + (conditions.isEmpty() ? "every " + event : event + " only where " + either(conditions))
                    + (old == null || old.isEmpty() ? "" : ", and no longer only where " + either(old)));
        });
        return lines;
    }

    private static String either(Set<String> conditions) {
        return String.join(", or where ", conditions);
    }

    /** By event the conditions of which one is enough; none where all of them go. */
    private static Map<String, Set<String>> byEvent(@Nullable Object when) {
        Map<String, Set<String>> events = new LinkedHashMap<>();
        Set<String> all = new LinkedHashSet<>();
        for (Object entry : when instanceof List<?> list ? list : when == null ? List.of() : List.of(when)) {
            if (entry instanceof Map<?, ?> conditional) {
                conditional.forEach((event, fields) -> {
                    Set<String> conditions = events.computeIfAbsent("" + event, key -> new LinkedHashSet<>());
                    if (fields instanceof Map<?, ?> map && !map.isEmpty()) {
                        conditions.add(sentence(map));
                    } else {
                        all.add("" + event);
                    }
                });
            } else {
                events.computeIfAbsent("" + entry, key -> new LinkedHashSet<>());
                all.add("" + entry);
            }
        }
        all.forEach(event -> events.put(event, Set.of()));
        return events;
    }

    /** {@code value is at least 50 and currency is EUR or USD}. */
    private static String sentence(Map<?, ?> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + " " + demands(field.getValue()))
                .collect(Collectors.joining(" and "));
    }

    /** Of each field what is asked of it, {@code is at least 50}. */
    static Map<String, String> byField(@Nullable Object fields) {
        Map<String, String> demands = new LinkedHashMap<>();
        if (fields instanceof Map<?, ?> map) {
            map.forEach((field, written) -> demands.put(String.valueOf(field), demands(written)));
        }
        return demands;
    }

    private static String demands(@Nullable Object written) {
        return written instanceof Map<?, ?> operators
                ? operators.entrySet().stream()
                        .map(one -> demand("" + one.getKey(), one.getValue()))
                        .collect(Collectors.joining(" and "))
                : demand("is", written);
    }

    private static String demand(String operator, @Nullable Object operand) {
        String said = operand instanceof List<?> list
                ? list.stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(operator.equals("not") ? " nor " : " or "))
                : String.valueOf(operand);
        return switch (operator) {
            case "is", "in" -> "is " + said;
            case "not" -> "is not " + said;
            case "at_least" -> "is at least " + said;
            case "below" -> "is below " + said;
            case "exists" -> Objects.equals(operand, false) ? "is missing" : "is there";
            case "matches" -> "matches " + said;
            case "type" -> "is of the type " + said;
            default -> operator + " " + said;
        };
    }

    /** {@code 2 days}, {@code 36 hours}. */
    static String length(Duration span) {
        long seconds = span.toSeconds();
        return seconds % 86_400 == 0
                ? count(seconds / 86_400, "day")
                : seconds % 3600 == 0
                        ? count(seconds / 3600, "hour")
                        : seconds % 60 == 0 ? count(seconds / 60, "minute") : count(seconds, "second");
    }

    private static String count(long count, String word) {
        return count + " " + word + (count == 1 ? "" : "s");
    }
}
