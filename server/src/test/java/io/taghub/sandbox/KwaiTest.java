package io.taghub.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class KwaiTest {
    private static final String HOST = "www.adsnebula.com";
    private static final String EVENT = """
            {"access_token":"kw-good","clickid":"q_1","event_name":"EVENT_PURCHASE","is_attributed":1,"mmpcode":"PL",
             "pixelId":"123","pixelSdkVersion":"9.9.9","testFlag":false,"trackFlag":false,"third_party":"taghub",
             "properties":"{\\"value\\":50,\\"currency\\":\\"BRL\\"}"}""";

    private final FakePlatforms platforms = new FakePlatforms();

    @AfterEach
    void stop() {
        platforms.close();
    }

    private JsonNode send(String body) {
        return FakePlatforms.json(platforms.post(HOST + "/log/common/api", body));
    }

    @Test
    void anEventIsCountedAsOftenAsItComesAndItsTokenIsMasked() {
        assertThat(send(EVENT).path("result").intValue()).isEqualTo(1);
        send(EVENT);

        assertThat(platforms.problems(HOST)).isEmpty();
        assertThat(platforms.conversions(HOST)).hasSize(2);
        JsonNode counted = platforms.conversions(HOST).get(0);
        assertThat(counted.path("event").stringValue()).isEqualTo("EVENT_PURCHASE");
        assertThat(counted.path("click_id").stringValue()).isEqualTo("q_1");
        assertThat(counted.path("value").decimalValue()).isEqualByComparingTo("50");
        assertThat(platforms.requests(HOST).toString()).doesNotContain("kw-good");
    }

    @Test
    void aFieldOfTheWrongTypeIsNamed() {
        JsonNode answer = send(EVENT.replace("\"is_attributed\":1", "\"is_attributed\":true"));
        assertThat(answer.path("result").intValue()).isEqualTo(10002);
        assertThat(answer.path("error_msg").stringValue()).isEqualTo("is_attributed: wrong type");

        answer = send(EVENT.replace("\"{\\\"value\\\":50,\\\"currency\\\":\\\"BRL\\\"}\"", "{\"value\":50}"));
        assertThat(answer.path("error_msg").stringValue()).isEqualTo("properties: wrong type");
        assertThat(platforms.conversions(HOST)).isEmpty();
    }

    @Test
    void testsAndUnfilledClicksDoNotCount() {
        send(EVENT.replace("\"trackFlag\":false", "\"trackFlag\":true"));
        send(EVENT.replace("q_1", "__CLICKID__"));

        assertThat(platforms.conversions(HOST))
                .allSatisfy(one -> assertThat(one.path("count").intValue()).isZero());
        assertThat(platforms.problems(HOST)).contains("clickid is a placeholder nobody filled in");
    }

    @Test
    void whatThePropertiesHoldIsReadToo() {
        send(EVENT.replace(
                "{\\\"value\\\":50,\\\"currency\\\":\\\"BRL\\\"}",
                "{\\\"value\\\":\\\"50\\\",\\\"content_name\\\":\\\"ada@example.com\\\"}"));

        assertThat(platforms.problems(HOST))
                .containsExactlyInAnyOrder(
                        "properties.value is no number",
                        "properties.value has no currency",
                        "properties.content_name holds an e-mail address in clear");
    }

    @Test
    void aWrongTokenIsNotTaken() {
        assertThat(platforms
                        .post(HOST + "/log/common/api", EVENT.replace("kw-good", "kw-revoked"))
                        .statusCode())
                .isEqualTo(401);
        assertThat(platforms.conversions(HOST)).isEmpty();
    }
}
