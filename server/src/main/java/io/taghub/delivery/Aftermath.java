package io.taghub.delivery;

import io.taghub.config.TagConfig;
import io.taghub.store.LaneStore.Decision;
import io.taghub.store.LaneStore.Original;
import io.taghub.store.Parked;
import io.taghub.store.Parking;
import io.taghub.store.TakenLines;
import io.taghub.store.Verdict;
import io.taghub.tag.Outcome;
import io.taghub.tag.Reason;
import io.taghub.time.HubClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns the outcomes of a step into final decisions and things put aside. */
final class Aftermath {
    /** Platforms that answer later want to be asked after half an hour at the earliest (Data Manager's diagnostics guide). */
    static final Duration FIRST_QUESTION = Duration.ofMinutes(30);

    private static final Duration RESUME_AFTER_PAUSE = Duration.ofMinutes(1);

    private final TagConfig tag;
    private final Schedule schedule;
    private final HubClock clock;
    private final List<Decision> decisions = new ArrayList<>();
    private final List<Parked> parked = new ArrayList<>();

    /** @param clock by what of it is beyond doubt attempts are over */
    Aftermath(TagConfig tag, Schedule schedule, HubClock clock) {
        this.tag = tag;
        this.schedule = schedule;
        this.clock = clock;
    }

    List<Decision> decisions() {
        return decisions;
    }

    List<Parked> parked() {
        return parked;
    }

    void add(Decision decision) {
        decisions.add(decision);
    }

    /** What is said of an order whose lines went in part before keeps which of them the receiver has. */
    void add(Decision decision, @Nullable Parked earlier) {
        String took = earlier == null ? "" : TakenLines.words(earlier.lines());
        add(
                took.isEmpty()
                        ? decision
                        : new Decision(
                                decision.seq(), decision.verdict(), decision.reason(), decision.detail() + took));
    }

    void add(Parked aside) {
        parked.add(aside);
    }

    /** An intent without an outcome was found after a restart: perhaps it was sent, perhaps not. */
    void lost(long seq, @Nullable Parked earlier, Instant now) {
        hold(seq, earlier, now, "the hub stopped while it was being sent");
    }

    /** The platform would no longer recognise it as a repeat, and it may have arrived. */
    void tooLate(long seq, Parked earlier, Instant now) {
        boolean copied = earlier.detail().equals(Original.DETAIL);
        hold(
                seq,
                earlier,
                now,
                copied ? Original.DETAIL : "no answer came, and the platform no longer recognises a repeat");
    }

    /** What has to wait may have been sent meanwhile by the hub this store is a copy of. */
    void attempted(Original copied) {
        parked.replaceAll(one -> one.seq() > copied.upTo()
                        || one.parking() == Parking.HELD
                        || one.parking() == Parking.ACCEPTED
                ? one
                : Parked.of(one.seq(), one.parking(), one.due(), one.reason(), Original.DETAIL)
                        .after(one.attempts(), one.firstAttempt() == null ? copied.since() : one.firstAttempt(), true)
                        .lines(one.lines()));
    }

    /** Nothing is said of these events: the lane stops before them. */
    void leave(long from) {
        decisions.removeIf(one -> one.seq() >= from);
        parked.removeIf(one -> one.seq() >= from);
    }

    /** Its turn came and passed without an attempt: the platform had enough, or the hub stops. */
    void unsent(Ready ready, Instant now) {
        Parked earlier = ready.earlier();
        parked.add(Parked.of(
                        ready.seq(),
                        Parking.RETRY,
                        now,
                        earlier == null ? Reason.BREAKER_OPEN : earlier.reason(),
                        earlier == null ? "" : earlier.detail())
                .after(earlier));
    }

    void add(SentItem sent, Instant now) {
        long seq = sent.ready().seq();
        String remark = sent.ready().item().remark();
        switch (sent.outcome()) {
            case Outcome.Delivered(String note) -> decide(seq, Verdict.DELIVERED, null, with(note, remark));
            case Outcome.Duplicate() -> decide(seq, Verdict.DUPLICATE, null, remark);
            case Outcome.Accepted(String handle)
            when handle.isEmpty() ->
                decide(
                        seq,
                        Verdict.DELIVERED,
                        Reason.PENDING_VERDICT,
                        with("accepted, and no way to ask what became of it", remark));
            case Outcome.Accepted(String handle) ->
                parked.add(Parked.of(seq, Parking.ACCEPTED, now.plus(FIRST_QUESTION), Reason.PENDING_VERDICT, remark)
                        .tried(sent.ready().earlier(), now, false)
                        .asking(handle));
            case Outcome.Rejected(Reason reason, String detail) ->
                decide(seq, Verdict.REJECTED, reason, with(detail, remark));
            case Outcome.Misconfigured(Reason reason, String detail) -> {
                // The lane pauses; the attempt does not count against the event.
                parked.add(Parked.of(seq, Parking.RETRY, now.plus(RESUME_AFTER_PAUSE), reason, detail)
                        .after(sent.ready().earlier())
                        .lines(sent.lines()));
            }
            case Outcome.Retryable retryable -> retry(sent, retryable, now);
            case Outcome.Unknown(String detail) ->
                retry(sent, new Outcome.Retryable(Reason.UNKNOWN_OUTCOME, null, detail), now);
        }
    }

