package io.taghub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.hub.Hub;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Which event a row of a partner's export is about. */
class PartnersRowsTest extends PartnersReport {
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
            report(hub.consolePort(), "--tag partner --format json --import " + file);
            assertThat(causes(answer()))
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
            assertThat(report(hub.consolePort(), "--tag partner --format csv --import " + file))
                    .isEqualTo(1);
            assertThat(shown().lines().filter(line -> line.startsWith("UNKNOWN_TO_US,false,")))
                    .hasSize(20_000);
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
}
