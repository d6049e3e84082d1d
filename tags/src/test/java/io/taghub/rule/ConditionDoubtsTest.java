package io.taghub.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.Event;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is written as a condition is, and holds for nothing, or not for what was meant. */
class ConditionDoubtsTest {

    private static List<String> errors(String field, Object condition) {
        return Rules.errors(List.of(Map.of("purchase", Map.of(field, condition))), Map.of());
    }

    private static List<String> warnings(String field, Object condition) {
        return Rules.warnings(List.of(Map.of("purchase", Map.of(field, condition))), Map.of());
    }

    private static void isError(String field, Object condition, String said) {
        assertThat(errors(field, condition))
                .as(field)
                .singleElement()
                .asString()
                .contains(said);
    }

    private static void isWarning(String field, Object condition, String said) {
        assertThat(errors(field, condition)).isEmpty();
        assertThat(warnings(field, condition))
                .as(field)
                .singleElement()
                .asString()
                .contains(said);
    }

    private static void isSilent(String field, Object condition) {
        assertThat(errors(field, condition)).isEmpty();
        assertThat(warnings(field, condition)).isEmpty();
    }

    @Test
    void aStarIsNoPattern() {
        isWarning("page.path", "/promo/*", "write { matches: '/promo/.*' }");
        isWarning("page.path", List.of("/a", "/promo/*"), "when[0].purchase.page.path[1]: a '*'");
        isWarning("page.path", Map.of("in", List.of("/promo/*")), "'/promo/.*'");
        isWarning("page.host", "*.shop.example", "'.*\\.shop\\.example'");
        isWarning("items.id", Map.of("not", "mug-*"), "'mug-.*'");
        isWarning("order_id", "*", "{ exists: true }");
        isWarning("page.path", "^/promo", "{ matches: '^/promo' }");
        assertThat(warnings("user.email", "ada*@example.com").toString()).doesNotContain("ada");
    }

    @Test
    void aPatternIsOfTheWhole() {
        isWarning("page.path", Map.of("matches", "/promo"), "'.*/promo.*', for exactly this { is: '/promo' }");
        isWarning("page.path", Map.of("matches", "promo|sale"), "'.*(promo|sale).*'");
        isWarning("page.path", Map.of("matches", "^/promo"), "write '/promo.*'");
        isWarning("page.path", Map.of("matches", "/done$"), "write '.*/done'");
        isWarning("page.url", Map.of("matches", "utm_source=news.*"), "'.*utm_source=news.*'");
        isWarning("page.url", Map.of("matches", "https://shop.example/promo"), "not for a part");
        isWarning("page.host", Map.of("matches", "https://shop.*"), "not for a part");
        isWarning("client.user_agent", Map.of("matches", "Chrome|Safari"), "'.*(Chrome|Safari).*'");
        isWarning("properties.vertical", Map.of("matches", "casino"), "{ is: 'casino' }");
        isSilent("page.path", Map.of("matches", "/promo/.*"));
        isSilent("page.path", Map.of("matches", "/checkout/(done|thanks)"));
        isSilent("page.path", Map.of("matches", "^/promo$"));
        isSilent("page.path", Map.of("matches", "(?i)/promo/\\d+"));
        isSilent("page.url", Map.of("matches", ".*utm_source=news.*"));
        isSilent("properties.vertical", Map.of("matches", "casino|slots"));
        isSilent("properties.vertical", Map.of("matches", "(?i)casino"));
    }

    @Test
    void theWordForATypeIsNoType() {
        isWarning("order_id", "number", "a type is written { type: number }");
        isWarning("order_id", "string", "{ type: text }");
        isWarning("properties.tier", "integer", "{ type: number }");
        isWarning("order_id", "required", "{ exists: true }");
        isWarning("order_id", true, "{ exists: true }");
        isWarning("properties.lots", ">= 5", "write { at_least: 5 }");
        isWarning("properties.vertical", "casino, slots", "[casino, slots]");
        isError("value", "number", "a type is written { type: number }");
        isError("value", "> 100", "write { at_least: 100 }");
        isError("currency", "EUR, USD", "several are a list, [EUR, USD]");
        isSilent("properties.tier", Map.of("is", "number"));
    }

