package io.taghub.store.engine;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One transaction that writes, and what is to happen in memory once it is durable. Belongs to one thread. */
public final class Tx implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Tx.class);

    public final Session sql;
    private final Database database;
    private final List<Action> learned = new ArrayList<>();
    private final List<Action> after = new ArrayList<>();
    private boolean sound = true;
    private boolean open = true;

    /** Something that follows a transaction and cannot undo it. */
    public interface Action {
        void run() throws SQLException;
    }

    private Tx(Database database, Session sql) {
        this.database = database;
        this.sql = sql;
    }

    static Tx begin(Database database) throws SQLException {
        return new Tx(database, database.writer());
    }

    /** One transaction, whole or not at all; what follows it is done before its session is put away. */
    static <T> T in(Database database, Transactions.Op<T> op) throws SQLException {
        try (Tx tx = begin(database)) {
            try {
                T result = op.run(tx);
                tx.learned();
                tx.commit();
                return result;
            } catch (SQLException failure) {
                tx.broken();
                throw failure;
            }
        }
    }

    /** Runs once the transaction is durable, before anybody else writes; never if it fails. */
    public void after(Action action) {
        after.add(action);
    }

    /**
     * Runs as soon as what comes next in the same transaction may see it: for memory that the writer reads instead of the
     * database. Whoever begins a transaction has to forget that memory if it fails.
     */
    public void learn(Action action) {
        learned.add(action);
    }

    void learned() {
        run(learned);
    }

    void commit() throws SQLException {
        sound = false;
        sql.commit();
        sound = true;
        open = false;
        run(after);
    }

    /** Its session is not to be used again. */
    void broken() {
        sound = false;
    }

    /** Takes back what was not committed, and puts the session away. */
    @Override
    public void close() throws SQLException {
        try {
            if (open && sound) {
                sound = false;
                sql.rollback();
                sound = true;
            }
        } finally {
            database.release(sql, sound);
        }
    }

    private static void run(List<Action> actions) {
        for (Action action : actions) {
            try {
                action.run();
            } catch (SQLException | RuntimeException failure) {
                LOG.warn("something that should follow a write failed", failure);
            }
        }
        actions.clear();
    }
}
