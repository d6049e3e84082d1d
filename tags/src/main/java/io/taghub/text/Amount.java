package io.taghub.text;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads amounts as people and shops write them: {@code 49.90}, {@code 4,245.42}, {@code 4.245,42}, {@code 1 234,50},
 * {@code $49.99}. A point alone is a decimal point, as in every machine's numbers; a comma alone before three digits may
 * be either, and what may be either is not read.
 */
public final class Amount {
    private static final int MAX_LENGTH = 40;

    /** {@code 49.90} and {@code 1e3}. */
    private static final Pattern PLAIN = Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d{1,4})?");

    /** A sign, what stands for a currency before or behind, and between them digits and what parts them. */
    private static final Pattern WRITTEN = Pattern.compile(
            "([+-]?)\\s*(?:\\p{Sc}|\\p{L}{1,4}\\p{Sc}?)?\\s*([+-]?)([\\d.,'  ]*\\d)\\s*(?:\\p{Sc}|\\p{Lu}{3,4})?");

    private static final String GROUPED = "\\d{1,3}(?:%1$s\\d{2,3})*%1$s\\d{3}";
    private static final Pattern BY_SPACES = Pattern.compile(GROUPED.formatted("[ ']") + "(?:[.,]\\d+)?");
    private static final Pattern BY_COMMAS = Pattern.compile(GROUPED.formatted(",") + "(?:\\.\\d+)");
    private static final Pattern BY_POINTS = Pattern.compile(GROUPED.formatted("\\.") + "(?:,\\d+)");
    private static final Pattern MILLIONS = Pattern.compile("\\d{1,3}(?:(?:,\\d{3}){2,}|(?:\\.\\d{3}){2,})");

    /** {@code 49,99} and {@code 1234,567}; not {@code 1,234}, but {@code 0,125}. */
    private static final Pattern DECIMAL_COMMA =
            Pattern.compile("\\d*,(?:\\d{1,2}|\\d{4,})|(?:0|\\d{4,}|0\\d+),\\d{3}");

    private Amount() {}

    /** The number, or null where it is none or could be two. */
    public static @Nullable BigDecimal read(String written) {
        String text = written.strip();
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return null;
        }
        if (PLAIN.matcher(text).matches()) {
            return bounded(new BigDecimal(text));
        }
        Matcher parts = WRITTEN.matcher(
                text.replace('−', '-').replace('’', '\'').replaceAll("[\\u00a0\\u2007\\u2009\\u202f]", " "));
        if (!parts.matches() || (!parts.group(1).isEmpty() && !parts.group(2).isEmpty())) {
            return null;
        }
        String number = plain(parts.group(3).strip());
        boolean negative = (parts.group(1) + parts.group(2)).equals("-");
        return number == null ? null : bounded(new BigDecimal(negative ? "-" + number : number));
    }

    private static @Nullable String plain(String digits) {
        if (PLAIN.matcher(digits).matches()) {
            return digits;
        }
        if (BY_SPACES.matcher(digits).matches()) {
            return digits.replaceAll("[ ']", "").replace(',', '.');
        }
        if (BY_COMMAS.matcher(digits).matches()) {
            return digits.replace(",", "");
        }
        if (BY_POINTS.matcher(digits).matches()) {
            return digits.replace(".", "").replace(',', '.');
        }
        if (MILLIONS.matcher(digits).matches()) {
            return digits.replaceAll("[.,]", "");
        }
        return DECIMAL_COMMA.matcher(digits).matches() ? digits.replace(',', '.') : null;
    }

    /**
     * Guards against 1e999999, whose plain form would not fit into memory. Digits beyond the 18th decimal are the noise of
     * a sum of floating point numbers.
     */
    public static @Nullable BigDecimal bounded(BigDecimal number) {
        if ((long) number.precision() - number.scale() > 18 || number.scale() > 1100) {
            return null;
        }
        return number.scale() > 18 ? number.setScale(18, RoundingMode.HALF_UP) : number;
    }
}
