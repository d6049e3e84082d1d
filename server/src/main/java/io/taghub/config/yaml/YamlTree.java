package io.taghub.config.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
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

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setSchema(new CoreSchema())
            .setMaxAliasesForCollections(MAX_ALIASES)
            .build();

    public final Map<String, @Nullable Object> root;
    private final Map<String, TextPosition> keys = new HashMap<>();
    private final Map<String, TextPosition> values = new HashMap<>();
    private final Map<TextPosition, String> oddities = new LinkedHashMap<>();
    private final Set<Node> ancestors = Collections.newSetFromMap(new IdentityHashMap<>());

    private YamlTree(@Nullable Node node) throws BrokenYamlException {
        Object value = node == null ? null : value(node, "");
        if (node != null && value != null && !(node instanceof MappingNode)) {
            throw new BrokenYamlException(
                    TextPosition.START, "the config is a group of keys, such as 'site:' and 'tags:'");
        }
        this.root = node instanceof MappingNode ? asMap(value) : new LinkedHashMap<>();
    }

    public static YamlTree of(String text) throws BrokenYamlException {
        try {
            refuseBombs(text);
            return new YamlTree(new Compose(SETTINGS).composeString(text).orElse(null));
        } catch (MarkedYamlEngineException broken) {
            throw PlainWords.explain(broken);
        } catch (ReaderException broken) {
            throw new BrokenYamlException(
                    positionOf(text, broken.getPosition()),
                    "a control character stands here; the config is plain text");
        } catch (YamlEngineException broken) {
            throw new BrokenYamlException(TextPosition.START, "this is not valid YAML: a key is not plain text");
        }
    }

    /** The position of the key at this path, or of the nearest group above it that does exist. */
    public TextPosition keyAt(String path) {
        TextPosition position = path.endsWith("]") ? values.get(path) : keys.get(path);
        if (position != null) {
            return position;
        }
        int end = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
        return end < 0 ? TextPosition.START : keyAt(path.substring(0, end));
    }

    /** The position of what stands after the colon. */
    public TextPosition valueAt(String path) {
        TextPosition position = values.get(path);
        return position == null ? keyAt(path) : position;
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
    private static void refuseBombs(String text) throws BrokenYamlException {
        int aliases = 0;
        int depth = 0;
        int count = 0;
        for (Event event : new Parse(SETTINGS).parseString(text)) {
            TextPosition here = event.getStartMark().map(TextPosition::of).orElse(TextPosition.START);
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
        TextPosition here = node.getStartMark().map(TextPosition::of).orElse(TextPosition.START);
        if (values.putIfAbsent(path, here) == null && values.size() > MAX_VALUES) {
            throw new BrokenYamlException(here, "more than " + MAX_VALUES + " values, with aliases written out");
        }
        if (!ancestors.add(node)) {
            throw new BrokenYamlException(here, "this group contains itself");
        }
        Object value = switch (node) {
            case MappingNode mapping -> map(mapping, path);
            case SequenceNode sequence -> list(sequence, path);
            case ScalarNode scalar -> scalar(scalar, here);
            default -> throw new BrokenYamlException(here, "this is not valid YAML");
        };
        ancestors.remove(node);
        return value;
    }

    private Map<String, @Nullable Object> map(MappingNode mapping, String path) throws BrokenYamlException {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            TextPosition here =
                    tuple.getKeyNode().getStartMark().map(TextPosition::of).orElse(TextPosition.START);
            if (!(tuple.getKeyNode() instanceof ScalarNode scalar)) {
                throw new BrokenYamlException(here, "a key is plain text");
            }
            String key = scalar.getValue();
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

    private @Nullable Object scalar(ScalarNode scalar, TextPosition here) {
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.NULL)) {
            return null;
        }
        if (tag.equals(Tag.BOOL)) {
            return Boolean.valueOf(scalar.getValue());
        }
        if (!Set.of(Tag.STR, Tag.INT, Tag.FLOAT).contains(tag)) {
            oddities.put(here, "YAML tags such as '!name' are not used here");
        }
        return tag.equals(Tag.INT) ? number(scalar.getValue()) : scalar.getValue();
    }

    private static Object number(String written) {
        try {
            Integer number = Integer.valueOf(written);
            return number.toString().equals(written) ? number : written;
        } catch (NumberFormatException large) {
            return written;
        }
    }

    private static TextPosition positionOf(String text, int index) {
        int end = Math.min(index, text.length());
        int line = 1 + (int) text.chars().limit(end).filter(c -> c == '\n').count();
        return new TextPosition(line, end - text.lastIndexOf('\n', Math.max(0, end - 1)));
    }
}
