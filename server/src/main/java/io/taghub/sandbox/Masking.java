package io.taghub.sandbox;

import io.taghub.tag.TypedSecrets;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces secrets by {@code ***}. What is one the receiver's twin and form say, and the hub by fingerprints; beside that goes
 * what everybody calls so.
 *
 * @param names of parameters, fields and headers, in lower case with underscores
 * @param segments which parts of the path, counted from 1
 * @param fingerprints of what the caller says is secret, whatever it is called here
 */
record Masking(Set<String> names, Set<Integer> segments, Set<String> fingerprints) {
    private static final Pattern HEADERS = Pattern.compile("(set-)?cookie|.*authorization|.*[-_]key|.*secret.*");
    private static final String TEXT = "\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"";
    /** Every text is read whole, so that what looks like a field inside one is none; where a text follows, it is a field. */
    private static final Pattern IN_JSON =
            Pattern.compile("(" + TEXT + "\\s*+:\\s*+)" + TEXT + "|" + TEXT, Pattern.DOTALL);

    private static final Pattern IN_FORM = Pattern.compile("(?<=^|&)([^&=]*+)=([^&]*+)");
    private static final Pattern SEGMENT = Pattern.compile("path ([1-9]\\d?)");

    /**
     * @param said as {@link io.taghub.twin.Twin#secrets} says it
     * @param fingerprints with commas between them
     */
    static Masking of(Set<String> said, String fingerprints) {
        Set<String> names = new HashSet<>();
        Set<Integer> segments = new HashSet<>();
        for (String one : said) {
            Matcher segment = SEGMENT.matcher(one);
            if (segment.matches()) {
                segments.add(Integer.valueOf(segment.group(1)));
            } else {
                // Of order.auth.pin inside JSON the field itself.
                names.add(plain(one.replaceFirst("^header ", "").replaceFirst("^.*\\.", "")));
            }
        }
        return new Masking(names, segments, Set.of(fingerprints.split(",")));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    private boolean isSecret(String name, String value) {
        return names.contains(plain(name)) || TypedSecrets.isName(name) || fingerprints.contains(fingerprint(value));
    }

    static String mask(String secret) {
        return secret.isEmpty() ? "" : "***";
    }

    Map<String, List<String>> query(Map<String, List<String>> query) {
        Map<String, List<String>> masked = new LinkedHashMap<>();
        query.forEach((name, values) -> masked.put(
                name,
                values.stream()
                        .map(value -> isSecret(name, value) ? mask(value) : value)
                        .toList()));
        return masked;
    }

    Map<String, String> headers(Map<String, String> headers) {
        Map<String, String> masked = new TreeMap<>();
        headers.forEach((name, value) -> masked.put(
                name, isSecret(name, value) || HEADERS.matcher(name).matches() ? credentials(value) : value));
        return masked;
    }

    String path(String path) {
        String[] parts = path.split("/", -1);
        for (int at = 0; at < parts.length; at++) {
            boolean secret = segments.contains(at) || fingerprints.contains(fingerprint(decoded(parts[at])));
            parts[at] = secret ? mask(parts[at]) : parts[at];
        }
        return String.join("/", parts);
    }

    String body(String body) {
        String start = body.stripLeading();
        return start.startsWith("{") || start.startsWith("[")
                ? IN_JSON.matcher(body)
                        .replaceAll(found -> Matcher.quoteReplacement(
                                found.group(3) != null && isSecret(found.group(2), found.group(3))
                                        ? found.group(1) + '"' + mask(found.group(3)) + '"'
                                        : found.group()))
                : IN_FORM.matcher(body)
                        .replaceAll(found -> Matcher.quoteReplacement(
                                isSecret(found.group(1), decoded(found.group(2)))
                                        ? found.group(1) + '=' + mask(found.group(2))
                                        : found.group()));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }

    /** The scheme stays readable: a wrong "Bearer" in front of a token is a mistake people look for. */
    private static String credentials(String value) {
        int space = value.indexOf(' ');
        return space < 0 ? mask(value) : value.substring(0, space + 1) + mask(value.substring(space + 1));
    }

    private static String fingerprint(String secret) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
