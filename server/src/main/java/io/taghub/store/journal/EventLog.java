package io.taghub.store.journal;

import io.taghub.event.Event;
import io.taghub.store.Agreed;
import io.taghub.store.Journal.Entry;
import io.taghub.store.Journal.Found;
import io.taghub.store.engine.Database;
import io.taghub.store.engine.Nanos;
import io.taghub.store.engine.Session;
import io.taghub.store.engine.Session.Later;
import io.taghub.store.engine.Tx;
import io.taghub.store.journal.KnownKeys.Known;
import io.taghub.store.seal.Draft;
import io.taghub.store.seal.EventCodec;
import io.taghub.store.seal.EventKey;
import io.taghub.store.seal.Keys;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The rows of the log: events in order, and the copies of those that had two. */
public final class EventLog {
    private final EventCodec codec;
    private final String lockHead;
    private final KnownKeys known;
    private final Tail tail;

    public EventLog(EventCodec codec, Database database, KnownKeys known, Tail tail) {
        this.codec = codec;
        this.known = known;
        this.lockHead = "SELECT seq FROM head" + database.forUpdate();
        this.tail = tail;
    }

    /** The newest sequence number; nobody else adds to the log until the transaction ends. */
    public long lockHead(Tx tx) throws SQLException {
        return tx.sql.number(lockHead);
    }

    /** {@link #lockHead} together with the questions that follow it: all of them see what is so from then on. */
    Later<List<Long>> lockingHead(Tx tx) {
        return tx.sql.later(lockHead, row -> row.getLong(1));
    }

    /** What an admission adds to the counts beside its events. */
    record Added(int duplicates, int twins, int claims) {
        private boolean nothing() {
            return duplicates == 0 && twins == 0 && claims == 0;
        }
    }

    /**
     * @param events by their sequence numbers, which follow the head
     * @param known of each of them
     * @param agreed for each of them
     */
    void append(Tx tx, Map<Long, Draft> events, Map<Long, Known> known, Map<Long, Agreed> agreed, Added added)
            throws SQLException {
        if (events.isEmpty() && added.nothing()) {
            return;
        }
        tx.sql.batch(
                "UPDATE head SET seq = seq + ?, duplicates = duplicates + ?, twins = twins + ?, claims = claims + ?",
                List.<Object[]>of(new Object[] {events.size(), added.duplicates, added.twins, added.claims}));
        List<Object[]> rows = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        events.forEach((seq, draft) -> {
            Agreed then = agreed.getOrDefault(seq, Agreed.NOTHING);
            Known its = Objects.requireNonNull(known.get(seq));
            rows.add(new Object[] {
                seq,
                Nanos.of(draft.event().received()),
                its.key().bytes(),
                its.expires(),
                its.channels(),
                Keys.brief(draft.visitor()),
                Keys.brief(draft.user()),
                draft.body(),
                then.bits()
            });
            entries.add(new Entry(seq, draft.event(), then));
        });
        tx.sql.batch(
                "INSERT INTO event (seq, received, event_key, expires, channels, visitor_brief, user_brief, body, agreed)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                rows);
        if (!entries.isEmpty()) {
            tx.after(() -> tail.appended(entries));
        }
    }

    public void change(Tx tx, Map<Long, Draft> events, Map<Long, Agreed> agreed) throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        List<Object[]> rows = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        events.forEach((seq, draft) -> {
            Agreed then = agreed.getOrDefault(seq, Agreed.NOTHING);
            rows.add(new Object[] {Keys.brief(draft.visitor()), Keys.brief(draft.user()), draft.body(), then.bits(), seq
            });
            entries.add(new Entry(seq, draft.event(), then));
        });
        tx.sql.batch("UPDATE event SET visitor_brief = ?, user_brief = ?, body = ?, agreed = ? WHERE seq = ?", rows);
        tx.after(() -> tail.changed(entries));
    }

    void keepCopies(Tx tx, Map<Long, List<Draft>> copies) throws SQLException {
        List<Object[]> rows = new ArrayList<>();
        copies.forEach((seq, both) -> {
            for (int n = 0; n < both.size(); n++) {
                rows.add(new Object[] {seq, n, both.get(n).body()});
            }
        });
        tx.sql.batch("INSERT INTO copy (seq, n, body) VALUES (?, ?, ?)", rows);
    }

    void remove(Tx tx, Collection<Long> seqs) throws SQLException {
        tx.sql.updateIn("DELETE FROM event WHERE seq IN (?*)", seqs);
        tx.sql.updateIn("DELETE FROM copy WHERE seq IN (?*)", seqs);
        tx.after(() -> tail.removed(seqs));
    }

    List<Entry> after(Session sql, long seq, int max) throws SQLException {
        return sql.list(
                "SELECT seq, body, agreed FROM event WHERE seq > ? ORDER BY seq LIMIT ?", this::entry, seq, max);
    }

    List<Entry> these(Session sql, Collection<Long> seqs) throws SQLException {
        return sql.listIn(
                "SELECT seq, body, agreed FROM event WHERE seq IN (?*) ORDER BY seq",
                this::entry,
                seqs.stream().distinct().sorted().toList());
    }

    /** The same by place, without what was agreed to. */
    SortedMap<Long, Event> events(Tx tx, Collection<Long> seqs) throws SQLException {
        SortedMap<Long, Event> events = new TreeMap<>();
        these(tx.sql, seqs).forEach(entry -> events.put(entry.seq(), entry.event()));
        return events;
    }

    List<Found> find(Session sql, String eventId) throws SQLException {
        List<Entry> logged = these(sql, known.find(sql, eventId));
        EventKey key = EventKey.lowest(eventId);
        List<Found> waiting = sql.list(
                "SELECT release_at, body FROM twin WHERE event_key BETWEEN ? AND ? ORDER BY received",
                row -> waiting(row.getLong(1), row.getBytes(2)),
                key.bytes(),
                key.highest().bytes());
        return Stream.concat(waiting.stream(), found(sql, logged).stream())
                .filter(found -> found.event().id().equals(eventId))
                .toList();
    }

    List<Found> latest(Session sql, int limit) throws SQLException {
        List<Found> latest = new ArrayList<>(sql.list(
                "SELECT release_at, body FROM twin ORDER BY received DESC LIMIT ?",
                row -> waiting(row.getLong(1), row.getBytes(2)),
                limit));
        latest.addAll(found(
                sql,
                sql.list(
                        "SELECT seq, body, agreed FROM event ORDER BY seq DESC LIMIT ?",
                        this::entry,
                        limit - latest.size())));
        return latest;
    }

    private Entry entry(ResultSet row) throws SQLException {
        return new Entry(row.getLong(1), codec.read(row.getBytes(2)), Agreed.of(row.getLong(3)));
    }

    private Found waiting(long releaseAt, byte[] body) {
        Event event = codec.read(body);
        return new Found(event, null, Nanos.of(releaseAt), List.of(event));
    }

    private List<Found> found(Session sql, List<Entry> entries) throws SQLException {
        Map<Long, List<Event>> copies = new HashMap<>();
        sql.listIn(
                "SELECT seq, body FROM copy WHERE seq IN (?*) ORDER BY seq, n",
                row -> copies.computeIfAbsent(row.getLong(1), seq -> new ArrayList<>())
                        .add(codec.read(row.getBytes(2))),
                entries.stream().map(Entry::seq).toList());
        return entries.stream()
                .map(entry -> new Found(
                        entry.event(), entry.seq(), null, copies.getOrDefault(entry.seq(), List.of(entry.event()))))
                .toList();
    }
}
