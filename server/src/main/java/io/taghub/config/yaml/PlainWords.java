package io.taghub.config.yaml;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Says what a YAML parser found wrong in words for people who do not know the parser. */
final class PlainWords {
    private static final Pattern START = Pattern.compile("found character '(.)' that cannot start any token.*");
    private static final Pattern ALIAS = Pattern.compile("found undefined alias (.*)");
    private static final Pattern OPEN = Pattern.compile("expected ',' or '([]}])'.*", Pattern.DOTALL);

    private PlainWords() {}

    static BrokenYamlException explain(MarkedYamlEngineException broken) {
        Mark mark = broken.getProblemMark().or(broken::getContextMark).orElse(null);
        TextPosition here = mark == null ? TextPosition.START : TextPosition.of(mark);
        TextPosition opened = broken.getContextMark().map(TextPosition::of).orElse(here);
        String problem = broken.getProblem() == null ? "" : broken.getProblem();
        if (problem.equals("found unexpected end of stream")) {
            return new BrokenYamlException(opened, "a quote is opened here and never closed");
        }
        Matcher open = OPEN.matcher(problem);
        if (open.matches()) {
            return new BrokenYamlException(here, unclosed(open.group(1), opened, mark));
        }
        return new BrokenYamlException(here, explain(problem));
    }

    private static String explain(String problem) {
        Matcher alias = ALIAS.matcher(problem);
        if (alias.matches()) {
            return "no anchor '&" + alias.group(1) + "' stands above this '*" + alias.group(1) + "'";
        }
        Matcher start = START.matcher(problem);
        if (start.matches()) {
            return "text cannot start with '" + start.group(1) + "'; put it in quotes";
        }
        if (problem.startsWith("found character '\\t")) {
            return "a tab stands in the indentation; YAML takes spaces only";
        }
        if (problem.equals("mapping values are not allowed here")) {
            return "a ':' does not fit here; check the indentation of this line and the one above, or put the text in quotes";
        }
        if (problem.startsWith("expected <block end>")) {
            return "the indentation of this line fits no line above it";
        }
        if (problem.contains("another document")) {
            return "a second YAML document starts here; the config is one document";
        }
        if (problem.startsWith("found unknown escape character")) {
            return "an unknown escape in double quotes; put text with a backslash in single quotes";
        }
        return "this is not valid YAML: " + problem;
    }

    private static String unclosed(String closing, TextPosition opened, @Nullable Mark mark) {
        int before = mark == null ? -1 : mark.getPointer() - 1;
        if (mark != null && before >= 0 && mark.getBuffer()[before] == '$') {
            return "between { and } a reference needs quotes: \"${env:NAME}\"";
        }
        String bracket = closing.equals("]") ? "[" : "{";
        return "a ',' or the closing '" + closing + "' is missing; the '" + bracket + "' stands in line "
                + opened.line();
    }
}
