package io.taghub.postback.answer;

import com.google.re2j.Pattern;
import io.taghub.tag.Reason;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the statement that a token, a key or the hub's address is refused, which will be so for every event. It is read from
 * its beginning to where a quotation can start, and every word of it must be a known one: networks quote the click id they
 * refuse, and a visitor may have chosen it. What this misses is refused one by one.
 */
final class SettingsRefused {
    /** Characters, of a statement. */
    private static final int LONGEST = 1000;

    /** A quotation or an address: nothing inside it is read. */
    private static final String QUOTED = "\\*";

    private static final Pattern QUOTATION = Pattern.compile(
            "\"[^\"]*(\"|$)|'[^']*('|$)|`[^`]*(`|$)|\\([^)]*(\\)|$)|<[^>]*(>|$)|[“„][^”“]*([”“]|$)|«[^»]*(»|$)|#\\S*");

    private static final Pattern ADDRESS =
            Pattern.compile("\\b\\d{1,3}(\\.\\d{1,3}){3}(/\\d+)?\\b|\\b[0-9a-f]{1,4}(:[0-9a-f]{0,4}){3,7}\\b");

    /** What a network's answer is wrapped in: {@code ERROR:}, {@code success=false; err_msg=}, {@code status=2&message=}. */
    private static final String OPENING =
            "^[^\\w*]*(?:(?:(?:http(?:/\\d\\.\\d)?|\\d{1,5}|err|errors?|code|msg|message|description|no|n"
                    + "|fail|failed|failure|fatal|exception|warning|status|success|ok|false|ko|nok|result|reason"
                    + "|response|request|postback|sorry"
                    + "|(?:bad|invalid) request|(?:validation|postback|api|request|server) error)\\b"
                    + "|(?:conversion|postback|request|event|lead|sale)(?: was| is| has been)?"
                    + "(?: rejected| refused| declined| ignored| failed| denied"
                    + "| not (?:saved|accepted|registered|processed|recorded|tracked)) ?[:;.,])[^\\w*]*)*";

    private static final String KIND =
            "(?:(?:the|your|our|a|an|any|this|that|or|and|of|for|in|valid|required|mandatory|postback|conversion"
                    + "|security|secure|secret|access|auth|authentication|authori[sz]ation|verification|api|app"
                    + "|application|account|advertiser"
                    + "|affiliate|network|merchant|partner|user|offer|campaign|callback|s2s|server|bearer|request"
                    + "|tracking|client|private|public"
                    + "|shared|global|integration|webhook|system|session|login|username|url|md5|sha1|sha256|hmac|jwt"
                    + "|oauth|(?:param|parameter|field|header|argument|value)s?:?"
                    + ") )*";

    private static final String KEY =
            "(?:(?:token|key|api ?key|secret|secure|security|signature|sign|hash|checksum|hmac|password|passphrase|passcode"
                    + "|credentials?|jwt)(?: (?:code|value|param|parameter|field|header|string))*"
                    + "|(?:access|auth|authentication|authori[sz]ation|verification|postback|pin) code)";

    private static final String UNFIT =
            "(?:invalid|wrong|incorrect|bad|unknown|missing|expired|empty|blank|revoked|inactive|disabled|deactivated"
                    + "|unauthori[sz]ed|denied|mismatch|mismatched|mismatching|unrecogni[sz]ed|illegal|broken"
                    + "|malformed|forbidden|blocked|suspended"
                    + "|rejected|refused|declined|outdated|untrusted|unverified|non ?existent|not (?:a )?valid"
                    + "|no longer valid)";

    private static final String NOT =
            "not (?:be )?(?:a )?(?:valid|found|recogni[sz]ed|match|matching|matched|provided|set|accepted|allowed|permitted"
                    + "|correct|known|exists?|authori[sz]ed|verified|validated|active|specified|sent|given|present"
                    + "|supplied|passed|received"
                    + "|configured|right|ok|fit|work)";

    private static final String IS =
            "(?: (?:is|are|was|were|be|been|has|have|had|does|do|did|must|should|could|can|may|it|currently|no longer"
                    + "|longer))*";

    private static final String SENT = "(?: (?:" + QUOTED
            + "|that|which|you|we|of|sent|provided|supplied|given|used|specified|received|passed|in|from|the|this"
            + "|your|request|url|postback|for"
            + "|offer|account|advertiser|network))*";

