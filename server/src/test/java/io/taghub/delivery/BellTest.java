package io.taghub.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BellTest {
    @Test
    void afterAFailureNobodyIsWokenBeforeTheRestIsOver() {
        Bell bell = new Bell();
        bell.hear();
        bell.ring();
        long began = System.nanoTime();
        bell.rest(Duration.ofMillis(60), () -> false);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(60));
        assertThat(bell.answered()).isTrue();
    }

    @Test
    void aRestEndsWhenTheHubStops() {
        Bell bell = new Bell();
        bell.hear();
        long began = System.nanoTime();
        bell.rest(Duration.ofMinutes(5), () -> true);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMinutes(1));
    }
}
