package io.taghub.store.engine;

import io.taghub.store.StoreUnavailableException;
import java.sql.SQLException;

/**
 * Asks the database beside the writer. Every question sees one state of it, however many queries it takes. Safe for many
 * threads.
 */
public final class Reads {
    private final Database database;
    private final Runnable before;

    /** Sees what is committed. */
    public Reads(Database database) {
        this(database, () -> {});
    }

    /** @param before runs before each question */
    public Reads(Database database, Runnable before) {
        this.database = database;
        this.before = before;
    }

    /** Some queries that belong together. */
    public interface Question<T> {
        T ask(Session sql) throws SQLException;
    }

    public <T> T read(Question<T> question) {
        before.run();
        try {
            return once(question);
        } catch (SQLException staleConnection) {
            try {
                return once(question);
            } catch (SQLException failure) {
                failure.addSuppressed(staleConnection);
                throw new StoreUnavailableException("the database does not answer now", failure);
            }
        }
    }

    private <T> T once(Question<T> question) throws SQLException {
        Session session = database.reader();
        boolean sound = false;
        try {
            T answer = question.ask(session);
            session.commit();
            sound = true;
            return answer;
        } finally {
            database.release(session, sound);
        }
    }
}
