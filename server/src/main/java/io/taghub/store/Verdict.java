package io.taghub.store;

/** The one final fate of an event at a tag. */
public enum Verdict {
    DELIVERED,
    /** The platform had it already. */
    DUPLICATE,
    /** The platform will never take it. */
    REJECTED,
    /** Too old before it could be sent, or every attempt failed until the time was up. */
    EXPIRED,
    /** Consent, opt-out or erasure said no. */
    SUPPRESSED,
    /** The tag or its trigger decided that the event is not for this platform. */
    SKIPPED,
    /** Waits for a person, because a second attempt might count twice. */
    HELD
}
