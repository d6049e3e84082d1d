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

class MicrosoftTest {
    private static final String UET = "capi.uet.microsoft.com";
    private static final String EVENTS = UET + "/v1/97012345/events";
    private static final String CAMPAIGN = "campaign.api.bingads.microsoft.com";
    private static final String APPLY = CAMPAIGN + "/CampaignManagement/v13/OfflineConversions/Apply";
    private static final String TOKEN = "login.microsoftonline.com/common/oauth2/v2.0/token";

    private final FakePlatforms platforms = new FakePlatforms();

    @AfterEach
    void stop() {
        platforms.close();
    }

    private static String purchase() {
        return """
                {"eventType":"custom","eventName":"purchase","eventId":"order-1","eventTime":%d,
                 "eventSourceUrl":"https://shop.example/thanks","adStorageConsent":"G",
                 "userData":{"em":"%s","msclkid":"f894f652ea334e739002f7167ab8f8e3","clientIpAddress":"203.0.113.9"},
                 "customData":{"value":49.99,"currency":"EUR","transactionId":"A-1","pageType":"purchase",
                  "itemIds":["sku-1"],"items":[{"id":"sku-1","price":49.99,"quantity":1}]}}""".formatted(FakePlatforms.seconds(), FakePlatforms.ADA);
    }

    private static String batch(String... events) {
        return "{\"data\":[" + String.join(",", events)
                + "],\"dataProvider\":\"taghub\",\"continueOnValidationError\":true}";
    }

    private HttpResponse<String> send(String body) {
        return platforms.post(EVENTS, body, "Authorization", "Bearer good");
    }

    private static JsonNode details(HttpResponse<String> answer) {
        return FakePlatforms.json(answer).path("error").path("details");
    }

    @Test
    void aGoodEventIsCountedOnce() {
        HttpResponse<String> answer = send(batch(purchase()));
        send(batch(purchase()));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(FakePlatforms.json(answer).path("eventsReceived").intValue()).isEqualTo(1);
        assertThat(FakePlatforms.json(answer).has("error")).isFalse();
        assertThat(platforms.problems(UET)).isEmpty();
        assertThat(platforms.conversions(UET).size()).isEqualTo(1);
        JsonNode counted = platforms.conversions(UET).get(0);
        assertThat(counted.path("click_id").stringValue()).isEqualTo("f894f652ea334e739002f7167ab8f8e3");
        assertThat(counted.path("value").decimalValue()).isEqualByComparingTo("49.99");
        assertThat(counted.path("count").intValue()).isEqualTo(1);
    }

    @Test
    void oneBadEventIsListedInTheSuccessAndTheOthersCount() {
        HttpResponse<String> answer = send(batch(purchase(), purchase().replace(FakePlatforms.ADA, "ada@example.com")));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(FakePlatforms.json(answer).path("eventsReceived").intValue()).isEqualTo(1);
        assertThat(details(answer).get(0).path("index").intValue()).isEqualTo(1);
        assertThat(details(answer).get(0).path("propertyName").stringValue()).isEqualTo("data[1].userData.em");
        assertThat(platforms.conversions(UET).size()).isEqualTo(1);
    }

