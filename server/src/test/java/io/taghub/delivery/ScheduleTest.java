package io.taghub.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
    private final Schedule schedule = new Schedule(new SplittableRandom(1));

    private Stream<Duration> many(int attempts) {
        return IntStream.range(0, 2000).mapToObj(i -> schedule.delay(attempts, null, false));
    }

    @Test
    void delaysSpreadAFifthEitherWay() {
        assertThat(many(4))
                .allSatisfy(delay -> assertThat(delay).isBetween(Duration.ofMinutes(8), Duration.ofMinutes(12)));
        assertThat(many(4).min(Duration::compareTo).orElseThrow()).isLessThan(Duration.ofSeconds(490));
        assertThat(many(4).max(Duration::compareTo).orElseThrow()).isGreaterThan(Duration.ofSeconds(710));
    }

    @Test
    void whatThePlatformAsksForIsNeverShortened() {
        for (int attempts = 1; attempts < 14; attempts++) {
            for (int i = 0; i < 100; i++) {
                assertThat(schedule.delay(attempts, Duration.ofSeconds(120), true))
                        .isGreaterThanOrEqualTo(Duration.ofSeconds(120));
            }
        }
    }

    @Test
    void nobodyMayStopATagForLongerThanSixHours() {
        assertThat(schedule.delay(1, Duration.ofDays(30), true)).isEqualTo(Duration.ofHours(24));
    }

    @Test
    void aPlatformThatWantsToBeLeftAloneIsForAMinute() {
        for (int i = 0; i < 1000; i++) {
            assertThat(schedule.delay(1, null, true)).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(72));
            assertThat(schedule.delay(1, Duration.ZERO, true)).isGreaterThanOrEqualTo(Duration.ofSeconds(60));
        }
    }

    @Test
    void aRetryAfterInThePastShortensNothing() {
        assertThat(schedule.delay(3, Duration.ofHours(-1), false)).isGreaterThan(Duration.ofSeconds(95));
    }

    @Test
    void theBreakerRestsOneSecondThenTwiceAsLongUpToFiveMinutes() {
        Breaker breaker = new Breaker(schedule, 100);
        long[] seconds = {1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300};
        for (long expected : seconds) {
            breaker.failed(NOW, null, false);
            assertThat(breaker.openUntil()).isBetween(NOW.plusMillis(expected * 800), NOW.plusMillis(expected * 1200));
            assertThat(breaker.state(NOW)).isEqualTo(Breaker.State.OPEN);
            assertThat(breaker.state(NOW.plusSeconds(600))).isEqualTo(Breaker.State.PROBING);
        }
        breaker.succeeded();
        assertThat(breaker.state(NOW)).isEqualTo(Breaker.State.CLOSED);
    }

    @Test
    void theBreakerRestsAsLongAsAskedAndLongerIfItMust() {
        Breaker breaker = new Breaker(schedule, 100);
        for (int i = 0; i < 12; i++) {
            breaker.failed(NOW, Duration.ofSeconds(120), true);
            assertThat(breaker.openUntil()).isAfterOrEqualTo(NOW.plusSeconds(120));
        }
        assertThat(breaker.openUntil()).isAfterOrEqualTo(NOW.plusSeconds(240));
    }

    @Test
    void afterAFailureThePagesBeginWithOneAndGrowFourfold() {
        Breaker breaker = new Breaker(schedule, 100);
        assertThat(breaker.page()).isEqualTo(100);
        breaker.failed(NOW, null, false);
        assertThat(IntStream.generate(() -> {
                            int page = breaker.page();
                            breaker.succeeded();
                            return page;
                        })
                        .limit(6))
                .containsExactly(1, 4, 16, 64, 100, 100);
    }

    @Test
    void noMinuteHoldsMoreRequestsThanThePlatformTakes() {
        Pace pace = new Pace(60_000);
        long began = System.nanoTime();
        int sent = 0;
        while (System.nanoTime() - began < 500_000_000L) {
            pace.await(() -> false);
            sent++;
        }
        // A tenth may go at once, and the rest of the minute's number is spread over the minute.
        assertThat(sent).isBetween(6_000, 6_000 + 54_000 / 120 + 60);
    }
}
