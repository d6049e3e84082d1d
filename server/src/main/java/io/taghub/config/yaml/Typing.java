package io.taghub.config.yaml;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** What people type or paste that YAML takes for something else: curly quotes, invisible blanks, a ':' without a blank. */
final class Typing {
    private static final String CURLY = "\u201C\u201D\u201E\u201F\u2018\u2019\u201A\u201B\u00AB\u00BB\u2039\u203A";
    private static final Pattern INVISIBLE =
            Pattern.compile("[\u00A0\u00AD\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF\u3000]");
    private static final Pattern GLUED = Pattern.compile("([A-Za-z_][\\w-]*):(?!//)(\\S+)");
    private static final Pattern GLUED_LINE = Pattern.compile("\\s*(?:- )?([A-Za-z_][\\w-]*):(?!//)([^\\s].*)");

    private Typing() {}

    /** What is odd about a text, as it stands in the file; null where nothing is. */
    static @Nullable String oddity(ScalarNode scalar, List<String> lines) {
        String text = scalar.getValue();
        if (scalar.getScalarStyle() == ScalarStyle.PLAIN && !text.isEmpty()) {
            if (CURLY.indexOf(text.charAt(0)) >= 0 || CURLY.indexOf(text.charAt(text.length() - 1)) >= 0) {
                return "curly quotes, as a text program makes them, are part of the text here; write straight ones: \" or '";
            }
            Optional<String> glued = glued(scalar, lines);
            if (glued.isPresent()) {
                return glued.get();
            }
        }
        return INVISIBLE.matcher(text).find()
                ? "an invisible character stands in this text, as pasted from a page; type it anew"
                : null;
    }

    /** In {@code { type: postback, preset:voluum }} what is glued is one key without a value. */
    static @Nullable String gluedKey(String key) {
        Matcher glued = GLUED.matcher(key);
        return glued.matches() ? blankMissing(glued.group(1), glued.group(2)) : null;
    }

    /** {@code preset:voluum} in a line of its own goes on with the text in the line above. */
    private static Optional<String> glued(ScalarNode scalar, List<String> lines) {
        int first = scalar.getStartMark().map(Mark::getLine).orElse(0);
        int last = scalar.getEndMark().map(Mark::getLine).orElse(first);
        return lines.subList(Math.min(first + 1, lines.size()), Math.min(last + 1, lines.size())).stream()
                .flatMap(line -> glued(line).stream())
                .findFirst();
    }

    /** What to say of a line in which the blank after a key's colon is missing. */
    static Optional<String> glued(String line) {
        Matcher glued = GLUED_LINE.matcher(line);
        return glued.matches()
                ? Optional.of(blankMissing(glued.group(1), glued.group(2).strip()))
                : Optional.empty();
    }

    private static String blankMissing(String key, String value) {
        String visible = INVISIBLE.matcher(value).replaceAll("");
        return visible.equals(value)
                ? "a blank is missing after a ':'; write " + key + ": " + value
                : "an invisible character stands behind the ':' where a blank belongs; type it anew, " + key + ": "
                        + visible.strip();
    }
}
