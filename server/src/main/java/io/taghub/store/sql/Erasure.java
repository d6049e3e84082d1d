package io.taghub.store.sql;

import io.taghub.store.conversion.ConversionRows;
import io.taghub.store.engine.Database;
import io.taghub.store.engine.Nanos;
import io.taghub.store.engine.Reads;
import io.taghub.store.engine.Session;
import io.taghub.store.engine.Tx;
import io.taghub.store.engine.Writer;
import io.taghub.store.journal.EventLog;
import io.taghub.store.lane.Parkings;
import io.taghub.store.person.Identities;
import io.taghub.store.person.IdentityRows;
import io.taghub.store.person.Tombstones;
import io.taghub.store.record.Attempts;
import io.taghub.store.record.Remnants;
import io.taghub.store.record.Verdicts;
import io.taghub.store.seal.Draft;
import io.taghub.store.seal.EventCodec;
import io.taghub.store.seal.EventKey;
import io.taghub.store.seal.Key;
import io.taghub.store.seal.Keys;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Forgets a person. First the tombstone, so that nothing of theirs gets in or out any more; then, slice by slice, what
 * is in the journal; last the identity, so that an erasure that was cut short finds everything again when it is repeated.
 * The journal is searched from end to end: erasures are rare, and an index would cost every admission.
 */
final class Erasure {
    private static final int SCAN = 50_000;
    private static final int SLICE = 200;

    private final Database database;
    private final Writer writer;
    private final Reads reads;
    private final Keys keys;
    private final EventCodec codec;
    private final EventLog log;
    private final Identities identities;
    private final Tombstones tombstones;
    private final Attempts attempts;
    private final ConversionRows conversions;
    private final SqlReceived received;
    private final Remnants remnants;
    private final Runnable wipe;
    private final Verdicts verdicts = new Verdicts();
    private final Parkings parkings = new Parkings();

    /** @param wipe removes what is kept beside the database */
    Erasure(
            Database database,
            Writer writer,
            Reads reads,
            Keys keys,
            EventCodec codec,
            EventLog log,
            Identities identities,
            Tombstones tombstones,
            Attempts attempts,
            ConversionRows conversions,
            SqlReceived received,
            Remnants remnants,
            Runnable wipe) {
        this.database = database;
        this.writer = writer;
        this.reads = reads;
        this.keys = keys;
        this.codec = codec;
        this.log = log;
        this.identities = identities;
        this.tombstones = tombstones;
        this.attempts = attempts;
        this.conversions = conversions;
        this.received = received;
        this.remnants = remnants;
        this.wipe = wipe;
    }

    long erase(String subject, Instant now) {
        Key key = keys.subject(subject);
        Set<Key> person = writer.write(tx -> {
            log.lockHead(tx);
            Set<Key> found = person(tx.sql, key);
            tombstones.add(tx, found, Nanos.of(now));
            identities.forget(tx, found);
            return found;
        });
        long touched = 0;
        for (List<EventKey> slice : slices(waiting(person))) {
            touched += writer.write(tx -> blankWaiting(tx, slice));
        }
        for (List<Long> slice : slices(events(person))) {
            touched += writer.write(tx -> blankEvents(tx, slice));
        }
        touched += received.forget(person, subject);
        // Last, because an event may lose its body meanwhile.
        touched += blankRemnants(person);
        return touched + writer.write(tx -> forget(tx, person));
    }

    /** The user and every browser only they used; for a browser also its user, if it has but one. */
    private static Set<Key> person(Session sql, Key subject) throws SQLException {
        Set<Key> person = new HashSet<>();
        person.add(subject);
        List<Key> users = sql.list(
                "SELECT person FROM link WHERE visitor = ?", row -> Key.of(row.getBytes(1)), (Object) subject.bytes());
        Key user = users.size() == 1 ? users.getFirst() : subject;
        person.add(user);
        person.addAll(sql.list(
                "SELECT visitor FROM link WHERE person = ? AND NOT EXISTS (SELECT 1 FROM link AS other"
                        + " WHERE other.visitor = link.visitor AND other.person <> link.person)",
                row -> Key.of(row.getBytes(1)),
                (Object) user.bytes()));
        return person;
    }

    private List<EventKey> waiting(Set<Key> person) {
        return reads.read(sql -> {
            List<EventKey> found = new ArrayList<>();
            sql.list(
                            "SELECT event_key, body FROM twin",
                            row -> Map.entry(EventKey.of(row.getBytes(1)), codec.read(row.getBytes(2))))
                    .forEach(row -> {
                        if (keys.subjects(row.getValue()).stream().anyMatch(person::contains)) {
                            found.add(row.getKey());
                        }
                    });
            return found;
        });
    }

