package io.taghub.personal;

import io.taghub.tag.Identifiers;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.ToIntBiFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is personal by its form, wherever in a text it stands: e-mail addresses, phone numbers written internationally,
 * as in America or with a zero and gaps ({@code 0151 23456789}), IBANs and card numbers by their check digits, social security numbers, IP addresses, pairs of coordinates. Digits alone are
 * none of these but for a card's, or every order number would be.
 */
final class PersonalForms {
    /** One of the forms. */
    enum Look {
        EMAIL,
        IBAN,
        CARD,
        SSN,
        PHONE,
        IP,
        POSITION;

        /** Whether digits alone make it, so that a number that is none might be taken for one. */
        boolean numeric() {
            return this != EMAIL && this != IBAN;
        }
    }

    /** Also with the @ escaped, as it stands in addresses, in HTML and in JSON, and wide. */
    private static final Pattern EMAIL = Pattern.compile(
            "[\\p{L}\\p{N}._+%-]{0,63}?[\\p{L}\\p{N}_+-](?:[@\uff20\ufe6b]|%40|&(?:#0*64|#[xX]0*40|commat);|\\\\u0040)"
                    + "[\\p{L}\\p{N}-]{1,63}(?:\\.[\\p{L}\\p{N}-]{1,63}){1,4}");

    /** {@code logo@2x.png} and {@code pkg@1.2.3}: no domain ends so. */
    private static final Pattern FILE =
            Pattern.compile("(?i).*\\.(?:\\d+|png|jpe?g|gif|svg|webp|avif|ico|bmp|css|m?js|json|woff2?|mp4|pdf)");

    private static final Pattern IBAN = Pattern.compile("(?<![\\p{L}\\p{N}])[A-Za-z]{2}\\d{2}");
    private static final Pattern CARD = Pattern.compile("(?<![\\p{L}\\p{N}.-])[23456]\\d{3}");
    private static final Pattern SSN =
            Pattern.compile("(?<![\\p{L}\\p{N}.-])(?!000|666|9)\\d{3}-(?!00)\\d{2}-(?!0000)\\d{4}(?![\\p{L}\\p{N}-])");
    private static final Pattern PHONE = Pattern.compile(
            "(?<![\\p{L}\\p{N}+])(?:"
                    + "(?:\\+|%2[Bb])[\\s(]?\\d(?:(?:[\\s()./-]|%20){0,3}\\d){7,14}(?!\\d)"
                    + "|(?<![./:,-])(?=(?:[^\\p{L}\\d]{0,2}\\d){9,12}(?!\\d))\\(?0[1-9]\\d{0,4}\\)?[ /](?:\\d{5,9}|\\d{2,4}(?: \\d{2,5}){1,4})(?![\\p{L}\\d-]|[.,:/]\\d)"
                    + "|00[\\s(/-]{0,2}[1-9]\\d{0,2}[\\s()/-](?:[\\s()./-]{0,2}\\d){6,12}(?!\\d)"
                    + "|(?<![.-])(?:1[ .-])?(?:\\([2-9]\\d{2}\\) ?|[2-9]\\d{2}[ .-])[2-9]\\d{2}[ .-]\\d{4}(?![\\p{L}\\p{N}-]|\\.\\d))");
    /** With a place to ten metres; odds and prices have fewer decimals. */
    private static final Pattern POSITION =
            Pattern.compile("(?<![\\p{L}\\p{N}.])[-+]?(?:[0-8]?\\d|90)\\.\\d{4,}(?:\\s*[,;]\\s*|%2[Cc])[-+]?"
                    + "(?:1[0-7]\\d|180|\\d{1,2})\\.\\d{4,}(?![\\p{L}\\p{N}]|\\.\\d)");

    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";
    private static final Pattern IP4 = Pattern.compile(
            "(?<![\\p{L}\\p{N}_/.-])(?:" + OCTET + "\\.){3}" + OCTET + "(?![\\p{L}\\p{N}_-]|\\.[\\p{L}\\p{N}])");
    private static final Pattern IP6 = Pattern.compile(
            "(?<![\\p{L}\\p{N}_:.])(?=[\\p{XDigit}:]*\\d)[\\p{XDigit}:]{7,39}(?:(?<=:)(?:\\d+\\.){3}\\d+)?"
                    + "(?![\\p{L}\\p{N}_:])");

    /** How long an IBAN is, by country. */
    private static final String IBANS =
            "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20"
                    + "EG29ES24FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20"
                    + "LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19"
                    + "SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30";

    private PersonalForms() {}

    /** @param numbers whether forms of digits count too; they do not in ids, which may look like anything */
    static boolean in(String text, boolean numbers) {
        boolean[] found = {false};
        replace(text, numbers, (form, written) -> {
            found[0] = true;
            return written;
        });
        return found[0];
    }

