package io.taghub.personal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes percent-escapes out of a text, also those of escapes: {@code %2540} is {@code %40} is an at sign. */
final class Escapes {
    private static final Pattern ESCAPES = Pattern.compile("(?:%[0-9A-Fa-f]{2})+");

    private static final Pattern HTML = Pattern.compile("&(?:amp;)*(?:#(\\d{1,7})|#[xX]([0-9A-Fa-f]{1,6})|commat);");

    /** Redirects through two hosts escape twice; more is nobody's honest address. */
    private static final int DEEP = 4;

    private Escapes() {}

    /** What is no escape stays. */
    static String none(String text) {
        String plain = html(text);
        for (int i = 0; i < DEEP && plain.indexOf('%') >= 0; i++) {
            String before = plain;
            plain = ESCAPES.matcher(plain).replaceAll(found -> Matcher.quoteReplacement(bytes(found.group())));
            plain = html(plain);
            if (plain.equals(before)) {
                break;
            }
        }
        return plain;
    }

    /** Letters, digits and signs that HTML writes as numbers; what gives an address its parts stays as it is. */
    static String html(String text) {
        if (text.indexOf('&') < 0 || text.indexOf(';') < 0) {
            return text;
        }
        return HTML.matcher(text).replaceAll(found -> Matcher.quoteReplacement(character(found)));
    }

    private static String character(MatchResult found) {
        String hex = found.group(2);
        int point = found.group(1) != null
                ? Integer.parseInt(found.group(1))
                : hex != null ? Integer.parseInt(hex, 16) : '@';
        boolean structure = point < ' ' || point > Character.MAX_CODE_POINT || "&#?=/;%".indexOf(point) >= 0;
        return structure ? found.group() : Character.toString(point);
    }

    /** In a query a plus is a space. */
    static String inQuery(String text) {
        return none(text.indexOf('+') < 0 ? text : text.replace('+', ' '));
    }

    private static String bytes(String escapes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < escapes.length(); i += 3) {
            bytes.write(Integer.parseInt(escapes, i + 1, i + 3, 16));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
