package io.taghub.life;

import java.util.Locale;

/** Where a conversion stands. Another value is no state of its own: what is adjusted stays what it was. */
public enum ConversionState {
    PENDING,
    APPROVED,
    REJECTED,
    REVERSED;

    /** As it is written in an event's {@code status}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
