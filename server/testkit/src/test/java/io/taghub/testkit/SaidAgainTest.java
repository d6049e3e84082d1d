package io.taghub.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.life.ConversionState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told again of a conversion, in another word for the same, with the first value or with another. */
@Often
final class SaidAgainTest {
    private TestHub hub;

    @BeforeEach
    void start() {
        hub = TestHub.start(TestConfig.text("""
                site: { domain: shop.example, prefix: x7k2qd }
                server_keys: { back: "${env:KEY}" }
                events:
                  purchase: { conversion: true, from: [server] }
                  refund: { conversion: true, from: [server] }
                  chargeback: { conversion: true, from: [server] }
                tags:
                  sums:
                    type: postback
                    url: https://sums.example/c?click={{ click.id | required }}&tid={{ txn.id }}&value={{ value | money }}
                    click_id: part
                    shared: true
                    signed: true
                    reversal: signed_amount
                    when: [purchase, refund, chargeback]
                  corrected:
                    type: postback
                    url: https://co.example/c?click={{ click.id | required }}&tid={{ txn.id }}&value={{ value | money }}&st={{ status }}
                    click_id: part
                    shared: true
                    corrects: true
                    reversal: resend_status
                    statuses: { pending: wait, approved: ok, reversed: back, rejected: no }
                    when: [purchase, refund, chargeback]
                  adjusted:
                    type: postback
                    url: https://ad.example/c?click={{ click.id | required }}&tid={{ txn.id }}&value={{ value | money }}&st={{ status }}
                    click_id: part
                    shared: true
                    reversal: resend_status
                    statuses: { pending: wait, approved: ok, adjusted: other, reversed: back, rejected: no }
                    when: [purchase, refund, chargeback]
                  affise:
                    type: postback
                    preset: affise
                    domain: offers-network.affise.com
                    click_id: part
                    shared: true
                    when: [purchase, refund, chargeback]
                  brand:
                    type: track360-brand
                    host: api.brand.example
                    customer_path: /v1/customers
                    transaction_path: /v1/transactions
                    token_header: X-Brand-Token
                    brand_token: "${env:BT}"
                    customer_fields: { tracking: click.id }
                    transaction_fields: { type: event, amount: value, state: status }
                    statuses: { approved: approved, pending: pending, reversed: reversed }
                    when: [purchase, refund]
                  impact:
                    type: impact
                    account_sid: IR123
                    auth_token: "${env:IT}"
                    campaign_id: "1000"
                    event_types: { purchase: "2000" }
                    when: [purchase, refund]
                  google-ads:
                    type: google-data-manager
                    account_id: "1234567890"
                    conversion_actions: { purchase: "987" }
                    oauth: { client_id: c, client_secret: "${env:CS}", refresh_token: "${env:RT}" }
                    when: [purchase, refund, chargeback]
                """).patience(Duration.ofSeconds(20)));
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private void send(String name, String id, String more) {
        hub.backend().send("""
                {"name":"%s","id":"%s","order_id":"A-1","user":{"id":"ada","email":"ada@example.com"},
                 "click_ids":{"part":"c-1","irclickid":"ir-1","affclickid":"aff-1"}%s}""".formatted(name, id, more));
    }

    private void says(String name, String id, String more) {
        send(name, id, more);
        hub.advance(Duration.ofMinutes(31));
    }

    private static String worth(Object value) {
        return ",\"value\":" + value + ",\"currency\":\"EUR\"";
    }

    private static String worth(Object value, String status) {
        return worth(value) + ",\"status\":\"" + status + "\"";
    }

    private String became(String id, String tag) {
        return Afterwards.became(hub, id, tag);
    }

    private List<String> told(String tag, String... paths) {
        return Afterwards.told(hub, tag, paths);
    }

    private List<String> network(String tag) {
        return told(tag, "/query/value", "/query/st");
    }

    private List<String> google() {
        return told("google-ads", "/events/0/conversionValue");
    }

    @Test
    void wordsThatMeanTheSameAreOne() {
        says("purchase", "e1", worth(50));
        says("purchase", "e2", worth(50, "confirmed"));
        says("purchase", "e3", worth(50, "approved"));
        assertThat(told("sums", "/query/value")).containsExactly("50.00");
        assertThat(network("corrected")).hasSize(1);
        assertThat(google()).containsExactly("50");
        assertThat(became("e3", "impact")).isEqualTo("duplicate ONCE");
    }

    @Test
    void whatIsPendingIsSoInEveryWord() {
        says("purchase", "e1", worth(50, "pending"));
        says("purchase", "e2", worth(50, "hold"));
        says("purchase", "e3", worth(50, "on_hold"));
        assertThat(network("corrected")).containsExactly("50.00 wait");
        assertThat(told("affise", "/query/status")).containsExactly("2");
        assertThat(told("brand", "/state")).containsExactly("pending");
    }

    @Test
    void whatIsConfirmedIsApprovedToAll() {
        says("purchase", "e1", worth(50, "confirmed"));
        // These say later what became of what they took.
        assertThat(became("e1", "impact")).isIn("delivered", "waiting PENDING_VERDICT");
        assertThat(told("brand", "/state")).containsExactly("approved");
        assertThat(became("e1", "google-ads")).isIn("delivered", "waiting PENDING_VERDICT");
    }

    @Test
    void theSameAgainGivesNothingBackAgain() {
        says("purchase", "e1", worth(100));
        says("refund", "r1", worth(30));
        says("purchase", "e2", worth(100));
        says("refund", "r2", worth(20));
        hub.expectState("A-1", "purchase", ConversionState.APPROVED);
        assertThat(google()).endsWith("50").doesNotContain("80");
        assertThat(told("sums", "/query/value")).containsExactly("100.00", "-30.00", "-20.00");
        assertThat(network("corrected")).endsWith("50.00 ok");
    }

    @Test
    void whatIsLeftOfAPendingOneIsApproved() {
        says("purchase", "e1", worth(60, "pending"));
        says("refund", "r1", ",\"properties\":{\"remaining_value\":40}");
        says("purchase", "e2", worth(60));
        assertThat(google()).containsExactly("40");
        assertThat(told("sums", "/query/value")).containsExactly("40.00");
        assertThat(network("corrected")).containsExactly("60.00 wait", "40.00 ok");
    }

    @Test
    void whatIsPendingAndAdjustedIsRejected() {
        says("purchase", "e1", worth(50, "pending"));
        says("purchase", "e2", worth(70, "adjusted"));
        says("chargeback", "c1", worth(70));
        assertThat(told("affise", "/query/status")).containsExactly("2", "3");
        assertThat(network("corrected")).containsExactly("50.00 wait", "70.00 wait", "70.00 no");
        assertThat(network("adjusted")).containsExactly("50.00 wait", "70.00 other", "70.00 no");
    }

    @Test
    void anotherValueGoesByTheWordThereIs() {
        says("purchase", "e1", worth(100));
        says("purchase", "e2", worth(90, "adjusted"));
        says("purchase", "e3", worth(80));
        says("purchase", "e4", worth(80));
        says("purchase", "e5", worth(70, "approved"));
        assertThat(network("corrected")).containsExactly("100.00 -", "90.00 ok", "80.00 -", "70.00 ok");
        assertThat(network("adjusted")).containsExactly("100.00 -", "90.00 other", "80.00 other", "70.00 other");
        assertThat(told("sums", "/query/value")).containsExactly("100.00");
    }

    /** Also while the receiver has not yet said what became of the first. */
    @Test
    void theFirstValueIsAnotherOneAfterAnother() {
        send("purchase", "e1", worth(100));
        send("purchase", "e2", worth(120, "adjusted"));
        send("purchase", "e3", worth(100, "approved"));
        for (int i = 0; i < 4; i++) {
            hub.advance(Duration.ofMinutes(31));
        }
        assertThat(google()).containsExactly("100", "120", "100");
        assertThat(network("corrected")).containsExactly("100.00 -", "120.00 ok", "100.00 ok");
    }
}
