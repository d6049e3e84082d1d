package io.taghub.store.lane;

import io.taghub.store.engine.Database;
import io.taghub.store.engine.Nanos;
import io.taghub.store.engine.Tx;
import io.taghub.store.seal.Key;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Has events looked at again at once whose wait has come to an end: their user was linked, or their twin came. */
public final class Awaited {
    private static final String WAITING = " FROM parked WHERE awaits <> 0 AND due < ? AND ";

    private final Database database;

    public Awaited(Database database) {
        this.database = database;
    }

    public void come(Tx tx, Collection<Key> users, Collection<Long> twins, long now) throws SQLException {
        if (users.isEmpty() && twins.isEmpty()) {
            return;
        }
        record Row(String tag, long seq) {}
        List<Row> rows = new ArrayList<>(tx.sql.listIn(
                "SELECT tag, seq" + WAITING + "awaits IN (?*)",
                row -> new Row(row.getString(1), row.getLong(2)),
                users.stream().map(Key::brief).toList(),
                Nanos.NEVER));
        rows.addAll(tx.sql.listIn(
                "SELECT tag, seq" + WAITING + "seq IN (?*)",
                row -> new Row(row.getString(1), row.getLong(2)),
                twins,
                Nanos.NEVER));
        // Lanes hold their row while they write, and theirs is the last word on what is parked.
        for (String tag : new TreeSet<>(rows.stream().map(Row::tag).toList())) {
            LaneRow.lock(tx, database, tag);
            tx.sql.updateIn(
                    "UPDATE parked SET due = ? WHERE tag = ? AND awaits <> 0 AND seq IN (?*)",
                    rows.stream()
                            .filter(row -> row.tag.equals(tag))
                            .map(Row::seq)
                            .toList(),
                    now,
                    tag);
        }
    }
}
