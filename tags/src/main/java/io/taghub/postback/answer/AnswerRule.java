package io.taghub.postback.answer;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.taghub.tag.Response;
import io.taghub.text.Expression;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Recognises one kind of answer. */
sealed interface AnswerRule {
    /** Digits of a status. */
    int STATUS = 3;

    Pattern JSON = Pattern.compile("\\$((?:\\.[\\w-]+)+)\\s*=\\s*(\\S+)");

    /** What of the answer it recognised, null where it is another kind. */
    @Nullable
    String find(Said answer);

    /** Whether an answer of this status can mean that something was delivered. */
    boolean mayDeliver(Response response);

    /** Whether it speaks of redirects alone, and leaves open what a 2xx means. */
    boolean ofRedirects();

    /**
     * An answer made ready for the rules.
     *
     * @param text {@code "STATUS BODY"}, without space around the body and no longer than anybody's receipt
     * @param json the body, missing where it is not JSON
     */
    record Said(Response response, String text, JsonNode json) {
        private static final int LONGEST = 16 * 1024;

        static Said of(Response response) {
            String body = response.text().replace("\uFEFF", "").strip();
            String kept = body.length() > LONGEST ? body.substring(0, LONGEST) : body;
            return new Said(response, response.status() + " " + kept, response.json());
        }

        String body() {
            return text.substring(text.indexOf(' ') + 1);
        }
    }

    /**
     * A regular expression searched in the text, of which it finds whole words only: {@code 200 OK} is not in
     * {@code 200 OKAY}. The digits of the status are no word: {@code ^2} fits every success. Of the alternatives at a place
     * the first and the longest are tried, so that {@code success|successful} fits both words.
     */
    record Text(Pattern first, Pattern longest) implements AnswerRule {

        @Override
        public @Nullable String find(Said answer) {
            String found = whole(first, answer.text());
            return found == null ? whole(longest, answer.text()) : found;
        }

        private static @Nullable String whole(Pattern pattern, String text) {
            Matcher matcher = pattern.matcher(text);
            for (int from = 0; from <= text.length() && matcher.find(from); from = matcher.start() + 1) {
                if (isEdge(text, matcher.start()) && (matcher.end() < STATUS || isEdge(text, matcher.end()))) {
                    return matcher.group();
                }
            }
            return null;
        }

        private static boolean isEdge(String text, int at) {
            return at == 0 || at == text.length() || !isWord(text.codePointBefore(at)) || !isWord(text.codePointAt(at));
        }

        private static boolean isWord(int point) {
            return Character.isLetterOrDigit(point) || point == '_';
        }

        @Override
        public boolean ofRedirects() {
            return first.pattern().matches("\\^3\\S*") && first.pattern().indexOf('|') < 0;
        }

        /** The expression says itself which status it wants. */
        @Override
        public boolean mayDeliver(Response response) {
            return true;
        }
    }

    /** {@code $.status = 1}: a field of a JSON object, wherever it stands and whatever stands around it. */
    record JsonField(List<String> path, String value) implements AnswerRule {

        @Override
        public @Nullable String find(Said answer) {
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
        public boolean ofRedirects() {
            return false;
        }

        @Override
        public boolean mayDeliver(Response response) {
            return response.ok();
        }
    }

    /** @throws IllegalArgumentException with a sentence for the operator */
    static AnswerRule of(String written) {
        Matcher json = JSON.matcher(written.strip());
        if (json.matches()) {
            return new JsonField(List.of(json.group(1).substring(1).split("\\.")), json.group(2));
        }
        if (written.startsWith("$.")) {
            throw new IllegalArgumentException("a field of a JSON answer is written $.status = 1");
        }
        return new Text(
                Expression.compile(written, Pattern.DOTALL),
                Expression.compile(written, Pattern.DOTALL | Pattern.LONGEST_MATCH));
    }
}
