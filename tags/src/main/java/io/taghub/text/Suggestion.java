package io.taghub.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The "did you mean" of every error message. */
public final class Suggestion {
    private Suggestion() {}

    /**
     * {@code ; did you mean 'x'?} for the closest known word, or nothing where none is close. Upper and lower case, and
     * which sign stands between words, are forgotten: {@code Page-View} is as close to {@code page_view} as can be.
     */
    public static String among(Collection<String> known, String written) {
        String nearest = nearest(known, written);
        return nearest == null ? "" : "; did you mean '" + nearest + "'?";
    }

    /** The closest known word, null where none is close. */
    public static @Nullable String nearest(Collection<String> known, String written) {
        String meant = plain(written);
        return known.stream()
                .filter(word -> !word.equals(written))
                .min(Comparator.<String>comparingInt(word -> distance(plain(word), meant))
                        .thenComparingInt(word -> distance(word, written))
                        .thenComparingInt(String::length))
                .filter(word -> distance(plain(word), meant) <= Math.max(2, written.length() / 3))
                .orElse(null);
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[-_. ]", "");
    }

    /** Levenshtein distance: single-character edits from one word to the other. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substitution, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
