package io.taghub.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Patterns as other tools write them: between slashes, or with a '*' for any text. */
public final class PatternSlip {
    private static final Pattern SLASHED = Pattern.compile("(?s)/(.+)/([dgimsuvy]*)");

    /** Letters and the signs of addresses, and a '*' that repeats one of them. */
    private static final Pattern GLOB =
            Pattern.compile("[\\p{L}\\p{N}/_ =&@:,%~.*-]*(?:^|[\\p{L}/_ =&@:,%~-])\\*[\\p{L}\\p{N}/_ =&@:,%~.*-]*");

    private PatternSlip() {}

    /**
     * The regular expression that is meant, for the whole of a value; null where the pattern may be what it looks like.
     *
     * @param slashes whether a value may begin with a '/' itself
     */
    public static @Nullable String meant(String pattern, boolean slashes) {
        Matcher slashed = SLASHED.matcher(pattern);
        if (slashed.matches()) {
            String inner = slashed.group(1);
            boolean sure = inner.startsWith("^") || inner.endsWith("$") || inner.contains("\\/");
            if (sure || !slashes) {
                return whole(inner.replace("\\/", "/"), slashed.group(2).contains("i"));
            }
        }
        return GLOB.matcher(pattern).matches() ? pattern.replaceAll("(?<!\\.)\\*+", ".*") : null;
    }

    /** Between slashes it is looked for anywhere. */
    private static String whole(String inner, boolean anyCase) {
        boolean from = inner.startsWith("^");
        boolean to = inner.endsWith("$") && !inner.endsWith("\\$");
        String core = inner.substring(from ? 1 : 0, inner.length() - (to ? 1 : 0));
        boolean part = !from || !to;
        return (anyCase ? "(?i)" : "")
                + (from || core.startsWith(".*") ? "" : ".*")
                + (part && core.contains("|") ? "(" + core + ")" : core)
                + (to || core.endsWith(".*") ? "" : ".*");
    }
}
