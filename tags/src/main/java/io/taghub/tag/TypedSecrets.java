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
            "(.*_)?(token|secret|password|passwd|pwd|apikey|skey|credentials?|(api|access|auth|secret|private|security|postback"
                    + "|license|adv|advertiser)_?key)|(auth|access|api|security|verification|refresh)token"
                    + "|secure(_code)?|authorization|bearer");
    private static final Pattern LIKELY = Pattern.compile(
            "((x|account|partner|network|client|user|upd|site)_)?key|auth|pass|hash|sig|sign|signature|security");
    private static final Pattern NO_SECRET = Pattern.compile(
            "(?i)|[01yn]|true|false|yes|no|on|off|none|null|replace|optional|xxx+|.*[{}\\[\\]<>].*|[#%].*[#%]|__.*__");
    private static final Pattern MACRO = Pattern.compile("\\{\\{[^}]*}}|\\$\\{[^}]*}");
    private static final Pattern ADDRESS = Pattern.compile("(?i)https?://([^/?#]*)([^?#]*)(?:\\?([^#]*))?.*");
    private static final Pattern PASSWORD = Pattern.compile("[^:@]*:([^@]+)@.*");

    /** Words that stand before {@code /postback} at trackers that have no key there. */
    private static final Pattern ORDINARY =
            Pattern.compile("(?i)api|v\\d+|s2s|pb|aff\\w*|track\\w*|click\\w*|conv\\w*|pixel|public|in"
                    + "|callback|(web)?hooks?|partners?|networks?|events?|server|go");

    private TypedSecrets() {}

    /** Whether the field of this name holds a secret in clear. */
    public static boolean in(String name, String value) {
        String text = value.strip();
        if (NO_SECRET.matcher(text).matches()) {
            return false;
        }
        String plain = name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[-. ]", "_");
        return CERTAIN.matcher(plain).matches() || (LIKELY.matcher(plain).matches() && looksLikeOne(text));
    }

    /** Every secret in clear in an address. */
    public static List<Found> inAddress(String url) {
        List<Found> found = new ArrayList<>();
        Matcher parts = ADDRESS.matcher(MACRO.matcher(url.strip()).replaceAll("{}"));
        if (!parts.matches()) {
            return found;
        }
        Matcher password = PASSWORD.matcher(parts.group(1));
        if (password.matches() && !NO_SECRET.matcher(password.group(1)).matches()) {
            found.add(new Found(Kind.PASSWORD, "password", password.group(1)));
        }
        String query = parts.group(3) == null ? "" : parts.group(3);
        for (String segment : parts.group(2).split("/")) {
            if (isKey(segment, parts.group(2), query)) {
                found.add(new Found(Kind.PATH, "key", segment));
            }
        }
        for (String pair : query.split("&")) {
            String[] nameAndValue = pair.split("=", 2);
            if (nameAndValue.length == 2 && in(decoded(nameAndValue[0]), decoded(nameAndValue[1]))) {
                found.add(new Found(Kind.PARAMETER, decoded(nameAndValue[0]), decoded(nameAndValue[1])));
            }
        }
        return found;
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
