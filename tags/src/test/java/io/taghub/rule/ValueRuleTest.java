package io.taghub.rule;

import static io.taghub.rule.Rules.errors;
import static io.taghub.rule.Rules.money;
import static io.taghub.rule.Rules.purchase;
import static io.taghub.rule.Rules.refusal;
import static io.taghub.rule.Rules.shaped;
import static io.taghub.rule.Rules.warnings;
import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.Event;
import io.taghub.event.LineItem;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ValueRuleTest {
    private static final Event PAGE_VIEW =
            Event.named("page_view", "p-1", Rules.NOON).build();

    private static String worth(Map<String, ?> rule, Event event) {
        var money = shaped(Map.of("value", rule), event).money();
        return money == null ? "none" : money.amount().toPlainString() + " " + money.currency();
    }

    private static String worth(Map<String, ?> rule) {
        return worth(rule, purchase());
    }

    private static String refused(Map<String, ?> rule, Event event) {
        return refusal(List.of(event.name()), Map.of("value", rule), event);
    }

    private static Event worth(String amount, String currency) {
        return purchase().toBuilder().money(money(amount, currency)).build();
    }

    @Test
    void ratesThatAreNone() {
        Map.of(
                        "EUR USD 92", "and this one looks mistyped, about 0.91",
                        "EUR JPY 163", "a rate is what one of it is in EUR, 0.0061",
                        "EUR GBP 0.86", "a rate is what one of it is in EUR, 1.2",
                        "EUR GBP 12", "mistyped",
                        "USD EUR 0.0109", "mistyped",
                        "EUR TRY 45", "a rate is what one of it is in EUR, 0.022",
                        "PLN EUR 0.23", "a rate is what one of it is in PLN, 4.3")
                .forEach((rate, said) -> assertThat(rateWarnings(rate))
                        .as(rate)
                        .singleElement()
                        .asString()
                        .contains(said));
        for (String rate : List.of(
                "EUR USD 0.92",
                "EUR USD 1.05",
                "EUR GBP 1.17",
                "EUR JPY 0.0061",
                "EUR CHF 0.95",
                "USD EUR 1.09",
                "EUR TRY 0.1",
                "EUR ARS 0.003",
                "EUR DOGE 0.1",
                "JPY EUR 163")) {
            assertThat(rateWarnings(rate)).as(rate).isEmpty();
        }
    }

    private static List<String> rateWarnings(String written) {
        String[] words = written.split(" ");
        return Rules.warnings(
                List.of("ftd"),
                Map.of("value", Map.of("currency", words[0], "rates", Map.of(words[1], new BigDecimal(words[2])))));
    }

    @Test
    void whatIsTakenOffTwice() {
        assertThat(Rules.warnings(
                        List.of("ftd"), Map.of("value", Map.of("net_of", List.of("properties.tax", "properties.tax")))))
                .containsExactly("value.net_of[1]: 'properties.tax' stands in this list twice, and is taken off twice");
    }

    @Test
    void grossIsWhatTheEventSays() {
        assertThat(shaped(Map.of("value", "gross"), purchase())).isEqualTo(purchase());
    }

    @Test
    void netOfAFieldAndAPercentageOfIt() {
        assertThat(worth(Map.of("net_of", "properties.tax"))).isEqualTo("42.01 EUR");
        assertThat(worth(Map.of("net_of", List.of("properties.tax", "properties.lots"))))
                .isEqualTo("29.51 EUR");
        assertThat(worth(Map.of("percent", 30))).isEqualTo("15.00 EUR");
        assertThat(worth(Map.of("percent", "12.5%"))).isEqualTo("6.25 EUR");
        assertThat(worth(Map.of("net_of", "properties.tax", "percent", 50))).isEqualTo("21.01 EUR");
        assertThat(worth(Map.of("of", "properties.lots", "percent", 10))).isEqualTo("1.25 EUR");
    }

    @Test
    void amountsAndTables() {
        assertThat(worth(Map.of("fixed", 50, "currency", "EUR"))).isEqualTo("50.00 EUR");
        assertThat(worth(Map.of("fixed", 50, "currency", "USD"))).isEqualTo("50.00 USD");
        assertThat(worth(Map.of("fixed", 25, "currency", "EUR"), PAGE_VIEW)).isEqualTo("25.00 EUR");
        assertThat(worth(Map.of("by_event", Map.of("purchase", 100), "currency", "EUR")))
                .isEqualTo("100.00 EUR");
        assertThat(worth(Map.of("by_event", Map.of("purchase", "10%"), "currency", "EUR")))
                .isEqualTo("5.00 EUR");
        assertThat(worth(Map.of("by_event", Map.of("purchase", 100), "currency", "EUR"), PAGE_VIEW))
                .isEqualTo("none");
        assertThat(worth(Map.of("by_product", Map.of("mug", "2.50", "book", 1), "currency", "EUR")))
                .isEqualTo("6.00 EUR");
        assertThat(worth(Map.of("by_product", Map.of("mug", "10%", "default", 1), "currency", "EUR")))
                .isEqualTo("5.00 EUR");
    }

    @Test
    void othersCurrenciesByTheOperatorsOwnRates() {
        Map<String, ?> euro = Map.of("currency", "EUR", "rates", Map.of("USD", "0.92", "JPY", "0.0061"));
        assertThat(worth(euro, worth("100", "USD"))).isEqualTo("92.00 EUR");
        assertThat(worth(euro, worth("1000", "JPY"))).isEqualTo("6.10 EUR");
        assertThat(worth(euro)).isEqualTo("49.99 EUR");
        assertThat(worth(Map.of("currency", "JPY", "rates", Map.of("EUR", 163))))
                .isEqualTo("8148 JPY");
        assertThat(worth(Map.of("currency", "KWD", "rates", Map.of("EUR", "0.3345"))))
                .isEqualTo("16.722 KWD");
        assertThat(worth(Map.of("percent", 20, "currency", "EUR", "rates", Map.of("USD", "0.92")), worth("100", "USD")))
                .isEqualTo("18.40 EUR");
        assertThat(refused(euro, worth("100", "GBP")))
                .isEqualTo("VALUE_RULE: 'rates' has none for the event's currency");
        assertThat(refused(euro, worth("100", null))).isEqualTo("VALUE_RULE: the event says no currency");
    }

    @Test
    void pricesAreInTheCurrencyOfTheEventOrGone() {
        Map<String, ?> dollars = Map.of("currency", "USD", "rates", Map.of("EUR", "1.1"));
        assertThat(shaped(Map.of("value", dollars), purchase()).items())
                .extracting(LineItem::price)
                .containsExactly(new BigDecimal("22.00"), new BigDecimal("10.99"));
        assertThat(shaped(Map.of("value", Map.of("fixed", 5, "currency", "USD")), purchase())
                        .items())
                .extracting(LineItem::price)
                .containsOnlyNulls();
        assertThat(shaped(Map.of("value", Map.of("percent", 5)), purchase()).items())
                .isEqualTo(purchase().items());
    }

    @Test
    void roundsOnceHalfUpToWhatTheCurrencyHas() {
        assertThat(worth(Map.of("percent", 50), worth("0.05", "EUR"))).isEqualTo("0.03 EUR");
        assertThat(worth(Map.of("percent", 50), worth("0.15", "BTC"))).isEqualTo("0.075 BTC");
        assertThat(worth(Map.of("percent", 33), worth("1", "BTC"))).isEqualTo("0.33 BTC");
        assertThat(worth(Map.of("percent", 50), worth("101", "JPY"))).isEqualTo("51 JPY");
        assertThat(worth(Map.of("percent", 1), worth("0.30", "EUR")))
                .as("never zero")
                .isEqualTo("0.003 EUR");
        assertThat(worth(Map.of("percent", 30), worth("0", "EUR"))).isEqualTo("0.00 EUR");
    }

    @Test
    void whatARefundTakesBackIsReckonedTheSameWay() {
        assertThat(worth(Map.of("percent", 30), worth("-49.99", "EUR"))).isEqualTo("-15.00 EUR");
        assertThat(worth(Map.of("net_of", "properties.tax"), worth("-49.99", "EUR")))
                .isEqualTo("-42.01 EUR");
        assertThat(worth(Map.of("fixed", 50, "currency", "EUR"), worth("-49.99", "EUR")))
                .isEqualTo("-50.00 EUR");
        assertThat(worth(Map.of("by_event", Map.of("purchase", "10%"), "currency", "EUR"), worth("-50", "EUR")))
                .isEqualTo("-5.00 EUR");
        Map<String, ?> products = Map.of("by_product", Map.of("mug", 10, "book", 1), "currency", "EUR");
        assertThat(worth(products, worth("-49.99", "EUR"))).isEqualTo("-21.00 EUR");
        assertThat(worth(Map.of("net_of", "properties.tax"), worth("5", "EUR")))
                .as("below zero")
                .isEqualTo("-2.98 EUR");
    }

    @Test
    void nothingRatherThanAWrongAmount() {
        Event untaxed =
                purchase().toBuilder().properties(Map.of("tax", "a lot")).build();
        assertThat(refused(Map.of("net_of", "properties.fee"), purchase()))
                .isEqualTo("VALUE_RULE: the event has no properties.fee");
        assertThat(refused(Map.of("net_of", "properties.tax"), untaxed))
                .isEqualTo("VALUE_RULE: properties.tax is not one number");
        assertThat(refused(Map.of("by_event", Map.of("ftd", 100), "currency", "EUR"), purchase()))
                .isEqualTo("VALUE_RULE: by_event names no amount for this event");
        assertThat(refused(Map.of("by_product", Map.of("mug", 10), "currency", "EUR"), purchase()))
                .isEqualTo("VALUE_RULE: by_product names no amount for one of the products");
        Event empty = purchase().toBuilder().items(List.of()).build();
        assertThat(refused(Map.of("by_product", Map.of("mug", 10), "currency", "EUR"), empty))
                .contains("names no products");
    }

    @Test
    void whatHasNoValueKeepsNone() {
        for (Map<String, ?> rule : List.<Map<String, ?>>of(
                Map.of("percent", 30),
                Map.of("net_of", "properties.tax"),
                Map.of("of", "properties.ngr"),
                Map.of("currency", "EUR", "rates", Map.of("USD", 1)))) {
            assertThat(rule(rule).shape(PAGE_VIEW, Contract.NONE)).isEqualTo(new TagRule.Shaped.As(PAGE_VIEW));
        }
    }

    private static TagRule rule(Map<String, ?> value) {
        return Rules.rule(List.of("page_view"), Map.of("value", value));
    }

    @Test
    void aRuleThatSaysNothingOrTwoThingsIsAnError() {
        assertThat(error("net")).contains("{ net_of: properties.tax }");
        assertThat(error("30%")).contains("{ percent: 30 }");
        assertThat(error(50)).contains("{ fixed: 50, currency: EUR }");
        assertThat(error("properties.ngr")).contains("{ of: properties.ngr }");
        assertThat(error(Map.of())).contains("no rule stands here");
        assertThat(error(Map.of("fixed", 50))).contains("in which currency?");
        assertThat(error(Map.of("fixed", 50, "of", "value", "currency", "EUR"))).contains("one of them can");
        assertThat(error(Map.of("fixed", 50, "percent", 3, "currency", "EUR")))
                .contains("nothing to take 'percent' of");
        assertThat(error(Map.of("net", "properties.tax"))).contains("did you mean 'net_of'?");
        assertThat(error(Map.of("net_of", "tax"))).contains("'properties.tax'");
        assertThat(error(Map.of("net_of", "order_id"))).contains("'order_id' is no amount");
        assertThat(error(Map.of("percent", 0))).contains("more than 0 percent");
        assertThat(error(Map.of("percent", "a third"))).contains("'percent' takes a number");
        assertThat(error(Map.of("rates", Map.of("USD", 1)))).contains("name it, currency: EUR");
        assertThat(error(Map.of("currency", "eur", "rates", Map.of("USD", 1)))).contains("did you mean 'EUR'?");
        assertThat(error(Map.of("currency", "EUR", "rates", Map.of("USD", "0,92"))))
                .contains("behind a point, 0.92");
        assertThat(error(Map.of("currency", "EUR", "rates", Map.of("USD", 0)))).contains("more than 0");
        assertThat(error(Map.of("currency", "EUR", "rates", Map.of("EUR", 2)))).contains("one EUR is one EUR");
        assertThat(error(Map.of("by_event", Map.of("purchase", "ten"), "currency", "EUR")))
                .contains("takes a number");
    }

    @Test
    void whatIsProbablyNotMeantIsAWarning() {
        assertThat(warnings(List.of("purchase"), Map.of("value", Map.of("percent", "0.3"))))
                .singleElement()
                .asString()
                .contains("30 would be");
        assertThat(warnings(List.of("purchase"), Map.of("value", Map.of("currency", "EUR"))))
                .singleElement()
                .asString()
                .contains("without 'rates'");
        assertThat(warnings(List.of("ftd"), Map.of("value", Map.of("by_event", Map.of("fdt", 100), "currency", "EUR"))))
                .singleElement()
                .asString()
                .contains("did you mean 'ftd'?");
    }

    private static String error(Object rule) {
        List<String> errors = errors(List.of("purchase"), Map.of("value", rule));
        assertThat(errors).hasSize(1);
        assertThat(errors.getFirst()).startsWith("value");
        return errors.getFirst();
    }

    @Test
    void amountsThatAreHardlyMeant() {
        Map.of(
                        Map.of("fixed", -50, "currency", "EUR"), "value.fixed: each event is worth less than nothing",
                        Map.of("percent", 300), "value.percent: 300 percent is more than the whole; is 3 times",
                        Map.of("currency", "EUR", "rates", Map.of("JPY", 160)),
                                "value.rates.JPY: this says that one JPY is 160 EUR",
                        Map.of("currency", "JPY", "rates", Map.of("EUR", "0.0062")),
                                "value.rates.EUR: this says that one EUR",
                        Map.of("by_event", Map.of("purchase", -5, "refund", -3), "currency", "EUR"),
                                "value.by_event.purchase: this is less than nothing",
                        Map.of("by_event", Map.of("purchase", "30%", "refund", 1), "currency", "EUR"),
                                "value.currency: without 'rates'",
                        Map.of("by_event", Map.of("purchase", 5), "currency", "EUR"),
                                "value.by_event: there is no amount for refund")
                .forEach((rule, said) -> assertThat(
                                Rules.warnings(List.of("purchase", "refund", "page_view"), Map.of("value", rule)))
                        .singleElement()
                        .asString()
                        .startsWith(said));
        assertThat(Rules.errors(List.of("purchase"), Map.of("value", Map.of("percent", 0))))
                .hasSize(1);
        assertThat(Rules.errors(
                        List.of("purchase"),
                        Map.of("value", Map.of("percent", 30, "currency", "EURO", "rates", Map.of("USD", 1)))))
                .containsExactly("value.currency: there is no currency 'EURO' in ISO 4217; did you mean 'EUR'?");
        assertThat(Rules.warnings(
                        List.of("purchase", "refund"),
                        Map.of("value", Map.of("by_event", Map.of("purchase", 5, "default", 0), "currency", "EUR"))))
                .isEmpty();
        assertThat(Rules.warnings(
                        List.of("purchase"),
                        Map.of("value", Map.of("currency", "EUR", "rates", Map.of("JPY", "0.0062", "USD", "0.92")))))
                .isEmpty();
    }
}
