package io.taghub.event;

/** What may be known of the visitor's device; see {@link Details}. */
public enum Device {
    /** {@code mobile}, {@code tablet}, {@code desktop}. */
    CATEGORY,
    BRAND,
    MODEL,
    /** {@code iOS}, {@code Android}, {@code Windows}, as the sender writes it. */
    OS,
    OS_VERSION,
    BROWSER,
    BROWSER_VERSION,
    /** BCP 47: {@code en-GB}. */
    LANGUAGE,
    /** Pixels. */
    SCREEN_WIDTH,
    /** Pixels. */
    SCREEN_HEIGHT,
    SCREEN_DENSITY,
    /** IANA: {@code Europe/Berlin}. */
    TIMEZONE,
    CARRIER,
    CPU_CORES,
    STORAGE_GB,
    FREE_STORAGE_GB,
    /** Whether it was on a wireless network: {@code true} or {@code false}. */
    WIFI
}
