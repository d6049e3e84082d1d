package io.taghub.inbound.hook;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** One request as it came in, byte by byte, with what is asked of it again and again worked out once. Belongs to one thread. */
public final class Hook {
    public static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final String method;
    private final String url;
    private final Map<String, String> headers;
    private final byte[] body;
    private final List<Parameter> query;
    private @Nullable List<Parameter> form;
    private @Nullable JsonNode json;

    /** One name and value of a query or a form, decoded; a name may come several times. */
    public record Parameter(String name, String value) {}

    /**
     * @param method in upper case
     * @param url as the sender called it, {@code https://hub.shop.example/in/crm?key=x}
     * @param headers names in any case; of several of one name the values with commas between
     * @param body as it came, never changed
     */
    public Hook(String method, String url, Map<String, String> headers, byte[] body) {
        this.method = method;
        this.url = url;
        this.headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        this.headers.putAll(headers);
        this.body = body.clone();
        int question = url.indexOf('?');
        this.query = question < 0 ? List.of() : parameters(url.substring(question + 1));
    }

    public String method() {
        return method;
    }

    public String url() {
        return url;
    }

    public byte[] body() {
        return body.clone();
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public Map<String, String> headers() {
        return headers;
    }

    public @Nullable String header(String name) {
        return headers.get(name);
    }

    public List<Parameter> query() {
        return query;
    }

    public @Nullable String query(String name) {
        return first(query, name);
    }

    /** What was posted as a web form is; empty of any other body. */
    public List<Parameter> form() {
        List<Parameter> read = form;
        if (read == null) {
            String type = headers.getOrDefault("Content-Type", "").toLowerCase(Locale.ROOT);
            read = type.startsWith("application/x-www-form-urlencoded") ? parameters(text()) : List.of();
            form = read;
        }
        return read;
    }

    /** A field of the form alone: an address is in logs and histories. */
    public @Nullable String field(String name) {
        return first(form(), name);
    }

    /** A parameter of the query, else a field of the form: a postback may come as either. */
    public @Nullable String parameter(String name) {
        String inQuery = first(query, name);
        return inQuery == null ? first(form(), name) : inQuery;
    }

    /** The body as JSON; missing where it is none. */
    public JsonNode json() {
        JsonNode read = json;
        if (read == null) {
            read = json(text());
            json = read;
        }
        return read;
    }

    /** A text as JSON; missing where it is none. */
    public static JsonNode json(String text) {
        String plain = text.startsWith("\ufeff") ? text.substring(1) : text;
        try {
            return plain.isBlank() ? MissingNode.getInstance() : JSON.readTree(plain);
        } catch (JacksonException | NumberFormatException noJson) {
            return MissingNode.getInstance();
        }
    }

    /** The same with another header. */
    public Hook with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new Hook(method, url, more, body);
    }

    /** The same with another parameter behind its query. */
    public Hook asking(String name, String value) {
        return at(url + (url.contains("?") ? "&" : "?") + encoded(name) + "=" + encoded(value));
    }

    /** The same at another address. */
    public Hook at(String address) {
        return new Hook(method, address, headers, body);
    }

    private static @Nullable String first(List<Parameter> parameters, String name) {
        for (Parameter parameter : parameters) {
            if (parameter.name.equals(name)) {
                return parameter.value;
            }
        }
        return null;
    }

    /** The value of a parameter in a query, {@code a=1&b=x%20y}. */
    public static @Nullable String parameter(String query, String name) {
        return first(parameters(query), name);
    }

    /** {@code a=1&b=x%20y}; what is not encoded rightly stays as it is. */
    static List<Parameter> parameters(String text) {
        List<Parameter> parameters = new ArrayList<>();
        for (String pair : text.strip().split("&", -1)) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                parameters.add(new Parameter(
                        decoded(equals < 0 ? pair : pair.substring(0, equals)),
                        equals < 0 ? "" : decoded(pair.substring(equals + 1))));
            }
        }
        return parameters;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A part of a query or a form in clear; what is not encoded rightly as it is. */
    public static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}
