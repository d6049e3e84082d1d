package io.taghub.store.sql;

import io.taghub.event.Event;
import io.taghub.store.ReceivedStore;
import io.taghub.store.engine.Nanos;
import io.taghub.store.engine.Reads;
import io.taghub.store.engine.Session;
import io.taghub.store.engine.Transactions;
import io.taghub.store.seal.Key;
import io.taghub.store.seal.Keys;
import io.taghub.store.seal.Sealer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What came by webhook, a row each. */
final class SqlReceived implements ReceivedStore {
    private static final Pattern ID = Pattern.compile("[0-7][0-9a-f]{15}-[0-7][0-9a-f]{7}");
    private static final String COLUMNS = "SELECT received, n, source, code, refused, body FROM received ";
    private static final int SLICE = 500;
    private static final int SHORTEST = 4;

    private final Transactions writer;
    private final Reads reads;
    private final Sealer sealer;
    private final Keys keys;

    SqlReceived(Transactions writer, Reads reads, Sealer sealer, Keys keys) {
        this.writer = writer;
        this.reads = reads;
        this.sealer = sealer;
        this.keys = keys;
    }

    /** The two columns that a row is named by. */
    private record Place(long received, int n) {
        static final Place FIRST = new Place(-1, 0);

        static @Nullable Place of(String id) {
            return ID.matcher(id).matches()
                    ? new Place(Long.parseLong(id.substring(0, 16), 16), Integer.parseInt(id.substring(17), 16))
                    : null;
        }
    }

    @Override
    public void keep(Arrival received, List<Event> made) {
        Place place = place(received.id());
        byte[] subjects = subjects(made);
        byte[] body = sealer.seal(received.content());
        writer.write(tx -> tx.sql.update(
                "INSERT INTO received (received, n, source, code, refused, subjects, body) VALUES (?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (received, n) DO UPDATE SET code = excluded.code, refused = excluded.refused,"
                        + " subjects = excluded.subjects, body = excluded.body",
                place.received,
                place.n,
                received.source(),
                received.code(),
                received.refused() ? 1 : 0,
                subjects,
                body));
    }

    @Override
    public void settle(String id, String code, boolean refused) {
        Place place = place(id);
        writer.write(tx -> tx.sql.update(
                "UPDATE received SET code = ?, refused = ? WHERE received = ? AND n = ?",
                code,
                refused ? 1 : 0,
                place.received,
                place.n));
    }

    private static Place place(String id) {
        Place place = Place.of(id);
        if (place == null) {
            throw new IllegalArgumentException("no id of what was received");
        }
        return place;
    }

    private byte[] subjects(List<Event> made) {
        Set<Long> briefs = new HashSet<>();
        made.forEach(event -> keys.subjects(event).forEach(key -> briefs.add(key.brief())));
        ByteBuffer bytes = ByteBuffer.allocate(briefs.size() * Long.BYTES);
        briefs.forEach(bytes::putLong);
        return bytes.array();
    }

    private Arrival row(ResultSet row) throws SQLException {
        long received = row.getLong(1);
        return new Arrival(
                "%016x-%08x".formatted(received, row.getInt(2)),
                row.getString(3),
                Nanos.of(received),
                row.getString(4),
                row.getInt(5) != 0,
                sealer.open(row.getBytes(6)));
    }

    @Override
    public @Nullable Arrival find(String id) {
        Place place = Place.of(id);
        return place == null
                ? null
                : reads.read(sql -> Optional.ofNullable(sql.first(
                                COLUMNS + "WHERE received = ? AND n = ?", this::row, place.received, place.n)))
                        .orElse(null);
    }

    @Override
    public List<Arrival> latest(@Nullable String source, @Nullable String code, int max) {
        return reads.read(sql -> {
            List<Object> values = new ArrayList<>();
            String where = where(source, code, values);
            values.add(max);
            return sql.list(
                    COLUMNS + "WHERE 1 = 1" + where + " ORDER BY received DESC, n DESC LIMIT ?",
                    this::row,
                    values.toArray());
        });
    }

