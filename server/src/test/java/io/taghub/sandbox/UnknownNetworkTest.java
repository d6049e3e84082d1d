package io.taghub.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What a network that nobody knows makes of several calls about one transaction. */
class UnknownNetworkTest {
    private final FakePlatforms platforms = new FakePlatforms();

    @AfterEach
    void stop() {
        platforms.close();
    }

    @ParameterizedTest
    @CsvSource({
        "click=c&id=A-1&sum=100 click=c&id=A-1&sum=130, 130",
        "click=c&id=A-1&sum=100 click=d&id=A-1&sum=130, 230",
        "click=c&id=A-1&sum=100 click=c&id=A-2&sum=130, 230",
        "tid=c&sum=100 tid=c&sum=130, 230",
        "click=c&id=A-1&sum=100&event=sale click=c&id=A-1&sum=60&event=ftd click=c&id=A-1&sum=-80, 80",
        "click=c&id=A-1&sum=100&event=sale click=c&id=A-1&sum=60&event=ftd click=c&id=A-1&sum=-120, 40",
        "click=c&id=A-1&sum=100&event=sale click=c&id=A-1&sum=60&event=ftd click=c&id=A-1&sum=-160, 0",
    })
    void itCountsWhatIsLeft(String calls, BigDecimal counted) {
        for (String call : calls.split(" ")) {
            platforms.get("nobody.example/pb?" + call);
        }
        assertThat(platforms
                        .conversions("nobody.example")
                        .valueStream()
                        .filter(one -> one.path("state").asString("").equals("counted"))
                        .map(one -> one.path("value").decimalValue())
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(counted);
    }

    @ParameterizedTest
    @CsvSource({"declined", "refunded", "canceled", "on_hold"})
    void ourWordsForWhatIsNoneCountNothingAtBemob(String word) {
        platforms.get("trk.bemob.example/postback?cid=c&txid=A-1&payout=50&status=" + word);
        JsonNode one = platforms.conversions("trk.bemob.example").get(0);
        assertThat(one.path("count").intValue()).isZero();
    }
}
