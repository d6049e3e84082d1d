package io.taghub.config;

import io.taghub.tag.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One word for everything a tag is made from: two tags with the same word behave the same. */
final class Fingerprint {
    private Fingerprint() {}

    static String of(@Nullable Object... parts) {
        StringBuilder text = new StringBuilder();
        for (Object part : parts) {
            write(part, text);
        }
        return hash(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Each value with its length in front, so that no two lists of parts give one text; the order of keys is no matter. */
    private static void write(@Nullable Object part, StringBuilder to) {
        switch (part) {
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> sorted = new TreeMap<>();
                map.forEach((key, value) -> sorted.put(String.valueOf(key), value));
                to.append('{');
                sorted.forEach((key, value) -> {
                    write(key, to);
                    write(value, to);
                });
                to.append('}');
            }
            case List<?> list -> {
                to.append('[');
                list.forEach(element -> write(element, to));
                to.append(']');
            }
            case Secret secret -> write(secret.reveal(), to);
            case null, default -> {
                String text = String.valueOf(part);
                to.append(text.length()).append(':').append(text);
            }
        }
    }
}
