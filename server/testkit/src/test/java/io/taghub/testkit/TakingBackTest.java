package io.taghub.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.life.ConversionState;
import io.taghub.tag.Reason;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What receivers have in the end, of conversions that are pending, adjusted, given back or several to an order or a click. */
@Often
final class TakingBackTest {
    private TestHub hub;

    @BeforeEach
    void start() {
        hub = TestHub.start(TestConfig.text("""
                site: { domain: casino.example, prefix: x7k2qd }
                server_keys: { back: "${env:KEY}" }
                default_country: DE
                events:
                  purchase: { conversion: true, from: [server] }
                  deposit: { conversion: true, from: [server] }
                  refund: { conversion: true, from: [server] }
                  chargeback: { conversion: true, from: [server] }
                tags:
                  tracker:
                    type: postback
                    preset: keitaro
                    domain: trk.partner.example
                    key: "${env:TRK}"
                    goals: { purchase: sale }
                    when: [purchase, deposit, refund, chargeback]
                  own:
                    type: postback
                    url: "https://own.partner.example/pb?cid={{ click.id | required }}&txid={{ txn.id }}&amount={{ value | money }}&status={{ status }}"
                    click_id: subid
                    shared: true
                    on_unknown: hold
                    when: [purchase, deposit, refund, chargeback]
                  signed:
                    type: postback
                    url: "https://signed.partner.example/pb?cid={{ click.id | required }}&txid={{ txn.id }}&amount={{ value | money }}&status={{ status }}"
                    click_id: subid
                    shared: true
                    signed: true
                    reversal: signed_amount
                    when: [purchase, deposit, refund, chargeback]
                  mapped:
                    type: postback
                    url: "https://mapped.partner.example/pb?cid={{ click.id | required }}&txid={{ txn.id }}&amount={{ value | money }}&status={{ status }}"
                    click_id: subid
                    shared: true
                    statuses: { pending: pending, approved: approved, adjusted: adjusted, rejected: rejected, reversed: reversed }
                    when: [purchase, deposit, refund, chargeback]
                  edited:
                    type: postback
                    url: "https://edited.partner.example/pb?cid={{ click.id | required }}&txid={{ txn.id }}&amount={{ value | money }}&status={{ status }}"
                    click_id: subid
                    shared: true
                    repeats: edit
                    when: [purchase, deposit, refund, chargeback]
                  binom:
                    type: postback
                    preset: binom-v1
                    domain: binom.partner.example
                    click_id: subid
                    shared: true
                    when: [purchase, deposit, refund, chargeback]
                  ga4:
                    type: ga4
                    measurement_id: G-ABC123
                    api_secret: "${env:GA}"
                    when: [purchase, refund, chargeback]
                """).patience(Duration.ofSeconds(20)));
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private void says(String name, String id, String order, String value, String status) {
        hub.backend().send("""
                {"name":"%s","id":"%s","order_id":"%s","user":{"id":"ada"},"click_ids":{"subid":"click-1","ga":"1.2"}%s%s}""".formatted(
                        name,
                        id,
                        order,
                        value.isEmpty() ? "" : ",\"value\":" + value + ",\"currency\":\"EUR\"",
                        status.isEmpty() ? "" : ",\"status\":\"" + status + "\""));
        hub.expectReceived(name);
        hub.advance(Duration.ofMinutes(31));
    }

    private JsonNode verdict(String id, String tag) {
        return Afterwards.standing(hub, id, tag);
    }

    private String reason(String id, String tag) {
        return verdict(id, tag).path("reason").asString();
    }

    /** What a receiver counts. */
    private BigDecimal has(String host) {
        return hub.server()
                .http
                .json(hub.sandbox() + "/_sandbox/conversions?host=" + host)
                .valueStream()
                .filter(one -> one.path("count").asInt() == 1)
                .map(one -> one.path("value").decimalValue())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Test
    void aChargebackOfAPurchaseIsARefundAtGoogleAnalytics() {
        says("purchase", "e1", "A", "100", "");
        says("chargeback", "c1", "A", "100", "");
        hub.expectSent("ga4", "chargeback", sent -> sent.value("100").has("events[0].name", "refund"));
    }

    @Test
    void allOfWhatIsPendingIsRejectedWhereItWasTold() {
        says("purchase", "e1", "A", "100", "pending");
        hub.expectSent("own", "purchase", sent -> sent.has("status", "pending"));
        says("refund", "f1", "A", "100", "");
        hub.expectState("A", ConversionState.REJECTED);
        hub.expectSent(
                "tracker", "refund", sent -> sent.has("status", "rejected").has("tid", "A"));
        hub.expectSent("own", "refund", sent -> sent.has("status", "rejected").has("txid", "A"));
        hub.expectSkipped("signed", "refund", Reason.NO_REVERSAL);
        hub.expectSkipped("ga4", "refund", Reason.NO_REVERSAL);
        assertThat(has("own.partner.example")).isZero();
        assertThat(has("trk.partner.example")).isZero();
    }

    @Test
    void aPartOfWhatIsPendingIsToldWithTheApproval() {
        says("purchase", "e1", "A", "100", "pending");
        says("refund", "f1", "A", "30", "");
        hub.expectSkipped("own", "refund", Reason.NO_REVERSAL);
        says("purchase", "e2", "A", "100", "approved");
        hub.expectSent("own", "purchase", sent -> sent.has("status", "approved").has("amount", "70.00"));
        hub.expectSent("signed", "purchase", sent -> sent.has("amount", "70.00"));
        hub.expectSent("ga4", "purchase", sent -> sent.value("70"));
        says("refund", "f2", "A", "70", "");
        hub.expectSent("signed", "refund", sent -> sent.has("amount", "-70.00"));
        hub.expectSent("ga4", "refund", sent -> sent.value("70"));
        assertThat(has("signed.partner.example")).isZero();
        assertThat(has("own.partner.example")).isZero();
        hub.expectState("A", ConversionState.REVERSED);
    }

    @Test
    void aRefundThatIsUndecidedIsNoIllegalMove() {
        says("purchase", "e1", "A", "100", "");
        says("refund", "f1", "A", "100", "pending");
        for (String tag : new String[] {"tracker", "own", "signed", "ga4"}) {
            assertThat(verdict("f1", tag).path("verdict").asString() + reason("f1", tag))
                    .isEqualTo("skippedNO_REVERSAL");
        }
        hub.expectState("A", ConversionState.APPROVED);
    }

    @Test
    void anotherValueGoesWhereItIsTakenEachTimeOrNever() {
        says("purchase", "e1", "A", "100", "");
        says("purchase", "e2", "A", "130", "adjusted");
        says("purchase", "e3", "A", "80", "adjusted");
        for (String id : new String[] {"e2", "e3"}) {
            assertThat(reason(id, "own")).isEqualTo("STATUS_NOT_MAPPED");
            assertThat(reason(id, "tracker")).isEqualTo("STATUS_NOT_MAPPED");
            assertThat(reason(id, "signed")).isEqualTo("STATUS_NOT_MAPPED");
            assertThat(verdict(id, "mapped").path("verdict").asString()).isEqualTo("delivered");
            assertThat(verdict(id, "edited").path("verdict").asString()).isEqualTo("delivered");
        }
        assertThat(has("own.partner.example")).isEqualByComparingTo("100");
        assertThat(has("mapped.partner.example")).isEqualByComparingTo("80");
        assertThat(has("edited.partner.example")).isEqualByComparingTo("80");
        says("refund", "f1", "A", "80", "");
        assertThat(has("own.partner.example")).isZero();
        assertThat(has("mapped.partner.example")).isZero();
        assertThat(has("signed.partner.example")).isZero();
    }

    @Test
    void whatAddsUpIsToldOneAmount() {
        says("purchase", "e1", "A", "100", "pending");
        says("purchase", "e2", "A", "100", "approved");
        says("purchase", "e3", "A", "130", "adjusted");
        hub.expectOnce("signed", "purchase");
        assertThat(has("signed.partner.example")).isEqualByComparingTo("100");
        says("purchase", "e4", "A", "", "reversed");
        assertThat(has("signed.partner.example")).isZero();
        says("purchase", "p1", "B", "100", "pending");
        says("purchase", "p2", "B", "100", "cancelled");
        assertThat(has("signed.partner.example")).isZero();
    }

    @Test
    void noOrderTakesAnothersMoneyBack() {
        says("purchase", "e1", "A", "100", "");
        says("purchase", "e2", "B", "50", "");
        hub.expectSent("binom", "purchase");
        says("refund", "f1", "A", "100", "");
        hub.expectSkipped("binom", "refund", Reason.NO_REVERSAL);
        assertThat(verdict("f1", "binom").path("detail").asString()).contains("another order of the click");
        says("refund", "f2", "B", "50", "");
        assertThat(verdict("f2", "binom").path("verdict").asString()).isEqualTo("delivered");
        assertThat(has("own.partner.example")).isZero();
    }

    @Test
    void aRefundTakesTheSameBackEverywhere() {
        says("purchase", "e1", "A", "100", "");
        says("deposit", "d1", "A", "60", "");
        says("refund", "f1", "A", "100", "");
        hub.expectSent("signed", "refund", sent -> sent.has("amount", "-100.00"));
        hub.expectSent("ga4", "refund", sent -> sent.value("100"));
        hub.expectState("A", "purchase", ConversionState.REVERSED);
        hub.expectState("A", "deposit", ConversionState.APPROVED);
    }

    @Test
    void whatSaysNoAmountTakesAllOfAnOrderBackEverywhere() {
        says("purchase", "e1", "A", "100", "");
        says("deposit", "d1", "A", "60", "");
        says("refund", "f1", "A", "", "");
        hub.expectSent("signed", "refund", sent -> sent.has("amount", "-160.00"));
        hub.expectSent("ga4", "refund", sent -> sent.value("100"));
        hub.expectState("A", "purchase", ConversionState.REVERSED);
        hub.expectState("A", "deposit", ConversionState.REVERSED);
    }

    private void post(String address, String body) {
        Afterwards.post(hub, address, body);
    }

    @Test
    void whatIsHeldGoesAsWhatItIsByNowWhereNoPartCanBeTold() {
        for (String value : new String[] {"refund 30", "adjusted 70", "same 70"}) {
            String order = value.substring(0, 1);
            post(
                    hub.sandbox() + "/_sandbox/faults",
                    "{\"host\":\"own.partner.example\",\"mode\":\"reset\",\"times\":1}");
            says("purchase", order + "1", order, "100", "");
            String amount = value.substring(value.length() - 2);
            String status = value.startsWith("adjusted") ? "adjusted" : "";
            String later = value.startsWith("refund") ? "refund" : "purchase";
            says(later, value.split(" ")[0] + "-2", order, amount, status);
            hub.server()
                    .http
                    .json(hub.console() + "/api/held")
                    .path("held")
                    .forEach(one -> post(
                            hub.console() + "/api/held/own/" + one.path("seq").asString(""),
                            "{\"decision\":\"resend\"}"));
            hub.advance(Duration.ofMinutes(31));
            assertThat(has("own.partner.example")).as(value).isEqualByComparingTo("70");
            says("chargeback", value.split(" ")[0] + "-3", order, "", "");
            hub.expectSent("own", "chargeback", sent -> sent.has("amount", "70.00"));
            assertThat(has("own.partner.example")).as(value).isZero();
        }
    }
}
