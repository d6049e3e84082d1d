package io.taghub.text;

import java.util.Collection;
import java.util.Comparator;

/** The "did you mean" of every error message. */
public final class Suggestion {
    private Suggestion() {}

    /** {@code ; did you mean 'x'?} for the closest known word, or nothing where none is close. */
    public static String among(Collection<String> known, String written) {
        return known.stream()
                .min(Comparator.comparingInt(word -> distance(word, written)))
                .filter(word -> distance(word, written) <= Math.max(2, written.length() / 3))
                .map(word -> "; did you mean '" + word + "'?")
                .orElse("");
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
