package io.taghub.report;

import io.taghub.report.PartnerTime.When;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** In which time zone a partner counts days, as far as the rows that belong to events of ours tell. */
final class Clocks {
    private static final Duration FURTHEST = Duration.ofHours(14);
    private static final long QUARTER = 15;

    /** A postback needs its time; more is no arrival any more. */
    private static final Duration ARRIVAL = Duration.ofMinutes(5);

    private final ZoneId ours;
    private final @Nullable ZoneId theirs;
    private final Map<Duration, Integer> shifts = new HashMap<>();
    private int timed;

    // Of rows with a day alone: until when of our day they count the day before, and from when on the day after.
    private @Nullable LocalTime dayBefore;
    private @Nullable LocalTime dayAfter;

    /** @param theirs in which the file's times are, null where nobody says */
    Clocks(ZoneId ours, @Nullable ZoneId theirs) {
        this.ours = ours;
        this.theirs = theirs;
    }

    LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ours);
    }

    /** The day that the row counts on with the partner. */
    static LocalDate day(When when) {
        return when.day();
    }

    /** Takes notice of a row that belongs to this event. */
    void learn(When when, Instant event) {
        LocalDateTime mine = LocalDateTime.ofInstant(event, ours);
        LocalDateTime local = when.time();
        if (local != null) {
            timed++;
            Duration shift = shift(Duration.between(mine, local));
            if (shift != null) {
                shifts.merge(shift, 1, Integer::sum);
            }
        } else if (when.day().equals(mine.toLocalDate().minusDays(1))) {
            LocalTime at = mine.toLocalTime();
            dayBefore = dayBefore == null || at.isAfter(dayBefore) ? at : dayBefore;
        } else if (when.day().equals(mine.toLocalDate().plusDays(1))) {
            LocalTime at = mine.toLocalTime();
            dayAfter = dayAfter == null || at.isBefore(dayAfter) ? at : dayAfter;
        }
    }

    /** By how much a row's clock is ahead of ours if the row is of this event; null where that is no difference of clocks. */
    @Nullable
    Duration shift(When when, Instant event) {
        LocalDateTime local = when.time();
        return local == null || instant(when) != null
                ? null
                : shift(Duration.between(LocalDateTime.ofInstant(event, ours), local));
    }

    /**
     * Seconds between a row and an event.
     *
     * @param shift by how much their clock is ahead of ours, where they do not say in which zone it is
     */
    long apart(When when, Instant event, Duration shift) {
        Instant instant = instant(when);
        LocalDateTime local = when.time();
        if (instant != null) {
            return Duration.between(instant, event).abs().toSeconds();
        }
        return local == null
                ? Math.abs(when.day().toEpochDay() - day(event).toEpochDay()) * 86_400
                : Duration.between(LocalDateTime.ofInstant(event, ours), local)
                        .minus(shift)
                        .abs()
                        .toSeconds();
    }

    /** Whether a row with a time is of the moment of this event. */
    boolean isNear(When when, Instant event, Duration shift) {
        return when.time() != null && apart(when, event, shift) <= ARRIVAL.toSeconds();
    }

    /** The whole quarters of an hour that two clocks may be apart, null where it is something else. */
    private static @Nullable Duration shift(Duration apart) {
        long quarters = Math.round(apart.toSeconds() / 60.0 / QUARTER);
        Duration shift = Duration.ofMinutes(quarters * QUARTER);
        boolean close = apart.minus(shift).abs().compareTo(ARRIVAL) <= 0;
        return close && shift.abs().compareTo(FURTHEST) <= 0 ? shift : null;
    }

    /** By how much their clock is ahead of ours, where most rows with a time say so; null where they do not. */
    @Nullable
    Duration usual() {
        return shifts.entrySet().stream()
                .filter(one -> 2 * one.getValue() > timed)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    /**
     * Why an event counts on another day with them; empty where it does not, null where nothing explains it.
     *
     * @param received when the hub got the event, by which they may count
     */
    @Nullable
    String otherDay(When when, Instant event, Instant received) {
        LocalDate mine = day(event);
        if (when.day().equals(mine)) {
            return "";
        }
        Instant instant = instant(when);
        if (instant != null && Duration.between(event, instant).abs().compareTo(ARRIVAL) <= 0) {
            return "it is the same moment, in another time zone or around midnight";
        }
        LocalDateTime local = when.time();
        if (local == null) {
            LocalDate theirDay = theirs == null ? null : LocalDate.ofInstant(event, theirs);
            boolean next = when.day().equals(mine.minusDays(1)) || when.day().equals(mine.plusDays(1));
            boolean near = theirs == null
                    ? next && mayBeAnotherZone(when.day(), mine, event)
                    : when.day().equals(theirDay);
            return near
                    ? "it happened at " + LocalTime.ofInstant(event, ours).withNano(0) + " in " + ours
                    : arrival(when, received);
        }
        Duration shift = shift(Duration.between(LocalDateTime.ofInstant(event, ours), local));
        if (shift != null) {
            return shift.isZero() ? "it arrived after midnight" : "their clock is " + words(shift) + " ours";
        }
        return arrival(when, received);
    }

    /** Clocks are fourteen hours apart at most. */
    private boolean mayBeAnotherZone(LocalDate theirDay, LocalDate mine, Instant event) {
        LocalTime at = LocalTime.ofInstant(event, ours);
        return theirDay.isBefore(mine) ? at.isBefore(LocalTime.of(14, 0)) : at.isAfter(LocalTime.of(10, 0));
    }

    private @Nullable String arrival(When when, Instant received) {
        return when.day().equals(day(received)) ? "they count it by its arrival" : null;
    }

    private @Nullable Instant instant(When when) {
        LocalDateTime local = when.time();
        return when.instant() != null || local == null || theirs == null
                ? when.instant()
                : local.atZone(theirs).toInstant();
    }

    /** Whether an event of our days counts before or after them with the partner, so that the file need not have it. */
    boolean countsOutside(Instant event, LocalDate from, LocalDate to) {
        LocalDateTime mine = LocalDateTime.ofInstant(event, ours);
        Duration shift = usual();
        if (theirs != null || shift != null) {
            LocalDate day = theirs != null
                    ? LocalDate.ofInstant(event, theirs)
                    : mine.plus(shift == null ? Duration.ZERO : shift).toLocalDate();
            return day.isBefore(from) || day.isAfter(to);
        }
        LocalTime at = mine.toLocalTime();
        return (mine.toLocalDate().equals(from) && dayBefore != null && !at.isAfter(dayBefore))
                || (mine.toLocalDate().equals(to) && dayAfter != null && !at.isBefore(dayAfter));
    }

    /** {@code 5 h behind}. */
    static String words(Duration shift) {
        long minutes = shift.abs().toMinutes();
        String much = minutes % 60 == 0
                ? minutes / 60 + " h"
                : minutes < 60 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
        return much + (shift.isNegative() ? " behind" : " ahead of");
    }
}
