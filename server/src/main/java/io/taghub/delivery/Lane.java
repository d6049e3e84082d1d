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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private final Supplier<String> decides;
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
    private Position position = new Position(0, 0, 0, 0);
    private Set<Long> lost = Set.of();
    private Copied copied = new Copied(null);
    private @Nullable Step unwritten;
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
        this.decides = decides;
        this.holds = Aftermath.holds(tag);
        this.due = new Due(tag.name(), store);
        this.health = new Health(tag, store, schedule);
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
        unwritten = null;
        var taken = store.lanes().lease(tag.name(), node, Lanes.LEASE);
        if (taken.isEmpty()) {
            return false;
        }
        if (forgets) {
            store.lanes().pause(taken.get(), null, "");
            forgets = false;
        }
        position = store.lanes().position(tag.name());
        lost = new HashSet<>(store.lanes().unresolved(tag.name()));
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
            writeUnwritten();
            store.lanes().release(mine);
        } catch (RuntimeException unimportant) {
            LOG.debug("tag {}: the lease will expire by itself", tag.name());
        }
    }

    /** A page of each kind of work; false if there is nothing to do now. */
    private boolean turn() {
        writeUnwritten();
        long head = store.journal().head();
        if (head < position.cursor()) {
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
        List<Entry> entries = store.journal().read(position.cursor(), health.page());
        if (entries.isEmpty()) {
            return false;
        }
        work(entries, Map.of(), position.reached(entries.getLast().seq()));
        return true;
    }

    private boolean backlog() {
        if (!position.hasBacklog()) {
            return false;
        }
        List<Entry> entries = store.journal().read(position.backlogFrom(), health.page()).stream()
                .filter(entry -> position.inBacklog(entry.seq()))
                .toList();
        long last = entries.isEmpty() ? position.backlogTo() : entries.getLast().seq();
        work(entries, Map.of(), position.backlogReached(last));
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
        boolean asked = !accepted.isEmpty() && inquiry.ask(accepted, aside.size() == DUE, position, held(), now);
        Map<Long, Parked> earlier = new HashMap<>();
        aside.stream()
                .filter(one -> one.parking() != Parking.ACCEPTED)
                .limit(health.asidePage())
                .forEach(one -> earlier.put(one.seq(), one));
        if (earlier.isEmpty()) {
            return asked;
        }
        work(store.journal().read(earlier.keySet().stream().sorted().toList()), earlier, position);
        return true;
    }

    private void putOffBacklog(long head) {
        if (!position.hasBacklog() && head - position.cursor() > BACKLOG) {
            write(new Step(position.puttingOff(head), List.of(), List.of(), List.of(), false));
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
                lost,
                this::mayNotSend);
        List<Ready> ready = fresh ? copied.sorted(round.ready(), aftermath, clock.instant()) : round.ready();
        List<Ready> passedOver =
                fresh && health.suspects() > 0 && ready.size() > 1 ? ready.subList(0, ready.size() - 1) : List.of();
        List<Ready> going = ready.subList(passedOver.size(), ready.size());
        List<Long> intents = intents(going);
        if (!intents.isEmpty()) {
            store.lanes().intend(held(), intents);
        }
        boolean suspicious = !fresh || !health.unsuspecting();
        Courier.Report report = courier.deliver(going, suspicious, round::lastLook, this::mayNotSend);
        Instant now = clock.instant();
        if (fresh && report.arrivedNowhere() && !(tag.hasSeveralWays() && report.isMisconfigured())) {
            stay(going, report);
        } else {
            long left = fresh ? report.left() : Long.MAX_VALUE;
            round.sent(report, left, now);
            passedOver.forEach(one -> aftermath.unsent(one, now));
            boolean intended =
                    holds || !intents.isEmpty() || entries.stream().anyMatch(entry -> lost.contains(entry.seq()));
            Position reached = left == Long.MAX_VALUE ? after : position.before(left, after);
            write(round.step(reached, report, intended));
            recall(report.unsent());
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
        recall(going);
        String failure = report.failure();
        if (!failure.isEmpty()) {
            alike = failure.equals(lastFailure) ? alike + 1 : 1;
            lastFailure = failure;
            // A dead platform does not cost a row a probe, but the 1st, 2nd, 4th, 8th...; they are of the event whose
            // turn it was.
            if (Integer.bitCount(alike) == 1) {
                write(new Step(position, List.of(), List.of(), report.firstAttempt(alike), false));
            }
        }
    }

    private void recall(List<Ready> neverArrived) {
        List<Long> intents = intents(neverArrived);
        if (!intents.isEmpty()) {
            store.lanes().recall(held(), intents);
        }
    }

    /** Those that must not go again if nobody learns what became of them. */
    private List<Long> intents(List<Ready> ready) {
        return ready.stream()
                .filter(one -> Aftermath.holds(tag, one))
                .map(Ready::seq)
                .toList();
    }

    /** What cannot be written now is written before anything else is done: it happened, and must not happen again. */
    private void write(Step step) {
        unwritten = step.by(decides.get());
        writeUnwritten();
    }

    private void writeUnwritten() {
        Step step = unwritten;
        if (step == null) {
            return;
        }
        store.lanes().commit(held(), step);
        unwritten = null;
        position = step.position();
        if (!step.parked().isEmpty()) {
            due.askAgain();
        }
        if (!lost.isEmpty()) {
            step.decisions().forEach(one -> lost.remove(one.seq()));
            step.parked().forEach(one -> lost.remove(one.seq()));
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
