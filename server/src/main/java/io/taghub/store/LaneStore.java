package io.taghub.store;

import io.taghub.tag.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where each tag's lane stands in the journal, what it put aside, what it tried, and what became of every event. */
public interface LaneStore {

    /** The right to move a lane, until another node takes it over with a higher epoch. */
    record Lease(String tag, String node, long epoch) {}

    /** A write with a lease that another node has taken over: nothing of it was kept. */
    final class FencedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public FencedException(String tag) {
            super("another node has taken over the lane of " + tag);
        }
    }

    /**
     * Where a lane stands. The events in {@code (cursor, head]} and {@code (backlogFrom, backlogTo]} are still to come;
     * the backlog is what a lane put off so that live events need not wait behind it.
     *
     * @param start head of the journal when the lane was made; earlier events do not concern it
     */
    record Position(long start, long cursor, long backlogFrom, long backlogTo) {
        public boolean hasBacklog() {
            return backlogFrom < backlogTo;
        }

        public boolean inBacklog(long seq) {
            return seq > backlogFrom && seq <= backlogTo;
        }

        /** Every event up to this one has been passed. */
        public long passed() {
            return hasBacklog() ? Math.min(cursor, backlogFrom) : cursor;
        }

        /** The same with the live events passed up to this one. */
        public Position reached(long seq) {
            return new Position(start, seq, backlogFrom, backlogTo);
        }

        /** The same with the backlog passed up to this event. */
        public Position backlogReached(long seq) {
            return new Position(start, cursor, seq, backlogTo);
        }

        /** On the way to there, only as far as before this event. */
        public Position before(long seq, Position there) {
            return there.cursor == cursor ? there.backlogReached(seq - 1) : there.reached(seq - 1);
        }

        /** Everything up to the head is put off. */
        public Position puttingOff(long head) {
            return new Position(start, head, cursor, head);
        }
    }

    /**
     * By what an event counts once at a receiver.
     *
     * @param key equal for events that may repeat each other, such as those of one user under one name
     * @param user whose event it is; as long as they are remembered, so is this. Null for nobody's
     * @param status empty where there is none
     * @param value amount and currency, empty where there is none; of what a user or a click has once, its order
     * @param alike what of the value makes a repeat
     */
    record Once(long seq, String key, @Nullable String user, String status, String value, Alike alike) {
        public Once(long seq, String key, @Nullable String user, String status, String value) {
            this(seq, key, user, status, value, Alike.WORTH);
        }

        /** What one that has the same key and status has to have in common with an earlier one to repeat it. */
        public enum Alike {
            /** The value, where both have one. */
            WORTH,
            /** Nothing more. */
            AGAIN,
            /** It must be of another order: of the same it is another word, and compared under that. */
            ELSEWHERE
        }

        /** The same of a user or a click. */
        public Once restating(boolean corrects) {
            return new Once(seq, key, user, status, value, corrects ? Alike.ELSEWHERE : Alike.AGAIN);
        }

        public boolean restates() {
            return alike == Alike.ELSEWHERE;
        }

        /** @param value whether both have the same value, or one of them none */
        public boolean repeats(boolean value) {
            return switch (alike) {
                case WORTH -> value;
                case AGAIN -> true;
                case ELSEWHERE -> !value;
            };
        }
    }

    /**
     * The last event before it in the journal that has the same key and is on its way to the receiver, has arrived or waits
     * for what becomes of another; where there is none, the next one after it.
     *
     * @param sameStatus whether it has the same status
     * @param sameValue whether its value makes it a repeat
     * @param latest the last one after it, 0 where there is none
     */
    record Counted(long seq, boolean sameStatus, boolean sameValue, long latest) {
        public boolean same() {
            return sameStatus && sameValue;
        }
    }

    /**
     * The final fate of one event, with the reason where there is one.
     *
     * @param config hash of the config that decided, empty where a person did or nobody wrote it down
     */
    record Decision(long seq, Verdict verdict, @Nullable Reason reason, String detail, String config) {
        public Decision(long seq, Verdict verdict, @Nullable Reason reason, String detail) {
            this(seq, verdict, reason, detail, "");
        }
    }

    /**
     * Everything one step of a lane changes, in one transaction. Each event of the step appears in exactly one of
     * {@code decisions} and {@code parked}; what was parked before and is decided now leaves the parking.
     *
     * @param position where the lane stands afterwards
     * @param intentsDone whether the step's intents are resolved by it
     * @param counting those of its events that count once and from now on do, or wait to; what is decided against does not
     * @param config hash of the config by which all of it was decided and attempted
     */
    record Step(
            Position position,
            List<Decision> decisions,
            List<Parked> parked,
            List<Attempt> attempts,
            boolean intentsDone,
            List<Once> counting,
            String config) {
        public Step(
                Position position,
                List<Decision> decisions,
                List<Parked> parked,
                List<Attempt> attempts,
                boolean intentsDone) {
            this(position, decisions, parked, attempts, intentsDone, List.of(), "");
        }

        /** The same, decided by the config of this hash. */
        public Step by(String hash) {
            return new Step(position, decisions, parked, attempts, intentsDone, counting, hash);
        }
    }

    /** What is known of an event at a tag, for {@code explain}. */
    sealed interface Fate {
        record Decided(Decision decision) implements Fate {}

        record Aside(Parked parked) implements Fate {}

        /** The lane has not come to it. */
        record Ahead() implements Fate {}

        /** The lane was made after the event. */
        record Before() implements Fate {}
    }

    /** Verdict and reason, for counting. */
    record Count(Verdict verdict, @Nullable Reason reason) {}

    /**
     * Conservation, per tag: {@code concerned = sum(verdicts) + ahead + aside}.
     *
     * @param concerned events admitted since the lane was made
     * @param ahead events the lane has not come to
     * @param waiting parked events by what they wait for, without the held ones, which {@code verdicts} counts
     * @param oldestWaiting when the oldest event ahead or aside was received, null if none waits
     */
    record Sums(
            long concerned,
            Map<Count, Long> verdicts,
            long ahead,
            Map<Reason, Long> waiting,
            @Nullable Instant oldestWaiting) {

        /** How many are parked. */
        public long aside() {
            return waiting.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** Every tag that has a lane, also those that are no longer configured. */
    List<String> tags();

    /** Makes the lane at the journal's head if it is new, and takes its lease if it is free, expired or our own. */
    Optional<Lease> lease(String tag, String node, Duration ttl);

    /** Prolongs a lease by the database's clock; false if it was taken over. */
    boolean renew(Lease lease, Duration ttl);

    /** Gives the lease back so that another node need not wait for it to expire. */
    void release(Lease lease);

    Position position(String tag);

    /**
     * Writes one step.
     *
     * @throws FencedException if the lease was taken over
     */
    void commit(Lease lease, Step step);

    /** Writes down that these events are about to be sent to a receiver that does not recognise repeats. */
    void intend(Lease lease, List<Long> seqs);

    /**
     * The store is a copy, and what waited in it may have been sent by the hub it was copied from.
     *
     * @param upTo events up to this one, if the lane has not come to them
     * @param since when the copy was made, or before
     */
    record Original(long upTo, Instant since) {
        /** Stands with what may have been sent like that. */
        public static final String DETAIL = "the store is a copy; it may have been sent since the copy was made";
    }

    /** Null if nothing may. */
    default @Nullable Original original(String tag) {
        return null;
    }

    /** Takes intents back: it is known that none of these events arrived. */
    void recall(Lease lease, List<Long> seqs);

    /** Events with an intent whose outcome was never written: sent, perhaps. */
    Set<Long> unresolved(String tag);

    /** For each of these events what it may repeat at the tag; missing where there is nothing. */
    Map<Once, Counted> counted(String tag, List<Once> events);

    /** Parked events due by now, oldest due first. */
    List<Parked> due(String tag, Instant now, int max);

    /** The next moment something parked is due, null if nothing is. */
    @Nullable
    Instant nextDue(String tag);

    /** Events held for a person, oldest first. */
    List<Parked> held(String tag, int max);

    Fate fate(String tag, long seq);

    /** The fates of several events, by sequence number. */
    Map<Long, Fate> fates(String tag, List<Long> seqs);

    /** The attempts that carried this event, in order of time. */
    List<Attempt> attempts(String tag, long seq);

    /** Why the lane rests although there is work, by a person's word: cleared by null. Survives restarts. */
    void pause(String tag, @Nullable Reason reason, String detail);

    /**
     * The same by the lane itself: set by a misconfiguration, cleared by null.
     *
     * @throws FencedException if the lease was taken over
     */
    void pause(Lease lease, @Nullable Reason reason, String detail);

    Optional<Pause> paused(String tag);

    record Pause(Reason reason, String detail, Instant since) {}

    /**
     * Decided events that match, in order, for a replay.
     *
     * @param from received at or after, null for any
     * @param to received before, null for any
     * @param reason null for any
     * @param after sequence number to go on from
     */
    List<Decision> decided(
            String tag,
            Set<Verdict> verdicts,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Reason reason,
            long after,
            int max);

    /**
     * Puts events back to be attempted as of {@code due}; their earlier verdict is taken back. Of one that may have
     * arrived at an earlier attempt that is remembered, unless it was held and a person says what to do.
     *
     * @param from those that do not have one of these verdicts now stay as they are
     * @return those put back
     */
    List<Long> reopen(String tag, List<Long> seqs, Set<Verdict> from, Instant due);

    /** Puts a held event back because a person wants it sent as it is; false if it is not held. */
    boolean release(String tag, long seq, Instant due);

    /**
     * Decides held events by a person's word.
     *
     * @return those decided; what is not held stays as it is
     */
    Set<Long> settle(String tag, List<Decision> decisions);

    Sums sums(String tag);
}
