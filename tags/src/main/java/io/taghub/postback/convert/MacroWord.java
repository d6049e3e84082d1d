package io.taghub.postback.convert;

import io.taghub.postback.Macros;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What stands between the signs of a macro, {@code pub id} or {@code sha256(email)}, as one of ours. */
final class MacroWord {
    private static final Pattern AROUND = Pattern.compile("^[^A-Za-z0-9_]+|[^A-Za-z0-9_]+$");
    private static final Pattern FUNCTION = Pattern.compile("([A-Za-z]\\w*)\\s*\\(([^()]*)\\)");
    private static final Pattern WORD = Pattern.compile("[A-Za-z][\\w.:-]*");
    private static final Pattern FILL_IN = Pattern.compile(
            "(?:your|my|insert|enter|put|paste|the|add)_(?:your_|the_)?(\\w+?)(?:_here)?|(\\w+?)_(?:here|macro|token|placeholder)");
    private static final Pattern PIPED = Pattern.compile("\\|\\s*(\\w+)");

    /** What a converter has to know of filters: that there are such. */
    private static final Set<String> FILTERS = Set.of(
            "default",
            "required",
            "lower",
            "upper",
            "trunc",
            "max",
            "money",
            "minor_units",
            "epoch",
            "epoch_ms",
            "iso",
            "date",
            "sha256",
            "sha1",
            "md5",
            "hmac_sha256",
            "map",
            "join",
            "last_click");

    /** Functions of others by what does the same here, nothing where it is done anyway. */
    private static final Map<String, String> FUNCTIONS = Map.ofEntries(
            Map.entry("sha256", "sha256"),
            Map.entry("sha_256", "sha256"),
            Map.entry("sha1", "sha1"),
            Map.entry("md5", "md5"),
            Map.entry("lower", "lower"),
            Map.entry("lowercase", "lower"),
            Map.entry("tolower", "lower"),
            Map.entry("upper", "upper"),
            Map.entry("uppercase", "upper"),
            Map.entry("toupper", "upper"),
            Map.entry("urlencode", ""),
            Map.entry("rawurlencode", ""),
            Map.entry("encodeuricomponent", ""),
            Map.entry("encode", ""),
            Map.entry("escape", ""));

    private static final Map<String, String> MORE = more();

    private MacroWord() {}

    private static Map<String, String> more() {
        Map<String, List<String>> words = Map.of(
                "{clickid}",
                List.of(
                        "click",
                        "clid",
                        "click_uuid",
                        "external_click_id",
                        "ext_click_id",
                        "affclid",
                        "aff_clickid",
                        "affiliate_click_id",
                        "partner_click_id",
                        "rt_cid",
                        "rtkcid",
                        "_ef_transaction_id",
                        "ef_transaction_id",
                        "ef_click_id",
                        "s2s.req_id",
                        "req_id",
                        "reqid",
                        "irclickid",
                        "clickidentifier"),
                "{payout}",
                List.of(
                        "amt",
                        "conversion_value",
                        "conversion_payout",
                        "conversion_revenue",
                        "conv_value",
                        "sale_value",
                        "sale_price",
                        "order_value",
                        "order_total",
                        "deposit_amount",
                        "purchase_amount",
                        "goal_value",
                        "transaction_amount",
                        "event_value"),
                "{currency}",
                List.of("curr", "ccy", "cur_code", "currency_iso", "currencycode", "offer_currency", "payout_currency"),
                "{order_id}",
                List.of(
                        "order",
                        "order_ref",
                        "order_reference",
                        "orderref",
                        "conversion_uuid",
                        "conversionuuid",
                        "conv_id"),
                "{goal}",
                List.of("goal_name", "goalname", "goal_token", "conversion_type", "conv_type"),
                "{user_id}",
                List.of("userid", "customerid", "client_id", "clientid", "traderid", "player", "customer"),
                "{timestamp}",
                List.of("ts", "conversion_time", "conversion_timestamp", "conv_time", "conversion_unixtime", "unix"),
                "{country}",
                List.of("country_iso", "countrycode", "country_iso_code", "geo_country", "user_country"));
        Map<String, String> more = new HashMap<>();
        words.forEach((known, others) -> others.forEach(word -> more.put(word, known)));
        return Map.copyOf(more);
    }

    /** Our macro with its braces, null where nobody knows. */
    static @Nullable String ours(@Nullable String parameter, String written) {
        if (written.startsWith("{{") && !written.startsWith("{{{") && isOurs(written)) {
            return written;
        }
        String inner = plain(written);
        Matcher function = FUNCTION.matcher(inner);
        if (function.matches()) {
            String filter = FUNCTIONS.get(function.group(1).toLowerCase(Locale.ROOT));
            String of = ours(parameter, "{" + function.group(2).strip() + "}");
            return filter == null || of == null ? null : filtered(of, filter);
        }
        return named(parameter, inner);
    }

