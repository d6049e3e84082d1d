package io.taghub.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.life.ConversionState;
import io.taghub.tag.Reason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Receivers are told of what takes a conversion back, or changes it, by what they have of it. */
@Often
final class ConversionTellingTest {
    private static final String VISITOR = "0198f2a4c0de7abc8123456789abcdef";

    private TestHub hub;

    @BeforeEach
    void start() {
        hub = TestHub.start(TestConfig.text("""
                site: { domain: casino.example, prefix: x7k2qd }
                server_keys: { back: "${env:KEY}" }
                default_country: DE
                late_link: 1h
                events:
                  purchase: { conversion: true, pair: { prefer: server, wait: 3s } }
                  lead: { conversion: true, from: [server] }
                  refund: { conversion: true, from: [server] }
                  chargeback: { conversion: true, from: [server] }
                  ftd: { derive: { from: deposit }, from: [server] }
                  deposit: { conversion: true, from: [server] }
                tags:
                  tracker:
                    type: postback
                    preset: keitaro
                    domain: trk.partner.example
                    key: "${env:TRK}"
                    goals: { deposit: sale, lead: lead }
                    when: [lead, ftd, purchase, refund, chargeback]
                  deposits:
                    type: postback
                    preset: keitaro
                    domain: dep.partner.example
                    key: "${env:TRK}"
                    shared: true
                    goals: { deposit: sale }
                    when: [deposit, chargeback]
                  google-ads:
                    type: google-data-manager
                    account_id: "1234567890"
                    conversion_actions: { lead: "986", purchase: "987", refund: "987" }
                    oauth: { client_id: c, client_secret: "${env:CS}", refresh_token: "${env:RT}" }
                    when: [lead, purchase, refund]
                  ga4:
                    type: ga4
                    measurement_id: G-ABC123
                    api_secret: "${env:GA}"
                    when: [purchase, refund]
                """).patience(Duration.ofSeconds(20)));
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private void says(String name, String id, String more) {
        hub.backend().send("""
                {"name":"%s","id":"%s","user":{"id":"ada","email":"ada@example.com"},
                 "click_ids":{"subid":"click-1","ga":"1.2"}%s}""".formatted(name, id, more));
    }

    /** With nobody's name. */
    private void order(String name, String id, String more) {
        hub.backend().send("""
                {"name":"%s","id":"%s"%s}""".formatted(name, id, more));
    }

    private void sold(String id, String order, String value) {
        says("purchase", id, ",\"order_id\":\"" + order + "\",\"value\":" + value + ",\"currency\":\"EUR\"");
        hub.advance(Duration.ofSeconds(4));
        hub.expectSent("google-ads", "purchase", sent -> sent.has("transactionId", order));
        hub.expectSent("tracker", "purchase", sent -> sent.has("tid", order));
        hub.expectSent("ga4", "purchase", sent -> sent.has("events[0].params.transaction_id", order));
        hub.advance(Duration.ofMinutes(31));
    }

    @Test
    void whatNamesTheOrderAloneGoesByWhoseItWas() {
        sold("e1", "A-1", "50");
        order("refund", "f1", ",\"order_id\":\"A-1\",\"value\":50,\"currency\":\"EUR\"");
        hub.expectSent("google-ads", "refund", sent -> sent.value("0").has("transactionId", "A-1"));
        hub.expectSent("tracker", "refund", sent -> sent.has("subid", "click-1").has("tid", "A-1"));
        hub.expectSent("ga4", "refund", sent -> sent.value("50").has("events[0].params.transaction_id", "A-1"));
        JsonNode click = Afterwards.standing(hub, "f1", "tracker").at("/clicks/0");
        assertThat(click.path("used").asBoolean()).isTrue();
        assertThat(click.path("name").asString()).isEqualTo("subid");
    }

    @Test
    void theConversionsOwnUserCounts() {
        sold("e1", "A-1", "50");
        hub.backend().send("""
                {"name":"refund","id":"f1","user":{"id":"grace"},"order_id":"A-1","currency":"USD","value":3}""");
        hub.expectSent("google-ads", "refund", sent -> sent.value("0").currency("EUR"));
        hub.expectSent("tracker", "refund", sent -> sent.has("subid", "click-1"));
        hub.expectSent("ga4", "refund", sent -> sent.value("50").currency("EUR"));
    }

    @Test
    void moreThanIsLeftIsNeverGivenBackAndNothingTwice() {
        sold("e1", "A-1", "10");
        for (int n = 1; n <= 4; n++) {
            order("refund", "f" + n, ",\"order_id\":\"A-1\",\"value\":4,\"currency\":\"EUR\"");
            hub.advance(Duration.ofMinutes(31));
        }
        hub.expectSent("ga4", "refund", sent -> sent.has("events[0].params.value", 2));
        hub.expectSkipped("ga4", "refund", Reason.ONCE);
        hub.expectSkipped("google-ads", "refund", Reason.ONCE);
        hub.expectSkipped("tracker", "refund", Reason.ONCE);
        hub.expectState("A-1", ConversionState.REVERSED);
    }

    @Test
    void aFirstDepositIsTakenBackUnderItsOwnId() {
        says("deposit", "dep9", ",\"value\":55,\"currency\":\"EUR\"");
        hub.expectSent("tracker", "ftd", sent -> sent.has("tid", "ftd-dep9"));
        hub.expectSent("deposits", "deposit", sent -> sent.has("tid", "dep9"));
        order("chargeback", "c9", ",\"original_event\":{\"id\":\"dep9\"},\"value\":55,\"currency\":\"EUR\"");
        hub.expectSent(
                "tracker", "chargeback", sent -> sent.has("tid", "ftd-dep9").has("subid", "click-1"));
        hub.expectSent("deposits", "chargeback", sent -> sent.has("tid", "dep9"));
        hub.expectState("c9", "ftd", ConversionState.REVERSED);
        hub.expectState("c9", "deposit", ConversionState.REVERSED);
    }

    @Test
    void whoWasNotToldOfItIsNotToldThatItIsNone() {
        says("lead", "l1", ",\"order_id\":\"L-1\",\"status\":\"pending\",\"value\":60,\"currency\":\"EUR\"");
        hub.expectSent("tracker", "lead", sent -> sent.has("tid", "L-1"));
        hub.expectSkipped("google-ads", "lead", Reason.STATUS_NOT_MAPPED);
        says("lead", "l2", ",\"order_id\":\"L-1\",\"status\":\"adjusted\",\"value\":45,\"currency\":\"EUR\"");
        hub.expectSkipped("google-ads", "lead", Reason.NO_REVERSAL);
        says("lead", "l3", ",\"order_id\":\"L-1\",\"status\":\"rejected\"");
        hub.expectSent("tracker", "lead", sent -> sent.has("status", "rejected"));
        hub.expectState("L-1", ConversionState.REJECTED);
    }

    @Test
    void whatComesWhileTheSaleWaitsForItsTwinGoesBehindIt() {
        says("purchase", "e1", ",\"order_id\":\"A-1\",\"value\":50,\"currency\":\"EUR\"");
        order("refund", "f1", ",\"order_id\":\"A-1\",\"value\":20,\"currency\":\"EUR\"");
        hub.advance(Duration.ofSeconds(4));
        hub.expectSent("ga4", "purchase", sent -> sent.value("50"));
        hub.expectSent("ga4", "refund", sent -> sent.value("20"));
        hub.advance(Duration.ofMinutes(31));
        hub.expectSent("google-ads", "refund", sent -> sent.value("30"));
        hub.expectState("A-1", ConversionState.APPROVED);
    }

    /** Whose click it was is known after both. */
    @Test
    void theReversalGoesBehindASaleThatWaitsForItsClick() {
        hub.backend().send("""
                {"name":"deposit","id":"d1","user":{"id":"ada"},"value":55,"currency":"EUR"}""");
        hub.expectReceived("ftd");
        order("chargeback", "c1", ",\"order_id\":\"d1\",\"value\":55,\"currency\":\"EUR\"");
        hub.expectReceived("chargeback");
        hub.backend().send("""
                {"name":"registration","id":"r1","user":{"id":"ada"},"click_ids":{"subid":"late"},"visitor":"%s"}""".formatted(VISITOR));
        hub.advance(Duration.ofMinutes(10));
        hub.expectSent("tracker", "ftd", sent -> sent.has("subid", "late"));
        hub.advance(Duration.ofMinutes(10));
        hub.expectSent(
                "tracker", "chargeback", sent -> sent.has("subid", "late").has("tid", "ftd-d1"));
    }

    @Test
    void whatWasGivenBackBeforeItCameIsToldToNobody() {
        order("refund", "f1", ",\"order_id\":\"A-1\",\"value\":50,\"currency\":\"EUR\"");
        hub.advance(Duration.ofMinutes(1));
        says("purchase", "e1", ",\"order_id\":\"A-1\",\"value\":50,\"currency\":\"EUR\"");
        hub.advance(Duration.ofMinutes(1));
        hub.expectSkipped("google-ads", "purchase", Reason.ILLEGAL_MOVE);
        hub.expectSkipped("tracker", "purchase", Reason.ILLEGAL_MOVE);
        hub.expectState("A-1", ConversionState.REVERSED);
    }

    /** The first value stands at GA4, and an amendment in part is not told either. */
    @Test
    void allThatTheReceiverHasIsTakenBack() {
        sold("e1", "A-1", "60");
        says("purchase", "e2", ",\"order_id\":\"A-1\",\"status\":\"adjusted\",\"value\":45,\"currency\":\"EUR\"");
        hub.advance(Duration.ofMinutes(31));
        hub.expectSent("google-ads", "purchase", sent -> sent.value("45"));
        order("refund", "f1", ",\"order_id\":\"A-1\"");
        hub.expectSent("ga4", "refund", sent -> sent.value("60"));
        hub.expectSent("google-ads", "refund", sent -> sent.value("0"));
    }

    @Test
    void whoseSaleWasSuppressedIsNotToldOfItsRefund() {
        hub.backend().send("""
                {"name":"purchase","id":"e1","user":{"id":"ada","email":"ada@example.com"},"order_id":"A-1","value":50,
                 "currency":"EUR","consent":{"ad_user_data":"denied"},"click_ids":{"ga":"1.2"}}""");
        hub.advance(Duration.ofSeconds(4));
        hub.expectSkipped("google-ads", "purchase", Reason.CONSENT);
        hub.expectSent("ga4", "purchase");
        hub.backend().send("""
                {"name":"refund","id":"f1","user":{"id":"ada","email":"ada@example.com"},"order_id":"A-1","value":50,
                 "currency":"EUR","consent":{"ad_user_data":"granted"}}""");
        hub.expectSkipped("google-ads", "refund", Reason.NO_REVERSAL);
        hub.expectSent("ga4", "refund");
    }

    /** Of nobody's refund nobody agreed to anything; whose the sale is did. */
    @Test
    void theConsentIsTheBuyersToo() {
        try (TestHub strict = TestHub.start(TestConfig.text("""
                site: { domain: casino.example, prefix: x7k2qd }
                server_keys: { back: "${env:KEY}" }
                default_country: DE
                consent: { default: denied, wait: 1m }
                events:
                  purchase: { conversion: true, from: [server] }
                  refund: { conversion: true, from: [server] }
                tags:
                  google-ads:
                    type: google-data-manager
                    account_id: "1234567890"
                    conversion_actions: { purchase: "987", refund: "987" }
                    oauth: { client_id: c, client_secret: "${env:CS}", refresh_token: "${env:RT}" }
                    when: [purchase, refund]
                """).patience(Duration.ofSeconds(20)))) {
            strict.backend().send("""
                    {"name":"purchase","id":"e1","user":{"id":"ada","email":"ada@example.com"},"order_id":"A-1","value":50,
                     "currency":"EUR","consent":{"ad_user_data":"granted","ad_storage":"granted"}}""");
            strict.expectSent("google-ads", "purchase");
            strict.advance(Duration.ofMinutes(31));
            strict.backend().send("""
                    {"name":"refund","id":"f1","order_id":"A-1","value":50,"currency":"EUR"}""");
            strict.expectReceived("refund");
            strict.advance(Duration.ofMinutes(5));
            strict.expectSent("google-ads", "refund", sent -> sent.value("0"));
        }
    }

    @Test
    void aBrowserMovesNothingThatABackEndSaid() {
        sold("e1", "A-1", "50");
        for (String word :
                List.of("\"status\":\"reversed\"", "\"status\":\"rejected\"", "\"value\":5000,\"currency\":\"EUR\"")) {
            assertThat(new Post(hub)
                            .landing("https://casino.example/")
                            .send(
                                    "purchase",
                                    "m1x9k2v0q" + Math.abs(word.hashCode()),
                                    "{\"order_id\":\"A-1\"," + word + "}")
                            .statusCode())
                    .isEqualTo(204);
            hub.advance(Duration.ofMinutes(31));
        }
        hub.expectSkipped("google-ads", "purchase", Reason.ILLEGAL_MOVE);
        for (String tag : List.of("google-ads", "tracker", "ga4")) {
            hub.expectOnce(tag, "purchase");
        }
        hub.expectState("A-1", ConversionState.APPROVED);
    }
}
