package io.taghub.console.events;

import io.taghub.console.Json;
import io.taghub.personal.Mask;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The text of a recorded request or response, made readable.
 *
 * @param text the whole, a JSON body indented
 * @param json the body, null where it is not a JSON object or list
 */
record ExchangeText(String text, @Nullable JsonNode json) {
    private static final Pattern BLANK_LINE = Pattern.compile("\\r?\\n\\r?\\n");
    /**
     * Head lines, a blank line and a body; or a body alone; or one line and a body below it. What was recorded is masked
     * once more, because an earlier version may have recorded it.
     */
    static ExchangeText of(String recorded, Mask mask) {
        String[] parts = BLANK_LINE.split(recorded, 2);
        String body = parts[parts.length - 1];
        String head = parts.length == 2 ? parts[0] : "";
        int start = firstJson(body);
        if (parts.length == 1 && start > 0 && body.charAt(start - 1) == '\n') {
            head = body.substring(0, start).stripTrailing();
            body = body.substring(start);
        }
        JsonNode json = Json.read(body);
        if (!json.isObject() && !json.isArray()) {
            return new ExchangeText(mask.text(recorded), null);
        }
        JsonNode masked = mask.tree(json);
        return new ExchangeText((head.isEmpty() ? "" : mask.text(head) + "\n\n") + Json.indented(masked), masked);
    }

    private static int firstJson(String text) {
        int brace = text.indexOf('{');
        int bracket = text.indexOf('[');
        return brace < 0 ? bracket : bracket < 0 ? brace : Math.min(brace, bracket);
    }
}
