package io.taghub.store.journal;

import io.taghub.event.Channel;
import io.taghub.event.Event;
import io.taghub.store.Agreed;
import io.taghub.store.Journal.Admission;
import io.taghub.store.Journal.Incoming;
import io.taghub.store.conversion.ConversionBook;
import io.taghub.store.engine.Copy;
import io.taghub.store.engine.Nanos;
import io.taghub.store.engine.Session;
import io.taghub.store.engine.Session.Later;
import io.taghub.store.engine.Tx;
import io.taghub.store.journal.Deduplication.Seen;
import io.taghub.store.journal.KnownKeys.Known;
import io.taghub.store.lane.Awaited;
import io.taghub.store.person.Identities;
import io.taghub.store.seal.Draft;
import io.taghub.store.seal.EventCodec;
import io.taghub.store.seal.EventKey;
import io.taghub.store.seal.Key;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
    private final KnownKeys known;
    private final Deduplication decided;
    private final ConversionBook book;

    AdmissionBatch(
            Tx tx,
            long head,
            long now,
            long settled,
            EventCodec codec,
            KnownKeys known,
            Set<Key> erased,
            ConversionBook book) {
        this.tx = tx;
        this.now = now;
        this.codec = codec;
        this.known = known;
        this.book = book;
        this.decided = new Deduplication(head, now, settled, codec, erased);
    }

    /** What is known of copies before they are judged, asked for in one go. */
    record Foreseen(Later<Collection<Known>> known, Later<List<Waiting>> waiting) {}

    /** An event that waits for its twin. */
    private record Waiting(EventKey key, long expires, int channels, long releaseAt, String prefer, byte[] body) {}

    static Foreseen foresee(Session sql, KnownKeys known, List<Copy> copies) {
        Set<EventKey> keys = new TreeSet<>(copies.stream().map(Copy::key).toList());
        return new Foreseen(
                known.find(sql, keys),
                sql.laterIn(
                        "SELECT event_key, expires, channels, release_at, prefer, body FROM twin"
                                + " WHERE event_key IN (?*)",
                        row -> new Waiting(
                                EventKey.of(row.getBytes(1)),
                                row.getLong(2),
                                row.getInt(3),
                                row.getLong(4),
                                row.getString(5),
                                row.getBytes(6)),
                        keys.stream().map(EventKey::bytes).toList()));
    }

    List<Admission> admit(List<Copy> copies, Foreseen foreseen) throws SQLException {
        load(copies, foreseen);
        return copies.stream().map(decided::admit).toList();
    }

    void release(EventKey key, Draft draft, long expires) {
        decided.release(key, draft, expires);
    }

    private void load(List<Copy> incoming, Foreseen foreseen) throws SQLException {
        Map<EventKey, Integer> channels = new HashMap<>();
        incoming.forEach(copy ->
                channels.merge(copy.key(), Deduplication.bits(copy.draft().event()), (a, b) -> a | b));
        for (Known event : foreseen.known.get()) {
            decided.places.put(event.key(), new Seen(event.expires(), event.seq(), event.channels()));
        }
        Map<Long, Seen> inLog = new HashMap<>();
        decided.places.forEach((key, place) -> {
            if (decided.mayComplete(place, channels.getOrDefault(key, 0))) {
                inLog.put(place.seq, place);
            }
        });
        // After an event that is in the log and past its window: what waits is the later one.
        foreseen.waiting.get().forEach(event -> decided.places.put(event.key, waiting(event)));
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

    private Draft draft(byte[] body) {
        return codec.draft(codec.read(body), body);
    }

    private Seen waiting(Waiting event) {
        Seen place = new Seen(event.expires, 0, event.channels);
        place.releaseAt = event.releaseAt;
        place.prefer = Channel.valueOf(event.prefer);
        place.draft = draft(event.body);
        place.held = true;
        return place;
    }

    /** Words that come with no event. */
    void hear(Draft word, Incoming terms) {
        decided.hear(word, terms);
    }

    /** Takes down what new events say of conversions, and lets in after them those that they make. */
    private void conversions() throws SQLException {
        for (Map.Entry<Long, Draft> one : decided.changed.entrySet()) {
            one.setValue(book.enter(one.getKey(), one.getValue()));
        }
        List<Draft> news = new ArrayList<>();
        for (Map.Entry<Long, Draft> one : decided.appended.entrySet()) {
            one.setValue(book.enter(one.getKey(), one.getValue()));
            news.add(one.getValue());
            book.own(one.getValue());
        }
        news.addAll(decided.changed.values());
        for (Draft draft : news) {
            Event event = book.derived(draft);
            if (event != null) {
                derive(event, draft);
            }
        }
        book.store(now);
    }

    /** One that a back end reported under this id before is not let in again. */
    private void derive(Event event, Draft from) throws SQLException {
        EventKey key = EventKey.of(event);
        for (Known one : known.find(tx.sql, Set.of(key)).get()) {
            decided.places.putIfAbsent(key, new Seen(one.expires(), one.seq(), one.channels()));
        }
        Seen source = decided.places.get(EventKey.of(from.event()));
        Duration window = source == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, source.expires - now));
        Copy copy = new Copy(key, codec.draft(event), new Incoming(event, window, null, true, false, null));
        if (decided.admit(copy) instanceof Admission.Admitted(long seq)) {
            Draft derived = decided.appended.get(seq);
            if (derived != null) {
                decided.appended.put(seq, book.enter(seq, derived));
            }
        }
    }

    /** @param people foreseen */
    void store(EventLog log, Identities identities, Identities.Foreseen people, Awaited awaited) throws SQLException {
        conversions();
        Identities.Learned learned = identities.learn(tx, decided.lessons, people);
        Map<Long, Known> added = new LinkedHashMap<>();
        List<Known> changed = new ArrayList<>();
        List<Object[]> waiting = new ArrayList<>();
        List<Object[]> released = new ArrayList<>();
        // In order of their keys, so that neighbours meet in the index.
        new TreeMap<>(decided.places).forEach((key, place) -> {
            byte[] bytes = key.bytes();
            Draft draft = place.draft;
            if (decided.appended.containsKey(place.seq)) {
                added.put(place.seq, new Known(key, place.seq, place.expires, place.channels));
            } else if (place.dirty && place.seq != 0) {
                changed.add(new Known(key, place.seq, place.expires, place.channels));
            }
            if (place.held && place.seq != 0) {
                released.add(new Object[] {bytes});
            } else if (place.dirty && place.seq == 0 && draft != null && place.prefer != null) {
                waiting.add(new Object[] {
                    bytes,
                    Nanos.of(draft.event().received()),
                    place.expires,
                    place.channels,
                    place.releaseAt,
                    place.prefer.name(),
                    draft.body()
                });
            }
        });
        log.append(
                tx,
                decided.appended,
                added,
                learned.agreed(),
                new EventLog.Added(decided.duplicates, decided.twins, learned.claims()));
        log.change(tx, decided.changed, decided.agreedLater);
        known.add(tx, added.values());
        known.change(tx, changed);
        awaited.come(tx, learned.awaited(), decided.changed.keySet(), now);
        log.keepCopies(tx, decided.copies);
        tx.sql.batch("DELETE FROM twin WHERE event_key = ?", released);
        tx.sql.batch(
                "INSERT INTO twin (event_key, received, expires, channels, release_at, prefer, body)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                waiting);
    }
}
