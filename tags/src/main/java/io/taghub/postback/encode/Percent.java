package io.taghub.postback.encode;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Percent-encoding of RFC 3986: everything but unreserved characters, a space as {@code %20}, capitals in the hex. */
public final class Percent {
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    private static final String RESERVED = ":/?#[]@!$&'()*+,;=";

    /** The brackets keep their meaning for whoever decodes the path, and may not stand in it as they are. */
    private static final String IN_A_PATH = ":/@!$&'()*+,;=";

    private static final Pattern ENCODED = Pattern.compile("%[0-9A-Fa-f]{2}");

    private Percent() {}

    /** One value on its way into one component of a URL. */
    public static String encode(String value) {
        return encode(value, UNRESERVED);
    }

    /** Text of a URL as a person pasted it: what is encoded or separates stays, what may not stand in a URL is encoded. */
    public static String literal(String url) {
        return literal(url, RESERVED);
    }

    /** The same of a segment of a path. */
    public static String segment(String url) {
        return literal(url, IN_A_PATH);
    }

    private static String literal(String url, String reserved) {
        StringBuilder out = new StringBuilder();
        var encoded = ENCODED.matcher(url);
        int from = 0;
        while (encoded.find()) {
            out.append(encode(url.substring(from, encoded.start()), UNRESERVED + reserved))
                    .append(encoded.group());
            from = encoded.end();
        }
        return out.append(encode(url.substring(from), UNRESERVED + reserved)).toString();
    }

    /** What was encoded, as it was written. */
    public static String decode(String text) {
        return URLDecoder.decode(
                text.replace("+", "%2B").replaceAll("%(?![0-9A-Fa-f]{2})", "%25"), StandardCharsets.UTF_8);
    }

    private static String encode(String text, String kept) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (octet > 0 && kept.indexOf(octet) >= 0) {
                out.append((char) octet);
            } else {
                out.append('%')
                        .append(Character.toUpperCase(Character.forDigit((octet >> 4) & 0xF, 16)))
                        .append(Character.toUpperCase(Character.forDigit(octet & 0xF, 16)));
            }
        }
        return out.toString();
    }
}
