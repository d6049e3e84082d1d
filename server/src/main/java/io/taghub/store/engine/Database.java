package io.taghub.store.engine;

import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** One kind of database: how to connect to it, and the few words its SQL does not share with the other. */
public interface Database extends AutoCloseable {

    /** Where it is; null where it is not in a file. */
    default @Nullable Path file() {
        return null;
    }

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

    /** What keeps it from taking events, in a sentence for people; null while nothing does. */
    default @Nullable String trouble() {
        return null;
    }

    /** Bytes that may still be filled; very many where that is not known. */
    default long room() {
        return Long.MAX_VALUE;
    }

    /** Whether so little room is left that it is kept for what is there already. */
    default boolean scarce() {
        return false;
    }

    /** Sees to it that there is room to forget something when there is none for anything else. */
    default void keepRoom() {}

    /** Before something is forgotten, which takes room at first. */
    default void releaseRoom() {}

    /** Whether space that is free inside is needed outside. */
    default boolean wantsSpace() {
        return false;
    }

    @Override
    void close();
}
