package io.taghub.intake;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON body cut into its events before any of them is judged, so that one which is nested too deep or says a thing twice
 * is refused alone and the others are taken.
 *
 * @param head the body with its list of events left empty
 * @param parts the elements of the list, null where there is no list
 */
public record Batch(JsonNode head, @Nullable List<Part> parts) {
    private static final int MAX_DEPTH = 20;
    private static final int MAX_DIGITS = 1000;
    private static final int MAX_NAME = 1024;

    /** Judges nothing but the grammar; how much there can be is bounded by the size of the body. */
    private static final JsonMapper GRAMMAR = mapper(StreamReadConstraints.builder()
            .maxNestingDepth(Integer.MAX_VALUE)
            .maxStringLength(Integer.MAX_VALUE)
            .maxNameLength(Integer.MAX_VALUE)
            .maxNumberLength(Integer.MAX_VALUE)
            .build());

    private static final JsonMapper STRICT = mapper(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNameLength(MAX_NAME)
                    .maxNumberLength(MAX_DIGITS)
                    .build())
            .rebuild()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final ArrayNode EMPTY = JsonNodeFactory.instance.arrayNode();

    private static JsonMapper mapper(StreamReadConstraints constraints) {
        return JsonMapper.builder(
                        JsonFactory.builder().streamReadConstraints(constraints).build())
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    /** One element of the list: JSON, or why it could not be read. */
    public sealed interface Part {
        record Readable(JsonNode json) implements Part {}

        record Unreadable(String reason) implements Part {}
    }

    private record Span(int from, int to) {}

    /**
     * @param key the key of the list where the body is an object; where it is an array, it is the list itself
     * @param max events
     */
    public static Batch of(String body, String key, int max) throws Body.BadBodyException {
        JsonNode whole;
        try {
            whole = STRICT.readTree(body);
        } catch (JacksonException | NumberFormatException somethingIsWrong) {
            return cut(body, key, max);
        }
        JsonNode list = whole.isArray() ? whole : whole.path(key);
        if (!list.isArray()) {
            return new Batch(whole, null);
        }
        limit(list.size(), max);
        List<Part> parts = list.valueStream().<Part>map(Part.Readable::new).toList();
        JsonNode head = whole instanceof ObjectNode object ? object.set(key, EMPTY) : EMPTY;
        return new Batch(head, parts);
    }

    /** The slow way, which finds out whose fault it is. */
    private static Batch cut(String body, String key, int max) throws Body.BadBodyException {
        List<Span> spans = null;
        Span list = null;
        try (JsonParser in = GRAMMAR.createParser(body)) {
            JsonToken first = in.nextToken();
            if (first == JsonToken.START_ARRAY) {
                int from = start(in);
                spans = elements(in);
                list = new Span(from, end(in));
            } else if (first == JsonToken.START_OBJECT) {
                while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                    boolean named = key.equals(in.currentName()) && list == null;
                    if (in.nextToken() == JsonToken.START_ARRAY && named) {
                        int from = start(in);
                        spans = elements(in);
                        list = new Span(from, end(in));
                    } else {
                        in.skipChildren();
                    }
                }
            }
            if (in.nextToken() != null) {
                throw new Body.BadBodyException(400, "the body is not valid JSON: something follows its end");
            }
        } catch (JacksonException malformed) {
            var at = malformed.getLocation();
            String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
            throw new Body.BadBodyException(400, "the body is not valid JSON" + where, malformed);
        }
        if (list == null || spans == null) {
            return new Batch(head(body), null);
        }
        limit(spans.size(), max);
        JsonNode head = head(body.substring(0, list.from) + "[]" + body.substring(list.to));
        return new Batch(
                head,
                spans.stream()
                        .map(span -> part(body.substring(span.from, span.to)))
                        .toList());
    }

    private static void limit(int events, int max) throws Body.BadBodyException {
        if (events > max) {
            throw new Body.BadBodyException(413, "more than " + max + " events; send fewer at a time");
        }
    }

    /** The whole body as one event. */
    static Part part(String body) {
        try {
            return new Part.Readable(STRICT.readTree(body));
        } catch (JacksonException | NumberFormatException unreadable) {
            return new Part.Unreadable("the event " + why(unreadable));
        }
    }

    private static JsonNode head(String body) throws Body.BadBodyException {
        try {
            return STRICT.readTree(body);
        } catch (JacksonException | NumberFormatException unreadable) {
            throw new Body.BadBodyException(400, "the body " + why(unreadable), unreadable);
        }
    }

    private static List<Span> elements(JsonParser in) {
        List<Span> spans = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            int from = start(in);
            in.skipChildren();
            in.finishToken();
            spans.add(new Span(from, end(in)));
        }
        return spans;
    }

    private static int start(JsonParser in) {
        return (int) in.currentTokenLocation().getCharOffset();
    }

    private static int end(JsonParser in) {
        return (int) in.currentLocation().getCharOffset();
    }

    /** The grammar was right, so it is one of these. */
    private static String why(RuntimeException unreadable) {
        String message = String.valueOf(unreadable.getMessage());
        if (message.startsWith("Document nesting depth")) {
            return "is nested deeper than " + MAX_DEPTH + " levels";
        }
        if (message.startsWith("Number value length")) {
            return "holds a number of more than " + MAX_DIGITS + " digits";
        }
        if (message.startsWith("Name")) {
            return "holds a name of more than " + MAX_NAME + " characters";
        }
        if (message.startsWith("Duplicate")) {
            return "holds the same key twice in one object";
        }
        return "holds a number that is out of every range";
    }
}
