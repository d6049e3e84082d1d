package io.taghub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.hub.Hub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A partner's export with planted differences, each of which gets its cause; with events, without their bodies, and offline. */
class ReportTest extends PartnersReport {
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
        String asked = "--tag partner --from 2026-11-21 --to 2026-11-21 --zone Europe/Berlin --import " + file;
        JsonNode whole;
        try (Hub hub = hub()) {
            traffic(hub);
            int port = hub.consolePort();
            assertThat(report(port, asked + " --format json"))
                    .as("two remain unexplained")
                    .isEqualTo(1);
            whole = answer();
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

            assertThat(report(port, asked)).isEqualTo(1);
            assertThat(shown())
                    .contains("click_id = Sub ID", "order_id = Order ID", "value = Sale Amount")
                    .contains("2 differences remain unexplained")
                    .contains("time zone: the same event counts on another day")
                    .doesNotContain("ada@example");

            // Bodies go; what was sent and decided is still there, and so is the answer.
            clock.advance(Duration.ofDays(9));
            awaitTrimmed(hub);
            report(port, asked + " --format json");
            assertThat(causes(answer())).containsExactlyInAnyOrderElementsOf(PLANTED);
            assertThat(TagHub.run("explain", "dep-12", "--console-port", String.valueOf(port)))
                    .isZero();
            assertThat(shown()).contains("no longer kept", "REJECTED_BY_PLATFORM", "HTTP 400", "12");
        }
        assertThat(report(
                        freePort(),
                        asked + " --config " + config + " --data " + folder.resolve("data") + " --format json"))
                .isEqualTo(1);
        assertThat(causes(answer())).containsExactlyInAnyOrderElementsOf(PLANTED);
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
            int port = hub.consolePort();
            String asked = "--from 2026-11-20 --to 2026-11-22";
            assertThat(report(port, asked + " --format csv")).isZero();
            assertThat(shown().lines())
                    .contains(
                            "2026-11-20,deposit,partner,1,1,1,1,1,0,0,0,0,0,1,0,0,0,,88,88,88",
                            "2026-11-21,deposit,partner,12,12,11,10,10,0,1,1,0,0,10,1,0,0,"
                                    + "rejected REJECTED_BY_PLATFORM 1; skipped NO_CLICK_ID 1,1667.26,1667.26,1644.26")
                    .anyMatch(line -> line.startsWith("2026-11-21,page_view,partner,1,0,0,0"));
            report(port, asked + " --zone Europe/Berlin");
            assertThat(shown())
                    .contains("days of Europe/Berlin")
                    .doesNotContain("\n2026-11-20")
                    .containsPattern("2026-11-21 +deposit +partner +13 +13 +12 +11 +11")
                    .doesNotContainPattern("page_view +partner");

            assertThat(report(port, "--zone Mars/Olympus")).isEqualTo(1);
            assertThat(shown()).contains("'zone' must be a time zone such as Europe/Berlin");
            assertThat(report(port, "--from 2026-11-22 --to 2026-11-20")).isEqualTo(1);
            assertThat(report(port, "--import " + config)).isEqualTo(2);
            assertThat(report(port, "--tag partner --import " + config)).isEqualTo(1);
            assertThat(shown()).contains("--map click_id=COLUMN");
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
}
