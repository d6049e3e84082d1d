package io.taghub.delivery;

import io.taghub.config.Defaults;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** When a failed attempt is repeated: soon at first, then ever later, as {@link Defaults#RETRIES} says. */
final class Schedule {
    private final RandomGenerator random;

    Schedule(RandomGenerator random) {
        this.random = random;
    }

    /** Whether the event had every attempt it gets. */
    boolean over(int attempts, Instant first, Instant now) {
        return attempts > Defaults.RETRIES.size()
                || first.plus(Defaults.RETRY_FOR).isBefore(now);
    }

    /**
     * The wait before the next attempt.
     *
     * @param attempts attempts made so far, at least 1
     * @param asked what the platform's Retry-After asks for, honoured up to six hours and never shortened
     * @param slowDown whether the platform said it is being called too often, or did not answer in time
     */
    Duration delay(int attempts, @Nullable Duration asked, boolean slowDown) {
        return rest(Defaults.RETRIES.get(Math.min(attempts, Defaults.RETRIES.size()) - 1), asked, slowDown);
    }

    /** This wait with jitter; at least a minute where the platform wants to be left alone, at least what it asked for. */
    Duration rest(Duration wait, @Nullable Duration asked, boolean slowDown) {
        Duration own = slowDown && wait.compareTo(Defaults.SLOW_DOWN) < 0
                ? Defaults.SLOW_DOWN.plusMillis(random.nextLong(Defaults.SLOW_DOWN.toMillis() / 5))
                : jittered(wait);
        if (asked == null) {
            return own;
        }
        Duration bounded = asked.compareTo(Defaults.LONGEST_ASKED) > 0 ? Defaults.LONGEST_ASKED : asked;
        return bounded.compareTo(own) > 0 ? bounded : own;
    }

    Duration jittered(Duration delay) {
        return Duration.ofMillis((long) (delay.toMillis() * random.nextDouble(0.8, 1.2)));
    }
}
