package io.taghub.text;

import static java.util.Map.entry;

import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What stands for a currency beside an amount: a code, a sign, the word of the country. */
final class CurrencyWords {
    /** Of a word that several countries have: {@code kr}, {@code Rs.}, {@code $}. */
    static final String ANY = "";

    /** Without what the standard lists beside currencies, which has no minor unit: metals, units of account, "none". */
    private static final Set<String> CODES = Currency.getAvailableCurrencies().stream()
            .filter(currency -> currency.getDefaultFractionDigits() >= 0)
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    /** Coins are paid with too; ad platforms know none of them. */
    private static final Set<String> COINS =
            Set.of(("BTC XBT ETH USDT USDC LTC XRP TRX BNB SOL DOGE BCH ADA DOT XMR TON SHIB"
                            + " DAI BUSD TUSD MATIC POL AVAX LINK XLM EOS DASH ZEC ETC")
                    .split(" "));

    /** Codes that are English words; in small letters they are taken for these. */
    private static final Set<String> ENGLISH =
            Set.of("all", "bob", "cup", "gel", "mad", "mop", "pen", "sos", "top", "try");

    /** As written only: in small letters they are something else, a unit or an article. */
    private static final Map<String, String> EXACT =
            Map.of("Ft", "HUF", "KM", "BAM", "LE", "EGP", "RM", "MYR", "SR", "SAR", "R", ANY, "Bs", ANY, "Gs", "PYG");

    private static final Map<String, String> WORDS = Map.ofEntries(
            entry("€", "EUR"),
            entry("euro", "EUR"),
            entry("euros", "EUR"),
            entry("ευρώ", "EUR"),
            entry("евро", "EUR"),
            entry("£", "GBP"),
            entry("₹", "INR"),
            entry("₽", "RUB"),
            entry("руб", "RUB"),
            entry("р", "RUB"),
            entry("₺", "TRY"),
            entry("tl", "TRY"),
            entry("₴", "UAH"),
            entry("грн", "UAH"),
            entry("₩", "KRW"),
            entry("￦", "KRW"),
            entry("￡", "GBP"),
            entry("원", "KRW"),
            entry("₫", "VND"),
            entry("đ", "VND"),
            entry("vnđ", "VND"),
            entry("₪", "ILS"),
            entry("nis", "ILS"),
            entry("฿", "THB"),
            entry("บาท", "THB"),
            entry("₱", "PHP"),
            entry("₦", "NGN"),
            entry("₸", "KZT"),
            entry("тг", "KZT"),
            entry("₾", "GEL"),
            entry("₼", "AZN"),
            entry("₡", "CRC"),
            entry("₲", "PYG"),
            entry("৳", "BDT"),
            entry("dollar", ANY),
            entry("dollars", ANY),
            entry("pound", ANY),
            entry("pounds", ANY),
            entry("pesos", ANY),
            entry("rupees", ANY),
            entry("kroner", ANY),
            entry("kronor", "SEK"),
            entry("zloty", "PLN"),
            entry("złotych", "PLN"),
            entry("forint", "HUF"),
            entry("reais", "BRL"),
            entry("yen", "JPY"),
            entry("円", "JPY"),
            entry("元", "CNY"),
            entry("rmb", "CNY"),
            entry("r$", "BRL"),
            entry("us$", "USD"),
            entry("a$", "AUD"),
            entry("au$", "AUD"),
            entry("c$", ANY),
            entry("ca$", "CAD"),
            entry("cdn$", "CAD"),
            entry("nz$", "NZD"),
            entry("hk$", "HKD"),
            entry("nt$", "TWD"),
            entry("s$", "SGD"),
            entry("mx$", "MXN"),
            entry("cl$", "CLP"),
            entry("zł", "PLN"),
            entry("zl", "PLN"),
            entry("kč", "CZK"),
            entry("kc", "CZK"),
            entry("лв", "BGN"),
            entry("lv", "BGN"),
            entry("лева", "BGN"),
            entry("дин", ANY),
            entry("din", ANY),
            entry("ден", "MKD"),
            entry("lei", ANY),
            entry("leu", ANY),
            entry("kr", ANY),
            entry("fr", ANY),
            entry("sfr", "CHF"),
            entry("rs", ANY),
            entry("rp", "IDR"),
            entry("s/", "PEN"),
            entry("ksh", "KES"),
            entry("br", ANY),
            entry("dh", ANY),
            entry("dhs", ANY),
            entry("دإ", "AED"),
            entry("رس", "SAR"),
            entry("جم", "EGP"),
            entry("دك", "KWD"),
            entry("دب", "BHD"),
            entry("رق", "QAR"),
            entry("رع", "OMR"),
            entry("دأ", "JOD"),
            entry("دا", "JOD"),
            entry("دم", "MAD"),
            entry("دج", "DZD"),
            entry("دت", "TND"));

    /** Blanks, the points of abbreviations, and the marks that Arabic comes with. */
    private static final Pattern AROUND = Pattern.compile("[\\s\\p{Cf}.]");

    private static final Pattern SIGN = Pattern.compile("\\p{Sc}");
    private static final Pattern CODE = Pattern.compile("[A-Z]{3}|[a-z]{3}");
    private static final Pattern NUMERIC = Pattern.compile("\\d{3}");

    private CurrencyWords() {}

    static boolean isIso(String code) {
        return CODES.contains(code);
    }

    static boolean isKnown(String code) {
        return CODES.contains(code) || COINS.contains(code);
    }

    /** The currency's code, {@link #ANY} of what may be several, null where it is no currency. */
    static @Nullable String meaning(String written) {
        String word = AROUND.matcher(written).replaceAll("");
        String exact = EXACT.get(word);
        if (exact != null) {
            return exact;
        }
        String known = WORDS.get(word.toLowerCase(Locale.ROOT));
        if (known != null || word.isEmpty()) {
            return known;
        }
        // "USD$" and "$ USD", where the sign adds nothing.
        String bare = SIGN.matcher(word).replaceAll("");
        if (bare.isEmpty()) {
            return ANY;
        }
        String code = bare.toUpperCase(Locale.ROOT);
        boolean asCode = CODE.matcher(bare).matches() && !ENGLISH.contains(bare);
        return (asCode && CODES.contains(code)) || COINS.contains(bare) ? code : null;
    }

    /** The code of a currency that was named by a sign, a word or the standard's number; null where it is none. */
    static @Nullable String code(String written) {
        String word = written.strip();
        if (NUMERIC.matcher(word).matches()) {
            return Currency.getAvailableCurrencies().stream()
                    .filter(currency -> currency.getNumericCode() == Integer.parseInt(word))
                    .map(Currency::getCurrencyCode)
                    .filter(CODES::contains)
                    .max(String::compareTo)
                    .orElse(null);
        }
        String code = word.toUpperCase(Locale.ROOT);
        String meaning = isKnown(code) ? code : meaning(word);
        return meaning == null || meaning.equals(ANY) ? null : meaning;
    }
}
