package io.taghub.report;

import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a column of times as exports write them; whether the day or the month comes first is so for the whole column. */
final class PartnerTime {
    private static final String CLOCK = "(?:[T ,]+(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,]\\d+)?)?\\s*([AaPp][Mm])?\\s*"
            + "\\(?(Z|[+-]\\d{2}:?\\d{2}|[A-Za-z][A-Za-z_/+-]{1,40})?\\)?)?";
    private static final Pattern YEAR_FIRST =
            Pattern.compile("(\\d{4})(?:[-/.年]|\\. |년 ?)(\\d{1,2})(?:[-/.月]|\\. |월 ?)(\\d{1,2})(?:日|일|\\.)?" + CLOCK);
    private static final Pattern YEAR_LAST = Pattern.compile("(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4}|\\d{2})" + CLOCK);
    private static final Pattern DAY_NAMED = Pattern.compile(
            "(?:\\p{L}+\\.?,? )?(\\d{1,2})\\.?(?:st|nd|rd|th)?(?: de)?[ /-](\\p{L}+)\\.?,?(?: de)?[ /-](\\d{4}|\\d{2})"
                    + CLOCK);
    private static final Pattern MONTH_NAMED =
            Pattern.compile("(?:\\p{L}+\\.?,? )?(\\p{L}+)\\.? (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})" + CLOCK);
    private static final Pattern NUMBER = Pattern.compile("\\d{10}|\\d{13}");
    private static final Pattern COMPACT = Pattern.compile("(\\d{4})(\\d{2})(\\d{2})");

    /** Days since 30 December 1899, as spreadsheets keep them. */
    private static final Pattern SERIAL = Pattern.compile("([2-7]\\d{4})(?:[.,](\\d{1,15}))?");

    private static final LocalDate SERIAL_ZERO = LocalDate.of(1899, 12, 30);

    /** How their names begin in the main languages, without accents. */
    private static final List<Pattern> MONTHS = Stream.of(
                    "jan|gen|ene|stycz|янв",
                    "feb|fev|lut|фев",
                    "mar|mrt|mrz|maer|мар",
                    "apr|avr|abr|kwi|апр",
                    "may|mai|mag|mei|maj|мая|маи",
                    "jun|juin|giu|cze|июн",
                    "jul|juil|lug|lip|июл",
                    "aug|aou|ago|sie|авг",
                    "sep|set|wrz|сен",
                    "oct|okt|ott|out|paz|окт",
                    "nov|lis|ноя",
                    "dec|dez|dic|des|gru|дек")
            .map(Pattern::compile)
            .toList();

    private final boolean dayFirst;

    /**
     * When something happened.
     *
     * @param time null where only the day is known
     * @param instant null where it does not say in which time zone
     */
    record When(
            LocalDate day,
            @Nullable LocalDateTime time,
            @Nullable Instant instant) {}

    private PartnerTime(boolean dayFirst) {
        this.dayFirst = dayFirst;
    }

    /**
     * @param order {@code dmy} or {@code mdy}, null where the column has to tell
     * @throws IllegalArgumentException with a sentence for people where it does not
     */
    static PartnerTime of(Collection<String> column, @Nullable String order) {
        if (order != null) {
            return new PartnerTime(order.equals("dmy"));
        }
        boolean dayFirst = false;
        boolean monthFirst = false;
        String doubtful = null;
        for (String written : column) {
            Matcher last = YEAR_LAST.matcher(written);
            if (last.matches() && last.group(2).equals("/")) {
                dayFirst |= Integer.parseInt(last.group(1)) > 12;
                monthFirst |= Integer.parseInt(last.group(3)) > 12;
                doubtful = doubtful == null && !last.group(1).equals(last.group(3)) ? written : doubtful;
            }
        }
        if (doubtful != null && dayFirst == monthFirst) {
            throw new IllegalArgumentException(
                    "days such as '" + doubtful
                            + "' may have the day or the month first, and the file does not tell; say dates=dmy or dates=mdy (--dates)");
        }
        return new PartnerTime(!monthFirst);
    }

