package io.taghub.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LettersTest {
    private static final Pattern LETTER = Pattern.compile("[\\p{L}\\p{N}]");

    @Test
    void areThoseOfUnicode() {
        assertThat(IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                        .filter(c -> Letters.is(c)
                                != LETTER.matcher(Character.toString(c)).matches()))
                .isEmpty();
    }

    @Test
    void loseWhatStandsAroundAndBetweenThem() {
        assertThat(Letters.core(" (not set)\n")).isEqualTo("not set");
        assertThat(Letters.core("-Zoë 2²-")).isEqualTo("Zoë 2²");
        assertThat(Letters.core("a")).isEqualTo("a");
        assertThat(Letters.core("😀𝒳😀")).isEqualTo("𝒳");
        assertThat(Letters.core("--")).isEmpty();
        assertThat(Letters.core("")).isEmpty();
        assertThat(Letters.alone("logged-out")).isEqualTo("loggedout");
        assertThat(Letters.alone("(é😀)1")).isEqualTo("é1");
        assertThat(Letters.alone("guest")).isEqualTo("guest");
        assertThat(Letters.alone("-")).isEmpty();
    }
}
