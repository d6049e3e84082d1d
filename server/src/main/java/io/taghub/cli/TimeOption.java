package io.taghub.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A moment as a person types it. */
final class TimeOption implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String typed) {
        try {
            return OffsetDateTime.parse(typed).toInstant();
        } catch (DateTimeException notATime) {
            throw new TypeConversionException("a time is written 2026-11-22T00:00:00Z, not '" + typed + "'");
        }
    }
}
