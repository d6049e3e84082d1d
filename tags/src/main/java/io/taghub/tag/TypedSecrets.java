package io.taghub.tag;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds secrets that were typed out where a reference should stand: in an address, a parameter, a header. It goes by
 * names that hold nothing else ({@code token}, {@code secure}), and where a name may hold anything ({@code key}) by what the
 * value looks like. What an event or another tool fills in is no secret.
 */
public final class TypedSecrets {
    /** What stands there: how it is called, and the text that must not be repeated. */
    public record Found(Kind kind, String name, String value) {}

    public enum Kind {
        PARAMETER,
        PATH,
        PASSWORD
    }

    private static final Pattern CERTAIN = Pattern.compile(
            "(.*_)?(secret|password|passwd|pwd|passphrase|apikey|skey|credentials?|jwt|signature|hmac|(api|access|auth|secret"
                    + "|private|security|postback|callback|webhook|sign|signing|license|adv|advertiser|pb|s2s|cb|psk)_?key)"
                    + "|.*token|secure(_code)?|security_?code|authorization|bearer|x_auth|psk");
    private static final Pattern LIKELY = Pattern.compile(
            "((x|account|partner|network|client|user|upd|site)_)?key|auth|pass|hash|sig|sign|security|checksum");
    /** Names so short that they may mean one. Goals, offers and clicks are long and hexadecimal too, and have other names. */
    private static final Pattern POSSIBLE = Pattern.compile("[khst]|[stap]k|.*_(key|hash|sig|sign|auth|pass)");

    private static final Pattern NO_SECRET = Pattern.compile(
            "(?i)|[01yn]|true|false|yes|no|on|off|none|null|replace|optional|xxx+|.*[{}\\[\\]<>].*|[#%].*[#%]|__.*__");
    private static final String VARIED = "(?=.*\\d)(?=.*[a-z])(?=.*[A-Z])[\\w+/=-]{20,}";
    private static final Pattern MACRO = Pattern.compile("\\{\\{[^}]*}}|\\$\\{[^}]*}");
    private static final Pattern DEFAULT = Pattern.compile("\\|\\s*default\\s*:\\s*(?:'([^']*)'|\"([^\"]*)\")");
    private static final Pattern JWT = Pattern.compile("(?i:bearer )?eyJ[\\w-]{8,}(\\.[\\w-]*){0,2}");
    private static final Pattern MADE = Pattern.compile("[0-9a-fA-F]{32,}|" + VARIED);
    private static final Pattern ADDRESS = Pattern.compile("(?i)https?://([^/?#]*)([^?#]*)(?:\\?([^#]*))?.*");
    private static final Pattern PASSWORD = Pattern.compile("[^:@]*:([^@]+)@.*");

    /** Words that stand before {@code /postback} at trackers that have no key there. */
    private static final Pattern ORDINARY =
            Pattern.compile("(?i)api|v\\d+|s2s|pb|aff\\w*|track\\w*|click\\w*|conv\\w*|pixel|public|in"
                    + "|callback|(web)?hooks?|partners?|networks?|events?|server|go");

    private TypedSecrets() {}

    /** Whether the field of this name holds a secret in clear, or falls back on one. */
    public static boolean in(String name, String value) {
        Matcher fallback = DEFAULT.matcher(value);
        while (fallback.find()) {
            String text = fallback.group(1) == null ? fallback.group(2) : fallback.group(1);
            if (isTyped(name, text)) {
                return true;
            }
        }
        return isTyped(name, value);
    }

    /** Whether what is called so is a secret, whatever it looks like: {@code Authorization}, {@code apiKey}, {@code access_token}. */
    public static boolean isName(String name) {
        return CERTAIN.matcher(plain(name)).matches();
    }

    private static String plain(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[-. ]", "_");
    }

    private static boolean isTyped(String name, String value) {
        String text = value.strip();
        if (NO_SECRET.matcher(text).matches()) {
            return false;
        }
        String plain = plain(name);
        return CERTAIN.matcher(plain).matches()
                || (LIKELY.matcher(plain).matches() && looksLikeOne(text))
                || (POSSIBLE.matcher(plain).matches() && MADE.matcher(text).matches())
                || JWT.matcher(text).matches();
    }

