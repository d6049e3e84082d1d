package io.taghub.rule;

import io.taghub.rule.EventField.Kind;
import io.taghub.text.Amount;
import io.taghub.text.PatternSlip;
import io.taghub.text.Suggestion;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is written as a condition is, and can never hold or is probably not meant. */
final class ConditionDoubts {
    private static final Set<String> TYPES = Set.of(
            "number", "text", "string", "boolean", "bool", "integer", "int", "float", "decimal", "double", "list",
            "array");
    private static final Set<String> PRESENCE =
            Set.of("required", "mandatory", "optional", "exists", "present", "any", "not null", "notnull", "not empty");
    private static final List<String> STATUSES = List.of("approved", "pending", "rejected", "reversed");
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    /** Fields in which a text is a part more often than the whole. */
    private static final Set<String> LONG = Set.of("page.url", "page.referrer", "client.user_agent");

    /** Fields whose values begin with a '/' themselves. */
    private static final Set<String> SLASHES = Set.of("page.path");

    private static final Pattern HOST = Pattern.compile("[\\p{Ll}\\p{N}_.-]+|\\[[0-9a-f:.]+]");
    private static final Pattern EXPRESSION = Pattern.compile("\\^.*|.*\\$|.*\\\\[dwsbDWS].*|.*\\.[*+].*");
    private static final Pattern COMPARED = Pattern.compile("(>=|<=|==|!=|<>|[<>=!])\\s*\\S+");
    private static final Pattern SEVERAL = Pattern.compile("[\\w-]+(\\s*[,|]\\s*[\\w-]+)+");

    /** Without a sign of a regular expression's own. */
    private static final Pattern LITERAL = Pattern.compile("[\\p{L}\\p{N}/_ =&@:,%~-]+");

    /** Plain letters, without one that may be there or not. */
    private static final Pattern START =
            Pattern.compile("\\^?([\\p{L}\\p{N}/_ =&@:,%~-]*)(?![*?{]|[\\p{L}\\p{N}/_ =&@:,%~-])");

    private static final Map<String, String> COMPARISONS = Map.of(
            ">", "at_least", ">=", "at_least", "<", "below", "<=", "below", "!", "not", "!=", "not", "<>", "not");

    private final Findings findings;

    ConditionDoubts(Findings findings) {
        this.findings = findings;
    }

    /** {@code ; write { at_least: 100 }} for what looks like another way to say so, or nothing. */
    static String meant(String written) {
        String text = written.strip();
        String word = text.toLowerCase(Locale.ROOT);
        if (TYPES.contains(word)) {
            return "; a type is written { type: " + type(word) + " }";
        }
        if (PRESENCE.contains(word)) {
            return "; what must be there is written { exists: true }";
        }
        if (COMPARED.matcher(text).matches()) {
            String operator = text.replaceFirst("(?s)^([<>=!]+).*", "$1");
            return "; write { " + COMPARISONS.getOrDefault(operator, "is") + ": "
                    + text.substring(operator.length()).strip() + " }";
        }
        return SEVERAL.matcher(text).matches()
                ? "; several are a list, [" + text.replaceAll("\\s*[,|]\\s*", ", ") + "]"
                : "";
    }

    private static String type(String word) {
        return switch (word) {
            case "number", "integer", "int", "float", "decimal", "double" -> "number";
            case "boolean", "bool" -> "boolean";
            case "list", "array" -> "list";
            default -> "text";
        };
    }

    /**
     * One value that the field shall have, or not have.
     *
     * @param bare whether it stands there without an operator
     */
    void operand(EventField field, Object operand, boolean bare, String path) {
        String text = operand.toString().strip();
        String impossible = impossible(field.name(), text);
        if (impossible != null) {
            findings.error(path, impossible);
            return;
        }
        String doubt = doubt(field, operand, text, field.personal() ? "..." : text, bare);
        if (doubt != null) {
            findings.warning(path, doubt);
        }
    }

    private static @Nullable String impossible(String name, String text) {
        if (text.contains("*") || EXPRESSION.matcher(text).matches()) {
            return null; // what it is meant to be is said below
        }
        return switch (name) {
            case "page.host" ->
                HOST.matcher(text).matches()
                        ? null
                        : "'page.host' is a host name in small letters, without https://, port and path; write "
                                + host(text);
            case "page.path" ->
                text.contains("://")
                        ? "'page.path' begins behind the host; write " + PageAddress.path(text) + ", or name page.url"
                        : !text.startsWith("/")
                                ? "'page.path' begins with a '/'; write /" + text
                                : text.contains("?") || text.contains("#")
                                        ? "'page.path' ends before '?' and '#'; write " + PageAddress.path(text)
                                                + ", and page.query.NAME for a parameter"
                                        : null;
            case "currency" ->
                Amount.isCurrency(text.toUpperCase(Locale.ROOT)) || Amount.code(text) == null ? null : currency(text);
            case "user.country", "user_location.country" ->
                text.equalsIgnoreCase("UK")
                        ? "a country is written by its code in ISO 3166-1; the United Kingdom is GB"
                        : null;
            default -> null;
        };
    }

