package io.taghub.postback.convert;

import io.taghub.postback.Macros;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One value of an address in our macros, with {@link #TODO} where nobody knows what was meant. Whatever looks like another
 * tool's macro is one or the other: nothing of that look stays as text.
 *
 * @param unknown what was not understood
 */
record Rewritten(String text, List<Unknown> unknown) {
    /** A macro that there is not, so that {@code check} refuses it. */
    static final String TODO = "{{ TODO }}";

    private static final String NAME = "[A-Za-z][\\w.: -]*?";
    private static final Pattern ENCODED = Pattern.compile("(?i)%(?:7B|7D|5B|5D|3C|3E|24|23|7C|28|29)");

    /** The signs in use around a word, in the order in which they are tried. */
    private static final Pattern MACRO = Pattern.compile(
            "\\{\\{\\{[^{}]*}}}|\\{\\{[^{}]*}}"
                    + "|\\{%[^{}]*%}|(?:[$#%]|^[@!])?\\{[^{}]*}"
                    + "|[$#@]\\([^()]*\\)|\\(\\([^()]*\\)\\)"
                    + "|<[%?]=?[^<>]*[%?]>|<<[^<>]*>>|<[^<>]*>|\u00ab[^\u00bb]*\u00bb|\u2039[^\u203a]*\u203a"
                    + "|\\*\\|[^|*]*\\|\\*"
                    + "|[$]?\\[\\[[^\\[\\]]*]]|[$]?\\[(?!\\w+:)[^\\[\\]]*[A-Za-z][^\\[\\]]*]"
                    + "|%%" + NAME + "%%|##" + NAME + "##|#" + NAME + "#"
                    + "|%[A-Za-z_][\\w.]*%(?![0-9A-Fa-f]{2})"
                    + "|(?<![A-Za-z0-9_])__[A-Za-z0-9]+(?:_[A-Za-z0-9]+)*__(?![A-Za-z0-9_])"
                    + "|(?<![\\w$])[$]{1,2}[A-Za-z_][\\w.]*[$]{0,2}"
                    // These are signs of a macro where they stand around a whole value only.
                    + "|^[:@!~*|^(]{1,3}\\s*[A-Za-z_][\\w. -]*?\\s*[:@!~*|^)]{0,3}$|^%(?![0-9A-Fa-f]{2})[A-Za-z_]\\w*$|^[$]\\d+$");

    /** What is left of one that was not written as any of them is: a brace too few, one within another. */
    private static final Pattern LEFT = Pattern.compile("[{}<>]|\\[[A-Za-z](?!\\w*:)|%%|##");

    private static final Pattern ARITHMETIC = Pattern.compile("[*+/-]\\s*[\\d.]|[\\d.]\\s*[*+/-]");
    /** Fill-ins that are no word. */
    private static final Pattern BLANK =
            Pattern.compile("(?i)x{3,}|\\.{2,}|\u2026|\\?+|_{2,}|\\*{2,}|\\[\\s*]|tbd|todo|change_?me|replace_?me");

    /** Words that say what a macro is for, where its parameter says the same. */
    private static final Map<String, Pattern> STEMS = Map.of(
            "click.id", Pattern.compile("(?i).*(click|clid|sub_?id|track).*"),
            "value", Pattern.compile("(?i).*(payout|amount|amt|revenue|sum|price|value|total|commission|sale).*"),
            "txn.id", Pattern.compile("(?i).*(order|txn|tx_?id|trans|conv).*"),
            "currency", Pattern.compile("(?i).*(curr|ccy).*"),
            "user.id", Pattern.compile("(?i).*(user|player|customer|trader).*"));

    /** Says of an amount that it is not the event's value as it is: in cents, in one currency, less something. */
    private static final Pattern OTHER_AMOUNT =
            Pattern.compile("(?i)(?:.*[_-])?(?:cents?|minor|micros?|net|eur|usd|gbp|btc)(?:[_-].*)?");

    private static final Pattern SHOUTED = Pattern.compile("[A-Z][A-Z0-9]*(_[A-Z0-9]+)*");

    /** Where the network's own words stand, which are no macros. */
    private static final Pattern WORDS =
            Pattern.compile("(?i)(.*_)?(goal|event|type|action|status|state|et|name|method|mode|format|event_?name)");

    /** Bare words that are nothing but a place to fill in, wherever they stand. */
    private static final Pattern PLACE = Pattern.compile(
            "(?i)ip|ua|ip_?address|user_?agent|hash|key|token|secret|pass(word)?|amount|payout|click_?id"
                    + "|subid|sub_?id|aff_?sub\\d*|tx_?id|txn_?id|order_?id|transaction_?id|conversion_?id|player_?id|user_?id|revenue|timestamp|signature|sig"
                    + "|api_?key|referr?er|currency");

    private static final Pattern SHOUTED_PLACE = Pattern.compile(
            "OS|URL|ID|UID|CITY|REGION|DEVICE|BROWSER|ISP|PHONE|EMAIL|COUNTRY|GEO|DATE|TIME|VALUE|PRICE|SUM|STATUS|STATE|GOAL|EVENT|NAME"
                    + "|ORDER|CLICK|USER|PLAYER|TRACKER|CALLBACK"
                    + "|[A-Z0-9_]+_(ID|KEY|TOKEN|CODE|HERE|NAME|NUMBER|HASH|IP|UA|VALUE|AMOUNT|URL|MACRO|PARAM|REF|REFERENCE|REVENUE|PAYOUT|PRICE|SUM"
                    + "|TOTAL|COMMISSION|CURRENCY|STATUS|TIME|TIMESTAMP|DATE|EMAIL|PHONE|COUNTRY)|(YOUR|MY|INSERT|ENTER|PUT|PASTE)_\\w+");

    /** @param at where it stands in the value */
    record Unknown(String written, int at, String hint) {}

    boolean hasMacros() {
        return text.contains("{{");
    }

    /** @param parameter the value's name, null for a segment of the path */
    static Rewritten of(@Nullable String parameter, String value) {
        return value.matches("\"[^\"]*\"|'[^']*'")
                ? unquoted(parameter, value.substring(1, value.length() - 1))
                : unquoted(parameter, value);
    }

    private static Rewritten unquoted(@Nullable String parameter, String value) {
        String plain = opened(value);
        Matcher macro = MACRO.matcher(plain);
        StringBuilder text = new StringBuilder();
        List<Unknown> unknown = new ArrayList<>();
        int end = 0;
        while (macro.find()) {
            text.append(plain, end, macro.start());
            end = macro.end();
            boolean whole = macro.start() == 0 && end == plain.length();
            String ours = ours(parameter, macro.group(), whole);
            text.append(ours == null ? TODO : ours);
            if (ours == null) {
                int at = plain.equals(value) ? macro.start() : 0;
                unknown.add(new Unknown(macro.group(), at, MacroWord.hint(macro.group())));
            }
        }
        if (end == 0) {
            return bare(parameter, value);
        }
        String rest = plain.substring(end);
        String around = text.toString().replaceAll("\\{\\{[^{}]*}}", "") + rest;
        text.append(rest);
        boolean reckoned = ARITHMETIC.matcher(around).find() && text.indexOf("value") >= 0;
        return LEFT.matcher(around).find() || reckoned
                ? todo(value, reckoned ? "; what is reckoned is a rule of the tag's 'value'" : "")
                : new Rewritten(text.toString(), unknown);
    }

    /** Brackets as an address bar writes them are brackets again, where there is a pair of them. */
    private static String opened(String value) {
        if (!value.contains("%")) {
            return value;
        }
        String opened = ENCODED.matcher(value)
                .replaceAll(sign -> Matcher.quoteReplacement(
                        String.valueOf((char) Integer.parseInt(sign.group().substring(1), 16))));
        return MACRO.matcher(opened).find() ? opened : value;
    }

    private static @Nullable String ours(@Nullable String parameter, String written, boolean whole) {
        String known = MacroWord.ours(parameter, written);
        String word = MacroWord.plain(written);
        return known == null && whole && word.matches("\\w+") ? meant(parameter, word) : known;
    }

    /** A value without any signs: a word in its place, a fill-in, or simply text. */
    private static Rewritten bare(@Nullable String parameter, String value) {
        if (LEFT.matcher(value).find()) {
            return todo(value, "");
        }
        String date = Macros.dateFor(parameter, Gathered.decoded(value));
        if (date != null) {
            return new Rewritten("{{ " + date + " }}", List.of());
        }
        if (BLANK.matcher(value).matches()) {
            String usual = parameter == null ? null : usual(parameter);
            return usual == null ? todo(value, "") : new Rewritten(usual, List.of());
        }
        if (!value.matches("[A-Za-z][\\w-]*")) {
            return new Rewritten(value, List.of());
        }
        if (parameter == null) {
            String known = SHOUTED.matcher(value).matches() && isPlace(value) ? MacroWord.ours(null, value) : null;
            return known == null && isPlace(value) && SHOUTED.matcher(value).matches()
                    ? todo(value, MacroWord.hint(value))
                    : new Rewritten(known == null ? value : known, List.of());
        }
        String before = parameter + "=";
        return Macros.convert(before + value) instanceof Macros.Converted(String text) && !text.equals(before + value)
                ? new Rewritten(text.substring(before.length()), List.of())
                : shouted(parameter, value);
    }

    private static boolean isPlace(String word) {
        return PLACE.matcher(word).matches() || SHOUTED_PLACE.matcher(word).matches();
    }

    /** A word in capitals is a word of the network in a goal, and nothing but a macro where an id or an amount should stand. */
    private static Rewritten shouted(String parameter, String value) {
        boolean shouted = SHOUTED.matcher(value).matches();
        boolean itself = value.equalsIgnoreCase(parameter);
        String usual = usual(parameter);
        String meant = shouted && !(value.length() == 3 && "currency".equals(usualPath(parameter)))
                ? meant(parameter, value)
                : null;
        String filling = meant != null ? meant : itself ? usual : null;
        if (filling != null) {
            return new Rewritten(filling, List.of());
        }
        boolean place = PLACE.matcher(value).matches() && (shouted || value.length() > 4);
        boolean shoutedPlace = shouted
                && SHOUTED_PLACE.matcher(value).matches()
                && !WORDS.matcher(parameter).matches();
        boolean filled =
                shouted && usual != null && value.length() > 2 && (usual.contains(".id") || usual.contains("value"));
        return itself || place || shoutedPlace || filled
                ? todo(value, MacroWord.hint(value))
                : new Rewritten(value, List.of());
    }

    private static Rewritten todo(String value, String hint) {
        return new Rewritten(TODO, List.of(new Unknown(value, 0, hint)));
    }

    /** What the parameter usually takes, where the macro's word says the same: {@code cid=$CLICK}. */
    private static @Nullable String meant(@Nullable String parameter, String word) {
        String usual = parameter == null ? null : usual(parameter);
        return usual != null
                        && !OTHER_AMOUNT.matcher(word).matches()
                        && STEMS.entrySet().stream()
                                .anyMatch(stem -> usual.contains(stem.getKey())
                                        && stem.getValue().matcher(word).matches())
                ? usual
                : null;
    }

    /** What a parameter of this name usually takes, null where that is not known. */
    static @Nullable String usual(String parameter) {
        return parameter.matches("[A-Za-z][\\w-]*")
                        && Macros.convert("x={" + parameter.toLowerCase(Locale.ROOT) + "}")
                                instanceof Macros.Converted(String text)
                ? text.substring(2)
                : null;
    }

    /** The same without braces. */
    static @Nullable String usualPath(@Nullable String parameter) {
        String usual = parameter == null ? null : usual(parameter);
        return usual == null ? null : usual.replaceAll("^\\{\\{\\s*|\\s*}}$", "");
    }
}
