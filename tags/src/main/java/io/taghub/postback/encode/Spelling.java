package io.taghub.postback.encode;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How octets are written as text. */
public enum Spelling {
    HEX,
    BASE64,
    /** With {@code -} and {@code _}, and nothing at the end to fill up. */
    BASE64URL;

    /** The one of this name, as written in a preset; null where there is none. */
    public static @Nullable Spelling of(String name) {
        return Arrays.stream(values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElse(null);
    }

    public static List<String> names() {
        return Arrays.stream(values())
                .map(one -> one.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    public String of(byte[] octets) {
        return switch (this) {
            case HEX -> HexFormat.of().formatHex(octets);
            case BASE64 -> Base64.getEncoder().encodeToString(octets);
            case BASE64URL -> Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
        };
    }
}
