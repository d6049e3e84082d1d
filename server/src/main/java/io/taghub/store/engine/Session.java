package io.taghub.store.engine;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection with its prepared statements, and the shortest way to ask it something. Statements name a list of any
 * length {@code (?*)}. Values are Long, Integer, String and byte[]; the schema has no nulls.
 */
public class Session implements AutoCloseable {
    static final String LIST = "(?*)";
    private static final int CHUNK = 512;

    final Connection connection;
    private final boolean writes;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    /** @param connection with auto-commit off */
    public Session(Connection connection, boolean writes) {
        this.connection = connection;
        this.writes = writes;
    }

    public boolean writes() {
        return writes;
    }

    /** Reads one row. */
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** An answer that is not needed yet, so that several questions may be asked in one go. */
    public interface Later<T> {
        T get() throws SQLException;
    }

    /** {@link #list} whose answer is looked at before anything is written, or never. */
    public <T> Later<List<T>> later(String sql, Row<T> row, Object... values) {
        return () -> list(sql, row, values);
    }

    /** {@link #listIn} whose answer is looked at before anything is written, or never. */
    public <T> Later<List<T>> laterIn(String sql, Row<T> row, Collection<?> in) {
        return () -> listIn(sql, row, in);
    }

    public <T> List<T> list(String sql, Row<T> row, Object... values) throws SQLException {
        List<T> rows = new ArrayList<>();
        PreparedStatement statement = bound(sql, values);
        try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                rows.add(row.read(result));
            }
        }
        return rows;
    }

    public <T> @Nullable T first(String sql, Row<T> row, Object... values) throws SQLException {
        List<T> rows = list(sql, row, values);
        return rows.isEmpty() ? null : rows.getFirst();
    }

    /** The first column of the first row, 0 where there is none. */
    public long number(String sql, Object... values) throws SQLException {
        Long number = first(sql, row -> row.getLong(1), values);
        return number == null ? 0 : number;
    }

    public int update(String sql, Object... values) throws SQLException {
        return bound(sql, values).executeUpdate();
    }

    /** Written no later than the next question is answered or the transaction ends. */
    public void batch(String sql, Collection<Object[]> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        PreparedStatement statement = statement(sql);
        for (Object[] row : rows) {
            bind(statement, 1, row);
            statement.addBatch();
        }
        statement.executeBatch();
    }

    /** {@link #list} with {@code (?*)} standing for these; the other values come before it. */
    public <T> List<T> listIn(String sql, Row<T> row, Collection<?> in, Object... before) throws SQLException {
        List<T> rows = new ArrayList<>();
        for (Object[] chunk : chunks(in)) {
            rows.addAll(list(widened(sql, chunk.length), row, joined(before, chunk)));
        }
        return rows;
    }

    public int updateIn(String sql, Collection<?> in, Object... before) throws SQLException {
        int count = 0;
        for (Object[] chunk : chunks(in)) {
            count += update(widened(sql, chunk.length), joined(before, chunk));
        }
        return count;
    }

    /** Filled up to a power of two by repeating the last one, so that a handful of statements serve every length. */
    private static List<Object[]> chunks(Collection<?> in) {
        List<Object[]> chunks = new ArrayList<>();
        Object[] all = in.toArray();
        for (int from = 0; from < all.length; from += CHUNK) {
            int size = Math.min(CHUNK, all.length - from);
            int padded = size == 1 ? 1 : Integer.highestOneBit(size - 1) << 1;
            Object[] chunk = new Object[padded];
            for (int i = 0; i < padded; i++) {
                chunk[i] = all[from + Math.min(i, size - 1)];
            }
            chunks.add(chunk);
        }
        return chunks;
    }

    private static String widened(String sql, int size) {
        return sql.replace(LIST, "(?" + ",?".repeat(size - 1) + ")");
    }

    private static Object[] joined(Object[] before, Object[] chunk) {
        Object[] all = new Object[before.length + chunk.length];
        System.arraycopy(before, 0, all, 0, before.length);
        System.arraycopy(chunk, 0, all, before.length, chunk.length);
        return all;
    }

    /** Every statement of a script; {@code ;} at the end of a line ends one. */
    public void script(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String one : sql.split(";\\s*\n", -1)) {
                if (!one.isBlank()) {
                    statement.execute(one);
                }
            }
        }
    }

    /** One statement without values, to its end whatever it answers. */
    public void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /** A commit that a synchronous standby did not confirm is answered with a warning, not with an error. */
    public void commit() throws SQLException {
        // What was said before is about something else, such as the version of a collation at every connect.
        connection.clearWarnings();
        connection.commit();
        check(writes ? connection.getWarnings() : null);
    }

    static void check(@Nullable SQLWarning warning) throws SQLException {
        if (warning != null && "01000".equals(warning.getSQLState())) {
            throw new SQLException("the commit is not known to be safe: " + warning.getMessage(), "08007");
        }
    }

    void rollback() throws SQLException {
        connection.rollback();
    }

    /** What SQLite does not allow inside a transaction. */
    public <T> @Nullable T outside(String sql, Row<T> row) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.next() ? row.read(result) : null;
        } finally {
            connection.setAutoCommit(false);
        }
    }

    /** Has a pool throw the connection away when it comes back. */
    public void giveUp(Consumer<Connection> evict) {
        evict.accept(connection);
    }

    /** Closes the connection (or gives it back to its pool), for good or ill. */
    @Override
    public void close() {
        Consumer<AutoCloseable> quietly = closeable -> {
            try {
                closeable.close();
            } catch (Exception alreadyBroken) {
                // A broken connection cannot be broken further.
            }
        };
        statements.values().forEach(quietly);
        statements.clear();
        quietly.accept(connection);
    }

    private PreparedStatement bound(String sql, Object... values) throws SQLException {
        PreparedStatement statement = statement(sql);
        bind(statement, 1, values);
        return statement;
    }

    PreparedStatement statement(String sql) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        return statement;
    }

    static int bind(PreparedStatement statement, int first, Object... values) throws SQLException {
        int index = first;
        for (Object value : values) {
            switch (value) {
                case Long number -> statement.setLong(index, number);
                case Integer number -> statement.setInt(index, number);
                case String text -> statement.setString(index, storable(text));
                case byte[] bytes -> statement.setBytes(index, bytes);
                case long[] array -> statement.setObject(index, array);
                case int[] array -> statement.setObject(index, array);
                case String[] array -> statement.setObject(index, array);
                case byte[][] array -> statement.setObject(index, array);
                default -> throw new IllegalArgumentException("no column holds a " + value.getClass());
            }
            index++;
        }
        return index;
    }

    /** PostgreSQL takes neither NUL nor half a surrogate pair, and one odd character must not fail a whole batch. */
    static String storable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return text.codePoints()
                        .map(point -> point == 0 || (point >= 0xD800 && point <= 0xDFFF) ? 0xFFFD : point)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
            }
        }
        return text;
    }
}
