package io.taghub.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Speaks to the hub under test the way any other client does. */
final class Http implements AutoCloseable {
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final HttpClient client = HttpClient.newHttpClient();

    static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    JsonNode json(String address) {
        String text = textIfThere(address);
        if (text == null) {
            throw new IllegalStateException("there is nothing at " + address);
        }
        return JSON.readTree(text);
    }

    /** Missing where there is nothing at this address. */
    JsonNode jsonIfThere(String address) {
        String text = textIfThere(address);
        return text == null ? MissingNode.getInstance() : JSON.readTree(text);
    }

    /** Null where there is nothing at this address. */
    @Nullable
    String textIfThere(String address) {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(address)));
        if (answer.statusCode() == 404) {
            return null;
        }
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(address + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.timeout(LONGEST).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException unreachable) {
            throw new UncheckedIOException("the hub under test does not answer", unreachable);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopped);
        }
    }

    /** A listener that stops waits for connections that are kept, so they end first. */
    @Override
    public void close() {
        client.shutdownNow();
    }
}
