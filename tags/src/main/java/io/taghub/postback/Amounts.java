package io.taghub.postback;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * How amounts are written: with the decimals their currency has (ISO 4217: JPY none, KWD three, most two), rounded half
 * up. Where ISO knows no minor unit (BTC, USDT, no currency at all) no digit is dropped, and two decimals are the least.
 * An amount that is not zero is never written as zero.
 */
final class Amounts {
    /** The decimals that the currency has, and no others. */
    static final int AS_THE_CURRENCY = -1;

    private static final int USUAL = 2;

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
