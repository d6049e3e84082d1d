package io.taghub.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgeWordsTest {
    @ParameterizedTest
    @CsvSource({
        "PT49H, PT48H, 49 hours, 48 hours",
        "PT2281H, P90D, 95 days, 90 days",
        "PT720H20M, PT720H, 720 hours 20 minutes, 720 hours",
        "PT48H, PT48H, 2 days, 2 days",
        "PT48H1S, PT48H, 48 hours 1 seconds, 48 hours",
    })
    void whatIsMoreReadsAsMore(Duration age, Duration most, String told, String limit) {
        assertThat(AgeWords.apart(age, most)).isEqualTo(told);
        assertThat(AgeWords.apart(most, age)).isEqualTo(limit);
    }
}
