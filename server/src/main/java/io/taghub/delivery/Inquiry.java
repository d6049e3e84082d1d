package io.taghub.delivery;

import io.taghub.config.TagConfig;
import io.taghub.outbound.Exchange;
import io.taghub.store.LaneStore;
import io.taghub.store.LaneStore.Decision;
import io.taghub.store.LaneStore.Lease;
import io.taghub.store.LaneStore.Parked;
import io.taghub.store.LaneStore.Parking;
import io.taghub.store.LaneStore.Position;
import io.taghub.store.LaneStore.Step;
import io.taghub.store.Verdict;
import io.taghub.tag.Outcome;
import io.taghub.tag.Reading;
import io.taghub.tag.Reason;
import io.taghub.tag.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Asks platforms that answer later what became of what they accepted: one question per handle, less and less often. */
final class Inquiry {
    /** A platform that has not said anything by then never will; the event counts as delivered, and the reason says so. */
    private static final Duration GIVE_UP = Duration.ofDays(3);

    /** Long enough that the halves do not meet in one request. */
    private static final Duration APART = Duration.ofMinutes(1);

    private static final Duration LONGEST = Duration.ofHours(6);

    private final TagConfig tag;
    private final Function<Request, Exchange> outbound;
    private final LaneStore lanes;
    private final Schedule schedule;

    Inquiry(TagConfig tag, Function<Request, Exchange> outbound, LaneStore lanes, Schedule schedule) {
        this.tag = tag;
        this.outbound = outbound;
        this.lanes = lanes;
        this.schedule = schedule;
    }

    void ask(List<Parked> accepted, Position position, Lease lease, Instant now) {
        Map<String, List<Parked>> byHandle = new LinkedHashMap<>();
        accepted.stream()
                .sorted(Comparator.comparingLong(Parked::seq))
                .forEach(one -> byHandle.computeIfAbsent(String.valueOf(one.handle()), handle -> new ArrayList<>())
                        .add(one));
        List<Decision> decisions = new ArrayList<>();
        List<Parked> parked = new ArrayList<>();
        byHandle.forEach((handle, events) -> {
            Reading reading = reading(handle, events.size());
            for (int i = 0; i < events.size(); i++) {
                switch (reading) {
                    case Reading.Each(List<Outcome> outcomes) ->
                        settle(events.get(i), outcomes.get(i), now, decisions, parked);
                    case Reading.Refused refused -> takeApart(events.get(i), i < events.size() / 2, now, parked);
                }
            }
        });
        lanes.commit(lease, new Step(position, decisions, parked, List.of(), false));
    }

    /** Where the question itself failed nothing is decided. */
    private Reading reading(String handle, int size) {
        if (outbound.apply(tag.tag().status(handle)) instanceof Exchange.Answered(var response)) {
            Reading reading = tag.tag().readStatus(response, size);
            if (!(reading instanceof Reading.Each(var outcomes)) || outcomes.size() == size) {
                return reading;
            }
        }
        return Reading.all(size, new Outcome.Accepted(handle));
    }

    /** Some of a batch failed and the platform does not say which: the halves go again apart, and so on. */
    private static void takeApart(Parked event, boolean firstHalf, Instant now, List<Parked> parked) {
        parked.add(new Parked(
                event.seq(),
                Parking.RETRY,
                firstHalf ? now : now.plus(APART),
                event.attempts(),
                event.firstAttempt(),
                false,
                Reason.REJECTED_BY_PLATFORM,
                "part of a batch of which some events failed",
                null));
    }

    private void settle(Parked event, Outcome outcome, Instant now, List<Decision> decisions, List<Parked> parked) {
        switch (outcome) {
            case Outcome.Delivered() -> decisions.add(new Decision(event.seq(), Verdict.DELIVERED, null, ""));
            case Outcome.Duplicate() -> decisions.add(new Decision(event.seq(), Verdict.DUPLICATE, null, ""));
            case Outcome.Rejected(Reason reason, String detail) ->
                decisions.add(new Decision(event.seq(), Verdict.REJECTED, reason, detail));
            case Outcome.Retryable(Reason reason, Duration after, String detail) ->
                parked.add(new Parked(
                        event.seq(),
                        Parking.RETRY,
                        now.plus(schedule.delay(event.attempts(), after, false)),
                        event.attempts(),
                        event.firstAttempt(),
                        false,
                        reason,
                        detail,
                        null));
            case Outcome.Accepted _, Outcome.Misconfigured _ -> later(event, now, decisions, parked);
        }
    }

    private void later(Parked event, Instant now, List<Decision> decisions, List<Parked> parked) {
        Instant since = event.firstAttempt() == null ? now : event.firstAttempt();
        Duration waited = Duration.between(since, now);
        if (waited.compareTo(GIVE_UP) > 0) {
            decisions.add(new Decision(
                    event.seq(), Verdict.DELIVERED, Reason.PENDING_VERDICT, "accepted; the platform never said more"));
            return;
        }
        Duration next = waited.compareTo(LONGEST) > 0 ? LONGEST : waited;
        parked.add(new Parked(
                event.seq(),
                Parking.ACCEPTED,
                now.plus(schedule.jittered(
                        next.compareTo(Aftermath.FIRST_QUESTION) < 0 ? Aftermath.FIRST_QUESTION : next)),
                event.attempts(),
                since,
                false,
                Reason.PENDING_VERDICT,
                event.detail(),
                event.handle()));
    }
}
