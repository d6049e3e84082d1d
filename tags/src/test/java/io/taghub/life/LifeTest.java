package io.taghub.life;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.Money;
import io.taghub.life.Saying.Kind;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a conversion is worth after all that was said of it. */
class LifeTest {

    @ParameterizedTest
    @CsvSource({
        "APPROVED 100; TAKEN_BACK 30; APPROVED 100; TAKEN_BACK 20, APPROVED, 50",
        "APPROVED 100; TAKEN_BACK 30; APPROVED 70; APPROVED 100, APPROVED, 70",
        "APPROVED 100; TAKEN_BACK 30; TAKEN_BACK 10; APPROVED 100, APPROVED, 60",
        "APPROVED 100; TAKEN_BACK 30; APPROVED 120, APPROVED, 120",
        "APPROVED 100; TAKEN_BACK 30; APPROVED 120; APPROVED 100, APPROVED, 100",
        "APPROVED 100; TAKEN_BACK 30; ADJUSTED 100, APPROVED, 100",
        "APPROVED 100; LEFT 70; APPROVED 100, APPROVED, 70",
        "APPROVED 100; TAKEN_BACK 30; APPROVED 100; TAKEN_BACK 70, REVERSED, 0",
        "APPROVED 100; ADJUSTED 120; APPROVED 100, APPROVED, 100",
        "PENDING 60; TAKEN_BACK 10; APPROVED 60; APPROVED 60, APPROVED, 50",
        "PENDING 60; LEFT 40; APPROVED 60, APPROVED, 40",
        "PENDING 60; TAKEN_BACK 10; LEFT 40; PENDING 60; APPROVED 60, APPROVED, 40",
        "PENDING 60; LEFT 40; TAKEN_BACK 40, REJECTED, 40",
        "PENDING 50; ADJUSTED 70; TAKEN_BACK 70, REJECTED, 70",
    })
    void whatWasGivenBackStaysGivenBack(String said, ConversionState state, BigDecimal worth) {
        List<Saying> words = Arrays.stream(said.split("; "))
                .map(word -> word.split(" "))
                .map(word -> new Saying(Kind.valueOf(word[0]), "", new Money(new BigDecimal(word[1]), "EUR")))
                .toList();
        Life life = Life.of(words);
        assertThat(life.state()).isEqualTo(state);
        assertThat(life.value()).isEqualTo(new Money(worth, "EUR"));
    }
}
