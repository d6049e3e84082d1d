package io.taghub.rule;

import static io.taghub.rule.Rules.purchase;
import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.Event;
import io.taghub.tag.Form.Problem;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContractTest {

    private static Contract contract(Map<String, ?> written) {
        Findings findings = new Findings();
        Contract contract = new ContractReader(findings).read(new HashMap<>(written));
        assertThat(findings.errors()).isEmpty();
        return contract;
    }

    private static List<String> errors(Map<String, ?> written) {
        Findings findings = new Findings();
        new ContractReader(findings).read(new HashMap<>(written));
        return findings.errors().stream().map(Problem::message).toList();
    }

    @Test
    void anEventThatIsAsItMustBe() {
        assertThat(contract(Map.of(
                                "require", List.of("order_id", "value", "items.id"),
                                "fields",
                                        Map.of(
                                                "currency", List.of("EUR", "USD"),
                                                "value", Map.of("at_least", "0.01", "below", 1000),
                                                "properties.tax", Map.of("type", "number"),
                                                "status", List.of("approved", "pending"))))
                        .violation(purchase()))
                .isNull();
    }

    @Test
    void eachViolationNamesTheFieldAndTheRuleAndNothingOfTheEvent() {
        Event wrong = purchase().toBuilder()
                .orderId(null)
                .money(Rules.money("49.99", "GBP"))
                .properties(Map.of("tax", "seven"))
                .build();
        assertThat(contract(Map.of(
                                "require", List.of("order_id"),
                                "fields", Map.of("currency", List.of("EUR", "USD"))))
                        .violation(wrong))
                .isEqualTo("order_id is missing; currency must be one of EUR, USD");
        assertThat(contract(Map.of("fields", Map.of("properties.tax", Map.of("type", "number"))))
                        .violation(wrong))
                .isEqualTo("properties.tax must be a number");
        assertThat(contract(Map.of("fields", Map.of("user.email", Map.of("matches", ".*@work.example"))))
                        .violation(wrong))
                .isEqualTo("user.email is not as 'matches' says");
    }

    @Test
    void whatNeedNotBeThereIsJudgedWhereItIs() {
        Contract contract = contract(Map.of("fields", Map.of("status", "approved")));
        assertThat(contract.violation(purchase())).isNull();
        assertThat(contract.violation(purchase().toBuilder().status("open").build()))
                .isEqualTo("status must be approved");
        assertThat(contract(Map.of("fields", Map.of("status", Map.of("exists", true))))
                        .violation(purchase()))
                .isEqualTo("status must be there");
    }

    @Test
    void theSameTextIsTheSameContract() {
        Map<String, ?> written = Map.of("require", List.of("order_id"));
        assertThat(contract(written)).isEqualTo(contract(written)).isNotEqualTo(Contract.NONE);
        assertThat(contract(Map.of())).isSameAs(Contract.NONE);
    }

    @Test
    void whatTheEventIsWorthWhereATagDoesNotSay() {
        Contract net = contract(Map.of("value", Map.of("net_of", "properties.tax")));
        assertThat(amount(Map.of(), net)).isEqualTo("42.01");
        assertThat(amount(Map.of("value", Map.of("percent", 10)), net)).isEqualTo("5.00");
        assertThat(amount(Map.of("value", "gross"), net)).isEqualTo("49.99");
    }

    private static String amount(Map<String, ?> settings, Contract contract) {
        TagRule rule = Rules.rule(List.of("purchase"), settings);
        var money =
                ((TagRule.Shaped.As) rule.shape(purchase(), contract)).event().money();
        return (money == null ? BigDecimal.ZERO : money.amount()).toPlainString();
    }

    @Test
    void mistakesAreErrors() {
        assertThat(errors(Map.of("require", List.of("orderid"))))
                .singleElement()
                .asString()
                .contains("'order_id'");
        assertThat(errors(Map.of("require", List.of("coupon"))))
                .singleElement()
                .asString()
                .contains("did you mean 'properties.coupon', or of the items 'items.coupon'?");
        assertThat(errors(Map.of("require", "order_id")))
                .singleElement()
                .asString()
                .contains("takes a list");
        assertThat(errors(Map.of("fields", Map.of("vertical", "casino"))))
                .singleElement()
                .asString()
                .contains("'properties.vertical'");
        assertThat(errors(Map.of("fields", Map.of("value", Map.of("type", "float")))))
                .singleElement()
                .asString()
                .contains("did you mean 'number'?");
        assertThat(errors(Map.of("fields", List.of("value"))))
                .singleElement()
                .asString()
                .contains("of each field");
    }
}
