package io.taghub.text;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Compiles a regular expression that an operator wrote, once, when the config is read. All of them run on RE2, whose time
 * grows with the length of the text alone: what they are matched against comes from strangers and from networks.
 */
public final class Expression {
    private static final int MAX_LENGTH = 1_000;

    /** RE2's instructions; a text of a thousand characters takes a tenth of a second at worst. */
    private static final int MAX_SIZE = 5_000;

    private Expression() {}

    /** @throws IllegalArgumentException with a sentence that says what is not understood */
    public static Pattern compile(String written, int flags) {
        if (written.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "this regular expression has " + written.length() + " characters; " + MAX_LENGTH + " are the most");
        }
        if (written.isBlank()) {
            throw new IllegalArgumentException(
                    "a regular expression is not empty; leave it out, or write .* for anything");
        }
        refuseIntersection(written);
        // Before RE2 sees it: it writes repetitions out, and those of repetitions fill the memory.
        if (writtenOut(written) > MAX_SIZE) {
            throw tooManyRepetitions();
        }
        Pattern pattern;
        try {
            pattern = Pattern.compile(written, flags);
        } catch (PatternSyntaxException refused) {
            throw new IllegalArgumentException(why(refused), refused);
        }
        if (pattern.programSize() > MAX_SIZE) {
            throw tooManyRepetitions();
        }
        return pattern;
    }

    /** Elsewhere {@code [a-z&&[^b]]} is what two classes have in common; RE2 would take the signs for themselves. */
    private static void refuseIntersection(String written) {
        for (int i = 0; i < written.length(); i++) {
            int end = i;
            if (written.charAt(i) == '\\') {
                end = endOfEscape(written, i);
            } else if (written.charAt(i) == '[') {
                end = endOfClass(written, i);
                if (written.substring(i, Math.min(end, written.length())).contains("&&")) {
                    throw new IllegalArgumentException(
                            "'&&' in a class is not understood: RE2 has no common part of two"
                                    + " classes; write the characters that are left, or '&' once for the sign itself");
                }
            }
            i = end;
        }
    }

    private static IllegalArgumentException tooManyRepetitions() {
        return new IllegalArgumentException("the repetitions in this regular expression are too many or too large;"
                + " written out they would be more than " + MAX_SIZE + " steps");
    }

    private static String why(PatternSyntaxException refused) {
        // RE2 writes the flags before what was written.
        String part = String.valueOf(refused.getPattern()).replaceFirst("^\\(\\?[a-z]+\\)", "");
        if (part.startsWith("(?=") || part.startsWith("(?!") || part.startsWith("(?<")) {
            return "look-around ('" + part + "') is not understood: it is too slow for what strangers send";
        }
        if (part.matches("\\\\[1-9k].*")) {
            return "a back reference ('" + part + "') is not understood: it is too slow for what strangers send";
        }
        if (part.matches("[*+?}]\\+|\\(\\?>")) {
            return "'" + part
                    + "' is not understood: there is no going back here, so that '+', '*' or '?' alone does the same";
        }
        if (part.startsWith("{")) {
            return "'" + part
                    + "' is not understood: a part is repeated 1000 times at most, and the larger number stands last";
        }
        return "'" + part + "' is not understood in this regular expression: " + refused.getDescription()
                + " (the syntax is that of RE2)";
    }

    /** About how many steps it has with its repetitions written out; what is not well-formed is left for RE2 to refuse. */
    private static double writtenOut(String written) {
        Deque<Double> outer = new ArrayDeque<>();
        double sum = 0;
        double last = 0;
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            int end = c == '{' ? written.indexOf('}', i) : -1;
            if (c == '\\' || c == '[') {
                i = c == '[' ? endOfClass(written, i) : endOfEscape(written, i);
                last = 1;
                sum += last;
            } else if (c == '(') {
                outer.push(sum);
                sum = 0;
                last = 0;
            } else if (c == ')' && !outer.isEmpty()) {
                last = sum + 1;
                sum = outer.pop() + last;
            } else if (end > 0 && written.substring(i, end + 1).matches("\\{\\d{1,9}(,\\d{0,9})?}")) {
                double times = most(written.substring(i + 1, end));
                sum += last * (times - 1);
                last *= times;
                i = end;
            } else {
                last = 1;
                sum += last;
            }
        }
        return sum;
    }

    /** The index of the last character of {@code [^](x]}. */
    private static int endOfClass(String written, int start) {
        int i = start + (written.startsWith("[^", start) ? 2 : 1);
        for (i += written.startsWith("]", i) ? 1 : 0; i < written.length() && written.charAt(i) != ']'; i++) {
            if (written.startsWith("[:", i) && written.indexOf(":]", i) > 0) {
                i = written.indexOf(":]", i) + 1;
            } else if (written.charAt(i) == '\\') {
                i++;
            }
        }
        return i;
    }

    /** The index of the last character of {@code \d}, {@code \p{L}} or <code>\Q(x)\E</code>. */
    private static int endOfEscape(String written, int start) {
        String closing = written.startsWith("\\Q", start)
                ? "\\E"
                : written.startsWith("{", start + 2) && "xpP".indexOf(written.charAt(start + 1)) >= 0 ? "}" : "";
        int end = written.indexOf(closing, start + 2);
        return closing.isEmpty() || end < 0 ? start + 1 : end + closing.length() - 1;
    }

    private static double most(String counts) {
        double most = 1;
        for (String count : counts.split(",")) {
            most = Math.max(most, Double.parseDouble(count));
        }
        return most;
    }
}
