package io.taghub.rule;

import static io.taghub.rule.Rules.errors;
import static io.taghub.rule.Rules.purchase;
import static io.taghub.rule.Rules.refusal;
import static io.taghub.rule.Rules.warnings;
import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.Event;
import io.taghub.event.Person;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TriggerTest {

    private static String unmet(Map<String, ?> conditions) {
        return refusal(List.of(Map.of("purchase", conditions)), Map.of(), purchase());
    }

    private static boolean met(String field, Object condition) {
        return unmet(Map.of(field, condition)).isEmpty();
    }

    @Test
    void eachOperatorSaysWhatItSays() {
        assertThat(met("currency", Map.of("is", "EUR"))).isTrue();
        assertThat(met("currency", "EUR")).isTrue();
        assertThat(met("currency", Map.of("is", "eur"))).isTrue();
        assertThat(met("currency", Map.of("in", List.of("USD", "EUR")))).isTrue();
        assertThat(met("currency", List.of("USD", "GBP"))).isFalse();
        assertThat(met("currency", Map.of("not", "USD"))).isTrue();
        assertThat(met("currency", Map.of("not", List.of("EUR", "USD")))).isFalse();
        assertThat(met("value", Map.of("at_least", "49.99"))).isTrue();
        assertThat(met("value", Map.of("at_least", 50))).isFalse();
        assertThat(met("value", Map.of("below", 50))).isTrue();
        assertThat(met("value", Map.of("below", "49.99"))).isFalse();
        assertThat(met("order_id", Map.of("exists", true))).isTrue();
        assertThat(met("status", Map.of("exists", false))).isTrue();
        assertThat(met("page.path", Map.of("matches", "/checkout/.*"))).isTrue();
        assertThat(met("page.path", Map.of("matches", "/checkout")))
                .as("the whole value")
                .isFalse();
        assertThat(met("properties.tax", Map.of("type", "number"))).isTrue();
        assertThat(met("properties.lots", Map.of("type", "number"))).isFalse();
    }

    @Test
    void numbersCompareAsNumbers() {
        assertThat(met("value", "49.990")).isTrue();
        assertThat(met("properties.lots", Map.of("at_least", 9)))
                .as("12.5 in a text")
                .isTrue();
        assertThat(met("properties.lots", Map.of("is", "12.50"))).isTrue();
        assertThat(met("properties.vertical", Map.of("at_least", 1)))
                .as("casino")
                .isFalse();
        assertThat(met("properties.vertical", Map.of("below", 1))).as("casino").isFalse();
        assertThat(met("items.quantity", Map.of("at_least", 2))).isTrue();
    }

    @Test
    void anIdKeepsItsZeros() {
        Event event = purchase().toBuilder()
                .orderId("0049")
                .properties(Map.of("code", "0049"))
                .build();
        List<?> when =
                List.of(Map.of("purchase", Map.of("properties.code", 49)), Map.of("purchase", Map.of("order_id", 49)));
        assertThat(refusal(when, Map.of(), event)).isNotEmpty();
        assertThat(refusal(List.of(Map.of("purchase", Map.of("order_id", "0049"))), Map.of(), event))
                .isEmpty();
    }

    @Test
    void ofSeveralValuesOneIsEnough() {
        assertThat(met("items.id", "book")).isTrue();
        assertThat(met("items.id", Map.of("not", "book"))).isFalse();
        assertThat(met("items.id", Map.of("matches", "b.*"))).isTrue();
        assertThat(met("channel", "server")).isTrue();
        assertThat(met("channel", "browser")).isFalse();
    }

    @Test
    void whatIsNotThereMeetsNothingButNot() {
        assertThat(met("status", "approved")).isFalse();
        assertThat(met("status", Map.of("not", "rejected"))).isTrue();
        assertThat(met("properties.none", Map.of("below", 1))).isFalse();
        assertThat(met("properties.none", Map.of("matches", ".*"))).isFalse();
    }

    @Test
    void everyFieldOfTheEventLanguageCanBeAskedFor() {
        assertThat(met("user.country", "gb")).isTrue();
        assertThat(met("page.host", "shop.example")).isTrue();
        assertThat(met("page.query.utm_source", "news")).isTrue();
        assertThat(met("properties.vip", true)).isTrue();
        assertThat(met("time", Map.of("at_least", "2026-11-22", "below", "2026-11-23")))
                .isTrue();
        assertThat(met("time", Map.of("below", "2026-11-22T12:00:00Z"))).isFalse();
        assertThat(met("consent.ad_storage", "unset")).isTrue();
    }

    @Test
    void allConditionsOfAnEntryAndAnyEntryOfAnEvent() {
        Map<String, ?> dear = Map.of("purchase", Map.of("value", Map.of("at_least", 100), "currency", "EUR"));
        Map<String, ?> casino = Map.of("purchase", Map.of("properties.vertical", "casino"));
        assertThat(refusal(List.of(dear), Map.of(), purchase())).isNotEmpty();
        assertThat(refusal(List.of(dear, casino), Map.of(), purchase())).isEmpty();
        assertThat(refusal(
                        List.of(dear, "page_view"),
                        Map.of(),
                        Event.named("page_view", "1", Rules.NOON).build()))
                .isEmpty();
    }

    @Test
    void theDetailSaysWhichConditionAndNothingOfThePerson() {
        assertThat(unmet(Map.of("value", Map.of("at_least", 100))))
                .isEqualTo("NOT_TRIGGERED: not met: value at_least 100");
        assertThat(unmet(Map.of("status", "approved")))
                .isEqualTo("NOT_TRIGGERED: not met: status is approved, and the event has none");
        assertThat(unmet(Map.of("user.email", Map.of("not", "ada@example.com"))))
                .isEqualTo("NOT_TRIGGERED: not met: user.email not");
        List<?> two = List.of(
                Map.of("purchase", Map.of("value", Map.of("below", 5))), Map.of("purchase", Map.of("currency", "USD")));
        assertThat(refusal(two, Map.of(), purchase()))
                .isEqualTo("NOT_TRIGGERED: none is met: value below 5; nor currency is USD");
    }

    @Test
    void anEventWithoutConditionsTakesThoseAway() {
        List<?> when = List.of(Map.of("purchase", Map.of("value", Map.of("at_least", 100))), "purchase");
        assertThat(refusal(when, Map.of(), purchase())).isEmpty();
        assertThat(warnings(when, Map.of())).hasSize(1).allMatch(line -> line.startsWith("when[1]: 'purchase' also"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            vertical       | did you mean | properties.vertical
            amount         | did you mean | value
            email          | did you mean | user.email
            country        | did you mean | user.country
            valeu          | did you mean | value
            Value          | did you mean | value
            event.value    | did you mean | value
            property.tax   | did you mean | properties.tax
            user.contry    | did you mean | user.country
            properties.value | did you mean | value
            ip             | did you mean | client.ip
            """)
    void anUnknownFieldIsAnErrorWithASuggestion(String written, String hint, String meant) {
        List<String> errors = errors(List.of(Map.of("purchase", Map.of(written, "x"))), Map.of());
        assertThat(errors).hasSize(1);
        assertThat(errors.getFirst())
                .startsWith("when[0].purchase." + written + ": there is no field '" + written + "'")
                .contains("'" + meant + "'");
    }

    @Test
    void aValueThatCannotBeIsAnError() {
        assertThat(conditionError("value", Map.of("at_least", "abc"))).contains("'at_least' takes a number");
        assertThat(conditionError("value", Map.of("at_least", "49,99"))).contains("behind a point, 49.99");
        assertThat(conditionError("value", "high")).contains("'value' is a number, and this is none");
        assertThat(conditionError("page.url", Map.of("at_least", 5)))
                .contains("compares numbers, and 'page.url' is none");
        assertThat(conditionError("value", Map.of("matches", "1.*"))).contains("looks at text");
        assertThat(conditionError("channel", "sever")).contains("did you mean 'server'?");
        assertThat(conditionError("user.country", "Germany")).contains("two letters");
        assertThat(conditionError("order_id", Map.of("matches", "a(?=b)"))).contains("look-around");
        assertThat(conditionError("order_id", Map.of("in", List.of()))).contains("empty list");
        assertThat(conditionError("order_id", Map.of("in", "a"))).contains("'in' takes a list");
        assertThat(conditionError("order_id", Map.of("is", List.of("a")))).contains("write 'in' before a list");
        assertThat(conditionError("order_id", Map.of("exists", "yes"))).contains("true or false");
        assertThat(conditionError("value", Map.of("at_least", 100, "below", 50)))
                .contains("no number is");
        assertThat(conditionError("value", Map.of("exists", false, "below", 50)))
                .contains("does not exist");
        assertThat(conditionError("value", Map.of("type", "string"))).contains("did you mean 'text'?");
    }

    @ParameterizedTest
    @CsvSource({
        "gte,at_least",
        "'>=',at_least",
        "min,at_least",
        "equals,is",
        "regex,matches",
        "one_of,in",
        "At_Least,at_least"
    })
    void otherToolsOperatorsAreUnderstood(String written, String meant) {
        assertThat(conditionError("properties.x", Map.of(written, 5))).contains("did you mean '" + meant + "'?");
    }

    @Test
    void conditionsInTheWrongPlace() {
        Map<String, @Nullable Object> beside = new LinkedHashMap<>();
        beside.put("purchase", null);
        beside.put("value", Map.of("at_least", 100));
        assertThat(errors(List.of(beside), Map.of()).getFirst()).contains("below the event's name, deeper");
        assertThat(errors(List.of(Map.of("purchase", "EUR")), Map.of()).getFirst())
                .contains("conditions name a field each");
        assertThat(errors(List.of(Map.of("purchase", Map.of())), Map.of()).getFirst())
                .contains("no conditions stand below");
        assertThat(errors(List.of(List.of("purchase")), Map.of()).getFirst()).contains("an event's name");
    }

    @Test
    void whatTheHubKnowsOfAPersonCounts() {
        Event known = purchase().toBuilder()
                .user(Person.of("u-1"))
                .properties(Map.of("deep", Map.of("er", new BigDecimal(3))))
                .build();
        assertThat(refusal(List.of(Map.of("purchase", Map.of("properties.deep.er", 3))), Map.of(), known))
                .isEmpty();
        assertThat(refusal(List.of(Map.of("purchase", Map.of("user.email", Map.of("exists", true)))), Map.of(), known))
                .contains("user.email exists true");
    }

    private static String conditionError(String field, Object condition) {
        List<String> errors = errors(List.of(Map.of("purchase", Map.of(field, condition))), Map.of());
        assertThat(errors).hasSize(1);
        return errors.getFirst();
    }
}
