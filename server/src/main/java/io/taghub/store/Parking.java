package io.taghub.store;

/** Why an event was put aside. */
public enum Parking {
    /** A known failure of this event alone; due for another attempt. */
    RETRY,
    /** The platform does not take it yet. */
    DELAY,
    /** The platform took it and will say later. */
    ACCEPTED,
    /** A person decides; never due. Counted as {@link Verdict#HELD}. */
    HELD
}
