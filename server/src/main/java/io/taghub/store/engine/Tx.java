package io.taghub.store.engine;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One transaction that writes, and what is to happen in memory once it is durable. */
public final class Tx {
    private static final Logger LOG = LoggerFactory.getLogger(Tx.class);

    public final Session sql;
    private final List<Action> after = new ArrayList<>();

    /** Something that follows a transaction and cannot undo it. */
    public interface Action {
        void run() throws SQLException;
    }

    private Tx(Session sql) {
        this.sql = sql;
    }

    /** One transaction, whole or not at all; what follows it is done before its session is put away. */
    static <T> T in(Database database, Transactions.Op<T> op) throws SQLException {
        Session session = database.writer();
        boolean sound = false;
        try {
            Tx tx = new Tx(session);
            T result;
            try {
                result = op.run(tx);
            } catch (RuntimeException itsOwn) {
                session.rollback();
                sound = true;
                throw itsOwn;
            }
            session.commit();
            sound = true;
            tx.kept();
            return result;
        } finally {
            database.release(session, sound);
        }
    }

    /** Runs once the transaction is durable; never if it fails. */
    public void after(Action action) {
        after.add(action);
    }

    private void kept() {
        for (Action action : after) {
            try {
                action.run();
            } catch (SQLException | RuntimeException failure) {
                LOG.warn("something that should follow a write failed", failure);
            }
        }
    }
}
