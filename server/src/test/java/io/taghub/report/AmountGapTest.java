package io.taghub.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How two amounts differ. */
class AmountGapTest {
    private static Optional<AmountGap.Gap> between(@Nullable String theirs, @Nullable String currency, Money... ours) {
        PartnerRow row = new PartnerRow(
                2,
                List.of(),
                theirs == null ? null : new BigDecimal(theirs),
                currency,
                null,
                PartnerRow.Decision.COUNTED,
                "",
                "",
                "",
                false);
        OurEvent event = new OurEvent(
                1,
                "deposit",
                "d1",
                Instant.EPOCH,
                Instant.EPOCH,
                ours.length == 0 ? null : ours[0],
                ours.length < 2 ? null : ours[1],
                0,
                false,
                Disposition.AHEAD);
        return AmountGap.between(row, event);
    }

    private static Money eur(String amount) {
        return new Money(new BigDecimal(amount), "EUR");
    }

    @Test
    void whatIsNearlyTheSameIsSaidInMoney() {
        assertThat(between("999.97", "EUR", eur("1000")).orElseThrow().detail())
                .startsWith("theirs is 0.03 EUR less than ours");
        assertThat(between("1000.02", "EUR", eur("1000")).orElseThrow().detail())
                .startsWith("theirs is 0.02 EUR more than ours");
    }

    @Test
    void theSameAmountIsNoDifferenceHoweverItIsWritten() {
        assertThat(between("50.00", "EUR", eur("50"))).isEmpty();
        assertThat(between("50", null, eur("50"))).isEmpty();
        assertThat(between(null, null, eur("50"))).isEmpty();
        assertThat(between("0", "EUR")).isEmpty();
        // What the tag's rule told them.
        assertThat(between("30", "EUR", eur("100"), eur("30"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "50.01,EUR,50.00,by rounding,true",
        "50,EUR,49.99,by rounding,true",
        "50,EUR,50.49,by rounding,true",
        "49.9,EUR,49.94,by rounding,true",
        "54.10,USD,49.99,by currency,true",
        "100,EUR,119,by net and gross,true",
        "49.99,EUR,42.01,by net and gross,true",
        "105.50,EUR,100,by net and gross,true",
        "0,EUR,20,without a value,true",
        "4999,EUR,49.99,by units,true",
        "-20,EUR,20,by sign,false",
        "9,EUR,10,nothing usual,false",
        "33,EUR,50,nothing usual,false"
    })
    void whatMakesTheOneOfTheOther(String theirs, String currency, String ours, String detail, boolean explained) {
        AmountGap.Gap gap = between(theirs, currency, eur(ours)).orElseThrow();
        assertThat(gap.detail()).contains(detail);
        assertThat(gap.explained()).isEqualTo(explained);
    }
}
