package io.taghub.delivery;

import io.taghub.config.HubConfig;
import io.taghub.config.TagConfig;
import io.taghub.event.Event;
import io.taghub.store.IdentityStore.Known;
import io.taghub.store.Journal.Entry;
import io.taghub.store.LaneStore.FencedException;
import io.taghub.store.LaneStore.Lease;
import io.taghub.store.LaneStore.Parked;
import io.taghub.store.LaneStore.Parking;
import io.taghub.store.LaneStore.Pause;
import io.taghub.store.LaneStore.Position;
import io.taghub.store.LaneStore.Step;
import io.taghub.store.Store;
import io.taghub.store.StoreUnavailableException;
import io.taghub.tag.Outcome;
import io.taghub.tag.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One tag's way through the journal. Each turn it takes a page of events (live ones first, then what was put aside and is
 * due, then the backlog), decides, sends, and writes down in one commit what became of each. While everything fails it
 * stays where it is, writes nothing and probes with a single event.
 */
final class Lane implements Runnable {
    /** Events further behind than this are put off, so that live ones need not wait behind them. */
    static final long BACKLOG = 10_000;

    /** One event a request: few at a time, so that a crash leaves few outcomes unknown. */
    private static final int SINGLES = 64;

    private static final int LARGEST_PAGE = 1000;
    private static final int DUE = 5000;
    private static final int HEAD_SUSPECT = 3;
    private static final Duration LONGEST_NAP = Duration.ofSeconds(1);
    private static final Duration SHARED_NAP = Duration.ofMillis(50);
    private static final Duration PROBE_PAUSED = Duration.ofSeconds(30);
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private final TagConfig tag;
    private final Triage triage;
    private final Courier courier;
    private final Inquiry inquiry;
    private final Schedule schedule;
    private final Breaker breaker;
    private final Store store;
    private final String node;
    private final InstantSource clock;
    private final int fullPage;
    private final boolean dedups;

    private volatile boolean stopping;
    private volatile boolean poked;
    private volatile @Nullable Thread thread;
    private volatile @Nullable Lease lease;
    private volatile @Nullable Pause paused;

    // Only the lane's own thread uses what follows.
    private Position position = new Position(0, 0, 0, 0);
    private Set<Long> lost = Set.of();
    private int page;
    private Instant probePausedAt = Instant.MAX;
    private boolean parkedMayBeDue = true;
    private @Nullable Instant nextDue;
    private String lastFailure = "";

    Lane(
            TagConfig tag,
            HubConfig config,
            Courier courier,
            Inquiry inquiry,
            Schedule schedule,
            Store store,
            String node,
            InstantSource clock) {
        this.tag = tag;
        this.triage = new Triage(tag, config);
        this.courier = courier;
        this.inquiry = inquiry;
        this.schedule = schedule;
        this.breaker = new Breaker(schedule);
        this.store = store;
        this.node = node;
        this.clock = clock;
        this.dedups = !Aftermath.holds(tag);
        int batch = tag.limits().maxBatch();
        this.fullPage = !dedups ? Courier.AT_ONCE * Math.min(batch, 25) : batch == 1 ? SINGLES : LARGEST_PAGE;
        this.page = fullPage;
    }

    TagConfig tag() {
        return tag;
    }

    Breaker breaker() {
        return breaker;
    }

    @Nullable
    Pause paused() {
        return paused;
    }

    @Nullable
    Lease lease() {
        return lease;
    }

    /** Looks again soon: there are new events, the clock moved, or a person decided something. */
    void poke() {
        poked = true;
        parkedMayBeDue = true;
        wake();
    }

    /** New events are in the journal. */
    void wake() {
        Thread running = thread;
        if (running != null) {
            LockSupport.unpark(running);
        }
    }

    void stop() {
        stopping = true;
        wake();
    }

    /** The lease was lost to another node: whatever is under way will not be written. */
    void fenced() {
        lease = null;
    }

    /** Before the lane runs: from now on every admitted event concerns the tag, whichever node works on it. */
    void open() {
        try {
            take();
        } catch (StoreUnavailableException unavailable) {
            LOG.warn("tag {}: the store is not available; trying again", tag.name());
        }
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        while (!stopping) {
            try {
                if (lease == null && !take()) {
                    nap(LONGEST_NAP);
                } else if (!turn()) {
                    nap(untilNext());
                }
            } catch (FencedException takenOver) {
                LOG.info("tag {}: another node has taken over", tag.name());
                lease = null;
            } catch (StoreUnavailableException unavailable) {
                LOG.warn("tag {}: the store is not available; trying again", tag.name());
                nap(LONGEST_NAP);
            } catch (RuntimeException unexpected) {
                // The lane must not die: what it was doing was not committed and will be done again.
                LOG.error("tag {}: a step failed and will be repeated", tag.name(), unexpected);
                breaker.failed(clock.instant(), null, false);
                nap(LONGEST_NAP);
            }
        }
        giveBack();
    }

