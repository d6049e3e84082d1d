package io.taghub.store.record;

import io.taghub.event.Event;
import io.taghub.store.engine.Nanos;
import io.taghub.store.engine.Tx;
import io.taghub.store.record.Remnants.Left;
import io.taghub.tag.Reason;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/**
 * What is written down of events in the transaction that removes their bodies: the day's totals, and as long as attempts are
 * kept what is left of each event that some tag wanted. Their verdicts are final by then: no lane waits for them.
 */
public final class Leaving {
    private final Remnants remnants;
    private final DailyTotals totals = new DailyTotals();

    public Leaving(Remnants remnants) {
        this.remnants = remnants;
    }

    /**
     * @param events about to be removed, by their places
     * @param attempts those received before leave nothing but their totals
     */
    public void write(Tx tx, SortedMap<Long, Event> events, long attempts) throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        Fates.Neighbours fates = new Fates(tx.sql).between(events.firstKey(), events.lastKey());
        Tallies tallies = new Tallies();
        List<Left> kept = new ArrayList<>();
        Set<Long> gone = new HashSet<>();
        events.forEach((seq, event) -> {
            tallies.count(seq, event, fates);
            boolean wanted = fates.any(seq, fate -> fate.reason() != Reason.NOT_TRIGGERED);
            if (wanted && Nanos.of(event.received()) >= attempts) {
                kept.add(remnants.of(seq, event));
            } else {
                gone.add(seq);
            }
        });
        totals.add(tx, tallies.sums());
        if (!kept.isEmpty()) {
            remnants.put(tx, kept);
        }
        Verdicts.forget(tx, gone);
    }

    /** Removes what is over; answers how much. */
    public int trim(Tx tx, long attempts) throws SQLException {
        return remnants.trim(tx, attempts);
    }

    public int trimTotals(Tx tx, long quarter) throws SQLException {
        return totals.trim(tx, quarter);
    }
}