    /** Every secret in clear in an address. */
    public static List<Found> inAddress(String url) {
        List<Found> found = new ArrayList<>();
        // What a macro falls back on stays.
        String address =
                MACRO.matcher(url.strip()).replaceAll(macro -> Matcher.quoteReplacement(fallback(macro.group())));
        Matcher parts = ADDRESS.matcher(address);
        if (!parts.matches()) {
            return found;
        }
        Matcher password = PASSWORD.matcher(parts.group(1));
        if (password.matches() && !NO_SECRET.matcher(password.group(1)).matches()) {
            found.add(new Found(Kind.PASSWORD, "password", password.group(1)));
        }
        String query = parts.group(3) == null ? "" : parts.group(3);
        String before = "";
        for (String part : parts.group(2).split("/")) {
            String segment = part.split(";", 2)[0];
            if (isKey(segment, parts.group(2), query) || isNamed(before, segment)) {
                found.add(new Found(Kind.PATH, "key", segment));
            }
            found.addAll(pairs(part.substring(segment.length()), ";", Kind.PATH));
            before = segment;
        }
        found.addAll(pairs(query, "&", Kind.PARAMETER));
        return found;
    }

    private static List<Found> pairs(String text, String between, Kind kind) {
        List<Found> found = new ArrayList<>();
        for (String pair : text.split(between)) {
            String[] nameAndValue = pair.split("=", 2);
            if (nameAndValue.length == 2 && in(decoded(nameAndValue[0]), decoded(nameAndValue[1]))) {
                found.add(new Found(kind, decoded(nameAndValue[0]), decoded(nameAndValue[1])));
            }
        }
        return found;
    }

    /** {@code /token/9f86d081...}: the segment before says what it is. */
    private static boolean isNamed(String before, String segment) {
        String name = before.toLowerCase(Locale.ROOT).replace('-', '_');
        return (CERTAIN.matcher(name).matches() || LIKELY.matcher(name).matches())
                && !NO_SECRET.matcher(segment).matches()
                && (MADE.matcher(segment).matches() || looksMade(segment) || segment.matches("(?=.*\\d)[\\w-]{16,}"));
    }

    private static String fallback(String macro) {
        Matcher text = DEFAULT.matcher(macro);
        return text.find() && !macro.startsWith("$") ? (text.group(1) == null ? text.group(2) : text.group(1)) : "{}";
    }

    /** Keitaro's {@code /KEY/postback?subid=}, TUNE's {@code /SL2...}, and what nobody gives a path for a name. */
    private static boolean isKey(String segment, String path, String query) {
        if (segment.isEmpty() || NO_SECRET.matcher(segment).matches()) {
            return false;
        }
        if (path.equals("/" + segment + "/postback")) {
            boolean keitaro = ("&" + query).contains("&subid=");
            return !ORDINARY.matcher(segment).matches() && (keitaro || looksMade(segment));
        }
        return segment.matches("SL2.{6,}") || segment.matches("(?=.*\\d)(?=.*[a-z])(?=.*[A-Z])\\w{20,}");
    }

    private static boolean looksLikeOne(String text) {
        return text.length() >= 16
                || text.matches("(?i).*(secret|token|passw|s3cr).*")
                || (text.length() >= 5 && text.matches("(?s)(?=.*\\d)(?=.*[A-Za-z]).*"));
    }

    /** Letters and digits mixed as no word mixes them: {@code 06b9f7d}, not {@code track360}. */
    private static boolean looksMade(String text) {
        boolean mixed = text.length() >= 6 && text.matches("(?=.*\\d)(?=.*[A-Za-z])[\\w-]+");
        return mixed
                && (text.matches("[0-9a-fA-F]+") || text.matches(".*\\d.*[A-Za-z].*\\d.*|.*[A-Za-z].*\\d.*[A-Za-z].*"));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}
