package io.taghub.text;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads times: ISO 8601, and the seconds, milliseconds or microseconds since 1970 that programs write. */
public final class Moment {
    private static final Pattern EPOCH = Pattern.compile("\\d{9,16}(?:\\.\\d{1,9})?");
    private static final BigDecimal MICROS = BigDecimal.valueOf(1_000_000);

    private Moment() {}

    /** @param zoned whether the sender said which zone; where not, it is taken as UTC */
    public record Read(Instant instant, boolean zoned) {}

    /** Null where it is no time. */
    public static @Nullable Read read(String written) {
        String text = written.strip();
        if (EPOCH.matcher(text).matches()) {
            return new Read(epoch(new BigDecimal(text)), true);
        }
        String iso =
                text.length() > 10 && text.charAt(10) == ' ' ? text.substring(0, 10) + 'T' + text.substring(11) : text;
        try {
            return new Read(OffsetDateTime.parse(iso).toInstant(), true);
        } catch (DateTimeException withoutAnOffset) {
            try {
                LocalDateTime local =
                        iso.length() == 10 ? LocalDate.parse(iso).atStartOfDay() : LocalDateTime.parse(iso);
                return new Read(local.toInstant(ZoneOffset.UTC), false);
            } catch (DateTimeException notATime) {
                return null;
            }
        }
    }

    /** The number of digits says which: ten are seconds until the year 2286. */
    private static Instant epoch(BigDecimal number) {
        int digits = number.precision() - number.scale();
        BigDecimal micros =
                number.multiply(digits <= 10 ? MICROS : digits <= 13 ? BigDecimal.valueOf(1000) : BigDecimal.ONE);
        long whole = micros.longValue();
        return Instant.ofEpochSecond(whole / 1_000_000, whole % 1_000_000 * 1000);
    }
}
