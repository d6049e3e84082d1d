package io.taghub.store.engine;

import io.taghub.store.engine.Transactions.Op;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Somebody who waits for the writer to carry out an operation. */
final class Ticket<T> {
    private final Op<T> op;
    private final List<Copy> copies;
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private final long since = System.nanoTime();
    private @Nullable T result;

    /** @param copies not empty if the operation admits these and nothing else, so that it may be joined with others */
    Ticket(Op<T> op, List<Copy> copies) {
        this.op = op;
        this.copies = copies;
    }

    List<Copy> copies() {
        return copies;
    }

    int weight() {
        return Math.max(1, copies.size());
    }

    void run(Tx tx) throws SQLException {
        result = op.run(tx);
    }

    /** Takes the result of an operation that was joined with others; the type is that of the operation. */
    @SuppressWarnings("unchecked")
    void set(Object joined) {
        result = (T) joined;
    }

    void keep() {
        T kept = result;
        if (kept == null) {
            answer.completeExceptionally(new IllegalStateException("an operation left no result"));
        } else {
            answer.complete(kept);
        }
    }

    void fail(RuntimeException failure) {
        answer.completeExceptionally(failure);
    }

    boolean isAnswered() {
        return answer.isDone();
    }

    Duration waits() {
        return Duration.ofNanos(System.nanoTime() - since);
    }

    T await() {
        try {
            return answer.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException itsOwn) {
                throw itsOwn;
            }
            throw failed;
        }
    }
}
