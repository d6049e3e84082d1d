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
                .filter(word -> distance(plain(word), meant) <= most(meant, plain(word)))
                .orElse(null);
    }

    /** Of a short word two wrong letters are half of it, and another word. */
    private static int most(String written, String known) {
        int shorter = Math.min(written.length(), known.length());
        boolean begun = shorter > 3 && (written.startsWith(known) || known.startsWith(written));
        return shorter < 2 ? 0 : shorter < 5 && !begun ? 1 : Math.max(2, written.length() / 3);
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[-_. ]", "");
    }

    /** Edits from one word to the other: a letter more, less or another, or two neighbours that changed places. */
    private static int distance(String a, String b) {
        int[][] edits = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    edits[i][j] = i + j;
                    continue;
                }
                int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int least = Math.min(edits[i - 1][j - 1] + same, Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                edits[i][j] = swapped ? Math.min(least, edits[i - 2][j - 2] + 1) : least;
            }
        }
        return edits[a.length()][b.length()];
    }
}
