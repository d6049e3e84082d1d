package io.taghub.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.taghub.config.Claims;
import io.taghub.config.Defaults;
import io.taghub.config.HubConfig;
import io.taghub.config.TagConfig;
import io.taghub.identity.Attribution;
import io.taghub.outbound.Outbound;
import io.taghub.outbound.Redactor;
import io.taghub.quality.Coverage;
import io.taghub.store.LaneStore.Lease;
import io.taghub.store.LaneStore.Pause;
import io.taghub.store.Store;
import io.taghub.tag.ClickIdRule;
import io.taghub.tag.Outcome;
import io.taghub.time.HubClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one lane per configured tag, keeps their leases, and follows the configuration. */
public final class Lanes implements AutoCloseable {
    /** A node that is gone is replaced after this; a living one renews its leases three times as often. */
    static final Duration LEASE = Duration.ofSeconds(10);

    private static final Duration BEAT = Duration.ofSeconds(3);
    private static final Duration GRACE = Duration.ofSeconds(6);

    /** What is cut off still has to be written down. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    /** A request and its answer, connecting included, take 15 seconds at most, and their like again after a new token. */
    private static final Duration STUCK = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);

    private record Running(Lane lane, Thread thread, Outbound outbound) {}

    /** What of the hub's own settings every lane goes by. */
    private record Rules(
            HubConfig.ConsentRules consent,
            HubConfig.IdentityRules identity,
            Map<String, HubConfig.EventRule> events,
            List<ClickIdRule> clickIds,
            Map<String, Map<String, List<Claims.Rival>>> rivals,
            URI sandbox,
            List<String> allowPrivate) {
        static Rules of(HubConfig config, Claims claims) {
            return new Rules(
                    config.consent(),
                    config.identity(),
                    config.events(),
                    config.clickIds(),
                    claims.rivals(),
                    config.sandbox(),
                    config.network().allowPrivate());
        }
    }

    private final Store store;
    private final HubClock clock;
    private final MeterRegistry meters;
    private final RandomGenerator random;
    private final String node;
    private final Map<String, Running> running = new ConcurrentHashMap<>();
    private @Nullable Rules rules;
    private volatile String decides = "";
    private final ScheduledExecutorService beat = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lane-leases").factory());

    public Lanes(Store store, InstantSource clock, MeterRegistry meters, RandomGenerator random) {
        this.store = store;
        this.clock = HubClock.of(clock);
        this.meters = meters;
        this.random = random;
        // A database of our own is ours at once after a crash; another node's leases have to run out.
        this.node = store.shared() ? UUID.randomUUID().toString() : "here";
        store.whenOpen(this::opened);
        beat.scheduleWithFixedDelay(this::renew, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** An event that came before a tag's lane was made would not concern the tag. */
    private void opened(Store store) {
        running.keySet().forEach(tag -> store.lanes().lease(tag, node, LEASE));
        store.journal().onAppend(() -> running.values().forEach(one -> one.lane.wake()));
    }

    /** What the console shows of a lane beside the store's sums. */
    public record State(
            Status status,
            @Nullable Pause pause,
            int failures,
            @Nullable Instant nextAttempt) {
        public enum Status {
            RUNNING,
            PAUSED,
            RESTING,
            /** The tag's own code does not come back: its events wait, and only a restart ends it. */
            STUCK,
            /** Another node runs it. */
            ELSEWHERE
        }
    }

    /** Starts, keeps and stops lanes so that they are those of the configuration; unchanged tags are not disturbed. */
    public synchronized void apply(HubConfig config) {
        Map<String, Running> obsolete = new LinkedHashMap<>(running);
        decides = config.written().hash();
        Rules before = rules;
        Claims claims = Claims.of(config);
        Attribution attribution = new Attribution(config.clickIds(), claims);
        rules = Rules.of(config, claims);
        if (before == null || before.equals(rules)) {
            obsolete.values().removeIf(one -> {
                TagConfig wanted = config.tags().get(one.lane.tag().name());
                return wanted != null
                        && wanted.fingerprint().equals(one.lane.tag().fingerprint());
            });
        }
        stop(obsolete);
        config.tags().values().stream()
                .filter(tag -> !running.containsKey(tag.name()))
                .forEach(tag -> start(tag, config, attribution, obsolete.containsKey(tag.name())));
    }

    private void start(TagConfig tag, HubConfig config, Attribution attribution, boolean changed) {
        Outbound outbound = Outbound.of(tag, config, Defaults.IN_FLIGHT + 1, clock);
        Schedule schedule = new Schedule(random);
        AttemptLog log = new AttemptLog(Redactor.of(tag));
        Courier courier = new Courier(
                tag,
                outbound::send,
                log,
                clock,
                (result, took) -> Timer.builder("taghub.attempts")
                        .description("How long HTTP attempts took, by class of outcome")
                        .tag("tag", tag.name())
                        .tag("class", result)
                        .register(meters)
                        .record(took),
                new Coverage(tag, meters));
        Inquiry inquiry = new Inquiry(
                tag,
                outbound::send,
                store,
                schedule,
                clock,
                () -> decides,
                (seq, outcome) -> redacted(log, seq, outcome));
        Lane lane = new Lane(
                tag,
                config,
                new Triage(tag, config, attribution),
                courier,
                inquiry,
                schedule,
                store,
                node,
                clock,
                () -> decides);
        if (changed) {
            lane.forget();
        }
        lane.open();
        // A platform thread: a tag that loops for ever must not take a carrier from everybody else.
        // A daemon: nor must it keep the hub from ending.
        Thread thread = Thread.ofPlatform().daemon().name("lane-" + tag.name()).start(lane);
        running.put(tag.name(), new Running(lane, thread, outbound));
    }

    private Outcome redacted(AttemptLog log, long seq, Outcome outcome) {
        if (AttemptLog.detail(outcome).isEmpty()) {
            return outcome;
        }
        var found = store.journal().read(List.of(seq));
        return found.isEmpty()
                ? outcome
                : log.redacted(outcome, found.getFirst().event());
    }

    private void stop(Map<String, Running> these) {
        these.values().forEach(one -> one.lane.stop());
        join(these, GRACE);
        these.forEach((name, one) -> {
            if (one.thread.isAlive()) {
                LOG.warn("tag {}: did not finish in time; what it was sending is written down as unknown", name);
            }
            one.outbound.close();
        });
        join(these, LAST_WORDS);
        these.forEach((name, one) -> {
            Lease lease = one.lane.lease();
            if (one.thread.isAlive() && lease != null) {
                LOG.warn("tag {}: does not stop; it is left behind", name);
                one.lane.fenced(lease);
                one.thread.interrupt();
            }
            running.remove(name, one);
        });
    }

    private static void join(Map<String, Running> these, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        for (Running one : these.values()) {
            try {
                one.thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            } catch (InterruptedException impatient) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void renew() {
        for (Running one : running.values()) {
            Lease lease = one.lane.lease();
            try {
                if (lease != null && !store.lanes().renew(lease, LEASE)) {
                    one.lane.fenced(lease);
                }
            } catch (RuntimeException unavailable) {
                LOG.debug(
                        "tag {}: the lease could not be renewed", one.lane.tag().name());
            }
        }
    }

    /** Whether this node has the tag's lease. */
    public boolean runs(String tag) {
        Running one = running.get(tag);
        return one != null && one.lane.lease() != null;
    }

    /** Looks again at what may be due: the clock moved or a person decided something. */
    public void poke() {
        running.values().forEach(one -> one.lane.poke());
    }

    /** Ends every rest: the clock went back, and by it they could last long. */
    public void hurry() {
        running.values().forEach(one -> one.lane.hurry());
    }

    /** Ends a tag's pause, or its rest if it runs here, by a person's word. */
    public void resume(String tag) {
        store.lanes().pause(tag, null, "");
        Running one = running.get(tag);
        if (one != null) {
            one.lane.hurry();
        }
    }

    public @Nullable State state(String tag) {
        Running one = running.get(tag);
        if (one == null) {
            return null;
        }
        Breaker breaker = one.lane.health().breaker();
        Pause pause = one.lane.health().paused();
        State.Status status = one.lane.busy().compareTo(STUCK) > 0
                ? State.Status.STUCK
                : one.lane.lease() == null
                        ? State.Status.ELSEWHERE
                        : pause != null
                                ? State.Status.PAUSED
                                : breaker.state(clock.instant()) == Breaker.State.CLOSED
                                        ? State.Status.RUNNING
                                        : State.Status.RESTING;
        return new State(status, pause, breaker.failures(), breaker.openUntil());
    }

    /** Lets every lane finish what it is sending and write it down; 8 seconds at most, because the listener takes two. */
    @Override
    public synchronized void close() {
        beat.shutdownNow();
        stop(new LinkedHashMap<>(running));
    }
}
