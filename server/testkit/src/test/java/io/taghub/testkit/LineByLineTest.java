package io.taghub.testkit;

import io.taghub.life.ConversionState;
import io.taghub.tag.Reason;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Receivers that take orders line by line take back what they were told, whether the event names it or not. */
@Often
final class LineByLineTest {
    private static final String ITEMS =
            ",\"items\":[{\"id\":\"a\",\"quantity\":1,\"price\":30},{\"id\":\"b\",\"quantity\":2,\"price\":10}]";

    private TestHub hub;

    @BeforeEach
    void start() {
        hub = TestHub.start(TestConfig.text("""
                site: { domain: shop.example, prefix: x7k2qd }
                server_keys: { back: "${env:KEY}" }
                events:
                  purchase: { conversion: true, from: [server] }
                  vip_package: { conversion: true, from: [server] }
                  refund: { conversion: true, from: [server] }
                  chargeback: { conversion: true, from: [server] }
                tags:
                  refersion:
                    type: refersion
                    public_key: pub_abc123
                    secret_key: "${env:SK}"
                    when: [purchase, vip_package, refund, chargeback]
                  rakuten:
                    type: rakuten
                    mid: "12345"
                    cancellations: true
                    when: [purchase, vip_package, refund, chargeback]
                """).patience(Duration.ofSeconds(20)));
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private void says(String name, String id, String more) {
        hub.backend().send("""
                {"name":"%s","id":"%s","user":{"id":"ada"},
                 "click_ids":{"rfsn":"1234567.a1","ransiteid":"aBc-1"}%s}""".formatted(name, id, more));
    }

    private void sold() {
        says(
                "purchase",
                "e1",
                ",\"order_id\":\"A-1\",\"value\":57,\"currency\":\"EUR\",\"shipping\":5,\"tax\":2" + ITEMS);
        hub.expectSent(
                "refersion",
                "purchase",
                sent -> sent.has("shipping", 5).has("tax", 2).has("items[1].sku", "b"));
        hub.expectSent("rakuten", "purchase", sent -> sent.has("amtlist", "3000|2000"));
    }

    @Test
    void theWholeOrderByItsNumberAlone() {
        sold();
        hub.backend().send("{\"name\":\"refund\",\"id\":\"f1\",\"order_id\":\"A-1\"}");
        hub.expectSent(
                "refersion",
                "refund",
                sent -> sent.has("order_id", "A-1").has("items[0].sku", "a").has("items[1].quantity", 2));
        hub.expectSent(
                "rakuten",
                "refund",
                sent -> sent.has("ord", "A-1").has("amtlist", "-3000|-2000").has("cur", "EUR"));
        hub.expectState("A-1", ConversionState.REVERSED);
    }

    @Test
    void aLineThatTheHubMadeUpItself() {
        says("vip_package", "v1", ",\"value\":50,\"currency\":\"EUR\"");
        hub.expectSent("refersion", "vip_package", sent -> sent.has("items[0].sku", "vip_package"));
        hub.backend().send("{\"name\":\"chargeback\",\"id\":\"c1\",\"original_event\":{\"id\":\"v1\"}}");
        hub.expectSent(
                "refersion", "chargeback", sent -> sent.has("order_id", "v1").has("items[0].sku", "vip_package"));
        hub.expectSent("rakuten", "chargeback", sent -> sent.has("amtlist", "-5000"));
    }

    @Test
    void whatAnAdjustedOrderHasNoMoreAndThenTheRest() {
        sold();
        says(
                "purchase",
                "e2",
                ",\"order_id\":\"A-1\",\"status\":\"adjusted\",\"value\":30,\"currency\":\"EUR\",\"items\":[{\"id\":\"a\",\"quantity\":1,\"price\":30}]");
        hub.expectSent(
                "refersion",
                "purchase",
                sent -> sent.lacks("cart_id").has("items[0].sku", "b").has("items[0].quantity", 2));
        hub.expectSent("rakuten", "purchase", sent -> sent.has("skulist", "b").has("amtlist", "-2000"));
        says("purchase", "e3", ",\"order_id\":\"A-1\",\"status\":\"reversed\"");
        hub.expectSent(
                "refersion",
                "purchase",
                sent -> sent.lacks("cart_id").has("items[0].sku", "a").lacks("items[1]"));
        hub.expectSent("rakuten", "purchase", sent -> sent.has("skulist", "a").has("amtlist", "-3000"));
    }

    @Test
    void aPartThatNamesNoLineIsNotGuessed() {
        sold();
        hub.backend()
                .send("{\"name\":\"refund\",\"id\":\"f1\",\"order_id\":\"A-1\",\"value\":10,\"currency\":\"EUR\"}");
        hub.expectSkipped("refersion", "refund", Reason.NO_REVERSAL);
        hub.expectSkipped("rakuten", "refund", Reason.NO_REVERSAL);
    }
}