    @Test
    void aTypeThatAFieldNeverHas() {
        isError("value", Map.of("type", "text"), "'value' is a number whatever a sender writes");
        isError("order_id", Map.of("type", "number"), "for digits alone write matches: '[0-9]+'");
        isError("items.id", Map.of("type", "number"), "'items.id' is text");
        isError("time", Map.of("type", "text"), "at_least and below");
        isSilent("order_id", Map.of("type", "text"));
        isSilent("items.price", Map.of("type", "number"));
        for (String type : List.of("text", "list")) {
            assertThat(Rules.refusal(
                            List.of(Map.of("purchase", Map.of("items.id", Map.of("type", type)))),
                            Map.of(),
                            Rules.purchase()))
                    .isEmpty();
        }
    }

    @Test
    void demandsThatNothingMeetsTogether() {
        isError("value", Map.of("at_least", 100, "below", 100), "no number is at least");
        isError("value", Map.of("in", List.of(5, 10), "at_least", 20), "nothing of what 'in' names");
        isError("properties.vertical", Map.of("in", List.of("a"), "not", "a"), "nothing of what 'in' names");
        isError("currency", Map.of("is", "EUR", "not", "eur"), "nothing of what 'is' names");
        isError("properties.lots", Map.of("type", "number", "in", List.of("a", "b")), "nothing of what 'in' names");
        isError("properties.lots", Map.of("type", "boolean", "at_least", 5), "true and false are none");
        isError("properties.lots", Map.of("exists", false, "at_least", 5), "cannot be anything else");
        isWarning("properties.vertical", Map.of("in", List.of("a", "b"), "not", "a"), "'a' is never met");
        isWarning("properties.lots", Map.of("type", "text", "at_least", 5), "compare numbers");
        isSilent("properties.vertical", Map.of("exists", false, "not", "a"));
        isSilent("properties.lots", Map.of("type", "number", "in", List.of(5, 10), "at_least", 2));
    }

    @Test
    void partsOfAnAddressAreParts() {
        isError("page.host", "https://shop.example", "write shop.example");
        isError("page.host", "shop.example/promo", "write shop.example");
        isError("page.host", "Shop.example", "in small letters");
        isError("page.path", "promo", "write /promo");
        isError("page.path", "https://shop.example/promo?a=1", "write /promo");
        isError("page.path", "/promo?a=1", "page.query.NAME");
        isWarning("page.url", "/promo", "an address begins with https://");
        isSilent("page.host", "shop.example");
        isSilent("page.path", List.of("/", "/promo/"));
        isSilent("page.url", "https://shop.example/");
    }

    @Test
    void aPatternOfAnotherTool() {
        isWarning("page.path", Map.of("matches", "/promo/*"), "write '/promo/.*'");
        isWarning("page.path", Map.of("matches", "/^\\/promo/i"), "write '(?i)/promo.*'");
        isWarning("page.path", Map.of("matches", "/^\\/(a|b)$/"), "write '/(a|b)'");
        isWarning("page.url", Map.of("matches", "/promo|sale/"), "write '.*(promo|sale).*'");
        isWarning("page.host", Map.of("matches", "shop*.example"), "write 'shop.*\\.example'");
        isWarning("order_id", Map.of("matches", "A-*"), "write 'A-.*'");
        isError("page.host", Map.of("matches", "*.shop.example"), "write '.*\\.shop\\.example'");
        isSilent("page.path", Map.of("matches", "/promo/.*"));
        isSilent("page.path", Map.of("matches", "/(a|b)/[a-z]*"));
        isSilent("order_id", Map.of("matches", "A-0*42"));
    }

    @Test
    void operatorsOfOtherTools() {
        isError("order_id", Map.of("contains", "A.1"), "write matches: '.*A\\.1.*'");
        isError("page.path", Map.of("starts_with", "/promo"), "write matches: '/promo.*'");
        isError("page.path", Map.of("endsWith", "/done"), "write matches: '.*/done'");
        isError("user.email", Map.of("contains", "ada"), "write matches: '.*TEXT.*'");
        isError("value", Map.of("greater_than", 5), "there is 'at_least'");
        isError("value", Map.of("greaterThanOrEqual", 5), "did you mean 'at_least'?");
        isError("value", Map.of("less_than_or_equal", 5), "there is 'below'");
        isError("value", Map.of("between", List.of(1, 2)), "{ at_least: 10, below: 100 }");
        isError("or", List.of(Map.of("value", 5)), "the event stands in 'when' once more");
        isError("and", List.of(Map.of("value", 5)), "all conditions are to be met anyway");
    }

