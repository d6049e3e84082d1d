package io.taghub.delivery;

import io.taghub.config.HubConfig;
import io.taghub.config.TagConfig;
import io.taghub.delivery.Triage.Judgement;
import io.taghub.delivery.told.Earlier;
import io.taghub.delivery.told.Meanwhile;
import io.taghub.event.Event;
import io.taghub.store.Attempt;
import io.taghub.store.IdentityStore;
import io.taghub.store.IdentityStore.Known;
import io.taghub.store.Journal.Entry;
import io.taghub.store.LaneStore.Decision;
import io.taghub.store.LaneStore.Once;
import io.taghub.store.LaneStore.Position;
import io.taghub.store.LaneStore.Step;
import io.taghub.store.Parked;
import io.taghub.store.Verdict;
import io.taghub.tag.Reason;
import io.taghub.time.HubClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * One page of events at one tag: decides about each, and again right before it is sent, because consent may be withdrawn
 * and time passes while others are on their way.
 */
final class Round {
    /** A decision to send is believed for so long. */
    private static final Duration FRESH = Duration.ofMillis(500);

    private final TagConfig tag;
    private final Triage triage;
    private final Repeats repeats;
    private final Earlier told;
    private final IdentityStore identity;
    private final HubClock clock;
    private final Aftermath aftermath;
    private final List<Entry> entries;
    private final Map<Long, Parked> earlier;
    private final Set<Long> lost;
    private final BooleanSupplier stopping;
    private final Set<Long> dropped = new HashSet<>();
    private final Map<Long, List<Once>> onces = new HashMap<>();
    private final Map<Long, Sending> sendings = new HashMap<>();
    private List<Attempt> unsent = List.of();
    private Instant decided = Instant.MIN;
    private long decidedNanos;

    /** What was decided to be sent, and by what knowledge. */
    private record Sending(Known known, Judgement.Send send) {}

    /**
     * @param earlier what was put aside before, by sequence number; empty for events that come for the first time
     * @param lost events that may have been sent before the hub stopped
     * @param stopping whether nothing more may be sent
     */
    Round(
            TagConfig tag,
            Triage triage,
            Repeats repeats,
            Earlier told,
            IdentityStore identity,
            HubClock clock,
            Aftermath aftermath,
            List<Entry> entries,
            Map<Long, Parked> earlier,
            Set<Long> lost,
            BooleanSupplier stopping) {
        this.tag = tag;
        this.triage = triage;
        this.repeats = repeats;
        this.told = told;
        this.identity = identity;
        this.clock = clock;
        this.aftermath = aftermath;
        this.entries = entries;
        this.earlier = earlier;
        this.lost = lost;
        this.stopping = stopping;
    }

    /** Those that are to be sent now; of the others the aftermath knows. */
    List<Ready> ready() {
        Instant now = clock.instant();
        List<Entry> open = new ArrayList<>();
        for (Entry entry : entries) {
            Parked before = earlier.get(entry.seq());
            if (lost.contains(entry.seq()) && tag.onUnknown() == TagConfig.OnUnknown.HOLD) {
                aftermath.lost(entry.seq(), before, now);
            } else if (before != null && aftermath.mustNotRepeat(before, now)) {
                aftermath.tooLate(entry.seq(), before, now);
            } else {
                open.add(entry);
            }
        }
        gone();
        List<Ready> ready = triage(open, now);
        if (tag.mode() != HubConfig.Mode.SHADOW) {
            return ready;
        }
        Shadow shadow = new Shadow(tag);
        ready.forEach(one -> aftermath.add(shadow.build(one, now)));
        unsent = shadow.attempts();
        return List.of();
    }

    /** What was put aside and is no longer in the journal. */
    private void gone() {
        Set<Long> missing = new HashSet<>(earlier.keySet());
        entries.forEach(entry -> missing.remove(entry.seq()));
        missing.forEach(seq ->
                aftermath.add(new Decision(seq, Verdict.EXPIRED, Reason.TOO_OLD, "the journal no longer has it")));
    }

    private List<Ready> triage(List<Entry> all, Instant now) {
        List<Entry> open = new ArrayList<>(all.size());
        for (Entry entry : all) {
            switch (told.of(entry, earlier.isEmpty(), now)) {
                case Earlier.Found.As(Entry whole) -> open.add(whole);
                case Earlier.Found.Undecided(Instant until) ->
                    aftermath.add(Triage.parked(entry, Repeats.wait(until), earlier.get(entry.seq())));
                case Earlier.Found.Untold(String why) ->
                    aftermath.add(
                            new Decision(entry.seq(), Verdict.SKIPPED, Reason.NO_REVERSAL, why),
                            earlier.get(entry.seq()));
                case Earlier.Found.Repeat() ->
                    aftermath.add(
                            new Decision(entry.seq(), Verdict.DUPLICATE, Reason.ONCE, ""), earlier.get(entry.seq()));
                case Earlier.Found.Over(String why) ->
                    aftermath.add(
                            new Decision(entry.seq(), Verdict.SKIPPED, Reason.ILLEGAL_MOVE, why),
                            earlier.get(entry.seq()));
            }
        }
        List<Event> events = open.stream().map(Entry::event).toList();
        List<Known> known = identity.known(events);
        Instant settled = clock.settled();
        decided = now;
        decidedNanos = System.nanoTime();
        List<Judgement> calls = new ArrayList<>(open.size());
        List<Once> judged = new ArrayList<>();
        for (int i = 0; i < open.size(); i++) {
            Entry entry = open.get(i);
            Judgement call = call(entry, known.get(i), now, settled);
            calls.add(call);
            judged.addAll(once(entry, call));
        }
        Map<Long, Judgement> repeated = repeats.judge(judged, now);
        List<Ready> ready = new ArrayList<>(open.size());
        for (int i = 0; i < open.size(); i++) {
            Entry entry = open.get(i);
            Parked before = earlier.get(entry.seq());
            Judgement judgement = repeated.getOrDefault(entry.seq(), calls.get(i));
            if (isLabelled(judgement)) {
                judgement = triage.call(repeated(entry.event()), entry.agreed(), known.get(i), now, settled);
            }
            switch (judgement) {
                case Judgement.Send(var _, var item)
                when before != null && aftermath.mustNotRepeat(before, item.recognised(), now) ->
                    aftermath.tooLate(entry.seq(), before, now);
                case Judgement.Send(Event whole, var item) ->
                    ready.add(new Ready(entry.seq(), whole, Meanwhile.remarked(item, entry.event()), before));
                case Judgement.Decide decide -> aftermath.add(Triage.decision(entry, decide), before);
                case Judgement.Wait wait -> aftermath.add(Triage.parked(entry, wait, before));
                case Judgement.Hold hold -> aftermath.add(Triage.held(entry, hold, before));
            }
        }
        return ready;
    }

