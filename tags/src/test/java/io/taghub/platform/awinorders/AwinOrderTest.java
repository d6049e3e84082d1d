package io.taghub.platform.awinorders;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Event;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Awin asks who has the sale, and the hub knows whose click came last. */
class AwinOrderTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final ClickId AWC = new ClickId("awc", "a-1", NOON.minus(Duration.ofDays(2)));
    private static final ClickId GCLID = new ClickId("gclid", "Cj0", NOON.minus(Duration.ofDays(1)));

    private static String channel(@Nullable ClickId own, @Nullable ClickId newest) {
        Event event = Event.named("purchase", "p-1", NOON)
                .clickIds((own == null ? ClickIds.NONE : ClickIds.of(own)).besideNewest(newest))
                .build();
        return AwinOrder.channel(event, own, "other");
    }

    @Test
    void theNewestClickOfAllDecidesAlsoWhereAVoucherIsAllThatIsAwins() {
        assertThat(channel(AWC, AWC)).isEqualTo("aw");
        assertThat(channel(AWC, GCLID)).isEqualTo("other");
        assertThat(channel(null, null)).isEqualTo("aw");
        assertThat(channel(null, GCLID)).isEqualTo("other");
        // Its own, too old to count.
        assertThat(channel(null, AWC)).isEqualTo("aw");
    }
}
