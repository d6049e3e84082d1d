package io.taghub.tag;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import io.taghub.event.Person;
import io.taghub.text.BirthDate;
import io.taghub.text.Gender;
import io.taghub.text.Places;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Normalising and hashing what identifies a person. Each platform combines these its own way, because one shared hash
 * matches nowhere: Google drops the dots of a Gmail address and keeps the plus of a phone number, Meta does the reverse.
 * Every method takes null and answers null where there is nothing usable.
 */
public final class Identifiers {
    private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();
    private static final Pattern EMAIL = Pattern.compile(
            "[^\\s\\p{C}@\"(),:;<>\\[\\]\\\\*•●…]+@[\\p{L}\\p{M}\\p{N}-]+(?:\\.[\\p{L}\\p{M}\\p{N}-]+)+");
    private static final Pattern WHITE_SPACE = Pattern.compile("[\\s\\p{Z}]");
    private static final Pattern WHITE_SPACE_AND_PUNCTUATION = Pattern.compile("[\\p{Punct}\\s\\p{Z}]");
    private static final Pattern NO_LETTER_NOR_DIGIT = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]");
    private static final Pattern NO_LETTER_NOR_SPACE = Pattern.compile("[^\\p{L}\\p{M}\\s\\p{Z}]");
    private static final Pattern BARE_NUMBER = Pattern.compile("[1-9](?:[\\s().-]*\\d){10,14}");
    private static final Pattern IP = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final Pattern US_ZIP = Pattern.compile("(\\d{5})(?:-?\\d{4})?");
    private static final Pattern ISO_REGION = Pattern.compile("[a-z]{2}-[a-z0-9]{1,3}");
    private static final Pattern DASH = Pattern.compile("[\\p{Pd}\u2212]");
    private static final Pattern TITLE = Pattern.compile("(?:mr|mrs|ms|dr)\\.(?:\\s|$)");
    private static final Pattern NAME_SUFFIXES =
            Pattern.compile("(?:(?:,\\s*|\\s+)(?:jr\\.|sr\\.|2nd|3rd|ii|iii|iv|v|vi|cpa|dc|dds|vm|jd|md|phd)\\s?)+$");
    private static final Map<String, String> STATES = states();

    private Identifiers() {}

    /** Lower-case hex SHA-256 of the UTF-8 text. */
    public static @Nullable String sha256(@Nullable String text) {
        return text == null ? null : hex("SHA-256", text);
    }

    /**
     * The SHA-256 of each value's normal form, once each; of what the operator gives hashed the hash itself, because it is
     * never hashed twice.
     *
     * @param field its name in an event's JSON, {@code email}
     */
    public static List<String> hashes(
            Person person, String field, Collection<String> values, UnaryOperator<@Nullable String> normalised) {
        List<String> hashes = new ArrayList<>(values.size());
        for (String value : values) {
            String hash = hash(person, field, value, normalised);
            if (hash != null && !hashes.contains(hash)) {
                hashes.add(hash);
            }
        }
        return hashes;
    }

    /** The same of one value, where there is any. */
    public static @Nullable String hash(
            Person person, String field, @Nullable String value, UnaryOperator<@Nullable String> normalised) {
        if (isNobodys(person, field, value)) {
            return null;
        }
        return value != null && person.hashed(field, value)
                ? value.toLowerCase(Locale.ROOT)
                : sha256(normalised.apply(value));
    }

    /** The value for a platform that takes this field in clear: null where the operator has only its hash. */
    public static @Nullable String clear(Person person, String field, @Nullable String value) {
        return person.hashed(field, value) || isNobodys(person, field, value) ? null : value;
    }

    /** Addresses and numbers in clear are judged where they get their normal form. */
    private static boolean isNobodys(Person person, String field, @Nullable String value) {
        boolean judged = (field.equals("email") || field.equals("phone")) && !person.hashed(field, value);
        return value != null && !judged && Placeholder.is(person, field, value);
    }

    /** Of the person's own id and the others: all that the platform may know them by. */
    public static List<String> ids(Person person) {
        List<String> ids = hashes(person, "external_ids", person.externalIds(), Identifiers::plain);
        String own = hash(person, "id", person.id(), Identifiers::plain);
        if (own != null) {
            ids.remove(own);
            ids.addFirst(own);
        }
        return ids;
    }

    /** Lower-case hex digest; the algorithm in JDK words ({@code MD5}, {@code SHA-1}, {@code SHA-256}). */
    public static String hex(String algorithm, String text) {
        try {
            byte[] digest = MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Trimmed and lower case; null where it is not of the form user@domain, a hash for instance, and for what stands where
     * nobody has an address ({@code test@test.com}).
     */
    public static @Nullable String email(@Nullable String raw) {
        String email = plain(raw);
        if (email == null || !(isPlainEmail(email) || EMAIL.matcher(email).matches())) {
            return null;
        }
        return Placeholder.email(email) ? null : email;
    }

    /** Such as most are: it spares them the pattern. */
    private static boolean isPlainEmail(String text) {
        int at = text.indexOf('@');
        boolean dotted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
            boolean dot = c == '.' && i > at + 1 && i < text.length() - 1 && text.charAt(i - 1) != '.';
            if (i < at ? !word && c != '.' && c != '_' && c != '+' : i > at && !word && !dot) {
                return false;
            }
            dotted |= i > at && dot;
        }
        return at > 0 && dotted;
    }

    /** A Gmail address without the dots before the at sign, which Gmail ignores; any other address as it is. */
    public static @Nullable String withoutGmailDots(@Nullable String email) {
        int at = gmailAt(email);
        return email == null || at < 0 ? email : email.substring(0, at).replace(".", "") + email.substring(at);
    }

    /** A Gmail address without the {@code +suffix}, which Gmail ignores; any other address as it is. */
    public static @Nullable String withoutGmailSuffix(@Nullable String email) {
        int at = gmailAt(email);
        return email == null || at < 0 ? email : email.substring(0, at).replaceFirst("\\+.*", "") + email.substring(at);
    }

    private static int gmailAt(@Nullable String email) {
        return email != null && (email.endsWith("@gmail.com") || email.endsWith("@googlemail.com"))
                ? email.indexOf('@')
                : -1;
    }

    /**
     * E.164 without the plus: {@code 448444124653}; null also for what is no number of anybody's, {@code (000) 000-0000}.
     *
     * @param country ISO 3166-1 alpha-2 for numbers written nationally; without it only numbers with a country code count
     */
    public static @Nullable String phone(@Nullable String raw, @Nullable String country) {
        if (raw == null) {
            return null;
        }
        String written = raw.strip();
        if (written.startsWith("00")) {
            written = "+" + written.substring(2);
        }
        // What its owner wrote with a country's code is taken where it is possible, for new ranges are not known at
        // once;
        // of a number that gets its code from us only a valid one shows that it is of this country.
        String number =
                e164(written, country, written.startsWith("+") ? PHONES::isPossibleNumber : PHONES::isValidNumber);
        // Back ends also keep numbers with their country code and without the plus. Shorter ones may as well be
        // national.
        return number == null && BARE_NUMBER.matcher(written).matches()
                ? e164("+" + written, null, PHONES::isValidNumber)
                : number;
    }

    /** The same with the plus, {@code +448444124653}. */
    public static @Nullable String phoneWithPlus(@Nullable String raw, @Nullable String country) {
        String digits = phone(raw, country);
        return digits == null ? null : "+" + digits;
    }

    private static @Nullable String e164(String written, @Nullable String country, Predicate<PhoneNumber> acceptable) {
        try {
            PhoneNumber number = PHONES.parse(written, country == null ? null : country.toUpperCase(Locale.ROOT));
            if (!acceptable.test(number)) {
                return null;
            }
            String digits = PHONES.format(number, PhoneNumberFormat.E164).substring(1);
            int code = String.valueOf(number.getCountryCode()).length();
            return Placeholder.phone(digits.substring(code)) ? null : digits;
        } catch (NumberParseException notAPhoneNumber) {
            return null;
        }
    }

    /** Trimmed, no-break spaces too, and lower case. */
    public static @Nullable String plain(@Nullable String raw) {
        return raw == null ? null : presence(edge(lower(raw)));
    }

    /** Lower case without any white space: {@code sw1a1aa}. */
    public static @Nullable String squeezed(@Nullable String raw) {
        return without(WHITE_SPACE, raw);
    }

    /** Lower case, letters and digits of any script only: {@code o'brien} becomes {@code obrien}. */
    public static @Nullable String alphanumeric(@Nullable String raw) {
        return without(NO_LETTER_NOR_DIGIT, raw);
    }

    /** Lower case, letters of any script and the spaces between them. */
    public static @Nullable String letters(@Nullable String raw) {
        return plain(without(NO_LETTER_NOR_SPACE, raw));
    }

    /**
     * Lower case without white space and the punctuation of ASCII: {@code o'brien} becomes {@code obrien}, and the curly
     * apostrophe of {@code O’Brien} stays.
     */
    public static @Nullable String unpunctuated(@Nullable String raw) {
        return without(WHITE_SPACE_AND_PUNCTUATION, raw);
    }

    /**
     * A given name in lower case without titles ({@code mr.}), wherever they stand.
     *
     * @see <a href="https://github.com/googleads/data-manager-java">Google's formatter, which this follows</a>
     */
    public static @Nullable String withoutTitles(@Nullable String raw) {
        String name = plain(raw);
        return name == null ? null : presence(edge(TITLE.matcher(name).replaceAll("")));
    }

    /**
     * A family name in lower case without what follows it ({@code , jr.}, {@code iii}, {@code phd}).
     *
     * @see <a href="https://github.com/googleads/data-manager-java">Google's formatter, which this follows</a>
     */
    public static @Nullable String withoutSuffixes(@Nullable String raw) {
        String name = plain(raw);
        return name == null ? null : presence(edge(NAME_SUFFIXES.matcher(name).replaceFirst("")));
    }

    /**
     * A state or province: {@code ca} for {@code California}, {@code CA} or {@code US-CA}; outside the USA and Canada
     * lower case, letters and digits only.
     *
     * @param country ISO 3166-1 alpha-2 or null where it is not known
     */
    public static @Nullable String state(@Nullable String raw, @Nullable String country) {
        String region = plain(raw);
        if (region == null) {
            return null;
        }
        boolean american = country == null || country.equals("US") || country.equals("CA");
        String part = ISO_REGION.matcher(region).matches() ? region.substring(3) : region;
        String written = alphanumeric(part);
        return american && written != null ? STATES.getOrDefault(written, written) : written;
    }

    /** Whether it is a state of the USA or a province of Canada, by name or by its two letters. */
    public static boolean isAmericanState(String raw) {
        String written = alphanumeric(raw);
        return written != null && (STATES.containsKey(written) || STATES.containsValue(written));
    }

    /**
     * A postal code in lower case without spaces, up to its dash of any length: {@code 94025}; of a US one without a dash the
     * first five digits. Null where less than two characters are left, which is no code: {@code D-10115}.
     *
     * @param country ISO 3166-1 alpha-2; where it is not known, what looks like a US code is one
     */
    public static @Nullable String postalCode(@Nullable String raw, @Nullable String country) {
        String written = squeezed(raw);
        if (written == null) {
            return null;
        }
        String code = DASH.matcher(written).replaceAll("-");
        Matcher us = US_ZIP.matcher(code);
        if ((country == null || country.equals("US")) && us.matches()) {
            return us.group(1);
        }
        int dash = code.indexOf('-');
        String part = alphanumeric(dash < 0 ? code : code.substring(0, dash));
        return part == null || part.length() < 2 ? null : part;
    }

    /** ISO 3166-1 alpha-2 in upper case, from a code of two or three letters or a name in one of many languages. */
    public static @Nullable String country(@Nullable String raw) {
        return raw == null ? null : Places.country(raw);
    }

    /** {@code yyyymmdd}. */
    public static @Nullable String birthDate(@Nullable String raw) {
        LocalDate day = raw == null ? null : BirthDate.read(raw);
        return day == null ? null : day.format(DateTimeFormatter.BASIC_ISO_DATE);
    }

    /** An IPv4 or IPv6 address as it is, null for anything else: platforms refuse a whole batch for a wrong one. */
    public static @Nullable String ip(@Nullable String raw) {
        String address = raw == null ? "" : raw.strip();
        try {
            // The pattern keeps out what the JDK also takes: 127.1, [::1], fe80::1%eth0.
            return IP.matcher(address).matches()
                            && !InetAddress.ofLiteral(address).isAnyLocalAddress()
                    ? address
                    : null;
        } catch (IllegalArgumentException notAnAddress) {
            return null;
        }
    }

    /** {@code f} or {@code m}; null for anything else, because the platforms know no third value. */
    public static @Nullable String gender(@Nullable String raw) {
        return raw == null ? null : Gender.read(raw);
    }

    private static @Nullable String without(Pattern pattern, @Nullable String raw) {
        return raw == null ? null : presence(pattern.matcher(lower(raw)).replaceAll(""));
    }

    /** Composed, because an é typed as e and accent has other bytes and would have another hash. */
    private static String lower(String raw) {
        return Normalizer.normalize(raw, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }

    private static String edge(String raw) {
        int from = 0;
        int to = raw.length();
        while (from < to && isBlank(raw.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(raw.charAt(to - 1))) {
            to--;
        }
        return raw.substring(from, to);
    }

    private static boolean isBlank(char c) {
        return Character.isSpaceChar(c) || (c >= '\t' && c <= '\r');
    }

    private static @Nullable String presence(String text) {
        return text.isEmpty() ? null : text;
    }

    /** The states of the USA and the provinces of Canada by name without spaces, to their two letters. */
    private static Map<String, String> states() {
        String table = """
                alabama al alaska ak arizona az arkansas ar california ca colorado co connecticut ct delaware de
                districtofcolumbia dc florida fl georgia ga hawaii hi idaho id illinois il indiana in iowa ia kansas ks
                kentucky ky louisiana la maine me maryland md massachusetts ma michigan mi minnesota mn mississippi ms
                missouri mo montana mt nebraska ne nevada nv newhampshire nh newjersey nj newmexico nm newyork ny
                northcarolina nc northdakota nd ohio oh oklahoma ok oregon or pennsylvania pa rhodeisland ri
                southcarolina sc southdakota sd tennessee tn texas tx utah ut vermont vt virginia va washington wa
                westvirginia wv wisconsin wi wyoming wy puertorico pr
                alberta ab britishcolumbia bc manitoba mb newbrunswick nb newfoundlandandlabrador nl novascotia ns
                northwestterritories nt nunavut nu ontario on princeedwardisland pe quebec qc québec qc saskatchewan sk
                yukon yt
                """;
        Iterator<String> words = table.strip()
                .lines()
                .flatMap(line -> Stream.of(line.split(" ", -1)))
                .iterator();
        Map<String, String> states = new HashMap<>();
        while (words.hasNext()) {
            states.put(words.next(), words.next());
        }
        return Map.copyOf(states);
    }
}