    private boolean take() {
        var taken = store.lanes().lease(tag.name(), node, Lanes.LEASE);
        if (taken.isEmpty()) {
            return false;
        }
        Lease mine = taken.get();
        position = store.lanes().position(tag.name());
        lost = new HashSet<>(store.lanes().unresolved(tag.name()));
        paused = store.lanes().paused(tag.name()).orElse(null);
        probePausedAt = paused == null ? Instant.MAX : clock.instant();
        parkedMayBeDue = true;
        lease = mine;
        return true;
    }

    private void giveBack() {
        Lease mine = lease;
        if (mine != null) {
            try {
                store.lanes().release(mine);
            } catch (RuntimeException unimportant) {
                LOG.debug("tag {}: the lease will expire by itself", tag.name());
            }
        }
    }

    /** One page of work; false if there is nothing to do now. */
    private boolean turn() {
        Instant now = clock.instant();
        boolean poke = poked;
        poked = false;
        if (breaker.state(now) == Breaker.State.OPEN) {
            return false;
        }
        if (paused != null
                && now.isBefore(probePausedAt)
                && !(poke && store.lanes().paused(tag.name()).isEmpty())) {
            return false;
        }
        putOffBacklog();
        return live(now) || aside(now) || backlog(now);
    }

    private boolean live(Instant now) {
        List<Entry> entries = store.journal().read(position.cursor(), pageNow());
        if (entries.isEmpty()) {
            return false;
        }
        Position after =
                new Position(position.start(), entries.getLast().seq(), position.backlogFrom(), position.backlogTo());
        step(entries, Map.of(), after, now);
        return true;
    }

    private boolean backlog(Instant now) {
        if (position.backlogFrom() >= position.backlogTo()) {
            return false;
        }
        List<Entry> entries = store.journal().read(position.backlogFrom(), pageNow()).stream()
                .filter(entry -> entry.seq() <= position.backlogTo())
                .toList();
        long reached =
                entries.isEmpty() ? position.backlogTo() : entries.getLast().seq();
        step(entries, Map.of(), new Position(position.start(), position.cursor(), reached, position.backlogTo()), now);
        return true;
    }

    private boolean aside(Instant now) {
        if (parkedMayBeDue) {
            nextDue = store.lanes().nextDue(tag.name());
            parkedMayBeDue = false;
        }
        if (nextDue == null || nextDue.isAfter(now)) {
            return false;
        }
        parkedMayBeDue = true;
        List<Parked> due = store.lanes().due(tag.name(), now, DUE);
        List<Parked> accepted =
                due.stream().filter(one -> one.parking() == Parking.ACCEPTED).toList();
        if (!accepted.isEmpty()) {
            inquiry.ask(accepted, position, held(), now);
            return true;
        }
        Map<Long, Parked> earlier = new HashMap<>();
        due.stream().limit(pageNow()).forEach(one -> earlier.put(one.seq(), one));
        List<Entry> entries =
                store.journal().read(earlier.keySet().stream().sorted().toList());
        step(entries, earlier, position, now);
        return !entries.isEmpty();
    }

    private int pageNow() {
        return breaker.failures() >= HEAD_SUSPECT ? 2 : page;
    }

    private void putOffBacklog() {
        if (position.backlogFrom() < position.backlogTo()) {
            return;
        }
        long head = store.journal().head();
        if (head - position.cursor() > BACKLOG) {
            Position split = new Position(position.start(), head, position.cursor(), head);
            store.lanes().commit(held(), new Step(split, List.of(), List.of(), List.of(), false));
            position = split;
        }
    }

    private void step(List<Entry> entries, Map<Long, Parked> earlier, Position after, Instant now) {
        Aftermath aftermath = new Aftermath(tag, schedule);
        List<Ready> ready = triage(entries, earlier, aftermath, now);
        if (!dedups && !ready.isEmpty()) {
            store.lanes().intend(held(), ready.stream().map(Ready::seq).toList());
        }
        boolean alone = breaker.failures() >= HEAD_SUSPECT;
        boolean suspicious = page < fullPage;
        Courier.Report report = ready.isEmpty()
                ? new Courier.Report(List.of(), List.of())
                : courier.deliver(ready, alone ? 1 : tag.limits().maxBatch(), suspicious);
        Instant then = clock.instant();
        if (stays(report.sent(), earlier.isEmpty())) {
            failed(report, then);
            return;
        }
        report.sent().forEach(sent -> aftermath.add(sent, then));
        commit(after, aftermath, report);
        entries.forEach(entry -> lost.remove(entry.seq()));
        if (!report.sent().isEmpty()) {
            judge(report, then);
        }
    }

