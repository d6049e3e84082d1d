package io.taghub.personal;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.Event;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersonalDataTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
                    https://shop.example/,                                    https://shop.example/
                    https://shop.example/a?x=1&y=,                            https://shop.example/a?x=1&y=
                    https://shop.example/a?q=ada@example.com&x=1,             https://shop.example/a?x=1
                    https://shop.example/a?q=Ada%40Example.com,               https://shop.example/a
                    https://shop.example/a?Phone=1234&x=1,                    https://shop.example/a?x=1
                    https://shop.example/a?c=%2B1+650+555-1212#top,           https://shop.example/a#top
                    https://shop.example/a#/reset?email=ada%40example.com,    https://shop.example/a
                    https://shop.example/a?broken=%zz&b=2,                    https://shop.example/a?broken=%zz&b=2
                    https://shop.example/a?email=x&city=Pagecity&x=1,         https://shop.example/a?x=1
                    https://shop.example/a?street=S&state=NY&iban=X&geo=DE,   https://shop.example/a?geo=DE
                    https://shop.example/a?order_state=new&country=DE,        https://shop.example/a?order_state=new&country=DE
                    https://shop.example/a?utm_city=Berlin&utm_term=login&clickid=abc&fbclid=IwAR0x, https://shop.example/a?utm_city=Berlin&utm_term=login&clickid=abc&fbclid=IwAR0x
                    https://shop.example/a?venue_city=Berlin&login=1&sub1=x,  https://shop.example/a?venue_city=Berlin&sub1=x
                    https://shop.example/a?geo=52.52003%2C13.40502&x=1,       https://shop.example/a?x=1
                    https://shop.example/a?x=1#/checkout?city=Berlin,         https://shop.example/a?x=1
                    https://shop.example/a?x=1#/checkout?step=2,              https://shop.example/a?x=1#/checkout?step=2
                    https://shop.example/a?gclid=Cj0KCQjw_-aB,                https://shop.example/a?gclid=Cj0KCQjw_-aB
                    """)
    void leavesPageAddressesWithoutPersonalData(String url, String stripped) {
        assertThat(PersonalData.strippedFrom(url)).isEqualTo(stripped);
    }

    @Test
    void freePropertiesAreScalarsThatSayNothingAboutThePerson() {
        Event event = Event.named("lead", "l-1", Instant.EPOCH)
                .properties(Map.of(
                        "vertical",
                        "casino",
                        "step",
                        2,
                        "vip",
                        false,
                        "items",
                        List.of(1),
                        "note",
                        "write to ada@example.com",
                        "call",
                        "+44 7911 123456",
                        "first-name",
                        "Ada",
                        "value",
                        5))
                .build();
        assertThat(PersonalData.freeProperties(event, Set.of("value")))
                .isEqualTo(Map.of("vertical", "casino", "step", 2, "vip", false));
    }

    @Test
    void masksAddressesAPlatformQuotes() {
        assertThat(PersonalData.masked("invalid e-mail 'ada@example.com' at 3")).isEqualTo("invalid e-mail '***' at 3");
        assertThat(PersonalData.masked("x".repeat(500))).hasSize(201);
    }
}
