package io.taghub.postback.convert;

import io.taghub.postback.convert.PastedUrl.Pair;
import io.taghub.postback.convert.PastedUrl.Part;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The headers and the body of a pasted command, as lines of a tag. */
final class PastedBody {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** Macros that stand in JSON without quotes, as numbers do. */
    private static final Pattern UNQUOTED = Pattern.compile(
            "(?<=[:\\[,])(\\s*)(\\{\\{[^{}\"]*}}|[$#%]?\\{[\\w. -]+}|\\[[A-Za-z][\\w. -]*]|<[^<>\"]+>|#{1,2}\\w+#{1,2}|%{1,2}\\w+%{1,2}|[$]\\w+|__\\w+__"
                    + "|(?!true\\b|false\\b|null\\b)[A-Za-z_]\\w*)(?=\\s*[,}\\]])");

    /** What a client says of itself or of the connection. */
    private static final Set<String> NOT_SENT = Set.of(
            "accept",
            "accept-encoding",
            "accept-language",
            "cache-control",
            "connection",
            "content-length",
            "host",
            "origin",
            "pragma",
            "priority",
            "referer",
            "user-agent",
            "postman-token",
            "upgrade-insecure-requests",
            "transfer-encoding",
            "te",
            "dnt");

    private final Gathered gathered;

    PastedBody(Gathered gathered) {
        this.gathered = gathered;
    }

    /** @param basic the macro of name and password, null where there are none */
    void lines(PastedCall call, @Nullable String basic, List<String> lines) {
        Map<String, String> headers = new LinkedHashMap<>();
        call.headers().forEach(header -> header(header, headers));
        if (basic != null) {
            headers.put("Authorization", "Basic " + basic);
        }
        if (!call.form().isEmpty()) {
            headers.put("Content-Type", "application/x-www-form-urlencoded");
        }
        if (!headers.isEmpty()) {
            lines.add("    headers: " + Gathered.group(headers));
        }
        if (call.json() != null) {
            lines.add("    body: " + json(call.json()));
        } else if (!call.form().isEmpty()) {
            Map<String, String> fields = new LinkedHashMap<>();
            for (Pair pair : call.form()) {
                String field = Gathered.decoded(pair.name().text());
                fields.put(
                        field,
                        gathered.secret(pair)
                                ? gathered.secretMacro(field)
                                : Gathered.decodedOutside(gathered.value(field, pair.value()))
                                        .replace('+', ' '));
            }
            lines.add("    body: " + Gathered.group(fields));
        }
    }

    private void header(Pair header, Map<String, String> headers) {
        String name = header.name().text();
        String lower = name.toLowerCase(java.util.Locale.ROOT);
        Part value = header.value();
        if (lower.equals("cookie")) {
            gathered.hidden().add(value);
            gathered.note(value.at(), "a postback sends no cookie; it was left out", false);
        } else if (lower.equals("authorization")) {
            int blank = value.text().indexOf(' ');
            String scheme = blank < 0 ? "" : value.text().substring(0, blank + 1);
            Part credentials = new Part(value.text().substring(scheme.length()), value.at() + scheme.length());
            gathered.hidden().add(credentials);
            gathered.note(
                    credentials.at(),
                    "'" + name + "' is a secret: put it into the environment variable " + gathered.env("authorization"),
                    false);
            headers.put(name, scheme + gathered.secretMacro("authorization"));
        } else if (!NOT_SENT.contains(lower) && !lower.startsWith("sec-")) {
            headers.put(name, gathered.secret(header) ? gathered.secretMacro(name) : gathered.value(name, value));
        }
    }

    private String json(Part body) {
        Object read = read(body.text());
        if (read == null) {
            read = read(UNQUOTED.matcher(body.text()).replaceAll("$1\"$2\""));
        }
        if (read instanceof Map<?, ?> object && !object.isEmpty()) {
            return node("", read, body);
        }
        gathered.note(body.at(), "the body is no JSON object; a postback sends one, or a form", true);
        // It may hold a secret that nobody could find.
        gathered.hidden().add(body);
        return "{ TODO: \"" + Rewritten.TODO + "\" }";
    }

    private static @Nullable Object read(String text) {
        try {
            return JSON.readValue(text, Object.class);
        } catch (JacksonException notJson) {
            return null;
        }
    }

    private String node(String key, @Nullable Object value, Part body) {
        return switch (value) {
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> Gathered.key(String.valueOf(entry.getKey())) + ": "
                                + node(String.valueOf(entry.getKey()), entry.getValue(), body))
                        .collect(Collectors.joining(", ", "{ ", " }"));
            case List<?> list ->
                list.stream().map(one -> node(key, one, body)).collect(Collectors.joining(", ", "[", "]"));
            case String text -> Gathered.quoted(text(key, text, body));
            case null -> "null";
            default -> number(key, value, body);
        };
    }

    private String text(String key, String text, Part body) {
        Part value = place(text, body);
        Pair pair = new Pair(new Part(key, value.at()), value, true);
        if (gathered.secret(pair)) {
            return gathered.secretMacro(key);
        }
        String ours = gathered.value(key, value);
        // In JSON an amount may be a number.
        return ours.equals("{{ value | money }}") && !body.text().contains("\"" + text + "\"") ? "{{ value }}" : ours;
    }

    private String number(String key, Object value, Part body) {
        String text = value.toString();
        Part place = place(text, body);
        return SecretPlace.isTyped(key, text) && gathered.secret(new Pair(new Part(key, place.at()), place, true))
                ? Gathered.quoted(gathered.secretMacro(key))
                : text;
    }

    private static Part place(String text, Part body) {
        return new Part(text, body.at() + Math.max(0, body.text().indexOf(text)));
    }
}
