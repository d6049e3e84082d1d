package io.taghub.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A moment as a person types it, or a whole day of UTC, by which everything is shown. */
class TimeOption implements ITypeConverter<Instant> {
    private static final String DAY = "2026-11-22";

    /** The end of a span: a day that is named belongs to it. */
    static final class End extends TimeOption {
        @Override
        Instant of(LocalDate day) {
            return super.of(day.plusDays(1));
        }
    }

    Instant of(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    @Override
    public final Instant convert(String typed) {
        try {
            return typed.length() <= DAY.length()
                    ? of(LocalDate.parse(typed))
                    : OffsetDateTime.parse(typed).toInstant();
        } catch (DateTimeException notATime) {
            throw new TypeConversionException(
                    "a time is written " + DAY + "T15:30:00Z or, for a day of UTC, " + DAY + ", not '" + typed + "'");
        }
    }
}
