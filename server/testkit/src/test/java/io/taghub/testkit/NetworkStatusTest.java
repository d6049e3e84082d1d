package io.taghub.testkit;

import io.taghub.tag.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a back end says of a conversion in words of its own, as networks and platforms are told it by a whole hub. */
final class NetworkStatusTest {
    @RegisterExtension
    final TaghubExtension hub = new TaghubExtension(TestConfig.text("""
            site: { domain: shop.example }
            events:
              reset_purchase: { conversion: true, from: [server], once: order }
              ftd: { derive: { from: deposit }, from: [server] }
              deposit: { conversion: true, from: [server] }
            tags:
              binom: { type: postback, preset: binom-v1, domain: bn.partner.example, click_id: bn, when: [purchase] }
              tune: { type: postback, preset: tune, domain: net.go2cloud.org, click_id: tn, when: [purchase] }
              own: { type: postback, url: "https://own.example/pb?c={{ click.id | required }}&e={{ event.name }}&v={{ value | money }}", click_id: ow, when: [purchase, refund] }
              google: { type: google-data-manager, account_id: "1234567890", conversion_actions: { purchase: "333", reset_purchase: "444" }, oauth: { client_id: c, client_secret: "${env:CS}", refresh_token: "${env:RT}" }, when: [purchase, reset_purchase, refund] }
              ga4: { type: ga4, measurement_id: G-ABC1234, api_secret: "${env:GA}", event_names: { reset_purchase: reset }, when: [purchase, reset_purchase, refund] }
              casino: { type: ga4, measurement_id: G-DEF1234, api_secret: "${env:GA}", event_names: { deposit: deposit, chargeback: refund }, when: [ftd, deposit, chargeback] }
            """));

    private static void says(TestRun run, String name, String order, String id, String more) {
        run.backend().send("""
                {"name":"%s","id":"%s","order_id":"%s","user":{"id":"ada","email":"ada@example.com"},"currency":"EUR",
                 "click_ids":{"bn":"b-1","tn":"t-1","ow":"o-1","ga":"1.2"}%s}""".formatted(name, run.unique(id), order, more));
    }

    /** What is cancelled while it is pending is rejected, and what was approved is taken back, by one and the same word. */
    @Test
    void fraudIsWhatTheConversionMakesOfIt(TestRun run) {
        String waiting = run.unique("A");
        says(run, "purchase", waiting, "e1", ",\"value\":50,\"status\":\"on_hold\"");
        run.expectSent("binom", "purchase", sent -> sent.has("cnv_status", "pending"));
        run.expectSkipped("tune", "purchase", Reason.STATUS_NOT_MAPPED);
        says(run, "purchase", waiting, "e2", ",\"value\":50,\"status\":\"fraud\"");
        run.expectSent("binom", "purchase", sent -> sent.has("cnv_status", "rejected"));

        String sold = run.unique("B");
        says(run, "purchase", sold, "e3", ",\"value\":60,\"status\":\"confirmed\"");
        run.expectSent("binom", "purchase", sent -> sent.has("payout", "60.00").has("cnv_status", "purchase"));
        run.expectSent("tune", "purchase", sent -> sent.has("status", "approved"));
        says(run, "purchase", sold, "e4", ",\"value\":60,\"status\":\"fraud\"");
        run.expectSent("binom", "purchase", sent -> sent.has("cnv_status", "reversed"));
    }

    /** Of deposits GA4 is told the first as a purchase, and only of that one it takes something back. */
    @Test
    void theFirstDepositIsRefundedAndNoOther(TestRun run) {
        String first = run.unique("D");
        String second = run.unique("E");
        says(run, "deposit", first, "d1", ",\"value\":50");
        says(run, "deposit", second, "d2", ",\"value\":80");
        run.expectSent("casino", "ftd", sent -> sent.contains("purchase").value("50"));
        says(run, "chargeback", second, "c1", ",\"value\":80");
        run.expectSkipped("casino", "chargeback", Reason.NO_REVERSAL);
        says(run, "chargeback", first, "c2", ",\"value\":50");
        run.expectSent(
                "casino",
                "chargeback",
                sent -> sent.contains("refund").contains(first).value("50"));
    }

    @Test
    void aRefundGoesToTheActionOfItsOrder(TestRun run) {
        String reset = run.unique("R");
        says(run, "reset_purchase", reset, "e1", ",\"value\":50");
        run.expectSent("google", "reset_purchase", sent -> sent.contains("\"444\""));
        run.expectSent("ga4", "reset_purchase");
        // Google decides after half an hour, and nothing is taken back before.
        run.advance(Duration.ofHours(1));
        says(run, "refund", reset, "f1", ",\"value\":50");
        run.expectSent("google", "refund", sent -> sent.contains("\"444\"").value("0"));
        run.expectSkipped("ga4", "refund", Reason.NO_REVERSAL);

        String order = run.unique("P");
        says(run, "purchase", order, "e2", ",\"value\":70");
        run.expectSent("own", "purchase");
        run.advance(Duration.ofHours(1));
        says(run, "refund", order, "f2", ",\"value\":70");
        run.expectSent("google", "refund", sent -> sent.contains("\"333\"").value("0"));
        run.expectSent("ga4", "refund", sent -> sent.value("70"));
        run.expectSkipped("own", "refund", Reason.NO_REVERSAL);
    }
}
