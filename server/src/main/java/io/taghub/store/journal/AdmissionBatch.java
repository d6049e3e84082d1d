package io.taghub.store.journal;

import io.taghub.event.Channel;
import io.taghub.event.Event;
import io.taghub.store.Agreed;
import io.taghub.store.Journal.Admission;
import io.taghub.store.Journal.Incoming;
import io.taghub.store.Journal.Pair;
import io.taghub.store.engine.Copy;
import io.taghub.store.engine.Nanos;
import io.taghub.store.engine.Tx;
import io.taghub.store.lane.Awaited;
import io.taghub.store.person.Identities;
import io.taghub.store.person.Lesson;
import io.taghub.store.seal.Draft;
import io.taghub.store.seal.EventCodec;
import io.taghub.store.seal.EventKey;
import io.taghub.store.seal.Key;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One transaction's way through the gate: what is known of the copies is loaded at once, decided in memory copy by copy,
 * and what changed is stored at once. Sound because whoever holds the head is alone.
 */
final class AdmissionBatch {
    private final Tx tx;
    private final long now;
    private final long settled;
    private final EventCodec codec;
    private final Map<EventKey, Place> places = new HashMap<>();
    private final Map<Long, Draft> appended = new TreeMap<>();
    private final Map<Long, Draft> changed = new TreeMap<>();
    private final Map<Long, Agreed> agreedLater = new HashMap<>();
    private final Map<Long, List<Draft>> copies = new LinkedHashMap<>();
    private final List<Lesson> lessons = new ArrayList<>();
    private Set<Key> erased = Set.of();
    private long head;
    private int duplicates;
    private int twins;

    /** @param settled no later than now; what is kept until then may be forgotten */
    AdmissionBatch(Tx tx, long head, long now, long settled, EventCodec codec) {
        this.tx = tx;
        this.head = head;
        this.now = now;
        this.settled = settled;
        this.codec = codec;
    }

    /** What the hub knows of one (name, id). */
    private static final class Place {
        private final long expires;
        private long seq;
        private int channels;
        private @Nullable Draft draft;
        private Agreed agreed = Agreed.NOTHING;
        private @Nullable Channel prefer;
        private long releaseAt;
        private boolean held;
        private boolean dirty;

        private Place(long expires, long seq, int channels) {
            this.expires = expires;
            this.seq = seq;
            this.channels = channels;
        }

        private boolean live(long settled) {
            return seq == 0 || expires > settled;
        }

        private boolean knows(int others) {
            return (channels & others) == others;
        }
    }

