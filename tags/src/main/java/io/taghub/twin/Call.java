package io.taghub.twin;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came, secrets included; it lives only while it is being answered.
 *
 * @param path the path behind the host, still percent-encoded
 * @param query decoded
 * @param headers by lower-case name
 */
public record Call(
        long seq,
        Instant at,
        String host,
        String method,
        String path,
        Map<String, List<String>> query,
        Map<String, String> headers,
        String body) {

    /** The first value of a query parameter. */
    @Nullable
    public String query(String name) {
        return first(query, name);
    }

    @Nullable
    public String header(String lowerCaseName) {
        return headers.get(lowerCaseName);
    }

    /** The body read as a form. */
    public Map<String, List<String>> form() {
        return pairs(body);
    }

    public boolean isForm() {
        String type = headers.getOrDefault("content-type", "");
        return type.startsWith("application/x-www-form-urlencoded");
    }

    public static @Nullable String first(Map<String, List<String>> pairs, String name) {
        List<String> values = pairs.get(name);
        return values == null || values.isEmpty() || values.getFirst().isEmpty() ? null : values.getFirst();
    }

    /** {@code a=1&b=2} decoded; what cannot be decoded stays as it came. */
    public static Map<String, List<String>> pairs(@Nullable String encoded) {
        Map<String, List<String>> pairs = new LinkedHashMap<>();
        if (encoded == null || encoded.isEmpty()) {
            return pairs;
        }
        for (String pair : encoded.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                pairs.computeIfAbsent(decoded(name), key -> new ArrayList<>()).add(decoded(value));
            }
        }
        return pairs;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }
}
