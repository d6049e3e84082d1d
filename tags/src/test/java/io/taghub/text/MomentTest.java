package io.taghub.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MomentTest {

    static Stream<String> ofTheJdk() {
        return Stream.of(
                "2026-11-29T11:20:07Z",
                "2026-11-29T11:20:07.1Z",
                "2026-11-29T11:20:07.123456789Z",
                "2024-02-29T23:59:59.999Z",
                "0000-01-01T00:00:00Z",
                "2026-11-29T11:20Z",
                "2026-11-29T11:20:07+01:00",
                "+12026-11-29T11:20:07Z");
    }

    @ParameterizedTest
    @MethodSource("ofTheJdk")
    void readsWhatTheJdkReads(String text) {
        Moment.Read read = Moment.read(text);
        assertThat(read).isNotNull();
        assertThat(read.instant()).isEqualTo(OffsetDateTime.parse(text).toInstant());
        assertThat(read.zoned()).isTrue();
    }

    @Test
    void readsWhatAnInstantWrote() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 2000; i++) {
            Instant instant = Instant.ofEpochSecond(
                    random.nextLong(-100_000_000_000L, 400_000_000_000L),
                    random.nextInt(1000) * (long) Math.pow(10, random.nextInt(7)));
            assertThat(Moment.instant(instant.toString())).isEqualTo(instant);
        }
    }

    static Stream<String> none() {
        return Stream.of(
                "2026-02-30T11:20:07Z",
                "2026-11-29T24:00:00Z",
                "2026-11-29T11:60:07Z",
                "2026-13-29T11:20:07Z",
                "2026-1+-29T11:20:07Z",
                "2026-11-29T11:20:-7Z",
                "٢٠٢٦-11-29T11:20:07Z",
                "");
    }

    @ParameterizedTest
    @MethodSource("none")
    void isNoTime(String text) {
        assertThat(Moment.read(text)).isNull();
    }

    @Test
    void saysOfWhatNoInstantWroteThatItIsNone() {
        assertThatThrownBy(() -> Moment.instant("2026-02-30T11:20:07Z")).isInstanceOf(DateTimeException.class);
        assertThatThrownBy(() -> Moment.instant("yesterday")).isInstanceOf(DateTimeException.class);
    }
}
