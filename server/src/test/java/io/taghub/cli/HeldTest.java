package io.taghub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.hub.Hub;
import io.taghub.time.HubClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who asks how the hub is hears of events that wait for a person. */
class HeldTest {
    @TempDir
    Path folder;

    @Test
    void healthSaysHowManyAreHeld() throws Exception {
        Path config = Files.writeString(folder.resolve("taghub.yaml"), """
                site: { domain: shop.example, prefix: x7k2qd }
                mode: sandbox
                server_keys: { shop: "${env:KEY}" }
                events: { ftd: { conversion: true, require: [order_id] } }
                tags:
                  partner:
                    type: postback
                    url: "https://trk.partner.example/pb?cid={{click.id}}"
                    click_id: btag
                    when: [ftd]
                """);
        try (Hub hub = PartnerHub.start(config, folder.resolve("data"), new HubClock());
                HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hub.port() + "/v1/events"))
                    .header("Authorization", "Bearer " + PartnerHub.KEY)
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "[{\"name\":\"ftd\",\"id\":\"d1\"},{\"name\":\"ftd\",\"id\":\"d2\"}]"))
                    .build();
            assertThat(client.send(request, BodyHandlers.ofString()).body()).contains("\"accepted\":2");

            long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            String said = get(client, hub.port(), "/health");
            while (!said.contains("2 events") && System.nanoTime() < end) {
                Thread.onSpinWait();
                said = get(client, hub.port(), "/health");
            }
            assertThat(said)
                    .startsWith("ok, but: 2 events are held, because what 'events' says of them is not so (CONTRACT);"
                            + " `taghub held` lists them.\nconfig ")
                    .doesNotContain("partner");
            assertThat(get(client, hub.consolePort(), "/metrics")).contains("taghub_warnings 1.0");
        }
    }

    private static String get(HttpClient client, int port, String path) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }
}
