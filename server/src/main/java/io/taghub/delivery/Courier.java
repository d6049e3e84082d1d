package io.taghub.delivery;

import io.taghub.config.Defaults;
import io.taghub.config.TagConfig;
import io.taghub.delivery.lines.LineTally;
import io.taghub.outbound.Exchange;
import io.taghub.quality.Coverage;
import io.taghub.store.Attempt;
import io.taghub.tag.Item;
import io.taghub.tag.Outcome;
import io.taghub.tag.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Sends what is ready in batches, several at a time, and stops when the platform has had enough. */
final class Courier {
    private final TagConfig tag;
    private final Function<Request, Exchange> outbound;
    private final InstantSource clock;
    private final AttemptLog log;
    private final BiConsumer<String, Duration> meter;
    private final Coverage coverage;
    private final boolean severalWays;
    private final Pace pace;

    /** @param meter told of each attempt its result, in the word that {@code Attempt} keeps, and how long it took */
    Courier(
            TagConfig tag,
            Function<Request, Exchange> outbound,
            AttemptLog log,
            InstantSource clock,
            BiConsumer<String, Duration> meter,
            Coverage coverage) {
        this.tag = tag;
        this.outbound = outbound;
        this.log = log;
        this.clock = clock;
        this.meter = meter;
        this.coverage = coverage;
        this.severalWays = tag.hasSeveralWays();
        this.pace = new Pace(tag.limits().requestsPerMinute());
    }

    /**
     * What a delivery came to.
     *
     * @param sent each event that went out, once
     * @param unsent events that did not go out because the platform had enough or the hub stops
     */
    record Report(List<SentItem> sent, List<Ready> unsent, List<Attempt> attempts) {
        /**
         * Whether nothing of it can have arrived. What may have is another matter: when it was first sent must be
         * remembered.
         */
        boolean arrivedNowhere() {
            return !(sent.isEmpty() && unsent.isEmpty())
                    && sent.stream()
                            .allMatch(one -> one.lines().isEmpty()
                                    && (one.outcome() instanceof Outcome.Misconfigured
                                            || (Tried.isFailure(one.outcome()) && !one.unknown())));
        }

        /** Whether some of it came up against a wrong token or setting. */
        boolean isMisconfigured() {
            return sent.stream().anyMatch(one -> one.outcome() instanceof Outcome.Misconfigured);
        }

        /** How the last attempt failed, the same as long as it fails the same way; empty where none was made. */
        String failure() {
            return attempts.isEmpty()
                    ? ""
                    : attempts.getLast().result()
                            + attempts.getLast().status()
                            + attempts.getLast().reason();
        }

        /**
         * The one about the event whose turn it was.
         *
         * @param alike the how manieth in a row it is that failed like that
         */
        List<Attempt> firstAttempt(int alike) {
            return attempts.stream()
                    .min(Comparator.comparing(attempt -> attempt.seqs().getFirst()))
                    .map(attempt -> alike == 1 ? attempt : attempt.saying("number " + alike + " that failed like this"))
                    .map(List::of)
                    .orElse(List.of());
        }

        /** The first of those at the end that did not go out; they may stay in the journal. */
        long left() {
            long last = sent.stream().mapToLong(one -> one.ready().seq()).max().orElse(0);
            return unsent.stream()
                    .mapToLong(Ready::seq)
                    .filter(seq -> seq > last)
                    .min()
                    .orElse(Long.MAX_VALUE);
        }
    }

    /**
     * @param suspicious whether a failing batch is taken apart also where the platform blames no event: after a failure a
     *     single event may be what makes the platform fail
     * @param lastLook says of a batch right before it goes which of it still may
     * @param stopping whether nothing more may be sent, so that no request need wait for its turn
     */
    Report deliver(List<Ready> ready, boolean suspicious, LastLook lastLook, BooleanSupplier stopping) {
        Trip trip = new Trip(lastLook, stopping);
        Sorting sorting = new Sorting(trip, log, suspicious, one -> Aftermath.holds(tag, one));
        List<Ready> wholes = new ArrayList<>(ready.size());
        for (Ready one : ready) {
            List<Item> lines = lines(one);
            if (lines.size() > 1) {
                new Order(trip, sorting, one, lines).carry();
            } else {
                wholes.add(one);
            }
        }
        batches(wholes).forEach(sorting::carry);
        trip.run();
        sorting.sent().stream()
                .filter(one -> one.outcome() instanceof Outcome.Delivered || one.outcome() instanceof Outcome.Accepted)
                .forEach(one -> coverage.count(one.ready().event()));
        return new Report(sorting.sent(), sorting.unsent(), trip.attempts);
    }

    /** What it takes a call each to tell; a tag that fails at this fails again where the request is made. */
    private List<Item> lines(Ready one) {
        try {
            return tag.tag().lines(one.item());
        } catch (RuntimeException | LinkageError | StackOverflowError broken) {
            return List.of(one.item());
        }
    }

    /** An order that is told line by line, one after the other: what is over of it is not sent again. */
    private final class Order {
        private final Trip trip;
        private final Sorting sorting;
        private final Ready whole;
        private final List<Item> lines;
        private LineTally tally;
        private boolean tried;
        private boolean unknown;

        private Order(Trip trip, Sorting sorting, Ready whole, List<Item> lines) {
            this.trip = trip;
            this.sorting = sorting;
            this.whole = whole;
            this.lines = lines;
            this.tally = LineTally.of(
                    lines.size(), whole.earlier() == null ? "" : whole.earlier().lines());
        }

