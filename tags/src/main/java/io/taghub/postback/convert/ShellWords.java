package io.taghub.postback.convert;

import io.taghub.postback.convert.PastedUrl.Part;
import java.util.ArrayList;
import java.util.List;

/** A command taken apart as a shell does it. */
final class ShellWords {
    private final String line;
    private int at;

    private ShellWords(String line, int from) {
        this.line = line;
        this.at = from;
    }

    /** Each with the place where its text begins, behind the quote; up to the end of the command. */
    static List<Part> of(String line, int from) {
        return new ShellWords(line, from).words();
    }

    private List<Part> words() {
        List<Part> words = new ArrayList<>();
        while (true) {
            while (at < line.length() && (Character.isWhitespace(line.charAt(at)) || isContinued())) {
                at++;
            }
            if (at >= line.length() || ";|".indexOf(line.charAt(at)) >= 0) {
                return words;
            }
            words.add(word());
        }
    }

    /** A backslash, a caret or a backtick at the end of a line that goes on in the next. */
    private boolean isContinued() {
        return "\\^`".indexOf(line.charAt(at)) >= 0
                && (at + 1 == line.length() || Character.isWhitespace(line.charAt(at + 1)));
    }

    private Part word() {
        boolean quoted = line.charAt(at) == '\'' || line.charAt(at) == '"';
        boolean ansi = line.startsWith("$'", at);
        int start = at + (quoted ? 1 : ansi ? 2 : 0);
        StringBuilder text = new StringBuilder();
        while (at < line.length() && !Character.isWhitespace(line.charAt(at))) {
            char c = line.charAt(at);
            if (c == '\'' || c == '"') {
                at++;
                quoted(c, false, text);
            } else if (c == '$' && line.startsWith("$'", at)) {
                at += 2;
                quoted('\'', true, text);
            } else if (c == '\\' && at + 1 < line.length()) {
                text.append(line.charAt(at + 1));
                at += 2;
            } else {
                text.append(c);
                at++;
            }
        }
        return new Part(text.toString(), start);
    }

    /** Up to the closing quote; one that is not closed reaches to the end. */
    private void quoted(char quote, boolean ansi, StringBuilder text) {
        while (at < line.length() && line.charAt(at) != quote) {
            char c = line.charAt(at);
            char next = at + 1 < line.length() ? line.charAt(at + 1) : ' ';
            boolean escaped = c == '\\' && (ansi || (quote == '"' && "\"\\$`\n".indexOf(next) >= 0));
            text.append(!escaped ? c : ansi && next == 'n' ? '\n' : ansi && next == 't' ? '\t' : next);
            at += escaped ? 2 : 1;
        }
        at++;
    }
}
