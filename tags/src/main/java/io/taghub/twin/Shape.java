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
    private static final Pattern GUID = Pattern.compile("(?i)\\{[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}}");

    /** A name between marks, and the text of an instruction. */
    private static final Pattern MACRO = Pattern.compile(
            "(?i)\\$?\\{{1,2}\\s*[$%#!@]?[\\w.:| ()-]*[%#!]?\\s*}{1,2}"
                    + "|\\[{1,2}[a-z_][\\w.: -]*]{1,2}|#{1,2}[a-z_]\\w*(\\([\\w, ]*\\))?#{1,2}|%{1,2}[a-z_]\\w*%{1,2}"
                    + "|__[a-z]+(_[a-z0-9]+)*__|<{1,2}\\s*[a-z][\\w .:-]*>{1,2}|<[%?].*[%?]>|([@$^])[a-z_]\\w*\\2"
                    + "|(your|insert|replace|enter|put|add)(_(your|the|my))?_?([a-z]+_){0,3}(id|click|clickid|value|here|this|token)");

    private static final Pattern NOTHING =
            Pattern.compile("(?i)undefined|null|none|nil|nan|n/a|\\(?not[ _]set\\)?|\\[object object]");

    /** A UUID as devices' advertising ids are; with nothing but zeros nobody's. */
    private static final Pattern UUID = Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private static final Pattern UNESCAPED = Pattern.compile("[{}|\\\\^`]");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,15}(\\.\\d{1,10})?");
    private static final Pattern SUBDIVISION = Pattern.compile("[A-Z]{2}-[A-Z0-9]{1,3}");
    private static final Pattern AREA = Pattern.compile("\\d{3}");
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
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

    /** The same in upper case, as vendors ask for it. */
    public static boolean isCurrencyCode(String text) {
        return CURRENCIES.contains(text);
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

    /** A placeholder nobody filled in, such as {@code {clickid}}, {@code __CLICKID__} or {@code YOUR_CLICK_ID}. */
    public static boolean isMacro(String text) {
        String whole = text.strip();
        return MACRO.matcher(whole).matches() && !GUID.matcher(whole).matches();
    }

    /** The same, or a program's word for nothing: {@code undefined}. */
    public static boolean isUnfilled(String text) {
        return isMacro(text) || NOTHING.matcher(text.strip()).matches();
    }

    /** An advertising id as a phone has it. */
    public static boolean isDeviceId(String text) {
        return UUID.matcher(text).matches();
    }

    /** An ISO 3166-1 code of two letters, in upper case. */
    public static boolean isCountry(String text) {
        return COUNTRIES.contains(text);
    }

    /** An ISO 3166-2 code such as {@code US-CA}. */
    public static boolean isSubdivision(String text) {
        return SUBDIVISION.matcher(text).matches() && isCountry(text.substring(0, 2));
    }

    /** A UN M49 code of a continent or a part of one: three digits. */
    public static boolean isArea(String text) {
        return AREA.matcher(text).matches();
    }

    public static @Nullable BigDecimal number(String text) {
        return NUMBER.matcher(text).matches() ? new BigDecimal(text) : null;
    }
}
