package io.taghub.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.config.Defaults;
import org.junit.jupiter.api.Test;

/** The store may not ask the config; what it takes from there is compared here. */
final class ClockCorrectionTest {
    @Test
    void noAttemptIsPutOffForLonger() {
        assertThat(Defaults.RETRIES)
                .allSatisfy(wait -> assertThat(wait.multipliedBy(6).dividedBy(5))
                        .as("with a jitter of a fifth")
                        .isLessThanOrEqualTo(ClockCorrection.LONGEST_RETRY));
    }
}
