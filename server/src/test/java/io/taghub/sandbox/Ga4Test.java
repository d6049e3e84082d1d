package io.taghub.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class Ga4Test {
    private static final String HOST = "www.google-analytics.com";
    private static final String QUERY = "/mp/collect?measurement_id=G-ABC1234&api_secret=s3cret";

    private final FakePlatforms platforms = new FakePlatforms();

    @AfterEach
    void stop() {
        platforms.close();
    }

    private static String event(String name) {
        return """
                {"name":"%s","params":{"session_id":"1795340000","engagement_time_msec":1}}""".formatted(name);
    }

    private static final String PURCHASE = """
            {"name":"purchase","params":{"transaction_id":"A-1","value":49.99,"currency":"EUR",
             "items":[{"item_id":"sku-1","quantity":1}],"session_id":"1795340000","engagement_time_msec":1}}""";

    private static String body(String... events) {
        return "{\"client_id\":\"123456789.1795000000\",\"timestamp_micros\":" + FakePlatforms.seconds()
                + "000000,\"events\":[" + String.join(",", events) + "]}";
    }

    private void collect(String body) {
        HttpResponse<String> answer = platforms.post(HOST + QUERY, body);
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
    }

    private JsonNode validate(String body) {
        HttpResponse<String> answer = platforms.post(HOST + "/debug" + QUERY, body);
        assertThat(answer.statusCode()).isEqualTo(200);
        return FakePlatforms.json(answer).path("validationMessages");
    }

    @Test
    void aGoodEventIsCountedAtEitherHost() {
        collect(body(event("sign_up")));
        assertThat(platforms
                        .post("region1.google-analytics.com" + QUERY, body(event("sign_up")))
                        .statusCode())
                .isEqualTo(204);

        assertThat(platforms.problems(HOST)).isEmpty();
        assertThat(platforms.conversions(HOST)).hasSize(1);
        assertThat(platforms.conversions("region1.google-analytics.com")).hasSize(1);
        assertThat(platforms.requests(HOST).toString()).doesNotContain("s3cret");
    }

    /** A refund is no conversion: its purchase is worth less. */
    @Test
    void aRefundTakesFromItsPurchase() {
        String refund = PURCHASE.replace("purchase", "refund").replace("49.99", "20");
        collect(body(PURCHASE));
        collect(body(refund));

        JsonNode counted = platforms.conversions(HOST);
        assertThat(counted.get(0).path("value").decimalValue()).isEqualByComparingTo("29.99");
        assertThat(counted.get(0).path("count").intValue()).isEqualTo(1);
        assertThat(counted.get(1).path("event").stringValue()).isEqualTo("refund");
        assertThat(counted.get(1).path("id").stringValue()).isEqualTo("A-1");
        assertThat(counted.get(1).path("count").intValue()).isZero();
        collect(body(refund.replace("20", "29.99")));
        collect(body(refund.replace("A-1", "A-9")));
        assertThat(platforms
                        .conversions(HOST)
                        .valueStream()
                        .map(one -> one.path("count").intValue()))
                .containsExactly(0, 0, 0, 0);
        assertThat(platforms.conversions(HOST).get(3).path("reason").stringValue())
                .isEqualTo("takes back what is not known");
    }

    @Test
    void whatIsWrongIsNotToldAndNotCounted() {
        String reserved = body(event("session_start"));
        String nobody = body(event("sign_up")).replace("\"client_id\":\"123456789.1795000000\",", "");
        String old = body(event("sign_up"))
                .replace(
                        FakePlatforms.seconds() + "000000",
                        FakePlatforms.NOON.minus(Duration.ofHours(73)).getEpochSecond() + "000000");
        String millis = body(event("sign_up")).replace("000000,", "000,");
        String tooMany = body(Collections.nCopies(26, event("sign_up")).toArray(String[]::new));
        String tooLong = body(event("sign_up").replace("1795340000", "1".repeat(131_000)));
        for (String wrong : new String[] {reserved, nobody, old, millis, tooMany, tooLong, "{", "[]"}) {
            collect(wrong);
            assertThat(platforms.problems(HOST)).as(wrong).isNotEmpty();
        }
        assertThat(platforms
                        .post(HOST + "/mp/collect?measurement_id=G-ABC1234", body(event("sign_up")))
                        .statusCode())
                .isEqualTo(204);
        assertThat(platforms.problems(HOST)).containsExactly("api_secret is missing: nothing is counted");

        assertThat(platforms.conversions(HOST)).isEmpty();
    }

    @Test
    void aPurchaseIsCountedOncePerTransactionAndOtherEventsEachTime() {
        collect(body(PURCHASE, event("sign_up")));
        platforms.advance(Duration.ofDays(2));
        collect(body(PURCHASE, event("sign_up")));

        assertThat(platforms
                        .conversions(HOST)
                        .valueStream()
                        .map(each -> each.path("event").stringValue()))
                .containsExactly("purchase", "sign_up", "sign_up");
    }

    @Test
    void theDebugServerExplainsAndStoresNothing() {
        assertThat(validate(body(PURCHASE))).isEmpty();

        JsonNode value =
                validate(body(PURCHASE.replace("\"currency\":\"EUR\",", ""))).get(0);
        assertThat(value.path("fieldPath").stringValue()).isEqualTo("events[0].params.currency");
        assertThat(value.path("validationCode").stringValue()).isEqualTo("VALUE_REQUIRED");
        assertThat(validate(body(event("ga_thing")))
                        .get(0)
                        .path("validationCode")
                        .stringValue())
                .isEqualTo("NAME_RESERVED");
        assertThat(validate(body(event("9lives"))).get(0).path("validationCode").stringValue())
                .isEqualTo("NAME_INVALID");
        assertThat(platforms.conversions(HOST)).isEmpty();
    }

    @Test
    void anAppStreamKnowsInstallations() {
        String query = "/mp/collect?firebase_app_id=1:2:ios:3&api_secret=s3cret";
        platforms.post(HOST + query, body(event("tutorial_begin")));
        assertThat(platforms.conversions(HOST)).isEmpty();

        platforms.post(
                HOST + query,
                body(event("tutorial_begin"))
                        .replaceFirst(
                                "\"client_id\":\"[^\"]*\"",
                                "\"app_instance_id\":\"0123456789abcdef0123456789abcdef\""));
        assertThat(platforms.conversions(HOST)).hasSize(1);
        assertThat(platforms.problems(HOST)).isEmpty();
    }

    @Test
    void personalDataInClearAndAnItemWithoutANameAreNoted() {
        collect(body(PURCHASE.replace("\"item_id\":\"sku-1\",", "\"note\":\"ada%40example.com\","))
                .replace("\"events\"", "\"device\":{\"os\":\"iOS\"},\"user_id\":\"ada@example.com\",\"events\""));

        assertThat(platforms.problems(HOST))
                .hasSize(4)
                .anyMatch(problem -> problem.startsWith("device.os"))
                .anyMatch(problem -> problem.startsWith("user_id holds an e-mail address"))
                .anyMatch(problem -> problem.contains("items[0].note holds an e-mail address"))
                .anyMatch(problem -> problem.contains("item_id or item_name"));
    }

    @Test
    void placesAndDevicesAreCodesAndNotNames() {
        String place = "\"user_location\":{\"country_id\":\"%s\",\"region_id\":\"%s\",\"continent_id\":\"%s\"},"
                + "\"device\":{\"screen_resolution\":\"%s\"},\"events\"";
        collect(body(PURCHASE).replace("\"events\"", place.formatted("DE", "DE-BY", "150", "390x844")));
        assertThat(platforms.problems(HOST)).isEmpty();

        collect(body(PURCHASE).replace("\"events\"", place.formatted("DEU", "Bavaria", "Europe", "390")));
        assertThat(platforms.problems(HOST))
                .hasSize(4)
                .anyMatch(problem -> problem.startsWith("user_location.country_id"))
                .anyMatch(problem -> problem.startsWith("user_location.region_id"))
                .anyMatch(problem -> problem.startsWith("user_location.continent_id"))
                .anyMatch(problem -> problem.startsWith("device.screen_resolution"));
    }
}
