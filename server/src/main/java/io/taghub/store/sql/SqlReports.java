package io.taghub.store.sql;

import io.taghub.event.Event;
import io.taghub.event.EventJson;
import io.taghub.store.Attempt;
import io.taghub.store.Journal;
import io.taghub.store.ReportStore;
import io.taghub.store.engine.Nanos;
import io.taghub.store.engine.Reads;
import io.taghub.store.engine.Session;
import io.taghub.store.journal.KnownKeys;
import io.taghub.store.record.Attempts;
import io.taghub.store.record.DailyTotals;
import io.taghub.store.record.Fates;
import io.taghub.store.record.Remnants;
import io.taghub.store.record.Tallies;
import io.taghub.store.seal.EventCodec;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Sums of what the tables of totals have, and of the events that are still there. Both are read as of one moment, so that an
 * event that moves from the one to the other meanwhile counts once.
 */
final class SqlReports implements ReportStore {
    private static final int PAGE = 1000;
    private static final int FEW = 100;

    /** By so much an event may stand behind later ones: a clock was set right, or it waited for its twin. */
    private static final Duration OUT_OF_ORDER = Duration.ofDays(2);

    private final Reads reads;
    private final Journal journal;
    private final EventCodec codec;
    private final KnownKeys known;
    private final Remnants remnants;
    private final Attempts attempts;
    private final DailyTotals totals = new DailyTotals();

    SqlReports(Reads reads, Journal journal, EventCodec codec, KnownKeys known, Remnants remnants, Attempts attempts) {
        this.reads = reads;
        this.journal = journal;
        this.codec = codec;
        this.known = known;
        this.remnants = remnants;
        this.attempts = attempts;
    }

    @Override
    public Map<Line, Sum> totals(LocalDate from, LocalDate to, ZoneId zone) {
        Instant begin = from.atStartOfDay(zone).toInstant();
        Instant end = to.plusDays(1).atStartOfDay(zone).toInstant();
        Map<Line, Sum> lines = new HashMap<>();
        long before = journal.before(begin.minus(EventJson.MAX_FUTURE).minus(OUT_OF_ORDER));
        reads.read(sql -> {
            lines.clear();
            totals.each(
                    sql,
                    Tallies.quarter(begin),
                    Tallies.quarter(end),
                    (cell, sum) -> add(lines, cell, sum, begin, end, zone));
            Tallies present = new Tallies();
            present(sql, before, begin, end, present);
            present.sums().forEach((cell, sum) -> add(lines, cell, sum, begin, end, zone));
            return lines.size();
        });
        return lines;
    }

    private static void add(Map<Line, Sum> lines, Tallies.Cell cell, Sum sum, Instant begin, Instant end, ZoneId zone) {
        Instant time = Tallies.begin(cell.quarter());
        if (!time.isBefore(begin) && time.isBefore(end)) {
            LocalDate day = LocalDate.ofInstant(time, zone);
            lines.merge(
                    new Line(day, cell.event(), cell.tag(), cell.verdict(), cell.reason(), cell.currency()),
                    sum,
                    Sum::plus);
        }
    }

    /** No event is much younger than it was when it came. */
    private void present(Session sql, long before, Instant begin, Instant end, Tallies tallies) throws SQLException {
        record Row(long seq, byte[] body) {}
        Fates fates = new Fates(sql);
        long received = Nanos.of(begin.minus(EventJson.MAX_FUTURE));
        List<Row> page;
        for (long after = before; ; after = page.getLast().seq) {
            page = sql.list(
                    "SELECT seq, body FROM event WHERE seq > ? AND received >= ? ORDER BY seq LIMIT " + PAGE,
                    row -> new Row(row.getLong(1), row.getBytes(2)),
                    after,
                    received);
            if (page.isEmpty()) {
                return;
            }
            Fates.Neighbours span = fates.between(page.getFirst().seq, page.getLast().seq);
            for (Row row : page) {
                Event event = codec.read(row.body);
                if (!event.time().isBefore(begin) && event.time().isBefore(end)) {
                    tallies.count(row.seq, event, span);
                }
            }
        }
    }

    /** Where the key of a conversion leads, else whatever has this id: the others' keys do not outlive their bodies. */
    @Override
    public List<Remnant> gone(String eventId) {
        long mark = mark(eventId);
        List<Remnant> led = reads.read(sql -> remnants.these(sql, known.find(sql, eventId)));
        List<Remnant> found = new ArrayList<>();
        Consumer<Remnant> take = one -> {
            if (one.id() == mark) {
                found.add(one);
            }
        };
        if (led.isEmpty()) {
            gone(Instant.EPOCH, take);
        } else {
            led.forEach(take);
        }
        return found;
    }

    private void gone(Instant received, Consumer<Remnant> then) {
        for (Optional<Remnants.Block> next = next(0, received);
                next.isPresent();
                next = next(next.get().to(), received)) {
            next.get().remnants().forEach(then);
        }
    }

    private Optional<Remnants.Block> next(long after, Instant received) {
        return reads.read(sql -> remnants.next(sql, after, received));
    }

    @Override
    public void gone(Instant from, Instant to, Consumer<Remnant> each) {
        gone(from.minus(EventJson.MAX_FUTURE), one -> {
            if (!one.time().isBefore(from) && one.time().isBefore(to)) {
                each.accept(one);
            }
        });
    }

    @Override
    public long mark(String id) {
        return remnants.mark(id);
    }

    @Override
    public void attempts(String tag, Instant from, Instant to, Consumer<Attempt> each) {
        long after = 0;
        for (boolean more = true; more; ) {
            long n = after;
            List<Attempts.Numbered> page =
                    reads.read(sql -> attempts.between(sql, tag, Nanos.of(from), Nanos.of(to), n, FEW));
            page.forEach(one -> each.accept(one.attempt()));
            more = !page.isEmpty();
            after = more ? page.getLast().n() : after;
        }
    }
}
