package io.taghub.inbound.map;

import io.taghub.inbound.hook.Mistakes;
import io.taghub.life.Saying;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How one field of the event is had from a request.
 *
 * @param from the first that is there counts
 * @param words what is written there to what it means; empty where it means itself
 * @param byDefault what it is where nothing is there, null for nothing
 * @param fields of each element where it is a list, as items are; empty where it is taken as it is
 */
record Extract(
        List<Locator> from,
        Map<String, Word> words,
        @Nullable Word byDefault,
        Map<String, Locator> fields) {
    private static final Set<String> KEYS = Set.of("from", "values", "default", "const", "fields");

    /** In a table for whatever is not in it. */
    static final String ANY_OTHER = "*";

    /** What one entry of a table means. */
    sealed interface Word {
        record Is(JsonNode value) implements Word {}

        /** Several fields at once: {@code {name: deposit, status: reversed}}. */
        record Several(Map<String, JsonNode> fields) implements Word {}

        /** The whole event is of no interest. */
        record Ignore() implements Word {}
    }

    /** What was found. */
    sealed interface Found {
        record Value(JsonNode value) implements Found {}

        record Several(Map<String, JsonNode> fields) implements Found {}

        /** @param missing whether because nothing is there, and not for what is */
        record Ignore(boolean missing) implements Found {}

        record Nothing() implements Found {}

        /** Something is there that the table has no word for. */
        record Unknown() implements Found {}
    }

    Found in(Scene scene) {
        JsonNode value = MissingNode.getInstance();
        for (Locator one : from) {
            value = one.in(scene);
            if (!Locator.isNothing(value)) {
                break;
            }
        }
        if (Locator.isNothing(value)) {
            return byDefault == null ? new Found.Nothing() : found(byDefault, true);
        }
        if (!fields.isEmpty()) {
            return new Found.Value(elements(value, scene));
        }
        if (words.isEmpty()) {
            return new Found.Value(value);
        }
        Word word = word(value.asString(""));
        return word == null ? new Found.Unknown() : found(word, false);
    }

    private static Found found(Word word, boolean missing) {
        return switch (word) {
            case Word.Is(JsonNode meaning) -> new Found.Value(meaning);
            case Word.Several(Map<String, JsonNode> fields) -> new Found.Several(fields);
            case Word.Ignore ignore -> new Found.Ignore(missing);
        };
    }

    private JsonNode elements(JsonNode list, Scene scene) {
        ArrayNode elements = JsonNodeFactory.instance.arrayNode();
        for (JsonNode element :
                list.isArray() ? list : JsonNodeFactory.instance.arrayNode().add(list)) {
            ObjectNode one = elements.addObject();
            Scene inside = new Scene(scene.hook(), scene.whole(), element, scene.currency());
            fields.forEach((name, expression) -> {
                JsonNode value = expression.in(inside);
                if (!Locator.isNothing(value)) {
                    one.set(name, value);
                }
            });
        }
        return elements;
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
    static @Nullable Extract of(String target, @Nullable Object written, Mistakes faults, String path) {
        if (!(written instanceof Map)) {
            List<Locator> from = places(written, faults, path);
            return from.isEmpty() ? null : new Extract(from, Map.of(), null, Map.of());
        }
        Map<String, @Nullable Object> group = faults.group(written, path, "");
        faults.onlyKeys(group, KEYS, path);
        if (group.containsKey("const")) {
            JsonNode constant = plain(target, group.get("const"), faults, path + ".const");
            if (group.size() > 1) {
                faults.error(path, "beside 'const' nothing else counts");
            }
            return constant == null ? null : new Extract(List.of(), Map.of(), new Word.Is(constant), Map.of());
        }
        if (group.get("from") == null) {
            faults.error(path, "'from' says where the value is; or 'const' what it always is");
            return null;
        }
        List<Locator> from = places(group.get("from"), faults, path + ".from");
        Map<String, Word> words =
                group.get("values") == null ? Map.of() : words(target, group.get("values"), faults, path);
        Word byDefault =
                group.get("default") == null ? null : word(target, group.get("default"), faults, path + ".default");
        Map<String, Locator> fields = new LinkedHashMap<>();
        if (group.get("fields") != null) {
            faults.group(
                            group.get("fields"),
                            path + ".fields",
                            "'fields' says what of each element is what: id: \"@.sku\"")
                    .forEach((name, place) -> {
                        Locator one = Locator.of(place, faults, path + ".fields." + name);
                        if (one != null) {
                            fields.put(name, one);
                        }
                    });
        }
        return new Extract(from, words, byDefault, fields);
    }

    static List<Locator> places(@Nullable Object written, Mistakes faults, String path) {
        List<Locator> places = new ArrayList<>();
        List<?> all = written instanceof List<?> list ? list : java.util.Collections.singletonList(written);
        for (int i = 0; i < all.size(); i++) {
            Locator one = Locator.of(all.get(i), faults, written instanceof List ? path + "[" + i + "]" : path);
            if (one != null) {
                places.add(one);
            }
        }
        return places;
    }

    private static Map<String, Word> words(String target, @Nullable Object written, Mistakes faults, String path) {
        String inside = path + ".values";
        Map<String, Word> words = new LinkedHashMap<>();
        faults.group(written, inside, "'values' is a table of what is written there to what it means")
                .forEach((key, meaning) -> {
                    Word word = word(target, meaning, faults, inside + "." + key);
                    if (word != null) {
                        words.put(key, word);
                    }
                });
        return words;
    }

    private static @Nullable Word word(String target, @Nullable Object meaning, Mistakes faults, String path) {
        if (meaning == null || "ignore".equals(meaning)) {
            return new Word.Ignore();
        }
        if (meaning instanceof Map) {
            Map<String, JsonNode> fields = new LinkedHashMap<>();
            faults.group(meaning, path, "").forEach((key, value) -> {
                Targets.check(key, faults, path + "." + key);
                JsonNode plain = plain(key, value, faults, path + "." + key);
                if (plain != null) {
                    fields.put(key, plain);
                }
            });
            return new Word.Several(fields);
        }
        JsonNode plain = plain(target, meaning, faults, path);
        return plain == null ? null : new Word.Is(plain);
    }

    private static @Nullable JsonNode plain(String target, @Nullable Object written, Mistakes faults, String path) {
        String text = Mistakes.text(written);
        if (text == null || written instanceof io.taghub.tag.Secret) {
            faults.error(path, "a plain value belongs here: text, a number, true or false");
            return null;
        }
        if (target.equals("status") && Saying.kind(text) == Saying.Kind.OTHER) {
            faults.warning(
                    path,
                    "'" + text + "' is none of the states of a conversion, so nothing becomes of it"
                            + Mistakes.meant(Saying.words(), text));
        }
        return io.taghub.inbound.hook.Hook.JSON.valueToTree(written);
    }
}
