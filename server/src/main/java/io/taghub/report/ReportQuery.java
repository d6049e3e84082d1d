package io.taghub.report;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the report: {@code from=2026-11-01}, {@code to=2026-11-30} (the last day), {@code zone=Europe/Berlin}; the last
 * seven days of UTC where nothing is said.
 *
 * @param zone in which days are counted
 * @param tag of this receiver alone, null for all
 * @param event of this name alone, null for all
 * @param partnerZone in which a partner's times are, null where nobody says
 * @param map which column of its file is what, {@code click_id=Sub ID,value=Amount}; empty where names tell
 * @param dates whether its dates have the day or the month first, {@code dmy} or {@code mdy}; null where the file tells
 */
public record ReportQuery(
        LocalDate from,
        LocalDate to,
        ZoneId zone,
        @Nullable String tag,
        @Nullable String event,
        @Nullable ZoneId partnerZone,
        String map,
        @Nullable String dates) {
    private static final int USUAL = 7;

    /** Totals are not kept longer. */
    private static final int MOST = 400;

    /**
     * @param said what is said under each of these names, null or blank for nothing
     * @throws IllegalArgumentException with a sentence for people if something of it is not right
     */
    public static ReportQuery of(Function<String, @Nullable String> said, Instant now) {
        ZoneId zone = zone(said, "zone");
        ZoneId days = zone == null ? ZoneOffset.UTC : zone;
        LocalDate first = day(said, "from");
        LocalDate last = day(said, "to");
        LocalDate today = LocalDate.ofInstant(now, days);
        LocalDate to = last != null ? last : first != null && first.isAfter(today) ? first : today;
        LocalDate from = first != null ? first : to.minusDays(USUAL - 1L);
        if (from.isAfter(to)) {
            throw new IllegalArgumentException("'from' must not be after 'to'");
        }
        if (ChronoUnit.DAYS.between(from, to) >= MOST) {
            throw new IllegalArgumentException("these are more than " + MOST + " days, and totals are not kept longer");
        }
        String dates = text(said, "dates");
        if (dates != null && !dates.equals("dmy") && !dates.equals("mdy")) {
            throw new IllegalArgumentException("'dates' must be dmy or mdy");
        }
        String map = text(said, "map");
        return new ReportQuery(
                from,
                to,
                days,
                text(said, "tag"),
                text(said, "event"),
                zone(said, "partner_zone"),
                map == null ? "" : map,
                dates);
    }

    private static @Nullable String text(Function<String, @Nullable String> said, String name) {
        String value = said.apply(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static @Nullable LocalDate day(Function<String, @Nullable String> said, String name) {
        String written = text(said, name);
        try {
            return written == null ? null : LocalDate.parse(written);
        } catch (DateTimeException notADay) {
            throw new IllegalArgumentException("'" + name + "' must be a day such as 2026-11-22");
        }
    }

    private static @Nullable ZoneId zone(Function<String, @Nullable String> said, String name) {
        String written = text(said, name);
        try {
            return written == null ? null : written.equals("UTC") ? ZoneOffset.UTC : ZoneId.of(written);
        } catch (DateTimeException noZone) {
            throw new IllegalArgumentException(
                    "'" + name + "' must be a time zone such as Europe/Berlin, America/New_York, UTC or +05:30");
        }
    }

    /** As it is shown. */
    String zoneName() {
        return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
    }

    /** Of all receivers. */
    public ReportQuery ofAllTags() {
        return new ReportQuery(from, to, zone, null, event, partnerZone, map, dates);
    }
}
