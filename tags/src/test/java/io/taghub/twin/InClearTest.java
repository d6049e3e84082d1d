package io.taghub.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InClearTest {
    private static List<String> of(String json) {
        return InClear.problems("custom_data", Objects.requireNonNull(StrictJson.parse(json)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"note\":\"write to ada@example.com\"}",
                "{\"note\":[\"a\",{\"b\":\"ada%40example.com\"}]}",
                "{\"url\":\"https://shop.example/?next=%2Fin%3Fq%3Dada%2540example.com\"}",
                "{\"note\":\"call +1 (650) 555-1212\"}",
                "{\"url\":\"https://shop.example/?q=%2B16505551212\"}",
                "{\"billing_first_name\":\"Ada\"}",
                "{\"email\":\"none\"}",
                "{\"url\":\"https://shop.example/?billing_email=x&a=1\"}",
                "{\"url\":\"https://shop.example/?fname=Ada\"}",
                "{\"url\":\"https://shop.example/?c={{campaign.id}}\"}",
                "{\"url\":\"https://shop.example/?c=%7B%7Bcampaign.id%7D%7D\"}",
                "{\"url\":\"https://shop.example/?c=__CALLBACK_PARAM__\"}",
                "{\"url\":\"https://shop.example/?c=${SUBID}\"}",
                "{\"url\":\"https://shop.example/?c=%5BCLICK_ID%5D\"}",
                "{\"url\":\"https://shop.example/?a=1&c=##SUB_ID_SHORT(action)##\"}",
                "{\"note\":\"DE89 3704 0044 0532 0130 00\"}",
                "{\"note\":\"4111-1111-1111-1111\"}"
            })
    void isFoundHoweverDeepOrEncodedItIs(String json) {
        assertThat(of(json))
                .hasSize(1)
                .allSatisfy(problem ->
                        assertThat(problem).startsWith("custom_data.").doesNotContain("Ada", "ada@", "650"));
    }

    @Test
    void aKeyIsNoPlaceForItEither() {
        assertThat(of("{\"a\":{\"ada@example.com\":\"1\"}}"))
                .containsExactly("a key of custom_data.a is an e-mail address in clear");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"content_name\":\"May, a street map\",\"email_campaign\":\"spring\",\"phone_brand\":\"Acme\"}",
                "{\"note\":\"DE88370400440532013000\",\"order_id\":\"4111111111111111\",\"n\":\"4111111111111112\"}",
                "{\"order_id\":\"4912345678901\",\"value\":49.99,\"delta\":\"+49.99\"}",
                "{\"email\":\"b5fc85e55755f9e0d030a10ab4429b6b2944855f9a0d60077fe832becbc41d72\"}",
                "{\"url\":\"https://shop.example/100%?filter[size]=M&utm_campaign=a%7Cb\"}"
            })
    void whatIsNobodysPasses(String json) {
        assertThat(of(json)).isEmpty();
    }

    @Test
    void aTextAloneHasAPlaceToo() {
        assertThat(InClear.problems(
                        "user_id", StrictJson.array().add("ada@example.com").get(0)))
                .containsExactly("user_id holds an e-mail address in clear");
    }
}
