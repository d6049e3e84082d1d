package io.taghub.delivery;

import io.taghub.config.TagConfig;
import io.taghub.event.Event;
import io.taghub.outbound.Exchange;
import io.taghub.outbound.Redactor;
import io.taghub.store.LaneStore.Attempt;
import io.taghub.tag.Item;
import io.taghub.tag.Outcome;
import io.taghub.tag.Reading;
import io.taghub.tag.Reason;
import io.taghub.tag.Request;
import io.taghub.tag.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Sends what is ready in batches, several at a time, and says what became of each event. A batch refused because of one
 * event is taken apart until that event stands alone.
 */
final class Courier {
    /** Requests of one tag on the way at the same time. */
    static final int AT_ONCE = 16;

    /** Larger batches are kept without their body, which {@code explain} can rebuild for one event. */
    private static final int LARGEST_KEPT = 20;

    private static final int ANSWER_KEPT = 4096;

    private final TagConfig tag;
    private final Function<Request, Exchange> outbound;
    private final Redactor redactor;
    private final InstantSource clock;
    private final Pace pace;
    private final AttemptMeter meter;

    Courier(
            TagConfig tag,
            Function<Request, Exchange> outbound,
            Redactor redactor,
            InstantSource clock,
            AttemptMeter meter) {
        this.tag = tag;
        this.outbound = outbound;
        this.redactor = redactor;
        this.clock = clock;
        this.pace = new Pace(tag.limits().requestsPerMinute());
        this.meter = meter;
    }

    /** Everything a delivery came to; {@code sent} holds each event once. */
    record Report(List<Sent> sent, List<Attempt> attempts) {}

    /**
     * @param batch most events in a request, at most the tag's own limit
     * @param suspicious whether a failing batch is taken apart also when the platform does not blame an event: after a
     *     failure a single event may be what makes the platform fail
     */
    Report deliver(List<Ready> ready, int batch, boolean suspicious) {
        List<Sent> sent = Collections.synchronizedList(new ArrayList<>());
        List<Attempt> attempts = Collections.synchronizedList(new ArrayList<>());
        Trip trip = new Trip(sent, attempts, suspicious);
        List<List<Ready>> batches = batches(ready, batch);
        if (batches.size() == 1) {
            trip.carry(batches.getFirst());
        } else {
            allAtOnce(batches, trip);
        }
        return new Report(List.copyOf(sent), List.copyOf(attempts));
    }

