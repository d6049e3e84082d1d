package io.taghub.postback;

import io.taghub.postback.encode.Percent;
import io.taghub.text.Amount;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How amounts are written: with the decimals their currency has (ISO 4217: JPY none, KWD three, most two), rounded half
 * up. Where ISO knows no minor unit (BTC, USDT, no currency at all) no digit is dropped, and two decimals are the least.
 * An amount that is not zero is never written as zero. And in which currency a request says that they are.
 */
final class Amounts {
    /** The decimals that the currency has, and no others. */
    static final int AS_THE_CURRENCY = -1;

    private static final int USUAL = 2;

    /** {@code currency}, {@code cur}, {@code ccy}, {@code cr}, {@code currency_code}, {@code priceCurrency}. */
    private static final Pattern CURRENCY = Pattern.compile("(?i).*curr.*|.*ccy.*|(.*[^a-z])?(cr|cur)([^a-z].*)?");

    /** Codes of currencies that are words as well. */
    private static final Set<String> WORDS = Set.of(
            "ALL", "AMD", "ANG", "BAM", "BOB", "COP", "CUP", "GEL", "LAK", "MAD", "MOP", "PEN", "RON", "SOS", "TOP",
            "TRY");

    private Amounts() {}

    /**
     * @param decimals {@link #AS_THE_CURRENCY}, or what the operator wrote: 0 and 1 round an ISO currency to that; 2 and
     *     more are the least, and a currency that has more keeps them
     */
    static BigDecimal rounded(BigDecimal amount, @Nullable String currency, int decimals) {
        int minorUnit = minorUnit(currency);
        int exact = amount.stripTrailingZeros().scale();
        int scale;
        if (minorUnit < 0) {
            scale = Math.max(Math.max(USUAL, exact), decimals);
        } else if (decimals == AS_THE_CURRENCY) {
            scale = minorUnit;
        } else {
            scale = decimals < USUAL ? decimals : Math.max(decimals, minorUnit);
        }
        BigDecimal rounded = amount.setScale(scale, RoundingMode.HALF_UP);
        return rounded.signum() == 0 && amount.signum() != 0 ? amount.setScale(exact) : rounded;
    }

    /** Whole minor units, hundredths where ISO does not know the currency; null where the amount is not to be had in them. */
    static @Nullable BigDecimal minorUnits(BigDecimal amount, @Nullable String currency) {
        Currency known = known(currency);
        BigDecimal exact = amount.movePointRight(known == null ? USUAL : Math.max(0, known.getDefaultFractionDigits()));
        BigDecimal rounded = exact.setScale(0, RoundingMode.HALF_UP);
        boolean lost = known == null ? rounded.compareTo(exact) != 0 : rounded.signum() == 0 && amount.signum() != 0;
        return lost ? null : rounded;
    }

    /**
     * The currencies that a request names whatever the event's is: {@code currency=USD}, {@code sum=USD{{ value }}},
     * {@code amount_usd={{ value }}}, {@code /USD/{{ value }}}. None where it sends no value, or the event's currency as well.
     *
     * @param scope what the request reads, and the tag's own settings, whose values may be meant as well
     */
    static Set<String> writtenOut(RequestTemplate request, Scope scope) {
        Set<String> found = new TreeSet<>();
        if (request.reads("value") && !request.reads("currency")) {
            request.path().forEach(segment -> {
                String text = segment.fixed(scope);
                if (text != null && isCode(text) && !WORDS.contains(text)) {
                    found.add(text);
                }
            });
            request.query().forEach((name, template) -> named(name, template, scope, found));
            request.headers().forEach((name, template) -> named(name, template, scope, found));
            if (request.body() != null) {
                named("", request.body(), scope, found);
            }
        }
        return found;
    }

    private static void named(String name, @Nullable Object node, Scope scope, Set<String> found) {
        switch (node) {
            case Map<?, ?> map -> map.forEach((key, value) -> named(String.valueOf(key), value, scope, found));
            case List<?> list -> list.forEach(value -> named(name, value, scope, found));
            case RequestTemplate.Loop(Object of) -> named(name, of, scope, found);
            case Template template -> named(name, template, scope, found);
            case null, default -> {}
        }
    }

    private static void named(String name, Template template, Scope scope, Set<String> found) {
        String fixed = template.fixed(scope);
        if (fixed != null && CURRENCY.matcher(name).matches()) {
            String code = Amount.code(fixed);
            if (code != null) {
                found.add(code);
            }
        } else if (template.reads("value")) {
            template.parts().forEach(part -> {
                String text = part instanceof Template.Part.Text(String written) ? Percent.decode(written) : "";
                String beside = text.replaceAll("[^\\p{L}\\p{Sc}]", "");
                String code = isCode(beside) ? beside : beside.length() == 1 ? Amount.code(beside) : null;
                if (code != null) {
                    found.add(code);
                }
            });
            for (String word : name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").split("[^A-Za-z]+")) {
                String code = word.toUpperCase(Locale.ROOT);
                if (isCode(code) && !WORDS.contains(code)) {
                    found.add(code);
                }
            }
        }
    }

    private static boolean isCode(String text) {
        return text.length() >= 3 && text.equals(text.toUpperCase(Locale.ROOT)) && Amount.isCurrency(text);
    }

    /** Negative where ISO 4217 knows none: no currency, a coin, gold. */
    private static int minorUnit(@Nullable String currency) {
        Currency known = known(currency);
        return known == null ? AS_THE_CURRENCY : known.getDefaultFractionDigits();
    }

    private static @Nullable Currency known(@Nullable String currency) {
        try {
            return currency == null ? null : Currency.getInstance(currency);
        } catch (IllegalArgumentException unknown) {
            return null;
        }
    }
}
