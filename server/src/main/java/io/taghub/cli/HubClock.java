package io.taghub.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** The hub's time: the machine's, and in mode sandbox as far ahead of it as somebody moved it. */
public final class HubClock implements InstantSource {
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    public HubClock() {}

    /** A clock that shows {@code start} now and goes on from there. */
    public HubClock(Instant start) {
        ahead.set(Duration.between(Instant.now(), start));
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead.get());
    }

    /** Moves the time on; answers the new one. */
    public Instant advance(Duration by) {
        ahead.updateAndGet(sofar -> sofar.plus(by));
        return instant();
    }
}
