package io.taghub.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.taghub.sandbox.Sandbox;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;

/** The sandbox, and in front of it one host, {@code echo.example}, that refuses everything and quotes it back. */
final class EchoingPlatforms implements AutoCloseable {
    private final Sandbox sandbox;
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    /** What arrived, by host, as it was on the wire and with its escapes undone. */
    final Queue<Map.Entry<String, String>> wire = new ConcurrentLinkedQueue<>();

    private EchoingPlatforms(Sandbox sandbox, HttpServer server) {
        this.sandbox = sandbox;
        this.server = server;
    }

    static EchoingPlatforms start(InstantSource clock) throws IOException {
        EchoingPlatforms platforms = new EchoingPlatforms(
                Sandbox.start(0, clock),
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        platforms.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        platforms.server.createContext("/", platforms::answer);
        platforms.server.start();
        return platforms;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    String page() throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(URI.create(sandbox.url() + "/_sandbox"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String target = exchange.getRequestURI().toString();
        byte[] body = exchange.getRequestBody().readAllBytes();
        String text = target + "\n" + new String(body, StandardCharsets.UTF_8);
        String plain = URLDecoder.decode(text.replaceAll("%(?![0-9A-Fa-f]{2})", "%25"), StandardCharsets.UTF_8);
        wire.add(Map.entry(target.split("/")[1], text + "\n" + plain));
        if (target.startsWith("/echo.example/")) {
            send(exchange, 400, ("refused: " + plain).getBytes(StandardCharsets.UTF_8));
            return;
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(sandbox.url() + target));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!java.util.Set.of("host", "content-length", "connection", "transfer-encoding", "upgrade", "expect")
                    .contains(name.toLowerCase(Locale.ROOT))) {
                request.setHeader(name, values.getFirst());
            }
        });
        request.method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        try {
            var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            send(exchange, answer.statusCode(), answer.body());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        client.close();
        sandbox.close();
    }
}
