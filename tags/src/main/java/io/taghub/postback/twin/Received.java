package io.taghub.postback.twin;

import io.taghub.twin.Call;
import io.taghub.twin.InClear;
import io.taghub.twin.Shape;
import io.taghub.twin.StrictJson;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A call read as a postback.
 *
 * @param parameters of query, form and JSON body, {@code order.items.0.id} for what is inside; the first of a name wins, an
 *     empty one is none
 */
record Received(Call call, Map<String, String> parameters) {
    private static final String HEADER = "header ";
    private static final String PATH = "path ";

    static Received of(Call call) {
        Map<String, String> values = new LinkedHashMap<>();
        call.query().forEach((name, all) -> put(values, name, all.getFirst()));
        if (call.isForm()) {
            call.form().forEach((name, all) -> put(values, name, all.getFirst()));
        } else {
            JsonNode json = StrictJson.parse(call.body());
            if (json != null) {
                collect(values, "", json);
            }
        }
        return new Received(call, values);
    }

    private static void collect(Map<String, String> values, String name, JsonNode node) {
        String inside = name.isEmpty() ? "" : name + ".";
        String text = StrictJson.text(node);
        if (text != null && !name.isEmpty()) {
            put(values, name, text);
        } else if (node.isObject()) {
            node.properties().forEach(field -> collect(values, inside + field.getKey(), field.getValue()));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(values, inside + i, node.get(i));
            }
        }
    }

    private static void put(Map<String, String> values, String name, String value) {
        if (!value.isEmpty()) {
            values.putIfAbsent(name, value);
        }
    }

    /** With each of these parameters no longer than the network keeps it. */
    Received cut(Map<String, String> lengths) {
        Map<String, String> kept = new LinkedHashMap<>(parameters);
        lengths.forEach((name, length) -> kept.computeIfPresent(
                name, (key, value) -> value.substring(0, Math.min(value.length(), Integer.parseInt(length)))));
        return new Received(call, kept);
    }

    String host() {
        return call.host();
    }

    String path() {
        return call.path();
    }

    /**
     * What stands at {@code name}, {@code header NAME}, {@code path N} or {@code path NAME:}; of {@code a|b} at the first of
     * them.
     */
    @Nullable
    String value(@Nullable String where) {
        for (String one : where == null ? new String[0] : where.split("\\|")) {
            String value = one.startsWith(HEADER)
                    ? call.header(one.substring(HEADER.length()).toLowerCase(Locale.ROOT))
                    : one.startsWith(PATH) ? segment(one.substring(PATH.length())) : parameters.get(one);
            if (value != null && !value.isEmpty()) {
                return value;
            }
        }
        return null;
    }

    private @Nullable String segment(String which) {
        String[] segments = path().split("/");
        if (which.endsWith(":")) {
            return Arrays.stream(segments)
                    .map(Received::decoded)
                    .map(text -> text.replaceAll("^\\[|\\]$", ""))
                    .filter(text -> text.startsWith(which))
                    .map(text -> text.substring(which.length()))
                    .findFirst()
                    .orElse(null);
        }
        int at = which.matches("[1-9]\\d?") ? Integer.parseInt(which) : segments.length;
        return at < segments.length ? decoded(segments[at]) : null;
    }

    private static String decoded(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return segment;
        }
    }

    /** What no network is fond of. */
    List<String> problems(Predicate<String> mayBeEmpty) {
        List<String> problems = new ArrayList<>();
        parameters.forEach((name, value) -> {
            if (Shape.isUnfilled(value)) {
                problems.add(name + " is a macro nobody filled in");
            } else {
                problems.addAll(InClear.problems("", StrictJson.object().put(name, value)));
            }
        });
        call.query().forEach((name, all) -> {
            if (all.contains("") && !mayBeEmpty.test(name)) {
                problems.add(name + " is empty");
            }
            if (all.size() > 1) {
                problems.add(name + " is there more than once");
            }
        });
        if (!Set.of("GET", "POST").contains(call.method())) {
            problems.add(call.method() + " is not a method for postbacks");
        }
        return problems;
    }
}
