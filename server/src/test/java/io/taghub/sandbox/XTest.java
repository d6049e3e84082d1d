package io.taghub.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class XTest {
    private static final String HOST = "ads-api.x.com";
    private static final String CONVERSIONS = HOST + "/12/measurement/conversions/oka17";

    private final FakePlatforms platforms = new FakePlatforms();

    @AfterEach
    void stop() {
        platforms.close();
    }

    private static String purchase() {
        return """
                {"conversion_time":"2026-11-22T11:45:00.000Z","event_id":"tw-oka17-ol288","conversion_id":"order-1",
                 "identifiers":[{"twclid":"23opevjt88psuo13lu8d020qkn"},{"hashed_email":"%s"},
                  {"ip_address":"203.0.113.9","user_agent":"Mozilla/5.0"}],
                 "value":"49.99","price_currency":"EUR","number_items":1,
                 "contents":[{"content_id":"sku-1","content_name":"Tee","content_price":49.99,"num_items":1}]}""".formatted(FakePlatforms.ADA);
    }

    private static String batch(String... conversions) {
        return "{\"conversions\":[" + String.join(",", conversions) + "]}";
    }

    private HttpResponse<String> send(String body) {
        return platforms.post(CONVERSIONS, body, "X-Pixel-Token", "good");
    }

    @Test
    void aGoodConversionIsCountedOnce() {
        HttpResponse<String> answer = send(batch(purchase()));
        send(batch(purchase()));

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode data = FakePlatforms.json(answer).path("data");
        assertThat(data.path("conversions_processed").intValue()).isEqualTo(1);
        assertThat(data.path("debug_id").isString()).isTrue();
        assertThat(platforms.problems(HOST)).isEmpty();
        assertThat(platforms.conversions(HOST).size()).isEqualTo(1);
        JsonNode counted = platforms.conversions(HOST).get(0);
        assertThat(counted.path("event").stringValue()).isEqualTo("tw-oka17-ol288");
        assertThat(counted.path("click_id").stringValue()).isEqualTo("23opevjt88psuo13lu8d020qkn");
        assertThat(counted.path("value").decimalValue()).isEqualByComparingTo("49.99");
        assertThat(counted.path("received").intValue()).isEqualTo(2);
    }

    /** Nothing of it is counted, and of which conversion an error is nobody says. */
    @Test
    void oneBadConversionRefusesAllAndEveryErrorIsListed() {
        String bad = purchase().replace(FakePlatforms.ADA, "ada").replace("\"49.99\"", "\"a lot\"");

        HttpResponse<String> answer = send(batch(purchase(), bad));

        assertThat(answer.statusCode()).isEqualTo(400);
        JsonNode errors = FakePlatforms.json(answer).path("errors");
        assertThat(StreamSupport.stream(errors.spliterator(), false)
                        .map(error -> error.path("message").stringValue()))
                .containsExactly("Hashed_email is not a valid SHA-256 hash", "The value is not a number");
        assertThat(errors.get(0).path("code").stringValue()).isEqualTo("INVALID_PARAMETER");
        assertThat(platforms.conversions(HOST).size()).isZero();
        assertThat(answer.body()).doesNotContain("a lot");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "event_id":"tw-oka17-ol288"        | "event_id":"Purchase"            | 400 | The event_id is not a single event tag (SET)
            "event_id":"tw-oka17-ol288"        | "event_id":"tw-oka17-unknown"    | 400 | The event id was not found
            "event_id":"tw-oka17-ol288",       | ''                               | 400 | The parameter event_id is required
            "number_items":1                   | "number_items":0                 | 400 | The number_items is not a positive number
            2026-11-22T11:45:00.000Z           | yesterday                        | 400 | The conversion_time is not in ISO 8601 format
            "price_currency":"EUR"             | "price_currency":"EURO"          | 400 | The price_currency is not an ISO 4217 code
            """)
    void whatXRefuses(String good, String bad, int status, String message) {
        HttpResponse<String> answer = send(batch(purchase().replace(good, bad)));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(FakePlatforms.json(answer)
                        .path("errors")
                        .get(0)
                        .path("message")
                        .stringValue())
                .isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "conversion_id":"order-1",         | ''                      | conversion_id is missing
            "price_currency":"EUR",            | ''                      | the value counts as US dollars
            2026-11-22T11:45:00.000Z           | 2026-11-01T11:45:00Z    | older than 7 days
            2026-11-22T11:45:00.000Z           | 2026-11-23T11:45:00Z    | in the future
            23opevjt88psuo13lu8d020qkn         | {twclid}                | placeholder
            "content_name":"Tee"               | "content_name":"ada@example.com" | e-mail address in clear
            203.0.113.9                        | 10.0.0.1                | private network
            "value":"49.99"                    | "values":"49.99"        | values is not a key
            """)
    void whatXTakesAndIsNotMeant(String good, String doubtful, String problem) {
        assertThat(send(batch(purchase().replace(good, doubtful))).statusCode()).isEqualTo(200);
        assertThat(platforms.problems(HOST)).anyMatch(said -> said.contains(problem));
    }

    @Test
    void somebodyMustBeNamed() {
        String nobody = purchase().replaceAll("(?s)\"identifiers\":.*?}],", "\"identifiers\":[],");
        String browser = purchase()
                .replaceAll("(?s)\"identifiers\":.*?}],", "\"identifiers\":[{\"user_agent\":\"Mozilla/5.0\"}],");

        assertThat(FakePlatforms.json(send(batch(nobody)))
                        .path("errors")
                        .get(0)
                        .path("code")
                        .stringValue())
                .isEqualTo("MISSING_PARAMETER");
        assertThat(send(batch(browser)).statusCode()).isEqualTo(200);
        assertThat(platforms.problems(HOST)).anyMatch(said -> said.contains("IP address and user agent only"));
    }

    @Test
    void fiveHundredFitAndNoMore() {
        assertThat(send(batch(Collections.nCopies(500, purchase()).toArray(String[]::new)))
                        .statusCode())
                .isEqualTo(200);
        assertThat(send(batch(Collections.nCopies(501, purchase()).toArray(String[]::new)))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void tokenPixelAndPathAreChecked() {
        assertThat(platforms.post(CONVERSIONS, batch(purchase())).statusCode()).isEqualTo(401);
        HttpResponse<String> revoked = platforms.post(CONVERSIONS, batch(purchase()), "X-Pixel-Token", "revoked");
        assertThat(revoked.statusCode()).isEqualTo(401);
        assertThat(FakePlatforms.json(revoked)
                        .path("errors")
                        .get(0)
                        .path("code")
                        .stringValue())
                .isEqualTo("UNAUTHORIZED_ACCESS");
        assertThat(platforms
                        .post(
                                HOST + "/12/measurement/conversions/forbidden",
                                batch(purchase()),
                                "X-Pixel-Token",
                                "good")
                        .statusCode())
                .isEqualTo(403);
        HttpResponse<String> unknown = platforms.post(
                HOST + "/12/measurement/conversions/unknown", batch(purchase()), "X-Pixel-Token", "good");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(FakePlatforms.json(unknown)
                        .path("errors")
                        .get(0)
                        .path("code")
                        .stringValue())
                .isEqualTo("WEB_EVENT_TAG_NOT_FOUND");
        assertThat(platforms
                        .post(HOST + "/5/measurement/conversions/oka17", batch(purchase()), "X-Pixel-Token", "good")
                        .statusCode())
                .isEqualTo(404);
    }
}
