package io.taghub.postback.encode;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** What is made of a text that a network wants hashed or signed. */
public enum Digest {
    MD5("MD5", false),
    SHA1("SHA-1", false),
    SHA256("SHA-256", false),
    SHA512("SHA-512", false),
    HMAC_SHA1("HmacSHA1", true),
    HMAC_SHA256("HmacSHA256", true),
    HMAC_SHA512("HmacSHA512", true);

    private final String algorithm;
    private final boolean keyed;

    Digest(String algorithm, boolean keyed) {
        this.algorithm = algorithm;
        this.keyed = keyed;
    }

    /** The one of this name, as written in a preset ({@code hmac_sha256}); null where there is none. */
    public static @Nullable Digest of(String name) {
        return Arrays.stream(values())
                .filter(one -> one.key().equals(name))
                .findFirst()
                .orElse(null);
    }

    public static List<String> names() {
        return Arrays.stream(values()).map(Digest::key).toList();
    }

    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it takes a key. */
    public boolean isKeyed() {
        return keyed;
    }

    /**
     * The digest of a text in UTF-8.
     *
     * @param key empty for those without one
     */
    public byte[] of(String text, String key) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        try {
            if (!keyed) {
                return MessageDigest.getInstance(algorithm).digest(content);
            }
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm));
            return mac.doFinal(content);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
