package io.taghub.report;

import io.taghub.store.Attempt;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds a partner's ids in what it was told: whatever a click is called there, it stands in the request. Of a request for many
 * events each is looked at by itself, where it is a list in JSON as long as there are events.
 */
final class Requests {
    private static final Pattern APART = Pattern.compile("[&?=#\\s\"'{}\\[\\],<>]+");
    private static final Pattern WITHIN = Pattern.compile("[/:;|]+");
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Set<String> wanted;

    /** @param wanted ids in lower case; they are found in any */
    Requests(Set<String> wanted) {
        this.wanted = wanted;
    }

    /** @param then an id, as it stands there, and the event it was told of */
    void find(Attempt attempt, BiConsumer<String, Long> then) {
        List<Long> seqs = attempt.seqs();
        if (wanted.isEmpty() || attempt.request().isEmpty()) {
            return;
        }
        if (seqs.size() == 1) {
            text(attempt.request(), seqs.getFirst(), then);
            return;
        }
        JsonNode list = list(body(attempt.request()), seqs.size());
        for (int i = 0; i < list.size(); i++) {
            text(list.path(i).toString(), seqs.get(i), then);
        }
    }

    private void text(String text, long seq, BiConsumer<String, Long> then) {
        for (String part : APART.split(text)) {
            word(part, seq, then);
            if (part.indexOf('%') >= 0 || part.indexOf('+') >= 0) {
                word(decoded(part), seq, then);
            }
            for (String within : WITHIN.split(part)) {
                word(within, seq, then);
            }
        }
    }

    private void word(String word, long seq, BiConsumer<String, Long> then) {
        if (wanted.contains(OurSide.folded(word))) {
            then.accept(word, seq);
        }
    }

    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEscaped) {
            return part;
        }
    }

    private static JsonNode body(String request) {
        int begin = request.indexOf("\n\n");
        String body = begin < 0 ? "" : request.substring(begin + 2);
        try {
            return JSON.readTree(body);
        } catch (JacksonException noJson) {
            return JSON.missingNode();
        }
    }

    private static JsonNode list(JsonNode node, int size) {
        if (node.isArray() && node.size() == size) {
            return node;
        }
        for (JsonNode child : node) {
            JsonNode found = list(child, size);
            if (!found.isMissingNode()) {
                return found;
            }
        }
        return JSON.missingNode();
    }
}
