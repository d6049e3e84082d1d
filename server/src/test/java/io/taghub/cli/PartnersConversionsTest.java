package io.taghub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.hub.Hub;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Several rows of a partner's export that are about one conversion. */
class PartnersConversionsTest extends PartnersReport {
    private static final String HEAD = "click id,order id,amount,currency,date,status\n";

    private JsonNode compared(Hub hub, String rows) throws IOException {
        return imported(hub, Files.writeString(folder.resolve("rows.csv"), HEAD + rows));
    }

    private static void addsUp(JsonNode answer) {
        long different = answer.path("differences")
                .valueStream()
                .filter(one -> !one.path("row").isNull())
                .map(one -> one.path("row").asInt())
                .distinct()
                .count();
        assertThat(answer.path("agreed").asLong()
                        + answer.path("joined").asLong()
                        + answer.path("outside").asLong()
                        + different)
                .isEqualTo(answer.path("rows").asLong());
    }

    @Test
    void theStateThatCountsDecidesWhateverLineItIsOn() throws Exception {
        String refused = row(1, "50", "11:00", "approved") + row(1, "50", "11:00", "reversed");
        String decided = row(2, "60", "12:00", "pending") + row(2, "60", "12:00", "approved");
        try (Hub hub = hub()) {
            post(hub, List.of(deposit(1, time(1), "50", clicked(1)), deposit(2, time(2), "60", clicked(2))));
            JsonNode answer = compared(hub, refused + decided);
            assertThat(causes(answer)).containsExactly("3 REJECTED");
            addsUp(answer);
            assertThat(answer.path("worth").path(0).path("theirs").decimalValue())
                    .isEqualByComparingTo("60");
            answer = compared(
                    hub,
                    row(1, "50", "11:00", "reversed")
                            + row(1, "50", "11:00", "approved")
                            + row(2, "60", "12:00", "approved")
                            + row(2, "60", "12:00", "pending"));
            assertThat(causes(answer)).containsExactly("2 REJECTED");
            assertThat(causes(compared(
                            hub,
                            row(1, "50", "11:00", "rejected")
                                    + row(1, "50", "15:00", "approved")
                                    + row(2, "60", "12:00", ""))))
                    .isEmpty();
            // Once more the same is once more the same.
            answer = compared(
                    hub,
                    row(1, "50", "11:00", "approved")
                            + row(1, "50", "11:00", "approved")
                            + row(2, "60", "12:00", "pending"));
            assertThat(causes(answer)).containsExactlyInAnyOrder("3 DUPLICATE", "4 NOT_APPROVED_YET");
            assertThat(answer.path("agreed").asInt()).isEqualTo(1);
            addsUp(answer);
            // 55 were pending, and 50 were approved.
            assertThat(causes(compared(
                            hub,
                            row(1, "55", "11:00", "pending")
                                    + row(1, "50", "11:00", "approved")
                                    + row(2, "60", "12:00", ""))))
                    .isEmpty();
        }
    }

    @Test
    void linesOfAnOrderAreHeldAgainstItTogether() throws Exception {
        try (Hub hub = hub()) {
            post(
                    hub,
                    List.of(
                            deposit(1, time(1), "60", clicked(1)),
                            deposit(2, time(2), "40", clicked(2)),
                            deposit(3, time(3), "100", clicked(3)),
                            deposit(4, time(4), "119", clicked(4)),
                            deposit(5, time(5), "90", clicked(5)),
                            deposit(6, time(6), "70", clicked(6))));
            JsonNode answer = compared(
                    hub,
                    row(1, "10", "11:00", "")
                            + row(1, "20", "11:00", "")
                            + row(1, "30", "11:00", "")
                            + row(2, "20", "12:00", "")
                            + row(2, "20", "12:00", "")
                            + row(3, "40", "13:00", "approved")
                            + row(3, "60", "13:00", "declined")
                            + row(4, "40", "14:00", "")
                            + row(4, "60", "14:00", "")
                            + row(5, "40", "15:00", "")
                            + row(5, "43.21", "15:00", "")
                            + row(6, "70", "16:00", "")
                            + row(6, "20", "16:00", ""));
            assertThat(causes(answer))
                    .containsExactlyInAnyOrder("8 REJECTED", "9 AMOUNT_DIFFERS", "11 AMOUNT_DIFFERS ?", "14 DUPLICATE");
            assertThat(answer.toString()).contains("19 %").contains("\"83.21 EUR\"");
            addsUp(answer);
            // Lines that name the click alone.
            assertThat(
                            causes(
                                    imported(
                                            hub,
                                            Files.writeString(
                                                    folder.resolve("clicks.csv"),
                                                    "click id,amount,date\nclick/2+x,20,2026-11-21\nclick/2+x,20,2026-11-21\n"
                                                            + "click/1+x,40,2026-11-21\nclick/1+x,20,2026-11-21\nclick/3+x,100,2026-11-21\n"
                                                            + "click/4+x,119,2026-11-21\nclick/5+x,90,2026-11-21\nclick/6+x,70,2026-11-21\n"))))
                    .isEmpty();
        }
    }

