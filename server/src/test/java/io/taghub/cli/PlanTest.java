package io.taghub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.chaos.ChaosSink;
import io.taghub.hub.Hub;
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
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A change that is planned against what came in, and then made: what was foretold is what happens. */
class PlanTest {
    @RegisterExtension
    final Terminal terminal = new Terminal();

    private static final String HEAD = """
            site: { domain: shop.example, prefix: x7k2qd }
            mode: sandbox
            sandbox: %s
            server_keys: { shop: "${env:KEY}" }
            events: { ftd: { conversion: true }, purchase: { conversion: true }, level_up: {} }
            tags:
            """;
    private static final String PARTNER = """
              partner:
                type: postback
                url: "https://trk.partner.example/pb?cid={{click.id | required}}"
                click_id: btag
                when: [%s]
            """;
    private static final String NORTH = """
              north:
                type: postback
                url: "https://trk.north.example/pb?id={{user.id}}"
                when: [ftd, level_up]
            """;

    private ChaosSink sink;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        sink = ChaosSink.start();
    }

    @AfterEach
    void stop() {
        sink.close();
    }

    private Path write(String name, String tags) throws IOException {
        return Files.writeString(folder.resolve(name), HEAD.formatted(sink.url("")) + tags);
    }

    private Hub hub(Path config, String data) {
        return Hub.start(new Hub.Setting(
                config,
                name -> PartnerHub.KEY,
                0,
                0,
                folder.resolve(data),
                new HubClock(),
                List.of(),
                "127.0.0.1",
                UnaryOperator.identity()));
    }

    /** Ten events, of which one has no click, one repeats an order and one is of nobody. */
    private static void traffic(Hub hub) throws Exception {
        String click = "\"click_ids\":{\"btag\":\"b_%d\"}";
        StringBuilder events = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            events.append("""
                    {"name":"ftd","id":"d%1$d","user":{"id":"u%1$d"},"value":50,"currency":"EUR",%2$s},
                    """.formatted(i, click.formatted(i)));
        }
        for (int i = 0; i < 3; i++) {
            events.append("""
                    {"name":"purchase","id":"p%1$d","order_id":"o%3$d","value":9,"currency":"EUR",%2$s},
                    """.formatted(i, click.formatted(i), i / 2));
        }
        events.append("""
                {"name":"ftd","id":"d9","value":50,"currency":"EUR"},
                {"name":"level_up","id":"l1","user":{"id":"u1"}},
                {"name":"level_up","id":"l2"}
                """);
        post(hub, "[" + events + "]", 10);
    }

    private static void post(Hub hub, String events, int count) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hub.port() + "/v1/events"))
                .header("Authorization", "Bearer " + PartnerHub.KEY)
                .POST(HttpRequest.BodyPublishers.ofString(events))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .contains("\"accepted\":" + count);
        }
        JsonNode tags = tags(hub);
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (tags.path("tags")
                .valueStream()
                .anyMatch(tag -> tag.path("ahead").asLong() + tag.path("aside").asLong() > 0)) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
            tags = tags(hub);
        }
    }

    private static JsonNode tags(Hub hub) {
        return new ConsoleClient(hub.consolePort()).json("/api/tags");
    }

    private int plan(Hub hub, String... words) {
        terminal.clear();
        return TagHub.run(java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("plan", "--console-port", String.valueOf(hub.consolePort())),
                        java.util.stream.Stream.of(words))
                .toArray(String[]::new));
    }

    private String shown() {
        return terminal.out();
    }

    @Test
    void whatIsForetoldIsWhatHappens() throws Exception {
        Path old = write("taghub.yaml", PARTNER.formatted("ftd"));
        Path changed = write("new.yaml", PARTNER.formatted("ftd, purchase") + NORTH);
        Map<String, Long> foretold = new TreeMap<>();
        try (Hub hub = hub(old, "old")) {
            traffic(hub);
            int sent = sink.requests();
            JsonNode before = tags(hub);

            assertThat(plan(hub, changed.toString(), "--against", "1d")).isZero();
            assertThat(shown())
                    .contains(
                            "new.yaml (config ",
                            " compared with in force (config "
                                    + hub.config().written().hash() + "): 3 changes")
                    .contains(
                            "\n  north is new (postback)\n",
                            "\n  purchase will also go to partner\n",
                            "\n  ftd, level_up will also go to north\n")
                    .contains("10 events since ")
                    .containsPattern("partner +now +then")
                    .containsPattern("sent +4 +6 +\\+2")
                    .containsPattern("duplicate, ONCE +0 +1 +\\+1")
                    .contains("skipped, NOT_TRIGGERED -> sent: 2 purchase")
                    .contains("no such tag -> sent: ");

            assertThat(plan(hub, changed.toString(), "--against", "1d", "--json"))
                    .isZero();
            JsonNode answer = new JsonMapper().readTree(shown());
            answer.at("/against/tags")
                    .valueStream()
                    .forEach(tag -> tag.path("rows")
                            .valueStream()
                            .filter(row -> row.path("after").asLong() > 0)
                            .forEach(row -> foretold.put(
                                    tag.path("tag").asString() + " "
                                            + row.path("outcome").asString().replace("sent", "delivered") + " "
                                            + row.path("reason").asString(""),
                                    row.path("after").asLong())));
            assertThat(sink.requests()).as("nothing is sent").isEqualTo(sent);
            assertThat(tags(hub).path("tags")).as("nothing is written").isEqualTo(before.path("tags"));
        }
        Map<String, Long> happened = new TreeMap<>();
        try (Hub hub = hub(changed, "new")) {
            traffic(hub);
            tags(hub).path("tags").valueStream().forEach(tag -> {
                String name = tag.path("tag").asString();
                tag.path("reasons")
                        .valueStream()
                        .forEach(sum -> happened.put(
                                name + " " + sum.path("verdict").asString() + " "
                                        + sum.path("reason").asString(""),
                                sum.path("count").asLong()));
            });
        }
        assertThat(foretold).isEqualTo(happened).isNotEmpty();
    }

    /** It goes by the user and click of what it takes back, to who would have been told of that. */
    @Test
    void aRefundThatNamesItsOrderAloneIsForetoldToo() throws Exception {
        Path old = write("taghub.yaml", PARTNER.formatted("ftd"));
        Path changed = write("new.yaml", PARTNER.formatted("ftd") + """
                  south:
                    type: postback
                    url: "https://trk.south.example/pb?cid={{click.id | required}}&status={{status | default:'approved'}}"
                    reversal: resend_status
                    click_id: south_click
                    when: [purchase, refund]
                """);
        try (Hub hub = hub(old, "old")) {
            post(hub, """
                    [{"name":"purchase","id":"p1","order_id":"o1","user":{"id":"u1"},"value":9,"currency":"EUR",
                      "click_ids":{"south_click":"s_1"}},
                     {"name":"refund","id":"r1","order_id":"o1","value":9,"currency":"EUR"},
                     {"name":"purchase","id":"p2","order_id":"o2","value":9,"currency":"EUR"},
                     {"name":"refund","id":"r2","order_id":"o2","value":9,"currency":"EUR"}]""", 4);
            assertThat(plan(hub, changed.toString(), "--against", "1d")).isZero();
            assertThat(shown())
                    .contains("no such tag -> sent: 1 purchase, 1 refund")
                    .contains("no such tag -> skipped, NO_CLICK_ID: 1 purchase")
                    .contains("no such tag -> skipped, NO_REVERSAL: 1 refund");
        }
    }

    /** No event ends otherwise, and the network is told of other amounts. */
    @Test
    void whatIsToldOtherwiseIsCountedToo() throws Exception {
        String partner = PARTNER.formatted("ftd").replace("}}\"", "}}&sum={{ value | money }}\"");
        Path old = write("taghub.yaml", partner + "    value: { by_event: { ftd: 100 }, currency: EUR }\n" + NORTH);
        Path changed = write(
                "new.yaml",
                partner + "    value: { by_event: { ftd: 1000 }, currency: USD }\n"
                        + NORTH.replace("id={{user.id}}", "uid={{user.id}}"));
        try (Hub hub = hub(old, "old")) {
            traffic(hub);
            assertThat(plan(hub, changed.toString(), "--against", "1d")).isZero();
            assertThat(shown())
                    .contains(
                            "same ftd, other value: 4; 400.00 now, 0 then EUR; 0 now, 4000.00 then USD\n",
                            "same ftd, something else in the request: ",
                            " would be told otherwise\n")
                    .doesNotContain("no difference");
            assertThat(plan(hub, changed.toString(), "--against", "1d", "--json"))
                    .isZero();
            JsonNode told = new JsonMapper().readTree(shown()).at("/against/tags/0/retold/0");
            assertThat(told.path("event").asString()).isEqualTo("ftd");
            assertThat(told.path("other_value").asLong()).isEqualTo(4);
            assertThat(told.path("otherwise").asLong()).isZero();
            assertThat(plan(hub, old.toString(), "--against", "1d")).isZero();
            assertThat(shown()).contains("no difference at partner, north").doesNotContain("same ftd");
        }
    }

    /** In shadow nothing counts once, and what is switched off is there. */
    @Test
    void shadowsAndTagsThatAreSwitchedOff() throws Exception {
        Path old = write("taghub.yaml", PARTNER.formatted("ftd") + NORTH + "    enabled: false\n");
        Path changed = write("new.yaml", PARTNER.formatted("ftd, purchase") + "    mode: shadow\n" + NORTH);
        try (Hub hub = hub(old, "old")) {
            traffic(hub);
            assertThat(plan(hub, changed.toString(), "--against", "1d")).isZero();
            assertThat(shown())
                    .contains("switched off -> sent: ")
                    .containsPattern("skipped, SHADOW +0 +7 +\\+7")
                    .doesNotContain("no such tag", "duplicate");
        }
        try (Hub hub = hub(changed, "new")) {
            traffic(hub);
            assertThat(tags(hub)
                            .path("tags")
                            .valueStream()
                            .filter(tag -> tag.path("tag").asString().equals("partner"))
                            .flatMap(tag -> tag.path("reasons").valueStream())
                            .filter(sum -> sum.path("reason").asString("").equals("SHADOW"))
                            .map(sum -> sum.path("count").asLong()))
                    .containsExactly(7L);
        }
    }

    @Test
    void whatTheNewConfigIsWarnedOfIsSaid() throws Exception {
        Path old = write("taghub.yaml", PARTNER.formatted("ftd"));
        Path changed = write("new.yaml", PARTNER.formatted("ftd, FTD"));
        try (Hub hub = hub(old, "data")) {
            assertThat(plan(hub, changed.toString(), "--config", old.toString()))
                    .isZero();
            assertThat(shown()).containsPattern("warning: .*new.yaml:\\d+:\\d+: .*FTD");
            assertThat(plan(hub, changed.toString(), "--against", "1d")).isZero();
            assertThat(shown()).containsPattern("warning: .*new.yaml:\\d+:\\d+: .*FTD");
            assertThat(plan(hub, old.toString(), "--config", old.toString())).isZero();
            assertThat(shown()).doesNotContain("warning");
        }
    }

    @Test
    void eachEventSaysWhichConfigDecided() throws Exception {
        Path config = write("taghub.yaml", PARTNER.formatted("ftd"));
        try (Hub hub = hub(config, "data")) {
            traffic(hub);
            String hash = hub.config().written().hash();
            ConsoleClient console = new ConsoleClient(hub.consolePort());
            JsonNode tag = console.json("/api/events/d1").at("/tags/0");
            assertThat(tag.path("config").asString()).isEqualTo(hash);
            assertThat(tag.at("/attempts/0/config").asString()).isEqualTo(hash);
            assertThat(tags(hub).path("config").asString()).isEqualTo(hash);
            assertThat(console.text("/api/events/d1?format=text")).contains("decided by config " + hash);
        }
    }

    @Test
    void whatIsWrongIsSaid() throws Exception {
        Path config = write("taghub.yaml", PARTNER.formatted("ftd"));
        try (Hub hub = hub(config, "data")) {
            Path broken = write("broken.yaml", PARTNER.formatted("ftd") + "    clik_id: x\n");
            assertThat(plan(hub, broken.toString(), "--against", "1d")).isEqualTo(1);
            assertThat(terminal.err()).contains("broken.yaml:12:5: unknown key 'clik_id'; did you mean 'click_id'?");
            assertThat(plan(hub, config.toString(), "--against", "soon")).isEqualTo(2);
            assertThat(terminal.err()).contains("'soon' is no span: write 7d, 24h");
            assertThat(plan(hub, config.toString(), "--against", "7d")).isZero();
            assertThat(shown()).contains("nothing changes", "no event since");
            assertThat(plan(hub, folder.resolve("none.yaml").toString())).isEqualTo(1);
            assertThat(terminal.err()).contains("there is no file", "none.yaml");
        }
    }
}
