package io.taghub.store;

import java.time.Instant;

/** An event carried both a user and a visitor. */
record Link(Key visitor, Instant at, Rank rank) {

    /** How much it is worth, written by its ordinal. */
    enum Rank {
        /** A browser says it is this user's. Anybody can say so. */
        CLAIM,
        /** A back end said so, or confirmed it by naming an event's id that nobody can guess. */
        SURE,
        /** From before links had a rank. */
        UNRANKED
    }
}