    private List<Ready> triage(List<Entry> entries, Map<Long, Parked> earlier, Aftermath aftermath, Instant now) {
        List<Event> events = entries.stream().map(Entry::event).toList();
        List<Known> known = store.identity().known(events);
        List<Ready> ready = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            Parked before = earlier.get(entry.seq());
            if (lost.contains(entry.seq())) {
                aftermath.lost(entry.seq(), before, now);
                continue;
            }
            switch (triage.call(entry.event(), known.get(i), now)) {
                case Triage.Call.Send(Event whole, var item) -> ready.add(new Ready(entry.seq(), whole, item, before));
                case Triage.Call.Decide decide -> aftermath.add(Triage.decision(entry, decide));
                case Triage.Call.Wait wait -> aftermath.add(Triage.parked(entry, wait, before));
            }
        }
        return tag.mode() == HubConfig.Mode.SHADOW ? shown(ready, aftermath) : ready;
    }

    /** Shadow mode: everything but the sending. */
    private List<Ready> shown(List<Ready> ready, Aftermath aftermath) {
        ready.forEach(one -> aftermath.add(
                new io.taghub.store.LaneStore.Decision(one.seq(), io.taghub.store.Verdict.SKIPPED, Reason.SHADOW, "")));
        return List.of();
    }

    /** Whether the platform, not an event, is to blame, so that the lane stays where it is and writes nothing. */
    private boolean stays(List<Sent> sent, boolean fromJournal) {
        return fromJournal
                && !sent.isEmpty()
                && sent.stream()
                        .allMatch(one -> one.outcome() instanceof Outcome.Misconfigured
                                || (one.outcome() instanceof Outcome.Retryable && (dedups || !one.unknown())));
    }

    private void failed(Courier.Report report, Instant now) {
        if (!dedups || !lastFailure.equals(signature(report))) {
            // A dead platform costs one row, not one a probe.
            var kept = lastFailure.equals(signature(report))
                    ? List.<io.taghub.store.LaneStore.Attempt>of()
                    : report.attempts().stream().limit(1).toList();
            store.lanes().commit(held(), new Step(position, List.of(), List.of(), kept, true));
            lastFailure = signature(report);
        }
        judge(report, now);
    }

    private static String signature(Courier.Report report) {
        return report.attempts().isEmpty()
                ? ""
                : report.attempts().getLast().result()
                        + report.attempts().getLast().status()
                        + report.attempts().getLast().reason();
    }

    private void commit(Position after, Aftermath aftermath, Courier.Report report) {
        store.lanes()
                .commit(held(), new Step(after, aftermath.decisions(), aftermath.parked(), report.attempts(), !dedups));
        position = after;
        if (!aftermath.parked().isEmpty()) {
            parkedMayBeDue = true;
        }
    }

    /** What the step says about the platform: carry on, rest, or pause. */
    private void judge(Courier.Report report, Instant now) {
        Outcome.Misconfigured wrong = first(report, Outcome.Misconfigured.class);
        if (wrong != null) {
            pause(wrong.reason(), wrong.detail(), now);
            return;
        }
        if (report.sent().stream().allMatch(sent -> sent.outcome() instanceof Outcome.Retryable)) {
            boolean slowDown = report.sent().stream()
                    .anyMatch(sent -> sent.outcome() instanceof Outcome.Retryable(Reason reason, var _, var _)
                            && reason == Reason.RATE_LIMITED);
            breaker.failed(now, longestAsked(report), slowDown);
            page = 1;
            return;
        }
        breaker.succeeded();
        lastFailure = "";
        page = Math.min(fullPage, page * 4);
        if (paused != null) {
            LOG.info("tag {}: works again", tag.name());
            store.lanes().pause(tag.name(), null, "");
            paused = null;
        }
    }

    private void pause(Reason reason, String detail, Instant now) {
        if (paused == null) {
            LOG.warn("tag {}: paused, {}; nothing is lost, the events wait", tag.name(), reason.text());
        }
        if (paused == null || paused.reason() != reason) {
            store.lanes().pause(tag.name(), reason, detail);
            paused = new Pause(reason, detail, now);
        }
        probePausedAt = now.plus(PROBE_PAUSED);
        page = 1;
    }

    private static @Nullable Duration longestAsked(Courier.Report report) {
        return report.sent().stream()
                .map(sent -> sent.outcome() instanceof Outcome.Retryable(var _, Duration after, var _) ? after : null)
                .filter(Objects::nonNull)
                .max(Duration::compareTo)
                .orElse(null);
    }

    private static <T extends Outcome> @Nullable T first(Courier.Report report, Class<T> kind) {
        return report.sent().stream()
                .map(Sent::outcome)
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElse(null);
    }

    private Lease held() {
        Lease mine = lease;
        if (mine == null) {
            throw new FencedException(tag.name());
        }
        return mine;
    }

    private Duration untilNext() {
        Duration longest = store.shared() ? SHARED_NAP : LONGEST_NAP;
        Instant now = clock.instant();
        Instant next = Instant.MAX;
        for (Instant one :
                new @Nullable Instant[] {nextDue, breaker.openUntil(), paused == null ? null : probePausedAt}) {
            if (one != null && one.isAfter(now) && one.isBefore(next)) {
                next = one;
            }
        }
        return next.isBefore(now.plus(longest)) ? Duration.between(now, next) : longest;
    }

    private void nap(Duration duration) {
        if (!stopping && !poked) {
            LockSupport.parkNanos(Math.max(1_000_000, duration.toNanos()));
        }
    }
}
