package io.taghub.store.engine;

import io.taghub.store.StoreUnavailableException;
import java.sql.SQLException;

/** Carries out writes, each whole or not at all, and returns when they are durable. */
public interface Transactions extends AutoCloseable {

    /** Part of a transaction. May run more than once; only one run is kept. */
    interface Op<T> {
        T run(Tx tx) throws SQLException;
    }

    /** @throws StoreUnavailableException if it could not be kept; any other exception is the operation's own */
    <T> T write(Op<T> op);

    /** Whether the last write worked. */
    boolean healthy();

    @Override
    void close();
}
