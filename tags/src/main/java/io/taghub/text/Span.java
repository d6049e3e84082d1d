package io.taghub.text;

import java.time.Duration;

/** How long something is, in words, where it is said beside how long it may be. */
public final class Span {
    private Span() {}

    /** In days where these tell the two apart, else in hours or minutes: nothing is 2 days and forgotten after 2 days. */
    public static String apart(Duration one, Duration other) {
        return one.equals(other)
                ? plain(one)
                : one.toDays() != other.toDays()
                        ? one.toDays() + " days"
                        : one.toHours() != other.toHours()
                                ? one.toHours() + " hours"
                                : one.toMinutes() != other.toMinutes()
                                        ? one.toMinutes() + " minutes"
                                        : one.toSeconds() + " seconds";
    }

    private static String plain(Duration one) {
        return one.toHours() % 24 == 0 ? one.toDays() + " days" : one.toHours() + " hours";
    }
}
