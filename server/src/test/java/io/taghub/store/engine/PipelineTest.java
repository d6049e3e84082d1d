package io.taghub.store.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.taghub.store.Servers;
import io.taghub.store.engine.Session.Later;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PipelineTest {
    private static final String INSERT = "INSERT INTO thing (n, name, body, kind) VALUES (?, ?, ?, ?)";
    private static final String COUNT = "SELECT count(*) FROM thing";

    private final String url = Servers.postgres();
    private Session session;
    private Session other;

    @BeforeEach
    void connect() throws SQLException {
        session = new Pipeline(connection(), true);
        other = new Pipeline(connection(), true);
        session.script("CREATE TABLE thing (n BIGINT PRIMARY KEY, name TEXT, body BYTEA, kind INTEGER);\n");
        session.commit();
    }

    @AfterEach
    void disconnect() {
        session.close();
        other.close();
    }

    private Connection connection() throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:" + url.replace("postgres@", "") + "?user=postgres");
        connection.setAutoCommit(false);
        return connection;
    }

    private static Object[] thing(long n, String name) {
        return new Object[] {n, name, name.getBytes(StandardCharsets.UTF_8), 1};
    }

    private static List<Object[]> things(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(n -> thing(n, "thing " + n))
                .toList();
    }

    @Test
    void whatIsWrittenIsSeenByTheNextQuestionAndByOthersAfterTheCommit() throws SQLException {
        session.batch(INSERT, things(1, 3));
        session.batch("UPDATE thing SET name = ? WHERE n = ?", List.of(new Object[] {"a", 1L}, new Object[] {"b", 2L}));
        session.batch("UPDATE thing SET kind = ? WHERE n = ?", List.<Object[]>of(new Object[] {7, 3L}));
        assertThat(session.list("SELECT name, kind FROM thing ORDER BY n", row -> row.getString(1) + row.getInt(2)))
                .containsExactly("a1", "b1", "thing 37");
        assertThat(other.number(COUNT)).isZero();
        session.batch(INSERT, things(4, 4));
        session.commit();
        assertThat(other.number(COUNT)).isEqualTo(4);
    }

    @Test
    void questionsAskedTogetherAreAnsweredEachByItself() throws SQLException {
        session.batch(INSERT, things(1, 9));
        Later<List<Long>> some = session.laterIn(
                "SELECT n FROM thing WHERE n IN (?*) ORDER BY n", row -> row.getLong(1), List.of(7L, 2L, 99L));
        Later<List<String>> none =
                session.laterIn("SELECT name FROM thing WHERE n IN (?*)", row -> row.getString(1), List.of());
        Later<List<String>> one = session.later("SELECT name FROM thing WHERE n = ?", row -> row.getString(1), 5L);
        assertThat(one.get()).containsExactly("thing 5");
        assertThat(some.get()).containsExactly(2L, 7L);
        assertThat(none.get()).isEmpty();
        assertThat(session.updateIn("DELETE FROM thing WHERE kind = ? AND n IN (?*)", List.of(1L, 2L, 3L), 1))
                .isEqualTo(3);
    }

    @Test
    void aStatementThatFailsTakesAllOfItsTransactionWithIt() throws SQLException {
        session.batch(INSERT, things(1, 3));
        session.batch(INSERT, things(3, 4));
        assertThatThrownBy(session::commit)
                .isInstanceOfSatisfying(
                        SQLException.class,
                        failure -> assertThat(failure.getSQLState()).isEqualTo("23505"));
        session.rollback();
        assertThat(session.number(COUNT)).isZero();
        session.batch(INSERT, things(5, 5));
        session.commit();
        assertThat(other.number(COUNT)).isEqualTo(1);
    }

    @Test
    void aQuestionOfATransactionThatFailedHasNoAnswer() throws SQLException {
        Later<List<Integer>> never = session.later("SELECT 1 / 0", row -> row.getInt(1));
        Later<List<Long>> count = session.later(COUNT, row -> row.getLong(1));
        assertThatThrownBy(never::get).isInstanceOf(SQLException.class);
        assertThatThrownBy(count::get).isInstanceOf(SQLException.class);
        session.rollback();
        assertThat(session.number(COUNT)).isZero();
    }

    @Test
    void whatIsTakenBackIsNeverSent() throws SQLException {
        session.batch(INSERT, things(1, 3));
        session.rollback();
        session.commit();
        assertThat(session.number(COUNT)).isZero();
    }

    @Test
    void thereMayBeMoreRowsThanAStatementHasParameters() throws SQLException {
        session.batch(INSERT, things(1, 40_000));
        List<Long> all =
                new ArrayList<>(LongStream.rangeClosed(1, 40_000).boxed().toList());
        assertThat(session.laterIn("SELECT n FROM thing WHERE n IN (?*)", row -> row.getLong(1), all)
                        .get())
                .hasSize(40_000);
        session.commit();
        assertThat(other.number(COUNT)).isEqualTo(40_000);
    }

    @Test
    void textThatPostgresDoesNotTakeIsMadeSuchThatItDoes() throws SQLException {
        session.batch(INSERT, List.of(thing(1, "nul \0."), thing(2, "half \uD83D.")));
        assertThat(session.list("SELECT name FROM thing ORDER BY n", row -> row.getString(1)))
                .containsExactly("nul \uFFFD.", "half \uFFFD.");
    }
}
