package io.taghub.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.taghub.life.ConversionState;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** However a back end says what becomes of a conversion, each receiver comes to the same sum, also where something went wrong. */
@Often
final class ConversionWordsTest {
    private TestHub hub;

    @BeforeEach
    void start() {
        hub = TestHub.start(TestConfig.text("""
                site: { domain: casino.example, prefix: x7k2qd }
                server_keys: { back: "${env:KEY}" }
                events:
                  purchase: { conversion: true, from: [server] }
                  ftd: { conversion: true, from: [server] }
                  deposit: { conversion: true, from: [server] }
                  first_buy: { from: [server], derive: { from: buy } }
                  buy: { conversion: true, from: [server] }
                  ngr: { conversion: true, from: [server] }
                  refund: { conversion: true, from: [server] }
                  chargeback: { conversion: true, from: [server] }
                tags:
                  tracker:
                    type: postback
                    preset: keitaro
                    domain: trk.partner.example
                    key: "${env:TRK}"
                    goals: { first_buy: sale }
                    when: [purchase, first_buy, chargeback]
                  partner:
                    type: postback
                    url: https://net.example/c?click={{ click.id | required }}&tid={{ txn.id }}&value={{ value | money }}&st={{ status }}
                    click_id: part
                    on_unknown: hold
                    corrects: true
                    reversal: resend_status
                    statuses: { pending: hold, approved: ok, adjusted: ok, reversed: back }
                    when: [purchase, ftd, first_buy, refund, chargeback]
                  revshare:
                    type: postback
                    url: https://rev.example/ngr?click={{ click.id | required }}&id={{ event.id }}&rebate={{ value | money }}&currency={{ currency }}
                    click_id: part
                    shared: true
                    signed: true
                    when: [ngr]
                  google-ads:
                    type: google-data-manager
                    account_id: "1234567890"
                    conversion_actions: { purchase: "987", ftd: "988", first_buy: "989" }
                    oauth: { client_id: c, client_secret: "${env:CS}", refresh_token: "${env:RT}" }
                    when: [purchase, ftd, first_buy, refund, chargeback]
                  ga4:
                    type: ga4
                    measurement_id: G-ABC123
                    api_secret: "${env:GA}"
                    when: [purchase, ftd, deposit, buy, refund, chargeback]
                    event_names: { ftd: purchase, deposit: deposit, buy: purchase, chargeback: refund }
                """).patience(Duration.ofSeconds(20)));
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private void says(String name, String id, String more) {
        hub.backend().send("""
                {"name":"%s","id":"%s","user":{"id":"ada","email":"ada@example.com"},
                 "click_ids":{"subid":"click-1","part":"c-1","ga":"1.2"}%s}""".formatted(name, id, more));
        hub.advance(Duration.ofMinutes(31));
    }

    private void order(String name, String id, String more) {
        hub.backend().send("""
                {"name":"%s","id":"%s"%s}""".formatted(name, id, more));
        hub.advance(Duration.ofMinutes(31));
    }

    private static String worth(String order, Object value) {
        return ",\"order_id\":\"" + order + "\",\"value\":" + value + ",\"currency\":\"EUR\"";
    }

    private void post(String address, String body) {
        Afterwards.post(hub, address, body);
    }

    private String became(String id, String tag) {
        return Afterwards.became(hub, id, tag);
    }

    private List<String> told(String tag, String... paths) {
        return Afterwards.told(hub, tag, paths);
    }

    private List<String> partner() {
        return told("partner", "/query/tid", "/query/value", "/query/st");
    }

    /** Order and what it is worth now. */
    private List<String> google() {
        return told("google-ads", "/events/0/transactionId", "/events/0/conversionValue", "/events/0/currency");
    }

    private List<String> ga4() {
        return told("ga4", "/events/0/name", "/events/0/params/transaction_id", "/events/0/params/value");
    }

    private void hold(String id, String order) {
        post(hub.sandbox() + "/_sandbox/faults", "{\"host\":\"net.example\",\"mode\":\"reset\",\"times\":1}");
        says("purchase", id, worth(order, 50));
        assertThat(became(id, "partner")).isEqualTo("held UNKNOWN_OUTCOME");
    }

    private void resend() {
        JsonNode held = hub.server().http.json(hub.console() + "/api/held").path("held");
        held.forEach(one ->
                post(hub.console() + "/api/held/partner/" + one.path("seq").asString(""), "{\"decision\":\"resend\"}"));
        hub.advance(Duration.ofMinutes(31));
    }

    @Test
    void aReversalWaitsBehindASaleThatAPersonHasToDecide() {
        hold("e1", "A-1");
        order("chargeback", "c1", worth("A-1", 50));
        assertThat(became("c1", "partner")).startsWith("waiting");
        resend();
        assertThat(partner()).endsWith("A-1 50.00 -", "A-1 50.00 back");

        hold("e2", "A-2");
        says("purchase", "e3", worth("A-2", 50) + ",\"status\":\"cancelled\"");
        resend();
        assertThat(partner()).endsWith("A-2 50.00 -", "A-2 50.00 back");
    }

    @Test
    void whatIsReversedByNowIsNotSoldAgain() {
        post(
                hub.sandbox() + "/_sandbox/faults",
                "{\"host\":\"net.example\",\"mode\":\"status\",\"status\":400,\"times\":2}");
        says("purchase", "e1", worth("A-1", 50));
        assertThat(became("e1", "partner")).isEqualTo("rejected REJECTED_BY_PLATFORM");
        says("purchase", "e2", worth("A-2", 50));
        order("refund", "f1", worth("A-1", 50));
        order("refund", "f2", worth("A-2", 20));
        assertThat(became("f1", "partner")).isEqualTo("skipped NO_REVERSAL");
        String replay = "{\"tag\":\"partner\",\"reason\":\"REJECTED_BY_PLATFORM\",\"dry_run\":";
        assertThat(hub.server()
                        .http
                        .send(HttpRequest.newBuilder(URI.create(hub.console() + "/api/replay"))
                                .header("X-TagHub", "1")
                                .POST(HttpRequest.BodyPublishers.ofString(replay + "true}")))
                        .body())
                .contains("ILLEGAL_MOVE");
        post(hub.console() + "/api/replay", replay + "false}");
        hub.advance(Duration.ofMinutes(31));
        assertThat(became("e1", "partner")).isEqualTo("skipped ILLEGAL_MOVE");
        assertThat(partner()).as("what is left of the other").endsWith("A-2 30.00 -");
    }

    @Test
    void aReversalFindsWhatTheReceiverWasToldUnderTheOrder() {
        says("ftd", "f1", worth("oa1", 15));
        says("deposit", "d1", worth("oa1", 15));
        order("chargeback", "c1", worth("oa1", 15));
        says("deposit", "d2", worth("oa2", 25));
        order("chargeback", "c2", worth("oa2", 25));
        assertThat(ga4()).containsExactly("purchase oa1 15", "deposit oa1 15", "refund oa1 15", "deposit oa2 25");
        assertThat(became("c2", "ga4")).isEqualTo("skipped NO_REVERSAL");
    }

    @Test
    void whatWasPendingIsApprovedInSoManyWords() {
        says("purchase", "e1", worth("A-1", 50) + ",\"status\":\"pending\"");
        says("purchase", "e2", worth("A-1", 50));
        says("purchase", "e3", worth("A-1", 50));
        assertThat(partner()).containsExactly("A-1 50.00 hold", "A-1 50.00 ok");
        assertThat(became("e3", "partner")).isEqualTo("duplicate ONCE");
    }

    @Test
    void aStatusOfTheDepositIsOneOfTheFirstDepositToo() {
        says("buy", "b1", worth("B-1", 50));
        says("buy", "b2", worth("B-1", 50) + ",\"status\":\"chargeback\"");
        hub.expectState("B-1", "first_buy", ConversionState.REVERSED);
        hub.expectState("B-1", "buy", ConversionState.REVERSED);
        assertThat(google()).containsExactly("B-1 50 EUR", "B-1 0 EUR");
        assertThat(partner()).containsExactly("B-1 50.00 -", "B-1 50.00 back");
        assertThat(became("first_buy-b2", "tracker")).isEqualTo("delivered");
        assertThat(ga4()).containsExactly("purchase B-1 50", "refund B-1 50");
        says("buy", "b3", worth("B-2", 50));
        hub.expectState("B-2", "buy", ConversionState.APPROVED);
        assertThat(hub.server()
                        .http
                        .json(hub.console() + "/api/conversions/B-2")
                        .path("conversions"))
                .hasSize(1);
    }

    @Test
    void anAdjustedDepositAdjustsItsFirstDepositAndAllOfItGoesBack() {
        says("buy", "b1", worth("B-1", 50));
        says("buy", "b2", worth("B-1", 40) + ",\"status\":\"adjusted\"");
        order("chargeback", "c1", worth("B-1", 40));
        hub.expectState("B-1", "first_buy", ConversionState.REVERSED);
        hub.expectState("B-1", "buy", ConversionState.REVERSED);
        assertThat(google()).containsExactly("B-1 50 EUR", "B-1 40 EUR", "B-1 0 EUR");
        assertThat(ga4()).as("the value it was told").containsExactly("purchase B-1 50", "refund B-1 50");
        assertThat(told("tracker", "/query/tid", "/query/payout", "/query/status"))
                .containsExactly("B-1 50.00 sale", "B-1 50.00 rejected");
        assertThat(partner()).containsExactly("B-1 50.00 -", "B-1 40.00 ok", "B-1 40.00 back");
    }

    @Test
    void withoutAnOrderToo() {
        says("buy", "b1", ",\"value\":50,\"currency\":\"EUR\"");
        order("buy", "b2", ",\"order_id\":\"b1\",\"value\":40,\"currency\":\"EUR\"");
        order("buy", "b3", ",\"order_id\":\"b1\",\"status\":\"reversed\"");
        assertThat(google()).containsExactly("first_buy-b1 50 EUR", "first_buy-b1 40 EUR", "first_buy-b1 0 EUR");
    }

    @Test
    void anotherValueOfAFirstDepositIsARestatement() {
        says("ftd", "f1", worth("ob", 60));
        says("ftd", "f2", worth("ob", 40) + ",\"status\":\"adjusted\"");
        says("ftd", "f3", worth("ob", 30) + ",\"status\":\"adjusted\"");
        says("ftd", "f4", worth("ob", 30) + ",\"status\":\"adjusted\"");
        says("ftd", "f5", worth("ob", 20));
        says("ftd", "f6", worth("oc", 20));
        assertThat(google()).containsExactly("ob 60 EUR", "ob 40 EUR", "ob 30 EUR", "ob 20 EUR");
        assertThat(partner()).containsExactly("ob 60.00 -", "ob 40.00 ok", "ob 30.00 ok", "ob 20.00 -");
        assertThat(ga4()).as("which corrects nothing").containsExactly("purchase ob 60");
        assertThat(became("f6", "google-ads")).isEqualTo("duplicate ONCE");
    }

    @Test
    void whatIsLeftSaysWhatGoesBack() {
        says("purchase", "e1", worth("A-1", 50));
        order("refund", "f1", ",\"order_id\":\"A-1\",\"properties\":{\"remaining_value\":30}");
        order("refund", "f2", ",\"order_id\":\"A-1\",\"value\":10");
        order("refund", "f3", worth("A-1", 20));
        assertThat(google()).containsExactly("A-1 50 EUR", "A-1 30 EUR", "A-1 20 EUR", "A-1 0 EUR");
        assertThat(ga4()).containsExactly("purchase A-1 50", "refund A-1 20", "refund A-1 10", "refund A-1 20");
        assertThat(partner())
                .as("a part given back is another value to it")
                .containsExactly("A-1 50.00 -", "A-1 30.00 ok", "A-1 20.00 ok", "A-1 20.00 back");
        assertThat(hub.server()
                        .http
                        .json(hub.console() + "/api/conversions/A-1")
                        .at("/conversions/0/currency")
                        .asString(""))
                .isEqualTo("EUR");
        order("chargeback", "c1", ",\"order_id\":\"A-1\"");
        assertThat(hub.server()
                        .http
                        .json(hub.console() + "/api/conversions/A-1")
                        .at("/conversions/0/reason")
                        .asString(""))
                .isEqualTo("refund");
    }

    @Test
    void aDepositOfOneOrderIsOneDeposit() {
        says("deposit", "d1", worth("D-1", 30));
        says("deposit", "d2", worth("D-1", 30));
        says("deposit", "d3", worth("D-1", 35));
        says("deposit", "d4", ",\"value\":30,\"currency\":\"EUR\"");
        says("deposit", "d5", ",\"value\":30,\"currency\":\"EUR\"");
        assertThat(ga4()).containsExactly("deposit D-1 30", "deposit - 30", "deposit - 30");
    }

    @Test
    void theSandboxCountsWhatIsLessThanNothing() {
        says("ngr", "n1", ",\"value\":40,\"currency\":\"EUR\"");
        says("ngr", "n2", ",\"value\":-15.5,\"currency\":\"EUR\"");
        assertThat(hub.server()
                        .http
                        .json(hub.sandbox() + "/_sandbox/conversions?host=rev.example")
                        .valueStream())
                .extracting(
                        one -> one.path("value").asString(""),
                        one -> one.path("state").asString(""))
                .containsExactly(tuple("40.00", "counted"), tuple("-15.50", "counted"));
    }

    private void fails(String host) {
        post(
                hub.sandbox() + "/_sandbox/faults",
                "{\"host\":\"" + host + "\",\"mode\":\"status\",\"status\":400,\"times\":1}");
    }

    private void replay(String tag) {
        post(
                hub.console() + "/api/replay",
                "{\"tag\":\"" + tag + "\",\"reason\":\"REJECTED_BY_PLATFORM\",\"dry_run\":false}");
        hub.advance(Duration.ofMinutes(31));
    }

    @Test
    void allOfWhatWentOutLoweredIsNoMoreThanThat() {
        fails("net.example");
        says("purchase", "e1", worth("A-1", 100));
        order("refund", "f1", worth("A-1", 30));
        replay("partner");
        order("refund", "f2", worth("A-1", 20));
        order("chargeback", "c1", ",\"order_id\":\"A-1\"");
        assertThat(partner()).endsWith("A-1 70.00 -", "A-1 50.00 ok", "A-1 50.00 back");

        fails("net.example");
        says("ftd", "g1", worth("A-2", 100));
        says("ftd", "g2", worth("A-2", 70) + ",\"status\":\"adjusted\"");
        replay("partner");
        says("ftd", "g3", ",\"order_id\":\"A-2\",\"status\":\"chargeback\"");
        assertThat(partner()).endsWith("A-2 70.00 -", "A-2 70.00 back");
    }

    @Test
    void whatIsAdjustedToNothingIsNotTakenBack() {
        says("purchase", "e1", worth("A-1", 50));
        says("purchase", "e2", worth("A-1", 0) + ",\"status\":\"adjusted\"");
        says("purchase", "e3", worth("A-1", 60) + ",\"status\":\"adjusted\"");
        assertThat(partner()).containsExactly("A-1 50.00 -", "A-1 0.00 ok", "A-1 60.00 ok");
    }

    @Test
    void whatHasNoOrderIsToldAgainUnderItsId() {
        says("purchase", "e1", ",\"value\":50,\"currency\":\"EUR\"");
        says("purchase", "e2", ",\"value\":40,\"currency\":\"EUR\",\"original_event\":{\"id\":\"e1\"}");
        says("deposit", "d1", ",\"value\":50,\"currency\":\"EUR\"");
        says("deposit", "d2", ",\"value\":40,\"currency\":\"EUR\",\"original_event\":{\"id\":\"d1\"}");
        assertThat(google()).containsExactly("e1 50 EUR", "e1 40 EUR");
        assertThat(became("e2", "ga4")).isEqualTo("duplicate ONCE");
        assertThat(became("d2", "ga4")).isEqualTo("duplicate ONCE");
        assertThat(became("e2", "tracker")).isEqualTo("duplicate ONCE");
        assertThat(partner()).allMatch(line -> line.startsWith("e1 "));
    }

    @Test
    void aRefundOfWhatWasNoPurchaseIsNoneOfThePurchase() {
        says("ngr", "l1", worth("A-1", 10));
        says("ftd", "p1", worth("A-1", 50));
        order("refund", "f1", worth("A-1", 10));
        assertThat(became("f1", "ga4")).isEqualTo("skipped NO_REVERSAL");
        assertThat(ga4()).containsExactly("purchase A-1 50");
    }

    @Test
    void ofTwoThatWereEqualOnlyTheOneThatIsWorthItIsTakenBack() {
        says("deposit", "d1", worth("A-1", 10));
        says("purchase", "p1", worth("A-1", 10));
        says("purchase", "p2", worth("A-1", 12) + ",\"status\":\"adjusted\"");
        order("refund", "f1", worth("A-1", 10));
        hub.expectState("A-1", "deposit", ConversionState.REVERSED);
        hub.expectState("A-1", "purchase", ConversionState.APPROVED);
    }

    @Test
    void aReversedDepositIsNoFirstDepositEither() {
        says("ftd", "f1", worth("A-1", 60));
        says("deposit", "d1", worth("A-1", 60));
        says("deposit", "d2", worth("A-1", 60) + ",\"status\":\"reversed\"");
        hub.expectState("A-1", "deposit", ConversionState.REVERSED);
        hub.expectState("A-1", "ftd", ConversionState.REVERSED);
        assertThat(partner()).endsWith("A-1 60.00 -", "A-1 60.00 back");
        says("ftd", "f2", worth("A-1", 60) + ",\"status\":\"reversed\"");
        assertThat(became("f2", "partner")).isEqualTo("duplicate ONCE");
    }
}
