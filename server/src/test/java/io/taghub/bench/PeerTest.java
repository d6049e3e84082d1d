package io.taghub.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The generator and the receiver against a hub of a few lines, which keeps what it is sent for a look at it. */
class PeerTest {
    private static final JsonMapper JSON = new JsonMapper();

    private final Queue<JsonNode> bodies = new ConcurrentLinkedQueue<>();
    private final Set<String> authorisations = ConcurrentHashMap.newKeySet();
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer hub;
    private int platform;

    @BeforeEach
    void start() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            platform = free.getLocalPort();
        }
        hub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        hub.start();
    }

    @AfterEach
    void stop() {
        hub.stop(0);
        client.close();
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + hub.getAddress().getPort() + path);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void forward(HttpExchange exchange) throws IOException {
        JsonNode event = JSON.readTree(exchange.getRequestBody().readAllBytes());
        bodies.add(event);
        authorisations.add(exchange.getRequestHeaders().getFirst("Authorization"));
        String id = event.path("key").asString();
        try {
            client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + platform + "/graph/events"))
                            .POST(HttpRequest.BodyPublishers.ofString("{\"data\":[{\"event_id\":\"" + id + "\"}]}"))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        answer(exchange, 202, "");
    }

    @Test
    void aPeerIsSentItsOwnBodyAndWhatItDeliversIsCounted() throws Exception {
        hub.createContext("/track", this::forward);
        Peer peer = new Peer(
                at("/track?x=1"),
                List.of("Authorization: Bearer 123"),
                "{\"key\":\"{{id}}\",\"at\":\"{{time}}\",\"ms\":{{millis}},\"who\":\"ä-{{visitor}}\"}",
                platform);

        JsonNode figures = JSON.readTree(
                        peer.measure(Duration.ofMillis(300), 4, line -> {}).json("0"))
                .path("figures");

        assertThat(figures.path(1).path("name").asString()).contains("missing");
        assertThat(figures.path(1).path("value").asInt()).isZero();
        assertThat(figures.path(1).path("details").path("acknowledged").asInt()).isEqualTo(bodies.size());
        assertThat(figures.path(0).path("value").asDouble()).isPositive();
        assertThat(bodies).extracting(body -> body.path("key").asString()).doesNotHaveDuplicates();
        assertThat(bodies).allSatisfy(body -> {
            Instant sent = Instant.parse(body.path("at").asString());
            assertThat(sent.toEpochMilli()).isEqualTo(body.path("ms").asLong());
            assertThat(sent).isBetween(Instant.now().minusSeconds(60), Instant.now());
            assertThat(body.path("who").asString()).matches("ä-.*-\\d{9}");
        });
    }

    @Test
    void aRefusedRequestIsSentAgainUnderTheSameId() throws Exception {
        AtomicInteger refusals = new AtomicInteger();
        hub.createContext("/v1/events", exchange -> {
            bodies.add(JSON.readTree(exchange.getRequestBody().readAllBytes()));
            if (refusals.getAndIncrement() == 0) {
                exchange.getResponseHeaders().set("Retry-After", "1");
                answer(exchange, 503, "later");
            } else {
                answer(exchange, 200, "");
            }
        });
        Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
        try (Load load = new Load(
                Load.Course.of("r", 1, 0, Duration.ofMinutes(1)).requests(3),
                () -> hub.getAddress().getPort(),
                "key",
                acknowledged::add)) {
            assertThat(load.await(Duration.ofSeconds(20))).isTrue();

            assertThat(load.unavailable()).isEqualTo(1);
            assertThat(load.acked()).isEqualTo(3);
            assertThat(acknowledged).containsExactly("r-000000000", "r-000000001", "r-000000002");
            assertThat(bodies)
                    .extracting(body -> body.path("id").asString())
                    .containsExactly("r-000000000", "r-000000000", "r-000000001", "r-000000002");
        }
    }

    @Test
    void aHubThatHasLessThanItAcknowledgedFailsTheBench() throws Exception {
        hub.createContext("/metrics", exchange -> answer(exchange, 200, "taghub_admitted_total 9.0\n"));
        HubApi console = new HubApi(hub.getAddress().getPort());

        BenchRun.complete(console, 9);
        assertThatThrownBy(() -> BenchRun.complete(console, 10)).hasMessageContaining("missing");
    }
}
