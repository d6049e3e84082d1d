package io.taghub.console;

import io.taghub.event.Event;
import io.taghub.store.Attempt;
import io.taghub.store.IdentityStore;
import io.taghub.store.Journal;
import io.taghub.store.LaneStore;
import io.taghub.store.Parked;
import io.taghub.store.Parking;
import io.taghub.store.ScriptStore;
import io.taghub.store.Store;
import io.taghub.store.Verdict;
import io.taghub.tag.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A store in memory that holds what a test puts in; only what the console reads and writes is there. */
public final class FakeStore implements Store, Journal, LaneStore, IdentityStore {
    private final List<Found> found = new ArrayList<>();
    private final Map<String, Fate> fates = new LinkedHashMap<>();
    private final Map<String, List<Attempt>> attempts = new HashMap<>();
    private final Map<String, Pause> pauses = new HashMap<>();
    private final List<io.taghub.event.ClickId> touches = new ArrayList<>();

    /** Calls that changed something, in words. */
    public final List<String> calls = new ArrayList<>();

    /** Puts an event into the log; answers its sequence number. */
    public synchronized long put(Event event, Event... copies) {
        long seq = found.size() + 1L;
        found.add(new Found(event, seq, null, copies.length == 0 ? List.of(event) : List.of(copies)));
        return seq;
    }

    public synchronized void putWaiting(Event event, Instant until) {
        found.add(new Found(event, null, until, List.of(event)));
    }

    public synchronized void fate(String tag, long seq, Fate fate) {
        fates.put(tag + " " + seq, fate);
    }

    public void decide(String tag, long seq, Verdict verdict, @Nullable Reason reason, String detail) {
        fate(tag, seq, new Fate.Decided(new Decision(seq, verdict, reason, detail)));
    }

    public synchronized void attempt(String tag, long seq, Attempt attempt) {
        attempts.computeIfAbsent(tag + " " + seq, key -> new ArrayList<>()).add(attempt);
    }

    public void touch(io.taghub.event.ClickId click) {
        touches.add(click);
    }

    @Override
    public Journal journal() {
        return this;
    }

    @Override
    public LaneStore lanes() {
        return this;
    }

    @Override
    public IdentityStore identity() {
        return this;
    }

    @Override
    public ScriptStore scripts() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean shared() {
        return false;
    }

    @Override
    public boolean healthy() {
        return true;
    }

    @Override
    public void close() {}

    @Override
    public synchronized List<Found> find(String eventId) {
        return found.stream().filter(each -> each.event().id().equals(eventId)).toList();
    }

    @Override
    public synchronized List<Found> latest(int limit) {
        return found.reversed().stream().limit(limit).toList();
    }

    @Override
    public synchronized Counts counts() {
        long waiting = found.stream().filter(each -> each.seq() == null).count();
        return new Counts(found.size() - waiting, waiting, 2, 1, 0);
    }

    @Override
    public synchronized List<Entry> read(long seq, int max) {
        return found.stream()
                .filter(each -> each.seq() != null && each.seq() > seq)
                .limit(max)
                .map(each -> new Entry(
                        each.seq(),
                        each.event(),
                        io.taghub.store.Agreed.said(each.event().consent())))
                .toList();
    }

    @Override
    public synchronized List<Entry> read(List<Long> seqs) {
        return seqs.stream()
                .map(seq -> new Entry(seq, found.get((int) (seq - 1)).event(), io.taghub.store.Agreed.NOTHING))
                .toList();
    }

    @Override
    public long head() {
        return found.size();
    }

    @Override
    public synchronized Fate fate(String tag, long seq) {
        return fates.getOrDefault(tag + " " + seq, new Fate.Ahead());
    }

    @Override
    public synchronized List<Attempt> attempts(String tag, long seq) {
        return attempts.getOrDefault(tag + " " + seq, List.of());
    }

    @Override
    public synchronized Sums sums(String tag) {
        Map<Count, Long> verdicts = new LinkedHashMap<>();
        long ahead = 0;
        Map<Reason, Long> waiting = new HashMap<>();
        for (Found each : found) {
            if (each.seq() != null) {
                switch (fate(tag, each.seq())) {
                    case Fate.Decided(var decision) ->
                        verdicts.merge(new Count(decision.verdict(), decision.reason()), 1L, Long::sum);
                    case Fate.Aside(var parked) -> {
                        if (parked.parking() == Parking.HELD) {
                            verdicts.merge(new Count(Verdict.HELD, parked.reason()), 1L, Long::sum);
                        } else {
                            waiting.merge(parked.reason(), 1L, Long::sum);
                        }
                    }
                    case Fate.Ahead() -> ahead++;
                    case Fate.Before() -> {}
                }
            }
        }
        long decided = verdicts.values().stream().mapToLong(Long::longValue).sum();
        long aside = waiting.values().stream().mapToLong(Long::longValue).sum();
        Instant oldest = ahead + aside == 0 ? null : found.getFirst().event().received();
        return new Sums(decided + ahead + aside, verdicts, ahead, waiting, oldest);
    }

