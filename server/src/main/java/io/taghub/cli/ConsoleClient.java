package io.taghub.cli;

import io.taghub.hub.PlainException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a running hub on this machine through its console listener. */
final class ConsoleClient {
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;

    ConsoleClient(int port) {
        this.port = port;
    }

    static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    String text(String path) {
        return send(
                HttpRequest.newBuilder(uri(path)).header("Accept", "text/plain").GET());
    }

    JsonNode json(String path) {
        return JSON.readTree(text(path));
    }

    JsonNode post(String path, Object body) {
        return post(path, "application/json", HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
    }

    /** A file as it is. */
    JsonNode post(String path, Path file) {
        try {
            return post(path, "text/csv", HttpRequest.BodyPublishers.ofFile(file));
        } catch (FileNotFoundException gone) {
            throw new PlainException(file + " is not there");
        }
    }

    private JsonNode post(String path, String type, HttpRequest.BodyPublisher body) {
        return JSON.readTree(send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", type)
                .header("X-TagHub", "1")
                .POST(body)));
    }

    /** Whether anybody listens there. */
    boolean answers() {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException nobody) {
            return false;
        }
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private String send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer =
                    client.send(request.timeout(Duration.ofMinutes(5)).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.headers().firstValue("X-TagHub").isEmpty()) {
                throw new PlainException("what answers at port " + port + " is not a hub's console (HTTP "
                        + answer.statusCode() + "); name the console's port with --console-port");
            }
            if (answer.statusCode() >= 400) {
                throw new PlainException(error(answer));
            }
            return answer.body();
        } catch (ConnectException nobody) {
            throw new PlainException("no hub answers at port " + port
                    + "; start one with `taghub demo` or `taghub run`, or name its port with --console-port");
        } catch (IOException broken) {
            throw new PlainException("the hub at port " + port + " did not answer: " + broken.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new PlainException("interrupted");
        }
    }

    private static String error(HttpResponse<String> answer) {
        return JSON.readTree(answer.body()).path("error").asString("HTTP " + answer.statusCode());
    }
}
