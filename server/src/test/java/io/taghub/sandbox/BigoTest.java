package io.taghub.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class BigoTest {
    private static final String HOST = "api.bytegle.site";
    private static final String AT = HOST + "/bigoad/trackingevent";
    private static final String EVENT = """
            {"bbg":"b-1","pixel_id":"905500000000000001","timestamp_ms":1795347900000,"ip":"198.41.128.7",
             "event":{"event_id":"ec_purchase","currency":"USD","monetary":"50.00"}}""";

    private final FakePlatforms platforms = new FakePlatforms();

    @AfterEach
    void stop() {
        platforms.close();
    }

    @Test
    void anEventIsCountedAsOftenAsItComesByEitherMethod() {
        JsonNode answer = FakePlatforms.json(platforms.post(AT, EVENT));
        assertThat(answer.path("code").intValue()).isEqualTo(1);
        platforms.get(
                AT
                        + "?bbg=b-1&pixel_id=905500000000000001&event_id=ec_purchase&timestamp_ms=1795347900000&monetary=50&currency=USD");

        assertThat(platforms.problems(HOST)).isEmpty();
        assertThat(platforms.conversions(HOST)).hasSize(2).allSatisfy(one -> {
            assertThat(one.path("event").stringValue()).isEqualTo("ec_purchase");
            assertThat(one.path("value").decimalValue()).isEqualByComparingTo("50");
        });
    }

    @Test
    void withoutAClickItIsRefusedWithStatus200() {
        var answer = platforms.post(AT, EVENT.replace("\"bbg\":\"b-1\",", ""));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(FakePlatforms.json(answer).path("message").stringValue()).isEqualTo("invalid bbg");
        assertThat(platforms.conversions(HOST)).isEmpty();
    }

    @Test
    void whatIsDoubtfulIsSaid() {
        platforms.post(
                AT,
                EVENT.replace("ec_purchase", "Purchase")
                        .replace("198.41.128.7", "10.0.0.7")
                        .replace("1795347900000", "1795347900")
                        .replace("\"b-1\"", "\"__BBG__\",\"external_id\":\"ada@example.com\""));
        assertThat(platforms.problems(HOST))
                .containsExactlyInAnyOrder(
                        "event.event_id is none of BIGO's",
                        "bbg is a placeholder nobody filled in",
                        "timestamp_ms is no number of milliseconds",
                        "ip is an address of a private network",
                        "external_id holds an e-mail address in clear");
    }
}
