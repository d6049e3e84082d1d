package io.taghub.store.record;

import io.taghub.event.Event;
import io.taghub.event.Money;
import io.taghub.store.ReportStore.Sum;
import io.taghub.store.Verdict;
import io.taghub.tag.Reason;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts events by quarter hour of their own time and by what became of them. */
public final class Tallies {
    /** Every time zone in use begins its day at one of them. */
    public static final Duration QUARTER = Duration.ofMinutes(15);

    private final Map<Cell, Sum> sums = new HashMap<>();

    /** @param quarter counted from 1970 */
    public record Cell(
            long quarter,
            String event,
            String tag,
            @Nullable Verdict verdict,
            @Nullable Reason reason,
            String currency) {}

    /** Adds an event: by itself, and at each tag that it concerns. */
    public void count(long seq, Event event, Fates.Neighbours fates) {
        Money money = event.money();
        String currency = money == null || money.currency() == null ? "" : money.currency();
        Sum one = new Sum(1, money == null ? BigDecimal.ZERO : money.amount());
        long quarter = quarter(event.time());
        add(new Cell(quarter, event.name(), "", null, null, currency), one);
        fates.each(
                seq,
                (tag, fate) -> add(new Cell(quarter, event.name(), tag, fate.verdict(), fate.reason(), currency), one));
    }

    private void add(Cell cell, Sum sum) {
        sums.merge(cell, sum, Sum::plus);
    }

    public static long quarter(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), QUARTER.toSeconds());
    }

    public static Instant begin(long quarter) {
        return Instant.ofEpochSecond(quarter * QUARTER.toSeconds());
    }

    public Map<Cell, Sum> sums() {
        return sums;
    }
}
