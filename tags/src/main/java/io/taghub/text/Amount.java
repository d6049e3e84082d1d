package io.taghub.text;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads amounts as people and shops write them: {@code 49.90}, {@code 4,245.42}, {@code 4.245,42}, {@code 1 234,50},
 * {@code $49.99}. A point alone is a decimal point, as in every machine's numbers; a comma alone before three digits may
 * be either, and what may be either is not read. A currency without a minor unit has no decimal point at all.
 */
public final class Amount {
    private static final int MAX_LENGTH = 40;
    /** {@code 49.90} and {@code 1e3}. */
    private static final Pattern PLAIN = Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d{1,4})?");

    /** Digits and what parts them, with the dash that stands for no cents; before and behind them is a currency or nothing. */
    private static final Pattern WRITTEN = Pattern.compile(
            "([^\\d]*?)((?:(?<![\\p{L}\\p{M}])[.,])?\\d(?:[\\d.,' ]*\\d)?)([.,] ?[-–—]{1,2})?([^\\d]*)");

    /** {@code 15.990}, {@code 10,000}: thousands where there is nothing smaller than one. */
    private static final Pattern THOUSANDS = Pattern.compile("\\d{1,3}(?:[.,]\\d{3})+");

    private static final Pattern DOUBTFUL = Pattern.compile("[1-9]\\d{0,2}\\.\\d{3}");

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
        return read(written, 2);
    }

    /** @param decimals of the currency */
    public static @Nullable BigDecimal read(String written, int decimals) {
        String text = plainly(written);
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return null;
        }
        boolean whole = decimals == 0 && THOUSANDS.matcher(text).matches();
        if (!whole && PLAIN.matcher(text).matches()) {
            return bounded(new BigDecimal(text));
        }
        Parts parts = parts(text);
        if (parts == null) {
            return null;
        }
        // With a currency beside it a person wrote it, and in many countries they part thousands by a point.
        if (decimals == 2 && parts.worded && DOUBTFUL.matcher(parts.number).matches()) {
            return null;
        }
        String number = decimals == 0 && THOUSANDS.matcher(parts.number).matches()
                ? parts.number.replaceAll("[.,]", "")
                : plain(parts.number);
        return number == null ? null : bounded(new BigDecimal(parts.negative ? "-" + number : number));
    }

    /**
     * @param worded whether one stands beside the number
     * @param currency as {@link CurrencyWords#meaning}, null where none does
     */
    private record Parts(
            boolean negative,
            String number,
            boolean worded,
            @Nullable String currency) {}

    /** Null where something else than a currency stands beside the number. */
    private static @Nullable Parts parts(String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            return null;
        }
        String before = written.group(1).strip();
        boolean negative = before.startsWith("-") || before.endsWith("-");
        boolean signed = negative || before.startsWith("+") || before.endsWith("+");
        if (signed) {
            before = (before.startsWith("-") || before.startsWith("+")
                            ? before.substring(1)
                            : before.substring(0, before.length() - 1))
                    .strip();
        }
        String dash = written.group(3);
        String number = written.group(2) + (dash == null ? "" : dash.charAt(0) + "00");
        String one = before.isEmpty() ? null : CurrencyWords.meaning(before);
        String behind = written.group(4).strip();
        String other = behind.isEmpty() ? null : CurrencyWords.meaning(behind);
        boolean strange = (one == null && !before.isEmpty()) || (other == null && !behind.isEmpty());
        if (strange || (isOne(one) && isOne(other) && !Objects.equals(one, other))) {
            return null;
        }
        return new Parts(negative, number, one != null || other != null, isOne(one) || other == null ? one : other);
    }

    private static boolean isOne(@Nullable String currency) {
        return currency != null && !currency.equals(CurrencyWords.ANY);
    }

    /** With the digits and the marks of ASCII. */
    private static String plainly(String written) {
        String text = written.strip();
        if (text.chars().allMatch(c -> c < 128)) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            int digit = Character.digit(c, 10);
            switch (c) {
                case '−' -> plain.append('-');
                case '’' -> plain.append('\'');
                case '٫' -> plain.append('.');
                case '٬', '،' -> plain.append(',');
                case '\u00a0', '\u2007', '\u2009', '\u202f' -> plain.append(' ');
                default -> plain.appendCodePoint(digit < 0 ? c : '0' + digit);
            }
        });
        return plain.toString().strip();
    }

    /** A number as it is, a text as {@link #read(String, int)}; null of anything else. */
    public static @Nullable BigDecimal of(@Nullable Object value, int decimals) {
        return switch (value) {
            case BigDecimal number -> number;
            case Long number -> BigDecimal.valueOf(number);
            case String text -> read(text, decimals);
            case null, default -> null;
        };
    }

    /** Whether what is read as 1.234 may have been meant as 1234: nobody has a tenth of a cent. */
    public static boolean isDoubtful(String written, int decimals) {
        Parts parts = decimals == 2 ? parts(plainly(written)) : null;
        return parts != null && DOUBTFUL.matcher(parts.number).matches();
    }

    /** The currency that stands beside the number, null where none does or it may be another's as well. */
    public static @Nullable String currency(String written) {
        Parts parts = written.length() > MAX_LENGTH ? null : parts(plainly(written));
        return parts == null || !isOne(parts.currency) ? null : parts.currency;
    }

    /** Whether it is the code of a currency of ISO 4217. */
    public static boolean isIso(String currency) {
        return CurrencyWords.isIso(currency);
    }

    /** Whether it is that, or the code of a coin. */
    public static boolean isCurrency(String code) {
        return CurrencyWords.isKnown(code);
    }

    /** The code of a currency named in another way, by its sign, its word or ISO's number: {@code €}, {@code RMB}, {@code 978}. */
    public static @Nullable String code(String currency) {
        return CurrencyWords.code(currency);
    }

    /** How many decimals amounts of it have, 2 where it is not known. */
    public static int decimals(@Nullable String currency) {
        return currency != null && isIso(currency)
                ? Currency.getInstance(currency).getDefaultFractionDigits()
                : 2;
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
