package io.taghub.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresUrlTest {
    @Test
    void oneServer() {
        assertThat(PostgresUrl.of("postgresql://ada@db.example/hub"))
                .isEqualTo(new PostgresUrl("ada", List.of("jdbc:postgresql://db.example:5432/hub")));
        assertThat(PostgresUrl.of("postgres://db.example:6432/hub?sslmode=require"))
                .isEqualTo(new PostgresUrl(null, List.of("jdbc:postgresql://db.example:6432/hub?sslmode=require")));
    }

    @Test
    void severalServersOfWhichOneIsThePrimary() {
        assertThat(PostgresUrl.of(
                                "postgresql://ada@one.example,two.example:6432,[2001:db8::7]:5433/hub?sslmode=require")
                        .servers())
                .containsExactly(
                        "jdbc:postgresql://one.example:5432/hub?sslmode=require",
                        "jdbc:postgresql://two.example:6432/hub?sslmode=require",
                        "jdbc:postgresql://[2001:db8::7]:5433/hub?sslmode=require");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://ada@db.example",
                "postgresql:///hub",
                "postgresql://ada@one.example,,two.example/hub",
                "postgresql://ada@db.example:port/hub"
            })
    void whatIsNotOneIsSaid(String url) {
        assertThatThrownBy(() -> PostgresUrl.of(url)).hasMessageContaining("postgresql://user@host:port/database");
    }

    @Test
    void aPasswordHasItsOwnPlace() {
        assertThatThrownBy(() -> PostgresUrl.of("postgresql://ada:secret@db.example/hub"))
                .hasMessageContaining("set 'password'")
                .hasMessageNotContaining("secret");
    }
}
