package io.taghub.store.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.taghub.store.engine.Database;
import io.taghub.store.engine.Pipeline;
import io.taghub.store.engine.Session;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL, shared by as many hub nodes as are pointed at it. Reads and writes go to the same server, because a
 * replica may be behind.
 */
final class Postgres implements Database {
    private static final int WRITERS = 6;
    private static final int READERS = 6;

    private final HikariDataSource writers;
    private final HikariDataSource readers;

    /** @param url {@code postgresql://user@host:port,host:port/database?parameter=value} */
    Postgres(String url, @Nullable String password) {
        Primary primary = primary(PostgresUrl.of(url), password);
        HikariConfig writing = config(primary);
        writing.setPoolName("taghub-writers");
        writing.setMaximumPoolSize(WRITERS);
        HikariConfig reading = config(primary);
        reading.setPoolName("taghub-readers");
        reading.setMaximumPoolSize(READERS);
        reading.setReadOnly(true);
        reading.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        writers = new HikariDataSource(writing);
        readers = new HikariDataSource(reading);
    }

    private Primary primary(PostgresUrl url, @Nullable String password) {
        Properties properties = new Properties();
        if (url.user() != null) {
            properties.setProperty("user", url.user());
        }
        if (password != null) {
            properties.setProperty("password", password);
        }
        properties.setProperty("ApplicationName", "taghub");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "30");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("logServerErrorDetail", "false");
        // One that is in recovery takes no writes, and may be behind.
        properties.setProperty("targetServerType", "primary");
        // A node that is frozen in the middle of a transaction must not hold the others up, nor come back into it.
        properties.setProperty("options", "-c idle_in_transaction_session_timeout=5s -c lock_timeout=15s");
        return new Primary(url.servers(), properties, this::startOver);
    }

    /** The connections there are lead to a server that is not the primary any more. */
    private void startOver() {
        for (HikariDataSource pool : new @Nullable HikariDataSource[] {writers, readers}) {
            if (pool != null) {
                pool.getHikariPoolMXBean().softEvictConnections();
            }
        }
    }

    private static HikariConfig config(Primary primary) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(primary);
        config.setMinimumIdle(1);
        config.setAutoCommit(false);
        // Else a connection begins its time in the pool in the middle of a transaction, and is cut off for it.
        config.setIsolateInternalQueries(true);
        config.setInitializationFailTimeout(-1);
        config.setConnectionTimeout(5_000);
        config.setValidationTimeout(2_000);
        // What was answered is on disk, whatever the server's default.
        config.setConnectionInitSql("SELECT set_config('synchronous_commit', 'on', false)"
                + " WHERE current_setting('synchronous_commit') = 'off'");
        return config;
    }

    @Override
    public boolean shared() {
        return true;
    }

    @Override
    public Session writer() throws SQLException {
        return new Pipeline(writers.getConnection(), true);
    }

    @Override
    public Session reader() throws SQLException {
        return new Pipeline(readers.getConnection(), false);
    }

    /** Where one connection broke, the idle ones are likely to be broken too. */
    @Override
    public void release(Session session, boolean sound) {
        HikariDataSource pool = session.writes() ? writers : readers;
        if (!sound) {
            session.giveUp(pool::evictConnection);
            pool.getHikariPoolMXBean().softEvictConnections();
        }
        session.close();
    }

    @Override
    public String column(String kind) {
        return switch (kind) {
            case "bytes" -> "BYTEA";
            case "long" -> "BIGINT";
            case "rowless" -> "";
            default -> throw new IllegalArgumentException(kind);
        };
    }

    @Override
    public String forUpdate() {
        return " FOR UPDATE";
    }

    @Override
    public long leaseTime(Session session) throws SQLException {
        return session.number("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint * 1000");
    }

    /** Connection lost, out of resources (disk, memory, connections), shut down or system error: by SQLSTATE class. */
    @Override
    public boolean down(SQLException failure) {
        String state = failure.getSQLState();
        if (state == null) {
            return true;
        }
        return switch (state.substring(0, 2).toUpperCase(Locale.ROOT)) {
            case "22", "23", "42", "40" -> false;
            default -> true;
        };
    }

    /** Autovacuum does. */
    @Override
    public int shrink(Session writer) {
        return 0;
    }

    /** Deleted rows stay in the file until VACUUM has passed, which the server does by itself. */
    @Override
    public void scrub(Session writer) {}

    @Override
    public void close() {
        writers.close();
        readers.close();
    }
}
