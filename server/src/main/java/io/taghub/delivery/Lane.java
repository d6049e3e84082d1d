package io.taghub.delivery;

import io.taghub.config.HubConfig;
import io.taghub.config.TagConfig;
import io.taghub.delivery.told.Earlier;
import io.taghub.store.Journal.Entry;
import io.taghub.store.LaneStore.FencedException;
import io.taghub.store.LaneStore.Lease;
import io.taghub.store.LaneStore.Position;
import io.taghub.store.LaneStore.Step;
import io.taghub.store.Parked;
import io.taghub.store.Parking;
import io.taghub.store.Store;
import io.taghub.store.StoreUnavailableException;
import io.taghub.time.HubClock;
import io.taghub.time.Seldom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One tag's way through the journal. Each turn it takes a page of live events, one of what was put aside and is due, and
 * one of the backlog; decides, sends, and writes down in one commit what became of each. While everything fails it stays
 * where it is, writes nothing and probes with a single event. Its own thread does the work; what others say to it and
 * ask of it stands in fields that are final, atomic or volatile.
 */
final class Lane implements Runnable {
    /** Events further behind than this are put off, so that live ones need not wait behind them. */
    static final long BACKLOG = 10_000;

    /** A hub that has just started is slow, and live events need what it has. */
    private static final Duration WARM = Duration.ofSeconds(3);

    private static final int DUE = 5000;
    private static final Duration LONGEST_NAP = Duration.ofSeconds(1);
    private static final Duration SHARED_NAP = Duration.ofMillis(50);
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private final TagConfig tag;
    private final Triage triage;
    private final Repeats repeats;
    private final Courier courier;
    private final Inquiry inquiry;
    private final Schedule schedule;
    private final Health health;
    private final Due due;
    private final Store store;
    private final String node;
    private final HubClock clock;
    private final Footing footing;
    private final boolean holds;
    private final AtomicReference<@Nullable Lease> lease = new AtomicReference<>();
    private final Bell bell = new Bell();
    private final Seldom failures = new Seldom();
    private final Seldom stumbles = new Seldom();
    private final long made = System.nanoTime();

    private volatile boolean stopping;
    private volatile long busySince;

    // Only the lane's own thread uses what follows, once it runs.
    private boolean forgets;
    private Copied copied = new Copied(null);
    private String lastFailure = "";
    private int alike;

    /** @param decides hash of the config in force */
    Lane(
            TagConfig tag,
            HubConfig config,
            Triage triage,
            Courier courier,
            Inquiry inquiry,
            Schedule schedule,
            Store store,
            String node,
            HubClock clock,
            Supplier<String> decides) {
        this.tag = tag;
        this.triage = triage;
        this.repeats = new Repeats(tag, config, store);
        this.courier = courier;
        this.inquiry = inquiry;
        this.schedule = schedule;
        this.store = store;
        this.node = node;
        this.clock = clock;
        this.holds = Aftermath.holds(tag);
        this.due = new Due(tag.name(), store);
        this.health = new Health(tag, store, schedule);
        this.footing = new Footing(tag, store, due, decides, this::held);
    }

    TagConfig tag() {
        return tag;
    }

    Health health() {
        return health;
    }

    @Nullable
    Lease lease() {
        return lease.get();
    }

