package io.taghub.store.engine;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A session with PostgreSQL that says in one message all that need not wait for an answer: what is written, the questions
 * that are asked for later, and the commit. While others wait for a row that this transaction holds, the way to the server
 * and back is most of the time. Lists and rows go as arrays, so that a statement is prepared once for any number of them.
 */
public final class Pipeline extends Session {
    private static final Pattern ROW = Pattern.compile("VALUES \\((\\?(?:, \\?)*)\\)");

    /**
     * Longer lists are asked for one by one: questions that do not fit into a connection's buffers would wait for the
     * server to read them, and the server for its answers to be read.
     */
    private static final int LONGEST_LIST = 256;

    private final List<Part<?>> waiting = new ArrayList<>();

    /** @param connection of PostgreSQL's driver or a pool around it, with auto-commit off */
    public Pipeline(Connection connection, boolean writes) {
        super(connection, writes);
    }

    /** One statement of a message, and its answer once it was sent. */
    private final class Part<T> implements Later<List<T>> {
        final String sql;
        final Object[] values;
        final Row<T> row;
        final List<T> rows = new ArrayList<>();
        int count;
        private boolean sent;

        Part(String sql, Row<T> row, Object... values) {
            this.sql = sql;
            this.row = row;
            this.values = values;
        }

        @Override
        public List<T> get() throws SQLException {
            if (!sent) {
                send();
            }
            return rows;
        }

        void take(PreparedStatement statement, boolean isQuestion) throws SQLException {
            sent = true;
            if (!isQuestion) {
                count = statement.getUpdateCount();
                return;
            }
            try (ResultSet result = statement.getResultSet()) {
                while (result.next()) {
                    rows.add(row.read(result));
                }
            }
        }
    }

    private <T> Part<T> part(String sql, Row<T> row, Object... values) {
        Part<T> part = new Part<>(sql, row, values);
        waiting.add(part);
        return part;
    }

    private Part<?> command(String sql, Object... values) {
        return part(sql, row -> row, values);
    }

    private void send() throws SQLException {
        if (waiting.isEmpty()) {
            throw new SQLException("its transaction failed before this was answered", "25P02");
        }
        List<Part<?>> parts = List.copyOf(waiting);
        waiting.clear();
        PreparedStatement statement = statement(
                String.join(";\n", parts.stream().map(part -> part.sql).toList()));
        statement.clearWarnings();
        int index = 1;
        for (Part<?> part : parts) {
            index = bind(statement, index, part.values);
        }
        boolean isQuestion = statement.execute();
        for (Part<?> part : parts) {
            part.take(statement, isQuestion);
            isQuestion = statement.getMoreResults();
        }
        check(statement.getWarnings());
    }

    @Override
    public <T> List<T> list(String sql, Row<T> row, Object... values) throws SQLException {
        return part(sql, row, values).get();
    }

    @Override
    public int update(String sql, Object... values) throws SQLException {
        Part<?> part = command(sql, values);
        send();
        return part.count;
    }

    @Override
    public <T> Later<List<T>> later(String sql, Row<T> row, Object... values) {
        return part(sql, row, values);
    }

    @Override
    public <T> Later<List<T>> laterIn(String sql, Row<T> row, Collection<?> in) {
        return in.isEmpty()
                ? List::of
                : in.size() > LONGEST_LIST ? super.laterIn(sql, row, in) : part(any(sql), row, array(in));
    }

    @Override
    public <T> List<T> listIn(String sql, Row<T> row, Collection<?> in, Object... before) throws SQLException {
        return in.isEmpty() ? List.of() : list(any(sql), row, joined(before, array(in)));
    }

    @Override
    public int updateIn(String sql, Collection<?> in, Object... before) throws SQLException {
        return in.isEmpty() ? 0 : update(any(sql), joined(before, array(in)));
    }

    /** Rows to insert as one statement; others one by one. */
    @Override
    public void batch(String sql, Collection<Object[]> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        Matcher row = ROW.matcher(sql);
        if (row.find()) {
            Object[] first = rows.iterator().next();
            Object[] columns = new Object[first.length];
            for (int i = 0; i < columns.length; i++) {
                int column = i;
                columns[i] = array(rows.stream().map(one -> one[column]).toList());
            }
            String unnest = "SELECT * FROM unnest(" + row.group(1) + ")";
            command(row.replaceFirst(Matcher.quoteReplacement(unnest)), columns);
        } else if (rows.size() == 1) {
            command(sql, rows.iterator().next());
        } else {
            flush();
            super.batch(sql, rows);
        }
    }

    private static String any(String sql) {
        return sql.replace("IN " + LIST, "= ANY (?)");
    }

    private static Object[] joined(Object[] before, Object array) {
        Object[] all = new Object[before.length + 1];
        System.arraycopy(before, 0, all, 0, before.length);
        all[before.length] = array;
        return all;
    }

    /** All of one kind. */
    private static Object array(Collection<?> values) {
        Iterator<?> first = values.iterator();
        return switch (first.next()) {
            case Long number ->
                values.stream().mapToLong(value -> ((Number) value).longValue()).toArray();
            case Integer number ->
                values.stream().mapToInt(value -> (Integer) value).toArray();
            case String text ->
                values.stream().map(value -> storable((String) value)).toArray(String[]::new);
            case byte[] bytes -> values.toArray(new byte[0][]);
            case Object other -> throw new IllegalArgumentException("no column holds a " + other.getClass());
        };
    }

    private void flush() throws SQLException {
        if (!waiting.isEmpty()) {
            send();
        }
    }

    @Override
    public void script(String sql) throws SQLException {
        flush();
        super.script(sql);
    }

    @Override
    public void run(String sql) throws SQLException {
        flush();
        super.run(sql);
    }

    @Override
    public void commit() throws SQLException {
        if (!waiting.isEmpty()) {
            command("COMMIT");
            send();
        }
        // Says no more to the server if that was it.
        super.commit();
    }

    @Override
    void rollback() throws SQLException {
        waiting.clear();
        super.rollback();
    }

    @Override
    public <T> @Nullable T outside(String sql, Row<T> row) throws SQLException {
        flush();
        return super.outside(sql, row);
    }
}