    /** What was left out may be why. */
    static String with(String detail, String remark) {
        return detail.isEmpty() || remark.isEmpty() ? detail + remark : detail + "; " + remark;
    }

    private void retry(SentItem sent, Outcome.Retryable failure, Instant now) {
        Ready ready = sent.ready();
        Parked earlier = ready.earlier();
        Instant first = earlier == null || earlier.firstAttempt() == null ? now : earlier.firstAttempt();
        int attempts = (earlier == null ? 0 : earlier.attempts()) + 1;
        boolean unknown = sent.unknown() || ready.unknownBefore();
        boolean over = unknown && mustNotRepeat(ready.item().recognised(), first, now);
        if (over && sent.lookup() != null) {
            String detail =
                    with(failure.detail(), "the platform is asked whether it has it, and only if not it goes again");
            parked.add(Parked.of(
                            ready.seq(),
                            Parking.ACCEPTED,
                            now.plus(FIRST_QUESTION),
                            Reason.UNKNOWN_OUTCOME,
                            with(detail, ready.item().remark()))
                    .after(attempts, now, true)
                    .asking(sent.lookup()));
        } else if (over) {
            hold(ready.seq(), earlier, now, failure.detail(), sent.lines());
        } else if (schedule.over(attempts, first, clock.settled())) {
            String took = TakenLines.words(sent.lines());
            decide(ready.seq(), Verdict.EXPIRED, Reason.RETRIES_EXHAUSTED, failure.detail() + took);
        } else {
            boolean slowDown = failure.reason() == Reason.RATE_LIMITED || sent.unknown();
            Instant due = now.plus(schedule.delay(attempts, failure.after(), slowDown));
            parked.add(Parked.of(ready.seq(), Parking.RETRY, due, failure.reason(), failure.detail())
                    .after(attempts, first, unknown)
                    .lines(sent.lines()));
        }
    }

    /** Whether another attempt of what may have arrived might count twice. */
    boolean mustNotRepeat(Parked earlier, Instant now) {
        return mustNotRepeat(earlier, true, now);
    }

    /** @param recognised whether the platform recognises a repeat of this one, if of any */
    boolean mustNotRepeat(Parked earlier, boolean recognised, Instant now) {
        return earlier.unknown()
                && earlier.firstAttempt() != null
                && mustNotRepeat(recognised, earlier.firstAttempt(), now);
    }

    /** The receiver does not recognise repeats, or not for that long. */
    private boolean mustNotRepeat(boolean recognised, Instant firstAttempt, Instant now) {
        Duration window = recognised ? tag.limits().dedupWindow() : null;
        return window == null
                ? tag.onUnknown() == TagConfig.OnUnknown.HOLD
                : firstAttempt.plus(window).isBefore(now);
    }

    /** Whether an unknown outcome has to wait for a person at once. */
    static boolean holds(TagConfig tag) {
        return tag.limits().dedupWindow() == null && tag.onUnknown() == TagConfig.OnUnknown.HOLD;
    }

    /** The same of one event, of which the platform may not recognise a repeat although it does of others. */
    static boolean holds(TagConfig tag, Ready one) {
        return holds(tag) || (!one.item().recognised() && tag.onUnknown() == TagConfig.OnUnknown.HOLD);
    }

    private void hold(long seq, @Nullable Parked earlier, Instant now, String detail) {
        hold(seq, earlier, now, detail, earlier == null ? "" : earlier.lines());
    }

    private void hold(long seq, @Nullable Parked earlier, Instant now, String detail, String lines) {
        parked.add(Parked.of(seq, Parking.HELD, null, Reason.UNKNOWN_OUTCOME, detail)
                .tried(earlier, now, true)
                .lines(lines));
    }

    private void decide(long seq, Verdict verdict, @Nullable Reason reason, String detail) {
        decisions.add(new Decision(seq, verdict, reason, detail));
    }
}
