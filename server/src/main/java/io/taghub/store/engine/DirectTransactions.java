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
        try {
            T result = Tx.in(database, op);
            healthy = true;
            return result;
        } catch (SQLException failure) {
            healthy = !database.down(failure);
            throw new StoreUnavailableException("the database does not take writes now", failure);
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
