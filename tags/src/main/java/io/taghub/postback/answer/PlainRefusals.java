package io.taghub.postback.answer;

import com.google.re2j.Pattern;
import io.taghub.tag.Reason;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the answers of networks that do not say what they answer: a refusal in plain words, a page or rubbish is no
 * delivery, whatever the status; anything else is one, also nothing at all.
 */
final class PlainRefusals {
    private static final int DEEPEST = 4;

    /** Trackers were pixels once. */
    private static final Pattern PIXEL = Pattern.compile("(?s)(GIF8[79]a|.PNG\\r?\\n).*");

    private static final Pattern PAGE = Pattern.compile("(?is)<(!doctype|html)\\b");

    private static final String NO = "(0|n|no|none|null|false|fail|failed|ko|nok)";

    private static final Pattern AGREED = Pattern.compile(
            "(?i)^\\W*(ok|okay|success(ful|fully)?|accepted|received|recorded"
                    + "|saved|done|true|thanks|thank you)($|\\s*[^\\s\\w=:]|\\s+\\w|\\s*[=:]\\s*[\"']?(1|true|yes|ok)\\b)");

    private static final Pattern DISAGREED =
            Pattern.compile("(?i)\\b(success|successful|ok|accepted|valid|status|result)\"?[\\s=:]\\s*[\"']?"
                    + "((false|fail|failed|ko|nok)\\b|(0|n|no|none|null)\\s*($|[^\\w\\s]))");

    /** What takes the sting out of a word of refusal. */
    private static final Pattern HARMLESS = Pattern.compile(
            "(?i)\\b(no|0|zero|without)( any)? (error|failure|exception|problem)s?\\b"
                    + "|\\b(err(or)?s?|err(or)?_?(code|no)|failed|failures?)\"?\\s*[=:]\\s*[\"']?(0|no|none|null|false|ok)\\s*($|[^\\w\\s])");

    private static final Pattern REFUSED = Pattern.compile(
            "(?i)\\b(err|errors?|err(or)?_?(msg|message|code|no)|exceptions?"
                    + "|invalid|incorrect|wrong|denied|unauthori[sz]ed|unauthenticated|forbidden|fail|fails|failed|failures?|missing"
                    + "|expired|unknown|rejected|refused|ignored|declined|blocked|banned|disabled|inactive|suspended|unsupported|unable"
                    + "|insufficient|mismatch|cannot|can't|could not|couldn't|bad request|malformed|no such|nok|ko|does not|doesn't"
                    + "|(is|are) required|not? (be )?(found|valid|allowed|permitted|authori[sz]ed|accepted|exists?|supported"
                    + "|recogni[sz]ed|active|set|match(ing)?|registered|recorded|saved|stored|tracked|counted|processed|received|created|added))\\b"
                    + "|^(false|no|-\\d+)$|^no (click|conversion|transaction|offer|goal|match|visitor|session|data|such)");

    private static final Pattern DUPLICATE = Pattern.compile(
            "(?i)^\\W*((err|errors?|err_msg|error_message|msg|message|status|result|reason|success|ok|false|fail|failed|warning)\\b\\W*)*"
                    + "((duplicated?|repeated|conversion|transaction|postback|event|order|lead|sale|action|entry|request|record|id|this|is|a"
                    + "|was|has|been|already|exists?|counted|recorded|registered|received|processed|tracked|converted|saved|sent)\\b\\W*)*$");

    private static final Pattern TWICE = Pattern.compile("(?i)\\b(duplicated?|already)\\b");

    private static final Set<String> TROUBLE = Set.of(
            "error",
            "errors",
            "err",
            "errormessage",
            "errormsg",
            "errmsg",
            "exception",
            "fault",
            "failure",
            "failed",
            "errorcode",
            "errcode",
            "errno",
            "errornumber",
            "errorcount");
    private static final Set<String> CONSENT =
            Set.of("success", "successful", "succeeded", "ok", "accepted", "valid", "isvalid", "issuccess", "saved");
    private static final Set<String> STATE =
            Set.of("status", "state", "result", "response", "outcome", "code", "statuscode");
    private static final Pattern SAID =
            Pattern.compile(".*(messages?|msg|reasons?|details?|description|desc|text)|title|info|cause");
    private static final Set<String> NOTHING =
            Set.of("", "0", "false", "no", "none", "null", "ok", "success", "no error", "no errors");

    private PlainRefusals() {}

