package io.taghub.outbound;

import io.taghub.config.TagConfig;
import io.taghub.event.Event;
import io.taghub.personal.Mask;
import io.taghub.tag.Auth;
import io.taghub.tag.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes secrets and, by {@link Mask}, raw personal data out of what is kept of a request and its answer. */
public final class Redactor {
    /** More of a request or answer helps nobody and costs room. */
    private static final int MAX_TEXT = 64 * 1024;

    private static final int SHORTEST = 4;

    /** The operator's own host where it is an address, which says nothing of a visitor. */
    private static final Pattern ADDRESS = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3}|\\[[0-9a-f:.]+])(?::\\d+)?");

    private static final String HOST = "\uE000";

    private final List<Pattern> secrets;
    private final Auth auth;
    private final Set<String> words;
    private final String host;

    public Redactor(Set<String> secrets) {
        this(secrets, new Auth.None(), Set.of(), "");
    }

    public Redactor(Set<String> secrets, Auth auth) {
        this(secrets, auth, Set.of(), "");
    }

    private Redactor(Set<String> secrets, Auth auth, Set<String> words, String host) {
        this.secrets = forms(secrets);
        this.auth = auth;
        this.words = words;
        this.host = host;
    }

    /** Of a tag's requests: the place of its token is shown, for who looks for one would think it missing. */
    public static Redactor of(TagConfig tag) {
        Matcher address = ADDRESS.matcher(tag.claim() == null ? "" : tag.claim().receiver());
        return new Redactor(
                tag.secrets(), tag.tag().auth(), tag.tag().words(), address.matches() ? address.group(1) : "");
    }

    private String masked(Mask mask, String text) {
        String plain = withoutSecrets(text);
        return host.isEmpty()
                ? mask.text(plain)
                : mask.text(plain.replace(host, HOST)).replace(HOST, host);
    }

    /** Method, address, headers and body as a person reads them. */
    public String request(Request request, Collection<Event> events) {
        Mask mask = Mask.of(events, words);
        StringBuilder text = new StringBuilder();
        text.append(request.method())
                .append(' ')
                .append(masked(mask, request.url().toString()));
        List<Auth> parts = request.proofs(auth);
        String more = request.url().getRawQuery() == null ? "?" : "&";
        for (Auth part : parts) {
            if (part instanceof Auth.Query(String name, var _)) {
                text.append(more).append(name).append('=').append(Mask.HIDDEN);
                more = "&";
            }
        }
        text.append('\n');
        parts.forEach(part -> text.append(header(part)));
        request.headers()
                .forEach((name, value) -> text.append(name)
                        .append(": ")
                        .append(masked(mask, value))
                        .append('\n'));
        text.append('\n').append(masked(mask, withFields(request.bodyText(), parts)));
        return cut(text.toString());
    }

    private static String withFields(String body, List<Auth> parts) {
        String text = body;
        for (Auth part : parts) {
            if (part instanceof Auth.Field(String name, var _) && text.endsWith("}")) {
                text = text.substring(0, text.length() - 1) + ",\"" + name + "\":\"" + Mask.HIDDEN + "\"}";
            }
        }
        return text;
    }

    private static String header(Auth part) {
        return switch (part) {
            case Auth.Header(String name, String prefix, var _) -> name + ": " + prefix + Mask.HIDDEN + "\n";
            case Auth.Basic _ -> "Authorization: Basic " + Mask.HIDDEN + "\n";
            case Auth.StandardWebhooks _ ->
                "webhook-timestamp: " + Mask.HIDDEN + "\nwebhook-signature: " + Mask.HIDDEN + "\n";
            case Auth.OAuth2Refresh _, Auth.ServiceAccount _ -> "Authorization: Bearer " + Mask.HIDDEN + "\n";
            case Auth.None _, Auth.Query _, Auth.Field _, Auth.All _, Auth.ByHost _ -> "";
        };
    }

    /** An answer, or whatever else may quote what was sent. */
    public String text(String text, Collection<Event> events) {
        return text.isEmpty() ? text : cut(masked(Mask.of(events, words), text));
    }

    /** A sentence that is kept in clear: nothing of the event's own texts is left in it. */
    public String sentence(String text, Event event) {
        return text.isEmpty() ? text : cut(masked(Mask.sentence(event), text));
    }

    /** With nothing but the secrets taken out. */
    public String withoutSecrets(String text) {
        String redacted = text;
        for (Pattern secret : secrets) {
            redacted = secret.matcher(redacted).replaceAll(Mask.HIDDEN);
        }
        return redacted;
    }

    /** Redacted first and cut then, so that no part of a secret is left at the cut. */
    private static String cut(String text) {
        return text.length() > MAX_TEXT
                ? text.substring(0, MAX_TEXT) + "\n… (" + text.length() + " characters in all)"
                : text;
    }

    /** Each value as it is and as it stands in an address; the longest first, so that no part of one is left over. */
    private static List<Pattern> forms(Collection<String> values) {
        Set<String> forms = new HashSet<>();
        for (String value : values) {
            if (!value.isBlank()) {
                String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
                forms.addAll(List.of(value, encoded, encoded.replace("+", "%20")));
            }
        }
        return forms.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Redactor::pattern)
                .toList();
    }

    /** Any case, because platforms want it lowered; a short one as a word only, or it would be found everywhere. */
    private static Pattern pattern(String form) {
        String quoted = Pattern.quote(form);
        return Pattern.compile(
                form.length() < SHORTEST ? "(?<![\\p{L}\\p{N}])" + quoted + "(?![\\p{L}\\p{N}])" : quoted,
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }
}
