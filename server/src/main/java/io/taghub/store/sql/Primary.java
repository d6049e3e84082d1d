package io.taghub.store.sql;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.slf4j.LoggerFactory;

/**
 * Connects to whichever of some PostgreSQL servers is the primary now. A standby is passed over, and so is a former
 * primary that came back and still takes writes: each promotion begins a new timeline with a higher number, and who has
 * seen one does not go back to a lower. Safe for many threads: what it remembers is behind a lock, which no connecting
 * holds.
 */
final class Primary implements DataSource {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(Primary.class);

    /** 0 where the server cannot say, as those that only speak PostgreSQL's language. */
    private static final String TIMELINE = "SELECT CASE WHEN pg_is_in_recovery() THEN 0"
            + " ELSE ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::bigint END";

    private final Driver driver = new Driver();
    private final List<String> servers;
    private final Properties properties;
    private final Runnable promoted;
    private String last;
    private long newest;

    private record Found(String server, Connection connection, long timeline) {}

    /**
     * @param servers JDBC urls
     * @param promoted told when another server was promoted: connections to the former primary are of no use
     */
    Primary(List<String> servers, Properties properties, Runnable promoted) {
        this.servers = servers;
        this.properties = properties;
        this.promoted = promoted;
        this.last = servers.getFirst();
    }

    /** The server that was the primary last is asked first, the others if it is not any more; at first all are. */
    @Override
    public Connection getConnection() throws SQLException {
        SQLException failure = null;
        Found best = null;
        for (String server : inOrder()) {
            try {
                Found found = connect(server);
                best = better(best, found);
                if (best == found && isEnough(found)) {
                    break;
                }
            } catch (SQLException notThisOne) {
                if (failure == null) {
                    failure = notThisOne;
                } else {
                    failure.addSuppressed(notThisOne);
                }
            }
        }
        if (best != null && accept(best)) {
            return best.connection;
        }
        throw failure == null ? new SQLException("no server of the store is its primary", "08001") : failure;
    }

    private synchronized List<String> inOrder() {
        List<String> order = new ArrayList<>(servers);
        order.remove(last);
        order.addFirst(last);
        return order;
    }

    private synchronized boolean isEnough(Found found) {
        return newest > 0 && found.timeline >= newest;
    }

    private static Found better(@Nullable Found one, Found other) {
        if (one == null) {
            return other;
        }
        Found worse = other.timeline > one.timeline ? one : other;
        quietly(worse.connection);
        return worse == one ? other : one;
    }

    private boolean accept(Found found) {
        boolean first;
        boolean newer;
        synchronized (this) {
            if (found.timeline < newest) {
                LOG.warn(
                        "a database server that takes writes was left behind by a promotion (timeline {} after {}):"
                                + " it is not used; stop it",
                        found.timeline,
                        newest);
                quietly(found.connection);
                return false;
            }
            first = newest == 0;
            newer = found.timeline > newest;
            newest = found.timeline;
            last = found.server;
        }
        if (newer && !first) {
            LOG.info("another database server was promoted (timeline {}); this hub now works with it", found.timeline);
            promoted.run();
        }
        return true;
    }

    private Found connect(String server) throws SQLException {
        Connection connection = driver.connect(server, properties);
        if (connection == null) {
            throw new SQLException("the store's url is not one of PostgreSQL", "08001");
        }
        try {
            return new Found(server, connection, timeline(connection));
        } catch (SQLException | RuntimeException broken) {
            quietly(connection);
            throw broken;
        }
    }

    private static long timeline(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(TIMELINE)) {
            return row.next() ? row.getLong(1) : 0;
        } catch (SQLException failure) {
            String state = failure.getSQLState() == null ? "" : failure.getSQLState();
            boolean unknown = state.startsWith("42") || state.startsWith("0A");
            if (unknown) {
                return 0;
            }
            throw failure;
        }
    }

    private static void quietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException alreadyBroken) {
            // It was not going to be used.
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("user and password are given once, for all connections");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        // The log is SLF4J's.
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // connectTimeout is.
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException(String.format(Locale.ROOT, "there is no %s in here", type.getSimpleName()));
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
