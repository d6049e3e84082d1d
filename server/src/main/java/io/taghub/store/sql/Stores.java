package io.taghub.store.sql;

import io.taghub.store.Store;
import io.taghub.store.StoreUnavailableException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Opens stores. */
public final class Stores {
    private static final String SQLITE = "sqlite:";

    /** PostgreSQL's word for it. */
    private static final String DISK_FULL = "53100";

    private Stores() {}

    /**
     * Opens a store and makes its tables if it is new.
     *
     * @param url {@code sqlite:PATH}, relative to the working directory, folders are made; or
     *     {@code postgresql://user@host:port/database}, which several nodes may open at once; where it
     *     fails over to a standby, all its servers, {@code postgresql://user@host1:port,host2:port/database}
     * @param password for PostgreSQL, null if none
     * @param key 32 bytes that seal personal data; null: for SQLite a file {@code taghub.key} beside the database, made
     *     with it and needed to read it; for PostgreSQL a row in the database, shared by all nodes, which is convenient
     *     and protects nothing from somebody who can read that row
     * @param clock the time of dedup windows, twins and, on SQLite, leases
     * @throws StoreUnavailableException if the database cannot be reached
     * @throws IllegalArgumentException if the url is neither
     * @throws IllegalStateException if the database needs another key or a newer TagHub, or another hub has it open
     */
    public static Store open(String url, @Nullable String password, byte @Nullable [] key, InstantSource clock) {
        if (url.startsWith(SQLITE)) {
            return SqlStore.open(new Sqlite(Path.of(url.substring(SQLITE.length())), clock), key, clock);
        }
        if (url.startsWith("postgresql://") || url.startsWith("postgres://")) {
            return SqlStore.open(new Postgres(url, password), key, clock);
        }
        throw new IllegalArgumentException(
                "a store is written sqlite:PATH or postgresql://user@host:port/database, not " + url);
    }

    /**
     * Opens a store like {@link #open}; where its disk is so full that it cannot be opened, answers one that is opened as
     * soon as there is room and is not available until then.
     */
    public static Store openInTime(String url, @Nullable String password, byte @Nullable [] key, InstantSource clock) {
        try {
            return open(url, password, key, clock);
        } catch (StoreUnavailableException cannot) {
            if (!isForWantOfRoom(url, cannot)) {
                throw cannot;
            }
            return new LateStore(() -> open(url, password, key, clock), !url.startsWith(SQLITE), cannot);
        }
    }

    private static boolean isForWantOfRoom(String url, StoreUnavailableException failure) {
        if (url.startsWith(SQLITE)) {
            return DiskSpace.exhausted(Path.of(url.substring(SQLITE.length())));
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && DISK_FULL.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }
}
