package io.taghub.store.record;

import io.taghub.store.ReportStore.Sum;
import io.taghub.store.Verdict;
import io.taghub.store.engine.Bytes;
import io.taghub.store.engine.Session;
import io.taghub.store.engine.Tx;
import io.taghub.store.record.Tallies.Cell;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** The rows of totals: one for each day of UTC and kind, with its quarter hours in it. */
public final class DailyTotals {
    private static final int A_DAY = 96;
    private static final Pattern UNSTORABLE = Pattern.compile("[\\x00\\p{Cs}]");

    /** What a row is about; as the database has it. */
    private record Kind(long day, String event, String tag, String verdict, String reason, String currency) {
        private static Kind of(Cell cell) {
            return new Kind(
                    Math.floorDiv(cell.quarter(), A_DAY),
                    storable(cell.event()),
                    cell.tag(),
                    cell.verdict() == null ? "" : cell.verdict().name(),
                    Verdicts.name(cell.reason()),
                    storable(cell.currency()));
        }

        /** Two names that the database would take for one are one. */
        private static String storable(String text) {
            return UNSTORABLE.matcher(text).replaceAll("\ufffd");
        }

        private Object[] values() {
            return new Object[] {day, event, tag, verdict, reason, currency};
        }
    }

    /** Adds to what is there; whoever calls it holds the head, so that nobody else does. */
    public void add(Tx tx, Map<Cell, Sum> sums) throws SQLException {
        Map<Kind, Map<Integer, Sum>> added = new HashMap<>();
        sums.forEach((cell, sum) -> added.computeIfAbsent(Kind.of(cell), kind -> new TreeMap<>())
                .merge(Math.floorMod(cell.quarter(), A_DAY), sum, Sum::plus));
        for (Map.Entry<Kind, Map<Integer, Sum>> one : added.entrySet()) {
            Kind kind = one.getKey();
            byte[] before = tx.sql.first(
                    "SELECT quarters FROM daily WHERE day = ? AND event = ? AND tag = ? AND verdict = ? AND reason = ?"
                            + " AND currency = ?",
                    row -> row.getBytes(1),
                    kind.values());
            SortedMap<Integer, Sum> quarters = before == null ? new TreeMap<>() : read(before);
            one.getValue().forEach((quarter, sum) -> quarters.merge(quarter, sum, Sum::plus));
            tx.sql.update(
                    "INSERT INTO daily (day, event, tag, verdict, reason, currency, quarters)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (day, event, tag, verdict, reason, currency)"
                            + " DO UPDATE SET quarters = excluded.quarters",
                    kind.day,
                    kind.event,
                    kind.tag,
                    kind.verdict,
                    kind.reason,
                    kind.currency,
                    write(quarters));
        }
    }

    /** All that has quarter hours in {@code [from, to)}, and perhaps more of the same days. */
    public void each(Session sql, long from, long to, BiConsumer<Cell, Sum> then) throws SQLException {
        record Row(Kind kind, byte[] quarters) {}
        for (long day = Math.floorDiv(from, A_DAY); day <= Math.floorDiv(to - 1, A_DAY); day++) {
            for (Row row : sql.list(
                    "SELECT day, event, tag, verdict, reason, currency, quarters FROM daily WHERE day = ?",
                    row -> new Row(
                            new Kind(
                                    row.getLong(1),
                                    row.getString(2),
                                    row.getString(3),
                                    row.getString(4),
                                    row.getString(5),
                                    row.getString(6)),
                            row.getBytes(7)),
                    day)) {
                read(row.quarters).forEach((quarter, sum) -> then.accept(cell(row.kind, quarter), sum));
            }
        }
    }

    private static Cell cell(Kind kind, int quarter) {
        Verdict verdict = kind.verdict.isEmpty() ? null : Verdict.valueOf(kind.verdict);
        return new Cell(
                kind.day * A_DAY + quarter,
                kind.event,
                kind.tag,
                verdict,
                VerdictPage.reason(kind.reason),
                kind.currency);
    }

    /** Removes the days before the one of this quarter hour. */
    public int trim(Tx tx, long quarter) throws SQLException {
        return tx.sql.update("DELETE FROM daily WHERE day < ?", Math.floorDiv(quarter, A_DAY));
    }

    private static byte[] write(SortedMap<Integer, Sum> quarters) {
        Bytes out = new Bytes().number(quarters.size());
        quarters.forEach((quarter, sum) -> out.number(quarter)
                .number(sum.count())
                .text(sum.value().stripTrailingZeros().toString()));
        return out.done();
    }

    private static SortedMap<Integer, Sum> read(byte[] bytes) {
        Bytes.Reader in = new Bytes.Reader(bytes);
        SortedMap<Integer, Sum> quarters = new TreeMap<>();
        for (long left = in.number(); left > 0; left--) {
            quarters.put((int) in.number(), new Sum(in.number(), new BigDecimal(in.text())));
        }
        return quarters;
    }
}
