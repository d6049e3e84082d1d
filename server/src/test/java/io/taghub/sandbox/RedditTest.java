package io.taghub.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class RedditTest {
    private static final String HOST = "ads-api.reddit.com";
    private static final String EVENTS = HOST + "/api/v3/pixels/a2_abc/conversion_events";

    private final FakePlatforms platforms = new FakePlatforms();

    @AfterEach
    void stop() {
        platforms.close();
    }

    private static String purchase(String id) {
        return """
                {"event_at":%d,"action_source":"WEBSITE","event_source_url":"https://shop.example/thanks","click_id":"aBc",
                 "type":{"tracking_type":"PURCHASE"},"user":{"email":"%s","user_agent":"Mozilla/5.0"},
                 "metadata":{"conversion_id":"%s","currency":"EUR","value":49.99,"item_count":1,
                  "products":[{"id":"sku-1","name":"Tee","quantity":1,"item_price":49.99}]}}""".formatted(FakePlatforms.seconds() * 1000, FakePlatforms.ADA, id);
    }

    private static String batch(String... events) {
        return "{\"data\":{\"partner\":\"TAGHUB\",\"events\":[" + String.join(",", events) + "]}}";
    }

    private HttpResponse<String> post(String body) {
        return platforms.post(EVENTS, body, "Authorization", "Bearer good", "User-Agent", "TagHub (by a2_abc)");
    }

    private JsonNode sent(String body, int status) {
        HttpResponse<String> answer = post(body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return FakePlatforms.json(answer);
    }

    @Test
    void aGoodEventIsCounted() {
        assertThat(sent(batch(purchase("o-1")), 200).path("message").asString())
                .isEqualTo("Successfully processed 1 conversion events.");

        assertThat(platforms.problems(HOST)).isEmpty();
        JsonNode counted = platforms.conversions(HOST).get(0);
        assertThat(counted.path("event").asString()).isEqualTo("PURCHASE");
        assertThat(counted.path("click_id").asString()).isEqualTo("aBc");
        assertThat(counted.path("value").decimalValue()).isEqualByComparingTo("49.99");
    }

    @Test
    void aCopyWithinTwoDaysIsTheSameEventOfOneKindAndSource() {
        sent(batch(purchase("o-1"), purchase("o-1")), 200);
        platforms.advance(Duration.ofHours(47));
        sent(batch(purchase("o-1")), 200);
        assertThat(platforms.conversions(HOST).size()).isEqualTo(1);

        sent(batch(purchase("o-1").replace("\"PURCHASE\"", "\"LEAD\"").replace("\"item_count\":1,", "")), 200);
        assertThat(platforms.conversions(HOST).size()).isEqualTo(2);
        platforms.advance(Duration.ofHours(2));
        sent(batch(purchase("o-1")), 200);
        assertThat(platforms.conversions(HOST).size()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "event_at":17              | "event_at":16                 | event_at timestamp must be less than 168h0m0s old
            "event_at":17              | "event_at":18                 | event_at timestamp must not be in the future
            000,"action_source"        | ,"action_source"              | event_at timestamp must be less than 168h0m0s old
            "WEBSITE"                  | "website"                     | action_source must be one of WEBSITE, APP, PHYSICAL_STORE, OTHER
            "PURCHASE"                 | "Purchase"                    | type.tracking_type is required and must be one of Reddit's kinds
            "PURCHASE"                 | "CUSTOM"                      | type.custom_event_name must have 1 to 64 characters where tracking_type is CUSTOM
            "value":49.99              | "value":-1                    | metadata.value must not be negative
            """)
    void oneInvalidEventAndNoneIsProcessed(String good, String bad, String message) {
        JsonNode answer = sent(batch(purchase("o-1"), purchase("o-2").replace(good, bad)), 400);

        assertThat(answer.path("message").asString())
                .isEqualTo("There were 1 invalid conversion events. None were processed.");
        JsonNode invalid = answer.path("invalid_events");
        assertThat(invalid.size()).isEqualTo(1);
        assertThat(invalid.get(0).path("error_message").asString()).isEqualTo(message);
        assertThat(invalid.get(0)
                        .path("event")
                        .path("metadata")
                        .path("conversion_id")
                        .asString())
                .isEqualTo("o-2");
        assertThat(platforms.conversions(HOST).size()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "value":49.99,  | "value":"49.99",  | JSON error unexpected type string on field events metadata value
            "id":"sku-1"    | "id":7            | JSON error unexpected type number on field events metadata products id
            "event_at":     | "event_at":0.5e3, "x": | JSON error unexpected type number on field events event_at
            """)
    void aValueOfAWrongTypeIsCalledForbidden(String good, String bad, String explanation) {
        JsonNode answer = sent(batch(purchase("o-1").replace(good, bad)), 403);

        assertThat(answer.path("success").booleanValue()).isFalse();
        assertThat(answer.path("error").path("reason").asString()).isEqualTo("UNAUTHORIZED");
        assertThat(answer.path("error").path("explanation").asString()).isEqualTo(explanation);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "conversion_id":"o-1",     |                                  | events[0].metadata.conversion_id is missing: no copy of this event can be recognised
            "currency":"EUR",          |                                  | events[0].metadata.value and currency say nothing without each other
            "PURCHASE"                 | "VIEW_CONTENT"                   | events[0].metadata.value and currency are not for VIEW_CONTENT
            "PURCHASE"                 | "LEAD"                           | events[0].metadata.item_count is not for LEAD
            "id":"sku-1",              |                                  | events[0].metadata.products holds one without id
            "user_agent":"Mozilla/5.0" | "uuid":"1677712978045.b8f7"      | events[0].user.uuid is the whole cookie; the id stands behind its point
            "user_agent":"Mozilla/5.0" | "external_id":"u-1"              | events[0].user.external_id is not hashed
            "WEBSITE"                  | "OTHER"                          | events[0].event_source_url is for events of a website only
            "click_id":"aBc"           | "click_id":"{{rdt_cid}}"         | events[0].click_id is a placeholder nobody filled in
            "name":"Tee"               | "name":"ada@example.com"         | events[0].metadata.products[0].name holds an e-mail address in clear
            """)
    void whatIsTakenAndIsWorthLessIsTold(String good, String doubtful, String problem) {
        sent(batch(purchase("o-1").replace(good, doubtful == null ? "" : doubtful)), 200);

        assertThat(platforms.problems(HOST)).contains(problem);
    }

    @Test
    void testsDoNotCountAndBelongOneInARequest() {
        sent(batch(purchase("o-1"), purchase("o-2")).replace("\"partner\"", "\"test_id\":\"t2_1\",\"partner\""), 200);

        assertThat(platforms.problems(HOST))
                .contains(
                        "test_id is set: these events are for testing and do not count",
                        "Event Testing shows one event of a request only");
        assertThat(platforms.conversions(HOST).get(0).path("count").intValue()).isZero();
    }

    @Test
    void withoutAGoodTokenNothingIsTaken() {
        assertThat(platforms.post(EVENTS, batch(purchase("o-1"))).statusCode()).isEqualTo(401);
        HttpResponse<String> bad =
                platforms.post(EVENTS, batch(purchase("o-1")), "Authorization", "Bearer " + Settings.DEFAULT.badWord());
        assertThat(bad.statusCode()).isEqualTo(401);
        assertThat(FakePlatforms.json(bad).path("error").path("reason").asString())
                .isEqualTo("UNAUTHORIZED");
        assertThat(platforms.conversions(HOST).size()).isZero();
    }

    @Test
    void aLibrarysOwnNameIsToldAndTooManyEventsAreABadRequest() {
        String many = batch(Collections.nCopies(1001, purchase("o-1")).toArray(String[]::new));
        HttpResponse<String> answer = platforms.post(EVENTS, many, "Authorization", "Bearer good");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(FakePlatforms.json(answer).path("message").asString()).isEqualTo("Bad Request");
        assertThat(platforms.problems(HOST)).contains("User-Agent is a library's own, which Reddit slows down");
    }
}
