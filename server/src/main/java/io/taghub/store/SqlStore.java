package io.taghub.store;

import java.sql.SQLException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The parts put together around one database. */
final class SqlStore implements Store {
    private final Database database;
    private final Writer writer;
    private final Transactions lanesWriter;
    private final SqlJournal journal;
    private final SqlLanes lanes;
    private final SqlIdentity identity;
    private final SqlScripts scripts;

    /** @param key 32 bytes */
    SqlStore(Database database, byte[] key, InstantSource clock) {
        this.database = database;
        Keys keys = new Keys(key);
        Sealer sealer = new Sealer(key);
        EventCodec codec = new EventCodec(sealer, keys);
        Tail tail = new Tail(database.shared());
        EventLog log = new EventLog(codec, database, tail);
        Identities identities = new Identities(new IdentityRows(codec), keys, database.shared());
        Tombstones tombstones = new Tombstones();
        Attempts attempts = new Attempts(sealer);
        Reads reads = new Reads(database);
        Gate gate = new Gate(codec, log, identities, tombstones, new Awaited(database), clock);

        tail.start(reads.read(sql -> sql.number("SELECT seq FROM head")));
        writer = new Writer(database, gate);
        lanesWriter = database.shared() ? new Direct(database) : writer;
        OnceRows onces = new OnceRows(keys);
        Trimming trimming = new Trimming(writer, reads, onces, log, attempts, identities, database);
        Erasure erasure = new Erasure(database, writer, reads, keys, codec, log, identities, tombstones, attempts);
        journal = new SqlJournal(writer, reads, codec, log, gate, trimming, tail);
        lanes = new SqlLanes(database, lanesWriter, writer, reads, attempts, onces, clock);
        identity = new SqlIdentity(writer, reads, keys, identities, tombstones, erasure, log);
        scripts = new SqlScripts(writer, reads, sealer);
    }

    /** Makes or updates the tables, finds the key and opens the store. Closes the database if that fails. */
    static Store open(Database database, byte @Nullable [] given, InstantSource clock) {
        try {
            return new SqlStore(database, prepare(database, given), clock);
        } catch (RuntimeException failure) {
            database.close();
            throw failure;
        }
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
    public boolean shared() {
        return database.shared();
    }

    @Override
    public boolean healthy() {
        return writer.healthy() && lanesWriter.healthy();
    }

    @Override
    public void close() {
        writer.close();
        database.close();
    }
}
