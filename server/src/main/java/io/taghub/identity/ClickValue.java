package io.taghub.identity;

import io.taghub.event.UnresolvedMacro;
import io.taghub.tag.ClickIdRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be the value of a click id at all, wherever it comes from. Safe for many threads: it never changes. */
public final class ClickValue {
    private static final char REPLACEMENT = '\ufffd';

    private final UnresolvedMacro macros;

    /** @param rules the click ids the hub knows */
    public ClickValue(List<ClickIdRule> rules) {
        macros = new UnresolvedMacro(rules.stream()
                .filter(ClickIdRule::exclusive)
                .map(ClickIdRule::name)
                .toList());
    }

    /** Why this is no click id, in words for whoever sent it; null where it may be one. */
    public @Nullable String refusal(String name, String value) {
        for (int i = 0; i < value.length(); i += Character.charCount(value.codePointAt(i))) {
            String wrong = wrong(value.codePointAt(i));
            if (wrong != null) {
                return wrong;
            }
        }
        return macros.looksLike(name, value)
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
