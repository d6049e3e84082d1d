package io.taghub.console;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The text of a recorded request or response, made readable.
 *
 * @param text the whole, a JSON body indented
 * @param json the body, null where it is not a JSON object or list
 */
record Exchange(String text, @Nullable JsonNode json) {
    private static final Pattern BLANK_LINE = Pattern.compile("\\r?\\n\\r?\\n");
    private static final Pattern IP_FIELD =
            Pattern.compile("(\"(?:client_)?ip(?:_address|Address)?\"\\s*:\\s*\")([0-9a-fA-F:.]{3,45})(\")");

    /** Head lines, a blank line and a body; or a body alone; or one line and a body below it. */
    static Exchange of(String recorded) {
        String masked = IP_FIELD.matcher(Masked.text(recorded))
                .replaceAll(found -> java.util.regex.Matcher.quoteReplacement(
                        found.group(1) + Masked.ip(found.group(2)) + found.group(3)));
        String[] parts = BLANK_LINE.split(masked, 2);
        String body = parts[parts.length - 1];
        String head = parts.length == 2 ? parts[0] : "";
        int start = firstJson(body);
        if (parts.length == 1 && start > 0 && body.charAt(start - 1) == '\n') {
            head = body.substring(0, start).stripTrailing();
            body = body.substring(start);
        }
        JsonNode json = Json.read(body);
        if (!json.isObject() && !json.isArray()) {
            return new Exchange(masked, null);
        }
        return new Exchange((head.isEmpty() ? "" : head + "\n\n") + Json.indented(json), json);
    }

    private static int firstJson(String text) {
        int brace = text.indexOf('{');
        int bracket = text.indexOf('[');
        return brace < 0 ? bracket : bracket < 0 ? brace : Math.min(brace, bracket);
    }
}
