package io.taghub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.chaos.ChaosSink;
import io.taghub.hub.Hub;
import io.taghub.time.HubClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A hub with a partner whose export is compared with what the hub knows. */
abstract class PartnersReport {
    @RegisterExtension
    final Terminal terminal = new Terminal();

    static final String KEY = "a-key-of-the-shop";
    final HttpClient client = HttpClient.newHttpClient();
    final HubClock clock = new HubClock(Instant.parse("2026-11-22T12:00:00Z"));
    ChaosSink sink;
    Path config;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        sink = ChaosSink.start();
        Files.writeString(folder.resolve("key"), KEY);
        config = Files.writeString(folder.resolve("taghub.yaml"), """
                site: { domain: shop.example, prefix: x7k2qd }
                mode: sandbox
                sandbox: %s
                server_keys: { shop: "${file:%s}" }
                events: { deposit: { conversion: true } }
                tags:
                  partner:
                    type: postback
                    url: "https://trk.partner.example/pb?cid={{click.id | required}}&txn={{event.id}}&sum={{value}}"
                    click_id: btag
                    when: [deposit, registration]
                """.formatted(sink.url(""), folder.resolve("key")));
    }

    @AfterEach
    void stop() {
        client.close();
        sink.close();
    }

    Hub hub() {
        return Hub.start(new Hub.Setting(
                config,
                name -> null,
                0,
                0,
                folder.resolve("data"),
                clock,
                List.of(),
                "127.0.0.1",
                UnaryOperator.identity()));
    }

    static String deposit(int n, String time, String value, String more) {
        return """
                {"name":"deposit","id":"dep-%1$d","order_id":"ord-%1$d","time":"%2$s","value":%3$s,"currency":"EUR"%4$s}""".formatted(n, time, value, more);
    }

    static String clicked(int n) {
        return ",\"click_ids\":{\"btag\":\"click/%d+x\"}".formatted(n);
    }

    void post(Hub hub, List<String> events) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hub.port() + "/v1/events"))
                .header("Authorization", "Bearer " + KEY)
                .POST(HttpRequest.BodyPublishers.ofString("[" + String.join(",", events) + "]"))
                .build();
        assertThat(client.send(request, BodyHandlers.ofString()).body()).contains("\"accepted\":" + events.size());
        JsonNode tag = tag(hub);
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (tag.path("ahead").asLong() + tag.path("aside").asLong() > 0) {
            assertThat(System.nanoTime()).as("%s", tag).isLessThan(end);
            Thread.onSpinWait();
            tag = tag(hub);
        }
    }

    static JsonNode tag(Hub hub) {
        return new ConsoleClient(hub.consolePort()).json("/api/tags").at("/tags/0");
    }

    void traffic(Hub hub) throws Exception {
        sink.next(ChaosSink.status(400));
        post(hub, List.of(deposit(12, "2026-11-21T10:00:00Z", "12", clicked(12))));
        String noon = "2026-11-21T11:00:00Z";
        List<String> events = new ArrayList<>();
        events.add(deposit(1, noon, "50", clicked(1)));
        events.add(deposit(2, noon, "49.99", clicked(2)));
        events.add(deposit(3, noon, "40", clicked(3)));
        events.add(deposit(4, noon, "119", clicked(4)));
        events.add(deposit(5, noon, "55", clicked(5)));
        events.add(deposit(6, noon, "66", clicked(6)));
        events.add(deposit(7, noon, "1077.5", clicked(7)));
        // 21 November 00:30 in Berlin, and still the 20th in UTC.
        events.add(deposit(8, "2026-11-20T23:30:00Z", "88", clicked(8)));
        events.add(deposit(9, noon, "99", clicked(9)));
        events.add(deposit(10, noon, "10", clicked(10)));
        events.add(deposit(11, noon, "11", ""));
        events.add(deposit(13, noon, "77.77", clicked(13)));
        events.add("""
                {"name":"registration","id":"reg-1","time":"2026-11-21T09:00:00Z","click_ids":{"btag":"click/1+x"}}""");
        events.add("""
                {"name":"page_view","id":"pv-1","time":"2026-11-21T09:00:00Z"}""");
        post(hub, events);
    }

    /** @param words what is asked, with a blank between two words */
    int report(int port, String words) {
        terminal.clear();
        return TagHub.run(("report --console-port " + port + " " + words).split(" "));
    }

    String shown() {
        return terminal.out() + terminal.err();
    }

    static List<String> causes(JsonNode answer) {
        List<String> causes = new ArrayList<>();
        answer.path("differences")
                .forEach(one -> causes.add(
                        (one.path("row").isNull() ? "-" : one.path("row").asString()) + " "
                                + one.path("cause").asString()
                                + (one.path("explained").asBoolean() ? "" : " ?")));
        return causes;
    }

    JsonNode imported(Hub hub, Path file) {
        report(hub.consolePort(), "--tag partner --from 2026-11-21 --to 2026-11-21 --format json --import " + file);
        return answer();
    }

    JsonNode answer() {
        return new JsonMapper().readTree(shown());
    }

    static void awaitTrimmed(Hub hub) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!new ConsoleClient(hub.consolePort())
                .json("/api/events")
                .path("events")
                .isEmpty()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    /** The partner is told of refunds, as amounts below nothing. */
    void refundsAreTold() throws IOException {
        Files.writeString(
                config,
                Files.readString(config)
                        .replace(
                                "when: [deposit, registration]", "when: [deposit, refund]\n    reversal: signed_amount")
                        .replace("deposit: { conversion: true }", "deposit: { conversion: true }, refund: {}"));
    }

    static String refund(int n, String id, String time, String value) {
        return """
                {"name":"refund","id":"%s","order_id":"ord-%d","time":"%s","value":%s,"currency":"EUR"}""".formatted(id, n, time, value);
    }

    /** A row of a click and an order of their own. */
    static String row(int n, String amount, String clock, String status) {
        return "click/%d+x,ord-%d,%s,EUR,2026-11-21 %s,%s\n".formatted(n, n, amount, clock, status);
    }

    static String time(int n) {
        return "2026-11-21T1%d:00:00Z".formatted(n % 10);
    }
}