        private void carry() {
            send(tally.next(1));
        }

        private void send(int line) {
            if (line > tally.lines()) {
                sorting.keep(whole, tally.outcome(), unknown, tally.notes());
            } else {
                // Who may be told of the first line may be told of the others a moment later.
                trip.line(whole, lines.get(line - 1), !tried, (went, came) -> arrived(line, came));
            }
        }

        private void arrived(int line, Tried came) {
            if (came == Tried.NOT_SENT && !tried) {
                sorting.unsent().add(whole);
            } else if (came == Tried.NOT_SENT) {
                tally = tally.untried(line);
                sorting.keep(whole, tally.outcome(), unknown, tally.notes());
            } else {
                tried = true;
                unknown |= came.unknown();
                tally = tally.with(line, came.first());
                send(tally.next(line + 1));
            }
        }
    }

    /** Asked right before a request is made. */
    @FunctionalInterface
    interface LastLook extends UnaryOperator<List<Ready>> {}

    private List<List<Ready>> batches(List<Ready> ready) {
        Map<String, List<Ready>> groups = new LinkedHashMap<>();
        List<List<Ready>> batches = new ArrayList<>();
        for (Ready one : ready) {
            if (one.goesAlone()) {
                batches.add(List.of(one));
            } else {
                groups.computeIfAbsent(one.item().group(), group -> new ArrayList<>())
                        .add(one);
            }
        }
        int size = tag.limits().maxBatch();
        for (List<Ready> group : groups.values()) {
            for (int from = 0; from < group.size(); from += size) {
                batches.add(group.subList(from, Math.min(group.size(), from + size)));
            }
        }
        return batches;
    }

    /** One delivery: requests leave in order, and what comes back may lead to further ones. */
    final class Trip {
        /** @param line of the only one in the batch, where it does not go as a whole */
        private record Job(
                List<Ready> batch, Arrival then, @Nullable Item line, boolean looks) {}

        private final LastLook lastLook;
        private final BooleanSupplier stopping;
        private final Flight flight = new Flight(outbound);
        private final Deque<Job> jobs = new ArrayDeque<>();
        private final List<Attempt> attempts = new ArrayList<>();
        private int failedInARow;
        private final Set<String> enough = new HashSet<>();

        private Trip(LastLook lastLook, BooleanSupplier stopping) {
            this.lastLook = lastLook;
            this.stopping = stopping;
        }

        /** @param then gets what went out of the batch and what it came to */
        void send(List<Ready> batch, Arrival then) {
            jobs.add(new Job(batch, then, null, true));
        }

        /** @param looks whether it is asked once more if it may go */
        private void line(Ready whole, Item line, boolean looks, Arrival then) {
            jobs.add(new Job(List.of(whole), then, line, looks));
        }

        private void run() {
            while (!jobs.isEmpty() || !flight.empty()) {
                boolean waits = pace.untilTurn() > 0 && !flight.empty();
                // The more failed in a row, the fewer are sent after them.
                boolean full = flight.size() >= tag.tag().atOnce()
                        || (flight.size() > 0 && flight.size() + failedInARow >= Defaults.IN_FLIGHT);
                if (jobs.isEmpty() || full || waits) {
                    flight.land();
                } else {
                    depart(jobs.remove());
                }
            }
        }

        /** By what the platform can be asked whether it has this batch; null where it cannot. */
        @Nullable
        String lookup(List<Ready> batch) {
            try {
                return tag.tag()
                        .lookup(batch.stream().map(Ready::item).toList())
                        .orElse(null);
            } catch (RuntimeException | LinkageError | StackOverflowError broken) {
                return null;
            }
        }

        private void depart(Job job) {
            if (enough.contains(way(job.batch)) || failedInARow >= Defaults.IN_FLIGHT) {
                job.then.arrived(job.batch, Tried.NOT_SENT);
                return;
            }
            pace.await(stopping);
            List<Ready> batch =
                    job.looks ? lastLook.apply(job.batch) : stopping.getAsBoolean() ? List.<Ready>of() : job.batch;
            if (batch.isEmpty()) {
                job.then.arrived(job.batch, Tried.NOT_SENT);
                return;
            }
            Instant at = clock.instant();
            List<Item> items =
                    job.line == null ? batch.stream().map(Ready::item).toList() : List.of(job.line);
            Request request;
            try {
                request = tag.tag().request(items);
            } catch (RuntimeException | LinkageError | StackOverflowError broken) {
                job.then.arrived(batch, Tried.unmade(broken));
                return;
            }
            flight.send(request, landing -> landed(job, batch, items, request, landing, at));
        }

        /** Where it goes, as far as that makes a difference. */
        private String way(List<Ready> batch) {
            return severalWays ? batch.getFirst().item().group() : "";
        }

        private void landed(
                Job job, List<Ready> batch, List<Item> items, Request request, Flight.Landing landing, Instant at) {
            Tried tried = Tried.of(tag.tag(), landing.exchange(), items);
            meter.accept(tried.result(), landing.took());
            attempts.add(log.attempt(batch, request, landing.exchange(), tried, at, landing.took()));
            failedInARow = tried.failed() ? failedInARow + 1 : 0;
            if (tried.enough()) {
                enough.add(way(batch));
            }
            job.then.arrived(batch, tried);
        }
    }

    /** What is done when a request is back. */
    @FunctionalInterface
    interface Arrival {
        /** @param batch what of it went out; with {@link Tried#NOT_SENT} what did not */
        void arrived(List<Ready> batch, Tried tried);
    }
}
