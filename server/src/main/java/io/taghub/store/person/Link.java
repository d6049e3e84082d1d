package io.taghub.store.person;

import io.taghub.store.seal.Key;
import java.time.Instant;

/** An event carried both a user and a visitor. */
public record Link(Key visitor, Instant at, Rank rank) {

    /** How much it is worth, written by its ordinal. */
    public enum Rank {
        /** A browser says it is this user's. Anybody can say so. */
        CLAIM,
        /** A back end said so, or confirmed it by naming an event's id that nobody can guess. */
        SURE,
        /** From before links had a rank. */
        UNRANKED
    }
}
