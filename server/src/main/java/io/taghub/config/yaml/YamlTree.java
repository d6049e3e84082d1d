package io.taghub.config.yaml;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * A YAML 1.2 text as plain values, and where each of them stands. Values are maps, lists, booleans, null, whole numbers,
 * and text as it was written; a number that would not be written the same way again is text, so that an id keeps its
 * zeros.
 */
public final class YamlTree {
    /** A config of every platform and a hundred affiliates stays far below these; what does not is a trap or a mistake. */
    static final int MAX_ALIASES = 10;

    static final int MAX_DEPTH = 30;
    static final int MAX_VALUES = 50_000;

    private final String file;
    private final List<String> lines;
    public final Map<String, @Nullable Object> root;
    private final Map<String, TextPosition> keys = new HashMap<>();
    private final Map<String, TextPosition> values = new HashMap<>();
    private final Map<TextPosition, String> oddities = new LinkedHashMap<>();
    private final Set<String> decimals = new HashSet<>();
    private final Set<Node> ancestors = Collections.newSetFromMap(new IdentityHashMap<>());

    private YamlTree(String file, List<String> lines, @Nullable Node node) throws BrokenYamlException {
        this.file = file;
        this.lines = lines;
        Object value = node == null ? null : value(node, "");
        if (node != null && value != null && !(node instanceof MappingNode)) {
            throw new BrokenYamlException(start(), "the config is a group of keys, such as 'site:' and 'tags:'");
        }
        this.root = node instanceof MappingNode ? asMap(value) : new LinkedHashMap<>();
    }

    /** @param file what positions call the text */
    public static YamlTree of(String file, String text) throws BrokenYamlException {
        String whole = text.startsWith("\uFEFF") ? text.substring(1) : text;
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setMaxAliasesForCollections(MAX_ALIASES)
                .setLabel(file)
                .build();
        try {
            refuseBombs(settings, whole);
            return new YamlTree(
                    file,
                    whole.lines().toList(),
                    new Compose(settings).composeString(whole).orElse(null));
        } catch (MarkedYamlEngineException broken) {
            throw PlainWords.explain(broken, whole, file);
        } catch (ReaderException broken) {
            throw new BrokenYamlException(
                    positionOf(file, whole, broken.getPosition()),
                    "a control character stands here; the config is plain text");
        } catch (YamlEngineException broken) {
            throw new BrokenYamlException(TextPosition.start(file), "this is not valid YAML: a key is not plain text");
        }
    }

    /** The same again, to be changed. */
    public YamlTree copy() {
        return new YamlTree(this);
    }

    private YamlTree(YamlTree other) {
        file = other.file;
        lines = other.lines;
        root = asMap(copy(other.root));
        keys.putAll(other.keys);
        values.putAll(other.values);
        oddities.putAll(other.oddities);
        decimals.addAll(other.decimals);
    }

    private static @Nullable Object copy(@Nullable Object value) {
        if (!(value instanceof Map<?, ?>)) {
            return value;
        }
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        asMap(value).forEach((key, inner) -> copy.put(key, copy(inner)));
        return copy;
    }

    private TextPosition start() {
        return TextPosition.start(file);
    }

    /**
     * Adds what another file says. Of a group the entries come together; one entry, or one value, stands in one file
     * only.
     */
    public void include(YamlTree other) {
        other.root.forEach((key, value) -> {
            Object mine = root.get(key);
            if (mine instanceof Map<?, ?> && value instanceof Map<?, ?> theirs) {
                Map<String, @Nullable Object> merged = asMap(mine);
                asMap(theirs).forEach((name, entry) -> {
                    if (merged.containsKey(name)) {
                        twice(key + "." + name, name, other);
                    } else {
                        merged.put(name, entry);
                    }
                });
            } else if (root.containsKey(key)) {
                twice(key, key, other);
            } else {
                root.put(key, value);
            }
        });
        other.keys.forEach(keys::putIfAbsent);
        other.values.forEach(values::putIfAbsent);
        oddities.putAll(other.oddities);
    }

