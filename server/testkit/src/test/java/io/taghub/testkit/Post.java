package io.taghub.testkit;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;

/** What the script in a browser posts, written by hand where a test needs headers no browser lets it choose. */
final class Post {
    private final Expectations hub;
    private final Map<String, String> headers = new HashMap<>(
            Map.of("User-Agent", "Mozilla/5.0 (X11; Linux x86_64)", "Content-Type", "text/plain;charset=UTF-8"));
    private String landing = "https://shop.example/";
    private long skewMillis;

    Post(Expectations hub) {
        this.hub = hub;
        headers.putAll(hub.runHeader());
    }

    Post header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    Post landing(String url) {
        landing = url;
        return this;
    }

    /** A browser whose clock is this far ahead. */
    Post clockAhead(long millis) {
        skewMillis = millis;
        return this;
    }

    HttpResponse<String> send(String name, String id) {
        return send(name, id, "{}");
    }

    /** @param properties as JSON */
    HttpResponse<String> send(String name, String id, String properties) {
        long now = hub.now().toEpochMilli() + skewMillis;
        return to("/x7k2qd/e")
                .body(
                        "POST",
                        "{\"v\":1,\"st\":%d,\"l\":\"%s\",\"e\":[{\"n\":\"%s\",\"i\":\"%s\",\"t\":%d,\"u\":\"%s\",\"p\":%s}]}"
                                .formatted(now, landing, name, id, now, landing, properties));
    }

    HttpResponse<String> preflight() {
        headers.put("Access-Control-Request-Method", "POST");
        return to("/x7k2qd/e").body("OPTIONS", "");
    }

    HttpResponse<String> get(String path) {
        return to(path).body("GET", "");
    }

    private record Call(Post post, String path) {
        HttpResponse<String> body(String method, String text) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(post.hub.origin() + path));
            post.headers.forEach(request::header);
            return post.hub.server().http.send(request.method(method, HttpRequest.BodyPublishers.ofString(text)));
        }
    }

    private Call to(String path) {
        return new Call(this, path);
    }
}
