package io.taghub.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebAddressTest {
    @ParameterizedTest
    @CsvSource({
        "https://shop.example/?q=100%, https://shop.example/?q=100%25",
        "https://shop.example/?q=%E0%A4%A, https://shop.example/?q=%E0%A4%25A",
        "https://shop.example/#a#b, https://shop.example/#a%23b",
        "https://shop.example/#:~:text=foo#x, https://shop.example/#:~:text=foo%23x",
        "https://shop.example/a b?c=d e, https://shop.example/a%20b?c=d%20e",
        "https://shop.example/boots?colour=brown%20red#top, https://shop.example/boots?colour=brown%20red#top"
    })
    void whatBrowsersTakeIsMadeRight(String written, URI valid) {
        assertThat(WebAddress.valid(written)).isEqualTo(valid.toString());
    }
}
