package io.taghub.tag;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Normalising and hashing what identifies a person. Each platform combines these its own way, because one shared hash
 * matches nowhere: Google drops the dots of a Gmail address and keeps the plus of a phone number, Meta does the reverse.
 * Every method takes null and answers null where there is nothing usable.
 */
public final class Identifiers {
    private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();

    private Identifiers() {}

    /** Lower-case hex SHA-256 of the UTF-8 text. */
    public static @Nullable String sha256(@Nullable String text) {
        return text == null ? null : hex("SHA-256", text);
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

    /** Trimmed and lower case; null where it is not of the form user@domain. */
    public static @Nullable String email(@Nullable String raw) {
        if (raw == null) {
            return null;
        }
        String email = raw.strip().toLowerCase(Locale.ROOT);
        int at = email.indexOf('@');
        return at > 0 && at < email.length() - 1 && at == email.lastIndexOf('@') ? email : null;
    }

    /**
     * E.164 without the plus: {@code 448444124653}.
     *
     * @param country ISO 3166-1 alpha-2 for numbers written nationally; without it only international numbers count
     */
    public static @Nullable String phone(@Nullable String raw, @Nullable String country) {
        if (raw == null) {
            return null;
        }
        String written = raw.strip();
        if (written.startsWith("00")) {
            written = "+" + written.substring(2);
        }
        try {
            var number = PHONES.parse(written, country == null ? null : country.toUpperCase(Locale.ROOT));
            return PHONES.isPossibleNumber(number)
                    ? PHONES.format(number, PhoneNumberFormat.E164).substring(1)
                    : null;
        } catch (NumberParseException notAPhoneNumber) {
            return null;
        }
    }
}
