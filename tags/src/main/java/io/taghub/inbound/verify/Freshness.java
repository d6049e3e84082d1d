package io.taghub.inbound.verify;

import io.taghub.inbound.hook.Code;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How far a sender's own time may be from ours.
 *
 * @param tolerance either way
 * @param milliseconds whether the sender counts these and not seconds
 */
record Freshness(Duration tolerance, boolean milliseconds) {
    static final Duration USUAL = Duration.ofMinutes(5);
    private static final Pattern TIME = Pattern.compile("\\d{1,14}");

    /** Null where the time is near enough. */
    @Nullable
    Proof refusal(@Nullable String written, Instant now) {
        return refusal(written == null ? null : time(written.strip()), now);
    }

    @Nullable
    Proof refusal(@Nullable Instant then, Instant now) {
        if (then == null) {
            return Proof.signature("it says no time at which it was signed");
        }
        Duration apart = Duration.between(then, now);
        if (apart.abs().compareTo(tolerance) <= 0) {
            return null;
        }
        return new Proof.Bad(
                Code.STALE,
                "signed " + apart.abs().toSeconds() + " s " + (apart.isNegative() ? "ahead of" : "before")
                        + " our time; 'tolerance' is " + tolerance.toSeconds() + " s");
    }

    /** What a body says, in any of the usual forms; null where it is no time. */
    static @Nullable Instant moment(String written) {
        if (TIME.matcher(written).matches()) {
            long number = Long.parseLong(written);
            return written.length() > 11 ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number);
        }
        try {
            return OffsetDateTime.parse(written).toInstant();
        } catch (DateTimeException none) {
            return null;
        }
    }

    String written(Instant now) {
        return String.valueOf(milliseconds ? now.toEpochMilli() : now.getEpochSecond());
    }

    private @Nullable Instant time(String written) {
        if (!TIME.matcher(written).matches()) {
            return null;
        }
        long number = Long.parseLong(written);
        return milliseconds ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number);
    }
}
