package io.taghub.postback;

import io.taghub.text.Suggestion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites a postback URL copied from a network's page into our macros. It understands the dialects in use: {@code {x}},
 * {@code {{x}}}, {@code [X]}, {@code #x#}, {@code ##X##}, {@code %X%}, {@code %%X%%}, {@code ${X}}, {@code __X__},
 * {@code <X>}, {@code $X}, other signs around a word that is a whole value, the fill-ins {@code REPLACE}, {@code OPTIONAL}
 * and {@code XXX}, and bare words such as {@code amount=AMOUNT}. Done once, when the config is written:
 * guessing a dialect while sending would corrupt URLs, because {@code #} starts a fragment and {@code %NA} may be an
 * encoded character.
 */
public final class Macros {

    /** What became of a text. */
    public sealed interface Rewriting {}

    /** The text in our macros; equal to the given one where it held no other tool's. */
    public record Converted(String text) implements Rewriting {}

    /** The macros nobody knows, each with a sentence saying what to write. */
    public record Unknown(List<String> problems) implements Rewriting {}

    private static final String BARE = "([A-Za-z]\\w{2,})";
    private static final Pattern FILL_IN = Pattern.compile("(?i)(?:your|insert|enter|put|paste)_(\\w+?)(?:_here)?");
    private static final String NAME = "([A-Za-z][\\w.:-]*)";
    private static final Pattern MACRO = Pattern.compile("\\{\\{([^{}]*)}}"
            + "|[$]?\\{" + NAME + "}"
            + "|%%" + NAME + "%%"
            + "|##" + NAME + "##"
            // With a colon in it, it is a container of pairs as Partnerize has them.
            + "|(?<=[=/|,:&-])\\[([A-Za-z][\\w.-]*)]"
            + "|#" + NAME + "#"
            + "|%" + NAME + "%"
            + "|(?<=[=/|,:-])__([A-Za-z0-9]+(?:_[A-Za-z0-9]+)*)__(?=$|[&/|,:-])"
            + "|<" + NAME + ">"
            + "|<[%?]=?\\s*" + NAME + "\\s*[%?]>"
            + "|(?<==)(REPLACE|OPTIONAL|XXX)(?=$|&)"
            + "|(?<=[=/|,:-])[$]{1,2}([A-Za-z]\\w*)[$]{0,2}(?=$|[&/|,;:-])"
            // A sign in front alone, as in ':amount'.
            + "|(?<=[=/]):([A-Za-z]\\w*)(?=$|[&/?])|(?<==)(?:[@!~*|^]|%(?![0-9A-Fa-f]{2}))([A-Za-z]\\w*)(?=$|&)"
            + "|(?<==)[@!~*|:^$(\\[{<]{1,2}[=%]?([A-Za-z][\\w.]*)[=%]?[@!~*|:^$)\\]}>]{1,2}(?=$|&)"
            // As a browser's address bar writes { } and [ ].
            + "|(?i)(?<==)(?:%7B|%5B|%24){1,3}([A-Z]\\w*?)(?:%7D|%5D){1,3}(?=$|&)"
            // Ours, without the braces.
            + "|(?<==)((?:click|user|event|txn|property|delivery)\\.[\\w.]+)(?=$|&)"
            + "|(?<==)" + BARE + "(?=$|&)");
    private static final Pattern PARAMETER = Pattern.compile("([\\w.\\[\\]-]+)=$");
    /** {@code YYYY-MM-DD}, {@code dd/mm/yyyy hh:mm}: how a date is written, and none. */
    private static final Pattern DATE =
            Pattern.compile("(?i)(?:(?:yy){1,2}[-/.]?mm[-/.]?dd|(?:dd[-/.]?mm|mm[-/.]?dd)[-/.]?(?:yy){1,2})"
                    + "(?:[T _+-]?hh[:.-]?mm(?:[:.-]?ss)?Z?)?|hh:mm(?::ss)?");

    private static final Pattern IPV6 = Pattern.compile("(?i)\\[[0-9a-f]*:[0-9a-f]*:[0-9a-f:.]*]");
    private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]{2}.*");
    private static final Pattern SUB = Pattern.compile("(?:sub_?|s|aff_sub|sub_id_?|subid)(\\d{1,2})");
    private static final Pattern OWN_NAMES = Pattern.compile("(settings|secret|click|event|user|property)\\.");
    private static final String CLICK = "click.id | required";
    private static final String MONEY = "value | money";

    /** Words whose meaning depends on the network; the parameter they stand in decides. */
    private static final Set<String> AMBIGUOUS =
            Set.of("transaction_id", "transactionid", "tid", "id", "event_id", "replace", "optional", "xxx");

    /** What is another with each event, so that no word stands there for good. */
    private static final Set<String> EACH = Set.of(MONEY, "txn.id", "user.id", "user.email | sha256");

    private static final Map<String, String> ALIASES = aliases();

    private Macros() {}

    public static Rewriting convert(String text) {
        return convert(text, new Scope(Map.of(), Map.of(), Set.of(), Map.of(), Set.of(), new TreeSet<>()));
    }

    static Rewriting convert(String text, Scope scope) {
        List<String> problems = new ArrayList<>();
        StringBuilder out = new StringBuilder();
        Matcher macro = MACRO.matcher(text);
        while (macro.find()) {
            macro.appendReplacement(out, Matcher.quoteReplacement(replacement(macro, text, scope, problems)));
        }
        macro.appendTail(out);
        return problems.isEmpty() ? new Converted(out.toString()) : new Unknown(problems);
    }

    private static String replacement(Matcher macro, String text, Scope scope, List<String> problems) {
        String written = macro.group();
        String inner = inner(macro).strip();
        if (macro.group(1) != null && isOurs(inner, scope)) {
            return written;
        }
        if (IPV6.matcher(written).matches()) {
            return written;
        }
        String parameter = parameter(text, macro.start());
        Matcher fillIn = FILL_IN.matcher(inner);
        if (written.equals(inner) && fillIn.matches()) {
            inner = fillIn.group(1);
        } else if (written.equals(inner) && !isMeant(inner, parameter)) {
            return written;
        }
        boolean percent = written.startsWith("%") && !written.startsWith("%%");
        String path = meant(inner, parameter, scope);
        if (path == null && written.equals(inner) && parameter != null) {
            path = meaning(parameter, null);
        }
        if (path == null && (percent && HEX.matcher(inner).matches() || written.matches("[@!~*|:^(].*"))) {
            return written;
        }
        if (path == null && inner.equals("TODO")) {
            problems.add("{{ TODO }} is left for you: write the macro or the value that belongs here");
            return written;
        }
        if (path == null) {
            Set<String> known = new TreeSet<>(ALIASES.keySet());
            known.addAll(Paths.known(scope));
            problems.add("unknown macro '" + (macro.group(1) == null ? written : inner) + "'"
                    + Suggestion.among(known, inner)
                    + (inner.matches("\\w+")
                            ? " (a parameter of the landing address is written {{ click.param." + inner + " }})"
                            : "")
                    + (written.matches("[$][{]?[A-Z][A-Z0-9_]*}?")
                            ? "; a secret is named by ${env:" + inner + "}"
                            : ""));
            return written;
        }
        return "{{ " + path + " }}";
    }

    /** What is written in our braces may have our filters as well. */
    private static @Nullable String meant(String inner, @Nullable String parameter, Scope scope) {
        String[] steps = inner.split("\\|", 2);
        String path = meaning(steps[0].strip(), parameter);
        if (path == null) {
            path = ours(steps[0].strip(), scope);
        }
        if (path == null || steps.length == 1) {
            return path;
        }
        boolean hashed = Filter.HASHES.stream().anyMatch(steps[1]::contains);
        return (Paths.PERSONAL.contains(path.split("\\|", 2)[0].strip()) && !hashed
                        ? path
                        : path.split("\\|", 2)[0].strip())
                + " | " + steps[1].strip();
    }

    /** {@code click.id} in other signs, and {@code event.order_id} or {@code properties.tier}, as events and rules call it. */
    static @Nullable String ours(String written, Scope scope) {
        if (written.equals("click.id")) {
            return CLICK;
        }
        if (written.indexOf('.') < 0) {
            return null;
        }
        if (Paths.find(written, scope) != null) {
            return Paths.PERSONAL.contains(written) ? written + " | sha256" : written;
        }
        String own = written.replaceFirst("^(?:event\\.)?properties\\.", "property.");
        if (Paths.find(own, scope) != null) {
            return own;
        }
        return written.matches("(?:event|data|order)\\.\\w+")
                ? meaning(
                        written.startsWith("order.")
                                ? written.replace('.', '_')
                                : written.substring(written.indexOf('.') + 1),
                        null)
                : null;
    }

    /**
     * What to send in place of a word that would go out as it stands, under a name of what each event has its own of: {@code
     * sum=total}; null where a word may stand.
     */
    static @Nullable String inPlaceOf(String parameter, String word) {
        String date = dateFor(parameter, word);
        if (date != null) {
            return date;
        }
        String place = meaning(parameter, null);
        return place != null && EACH.contains(place) && word.matches("[A-Za-z][A-Za-z_. -]*") ? place : null;
    }

    /**
     * The event's time in the form that a value shows, {@code event.time | date:'dd/MM/yyyy'} for {@code DD/MM/YYYY}; null
     * where it shows none, or the parameter asks for the form itself.
     */
    public static @Nullable String dateFor(@Nullable String parameter, String word) {
        Matcher date = DATE.matcher(word);
        if (!date.matches() || (parameter != null && parameter.matches("(?i).*(format|fmt|mask|pattern).*"))) {
            return null;
        }
        String lower = word.toLowerCase(Locale.ROOT).replace('+', ' ');
        if (lower.contains("t")) {
            return "event.time | iso";
        }
        int time = lower.contains("h") ? lower.indexOf('h') : lower.length();
        return "event.time | date:'" + lower.substring(0, time).replace('m', 'M')
                + lower.substring(time).replace('h', 'H').replaceAll("z$", "") + "'";
    }

    /** Whether a bare word stands for a value: {@code amount=AMOUNT} and {@code cid=clickid} do, {@code goal=SALE} does not. */
    private static boolean isMeant(String word, @Nullable String parameter) {
        if (AMBIGUOUS.contains(word.toLowerCase(Locale.ROOT)) && word.equals(word.toUpperCase(Locale.ROOT))) {
            return true;
        }
        if (word.indexOf('.') > 0) {
            return true;
        }
        String value = meaning(word, null);
        String place = parameter == null ? null : meaning(parameter, null);
        if (place != null
                && EACH.contains(place)
                && Arrays.stream(word.split("_")).anyMatch(part -> place.equals(meaning(part, null)))) {
            return true;
        }
        return value != null && (value.equals(place) || (place == null && word.equals(word.toUpperCase(Locale.ROOT))));
    }

    /** Where a network's own words stand, which are no macros. */
    private static final Pattern OWN_WORDS = Pattern.compile(
            "(?i)(.*_)?(goal|event|type|action|status|state|et|name|method|mode|format|eventname|category|cat|campaign|offer|source|src|channel)");

    /** {@code TRANSACTION_REF}: two words at least, in capitals. */
    private static final Pattern SHOUTED = Pattern.compile("[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+");

    private static final Pattern TO_FILL_IN = Pattern.compile("(?i)\\.{2,}|\u2026|\\?+|_{2,}|\\*{2,}|x{3,}|tbd|todo");

    /** Whether a word that would go out as it stands looks like a macro that nobody knows, or like a place to fill in. */
    public static boolean isDoubtful(String parameter, String word) {
        return TO_FILL_IN.matcher(word).matches()
                || (SHOUTED.matcher(word).matches()
                        && !OWN_WORDS.matcher(parameter).matches());
    }

    private static String inner(Matcher macro) {
        for (int group = 1; group <= macro.groupCount(); group++) {
            if (macro.group(group) != null) {
                return macro.group(group);
            }
        }
        return "";
    }

    private static @Nullable String parameter(String text, int macroStart) {
        Matcher name = PARAMETER.matcher(text.substring(0, macroStart));
        return name.find() ? name.group(1) : null;
    }

    /** Settings and secrets are left to our own parser, which knows them and explains mistakes better. */
    private static boolean isOurs(String inner, Scope scope) {
        String path = inner.split("\\|", 2)[0].strip();
        return Paths.find(path, scope) != null || OWN_NAMES.matcher(path).lookingAt();
    }

    private static @Nullable String meaning(String name, @Nullable String parameter) {
        String word = name.toLowerCase(Locale.ROOT);
        if (AMBIGUOUS.contains(word) && parameter != null) {
            String byParameter = ALIASES.get(parameter.toLowerCase(Locale.ROOT));
            if (byParameter != null) {
                return byParameter;
            }
        }
        if (word.startsWith("q.") && word.length() > 2) {
            return "click.param." + name.substring(2);
        }
        Matcher sub = SUB.matcher(word);
        if (sub.matches() && !name.equals("sub" + sub.group(1))) {
            int number = Integer.parseInt(sub.group(1));
            return number >= 1 && number <= 30 ? "sub" + number : null;
        }
        return sub.matches() ? "sub" + sub.group(1) : ALIASES.get(word);
    }

    private static Map<String, String> aliases() {
        Map<String, List<String>> words = Map.ofEntries(
                Map.entry(
                        CLICK,
                        List.of(
                                "clickid",
                                "click_id",
                                "click-id",
                                "cid",
                                "cnv_id",
                                "subid",
                                "sub_id",
                                "subid_short",
                                "reqid",
                                "affclickid",
                                "aff_click_id",
                                "externalid",
                                "external_id",
                                "extid",
                                "visitor_id",
                                "callback",
                                "callback_param",
                                "tracking_id",
                                "trackingid",
                                "tracker",
                                "uclick",
                                "ob_click_id",
                                "clickref",
                                "cjevent",
                                "awc",
                                "conversions_tracking",
                                "transaction_id",
                                "transactionid")),
                Map.entry(
                        "txn.id",
                        List.of(
                                "txid",
                                "txn_id",
                                "tx_id",
                                "tid",
                                "order_id",
                                "orderid",
                                "ordernumber",
                                "order_number",
                                "conversion_id",
                                "conversionid",
                                "deposit_id",
                                "depositid",
                                "action_id",
                                "lead_code",
                                "conversion_unique_id",
                                "adv_sub")),
                Map.entry(
                        MONEY,
                        List.of(
                                "payout",
                                "amount",
                                "sum",
                                "revenue",
                                "price",
                                "value",
                                "sale_amount",
                                "payout_sum",
                                "transaction_sum",
                                "order_amount",
                                "orderamount",
                                "total",
                                "order_total",
                                "ordertotal",
                                "ordervalue",
                                "atpay")),
                Map.entry("currency", List.of("currency", "currency_code", "cur", "cnv_currency")),
                Map.entry("status", List.of("status", "state", "cnv_status", "conversion_status", "conv_status")),
                Map.entry(
                        "goal",
                        List.of(
                                "goal",
                                "goal_id",
                                "goalid",
                                "goal_alias",
                                "event_id",
                                "et",
                                "event_type",
                                "eventtype")),
                Map.entry("event.name", List.of("event", "event_name", "eventname")),
                Map.entry("user.id", List.of("user_id", "userid", "player_id", "playerid", "customer_id", "trader_id")),
                Map.entry("user.email | sha256", List.of("email")),
                Map.entry("event.time | epoch", List.of("timestamp", "time", "unixtime", "unix_time", "event_time")),
                Map.entry("event.time | date:'yyyy-MM-dd'", List.of("date")),
                Map.entry("delivery.id", List.of("postback_id", "delivery_id")),
                Map.entry("random", List.of("random", "rand", "cachebuster", "cb")),
                Map.entry("user.country", List.of("country", "country_code", "isocountry", "geo")));
        Map<String, String> aliases = new java.util.HashMap<>();
        words.forEach((ours, theirs) -> theirs.forEach(word -> aliases.put(word, ours)));
        return Map.copyOf(aliases);
    }
}