    private static final String KEY_REFUSED =
            "(?:" + UNFIT + "(?: or | and | )?)*(?:" + UNFIT + "|no|no valid) " + KIND + KEY
                    + "|" + KIND + KEY + "[:=]?" + SENT + IS + " (?:" + UNFIT + "|" + NOT
                    + "|error|failure|failed|required|needed|(?:check|verification|validation"
                    + "|authentication) (?:failed|failure|error))(?: (?:or|and) "
                    + UNFIT + ")*"
                    + "|(?:unable to|can not|could not|failed to|failure to) (?:verify|validate|authenticate"
                    + "|authori[sz]e|check|recogni[sz]e)(?: "
                    + KIND + "(?:" + KEY + "|request|you))?"
                    + "|(?:please |you )?(?:must |need to |should |have to )?(?:provide|specify|send|supply|check"
                    + "|verify|include|use) "
                    + KIND + KEY;

    private static final String SENDER =
            "(?:(?:the|your|this|that|you|current|sender|source|server|servers|remote|request|requests|client|caller"
                    + "|host|hostname|origin|domain|advertiser|account|api|partner|merchant|postbacks?|operation"
                    + "|network|site|system|calling|requesting|from|for"
                    + "|to|with|of|by|coming|ip|address|" + QUOTED + ") )*";

    private static final String NOT_AUTHORIZED = SENDER
            + "(?:user )?(?:is |are |was |were )?(?:un|not )(?:authori[sz]ed|authenticated)(?: (?:access|request|call"
            + "|user|client|server|host))?"
            + "|(?:authentication|authori[sz]ation|auth|login)(?: (?:check|token|key|header|is|was|has))*"
            + " (?:failed|failure|required|error|invalid|missing|rejected|unsuccessful|needed)"
            + "|(?:bad|invalid|missing|failed|wrong|no|incorrect) (?:authentication|authori[sz]ation|auth|login)"
            + "|invalid (?:client|grant)|401";

    private static final String LIST =
            "(?:(?:the|your|our|ip|server) )*(?:(?:white|allow|allowed|access) ?list(?:ed)?|allowed (?:ips|addresses))";

    private static final String NO_ACCESS = SENDER
            + "(?:access|permissions?|authori[sz]ation)(?: to (?:(?:the|this|that|your|our) )?(?:resource|offer|api"
            + "|account|page|server|url|service))?"
            + IS
            + " (?:denied|forbidden|refused|rejected|restricted|blocked|required|prohibited|disabled"
            + "|not (?:be )?(?:granted|allowed|permitted))"
            + "|(?:request|call|connection)" + IS + " (?:denied|forbidden|refused|blocked)"
            + "|(?:denied|forbidden) access|forbidden|no access|no permissions?|403"
            + "|(?:insufficient|not enough|missing|no) (?:permissions?|privileges?|rights)"
            + "|" + SENDER
            + "(?:do not|does not) have (?:(?:enough|sufficient|the|any|required|necessary) )*(?:access|permissions?"
            + "|privileges?|rights)"
            + "|" + SENDER + "(?:is |are |was )?not (?:allowed|permitted)"
            + "|" + SENDER + "(?:is |are |was )?not (?:in|on|part of) " + LIST
            + "|" + SENDER + "(?:is |are |was )?(?:not|non|un) ?(?:white|allow) ?listed(?: ip)?";

    private static final String BARRED =
            "(?:unauthori[sz]ed|unknown|untrusted|denied|blocked|forbidden|banned|black ?listed|prohibited|disallowed"
                    + "|restricted)";

    private static final String IP = "ip(?: ?v?[46])?s?(?: ?addr(?:ess)?(?:es)?)?";

    private static final String ADDRESS_REFUSED = SENDER + IP + "[:=]?(?: " + QUOTED + "| from)*" + IS + " (?:" + BARRED
            + "|" + UNFIT + "|" + NOT + "|not trusted|not " + BARRED
            + "|mismatch|restriction|restricted|error|check failed|validation failed|verification failed|not match)"
            + "|" + SENDER
            + "(?:server|host|hostname|source|sender|client|(?:remote|source|sender|client|server) address)(?: "
            + QUOTED + ")*" + IS + " (?:"
            + BARRED + "|not (?:allowed|permitted|trusted|known|recogni[sz]ed|accepted|registered))"
            + "|" + SENDER + "(?:" + BARRED + "|" + UNFIT + "|no) " + SENDER + "(?:" + IP
            + "|server|host|remote address)";

