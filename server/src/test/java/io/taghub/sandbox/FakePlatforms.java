package io.taghub.sandbox;

import io.taghub.twin.StrictJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;

/** A running sandbox at noon of 22 November 2026, and a client that speaks to it as to the real hosts. */
final class FakePlatforms implements AutoCloseable {
    static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    /** SHA-256 of ada@example.com. */
    static final String ADA = "b5fc85e55755f9e0d030a10ab4429b6b2944855f9a0d60077fe832becbc41d72";

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final InstantSource clock = now::get;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    final Sandbox sandbox;

    FakePlatforms() {
        this(Settings.DEFAULT);
    }

    FakePlatforms(Settings settings) {
        sandbox = Sandbox.start(0, clock, settings);
    }

    void advance(Duration by) {
        now.updateAndGet(instant -> instant.plus(by));
    }

    static long seconds() {
        return NOON.getEpochSecond() - 60;
    }

    /** Sends to {@code https://place}; headers in pairs. */
    HttpResponse<String> send(String method, String place, String body, String... headers) {
        try {
            var request = HttpRequest.newBuilder(URI.create(sandbox.url() + "/" + place))
                    .timeout(Duration.ofSeconds(20))
                    .method(method, HttpRequest.BodyPublishers.ofString(body));
            if (headers.length > 0) {
                request.headers(headers);
            }
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    HttpResponse<String> post(String place, String body, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        if (!all.contains("Content-Type")) {
            all.addAll(List.of("Content-Type", "application/json"));
        }
        return send("POST", place, body, all.toArray(String[]::new));
    }

    HttpResponse<String> get(String place, String... headers) {
        return send("GET", place, "", headers);
    }

    static JsonNode json(HttpResponse<String> response) {
        JsonNode json = StrictJson.parse(response.body());
        if (json == null) {
            throw new AssertionError("not JSON: " + response.statusCode() + " " + response.body());
        }
        return json;
    }

    JsonNode requests(String host) {
        return json(get("_sandbox/requests?host=" + host));
    }

    List<String> problems(String host) {
        JsonNode all = requests(host);
        return all.get(all.size() - 1)
                .path("problems")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    JsonNode conversions(String host) {
        return json(get("_sandbox/conversions?host=" + host));
    }

    void fault(String json) {
        HttpResponse<String> answer = post("_sandbox/faults", json);
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.body());
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        sandbox.close();
    }
}
