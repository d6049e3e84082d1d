package io.taghub.store.record;

import io.taghub.store.LaneStore.Decision;
import io.taghub.store.Verdict;
import io.taghub.store.engine.Session;
import io.taghub.tag.Reason;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What has become of neighbours in the journal at every tag, as of one state of the database. */
public final class Fates {
    private final Session sql;
    private final List<LaneAt> lanes;
    private final Verdicts verdicts = new Verdicts();

    /** Where a lane stands, as far as it says which events concern it. */
    private record LaneAt(String tag, long started) {}

    /** @param verdict null for what waits */
    public record Fate(@Nullable Verdict verdict, @Nullable Reason reason) {
        private static final Fate AHEAD = new Fate(null, null);
    }

    /** By tag and place, of some neighbours. */
    public static final class Neighbours {
        private final List<LaneAt> lanes;
        private final Map<String, Map<Long, Fate>> byTag = new HashMap<>();

        private Neighbours(List<LaneAt> lanes) {
            this.lanes = lanes;
        }

        private void put(String tag, long seq, Fate fate) {
            byTag.computeIfAbsent(tag, name -> new HashMap<>()).put(seq, fate);
        }

        /** Whether it is so at any tag that this event concerns. */
        boolean any(long seq, Predicate<Fate> so) {
            return lanes.stream().anyMatch(lane -> lane.started < seq && so.test(at(lane.tag, seq)));
        }

        private Fate at(String tag, long seq) {
            return byTag.getOrDefault(tag, Map.of()).getOrDefault(seq, Fate.AHEAD);
        }

        /** At every tag that this event concerns. */
        public void each(long seq, BiConsumer<String, Fate> then) {
            for (LaneAt lane : lanes) {
                if (lane.started < seq) {
                    then.accept(lane.tag, at(lane.tag, seq));
                }
            }
        }
    }

    public Fates(Session sql) throws SQLException {
        this.sql = sql;
        this.lanes = sql.list(
                "SELECT tag, started FROM lane ORDER BY tag", row -> new LaneAt(row.getString(1), row.getLong(2)));
    }

    public Neighbours between(long from, long to) throws SQLException {
        Neighbours span = new Neighbours(lanes);
        for (LaneAt lane : lanes) {
            long seq = from - 1;
            for (Verdicts.Chapter chapter = verdicts.after(sql, lane.tag, seq);
                    chapter != null && chapter.from() <= to;
                    chapter = verdicts.after(sql, lane.tag, seq)) {
                for (Decision decision : chapter.decisions().values()) {
                    if (decision.seq() >= from && decision.seq() <= to) {
                        span.put(lane.tag, decision.seq(), new Fate(decision.verdict(), decision.reason()));
                    }
                }
                seq = chapter.to();
            }
        }
        for (Aside aside : asides(from, to)) {
            span.put(aside.tag, aside.seq, aside.fate);
        }
        return span;
    }

    private record Aside(String tag, long seq, Fate fate) {}

    private List<Aside> asides(long from, long to) throws SQLException {
        return sql.list(
                "SELECT tag, seq, parking, reason FROM parked WHERE seq BETWEEN ? AND ?",
                row -> new Aside(
                        row.getString(1),
                        row.getLong(2),
                        new Fate(
                                row.getString(3).equals("HELD") ? Verdict.HELD : null,
                                VerdictPage.reason(row.getString(4)))),
                from,
                to);
    }
}
