package io.taghub.store.record;

import io.taghub.store.LaneStore.Count;
import io.taghub.store.LaneStore.Decision;
import io.taghub.store.Verdict;
import io.taghub.store.engine.Session;
import io.taghub.store.engine.Tx;
import io.taghub.tag.Reason;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What became of every event at a tag: a page per step for events decided when the lane came to them, a row for each
 * decided later, which overrides the page; and how many there are of each kind.
 */
public final class Verdicts {

    /** Writes pages for events the lane just passed; null stands for those put aside. */
    public void pass(Tx tx, String tag, SortedMap<Long, VerdictPage.@Nullable Kind> passed, String config)
            throws SQLException {
        List<Object[]> rows = new ArrayList<>();
        SortedMap<Long, VerdictPage.@Nullable Kind> neighbours = new TreeMap<>();
        for (Map.Entry<Long, VerdictPage.@Nullable Kind> event : passed.entrySet()) {
            if (!neighbours.isEmpty() && neighbours.lastKey() + 1 != event.getKey()) {
                rows.add(row(tag, neighbours, config));
                neighbours = new TreeMap<>();
            }
            neighbours.put(event.getKey(), event.getValue());
        }
        if (!neighbours.isEmpty()) {
            rows.add(row(tag, neighbours, config));
        }
        tx.sql.batch("INSERT INTO page (tag, to_seq, from_seq, runs) VALUES (?, ?, ?, ?)", rows);
    }

    private static Object[] row(String tag, SortedMap<Long, VerdictPage.@Nullable Kind> neighbours, String config) {
        return new Object[] {
            tag,
            neighbours.lastKey(),
            neighbours.firstKey(),
            VerdictPage.of(neighbours, config).bytes()
        };
    }

    /** Writes decisions about events that were put aside before. */
    public void decide(Tx tx, String tag, Collection<Decision> decisions) throws SQLException {
        tx.sql.batch(
                "INSERT INTO verdict (tag, seq, verdict, reason, detail, config) VALUES (?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (tag, seq) DO UPDATE"
                        + " SET verdict = excluded.verdict, reason = excluded.reason, detail = excluded.detail,"
                        + " config = excluded.config",
                decisions.stream()
                        .map(decision -> new Object[] {
                            tag,
                            decision.seq(),
                            decision.verdict().name(),
                            name(decision.reason()),
                            decision.detail(),
                            decision.config()
                        })
                        .toList());
    }

    /**
     * Forgets in which words these were decided, not what was decided: the words may be a platform's, and they are kept
     * in clear.
     */
    public void blank(Tx tx, String tag, Set<Long> seqs) throws SQLException {
        tx.sql.updateIn("UPDATE verdict SET detail = '' WHERE tag = ? AND seq IN (?*)", seqs, tag);
        List<Object[]> rows = new ArrayList<>();
        long passed = 0;
        for (long seq : new TreeSet<>(seqs)) {
            Stored page = seq <= passed ? null : page(tx.sql, tag, seq);
            if (page != null) {
                passed = page.to;
                rows.add(new Object[] {page.page.blank(seqs).bytes(), tag, page.to});
            }
        }
        tx.sql.batch("UPDATE page SET runs = ? WHERE tag = ? AND to_seq = ?", rows);
    }

    /** Forgets what was decided later of these events, at every tag. */
    static void forget(Tx tx, Collection<Long> seqs) throws SQLException {
        for (String tag : tx.sql.list("SELECT tag FROM lane", row -> row.getString(1))) {
            tx.sql.updateIn("DELETE FROM verdict WHERE tag = ? AND seq IN (?*)", seqs, tag);
        }
    }

    /** A page and the last event it speaks of. */
    private record Stored(long to, VerdictPage page) {}

    /** The page that speaks of this event, null where there is none. */
    private static @Nullable Stored page(Session sql, String tag, long seq) throws SQLException {
        Stored next = sql.first(
                "SELECT to_seq, from_seq, runs FROM page WHERE tag = ? AND to_seq >= ? ORDER BY to_seq LIMIT 1",
                row -> new Stored(row.getLong(1), VerdictPage.read(row.getLong(2), row.getBytes(3))),
                tag,
                seq);
        return next == null || next.page.from() > seq ? null : next;
    }

    /** Adds to the counts; negative to take back. */
    public void count(Tx tx, String tag, Map<Count, Long> changes) throws SQLException {
        List<Object[]> rows = new ArrayList<>();
        changes.forEach((count, n) -> {
            if (n != 0) {
                rows.add(new Object[] {tag, count.verdict().name(), name(count.reason()), n});
            }
        });
        tx.sql.batch(
                "INSERT INTO tally (tag, verdict, reason, n) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (tag, verdict, reason) DO UPDATE SET n = tally.n + excluded.n",
                rows);
    }

    public Map<Count, Long> counts(Session sql, String tag) throws SQLException {
        Map<Count, Long> counts = new HashMap<>();
        sql.list(
                "SELECT verdict, reason, n FROM tally WHERE tag = ? AND n <> 0",
                row -> counts.put(
                        new Count(Verdict.valueOf(row.getString(1)), VerdictPage.reason(row.getString(2))),
                        row.getLong(3)),
                tag);
        return counts;
    }

    /** The decision about an event whether or not it was put aside again since, null where there never was one. */
    @Nullable
    public Decision decision(Session sql, String tag, long seq) throws SQLException {
        Decision later = sql.first(
                "SELECT seq, verdict, reason, detail, config FROM verdict WHERE tag = ? AND seq = ?",
                Verdicts::row,
                tag,
                seq);
        if (later != null) {
            return later;
        }
        Stored stored = page(sql, tag, seq);
        VerdictPage.Kind kind = stored == null ? null : stored.page.at(seq);
        return stored == null || kind == null
                ? null
                : new Decision(seq, kind.verdict(), kind.reason(), kind.detail(), stored.page.config());
    }

    /** All decisions in the next page after {@code seq}, later ones in place of earlier; null if there is no page. */
    @Nullable
    public Chapter after(Session sql, String tag, long seq) throws SQLException {
        record Row(long from, long to, byte[] runs) {}
        Row page = sql.first(
                "SELECT from_seq, to_seq, runs FROM page WHERE tag = ? AND to_seq > ? ORDER BY to_seq LIMIT 1",
                row -> new Row(row.getLong(1), row.getLong(2), row.getBytes(3)),
                tag,
                seq);
        if (page == null) {
            return null;
        }
        TreeMap<Long, Decision> decisions = new TreeMap<>();
        VerdictPage.read(page.from, page.runs).decisions().forEach(decision -> decisions.put(decision.seq(), decision));
        sql.list(
                        "SELECT seq, verdict, reason, detail, config FROM verdict WHERE tag = ? AND seq BETWEEN ? AND ?",
                        Verdicts::row,
                        tag,
                        page.from,
                        page.to)
                .forEach(decision -> decisions.put(decision.seq(), decision));
        return new Chapter(page.from, page.to, decisions);
    }

    /** The decisions about the events of one page. */
    public record Chapter(long from, long to, SortedMap<Long, Decision> decisions) {}

    private static Decision row(ResultSet row) throws SQLException {
        return new Decision(
                row.getLong(1),
                Verdict.valueOf(row.getString(2)),
                VerdictPage.reason(row.getString(3)),
                row.getString(4),
                row.getString(5));
    }

    public static String name(@Nullable Reason reason) {
        return reason == null ? "" : reason.name();
    }
}
