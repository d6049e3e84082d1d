package io.taghub.store.sql;

import io.taghub.store.ConversionStore;
import io.taghub.store.IdentityStore;
import io.taghub.store.Journal;
import io.taghub.store.LaneStore;
import io.taghub.store.QualityStore;
import io.taghub.store.ReceivedStore;
import io.taghub.store.ReportStore;
import io.taghub.store.ScriptStore;
import io.taghub.store.Store;
import io.taghub.store.StoreUnavailableException;
import io.taghub.store.conversion.ConversionRows;
import io.taghub.store.conversion.SqlConversions;
import io.taghub.store.engine.Arrivals;
import io.taghub.store.engine.Bytes;
import io.taghub.store.engine.Database;
import io.taghub.store.engine.DirectTransactions;
import io.taghub.store.engine.Nanos;
import io.taghub.store.engine.Reads;
import io.taghub.store.engine.RedoLog;
import io.taghub.store.engine.Session;
import io.taghub.store.engine.Transactions;
import io.taghub.store.engine.Writer;
import io.taghub.store.journal.ClockCorrection;
import io.taghub.store.journal.EventLog;
import io.taghub.store.journal.JournalGate;
import io.taghub.store.journal.KnownKeys;
import io.taghub.store.journal.SqlJournal;
import io.taghub.store.journal.Tail;
import io.taghub.store.journal.Trimming;
import io.taghub.store.lane.Awaited;
import io.taghub.store.lane.OnceRows;
import io.taghub.store.lane.SqlLanes;
import io.taghub.store.person.Identities;
import io.taghub.store.person.IdentityRows;
import io.taghub.store.person.Tombstones;
import io.taghub.store.record.Attempts;
import io.taghub.store.record.Leaving;
import io.taghub.store.record.Remnants;
import io.taghub.store.seal.EventCodec;
import io.taghub.store.seal.Keys;
import io.taghub.store.seal.Sealer;
import io.taghub.time.HubClock;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The parts put together around one database. */
public final class SqlStore implements Store {
    private static final String CLOCK = "clock";
    private static final int NEWEST_KEYS = 100_000;

    private final Database database;
    private final Writer writer;
    private final Transactions lanesWriter;
    private final SqlJournal journal;
    private final SqlLanes lanes;
    private final SqlIdentity identity;
    private final SqlScripts scripts;
    private final SqlQuality quality;
    private final SqlConversions conversions;
    private final SqlReceived received;
    private final SqlReports reports;
    private final Reads reads;
    private final ClockCorrection setRight;
    private final List<String> warnings = new CopyOnWriteArrayList<>();

    /**
     * @param key 32 bytes
     * @param newest so many keys of events may be in memory only, see {@link KnownKeys}
     */
    private SqlStore(Database database, byte[] key, InstantSource clock, int newest) {
        this.database = database;
        Keys keys = new Keys(key);
        Sealer sealer = new Sealer(key);
        EventCodec codec = new EventCodec(sealer, keys);
        Tail tail = new Tail(database.shared());
        KnownKeys known = new KnownKeys(newest);
        EventLog log = new EventLog(codec, database, known, tail);
        Identities identities = new Identities(new IdentityRows(codec, database.shared()), keys, database.shared());
        Tombstones tombstones = new Tombstones();
        Attempts attempts = new Attempts(sealer, database::scarce);
        Reads committed = new Reads(database);
        ConversionRows lives = new ConversionRows(codec, keys);
        JournalGate gate = new JournalGate(
                codec, log, known, identities, tombstones, new Awaited(database), lives, HubClock.of(clock));

        tail.start(committed.read(sql -> sql.number("SELECT seq FROM head")));
        committed.read(known::start);
        if (!database.shared()) {
            committed.read(tombstones::start);
        }
        RedoLog redo = redo(database.file(), sealer, codec);
        writer = new Writer(database, gate, redo, left(redo, committed));
        reads = new Reads(database, writer::catchUp);
        lanesWriter = database.shared() ? new DirectTransactions(database) : writer;
        OnceRows onces = new OnceRows(keys);
        received = new SqlReceived(writer, reads, sealer, keys);
        Remnants remnants = new Remnants(sealer, keys);
        Trimming trimming = new Trimming(
                writer, reads, onces, lives, log, known, attempts, identities, new Leaving(remnants), database);
        Erasure erasure = new Erasure(
                database,
                writer,
                reads,
                keys,
                codec,
                log,
                identities,
                tombstones,
                attempts,
                lives,
                received,
                remnants,
                redo == null ? () -> {} : redo::wipe);
        journal = new SqlJournal(writer, reads, codec, log, gate, trimming, tail);
        lanes = new SqlLanes(database, lanesWriter, writer, reads, committed, attempts, onces, clock);
        identity = new SqlIdentity(writer, reads, committed, keys, identities, tombstones, erasure, log);
        scripts = new SqlScripts(writer, reads, sealer);
        quality = new SqlQuality(writer, reads);
        conversions = new SqlConversions(reads, lives);
        reports = new SqlReports(reads, journal, codec, known, remnants, attempts);
        setRight = new ClockCorrection(writer, codec, log, identities);
    }