    /** Null where it is no time. */
    @Nullable
    When read(String written) {
        try {
            if (NUMBER.matcher(written).matches()) {
                long number = Long.parseLong(written);
                Instant instant = written.length() == 10 ? Instant.ofEpochSecond(number) : Instant.ofEpochMilli(number);
                LocalDateTime time = LocalDateTime.ofInstant(instant, ZoneId.of("UTC"));
                return new When(time.toLocalDate(), time, instant);
            }
            Matcher first = YEAR_FIRST.matcher(written);
            if (first.matches()) {
                return moment(day(first.group(1), first.group(2), first.group(3)), first, 4);
            }
            Matcher last = YEAR_LAST.matcher(written);
            if (last.matches()) {
                boolean european = dayFirst || !last.group(2).equals("/");
                return moment(
                        day(year(last.group(4)), last.group(european ? 3 : 1), last.group(european ? 1 : 3)), last, 5);
            }
            Matcher named = DAY_NAMED.matcher(written);
            if (named.matches()) {
                return moment(named(named.group(3), named.group(2), named.group(1)), named, 4);
            }
            named = MONTH_NAMED.matcher(written);
            if (named.matches()) {
                return moment(named(named.group(3), named.group(1), named.group(2)), named, 4);
            }
            Matcher compact = COMPACT.matcher(written);
            if (compact.matches()) {
                return new When(day(compact.group(1), compact.group(2), compact.group(3)), null, null);
            }
            Matcher serial = SERIAL.matcher(written);
            return serial.matches() ? serial(serial.group(1), serial.group(2)) : null;
        } catch (DateTimeException noSuchDay) {
            return null;
        }
    }

    private static LocalDate day(String year, String month, String day) {
        return LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day));
    }

    private static LocalDate named(String year, String month, String day) {
        String name = Normalizer.normalize(month.toLowerCase(Locale.ROOT), Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "");
        for (int i = 0; i < MONTHS.size(); i++) {
            if (MONTHS.get(i).matcher(name).lookingAt()) {
                return day(year(year), String.valueOf(i + 1), day);
            }
        }
        throw new DateTimeException("no month");
    }

    private static String year(String written) {
        return written.length() == 2 ? "20" + written : written;
    }

    private static When serial(String days, @Nullable String fraction) {
        LocalDate day = SERIAL_ZERO.plusDays(Long.parseLong(days));
        if (fraction == null || fraction.matches("0+")) {
            return new When(day, null, null);
        }
        long seconds = Math.round(Double.parseDouble("0." + fraction) * 86_400);
        LocalDateTime time = day.atStartOfDay().plusSeconds(seconds);
        return new When(time.toLocalDate(), time, null);
    }

    /** @param at the group of the hour */
    private static When moment(LocalDate day, Matcher found, int at) {
        if (found.group(at) == null) {
            return new When(day, null, null);
        }
        int hour = Integer.parseInt(found.group(at));
        String half = found.group(at + 3);
        if (half != null) {
            hour = hour % 12 + (half.toLowerCase(Locale.ROOT).equals("pm") ? 12 : 0);
        }
        String seconds = found.group(at + 2);
        LocalDateTime time = day.atTime(LocalTime.of(
                hour, Integer.parseInt(found.group(at + 1)), seconds == null ? 0 : Integer.parseInt(seconds)));
        String zone = found.group(at + 4);
        return new When(day, time, zone == null ? null : instant(time, zone));
    }

    private static @Nullable Instant instant(LocalDateTime time, String zone) {
        try {
            return time.atZone(ZoneId.of(zone, ZoneId.SHORT_IDS)).toInstant();
        } catch (DateTimeException unknown) {
            return null;
        }
    }
}
