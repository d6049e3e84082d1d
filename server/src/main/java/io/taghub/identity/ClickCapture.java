package io.taghub.identity;

import com.google.re2j.Pattern;
import io.taghub.event.ClickId;
import io.taghub.tag.BrowserIdRule;
import io.taghub.tag.Claim;
import io.taghub.tag.ClickIdRule;
import io.taghub.text.Expression;
import io.taghub.text.WholeText;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds click ids by the registry: in a landing address, in its query and in its fragment, and in cookies. Names match in any case, values
 * are kept to the letter; of a name that stands there several times the first value that can be an id counts.
 */
public final class ClickCapture {
    /** What shops call something of their own too, on the page after the checkout most of all. */
    private static final Set<String> GENERIC = Set.of(
            "transaction_id",
            "transactionid",
            "txn_id",
            "txid",
            "tid",
            "order_id",
            "orderid",
            "id",
            "ref",
            "reference",
            "token",
            "session_id",
            "user_id",
            "uid");

    /** What many receivers call their click and shops a campaign or a partner, which they count. */
    private static final Set<String> COUNTED =
            Set.of("cid", "clickid", "click_id", "subid", "sub_id", "sid", "aff_sub", "s1");

    /** What sites and people put behind an address, and was taken for the end of its last value. */
    private static final java.util.regex.Pattern TAIL =
            java.util.regex.Pattern.compile("[/?&\"'<>\\p{Cf}].*$|[).,;/]+$");

    private static final java.util.regex.Pattern BETWEEN = java.util.regex.Pattern.compile("[&?#]");

    private static final int ISSUED = 20;
    private static final int COUNTED_TO = 7;
    private static final int MAX_VALUE = 1024;
    private static final int MAX_PARAMS = 30;
    private static final int MAX_PARAM = 255;
    private static final int MAX_PAIRS = 200;

    /** @param said whether somebody said which form the values have */
    private record Rule(String name, Pattern pattern, boolean said) {}

    /** One parameter, its value as it stands. */
    private record Param(String name, String raw, boolean inFragment) {}

    private final Map<String, Rule> rules = new LinkedHashMap<>();
    private final Set<String> conditions = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final Collection<Claim> claims;
    private final BrowserCookies cookies;
    private final ClickValue values;
    private final Runnable onRefused;

    /**
     * @param claims which landings are which tag's: the parameters by which they know theirs are kept before others
     * @param onRefused told of each value that is no id
     */
    public ClickCapture(
            List<ClickIdRule> registry, List<BrowserIdRule> browserIds, Collection<Claim> claims, Runnable onRefused) {
        cookies = new BrowserCookies(browserIds);
        values = new ClickValue(registry, browserIds);
        this.claims = List.copyOf(claims);
        claims.forEach(claim -> conditions.addAll(claim.when().keySet()));
        this.onRefused = onRefused;
        for (ClickIdRule rule : registry) {
            String pattern = rule.pattern().isEmpty() ? ".+" : rule.pattern();
            rules.put(
                    rule.name().toLowerCase(Locale.ROOT),
                    new Rule(
                            rule.name(),
                            Expression.compile(pattern, 0),
                            !rule.pattern().isEmpty()));
        }
    }

    /** The click ids in an address, each with the other parameters of the address for postbacks that echo them. */
    public List<ClickId> in(@Nullable String url, Instant seen) {
        return in(url, seen, new TreeMap<>());
    }

    /** @param refused gets the click ids of which the address has no usable value, and why */
    public List<ClickId> in(@Nullable String url, Instant seen, Map<String, String> refused) {
        List<Param> params = url == null ? List.of() : params(WholeText.of(url));
        if (params.isEmpty()) {
            return List.of();
        }
        Map<String, ClickId> found = new LinkedHashMap<>();
        Map<String, String> echo = echo(params);
        for (Param param : params) {
            Rule rule = rules.get(param.name.toLowerCase(Locale.ROOT));
            if (rule != null && !found.containsKey(rule.name())) {
                // A plus stays one: base64 has it, and no id has a space.
                String value = unescaped(param.raw).strip();
                if (rule.said && !rule.pattern.matches(value)) {
                    value = TAIL.matcher(value).replaceFirst("");
                }
                String refusal = refusal(rule, value);
                if (refusal != null && !value.isEmpty()) {
                    refused.putIfAbsent(rule.name(), refusal);
                }
                if (refusal == null && (rule.said || looksIssued(rule.name(), value) || isNamed(rule, echo))) {
                    found.put(rule.name(), new ClickId(rule.name(), value, seen, echo));
                }
            }
        }
        refused.keySet().removeAll(found.keySet());
        return List.copyOf(found.values());
    }

