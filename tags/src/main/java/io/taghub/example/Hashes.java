package io.taghub.example;

import io.taghub.tag.Identifiers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Hashes as people write them in a case, {@code sha256(ada@example.com)}, worked out. */
public final class Hashes {
    private static final Pattern HASH = Pattern.compile("(sha256|md5)\\(([^)]*)\\)");

    private Hashes() {}

    public static @Nullable Object workedOut(@Nullable Object written) {
        return inTexts(
                written,
                text -> HASH.matcher(text).replaceAll(hash -> switch (hash.group(1)) {
                    case "md5" -> Identifiers.hex("MD5", hash.group(2));
                    default -> Identifiers.hex("SHA-256", hash.group(2));
                }));
    }

    /** The same value with each text in it replaced. */
    public static @Nullable Object inTexts(@Nullable Object written, Function<String, Object> ofText) {
        return switch (written) {
            case String text -> ofText.apply(text);
            case List<?> list ->
                list.stream().map(element -> inTexts(element, ofText)).toList();
            case Map<?, ?> entries -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                entries.forEach((key, value) -> map.put(String.valueOf(key), inTexts(value, ofText)));
                yield map;
            }
            case null, default -> written;
        };
    }
}
