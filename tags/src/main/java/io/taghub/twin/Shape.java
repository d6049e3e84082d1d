package io.taghub.twin;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Currency;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The forms that every vendor asks for: hash, address, currency, number. */
public final class Shape {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");
    private static final Pattern IPV4 =
            Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(25[0-5]|2[0-4]\\d|1?\\d?\\d)");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]{2,39}(:(\\d{1,3}\\.){3}\\d{1,3})?");
    private static final Pattern MACRO =
            Pattern.compile("\\{\\{?[\\w.:|-]+}}?|\\$\\{[\\w.]+}|\\[\\[?[a-z_]+]]?|#[a-z_]+#");
    private static final Pattern UNESCAPED = Pattern.compile("[{}|\\\\^`]");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,15}(\\.\\d{1,10})?");
    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    private Shape() {}

    /** SHA-256 as 64 lower-case hex digits. */
    public static boolean isSha256(String text) {
        return SHA256.matcher(text).matches();
    }

    public static boolean isEmail(String text) {
        return text.length() <= 320 && EMAIL.matcher(text).matches();
    }

    public static boolean isIp(String text) {
        return IPV4.matcher(text).matches()
                || (text.contains(":") && IPV6.matcher(text).matches());
    }

    /** An ISO 4217 code in either case. */
    public static boolean isCurrency(String text) {
        return CURRENCIES.contains(text.toUpperCase(Locale.ROOT));
    }

    public static boolean isWebAddress(String text) {
        try {
            // Browsers leave these in a query as they are, and vendors take them.
            URI uri = new URI(UNESCAPED.matcher(text).replaceAll("_"));
            return uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (URISyntaxException notAnAddress) {
            return false;
        }
    }

    /** A placeholder nobody filled in, such as {@code {clickid}}. */
    public static boolean isMacro(String text) {
        return MACRO.matcher(text).matches();
    }

    public static @Nullable BigDecimal number(String text) {
        return NUMBER.matcher(text).matches() ? new BigDecimal(text) : null;
    }
}
