package io.taghub.tag;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request, complete but for its authentication.
 *
 * @param method {@code GET} or {@code POST}, and where a platform corrects what it has by another, {@code PUT} or {@code DELETE}
 * @param url absolute, https
 * @param headers in sending order
 * @param body null where there is none
 * @param auth what proves the sender of this one, where the calls of a tag differ in it; null for the tag's own
 */
public record Request(
        String method,
        URI url,
        Map<String, String> headers,
        byte @Nullable [] body,
        @Nullable Auth auth) {

    /** A request with what the tag proves itself by. */
    public Request(String method, URI url, Map<String, String> headers, byte @Nullable [] body) {
        this(method, url, headers, body, null);
    }

    public static Request get(String url) {
        return new Request("GET", URI.create(url), Map.of(), null);
    }

    /** A POST with a JSON body: the fields in the order they were put. */
    public static Request postJson(String url, Fields body) {
        return new Request("POST", URI.create(url), Map.of("Content-Type", "application/json"), body.toJson());
    }

    /** A form as a body: names and values in their order, each encoded once. */
    public static Request form(String method, String url, Map<String, String> values) {
        return new Request(
                method,
                URI.create(url),
                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                encoded(values).getBytes(StandardCharsets.UTF_8));
    }

    /** {@code name=value&...} in the order given; what a value holds can be nothing but a value. */
    public static String encoded(Map<String, String> values) {
        return values.entrySet().stream()
                .map(pair -> encoded(pair.getKey()) + "=" + encoded(pair.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** One part of an address, percent-encoded, blanks as well. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    public Request header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Request(method, url, more, body, auth);
    }

    /** The same at another address. */
    public Request at(URI there) {
        return new Request(method, there, headers, body, auth);
    }

    /** The same with another body. */
    public Request with(byte[] content) {
        return new Request(method, url, headers, content, auth);
    }

    /** The same with a proof of its own. */
    public Request provenBy(Auth own) {
        return new Request(method, url, headers, body, own);
    }

    /**
     * What it is shown to the host that it goes to, none of it {@link Auth.All} or {@link Auth.ByHost}.
     *
     * @param tags the tag's, which holds where this request has none of its own
     */
    public List<Auth> proofs(Auth tags) {
        return (auth == null ? tags : auth).at(String.valueOf(url.getHost()));
    }

    public String bodyText() {
        return body == null ? "" : new String(body, StandardCharsets.UTF_8);
    }
}