    private void twice(String path, String key, YamlTree other) {
        TextPosition first = keyAt(path);
        oddities.put(
                other.keyAt(path),
                "the key '" + key + "' stands here a second time; the first is in " + first.file() + " line "
                        + first.line());
    }

    /** Puts the group at this path over the whole: groups go together, null takes away, all else takes the other's place. */
    public void override(String path) {
        Object over = root;
        for (String key : path.split("\\.", 2)) {
            over = asMap(over).get(key);
        }
        override(root, asMap(over), path + ".", "");
    }

    private void override(
            Map<String, @Nullable Object> base, Map<String, @Nullable Object> over, String from, String to) {
        over.forEach((key, value) -> {
            String target = to + key;
            if (value instanceof Map<?, ?> inner && base.get(key) instanceof Map<?, ?> there) {
                override(asMap(there), asMap(inner), from + key + ".", target + ".");
                return;
            }
            if (value == null) {
                base.remove(key);
            } else {
                base.put(key, value);
            }
            move(keys, from + key, target);
            move(values, from + key, target);
        });
    }

    private static void move(Map<String, TextPosition> positions, String from, String to) {
        positions.keySet().removeIf(path -> isWithin(path, to));
        Map<String, TextPosition> moved = new HashMap<>();
        positions.forEach((path, position) -> {
            if (isWithin(path, from)) {
                moved.put(to + path.substring(from.length()), position);
            }
        });
        positions.putAll(moved);
    }

    private static boolean isWithin(String path, String outer) {
        return path.equals(outer) || path.startsWith(outer + ".") || path.startsWith(outer + "[");
    }

    /** Where the key at this path and everything below it stand. */
    public Set<TextPosition> positionsWithin(String path) {
        Set<TextPosition> found = new HashSet<>();
        for (Map<String, TextPosition> positions : List.of(keys, values)) {
            positions.forEach((one, position) -> {
                if (isWithin(one, path)) {
                    found.add(position);
                }
            });
        }
        return found;
    }

    /** The position of the key at this path, or of the nearest group above it that does exist. */
    public TextPosition keyAt(String path) {
        TextPosition position = path.endsWith("]") ? values.get(path) : keys.get(path);
        if (position != null) {
            return position;
        }
        int end = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
        return end < 0 ? start() : keyAt(path.substring(0, end));
    }

    /** The position of what stands after the colon. */
    public TextPosition valueAt(String path) {
        TextPosition position = values.get(path);
        return position == null ? keyAt(path) : position;
    }

