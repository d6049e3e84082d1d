package io.taghub.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.inbound.hook.Code;
import io.taghub.inbound.hook.Hook;
import io.taghub.inbound.hook.Mistakes;
import io.taghub.inbound.map.Mapped;
import io.taghub.inbound.map.Mapping;
import io.taghub.inbound.map.MappingReader;
import io.taghub.tag.Form.Problem;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;

class MappingTest {
    private static Mapping mapping(String yaml) {
        Mistakes faults = new Mistakes();
        Mapping mapping = new MappingReader(faults).read("crm", settings(yaml));
        assertThat(faults.errors()).isEmpty();
        return mapping;
    }

    private static List<String> errors(String yaml) {
        Mistakes faults = new Mistakes();
        new MappingReader(faults).read("crm", settings(yaml));
        return faults.errors().stream().map(Problem::toString).toList();
    }

    private static Map<String, Object> settings(String yaml) {
        Map<String, Object> settings = new LinkedHashMap<>();
        ((Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(yaml))
                .forEach((key, value) -> settings.put(String.valueOf(key), value));
        return settings;
    }

    private static Hook json(String body) {
        return new Hook(
                "POST",
                "https://hub.shop.example/in/crm",
                Map.of("Content-Type", "application/json", "X-Topic", "paid"),
                body.getBytes(StandardCharsets.UTF_8));
    }

    private static Hook get(String query) {
        return new Hook("GET", "https://hub.shop.example/in/crm?" + query, Map.of(), new byte[0]);
    }

    private static JsonNode made(String yaml, Hook hook) {
        List<Mapped> all = mapping(yaml).events(hook, null, 10);
        assertThat(all).singleElement().isInstanceOf(Mapped.Made.class);
        return ((Mapped.Made) all.getFirst()).json();
    }

    private static Code refused(String yaml, Hook hook) {
        return ((Mapped.Refused) mapping(yaml).events(hook, null, 10).getFirst()).code();
    }

    @Test
    void theMappingOfTheManual() {
        JsonNode event = made("""
                map:
                  event_id: $.id
                  name: { from: $.type, values: { player.registered: registration, deposit.approved: deposit, deposit.reversed: { name: deposit, status: reversed } } }
                  user_id: $.data.player_id
                  txn_id: $.data.tx_id
                  value: $.data.amount_minor | minor_to_major
                  currency: $.data.currency
                  click.id: $.data.click_id
                  time: $.data.created_at
                """, json("""
                {"id":"e-1","type":"deposit.reversed","data":{"player_id":17,"tx_id":"t-9","amount_minor":5000,"currency":"EUR",
                 "click_id":"abc123","created_at":"2026-11-22T11:45:00Z"}}
                """));
        assertThat(event.path("name").asString("")).isEqualTo("deposit");
        assertThat(event.path("status").asString("")).isEqualTo("reversed");
        assertThat(event.path("id").asString("")).isEqualTo("e-1");
        assertThat(event.path("order_id").asString("")).isEqualTo("crm:t-9");
        assertThat(event.path("user").path("id").asString("")).isEqualTo("17");
        assertThat(event.path("value").decimalValue()).isEqualByComparingTo("50.00");
        assertThat(event.path("click_ids").path("clickid").path("value").asString(""))
                .isEqualTo("abc123");
    }

    @Test
    void filters() {
        JsonNode event = made(
                """
                map:
                  name: { const: deposit }
                  event_id: "?txid | prefix:'dep-' | lower"
                  value: "?sum | abs"
                  currency: "?cur | upper | trim"
                  time: "?at | date:'dd.MM.yyyy HH:mm','Europe/Berlin'"
                  click.id: "?sub | pick:click"
                  properties.promo: "?sub | part:0,'|'"
                  click_ids.gclid: "?page | query:gclid"
                """,
                get("txid=A9&sum=-30.50&cur=eur&at=22.11.2026+12:45&sub=aff-7%7Cclick=Xy9%7Csub=2"
                        + "&page=https%3A%2F%2Fshop.example%2F%3Fa%3D1%26gclid%3DCj0%252Fx%23top"));
        assertThat(event.path("id").asString("")).isEqualTo("dep-a9");
        assertThat(event.path("value").decimalValue()).isEqualByComparingTo("30.50");
        assertThat(event.path("currency").asString("")).isEqualTo("EUR");
        assertThat(event.path("time").asString("")).isEqualTo("2026-11-22T11:45:00Z");
        assertThat(event.path("click_ids").path("clickid").path("value").asString(""))
                .isEqualTo("Xy9");
        assertThat(event.path("click_ids").path("gclid").asString("")).isEqualTo("Cj0/x");
        assertThat(event.path("properties").path("promo").asString("")).isEqualTo("aff-7");
    }

    @Test
    void aCurrencyWithoutCentsAndOneWithThree() {
        String yaml = """
                map: { name: { const: deposit }, event_id: $.id, value: $.minor | minor_to_major, currency: $.cur }
                """;
        assertThat(made(yaml, json("{\"id\":1,\"minor\":4998,\"cur\":\"jpy\"}"))
                        .path("value")
                        .decimalValue())
                .isEqualByComparingTo("4998");
        assertThat(made(yaml, json("{\"id\":1,\"minor\":4998,\"cur\":\"KWD\"}"))
                        .path("value")
                        .decimalValue())
                .isEqualByComparingTo("4.998");
    }

    @Test
    void severalEventsInOneRequest() {
        List<Mapped> all = mapping("""
                each: $.events
                unknown: ignore
                map: { name: { from: "@.kind", values: { ftd: ftd } }, event_id: "@.id", user_id: $.player }
                """)
                .events(
                        json(
                                "{\"player\":\"u-1\",\"events\":[{\"kind\":\"ftd\",\"id\":\"a\"},{\"kind\":\"spin\",\"id\":\"b\"}]}"),
                        null,
                        10);
        assertThat(all).hasSize(2);
        assertThat(((Mapped.Made) all.getFirst()).json().path("user").path("id").asString(""))
                .isEqualTo("u-1");
        assertThat(all.getLast()).isInstanceOf(Mapped.Ignored.class);
        assertThat(mapping("each: $.events\nmap: { name: { const: a } }").events(json("{\"events\":7}"), null, 10))
                .singleElement()
                .isEqualTo(new Mapped.Refused(Code.UNREADABLE, "'each' leads to no list"));
    }

    @Test
    void elementsOfAListBecomeItems() {
        JsonNode event = made(
                """
                map:
                  name: { from: header:X-Topic, values: { paid: purchase } }
                  event_id: $.id
                  items: { from: $.lines, fields: { id: "@.product", price: "@.cents | minor_to_major:2" } }
                """,
                json(
                        "{\"id\":7,\"lines\":[{\"id\":1,\"product\":\"sku-7\",\"cents\":2250},{\"id\":2,\"product\":\"sku-8\"}]}"));
        assertThat(event.path("items").toString()).isEqualTo("[{\"id\":\"sku-7\",\"price\":22.50},{\"id\":\"sku-8\"}]");
    }

    @Test
    void anUnfilledMacroCostsItsField() {
        Mapped.Made made = (Mapped.Made) mapping("""
                map: { name: { const: ftd }, txn_id: "?tid", value: "?payout", click.id: "?subid" }
                """)
                .events(get("subid=abc&tid=dep-1&payout=%7Bpayout%7D"), null, 10)
                .getFirst();
        assertThat(made.flag()).isEqualTo(Code.UNRESOLVED_FIELD);
        assertThat(made.json().has("value")).isFalse();
        assertThat(made.notes()).singleElement().satisfies(note -> {
            assertThat(note.field()).isEqualTo("value");
            assertThat(note.given()).doesNotContain("payout");
        });
    }

    @Test
    void anUnfilledMacroInAnIdCostsTheEvent() {
        String yaml = "map: { name: { const: ftd }, txn_id: \"?tid\", click.id: \"?subid\" }";
        assertThat(refused(yaml, get("subid=abc&tid=%7Btid%7D"))).isEqualTo(Code.UNRESOLVED_MACRO);
        assertThat(refused(yaml, get("subid=%7Bsubid%7D"))).isEqualTo(Code.UNRESOLVED_MACRO);
        assertThat(refused(yaml, get("subid=REPLACE&tid=OPTIONAL"))).isEqualTo(Code.UNRESOLVED_MACRO);
        assertThat(refused(yaml, get("x=1"))).isEqualTo(Code.MISSING_ID);
    }

    @Test
    void theIdIsTheSendersElseTheTransactionsElseTheDeliverysElseWeak() {
        String yaml = """
                map: { name: { const: ftd }, event_id: "?id", txn_id: "?tid", status: "?status", click.id: "?c", value: "?v" }
                """;
        assertThat(made(yaml, get("id=e1&tid=t1&c=x")).path("id").asString("")).isEqualTo("e1");
        assertThat(made(yaml, get("tid=t1&c=x")).path("id").asString("")).isEqualTo("crm:t1");
        assertThat(made(yaml, get("tid=t1&status=approved")).path("id").asString(""))
                .isEqualTo("crm:t1:approved");
        Mapped.Made delivered =
                (Mapped.Made) mapping(yaml).events(get("c=x"), "msg_1", 10).getFirst();
        assertThat(delivered.json().path("id").asString("")).isEqualTo("crm:msg_1");
        String weak = made(yaml, get("c=x&v=50")).path("id").asString("");
        assertThat(weak)
                .startsWith("w-")
                .isEqualTo(made(yaml, get("v=50&c=x")).path("id").asString(""));
        assertThat(weak).isNotEqualTo(made(yaml, get("c=x&v=51")).path("id").asString(""));
        assertThat(made(yaml, get("id=ein+Bl%C3%B6dsinn")).path("id").asString(""))
                .startsWith("h-");
    }

    @Test
    void whatIsOfNoInterest() {
        Mapping mapping = mapping("""
                only: { $.livemode: true, $.kind: [a, b] }
                map: { name: { const: ftd }, event_id: $.id, status: { from: $.state, values: { won: approved, "*": ignore } } }
                """);
        assertThat(mapping.events(json("{\"id\":1,\"livemode\":true,\"kind\":\"a\",\"state\":\"won\"}"), null, 10)
                        .getFirst())
                .isInstanceOf(Mapped.Made.class);
        for (String other : List.of(
                "{\"id\":1,\"livemode\":false,\"kind\":\"a\"}",
                "{\"id\":1,\"livemode\":true,\"kind\":\"c\"}",
                "{\"id\":1,\"livemode\":true}",
                "{\"id\":1,\"livemode\":true,\"kind\":\"b\",\"state\":\"lost\"}")) {
            assertThat(mapping.events(json(other), null, 10).getFirst()).isInstanceOf(Mapped.Ignored.class);
        }
    }

    /** Nothing of a value is ever read as a place, a filter or a macro. */
    @Test
    void valuesAreValues() {
        String yaml = "map: { name: { const: ftd }, txn_id: \"?tid\", properties.note: \"?note\" }";
        JsonNode event = made(yaml, get("tid=a%26payout%3D9&note=%24.data%20%7C%20lower"));
        assertThat(event.path("order_id").asString("")).isEqualTo("crm:a&payout=9");
        assertThat(event.path("properties").path("note").asString("")).isEqualTo("$.data | lower");
    }

    @Test
    void aNumberThatWouldFillTheMemory() {
        JsonNode event = made(
                "map: { name: { const: ftd }, event_id: $.id, value: \"$.a[*] | sum\", time: $.t | epoch }",
                json("{\"id\":1,\"a\":[1e999999999,2.50],\"t\":1e999999999}"));
        assertThat(event.path("value").decimalValue()).isEqualByComparingTo("2.50");
    }

    @Test
    void aTimeTooLargeToBeOneIsNoOther() {
        JsonNode event = made(
                "map: { name: { const: ftd }, event_id: $.id, time: $.t | epoch }",
                json("{\"id\":1,\"t\":17900000000000000000}"));
        assertThat(event.path("time").asString("")).isEqualTo("17900000000000000000");
    }

    @Test
    void whatIsNotThereCanEndIt() {
        String yaml = "map: { name: { const: refund }, order_id: $.o, value: { from: $.a, default: ignore } }";
        assertThat(mapping(yaml).events(json("{\"o\":1}"), null, 10))
                .containsExactly(new Mapped.Ignored("there is no 'value'"));
        assertThat(made(yaml, json("{\"o\":1,\"a\":2}")).path("value").asInt()).isEqualTo(2);
    }

    @Test
    void aTransactionIsTheSendersOwnUnlessItIsSaidToBeTheShopsOrder() {
        assertThat(made("map: { name: { const: a }, txn_id: $.t }", json("{\"t\":9802}"))
                        .path("order_id")
                        .asString(""))
                .isEqualTo("crm:9802");
        assertThat(made("map: { name: { const: a }, txn_id: $.t, order_id: $.t }", json("{\"t\":\"9802\"}"))
                        .path("order_id")
                        .asString(""))
                .isEqualTo("9802");
    }

    @Test
    void oneEventOrAList() {
        Mapping mapping = mapping("each: [$.batch, $]\nmap: { name: '@.n', event_id: '@.i' }");
        assertThat(mapping.events(json("{\"n\":\"a\",\"i\":1}"), null, 10)).hasSize(1);
        assertThat(mapping.events(json("{\"batch\":[{\"n\":\"a\",\"i\":1},{\"n\":\"b\",\"i\":2}]}"), null, 10))
                .hasSize(2);
    }

    @Test
    void aSendersOwnDecimals() {
        String yaml =
                "map: { name: { const: a }, event_id: $.i, currency: $.c | upper, value: \"$.a | minor_to_major:'ISK=2 MGA=0'\" }";
        assertThat(made(yaml, json("{\"i\":1,\"a\":500000,\"c\":\"isk\"}"))
                        .path("value")
                        .decimalValue())
                .isEqualByComparingTo("5000");
        assertThat(made(yaml, json("{\"i\":1,\"a\":500,\"c\":\"MGA\"}"))
                        .path("value")
                        .decimalValue())
                .isEqualByComparingTo("500");
        assertThat(made(yaml, json("{\"i\":1,\"a\":500,\"c\":\"JPY\"}"))
                        .path("value")
                        .decimalValue())
                .isEqualByComparingTo("500");
        assertThat(errors(yaml.replace("ISK=2", "ISK"))).anyMatch(error -> error.contains("no whole number"));
    }

    @Test
    void aStatusThatIsNoneIsDoubted() {
        Mistakes faults = new Mistakes();
        new MappingReader(faults)
                .read("crm", settings("map: { name: $.n, status: { from: $.s, values: { a: aproved, b: pending } } }"));
        assertThat(faults.warnings())
                .singleElement()
                .satisfies(one -> assertThat(one.toString())
                        .contains("map.status.values.a")
                        .contains("did you mean 'approved'"));
        Mistakes inside = new Mistakes();
        new MappingReader(inside)
                .read("crm", settings("map: { name: { from: $.n, values: { x: { name: ftd, status: holdd } } } }"));
        assertThat(inside.warnings()).hasSize(1);
    }

    @Test
    void mistakesAreSaidWithWhatWasMeant() {
        assertThat(errors("map: { nam: $.type }"))
                .anyMatch(error -> error.contains("map.nam") && error.contains("did you mean 'name'"));
        assertThat(errors("map: { name: { const: a }, value: $.amount | minor_to_mayor }"))
                .anyMatch(error -> error.contains("map.value") && error.contains("did you mean 'minor_to_major'"));
        assertThat(errors("map: { name: purchase }")).anyMatch(error -> error.contains("a constant in quotes"));
        assertThat(errors("map: { name: { from: $.type, vlaues: {} } }"))
                .anyMatch(error -> error.contains("map.name.vlaues") && error.contains("did you mean 'values'"));
        assertThat(errors("map: { name: $.a, value: '{{amount}}' }"))
                .anyMatch(error -> error.contains("without braces"));
        assertThat(errors("map: { name: $.a, id: $.b }")).anyMatch(error -> error.contains("did you mean 'event_id'"));
        assertThat(errors("map: { name: $.a, user.emial: $.b }"))
                .anyMatch(error -> error.contains("user.email") || error.contains("email"));
        assertThat(errors("map: { name: $.a, properties._bot: $.b }")).isNotEmpty();
        assertThat(errors("map: { value: $.a }")).anyMatch(error -> error.contains("needs 'name'"));
        assertThat(errors("each: $.a..b\nmap: { name: $.a }")).anyMatch(error -> error.contains("no path"));
    }
}
