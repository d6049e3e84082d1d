package io.taghub.event;

/** The way a copy of an event came in. */
public enum Channel {
    /** The snippet in a visitor's browser: low trust, sees the page and the cookies. */
    BROWSER,
    /** An operator's back end with a server key: high trust, knows the user and the money. */
    SERVER
}
