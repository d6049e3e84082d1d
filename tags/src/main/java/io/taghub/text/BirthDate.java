package io.taghub.text;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads days of birth as Meta's own library does: ISO 8601 also with a time behind, year, month and day apart or together, and
 * with the year last where only one of the two others can be the month. {@code 03/04/1997} may be either and is not read.
 *
 * @see <a href="https://github.com/facebook/facebook-php-business-sdk">Meta's DOBUtils</a>
 */
public final class BirthDate {
    /** As there; who is older is nobody's customer. */
    private static final int EARLIEST = 1800;

    private static final Pattern TOGETHER = Pattern.compile("(\\d{4})(\\d{2})(\\d{2})");
    private static final Pattern YEAR_FIRST =
            Pattern.compile("(\\d{4})[-/. ](\\d{1,2})[-/. ](\\d{1,2})(?:[Tt ]\\d{2}:.*)?");
    private static final Pattern YEAR_LAST = Pattern.compile("(\\d{1,2})[-/. ] ?(\\d{1,2})[-/. ] ?(\\d{4})");

    private BirthDate() {}

    /** Null where it is no day anybody was born on. */
    public static @Nullable LocalDate read(String written) {
        String text = written.strip();
        for (Pattern form : List.of(TOGETHER, YEAR_FIRST)) {
            Matcher parts = form.matcher(text);
            if (parts.matches()) {
                return day(number(parts, 1), number(parts, 2), number(parts, 3));
            }
        }
        Matcher parts = YEAR_LAST.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        int one = number(parts, 1);
        int other = number(parts, 2);
        boolean either = one <= 12 && other <= 12 && one != other;
        return either ? null : day(number(parts, 3), Math.min(one, other), Math.max(one, other));
    }

    private static int number(Matcher parts, int group) {
        return Integer.parseInt(parts.group(group));
    }

    private static @Nullable LocalDate day(int year, int month, int day) {
        try {
            return year < EARLIEST ? null : LocalDate.of(year, month, day);
        } catch (DateTimeException noSuchDay) {
            return null;
        }
    }
}
