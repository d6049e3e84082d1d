package io.taghub.console;

import io.taghub.config.HubConfig;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** A view of a hub that is not running in this process. */
record ConfigOnly(HubConfig config, InstantSource clock) implements HubView {

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public LaneState lane(String tag) {
        return LaneState.QUIET;
    }

    @Override
    public Instant advance(Duration by) {
        throw notHere();
    }

    @Override
    public void resume(String tag) {
        throw notHere();
    }

    @Override
    public void wake(String tag) {
        throw notHere();
    }

    @Override
    public ReplayReport replay(ReplayOrder order) {
        throw notHere();
    }

    @Override
    public @Nullable URI demo() {
        return null;
    }

    @Override
    public String debugToken() {
        throw notHere();
    }

    private static UnsupportedOperationException notHere() {
        return new UnsupportedOperationException("the hub does not run in this process");
    }
}
