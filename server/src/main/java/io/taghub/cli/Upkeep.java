package io.taghub.cli;

import io.taghub.config.HubConfig;
import io.taghub.delivery.Retirement;
import io.taghub.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to be done from time to time: events whose twin does not come are released, what is old is forgotten. */
final class Upkeep implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration TRIM = Duration.ofMinutes(10);
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    private final Store store;
    private final Retirement retirement;
    private final Supplier<HubConfig> config;
    private final InstantSource clock;
    private final Thread thread;
    private volatile boolean stopping;
    private Instant trimAt;
    private Instant looked = Instant.MAX;

    Upkeep(Store store, Supplier<HubConfig> config, InstantSource clock) {
        this.store = store;
        this.retirement = new Retirement(store);
        this.config = config;
        this.clock = clock;
        this.trimAt = clock.instant().plus(TRIM);
        this.thread = Thread.ofPlatform().daemon().name("upkeep").start(this::run);
    }

    /** Looks at once: the clock moved. */
    void poke() {
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!stopping) {
            try {
                Instant now = clock.instant();
                @Nullable Instant next = store.journal().nextRelease();
                boolean setBack = now.isBefore(looked);
                // A store that could not write is tried, lest a node that gets no events while it is unwell stays so.
                if (!store.healthy() || (next != null && (setBack || !next.isAfter(now)))) {
                    store.journal().release(now);
                }
                looked = now;
                // The clock may have been set back.
                if (!now.isBefore(trimAt) || now.plus(TRIM).isBefore(trimAt)) {
                    trim(now);
                    trimAt = now.plus(TRIM);
                }
            } catch (RuntimeException later) {
                LOG.warn("upkeep has to wait: {}", later.getMessage());
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private void trim(Instant now) {
        HubConfig.Retention keep = config.get().retention();
        retirement.retire(config.get().tags().keySet(), now.minus(keep.events()));
        store.journal().trim(now, now.minus(keep.events()), now.minus(keep.attempts()), now.minus(keep.identity()));
    }

    @Override
    public void close() throws InterruptedException {
        stopping = true;
        poke();
        // What it does is done in small transactions; a long trim goes on at the next start.
        thread.join(Duration.ofSeconds(1));
    }
}
