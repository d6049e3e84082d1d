package io.taghub.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One PostgreSQL for all test classes, a database for each test. Works as root too. */
public final class Servers {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static @Nullable EmbeddedPostgres server;

    private Servers() {}

    /** A new empty database, as a store's url. */
    public static synchronized String postgres() {
        try {
            if (server == null) {
                // Nothing here outlives it, and it would sweep through hundreds of databases.
                server = EmbeddedPostgres.builder()
                        .setServerConfig("full_page_writes", "off")
                        .setServerConfig("autovacuum", "off")
                        .start();
            }
            String name = "hub" + DATABASES.incrementAndGet();
            try (Connection connection = server.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name);
            }
            return "postgresql://postgres@localhost:" + server.getPort() + "/" + name;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Breaks every connection to this database. */
    static synchronized void dropConnections(String url) throws SQLException {
        if (server == null) {
            throw new IllegalStateException("no server was started");
        }
        String name = url.substring(url.lastIndexOf('/') + 1);
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");
        }
    }
}
