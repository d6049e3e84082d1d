package io.taghub.text;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads amounts as people and shops write them: {@code 49.90}, {@code 4,245.42}, {@code 4.245,42}, {@code 1 234,50},
 * {@code $49.99}. A point alone is a decimal point, as in every machine's numbers; a comma alone before three digits may
 * be either, and what may be either is not read. A currency without a minor unit has no decimal point at all.
 */
public final class Amount {
    private static final int MAX_LENGTH = 40;
    /** Without what the standard lists beside currencies, which has no minor unit: metals, units of account, "none". */
    private static final Set<String> CODES = Currency.getAvailableCurrencies().stream()
            .filter(currency -> currency.getDefaultFractionDigits() >= 0)
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    /** {@code 49.90} and {@code 1e3}. */
    private static final Pattern PLAIN = Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d{1,4})?");

    /** A sign, what stands for a currency before or behind, and between them digits and what parts them. */
    private static final Pattern WRITTEN = Pattern.compile(
            "([+-]?)\\s*(?:\\p{Sc}|\\p{L}{1,4}\\p{Sc}?)?\\s*([+-]?)([\\d.,'  ]*\\d)\\s*(?:\\p{Sc}|\\p{Lu}{3,4})?");

    /** {@code 15.990}, {@code 10,000}: thousands where there is nothing smaller than one. */
    private static final Pattern THOUSANDS = Pattern.compile("\\d{1,3}(?:[.,]\\d{3})+");

    private static final Pattern DOUBTFUL = Pattern.compile("\\D*[1-9]\\d{0,2}\\.\\d{3}\\D*");
    private static final Pattern CODE = Pattern.compile("(?<![A-Za-z])[A-Za-z]{3}(?![A-Za-z])");

    /** Those that mean one currency only; a dollar sign does not. */
    private static final Map<String, String> SIGNS = Map.ofEntries(
            Map.entry("€", "EUR"),
            Map.entry("£", "GBP"),
            Map.entry("₹", "INR"),
            Map.entry("₽", "RUB"),
            Map.entry("₺", "TRY"),
            Map.entry("₴", "UAH"),
            Map.entry("₩", "KRW"),
            Map.entry("₫", "VND"),
            Map.entry("₪", "ILS"),
            Map.entry("฿", "THB"),
            Map.entry("₱", "PHP"),
            Map.entry("₦", "NGN"),
            Map.entry("R$", "BRL"),
            Map.entry("US$", "USD"),
            Map.entry("zł", "PLN"));

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
        String text = written.strip();
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return null;
        }
        if (decimals == 0) {
            String bare = text.replaceAll("[^\\d.,]", "");
            if (THOUSANDS.matcher(bare).matches()) {
                text = text.replace(bare, bare.replaceAll("[.,]", ""));
            }
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
        return decimals == 2 && DOUBTFUL.matcher(written.strip()).matches();
    }

    /** The currency that stands beside the number, null where none does or it may be another's as well. */
    public static @Nullable String currency(String written) {
        for (Map.Entry<String, String> sign : SIGNS.entrySet()) {
            if (written.contains(sign.getKey())) {
                return sign.getValue();
            }
        }
        Matcher code = CODE.matcher(written);
        String word = code.find() ? code.group().toUpperCase(Locale.ROOT) : "";
        return isIso(word) ? word : null;
    }

    /** Whether it is the code of a currency of ISO 4217. */
    public static boolean isIso(String currency) {
        return CODES.contains(currency);
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