    /** Whether it goes all the same, as a repeat. */
    private boolean isLabelled(Judgement judged) {
        return tag.repeats() == TagConfig.RepeatPolicy.NEW_OR_REPEATED
                && judged instanceof Judgement.Decide decide
                && decide.reason() == Reason.ONCE;
    }

    private static Event repeated(Event event) {
        Map<String, Object> properties = new HashMap<>(event.properties());
        properties.put("repeated", true);
        return event.toBuilder().properties(properties).build();
    }

    /** What was to be sent a moment ago still is while all that is known of the person is the same and it is not too old. */
    private Judgement call(Entry entry, Known known, Instant now, Instant settled) {
        Sending before = sendings.get(entry.seq());
        if (before != null && before.known.equals(known) && !triage.tooOld(entry.event(), now)) {
            return before.send;
        }
        Judgement call = triage.call(entry.event(), entry.agreed(), known, now, settled);
        Parked aside = earlier.get(entry.seq());
        // What somebody let go, or was on its way already, is not stopped again.
        if (call instanceof Judgement.Hold hold && aside != null && (aside.released() || aside.attempts() > 0)) {
            call = hold.otherwise();
        }
        if (call instanceof Judgement.Send send) {
            sendings.put(entry.seq(), new Sending(known, send));
        }
        return call;
    }

    /** By what it counts once, if it could be sent, now or once the platform takes it. */
    private List<Once> once(Entry entry, Judgement call) {
        Event whole = switch (call) {
            case Judgement.Send(Event event, var _) -> event;
            case Judgement.Wait(var _, Reason reason, var _) -> reason == Reason.MIN_DELAY ? entry.event() : null;
            case Judgement.Decide _, Judgement.Hold _ -> null;
        };
        List<Once> once = whole == null ? List.of() : repeats.all(entry.seq(), whole);
        if (once.isEmpty()) {
            return once;
        }
        onces.put(entry.seq(), once);
        Parked before = earlier.get(entry.seq());
        return before == null || !before.despiteRepeat() ? once : List.of();
    }

    /** Those that count once and are on their way to the receiver, have arrived, or wait for what becomes of another. */
    private List<Once> counting() {
        if (onces.isEmpty()) {
            return List.of();
        }
        Set<Long> counting = new HashSet<>();
        aftermath.decisions().stream()
                .filter(one -> one.reason() != Reason.ONCE)
                .filter(one -> one.verdict() == Verdict.DELIVERED || one.verdict() == Verdict.DUPLICATE)
                .forEach(one -> counting.add(one.seq()));
        aftermath.parked().stream()
                .filter(one -> one.reason() != Reason.CONTRACT)
                .forEach(one -> counting.add(one.seq()));
        return onces.values().stream()
                .flatMap(List::stream)
                .filter(one -> counting.contains(one.seq()))
                .toList();
    }

    /** Decides anew unless it was decided a moment ago. */
    List<Ready> lastLook(List<Ready> batch) {
        if (stopping.getAsBoolean()) {
            return List.of();
        }
        Instant now = clock.instant();
        boolean fresh = System.nanoTime() - decidedNanos < FRESH.toNanos()
                && Duration.between(decided, now).abs().compareTo(FRESH) < 0;
        if (fresh) {
            return batch;
        }
        Map<Long, Entry> bySeq = new HashMap<>();
        entries.forEach(entry -> bySeq.put(entry.seq(), entry));
        Instant before = decided;
        long beforeNanos = decidedNanos;
        List<Ready> still = triage(
                batch.stream()
                        .map(one -> java.util.Objects.requireNonNull(bySeq.get(one.seq())))
                        .toList(),
                now);
        // Only this batch was looked at.
        decided = before;
        decidedNanos = beforeNanos;
        batch.forEach(one -> dropped.add(one.seq()));
        still.forEach(one -> dropped.remove(one.seq()));
        return still;
    }

    /** @param intended whether the step's intents are resolved by it */
    Step step(Position reached, Courier.Report report, boolean intended) {
        return new Step(reached, aftermath.decisions(), aftermath.parked(), attempts(report), intended, counting(), "");
    }

    /** Those that were made, or in mode shadow those that were not. */
    private List<Attempt> attempts(Courier.Report report) {
        return unsent.isEmpty() ? report.attempts() : unsent;
    }

    /** Writes down what a delivery came to; nothing of events from {@code left} on. */
    void sent(Courier.Report report, long left, Instant now) {
        report.sent().forEach(one -> aftermath.add(one, now));
        report.unsent().stream().filter(one -> !dropped.contains(one.seq())).forEach(one -> aftermath.unsent(one, now));
        aftermath.leave(left);
    }
}
