package io.taghub.postback.twin;

import io.taghub.twin.Answer;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.StringNode;

/** {@code 200 success=true;}: an answer as it is written in {@code twin.yaml}; {@code {NAME}} in it is filled in. */
record Reply(int status, String body) {
    static final Reply OK = new Reply(200, "OK");

    private static final Pattern BLANK = Pattern.compile("\\{([A-Za-z_][\\w.-]*)}");

    static Reply of(String written) {
        return new Reply(Integer.parseInt(written.substring(0, 3)), written.substring(Math.min(4, written.length())));
    }

    Answer answer(Function<String, @Nullable String> values, List<String> problems) {
        boolean json = body.startsWith("{") || body.startsWith("[");
        String filled = BLANK.matcher(body).replaceAll(blank -> {
            String value = values.apply(blank.group(1));
            String text = value == null ? "" : value;
            return Matcher.quoteReplacement(json ? quoted(text) : text);
        });
        return new Answer(status, (json ? "application/json" : "text/plain") + "; charset=utf-8", filled, problems);
    }

    /** As it stands inside the quotes of a JSON text. */
    private static String quoted(String text) {
        String json = StringNode.valueOf(text).toString();
        return json.substring(1, json.length() - 1);
    }
}
