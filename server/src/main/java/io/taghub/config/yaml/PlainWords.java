package io.taghub.config.yaml;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Says what a YAML parser found wrong in words for people who do not know the parser. */
final class PlainWords {
    private static final Pattern START = Pattern.compile("found character '(.)' that cannot start any token.*");
    private static final Pattern ALIAS = Pattern.compile("found undefined alias (.*)");
    private static final Pattern OPEN = Pattern.compile("expected ',' or '([]}])'.*", Pattern.DOTALL);

    private static final Pattern CURLY = Pattern.compile("[\u201C\u201D\u201E\u201F]");

    private PlainWords() {}

    static BrokenYamlException explain(MarkedYamlEngineException broken, String text, String file) {
        Mark mark = broken.getProblemMark().or(broken::getContextMark).orElse(null);
        TextPosition here = mark == null ? TextPosition.start(file) : TextPosition.of(mark);
        TextPosition opened = broken.getContextMark().map(TextPosition::of).orElse(here);
        String problem = broken.getProblem() == null ? "" : broken.getProblem();
        if (problem.equals("found unexpected end of stream")) {
            return new BrokenYamlException(opened, "a quote is opened here and never closed");
        }
        TextPosition quote = quoteAbove(text, file, here);
        if (quote != null) {
            return new BrokenYamlException(
                    quote,
                    "the quote that is opened here is closed no earlier than line " + here.line()
                            + "; its end is missing in this line");
        }
        Optional<TextPosition> curly = curlyIn(text, here);
        if (curly.isPresent()) {
            return new BrokenYamlException(
                    curly.get(),
                    "curly quotes, as a text program makes them, quote nothing; write straight ones: \" or '");
        }
        for (int line : new int[] {here.line(), here.line() - 1}) {
            Optional<String> glued = line < 1
                    ? Optional.empty()
                    : text.lines().skip(line - 1).findFirst().flatMap(Typing::glued);
            if (glued.isPresent()) {
                return new BrokenYamlException(new TextPosition(file, line, 1), glued.get());
            }
        }
        Matcher open = OPEN.matcher(problem);
        if (open.matches()) {
            return new BrokenYamlException(here, unclosed(open.group(1), opened, mark));
        }
        return new BrokenYamlException(here, explain(problem));
    }

    /** A quoted text that goes over the end of its line and ends where nothing fits any more has lost its closing quote. */
    private static @Nullable TextPosition quoteAbove(String text, String file, TextPosition broken) {
        TextPosition open = null;
        try {
            for (Event event : new Parse(LoadSettings.builder().setLabel(file).build()).parseString(text)) {
                if (event instanceof ScalarEvent scalar && scalar.isDQuoted() | scalar.isSQuoted()) {
                    Mark start = scalar.getStartMark().orElseThrow();
                    Mark end = scalar.getEndMark().orElseThrow();
                    open = start.getLine() < end.getLine() && end.getLine() + 1 >= broken.line() - 1
                            ? TextPosition.of(start)
                            : null;
                }
            }
        } catch (MarkedYamlEngineException here) {
            return open;
        }
        return null;
    }

    private static Optional<TextPosition> curlyIn(String text, TextPosition broken) {
        String line = text.lines().skip(broken.line() - 1).findFirst().orElse("");
        Matcher curly = CURLY.matcher(line);
        return curly.find()
                ? Optional.of(new TextPosition(broken.file(), broken.line(), curly.start() + 1))
                : Optional.empty();
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
        if (problem.startsWith("unexpected character found")) {
            return "text that begins with '*' or '&' needs quotes: \"*.yaml\"";
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
