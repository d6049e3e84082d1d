package io.taghub.cli;

import io.taghub.tag.Reason;
import io.taghub.text.Suggestion;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A reason as a person types it. */
final class ReasonOption implements ITypeConverter<Reason> {
    @Override
    public Reason convert(String typed) {
        String name = typed.toUpperCase(Locale.ROOT).replace('-', '_');
        List<String> names = Arrays.stream(Reason.values()).map(Reason::name).toList();
        if (!names.contains(name)) {
            throw new TypeConversionException("there is no reason '" + typed + "'" + Suggestion.among(names, name)
                    + "\n"
                    + Arrays.stream(Reason.values())
                            .map(reason -> "  %-21s %s".formatted(reason.name(), reason.text()))
                            .collect(Collectors.joining("\n")));
        }
        return Reason.valueOf(name);
    }
}
