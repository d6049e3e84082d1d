package io.taghub.rule;

import static io.taghub.rule.Rules.errors;
import static io.taghub.rule.Rules.purchase;
import static io.taghub.rule.Rules.refusal;
import static io.taghub.rule.Rules.shaped;
import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.Event;
import io.taghub.event.LineItem;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TagRuleTest {

    @Test
    void aParameterNamesItsFieldWithoutBraces() {
        assertThat(Rules.errors(List.of("ftd"), Map.of("params", Map.of("v", "{{ properties.vertical }}"))))
                .containsExactly("params.v: a parameter names its field without braces; write properties.vertical");
        assertThat(Rules.errors(List.of("ftd"), Map.of("params", Map.of("v", "{{ property.vertical | money }}"))))
                .containsExactly("params.v: a parameter names its field without braces; write properties.vertical");
    }

    @Test
    void withoutARuleAnEventStaysTheSameObject() {
        Event event = purchase();
        assertThat(Rules.rule(List.of("purchase"), Map.of())).isSameAs(TagRule.NONE);
        assertThat(((TagRule.Shaped.As) TagRule.NONE.shape(event, Contract.NONE)).event())
                .isSameAs(event);
    }

    @Test
    void parametersFromFieldsConstantsAndReckoned() {
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("content_category", "properties.vertical");
        params.put("country_of_user", "user.country");
        params.put("brand_name", Map.of("const", "Casino One"));
        params.put("tier", 3);
        params.put("skus", "items.id");
        params.put("payout", Map.of("percent", 30));
        params.put("custom_variables.tier", "properties.vertical");
        params.put("absent", "properties.none");
        Map<String, Object> properties =
                shaped(Map.of("params", params), purchase()).properties();
        assertThat(properties)
                .containsEntry("content_category", "casino")
                .containsEntry("country_of_user", "GB")
                .containsEntry("brand_name", "Casino One")
                .containsEntry("tier", 3L)
                .containsEntry("skus", List.of("mug", "book"))
                .containsEntry("payout", new BigDecimal("15.00"))
                .containsEntry("custom_variables", Map.of("tier", "casino"))
                .containsEntry("vertical", "casino")
                .doesNotContainKey("absent");
    }

    @Test
    void aParameterTakesThePlaceOfAPropertyOfItsName() {
        Event event = purchase().toBuilder()
                .properties(Map.of("tier", "old", "level", "gold"))
                .build();
        assertThat(shaped(Map.of("params", Map.of("tier", "properties.level")), event)
                        .text("tier"))
                .isEqualTo("gold");
        assertThat(shaped(Map.of("params", Map.of("tier", "properties.none")), event)
                        .text("tier"))
                .isEqualTo("old");
    }

    @Test
    void whatIsPersonalDoesNotHideUnderAnotherName() {
        Event event = purchase().toBuilder()
                .properties(Map.of("contact", "ada@example.com", "email", "x", "nick", "Lovelace"))
                .build();
        Map<String, Object> properties = shaped(
                        Map.of("params", Map.of("a", "properties.contact", "b", "properties.email", "c", "page.url")),
                        event)
                .properties();
        assertThat(properties).doesNotContainKeys("a", "b");
        assertThat(properties.get("c")).asString().startsWith("https://shop.example/checkout");
        assertThat(paramError("who", "user.email")).contains("'user.email' is personal");
        assertThat(paramError("who", "client.ip")).contains("'client.ip' is personal");
    }

    /** {@code sum=6.10&cur=EUR&stake=10000} is a stake of ten thousand euro that was one of yen. */
    @Test
    void aReckonedParameterIsInTheCurrencyOfTheValueBesideIt() {
        Event yen = purchase().toBuilder()
                .money(Rules.money("10000", "JPY"))
                .properties(Map.of("ngr", new BigDecimal("2000")))
                .build();
        Map<String, ?> euro = Map.of("percent", 10, "currency", "EUR", "rates", Map.of("JPY", "0.0061"));
        Map<String, ?> params = Map.of(
                "stake", Map.of("of", "value"),
                "half", Map.of("percent", 50),
                "ngr", Map.of("of", "properties.ngr"),
                "usd", Map.of("of", "value", "currency", "USD", "rates", Map.of("JPY", "0.0066")));
        Event told = shaped(Map.of("value", euro, "params", params), yen);
        assertThat(told.money()).isEqualTo(Rules.money("6.10", "EUR"));
        assertThat(told.properties())
                .containsEntry("stake", new BigDecimal("61.00"))
                .containsEntry("half", new BigDecimal("30.50"))
                .containsEntry("ngr", new BigDecimal("12.20"))
                .containsEntry("usd", new BigDecimal("66.00"));
        assertThat(shaped(Map.of("value", "gross", "params", params), yen).properties())
                .containsEntry("stake", new BigDecimal("10000"));
        assertThat(refusal(
                        List.of("purchase"),
                        Map.of(
                                "value", Map.of("fixed", 50, "currency", "EUR"),
                                "params", Map.of("stake", Map.of("of", "value"))),
                        yen))
                .isEqualTo("VALUE_RULE: params.stake: 'rates' has none for the event's currency");
    }

    @Test
    void aContractsCurrencyIsThatOfTheParametersToo() {
        Findings findings = new Findings();
        Contract contract = new ContractReader(findings)
                .read(Map.of("value", Map.of("currency", "EUR", "rates", Map.of("JPY", "0.0061"))));
        assertThat(findings.errors()).isEmpty();
        Event yen = purchase().toBuilder().money(Rules.money("10000", "JPY")).build();
        assertThat(Rules.rule(List.of("purchase"), Map.of("params", Map.of("stake", Map.of("of", "value"))))
                        .shape(yen, contract))
                .isInstanceOfSatisfying(
                        TagRule.Shaped.As.class,
                        told -> assertThat(told.event().properties()).containsEntry("stake", new BigDecimal("61.00")));
    }

    @Test
    void aReckonedParameterBesideAFixedAmountWantsRates() {
        Map<String, ?> stake = Map.of("stake", Map.of("of", "value"));
        assertThat(Rules.warnings(
                        List.of("purchase"), Map.of("value", Map.of("fixed", 50, "currency", "EUR"), "params", stake)))
                .singleElement()
                .asString()
                .startsWith("params.stake: ")
                .contains("write rates: { USD: 0.92 }");
        assertThat(Rules.warnings(
                        List.of("purchase"),
                        Map.of(
                                "value",
                                Map.of("fixed", 50, "currency", "EUR", "rates", Map.of("USD", "0.92")),
                                "params",
                                stake)))
                .isEmpty();
    }

    @Test
    void aReckonedParameterThatCannotBeIsASkip() {
        assertThat(refusal(
                        List.of("purchase"),
                        Map.of("params", Map.of("payout", Map.of("of", "properties.ngr"))),
                        purchase()))
                .isEqualTo("VALUE_RULE: params.payout: the event has no properties.ngr");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            content_category | casino             | a constant is written { const: casino }
            content_category | properties.        | there is no field 'properties.'
            content_category | propertis.vertical | there is no field 'propertis.vertical'
            content_category | property.vertical  | did you mean 'properties.vertical'?
            value            | properties.ngr     | value: { of: properties.ngr }
            order_id         | properties.ref     | a field of the event itself
            properties.tier  | properties.ref     | write 'tier'
            email            | properties.ref     | personal or the hub's own
            2fast            | properties.ref     | begins with a letter
            """)
    void aMistypedParameterIsAnError(String name, String source, String said) {
        assertThat(paramError(name, source)).startsWith("params." + name + ": ").contains(said);
    }

    private static String paramError(String name, Object source) {
        List<String> errors = errors(List.of("purchase"), Map.of("params", Map.of(name, source)));
        assertThat(errors).hasSize(1);
        return errors.getFirst();
    }

    @Test
    void deniedFieldsAreGone() {
        Event left = shaped(
                Map.of("deny", List.of("user.phone", "client.ip", "items.price", "properties.tax", "page.referrer")),
                purchase());
        assertThat(left.user().phone()).isNull();
        assertThat(left.user().email()).isEqualTo("ada@example.com");
        assertThat(left.client()).isNotNull();
        assertThat(left.client().ip()).isNull();
        assertThat(left.client().userAgent()).isNotNull();
        assertThat(left.items()).extracting(LineItem::price).containsOnlyNulls();
        assertThat(left.items()).extracting(LineItem::id).containsExactly("mug", "book");
        assertThat(left.properties()).containsOnlyKeys("vertical", "lots", "vip");
        assertThat(left.page()).isNotNull();
        assertThat(left.page().referrer()).isNull();
        assertThat(left.money()).isEqualTo(purchase().money());
    }

    @Test
    void whatIsNotAllowedIsGone() {
        Event left = shaped(
                Map.of("allow", List.of("value", "currency", "user.country", "properties.vertical", "user.email")),
                purchase());
        assertThat(left.user().country()).isEqualTo("GB");
        assertThat(left.user().email()).isEqualTo("ada@example.com");
        assertThat(left.user().phone()).isNull();
        assertThat(left.user().id()).isNull();
        assertThat(left.properties()).containsOnlyKeys("vertical");
        assertThat(left.items()).isEmpty();
        assertThat(left.orderId()).isNull();
        assertThat(left.money()).isEqualTo(purchase().money());
        assertThat(left.id()).isEqualTo("order-1");
        Event groups = shaped(Map.of("allow", List.of("user", "items"), "deny", List.of("user.phone")), purchase());
        assertThat(groups.user().phone()).isNull();
        assertThat(groups.user().firstName()).isEqualTo("Ada");
        assertThat(groups.items()).isEqualTo(purchase().items());
        assertThat(groups.money()).isNull();
    }

    /** A handler strips a person's own words from texts, and must still when it is not told who the person is. */
    @Test
    void whoIsDeniedIsNotFoundInATextEither() {
        Event event = purchase().toBuilder()
                .properties(Map.of("note", "Ada Lovelace", "vertical", "casino"))
                .build();
        Event left = shaped(Map.of("deny", List.of("user")), event);
        assertThat(left.properties()).containsOnlyKeys("vertical");
    }

    @Test
    void aParameterMayReadWhatIsDeniedUnderItsOwnName() {
        Map<String, Object> settings =
                Map.of("deny", List.of("properties"), "params", Map.of("content_category", "properties.vertical"));
        assertThat(shaped(settings, purchase()).properties()).isEqualTo(Map.of("content_category", "casino"));
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.77, 203.0.113.0",
        "2001:db8:85a3:8d3:1319:8a2e:370:7348, 2001:db8:85a3::",
        "::ffff:203.0.113.77, 203.0.113.0",
        "somewhere,"
    })
    void anAddressToItsNetwork(String ip, @Nullable String network) {
        assertThat(Anonymiser.ip(ip)).isEqualTo(network);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.6778.86 Safari/537.36 | Chrome/131 (Windows)
            Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.2903.51 | Edge/131 (Windows)
            Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1 | Safari/18 (iOS)
            Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36 | Chrome/130 (Android)
            Mozilla/5.0 (Macintosh; Intel Mac OS X 14.7; rv:133.0) Gecko/20100101 Firefox/133.0 | Firefox/133 (macOS)
            MyShop/7.1 device-4711 |
            """)
    void aBrowserByFamilyAndVersion(String userAgent, @Nullable String family) {
        assertThat(Anonymiser.userAgent(userAgent)).isEqualTo(family);
    }

    @Test
    void anonymousOnlyWhereItIsAsked() {
        Event left = shaped(Map.of("anonymise", List.of("ip", "query")), purchase());
        assertThat(left.client()).isNotNull();
        assertThat(left.client().ip()).isEqualTo("203.0.113.0");
        assertThat(left.client().userAgent()).contains("131.0.6778.86");
        assertThat(left.page()).isNotNull();
        assertThat(left.page().url()).isEqualTo("https://shop.example/checkout/done");
        assertThat(left.page().referrer()).isEqualTo("https://news.example/a");
    }

    @Test
    void listsThatCannotBeMeantAreErrors() {
        assertThat(listError("deny", List.of("phone"))).contains("did you mean 'user.phone'?");
        assertThat(listError("deny", List.of("user.fone"))).contains("did you mean 'user.phone'?");
        assertThat(listError("deny", "user.phone")).contains("takes a list of fields");
        assertThat(listError("deny", List.of("id"))).contains("always goes along");
        assertThat(listError("deny", List.of("page.query.utm_source"))).contains("anonymise: [query]");
        assertThat(listError("anonymise", List.of("client.ip"))).contains("did you mean 'ip'?");
        assertThat(listError("anonymise", List.of("user.email"))).contains("deny: [user.email]");
        assertThat(errors(List.of("purchase"), Map.of("allow", List.of("value"), "deny", List.of("value"))))
                .singleElement()
                .asString()
                .contains("allowed and denied");
        assertThat(errors(List.of("purchase"), Map.of("deny", List.of("value"), "value", Map.of("percent", 3))))
                .singleElement()
                .asString()
                .contains("keeps from the receiver");
    }

    private static String listError(String key, Object list) {
        List<String> errors = errors(List.of("purchase"), Map.of(key, list));
        assertThat(errors).hasSize(1);
        return errors.getFirst();
    }
}