    private static String host(String text) {
        String host = text.contains("//") ? PageAddress.host(text) : PageAddress.host("//" + text);
        return host == null || host.isEmpty() ? "shop.example" : host;
    }

    /** @param shown the text, or dots for what is personal */
    private static @Nullable String doubt(EventField field, Object operand, String text, String shown, boolean bare) {
        boolean open = field.kind() == Kind.TEXT || field.kind() == Kind.ANY;
        if (open && text.contains("*")) {
            return text.equals("*")
                    ? "a '*' is taken as it stands; for anything at all write { exists: true }"
                    : "a '*' is taken as it stands; for any text in its place write { matches: '"
                            + expression(field, shown) + "' }";
        }
        if (open && EXPRESSION.matcher(text).matches()) {
            return "this is compared as it stands; a regular expression is written { matches: '" + shown + "' }";
        }
        if (field.kind() == Kind.TEXT && operand instanceof Boolean) {
            return "'" + field.name() + "' is a text, and met by the word '" + text
                    + "' alone; whether it is there is written { exists: " + text + " }";
        }
        String meant = bare && open ? meant(text) : "";
        if (!meant.isEmpty()) {
            return "this is met by the text '" + text + "' alone" + meant + "; if it is meant, { is: '" + text + "' }";
        }
        return switch (field.name()) {
            case "page.url", "page.referrer" ->
                text.matches("(?i)https?://.*")
                        ? null
                        : "an address begins with https://; its parts are page.host, page.path and page.query.NAME";
            case "status" -> status(text);
            case "currency" -> currency(text);
            case "user.country", "user_location.country" ->
                COUNTRIES.contains(text.toUpperCase(Locale.ROOT))
                        ? null
                        : "there is no country '" + text + "' in ISO 3166-1";
            default -> null;
        };
    }

    private static String expression(EventField field, String glob) {
        String dots = field.name().equals("page.host")
                ? glob.replace(".*", "*").replace(".", "\\.")
                : glob.replace(".*", "*");
        return dots.replaceAll("\\*+", ".*");
    }

    private static @Nullable String status(String text) {
        if (STATUSES.contains(text)) {
            return null;
        }
        String known = text.length() < 6 ? null : Suggestion.nearest(STATUSES, text);
        return known == null
                ? null
                : text.equalsIgnoreCase(known)
                        ? "upper and lower case count in a status; did you mean '" + known + "'?"
                        : "no status is known by this word; did you mean '" + known + "'?";
    }

    /** {@code EURO} is none; null of one that is. */
    static @Nullable String currency(String text) {
        if (Amount.isCurrency(text.toUpperCase(Locale.ROOT))) {
            return null;
        }
        String code = Amount.code(text);
        return "there is no currency '" + text + "' in ISO 4217"
                + (code == null ? "" : "; did you mean '" + code + "'?");
    }

    /** A regular expression, which the whole value has to match, that looks as if meant for a part of it. */
    void matches(EventField field, String pattern, String path) {
        String meant = PatternSlip.meant(pattern, SLASHES.contains(field.name()) || field.kind() == Kind.ANY);
        if (meant != null) {
            findings.warning(path, meant(field, meant));
            return;
        }
        String core = pattern.replaceFirst("^\\^", "").replaceFirst("(?<!\\\\)\\$$", "");
        boolean from = pattern.startsWith("^");
        boolean to = !core.equals(from ? pattern.substring(1) : pattern);
        String start = core.replaceFirst("^(\\(\\?\\w+\\)|\\((\\?:)?)+", "");
        String first = start.isEmpty() ? "" : start.substring(0, 1);
        boolean literalStart = first.matches("[\\p{L}\\p{N}/_-]");
        String name = field.name();
        boolean never = literalStart
                && switch (name) {
                    case "page.path" -> !first.equals("/");
                    case "page.url", "page.referrer" -> !first.equalsIgnoreCase("h");
                    case "page.host" -> core.matches("(https?:)?/.*|https?:.*");
                    default -> false;
                };
        boolean openEnd = core.endsWith(".*") || core.endsWith(".+");
        boolean openStart = core.startsWith(".*") || core.startsWith(".+");
        boolean half = from != to && !(from ? openEnd : openStart);
        boolean whole = LITERAL.matcher(core).matches() && !(from && to);
        boolean words = LONG.contains(name) && !core.matches("(?s).*[*+{].*");
        if (never || half || whole || words) {
            String part = (from || openStart ? "" : ".*")
                    + (core.contains("|") ? "(" + core + ")" : core)
                    + (to || openEnd ? "" : ".*");
            findings.warning(
                    path,
                    "'matches' looks at the whole of '" + name + "', not for a part of it; for a part write "
                            + (field.personal() ? "'.*...'" : "'" + part + "'")
                            + (whole && !half && !never && !field.personal()
                                    ? ", for exactly this { is: '" + core + "' }"
                                    : ""));
        }
    }

