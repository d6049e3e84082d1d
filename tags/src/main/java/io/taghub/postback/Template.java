package io.taghub.postback;

import io.taghub.postback.encode.Percent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Text with macros in it, parsed once when the config is read and bound for every event. */
record Template(List<Part> parts) {

    sealed interface Part {
        record Text(String text) implements Part {}

        record Value(Macro macro) implements Part {}

        /** Once for each line of the order; no value may hold what stands between them. */
        record Lines(Template of, String join) implements Part {}
    }

    Template {
        parts = List.copyOf(parts);
    }

    /** The macro, where the template is nothing else. */
    @Nullable
    Macro only() {
        return parts.size() == 1 && parts.getFirst() instanceof Part.Value(Macro macro) ? macro : null;
    }

    boolean hasMacros() {
        return parts.stream().anyMatch(part -> !(part instanceof Part.Text));
    }

    /** Its fixed text, without what stands between. */
    String literal() {
        return parts.stream()
                .map(part -> part instanceof Part.Text(String text) ? text : "")
                .collect(Collectors.joining());
    }

    /** What the first macro reads, for saying what is missing. */
    String firstPath() {
        return macros().findFirst().map(Macro::path).orElse("");
    }

    /** The text that it always is, null where an event has a say in it or there is none. */
    @Nullable
    String fixed(Scope scope) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            String known = switch (part) {
                case Part.Text(String written) -> Percent.decode(written);
                case Part.Value(Macro macro)
                when macro.filters().isEmpty() && macro.path().startsWith("settings.") ->
                    scope.settings().get(macro.path().substring("settings.".length()));
                case Part.Value _, Part.Lines _ -> null;
            };
            if (known == null) {
                return null;
            }
            text.append(known);
        }
        return text.isEmpty() ? null : text.toString().strip();
    }

    /** Whether the fixed text begins or ends with white space, which nobody sees and everybody gets. */
    boolean isBlankAtAnEnd() {
        return !parts.isEmpty()
                && ((parts.getFirst() instanceof Part.Text(String first) && !first.equals(first.stripLeading()))
                        || (parts.getLast() instanceof Part.Text(String last) && !last.equals(last.stripTrailing())));
    }

    boolean reads(String path) {
        return macros().anyMatch(macro -> macro.path().equals(path));
    }

    /** Every macro in it, those of its lines too. */
    Stream<Macro> macros() {
        return parts.stream().flatMap(part -> switch (part) {
            case Part.Text _ -> Stream.of();
            case Part.Value(Macro macro) -> Stream.of(macro);
            case Part.Lines(Template of, var _) -> of.macros();
        });
    }

    /** Whether it may be left out where a value is absent. */
    boolean isOptional() {
        return macros().anyMatch(macro -> macro.filters().contains(Filter.OPTIONAL));
    }

    boolean hasSecret() {
        return macros().anyMatch(Macro::isSecret);
    }

    /** The same with its fixed text encoded, so that only the values are left to encode. */
    Template literals(UnaryOperator<String> encoding) {
        return new Template(parts.stream()
                .map(part -> part instanceof Part.Text(String text) ? new Part.Text(encoding.apply(text)) : part)
                .toList());
    }

    /** Text in which each value went through the encoding once; null where a value is absent, because half is wrong. */
    @Nullable
    String bind(Binding binding, UnaryOperator<String> encoding) {
        StringBuilder out = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Text(String text) -> out.append(text);
                case Part.Value(Macro macro) -> {
                    Object value = macro.bind(binding);
                    if (value == null) {
                        return null;
                    }
                    out.append(encoding.apply(Macro.text(value)));
                }
                case Part.Lines lines -> {
                    String joined = joined(lines, binding);
                    if (joined == null) {
                        return null;
                    }
                    out.append(encoding.apply(joined));
                }
            }
        }
        return out.toString();
    }

    /** A line without a value keeps its place, for lists that stand side by side; null where no line has one. */
    private static @Nullable String joined(Part.Lines lines, Binding binding) {
        List<@Nullable String> values =
                binding.each(() -> lines.of.bind(binding, value -> value.replace(lines.join, "")));
        return values.stream().allMatch(Objects::isNull)
                ? null
                : values.stream()
                        .map(value -> Objects.requireNonNullElse(value, ""))
                        .collect(Collectors.joining(lines.join));
    }

    /** For JSON: a template that is one macro keeps the type of its value, so an amount stays a number. */
    @Nullable
    Object bindTyped(Binding binding) {
        Macro macro = only();
        return macro == null ? bind(binding, UnaryOperator.identity()) : macro.bind(binding);
    }

    /** Cut at a separator in the fixed text; a separator inside a macro or, later, inside a value does not count. */
    List<Template> split(char separator, int limit) {
        List<Template> pieces = new ArrayList<>();
        List<Part> current = new ArrayList<>();
        for (Part part : parts) {
            if (part instanceof Part.Text(String text)) {
                int from = 0;
                int at;
                while (pieces.size() + 1 < limit && (at = text.indexOf(separator, from)) >= 0) {
                    add(current, text.substring(from, at));
                    pieces.add(new Template(current));
                    current.clear();
                    from = at + 1;
                }
                add(current, text.substring(from));
            } else {
                current.add(part);
            }
        }
        pieces.add(new Template(current));
        return pieces;
    }

    private static void add(List<Part> parts, String text) {
        if (!text.isEmpty()) {
            parts.add(new Part.Text(text));
        }
    }
}