    /** The value at this path, with numbers where it has 49.99 without quotes; else that is text. */
    public @Nullable Object withDecimals(@Nullable Object value, String path) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> typed = new LinkedHashMap<>();
                asMap(map).forEach((key, inner) -> typed.put(key, withDecimals(inner, path + "." + key)));
                yield typed;
            }
            case List<?> list -> {
                List<@Nullable Object> typed = new ArrayList<>();
                for (Object inner : list) {
                    typed.add(withDecimals(inner, path + "[" + typed.size() + "]"));
                }
                yield typed;
            }
            case String text when decimals.contains(path) && text.matches("[-+]?\\d+\\.\\d+") -> new BigDecimal(text);
            case null, default -> value;
        };
    }

    /** Keys written twice and the like: what YAML allows or leaves open and a config should not have. */
    public Map<TextPosition, String> oddities() {
        return oddities;
    }

    @SuppressWarnings("unchecked") // only maps made below come here
    public static Map<String, @Nullable Object> asMap(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : new LinkedHashMap<>();
    }

    /** Looks at the flat stream of parts before anything recursive does. */
    private static void refuseBombs(LoadSettings settings, String text) throws BrokenYamlException {
        int aliases = 0;
        int depth = 0;
        int count = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            TextPosition here =
                    event.getStartMark().map(TextPosition::of).orElse(TextPosition.start(settings.getLabel()));
            switch (event.getEventId()) {
                case Alias -> aliases++;
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                case Scalar, Comment, DocumentStart, DocumentEnd, StreamStart, StreamEnd -> {}
            }
            if (aliases > MAX_ALIASES) {
                throw new BrokenYamlException(here, "more than " + MAX_ALIASES + " aliases ('*name'); write it out");
            }
            if (depth > MAX_DEPTH) {
                throw new BrokenYamlException(here, "nested deeper than " + MAX_DEPTH + " levels");
            }
            if (++count > 3 * MAX_VALUES) {
                throw new BrokenYamlException(here, "more than " + MAX_VALUES + " values");
            }
        }
    }

    private @Nullable Object value(Node node, String path) throws BrokenYamlException {
        TextPosition here = node.getStartMark().map(TextPosition::of).orElse(start());
        if (values.putIfAbsent(path, here) == null && values.size() > MAX_VALUES) {
            throw new BrokenYamlException(here, "more than " + MAX_VALUES + " values, with aliases written out");
        }
        if (!ancestors.add(node)) {
            throw new BrokenYamlException(here, "this group contains itself");
        }
        Object value = switch (node) {
            case MappingNode mapping -> map(mapping, path);
            case SequenceNode sequence -> list(sequence, path);
            case ScalarNode scalar -> scalar(scalar, here, path);
            default -> throw new BrokenYamlException(here, "this is not valid YAML");
        };
        ancestors.remove(node);
        return value;
    }

    private Map<String, @Nullable Object> map(MappingNode mapping, String path) throws BrokenYamlException {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            TextPosition here =
                    tuple.getKeyNode().getStartMark().map(TextPosition::of).orElse(start());
            if (!(tuple.getKeyNode() instanceof ScalarNode scalar)) {
                throw new BrokenYamlException(here, "a key is plain text");
            }
            String key = scalar.getValue();
            note(here, Typing.oddity(scalar, lines));
            if (isNull(tuple.getValueNode())) {
                note(here, Typing.gluedKey(key));
            }
            String inner = path.isEmpty() ? key : path + "." + key;
            if (map.containsKey(key)) {
                oddities.put(
                        here,
                        "the key '" + key + "' stands here a second time; the first is in line "
                                + keyAt(inner).line());
                continue;
            }
            keys.putIfAbsent(inner, here);
            map.put(key, value(tuple.getValueNode(), inner));
        }
        return map;
    }

    private List<@Nullable Object> list(SequenceNode sequence, String path) throws BrokenYamlException {
        List<@Nullable Object> list = new ArrayList<>();
        for (Node element : sequence.getValue()) {
            list.add(value(element, path + "[" + list.size() + "]"));
        }
        return list;
    }

    private @Nullable Object scalar(ScalarNode scalar, TextPosition here, String path) {
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.NULL)) {
            return null;
        }
        if (tag.equals(Tag.BOOL)) {
            return Boolean.valueOf(scalar.getValue());
        }
        if (!Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.ENV_TAG).contains(tag)) {
            oddities.put(here, "YAML tags such as '!name' are not used here");
        }
        note(here, Typing.oddity(scalar, lines));
        if (tag.equals(Tag.FLOAT)) {
            decimals.add(path);
        }
        return tag.equals(Tag.INT) ? number(scalar.getValue()) : scalar.getValue();
    }

    private void note(TextPosition here, @Nullable String oddity) {
        if (oddity != null) {
            oddities.put(here, oddity);
        }
    }

    private static boolean isNull(Node node) {
        return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
    }

    private static Object number(String written) {
        try {
            Integer number = Integer.valueOf(written);
            return number.toString().equals(written) ? number : written;
        } catch (NumberFormatException large) {
            return written;
        }
    }

    private static TextPosition positionOf(String file, String text, int index) {
        int end = Math.min(index, text.length());
        int line = 1 + (int) text.chars().limit(end).filter(c -> c == '\n').count();
        return new TextPosition(file, line, end - text.lastIndexOf('\n', Math.max(0, end - 1)));
    }
}
