package io.taghub.text;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads times: ISO 8601 with and without its marks, what mail, browsers, databases and Java write, and the seconds,
 * milliseconds, microseconds or nanoseconds since 1970 of programs. Where day and month could be either, it is no time.
 */
public final class Moment {
    /** Of 14 and 17 digits the count would be of the year 1970 or so; there it is a date and a time without their marks. */
    private static final Pattern EPOCH = Pattern.compile("(?:\\d{9,13}|\\d{15,16}|\\d{18,19})(?:\\.\\d{1,9})?");

    private static final String TIME =
            "(?<hour>\\d{2}):?(?<minute>\\d{2})(?::?(?<second>\\d{2})(?:[.,]?(?<fraction>\\d{1,9})\\d*)?)?";
    private static final String ZONE =
            "(?<zone>[A-Za-z]{1,4})?\\s?(?<offset>[+-]\\d{2}:?(?:\\d{2})?)?\\s?(?:\\[(?<region>[\\w/+-]{1,40})])?(?:\\s?\\([^)]*\\))?";
    private static final String WEEKDAY = "(?:[A-Za-z]{3,9},?\\s)?";

    /** {@code 2026-11-29T11:20:07+0100}, {@code 20261129T112007Z}, {@code 2026/11/29 11:20:07 UTC}. */
    private static final Pattern YEAR_FIRST =
            Pattern.compile("(?<year>\\d{4})(?<mark>[-/.]?)(?<month>\\d{2})\\k<mark>(?<day>\\d{2})(?:[Tt\\s]?\\s*"
                    + TIME + "\\s?" + ZONE + ")?");

    /** {@code Sun, 29 Nov 2026 11:20:07 GMT}, {@code 29-Nov-2026 11:20:07 +0100}. */
    private static final Pattern DAY_FIRST = Pattern.compile(WEEKDAY
            + "(?<day>\\d{1,2})[-\\s](?<month>[A-Za-z]{3})[a-z]*[-\\s](?<year>\\d{4}),?\\s" + TIME + "\\s?" + ZONE);

    /** {@code Sun Nov 29 2026 11:20:07 GMT+0100 (CET)}, {@code Nov 29, 2026 11:20:07 UTC}. */
    private static final Pattern MONTH_FIRST = Pattern.compile(
            WEEKDAY + "(?<month>[A-Za-z]{3})[a-z]*\\s(?<day>\\d{1,2}),?\\s(?<year>\\d{4}),?\\s" + TIME + "\\s?" + ZONE);

    /** {@code Sun Nov 29 11:20:07 UTC 2026}, of C and of Java. */
    private static final Pattern YEAR_LAST = Pattern.compile(
            WEEKDAY + "(?<month>[A-Za-z]{3})\\s+(?<day>\\d{1,2})\\s" + TIME + "\\s" + ZONE + "\\s?(?<year>\\d{4})");

    private static final List<Pattern> FORMS = List.of(YEAR_FIRST, DAY_FIRST, MONTH_FIRST, YEAR_LAST);

    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    /** RFC 822's, and Europe's; others mean several: IST, BST, CST in China. */
    private static final Map<String, Integer> ZONES = Map.ofEntries(
            Map.entry("Z", 0),
            Map.entry("UT", 0),
            Map.entry("UTC", 0),
            Map.entry("GMT", 0),
            Map.entry("EST", -5),
            Map.entry("EDT", -4),
            Map.entry("CST", -6),
            Map.entry("CDT", -5),
            Map.entry("MST", -7),
            Map.entry("MDT", -6),
            Map.entry("PST", -8),
            Map.entry("PDT", -7),
            Map.entry("WET", 0),
            Map.entry("WEST", 1),
            Map.entry("CET", 1),
            Map.entry("CEST", 2),
            Map.entry("EET", 2),
            Map.entry("EEST", 3));

    /** {@link #usual}, before its fraction of a second. */
    private static final String USUAL = "0000-00-00T00:00:00.";