    /** A name that others use as well says nothing alone: the value must be one that a network gives to a click. */
    private static boolean looksIssued(String name, String value) {
        if (COUNTED.contains(name)) {
            return value.length() > COUNTED_TO || !value.chars().allMatch(Character::isDigit);
        }
        return !GENERIC.contains(name) || isIssued(value);
    }

    /** Random, as a network makes them and no shop its order numbers. */
    private static boolean isIssued(String value) {
        return value.length() >= ISSUED
                && value.chars().allMatch(c -> c < 128 && Character.isLetterOrDigit(c))
                && value.chars().anyMatch(Character::isDigit)
                && value.chars().anyMatch(Character::isLetter);
    }

    /** Whether the landing says that it is of a network whose click ids are called so. */
    private boolean isNamed(Rule rule, Map<String, String> landing) {
        return claims.stream()
                .filter(claim -> claim.names().contains(rule.name()))
                .anyMatch(claim -> claim.conditional()
                        ? claim.holds(landing)
                        : claim.network().equalsIgnoreCase(landing.get("utm_source")));
    }

    private @Nullable String refusal(Rule rule, String value) {
        if (value.isEmpty() || value.length() > MAX_VALUE) {
            return value.isEmpty() ? "it is empty" : "it is too long";
        }
        String refusal = values.refusal(rule.name(), value);
        if (refusal != null) {
            onRefused.run();
            return refusal;
        }
        return rule.pattern().matches(value) ? null : "it has not the form of a " + rule.name();
    }

    /** The browser ids of platforms in a request's cookies. */
    public List<ClickId> in(Map<String, String> requestCookies, Instant seen) {
        return usable(cookies.in(requestCookies, seen));
    }

    /** Those that can be ids; the others are counted. */
    public List<ClickId> usable(List<ClickId> ids) {
        return ids.stream().filter(this::usable).toList();
    }

    private boolean usable(ClickId id) {
        boolean usable = values.refusal(id.name(), id.value()) == null;
        if (!usable) {
            onRefused.run();
        }
        return usable;
    }

    /** What a postback may echo, and what tells whose the click is: short parameters that are not somebody's e-mail address. */
    private Map<String, String> echo(List<Param> params) {
        // A fragment without a click id is the page's own, and may hold what signing in left there.
        boolean fragment = params.stream()
                .anyMatch(param -> param.inFragment && rules.containsKey(param.name.toLowerCase(Locale.ROOT)));
        Map<String, String> echo = new LinkedHashMap<>();
        params.stream().filter(param -> conditions.contains(param.name)).forEach(param -> echo(param, echo));
        params.stream().filter(param -> fragment || !param.inFragment).forEach(param -> echo(param, echo));
        return echo;
    }

    private void echo(Param param, Map<String, String> echo) {
        String value = decoded(param.raw);
        String before = echo.get(param.name);
        boolean fits = param.name.length() <= MAX_PARAM && value.length() <= MAX_PARAM && !value.contains("@");
        if (fits
                && (before == null
                        ? echo.size() < MAX_PARAMS
                        : before.isBlank() || values.isPlaceholder(param.name, before))) {
            echo.put(param.name, value);
        }
    }

    /**
     * Parameters in their order, those of the query before those of the fragment, where single-page sites keep their own
     * address: {@code #cid=X}, {@code #/route?cid=X}, {@code #!cid=X}. Heals the doubled question mark of bad links.
     */
    private static List<Param> params(String url) {
        int hash = url.indexOf('#');
        String before = hash < 0 ? url : url.substring(0, hash);
        int question = before.indexOf('?');
        List<Param> params = new ArrayList<>();
        if (question >= 0) {
            pairs(before.substring(question + 1), false, params);
        }
        if (hash >= 0) {
            // What stands behind the directive is a text to scroll to.
            String fragment = url.substring(hash + 1).split(":~:", 2)[0];
            pairs(fragment.replaceFirst("^[!/]+", ""), true, params);
        }
        return params;
    }

    private static void pairs(String text, boolean inFragment, List<Param> params) {
        for (String pair : BETWEEN.split(text, MAX_PAIRS)) {
            // A link copied out of HTML brings its ampersands escaped.
            String plain = pair.startsWith("amp;") ? pair.substring(4) : pair;
            int equals = plain.indexOf('=');
            if (equals > 0) {
                params.add(new Param(decoded(plain.substring(0, equals)), plain.substring(equals + 1), inFragment));
            }
        }
    }

    /** Decoded, but a plus stays one. */
    static String unescaped(String text) {
        return decoded(text.replace("+", "%2B"));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}