    /** The text with another in place of each that is found. */
    static String replace(String text, boolean numbers, BiFunction<Look, String, String> other) {
        int digits = 0;
        int colons = 0;
        boolean at = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            digits += c >= '0' && c <= '9' ? 1 : 0;
            colons += c == ':' ? 1 : 0;
            at |= c == '@' || c == '\uff20' || c == '\ufe6b' || c == '\\';
        }
        String replaced = at || text.contains("%40") || text.indexOf('&') >= 0
                ? each(EMAIL, text, found -> FILE.matcher(found).matches() ? found : other.apply(Look.EMAIL, found))
                : text;
        if (digits >= 10) {
            replaced = counted(IBAN, replaced, PersonalForms::iban, found -> other.apply(Look.IBAN, found));
        }
        if (!numbers) {
            return replaced;
        }
        if (digits >= 14) {
            replaced = counted(CARD, replaced, PersonalForms::card, found -> other.apply(Look.CARD, found));
        }
        if (digits >= 10) {
            replaced = each(POSITION, replaced, found -> other.apply(Look.POSITION, found));
        }
        if (digits >= 8) {
            replaced = each(SSN, replaced, found -> other.apply(Look.SSN, found));
            replaced = each(PHONE, replaced, found -> other.apply(Look.PHONE, found));
        }
        if (digits >= 4) {
            replaced = each(IP4, replaced, found -> other.apply(Look.IP, found));
        }
        return colons < 2
                ? replaced
                : each(IP6, replaced, found -> Identifiers.ip(found) == null ? found : other.apply(Look.IP, found));
    }

    private static String each(Pattern pattern, String text, UnaryOperator<String> other) {
        return pattern.matcher(text).replaceAll(found -> Matcher.quoteReplacement(other.apply(found.group())));
    }

    /** Finds where the pattern says one may begin, and asks where it ends: behind its last character, or -1. */
    private static String counted(
            Pattern start, String text, ToIntBiFunction<String, Integer> end, UnaryOperator<String> other) {
        StringBuilder out = new StringBuilder();
        Matcher matcher = start.matcher(text);
        int done = 0;
        int at = 0;
        while (matcher.find(at)) {
            int from = matcher.start();
            int to = end.applyAsInt(text, from);
            if (to < 0) {
                at = from + 1;
            } else {
                out.append(text, done, from).append(other.apply(text.substring(from, to)));
                done = to;
                at = to;
            }
        }
        return out.append(text, done, text.length()).toString();
    }

    private static int iban(String text, int start) {
        String country = text.substring(start, start + 2).toUpperCase(Locale.ROOT);
        int listed = -4;
        do {
            listed = IBANS.indexOf(country, listed + 4);
        } while (listed > 0 && listed % 4 != 0);
        if (listed < 0) {
            return -1;
        }
        int length = Integer.parseInt(IBANS, listed + 2, listed + 4, 10);
        StringBuilder iban = new StringBuilder();
        int end = gathered(text, start, length, iban);
        if (end < 0) {
            return -1;
        }
        int rest = 0;
        for (int i = 0; i < length; i++) {
            int digit = Character.digit(iban.charAt((i + 4) % length), 36);
            rest = (rest * (digit < 10 ? 10 : 100) + digit) % 97;
        }
        return rest == 1 ? end : -1;
    }

    private static int card(String text, int start) {
        int length = cardLength(Integer.parseInt(text, start, start + 4, 10));
        StringBuilder card = new StringBuilder();
        int end = length == 0 ? -1 : gathered(text, start, length, card);
        if (end < 0 || (text.startsWith(".", end) && end + 1 < text.length() && isSign(text.charAt(end + 1)))) {
            return -1;
        }
        int sum = 0;
        for (int i = 0; i < length; i++) {
            int digit = Character.digit(card.charAt(length - 1 - i), 10);
            int counted = i % 2 == 0 ? digit : digit * 2 - (digit > 4 ? 9 : 0);
            sum += digit < 0 ? Integer.MIN_VALUE / 64 : counted;
        }
        return sum > 0 && sum % 10 == 0 ? end : -1;
    }

    /** By the first four digits, 0 where no brand begins like this. */
    private static int cardLength(int begins) {
        int two = begins / 100;
        int three = begins / 10;
        if (two == 34 || two == 37) {
            return 15;
        }
        if ((three >= 300 && three <= 305) || two == 36 || two == 38 || two == 39) {
            return 14;
        }
        boolean sixteen = begins / 1000 == 4
                || (two >= 51 && two <= 55)
                || (begins >= 2221 && begins <= 2720)
                || (begins >= 3528 && begins <= 3589)
                || begins == 6011
                || two == 62
                || two == 65
                || (three >= 644 && three <= 649);
        return sixteen ? 16 : 0;
    }

    /** Puts so many letters and digits together, over the gaps people write between them; -1 if there are not just so many. */
    private static int gathered(String text, int start, int length, StringBuilder into) {
        int i = start;
        while (i < text.length() && into.length() < length) {
            char c = text.charAt(i);
            if (isSign(c)) {
                into.append(c);
                i++;
            } else if (c == ' ' || c == '-' || c == '+' || c == '\u00a0') {
                i++;
            } else if (text.startsWith("%20", i)) {
                i += 3;
            } else {
                return -1;
            }
        }
        boolean ends = i >= text.length() || !Character.isLetterOrDigit(text.charAt(i));
        return into.length() == length && ends ? i : -1;
    }

    private static boolean isSign(char c) {
        return c < 128 && Character.isLetterOrDigit(c);
    }
}
