package io.taghub.store.lane;

import io.taghub.store.LaneStore.FencedException;
import io.taghub.store.LaneStore.Lease;
import io.taghub.store.LaneStore.Pause;
import io.taghub.store.LaneStore.Position;
import io.taghub.store.engine.Database;
import io.taghub.store.engine.Nanos;
import io.taghub.store.engine.Session;
import io.taghub.store.engine.Tx;
import io.taghub.tag.Reason;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The row of one lane.
 *
 * @param attempts how many it made so far, which numbers them
 * @param step mark of the last step that was written
 */
record LaneRow(
        String tag,
        String node,
        long epoch,
        long leaseUntil,
        Position position,
        long attempts,
        long step,
        @Nullable Pause pause) {
    private static final String SELECT = "SELECT tag, node, epoch, lease_until, started, position, backlog_from,"
            + " backlog_to, attempts, step, pause_reason, pause_detail, paused_at FROM lane WHERE tag = ?";

    static @Nullable LaneRow find(Session sql, String tag) throws SQLException {
        return sql.first(SELECT, LaneRow::row, tag);
    }

    /** The lane, held until the transaction ends. */
    static @Nullable LaneRow lock(Tx tx, Database database, String tag) throws SQLException {
        return tx.sql.first(SELECT + database.forUpdate(), LaneRow::row, tag);
    }

    /** @throws FencedException if the lease was taken over */
    static LaneRow lock(Tx tx, Database database, Lease lease) throws SQLException {
        LaneRow lane = lock(tx, database, lease.tag());
        if (lane == null || !lane.leasedBy(lease)) {
            throw new FencedException(lease.tag());
        }
        return lane;
    }

    /** The lane, made at the journal's head if it is new, held until the transaction ends. */
    static LaneRow make(Tx tx, Database database, String tag) throws SQLException {
        tx.sql.update(
                "INSERT INTO lane (tag, node, epoch, lease_until, started, position, backlog_from, backlog_to, attempts,"
                        + " step, pause_reason, pause_detail, paused_at)"
                        + " SELECT ?, '', 0, 0, seq, seq, 0, 0, 0, 0, '', '', 0 FROM head WHERE one = 1"
                        + " ON CONFLICT (tag) DO NOTHING",
                tag);
        LaneRow lane = lock(tx, database, tag);
        if (lane == null) {
            throw new SQLException("the lane of " + tag + " was not made");
        }
        return lane;
    }

    private static LaneRow row(ResultSet row) throws SQLException {
        String reason = row.getString(11);
        return new LaneRow(
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                row.getLong(4),
                new Position(row.getLong(5), row.getLong(6), row.getLong(7), row.getLong(8)),
                row.getLong(9),
                row.getLong(10),
                reason.isEmpty()
                        ? null
                        : new Pause(Reason.valueOf(reason), row.getString(12), Nanos.of(row.getLong(13))));
    }

    boolean leasedBy(Lease lease) {
        return epoch == lease.epoch() && node.equals(lease.node());
    }
}
