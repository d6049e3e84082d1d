package io.taghub.event;

/** Where the visitor was, as far as an operator says it; see {@link Details}. */
public enum Location {
    CITY,
    /** ISO 3166-2: {@code US-CA}. */
    REGION,
    /** ISO 3166-1 alpha-2: {@code US}. */
    COUNTRY,
    /** UN M49: {@code 021}. */
    SUBCONTINENT,
    /** UN M49: {@code 019}. */
    CONTINENT,
    /** The branch in which it happened. */
    STORE_ID
}
