package io.taghub.postback;

import io.taghub.text.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads {@code text {{ path | filter | filter:'argument' }} text}. */
final class TemplateParser {
    private final Scope scope;
    private final RequestPart place;
    private final Consumer<String> problem;

    TemplateParser(Scope scope, RequestPart place, Consumer<String> problem) {
        this.scope = scope;
        this.place = place;
        this.problem = problem;
    }

    Template parse(String text) {
        List<Template.Part> parts = new ArrayList<>();
        int from = 0;
        int open;
        while ((open = text.indexOf("{{", from)) >= 0) {
            if (open > from) {
                parts.add(new Template.Part.Text(text.substring(from, open)));
            }
            int close = close(text, open + 2);
            if (close < 0) {
                problem.accept("'{{' is never closed in '" + text.substring(open) + "'");
                return new Template(parts);
            }
            Macro macro = macro(text.substring(open + 2, close));
            if (macro != null) {
                parts.add(new Template.Part.Value(macro));
            }
            from = close + 2;
        }
        if (from < text.length()) {
            parts.add(new Template.Part.Text(text.substring(from)));
        }
        return new Template(parts);
    }

    private static int close(String text, int from) {
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) == '\'') {
                quoted = !quoted;
            } else if (!quoted && text.startsWith("}}", i)) {
                return i;
            }
        }
        return -1;
    }

    private @Nullable Macro macro(String inner) {
        List<String> pieces = split(inner, '|');
        String path = pieces.getFirst().strip();
        Function<Binding, @Nullable Object> source = Paths.find(path, scope);
        if (source == null) {
            String ours = Macros.ours(path, scope);
            problem.accept("unknown macro '" + path + "'"
                    + (ours == null
                            ? Suggestion.among(Paths.known(scope), path)
                            : "; did you mean '" + ours.split("\\|")[0].strip() + "'?"));
            return null;
        }
        scope.used().add(path);
        List<Filter> filters = new ArrayList<>();
        boolean hashed = false;
        boolean told = false;
        for (String piece : pieces.subList(1, pieces.size())) {
            List<String> nameAndArguments = split(piece, ':', 2);
            String name = nameAndArguments.getFirst().strip();
            List<Filter.Argument> arguments = nameAndArguments.size() == 1
                    ? List.of()
                    : split(nameAndArguments.get(1), ',').stream()
                            .map(TemplateParser::argument)
                            .toList();
            Filter filter = Filter.of(path, name, arguments, scope, place, problem);
            if (filter != null) {
                filters.add(filter);
            }
            hashed |= Filter.HASHES.contains(name);
            told |= name.equals("map");
        }
        if (place != RequestPart.BODY && !hashed && Paths.PERSONAL.contains(path)) {
            problem.accept("personal data must not stand in a URL or header; hash it: {{ " + path + " | sha256 }}");
        }
        // A hash tells nobody, and a list of words says the operator's own.
        return new Macro(
                path, hashed || told ? source : Paths.withoutPersonal(path, source, place), List.copyOf(filters));
    }

    private static Filter.Argument argument(String written) {
        String text = written.strip();
        boolean quoted = text.length() >= 2 && text.startsWith("'") && text.endsWith("'");
        return new Filter.Argument(quoted ? text.substring(1, text.length() - 1) : text, quoted);
    }

    private static List<String> split(String text, char separator) {
        return split(text, separator, Integer.MAX_VALUE);
    }

    private static List<String> split(String text, char separator, int limit) {
        List<String> pieces = new ArrayList<>();
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'') {
                quoted = !quoted;
            } else if (c == separator && !quoted && pieces.size() + 1 < limit) {
                pieces.add(text.substring(from, i));
                from = i + 1;
            }
        }
        pieces.add(text.substring(from));
        return pieces;
    }
}
