package io.taghub.sandbox;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces secrets by {@code ***} and a fingerprint, so that two tokens can be told apart but not read. */
final class Masking {
    private static final Set<String> HEADERS =
            Set.of("authorization", "access-token", "x-api-key", "api-key", "x-auth-token", "cookie");
    private static final String NAMES = "access_token|api_secret|appsecret_proof|client_secret|refresh_token|assertion"
            + "|security_token|verification_token|auth_token|secure|token|postback_key";
    private static final Pattern NAME = Pattern.compile(NAMES);
    private static final Pattern IN_FORM = Pattern.compile("(?<=^|&)(" + NAMES + ")=([^&]*)");
    private static final Pattern IN_JSON =
            Pattern.compile("(\"(?:" + NAMES + ")\"\\s*:\\s*)\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"");
    /** Keitaro keeps its key in the path. */
    private static final Pattern KEITARO = Pattern.compile("^/([^/]+)/postback$");

    private Masking() {}

    static String mask(String secret) {
        return secret.isEmpty() ? "" : "***" + fingerprint(secret);
    }

    static Map<String, List<String>> query(Map<String, List<String>> query) {
        Map<String, List<String>> masked = new LinkedHashMap<>();
        query.forEach((name, values) -> masked.put(
                name,
                NAME.matcher(name).matches()
                        ? values.stream().map(Masking::mask).toList()
                        : List.copyOf(values)));
        return masked;
    }

    static Map<String, String> headers(Map<String, String> headers) {
        Map<String, String> masked = new TreeMap<>();
        headers.forEach((name, value) -> masked.put(name, HEADERS.contains(name) ? credentials(value) : value));
        return masked;
    }

    static String path(String path) {
        Matcher keitaro = KEITARO.matcher(path);
        return keitaro.matches() ? "/" + mask(keitaro.group(1)) + "/postback" : path;
    }

    static String body(String body) {
        String start = body.stripLeading();
        return start.startsWith("{") || start.startsWith("[")
                ? IN_JSON.matcher(body)
                        .replaceAll(
                                found -> Matcher.quoteReplacement(found.group(1) + '"' + mask(found.group(2)) + '"'))
                : IN_FORM.matcher(body)
                        .replaceAll(found -> Matcher.quoteReplacement(found.group(1) + '=' + mask(found.group(2))));
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