    @Override
    public List<Arrival> oldest(@Nullable String source, @Nullable String code, @Nullable String after, int max) {
        Place from = after == null ? null : Place.of(after);
        Place behind = from == null ? Place.FIRST : from;
        return reads.read(sql -> {
            List<Object> values = new ArrayList<>(List.of(behind.received, behind.n));
            String where = where(source, code, values);
            values.add(max);
            return sql.list(
                    COLUMNS + "WHERE (received, n) > (?, ?)" + where + " ORDER BY received, n LIMIT ?",
                    this::row,
                    values.toArray());
        });
    }

    private static String where(@Nullable String source, @Nullable String code, List<Object> values) {
        String where = "";
        if (source != null) {
            where += " AND source = ?";
            values.add(source);
        }
        if (code != null) {
            where += " AND code = ?";
            values.add(code);
        }
        return where;
    }

    @Override
    public int trim(Instant before, int refused) {
        int removed = 0;
        int slice;
        do {
            slice = writer.write(tx -> {
                List<Place> old =
                        places(tx.sql, "WHERE received < ? ORDER BY received LIMIT ?", Nanos.of(before), SLICE);
                delete(tx.sql, old);
                return old.size();
            });
            removed += slice;
        } while (slice == SLICE);
        List<List<String>> kinds = reads.read(sql -> sql.list(
                "SELECT DISTINCT source, code FROM received WHERE refused = 1",
                row -> List.of(row.getString(1), row.getString(2))));
        for (List<String> kind : kinds) {
            removed += writer.write(tx -> {
                List<Place> more = places(
                        tx.sql,
                        "WHERE source = ? AND code = ? AND refused = 1 ORDER BY received DESC, n DESC LIMIT ? OFFSET ?",
                        kind.getFirst(),
                        kind.getLast(),
                        10 * SLICE,
                        refused);
                delete(tx.sql, more);
                return more.size();
            });
        }
        return removed;
    }

    private static List<Place> places(Session sql, String where, Object... values) throws SQLException {
        return sql.list(
                "SELECT received, n FROM received " + where, row -> new Place(row.getLong(1), row.getInt(2)), values);
    }

    private static void delete(Session sql, List<Place> places) throws SQLException {
        sql.batch(
                "DELETE FROM received WHERE received = ? AND n = ?",
                places.stream()
                        .map(place -> new Object[] {place.received, place.n})
                        .toList());
    }

    /**
     * Removes what is of a person, whole: of several events in one request nobody could take out the one. What became no event
     * of theirs is found by their id's standing in it.
     *
     * @return rows removed
     */
    long forget(Set<Key> person, String subject) {
        Set<Long> briefs = new HashSet<>();
        person.forEach(key -> briefs.add(key.brief()));
        long removed = 0;
        Place[] behind = {Place.FIRST};
        List<Place> seen;
        do {
            List<Place> theirs = new ArrayList<>();
            seen = reads.read(sql -> sql.list(
                    "SELECT received, n, subjects, body FROM received WHERE (received, n) > (?, ?)"
                            + " ORDER BY received, n LIMIT ?",
                    row -> {
                        Place place = new Place(row.getLong(1), row.getInt(2));
                        if (isOf(briefs, subject, row.getBytes(3), row.getBytes(4))) {
                            theirs.add(place);
                        }
                        return place;
                    },
                    behind[0].received,
                    behind[0].n,
                    SLICE));
            if (!theirs.isEmpty()) {
                writer.write(tx -> {
                    delete(tx.sql, theirs);
                    return theirs.size();
                });
            }
            removed += theirs.size();
            behind[0] = seen.isEmpty() ? behind[0] : seen.getLast();
        } while (seen.size() == SLICE);
        return removed;
    }

    private boolean isOf(Set<Long> briefs, String subject, byte[] subjects, byte[] body) {
        ByteBuffer bytes = ByteBuffer.wrap(subjects);
        while (bytes.remaining() >= Long.BYTES) {
            if (briefs.contains(bytes.getLong())) {
                return true;
            }
        }
        return subject.length() >= SHORTEST && new String(sealer.open(body), StandardCharsets.UTF_8).contains(subject);
    }
}
