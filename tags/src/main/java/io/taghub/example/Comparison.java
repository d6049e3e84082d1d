package io.taghub.example;

import io.taghub.tag.Auth;
import io.taghub.tag.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Compares a request with what a case expects of it: only the parts that are named, {@link #PARTS}. */
public final class Comparison {
    /** What may be said of a request. */
    public static final Set<String> PARTS =
            new TreeSet<>(Set.of("method", "url", "host", "path", "query", "headers", "auth", "body"));

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** How a case writes a secret, which it cannot know. */
    private static final String HIDDEN = "***";

    private final boolean whole;
    private final UnaryOperator<String> hide;
    private final List<Difference> differences = new ArrayList<>();

    private Comparison(boolean whole, UnaryOperator<String> hide) {
        this.whole = whole;
        this.hide = hide;
    }

    /**
     * One thing that is not as expected.
     *
     * @param path within the request, {@code query.cid} or {@code body.data[0].event_name}
     * @param expected null where it should not be there
     * @param actual null where it is not there
     */
    public record Difference(
            String path,
            @Nullable Object expected,
            @Nullable Object actual) {}

    /** Headers and body are to be exactly these; a number is not the text of its digits. */
    public static List<Difference> whole(Map<String, Object> expected, Request request, Auth auth) {
        return new Comparison(true, UnaryOperator.identity()).compare(expected, request, auth);
    }

    /**
     * Of query, headers and body what is named has to be there, and what is null has not; a number may be text. A body's keys may
     * be paths, {@code data[0].custom_data.value}. Where {@code ***} is expected a secret has to be, also one that is put in
     * when the request is sent.
     *
     * @param hide makes stars of the secrets in a text
     */
    public static List<Difference> named(
            Map<String, ?> expected, Request request, Auth auth, UnaryOperator<String> hide) {
        return new Comparison(false, hide).compare(expected, request, auth);
    }

    private List<Difference> compare(Map<String, ?> expected, Request request, Auth auth) {
        // What is put in when it is sent; golden cases say that under 'auth'.
        List<Auth> proofs = whole ? List.of() : request.proofs(auth);
        expected.forEach((part, written) -> {
            Object value = Hashes.workedOut(written);
            switch (part) {
                case "method" -> texts(part, value, request.method());
                case "url" -> texts(part, value, request.url().toString());
                case "host" -> texts(part, value, request.url().getHost());
                case "path" -> texts(part, value, request.url().getPath());
                case "query" -> within(part, value, query(request, proofs));
                case "headers" -> headers(value, request.headers(), proofs);
                case "auth" -> texts(part, value, words(request.proofs(auth)));
                case "body" -> body(value, request, proofs);
                default -> throw new IllegalArgumentException("a request has no part '" + part + "'");
            }
        });
        return differences;
    }

    private void texts(String part, @Nullable Object expected, @Nullable String actual) {
        Object there = hidden(expected, actual);
        if (!Objects.equals(expected == null ? null : expected.toString(), there)) {
            differences.add(new Difference(part, expected, there));
        }
    }

    private static Map<String, Object> query(Request request, List<Auth> proofs) {
        Map<String, Object> fields = form(request.url().getRawQuery());
        proofs.forEach(proof -> {
            if (proof instanceof Auth.Query query) {
                fields.put(query.name(), HIDDEN);
            }
        });
        return fields;
    }

    private static Map<String, String> header(Auth proof) {
        return switch (proof) {
            case Auth.Header header -> Map.of(header.name(), header.prefix() + HIDDEN);
            case Auth.Basic _ -> Map.of("Authorization", "Basic " + HIDDEN);
            case Auth.StandardWebhooks _ -> Map.of("webhook-timestamp", HIDDEN, "webhook-signature", HIDDEN);
            case Auth.OAuth2Refresh _, Auth.ServiceAccount _ -> Map.of("Authorization", "Bearer " + HIDDEN);
            case Auth.None _, Auth.Query _, Auth.Field _, Auth.All _, Auth.ByHost _ -> Map.of();
        };
    }

    private void headers(@Nullable Object expected, Map<String, String> actual, List<Auth> proofs) {
        if (whole) {
            exactly("headers", expected, actual);
            return;
        }
        Map<String, Object> byName = new LinkedHashMap<>();
        actual.forEach((name, value) -> byName.put(name.toLowerCase(Locale.ROOT), value));
        proofs.forEach(proof ->
                header(proof).forEach((name, value) -> byName.put(name.toLowerCase(Locale.ROOT), value)));
        map(expected)
                .forEach((name, value) -> within(
                        "headers." + name,
                        value,
                        byName.get(String.valueOf(name).toLowerCase(Locale.ROOT))));
    }

    private void body(@Nullable Object expected, Request request, List<Auth> proofs) {
        String text = request.bodyText();
        if (whole) {
            Object actual = expected instanceof String ? text : read(text);
            exactly("body", expected, actual);
        } else if (expected instanceof Map) {
            Object json = read(text);
            Object fields =
                    json instanceof Map<?, ?> object ? withFields(object, proofs) : json == null ? form(text) : json;
            map(expected).forEach((path, value) -> {
                boolean direct = fields instanceof Map<?, ?> map && map.containsKey(path);
                within(
                        "body." + path,
                        value,
                        direct ? ((Map<?, ?>) fields).get(path) : at(fields, String.valueOf(path)));
            });
        } else {
            texts("body", expected, text);
        }
    }

    private static Map<String, Object> withFields(Map<?, ?> object, List<Auth> proofs) {
        Map<String, Object> fields = new LinkedHashMap<>();
        object.forEach((key, value) -> fields.put(String.valueOf(key), value));
        proofs.forEach(proof -> {
            if (proof instanceof Auth.Field field) {
                fields.put(field.name(), HIDDEN);
            }
        });
        return fields;
    }

    private void exactly(String path, @Nullable Object expected, @Nullable Object actual) {
        if (!Objects.equals(Likeness.canonical(expected), Likeness.canonical(actual))) {
            differences.add(new Difference(path, expected, actual));
        }
    }

    /** Whether everything expected is in it. */
    private void within(String path, @Nullable Object expected, @Nullable Object actual) {
        if (expected instanceof Map<?, ?> wanted && actual instanceof Map<?, ?> there) {
            wanted.forEach((key, value) -> within(path + "." + key, value, there.get(String.valueOf(key))));
        } else if (expected instanceof List<?> wanted
                && actual instanceof List<?> there
                && wanted.size() == there.size()) {
            for (int i = 0; i < wanted.size(); i++) {
                within(path + "[" + i + "]", wanted.get(i), there.get(i));
            }
        } else if (!Likeness.alike(expected, hidden(expected, actual))) {
            differences.add(new Difference(path, expected, actual));
        }
    }

    /** With stars where the case expects some. */
    private @Nullable Object hidden(@Nullable Object expected, @Nullable Object actual) {
        return expected instanceof String wanted && wanted.contains(HIDDEN) && actual instanceof String text
                ? hide.apply(text)
                : actual;
    }

    /** What stands at {@code data[0].custom_data.value}; null where nothing does. */
    private static @Nullable Object at(@Nullable Object value, String path) {
        Object here = value;
        for (String step : path.replace("[", ".[").split("\\.")) {
            if (step.isEmpty()) {
                continue;
            }
            here = switch (here) {
                case Map<?, ?> map -> map.get(step);
                case List<?> list
                when step.matches("\\[\\d{1,6}]") -> {
                    int i = Integer.parseInt(step.substring(1, step.length() - 1));
                    yield i < list.size() ? list.get(i) : null;
                }
                case null, default -> null;
            };
        }
        return here;
    }

    private static @Nullable Object read(String text) {
        try {
            return text.isBlank() ? null : JSON.readValue(text, Object.class);
        } catch (JacksonException notJson) {
            return null;
        }
    }

    /** Parameters by name; several of one name are a list. */
    private static Map<String, Object> form(@Nullable String encoded) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (String pair : encoded == null || encoded.isEmpty() ? new String[0] : encoded.split("&")) {
            String[] parts = pair.split("=", 2);
            String value = parts.length < 2 ? "" : decoded(parts[1]);
            fields.merge(decoded(parts[0]), value, (one, other) -> {
                List<Object> both = new ArrayList<>(one instanceof List<?> list ? list : List.of(one));
                both.add(other);
                return both;
            });
        }
        return fields;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replaceAll("%(?![0-9A-Fa-f]{2})", "%25"), StandardCharsets.UTF_8);
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    /** How a request proves who sends it, without the proof: {@code header Authorization: Bearer ***}. */
    private static String words(List<Auth> parts) {
        return parts.isEmpty() ? "none" : parts.stream().map(Comparison::words).collect(Collectors.joining(" and "));
    }

    private static String words(Auth part) {
        return switch (part) {
            case Auth.Header header -> "header " + header.name() + ": " + header.prefix() + "***";
            case Auth.Query query -> "query " + query.name();
            case Auth.Field field -> "field " + field.name();
            case Auth.Basic _ -> "basic";
            case Auth.StandardWebhooks _ -> "standard webhooks";
            case Auth.OAuth2Refresh refresh -> "oauth " + refresh.tokenUrl();
            case Auth.ServiceAccount account -> "service account " + account.scope();
            case Auth.None _, Auth.All _, Auth.ByHost _ -> throw new IllegalArgumentException("no part");
        };
    }
}
