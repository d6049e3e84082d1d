package io.taghub.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** On which day a partner counts an event, and why. */
class ClocksTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    /** Half past midnight in Berlin, half past six the evening before in New York. */
    private static final Instant NIGHT = Instant.parse("2026-11-20T23:30:00Z");

    private static PartnerTime.When day(String day) {
        return new PartnerTime.When(LocalDate.parse(day), null, null);
    }

    private static PartnerTime.When at(String local) {
        LocalDateTime time = LocalDateTime.parse(local);
        return new PartnerTime.When(time.toLocalDate(), time, null);
    }

    private static @Nullable String why(PartnerTime.When when, Instant event) {
        return new Clocks(BERLIN, null).otherDay(when, event, event);
    }

    @Test
    void theSameDayIsNoDifference() {
        assertThat(why(day("2026-11-21"), NIGHT)).isEmpty();
        assertThat(why(at("2026-11-21T00:30"), NIGHT)).isEmpty();
    }

    @Test
    void anotherClockIsNamedByHowFarItIs() {
        assertThat(why(at("2026-11-20T18:30:20"), NIGHT)).contains("6 h behind ours");
        assertThat(why(at("2026-11-20T23:30:00"), NIGHT)).contains("1 h behind ours");
        assertThat(why(day("2026-11-20"), NIGHT)).contains("00:30");
    }

    @Test
    void aDayThatNoClockExplainsIsNotExplained() {
        assertThat(why(at("2026-11-19T10:07:00"), NIGHT)).isNull();
        assertThat(why(day("2026-11-18"), NIGHT)).isNull();
        // In the evening in Berlin no clock on earth shows the day before.
        assertThat(why(day("2026-11-20"), Instant.parse("2026-11-21T20:00:00Z")))
                .isNull();
    }

    @Test
    void whoDatesByArrivalIsUnderstood() {
        Instant late = Instant.parse("2026-11-23T10:00:00Z");
        assertThat(new Clocks(BERLIN, null).otherDay(day("2026-11-23"), NIGHT, late))
                .contains("arrival");
    }

    /** The night in which Berlin's clock is put back: what is an hour off before is no hour off after. */
    @Test
    void theOffsetIsThatOfTheDay() {
        Clocks clocks = new Clocks(BERLIN, NEW_YORK);
        Instant summer = Instant.parse("2026-10-24T22:30:00Z"); // 25 October 00:30 in Berlin, 24th 18:30 in New York
        Instant winter = Instant.parse("2026-10-25T23:30:00Z"); // 26 October 00:30 in Berlin, 25th 19:30 in New York
        assertThat(clocks.otherDay(day("2026-10-24"), summer, summer)).isNotEmpty();
        assertThat(clocks.otherDay(day("2026-10-25"), winter, winter)).isNotEmpty();
        assertThat(clocks.otherDay(day("2026-10-24"), winter, winter)).isNull();
    }

    @Test
    void whatCountsOutsideOfTheDaysAskedForIsKnownFromTheOthers() {
        LocalDate day = LocalDate.of(2026, 11, 21);
        Clocks clocks = new Clocks(BERLIN, null);
        assertThat(clocks.countsOutside(NIGHT, day, day)).isFalse();
        for (int hour = 10; hour < 14; hour++) {
            Instant noon = Instant.parse("2026-11-21T%02d:00:00Z".formatted(hour));
            clocks.learn(at("2026-11-21T%02d:00:05".formatted(hour - 5)), noon);
        }
        assertThat(clocks.usual()).hasHours(-6);
        assertThat(clocks.countsOutside(NIGHT, day, day)).isTrue();
        assertThat(clocks.countsOutside(Instant.parse("2026-11-21T12:00:00Z"), day, day))
                .isFalse();

        Clocks byDay = new Clocks(BERLIN, null);
        byDay.learn(day("2026-11-19"), NIGHT.minusSeconds(86_400 - 3600));
        assertThat(byDay.countsOutside(NIGHT, day, day)).isTrue();
        assertThat(byDay.countsOutside(NIGHT.plusSeconds(7200), day, day)).isFalse();
    }
}
