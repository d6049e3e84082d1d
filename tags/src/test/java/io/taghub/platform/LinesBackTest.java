package io.taghub.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.Event;
import io.taghub.event.EventBuilder;
import io.taghub.event.LineItem;
import io.taghub.event.Money;
import io.taghub.event.ToldBefore;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which lines go back to a network that takes orders line by line: those it was told, and none that stays. */
class LinesBackTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private static EventBuilder event(String name, @Nullable String value, String... items) {
        return Event.named(name, name + "-1", NOON)
                .orderId("SO-1")
                .money(value == null ? null : new Money(new BigDecimal(value), "EUR"))
                .items(Arrays.stream(items).map(LinesBackTest::item).toList());
    }

    /** {@code a*2 at 10}. */
    private static LineItem item(String written) {
        String[] parts = written.split("[*]| at ");
        return new LineItem(parts[0], null, new BigDecimal(parts[1]), new BigDecimal(parts[2]));
    }

    private static List<ToldBefore> told(EventBuilder... events) {
        return Arrays.stream(events)
                .map(one -> new ToldBefore(one.build(), Set.of()))
                .toList();
    }

    private static String back(EventBuilder event, List<ToldBefore> told) {
        Event taking = event.build();
        LinesBack back = LinesBack.of(taking, Correction.of(taking), told);
        return back.lines() == null
                ? back.why()
                : String.join(
                                " ",
                                back.lines().lines().stream()
                                        .map(line -> line.id() + "*" + line.quantity() + " at "
                                                + line.price()
                                                        .stripTrailingZeros()
                                                        .toPlainString())
                                        .toList())
                        + " = " + back.lines().worth().stripTrailingZeros().toPlainString();
    }

    private static EventBuilder sale() {
        return event("purchase", "57", "a*1 at 30", "b*2 at 10").properties(Map.of("shipping", new BigDecimal("7")));
    }

    @Test
    void allOfItWithoutNamingALine() {
        assertThat(back(event("purchase", "57").status("reversed"), told(sale())))
                .isEqualTo("a*1 at 30 b*2 at 10 = 50");
        assertThat(back(event("refund", null), told(sale()))).isEqualTo("a*1 at 30 b*2 at 10 = 50");
        assertThat(back(event("chargeback", "50"), told(event("vip_package", "50"))))
                .isEqualTo("vip_package*1 at 50 = 50");
    }

    @Test
    void ofAnAdjustedOrderWhatIsNoLongerThere() {
        assertThat(back(event("purchase", "30", "a*1 at 30").status("adjusted"), told(sale())))
                .isEqualTo("b*2 at 10 = 20");
        assertThat(back(event("purchase", "40", "a*1 at 30", "b*1 at 10").status("adjusted"), told(sale())))
                .isEqualTo("b*1 at 10 = 10");
        assertThat(back(event("purchase", "50", "a*1 at 30", "b*2 at 10").status("adjusted"), told(sale())))
                .contains("no line goes back whole");
        assertThat(back(event("purchase", "70", "a*1 at 30", "b*4 at 10").status("adjusted"), told(sale())))
                .contains("no line goes back whole");
        assertThat(back(event("deposit", "20").status("adjusted"), told(event("deposit", "50"))))
                .contains("does not say by 'items'");
    }

    @Test
    void theNextOneGoesFromWhatIsLeft() {
        EventBuilder first = event("purchase", "40", "a*1 at 30", "b*1 at 10").status("adjusted");
        assertThat(back(event("purchase", "30", "a*1 at 30").status("adjusted"), told(sale(), first)))
                .isEqualTo("b*1 at 10 = 10");
        assertThat(back(event("purchase", null).status("reversed"), told(sale(), first)))
                .isEqualTo("a*1 at 30 b*1 at 10 = 40");
        EventBuilder part =
                event("refund", "30", "a*1 at 30").properties(Map.of("remaining_value", new BigDecimal("20")));
        assertThat(back(event("refund", "20"), told(sale(), part))).isEqualTo("b*2 at 10 = 20");
    }

    @Test
    void aPartNamesLinesThatWereTold() {
        Map<String, Object> left = Map.of("remaining_value", new BigDecimal("40"));
        assertThat(back(event("refund", "10", "b*1 at 10").properties(left), told(sale())))
                .isEqualTo("b*1 at 10 = 10");
        assertThat(back(event("refund", "30", "b*3 at 10").properties(left), told(sale())))
                .contains("not told");
        assertThat(back(event("refund", "10", "c*1 at 10").properties(left), told(sale())))
                .contains("not told");
        assertThat(back(event("refund", "10").properties(left), told(sale()))).contains("by 'items'");
        assertThat(back(event("refund", "5", "b*1 at 10").properties(left), told(sale())))
                .contains("by 'items'");
    }

    @Test
    void aDiscountOnTheWholeComesBackWithIt() {
        EventBuilder sale = event("purchase", "45", "a*1 at 30", "b*2 at 10");
        assertThat(back(event("refund", "45"), told(sale))).isEqualTo("a*1 at 30 b*2 at 10 = 45");
        assertThat(back(
                        event("refund", "27", "a*1 at 30").properties(Map.of("remaining_value", new BigDecimal("18"))),
                        told(sale)))
                .isEqualTo("a*1 at 30 = 27");
    }

    @Test
    void linesOfOneProductAreToldApartByTheirPrice() {
        EventBuilder two = event("purchase", "60", "a*1 at 20", "a*1 at 40");
        Map<String, Object> left = Map.of("remaining_value", new BigDecimal("20"));
        assertThat(back(event("refund", "40", "a*1 at 40").properties(left), told(two)))
                .isEqualTo("a*1 at 40 = 40");
        EventBuilder adjusted = event("purchase", "30", "a*1 at 30").status("adjusted");
        EventBuilder sold = event("purchase", "50", "a*1 at 20", "a*1 at 30");
        assertThat(back(adjusted, told(sold))).isEqualTo("a*1 at 20 = 20");
        assertThat(back(event("purchase", "50").status("reversed"), told(sold, adjusted)))
                .isEqualTo("a*1 at 30 = 30");
    }

    @Test
    void whatGoesBackIsWorthWholeCents() {
        EventBuilder sold = event("purchase", "10", "a*3 at 3.3333");
        EventBuilder first = event("purchase", "6.67", "a*2 at 3.3333").status("adjusted");
        EventBuilder second = event("purchase", "3.33", "a*1 at 3.3333").status("adjusted");
        assertThat(back(first, told(sold))).isEqualTo("a*1 at 3.3333 = 3.33");
        assertThat(back(second, told(sold, first))).isEqualTo("a*1 at 3.3333 = 3.34");
        assertThat(back(event("purchase", "10").status("reversed"), told(sold, first, second)))
                .isEqualTo("a*1 at 3.3333 = 3.33");
        Map<String, Object> left = Map.of("remaining_value", new BigDecimal("6.67"));
        assertThat(back(event("refund", null, "a*1 at 3.3333").properties(left), told(sold)))
                .isEqualTo("a*1 at 3.3333 = 3.33");
    }

    @Test
    void itIsWorthAsManyDecimalsAsTheCurrencyHas() {
        EventBuilder sale = event("purchase", "8.002", "a*1 at 5.501", "b*1 at 2.501")
                .money(new Money(new BigDecimal("8.002"), "KWD"));
        EventBuilder left = event("purchase", "5.501", "a*1 at 5.501")
                .money(new Money(new BigDecimal("5.501"), "KWD"))
                .status("adjusted");
        assertThat(back(left, told(sale))).isEqualTo("b*1 at 2.501 = 2.501");
        EventBuilder refund =
                event("refund", null, "b*1 at 2.501").properties(Map.of("remaining_value", new BigDecimal("5.501")));
        assertThat(back(refund, told(sale))).isEqualTo("b*1 at 2.501 = 2.501");
    }
}
