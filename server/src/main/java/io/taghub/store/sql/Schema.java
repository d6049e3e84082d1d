package io.taghub.store.sql;

import io.taghub.store.engine.Database;
import io.taghub.store.engine.Session;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.regex.Pattern;

/** Brings a database to the present shape: every script it has not seen, in order, in one transaction. */
final class Schema {
    private static final int VERSION = 8;

    /** An event's key of 24 bytes as one of 16. */
    private static final String SHORTER =
            "CAST(substr(event_key, 1, 6) || substr(event_key, 13, 4)" + " || substr(event_key, 17, 6) AS ${bytes})";

    private static final Pattern WORD = Pattern.compile("\\$\\{(\\w+)}");

    private Schema() {}

    static void migrate(Database database, Session session) throws SQLException {
        session.script(localised(
                database, "CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value ${bytes} NOT NULL);\n"));
        int version = version(session);
        if (version > VERSION) {
            throw new IllegalStateException("the database was made by a newer TagHub (schema " + version
                    + "; this one knows " + VERSION + "): use that one");
        }
        for (int next = version + 1; next <= VERSION; next++) {
            session.script(localised(database, script(next)));
        }
        session.update(
                "INSERT INTO meta (name, value) VALUES ('schema', ?)"
                        + " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                Integer.toString(VERSION).getBytes(StandardCharsets.US_ASCII));
        session.commit();
    }

    private static int version(Session session) throws SQLException {
        byte[] value = session.first("SELECT value FROM meta WHERE name = 'schema'", row -> row.getBytes(1));
        return value == null ? 0 : Integer.parseInt(new String(value, StandardCharsets.US_ASCII));
    }

    private static String localised(Database database, String sql) {
        return WORD.matcher(sql.replace("${shorter}", SHORTER)).replaceAll(word -> database.column(word.group(1)));
    }

    private static String script(int version) {
        String name = "schema-" + version + ".sql";
        try (InputStream in = Schema.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException brokenJar) {
            throw new UncheckedIOException(brokenJar);
        }
    }
}