    /** What a pattern that is none of ours is written as. */
    static String meant(EventField field, String pattern) {
        String right =
                field.name().equals("page.host") ? pattern.replaceAll("(?<!\\\\)\\.(?![*+?])", "\\\\.") : pattern;
        return "this is no regular expression as they are written here"
                + (field.personal() ? "" : "; write '" + right + "'");
    }

    /** Demands that no value meets all of. */
    void together(EventField field, List<Demand> demands, String path) {
        String why = impossible(demands);
        if (why != null) {
            findings.error(path, why);
            return;
        }
        for (Demand demand : demands) {
            if (demand instanceof Demand.Is(String operator, List<Demand.Operand> operands)) {
                List<Demand> others = others(demands, demand);
                operands.stream()
                        .filter(operand -> !meets(operand, others))
                        .forEach(operand -> findings.warning(
                                path + "." + operator,
                                (field.personal() ? "one of these" : "'" + operand.written() + "'")
                                        + " is never met beside what else stands here"));
            }
        }
        boolean text =
                demands.stream().anyMatch(one -> one instanceof Demand.OfType type && type.type() == Demand.Type.TEXT);
        boolean bound = demands.stream().anyMatch(one -> one instanceof Demand.AtLeast || one instanceof Demand.Below);
        if (text && bound) {
            findings.warning(
                    path + ".type",
                    "at_least and below compare numbers, also one that is sent as a text, \"20.50\"; with type: text none that is sent as a number is right");
        }
    }

    /** Why no value can meet all of these, null where one can. */
    static @Nullable String impossible(List<Demand> demands) {
        BigDecimal least = null;
        BigDecimal limit = null;
        boolean absent = false;
        boolean flag = false;
        for (Demand demand : demands) {
            switch (demand) {
                case Demand.AtLeast bound -> least = least == null ? bound.least() : least.max(bound.least());
                case Demand.Below bound -> limit = limit == null ? bound.limit() : limit.min(bound.limit());
                case Demand.Exists(boolean wanted) -> absent |= !wanted;
                case Demand.OfType type -> flag |= type.type() == Demand.Type.BOOLEAN;
                case Demand.Is _, Demand.Not _, Demand.Matches _ -> {}
            }
        }
        if (least != null && limit != null && least.compareTo(limit) >= 0) {
            return "no number is at least the one and below the other";
        }
        // 'not' is met by what is not there.
        boolean wanted = demands.stream()
                .anyMatch(demand -> !(demand instanceof Demand.Not) && !demand.equals(new Demand.Exists(false)));
        if (absent && wanted) {
            return "what does not exist cannot be anything else as well";
        }
        if (flag && (least != null || limit != null)) {
            return "at_least and below compare numbers, and true and false are none";
        }
        if (demands.stream()
                        .filter(demand -> demand instanceof Demand.OfType type && !type.each())
                        .distinct()
                        .count()
                > 1) {
            return "no value is of two types";
        }
        List<String> starts = demands.stream()
                .filter(Demand.Matches.class::isInstance)
                .map(demand -> start(((Demand.Matches) demand).pattern().pattern()))
                .toList();
        if (starts.stream()
                .anyMatch(one -> starts.stream().anyMatch(two -> !one.startsWith(two) && !two.startsWith(one)))) {
            return "no value begins in two ways";
        }
        for (Demand demand : demands) {
            if (demand instanceof Demand.Is(String operator, List<Demand.Operand> operands)) {
                List<Demand> others = others(demands, demand);
                if (operands.stream().noneMatch(operand -> meets(operand, others))) {
                    return "nothing of what '" + operator + "' names here meets what else stands here";
                }
            }
        }
        return null;
    }

    /** The text with which all begins that matches, as far as it is plain. */
    private static String start(String pattern) {
        Matcher start = START.matcher(pattern);
        return pattern.contains("|") || !start.lookingAt() ? "" : start.group(1);
    }

    private static List<Demand> others(List<Demand> demands, Demand one) {
        return demands.stream().filter(other -> !other.equals(one)).toList();
    }

    /** In one of the forms in which a sender may write it. */
    private static boolean meets(Demand.Operand operand, List<Demand> others) {
        List<Object> forms = new ArrayList<>(List.of(operand.written()));
        if (operand.number() != null) {
            forms.add(operand.number());
        }
        if (operand.flag() != null) {
            forms.add(operand.flag());
        }
        return forms.stream().anyMatch(form -> others.stream().allMatch(other -> other.met(form)));
    }
}
