package io.taghub.store.engine;

import io.taghub.store.StoreUnavailableException;
import java.sql.SQLException;

/** Every write in a transaction of its own, on the caller's thread: for rows that only one lane touches. */
public final class DirectTransactions implements Transactions {
    private final Database database;
    private volatile boolean healthy = true;

    public DirectTransactions(Database database) {
        this.database = database;
    }

    @Override
    public <T> T write(Op<T> op) {
        Session session = null;
        boolean sound = false;
        try {
            session = database.writer();
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
            healthy = true;
            tx.kept();
            return result;
        } catch (SQLException failure) {
            healthy = !database.down(failure);
            throw new StoreUnavailableException("the database does not take writes now", failure);
        } finally {
            if (session != null) {
                database.release(session, sound);
            }
        }
    }

    @Override
    public boolean healthy() {
        return healthy;
    }

    @Override
    public void close() {
        // Nothing waits here.
    }
}
