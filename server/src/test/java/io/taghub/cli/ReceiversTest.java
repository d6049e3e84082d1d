package io.taghub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.hub.Hub;
import io.taghub.sandbox.Sandbox;
import io.taghub.time.HubClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Several networks that name their click id alike, at a running hub: which is told, and what the operator is told. */
class ReceiversTest {
    private static final String HEAD = """
            site: { domain: shop.example, prefix: x7k2qd }
            mode: %s
            server_keys: { shop: "${env:KEY}" }
            events: { ftd: { conversion: true, from: [server] } }
            tags:
            """;
    private static final String NETWORKS = """
              north: { type: postback, preset: redtrack, domain: trk.north.example, when: [ftd]%s }
              south: { type: postback, preset: redtrack, domain: trk.south.example, when: [ftd]%s }
            """;
    private static final String THIRD =
            "  west: { type: postback, preset: redtrack, domain: trk.west.example, when: [ftd] }\n";
    private static final String TOLD_APART = NETWORKS.formatted(
            ", capture: { when: { utm_source: north } }", ", capture: { when: { utm_source: south } }");

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    private Path write(String mode, String more) throws IOException {
        return Files.writeString(folder.resolve("taghub.yaml"), HEAD.formatted(mode) + more);
    }

    private Hub start(Path config) {
        return Hub.start(new Hub.Setting(
                config,
                name -> PartnerHub.KEY,
                0,
                0,
                folder.resolve("data"),
                new HubClock(),
                List.of(),
                "127.0.0.1",
                UnaryOperator.identity()));
    }

    private HttpResponse<String> post(Hub hub, String path, String body) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hub.port() + path))
                        .header("Authorization", "Bearer " + PartnerHub.KEY)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static void until(BooleanSupplier reached) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!reached.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    /** {@code delivered A} or {@code skipped REASON} of each tag, once it is decided. */
    private static List<String> decided(Hub hub, String event) {
        ConsoleClient console = new ConsoleClient(hub.consolePort());
        String path = "/api/events/" + event;
        until(() -> console.json(path)
                .path("tags")
                .valueStream()
                .noneMatch(tag -> tag.path("verdict").asString().equals("waiting")));
        return console.json(path)
                .path("tags")
                .valueStream()
                .map(ReceiversTest::decided)
                .toList();
    }

    private static String decided(JsonNode tag) {
        String request = tag.path("attempts").path(0).path("request").asString("");
        return tag.path("verdict").asString() + " "
                + (request.isEmpty()
                        ? tag.path("reason").asString()
                        : request.replaceAll("(?s).*[?&]clickid=([^&\\s]*).*", "$1"));
    }

    @Test
    void aClickIsToldToTheReceiverWhoseItIs() throws Exception {
        try (Sandbox sandbox = Sandbox.start(0, new HubClock());
                Hub hub = start(write("sandbox\nsandbox: " + sandbox.url(), TOLD_APART))) {
            post(hub, "/x7k2qd/e", """
                    {"v":1,"l":"https://shop.example/#/offers?clickid=A&utm_source=north","g":{"id":"u1"},
                     "e":[{"n":"page_view","i":"m1x9k2v0aaaa","u":"https://shop.example/"}]}""");
            post(hub, "/v1/events", """
                    {"name":"ftd","id":"d1","user":{"id":"u1"},"value":50,"currency":"EUR"}""");
            assertThat(decided(hub, "d1")).containsExactly("delivered A", "skipped NO_CLICK_ID");

            post(hub, "/v1/events", """
                    [{"name":"ftd","id":"d2","user":{"id":"u2"},"click_ids":{"clickid":"B"}},
                     {"name":"ftd","id":"d3","user":{"id":"u3"},"click_ids":{"clickid":{"value":"C","for":"south"}}},
                     {"name":"ftd","id":"d4","user":{"id":"u3"}}]""");
            assertThat(decided(hub, "d2")).containsExactly("skipped CLICK_AMBIGUOUS", "skipped CLICK_AMBIGUOUS");
            assertThat(decided(hub, "d3")).containsExactly("skipped NO_CLICK_ID", "delivered C");
            assertThat(decided(hub, "d4")).containsExactly("skipped NO_CLICK_ID", "duplicate ONCE");

            HttpResponse<String> misspelt = post(hub, "/v1/events", """
                    {"name":"ftd","id":"d5","click_ids":{"clickid":{"value":"D","for":"noth"}}}""");
            assertThat(misspelt.statusCode()).isEqualTo(200);
            assertThat(decided(hub, "d5")).containsExactly("skipped CLICK_AMBIGUOUS", "skipped CLICK_AMBIGUOUS");
            assertThat(misspelt.body())
                    .contains(
                            "click_ids.clickid.for",
                            "there is no tag and no network 'noth' in the config;" + " did you mean 'north'?");
        }
    }

    @Test
    void aHubThatWasUpgradedGoesOnAndSaysSoAndNothingWorseIsTakenUp() throws Exception {
        Path file = write("live", NETWORKS.formatted("", ""));
        try (Hub hub = start(file)) {
            ConsoleClient console = new ConsoleClient(hub.consolePort());
            assertThat(page(hub)).contains("Clicks go to several receivers", "&#39;south&#39; (trk.south.example)");

            write("live", NETWORKS.formatted(", window: 30d", ""));
            until(() -> hub.config().tags().get("north").window() != null);
            write("live", NETWORKS.formatted("", "") + THIRD);
            until(() -> !console.json("/api/tags").path("config_problems").isEmpty());
            assertThat(console.json("/api/tags").path("config_problems").toString())
                    .contains("'west' (trk.west.example)");
            assertThat(hub.config().tags()).containsOnlyKeys("north", "south");

            write("live", TOLD_APART + THIRD.replace(" }", ", click_id: west_cid }"));
            until(() -> hub.config().tags().containsKey("west"));
            until(() -> console.json("/api/tags").path("config_problems").isEmpty());
            assertThat(page(hub)).doesNotContain("Clicks go to several receivers");
        }
    }

    private String page(Hub hub) throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hub.consolePort() + "/"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
