package io.taghub.hub;

import io.taghub.config.Defaults;
import io.taghub.config.HubConfig;
import io.taghub.delivery.Lanes;
import io.taghub.delivery.Retirement;
import io.taghub.intake.webhook.Webhooks;
import io.taghub.quality.Surveys;
import io.taghub.store.Store;
import io.taghub.time.HubClock;
import io.taghub.time.Seldom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to be done from time to time: events whose twin does not come are released, what is old is forgotten, room is
 * kept for that, and the store learns of the clock. Each duty is done whatever becomes of the others. A thread of its
 * own does all of it; others only wake and stop that.
 */
final class Upkeep implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration TRIM = Duration.ofMinutes(10);
    private static final Duration TAKE_UP_YOUNG = Duration.ofMinutes(1);
    private static final Duration TRIM_CRAMPED = Duration.ofSeconds(2);
    private static final Duration REMEMBER = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    private final Store store;
    private final Lanes lanes;
    private final Retirement retirement;
    private final Webhooks webhooks;
    private final Supplier<HubConfig> config;
    private final HubClock clock;
    private final List<Duty> duties;
    private final Thread thread;
    private volatile boolean stopping;

    // Only the thread uses what follows.
    private Duration setBack = Duration.ZERO;
    private Instant retireAt;
    private Instant trimAt;
    private long trimmed = System.nanoTime();
    private Duration takeUpAfter = TRIM;
    private long takenUp = System.nanoTime() - TRIM.toNanos() - 1;
    private boolean remembered;
    private long rememberedAt;

    Upkeep(Store store, Lanes lanes, Surveys surveys, Webhooks webhooks, Supplier<HubConfig> config, HubClock clock) {
        this.store = store;
        this.lanes = lanes;
        this.retirement = new Retirement(store);
        this.webhooks = webhooks;
        this.config = config;
        this.clock = clock;
        this.retireAt = clock.settled().plus(TRIM);
        this.trimAt = retireAt;
        this.duties = List.of(
                new Duty("moving back what the clock stamped ahead of time", this::setRight),
                new Duty("remembering the time", this::remember),
                new Duty("releasing events whose twin does not come", this::release),
                new Duty("retiring tags that left the config", this::retire),
                new Duty("making events of webhooks that a stop came between", this::takeUp),
                new Duty("forgetting what is old", this::trim),
                new Duty("keeping room", store::keepRoom),
                new Duty("asking platforms for the quality of what they got", surveys::look));
        this.thread = Thread.ofPlatform().daemon().name("upkeep").start(this::run);
    }

    /** Something to do, with a wait after it failed. */
    private static final class Duty {
        private final String what;
        private final Runnable work;
        private final Seldom failures = new Seldom();
        private long notBefore = System.nanoTime();

        private Duty(String what, Runnable work) {
            this.what = what;
            this.work = work;
        }

        private void look() {
            if (System.nanoTime() - notBefore < 0) {
                return;
            }
            try {
                work.run();
            } catch (RuntimeException | Error later) {
                notBefore = System.nanoTime() + AFTER_FAILURE.toNanos();
                failures.tell(times -> LOG.warn("{} has to wait ({} x): {}", what, times, String.valueOf(later)));
            }
        }
    }

    /** Looks at once: the clock moved. */
    void poke() {
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!stopping) {
            duties.forEach(Duty::look);
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private void setRight() {
        setBack = setBack.plus(clock.takeSetBack());
        if (setBack.isPositive()) {
            Instant now = clock.instant();
            store.setRight(setBack, now);
            LOG.info("the clock went back by {}: what it had stamped ahead of time was moved back too", setBack);
            setBack = Duration.ZERO;
            retireAt = now;
            trimAt = now;
            lanes.hurry();
        }
    }

    /** Not before what the clock did was set right: until then the store has to know of it. */
    private void remember() {
        boolean due = !remembered || System.nanoTime() - rememberedAt > REMEMBER.toNanos();
        if (due && setBack.isZero()) {
            store.remember(clock.memory());
            remembered = true;
            rememberedAt = System.nanoTime();
        }
    }

    private void release() {
        Instant now = clock.instant();
        @Nullable Instant next = store.journal().nextRelease();
        // A store that could not write is tried, lest a node that gets no events while it is unwell stays so.
        if (!store.healthy() || (next != null && !next.isAfter(now))) {
            store.journal().release(now);
        }
    }

    private void retire() {
        Instant now = clock.settled();
        if (!now.isBefore(retireAt) && !clock.suspected()) {
            HubConfig.Retention keep = config.get().retention();
            retirement.retire(
                    config.get().tags().keySet(),
                    now.minus(keep.events()),
                    config.get().written().hash());
            retireAt = now.plus(TRIM);
        }
    }

    /** At once at the start; what another node may be about just then, a minute later. */
    private void takeUp() {
        if (System.nanoTime() - takenUp > takeUpAfter.toNanos()) {
            takeUpAfter = webhooks.takeUp() ? TAKE_UP_YOUNG : TRIM;
            takenUp = System.nanoTime();
        }
    }

    private void trim() {
        Instant now = clock.settled();
        boolean cramped = store.cramped() && System.nanoTime() - trimmed > TRIM_CRAMPED.toNanos();
        if ((now.isBefore(trimAt) && !cramped) || clock.suspected()) {
            return;
        }
        trimmed = System.nanoTime();
        HubConfig.Retention keep = config.get().retention();
        store.journal().trim(now, now.minus(keep.events()), now.minus(keep.attempts()), now.minus(keep.identity()));
        store.received().trim(now.minus(keep.received()), Defaults.REFUSED_KEPT);
        trimAt = now.plus(TRIM);
    }

    @Override
    public void close() throws InterruptedException {
        stopping = true;
        poke();
        // What it does is done in small transactions; a long trim goes on at the next start.
        thread.join(Duration.ofSeconds(1));
    }
}
