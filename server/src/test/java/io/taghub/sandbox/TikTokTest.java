package io.taghub.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class TikTokTest {
    private static final String HOST = "business-api.tiktok.com";
    private static final String TRACK = HOST + "/open_api/v1.3/event/track/";

    private final FakePlatforms platforms = new FakePlatforms();

    @AfterEach
    void stop() {
        platforms.close();
    }

    private static String purchase() {
        return """
                {"event":"Purchase","event_time":%d,"event_id":"order-1",
                 "user":{"email":"%s","ttclid":"E.C.P.abc","ip":"203.0.113.9","user_agent":"Mozilla/5.0"},
                 "properties":{"currency":"EUR","value":49.99,"order_id":"A-1","content_type":"product",
                  "contents":[{"content_id":"sku-1","quantity":1,"price":49.99}]},
                 "page":{"url":"https://shop.example/thanks"}}""".formatted(FakePlatforms.seconds(), FakePlatforms.ADA);
    }

    private static String batch(String... events) {
        return "{\"event_source\":\"web\",\"event_source_id\":\"C1PIXEL\",\"data\":[" + String.join(",", events) + "]}";
    }

    private JsonNode send(String body) {
        HttpResponse<String> answer = platforms.post(TRACK, body, "Access-Token", "tt-good");
        assertThat(answer.statusCode()).isEqualTo(200);
        return FakePlatforms.json(answer);
    }

    private String refusal(String event) {
        JsonNode answer = send(batch(purchase(), event));
        assertThat(answer.path("code").intValue()).as(answer.toString()).isEqualTo(40002);
        return answer.path("message").stringValue();
    }

    @Test
    void aGoodEventIsCounted() {
        JsonNode answer = send(batch(purchase()));

        assertThat(answer.path("code").intValue()).isZero();
        assertThat(answer.path("message").stringValue()).isEqualTo("OK");
        assertThat(answer.path("data").isObject()).isTrue();
        assertThat(platforms.problems(HOST)).isEmpty();
        JsonNode counted = platforms.conversions(HOST).get(0);
        assertThat(counted.path("event").stringValue()).isEqualTo("Purchase");
        assertThat(counted.path("click_id").stringValue()).isEqualTo("E.C.P.abc");
        assertThat(counted.path("value").decimalValue()).isEqualByComparingTo("49.99");
    }

    @Test
    void tokensAreCheckedInTheBodyOfA200() {
        assertThat(FakePlatforms.json(platforms.post(TRACK, batch(purchase()), "Access-Token", "Bearer tt-good"))
                        .path("code")
                        .intValue())
                .isEqualTo(40105);
        assertThat(FakePlatforms.json(platforms.post(TRACK, batch(purchase()), "Access-Token", "tt-expired"))
                        .path("code")
                        .intValue())
                .isEqualTo(40102);
        assertThat(FakePlatforms.json(platforms.post(TRACK, batch(purchase())))
                        .path("code")
                        .intValue())
                .isEqualTo(40104);
        assertThat(platforms.conversions(HOST)).isEmpty();
        assertThat(platforms.requests(HOST).toString())
                .doesNotContain("tt-good")
                .contains("Bearer ***");
    }

    @Test
    void theMessageCarriesThePathOfTheBadField() {
        assertThat(refusal(purchase().replace("\"sku-1\"", "17")))
                .isEqualTo("Batch.1.properties.contents.0.content_id: Not a valid string");
        assertThat(refusal(purchase().replace("\"page\":{\"url\":\"https://shop.example/thanks\"}", "\"page\":{}")))
                .startsWith("Batch.1.page.url:");
        assertThat(refusal(
                        purchase().replace(String.valueOf(FakePlatforms.seconds()), FakePlatforms.seconds() + "000")))
                .startsWith("Batch.1.event_time:");
        assertThat(refusal(purchase().replace(FakePlatforms.ADA, "ada@example.com")))
                .startsWith("Batch.1.user.email:");
        assertThat(refusal(purchase().replace("\"event\":\"Purchase\",", ""))).startsWith("Batch.1.event:");
        assertThat(platforms.conversions(HOST)).isEmpty();
    }

    @Test
    void theOldPathAndTheOldShapeAreNoticed() {
        JsonNode old = FakePlatforms.json(
                platforms.post(HOST + "/open_api/v1.3/pixel/track/", batch(purchase()), "Access-Token", "tt-good"));
        assertThat(old.path("code").intValue()).isNotZero();

        send(batch(purchase().replaceFirst("\\{", "{\"context\":{\"ip\":\"203.0.113.9\"},")));
        assertThat(platforms.problems(HOST)).singleElement().asString().contains("Events API 1.0");
    }

    @Test
    void moreThanAThousandEventsAreRefused() {
        String[] events = new String[1_001];
        Arrays.fill(events, purchase());

        assertThat(send(batch(events)).path("code").intValue()).isEqualTo(40002);
    }

    @Test
    void copiesCountOnceWithin48Hours() {
        send(batch(purchase(), purchase()));
        platforms.advance(Duration.ofHours(47));
        send(batch(purchase()));
        assertThat(platforms.conversions(HOST)).hasSize(1);

        platforms.advance(Duration.ofHours(2));
        send(batch(purchase()));
        assertThat(platforms.conversions(HOST)).hasSize(2);
    }

    @Test
    void appEventsSayWhichAppAndNothingOfADeviceGoesElsewhere() {
        String app = batch(purchase().replace("\"user\":{", "\"user\":{\"att_status\":\"AUTHORIZED\","));
        assertThat(send(app).path("code").intValue()).isZero();
        assertThat(platforms.problems(HOST)).singleElement().asString().contains("att_status is for app events only");

        String good = app.replace("\"web\"", "\"app\"").replace("\"page\"", "\"app\":{\"app_id\":\"a\"},\"page\"");
        assertThat(send(good).path("code").intValue()).isZero();
        assertThat(platforms.problems(HOST)).isEmpty();
        send(good.replace("\"app_id\":\"a\"", "\"app_name\":\"a\""));
        assertThat(platforms.problems(HOST)).singleElement().asString().contains("app.app_id is missing");
        assertThat(send(good.replace("AUTHORIZED", "MAYBE")).path("message").stringValue())
                .contains("user.att_status");
    }

    @Test
    void personalDataInClearAndPlaceholdersAreNoted() {
        send(batch(purchase()
                .replace("/thanks", "/thanks?c=__CALLBACK_PARAM__")
                .replace("\"order_id\"", "\"billing_first_name\":\"Ada\",\"order_id\"")));

        assertThat(platforms.problems(HOST))
                .containsExactlyInAnyOrder(
                        "data[0].properties.billing_first_name is personal by its name and not hashed",
                        "data[0].page.url holds a placeholder that nobody filled in");
    }

    @Test
    void anIdThatNobodyFilledInIsNoted() {
        send(batch(purchase()
                .replace("\"user\":{", "\"user\":{\"ttp\":\"__CLICKID__\",")
                .replace("\"order_id\"", "\"num_items\":\"3\",\"order_id\"")));

        assertThat(platforms.problems(HOST))
                .containsExactlyInAnyOrder(
                        "data[0].user.ttp is a placeholder nobody filled in",
                        "data[0].properties.num_items is text, not a number");
    }
}
