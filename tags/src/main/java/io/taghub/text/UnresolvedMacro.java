package io.taghub.text;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Recognises what stands where a click id should: a macro that somebody's tool failed to fill in ({@code {clickid}},
 * {@code ${SUBID}}), the text of an instruction ({@code YOUR_CLICK_ID}), a program's word for nothing ({@code undefined}).
 * Such a value looks like a click id and is worth nothing, because every visitor has the same one. Words count only where
 * they are the whole value: a real id may hold the letters of any of them. Safe for many threads: it never changes.
 */
public final class UnresolvedMacro {
    private static final int LONGEST_WORDS = 64;
    private static final int ENCODED_AT_MOST = 3;

    /** A word, or a function of one: {@code SUB_ID_SHORT(action)}. */
    private static final String NAME = "[A-Za-z_][\\w.:+ -]{0,60}(?:\\([\\w.,:+ -]{0,60}\\))?";

    /** Written in one case, or in words: a random id between underscores is neither. */
    private static final String PLAIN_NAME =
            "(?-i:[A-Z][A-Z0-9_.-]{0,60}|[a-z][a-z0-9_.-]{0,60}|[A-Za-z][a-z]+(?:[A-Z][a-z]+){1,8}(?:ID)?)";

    /** Braces hardly occur in an id, so one filled brace anywhere is enough; the others count only as the whole value. */
    private static final Pattern SHAPE = Pattern.compile("(?is).*\\{\\s{0,4}[$%#!@:=?&*]?\\s{0,4}" + NAME
            + "[%#!:=?&*]?\\s{0,4}}.*"
            + "|\\{\\d{0,2}}|\\[+[$%#!*]?\\s{0,4}" + NAME + "\\s{0,4}[%#!*]?]+"
            + "|##?" + NAME + "##?|%%?" + NAME + "%%?|([$@^])" + NAME + "\\1|__" + PLAIN_NAME + "__"
            + "|\\*\\|[^|]{1,60}\\|\\*|<+\\s{0,4}" + NAME + "\\s{0,4}>+|<[%?].*[%?]>|%\\(" + NAME + "\\)s|%[sdu@]");

    /** Some trackers write their ids as GUIDs in braces. */
    private static final Pattern GUID = Pattern.compile("(?i)\\{[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}}");

    /** Quotes, brackets or dashes around nothing. */
    private static final Pattern HOLLOW =
            Pattern.compile("[\"'`´‘’“”«»]+|-+|[?*%$#@!.]+|\\{+\\s*}+|\\[+\\s*]+|\\(+\\s*\\)+");

    private static final Pattern NOTHING =
            Pattern.compile("(?i)null|undefined|undef|nan|none|nil|n[/.]a|object[ +_-]object"
                    + "|false|true|0+|empty|unknown|unset|not[ +_-]?(set|available|applicable|defined|found|provided|given)"
                    + "|optional|tbd|todo|fixme|x{3,}([^\\p{L}\\p{N}]*x+)*|0{8}(-0{4}){3}-0{12}");

    /** Words of an instruction that say nothing alone: a partner's link may well be called {@code partner}. */
    private static final String OTHERS = "click|sub|affiliate|aff|partner|publisher|pub|network|offer|campaign|adset|ad"
            + "|source|traffic|visitor|visit|session|transaction|trans|txn|tracking|tracker|track|external|ext|unique"
            + "|conversion|conv|lead|user|player|customer|request|req|referral|reference|ref|link|site|hash|code|value|val"
            + "|order|purchase|event|item|product|parameter|param|query|string|text|variable|var|field|number|the|my|our|with|here|me|this|dynamic|enter|put"
            + "|paste|add|use|set|please|name|key";

    /** Words of which one makes it an instruction, or the name of a parameter. */
    private static final String TELLING =
            "ids?|[acptsu]id|clickid|btag|stag|awc|cjevent|clickref|macro|placeholder|token"
                    + "|callback|your|insert|replace|change";

    private static final Pattern SEPARATORS = Pattern.compile("[^A-Za-z0-9]+");
    private static final Pattern LETTERS = Pattern.compile("[a-z]+");

    private final Pattern words;

    /** @param names click ids that are one platform's alone: a value that is nothing but such a name is none */
    public UnresolvedMacro(Collection<String> names) {
        String telling = Stream.concat(
                        Stream.of(TELLING),
                        names.stream()
                                .map(UnresolvedMacro::word)
                                .filter(name -> LETTERS.matcher(name).matches()))
                .collect(Collectors.joining("|"));
        words = Pattern.compile("(?:" + OTHERS + ")*(?:" + telling + ")(?:" + OTHERS + "|" + telling + ")*");
    }

    /** Whether the text is, or holds in braces, what somebody's tool failed to fill in, or nothing but quotes and brackets. */
    public static boolean isUnfilled(String text) {
        // Each of them has a brace, or begins with a sign.
        boolean plain = !text.isEmpty() && Character.isLetterOrDigit(text.charAt(0)) && text.indexOf('{') < 0;
        return !plain && (HOLLOW.matcher(text).matches() || SHAPE.matcher(text).matches());
    }

    /** Whether the value, decoded once as it was caught, is no id. */
    public boolean looksLike(String value) {
        String text = value;
        // A link that was encoded twice brings its macros encoded.
        for (int i = 0; i < ENCODED_AT_MOST; i++) {
            if (isOne(text.strip())) {
                return true;
            }
            String decoded = decoded(text);
            if (decoded.equals(text)) {
                return false;
            }
            text = decoded;
        }
        return false;
    }

    /** The same, and whether it is nothing but the name of the parameter it stands in. */
    public boolean looksLike(String name, String value) {
        String word = word(value);
        return looksLike(value) || (word.length() > 1 && word.equals(word(name)));
    }

    private boolean isOne(String text) {
        if (GUID.matcher(text).matches()) {
            return false;
        }
        if (isUnfilled(text)) {
            return true;
        }
        String core = Letters.core(text);
        if (core.length() > LONGEST_WORDS) {
            return false;
        }
        String word = word(core);
        return NOTHING.matcher(core).matches()
                || (LETTERS.matcher(word).matches() && words.matcher(word).matches());
    }

    private static String word(String text) {
        return SEPARATORS.matcher(text).replaceAll("").toLowerCase(Locale.ROOT);
    }

    private static String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}
