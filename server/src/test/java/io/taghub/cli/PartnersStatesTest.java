package io.taghub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.hub.Hub;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rows of one conversion that say different things of it one after the other. */
class PartnersStatesTest extends PartnersReport {
    private static final String HEAD = "click id,order id,amount,currency,date,status";
    private static final String ONE = ",\"click_ids\":{\"btag\":\"one\"}";

    private void expect(Hub hub, String rows, String theirs, String... causes) throws IOException {
        under(hub, HEAD, rows, theirs, causes);
    }

    private void under(Hub hub, String head, String rows, String theirs, String... causes) throws IOException {
        JsonNode answer = imported(hub, Files.writeString(folder.resolve("rows.csv"), head + "\n" + rows));
        assertThat(causes(answer)).as("%s", answer).containsExactlyInAnyOrder(causes);
        assertThat(answer.at("/worth/0/theirs").decimalValue()).as("%s", answer).isEqualByComparingTo(theirs);
    }

    @Test
    void theLastStateOfAllStands() throws Exception {
        String yes = row(1, "60", "09:30", "approved");
        String no = row(1, "60", "11:00", "chargeback");
        String again = row(1, "60", "13:00", "approved");
        String other = row(2, "90", "12:00", "approved");
        try (Hub hub = hub()) {
            post(hub, List.of(deposit(1, time(1), "60", clicked(1)), deposit(2, time(2), "90", clicked(2))));
            expect(hub, yes + no + again + other, "150");
            expect(hub, again + no + yes + other, "150");
            expect(hub, no + yes + again + other, "150");
            expect(hub, yes + no + other, "90", "3 REJECTED");
            expect(hub, again + no + yes + row(1, "60", "14:00", "chargedback") + other, "90", "5 REJECTED");
            // Taken back and paid again.
            expect(hub, yes + row(1, "-60", "11:00", "") + again + other, "150");
            expect(hub, yes + row(1, "-60", "11:00", "") + other, "90", "3 REJECTED");
            // Each conversion once.
            expect(hub, yes + again + other, "150", "3 DUPLICATE");
            expect(
                    hub,
                    row(1, "60", "09:30", "pending") + row(1, "0", "10:30", "declined") + other,
                    "90",
                    "3 REJECTED");
            expect(hub, yes + row(1, "(60.00)", "11:00", "") + other, "90", "3 REJECTED");
            expect(hub, yes + row(1, "60 apples", "11:00", "") + other, "150", "3 AMOUNT_DIFFERS ?");
            expect(hub, row(1, "60 apples", "11:00", "") + yes + other, "150", "2 AMOUNT_DIFFERS ?");
        }
    }

    @Test
    void aLaterAmountCorrectsWhatWasSaidBefore() throws Exception {
        String first = row(1, "60", "11:00", "approved");
        String other = row(2, "90", "12:00", "approved");
        try (Hub hub = hub()) {
            post(hub, List.of(deposit(1, time(1), "60", clicked(1)), deposit(2, time(2), "90", clicked(2))));
            for (String status : List.of("approved", "Adjusted", "correction")) {
                expect(hub, first + row(1, "45", "16:00", status) + other, "135", "3 AMOUNT_DIFFERS ?");
                expect(hub, row(1, "45", "16:00", status) + first + other, "135", "2 AMOUNT_DIFFERS ?");
            }
            expect(hub, first + row(1, "45", "11:00", "adjusted") + other, "135", "3 AMOUNT_DIFFERS ?");
            expect(hub, row(1, "100", "11:00", "approved") + row(1, "60", "16:00", "approved") + other, "150");
            expect(
                    hub,
                    row(1, "45", "11:00", "approved") + row(1, "15", "16:00", "pending") + other,
                    "150",
                    "3 NOT_APPROVED_YET");
            expect(
                    hub,
                    row(1, "45", "11:00", "pending") + row(1, "15", "16:00", "approved") + other,
                    "150",
                    "2 NOT_APPROVED_YET");
            expect(hub, row(1, "60", "11:00", "partially refunded") + other, "150");
            expect(hub, row(1, "45", "11:00", "partially refunded") + other, "135", "2 AMOUNT_DIFFERS ?");
        }
    }

    @Test
    void whatIsComparedIsWhatIsSummed() throws Exception {
        String other = row(1, "60", "11:00", "approved");
        String half = row(2, "30", "12:00", "approved");
        try (Hub hub = hub()) {
            post(hub, List.of(deposit(1, time(1), "60", clicked(1)), deposit(2, time(2), "90", clicked(2))));
            // Copies.
            expect(hub, half + half + other, "90", "2 AMOUNT_DIFFERS ?", "3 DUPLICATE");
            expect(hub, half + half + half + row(1, "60", "11:00", "approved"), "150");
            // Of two things.
            String head = HEAD + ",SKU";
            under(
                    hub,
                    head,
                    half.replace("\n", ",a\n") + half.replace("\n", ",b\n") + other,
                    "120",
                    "2 AMOUNT_DIFFERS ?");
            assertThat(shown()).contains("\"60 EUR\"");
            under(
                    hub,
                    head,
                    half.replace("\n", ",a\n") + half.replace("\n", ",a\n") + other,
                    "90",
                    "2 AMOUNT_DIFFERS ?",
                    "3 DUPLICATE");
        }
    }

