package io.taghub.store.person;

import io.taghub.event.ClickId;
import io.taghub.text.Moment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Click ids and browser ids with the time each was first seen, oldest first. */
public final class Touches {
    /** Of each name the first and the newest are kept: a session that is new every day must not push a click out. */
    static final int MAX = 50;

    private static final Set<String> WORDS = Set.of("true", "false", "1", "0");

    private Touches() {}

    /** First seen is first seen: of a touch that is known only what was not said before is taken, such as whose it is. */
    static List<ClickId> with(List<ClickId> known, Iterable<ClickId> seen) {
        List<ClickId> more = new ArrayList<>(known);
        for (ClickId id : seen) {
            if (isWord(id)) {
                say(id, more);
                continue;
            }
            int same = 0;
            while (same < more.size() && !more.get(same).same(id)) {
                same++;
            }
            if (same == more.size()) {
                more.add(id);
            } else {
                more.set(same, more.get(same).or(id));
            }
        }
        if (more.equals(known)) {
            return known;
        }
        more.sort(Comparator.comparing(ClickId::seen));
        while (more.size() > MAX) {
            more.remove(secondOfTheMost(more));
        }
        return more;
    }

    /** What a cookie says and names nobody by: {@code true} of an opt-out. */
    private static boolean isWord(ClickId id) {
        return WORDS.contains(id.value().toLowerCase(Locale.ROOT));
    }

    /** Of words the newest counts, as of when it was said first since another was. */
    private static void say(ClickId word, List<ClickId> touches) {
        boolean known = touches.stream()
                .filter(one -> one.name().equals(word.name()) && isWord(one))
                .anyMatch(one -> one.same(word) || one.seen().isAfter(word.seen()));
        if (!known) {
            touches.removeIf(one -> one.name().equals(word.name()) && isWord(one));
            touches.add(word);
        }
    }

    private static int secondOfTheMost(List<ClickId> touches) {
        Map<String, Integer> counts = new HashMap<>();
        touches.forEach(touch -> counts.merge(touch.name(), 1, Integer::sum));
        String most =
                Collections.max(counts.entrySet(), Map.Entry.comparingByValue()).getKey();
        int first = 0;
        while (!touches.get(first).name().equals(most)) {
            first++;
        }
        int second = first + 1;
        while (second < touches.size() && !touches.get(second).name().equals(most)) {
            second++;
        }
        return second < touches.size() ? second : 1;
    }

    /** Of all these, each once, as it was first seen. */
    public static List<ClickId> merged(Collection<List<ClickId>> all) {
        if (all.size() == 1) {
            return all.iterator().next();
        }
        Map<List<String>, ClickId> first = new HashMap<>();
        for (List<ClickId> touches : all) {
            for (ClickId touch : touches) {
                first.merge(
                        List.of(touch.name(), touch.value()),
                        touch,
                        (one, two) -> two.seen().isBefore(one.seen()) ? two.or(one) : one.or(two));
            }
        }
        return first.values().stream()
                .sorted(Comparator.comparing(ClickId::seen))
                .toList();
    }

    static void write(List<ClickId> touches, ArrayNode list) {
        for (ClickId touch : touches) {
            ObjectNode node = list.addObject();
            node.put("name", touch.name())
                    .put("value", touch.value())
                    .put("seen", touch.seen().toString());
            if (!touch.params().isEmpty()) {
                ObjectNode params = node.putObject("params");
                new TreeMap<>(touch.params()).forEach(params::put);
            }
            if (touch.owner() != null) {
                node.put("for", touch.owner());
            }
        }
    }

    static List<ClickId> read(JsonNode list) {
        List<ClickId> touches = new ArrayList<>();
        for (JsonNode touch : list) {
            TreeMap<String, String> params = new TreeMap<>();
            touch.path("params")
                    .properties()
                    .forEach(
                            param -> params.put(param.getKey(), param.getValue().stringValue()));
            touches.add(new ClickId(
                    touch.path("name").stringValue(),
                    touch.path("value").stringValue(),
                    Moment.instant(touch.path("seen").stringValue()),
                    params,
                    touch.path("for").isString() ? touch.path("for").stringValue() : null));
        }
        return touches;
    }
}
