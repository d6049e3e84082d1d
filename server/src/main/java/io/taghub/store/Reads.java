package io.taghub.store;

import java.sql.SQLException;

/** Asks the database beside the writer. Every question sees one state of it, however many queries it takes. */
final class Reads {
    private final Database database;

    Reads(Database database) {
        this.database = database;
    }

    /** Some queries that belong together. */
    interface Question<T> {
        T ask(Session sql) throws SQLException;
    }

    <T> T read(Question<T> question) {
        Session session = null;
        boolean sound = false;
        try {
            session = database.reader();
            T answer = question.ask(session);
            session.commit();
            sound = true;
            return answer;
        } catch (SQLException failure) {
            throw new StoreUnavailableException("the database does not answer now", failure);
        } finally {
            if (session != null) {
                database.release(session, sound);
            }
        }
    }
}
