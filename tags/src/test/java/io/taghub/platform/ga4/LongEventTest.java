package io.taghub.platform.ga4;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Event;
import io.taghub.event.LineItem;
import io.taghub.tag.Plan;
import io.taghub.tag.Reason;
import io.taghub.tag.Secret;
import io.taghub.tag.Setup;
import io.taghub.tag.Tag;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** GA4 says 204 to a request that is over its limits, and counts nothing of it. */
class LongEventTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Tag GA4 = new Ga4Tag(
            new Ga4Platform.Settings("G-ABC1234567", null, new Secret("hush"), false, true, true, false),
            new Setup(Map.of(), null, URI.create("https://shop.example.com")));

    private static Plan basketOf(int items, String name) {
        ClickIds ids = ClickIds.of(new ClickId("ga", "1.2", NOON));
        return GA4.plan(Event.named("purchase", "order-" + items, NOON)
                .clickIds(ids)
                .money("49.99", "EUR")
                .items(IntStream.range(0, items)
                        .mapToObj(i -> new LineItem("sku-" + i, name, BigDecimal.ONE, BigDecimal.TEN))
                        .toList())
                .build());
    }

    private static io.taghub.tag.Item item(Plan plan) {
        return ((Plan.Send) plan).item();
    }

    @Test
    void ofABasketTheFirstTwoHundredItemsGo() {
        String body = GA4.request(List.of(item(basketOf(300, "Hat")))).bodyText();

        assertThat(body).contains("\"sku-199\"").doesNotContain("\"sku-200\"");
        assertThat(body.length()).isLessThan(130_000);
    }

    @Test
    void aLongEventGoesAlone() {
        assertThat(item(basketOf(2, "Hat")).group())
                .isEqualTo(item(basketOf(3, "Hat")).group());
        assertThat(item(basketOf(199, "Hat")).group())
                .isNotEqualTo(item(basketOf(200, "Hat")).group());
    }

    @Test
    void anEventThatFitsIntoNoRequestIsSkipped() {
        assertThat(basketOf(200, "帽".repeat(300)))
                .isInstanceOf(Plan.Send.class)
                .extracting(plan -> GA4.request(List.of(item(plan))).bodyText())
                .asString()
                .contains("帽".repeat(100))
                .doesNotContain("帽".repeat(101));
        ClickIds ids = ClickIds.of(new ClickId("ga", "1.2", NOON));
        Event noted = Event.named("login", "l-1", NOON)
                .clickIds(ids)
                .items(IntStream.range(0, 200)
                        .mapToObj(i -> new LineItem("帽".repeat(100), "帽".repeat(100), BigDecimal.ONE, BigDecimal.TEN))
                        .toList())
                .build();
        assertThat(GA4.plan(noted))
                .isInstanceOfSatisfying(
                        Plan.Skip.class, skip -> assertThat(skip.reason()).isEqualTo(Reason.TOO_LARGE));
    }
}
