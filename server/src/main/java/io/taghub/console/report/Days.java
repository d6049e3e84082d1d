package io.taghub.console.report;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which days are asked for: {@code ?from=2026-11-01&to=2026-11-30&zone=Europe/Berlin}; the last seven of UTC where nothing is
 * said.
 *
 * @param to the last day
 */
record Days(LocalDate from, LocalDate to, ZoneId zone) {
    private static final int USUAL = 7;

    /** More would be a year and a half of rows. */
    private static final int MOST = 400;

    /** @throws BadRequestResponse with a sentence if a day or the zone is none */
    static Days of(Context context, Instant now) {
        ZoneId zone = zone(context.queryParam("zone"), "zone");
        zone = zone == null ? ZoneId.of("UTC") : zone;
        LocalDate to = day(context, "to");
        LocalDate from = day(context, "from");
        LocalDate today = LocalDate.ofInstant(now, zone);
        to = to == null ? (from != null && from.isAfter(today) ? from : today) : to;
        from = from == null ? to.minusDays(USUAL - 1L) : from;
        if (from.isAfter(to)) {
            throw new BadRequestResponse("'from' must not be after 'to'.");
        }
        if (ChronoUnit.DAYS.between(from, to) >= MOST) {
            throw new BadRequestResponse("These are more than " + MOST + " days; totals are not kept longer.");
        }
        return new Days(from, to, zone);
    }

    private static @Nullable LocalDate day(Context context, String name) {
        String written = context.queryParam(name);
        if (written == null || written.isEmpty()) {
            return null;
        }
        try {
            return LocalDate.parse(written);
        } catch (DateTimeException notADay) {
            throw new BadRequestResponse("'" + name + "' must be a day such as 2026-11-22.");
        }
    }

    /** Null where it is not said. */
    static @Nullable ZoneId zone(@Nullable String written, String name) {
        try {
            return written == null || written.isEmpty() ? null : ZoneId.of(written);
        } catch (DateTimeException noZone) {
            throw new BadRequestResponse(
                    "'" + name + "' must be a time zone such as Europe/Berlin, America/New_York, UTC or +05:30.");
        }
    }
}
