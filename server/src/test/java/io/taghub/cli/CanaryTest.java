package io.taghub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.taghub.hub.Hub;
import io.taghub.store.Journal;
import io.taghub.store.Store;
import io.taghub.store.sql.Stores;
import io.taghub.tag.Identifiers;
import io.taghub.time.HubClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Every personal field and property of an event is a canary, and the event goes the whole way through a hub with real
 * tags. Then everything that people see, that is kept and that is sent is searched for canaries.
 */
class CanaryTest {
    private static final String USER = "player-7";
    private static final List<String> IDS = List.of("c-sent", "c-status", "c-waits");

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final HubClock clock = new HubClock();
    private EchoingPlatforms platforms;
    private Path data;
    private Path config;

    @BeforeEach
    void start() throws IOException {
        log.start();
        root.addAppender(log);
        platforms = EchoingPlatforms.start(clock);
        data = folder.resolve("data");
        config = Files.writeString(folder.resolve("taghub.yaml"), """
                site: { domain: shop.example, prefix: x7k2qd }
                mode: sandbox
                sandbox: %s
                server_keys: { shop: "${env:KEY}" }
                inbound:
                  crm: { source: taghub-json, verify: { type: header_token, header: X-Crm, secret: "${env:KEY}" } }
                events:
                  purchase: { conversion: true }
                  registration: { conversion: true, pair: { prefer: browser, wait: 1h } }
                tags:
                  meta: { type: meta, pixel_id: "123", access_token: "${env:KEY}", when: [purchase, registration] }
                  ga4: { type: ga4, measurement_id: G-ABC1234567, api_secret: "${env:KEY}", when: [purchase] }
                  tiktok: { type: tiktok, pixel_code: C1PIXEL, access_token: "${env:KEY}", when: [purchase] }
                  google:
                    type: google-data-manager
                    account_id: "1234567890"
                    conversion_actions: { purchase: "987" }
                    oauth: { client_id: a, client_secret: "${env:KEY}", refresh_token: "${env:KEY}" }
                    when: [purchase]
                  partner:
                    type: postback
                    url: "https://trk.partner.example/pb?cid={{click.id}}&user={{user.email | sha256}}&plan={{property.plan}}"
                    click_id: btag
                    when: [purchase]
                  echo:
                    type: postback
                    url: "https://echo.example/pb"
                    method: POST
                    body: { cid: "{{click.id}}", who: "{{user.email}}", name: "{{user.first_name}}", note: "{{property.note}}",
                      where: "{{property.city}}", status: "{{status}}" }
                    answers: { misconfigured: "^400 .*" }
                    click_id: btag
                    when: [purchase]
                """.formatted(platforms.url()));
    }

    @AfterEach
    void stop() {
        root.detachAppender(log);
        platforms.close();
        http.close();
    }

    private Hub hub() {
        return Hub.start(new Hub.Setting(
                config,
                name -> "a-key-of-the-shop",
                0,
                0,
                data,
                clock,
                List.of(),
                "127.0.0.1",
                UnaryOperator.identity()));
    }

    @Test
    void nobodySeesThemAndOnlyTheVendorsOwnFormCarriesThem() throws Exception {
        try (Hub hub = hub()) {
            post(hub, "purchase", "c-sent", "");
            post(hub, "purchase", "c-status", "\"status\":\"zqstatus, ring Zqfirst\",");
            post(hub, "registration", "c-waits", "");
            hook(hub, "note", 200);
            hook(hub, "{{name}}", 422);
            settle(hub, "c-sent");
            settle(hub, "c-status");

            assertThat(verdicts(hub, "c-sent"))
                    .containsEntry("meta", "delivered")
                    .containsEntry("ga4", "delivered")
                    .containsEntry("tiktok", "delivered")
                    .containsEntry("google", "waiting")
                    .containsEntry("partner", "delivered");
            assertThat(verdicts(hub, "c-status"))
                    .containsEntry("meta", "skipped")
                    .containsEntry("ga4", "skipped")
                    .containsEntry("partner", "skipped");
            assertThat(trace(hub, "c-waits").path("waits_until").isString()).isTrue();
            shown(hub).forEach((where, text) -> Canaries.noneIn(where, text));
            Canaries.noneIn("the sandbox's page", platforms.page());
        }
        Canaries.noneIn("the log", logged());
        theWire();
        Canaries.noneIn("attempts and verdicts in the store", stored());
        files().forEach(Canaries::neitherIn);

        try (Hub hub = hub()) {
            erase(hub);
        }
        Canaries.noneIn("the store after the erasure", everythingStored());
        assertThat(everythingStored())
                .doesNotContainIgnoringCase("zqorder")
                .doesNotContain(Canaries.STATUS, sha256("zqmail@zqhost.example"));
        files().forEach(Canaries::neitherIn);
        Canaries.noneIn("the log", logged());
    }

