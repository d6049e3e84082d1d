package io.taghub.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The settings that are written otherwise in one group than in another, key by key, for whoever has no better words. */
final class WrittenChanges {
    private static final int LONGEST = 80;

    private WrittenChanges() {}

    /**
     * @param path of the key within the group, {@code limits.max_age}
     * @param before null where it is not written
     * @param after null where it is not written
     */
    record Change(
            String path, @Nullable Object before, @Nullable Object after) {
        String first() {
            int dot = path.indexOf('.');
            return dot < 0 ? path : path.substring(0, dot);
        }

        /** {@code changes from 7d to 3d}; a secret stands in no config, so what is written may be shown. */
        String words() {
            if (before == null || after == null) {
                return before == null
                        ? "becomes " + cut(shown(after), 0)
                        : "is no longer set (it was " + cut(shown(before), 0) + ")";
            }
            String was = shown(before);
            String is = shown(after);
            int from = Math.max(was.length(), is.length()) > LONGEST ? differ(was, is) : 0;
            return "changes from " + cut(was, from) + " to " + cut(is, from);
        }

        /** Where the part begins in which they differ: a parameter, a segment, a word. */
        private static int differ(String one, String other) {
            int same = 0;
            while (same < Math.min(one.length(), other.length()) && one.charAt(same) == other.charAt(same)) {
                same++;
            }
            if (same < LONGEST / 2) {
                return 0;
            }
            int start = same;
            while (start > 0 && "?&/,".indexOf(one.charAt(start - 1)) < 0) {
                start--;
            }
            return same - start > LONGEST / 2 ? same - LONGEST / 4 : start;
        }

        private static String cut(String text, int from) {
            int start = Math.min(from, text.length());
            int end = Math.min(text.length(), start + LONGEST);
            return (start > 0 ? "…" : "") + text.substring(start, end) + (end < text.length() ? "…" : "");
        }

        /** As YAML has it on one line. */
        private static String shown(@Nullable Object value) {
            return switch (value) {
                case Map<?, ?> map ->
                    map.entrySet().stream()
                            .map(entry -> entry.getKey() + ": " + shown(entry.getValue()))
                            .collect(Collectors.joining(", ", "{", "}"));
                case List<?> list -> list.stream().map(Change::shown).collect(Collectors.joining(", ", "[", "]"));
                case null, default -> String.valueOf(value).strip().replaceAll("\\s+", " ");
            };
        }
    }

    /** In the order of the new one, then what it no longer has. */
    static List<Change> between(@Nullable Object before, @Nullable Object after) {
        Map<String, @Nullable Object> old = new LinkedHashMap<>();
        Map<String, @Nullable Object> changed = new LinkedHashMap<>();
        flatten(before, "", old);
        flatten(after, "", changed);
        Set<String> paths = new LinkedHashSet<>(changed.keySet());
        paths.addAll(old.keySet());
        List<Change> changes = new ArrayList<>();
        for (String path : paths) {
            Object was = old.get(path);
            Object is = changed.get(path);
            if (!Objects.equals(text(was), text(is))) {
                changes.add(new Change(path, was, is));
            }
        }
        return changes;
    }

    /** A number in quotes is the same setting. */
    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : String.valueOf(value);
    }

    private static void flatten(@Nullable Object value, String path, Map<String, @Nullable Object> into) {
        if (value instanceof Map<?, ?> group && !(group.isEmpty() && path.isEmpty())) {
            group.forEach((key, inner) -> flatten(inner, path.isEmpty() ? "" + key : path + "." + key, into));
        } else if (!path.isEmpty()) {
            into.put(path, value);
        }
    }
}
