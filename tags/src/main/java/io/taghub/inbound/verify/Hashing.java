package io.taghub.inbound.verify;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Signatures and their written forms, compared in constant time. */
final class Hashing {
    static final List<String> ALGORITHMS = List.of("sha256", "sha1", "sha512");
    static final List<String> ENCODINGS = List.of("hex", "base64");

    private static final Map<String, String> MACS =
            Map.of("sha256", "HmacSHA256", "sha1", "HmacSHA1", "sha512", "HmacSHA512");
    private static final Map<String, String> DIGESTS =
            Map.of("md5", "MD5", "sha1", "SHA-1", "sha256", "SHA-256", "sha512", "SHA-512");

    private Hashing() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] hmac(String algorithm, byte[] key, byte[] text) {
        try {
            String name = MACS.getOrDefault(algorithm, "HmacSHA256");
            Mac mac = Mac.getInstance(name);
            mac.init(new SecretKeySpec(key, name));
            return mac.doFinal(text);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    static byte[] digest(String algorithm, byte[] text) {
        try {
            return MessageDigest.getInstance(DIGESTS.getOrDefault(algorithm, "MD5"))
                    .digest(text);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    static String written(byte[] signature, String encoding) {
        return encoding.equals("base64")
                ? Base64.getEncoder().encodeToString(signature)
                : HexFormat.of().formatHex(signature);
    }

    /** The bytes a text stands for; null where it is of another form. Hex in either case, base64 with or without its padding. */
    static byte @Nullable [] read(String written, String encoding) {
        try {
            String text = written.strip();
            if (encoding.equals("base64")) {
                return Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
            }
            return HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException notOfThisForm) {
            return null;
        }
    }

    /** Whether it is one of several; all are compared, and the time it takes says nothing of where they differ. */
    static boolean isOne(byte @Nullable [] given, List<byte[]> known) {
        boolean one = false;
        for (byte[] each : known) {
            one |= given != null && MessageDigest.isEqual(given, each);
        }
        return one;
    }

    /** The same of texts, whose length is not told either. */
    static boolean isOne(String given, List<String> known) {
        return isOne(digest(given), known.stream().map(Hashing::digest).toList());
    }

    private static byte[] digest(String text) {
        return digest("sha256", bytes(text));
    }
}
