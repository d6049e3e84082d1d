package io.taghub.tag.postback;

import io.taghub.tag.Response;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Recognises one kind of answer. */
sealed interface AnswerRule {
    Pattern JSON = Pattern.compile("\\$((?:\\.[\\w-]+)+)\\s*=\\s*(\\S+)");

    /** What of the answer it recognised, null where it is another kind. */
    @Nullable
    String find(Answer answer);

    /** Whether an answer of this status can mean that something was delivered. */
    boolean mayDeliver(Response response);

    /**
     * An answer made ready for the rules.
     *
     * @param text {@code "STATUS BODY"}, without space around the body and no longer than anybody's receipt
     * @param json the body, missing where it is not JSON
     */
    record Answer(Response response, String text, JsonNode json) {
        private static final int LONGEST = 16 * 1024;

        static Answer of(Response response) {
            String body = response.text().replace("\uFEFF", "").strip();
            String kept = body.length() > LONGEST ? body.substring(0, LONGEST) : body;
            return new Answer(response, response.status() + " " + kept, response.json());
        }
    }

    /**
     * A regular expression searched in the text, of which it finds whole words only: {@code 200 OK} is not in
     * {@code 200 OKAY}. The digits of the status are no word: {@code ^2} fits every success.
     */
    record Text(Pattern pattern) implements AnswerRule {
        private static final String INSIDE_A_WORD = "[\\p{L}\\p{N}_]";
        private static final String BEGINS = "(?:(?<!" + INSIDE_A_WORD + ")|(?!" + INSIDE_A_WORD + "))";
        private static final String ENDS = "(?:(?<!" + INSIDE_A_WORD + ")|(?!" + INSIDE_A_WORD + ")|(?<=\\A\\d{1,2}))";

        @Override
        public @Nullable String find(Answer answer) {
            Matcher matcher = pattern.matcher(answer.text());
            return matcher.find() ? matcher.group() : null;
        }

        /** The expression says itself which status it wants. */
        @Override
        public boolean mayDeliver(Response response) {
            return true;
        }
    }

    /** {@code $.status = 1}: a field of a JSON object, wherever it stands and whatever stands around it. */
    record Json(List<String> path, String value) implements AnswerRule {

        @Override
        public @Nullable String find(Answer answer) {
            // A platform in trouble may answer with anything.
            if (answer.response().passing()) {
                return null;
            }
            JsonNode node = answer.json();
            for (String name : path) {
                node = node.path(name);
            }
            boolean plain = node.isString() || node.isNumber() || node.isBoolean();
            return plain && node.asString().equals(value) ? answer.text() : null;
        }

        @Override
        public boolean mayDeliver(Response response) {
            return response.ok();
        }
    }

    /** @throws IllegalArgumentException with a sentence for the operator; a PatternSyntaxException is one too */
    static AnswerRule of(String written) {
        Matcher json = JSON.matcher(written.strip());
        if (json.matches()) {
            return new Json(List.of(json.group(1).substring(1).split("\\.")), json.group(2));
        }
        if (written.startsWith("$.")) {
            throw new IllegalArgumentException("a field of a JSON answer is written $.status = 1");
        }
        int flags = Pattern.DOTALL;
        Pattern.compile(written, flags); // for a message about what was written
        return new Text(Pattern.compile(Text.BEGINS + "(?:" + written + ")" + Text.ENDS, flags));
    }
}
