package io.taghub.outbound;

import io.taghub.event.Client;
import io.taghub.event.Event;
import io.taghub.event.Person;
import io.taghub.tag.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Takes secrets and raw personal data out of what is kept of a request and its answer. */
public final class Redactor {
    /** More of a request or answer helps nobody and costs room. */
    private static final int MAX_TEXT = 64 * 1024;

    private static final int SHORTEST = 4;

    private final List<String> secrets;

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

    public String text(String text, Collection<Event> events) {
        String redacted = text.length() > MAX_TEXT
                ? text.substring(0, MAX_TEXT) + "\n… (" + text.length() + " characters in all)"
                : text;
        for (String secret : secrets) {
            redacted = redacted.replace(secret, "***");
        }
        for (String value : forms(events.stream().flatMap(Redactor::personal).toList())) {
            redacted = redacted.replace(value, "***");
        }
        return redacted;
    }

    private static Stream<String> personal(Event event) {
        Person user = event.user();
        Client client = event.client();
        return Stream.of(
                        user.email(),
                        user.phone(),
                        user.firstName(),
                        user.lastName(),
                        user.birthDate(),
                        client == null ? null : client.ip())
                .filter(Objects::nonNull);
    }

    /** Each value as it is and as it stands in an address; the longest first, so that no part of one is left over. */
    private static List<String> forms(Collection<String> values) {
        List<String> forms = new ArrayList<>();
        for (String value : values) {
            if (value.length() >= SHORTEST) {
                forms.add(value);
                String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
                if (!encoded.equals(value)) {
                    forms.add(encoded);
                }
            }
        }
        forms.sort(Comparator.comparingInt(String::length).reversed());
        return forms;
    }
}
