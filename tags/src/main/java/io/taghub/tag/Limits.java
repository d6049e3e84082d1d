package io.taghub.tag;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a platform bears, told to the hub once.
 *
 * @param maxBatch most items in one request
 * @param maxAge oldest event time the platform takes, measured at every attempt; null where any age will do
 * @param minDelay how long after the event the platform, or the operator, wants to wait; zero where at once is fine
 * @param dedupWindow how long the platform recognises a repeated id, counted from the first attempt; null where it never
 *     does, and then an attempt without an answer is not repeated (it might pay twice)
 * @param requestsPerMinute most requests in a minute, 0 for no limit
 */
public record Limits(
        int maxBatch,
        @Nullable Duration maxAge,
        Duration minDelay,
        @Nullable Duration dedupWindow,
        int requestsPerMinute) {

    /** One event a request, any age, at once, never repeated on an unknown outcome. */
    public static final Limits SINGLE = new Limits(1, null, Duration.ZERO, null, 0);

    public static Limits batch(int maxBatch) {
        return new Limits(maxBatch, null, Duration.ZERO, null, 0);
    }

    public Limits maxAge(Duration value) {
        return new Limits(maxBatch, value, minDelay, dedupWindow, requestsPerMinute);
    }

    public Limits minDelay(Duration value) {
        return new Limits(maxBatch, maxAge, value, dedupWindow, requestsPerMinute);
    }

    public Limits dedupWindow(@Nullable Duration value) {
        return new Limits(maxBatch, maxAge, minDelay, value, requestsPerMinute);
    }

    public Limits requestsPerMinute(int value) {
        return new Limits(maxBatch, maxAge, minDelay, dedupWindow, value);
    }
}