    @Test
    void wordsThatAreKnown() {
        isWarning("status", "Approved", "upper and lower case count in a status; did you mean 'approved'?");
        isWarning("status", "aproved", "did you mean 'approved'?");
        isError("currency", "EURO", "no currency 'EURO' in ISO 4217; did you mean 'EUR'?");
        isError("currency", Map.of("in", List.of("EURO")), "did you mean 'EUR'?");
        isWarning("currency", "ZZZ", "no currency 'ZZZ'");
        isError("user.country", "UK", "the United Kingdom is GB");
        isWarning("user.country", "XX", "no country 'XX'");
        isSilent("status", "paid");
        isSilent("currency", List.of("eur", "BTC"));
        isSilent("user.country", "gb");
    }

    @Test
    void namesThatAreNearlyRight() {
        for (Map.Entry<String, String> slip : Map.of(
                        "orderid", "order_id",
                        "item.id", "items.id",
                        "propertes.tax", "properties.tax",
                        "props.tax", "properties.tax",
                        "user.contry", "user.country",
                        "users.email", "user.email",
                        "gclid", "click_ids.gclid")
                .entrySet()) {
            assertThat(contract(Map.of("require", List.of(slip.getKey()))).errors())
                    .singleElement()
                    .asString()
                    .contains("did you mean '" + slip.getValue() + "'?");
            assertThat(Rules.errors(List.of(), Map.of("deny", List.of(slip.getKey()))))
                    .singleElement()
                    .asString()
                    .contains("did you mean '" + slip.getValue() + "'?");
        }
        assertThat(contract(Map.of("require", List.of("properties.order_id"))).warnings())
                .singleElement()
                .asString()
                .contains("'order_id'");
    }

    @Test
    void groupsInDenyAndAllow() {
        Map.of("user.*", "write 'user'", "*", "'allow' says", "usr", "'user'", "properies", "'properties'")
                .forEach((written, said) -> assertThat(Rules.errors(List.of(), Map.of("deny", List.of(written))))
                        .singleElement()
                        .asString()
                        .contains(said));
        assertThat(Rules.errors(List.of(), Map.of("allow", List.of("*"))))
                .singleElement()
                .asString()
                .contains("without 'allow'");
    }

    private static Findings contract(Map<String, ?> written) {
        Findings findings = new Findings();
        new ContractReader(findings).read(new HashMap<>(written));
        return findings;
    }

    @Test
    void aContractThatNoEventKeeps() {
        assertThat(contract(Map.of(
                                "require", List.of("order_id"),
                                "fields", Map.of("order_id", Map.of("exists", false))))
                        .errors())
                .singleElement()
                .asString()
                .contains("'require' wants 'order_id'");
        assertThat(contract(Map.of(
                                "fields", Map.of("value", Map.of("exists", false)),
                                "value", Map.of("percent", 30)))
                        .warnings())
                .singleElement()
                .asString()
                .contains("reckons with 'value'");
        assertThat(contract(Map.of(
                                "fields", Map.of("currency", List.of("EUR", "USD", "GBP")),
                                "value", Map.of("currency", "EUR", "rates", Map.of("USD", "0.92"))))
                        .warnings())
                .singleElement()
                .asString()
                .contains("in GBP", "no rate");
    }

    @Test
    void aTagAgainstTheContract() {
        Findings findings = new Findings();
        Contract contract = new ContractReader(findings)
                .read(new HashMap<>(Map.of(
                        "require",
                        List.of("order_id"),
                        "fields",
                        Map.of("value", Map.of("below", 10_000), "currency", List.of("EUR", "USD")))));
        TagRule rule = Rules.rule(
                List.of(
                        Map.of("purchase", Map.of("value", Map.of("at_least", 20_000))),
                        Map.of("purchase", Map.of("order_id", Map.of("exists", false))),
                        Map.of("purchase", Map.of("currency", "EUR"))),
                Map.of("value", Map.of("currency", "GBP", "rates", Map.of("EUR", "0.86"))));
        rule.against("purchase", List.of("when[0]", "when[1]", "when[2]"), contract, findings);
        assertThat(findings.warnings())
                .extracting(io.taghub.tag.Form.Problem::path)
                .containsExactly("when[0].purchase.value", "when[1].purchase.order_id", "value.rates");
    }

    @Test
    void whatIsHeldIsSaidAsASentence() {
        Event event = Rules.purchase().toBuilder().status("open").build();
        Contract contract = new ContractReader(new Findings())
                .read(new HashMap<>(Map.of(
                        "require",
                        List.of("properties.shop"),
                        "fields",
                        Map.of("status", Map.of("not", List.of("open", "lost"))))));
        assertThat(contract.violation(event)).isEqualTo("properties.shop is missing; status must not be open, lost");
    }
}
