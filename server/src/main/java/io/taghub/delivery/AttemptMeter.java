package io.taghub.delivery;

import java.time.Duration;

/** Counts attempts and their duration for the metrics. */
@FunctionalInterface
interface AttemptMeter {
    /** @param result the word that {@code Attempt} keeps */
    void record(String result, Duration took);
}
