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
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A partner's export with planted differences, each of which gets its cause; with events, without their bodies, and offline. */
class ReportTest {
    @RegisterExtension
    final Terminal terminal = new Terminal();

    private static final String KEY = "a-key-of-the-shop";

    private final HttpClient client = HttpClient.newHttpClient();
    private final HubClock clock = new HubClock(Instant.parse("2026-11-22T12:00:00Z"));
    private ChaosSink sink;
    private Path config;

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

    private Hub hub() {
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

    private static String deposit(int n, String time, String value, String more) {
        return """
                {"name":"deposit","id":"dep-%1$d","order_id":"ord-%1$d","time":"%2$s","value":%3$s,"currency":"EUR"%4$s}""".formatted(n, time, value, more);
    }

    private static String clicked(int n) {
        return ",\"click_ids\":{\"btag\":\"click/%d+x\"}".formatted(n);
    }

    private void post(Hub hub, List<String> events) throws Exception {
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

    private static JsonNode tag(Hub hub) {
        return new ConsoleClient(hub.consolePort()).json("/api/tags").at("/tags/0");
    }

    private void traffic(Hub hub) throws Exception {
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

    /** As a spreadsheet of another country writes it; rows are counted with title and header. */
    private static final String FILE = "\ufeffConversions of Shop GmbH\r\n"
            + "Sub ID;Order ID;Sale Amount;Currency;Conversion Date;Status;Decline Reason\r\n"
            + "click/1+x;ord-1;50,00;EUR;21.11.2026;approved;\r\n" // 3, agrees
            + "click/2+x;;50,00;EUR;21.11.2026;approved;\r\n" // 4, rounding
            + "click/3+x;ord-3;43,20;USD;21.11.2026;approved;\r\n" // 5, currency
            + "click/4+x;ord-4;100,00;EUR;21.11.2026;approved;\r\n" // 6, net
            + "click/5+x;;55,00;EUR;21.11.2026;pending;\r\n" // 7
            + "click/6+x;;66,00;EUR;21.11.2026;declined;\"Fraud; said ada@example.com\"\r\n" // 8
            + "click/7+x;;1.077,50;EUR;21.11.2026;declined;Click expired\r\n" // 9, out of window
            + "click/8+x;ord-8;88,00;EUR;20.11.2026;approved;\r\n" // 10, time zone
            + "click/9+x;ord-9;99,00;EUR;21.11.2026;approved;\r\n" // 11, agrees
            + "click/9+x;ord-9;99,00;EUR;21.11.2026;approved;\r\n" // 12, twice
            + "click/99;ord-99;20,00;EUR;21.11.2026;approved;\r\n" // 13, unknown to us
            + ";;77,77;EUR;21.11.2026;approved;\r\n" // 14, without an id
            + "Total;;806,97;EUR;;;\r\n";

    private int report(String... words) {
        terminal.clear();
        return TagHub.run(Stream.concat(Stream.of("report"), Stream.of(words)).toArray(String[]::new));
    }

    private String shown() {
        return terminal.out() + terminal.err();
    }

    private static List<String> causes(JsonNode answer) {
        List<String> causes = new ArrayList<>();
        answer.path("differences")
                .forEach(one -> causes.add(
                        (one.path("row").isNull() ? "-" : one.path("row").asString()) + " "
                                + one.path("cause").asString()
                                + (one.path("explained").asBoolean() ? "" : " ?")));
        return causes;
    }

    private static final List<String> PLANTED = List.of(
            "4 AMOUNT_DIFFERS",
            "5 AMOUNT_DIFFERS",
            "6 AMOUNT_DIFFERS",
            "7 NOT_APPROVED_YET",
            "8 REJECTED",
            "9 OUT_OF_WINDOW",
            "10 TIME_ZONE",
            "12 DUPLICATE",
            "13 UNKNOWN_TO_US ?",
            "14 MISSING_ID",
            "- REJECTED",
            "- UNKNOWN_TO_THEM ?",
            "- MISSING_ID");

    @Test
    void everyPlantedDifferenceGetsItsCause() throws Exception {
        Path file = Files.writeString(folder.resolve("partner.csv"), FILE);
        String[] asked = {
            "--tag",
            "partner",
            "--from",
            "2026-11-21",
            "--to",
            "2026-11-21",
            "--zone",
            "Europe/Berlin",
            "--import",
            file.toString()
        };
        JsonNode whole;
        try (Hub hub = hub()) {
            traffic(hub);
            String port = String.valueOf(hub.consolePort());
            assertThat(report(Stream.concat(Stream.of(asked), Stream.of("--console-port", port, "--format", "json"))
                            .toArray(String[]::new)))
                    .as("two remain unexplained")
                    .isEqualTo(1);
            whole = new JsonMapper().readTree(shown());
            assertThat(causes(whole)).containsExactlyInAnyOrderElementsOf(PLANTED);
            assertThat(whole.path("rows").asInt()).isEqualTo(12);
            assertThat(whole.path("agreed").asInt()).isEqualTo(2);
            assertThat(whole.path("unexplained").asInt()).isEqualTo(2);
            assertThat(whole.at("/differences")
                            .valueStream()
                            .filter(one -> one.path("row").asInt(0) == 6)
                            .findFirst()
                            .orElseThrow()
                            .path("detail")
                            .asString())
                    .contains("net and gross")
                    .contains("19 %");
            assertThat(whole.path("notes").toString()).contains("registration");
            assertThat(whole.toString()).contains("Fraud").doesNotContain("ada@example");

            assertThat(report(Stream.concat(Stream.of(asked), Stream.of("--console-port", port))
                            .toArray(String[]::new)))
                    .isEqualTo(1);
            assertThat(shown())
                    .contains("click_id = Sub ID", "order_id = Order ID", "value = Sale Amount")
                    .contains("2 differences remain unexplained")
                    .contains("time zone: the same event counts on another day")
                    .doesNotContain("ada@example");

            // Bodies go; what was sent and decided is still there, and so is the answer.
            clock.advance(Duration.ofDays(9));
            awaitTrimmed(hub);
            report(Stream.concat(Stream.of(asked), Stream.of("--console-port", port, "--format", "json"))
                    .toArray(String[]::new));
            assertThat(causes(new JsonMapper().readTree(shown()))).containsExactlyInAnyOrderElementsOf(PLANTED);
            assertThat(TagHub.run("explain", "dep-12", "--console-port", port)).isZero();
            assertThat(shown()).contains("no longer kept", "REJECTED_BY_PLATFORM", "HTTP 400", "12");
        }
        int nobody = freePort();
        assertThat(report(Stream.concat(
                                Stream.of(asked),
                                Stream.of(
                                        "--console-port",
                                        String.valueOf(nobody),
                                        "--config",
                                        config.toString(),
                                        "--data",
                                        folder.resolve("data").toString(),
                                        "--format",
                                        "json"))
                        .toArray(String[]::new)))
                .isEqualTo(1);
        assertThat(causes(new JsonMapper().readTree(shown()))).containsExactlyInAnyOrderElementsOf(PLANTED);
    }

    private static int freePort() throws IOException {
        try (var socket = new java.net.ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void theTableSaysByDayEventAndReceiver() throws Exception {
        try (Hub hub = hub()) {
            traffic(hub);
            String port = String.valueOf(hub.consolePort());
            String[] asked = {"--console-port", port, "--from", "2026-11-20", "--to", "2026-11-22"};
            assertThat(report(Stream.concat(Stream.of(asked), Stream.of("--format", "csv"))
                            .toArray(String[]::new)))
                    .isZero();
            assertThat(shown().lines())
                    .contains(
                            "2026-11-20,deposit,partner,1,1,1,1,1,0,0,0,0,0,1,0,0,0,,88,88,88",
                            "2026-11-21,deposit,partner,12,12,11,10,10,0,1,1,0,0,10,1,0,0,"
                                    + "rejected REJECTED_BY_PLATFORM 1; skipped NO_CLICK_ID 1,1667.26,1667.26,1644.26")
                    .anyMatch(line -> line.startsWith("2026-11-21,page_view,partner,1,0,0,0"));
            report(Stream.concat(Stream.of(asked), Stream.of("--zone", "Europe/Berlin"))
                    .toArray(String[]::new));
            assertThat(shown())
                    .contains("days of Europe/Berlin")
                    .doesNotContain("\n2026-11-20")
                    .containsPattern("2026-11-21 +deposit +partner +13 +13 +12 +11 +11")
                    .doesNotContainPattern("page_view +partner");

            assertThat(report("--console-port", port, "--zone", "Mars/Olympus")).isEqualTo(1);
            assertThat(shown()).contains("'zone' must be a time zone such as Europe/Berlin");
            assertThat(report("--console-port", port, "--from", "2026-11-22", "--to", "2026-11-20"))
                    .isEqualTo(1);
            assertThat(report("--console-port", port, "--import", config.toString()))
                    .isEqualTo(2);
            assertThat(report("--console-port", port, "--tag", "partner", "--import", config.toString()))
                    .isEqualTo(1);
            assertThat(shown()).contains("--map click_id=COLUMN");
        }
    }

    /** Clicks alone do not tell which is which; amounts do as far as they go. */
    @Test
    void oneClickMayBeOfSeveralEvents() throws Exception {
        Path file = Files.writeString(folder.resolve("clicks.csv"), """
                subid,amount,currency,date
                one,20,EUR,2026-11-21
                one,50,EUR,2026-11-21
                one,20,EUR,2026-11-21
                one,5,EUR,2026-11-21
                two,30,EUR,2026-11-21
                """);
        String click = ",\"click_ids\":{\"btag\":\"%s\"}";
        try (Hub hub = hub()) {
            post(
                    hub,
                    List.of(
                            """
                            {"name":"registration","id":"r1","time":"2026-11-21T09:00:00Z"%s}""".formatted(click.formatted("one")),
                            deposit(1, "2026-11-21T10:00:00Z", "50", click.formatted("one")),
                            deposit(2, "2026-11-21T11:00:00Z", "20", click.formatted("one")),
                            deposit(3, "2026-11-21T12:00:00Z", "31", click.formatted("two"))));
            report(
                    "--console-port",
                    String.valueOf(hub.consolePort()),
                    "--tag",
                    "partner",
                    "--import",
                    file.toString(),
                    "--format",
                    "json");
            assertThat(causes(new JsonMapper().readTree(shown())))
                    .containsExactlyInAnyOrder("4 DUPLICATE", "5 UNKNOWN_TO_US ?", "6 AMOUNT_DIFFERS ?");
        }
    }

    @Test
    void aFileOfTwentyThousandRowsIsTaken() throws Exception {
        StringBuilder rows = new StringBuilder("click_id,order_id,value,currency,time,status\n");
        for (int i = 0; i < 20_000; i++) {
            rows.append("stranger-")
                    .append(i)
                    .append(",o-")
                    .append(i)
                    .append(",1.00,EUR,2026-11-21T10:00:00Z,approved\n");
        }
        rows.append("click/1+x,ord-1,50,EUR,2026-11-21T11:00:00Z,approved\n");
        Path file = Files.writeString(folder.resolve("large.csv"), rows);
        try (Hub hub = hub()) {
            traffic(hub);
            assertThat(report(
                            "--console-port",
                            String.valueOf(hub.consolePort()),
                            "--tag",
                            "partner",
                            "--import",
                            file.toString(),
                            "--format",
                            "csv"))
                    .isEqualTo(1);
            assertThat(shown().lines().filter(line -> line.startsWith("UNKNOWN_TO_US,false,")))
                    .hasSize(20_000);
        }
    }

    /** Sums of the report are those of the verdicts, whatever the days are. */
    @Test
    void itAddsUpWithTheVerdicts() throws Exception {
        try (Hub hub = hub()) {
            traffic(hub);
            JsonNode report = new ConsoleClient(hub.consolePort())
                    .json("/api/report?from=2026-11-01&to=2026-11-30&tag=partner&zone=America/New_York");
            long recorded = 0;
            long verdicts = 0;
            TreeSet<String> days = new TreeSet<>();
            for (JsonNode row : report.path("rows")) {
                days.add(row.path("day").asString());
                recorded += row.path("recorded").asLong();
                for (String verdict : List.of(
                        "delivered", "duplicates", "rejected", "skipped", "suppressed", "expired", "held", "waiting")) {
                    verdicts += row.path(verdict).asLong();
                }
            }
            assertThat(days).containsExactly("2026-11-20", "2026-11-21");
            assertThat(recorded).isEqualTo(tag(hub).path("concerned").asLong()).isEqualTo(15);
            assertThat(verdicts).isEqualTo(recorded);
        }
    }

    /** Partners date by approval: the event is found by whatever id, on whatever day, and never called unknown or not sent. */
    @Test
    void aRowOfAnotherDayFindsItsEvent() throws Exception {
        Path file = Files.writeString(folder.resolve("approved.csv"), """
                click_id,order_id,event_id,amount,currency,date
                click/1+x,,,50,EUR,2026-11-21
                ,ord-2,,60,EUR,2026-11-21
                ,,dep-3,70,EUR,2026-11-21
                click/4+x,,,80,EUR,2026-11-21
                click/5+x,,,1,EUR,2026-11-21
                click/6+x,,,65,EUR,2026-11-21
                ,ord-7,,,,2026-11-21
                click/10+x,ord-10,,100,EUR,2026-11-21
                click/8+x,ord-8,,88,EUR,2026-11-30
                click/9+x,ord-9,,99,EUR,2026-11-30
                """);
        String early = "2026-11-16T11:00:00Z";
        String noon = "2026-11-21T11:00:00Z";
        try (Hub hub = hub()) {
            post(
                    hub,
                    List.of(
                            deposit(1, early, "50", clicked(1)),
                            deposit(2, early, "60", clicked(2)),
                            deposit(3, early, "70", clicked(3)),
                            // Without a click it was not sent, and the verdict says so.
                            deposit(4, early, "80", ""),
                            deposit(40, noon, "81", clicked(4)),
                            deposit(5, early, "500", clicked(5)),
                            deposit(50, noon, "2", clicked(5)),
                            """
                            {"name":"page_view","id":"pv-6","time":"%s","value":65,"currency":"EUR"%s}""".formatted(noon, clicked(6)),
                            deposit(7, early, "77", ""),
                            // The same click: the order says which of the two it is.
                            deposit(10, early, "100", clicked(10)),
                            deposit(11, noon, "31", clicked(10)),
                            deposit(8, noon, "88", clicked(8)),
                            deposit(9, early, "99", clicked(9))));
            List<String> expected = List.of(
                    "2 DAY_DIFFERS ?",
                    "3 DAY_DIFFERS ?",
                    "4 DAY_DIFFERS ?",
                    "5 AMOUNT_DIFFERS ?",
                    "6 AMOUNT_DIFFERS ?",
                    "7 NOT_SENT",
                    "8 MISSING_ID",
                    "8 DAY_DIFFERS ?",
                    "9 DAY_DIFFERS ?",
                    "10 DAY_DIFFERS ?",
                    "- UNKNOWN_TO_THEM ?");
            JsonNode present = imported(hub, file);
            assertThat(causes(present)).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(present.path("outside").asInt()).isEqualTo(1);
            assertThat(present.toString())
                    .contains("the event is of another day than those asked for")
                    .contains("the row is of another day than those asked for")
                    .contains("NOT_TRIGGERED");

            clock.advance(Duration.ofDays(9));
            awaitTrimmed(hub);
            // What no tag asked for has left nothing.
            List<String> later = new ArrayList<>(expected);
            later.set(5, "7 UNKNOWN_TO_US ?");
            assertThat(causes(imported(hub, file))).containsExactlyInAnyOrderElementsOf(later);
        }
    }

    @Test
    void theSameIdInAnotherCaseIsOneWithThatRemark() throws Exception {
        Path file = Files.writeString(folder.resolve("cases.csv"), """
                click_id,order_id,event_id,amount,currency,date
                CLICK/1+X,,,50,EUR,2026-11-21
                ,ORD-2,,60,EUR,2026-11-21
                ,,Dep-3,70,EUR,2026-11-21
                click/4+x,,,80,EUR,2026-11-21
                ,ORD-5,,90,EUR,2026-11-21
                """);
        String noon = "2026-11-21T11:00:00Z";
        try (Hub hub = hub()) {
            post(
                    hub,
                    List.of(
                            deposit(1, noon, "50", clicked(1)),
                            deposit(2, noon, "60", clicked(2)),
                            deposit(3, noon, "70", clicked(3)),
                            deposit(4, noon, "80", clicked(4)),
                            deposit(5, "2026-11-15T11:00:00Z", "90", clicked(5))));
            List<String> expected =
                    List.of("2 ID_DIFFERS", "3 ID_DIFFERS", "4 ID_DIFFERS", "6 ID_DIFFERS", "6 DAY_DIFFERS ?");
            JsonNode present = imported(hub, file);
            assertThat(causes(present)).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(present.toString()).contains("the same id in another case");
            assertThat(present.path("matched").asInt()).isEqualTo(5);

            clock.advance(Duration.ofDays(9));
            awaitTrimmed(hub);
            assertThat(causes(imported(hub, file))).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    private JsonNode imported(Hub hub, Path file) {
        report(
                "--console-port",
                String.valueOf(hub.consolePort()),
                "--tag",
                "partner",
                "--from",
                "2026-11-21",
                "--to",
                "2026-11-21",
                "--import",
                file.toString(),
                "--format",
                "json");
        return new JsonMapper().readTree(shown());
    }

    private static void awaitTrimmed(Hub hub) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!new ConsoleClient(hub.consolePort())
                .json("/api/events")
                .path("events")
                .isEmpty()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
