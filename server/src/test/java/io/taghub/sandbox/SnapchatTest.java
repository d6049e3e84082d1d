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

class SnapchatTest {
    private static final String HOST = "tr.snapchat.com";
    private static final String EVENTS = HOST + "/v3/pixel-1/events";
    private static final String TOKEN = "?access_token=snap-good";

    private final FakePlatforms platforms = new FakePlatforms();

    @AfterEach
    void stop() {
        platforms.close();
    }

    private static String purchase(String id) {
        return """
                {"event_name":"PURCHASE","event_time":%d,"event_id":"%s","action_source":"WEB",
                 "event_source_url":"https://shop.example/thanks","integration":"taghub",
                 "user_data":{"em":["%s"],"sc_click_id":"b1C2"},
                 "custom_data":{"currency":"EUR","value":"49.99","order_id":"A-1","num_items":1,
                  "content_ids":["sku-1"],"contents":[{"id":"sku-1","quantity":"1","item_price":"49.99"}]}}""".formatted(FakePlatforms.seconds(), id, FakePlatforms.ADA);
    }

    private static String batch(String... events) {
        return "{\"data\":[" + String.join(",", events) + "]}";
    }

    private JsonNode sent(String body, int status) {
        HttpResponse<String> answer = platforms.post(EVENTS + TOKEN, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return FakePlatforms.json(answer);
    }

    @Test
    void aGoodEventIsCounted() {
        assertThat(sent(batch(purchase("o-1")), 200).path("status").asString()).isEqualTo("VALID");

        assertThat(platforms.problems(HOST)).isEmpty();
        JsonNode counted = platforms.conversions(HOST).get(0);
        assertThat(counted.path("event").asString()).isEqualTo("PURCHASE");
        assertThat(counted.path("click_id").asString()).isEqualTo("b1C2");
        assertThat(counted.path("value").decimalValue()).isEqualByComparingTo("49.99");
    }

    @Test
    void aCopyWithinTwoDaysIsTheSameEventAndALaterOneIsNot() {
        sent(batch(purchase("o-1"), purchase("o-1")), 200);
        platforms.advance(Duration.ofHours(47));
        sent(batch(purchase("o-1")), 200);
        assertThat(platforms.conversions(HOST).size()).isEqualTo(1);

        platforms.advance(Duration.ofHours(2));
        sent(batch(purchase("o-1")), 200);
        assertThat(platforms.conversions(HOST).size()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "event_name":"PURCHASE",   |                               | event_name: is required
            "action_source":"WEB"      | "action_source":"email"       | action_source: must be WEB, MOBILE_APP or OFFLINE
            "em":["b5                  | "em":["B5                     | user_data: em must be a SHA-256 hash in lower-case hex
            "em":[                     | "fn":[                        | user_data: no usable identifier
            "value":"49.99",           |                               | custom_data: PURCHASE requires value
            "currency":"EUR",          |                               | custom_data: PURCHASE requires currency
            "event_time":17            | "event_time":-17              | event_time: timestamp is invalid
            "event_time":17            | "event_time":16               | event_time: timestamp out of range
            "event_time":17            | "event_time":18               | event_time: timestamp out of range
            "sc_click_id":             | "client_ip_address":          | user_data: client_ip_address is not an IP address
            """)
    void theFirstBadEventIsNamedAndNothingOfItsRequestCounts(String good, String bad, String message) {
        String event = purchase("o-2").replace(good, bad == null ? "" : bad);
        JsonNode answer = sent(batch(purchase("o-1"), event), 400);

        assertThat(answer.path("status").asString()).isEqualTo("INVALID");
        assertThat(answer.path("event").intValue()).isEqualTo(1);
        assertThat(answer.path("errors").path("error_msgs").get(0).asString()).isEqualTo(message);
        assertThat(platforms.conversions(HOST).size()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "event_name":"PURCHASE"   | "event_name":"BUY"                | data[0].event_name is none of Snapchat's names
            "event_id":"o-1",         |                                   | data[0].event_id is missing: no copy of this event can be recognised
            "value":"49.99"           | "value":49.99                     | data[0].custom_data.value is no text
            "quantity":"1"            | "quantity":1                      | data[0].custom_data.contents holds a quantity that is no number written as text
            "sc_click_id":"b1C2"      | "sc_click_id":"{{ScCid}}"         | data[0].user_data.sc_click_id is a placeholder nobody filled in
            "sc_click_id":            | "madid":                          | data[0].user_data.madid is no advertising id in lower case
            /thanks"                  | /thanks?email=ada%40example.com"  | data[0].event_source_url holds an e-mail address in clear
            "order_id":"A-1"          | "order_id":"A-1","x":"+442079460018" | data[0].custom_data.x holds a phone number in clear
            """)
    void whatIsTakenAndIsWorthLessIsTold(String good, String doubtful, String problem) {
        sent(batch(purchase("o-1").replace(good, doubtful == null ? "" : doubtful)), 200);

        assertThat(platforms.problems(HOST)).contains(problem);
    }

    @Test
    void theValidationLooksAtEachEventAndCountsNone() {
        HttpResponse<String> answer = platforms.post(
                EVENTS + "/validate" + TOKEN,
                batch(purchase("o-1"), purchase("o-2").replace("\"value\":\"49.99\",", "")));

        assertThat(answer.statusCode()).isEqualTo(400);
        JsonNode logs = FakePlatforms.json(answer).path("event_logs");
        assertThat(logs.get(0).path("status").asString()).isEqualTo("VALID");
        assertThat(logs.get(1).path("errors").path("error_msgs").get(0).asString())
                .isEqualTo("custom_data: PURCHASE requires value");
        assertThat(platforms.conversions(HOST).size()).isZero();
    }

    @Test
    void theStatisticsKnowTestsFromWhatCounts() {
        sent(batch(purchase("o-1")), 200);
        sent("{\"test_event_code\":\"T1\"," + batch(purchase("o-2")).substring(1), 200);
        assertThat(platforms.problems(HOST)).anyMatch(problem -> problem.startsWith("test_event_code is set"));

        JsonNode stats = FakePlatforms.json(platforms.get(EVENTS + "/validate/stats" + TOKEN));
        assertThat(stats.path("status").asString()).isEqualTo("SUCCESS");
        assertThat(stats.path("stats")
                        .path("live")
                        .path("event_count_past_hour")
                        .intValue())
                .isEqualTo(1);
        assertThat(stats.path("stats")
                        .path("test")
                        .path("event_count_past_hour")
                        .intValue())
                .isEqualTo(1);
    }

    @Test
    void withoutAGoodTokenNothingIsTaken() {
        assertThat(platforms.post(EVENTS, batch(purchase("o-1"))).statusCode()).isEqualTo(401);
        HttpResponse<String> bad =
                platforms.post(EVENTS + "?access_token=" + Settings.DEFAULT.badWord(), batch(purchase("o-1")));
        assertThat(bad.statusCode()).isEqualTo(401);
        assertThat(FakePlatforms.json(bad).path("reason").asString()).isEqualTo("Unauthorized");
        assertThat(platforms.conversions(HOST).size()).isZero();
    }

    @Test
    void moreThanTwoThousandEventsAreTooMany() {
        String event = purchase("o-1");
        JsonNode answer = sent(batch(Collections.nCopies(2001, event).toArray(String[]::new)), 400);
        assertThat(answer.path("errors").path("error_msgs").get(0).asString())
                .isEqualTo("data: holds more than 2000 events");
    }
}
