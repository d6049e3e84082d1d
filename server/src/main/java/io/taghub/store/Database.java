package io.taghub.store;

import java.sql.SQLException;

/** One kind of database: how to connect to it, and the few words its SQL does not share with the other. */
sealed interface Database extends AutoCloseable permits Sqlite, Postgres {

    /** Whether other nodes may write to it. */
    boolean shared();

    Session writer() throws SQLException;

    /** A session that sees one state of the database until it is released. */
    Session reader() throws SQLException;

    /** @param sound false if it failed and must not be used again */
    void release(Session session, boolean sound);

    /** What a column of bytes, a column of long numbers and a table without hidden row ids are called. */
    String column(String kind);

    /** Added to a SELECT that decides what its transaction writes. */
    String forUpdate();

    /** The time that leases are measured by, in nanoseconds. */
    long leaseTime(Session session) throws SQLException;

    /** Whether the disk, the connection or the server failed, and not just one statement. */
    boolean down(SQLException failure);

    /** Gives space that was freed back to the file system, as far as that is quick; answers a number of no importance. */
    int shrink(Session writer) throws SQLException;

    /** Removes the last traces of what was deleted, as far as the database allows. */
    void scrub(Session writer) throws SQLException;

    @Override
    void close();
}