    @Override
    public synchronized List<Parked> held(String tag, int max) {
        return found.stream()
                .filter(each -> each.seq() != null)
                .map(each -> fate(tag, each.seq()))
                .<Parked>mapMulti((fate, sink) -> {
                    if (fate instanceof Fate.Aside(var parked) && parked.parking() == Parking.HELD) {
                        sink.accept(parked);
                    }
                })
                .toList();
    }

    @Override
    public Position position(String tag) {
        return new Position(0, 0, 0, 0);
    }

    @Override
    public void pause(String tag, @Nullable Reason reason, String detail) {
        if (reason == null) {
            pauses.remove(tag);
        } else {
            pauses.put(tag, new Pause(reason, detail, Instant.parse("2026-11-22T14:00:00Z")));
        }
    }

    @Override
    public void pause(Lease lease, @Nullable Reason reason, String detail) {
        pause(lease.tag(), reason, detail);
    }

    @Override
    public Optional<Pause> paused(String tag) {
        return Optional.ofNullable(pauses.get(tag));
    }

    @Override
    public synchronized Map<Long, Fate> fates(String tag, List<Long> seqs) {
        throw unused();
    }

    @Override
    public List<Long> reopen(String tag, List<Long> seqs, Set<Verdict> from, Instant due) {
        List<Long> held = seqs.stream().filter(seq -> isHeld(tag, seq)).toList();
        if (!held.isEmpty()) {
            calls.add("reopen " + tag + " " + held + " " + due);
        }
        held.forEach(seq -> fate(tag, seq, new Fate.Ahead()));
        return held;
    }

    @Override
    public boolean release(String tag, long seq, Instant due) {
        return !reopen(tag, List.of(seq), Set.of(Verdict.HELD), due).isEmpty();
    }

    @Override
    public Set<Long> settle(String tag, List<Decision> decisions) {
        List<Decision> held = decisions.stream()
                .filter(decision -> isHeld(tag, decision.seq()))
                .toList();
        if (!held.isEmpty()) {
            calls.add("settle " + tag + " " + held);
        }
        held.forEach(decision -> fate(tag, decision.seq(), new Fate.Decided(decision)));
        return held.stream().map(Decision::seq).collect(java.util.stream.Collectors.toSet());
    }

    private boolean isHeld(String tag, long seq) {
        return fate(tag, seq) instanceof Fate.Aside(var parked) && parked.parking() == Parking.HELD;
    }

    @Override
    public List<Known> known(List<Event> events) {
        return events.stream()
                .map(event -> new Known(
                        event.visitor(),
                        touches,
                        null,
                        List.of(),
                        false,
                        false,
                        io.taghub.event.Person.UNKNOWN,
                        io.taghub.event.Consent.UNSET,
                        io.taghub.event.Consent.UNSET,
                        false,
                        null,
                        false))
                .toList();
    }

    @Override
    public void optOut(@Nullable String visitor, @Nullable String user, boolean out, Instant now) {
        calls.add("opt out " + out);
    }

    @Override
    public io.taghub.event.Consent consent(String visitor) {
        return io.taghub.event.Consent.UNSET;
    }

    @Override
    public java.util.Map<Once, Counted> counted(String tag, List<Once> events) {
        return java.util.Map.of();
    }

    @Override
    public long erase(String subject, Instant now) {
        calls.add("erase " + subject);
        return 3;
    }

    @Override
    public List<Admission> admit(List<Incoming> copies) {
        throw unused();
    }

    @Override
    public void hear(Incoming word) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int release(Instant now) {
        throw unused();
    }

    @Override
    public @Nullable Instant nextRelease() {
        throw unused();
    }

    @Override
    public long trim(Instant now, Instant bodies, Instant attempts, Instant identity) {
        throw unused();
    }

    @Override
    public void onAppend(Runnable listener) {
        throw unused();
    }

    @Override
    public List<String> tags() {
        throw unused();
    }

    @Override
    public Optional<Lease> lease(String tag, String node, Duration ttl) {
        throw unused();
    }

    @Override
    public boolean renew(Lease lease, Duration ttl) {
        throw unused();
    }

    @Override
    public void release(Lease lease) {
        throw unused();
    }

    @Override
    public void commit(Lease lease, Step step) {
        throw unused();
    }

    @Override
    public void intend(Lease lease, List<Long> seqs) {
        throw unused();
    }

    @Override
    public void recall(Lease lease, List<Long> seqs) {
        throw unused();
    }

    @Override
    public Set<Long> unresolved(String tag) {
        throw unused();
    }

    @Override
    public List<Parked> due(String tag, Instant now, int max) {
        throw unused();
    }

    @Override
    public @Nullable Instant nextDue(String tag) {
        throw unused();
    }

    @Override
    public List<Decision> decided(
            String tag,
            Set<Verdict> verdicts,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Reason reason,
            long after,
            int max) {
        throw unused();
    }

    private static UnsupportedOperationException unused() {
        return new UnsupportedOperationException("the console does not use this");
    }
}
