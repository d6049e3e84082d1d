package io.taghub.store;

import io.taghub.event.Channel;
import io.taghub.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every admitted event once, in admission order. Sequence numbers start at 1, have no gaps, and become visible in order:
 * whoever has read {@code n} has seen everything up to {@code n}.
 */
public interface Journal {

    /**
     * One copy of an event on its way in.
     *
     * @param dedupWindow how long a second copy of (name, id) is recognised, counted from the first
     * @param pair null where the event goes into the log at once
     * @param conversion whether money depends on the event, so that a back end's word in it settles whose click counts
     * @param claims whether a browser's word alone may say that its visitor is its user
     * @param voice the visitor whose word on consent the event carries, where it may not be kept as theirs; else null
     */
    record Incoming(
            Event event,
            Duration dedupWindow,
            @Nullable Pair pair,
            boolean conversion,
            boolean claims,
            @Nullable String voice) {

        public Incoming(Event event, Duration dedupWindow, @Nullable Pair pair) {
            this(event, dedupWindow, pair, false, true, null);
        }
    }

    /**
     * Hold the first copy for its twin from the other channel.
     *
     * @param prefer whose values win, field by field
     * @param patience how long at most
     */
    record Pair(Channel prefer, Duration patience) {}

    /** What became of a copy. */
    sealed interface Admission {
        /** First copy, in the log. */
        record Admitted(long seq) implements Admission {}

        /** First copy, durable, and waiting for its twin. */
        record Waiting(Instant until) implements Admission {}

        /**
         * A copy was here before.
         *
         * @param twin whether it was the other channel's; its values were merged in and the copy is kept for the console
         */
        record Duplicate(boolean twin) implements Admission {}
    }

    /**
     * An event in the log.
     *
     * @param agreed what the person had agreed to as of this place
     */
    record Entry(long seq, Event event, Agreed agreed) {}

    /**
     * An event as found for a person who asks.
     *
     * @param seq its place in the log, null while it waits for its twin
     * @param waitsUntil when it stops waiting for its twin, null if it does not
     * @param copies the copies it was merged from in order of arrival; one, equal to the event, where there was only one
     */
    record Found(Event event, @Nullable Long seq, @Nullable Instant waitsUntil, List<Event> copies) {}

    /**
     * Counts since the journal was made.
     *
     * @param admitted events in the log
     * @param waiting events that wait for a twin now
     * @param duplicates copies that told nothing new
     * @param twins copies from the other channel that were merged in
     * @param claims browsers that claimed to be a user who was known from another one
     */
    record Counts(long admitted, long waiting, long duplicates, long twins, long claims) {}

    /**
     * Admits copies: dedup, append or hold, identity, all in one durable transaction that may be shared with other
     * callers (group commit). Blocks until then. One admission per copy, same order.
     *
     * @throws StoreUnavailableException if nothing of it could be kept
     */
    List<Admission> admit(List<Incoming> copies);

    /**
     * Learns what a browser says without reporting an event: its word on consent, the click that brought it, whose it is.
     * Nothing of it enters the log. Durable when it returns.
     *
     * @param word has what an event would have
     * @throws StoreUnavailableException if it could not be kept
     */
    void hear(Incoming word);

    /** Puts into the log what has waited long enough for its twin; answers how many. */
    int release(Instant now);

    /** The next moment {@link #release} has something to do, null if nothing waits. */
    @Nullable
    Instant nextRelease();

    /** Sequence number of the newest event in the log, 0 if there is none. */
    long head();

    /** Up to {@code max} events after {@code seq}, in order. */
    List<Entry> read(long seq, int max);

    /** These events, in order; those already trimmed are missing. */
    List<Entry> read(List<Long> seqs);

    /** The event before the first that was received at this time or later: by halves, since places follow arrival. */
    default long before(Instant received) {
        long low = 0;
        long high = head();
        while (low < high) {
            long middle = (low + high) >>> 1;
            List<Entry> next = read(middle, 1);
            if (!next.isEmpty() && next.getFirst().event().received().isBefore(received)) {
                low = next.getFirst().seq();
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** All events with this id (several names may share one), waiting ones included. */
    List<Found> find(String eventId);

    /** Newest first. Those waiting for a twin come before those in the log. */
    List<Found> latest(int limit);

    Counts counts();

    /**
     * Forgets what is older than it need be, in slices that do not stall admission: event bodies received before
     * {@code bodies} that no lane waits for, attempts made before {@code attempts} and what was kept of the events that were
     * received before, identity not touched since {@code identity}, dedup keys past their window, and totals of days older
     * than {@link ReportStore#DAYS}.
     *
     * @return rows removed
     */
    long trim(Instant now, Instant bodies, Instant attempts, Instant identity);

    /** Called after events were put into the log, from the writing thread; must not block. */
    void onAppend(Runnable listener);
}
