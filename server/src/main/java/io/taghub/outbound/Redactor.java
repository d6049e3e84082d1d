package io.taghub.outbound;

import io.taghub.event.Client;
import io.taghub.event.Event;
import io.taghub.event.Person;
import io.taghub.tag.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Takes secrets and raw personal data out of what is kept of a request and its answer. */
public final class Redactor {
    /** More of a request or answer helps nobody and costs room. */
    private static final int MAX_TEXT = 64 * 1024;

    private static final int SHORTEST = 4;

    private final List<Pattern> secrets;

    public Redactor(Set<String> secrets) {
        this.secrets = forms(secrets);
    }

    /** Method, address, headers and body as a person reads them. */
    public String request(Request request, Collection<Event> events) {
        StringBuilder text = new StringBuilder();
        text.append(request.method()).append(' ').append(request.url()).append('\n');
        request.headers()
                .forEach((name, value) ->
                        text.append(name).append(": ").append(value).append('\n'));
        text.append('\n').append(request.bodyText());
        return text(text.toString(), events);
    }

    /** Redacted first and cut then, so that no part of a secret is left at the cut. */
    public String text(String text, Collection<Event> events) {
        if (text.isEmpty()) {
            return text;
        }
        String redacted = text;
        for (Pattern secret : secrets) {
            redacted = secret.matcher(redacted).replaceAll("***");
        }
        for (Pattern value : forms(events.stream().flatMap(Redactor::personal).toList())) {
            redacted = value.matcher(redacted).replaceAll("***");
        }
        return redacted.length() > MAX_TEXT
                ? redacted.substring(0, MAX_TEXT) + "\n… (" + text.length() + " characters in all)"
                : redacted;
    }

    private static Stream<String> personal(Event event) {
        Person user = event.user();
        Client client = event.client();
        String phone = user.phone();
        return Stream.of(
                        user.email(),
                        phone,
                        phone == null ? null : phone.replaceAll("\\D", ""),
                        user.firstName(),
                        user.lastName(),
                        user.birthDate(),
                        client == null ? null : client.ip())
                .filter(Objects::nonNull);
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