    @Test
    void whatWasTakenBackIsARowOfItsOwnOrLessOfTheSale() throws Exception {
        refundsAreTold();
        try (Hub hub = hub()) {
            post(hub, List.of(deposit(1, time(1), "100", clicked(1)), deposit(2, time(2), "80", clicked(2))));
            post(hub, List.of(deposit(3, time(3), "30", clicked(3)), deposit(4, time(4), "20", clicked(4))));
            post(hub, List.of(refund(1, "ref-1", time(8), "40"), refund(2, "ref-2", time(8), "80")));
            String rest = row(3, "30", "13:00", "") + row(4, "20", "14:00", "");
            for (String status : List.of("approved", "refund", "")) {
                JsonNode answer = compared(
                        hub,
                        row(1, "100", "11:00", "approved")
                                + row(1, "-40", "18:00", status)
                                + row(2, "-80", "18:00", status)
                                + row(2, "80", "12:00", "approved")
                                + rest);
                assertThat(causes(answer)).as(status).isEmpty();
                assertThat(answer.path("worth").path(0).path("ours").decimalValue())
                        .isEqualByComparingTo("110");
                assertThat(answer.path("worth").path(0).path("theirs").decimalValue())
                        .isEqualByComparingTo("110");
                assertThat(answer.path("events").asInt()).isEqualTo(6);
            }
            JsonNode net = compared(hub, row(1, "60", "11:00", "approved") + row(2, "0", "12:00", "reversed") + rest);
            assertThat(causes(net)).isEmpty();
            assertThat(net.path("worth").path(0).path("ours").decimalValue()).isEqualByComparingTo("110");
            assertThat(net.path("worth").path(0).path("theirs").decimalValue()).isEqualByComparingTo("110");
            assertThat(causes(compared(hub, row(1, "60", "11:00", "") + row(2, "80", "12:00", "reversed") + rest)))
                    .isEmpty();
            // Of these they were told nothing.
            JsonNode more = compared(
                    hub,
                    row(1, "60", "11:00", "")
                            + row(2, "80", "12:00", "reversed")
                            + row(3, "30", "13:00", "")
                            + row(3, "-30", "15:00", "")
                            + row(4, "20", "14:00", "approved")
                            + row(4, "-5", "15:00", "refund"));
            assertThat(causes(more)).containsExactlyInAnyOrder("5 REJECTED", "7 AMOUNT_DIFFERS");
            addsUp(more);
            // They pay for what was taken back.
            assertThat(causes(compared(hub, row(1, "60", "11:00", "") + row(2, "80", "12:00", "approved") + rest)))
                    .containsExactly("- UNKNOWN_TO_THEM ?");

            clock.advance(Duration.ofDays(9));
            awaitTrimmed(hub);
            JsonNode later = compared(
                    hub, row(1, "60", "11:00", "") + row(2, "0", "12:00", "reversed") + row(3, "30", "13:00", ""));
            assertThat(causes(later)).containsExactly("- UNKNOWN_TO_THEM ?");
            assertThat(later.toString()).contains("told by GET", "cid=click%2F4%2Bx", "txn=dep-4");
        }
    }

    @Test
    void rowsThatCarryTheMinuteAreOfTheEventOfThatMinute() throws Exception {
        String one = ",\"click_ids\":{\"btag\":\"one\"}";
        try (Hub hub = hub()) {
            post(
                    hub,
                    List.of(
                            deposit(1, "2026-11-21T10:01:00Z", "100", one),
                            deposit(2, "2026-11-21T15:05:00Z", "83.33", one),
                            deposit(3, "2026-11-21T18:30:00Z", "50", one),
                            deposit(4, "2026-11-21T20:10:00Z", "77", one)));
            // The partner's clock may be hours away, and the file the newest first.
            for (int shift : List.of(0, 3, -5)) {
                StringBuilder rows = new StringBuilder("click id,amount,currency,date\n");
                String line = "one,%s,EUR,2026-11-21 %02d:%02d\n";
                rows.append(line.formatted("64.17", 20 + shift, 10))
                        .append(line.formatted("41.67", 18 + shift, 30))
                        .append(line.formatted("69.44", 15 + shift, 5))
                        .append(line.formatted("83.33", 10 + shift, 1));
                JsonNode answer = imported(hub, Files.writeString(folder.resolve("minutes.csv"), rows));
                assertThat(causes(answer))
                        .containsExactlyInAnyOrder(
                                "2 AMOUNT_DIFFERS", "3 AMOUNT_DIFFERS", "4 AMOUNT_DIFFERS", "5 AMOUNT_DIFFERS");
                assertThat(answer.at("/differences")
                                .valueStream()
                                .map(each -> each.path("detail").asString("")))
                        .allMatch(detail -> detail.startsWith("by net and gross") && detail.contains("20 %"));
            }
        }
    }

