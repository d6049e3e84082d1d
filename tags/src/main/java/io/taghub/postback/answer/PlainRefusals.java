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

    private static final Pattern REFUSED =
            Pattern.compile("(?i)\\b(err|errors?|err(or)?_?(msg|message|code|no)|exceptions?"
                    + "|invalid|incorrect|wrong|denied|unauthori[sz]ed|unauthenticated|forbidden|fail|fails|failed|failures?|missing"
                    + "|expired|unknown|rejected|refused|ignored|declined|blocked|banned|disabled|inactive|suspended|unsupported|unable"
                    + "|insufficient|mismatch|cannot|can't|could not|couldn't|bad request|malformed|no such|nok|ko|does not|doesn't"
                    + "|(is|are) required|not? (be )?(found|valid|allowed|permitted|authori[sz]ed|accepted|exists?|supported"
                    + "|recogni[sz]ed|active|set|match(ing)?))\\b|^(false|no)$");

    /**
     * What may stand before a statement's subject. The statement is read from its beginning, because further on it may
     * quote what a visitor chose.
     */
    private static final String OPENING =
            "(?i)^\\W*((http/\\d\\.\\d|[1-5]\\d\\d|err|errors?|err(or)?_?(msg|message)|msg|message"
                    + "|fail|failed|failure|fatal|exception|status|success|ok|false|no|0|result|reason|request|postback|sorry)\\b\\W*)*";

    private static final String KIND =
            "((the|your|a|an|this|or|and|of|for|in|postback|conversion|security|secure|secret|access"
                    + "|auth|authentication|authori[sz]ation|verification|api|app|application|account|advertiser|affiliate|network"
                    + "|merchant|partner|user|offer|campaign|callback|s2s|server|bearer|request|tracking|client|private|public|shared"
                    + "|parameter)[ _:-]+)*";

    private static final String KEY = "(token|key|apikey|secret|signature|password|passphrase|credentials?|hmac)\\b";

    private static final String UNFIT =
            "(invalid|wrong|incorrect|bad|unknown|missing|expired|empty|revoked|inactive|disabled"
                    + "|unauthori[sz]ed|denied|mismatch(ed)?|unrecogni[sz]ed|required|no|not|doesn't|isn't)\\b";

    private static final Pattern CREDENTIALS = Pattern.compile(
            OPENING + KIND + "(" + UNFIT + "( valid)?[ :-]+" + KIND + KEY
                    + "|" + KEY + "\\W+(\\w+ ){0,3}" + UNFIT
                    + "|(un|not )(authori[sz]ed|authenticated)\\b"
                    + "|(authentication|authori[sz]ation|auth|login)( \\w+){0,2} (failed|failure|required|error|invalid|missing)\\b)");

    private static final String SENDER =
            "((the|your|this|request|client|current|sender|source|server|remote|advertiser|for|from)[ :-]+)*";

    private static final Pattern PERMISSION = Pattern.compile(OPENING
            + "((access|permissions?|authori[sz]ation)( is| was| has been)* (denied|forbidden|refused|not granted)\\b"
            + "|(denied|forbidden|no access|no permission)\\b|insufficient (permissions?|privileges|rights)\\b"
            + "|(you are |you're )?not (allowed|permitted)\\s*($|[.!:])"
            + "|" + SENDER
            + "ips?([ _-]?address(es)?)?\\b[^#;]*\\b(not|denied|blocked|forbidden|banned|invalid|unknown|black-?list(ed)?)\\b"
            + "|(invalid|unknown|wrong|unauthori[sz]ed|blocked|denied|forbidden) " + SENDER + "ip\\b"
            + "|(your|sender|remote|source|client) (host|address) is not\\b"
            + "|not (in|on) (the |your )?(ip )?(white|allow)[ -]?list)");

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
    private static final Set<String> SAID =
            Set.of("message", "messages", "msg", "reason", "detail", "details", "description", "title", "info", "text");
    private static final Set<String> NOTHING =
            Set.of("", "0", "false", "no", "none", "null", "ok", "success", "no error", "no errors");

    private PlainRefusals() {}

    /** Why an answer with a status of success is none, as the end of a sentence; null where it may be one. */
    static @Nullable String refusal(AnswerRule.Answer answer) {
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
    static @Nullable Reason pausing(AnswerRule.Answer answer) {
        List<String> said =
                answer.json().isContainer() ? said("", answer.json(), 0).toList() : List.of(answer.body());
        return said.stream().anyMatch(text -> CREDENTIALS.matcher(text).find())
                ? Reason.BAD_CREDENTIALS
                : said.stream().anyMatch(text -> PERMISSION.matcher(text).find()) ? Reason.NO_PERMISSION : null;
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
        if (DISAGREED.matcher(text).find()
                || CREDENTIALS.matcher(text).find()
                || PERMISSION.matcher(text).find()) {
            return true;
        }
        return !AGREED.matcher(text).find()
                && REFUSED.matcher(HARMLESS.matcher(text).replaceAll(" ")).find();
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
                || STATE.contains(name) && word.matches("[45]\\d\\d|false|no|ko|nok");
        boolean words = value.isString() && (CONSENT.contains(name) || STATE.contains(name) || SAID.contains(name));
        return says || (words && isRefused(text));
    }

    private static boolean agrees(String name, JsonNode value) {
        boolean decides = CONSENT.contains(name) || STATE.contains(name);
        return decides && plain(value).matches("(?i)1|true|yes|2\\d\\d|ok|success|accepted|received|done");
    }

    /** What is said in words, wherever an object has a place for that. */
    private static Stream<String> said(String name, JsonNode node, int depth) {
        if (node.isString()) {
            boolean speaks = TROUBLE.contains(name) || SAID.contains(name) || STATE.contains(name);
            return speaks ? Stream.of(node.asString()) : Stream.of();
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