    /** A database that others write to as well would not know what this hub still has to add. */
    private static @Nullable RedoLog redo(@Nullable Path database, Sealer sealer, EventCodec codec) {
        return database == null ? null : new RedoLog(Path.of(database + "-redo"), sealer, codec);
    }

    private static List<Arrivals> left(@Nullable RedoLog redo, Reads reads) {
        try {
            return redo == null ? List.of() : redo.left(reads.read(sql -> sql.number("SELECT generation FROM head")));
        } catch (IOException unreadable) {
            throw new StoreUnavailableException("what was answered last cannot be read", unreadable);
        }
    }

    /** Makes or updates the tables, finds the key and opens the store. Closes the database if that fails. */
    public static Store open(Database database, byte @Nullable [] given, InstantSource clock) {
        // What one node keeps in memory the others would not know.
        return open(database, given, clock, database.shared() ? 0 : NEWEST_KEYS);
    }

    static Store open(Database database, byte @Nullable [] given, InstantSource clock, int newestKeys) {
        try {
            SqlStore store = new SqlStore(database, prepare(database, given), clock, newestKeys);
            if (database instanceof Sqlite sqlite) {
                store.recognise(sqlite, clock);
            }
            return store;
        } catch (RuntimeException failure) {
            database.close();
            throw failure;
        }
    }

    /** Before anything is sent: what a copy does not know may have been sent since. */
    private void recognise(Sqlite sqlite, InstantSource clock) {
        Descent.Finding found = writer.write(tx -> sqlite.find(tx.sql));
        if (found.isDoubtful()) {
            warnings.add(found == Descent.Finding.OLDER ? Ownership.OLDER : Ownership.COPIED);
            HubClock.Memory memory = remembered();
            // What waited for its twin then has long been let in.
            journal.release(Instant.MAX);
            writer.write(tx -> lanes.doubt(tx, memory == null ? clock.instant() : memory.settled()));
        }
        writer.write(sqlite::begin);
    }

    /** Several nodes may start on an empty database at once; those that come second try again and find it made. */
    private static byte[] prepare(Database database, byte @Nullable [] given) {
        SQLException last = null;
        for (int attempt = 0; attempt < 5; attempt++) {
            Session session = null;
            boolean sound = false;
            try {
                session = database.writer();
                Schema.migrate(database, session);
                byte[] key = MasterKey.of(database, session, given);
                session.commit();
                sound = true;
                return key;
            } catch (SQLException failure) {
                last = failure;
                if (database.down(failure)) {
                    break;
                }
            } finally {
                if (session != null) {
                    database.release(session, sound);
                }
            }
        }
        throw new StoreUnavailableException(
                "the database cannot be opened: " + (last == null ? "" : last.getMessage()),
                last == null ? new SQLException() : last);
    }

    @Override
    public Journal journal() {
        return journal;
    }

    @Override
    public LaneStore lanes() {
        return lanes;
    }

    @Override
    public IdentityStore identity() {
        return identity;
    }

    @Override
    public ScriptStore scripts() {
        return scripts;
    }

    @Override
    public QualityStore quality() {
        return quality;
    }

    @Override
    public ConversionStore conversions() {
        return conversions;
    }

    @Override
    public ReceivedStore received() {
        return received;
    }

    @Override
    public ReportStore reports() {
        return reports;
    }

    @Override
    public boolean shared() {
        return database.shared();
    }

    @Override
    public boolean healthy() {
        return writer.healthy() && lanesWriter.healthy();
    }

    @Override
    public @Nullable String trouble() {
        return healthy() ? database.trouble() : Store.super.trouble();
    }

    @Override
    public List<String> warnings() {
        return warnings;
    }

    @Override
    public long room() {
        return database.room();
    }

    @Override
    public boolean cramped() {
        return database.scarce() || database.wantsSpace();
    }

    @Override
    public void keepRoom() {
        database.keepRoom();
    }

    /** A store of an earlier version remembers its events. */
    @Override
    public HubClock.@Nullable Memory remembered() {
        return reads.read(sql -> {
                    byte[] kept = sql.first("SELECT value FROM meta WHERE name = ?", row -> row.getBytes(1), CLOCK);
                    if (kept != null) {
                        Bytes.Reader in = new Bytes.Reader(kept);
                        return Optional.of(new HubClock.Memory(Nanos.of(in.number()), Nanos.of(in.number())));
                    }
                    return Optional.ofNullable(sql.first(
                            "SELECT received FROM event ORDER BY seq DESC LIMIT 1",
                            row -> new HubClock.Memory(Nanos.of(row.getLong(1)), Instant.EPOCH)));
                })
                .orElse(null);
    }

    @Override
    public void remember(HubClock.Memory memory) {
        byte[] kept = new Bytes()
                .number(Nanos.of(memory.settled()))
                .number(Nanos.of(memory.shown()))
                .done();
        writer.write(tx -> tx.sql.update(
                "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                CLOCK,
                kept));
    }

    @Override
    public void setRight(Duration back, Instant now) {
        setRight.by(back, now);
    }

    @Override
    public void close() {
        writer.close();
        database.close();
    }
}