    private static void allAtOnce(List<List<Ready>> batches, Trip trip) {
        Semaphore turns = new Semaphore(AT_ONCE);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> trips = new ArrayList<>();
            for (List<Ready> batch : batches) {
                turns.acquireUninterruptibly();
                trips.add(threads.submit(() -> {
                    try {
                        trip.carry(batch);
                    } finally {
                        turns.release();
                    }
                }));
            }
            for (Future<?> each : trips) {
                each.get();
            }
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending", stopped);
        }
    }

    private static List<List<Ready>> batches(List<Ready> ready, int size) {
        Map<String, List<Ready>> groups = new LinkedHashMap<>();
        ready.forEach(one -> groups.computeIfAbsent(one.item().group(), group -> new ArrayList<>())
                .add(one));
        List<List<Ready>> batches = new ArrayList<>();
        for (List<Ready> group : groups.values()) {
            for (int from = 0; from < group.size(); from += size) {
                batches.add(group.subList(from, Math.min(group.size(), from + size)));
            }
        }
        return batches;
    }

    /** One delivery: batches are carried, and taken apart where need be, into the same two lists. */
    private final class Trip {
        private final List<Sent> sent;
        private final List<Attempt> attempts;
        private final boolean suspicious;

        Trip(List<Sent> sent, List<Attempt> attempts, boolean suspicious) {
            this.sent = sent;
            this.attempts = attempts;
            this.suspicious = suspicious;
        }

        void carry(List<Ready> batch) {
            settle(batch, attempt(batch));
        }

        private void settle(List<Ready> batch, Try tried) {
            switch (tried.reading) {
                case Reading.Refused refused -> takeApart(batch, refused);
                case Reading.Each(List<Outcome> outcomes) -> {
                    if (suspicious && batch.size() > 1 && allRetryable(outcomes)) {
                        takeHalves(batch, tried);
                    } else {
                        keep(batch, outcomes, tried.unknown);
                    }
                }
            }
        }

        private void keep(List<Ready> batch, List<Outcome> outcomes, boolean unknown) {
            for (int i = 0; i < batch.size(); i++) {
                sent.add(new Sent(
                        batch.get(i), redacted(outcomes.get(i), batch.get(i).event()), unknown));
            }
        }

        private void takeApart(List<Ready> batch, Reading.Refused refused) {
            if (batch.size() == 1) {
                keep(batch, List.of(refused.why()), false);
                return;
            }
            int culprit = refused.culprit().orElse(-1);
            if (culprit >= 0 && culprit < batch.size()) {
                keep(List.of(batch.get(culprit)), List.of(refused.why()), false);
                List<Ready> others = new ArrayList<>(batch);
                others.remove(culprit);
                carry(others);
            } else {
                carry(batch.subList(0, batch.size() / 2));
                carry(batch.subList(batch.size() / 2, batch.size()));
            }
        }

        /** If both halves fail the platform is down and nobody is to blame; if one fails, the culprit is in there. */
        private void takeHalves(List<Ready> batch, Try whole) {
            List<Ready> first = batch.subList(0, batch.size() / 2);
            List<Ready> second = batch.subList(batch.size() / 2, batch.size());
            Try one = attempt(first);
            Try two = attempt(second);
            if (one.failed() && two.failed()) {
                keep(first, one.outcomes(first.size()), one.unknown || whole.unknown);
                keep(second, two.outcomes(second.size()), two.unknown || whole.unknown);
            } else {
                settle(first, one);
                settle(second, two);
            }
        }

        private Try attempt(List<Ready> batch) {
            pace.await();
            Instant at = clock.instant();
            long began = System.nanoTime();
            Request request;
            try {
                request = tag.tag().request(batch.stream().map(Ready::item).toList());
            } catch (RuntimeException broken) {
                return failedTag(batch, broken);
            }
            Exchange exchange = outbound.apply(request);
            Try tried = read(exchange, batch.size());
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            meter.record(tried.result(), took);
            attempts.add(written(batch, request, exchange, tried, at, took));
            return tried;
        }

        private Try failedTag(List<Ready> batch, RuntimeException broken) {
            Outcome failed =
                    new Outcome.Rejected(Reason.TAG_FAILED, broken.getClass().getSimpleName());
            return new Try(Reading.all(batch.size(), failed), false, 0);
        }
    }

    private Try read(Exchange exchange, int size) {
        return switch (exchange) {
            case Exchange.Answered(Response response) -> read(response, size);
            case Exchange.Unreachable(String detail) ->
                new Try(Reading.all(size, Outcome.retry(Reason.UNREACHABLE, detail)), false, 0);
            case Exchange.Unknown(String detail) ->
                new Try(Reading.all(size, Outcome.retry(Reason.UNKNOWN_OUTCOME, detail)), true, 0);
            case Exchange.Blocked(String detail) ->
                new Try(Reading.all(size, Outcome.misconfigured(Reason.BLOCKED_ADDRESS, detail)), false, 0);
            case Exchange.Unauthorised(String detail) ->
                new Try(Reading.all(size, Outcome.misconfigured(Reason.BAD_CREDENTIALS, detail)), false, 0);
        };
    }

    private Try read(Response response, int size) {
        if (response.status() >= 300 && response.status() < 400) {
            Outcome moved = Outcome.retry(Reason.PLATFORM_DOWN, "HTTP " + response.status() + " (never followed)");
            return new Try(Reading.all(size, moved), false, response.status());
        }
        try {
            Reading reading = tag.tag().read(response, size);
            if (reading instanceof Reading.Each(var outcomes) && outcomes.size() != size) {
                throw new IllegalStateException("a reading needs an outcome per item");
            }
            return new Try(reading, false, response.status());
        } catch (RuntimeException unreadable) {
            // It answered, so it may have taken the events: as unknown as no answer.
            String detail = unreadable.getClass().getSimpleName();
            return new Try(Reading.all(size, Outcome.retry(Reason.UNKNOWN_OUTCOME, detail)), true, response.status());
        }
    }

    /** A platform may quote what it did not like. */
    private Outcome redacted(Outcome outcome, Event event) {
        List<Event> about = List.of(event);
        return switch (outcome) {
            case Outcome.Delivered(), Outcome.Duplicate(), Outcome.Accepted _ -> outcome;
            case Outcome.Retryable(Reason reason, Duration after, String detail) ->
                new Outcome.Retryable(reason, after, redactor.text(detail, about));
            case Outcome.Rejected(Reason reason, String detail) ->
                new Outcome.Rejected(reason, redactor.text(detail, about));
            case Outcome.Misconfigured(Reason reason, String detail) ->
                new Outcome.Misconfigured(reason, redactor.text(detail, about));
        };
    }

    private static boolean allRetryable(List<Outcome> outcomes) {
        return outcomes.stream().allMatch(Outcome.Retryable.class::isInstance);
    }

    private record Try(Reading reading, boolean unknown, int status) {
        boolean failed() {
            return reading instanceof Reading.Each(var outcomes) && allRetryable(outcomes);
        }

        List<Outcome> outcomes(int size) {
            return reading instanceof Reading.Each(var outcomes)
                    ? outcomes
                    : Collections.nCopies(size, ((Reading.Refused) reading).why());
        }

        Outcome first() {
            return outcomes(1).getFirst();
        }

        String result() {
            if (reading instanceof Reading.Refused) {
                return "refused";
            }
            return switch (first()) {
                case Outcome.Delivered() -> "delivered";
                case Outcome.Accepted _ -> "accepted";
                case Outcome.Duplicate() -> "duplicate";
                case Outcome.Retryable _ -> unknown ? "unknown" : "retryable";
                case Outcome.Rejected _ -> "rejected";
                case Outcome.Misconfigured _ -> "misconfigured";
            };
        }
    }

    private Attempt written(
            List<Ready> batch, Request request, Exchange exchange, Try tried, Instant at, Duration took) {
        List<Event> events = batch.stream().map(Ready::event).toList();
        String sent = batch.size() <= LARGEST_KEPT
                ? redactor.request(request, events)
                : request.method() + " " + redactor.text(request.url().toString(), List.of()) + "\n\n(a batch of "
                        + batch.size() + " events, " + request.bodyText().length() + " characters)";
        String answer = exchange instanceof Exchange.Answered(Response response) ? response.text() : "";
        String kept = answer.length() > ANSWER_KEPT ? answer.substring(0, ANSWER_KEPT) + "…" : answer;
        boolean failed = !(tried.first() instanceof Outcome.Delivered);
        return new Attempt(
                batch.stream().map(Ready::seq).toList(),
                at,
                took,
                tried.result(),
                reason(tried.first()),
                redactor.text(detail(tried.first()), failed ? events : List.of()),
                tried.status,
                sent,
                redactor.text(kept, failed || batch.size() <= LARGEST_KEPT ? events : List.of()));
    }

    private static @org.jspecify.annotations.Nullable Reason reason(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered(), Outcome.Duplicate() -> null;
            case Outcome.Accepted _ -> Reason.PENDING_VERDICT;
            case Outcome.Retryable(Reason reason, var _, var _) -> reason;
            case Outcome.Rejected(Reason reason, var _) -> reason;
            case Outcome.Misconfigured(Reason reason, var _) -> reason;
        };
    }

    private static String detail(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered(), Outcome.Duplicate() -> "";
            case Outcome.Accepted(String handle) -> handle;
            case Outcome.Retryable(var _, var _, String detail) -> detail;
            case Outcome.Rejected(var _, String detail) -> detail;
            case Outcome.Misconfigured(var _, String detail) -> detail;
        };
    }

    /** Items of one request, for the pages that show what would go out. */
    static Request alone(TagConfig tag, Item item) {
        return tag.tag().request(List.of(item));
    }
}
