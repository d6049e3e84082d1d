package io.taghub.store;

import io.taghub.event.Money;
import io.taghub.tag.Reason;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What became of events, in sums by day, and what is left of an event once its body is gone. */
public interface ReportStore {
    /** Totals of days are kept for so long; an event counts on the day of its own time. */
    int DAYS = 400;

    /**
     * What is counted together.
     *
     * @param day of the event's own time, in the time zone that was asked for
     * @param tag empty for the event by itself, which is counted once whoever it is for
     * @param verdict null where there is none yet, and of the event by itself
     * @param reason where there is one; of what has no verdict yet why it waits, null where the lane has not come to it
     * @param currency empty where the event is worth nothing or nobody said in which
     */
    record Line(
            LocalDate day,
            String event,
            String tag,
            @Nullable Verdict verdict,
            @Nullable Reason reason,
            String currency) {}

    /** So many, worth so much together. */
    record Sum(long count, BigDecimal value) {
        public static final Sum NOTHING = new Sum(0, BigDecimal.ZERO);

        public Sum plus(Sum other) {
            return new Sum(count + other.count, value.add(other.value));
        }
    }

    /**
     * What is left of an event, as long as its attempts and verdicts are kept: nothing that says whose it was.
     *
     * @param id {@link #mark} of its id
     * @param order mark of its order, 0 where it had none
     * @param clicks marks of the click ids that the event itself had
     */
    record Remnant(
            long seq,
            String name,
            Instant time,
            Instant received,
            @Nullable Money money,
            @Nullable String status,
            long id,
            long order,
            Set<Long> clicks) {}

    /**
     * All of these days' sums, as of one moment: of each tag they add up to the events since it was set up.
     *
     * @param to the last day
     */
    Map<Line, Sum> totals(LocalDate from, LocalDate to, ZoneId zone);

    /** What is left of the events with this id, one for each name. */
    List<Remnant> gone(String eventId);

    /** What is left of events whose own time is in {@code [from, to)}, in no order. */
    void gone(Instant from, Instant to, Consumer<Remnant> each);

    /** A keyed hash of an id, by which {@link Remnant}s are compared. */
    long mark(String id);

    /** A tag's attempts made in {@code [from, to)}, in order. */
    void attempts(String tag, Instant from, Instant to, Consumer<Attempt> each);

    /** For a store that keeps nothing. */
    ReportStore NONE = new ReportStore() {
        @Override
        public Map<Line, Sum> totals(LocalDate from, LocalDate to, ZoneId zone) {
            return Map.of();
        }

        @Override
        public List<Remnant> gone(String eventId) {
            return List.of();
        }

        @Override
        public void gone(Instant from, Instant to, Consumer<Remnant> each) {}

        @Override
        public long mark(String id) {
            return id.hashCode();
        }

        @Override
        public void attempts(String tag, Instant from, Instant to, Consumer<Attempt> each) {}
    };
}