    /** How a sentence goes on; what else may stand there is a click id, and then the sentence was about that one. */
    private static final String END = "(?:[^\\w*]*$|[.!;]+ .*|[,:]? ?[*(\\[].*| ?[:=] ?\\S+$| \\S*\\d\\S*$"
            + "|[,:]? (?:please|contact|check|for|from|to|in|on|by|at|with|provided|supplied|given|sent|specified"
            + "|used|passed|received|detected"
            + "|error|exception|because|due|since|as|you|your|the|this|it|must)\\b.*)";

    private static final Pattern CREDENTIALS = statement(KEY_REFUSED + "|" + NOT_AUTHORIZED);

    private static final Pattern PERMISSION = statement(NO_ACCESS + "|" + ADDRESS_REFUSED);

    private static final Pattern CLICK =
            Pattern.compile("\\b(clicks?|click ?ids?|transactions?|trans|tid|cid|sub ?ids?|aff ?sub\\d*|visitors?)\\b");

    /** Each statement has one of these; most answers have none and need no further reading. */
    private static final List<String> SUBJECTS = List.of(
            "token",
            "key",
            "secre",
            "secur",
            "sign",
            "hash",
            "checksum",
            "hmac",
            "pass",
            "credential",
            "jwt",
            "auth",
            "login",
            "code",
            "access",
            "permi",
            "privilege",
            "rights",
            "forbidden",
            "request",
            "call",
            "connection",
            "allow",
            "list",
            "ip",
            "server",
            "host",
            "source",
            "sender",
            "client",
            "grant",
            "address",
            "verify",
            "validate",
            "check",
            "recogni",
            "401",
            "403");

    private SettingsRefused() {}

    private static Pattern statement(String one) {
        String any = KEY_REFUSED + "|" + NOT_AUTHORIZED + "|" + NO_ACCESS + "|" + ADDRESS_REFUSED;
        return Pattern.compile("(?s)" + OPENING + "(?:" + one + ")(?:(?:[ ,:;.!-]|\\b(?:and|or|because|reason)\\b)+(?:"
                + any + "))*(" + END + ")$");
    }

    /** Which of a network's statements says so; none where one of them is about a click, because another may quote it. */
    static @Nullable Reason in(List<String> statements) {
        List<String> read = statements.stream().map(SettingsRefused::words).toList();
        Reason reason = read.stream()
                .flatMap(statement -> Stream.ofNullable(refused(statement)))
                .findFirst()
                .orElse(null);
        boolean clicked =
                read.stream().anyMatch(statement -> CLICK.matcher(statement).find());
        return clicked ? null : reason;
    }

    private static @Nullable Reason refused(String statement) {
        if (SUBJECTS.stream().noneMatch(statement::contains)) {
            return null;
        }
        return CREDENTIALS.matcher(statement).find()
                ? Reason.BAD_CREDENTIALS
                : PERMISSION.matcher(statement).find() ? Reason.NO_PERMISSION : null;
    }

    /** {@code INVALID_TOKEN}, {@code invalidToken} and "invalid token" are one, and quotations are taken out. */
    private static String words(String text) {
        String spoken = text.substring(0, Math.min(text.length(), LONGEST))
                .replace('’', '\'')
                .replaceAll("[^\\S\\r\\n]+", " ")
                .strip()
                // A statement may be quoted as a whole.
                .replaceAll("^(?:\"([^\"]*)\"|'([^']*)')$", "$1$2")
                .replaceAll("([a-z])([A-Z])", "$1 $2")
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\bcan('t|not)\\b", "can not")
                .replaceAll("n't\\b", " not")
                .replaceAll("(?<=\\w)'s\\b", "")
                // The name of a parameter is no visitor's.
                .replaceAll("(param|parameter|field|header|argument):? ?[\"'`]([a-z_ ]+)[\"'`]", "$1 $2");
        String kept =
                ADDRESS.matcher(QUOTATION.matcher(spoken).replaceAll(" * ")).replaceAll(" * ");
        return kept.replaceAll("[_+]", " ")
                .replaceAll("(?<=[a-z])[-/](?=[a-z])", " ")
                .replaceAll(" [-–—|]+ ", ": ")
                .replaceAll("[\\r\\n]+", "; ")
                .replaceAll(" +", " ")
                .strip();
    }
}
