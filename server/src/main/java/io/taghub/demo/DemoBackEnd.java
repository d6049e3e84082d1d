package io.taghub.demo;

import io.taghub.tag.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reports events to the hub the way an operator's back end does: over HTTP, with a server key. */
public final class DemoBackEnd {
    static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Supplier<URI> hub;
    private final Secret key;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /**
     * @param hub where the public listener is, {@code http://127.0.0.1:8080}; asked at every report, because the demo is
     *     served by that listener itself
     * @param key one of the configured server keys
     */
    public DemoBackEnd(Supplier<URI> hub, Secret key) {
        this.hub = hub;
        this.key = key;
    }

    /** Posts one event to {@code /v1/events}; answers what went wrong in one sentence, nothing if it was taken. */
    Optional<String> report(ObjectNode event) {
        HttpRequest request = HttpRequest.newBuilder(hub.get().resolve("/v1/events"))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + key.reveal())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(event)))
                .build();
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                return Optional.of("The hub answered " + answer.statusCode() + " to the back end.");
            }
            JsonNode rejected = JSON.readTree(answer.body()).path("rejected");
            return rejected.isEmpty()
                    ? Optional.empty()
                    : Optional.of("The hub did not take the event: "
                            + rejected.path(0).path("reason").asString(""));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.of("The demo is stopping.");
        } catch (IOException unreachable) {
            return Optional.of("The back end could not reach the hub.");
        }
    }
}