    private static final int DIGITS = 9;
    private static final int MAX_LENGTH = 80;
    private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000);

    private Moment() {}

    /** @param zoned whether the sender said which zone; where not, it is taken as UTC */
    public record Read(Instant instant, boolean zoned) {}

    /**
     * What {@link Instant#toString()} wrote.
     *
     * @throws DateTimeException where it did not
     */
    public static Instant instant(String written) {
        Instant usual = usual(written);
        return usual == null ? Instant.parse(written) : usual;
    }

    /** Null where it is no time. */
    public static @Nullable Read read(String written) {
        String text = written.strip();
        Instant usual = usual(text);
        if (usual != null) {
            return new Read(usual, true);
        }
        if (EPOCH.matcher(text).matches()) {
            return new Read(epoch(new BigDecimal(text)), true);
        }
        try {
            return new Read(OffsetDateTime.parse(text).toInstant(), true);
        } catch (DateTimeException otherwiseWritten) {
            return otherwise(text);
        }
    }

    /** {@code 2026-11-29T11:20:07.123Z}, as most write it; null where it is written otherwise, or there is no such time. */
    private static @Nullable Instant usual(String text) {
        int end = text.length() - 1;
        boolean fits = end == USUAL.length() - 1 || (end > USUAL.length() && end <= USUAL.length() + DIGITS);
        if (!fits || text.charAt(end) != 'Z') {
            return null;
        }
        for (int i = 0; i < end; i++) {
            char form = i < USUAL.length() ? USUAL.charAt(i) : '0';
            char c = text.charAt(i);
            if (form == '0' ? c < '0' || c > '9' : c != form) {
                return null;
            }
        }
        int nanos = 0;
        for (int i = USUAL.length(); i < USUAL.length() + DIGITS; i++) {
            nanos = 10 * nanos + (i < end ? text.charAt(i) - '0' : 0);
        }
        try {
            return LocalDateTime.of(
                            number(text, 0, 4),
                            number(text, 5, 7),
                            number(text, 8, 10),
                            number(text, 11, 13),
                            number(text, 14, 16),
                            number(text, 17, 19),
                            nanos)
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException noSuchTime) {
            return null;
        }
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    private static @Nullable Read otherwise(String text) {
        if (text.length() > MAX_LENGTH) {
            return null;
        }
        for (Pattern form : FORMS) {
            Matcher parts = form.matcher(text);
            if (parts.matches()) {
                try {
                    return read(parts);
                } catch (DateTimeException noSuchTime) {
                    return null;
                }
            }
        }
        return null;
    }

    /** @throws DateTimeException where there is no such day, hour or zone */
    private static Read read(Matcher parts) {
        String month = parts.group("month");
        int number = Character.isDigit(month.charAt(0))
                ? Integer.parseInt(month)
                : MONTHS.indexOf(month.toLowerCase(Locale.ROOT)) + 1;
        LocalDate day =
                LocalDate.of(Integer.parseInt(parts.group("year")), number, Integer.parseInt(parts.group("day")));
        String fraction = parts.group("fraction");
        LocalDateTime local = day.atTime(
                number(parts, "hour"),
                number(parts, "minute"),
                number(parts, "second"),
                fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9)));
        ZoneId zone = zone(parts.group("zone"), parts.group("offset"), parts.group("region"));
        return new Read(local.atZone(zone == null ? ZoneOffset.UTC : zone).toInstant(), zone != null);
    }

    private static int number(Matcher parts, String group) {
        String digits = parts.group(group);
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static @Nullable ZoneId zone(@Nullable String name, @Nullable String offset, @Nullable String region) {
        Integer hours = name == null ? Integer.valueOf(0) : ZONES.get(name.toUpperCase(Locale.ROOT));
        if (hours == null || (offset != null && hours != 0)) {
            throw new DateTimeException("no zone that is known");
        }
        if (offset != null) {
            return ZoneOffset.of(offset.endsWith(":") ? offset.substring(0, offset.length() - 1) : offset);
        }
        return name != null ? ZoneOffset.ofHours(hours) : region == null ? null : ZoneId.of(region);
    }

    /** The number of digits says which: ten are seconds until the year 2286. */
    private static Instant epoch(BigDecimal number) {
        int digits = number.precision() - number.scale();
        int factor = digits <= 10 ? 1_000_000_000 : digits <= 13 ? 1_000_000 : digits <= 16 ? 1000 : 1;
        BigDecimal[] parts = number.multiply(BigDecimal.valueOf(factor)).divideAndRemainder(NANOS);
        return Instant.ofEpochSecond(parts[0].longValue(), parts[1].longValue());
    }
}