    /** Without its signs, blanks as one underscore. */
    static String plain(String written) {
        String inner = AROUND.matcher(written).replaceAll("");
        return (inner.contains("(") ? inner + ")" : inner).strip().replaceAll("(?:%20|[\\s+]|(?<=\\w)-(?=\\w))+", "_");
    }

    private static @Nullable String named(@Nullable String parameter, String inner) {
        if (!WORD.matcher(inner).matches()) {
            return null;
        }
        String snake = inner.replaceAll("(?<=[a-z])(?=[A-Z])|[.:]", "_").toLowerCase(Locale.ROOT);
        Matcher fillIn = FILL_IN.matcher(snake);
        String filled = !fillIn.matches() ? snake : fillIn.group(1) == null ? fillIn.group(2) : fillIn.group(1);
        // A sub id that stands where the click's id belongs is where the partner has put it.
        if (snake.matches("aff_?sub|sub_?aff|affiliate_sub")) {
            return "click.id | required".equals(Rewritten.usualPath(parameter))
                    ? "{{ click.id | required }}"
                    : "{{ sub1 }}";
        }
        for (String word : List.of(inner, snake, filled)) {
            String known = MORE.get(word.toLowerCase(Locale.ROOT));
            String text = converted(parameter, known == null ? "{" + word + "}" : known);
            if (text != null) {
                return text;
            }
        }
        return null;
    }

    private static @Nullable String converted(@Nullable String parameter, String macro) {
        boolean fits = parameter != null && parameter.matches("[\\w.-]+");
        String before = fits ? parameter + "=" : "x=";
        return Macros.convert(before + macro) instanceof Macros.Converted(String text)
                        && text.startsWith("{{", before.length())
                ? text.substring(before.length())
                : null;
    }

    private static String filtered(String macro, String filter) {
        String path = macro.replaceAll("^\\{\\{\\s*|\\s*}}$", "");
        if (filter.isEmpty() || path.endsWith("| " + filter)) {
            return macro;
        }
        boolean hash = filter.matches("sha\\d+|md5");
        return "{{ " + (hash ? path.replaceFirst("\\s*\\| sha256$", "") : path) + " | " + filter + " }}";
    }

    /** A path of ours with filters that there are. */
    private static boolean isOurs(String written) {
        boolean filters = PIPED.matcher(written.replaceAll("'[^']*'|\"[^\"]*\"", ""))
                .results()
                .allMatch(filter -> FILTERS.contains(filter.group(1)));
        return filters && Macros.convert(written) instanceof Macros.Converted(String text) && text.equals(written);
    }

    /** What a person may write instead, as the end of a sentence. */
    static String hint(String written) {
        String word = plain(written).replaceFirst("\\(.*", "");
        if (word.matches("(?i)(?:your|my|insert|enter|put|paste)_.*|.*_here") || !word.matches("(?i)(?!x+$)\\w.*")) {
            return "; put in what the network gave you";
        }
        String snake = word.replaceAll("(?<=[a-z])(?=[A-Z])|[.:-]", "_").toLowerCase(Locale.ROOT);
        if (snake.matches(
                "(?:(?:user|client|visitor|customer|click)_)?(?:ip|ip_?addr(?:ess)?|ipv[46]|ua|user_?agent|useragent|os|browser|device(?:_\\w+)?|isp"
                        + "|region|city|lang(?:uage)?|referr?er|carrier|model|brand|platform)(?:_\\w+)?")) {
            return "; the hub tells no partner that; leave the parameter out, or send what your event says: {{ property.NAME }}";
        }
        if (snake.matches("(?:.*_)?(?:hash|sign|sig|signature|checksum|hmac|md5|sha1|sha256|digest)(?:_.*)?")) {
            return "; ask the network what is hashed and how: {{ txn.id | hmac_sha256:NAME }} signs with the secret NAME,"
                    + " {{ user.email | sha256 }} hashes";
        }
        if (snake.matches(".*(?:payout|amount|revenue|price|commission|profit|cost|margin|tax|fee|net|gross).*")) {
            return "; the event has one amount, {{ value | money }}; another one is a rule of the tag's 'value', or {{ property.NAME }}";
        }
        if (snake.matches(
                "(?:.*_)?(?:offer|campaign|camp|adv|advertiser|aff|affiliate|pub|publisher|partner|network|zone|banner|creative|"
                        + "source|placement|site|lander|landing|flow|adgroup|ad)(?:_?(?:id|name|key|code|num))?(?:_\\w+)?")) {
            return "; write the network's own number out, or " + inAddress(snake)
                    + " where it stood in the landing address";
        }
        String own = word.matches("[A-Z0-9_]+") ? snake : word;
        return inAddress(own).isEmpty()
                ? "; write one of our macros, or the value itself"
                : "; what stood in the landing address is " + inAddress(own) + ", what your event says {{ property."
                        + own + " }}";
    }

    private static String inAddress(String word) {
        return word.matches("[A-Za-z]\\w{0,40}") ? "{{ click.param." + word + " }}" : "";
    }
}
