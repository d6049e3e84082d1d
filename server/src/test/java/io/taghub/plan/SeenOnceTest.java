package io.taghub.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.store.LaneStore.Once;
import org.junit.jupiter.api.Test;

/** What a plan remembers of what counts once: what is near, however much there is. */
class SeenOnceTest {
    private static Once once(String key, String status, String value) {
        return new Once(1, key, null, status, value);
    }

    @Test
    void aRepeatIsOneByKeyStatusAndValue() {
        SeenOnce seen = new SeenOnce();
        assertThat(seen.repeats(once("a", "approved", "10 EUR"))).isFalse();
        assertThat(seen.repeats(once("a", "approved", "10 EUR"))).isTrue();
        assertThat(seen.repeats(once("a", "approved", ""))).isTrue();
        assertThat(seen.repeats(once("a", "pending", "10 EUR"))).isFalse();
        assertThat(seen.repeats(once("a", "approved", "10 EUR")))
                .as("the last is another state")
                .isFalse();
        assertThat(seen.repeats(once("a", "approved", "12 EUR"))).isFalse();
        assertThat(seen.repeats(once("b", "approved", "12 EUR"))).isFalse();
    }

    @Test
    void theLatestAreRememberedAndTheEarliestForgotten() {
        SeenOnce seen = new SeenOnce();
        for (int i = 0; i < 500_000; i++) {
            assertThat(seen.repeats(once("k" + i, "approved", "any"))).isFalse();
        }
        for (int i = 499_999; i > 400_000; i--) {
            assertThat(seen.repeats(once("k" + i, "approved", "any"))).isTrue();
        }
        assertThat(seen.repeats(once("k0", "approved", "any"))).isFalse();
    }
}
