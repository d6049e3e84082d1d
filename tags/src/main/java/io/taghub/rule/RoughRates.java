package io.taghub.rule;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds rates that are upside down or mistyped. Knows what currencies are worth as nearly as that takes, and for nothing else. */
final class RoughRates {
    /** So far a rate goes in some years. */
    private static final double FAR = 3;

    /** Of a currency that may lose as much in one. */
    private static final double FARTHER = 12;

    /** Further than a rate goes that is nearly its own reverse, 0.92 and 1.09. */
    private static final double AWAY = 1.3;

    private static final double NEAR = 1.15;

    /** How many of it are about one euro. */
    private static final Map<String, Double> STEADY = table(
            "EUR 1 USD 1.1 GBP 0.86 CHF 0.95 JPY 160 AUD 1.7 CAD 1.5 NZD 1.85 SEK 11.2 NOK 11.6 DKK 7.46 ISK 148 PLN 4.3"
                    + " CZK 25 HUF 395 RON 5 BGN 1.96 RSD 117 UAH 46 GEL 3 KZT 540 CNY 7.9 HKD 8.6 TWD 35 KRW 1500 SGD 1.45"
                    + " MYR 4.8 THB 38 IDR 17800 PHP 63 VND 28000 INR 95 PKR 305 BDT 130 LKR 330 NPR 150 ILS 4 AED 4 SAR 4.1"
                    + " QAR 4 KWD 0.34 BHD 0.41 OMR 0.42 JOD 0.78 MAD 10.8 TND 3.4 ZAR 20 KES 142 GHS 15 TZS 2850 UGX 4100"
                    + " XOF 656 XAF 656 MXN 21 BRL 6.1 CLP 1030 COP 4500 PEN 4.1 UYU 45 PYG 8200 BOB 7.6 CRC 560 DOP 66"
                    + " GTQ 8.5 AZN 1.87 AMD 430 MDL 19.5 UZS 13800 BYN 3.6 MKD 61.5 ALL 99 BAM 1.96 USDT 1.1 USDC 1.1");

    private static final Map<String, Double> UNSTEADY = table("RUB 95 TRY 45 NGN 1700 EGP 54 ARS 1500");

    private RoughRates() {}

    private static Map<String, Double> table(String written) {
        String[] words = written.split(" ");
        Map<String, Double> table = new HashMap<>();
        for (int i = 0; i < words.length; i += 2) {
            table.put(words[i], Double.valueOf(words[i + 1]));
        }
        return Map.copyOf(table);
    }

    /** What is odd about a rate, one {@code code} in {@code to}; null where nothing is, or nothing is known. */
    static @Nullable String doubt(String code, BigDecimal rate, String to) {
        Double one = one(code);
        Double other = one(to);
        if (one == null || other == null) {
            return null;
        }
        double usual = other / one;
        double written = rate.doubleValue();
        double far = UNSTEADY.containsKey(code) || UNSTEADY.containsKey(to) ? FARTHER : FAR;
        boolean turned = away(written, 1 / usual) <= NEAR && away(written, usual) > AWAY;
        if (!turned && away(written, usual) <= far) {
            return null;
        }
        // Where its own reverse is nearer, that is what was meant.
        boolean reverse = away(1 / written, usual) < away(written, usual) && away(1 / written, usual) <= far;
        BigDecimal right = reverse
                ? BigDecimal.ONE.divide(rate, new MathContext(2))
                : new BigDecimal(usual).round(new MathContext(2));
        return "this says that one " + code + " is " + rate.toPlainString() + " " + to
                + "; a rate is what one of it is in "
                + to + ", " + (reverse ? "" : "and this one looks mistyped, about ")
                + right.stripTrailingZeros().toPlainString();
    }

    private static @Nullable Double one(String code) {
        return STEADY.getOrDefault(code, UNSTEADY.get(code));
    }

    /** By which factor one of them is more than the other. */
    private static double away(double one, double other) {
        return Math.max(one / other, other / one);
    }
}