    @Test
    void withoutGoingOnNothingIsTaken() {
        String strict = batch(purchase(), purchase().replace("\"custom\"", "\"other\"")).replace("true}", "false}");

        assertThat(send(strict).statusCode()).isEqualTo(400);
        assertThat(platforms.conversions(UET).size()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "eventName":"purchase",    | ''                          | eventName
            "eventType":"custom"       | "eventType":"pageView"      | eventType
            "value":49.99              | "value":"49.99"             | customData.value
            "currency":"EUR"           | "currency":"EURO"           | customData.currency
            "pageType":"purchase"      | "pageType":"thanks"         | customData.pageType
            "adStorageConsent":"G"     | "adStorageConsent":"Y"      | adStorageConsent
            203.0.113.9                | localhost                   | userData.clientIpAddress
            "itemIds":["sku-1"]        | "itemIds":[1]               | customData.itemIds
            """)
    void whatMicrosoftRefuses(String good, String bad, String property) {
        HttpResponse<String> answer = send(batch(purchase().replace(good, bad)));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(details(answer).get(0).path("propertyName").stringValue()).isEqualTo("data[0]." + property);
    }

    @Test
    void aWeekIsAsOldAsAnEventMayBe() {
        platforms.advance(Duration.ofDays(7).minusMinutes(2));
        assertThat(send(batch(purchase())).statusCode()).isEqualTo(200);
        platforms.advance(Duration.ofMinutes(2));
        assertThat(send(batch(purchase())).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            f894f652ea334e739002f7167ab8f8e3  | _uetf894f652                   | has the prefix of the cookie
            f894f652ea334e739002f7167ab8f8e3  | {msclkid}                      | has not the form of a Microsoft click id
            "eventId":"order-1",              | ''                             | eventId is missing
            "currency":"EUR",                 | ''                             | counts in the goal's
            /thanks                           | /thanks?email=ada@example.com  | e-mail address in clear
            "transactionId"                   | "orderId"                      | customData.orderId is not a key
            """)
    void whatMicrosoftTakesAndIsNotMeant(String good, String doubtful, String problem) {
        assertThat(send(batch(purchase().replace(good, doubtful))).statusCode()).isEqualTo(200);
        assertThat(platforms.problems(UET)).anyMatch(said -> said.contains(problem));
    }

    @Test
    void whatIsDeniedIsTakenAndNotCounted() {
        send(batch(purchase().replace("\"G\"", "\"D\"")));

        assertThat(platforms.conversions(UET).get(0).path("count").intValue()).isZero();
    }

    @Test
    void uetTokensAndTagsAreChecked() {
        assertThat(platforms.post(EVENTS, batch(purchase())).statusCode()).isEqualTo(401);
        HttpResponse<String> revoked = platforms.post(EVENTS, batch(purchase()), "Authorization", "Bearer revoked");
        assertThat(revoked.statusCode()).isEqualTo(401);
        assertThat(FakePlatforms.json(revoked).path("error").path("code").stringValue())
                .isEqualTo("Unauthorized");
        assertThat(platforms
                        .post(UET + "/v1/my-tag/events", batch(purchase()), "Authorization", "Bearer good")
                        .statusCode())
                .isEqualTo(404);
        assertThat(send(batch(Collections.nCopies(1001, purchase()).toArray(String[]::new)))
                        .statusCode())
                .isEqualTo(400);
    }

    private static String deposit() {
        return """
                {"ConversionName":"FTD","ConversionTime":"2026-11-01T08:00:00.000Z","ConversionValue":50,
                 "ConversionCurrencyCode":"USD","MicrosoftClickId":"f894f652ea334e739002f7167ab8f8e3",
                 "HashedEmailAddress":"%s"}""".formatted(FakePlatforms.ADA);
    }

    private static String conversions(String... conversions) {
        return "{\"OfflineConversions\":[" + String.join(",", conversions) + "]}";
    }

    private HttpResponse<String> token(String secret) {
        return platforms.post(
                TOKEN,
                "grant_type=refresh_token&client_id=app&client_secret=" + secret + "&refresh_token=M.C5",
                "Content-Type",
                "application/x-www-form-urlencoded");
    }

    private String bearer() {
        return "Bearer " + FakePlatforms.json(token("shh")).path("access_token").stringValue();
    }

    private HttpResponse<String> apply(String body, String bearer, String... account) {
        String[] headers = {"Authorization", bearer, "DeveloperToken", "dev", "CustomerId", "1", "CustomerAccountId", "2"};
        return platforms.post(APPLY, body, account.length > 0 ? account : headers);
    }

    private static int code(HttpResponse<String> answer) {
        JsonNode error = FakePlatforms.json(answer).path("Errors").get(0);
        return error.path("Code").intValue();
    }

    @Test
    void anOfflineConversionIsCountedOnce() {
        HttpResponse<String> answer = apply(conversions(deposit()), bearer());
        apply(conversions(deposit()), bearer());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(FakePlatforms.json(answer).path("PartialErrors").isEmpty()).isTrue();
        assertThat(platforms.problems(CAMPAIGN)).isEmpty();
        assertThat(platforms.conversions(CAMPAIGN).size()).isEqualTo(1);
        assertThat(platforms.conversions(CAMPAIGN).get(0).path("event").stringValue())
                .isEqualTo("FTD");
        apply(conversions(deposit().replace("08:00:00.000Z", "08:00:00.001Z")), bearer());
        assertThat(platforms.conversions(CAMPAIGN).size()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            f894f652ea334e739002f7167ab8f8e3        | abc                              | 5604
            "ConversionName":"FTD",                 | ''                               | 5605
            "FTD"                                   | "an unknown goal"                | 5606
            2026-11-01T08:00:00.000Z                | 1 November                       | 5607
            "ConversionValue":50                    | "ConversionValue":"50"           | 5608
            2026-11-01T08:00:00.000Z                | 2026-08-01T08:00:00.000Z         | 5609
            "USD"                                   | "DOLLAR"                         | 5611
            2026-11-01T08:00:00.000Z                | 2026-12-01T08:00:00.000Z         | 5614
            """)
    void partialErrorsCarryTheirIndex(String good, String bad, int code) {
        JsonNode errors = FakePlatforms.json(apply(conversions(deposit(), deposit().replace(good, bad)), bearer()))
                .path("PartialErrors");

        assertThat(errors.size()).isEqualTo(1);
        assertThat(errors.get(0).path("Index").intValue()).isEqualTo(1);
        assertThat(errors.get(0).path("Code").intValue()).isEqualTo(code);
        assertThat(platforms.conversions(CAMPAIGN).size()).isEqualTo(1);
    }

    @Test
    void aHashOrAClickIsEnoughAndAnAddressIsNone() {
        String click = "\"MicrosoftClickId\":\"f894f652ea334e739002f7167ab8f8e3\",";
        assertThat(FakePlatforms.json(apply(conversions(deposit().replace(click, "")), bearer()))
                        .path("PartialErrors")
                        .isEmpty())
                .isTrue();
        JsonNode clear = FakePlatforms.json(
                        apply(conversions(deposit().replace(FakePlatforms.ADA, "ada@example.com")), bearer()))
                .path("PartialErrors");
        assertThat(clear.get(0).path("ErrorCode").stringValue()).isEqualTo("ConversionEmailAddressIsNotHashed");
        JsonNode nobody = FakePlatforms.json(
                        apply(conversions("{\"ConversionName\":\"FTD\",\"ConversionTime\":\"2026-11-01T08:00:00Z\"}"), bearer()))
                .path("PartialErrors");
        assertThat(nobody.get(0).path("Code").intValue()).isEqualTo(5603);
    }

    @Test
    void faultsSayWhyNothingWasTaken() {
        assertThat(code(apply(conversions(deposit()), "Bearer stranger"))).isEqualTo(105);
        String bearer = bearer();
        assertThat(code(apply(
                        conversions(deposit()), bearer, "Authorization", bearer, "CustomerId", "1", "CustomerAccountId", "2")))
                .isEqualTo(105);
        HttpResponse<String> nobody =
                apply(conversions(deposit()), bearer, "Authorization", bearer, "DeveloperToken", "dev");
        assertThat(nobody.statusCode()).isEqualTo(403);
        assertThat(code(nobody)).isEqualTo(106);
        assertThat(code(apply(conversions(), bearer))).isEqualTo(5600);
        assertThat(code(apply(conversions(Collections.nCopies(1001, deposit()).toArray(String[]::new)), bearer)))
                .isEqualTo(5601);
        platforms.advance(Duration.ofHours(1));
        HttpResponse<String> expired = apply(conversions(deposit()), bearer);
        assertThat(expired.statusCode()).isEqualTo(401);
        assertThat(code(expired)).isEqualTo(109);
        assertThat(token("wrong").statusCode()).isEqualTo(401);
    }
}
