package io.taghub.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A port as a person types it; 0 stands for any free one. */
final class PortNumber implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String typed) {
        if (!typed.matches("\\d{1,5}") || Integer.parseInt(typed) > 65_535) {
            throw new TypeConversionException("a port is a number from 0 to 65535, not '" + typed + "'");
        }
        return Integer.valueOf(typed);
    }
}
