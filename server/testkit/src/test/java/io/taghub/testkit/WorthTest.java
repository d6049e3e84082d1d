package io.taghub.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.life.ConversionState;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a conversion is worth where a word does not say, or is of nothing: the same on the page and at every receiver. */
@Often
final class WorthTest {
    private TestHub hub;

    @BeforeEach
    void start() {
        hub = TestHub.start(TestConfig.text("""
                site: { domain: casino.example, prefix: x7k2qd }
                server_keys: { back: "${env:KEY}" }
                default_country: DE
                events:
                  purchase: { conversion: true, from: [server] }
                  lead: { conversion: true, from: [server] }
                  deposit: { conversion: true, from: [server] }
                  ftd: { derive: { from: deposit }, from: [server] }
                  refund: { conversion: true, from: [server] }
                  chargeback: { conversion: true, from: [server] }
                tags:
                  own:
                    type: postback
                    url: "https://own.partner.example/pb?cid={{ click.id | required }}&txid={{ txn.id }}&amount={{ value | money }}&status={{ status }}"
                    click_id: subid
                    shared: true
                    when: [purchase, lead, ftd, refund, chargeback]
                  untold:
                    type: postback
                    url: "https://untold.partner.example/pb?cid={{ click.id | required }}&txid={{ txn.id }}&amount={{ value | money }}"
                    click_id: subid
                    shared: true
                    when: [purchase, lead, ftd]
                  signed:
                    type: postback
                    url: "https://signed.partner.example/pb?cid={{ click.id | required }}&txid={{ txn.id }}&amount={{ value | money }}&status={{ status }}"
                    click_id: subid
                    shared: true
                    signed: true
                    reversal: signed_amount
                    when: [purchase, lead, ftd, refund, chargeback]
                  google-ads:
                    type: google-data-manager
                    account_id: "1234567890"
                    conversion_actions: { lead: "986", purchase: "987", ftd: "988" }
                    oauth: { client_id: c, client_secret: "${env:CS}", refresh_token: "${env:RT}" }
                    when: [lead, purchase, ftd, refund, chargeback]
                  refersion:
                    type: refersion
                    public_key: pub_abc123
                    secret_key: "${env:RF}"
                    when: [purchase, refund, chargeback]
                  impact:
                    type: impact
                    account_sid: IRabcDEF123
                    auth_token: "${env:IM}"
                    campaign_id: "1234"
                    event_types: { purchase: "5678", refund: "5678", chargeback: "5678" }
                    when: [purchase, refund, chargeback]
                  meta:
                    type: meta
                    pixel_id: "1234567890"
                    access_token: "${env:FB}"
                    when: [purchase]
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

    /** @param more of the event: {@code "value":1} */
    private void says(String name, String id, String more) {
        hub.backend().send("""
                {"name":"%s","id":"%s","order_id":"A","user":{"id":"ada","email":"ada@example.com"},"currency":"EUR",
                 "click_ids":{"subid":"click-1","ga":"1.2","rfsn":"r.1","im_ref":"im-AbC123","fbclid":"f1"}%s}""".formatted(name, id, more.isEmpty() ? "" : "," + more));
        hub.expectReceived(name);
        hub.advance(Duration.ofMinutes(31));
    }

    private JsonNode tag(String id, String tag) {
        return Afterwards.standing(hub, id, tag);
    }

    private void isToldToNobody(String id) {
        for (String tag : List.of("own", "signed", "google-ads", "refersion", "impact", "ga4")) {
            assertThat(tag(id, tag).path("verdict").asString()).as(tag).isIn("skipped", "duplicate");
        }
    }

    private void isDelivered(String id, String... tags) {
        for (String tag : tags) {
            // Behind the sale, which may just have gone out.
            for (int n = 0; n < 5 && tag(id, tag).path("verdict").asString().equals("waiting"); n++) {
                hub.advance(Duration.ofMinutes(31));
            }
            assertThat(tag(id, tag).path("verdict").asString())
                    .as("%s %s", tag, tag(id, tag).path("detail"))
                    .isEqualTo("delivered");
        }
    }

    private void isWorth(String name, String amount) {
        assertThat(hub.server()
                        .http
                        .json(hub.console() + "/api/conversions/A")
                        .path("conversions")
                        .valueStream()
                        .filter(one -> one.path("name").asString().equals(name))
                        .map(one -> new BigDecimal(one.path("value").asString()))
                        .findFirst()
                        .orElseThrow())
                .isEqualByComparingTo(new BigDecimal(amount));
    }

    @ParameterizedTest
    @CsvSource({"true, 0", "false, 0", "true, 20", "false, 20"})
    void whatIsApprovedWithoutAValueIsWorthWhatIsLeftOfIt(boolean status, int back) {
        says("purchase", "e1", "\"value\":50,\"status\":\"pending\"");
        if (back > 0) {
            says("refund", "f1", "\"value\":" + back);
            isToldToNobody("f1");
        }
        says("purchase", "e2", status ? "\"status\":\"approved\"" : "");
        String left = String.valueOf(50 - back);
        for (String tag : List.of("ga4", "google-ads", "meta")) {
            hub.expectSent(tag, "purchase", sent -> sent.value(left).currency("EUR"));
        }
        isDelivered("e2", "refersion", "impact");
        for (String tag : List.of("signed", "untold")) {
            hub.expectSent(tag, "purchase", sent -> sent.has("amount", left + ".00"));
        }
        hub.expectSent(
                "own", "purchase", sent -> sent.has("amount", left + ".00").has("status", "approved"));
        isWorth("purchase", left);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"value\":20", "\"properties\":{\"remaining_value\":80}"})
    void aFirstDepositIsWorthWhatIsLeftOfTheDeposit(String part) {
        says("deposit", "e1", "\"value\":100,\"status\":\"pending\"");
        says("refund", "f1", part);
        says("deposit", "e2", "\"value\":100,\"status\":\"approved\"");
        hub.expectSent("own", "ftd", sent -> sent.has("amount", "80.00"));
        hub.expectSent("google-ads", "ftd", sent -> sent.value("80"));
        isWorth("ftd", "80");
        isWorth("deposit", "80");
    }

    @Test
    void aDepositApprovedWithoutAValueMakesAFirstOneThatHasOne() {
        says("deposit", "e1", "\"value\":100,\"status\":\"pending\"");
        says("deposit", "e2", "\"status\":\"approved\"");
        hub.expectSent("own", "ftd", sent -> sent.has("amount", "100.00"));
        isWorth("ftd", "100");
    }

    @ParameterizedTest
    @CsvSource({
        "purchase, reversed",
        "lead, cancelled",
        "ftd, reversed",
        "purchase, refund",
        "lead, refund",
        "ftd, chargeback"
    })
    void whatIsWorthNothingIsTakenBackLikeAnyOther(String name, String how) {
        says(name, "e1", "\"value\":0");
        isDelivered("e1", "own", "google-ads");
        if (how.equals("refund") || how.equals("chargeback")) {
            says(how, "e2", "");
        } else {
            says(name, "e2", "\"value\":0,\"status\":\"" + how + "\"");
        }
        isDelivered("e2", "own", "google-ads");
        assertThat(tag("e2", "signed").path("reason").asString()).isEqualTo("NO_REVERSAL");
        if (name.equals("purchase")) {
            isDelivered("e2", "ga4", "refersion", "impact");
        }
        hub.expectState("A", name, ConversionState.REVERSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"purchase", "lead", "ftd"})
    void whatIsWorthNothingIsRejectedLikeAnyOther(String name) {
        says(name, "e1", "\"value\":0,\"status\":\"pending\"");
        says(name, "e2", "\"value\":0,\"status\":\"rejected\"");
        isDelivered("e2", "own");
        hub.expectState("A", name, ConversionState.REJECTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"value\":0",
                "\"value\":0,\"status\":\"reversed\"",
                "\"value\":0,\"properties\":{\"remaining_value\":100}",
                "\"properties\":{\"remaining_value\":100}",
                "\"properties\":{\"remaining_value\":150}",
                "\"value\":10,\"properties\":{\"remaining_value\":150}"
            })
    void whatTakesNothingBackIsToldToNobody(String said) {
        says("purchase", "e1", "\"value\":100");
        says("refund", "f1", said);
        isToldToNobody("f1");
        isWorth("purchase", "100");
        says("chargeback", "c1", "");
        hub.expectSent("ga4", "chargeback", sent -> sent.value("100"));
        hub.expectSent("signed", "chargeback", sent -> sent.has("amount", "-100.00"));
    }

    @Test
    void aRefundThatSaysWhatIsLeftAndNoAmountTakesTheRestBack() {
        says("purchase", "e1", "\"value\":100");
        says("refund", "f1", "\"value\":0,\"properties\":{\"remaining_value\":60}");
        hub.expectSent("ga4", "refund", sent -> sent.value("40"));
        hub.expectSent("signed", "refund", sent -> sent.has("amount", "-40.00"));
        isWorth("purchase", "60");
    }

    @Test
    void whatComesBehindARefundThatLeavesMoreIsNotRaised() {
        says("refund", "f1", "\"properties\":{\"remaining_value\":150}");
        says("purchase", "e1", "\"value\":100");
        hub.expectSent("own", "purchase", sent -> sent.has("amount", "100.00"));
        hub.expectSent("ga4", "purchase", sent -> sent.value("100"));
        isWorth("purchase", "100");
    }

    @Test
    void whatIsPendingAndLessByWhatIsLeftIsApprovedAsThat() {
        says("purchase", "e1", "\"value\":100,\"status\":\"pending\"");
        says("refund", "f1", "\"properties\":{\"remaining_value\":80}");
        isToldToNobody("f1");
        says("purchase", "e2", "\"value\":100,\"status\":\"approved\"");
        hub.expectSent("own", "purchase", sent -> sent.has("amount", "80.00"));
        hub.expectSent("ga4", "purchase", sent -> sent.value("80"));
        hub.expectSent("signed", "purchase", sent -> sent.has("amount", "80.00"));
        isWorth("purchase", "80");
    }
}
