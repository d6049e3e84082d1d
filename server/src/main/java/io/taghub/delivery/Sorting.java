package io.taghub.delivery;

import io.taghub.tag.Outcome;
import io.taghub.tag.Reading;
import io.taghub.tag.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Says what became of each event of a delivery, and finds the one that spoils a batch: by halves, so that among n events
 * it costs about log2(n) requests more, and one for those that were cleared meanwhile.
 */
final class Sorting {
    private final Courier.Trip trip;
    private final AttemptLog log;
    private final boolean suspicious;
    private final Predicate<Ready> holds;
    private final List<SentItem> sent = new ArrayList<>();
    private final List<Ready> unsent = new ArrayList<>();

    /**
     * @param suspicious whether a batch that only failed is searched too
     * @param holds whether this one, if it may have arrived, must not be sent again
     */
    Sorting(Courier.Trip trip, AttemptLog log, boolean suspicious, Predicate<Ready> holds) {
        this.trip = trip;
        this.log = log;
        this.suspicious = suspicious;
        this.holds = holds;
    }

    List<SentItem> sent() {
        return sent;
    }

    List<Ready> unsent() {
        return unsent;
    }

    void carry(List<Ready> batch) {
        trip.send(batch, (went, tried) -> settle(went, tried, true));
    }

    /** One culprit is the rule; where there are more, halving all of it is cheaper than a search for each. */
    private void carryOn(List<Ready> batch) {
        if (!batch.isEmpty()) {
            trip.send(inOrder(batch), (went, tried) -> settle(went, tried, false));
        }
    }

    private void settle(List<Ready> batch, Tried tried, boolean firstTime) {
        if (tried == Tried.NOT_SENT) {
            unsent.addAll(batch);
        } else if (tried.reading() instanceof Reading.Refused(var culprit, var why) && batch.size() > 1) {
            int index = culprit.orElse(-1);
            if (index >= 0 && index < batch.size()) {
                keep(List.of(batch.get(index)), List.of(why), false);
                carryOn(without(batch, index));
            } else if (firstTime && !tried.tooLarge()) {
                search(batch, List.of(), tried);
            } else {
                carryOn(firstHalf(batch));
                carryOn(secondHalf(batch));
            }
        } else if (suspicious && batch.size() > 1 && mayBeSearched(batch, tried)) {
            tryBothHalves(batch, tried);
        } else {
            keep(batch, tried.outcomes(batch.size()), tried.unknown());
        }
    }

    private boolean mayBeSearched(List<Ready> batch, Tried tried) {
        return tried.failed() && !(tried.unknown() && batch.stream().anyMatch(holds)) && !tried.enough();
    }

    /** If both halves fail the platform is down and nobody is to blame; if one fails, the culprit is in there. */
    private void tryBothHalves(List<Ready> batch, Tried whole) {
        trip.send(firstHalf(batch), (first, one) -> {
            if (one == Tried.NOT_SENT) {
                unsent.addAll(batch);
                return;
            }
            trip.send(secondHalf(batch), (second, two) -> {
                boolean down = one.failed() && (two.failed() || two == Tried.NOT_SENT);
                sortHalf(first, one, down, whole.unknown());
                sortHalf(second, two, down, whole.unknown());
            });
        });
    }

    private void sortHalf(List<Ready> half, Tried tried, boolean down, boolean unknownBefore) {
        if (tried != Tried.NOT_SENT && !down && half.size() > 1 && mayBeSearched(half, tried)) {
            search(half, List.of(), tried);
        } else if (tried.failed()) {
            keep(half, tried.outcomes(half.size()), tried.unknown() || unknownBefore);
        } else {
            settle(half, tried, true);
        }
    }

    /**
     * @param suspects one of them spoilt the batch; at least two
     * @param cleared were in the batch and are not to blame
     * @param spoilt what the batch came to
     */
    private void search(List<Ready> suspects, List<Ready> cleared, Tried spoilt) {
        List<Ready> second = secondHalf(suspects);
        trip.send(firstHalf(suspects), (first, tried) -> {
            if (tried == Tried.NOT_SENT) {
                unsent.addAll(suspects);
                unsent.addAll(cleared);
            } else if (spoilt.refused() ? tried.refused() : tried.failed()) {
                if (first.size() == 1) {
                    keep(first, tried.outcomes(1), tried.unknown());
                    carryOn(both(second, cleared));
                } else {
                    search(first, both(second, cleared), tried);
                }
            } else if (tried.failed()) {
                // The platform went down meanwhile: nobody can be told apart now.
                keep(first, tried.outcomes(first.size()), tried.unknown());
                unsent.addAll(second);
                unsent.addAll(cleared);
            } else {
                settle(first, tried, false);
                if (second.size() > 1) {
                    search(second, cleared, spoilt);
                } else {
                    suspect(second.getFirst(), spoilt);
                    carryOn(cleared);
                }
            }
        });
    }

    /** Nobody is refused for having been in bad company: the last one left goes alone before it is believed. */
    private void suspect(Ready last, Tried spoilt) {
        Outcome outcome = spoilt.refused()
                ? Outcome.retry(Reason.REJECTED_BY_PLATFORM, "refused among others, so it goes alone next")
                : spoilt.first();
        keep(List.of(last), List.of(outcome), spoilt.unknown());
    }

    /** An order told line by line. */
    void keep(Ready whole, Outcome outcome, boolean unknown, String lines) {
        sent.add(new SentItem(whole, log.redacted(outcome, whole.event()), unknown, lines, null));
    }

    private void keep(List<Ready> batch, List<Outcome> outcomes, boolean unknown) {
        String lookup = unknown ? trip.lookup(batch) : null;
        for (int i = 0; i < batch.size(); i++) {
            Ready ready = batch.get(i);
            sent.add(new SentItem(ready, log.redacted(outcomes.get(i), ready.event()), unknown, "", lookup));
        }
    }

    private static List<Ready> firstHalf(List<Ready> batch) {
        return batch.subList(0, batch.size() / 2);
    }

    private static List<Ready> secondHalf(List<Ready> batch) {
        return batch.subList(batch.size() / 2, batch.size());
    }

    private static List<Ready> both(List<Ready> some, List<Ready> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    private static List<Ready> without(List<Ready> batch, int index) {
        List<Ready> others = new ArrayList<>(batch);
        others.remove(index);
        return others;
    }

    /** Platforms that answer later name events by their place in the request, so that must be the journal's order. */
    private static List<Ready> inOrder(List<Ready> batch) {
        return batch.stream().sorted(Comparator.comparingLong(Ready::seq)).toList();
    }
}
