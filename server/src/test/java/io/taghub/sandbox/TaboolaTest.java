package io.taghub.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class TaboolaTest {
    private static final String HOST = "trc.taboola.com";
    private static final String SINGLE = HOST + "/actions-handler/log/3/s2s-action?";
    private static final String BULK = HOST + "/shop-example-sc/log/3/bulk-s2s-action";

    private final FakePlatforms platforms = new FakePlatforms();

    @AfterEach
    void stop() {
        platforms.close();
    }

    @Test
    void aSingleCallIsAnswered204AndCountsAsOftenAsItComes() {
        String sale = SINGLE + "click-id=GiDx&name=sale&revenue=49.90&currency=EUR&quantity=3&orderid=SO-1";
        assertThat(platforms.get(sale).statusCode()).isEqualTo(204);
        platforms.get(sale);

        assertThat(platforms.problems(HOST)).isEmpty();
        assertThat(platforms.conversions(HOST)).hasSize(2);
        JsonNode counted = platforms.conversions(HOST).get(0);
        assertThat(counted.path("id").stringValue()).isEqualTo("SO-1");
        assertThat(counted.path("value").decimalValue()).isEqualByComparingTo("49.9");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            click_id=GiDx&name=sale                            | 400 | click-id is missing
            click-id=GiDx&nome=sale                            | 400 | name is missing
            click-id=GiDx&name=sale&revenue=&currency=EUR      | 204 | revenue is empty; leave it out
            click-id=GiDx&name=sale&revenue=5,00               | 204 | revenue is no amount
            click-id=GiDx&name=sale&currency=EURO              | 204 | currency is no code of ISO 4217
            click-id=%7Bclick_id%7D&name=sale                  | 204 | click-id is a placeholder nobody filled in
            click-id=GiDx&name=sale&orderid=ada%40example.com  | 204 | orderid holds an e-mail address in clear
            """)
    void whatIsWrongIsSaid(String query, int status, String problem) {
        assertThat(platforms.get(SINGLE + query).statusCode()).isEqualTo(status);
        assertThat(platforms.problems(HOST)).contains(problem);
    }

    @Test
    void theBulkIsAnswered204WhateverItHolds() {
        String good =
                "{\"click-id\":\"a\",\"timestamp\":1795347900000,\"name\":\"ftd\",\"revenue\":50,\"currency\":\"USD\"}";
        assertThat(platforms
                        .post(BULK, "{\"actions\":[" + good + ",{\"timestamp\":1795347900,\"name\":\"ftd\"}]}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(platforms.problems(HOST))
                .containsExactlyInAnyOrder(
                        "actions[1].click-id is missing", "actions[1].timestamp is not in milliseconds");
        assertThat(platforms.conversions(HOST)).hasSize(1);

        assertThat(platforms.post(BULK, "nonsense").statusCode()).isEqualTo(204);
        assertThat(platforms.problems(HOST)).containsExactly("actions is no list with conversions in it");
    }
}
