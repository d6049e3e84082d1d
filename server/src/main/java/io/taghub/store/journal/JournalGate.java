package io.taghub.store.journal;

import io.taghub.event.Event;
import io.taghub.store.Journal.Admission;
import io.taghub.store.Journal.Incoming;
import io.taghub.store.conversion.ConversionBook;
import io.taghub.store.conversion.ConversionRows;
import io.taghub.store.engine.Arrivals;
import io.taghub.store.engine.Copy;
import io.taghub.store.engine.Nanos;
import io.taghub.store.engine.Session.Later;
import io.taghub.store.engine.Tx;
import io.taghub.store.engine.Writer;
import io.taghub.store.lane.Awaited;
import io.taghub.store.person.Identities;
import io.taghub.store.person.Tombstones;
import io.taghub.store.seal.Draft;
import io.taghub.store.seal.EventCodec;
import io.taghub.store.seal.EventKey;
import io.taghub.store.seal.Key;
import io.taghub.time.HubClock;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** The one way into the journal: dedup, pairing, sequence numbers and identity, in the writer's transaction. */
public final class JournalGate implements Writer.Admissions {
    private static final int SLICE = 256;

    private final EventCodec codec;
    private final EventLog log;
    private final KnownKeys known;
    private final Identities identities;
    private final Tombstones tombstones;
    private final Awaited awaited;
    private final ConversionRows conversions;
    private final HubClock clock;

    public JournalGate(
            EventCodec codec,
            EventLog log,
            KnownKeys known,
            Identities identities,
            Tombstones tombstones,
            Awaited awaited,
            ConversionRows conversions,
            HubClock clock) {
        this.codec = codec;
        this.log = log;
        this.known = known;
        this.identities = identities;
        this.tombstones = tombstones;
        this.awaited = awaited;
        this.conversions = conversions;
        this.clock = clock;
    }

    @Override
    public Arrivals group(List<Copy> copies) {
        return new Arrivals(Nanos.of(clock.instant()), Nanos.of(clock.settled()), copies);
    }

    /** @param head taken, and with it the right to decide alone, before anything is read */
    private AdmissionBatch batch(Tx tx, long head, Set<Key> erased, Arrivals group, ConversionRows.Foreseen foreseen) {
        return new AdmissionBatch(
                tx,
                head,
                group.now(),
                group.settled(),
                codec,
                known,
                erased,
                new ConversionBook(tx, conversions, codec, foreseen));
    }

    @Override
    public List<Admission> admit(Tx tx, Arrivals group) throws SQLException {
        List<Copy> copies = group.copies();
        Later<List<Long>> head = log.lockingHead(tx);
        Later<Set<Key>> erased =
                tombstones.among(tx.sql, copies.stream().map(Copy::draft).toList());
        AdmissionBatch.Foreseen events = AdmissionBatch.foresee(tx.sql, known, copies);
        Identities.Foreseen people = identities.foresee(tx.sql, copies);
        ConversionRows.Foreseen lives = conversions.foresee(tx.sql, copies);
        AdmissionBatch batch = batch(tx, head.get().getFirst(), erased.get(), group, lives);
        List<Admission> admissions = batch.admit(copies, events);
        batch.store(log, identities, people, awaited);
        return admissions;
    }

    @Override
    public void forget() {
        identities.forget();
        known.forget();
        tombstones.forget();
    }

    /** Learns what somebody says without an event. */
    Draft hear(Tx tx, Draft word, Incoming terms) throws SQLException {
        long head = log.lockHead(tx);
        AdmissionBatch batch = batch(
                tx,
                head,
                tombstones.among(tx.sql, List.of(word)).get(),
                group(List.of()),
                ConversionRows.Foreseen.NOTHING);
        batch.hear(word, terms);
        batch.store(log, identities, identities.foresee(tx.sql, List.of()), awaited);
        return word;
    }

    /** Lets some of those in that have waited long enough. */
    int release(Tx tx, Instant now) throws SQLException {
        AdmissionBatch batch = batch(tx, log.lockHead(tx), Set.of(), group(List.of()), ConversionRows.Foreseen.NOTHING);
        record Waiting(EventKey key, long expires, byte[] body) {}
        List<Waiting> due = tx.sql.list(
                "SELECT event_key, expires, body FROM twin WHERE release_at <= ? ORDER BY release_at LIMIT " + SLICE,
                row -> new Waiting(EventKey.of(row.getBytes(1)), row.getLong(2), row.getBytes(3)),
                Nanos.of(now));
        for (Waiting waiting : due) {
            Event event = codec.read(waiting.body);
            batch.release(waiting.key, codec.draft(event, waiting.body), waiting.expires);
        }
        batch.store(log, identities, identities.foresee(tx.sql, List.of()), awaited);
        return due.size();
    }
}
