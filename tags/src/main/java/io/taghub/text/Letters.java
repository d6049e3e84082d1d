package io.taghub.text;

/** Letters and digits of any script, and what stands around and between them. */
public final class Letters {
    private Letters() {}

    /** Whether it is of one of Unicode's classes L and N. */
    public static boolean is(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.LETTER_NUMBER,
                    Character.OTHER_NUMBER -> true;
            default -> false;
        };
    }

    /** From the first to the last of them. */
    public static String core(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && !is(text.codePointAt(from))) {
            from += Character.charCount(text.codePointAt(from));
        }
        while (to > from && !is(text.codePointBefore(to))) {
            to -= Character.charCount(text.codePointBefore(to));
        }
        return text.substring(from, to);
    }

    /** These alone. */
    public static String alone(String text) {
        if (text.codePoints().allMatch(Letters::is)) {
            return text;
        }
        return text.codePoints()
                .filter(Letters::is)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
