package io.taghub.tag;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request, complete but for its authentication.
 *
 * @param method {@code GET} or {@code POST}
 * @param url absolute, https
 * @param headers in sending order
 * @param body null where there is none
 */
public record Request(String method, URI url, Map<String, String> headers, byte @Nullable [] body) {

    public static Request get(String url) {
        return new Request("GET", URI.create(url), Map.of(), null);
    }

    /** A POST with a JSON body: the fields in the order they were put. */
    public static Request postJson(String url, Fields body) {
        return new Request("POST", URI.create(url), Map.of("Content-Type", "application/json"), body.toJson());
    }

    public Request header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Request(method, url, more, body);
    }

    public String bodyText() {
        return body == null ? "" : new String(body, StandardCharsets.UTF_8);
    }
}
