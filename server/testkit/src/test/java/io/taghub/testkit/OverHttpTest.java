package io.taghub.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The calls that the kit for TypeScript makes, one by one, with nothing of the kit for Java. */
@Often
final class OverHttpTest {
    private static final JsonMapper JSON = new JsonMapper();

    @RegisterExtension
    static final TaghubExtension demo = new TaghubExtension(TestConfig.resource("templates/demo/taghub.yaml")
            .env("TAGHUB_DEMO_SERVER_KEY", "demo-taghub-demo-server-key"));

    private final HttpClient client = HttpClient.newHttpClient();

    private JsonNode call(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private JsonNode get(String url) throws Exception {
        return call(HttpRequest.newBuilder(URI.create(url)));
    }

    private JsonNode post(String url, String json, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json));
        return call(headers.length == 0 ? request : request.headers(headers));
    }

    @Test
    void theSameStoryWithoutTheKit() throws Exception {
        String hub = demo.origin();
        String console = demo.console();
        String sandbox = demo.sandbox();
        String run = "ts-1";
        String user = "player-ts-1";

        assertThat(post(
                                hub + "/v1/events",
                                """
                                {"name":"registration","id":"reg-ts-1","user":{"id":"player-ts-1","email":"ada@example.com"},
                                 "visitor":"visitor-ts-1","click_ids":{"btag":"aff_ts"}}
                                """,
                                "Authorization",
                                "Bearer demo-taghub-demo-server-key",
                                "TagHub-Run",
                                run)
                        .path("accepted")
                        .asInt())
                .isEqualTo(1);
        assertThat(post(console + "/api/test/clock", "{\"advance\":\"P9D\"}")
                        .path("now")
                        .asString(""))
                .isNotEmpty();
        post(
                hub + "/v1/events",
                "{\"name\":\"ftd\",\"id\":\"dep-ts-1\",\"user\":{\"id\":\"" + user
                        + "\"},\"value\":49.99,\"currency\":\"EUR\"}",
                "Authorization",
                "Bearer demo-taghub-demo-server-key",
                "TagHub-Run",
                run);

        JsonNode events = settled(console + "/api/events?limit=500&run=" + run, "casino-affiliates");
        assertThat(fate(console, "dep-ts-1", "meta-main")).isEqualTo("delivered");
        assertThat(fate(console, "dep-ts-1", "casino-affiliates")).isEqualTo("delivered");
        assertThat(events.valueStream().map(event -> event.path("name").asString("")))
                .containsExactlyInAnyOrder("ftd", "registration");
        assertThat(get(console + "/api/events?run=other").path("events")).isEmpty();

        JsonNode postbacks = get(sandbox + "/_sandbox/requests?host=postback.affiliates.example");
        assertThat(postbacks).hasSize(1);
        assertThat(postbacks.at("/0/query/btag").asString("")).isEqualTo("aff_ts");
        assertThat(postbacks.at("/0/problems")).isEmpty();

        JsonNode counted = get(sandbox + "/_sandbox/conversions?host=graph.facebook.com");
        assertThat(counted.valueStream()
                        .filter(one -> one.path("id").asString("").equals("dep-ts-1")))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.path("value").decimalValue()).isEqualByComparingTo("49.99");
                    assertThat(one.path("count").asInt()).isEqualTo(1);
                });
    }

    /** Asks until nothing of the test waits at the tag, as every expectation of the example does. */
    private JsonNode settled(String latest, String tag) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (true) {
            boolean last = System.nanoTime() > deadline;
            JsonNode look = get(latest);
            assertThat(look.path("more").asBoolean(true)).isFalse();
            boolean waits = look.path("events")
                    .valueStream()
                    .flatMap(event -> event.path("tags").valueStream())
                    .filter(one -> one.path("tag").asString("").equals(tag))
                    .anyMatch(one -> !one.path("waits_for").isNull());
            if (!waits || last) {
                assertThat(waits).isFalse();
                return look.path("events");
            }
            Thread.onSpinWait();
        }
    }

    /** Asks until the hub has decided. */
    private String fate(String console, String id, String tag) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (true) {
            String verdict = get(console + "/api/events/" + id)
                    .path("tags")
                    .valueStream()
                    .filter(one -> one.path("tag").asString("").equals(tag))
                    .findFirst()
                    .orElseThrow()
                    .path("verdict")
                    .asString("");
            if (!verdict.equals("waiting") || System.nanoTime() > deadline) {
                return verdict;
            }
            Thread.onSpinWait();
        }
    }

    @Test
    void aWebhookThroughTheConsole() throws Exception {
        String order = """
                {"source":"casino-crm","headers":{"Content-Type":"application/json"},"run":"ts-2",
                 "body":"{\\"name\\":\\"ftd\\",\\"id\\":\\"dep-ts-2\\",\\"user\\":{\\"id\\":\\"player-ts-2\\",\\"email\\":\\"ada@example.com\\"},\\"value\\":20,\\"currency\\":\\"EUR\\"}"}
                """;
        JsonNode answer = post(demo.console() + "/api/test/webhook", order, "X-TagHub", "1");
        assertThat(answer.path("status").asInt()).isEqualTo(200);
        assertThat(answer.path("code").asString("")).isEqualTo("accepted");
        assertThat(post(demo.console() + "/api/test/webhook", order, "X-TagHub", "1")
                        .path("code")
                        .asString(""))
                .isEqualTo("duplicate");
        assertThat(get(demo.console() + "/api/events?limit=10&run=ts-2")
                        .path("events")
                        .size())
                .isEqualTo(1);
        JsonNode received =
                get(demo.console() + "/api/received?source=casino-crm").path("received");
        assertThat(received.valueStream().map(one -> one.path("code").asString("")))
                .contains("accepted", "duplicate");
        String page = client.send(
                        HttpRequest.newBuilder(URI.create(demo.console() + "/received/"
                                        + received.get(0).path("id").asString("")))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        assertThat(page)
                .contains("Make events of it")
                .contains("webhook-signature")
                .doesNotContain("ada@example.com");
    }
}
