package io.taghub.text;

import java.util.Arrays;
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
            "false",
            "infinity",
            "array",
            "object",
            "system.object",
            "notset");

    private static final Set<String> STRANGERS = Set.of(
            "unknown",
            "unknownuser",
            "anonymous",
            "anonymoususer",
            "anon",
            "guest",
            "guestuser",
            "visitor",
            "nobody",
            "nouser",
            "loggedout",
            "notloggedin",
            "signedout",
            "unauthenticated");

    private static final UnresolvedMacro MACROS = new UnresolvedMacro(List.of());

    private static final Pattern BETWEEN = Pattern.compile("[-_: ]+");

    private Nobody() {}

    /** Whether it is what stands where nothing was filled in: a word for nothing, or a macro of somebody's tool. */
    public static boolean isPlaceholder(String id) {
        String text = id.strip();
        return text.equals("-1") || (!text.isEmpty() && !isPlain(text) && (isNothing(text) || MACROS.looksLike(text)));
    }

    /** No macro is written so, nor a word for nothing: a digit that is no zero, and an underscore behind one at the most. */
    private static boolean isPlain(String text) {
        boolean digit = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (c >= '1' && c <= '9') {
                digit = true;
            } else if (!letter && ".:~-0".indexOf(c) < 0 && !(digit && c == '_')) {
                return false;
            }
        }
        return digit;
    }

    /** The same, or a word for somebody who is not known. */
    public static boolean is(String user) {
        return isPlaceholder(user) || STRANGERS.contains(squeezed(user));
    }

    /** A word for nothing, however it is set in signs and how often it stands there: {@code null-null}, {@code (not set)}. */
    private static boolean isNothing(String text) {
        return UNFILLED.contains(text.toLowerCase(Locale.ROOT))
                || isZeros(text)
                || squeezed(text).isEmpty()
                || UNFILLED.contains(squeezed(text))
                || Arrays.stream(BETWEEN.split(text.toLowerCase(Locale.ROOT))).allMatch(UNFILLED::contains);
    }

    private static String squeezed(String text) {
        return Letters.alone(text).toLowerCase(Locale.ROOT);
    }

    /** {@code 0000} and {@code 00000000-0000-0000-0000-000000000000}. */
    private static boolean isZeros(String id) {
        return !id.isEmpty() && id.chars().allMatch(c -> c == '0' || c == '-');
    }
}
