package io.taghub.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12} | 3f2504e0-4f89-11d3-9a0c-0305e82c3301
            [A-Za-z0-9_-]{20,500}                     | 01234567890123456789
            ([(]{500})?a                              | a
            \\p{L}{1,3}\\x{41}                        | äA
            \\Q(a{1000}){1000}\\E                     | (a{1000}){1000}
            [[:alpha:](]{2}                           | a(
            """)
    void whatAnIdLooksLikeIsCompiled(String written, String value) {
        assertThat(Expression.compile(written, 0).matches(value)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [0-9a-f]++     | '++' is not understood
            a*+            | '*+' is not understood
            (?>a)          | '(?>' is not understood
            (?<=a)b        | look-around
            (?!a)          | look-around
            (a)\\1         | a back reference ('\\1')
            [a-z&&[^b]]  | '&&' in a class
            x[^&&]       | '&&' in a class
            a{1001}        | repeated 1000 times at most
            a{2,1}         | repeated 1000 times at most
            (a             | missing closing )
            \\h            | invalid escape sequence
            \\p{Alpha}     | invalid character class range
            """)
    void whatTheEngineDoesNotKnowIsNamed(String written, String message) {
        assertThatThrownBy(() -> Expression.compile(written, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void twoSignsOutsideAClassAreThemselves() {
        assertThat(Expression.compile("[&]&&\\[x&&y]", 0).matches("&&&[x&&y]")).isTrue();
    }

    @Test
    void nothingIsNoExpression() {
        assertThatThrownBy(() -> Expression.compile("", 0)).hasMessageContaining("not empty");
    }

    /** Written out, the last of them would be 10^12 steps. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a{1000}){1000}",
                "((a{100}){100}){100}",
                "(a{1000}[)]){1000}",
                "(\\Q)\\Ea{1000}){1000}",
                "(((a{1000}){1000}){1000}){1000}"
            })
    void repetitionsOfRepetitionsAreRefusedBeforeTheyFillTheMemory(String written) {
        assertThatThrownBy(() -> Expression.compile(written, 0)).hasMessageContaining("repetitions");
    }

    @Test
    void aPageOfTextIsNoExpression() {
        assertThatThrownBy(() -> Expression.compile("x".repeat(1001), 0)).hasMessageContaining("1001 characters");
    }
}
