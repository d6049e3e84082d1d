package io.taghub.inbound.map;

import io.taghub.inbound.hook.Faults;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * How one field of the event is had from a request.
 *
 * @param from the first that is there counts
 * @param words what is written there to what it means; empty where it means itself
 * @param byDefault null for none
 */
record Extract(
        List<Expression> from,
        Map<String, Word> words,
        @Nullable JsonNode byDefault) {
    private static final Set<String> KEYS = Set.of("from", "values", "default", "const");

    /** In a table for whatever is not in it. */
    static final String ANY_OTHER = "*";

    /** What one entry of a table means. */
    sealed interface Word {
        record Is(JsonNode value) implements Word {}

        /** Several fields at once: {@code {name: deposit, status: reversed}}. */
        record Fields(Map<String, JsonNode> fields) implements Word {}

        /** The whole event is of no interest. */
        record Ignore() implements Word {}
    }

    /** What was found. */
    sealed interface Found {
        record Value(JsonNode value) implements Found {}

        record Fields(Map<String, JsonNode> fields) implements Found {}

        record Ignore() implements Found {}

        record Nothing() implements Found {}

        /** Something is there that the table has no word for. */
        record Unknown() implements Found {}
    }

    Found in(Scene scene) {
        JsonNode value = MissingNode.getInstance();
        for (Expression one : from) {
            value = one.in(scene);
            if (!Expression.isNothing(value)) {
                break;
            }
        }
        if (Expression.isNothing(value)) {
            return byDefault == null ? new Found.Nothing() : new Found.Value(byDefault);
        }
        if (words.isEmpty()) {
            return new Found.Value(value);
        }
        return switch (word(value.asString(""))) {
            case Word.Is(JsonNode meaning) -> new Found.Value(meaning);
            case Word.Fields(Map<String, JsonNode> fields) -> new Found.Fields(fields);
            case Word.Ignore ignore -> new Found.Ignore();
            case null -> new Found.Unknown();
        };
    }

    private @Nullable Word word(String written) {
        Word exactly = words.get(written.strip());
        if (exactly != null) {
            return exactly;
        }
        for (Map.Entry<String, Word> entry : words.entrySet()) {
            if (entry.getKey().equalsIgnoreCase(written.strip())) {
                return entry.getValue();
            }
        }
        return words.get(ANY_OTHER);
    }

    /** Null after an error. */
    static @Nullable Extract of(@Nullable Object written, Faults faults, String path) {
        if (!(written instanceof Map)) {
            List<Expression> from = places(written, faults, path);
            return from.isEmpty() ? null : new Extract(from, Map.of(), null);
        }
        Map<String, @Nullable Object> group = faults.group(written, path, "");
        faults.onlyKeys(group, KEYS, path);
        if (group.containsKey("const")) {
            JsonNode constant = plain(group.get("const"), faults, path + ".const");
            if (group.size() > 1) {
                faults.error(path, "beside 'const' nothing else counts");
            }
            return constant == null ? null : new Extract(List.of(), Map.of(), constant);
        }
        if (group.get("from") == null) {
            faults.error(path, "'from' says where the value is; or 'const' what it always is");
            return null;
        }
        List<Expression> from = places(group.get("from"), faults, path + ".from");
        Map<String, Word> words = group.get("values") == null ? Map.of() : words(group.get("values"), faults, path);
        JsonNode byDefault =
                group.get("default") == null ? null : plain(group.get("default"), faults, path + ".default");
        return new Extract(from, words, byDefault);
    }

    private static List<Expression> places(@Nullable Object written, Faults faults, String path) {
        List<Expression> places = new ArrayList<>();
        List<?> all = written instanceof List<?> list ? list : java.util.Collections.singletonList(written);
        for (int i = 0; i < all.size(); i++) {
            Expression one = Expression.of(all.get(i), faults, written instanceof List ? path + "[" + i + "]" : path);
            if (one != null) {
                places.add(one);
            }
        }
        return places;
    }

    private static Map<String, Word> words(@Nullable Object written, Faults faults, String path) {
        String inside = path + ".values";
        Map<String, Word> words = new LinkedHashMap<>();
        faults.group(written, inside, "'values' is a table of what is written there to what it means")
                .forEach((key, meaning) -> {
                    Word word = word(meaning, faults, inside + "." + key);
                    if (word != null) {
                        words.put(key, word);
                    }
                });
        return words;
    }

    private static @Nullable Word word(@Nullable Object meaning, Faults faults, String path) {
        if (meaning == null || "ignore".equals(meaning)) {
            return new Word.Ignore();
        }
        if (meaning instanceof Map) {
            Map<String, JsonNode> fields = new LinkedHashMap<>();
            faults.group(meaning, path, "").forEach((key, value) -> {
                Targets.check(key, faults, path + "." + key);
                JsonNode plain = plain(value, faults, path + "." + key);
                if (plain != null) {
                    fields.put(key, plain);
                }
            });
            return new Word.Fields(fields);
        }
        JsonNode plain = plain(meaning, faults, path);
        return plain == null ? null : new Word.Is(plain);
    }

    private static @Nullable JsonNode plain(@Nullable Object written, Faults faults, String path) {
        String text = Faults.text(written);
        if (text == null || written instanceof io.taghub.tag.Secret) {
            faults.error(path, "a plain value belongs here: text, a number, true or false");
            return null;
        }
        return io.taghub.inbound.hook.Hook.JSON.valueToTree(written);
    }
}
