package io.taghub.tag.postback;

import java.util.regex.Pattern;

/**
 * Recognises a macro that somebody's tool failed to fill in: {@code {clickid}}, {@code ${SUBID}}, {@code REPLACE}. Such a
 * value looks like a click id and is worth nothing, because every visitor has the same one.
 */
public final class UnresolvedMacro {
    private static final String NAME = "[A-Za-z][\\w.: -]{0,60}";

    /** Braces never occur in an id, so one filled brace anywhere is enough; the others count only as the whole value. */
    private static final Pattern SHAPE = Pattern.compile("(?i).*\\{\\{?\\s*" + NAME + "\\}.*"
            + "|\\[" + NAME + "]|##?" + NAME + "##?|%%?" + NAME + "%%?|__" + NAME + "__|<" + NAME + ">"
            + "|replace(_?me)?|optional|undefined|null|nan|xxx+");

    private UnresolvedMacro() {}

    /** Whether the value, decoded once as it was caught, is a macro rather than an id. */
    public static boolean looksLike(String value) {
        // A link that was encoded twice brings its braces encoded.
        String braces = value.replaceAll("(?i)%7b", "{").replaceAll("(?i)%7d", "}");
        return SHAPE.matcher(braces.strip()).matches();
    }
}