    /** Why an answer with a status of success is none, as the end of a sentence; null where it may be one. */
    static @Nullable String refusal(AnswerRule.Said answer) {
        String body = answer.body();
        if (body.isEmpty() || PIXEL.matches(body)) {
            return null;
        }
        if (isPage(body)) {
            return "";
        }
        if (isRubbish(body)) {
            return ", which cannot be read";
        }
        boolean refused = answer.json().isContainer() ? refused(answer.json(), 0) : isRefused(body);
        return refused ? ", which reads like a refusal" : null;
    }

    /** Which settings will never do, if that is what is refused: a token or key, or the hub's address. */
    static @Nullable Reason pausing(AnswerRule.Said answer) {
        return SettingsRefused.in(said(answer));
    }

    /** Whether it says that it had this one already, and nothing else. */
    static boolean isDuplicate(AnswerRule.Said answer) {
        return said(answer).stream()
                .anyMatch(text ->
                        TWICE.matcher(text).find() && DUPLICATE.matcher(text).matches());
    }

    /** A parked or mistyped domain shows one; XML may be an answer. */
    static boolean isPage(String body) {
        return (body.startsWith("<") && !body.startsWith("<?xml"))
                || PAGE.matcher(body).find();
    }

    private static boolean isRubbish(String body) {
        long control = body.chars()
                .filter(c -> Character.isISOControl(c) && !Character.isWhitespace(c))
                .count();
        // Letters of another encoding cannot be read either, but they are few.
        long unreadable = body.chars().filter(c -> c == '\uFFFD').count();
        return control > 0 || unreadable * 5 > body.length();
    }

    private static boolean isRefused(String text) {
        if (DISAGREED.matcher(text).find() || SettingsRefused.in(List.of(text)) != null) {
            return true;
        }
        return !AGREED.matcher(text).find()
                && REFUSED.matcher(HARMLESS.matcher(words(text)).replaceAll(" "))
                        .find();
    }

    /** {@code CLICK_NOT_FOUND} is words. */
    private static String words(String text) {
        return text.matches("[A-Za-z]+(_[A-Za-z]+)+") ? text.replace('_', ' ') : text;
    }

    /** Each field that says no; what is inside counts only where nothing says yes. */
    private static boolean refused(JsonNode node, int depth) {
        if (node.isArray()) {
            return node.valueStream().anyMatch(one -> refused(one, depth + 1));
        }
        if (node.properties().stream().anyMatch(field -> refuses(name(field.getKey()), field.getValue()))) {
            return true;
        }
        return depth < DEEPEST
                && node.properties().stream().noneMatch(field -> agrees(name(field.getKey()), field.getValue()))
                && node.properties().stream().anyMatch(field -> refused(field.getValue(), depth + 1));
    }

    private static boolean refuses(String name, JsonNode value) {
        String text = plain(value);
        String word = text.strip().toLowerCase(Locale.ROOT);
        if (TROUBLE.contains(name)) {
            return value.isContainer() ? !value.isEmpty() : !NOTHING.contains(word);
        }
        boolean says = CONSENT.contains(name) && word.matches(NO)
                || STATE.contains(name) && word.matches("[45]\\d\\d|-\\d+|false|no|ko|nok");
        boolean words = value.isString() && (CONSENT.contains(name) || STATE.contains(name) || SAID.matches(name));
        return says || (words && isRefused(text));
    }

    private static boolean agrees(String name, JsonNode value) {
        boolean decides = CONSENT.contains(name) || STATE.contains(name);
        return decides && plain(value).matches("(?i)1|true|yes|2\\d\\d|ok|success|accepted|received|done");
    }

    private static List<String> said(AnswerRule.Said answer) {
        JsonNode json = answer.json();
        return json.isContainer()
                ? said("", json, 0).toList()
                : List.of(json.isString() ? json.asString() : answer.body());
    }

    /** What is said in words or as a code, wherever an object has a place for that. */
    private static Stream<String> said(String name, JsonNode node, int depth) {
        if (!node.isContainer()) {
            boolean speaks =
                    name.startsWith("err") || TROUBLE.contains(name) || SAID.matches(name) || STATE.contains(name);
            return speaks ? Stream.of(plain(node)) : Stream.of();
        }
        if (depth == DEEPEST) {
            return Stream.of();
        }
        return node.isArray()
                ? node.valueStream().flatMap(one -> said(name, one, depth + 1))
                : node.properties().stream().flatMap(field -> said(name(field.getKey()), field.getValue(), depth + 1));
    }

    /** {@code error_message} and {@code errorMessage} are one. */
    private static String name(String key) {
        return key.replaceAll("[^A-Za-z]", "").toLowerCase(Locale.ROOT);
    }

    private static String plain(JsonNode value) {
        return value.isString() || value.isNumber() || value.isBoolean() ? value.asString() : "";
    }
}
