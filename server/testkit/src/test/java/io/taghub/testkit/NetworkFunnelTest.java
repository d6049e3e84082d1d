package io.taghub.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.store.Verdict;
import io.taghub.tag.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** A click, a registration, a first deposit weeks later, and a chargeback, at every network with a type of its own. */
final class NetworkFunnelTest {
    @RegisterExtension
    final TaghubExtension hub = new TaghubExtension(TestConfig.text("""
            site: { domain: shop.example }
            tags:
              impact: { type: impact, account_sid: IRabcDEF123, auth_token: "${env:T}", campaign_id: "1234", event_types: { registration: "5677", ftd: "5678" }, when: [registration, ftd, chargeback] }
              rakuten: { type: rakuten, mid: "12345", cancellations: true, when: [registration, ftd, chargeback] }
              awin: { type: awin-orders, advertiser_id: "12345", api_key: "${env:T}", when: [registration, ftd, chargeback] }
              webgains: { type: webgains, program_id: "312000", event_ids: { registration: "9001", ftd: "9002" }, when: [registration, ftd, chargeback] }
              refersion: { type: refersion, public_key: pub_abc123, secret_key: "${env:T}", when: [ftd, purchase, chargeback] }
              tapfiliate: { type: tapfiliate, api_key: "${env:T}", when: [registration, ftd, chargeback] }
              track360: { type: track360-brand, host: api.brand.example, customer_path: /v1/customers, transaction_path: /v1/transactions, token_header: X-Brand-Token, brand_token: "${env:T}", transaction_fields: { event: event, value: value, currency: currency, state: status }, statuses: { reversed: reversed }, when: [registration, ftd, chargeback] }
            """));

    private static final String LANDING =
            "https://shop.example/?im_ref=im-AbC123&ranSiteID=aBc-1&awc=12345_1764300000_abc"
                    + "&wgu=wg-1&rfsn=1234567.a1b2&ref=aB12cd&affclickid=aff-1";

    @Test
    void theDepositFindsTheClickAndTheChargebackTheDeposit(TestRun run) {
        String user = run.unique("u");
        String deposit = run.unique("dep");
        run.backend().send("""
                {"name":"registration","id":"%s","user":{"id":"%s"},"page":{"url":"%s"}}""".formatted(run.unique("reg"), user, LANDING));
        for (String tag : new String[] {"impact", "rakuten", "awin", "webgains", "tapfiliate", "track360"}) {
            run.expectSent(tag, "registration");
        }
        run.advance(Duration.ofDays(20));
        run.backend().send("""
                {"name":"ftd","id":"%s","user":{"id":"%s"},"value":50,"currency":"USD"}""".formatted(deposit, user));

        run.expectSent("impact", "ftd", sent -> sent.has("ClickId", "im-AbC123").value("50"));
        run.expectSent("rakuten", "ftd", sent -> sent.has("tr", "aBc-1").has("amtlist", "5000"));
        run.expectSent(
                "awin", "ftd", sent -> sent.has("awc", "12345_1764300000_abc").has("channel", "aw"));
        run.expectSent("webgains", "ftd", sent -> sent.contains("wg-1").value("50"));
        run.expectSent("refersion", "ftd", sent -> sent.has("auto_credit_affiliate_id", "1234567"));
        run.expectSent(
                "tapfiliate", "ftd", sent -> sent.has("referral_code", "aB12cd").value("50"));
        run.expectSent(
                "track360", "ftd", sent -> sent.has("transaction_id", deposit).value("50"));
        run.advance(Duration.ofHours(1));
        run.expectVerdict("impact", "ftd", Verdict.DELIVERED);
        assertThat(counted(run, deposit))
                .containsOnlyKeys(
                        "api.impact.com",
                        "track.linksynergy.com",
                        "api.awin.com",
                        "api.webgains.io",
                        "inbound-webhooks.refersion.com",
                        "api.tapfiliate.com",
                        "api.brand.example")
                .allSatisfy((host, state) -> assertThat(state).as(host).isEqualTo("counted"));

        run.backend().send("""
                {"name":"chargeback","id":"%s","order_id":"%s","original_event":{"name":"ftd","id":"%s"},
                 "user":{"id":"%s"},"value":50,"currency":"USD"}""".formatted(run.unique("cb"), deposit, deposit, user));
        run.expectSent("impact", "chargeback", sent -> sent.has("DispositionCode", "CONS_FRAUD"));
        run.expectSent("rakuten", "chargeback", sent -> sent.has("amtlist", "-5000"));
        run.expectSent("refersion", "chargeback", sent -> sent.contains("/v2/conversion/cancel"));
        run.expectSent("track360", "chargeback", sent -> sent.has("state", "reversed"));
        for (String tag : new String[] {"awin", "webgains", "tapfiliate"}) {
            run.expectSkipped(tag, "chargeback", Reason.NO_REVERSAL);
        }
        run.advance(Duration.ofHours(1));
        run.expectVerdict("impact", "chargeback", Verdict.DELIVERED);
        assertThat(counted(run, deposit))
                .containsEntry("api.impact.com", "not counted")
                .containsEntry("track.linksynergy.com", "not counted")
                .containsEntry("inbound-webhooks.refersion.com", "not counted")
                .containsEntry("api.awin.com", "counted");
    }

    @Test
    void anOrderAtADiscountIsWorthWhatWasPaid(TestRun run) {
        String order = run.unique("o");
        run.backend().send("""
                {"name":"purchase","id":"%s","order_id":"%s","click_ids":{"rfsn":"1234567.a1b2"},"value":55,"currency":"USD",
                 "items":[{"id":"sku-1","price":30,"quantity":2}]}""".formatted(run.unique("p"), order));
        run.expectSent("refersion", "purchase", sent -> sent.has("discount", 5));
        assertThat(run.server()
                        .http
                        .json(run.sandbox() + "/_sandbox/conversions")
                        .valueStream())
                .filteredOn(one -> one.path("id").asString("").equals(order))
                .extracting(one -> one.path("value").asString(""))
                .containsExactly("55");
    }

    /** Said by a status it is the same as by an event. */
    @Test
    void whyItIsTakenBackIsToldHoweverItIsSaid(TestRun run) {
        String order = run.unique("o");
        String sale = """
                {"name":"ftd","id":"%s","order_id":"%s","user":{"id":"%s"},"click_ids":{"im_ref":"im-1"},"value":50,"currency":"USD"%s}""";
        String user = run.unique("u");
        run.backend().send(sale.formatted(run.unique("f"), order, user, ""));
        run.expectSent("impact", "ftd");
        run.advance(Duration.ofHours(1));
        run.backend().send(sale.formatted(run.unique("f"), order, user, ",\"status\":\"chargeback\""));
        run.expectSent("impact", "ftd", sent -> sent.has("DispositionCode", "CONS_FRAUD"));
    }

    /** State by host of the conversion with this id. */
    private static Map<String, String> counted(TestRun run, String id) {
        Map<String, String> states = new TreeMap<>();
        for (JsonNode one : run.server().http.json(run.sandbox() + "/_sandbox/conversions")) {
            if (one.path("id").asString("").equals(id)) {
                states.put(one.path("host").asString(""), one.path("state").asString(""));
            }
        }
        return states;
    }
}