    /** How long its present turn takes already; longer than any request may, and the tag itself does not come back. */
    Duration busy() {
        long since = busySince;
        return since == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - since);
    }

    /** Looks again soon: the clock moved, or a person decided something. */
    void poke() {
        bell.ring();
    }

    /** A person does not want to wait for the end of a rest. */
    void hurry() {
        bell.hurry();
    }

    /** New events are in the journal. */
    void wake() {
        bell.wake();
    }

    void stop() {
        stopping = true;
        wake();
    }

    /** The lease was lost to another node: what is under way will not be written. */
    void fenced(Lease theirs) {
        lease.compareAndSet(theirs, null);
    }

    /** Before the lane opens: new settings deserve a new try, a pause was the old ones' fault. */
    void forget() {
        forgets = true;
    }

    /** Before the lane runs: from now on every admitted event concerns the tag, whichever node works on it. */
    void open() {
        try {
            take();
        } catch (StoreUnavailableException unavailable) {
            unavailable();
        }
    }

    private void unavailable() {
        failures.tell(times -> LOG.warn("tag {}: the store is not available; trying again ({} x)", tag.name(), times));
    }

    @Override
    public void run() {
        bell.hear();
        while (!stopping) {
            try {
                if (lease.get() == null && !take()) {
                    bell.rest(LONGEST_NAP, () -> stopping);
                } else if (!busily()) {
                    bell.sleep(untilNext());
                }
            } catch (FencedException takenOver) {
                LOG.info("tag {}: another node has taken over", tag.name());
                lease.set(null);
                bell.rest(SHARED_NAP, () -> stopping);
            } catch (StoreUnavailableException unavailable) {
                unavailable();
                bell.rest(LONGEST_NAP, () -> stopping);
            } catch (RuntimeException | Error unexpected) {
                // The lane must not die. What it was doing was not committed; it begins anew from what is written, so
                // that what it may have sent is seen as such.
                stumbles.tell(times ->
                        LOG.error("tag {}: a step failed and will be repeated ({} x)", tag.name(), times, unexpected));
                health.stumbled(clock.instant());
                lease.set(null);
                bell.rest(LONGEST_NAP, () -> stopping);
            }
        }
        giveBack();
    }

    private boolean busily() {
        busySince = System.nanoTime();
        try {
            return turn();
        } finally {
            busySince = 0;
        }
    }

    private boolean take() {
        bell.answered();
        var taken = store.lanes().lease(tag.name(), node, Lanes.LEASE);
        if (taken.isEmpty()) {
            return false;
        }
        if (forgets) {
            store.lanes().pause(taken.get(), null, "");
            forgets = false;
        }
        footing.begin();
        copied = new Copied(store.lanes().original(tag.name()));
        health.recall(clock.instant());
        due.askAgain();
        lease.set(taken.get());
        return true;
    }

    private void giveBack() {
        Lease mine = lease.get();
        if (mine == null) {
            return;
        }
        try {
            footing.writeUnwritten();
            store.lanes().release(mine);
        } catch (RuntimeException unimportant) {
            LOG.debug("tag {}: the lease will expire by itself", tag.name());
        }
    }

    /** A page of each kind of work; false if there is nothing to do now. */
    private boolean turn() {
        footing.writeUnwritten();
        long head = store.journal().head();
        if (head < footing.position().cursor()) {
            // As in a failover to a standby that was behind.
            LOG.warn("tag {}: the journal lost its end; going on from what the database knows", tag.name());
            lease.set(null);
            return false;
        }
        Instant now = clock.instant();
        if (bell.answered()) {
            due.askAgain();
            health.heed();
            if (bell.hurried()) {
                health.hurry(now);
            }
        } else if (store.shared()) {
            health.heedNowAndThen();
        }
        if (health.rests(now)) {
            return false;
        }
        putOffBacklog(head);
        if (health.probing()) {
            return live() || backlog() || aside(now);
        }
        // What is put aside and the backlog get their turn however many live events there are.
        boolean worked = live();
        worked |= !stopping && !health.probing() && aside(now);
        worked |= !stopping && !health.probing() && System.nanoTime() - made > WARM.toNanos() && backlog();
        return worked;
    }

    private boolean live() {
        List<Entry> entries = store.journal().read(footing.position().cursor(), health.page());
        if (entries.isEmpty()) {
            return false;
        }
        work(entries, Map.of(), footing.position().reached(entries.getLast().seq()));
        return true;
    }

    private boolean backlog() {
        if (!footing.position().hasBacklog()) {
            return false;
        }
        List<Entry> entries = store.journal().read(footing.position().backlogFrom(), health.page()).stream()
                .filter(entry -> footing.position().inBacklog(entry.seq()))
                .toList();
        long last = entries.isEmpty()
                ? footing.position().backlogTo()
                : entries.getLast().seq();
        work(entries, Map.of(), footing.position().backlogReached(last));
        return true;
    }

    private boolean aside(Instant now) {
        if (health.asideRests(now) || !due.anything(now)) {
            return false;
        }
        due.askAgain();
        List<Parked> aside = store.lanes().due(tag.name(), now, DUE);
        List<Parked> accepted =
                aside.stream().filter(one -> one.parking() == Parking.ACCEPTED).toList();
        boolean asked =
                !accepted.isEmpty() && inquiry.ask(accepted, aside.size() == DUE, footing.position(), held(), now);
        Map<Long, Parked> earlier = new HashMap<>();
        aside.stream()
                .filter(one -> one.parking() != Parking.ACCEPTED)
                .limit(health.asidePage())
                .forEach(one -> earlier.put(one.seq(), one));
        if (earlier.isEmpty()) {
            return asked;
        }
        work(store.journal().read(earlier.keySet().stream().sorted().toList()), earlier, footing.position());
        return true;
    }

    private void putOffBacklog(long head) {
        if (!footing.position().hasBacklog() && head - footing.position().cursor() > BACKLOG) {
            footing.write(new Step(footing.position().puttingOff(head), List.of(), List.of(), List.of(), false));
        }
    }

    private void work(List<Entry> entries, Map<Long, Parked> earlier, Position after) {
        boolean fresh = earlier.isEmpty();
        Aftermath aftermath = new Aftermath(tag, schedule, clock);
        Round round = new Round(
                tag,
                triage,
                repeats,
                new Earlier(tag, store),
                store.identity(),
                clock,
                aftermath,
                entries,
                earlier,
                footing.lost(),
                this::mayNotSend);
        List<Ready> ready = fresh ? copied.sorted(round.ready(), aftermath, clock.instant()) : round.ready();
        List<Ready> passedOver =
                fresh && health.suspects() > 0 && ready.size() > 1 ? ready.subList(0, ready.size() - 1) : List.of();
        List<Ready> going = ready.subList(passedOver.size(), ready.size());
        boolean intends = footing.intend(going);
        boolean suspicious = !fresh || !health.unsuspecting();
        Courier.Report report = courier.deliver(going, suspicious, round::lastLook, this::mayNotSend);
        Instant now = clock.instant();
        if (fresh && report.arrivedNowhere() && !(tag.hasSeveralWays() && report.isMisconfigured())) {
            stay(going, report);
        } else {
            long left = fresh ? report.left() : Long.MAX_VALUE;
            round.sent(report, left, now);
            passedOver.forEach(one -> aftermath.unsent(one, now));
            boolean intended = holds
                    || intends
                    || entries.stream().anyMatch(entry -> footing.lost().contains(entry.seq()));
            Position reached =
                    left == Long.MAX_VALUE ? after : footing.position().before(left, after);
            footing.write(round.step(reached, report, intended));
            footing.recall(report.unsent());
        }
        if (!report.sent().isEmpty() && health.judge(held(), report, fresh, now) && fresh) {
            lastFailure = "";
        }
    }

    private boolean mayNotSend() {
        return stopping || lease.get() == null;
    }

    /** The platform, not an event, is to blame: the lane stays where it is and writes nothing about the events. */
    private void stay(List<Ready> going, Courier.Report report) {
        footing.recall(going);
        String failure = report.failure();
        if (!failure.isEmpty()) {
            alike = failure.equals(lastFailure) ? alike + 1 : 1;
            lastFailure = failure;
            // A dead platform does not cost a row a probe, but the 1st, 2nd, 4th, 8th...; they are of the event whose
            // turn it was.
            if (Integer.bitCount(alike) == 1) {
                footing.write(new Step(footing.position(), List.of(), List.of(), report.firstAttempt(alike), false));
            }
        }
    }

    private Lease held() {
        Lease mine = lease.get();
        if (mine == null) {
            throw new FencedException(tag.name());
        }
        return mine;
    }

    private Duration untilNext() {
        Instant now = clock.instant();
        Instant next = health.next(now, due.next());
        Instant latest = now.plus(store.shared() ? SHARED_NAP : LONGEST_NAP);
        return Duration.between(now, next == null || next.isAfter(latest) ? latest : next);
    }
}
