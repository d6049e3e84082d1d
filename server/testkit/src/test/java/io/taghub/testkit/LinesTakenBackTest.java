package io.taghub.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.store.Verdict;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Of an order that is a call for each line, and of which one was refused, the lines that were taken go back. */
@Often
final class LinesTakenBackTest {
    @Test
    void onlyLinesThatWereToldGoBack() {
        try (TestHub hub = TestHub.start(TestConfig.text("""
                site: { domain: shop.example, prefix: x7k2qd }
                server_keys: { back: "${env:KEY}" }
                events: { purchase: { conversion: true, from: [server] }, refund: { conversion: true, from: [server] } }
                tags:
                  lines:
                    type: postback
                    url: "https://lines.example/pb?c={{ click.id | required }}&o={{ txn.id }}&n={{ i }}&sku={{ item.id }}&s={{ status }}"
                    click_id: lc
                    fan_out: items
                    statuses: { approved: ok, reversed: void }
                    reversal: resend_status
                    answers: { rejected: 'no such product' }
                    when: [purchase, refund]
                """).patience(Duration.ofSeconds(20)))) {
            // The first line is refused.
            HttpRequest.Builder fault = HttpRequest.newBuilder(URI.create(hub.sandbox() + "/_sandbox/faults"))
                    .POST(
                            HttpRequest.BodyPublishers.ofString(
                                    "{\"host\":\"lines.example\",\"mode\":\"status\",\"status\":200,\"times\":1,\"body\":\"no such product\"}"));
            assertThat(hub.server().http.send(fault).statusCode()).isEqualTo(200);
            hub.backend().send("""
                    {"name":"purchase","id":"e1","order_id":"A-1","user":{"id":"ada"},"click_ids":{"lc":"c-1"},"value":30,"currency":"EUR",
                     "status":"approved","items":[{"id":"a","price":10},{"id":"b","price":10},{"id":"c","price":10}]}""");
            hub.expectVerdict("lines", "purchase", Verdict.REJECTED);
            hub.backend().send("{\"name\":\"refund\",\"id\":\"f1\",\"order_id\":\"A-1\"}");
            hub.expectVerdict("lines", "refund", Verdict.DELIVERED);
            assertThat(hub.explain().lines().filter(line -> line.contains("s=void")))
                    .hasSize(2)
                    .noneMatch(line -> line.contains("n=1&"));
        }
    }
}
