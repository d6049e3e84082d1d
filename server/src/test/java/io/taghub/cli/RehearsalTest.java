package io.taghub.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a person may try in mode sandbox: each platform's failures, in its own words, and what becomes of the events. */
class RehearsalTest {
    private final DemoCommand.Demo demo = DemoCommand.Demo.start();
    private final HttpClient client = HttpClient.newHttpClient();
    private ConsoleClient console = new ConsoleClient(demo.hub().consolePort());

    @BeforeEach
    void ask() {
        console = new ConsoleClient(demo.hub().consolePort());
    }

    @AfterEach
    void stop() {
        client.close();
        demo.close();
    }

    private void ftd(String id) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + demo.hub().port() + "/v1/events"))
                .header(
                        "Authorization",
                        "Bearer "
                                + demo.hub()
                                        .config()
                                        .serverKeys()
                                        .values()
                                        .iterator()
                                        .next()
                                        .reveal())
                .POST(HttpRequest.BodyPublishers.ofString("""
                        {"name":"ftd","id":"%s","value":50,"currency":"EUR","click_ids":{"btag":"b_1"},
                         "user":{"id":"u-%s","email":"ada@example.com"},"client":{"ip":"203.0.113.7","user_agent":"Mozilla/5.0"}}""".formatted(id, id)))
                .build();
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
    }

    private JsonNode tag(String name) {
        return console.json("/api/tags")
                .path("tags")
                .valueStream()
                .filter(tag -> tag.path("tag").asString("").equals(name))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode fate(String id, String tag) {
        return console.json("/api/events/" + id)
                .path("tags")
                .valueStream()
                .filter(each -> each.path("tag").asString("").equals(tag))
                .findFirst()
                .orElseThrow();
    }

    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    @Test
    void whatNetworksWithoutAWordForRepeatsDoIsSaid() {
        JsonNode told = console.post("/api/tags/meta-main/rehearse", Map.of("failure", "duplicate"));
        assertThat(told.path("text").asString("")).contains("it says as of any that it was delivered");
        console.post("/api/tags/meta-main/rehearse", Map.of("failure", "none"));
    }

    private void rehearse(String tag, String failure) {
        JsonNode told = console.post("/api/tags/" + tag + "/rehearse", Map.of("failure", failure));
        assertThat(told.path("result").asString("")).as(told.toString()).isEqualTo("ok");
    }

    @Test
    void aFailureOfAnotherNameIsRefusedAndTheNamesAreSaid() {
        for (Map<String, String> order : List.of(Map.of("failure", "bad-token"), Map.<String, String>of())) {
            assertThatThrownBy(() -> console.post("/api/tags/meta-main/rehearse", order))
                    .hasMessage("'failure' must be bad_token, refused, late, duplicate or none.");
        }
        assertThatThrownBy(() -> console.post("/api/tags/meta-main/rehearse", Map.of("fail", "late")))
                .hasMessage("There is no 'fail' here; there are failure.");
        assertThatThrownBy(() -> console.post("/api/replay", Map.of("tag", "meta-main", "dry_run", "yes")))
                .hasMessage("'dry_run' must be true or false.");
    }

    @Test
    void aBadTokenPausesTheTagAndCostsNoEvent() throws Exception {
        List<String> tags = List.of("meta-main", "google-ads", "tiktok", "casino-affiliates");
        tags.forEach(tag -> rehearse(tag, "bad_token"));
        ftd("dep-1");
        for (String tag : tags) {
            until(() -> tag(tag).path("state").asString("").equals("paused"));
            assertThat(tag(tag).path("reason").asString("")).as(tag).isEqualTo("BAD_CREDENTIALS");
        }
        for (String tag : tags) {
            rehearse(tag, "none");
            console.post("/api/tags/" + tag + "/resume", Map.of());
            until(() -> fate("dep-1", tag)
                    .path("attempts")
                    .valueStream()
                    .anyMatch(attempt -> attempt.path("status").asInt() == 200));
        }
    }

    @Test
    void aRefusedBatchIsRejectedAndARepeatIsNone() throws Exception {
        rehearse("meta-main", "refused");
        rehearse("tiktok", "duplicate");
        ftd("dep-2");
        until(() -> fate("dep-2", "meta-main").path("verdict").asString("").equals("rejected"));
        until(() -> fate("dep-2", "tiktok").path("verdict").asString("").equals("delivered"));
        assertThat(fate("dep-2", "meta-main").path("detail").asString("")).contains("Customer Information");
        ftd("dep-3");
        until(() -> fate("dep-3", "meta-main").path("verdict").asString("").equals("delivered"));
    }
}
