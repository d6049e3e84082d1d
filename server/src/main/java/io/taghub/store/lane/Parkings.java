package io.taghub.store.lane;

import io.taghub.store.LaneStore;
import io.taghub.store.Parked;
import io.taghub.store.Parking;
import io.taghub.store.engine.Nanos;
import io.taghub.store.engine.Session;
import io.taghub.store.engine.Tx;
import io.taghub.tag.Reason;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of what lanes put aside. */
public final class Parkings {
    private static final String COLUMNS = "seq, parking, due, attempts, first_attempt, unknown, reason, detail, handle";

    Map<Long, Parked> these(Session sql, String tag, Collection<Long> seqs) throws SQLException {
        Map<Long, Parked> parked = new HashMap<>();
        sql.listIn("SELECT " + COLUMNS + " FROM parked WHERE tag = ? AND seq IN (?*)", Parkings::row, seqs, tag)
                .forEach(one -> parked.put(one.seq(), one));
        return parked;
    }

    Map<Long, Parked> between(Session sql, String tag, long from, long to) throws SQLException {
        Map<Long, Parked> parked = new HashMap<>();
        sql.list(
                        "SELECT " + COLUMNS + " FROM parked WHERE tag = ? AND seq BETWEEN ? AND ?",
                        Parkings::row,
                        tag,
                        from,
                        to)
                .forEach(one -> parked.put(one.seq(), one));
        return parked;
    }

    List<Parked> due(Session sql, String tag, Instant now, int max) throws SQLException {
        return sql.list(
                "SELECT " + COLUMNS + " FROM parked WHERE tag = ? AND due <= ? ORDER BY due, seq LIMIT ?",
                Parkings::row,
                tag,
                Nanos.of(now),
                max);
    }

    @Nullable
    Instant nextDue(Session sql, String tag) throws SQLException {
        Long due = sql.first(
                "SELECT due FROM parked WHERE tag = ? AND due < ? ORDER BY due LIMIT 1",
                row -> row.getLong(1),
                tag,
                Nanos.NEVER);
        return due == null ? null : Nanos.of(due);
    }

    List<Parked> held(Session sql, String tag, int max) throws SQLException {
        return sql.list(
                "SELECT " + COLUMNS + " FROM parked WHERE tag = ? AND due = ? ORDER BY seq LIMIT ?",
                Parkings::row,
                tag,
                Nanos.NEVER,
                max);
    }

    /** How many wait, by what for; held ones left out. */
    Map<Reason, Long> waiting(Session sql, String tag) throws SQLException {
        Map<Reason, Long> waiting = new EnumMap<>(Reason.class);
        sql.list(
                "SELECT reason, count(*) FROM parked WHERE tag = ? AND due < ? GROUP BY reason",
                row -> waiting.put(Reason.valueOf(row.getString(1)), row.getLong(2)),
                tag,
                Nanos.NEVER);
        return waiting;
    }

    /** The oldest that still waits, held ones left out; null if none does. */
    @Nullable
    Long oldest(Session sql, String tag) throws SQLException {
        return sql.first(
                "SELECT seq FROM parked WHERE tag = ? AND due < ? ORDER BY seq LIMIT 1",
                row -> row.getLong(1),
                tag,
                Nanos.NEVER);
    }

    void put(Tx tx, String tag, Collection<Parked> parked) throws SQLException {
        tx.sql.batch(
                "INSERT INTO parked (tag, " + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (tag, seq) DO UPDATE SET parking = excluded.parking, due = excluded.due,"
                        + " attempts = excluded.attempts, first_attempt = excluded.first_attempt,"
                        + " unknown = excluded.unknown, reason = excluded.reason, detail = excluded.detail,"
                        + " handle = excluded.handle, awaits = 0",
                parked.stream()
                        .map(one -> new Object[] {
                            tag,
                            one.seq(),
                            one.parking().name(),
                            one.parking() == Parking.HELD ? Nanos.NEVER : Nanos.orNever(one.due()),
                            one.attempts(),
                            Nanos.orNever(one.firstAttempt()),
                            one.unknown() ? 1 : 0,
                            one.reason().name(),
                            one.detail(),
                            one.handle() == null ? "" : one.handle()
                        })
                        .toList());
        // Without a user it waits for its twin alone.
        tx.sql.updateIn(
                "UPDATE parked SET awaits = COALESCE((SELECT NULLIF(user_brief, 0) FROM event"
                        + " WHERE event.seq = parked.seq), 1) WHERE tag = ? AND seq IN (?*)",
                parked.stream()
                        .filter(one -> one.reason() == Reason.AWAITING_LINK || one.reason() == Reason.AWAITING_CONSENT)
                        .map(Parked::seq)
                        .toList(),
                tag);
    }

    /** Forgets in which words these were put aside. */
    public void blank(Tx tx, String tag, Collection<Long> seqs) throws SQLException {
        tx.sql.updateIn("UPDATE parked SET detail = '' WHERE tag = ? AND seq IN (?*)", seqs, tag);
    }

    /** All of them may have been sent; those whose platform answers later are asked about. */
    int doubt(Tx tx, Instant since) throws SQLException {
        return tx.sql.update(
                "UPDATE parked SET unknown = 1, detail = ?, first_attempt = CASE WHEN first_attempt = ? THEN ?"
                        + " ELSE first_attempt END WHERE parking NOT IN ('HELD', 'ACCEPTED')",
                LaneStore.Original.DETAIL,
                Nanos.NEVER,
                Nanos.of(since));
    }

    void remove(Tx tx, String tag, Collection<Long> seqs) throws SQLException {
        tx.sql.updateIn("DELETE FROM parked WHERE tag = ? AND seq IN (?*)", seqs, tag);
    }

    private static Parked row(ResultSet row) throws SQLException {
        String handle = row.getString(9);
        return new Parked(
                row.getLong(1),
                Parking.valueOf(row.getString(2)),
                Nanos.orNull(row.getLong(3)),
                row.getInt(4),
                Nanos.orNull(row.getLong(5)),
                row.getInt(6) != 0,
                Reason.valueOf(row.getString(7)),
                row.getString(8),
                handle.isEmpty() ? null : handle);
    }
}
