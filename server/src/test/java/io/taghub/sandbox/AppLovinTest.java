package io.taghub.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AppLovinTest {
    private static final String HOST = "b.applovin.com";

    private final FakePlatforms platforms = new FakePlatforms();

    @AfterEach
    void stop() {
        platforms.close();
    }

    private static String purchase() {
        return """
                {"name":"purchase","event_time":%d000,"event_source_url":"https://shop.example/thanks","dedupe_id":"o-1",
                 "data":{"currency":"EUR","value":49.99,"transaction_id":"A-1",
                  "items":[{"item_id":"sku-1","price":49.99,"quantity":1}]},
                 "user_data":{"client_ip_address":"81.2.69.142","client_user_agent":"Mozilla/5.0","esi":"web",
                  "aleid":"al-1","email":"%s"}}""".formatted(FakePlatforms.seconds(), FakePlatforms.ADA);
    }

    private int send(String... events) {
        return post("{\"events\":[" + String.join(",", events) + "]}");
    }

    private int post(String body) {
        return platforms
                .post(HOST + "/v1/event?pixel_id=evt-1", body, "Authorization", "ax-good")
                .statusCode();
    }

    @Test
    void anEventIsCountedOnceHoweverOftenItComes() {
        assertThat(send(purchase())).isEqualTo(200);
        assertThat(send(purchase())).isEqualTo(200);

        assertThat(platforms.problems(HOST)).isEmpty();
        JsonNode counted = platforms.conversions(HOST);
        assertThat(counted).hasSize(1);
        assertThat(counted.get(0).path("value").decimalValue()).isEqualByComparingTo("49.99");
        assertThat(counted.get(0).path("click_id").stringValue()).isEqualTo("al-1");
        assertThat(platforms.requests(HOST).toString()).doesNotContain("ax-good");
    }

    @Test
    void oneWrongEventDropsTheBatch() {
        for (String wrong : new String[] {
            purchase().replace("\"transaction_id\":\"A-1\",", ""),
            purchase().replace("49.99,\"transaction", "\"49.99\",\"transaction"),
            purchase().replace("\"esi\":\"web\",", ""),
            purchase().replace("\"client_user_agent\":\"Mozilla/5.0\",", ""),
            purchase().replace("\"aleid\":\"al-1\",\"email\"", "\"sid\""),
            purchase().replace("\"quantity\":1", "\"quantity\":1.5"),
            purchase().replace("https://shop.example/thanks", "/thanks"),
            purchase().replaceFirst("(?s)\"data\":\\{.*?]}", "\"data\":null")
        }) {
            assertThat(send(purchase(), wrong)).as(wrong).isEqualTo(400);
        }
        assertThat(platforms.conversions(HOST)).isEmpty();
    }

    @Test
    void theBatchIsAnObjectOfAtMostAHundred() {
        assertThat(post("[" + purchase() + "]")).isEqualTo(400);
        String[] events = new String[101];
        Arrays.fill(events, purchase());
        assertThat(send(events)).isEqualTo(400);
        assertThat(send(Arrays.copyOf(events, 100))).isEqualTo(200);
    }

    @Test
    void theKeyIsAskedFor() {
        String body = "{\"events\":[" + purchase() + "]}";
        assertThat(platforms.post(HOST + "/v1/event?pixel_id=evt-1", body).statusCode())
                .isEqualTo(401);
        assertThat(platforms
                        .post(HOST + "/v1/event?pixel_id=evt-1", body, "Authorization", "ax-revoked")
                        .statusCode())
                .isEqualTo(401);
        assertThat(platforms
                        .post(HOST + "/v1/event", body, "Authorization", "ax-good")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void whatIsInClearOrDoubtfulIsNoted() {
        send(purchase().replace(FakePlatforms.ADA, "ada@example.com").replace("al-1", "{aleid}"));

        assertThat(platforms.problems(HOST))
                .containsExactlyInAnyOrder(
                        "events[0].user_data.email is in clear",
                        "events[0].user_data.aleid is a placeholder nobody filled in");
    }
}