    /** Who pays 25 for whatever it was worth pays some amounts less a tax rate by chance. */
    @Test
    void aTaxRateByChanceExplainsNothing() throws Exception {
        try (Hub hub = hub()) {
            post(
                    hub,
                    List.of(
                            deposit(1, time(1), "20", clicked(1)),
                            deposit(2, time(2), "30", clicked(2)),
                            deposit(3, time(3), "30.50", clicked(3)),
                            deposit(4, time(4), "10", clicked(4)),
                            deposit(5, time(5), "90", clicked(5))));
            JsonNode flat = compared(
                    hub,
                    row(1, "25", "11:00", "")
                            + row(2, "25", "12:00", "")
                            + row(3, "25", "13:00", "")
                            + row(4, "25", "14:00", "")
                            + row(5, "25", "15:00", ""));
            assertThat(flat.path("unexplained").asInt()).isEqualTo(5);
            // The others agree; a person is told what it may be.
            JsonNode lone = compared(
                    hub,
                    row(1, "20", "11:00", "")
                            + row(2, "25", "12:00", "")
                            + row(3, "30.50", "13:00", "")
                            + row(4, "10", "14:00", "")
                            + row(5, "90", "15:00", ""));
            assertThat(causes(lone)).containsExactly("3 AMOUNT_DIFFERS");
            assertThat(lone.toString()).contains("may be by net and gross");
            // One row of five is no rule.
            JsonNode mixed = compared(
                    hub,
                    row(1, "3", "11:00", "")
                            + row(2, "25", "12:00", "")
                            + row(3, "7", "13:00", "")
                            + row(4, "10", "14:00", "")
                            + row(5, "90", "15:00", ""));
            assertThat(mixed.path("unexplained").asInt()).isEqualTo(3);
        }
    }

    /** Our own pending and approved are two events of one order. */
    @Test
    void ourStatesAreOneConversionToo() throws Exception {
        try (Hub hub = hub()) {
            post(hub, List.of(deposit(1, time(1), "50", clicked(1) + ",\"status\":\"pending\"")));
            post(
                    hub,
                    List.of(deposit(1, time(2), "50", clicked(1) + ",\"status\":\"approved\"")
                            .replace("dep-1", "dep-1a")));
            JsonNode answer = compared(hub, row(1, "50", "11:00", "pending") + row(1, "50", "12:00", "approved"));
            // This receiver is not told of what is pending.
            assertThat(causes(answer)).containsExactly("- NOT_SENT");
            assertThat(answer.path("agreed").asInt()).isEqualTo(2);
            assertThat(answer.path("worth").path(0).path("ours").decimalValue()).isEqualByComparingTo("50");
            assertThat(causes(compared(hub, row(1, "50", "11:00", "approved")))).containsExactly("- NOT_SENT");
        }
    }

    @Test
    void aTagThatLeftTheConfigIsComparedByWhatIsRecorded() throws Exception {
        try (Hub hub = hub()) {
            post(hub, List.of(deposit(1, time(1), "50", clicked(1)), deposit(2, time(2), "60", clicked(2))));
        }
        Files.writeString(config, Files.readString(config).replace("  partner:", "  another:"));
        try (Hub hub = hub()) {
            JsonNode answer = compared(hub, row(1, "50", "11:00", "") + row(9, "5", "11:00", ""));
            assertThat(causes(answer)).containsExactlyInAnyOrder("3 UNKNOWN_TO_US ?", "- UNKNOWN_TO_THEM ?");
            assertThat(answer.path("notes").toString()).contains("not in the config any more");
            assertThat(report(hub.consolePort(), "--tag nobody --import " + folder.resolve("rows.csv")))
                    .isEqualTo(1);
            assertThat(shown()).contains("no tag of this name");
        }
    }
}
