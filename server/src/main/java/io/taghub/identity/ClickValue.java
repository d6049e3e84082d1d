package io.taghub.identity;

import io.taghub.event.UnresolvedMacro;
import org.jspecify.annotations.Nullable;

/** What can be the value of a click id at all, wherever it comes from. */
public final class ClickValue {
    private static final char REPLACEMENT = '\ufffd';

    private ClickValue() {}

    /** Why this is no click id, in words for whoever sent it; null where it may be one. */
    public static @Nullable String refusal(String name, String value) {
        for (int i = 0; i < value.length(); i += Character.charCount(value.codePointAt(i))) {
            String wrong = wrong(value.codePointAt(i));
            if (wrong != null) {
                return wrong;
            }
        }
        return UnresolvedMacro.looksLike(name, value)
                ? "it is a placeholder that nobody filled in, and every visitor has the same"
                : null;
    }

    /** The text with each half of a surrogate pair, which has no form in UTF-8, replaced. */
    static String whole(String text) {
        return text.codePoints()
                .map(point -> Character.getType(point) == Character.SURROGATE ? REPLACEMENT : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static @Nullable String wrong(int character) {
        if (character == REPLACEMENT) {
            return "it holds a broken character";
        }
        return switch (Character.getType(character)) {
            case Character.SURROGATE -> "it holds half a character";
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                "it holds a control character or a line break";
            case Character.FORMAT -> "it holds an invisible character";
            case Character.SPACE_SEPARATOR -> "it holds a blank";
            default -> null;
        };
    }
}
