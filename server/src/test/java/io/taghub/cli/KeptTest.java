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
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A running hub forgets what is over, within ten minutes of its own clock, and its report says the same as before. */
class KeptTest {
    private static final String REPORT = "/api/report?from=2026-11-20&to=2026-11-22";

    private final HubClock clock = new HubClock(Instant.parse("2026-11-22T12:00:02Z"));

    @TempDir
    Path folder;

    private Hub hub() throws Exception {
        return PartnerHub.start(Files.writeString(folder.resolve("taghub.yaml"), """
                        site: { domain: shop.example, prefix: x7k2qd }
                        mode: sandbox
                        server_keys: { shop: "${env:KEY}" }
                        retention: { events: 1m, attempts: 30d, received: 2d }
                        inbound:
                          crm:
                            verify: { type: header_token, header: X-Key, secret: "${env:KEY}" }
                            map: { name: { const: deposit }, event_id: $.id }
                        tags:
                          partner:
                            type: postback
                            url: "https://trk.partner.example/pb?cid={{click.id | required}}"
                            click_id: btag
                            when: [ftd]
                        """), folder.resolve("data"), clock);
    }

    private static int post(HttpClient client, Hub hub, String path, String header, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hub.port() + path))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        int colon = header.indexOf(':');
        return client.send(
                        request.header(header.substring(0, colon), header.substring(colon + 1))
                                .build(),
                        BodyHandlers.ofString())
                .statusCode();
    }

    private static void await(BooleanSupplier done) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static int received(ConsoleClient console) {
        return console.json("/api/received?limit=1000").path("received").size();
    }

    @Test
    void eventsLeaveTheirTotalsAndTheirVerdicts() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient();
                Hub hub = hub()) {
            ConsoleClient console = new ConsoleClient(hub.consolePort());
            assertThat(post(client, hub, "/v1/events", "Authorization:Bearer " + PartnerHub.KEY, """
                            [{"name":"ftd","id":"f-1","time":"2026-11-22T11:00:00Z","value":50.0,"currency":"EUR"},
                             {"name":"ftd","id":"f-2","time":"2026-11-21T11:00:00Z","value":0.5,"currency":"EUR"}]"""))
                    .isEqualTo(200);
            await(() -> console.json("/api/tags").at("/tags/0/verdicts/skipped").asInt() == 2);
            JsonNode before = console.json(REPORT);
            assertThat(before.path("rows")).hasSize(4);

            // Not before it is due, however long that is over.
            clock.advance(Duration.ofMinutes(8));
            assertThat(console.json("/api/events/f-1").path("gone").asBoolean()).isFalse();
            clock.advance(Duration.ofMinutes(2));
            await(() -> console.json("/api/events/f-1").path("gone").asBoolean());
            assertThat(console.json(REPORT)).hasToString(before.toString());
            assertThat(console.json("/api/events/f-2").toString()).contains("NO_CLICK_ID");
            assertThat(TagHub.run("explain", "f-1", "--console-port", String.valueOf(hub.consolePort())))
                    .isZero();
        }
    }

    @Test
    void ofASourcesForgeriesTheLatestStayAndNoneForEver() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient();
                Hub hub = hub()) {
            ConsoleClient console = new ConsoleClient(hub.consolePort());
            for (int minute = 0; minute < 9; minute++) {
                for (int i = 0; i < 62; i++) {
                    assertThat(post(client, hub, "/in/crm", "X-Key:forged", "{\"id\":\"d-" + minute + "-" + i + "\"}"))
                            .isEqualTo(401);
                }
                clock.advance(Duration.ofMinutes(1));
            }
            assertThat(received(console)).as("sixty a minute").isEqualTo(540);
            clock.advance(Duration.ofMinutes(1));
            await(() -> received(console) == 500);
            clock.advance(Duration.ofDays(2));
            await(() -> received(console) == 0);
        }
    }
}