    private List<Long> events(Set<Key> person) {
        List<Long> briefs = person.stream().map(Key::brief).toList();
        Set<Long> found = new HashSet<>();
        long head = reads.read(sql -> sql.number("SELECT seq FROM head"));
        for (long from = 0; from < head; from += SCAN) {
            long after = from;
            found.addAll(reads.read(sql -> {
                List<Long> slice = new ArrayList<>();
                for (String column : List.of("visitor_brief", "user_brief")) {
                    slice.addAll(sql.listIn(
                            "SELECT seq FROM event WHERE seq > ? AND seq <= ? AND " + column + " IN (?*)",
                            row -> row.getLong(1),
                            briefs,
                            after,
                            after + SCAN));
                }
                return slice;
            }));
        }
        return found.stream().sorted().toList();
    }

    private static <T> List<List<T>> slices(List<T> all) {
        List<List<T>> slices = new ArrayList<>();
        for (int from = 0; from < all.size(); from += SLICE) {
            slices.add(all.subList(from, Math.min(all.size(), from + SLICE)));
        }
        return slices;
    }

    private int blankWaiting(Tx tx, List<EventKey> waiting) throws SQLException {
        log.lockHead(tx);
        List<Object[]> rows = new ArrayList<>();
        tx.sql.listIn(
                "SELECT event_key, body FROM twin WHERE event_key IN (?*)",
                row -> rows.add(new Object[] {blank(row.getBytes(2)).body(), row.getBytes(1)}),
                waiting.stream().map(EventKey::bytes).toList());
        tx.sql.batch("UPDATE twin SET body = ? WHERE event_key = ?", rows);
        return rows.size();
    }

    private int blankEvents(Tx tx, List<Long> seqs) throws SQLException {
        log.lockHead(tx);
        Map<Long, Draft> blanked = new TreeMap<>();
        tx.sql.listIn(
                "SELECT seq, body FROM event WHERE seq IN (?*)",
                row -> blanked.put(row.getLong(1), blank(row.getBytes(2))),
                seqs);
        // What they agreed to is of no use any more: they are erased.
        log.change(tx, blanked, Map.of());
        List<Object[]> copies = new ArrayList<>();
        tx.sql.listIn(
                "SELECT seq, n, body FROM copy WHERE seq IN (?*)",
                row -> copies.add(new Object[] {blank(row.getBytes(3)).body(), row.getLong(1), row.getInt(2)}),
                seqs);
        tx.sql.batch("UPDATE copy SET body = ? WHERE seq = ? AND n = ?", copies);
        blankWords(tx, blanked.keySet());
        return blanked.size();
    }

    private void blankWords(Tx tx, Set<Long> seqs) throws SQLException {
        for (String tag : tx.sql.list("SELECT tag FROM lane", row -> row.getString(1))) {
            attempts.blank(tx, tag, seqs);
            verdicts.blank(tx, tag, seqs);
            parkings.blank(tx, tag, seqs);
        }
    }

    /** Of events whose bodies are gone: what was sent of them, and by what they could be found. */
    private long blankRemnants(Set<Key> person) {
        Set<Long> briefs = person.stream().map(Key::brief).collect(Collectors.toSet());
        long blanked = 0;
        for (Optional<Remnants.Block> block = next(0);
                block.isPresent();
                block = next(block.get().to())) {
            List<Long> theirs = block.get().of(briefs);
            if (!theirs.isEmpty()) {
                long to = block.get().to();
                blanked += writer.write(tx -> {
                    log.lockHead(tx);
                    remnants.blank(tx, to, briefs);
                    blankWords(tx, Set.copyOf(theirs));
                    return theirs.size();
                });
            }
        }
        return blanked;
    }

    private Optional<Remnants.Block> next(long after) {
        return reads.read(sql -> remnants.next(sql, after, Instant.EPOCH));
    }

    private Draft blank(byte[] body) {
        return codec.draft(EventCodec.blank(codec.read(body)));
    }

    private int forget(Tx tx, Set<Key> person) throws SQLException {
        log.lockHead(tx);
        List<byte[]> bytes = IdentityRows.bytes(person);
        int rows = tx.sql.updateIn("DELETE FROM visitor WHERE subject IN (?*)", bytes)
                + tx.sql.updateIn("DELETE FROM person WHERE subject IN (?*)", bytes)
                + tx.sql.updateIn("DELETE FROM link WHERE person IN (?*)", bytes)
                + tx.sql.updateIn("DELETE FROM link WHERE visitor IN (?*)", bytes)
                + conversions.forget(tx, person);
        identities.forget(tx, person);
        tx.after(() -> database.scrub(tx.sql));
        tx.after(wipe::run);
        return rows;
    }
}
