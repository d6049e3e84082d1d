package io.taghub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.hub.Hub;
import io.taghub.time.HubClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A wrong mapping mended from the command line, after the hub was started again with the right one. */
class ReceivedTest {
    @RegisterExtension
    final Terminal terminal = new Terminal();

    @TempDir
    Path folder;

    private Path config(String word) throws Exception {
        return Files.writeString(folder.resolve("taghub.yaml"), """
                site: { domain: shop.example, prefix: x7k2qd }
                mode: sandbox
                inbound:
                  crm:
                    verify: { type: header_token, header: X-Key, secret: "${env:KEY}" }
                    map: { name: { from: $.type, values: { %s: deposit } }, event_id: $.id, user_id: $.player }
                tags: {}
                """.formatted(word));
    }

    private String taghub(int code, Hub hub, String... words) {
        terminal.clear();
        List<String> typed = new java.util.ArrayList<>(List.of(words));
        typed.addAll(List.of("--console-port", String.valueOf(hub.consolePort())));
        assertThat(TagHub.run(typed.toArray(String[]::new))).isEqualTo(code);
        return terminal.out().strip() + terminal.err().strip();
    }

    private static void post(Hub hub, String id) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hub.port() + "/in/crm"))
                            .header("X-Key", PartnerHub.KEY)
                            .POST(HttpRequest.BodyPublishers.ofString(
                                    "{\"id\":\"" + id + "\",\"type\":\"payment.done\",\"player\":\"u-1\"}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode() + answer.body()).isEqualTo("422unknown_event");
        }
    }

    /** Also where the sender put it in a place of its own. */
    @Test
    void noSecretOfASendersIsShown() throws Exception {
        try (Hub hub = PartnerHub.start(config("deposit.approved"), folder.resolve("data"), new HubClock());
                HttpClient client = HttpClient.newHttpClient()) {
            client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hub.port()
                                    + "/in/crm?token=ZQA&api_key=ZQB&key=ZQC&tid=seen"))
                            .header("X-Api-Key", "ZQD")
                            .POST(
                                    HttpRequest.BodyPublishers.ofString(
                                            "{\"id\":\"d-1\",\"token\":\"ZQE\",\"a\":[{\"apiKey\":\"ZQF\"},"
                                                    + "{\"key\":\"secret\",\"value\":\"ZQG\"},{\"key\":\"colour\",\"value\":\"red\"}]}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            ConsoleClient console = new ConsoleClient(hub.consolePort());
            String id = console.json("/api/received")
                    .path("received")
                    .path(0)
                    .path("id")
                    .asString("");
            String shown = console.json("/api/received/" + id).toString();
            assertThat(shown).contains("tid=seen", "colour", "red", "d-1").doesNotContain("ZQ");
        }
    }

    @Test
    void whatWasMappedWronglyIsHadAfterAll() throws Exception {
        try (Hub hub = PartnerHub.start(config("deposit.approved"), folder.resolve("data"), new HubClock())) {
            assertThat(taghub(0, hub, "replay", "--received")).startsWith("nothing matches");
            post(hub, "d-1");
            post(hub, "d-2");
            assertThat(taghub(1, hub, "replay", "--received", "--source", "crn"))
                    .contains("There is no source of this name; did you mean 'crm'?");
            assertThat(taghub(1, hub, "replay", "--received", "--code", "unknwn_event"))
                    .contains("did you mean 'unknown_event'?");
        }
        try (Hub hub = PartnerHub.start(config("payment.done"), folder.resolve("data"), new HubClock())) {
            ConsoleClient console = new ConsoleClient(hub.consolePort());
            assertThat(taghub(0, hub, "replay", "--received", "--source", "crm", "--dry-run"))
                    .isEqualTo("2 requests were unknown_event 2\nby the config as it is now they would be accepted 2");
            assertThat(console.json("/api/events?limit=10").path("events")).isEmpty();
            String one = console.json("/api/received")
                    .path("received")
                    .path(0)
                    .path("id")
                    .asString("");
            assertThat(taghub(0, hub, "replay", "--received", "--id", one)).contains("they are accepted 1");
            assertThat(taghub(0, hub, "replay", "--received")).startsWith("1 request was unknown_event 1");
            assertThat(console.json("/api/events?limit=10").path("events")).hasSize(2);
            assertThat(console.post("/api/received/replay", Map.of("code", "accepted"))
                            .path("after")
                            .path("duplicate")
                            .asInt())
                    .isEqualTo(2);
        }
    }
}
