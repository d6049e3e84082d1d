package io.taghub.delivery;

import io.taghub.config.Defaults;
import io.taghub.config.TagConfig;
import io.taghub.outbound.Exchange;
import io.taghub.store.LaneStore.Decision;
import io.taghub.store.LaneStore.Lease;
import io.taghub.store.LaneStore.Position;
import io.taghub.store.LaneStore.Step;
import io.taghub.store.Parked;
import io.taghub.store.Parking;
import io.taghub.store.Store;
import io.taghub.store.Verdict;
import io.taghub.tag.Outcome;
import io.taghub.tag.Reading;
import io.taghub.tag.Reason;
import io.taghub.tag.Request;
import io.taghub.time.HubClock;
import io.taghub.time.Seldom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks platforms that answer later what became of what they accepted: one question per handle, less and less often. */
final class Inquiry {
    /** Long enough that the halves do not meet in one request. */
    private static final Duration APART = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Inquiry.class);
    private static final Duration LONGEST = Duration.ofHours(6);

    private final TagConfig tag;
    private final Function<Request, Exchange> outbound;
    private final Store store;
    private final Schedule schedule;
    private final HubClock clock;
    private final Supplier<String> decides;
    private final BiFunction<Long, Outcome, Outcome> redacted;
    private final Seldom refused = new Seldom();

    /**
     * @param decides hash of the config in force
     * @param redacted takes out of an outcome what the platform may quote of the event with this number
     */
    Inquiry(
            TagConfig tag,
            Function<Request, Exchange> outbound,
            Store store,
            Schedule schedule,
            HubClock clock,
            Supplier<String> decides,
            BiFunction<Long, Outcome, Outcome> redacted) {
        this.tag = tag;
        this.outbound = outbound;
        this.store = store;
        this.schedule = schedule;
        this.clock = clock;
        this.decides = decides;
        this.redacted = redacted;
    }

    /**
     * Asks about some of what is due: as many handles as may be on their way at once, the longest due first.
     *
     * @param due ACCEPTED, in order of their due times; of the last handle some events may be missing
     * @param cut whether there is more
     * @return whether anything was asked
     */
    boolean ask(List<Parked> due, boolean cut, Position position, Lease lease, Instant now) {
        Map<String, List<Parked>> byHandle = new LinkedHashMap<>();
        due.forEach(one -> byHandle.computeIfAbsent(String.valueOf(one.handle()), handle -> new ArrayList<>())
                .add(one));
        if (cut && byHandle.size() > 1) {
            byHandle.remove(String.valueOf(due.getLast().handle()));
        }
        List<Decision> decisions = new ArrayList<>();
        List<Parked> parked = new ArrayList<>();
        Flight flight = new Flight(outbound);
        byHandle.entrySet().stream()
                .limit(Math.min(Defaults.IN_FLIGHT, tag.tag().atOnce()))
                .forEach(asked -> {
                    List<Parked> events = asked.getValue().stream()
                            .sorted(Comparator.comparingLong(Parked::seq))
                            .toList();
                    Instant next = now.plus(schedule.jittered(until(events.getFirst(), now)));
                    Request question = question(asked.getKey());
                    if (question == null) {
                        settle(events, undecided(events.size()), now, next, decisions, parked);
                    } else {
                        flight.send(
                                question,
                                landing -> settle(
                                        events,
                                        reading(asked.getKey(), landing.exchange(), events.size()),
                                        now,
                                        next,
                                        decisions,
                                        parked));
                    }
                });
        while (!flight.empty()) {
            flight.land();
        }
        store.lanes().commit(lease, new Step(position, decisions, parked, List.of(), false).by(decides.get()));
        return true;
    }

    private @Nullable Request question(String handle) {
        try {
            return tag.tag().status(handle);
        } catch (RuntimeException | LinkageError | StackOverflowError broken) {
            return null;
        }
    }

    /** Where the question itself failed nothing is decided. */
    private Reading reading(String handle, Exchange exchange, int size) {
        if (exchange instanceof Exchange.Answered(var response)) {
            try {
                Reading reading = tag.tag().readStatus(handle, response, size);
                if (!(reading instanceof Reading.Each(var outcomes)) || outcomes.size() == size) {
                    return reading;
                }
            } catch (RuntimeException | LinkageError | StackOverflowError unreadable) {
                return undecided(size);
            }
        }
        return undecided(size);
    }

    private static Reading undecided(int size) {
        return Reading.all(size, new Outcome.Accepted(""));
    }

    /** All events of a handle or none: the platform names them by their place among all of them. */
    private void settle(
            List<Parked> events,
            Reading reading,
            Instant now,
            Instant next,
            List<Decision> decisions,
            List<Parked> parked) {
        switch (reading) {
            case Reading.Each(var outcomes)
            when outcomes.stream().anyMatch(Inquiry::isOpen) ->
                events.forEach(event -> later(event, refusal(outcomes), now, next, decisions, parked));
            case Reading.Each(var outcomes) -> {
                for (int i = 0; i < events.size(); i++) {
                    settle(events.get(i), outcomes.get(i), now, decisions, parked);
                }
            }
            case Reading.Refused(var _, Outcome.Rejected why)
            when events.size() == 1 -> settle(events.getFirst(), why, now, decisions, parked);
            case Reading.Refused _ -> {
                for (int i = 0; i < events.size(); i++) {
                    takeApart(events.get(i), i < events.size() / 2, now, parked);
                }
            }
        }
    }

    /** The platform answers such questions to somebody else: its verdict will not come before that is mended. */
    private Outcome.@Nullable Misconfigured refusal(List<Outcome> outcomes) {
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Misconfigured refusal) {
                refused.tell(times -> LOG.warn(
                        "tag {}: the platform does not say what became of what it took, {} ({} x)",
                        tag.name(),
                        refusal.reason().text(),
                        times));
                return refusal;
            }
        }
        return null;
    }

    private static boolean isOpen(Outcome outcome) {
        return outcome instanceof Outcome.Accepted
                || outcome instanceof Outcome.Misconfigured
                || outcome instanceof Outcome.Unknown;
    }

    /** Some of a batch failed and the platform does not say which: the halves go again apart, and so on. */
    private static void takeApart(Parked event, boolean firstHalf, Instant now, List<Parked> parked) {
        parked.add(Parked.of(
                        event.seq(),
                        Parking.RETRY,
                        firstHalf ? now : now.plus(APART),
                        Reason.PENDING_VERDICT,
                        "part of a batch of which some events failed")
                .after(event.attempts(), event.firstAttempt(), false));
    }

    private void settle(Parked event, Outcome outcome, Instant now, List<Decision> decisions, List<Parked> parked) {
        switch (redacted.apply(event.seq(), outcome)) {
            case Outcome.Delivered(String note) ->
                decisions.add(new Decision(
                        event.seq(),
                        Verdict.DELIVERED,
                        null,
                        Aftermath.with(note, event.unknown() ? "" : event.detail())));
            case Outcome.Duplicate() ->
                decisions.add(new Decision(event.seq(), Verdict.DUPLICATE, null, event.detail()));
            case Outcome.Rejected(Reason reason, String detail) ->
                decisions.add(new Decision(event.seq(), Verdict.REJECTED, reason, detail));
            case Outcome.Retryable(Reason reason, Duration after, String detail) ->
                parked.add(Parked.of(
                                event.seq(),
                                Parking.RETRY,
                                now.plus(schedule.delay(event.attempts(), after, false)),
                                reason,
                                detail)
                        .after(event.attempts(), event.firstAttempt(), false));
            case Outcome.Accepted _, Outcome.Misconfigured _, Outcome.Unknown _ ->
                throw new IllegalStateException("not decided yet");
        }
    }

    private static Duration until(Parked event, Instant now) {
        Duration waited = event.firstAttempt() == null ? Duration.ZERO : Duration.between(event.firstAttempt(), now);
        return waited.compareTo(LONGEST) > 0
                ? LONGEST
                : waited.compareTo(Aftermath.FIRST_QUESTION) < 0 ? Aftermath.FIRST_QUESTION : waited;
    }

    private void later(
            Parked event,
            Outcome.@Nullable Misconfigured refusal,
            Instant now,
            Instant next,
            List<Decision> decisions,
            List<Parked> parked) {
        Instant since = event.firstAttempt() == null ? now : event.firstAttempt();
        if (since.plus(Defaults.ASK_FOR).isBefore(clock.settled())) {
            over(event, refusal, since, decisions, parked);
            return;
        }
        Reason reason =
                refusal != null ? refusal.reason() : event.unknown() ? Reason.UNKNOWN_OUTCOME : Reason.PENDING_VERDICT;
        parked.add(Parked.of(event.seq(), Parking.ACCEPTED, next, reason, event.detail())
                .after(event.attempts(), since, event.unknown())
                .asking(Objects.requireNonNull(event.handle())));
    }

    /** The platform never said what became of it: what it took is believed, of what nobody knows a person decides. */
    private static void over(
            Parked event,
            Outcome.@Nullable Misconfigured refusal,
            Instant since,
            List<Decision> decisions,
            List<Parked> parked) {
        String why = refusal == null ? "the platform never said more" : "it refuses to say more: " + refusal.detail();
        if (event.unknown()) {
            parked.add(Parked.of(event.seq(), Parking.HELD, null, Reason.UNKNOWN_OUTCOME, "no answer came; " + why)
                    .after(event.attempts(), since, true));
        } else {
            decisions.add(new Decision(event.seq(), Verdict.DELIVERED, Reason.PENDING_VERDICT, "accepted; " + why));
        }
    }
}