    /** By webhook, taken and refused; both are kept as they came. */
    private void hook(Hub hub, String name, int status) throws IOException, InterruptedException {
        String body = "{\"name\":\"" + name + "\",\"id\":\"c-hook\"," + Canaries.EVENT + "}";
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(
                                "http://127.0.0.1:" + hub.port() + "/in/crm?email=zqhost%40zqhost.example&x=1"))
                        .header("X-Crm", "a-key-of-the-shop")
                        .header("Cookie", "who=zqmail")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    }

    private void post(Hub hub, String name, String id, String more) throws IOException, InterruptedException {
        String seen = clock.instant().minus(Duration.ofDays(1)).toString();
        String body = """
                {"name":"%s","id":"%s","value":50,"currency":"EUR",%s
                 "click_ids":{"btag":"b_1","ga":"1.2","fbclid":"fb1","ttclid":"tt1","gclid":{"value":"Cj0","seen":"%s"}},%s}
                """.formatted(name, id, more, seen, Canaries.EVENT);
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hub.port() + "/v1/events"))
                        .header("Authorization", "Bearer a-key-of-the-shop")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.body()).contains("\"accepted\":1");
    }

    /** Until every tag has decided or waits for the platform's word. */
    private static void settle(Hub hub, String id) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!settled(trace(hub, id))) {
            assertThat(System.nanoTime()).as(id).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static boolean settled(JsonNode trace) {
        for (JsonNode tag : trace.path("tags")) {
            boolean waits = tag.path("verdict").asString().equals("waiting");
            boolean paused = tag.path("detail").asString().contains("paused");
            if (waits && !paused && tag.path("attempts").isEmpty()) {
                return false;
            }
        }
        return !trace.path("tags").isEmpty();
    }

    private static JsonNode trace(Hub hub, String id) {
        return new ConsoleClient(hub.consolePort()).json("/api/events/" + id);
    }

    private static Map<String, String> verdicts(Hub hub, String id) {
        Map<String, String> verdicts = new java.util.TreeMap<>();
        trace(hub, id)
                .path("tags")
                .forEach(tag -> verdicts.put(
                        tag.path("tag").asString(), tag.path("verdict").asString()));
        return verdicts;
    }

    /** All that a person can look at, by where it is. */
    private Map<String, String> shown(Hub hub) throws IOException, InterruptedException {
        List<String> paths = new ArrayList<>(List.of(
                "/",
                "/tags",
                "/held",
                "/api/events?limit=50",
                "/api/tags",
                "/api/held",
                "/metrics",
                "/received",
                "/api/received"));
        new ConsoleClient(hub.consolePort())
                .json("/api/received")
                .path("received")
                .forEach(one -> paths.addAll(List.of(
                        "/received/" + one.path("id").asString(),
                        "/api/received/" + one.path("id").asString())));
        IDS.forEach(id -> paths.addAll(List.of("/events/" + id, "/api/events/" + id)));
        Map<String, String> shown = new java.util.LinkedHashMap<>();
        for (String path : paths) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hub.consolePort() + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            shown.put(path, answer.body());
        }
        assertThat(paths.stream().filter(path -> path.startsWith("/received/"))).hasSize(2);
        assertThat(shown.values()).noneMatch(text -> text.contains("a-key-of-the-shop"));
        assertThat(shown.get("/api/events/c-sent"))
                .contains("ZQORDER-1", "gold", "Hat", "refused: ", sha256("zqmail@zqhost.example"));
        for (String id : IDS) {
            try (Terminal terminal = Terminal.open()) {
                TagHub.run("explain", id, "--console-port", String.valueOf(hub.consolePort()));
                assertThat(terminal.out()).contains(id);
                shown.put("explain " + id, terminal.out());
            }
        }
        return shown;
    }

    /** Hashed everywhere, and in clear where the vendor's contract wants the field so. */
    private void theWire() {
        for (Map.Entry<String, String> sent : platforms.wire) {
            String host = sent.getKey();
            String allowed = switch (host) {
                case "graph.facebook.com" -> "\"client_ip_address\":\"203.0.113.177\"";
                case "www.google-analytics.com" ->
                    "\"city\":\"zq city\"|\"region\":\"zqregion\"|\"postal_code\":\"zq1 7pc\"|\"ip_override\":\"203.0.113.177\"";
                case "business-api.tiktok.com" -> "\"city\":\"zqcity\"|\"state\":\"zqregion\"|\"ip\":\"203.0.113.177\"";
                case "datamanager.googleapis.com" -> "\"postalcode\":\"zq1 7pc\"";
                case "echo.example" -> ".*";
                default -> "(?!)";
            };
            Canaries.noneIn(
                    "the wire to " + host,
                    sent.getValue().toLowerCase(Locale.ROOT).replaceAll(allowed, ""));
        }
        String all = String.join(
                "\n", platforms.wire.stream().map(Map.Entry::getValue).toList());
        assertThat(all)
                .contains(
                        "graph.facebook.com",
                        "datamanager.googleapis.com",
                        "business-api.tiktok.com",
                        "\"plan\":\"gold\"",
                        "plan=gold",
                        sha256("zqmail@zqhost.example"),
                        sha256("zqfirst"),
                        "\"postal_code\":\"zq1 7pc\"",
                        "\"state\":\"zqregion\"");
    }

    private static String sha256(String text) {
        return String.valueOf(Identifiers.sha256(text));
    }

    private void erase(Hub hub) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hub.consolePort() + "/api/subjects/" + USER))
                        .header("X-TagHub", "1")
                        .DELETE()
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    private String logged() {
        return String.join(
                "\n",
                log.list.stream()
                        .map(event -> event.getFormattedMessage() + " "
                                + (event.getThrowableProxy() == null
                                        ? ""
                                        : ch.qos.logback.classic.spi.ThrowableProxyUtil.asString(
                                                event.getThrowableProxy())))
                        .toList());
    }

    /** What was tried and decided, opened with the store's key. */
    private String stored() {
        try (Store store = store()) {
            return decided(store);
        }
    }

    private Store store() {
        return Stores.open("sqlite:" + data.resolve("taghub.db"), null, null, clock);
    }

    private static String decided(Store store) {
        StringBuilder all = new StringBuilder();
        for (Journal.Found found : store.journal().latest(50)) {
            for (String tag : List.of("meta", "ga4", "tiktok", "google", "partner", "echo")) {
                Long seq = found.seq();
                if (seq != null) {
                    all.append(store.lanes().fate(tag, seq))
                            .append(store.lanes().attempts(tag, seq))
                            .append(store.lanes().paused(tag))
                            .append('\n');
                }
            }
        }
        return all.toString();
    }

    /** The same and the events themselves. */
    private String everythingStored() {
        try (Store store = store()) {
            StringBuilder all = new StringBuilder(decided(store));
            store.journal().latest(50).forEach(found -> {
                all.append(io.taghub.event.EventJson.write(found.event()));
                found.copies().forEach(copy -> all.append(io.taghub.event.EventJson.write(copy)));
            });
            assertThat(store.received().latest(null, null, 50)).isEmpty();
            assertThat(all).contains("c-sent", "c-status", "c-waits");
            return all.toString();
        }
    }

    /** The bytes on the disk, the write-ahead log too. */
    private Map<String, String> files() throws IOException {
        Map<String, String> files = new java.util.TreeMap<>();
        try (var all = Files.list(data)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(file.getFileName().toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        assertThat(files).containsKey("taghub.db");
        return files;
    }
}
