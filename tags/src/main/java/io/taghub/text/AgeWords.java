package io.taghub.text;

import java.time.Duration;

/** How long something is, in words, where it is said beside how long it may be. */
public final class AgeWords {
    private AgeWords() {}

    /** In days where these tell the two apart, else in hours, and to the second at last: nothing is 2 days and forgotten after 2 days. */
    public static String apart(Duration one, Duration other) {
        if (one.toDays() != other.toDays() || (one.equals(other) && one.toHours() % 24 == 0)) {
            return one.toDays() + " days";
        }
        if (one.toHours() != other.toHours() || one.equals(other)) {
            return one.toHours() + " hours";
        }
        return one.toHours() + " hours" + part(one.toMinutesPart(), " minutes") + part(one.toSecondsPart(), " seconds");
    }

    public static String of(Duration one) {
        long hours = one.toHours();
        return hours >= 24 * 7 || (hours >= 48 && hours % 24 == 0)
                ? hours / 24 + " days"
                : hours > 0 ? hours + " hours" : one.toMinutes() + " minutes";
    }

    private static String part(int number, String unit) {
        return number == 0 ? "" : " " + number + unit;
    }
}
