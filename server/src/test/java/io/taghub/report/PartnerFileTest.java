package io.taghub.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports as networks, trackers and spreadsheets write them. */
class PartnerFileTest {

    private static PartnerFile read(String text) {
        return PartnerFile.of(text, Set.of("btag", "at_gd"), "", null);
    }

    private static PartnerRow only(String text) {
        PartnerFile file = read(text);
        assertThat(file.rows()).hasSize(1);
        return file.rows().getFirst();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "(294.90);-294.90",
                "294.90-;-294.90",
                "294.90 -;-294.90",
                "($1,294.90);-1294.90",
                "€(294.90);-294.90",
                "294.90- EUR;-294.90",
                "(-294.90);-294.90",
                "\u2212294.90;-294.90",
                "(1.294,90);-1294.90",
                "49.-;49",
                "49.90 (EUR);",
                "294.90;294.90"
            })
    void amountsAsAccountsWriteThem(String written, String amount) {
        PartnerRow row = only("Click ID\tDeposit Amount\nc1\t\"" + written + "\"\n");
        if (amount != null) {
            assertThat(row.amount()).isEqualByComparingTo(amount);
        }
        assertThat(row.unread()).isEqualTo(row.amount() == null);
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t", "|"})
    void anyDelimiterWithAndWithoutQuotes(String by) {
        PartnerRow row = only(String.join(by, "Click ID", "\"Order ID\"", "Sale Amount", "Currency", "Date", "Status")
                + "\r\n"
                + String.join(by, "c1", "\"A \"\"1\"\"" + by + "x\"", "49.99", "eur", "2026-11-22", "Approved")
                + "\r\n\r\n");
        assertThat(row.ids())
                .containsExactly(
                        new PartnerRow.Id(PartnerField.CLICK_ID, "c1"),
                        new PartnerRow.Id(PartnerField.ORDER_ID, "A \"1\"" + by + "x"));
        assertThat(row.amount()).isEqualByComparingTo("49.99");
        assertThat(row.currency()).isEqualTo("EUR");
        assertThat(row.when()).isEqualTo(new PartnerTime.When(LocalDate.of(2026, 11, 22), null, null));
        assertThat(row.decision()).isEqualTo(PartnerRow.Decision.COUNTED);
    }

    @Test
    void titlesBeforeTheHeaderAndTotalsAfterTheRowsAreNoRows() {
        PartnerFile file = read("""
                Conversion report
                "Nov 1, 2026 - Nov 30, 2026"

                Google Click ID,Conversion Time,Conversion Value,Conversion Currency
                gclid-1,2026-11-22 10:00:00+01:00,12.5,USD
                Total,,12.5,
                """);
        assertThat(file.rows()).hasSize(1);
        assertThat(file.rows().getFirst().when().instant()).isEqualTo(Instant.parse("2026-11-22T09:00:00Z"));
        assertThat(file.columns())
                .containsEntry("click_id", "Google Click ID")
                .containsEntry("value", "Conversion Value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "windows-1252"})
    void byteOrderMarksAndOldSpreadsheets(String charset) throws IOException {
        String text = (charset.startsWith("UTF") ? "\ufeff" : "") + "Subid;Betrag;Amount\nclick-ä;x;1,50\n";
        PartnerFile file =
                PartnerFile.read(new ByteArrayInputStream(text.getBytes(Charset.forName(charset))), Set.of(), "", null);
        assertThat(file.rows().getFirst().ids().getFirst().value()).isEqualTo("click-ä");
        assertThat(file.rows().getFirst().amount()).isEqualByComparingTo("1.5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "49.99~49.99",
                "49,99~49.99",
                "1.234,56~1234.56",
                "1,234.56~1234.56",
                "$ 12.50~12.50",
                "-5.00~-5",
                "1 234,50~1234.50",
                "0~0",
                "12~12"
            })
    void amountsOfAnyCountry(String written, BigDecimal read) {
        assertThat(only("click id;amount\nc1;\"" + written + "\"\n").amount()).isEqualByComparingTo(read);
    }

    @Test
    void whatCouldBeThousandsIsReadAsItsColumnIs() {
        assertThat(read("click id;amount\nc1;1.234\nc2;9,50\n")
                        .rows()
                        .getFirst()
                        .amount())
                .isEqualByComparingTo("1234");
        assertThat(read("click id;amount\nc1;1,234\nc2;9.50\n")
                        .rows()
                        .getFirst()
                        .amount())
                .isEqualByComparingTo("1234");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "2026-11-22~2026-11-22",
                "2026/11/22 10:30~2026-11-22",
                "22.11.2026 23:59:59~2026-11-22",
                "22/11/2026~2026-11-22",
                "11/22/2026 11:59 PM~2026-11-22",
                "11/22/26~2026-11-22",
                "Nov 22, 2026~2026-11-22",
                "22 Nov 2026 10:00~2026-11-22",
                "22-Nov-2026~2026-11-22",
                "20261122~2026-11-22",
                "1795341600~2026-11-22",
                "2026-11-22T10:30:00.123Z~2026-11-22",
                "22 Nov 26~2026-11-22",
                "22. November 2026~2026-11-22",
                "22. März 2026 10:00~2026-03-22",
                "22 août 2026~2026-08-22",
                "22 de octubre de 2026~2026-10-22",
                "22 мая 2026~2026-05-22",
                "Sun, 22 Nov 2026 10:30:00~2026-11-22",
                "Sun, 22 Nov 2026 10:30:00 GMT~2026-11-22",
                "Sunday, November 22, 2026 11:59 PM~2026-11-22",
                "46348~2026-11-22",
                "46348.0~2026-11-22",
                "22/Nov/2026~2026-11-22",
                "2026年11月22日~2026-11-22",
                "2026. 11. 22.~2026-11-22",
                "2026년 11월 22일 10:30~2026-11-22",
                "46348.4375~2026-11-22",
                "46348,9999~2026-11-22"
            })
    void daysAndTimes(String written, LocalDate day) {
        assertThat(only("click id;date\nc1;\"" + written + "\"\n").when().day()).isEqualTo(day);
    }

    @Test
    void whetherTheDayOrTheMonthComesFirstIsSoForTheWholeColumn() {
        assertThat(read("click id;date\nc1;03/04/2026\nc2;25/04/2026\n")
                        .rows()
                        .getFirst()
                        .when()
                        .day())
                .isEqualTo(LocalDate.of(2026, 4, 3));
        assertThat(read("click id;date\nc1;03/04/2026\nc2;04/25/2026\n")
                        .rows()
                        .getFirst()
                        .when()
                        .day())
                .isEqualTo(LocalDate.of(2026, 3, 4));
        assertThatThrownBy(() -> read("click id;date\nc1;03/04/2026\n")).hasMessageContaining("dates=dmy");
        assertThat(PartnerFile.of("click id;date\nc1;03/04/2026\n", Set.of(), "", "mdy")
                        .rows()
                        .getFirst()
                        .when()
                        .day())
                .isEqualTo(LocalDate.of(2026, 3, 4));
    }

    @Test
    void aClickIdsOwnNameNamesAColumn() {
        assertThat(only("AT_GD;BTag;amount\nc1;c2;1\n").ids())
                .containsExactly(
                        new PartnerRow.Id(PartnerField.CLICK_ID, "c1"), new PartnerRow.Id(PartnerField.CLICK_ID, "c2"));
    }

    @Test
    void columnsAreMappedByNameOrPlace() {
        String file = "Kennung;Wert;Aff Sub 5\nx;12,50;c1\n";
        assertThatThrownBy(() -> read(file)).hasMessageContaining("--map click_id=COLUMN");
        PartnerFile mapped = PartnerFile.of(file, Set.of(), "click_id=aff sub 5,value=2", null);
        assertThat(mapped.rows().getFirst().ids()).containsExactly(new PartnerRow.Id(PartnerField.CLICK_ID, "c1"));
        assertThat(mapped.rows().getFirst().amount()).isEqualByComparingTo("12.5");
        assertThatThrownBy(() -> PartnerFile.of(file, Set.of(), "click_id=Aff Sub 6", null))
                .hasMessageContaining("did you mean 'Aff Sub 5'?");
        PartnerFile nameless = PartnerFile.of("c1;12,50\nc2;1\n", Set.of(), "click_id=1,value=2", null);
        assertThat(nameless.rows()).extracting(PartnerRow::line).containsExactly(1, 2);
        assertThatThrownBy(() -> PartnerFile.of("ada@example.com;12,50\n", Set.of(), "click_id=Click", null))
                .hasMessageContaining("no column 'Click'")
                .hasMessageNotContaining("ada@example");
        assertThatThrownBy(() -> PartnerFile.of(file, Set.of(), "clik_id=1", null))
                .hasMessageContaining("did you mean 'click_id'?");
    }

    @ParameterizedTest
    @CsvSource({
        "Approved,COUNTED",
        "partially refunded,COUNTED",
        "Refunded (partial),COUNTED",
        "Teilerstattung,COUNTED",
        "partially pending,PENDING",
        "chargedback,REFUSED",
        "charge-back,REFUSED",
        "charged_back,REFUSED",
        "scrubbed,REFUSED",
        "unpaid,PENDING",
        "auto-approved,COUNTED",
        "non-payable,REFUSED",
        "paid,COUNTED",
        "1,COUNTED",
        "'',COUNTED",
        "Pending,PENDING",
        "on hold,PENDING",
        "Declined,REFUSED",
        "REVERSED,REFUSED",
        "Cancelled by advertiser,REFUSED",
        "rejected,REFUSED",
        "void,REFUSED",
        "Storniert,REFUSED",
        "abgelehnt,REFUSED",
        "offen,PENDING",
        "Bestätigt,COUNTED",
        "In review,PENDING",
        "in Bearbeitung,PENDING",
        "Rechazado,REFUSED",
        "pendiente,PENDING",
        "Refusé,REFUSED",
        "En attente,PENDING",
        "in attesa,PENDING",
        "Annullato,REFUSED",
        "Odrzucona,REFUSED",
        "İptal edildi,REFUSED",
        "Отклонено,REFUSED",
        "в ожидании,PENDING",
        "キャンセル,REFUSED",
        "未承認,PENDING",
        "거절,REFUSED",
        "locked,COUNTED",
        "Not approved,REFUSED",
        "not approved yet,PENDING",
        "Not yet approved,PENDING",
        "new,PENDING",
        "newsletter,COUNTED",
        "Lead rejected,REFUSED",
        "Sale: on hold,PENDING",
        "已取消,REFUSED",
        "已确认,COUNTED",
        "Zapłacone,COUNTED",
        "Gesperrt wegen X,COUNTED"
    })
    void statusWords(String word, PartnerRow.Decision decision) {
        assertThat(PartnerRow.Decision.of(word)).isEqualTo(decision);
    }

    @Test
    void aWordForAStateThatNobodyKnowsIsSaid() {
        assertThat(
                        read("click id;amount;date;status\nc1;1;2026-11-22;Flurb\nc2;1;2026-11-22;flurb\nc3;1;2026-11-22;Locked\n")
                                .notes())
                .hasSize(2)
                .anyMatch(note -> note.contains("status 'flurb' (2)"))
                .anyMatch(note -> note.startsWith("'locked' (1)"));
        assertThat(read("click id;amount;date;status\nc1;1;2026-11-22;Storniert\nc2;1;2026-11-22;\n")
                        .notes())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"=\"CID916\"", "'CID916", "\"=\"\"CID916\"\"\""})
    void idsThatAreGuardedFromSpreadsheets(String written) {
        assertThat(only("click id;amount\n" + written + ";1\n").ids())
                .containsExactly(new PartnerRow.Id(PartnerField.CLICK_ID, "CID916"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Betrag", "Importe", "Montant", "Importo", "Valor", "Kwota", "Сумма", "金額"})
    void amountsAreKnownInTheMainLanguages(String name) {
        assertThat(only("Click ID;" + name + ";Datum\nc1;12,50;21.11.2026\n").amount())
                .isEqualByComparingTo("12.5");
    }

    /** A macro that nobody filled in is no id, and neither is what exports write where there is none. */
    @ParameterizedTest
    @ValueSource(strings = {"{clickid}", "-", "N/A", "(not set)", "%7Bclickid%7D", "null", " "})
    void whatStandsForNothingIsNothing(String written) {
        assertThat(only("click id;amount\n" + written + ";1\n").ids()).isEmpty();
    }

    @Test
    void aFileThatIsNoneIsSaidToBe() {
        assertThatThrownBy(() -> read("")).hasMessageContaining("empty");
        assertThatThrownBy(() -> read("a;b\n1;2\n")).hasMessageContaining("--map");
        assertThatThrownBy(() -> read("amount;currency\n1;EUR\n")).hasMessageContaining("id");
        assertThat(read("click id;amount;date\nc1;lots;someday\n").notes())
                .containsExactly("1 row has a time that cannot be read", "1 row has an amount that cannot be read");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Datum",
                "Bestelldatum",
                "Datum der Conversion",
                "Transaktionsdatum",
                "Zeitpunkt",
                "Fecha",
                "Fecha de conversión",
                "Fecha y hora",
                "Date de conversion",
                "Date et heure",
                "Data della conversione",
                "Data da conversão",
                "Data konwersji",
                "Datum conversie",
                "Dönüşüm tarihi",
                "Дата конверсии",
                "日付",
                "날짜",
                "Date of sale",
                "Order datetime"
            })
    void timesAreKnownInTheMainLanguages(String name) {
        PartnerFile file = read("Click ID;Amount;" + name + "\nc1;5;21.11.2026\n");
        assertThat(file.columns()).containsEntry("time", name);
        assertThat(file.rows().getFirst().when().day()).isEqualTo(LocalDate.of(2026, 11, 21));
        assertThat(file.notes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Tag", "Event Data", "Click Date", "Order Data", "Zahlungsdatum"})
    void daysOfSomethingElseAreNoTimesOfConversions(String name) {
        assertThat(read("Click ID;Amount;" + name + "\nc1;5;21.11.2026\n").columns())
                .doesNotContainKey("time");
    }

    @Test
    void whereNoTimeIsFoundThatIsSaidWithTheColumnThatMayBeIt() {
        assertThat(read("Click ID,Amount,Valid On,Number\nc1,5,2026-11-21,20261121\nc2,6,,1\n")
                        .notes())
                .singleElement(org.assertj.core.api.InstanceOfAssertFactories.STRING)
                .contains("no column is known to be the time", "--map time=\"Valid On\"")
                .doesNotContain("Number");
        assertThat(read("Click ID,Order ID\nc1,o1\n").notes())
                .hasSize(2)
                .anyMatch(note -> note.contains("(--map time=COLUMN)"))
                .anyMatch(note -> note.contains("amounts are not compared"));
    }
}
