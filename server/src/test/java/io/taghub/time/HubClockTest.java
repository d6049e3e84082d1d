package io.taghub.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.time.HubClock.Memory;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A machine's clock that jumps, beside one that only goes on. */
class HubClockTest {
    private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");
    private static final Duration YEAR = Duration.ofDays(400);

    private Instant wall = START;
    private long nanos = 5;
    private final HubClock clock = new HubClock(() -> wall, () -> nanos);

    /** Both clocks go on. */
    private void pass(Duration by) {
        wall = wall.plus(by);
        nanos += by.toNanos();
        clock.instant();
    }

    private void jump(Duration by) {
        wall = wall.plus(by);
        clock.instant();
    }

    /** In mode sandbox, where somebody moved it. */
    @Test
    void aTimeThatWasMovedOnIsKeptOverARestart() {
        clock.advance(Duration.ofDays(9));
        HubClock next = new HubClock(() -> START.plusSeconds(30), () -> 0);
        next.resume(clock.memory());
        next.recall(clock.memory());
        assertThat(next.instant()).isEqualTo(START.plus(Duration.ofDays(9)).plusSeconds(30));
        assertThat(next.takeSetBack()).isZero();
        assertThat(next.suspected()).isFalse();
    }

    @Test
    void smallStepsAreEverydayLife() {
        for (int i = 0; i < 50; i++) {
            pass(Duration.ofMinutes(1));
            jump(Duration.ofSeconds(i % 2 == 0 ? 40 : -40));
            assertThat(clock.instant()).isEqualTo(wall);
            assertThat(clock.settled()).isEqualTo(wall);
        }
        assertThat(clock.suspected()).isFalse();
        assertThat(clock.trouble()).isNull();
    }

    @Test
    void aClockThatJumpsFarIsNotFollowedAndAnHourLaterIs() {
        for (Duration by : new Duration[] {YEAR, YEAR.negated(), Duration.ofHours(-1)}) {
            jump(by);
            Instant right = wall.minus(by);
            assertThat(clock.suspected()).isTrue();
            assertThat(clock.instant()).isEqualTo(right);
            assertThat(clock.trouble()).contains("Nothing is forgotten", "goes on by its own time");
            pass(Duration.ofMinutes(59));
            assertThat(clock.settled()).isEqualTo(wall.minus(by));
            pass(Duration.ofMinutes(2));
            assertThat(clock.suspected()).isFalse();
            assertThat(clock.instant()).isEqualTo(wall);
            assertThat(clock.takeSetBack()).isEqualTo(by.isNegative() ? by.negated() : Duration.ZERO);
        }
    }

    @Test
    void aClockThatComesBackIsRightAgain() {
        jump(YEAR);
        pass(Duration.ofMinutes(30));
        jump(YEAR.negated());
        assertThat(clock.suspected()).isFalse();
        assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofMinutes(30)));
        assertThat(clock.takeSetBack()).isZero();
    }

    @Test
    void aClockThatJumpsAgainIsOnProbationAgain() {
        jump(YEAR);
        pass(Duration.ofMinutes(59));
        jump(Duration.ofDays(1));
        pass(Duration.ofMinutes(59));
        assertThat(clock.suspected()).isTrue();
        pass(Duration.ofMinutes(2));
        assertThat(clock.suspected()).isFalse();
    }

    /** The clock that only goes on stands still meanwhile. */
    @Test
    void aMachineThatSleptShowsTheTimeAndForgetsNothingForAnHour() {
        jump(Duration.ofHours(9));
        assertThat(clock.instant()).isEqualTo(wall);
        assertThat(clock.settled()).isEqualTo(START);
        assertThat(clock.suspected()).isTrue();
        jump(Duration.ofHours(-9));
        assertThat(clock.suspected()).isFalse();
        assertThat(clock.takeSetBack()).isEqualTo(Duration.ofHours(9));
        assertThat(clock.takeSetBack()).isZero();
    }

    @Test
    void aPersonMayConfirm() {
        jump(YEAR);
        clock.confirm();
        assertThat(clock.suspected()).isFalse();
        assertThat(clock.instant()).isEqualTo(wall);
        assertThat(clock.settled()).isEqualTo(wall);
    }

    @Test
    void whatIsMovedOnDeliberatelyIsBeyondDoubt() {
        clock.advance(Duration.ofDays(9));
        assertThat(clock.suspected()).isFalse();
        assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofDays(9)));
        assertThat(clock.settled()).isEqualTo(START.plus(Duration.ofDays(9)));
        assertThat(clock.memory()).isEqualTo(new Memory(START, START.plus(Duration.ofDays(9))));
    }

    @Test
    void bothClocksJumpingIsNoticedToo() {
        pass(YEAR);
        assertThat(clock.suspected()).isTrue();
        assertThat(clock.instant()).isEqualTo(START);
    }

    @Test
    void aHubThatWasOffForWeeksShowsTheTimeAndForgetsNothingForAnHour() {
        clock.recall(new Memory(START.minus(Duration.ofDays(21)), START.minus(Duration.ofDays(21))));
        assertThat(clock.suspected()).isTrue();
        assertThat(clock.instant()).isEqualTo(START);
        pass(Duration.ofMinutes(30));
        assertThat(clock.settled()).isEqualTo(wall.minus(Duration.ofDays(21)));
        pass(Duration.ofMinutes(31));
        assertThat(clock.suspected()).isFalse();
        assertThat(clock.settled()).isEqualTo(wall);
    }

    @Test
    void aHubThatWasOffForAnHourSuspectsNothing() {
        clock.recall(new Memory(START.minus(Duration.ofHours(1)), START.minus(Duration.ofHours(1))));
        assertThat(clock.suspected()).isFalse();
        assertThat(clock.settled()).isEqualTo(START);
    }

    @Test
    void aClockBehindWhatTheStoreSawIsNotFollowed() {
        clock.recall(new Memory(START.plus(YEAR), START.plus(YEAR)));
        assertThat(clock.suspected()).isTrue();
        assertThat(clock.instant()).isEqualTo(START.plus(YEAR));
        jump(YEAR.plusHours(2));
        assertThat(clock.instant()).isEqualTo(wall);
    }

    /** It was started with a wrong clock, and stamped with it what came in. */
    @Test
    void whatAWrongClockStampedBeforeARestartIsKnown() {
        clock.recall(new Memory(START.minus(Duration.ofHours(1)), START.plus(YEAR)));
        assertThat(clock.suspected()).isFalse();
        assertThat(clock.takeSetBack()).isEqualTo(YEAR);
    }

    @Test
    void aClockThatIsToBeBelievedIs() {
        HubClock believed = HubClock.of(() -> wall);
        wall = wall.plus(YEAR);
        assertThat(believed.settled()).isEqualTo(wall);
        assertThat(believed.suspected()).isFalse();
        assertThat(HubClock.of(clock)).isSameAs(clock);
    }

    @Test
    void aLastingFailureIsToldOnceInAWhileWithHowOften() {
        long[] at = {0};
        int[] told = {0, 0};
        Seldom seldom = new Seldom(() -> at[0]);
        for (int i = 0; i < 600; i++) {
            seldom.tell(times -> {
                told[0]++;
                told[1] += times;
            });
            at[0] += Duration.ofSeconds(1).toNanos();
        }
        assertThat(told).containsExactly(10, 541);
    }
}
