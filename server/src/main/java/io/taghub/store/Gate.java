package io.taghub.store;

import io.taghub.event.Event;
import io.taghub.store.Journal.Admission;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** The one way into the journal: dedup, pairing, sequence numbers and identity, in the writer's transaction. */
final class Gate {
    private static final int SLICE = 256;

    /** Clocks of several nodes differ by less. */
    private static final Duration SET_BACK = Duration.ofMinutes(1);

    private final EventCodec codec;
    private final EventLog log;
    private final Identities identities;
    private final Tombstones tombstones;
    private final Awaited awaited;
    private final InstantSource clock;

    Gate(
            EventCodec codec,
            EventLog log,
            Identities identities,
            Tombstones tombstones,
            Awaited awaited,
            InstantSource clock) {
        this.codec = codec;
        this.log = log;
        this.identities = identities;
        this.tombstones = tombstones;
        this.awaited = awaited;
        this.clock = clock;
    }

    List<Admission> admit(Tx tx, List<Copy> copies) throws SQLException {
        Passage passage = new Passage(tx, log.lockHead(tx), Nanos.of(clock.instant()), codec);
        passage.load(
                copies,
                tombstones.among(tx.sql, copies.stream().map(Copy::draft).toList()));
        List<Admission> admissions = copies.stream().map(passage::admit).toList();
        passage.store(log, identities, awaited);
        return admissions;
    }

    /**
     * Lets some of those in that have waited long enough; those too that came at a time that is yet to be, because the
     * clock was set back: by it they would wait for that as well.
     */
    int release(Tx tx, Instant now) throws SQLException {
        Passage passage = new Passage(tx, log.lockHead(tx), Nanos.of(clock.instant()), codec);
        record Waiting(EventKey key, byte[] body) {}
        List<Waiting> due = tx.sql.list(
                "SELECT event_key, body FROM twin WHERE release_at <= ? OR received > ? ORDER BY release_at LIMIT "
                        + SLICE,
                row -> new Waiting(EventKey.of(row.getBytes(1)), row.getBytes(2)),
                Nanos.of(now),
                Nanos.of(now.plus(SET_BACK)));
        for (Waiting waiting : due) {
            Event event = codec.read(waiting.body);
            passage.release(waiting.key, codec.draft(event, waiting.body));
        }
        passage.store(log, identities, awaited);
        return due.size();
    }
}