    /** @param erased visitors and users among these copies who asked to be forgotten */
    void load(List<Copy> incoming, Set<Key> erased) throws SQLException {
        this.erased = erased;
        Map<EventKey, Integer> channels = new TreeMap<>();
        incoming.forEach(copy -> channels.merge(copy.key(), bits(copy.draft().event()), (a, b) -> a | b));
        tx.sql.listIn(
                "SELECT event_key, expires, seq, channels FROM dedup WHERE event_key IN (?*)",
                row -> places.put(
                        EventKey.of(row.getBytes(1)), new Place(row.getLong(2), row.getLong(3), row.getInt(4))),
                bytes(channels.keySet()));
        List<EventKey> waiting = new ArrayList<>();
        Map<Long, Place> inLog = new HashMap<>();
        places.forEach((key, place) -> {
            if (place.live(settled) && !place.knows(channels.getOrDefault(key, 0))) {
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

    private Place held(EventKey key, long releaseAt, Channel prefer, byte[] body) {
        Place place = places.computeIfAbsent(key, unseen -> new Place(releaseAt, 0, 0));
        place.releaseAt = releaseAt;
        place.prefer = prefer;
        place.draft = draft(body);
        place.held = true;
        return place;
    }

    Admission admit(Copy copy) {
        Draft draft = isErased(copy.draft())
                ? codec.draft(EventCodec.blank(copy.draft().event()))
                : copy.draft();
        Place place = places.get(copy.key());
        if (place == null || !place.live(settled)) {
            return first(copy, draft);
        }
        Draft earlier = place.draft;
        if (place.knows(bits(draft.event())) || earlier == null) {
            duplicates++;
            String voice = copy.terms().voice();
            if ((draft.visitor() != null || voice != null)
                    && !draft.event().channels().contains(Channel.SERVER)) {
                // The copy kept may be a stranger's, who guessed the id: this browser's click is its own all the same.
                // And
                // a snippet that may send nothing new tells of a withdrawal with an event that went before it.
                lessons.add(new Lesson(draft, draft, false, false, copy.terms().links(), false, voice, 0));
            }
            return new Admission.Duplicate(false);
        }
        twin(place, earlier, draft, copy.terms());
        return new Admission.Duplicate(true);
    }

    /** No event comes with it; whoever asked to be forgotten stays so. */
    void hear(Draft word, Incoming terms) {
        if (!isErased(word)) {
            lessons.add(lesson(word, word, false, terms, 0));
        }
    }

    private boolean isErased(Draft draft) {
        return (draft.visitor() != null && erased.contains(draft.visitor()))
                || (draft.user() != null && erased.contains(draft.user()));
    }

    private Admission first(Copy copy, Draft draft) {
        Pair pair = copy.terms().pair();
        long expires = Math.addExact(now, copy.terms().dedupWindow().toNanos());
        long releaseAt = pair == null ? 0 : now + pair.patience().toNanos();
        Place place = new Place(Math.max(expires, releaseAt), 0, bits(draft.event()));
        place.draft = draft;
        place.dirty = true;
        places.put(copy.key(), place);
        boolean sure = draft.event().channels().equals(Set.of(Channel.SERVER));
        if (pair == null) {
            place.seq = append(draft);
        }
        lessons.add(lesson(draft, draft, sure, copy.terms(), place.seq));
        if (pair == null) {
            return new Admission.Admitted(place.seq);
        }
        place.prefer = pair.prefer();
        place.releaseAt = releaseAt;
        return new Admission.Waiting(Nanos.of(releaseAt));
    }

    private static Lesson lesson(Draft said, Draft whole, boolean sure, Incoming terms, long seq) {
        return new Lesson(said, whole, true, sure, terms.links(), terms.conversion(), terms.voice(), seq);
    }

    /** The time of the preferred copy counts if it comes before the event is in the log; from then on none changes. */
    private void twin(Place place, Draft earlier, Draft later, Incoming terms) {
        Event first = earlier.event();
        Event second = later.event();
        boolean secondWins =
                place.seq == 0 && place.prefer != null && second.channels().contains(place.prefer);
        Event best = secondWins ? second.or(first) : first.or(second);
        boolean backEndFirst = first.channels().contains(Channel.SERVER);
        Event backEnds = backEndFirst ? first : second;
        best = Pairing.trusting(backEnds, backEndFirst ? second : first, best);
        if (EventCodec.isBlank(first) || EventCodec.isBlank(second)) {
            best = EventCodec.blank(best);
            earlier = codec.draft(EventCodec.blank(first));
            later = codec.draft(EventCodec.blank(second));
        }
        Draft merged = codec.draft(best);
        boolean known = place.seq != 0 && !appended.containsKey(place.seq);
        if (place.seq == 0) {
            place.seq = append(merged);
        } else if (known) {
            changed.put(place.seq, merged);
            place.agreed = place.agreed.then(Agreed.said(best.consent()));
            agreedLater.put(place.seq, place.agreed);
        } else {
            appended.put(place.seq, merged);
        }
        copies.put(place.seq, List.of(earlier, later));
        place.channels |= bits(second);
        place.draft = merged;
        place.dirty = true;
        lessons.add(lesson(later, merged, Pairing.confirms(backEnds, best), terms, known ? 0 : place.seq));
        twins++;
    }

    /** Lets an event in that waited in vain; whose it is was learned when it came. */
    void release(EventKey key, Draft draft) {
        Place place = new Place(0, append(draft), bits(draft.event()));
        lessons.add(new Lesson(draft, draft, false, false, false, false, null, place.seq));
        place.held = true;
        place.draft = draft;
        places.put(key, place);
    }

    private long append(Draft draft) {
        appended.put(++head, draft);
        return head;
    }

    void store(EventLog log, Identities identities, Awaited awaited) throws SQLException {
        Identities.Learned learned = identities.learn(tx, lessons);
        log.append(tx, appended, learned.agreed(), new EventLog.Added(duplicates, twins, learned.claims()));
        log.change(tx, changed, agreedLater);
        awaited.come(tx, learned.awaited(), changed.keySet(), now);
        log.keepCopies(tx, copies);
        List<Object[]> dedup = new ArrayList<>();
        List<Object[]> waiting = new ArrayList<>();
        List<Object[]> released = new ArrayList<>();
        List<Object[]> arrived = new ArrayList<>();
        // In order of their keys, so that neighbours meet in the index.
        new TreeMap<>(places).forEach((key, place) -> {
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

    private static int bits(Event event) {
        int bits = 0;
        for (Channel channel : event.channels()) {
            bits |= 1 << channel.ordinal();
        }
        return bits;
    }
}
