package io.taghub.text;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What programs write where they have no id: taken for one, it would make one person or one order of all of them, and of
 * many paid conversions a single one.
 */
public final class Nobody {
    private static final Set<String> UNFILLED = Set.of(
            "undefined",
            "null",
            "none",
            "nil",
            "nan",
            "n/a",
            "na",
            "-",
            "--",
            "[object object]",
            "{}",
            "[]",
            "0",
            "-1",
            "false",
            "not set",
            "(not set)",
            "notset",
            "not_set");

    private static final Set<String> STRANGERS = Set.of("unknown", "anonymous", "anon", "guest", "visitor", "nobody");

    private static final UnresolvedMacro MACROS = new UnresolvedMacro(List.of());

    /** No macro is written so. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9.:~-]*[1-9][A-Za-z0-9._:~-]*");

    private Nobody() {}

    /** Whether it is what stands where nothing was filled in: a word for nothing, or a macro of somebody's tool. */
    public static boolean isPlaceholder(String id) {
        String text = id.strip();
        return UNFILLED.contains(text.toLowerCase(Locale.ROOT))
                || isZeros(text)
                || (!PLAIN.matcher(text).matches() && MACROS.looksLike(text));
    }

    /** The same, or a word for somebody who is not known. */
    public static boolean is(String user) {
        return isPlaceholder(user) || STRANGERS.contains(user.strip().toLowerCase(Locale.ROOT));
    }

    /** {@code 0000} and {@code 00000000-0000-0000-0000-000000000000}. */
    private static boolean isZeros(String id) {
        return !id.isEmpty() && id.chars().allMatch(c -> c == '0' || c == '-');
    }
}
