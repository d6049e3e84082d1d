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
 * One value of an address in our macros, with {@link #TODO} where nobody knows what was meant.
 *
 * @param unknown what was not understood
 */
record Rewritten(String text, List<Unknown> unknown) {
    /** A macro that there is not, so that {@code check} refuses it. */
    static final String TODO = "{{ TODO }}";

    private static final String MARK = "zz9todo9zz";
    private static final int MOST = 20;
    private static final Pattern NAMED = Pattern.compile("(?s)unknown macro '(.*?)'(;.*|\\s\\(.*|)$");
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

    /** @param at where it stands in the value */
    record Unknown(String written, int at, String hint) {}

    boolean hasMacros() {
        return text.contains("{{");
    }

    /** @param parameter the value's name, null for a segment of the path */
    static Rewritten of(@Nullable String parameter, String value) {
        String before = parameter == null ? "/" : parameter + "=";
        List<Unknown> unknown = new ArrayList<>();
        String rest = value;
        for (int i = 0; i < MOST; i++) {
            switch (Macros.convert(before + rest)) {
                case Macros.Converted(String text) -> {
                    return shouted(
                            parameter, value, text.substring(before.length()).replace(MARK, TODO), unknown);
                }
                case Macros.Unknown(List<String> problems) -> {
                    Matcher named = NAMED.matcher(problems.getFirst());
                    String written = named.matches() ? named.group(1) : rest;
                    String spelt = spelt(rest, written);
                    String meant = meant(parameter, written);
                    if (meant != null && rest.equals(spelt)) {
                        return new Rewritten(meant, unknown);
                    }
                    unknown.add(new Unknown(
                            spelt, Math.max(0, value.indexOf(spelt)), named.matches() ? named.group(2) : ""));
                    rest = rest.replace(spelt, MARK);
                }
            }
        }
        return new Rewritten(TODO, List.of(new Unknown(value, 0, "")));
    }

    /** With the signs around it. */
    private static String spelt(String text, String written) {
        Matcher braces = Pattern.compile("\\{\\{\\s*" + Pattern.quote(written) + "\\s*}}")
                .matcher(text);
        Matcher signs = Pattern.compile("[^\\w\\s&=/]{1,2}" + Pattern.quote(written) + "[^\\w\\s&=/]{0,2}")
                .matcher(text);
        return braces.find() ? braces.group() : signs.find() ? signs.group() : text.contains(written) ? written : text;
    }

    /** A word in capitals is a word of the network in a goal, and nothing but a macro where an id or an amount should stand. */
    private static Rewritten shouted(@Nullable String parameter, String value, String text, List<Unknown> unknown) {
        String usual = parameter == null ? null : usual(parameter);
        String meant = SHOUTED.matcher(value).matches() ? meant(parameter, value) : null;
        if (meant != null && text.equals(value) && value.length() > 2 && !value.matches("[A-Z]{3}")) {
            return new Rewritten(meant, List.of());
        }
        boolean filled = usual != null && (usual.contains(".id") || usual.contains("value"));
        return filled && text.equals(value) && SHOUTED.matcher(value).matches() && value.length() > 2
                ? new Rewritten(TODO, List.of(new Unknown(value, 0, "")))
                : new Rewritten(text, unknown);
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
}
