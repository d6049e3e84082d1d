package io.taghub.store;

import io.taghub.tag.Reason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event put aside.
 *
 * @param due null for HELD
 * @param attempts how many attempts were made
 * @param firstAttempt when the first attempt was made, null if none was
 * @param unknown whether an earlier attempt ended without an answer
 * @param handle what to ask about, for ACCEPTED; else what must be remembered of it
 */
public record Parked(
        long seq,
        Parking parking,
        @Nullable Instant due,
        int attempts,
        @Nullable Instant firstAttempt,
        boolean unknown,
        Reason reason,
        String detail,
        @Nullable String handle) {
    /** Detail of what a person reopened although it repeats what the receiver has. */
    public static final String DESPITE = "although it repeats another";

    /** Put aside without an attempt. */
    public static Parked of(long seq, Parking parking, @Nullable Instant due, Reason reason, String detail) {
        return new Parked(seq, parking, due, 0, null, false, reason, detail, null);
    }

    private static final String RELEASED = "released";
    private static final String LINES = "lines ";

    /** Let go by a person as it is, whatever it must be. */
    public Parked release() {
        return noted(true, lines());
    }

    /** Whether a person let it go as it is; known until it was sent once. */
    public boolean released() {
        return parking != Parking.ACCEPTED && handle != null && (handle + " ").startsWith(RELEASED + " ");
    }

    /** Which lines of its order are over, as its lane wrote it; empty where it does not go line by line. */
    public String lines() {
        int at = handle == null || parking == Parking.ACCEPTED ? -1 : handle.indexOf(LINES);
        return handle == null || at < 0 ? "" : handle.substring(at + LINES.length());
    }

    /** With these lines over. */
    public Parked lines(String over) {
        return over.isEmpty() ? this : noted(released(), over);
    }

    private Parked noted(boolean released, String lines) {
        String word = released ? RELEASED : "";
        return asking(lines.isEmpty() ? word : (word + " " + LINES + lines).strip());
    }

    /** With this history. */
    public Parked after(int attempts, @Nullable Instant firstAttempt, boolean unknown) {
        return new Parked(seq, parking, due, attempts, firstAttempt, unknown, reason, detail, handle);
    }

    /** With the history of when it was put aside before, if it was. */
    public Parked after(@Nullable Parked earlier) {
        if (earlier == null) {
            return this;
        }
        Parked since = after(earlier.attempts, earlier.firstAttempt, earlier.unknown);
        return (earlier.released() ? since.release() : since).lines(earlier.lines());
    }

    /** With one more attempt, made now. */
    public Parked tried(@Nullable Parked earlier, Instant now, boolean unknownNow) {
        return after(
                earlier == null ? 1 : earlier.attempts + 1,
                earlier == null || earlier.firstAttempt == null ? now : earlier.firstAttempt,
                unknownNow);
    }

    public Parked asking(String about) {
        return new Parked(seq, parking, due, attempts, firstAttempt, unknown, reason, detail, about);
    }

    private static final String UNTIL = "until ";

    /** Detail of what waits for somebody's word and goes on at that moment without it; it is looked at earlier. */
    public static String until(Instant end) {
        return UNTIL + end;
    }

    /** When the wait is over, whatever happens; null for what waits for a person. */
    public @Nullable Instant end() {
        return detail.startsWith(UNTIL) ? Instant.parse(detail.substring(UNTIL.length())) : due;
    }

    /** A person wants it sent although it repeats what the receiver has. */
    public boolean despiteRepeat() {
        return reason == Reason.REOPENED && detail.equals(DESPITE);
    }
}
