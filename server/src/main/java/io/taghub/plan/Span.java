package io.taghub.plan;

import io.taghub.tag.Form;
import io.taghub.text.Moment;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** How far back: {@code 7d}, {@code 24h}, a day or a moment. */
public final class Span {
    private Span() {}

    /** @throws IllegalArgumentException with a sentence that says how it is written */
    public static Instant start(String written, Instant now) {
        Moment.Read moment = Moment.read(written);
        Instant from = moment == null ? now.minus(length(written)) : moment.instant();
        if (!from.isBefore(now)) {
            throw new IllegalArgumentException("'" + written + "' is not in the past");
        }
        return from;
    }

    private static Duration length(String written) {
        try {
            Duration length = Form.duration(written);
            if (length != null && !length.isNegative() && length.compareTo(Duration.ofDays(4000)) < 0) {
                return length;
            }
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException notALength) {
            // Said below.
        }
        throw new IllegalArgumentException(
                "'" + written + "' is no span: write 7d, 24h, a day (2026-11-22) or a time (2026-11-22T08:00:00Z)");
    }
}
