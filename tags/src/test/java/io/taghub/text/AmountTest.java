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
            1 299,00 kr      | 1299.00
            1.299,- kr       | 1299
            1299.00 kr.      | 1299.00
            kr 1 299,00      | 1299.00
            kr.-5            | -5
            49,99 zł         | 49.99
            zł49,99          | 49.99
            1 299 Kč         | 1299
            12 990 Ft        | 12990
            49,99 lei        | 49.99
            49.99 TL         | 49.99
            Rs. 1,299.00     | 1299.00
            Rs.1,299.50      | 1299.50
            49,99 лв.        | 49.99
            1 299 руб.       | 1299
            49.99 Euro       | 49.99
            49,99 eur        | 49.99
            49,-             | 49
            CHF 1'299.–      | 1299
            د.إ 49.99        | 49.99
            ٤٩٫٩٩            | 49.99
            ١٬٢٣٤٫٥٠ د.إ     | 1234.50
            S/. 49.90        | 49.90
            Bs. 49,90        | 49.90
            R 1 299.00       | 1299.00
            RM49.90          | 49.90
            USD $49.99       | 49.99
            $49.99 USD       | 49.99
            0.5 BTC          | 0.5
            $.50             | 0.50
            ¥1,299.00        | 1299.00
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
                "4,24 5.42",
                "A1001",
                "No 12345",
                "no. 5",
                "abc 12",
                "x5",
                "r5",
                "v2",
                "from 49.99",
                "SKU-12",
                "SKU 12",
                "top 10",
                "try 5",
                "12 ft",
                "5 km",
                "49 XAU",
                "49 ABC",
                "€49.99 USD",
                "49.99 EUR incl. VAT",
                "1299,- 5",
                "5-",
                "-5-"
            })
    void whatIsNoneOrCouldBeTwoIsNot(String written) {
        assertThat(Amount.read(written)).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            49,99 zł      | PLN
            1 299 Kč      | CZK
            12 990 Ft     | HUF
            49.99 Euro    | EUR
            49.99 TL      | TRY
            49,99 лв.     | BGN
            د.إ 49.99     | AED
            R$ 5          | BRL
            US$5          | USD
            USD $5        | USD
            $5 usd        | USD
            $5            |
            5 kr          |
            Rs. 5         |
            49,99 lei     |
            0.5 BTC       | BTC
            5             |
            A 5 EUR       |
            """)
    void aWordBesideItIsACurrencyWhereItCanMeanOneOnly(String written, String currency) {
        assertThat(Amount.currency(written)).isEqualTo(currency);
    }

    @ParameterizedTest
    @CsvSource({
        "eur,EUR",
        "€,EUR",
        "978,EUR",
        "036,AUD",
        "RMB,CNY",
        "Euro,EUR",
        "zł,PLN",
        "top,TOP",
        "usdt,USDT",
        "GBX,",
        "XAU,",
        "ERU,",
        "XXX,",
        "kr,",
        "$,",
        "999,"
    })
    void aCurrencyMayBeNamedInAnotherWay(String written, String code) {
        assertThat(Amount.code(written)).isEqualTo(code);
    }
}
