package io.taghub.store.journal;

import io.taghub.event.Channel;
import io.taghub.store.Agreed;
import io.taghub.store.Journal.Admission;
import io.taghub.store.Journal.Incoming;
import io.taghub.store.engine.Copy;
import io.taghub.store.engine.Nanos;
import io.taghub.store.engine.Session;
import io.taghub.store.engine.Session.Later;
import io.taghub.store.engine.Tx;
import io.taghub.store.journal.Deduplication.Seen;
import io.taghub.store.lane.Awaited;
import io.taghub.store.person.Identities;
import io.taghub.store.seal.Draft;
import io.taghub.store.seal.EventCodec;
import io.taghub.store.seal.EventKey;
import io.taghub.store.seal.Key;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One transaction's way through the gate: what is known of the copies is loaded at once, {@link Deduplication} decides, and
 * what changed is stored at once. Sound because whoever holds the head is alone.
 */
final class AdmissionBatch {
    private final Tx tx;
    private final long now;
    private final EventCodec codec;
    private final Deduplication decided;

    AdmissionBatch(Tx tx, long head, long now, long settled, EventCodec codec, Set<Key> erased) {
        this.tx = tx;
        this.now = now;
        this.codec = codec;
        this.decided = new Deduplication(head, now, settled, codec, erased);
    }

    /** What is known of one (name, id). */
    record Remembered(EventKey key, Seen seen) {}

    static Later<List<Remembered>> places(Session sql, List<Copy> copies) {
        return sql.laterIn(
                "SELECT event_key, expires, seq, channels FROM dedup WHERE event_key IN (?*)",
                row -> new Remembered(
                        EventKey.of(row.getBytes(1)), new Seen(row.getLong(2), row.getLong(3), row.getInt(4))),
                bytes(new TreeSet<>(copies.stream().map(Copy::key).toList())));
    }

    List<Admission> admit(List<Copy> copies, List<Remembered> places) throws SQLException {
        places.forEach(place -> decided.places.put(place.key, place.seen));
        load(copies);
        return copies.stream().map(decided::admit).toList();
    }

    void release(EventKey key, Draft draft) {
        decided.release(key, draft);
    }

    private void load(List<Copy> incoming) throws SQLException {
        Map<EventKey, Integer> channels = new HashMap<>();
        incoming.forEach(copy ->
                channels.merge(copy.key(), Deduplication.bits(copy.draft().event()), (a, b) -> a | b));
        List<EventKey> waiting = new ArrayList<>();
        Map<Long, Seen> inLog = new HashMap<>();
        decided.places.forEach((key, place) -> {
            if (decided.mayComplete(place, channels.getOrDefault(key, 0))) {
                if (place.seq == 0) {
                    waiting.add(key);
                } else {
                    inLog.put(place.seq, place);
                }
            }
        });
        tx.sql.listIn(
                "SELECT event_key, release_at, prefer, body FROM twin WHERE event_key IN (?*)",
                row -> held(
                        EventKey.of(row.getBytes(1)),
                        row.getLong(2),
                        Channel.valueOf(row.getString(3)),
                        row.getBytes(4)),
                bytes(waiting));
        record Logged(long seq, Draft draft, Agreed agreed) {}
        List<Logged> logged = tx.sql.listIn(
                "SELECT seq, body, agreed FROM event WHERE seq IN (?*)",
                row -> new Logged(row.getLong(1), draft(row.getBytes(2)), Agreed.of(row.getLong(3))),
                inLog.keySet());
        for (Logged event : logged) {
            inLog.computeIfPresent(event.seq, (seq, place) -> {
                place.draft = event.draft;
                place.agreed = event.agreed;
                return place;
            });
        }
    }

    private static List<byte[]> bytes(Iterable<EventKey> keys) {
        List<byte[]> bytes = new ArrayList<>();
        keys.forEach(key -> bytes.add(key.bytes()));
        return bytes;
    }

    private Draft draft(byte[] body) {
        return codec.draft(codec.read(body), body);
    }

    private Seen held(EventKey key, long releaseAt, Channel prefer, byte[] body) {
        Seen place = decided.places.computeIfAbsent(key, unseen -> new Seen(releaseAt, 0, 0));
        place.releaseAt = releaseAt;
        place.prefer = prefer;
        place.draft = draft(body);
        place.held = true;
        return place;
    }

    /** Words that come with no event. */
    void hear(Draft word, Incoming terms) {
        decided.hear(word, terms);
    }

    void store(EventLog log, Identities identities, Identities.Foreseen known, Awaited awaited) throws SQLException {
        Identities.Learned learned = identities.learn(tx, decided.lessons, known);
        log.append(
                tx,
                decided.appended,
                learned.agreed(),
                new EventLog.Added(decided.duplicates, decided.twins, learned.claims()));
        log.change(tx, decided.changed, decided.agreedLater);
        awaited.come(tx, learned.awaited(), decided.changed.keySet(), now);
        log.keepCopies(tx, decided.copies);
        List<Object[]> dedup = new ArrayList<>();
        List<Object[]> waiting = new ArrayList<>();
        List<Object[]> released = new ArrayList<>();
        List<Object[]> arrived = new ArrayList<>();
        // In order of their keys, so that neighbours meet in the index.
        new TreeMap<>(decided.places).forEach((key, place) -> {
            byte[] bytes = key.bytes();
            Draft draft = place.draft;
            if (place.dirty) {
                dedup.add(new Object[] {bytes, place.expires, place.seq, place.channels});
            } else if (place.held && place.seq != 0) {
                arrived.add(new Object[] {place.seq, bytes});
            }
            if (place.held && place.seq != 0) {
                released.add(new Object[] {bytes});
            } else if (place.dirty && place.seq == 0 && draft != null && place.prefer != null) {
                waiting.add(new Object[] {
                    bytes, Nanos.of(draft.event().received()), place.releaseAt, place.prefer.name(), draft.body()
                });
            }
        });
        tx.sql.batch(
                "INSERT INTO dedup (event_key, expires, seq, channels) VALUES (?, ?, ?, ?) ON CONFLICT (event_key)"
                        + " DO UPDATE SET expires = excluded.expires, seq = excluded.seq, channels = excluded.channels",
                dedup);
        tx.sql.batch("UPDATE dedup SET seq = ? WHERE event_key = ?", arrived);
        tx.sql.batch("DELETE FROM twin WHERE event_key = ?", released);
        tx.sql.batch(
                "INSERT INTO twin (event_key, received, release_at, prefer, body) VALUES (?, ?, ?, ?, ?)", waiting);
    }
}
