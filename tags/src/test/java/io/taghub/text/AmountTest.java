package io.taghub.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AmountTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            49.90            | 49.90
            49               | 49
            .5               | 0.5
            1.234            | 1.234
            -4.50            | -4.50
            1e3              | 1000
            4,245.42         | 4245.42
            4.245,42         | 4245.42
            1 234,50         | 1234.50
            1 234            | 1234
            1 234 567,8      | 1234567.8
            1'234.50         | 1234.50
            1’234’567        | 1234567
            12,34,567.89     | 1234567.89
            1,234,567        | 1234567
            1.234.567        | 1234567
            1,234,567.8      | 1234567.8
            49,99            | 49.99
            49,9             | 49.9
            0,125            | 0.125
            1234,567         | 1234.567
            $49.99           | 49.99
            $ 4,245.42       | 4245.42
            -$4.50           | -4.50
            $-4.50           | -4.50
            −4,50            | -4.50
            49,99 €          | 49.99
            EUR 49.99        | 49.99
            49.99 EUR        | 49.99
            US$10.00         | 10.00
            R$ 1.234,56      | 1234.56
            0                | 0
            """)
    void whatCanOnlyBeOneNumberIsRead(String written, BigDecimal number) {
        assertThat(Amount.read(written)).isEqualByComparingTo(number);
        assertThat(Amount.read(" " + written + "\t")).isEqualByComparingTo(number);
        assertThat(Amount.read(written.replace(' ', '\u00a0'))).isEqualByComparingTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1,234",
                "12,345",
                "$1,234",
                "-1,234",
                "1,23,45",
                "1.23.45",
                "1,234.567,8",
                "1.2,3.4",
                "12 34",
                "free",
                "NaN",
                "Infinity",
                "49.99 or so",
                "10%",
                "--5",
                "+-5",
                "1-2",
                "(49.99)",
                "0x10",
                "1e999999",
                "",
                " ",
                ",",
                ".",
                "$",
                "EUR",
                "1,,2",
                "99999999999999999999",
                "4,24 5.42"
            })
    void whatIsNoneOrCouldBeTwoIsNot(String written) {
        assertThat(Amount.read(written)).isNull();
    }
}