    @Test
    void whatNamesAnOrderIsOfThatOrder() throws Exception {
        try (Hub hub = hub()) {
            post(
                    hub,
                    List.of(
                            deposit(1, time(0), "327", ONE),
                            deposit(2, time(1), "316.68", ONE),
                            deposit(3, time(2), "40", clicked(3)),
                            deposit(4, time(3), "70", ",\"click_ids\":{\"btag\":\"two\"}"),
                            deposit(5, time(4), "90", ",\"click_ids\":{\"btag\":\"two\"}")));
            post(
                    hub,
                    List.of(deposit(1, time(9), "327", ",\"status\":\"reversed\"")
                            .replace("dep-1", "dep-1r")));
            String rest =
                    "one,ord-1,327,EUR,2026-11-21 10:00,reversed\none,ord-2,316.68,EUR,2026-11-21 11:00,approved\n"
                            + "two,ord-4,70,EUR,2026-11-21 13:00,approved\ntwo,ord-5,90,EUR,2026-11-21 14:00,approved\n"
                            + row(3, "40", "12:00", "approved");
            String all = imported(hub, Files.writeString(folder.resolve("rows.csv"), HEAD + "\n" + rest))
                    .at("/differences")
                    .toString();
            JsonNode less = imported(
                    hub,
                    Files.writeString(
                            folder.resolve("rows.csv"),
                            HEAD + "\n" + rest + "one,ord-2,-20,EUR,2026-11-21 21:00,approved\n"));
            assertThat(less.at("/differences").size())
                    .as(all)
                    .isEqualTo(new JsonMapper().readTree(all).size() + 1);
            assertThat(causes(less)).contains("7 AMOUNT_DIFFERS");
            // Of two of one click the one of that amount, not of that hour.
            JsonNode back = imported(
                    hub,
                    Files.writeString(
                            folder.resolve("rows.csv"),
                            "click id,amount,currency,date\ntwo,70,EUR,2026-11-21 13:00\ntwo,90,EUR,2026-11-21 14:00\n"
                                    + "two,-70,EUR,2026-11-21 15:00\n"));
            assertThat(causes(back)).as("%s", back).contains("4 REJECTED");
        }
    }

    @Test
    void whatWasToldIsMissedWhereTheFileTakesNoneBack() throws Exception {
        refundsAreTold();
        try (Hub hub = hub()) {
            post(hub, List.of(deposit(1, time(1), "100", clicked(1)), deposit(2, time(2), "80", clicked(2))));
            post(hub, List.of(refund(1, "ref-1", time(7), "30"), refund(1, "ref-2", time(8), "20")));
            String sales = row(1, "100", "11:00", "approved") + row(2, "80", "12:00", "approved");
            expect(hub, sales, "180", "- UNKNOWN_TO_THEM ?", "- UNKNOWN_TO_THEM ?");
            assertThat(answer().at("/worth/0/ours").decimalValue()).isEqualByComparingTo("130");
            // Both at once.
            expect(hub, sales + row(1, "-50", "19:00", "refund"), "130");
            expect(hub, sales + row(1, "-30", "19:00", "refund") + row(1, "-20", "19:00", "refund"), "130");
            // Of a sale that is not in the file nothing is missed.
            expect(hub, row(2, "80", "12:00", "approved"), "80", "- UNKNOWN_TO_THEM ?");
        }
    }

    /** Two of a rate each: neither is what most have. */
    @Test
    void twoTaxRatesExplainNothingIfTheyAreAsFrequent() throws Exception {
        try (Hub hub = hub()) {
            post(
                    hub,
                    List.of(
                            deposit(1, time(1), "119", clicked(1)),
                            deposit(2, time(2), "238", clicked(2)),
                            deposit(3, time(3), "120", clicked(3)),
                            deposit(4, time(4), "240", clicked(4))));
            String nineteen = row(1, "100", "11:00", "") + row(2, "200", "12:00", "");
            expect(
                    hub,
                    nineteen + row(3, "100", "13:00", "") + row(4, "200", "14:00", ""),
                    "600",
                    "2 AMOUNT_DIFFERS ?",
                    "3 AMOUNT_DIFFERS ?",
                    "4 AMOUNT_DIFFERS ?",
                    "5 AMOUNT_DIFFERS ?");
            expect(
                    hub,
                    nineteen + row(3, "120", "13:00", "") + row(4, "240", "14:00", ""),
                    "660",
                    "2 AMOUNT_DIFFERS",
                    "3 AMOUNT_DIFFERS");
        }
    }
}
