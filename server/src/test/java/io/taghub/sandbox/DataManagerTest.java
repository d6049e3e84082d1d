package io.taghub.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class DataManagerTest {
    private static final String HOST = "datamanager.googleapis.com";
    private static final String INGEST = HOST + "/v1/events:ingest";
    private static final String TOKEN = "oauth2.googleapis.com/token";
    private static final String SCOPE = "https://www.googleapis.com/auth/datamanager";
    private static final String FORM = "application/x-www-form-urlencoded";

    private final FakePlatforms platforms = new FakePlatforms();

    @AfterEach
    void stop() {
        platforms.close();
    }

    private static String event(String transaction, String gclid, String value) {
        return """
                {"eventTimestamp":"2026-11-22T11:45:00Z","transactionId":"%s","eventSource":"WEB","currency":"EUR",
                 "conversionValue":%s,"adIdentifiers":{"gclid":"%s"},
                 "userData":{"userIdentifiers":[{"emailAddress":"%s"}]}}""".formatted(transaction, value, gclid, FakePlatforms.ADA);
    }

    private static String event() {
        return event("A-1", "Cj0KCQjw", "49.99");
    }

    private static String batch(String... events) {
        return """
                {"destinations":[{"operatingAccount":{"accountType":"GOOGLE_ADS","accountId":"1234567890"},
                 "productDestinationId":"987654321"}],"encoding":"HEX","events":[""" + String.join(",", events) + "]}";
    }

    private HttpResponse<String> token(String form) {
        return platforms.post(TOKEN, form, "Content-Type", FORM);
    }

    private String bearer() {
        HttpResponse<String> answer =
                token("grant_type=refresh_token&client_id=c&client_secret=shh&refresh_token=1%2F%2Fada");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return "Bearer " + FakePlatforms.json(answer).path("access_token").stringValue();
    }

    private String ingest(String body) {
        HttpResponse<String> answer = platforms.post(INGEST, body, "Authorization", bearer());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return FakePlatforms.json(answer).path("requestId").stringValue();
    }

    private JsonNode status(String requestId) {
        HttpResponse<String> answer =
                platforms.get(HOST + "/v1/requestStatus:retrieve?requestId=" + requestId, "Authorization", bearer());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return FakePlatforms.json(answer).path("requestStatusPerDestination").get(0);
    }

    private JsonNode violation(String body) {
        HttpResponse<String> answer = platforms.post(INGEST, body, "Authorization", bearer());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        JsonNode error = FakePlatforms.json(answer).path("error");
        assertThat(error.path("status").stringValue()).isEqualTo("INVALID_ARGUMENT");
        assertThat(error.path("code").intValue()).isEqualTo(400);
        return error.path("details")
                .valueStream()
                .filter(detail -> detail.path("@type").stringValue().endsWith("google.rpc.BadRequest"))
                .findFirst()
                .orElseThrow()
                .path("fieldViolations")
                .get(0);
    }

    @Test
    void theVerdictComesWhenTheProcessingTimeHasPassed() {
        String requestId = ingest(batch(event()));
        assertThat(platforms.problems(HOST)).isEmpty();
        platforms.advance(Duration.ofMinutes(29));
        assertThat(status(requestId).path("requestStatus").stringValue()).isEqualTo("PROCESSING");
        assertThat(platforms.conversions(HOST).get(0).path("state").stringValue())
                .isEqualTo("processing");
        assertThat(platforms.conversions(HOST).get(0).path("count").intValue()).isZero();

        platforms.advance(Duration.ofMinutes(1));

        JsonNode done = status(requestId);
        assertThat(done.path("requestStatus").stringValue()).isEqualTo("SUCCESS");
        assertThat(done.path("eventsIngestionStatus").path("recordCount").stringValue())
                .isEqualTo("1");
        assertThat(done.path("destination").path("productDestinationId").stringValue())
                .isEqualTo("987654321");
        assertThat(platforms.conversions(HOST).get(0).path("count").intValue()).isEqualTo(1);
        assertThat(platforms.conversions(HOST).get(0).path("click_id").stringValue())
                .isEqualTo("Cj0KCQjw");
    }

    @Test
    void aBatchMaySucceedInPart() {
        String old = event("A-2", "Cj0", "1").replace("2026-11-22T11:45", "2026-08-01T11:45");
        String requestId = ingest(batch(event(), old, event("A-3", "invalid_x", "1"), event("A-4", "recent_x", "1")));
        platforms.advance(Duration.ofMinutes(30));

        JsonNode done = status(requestId);

        assertThat(done.path("requestStatus").stringValue()).isEqualTo("PARTIAL_SUCCESS");
        assertThat(done.path("errorInfo").path("errorCounts").toString())
                .contains(
                        "{\"recordCount\":\"1\",\"reason\":\"PROCESSING_ERROR_REASON_EVENT_TOO_OLD\",\"recordIndices\":[1]}")
                .contains("PROCESSING_ERROR_REASON_INVALID_GCLID")
                .contains("PROCESSING_ERROR_REASON_TOO_RECENT_CLICK");
    }

    @Test
    void aClickThatWasTooRecentIsTakenSixHoursLater() {
        platforms.advance(Duration.ofHours(6));
        String later = ingest(batch(event("A-4", "recent_x", "1")));
        String denied = ingest(batch(event("A-5", "Cj0", "1"))
                .replaceFirst("\\{", "{\"consent\":{\"adUserData\":\"CONSENT_DENIED\"},"));
        platforms.advance(Duration.ofMinutes(30));

        assertThat(status(later).path("requestStatus").stringValue()).isEqualTo("SUCCESS");
        assertThat(status(denied).path("requestStatus").stringValue()).isEqualTo("FAILED");
        assertThat(status(denied).toString()).contains("DENIED_CONSENT");
    }

    @Test
    void theSameTransactionAgainAdjustsTheFirst() {
        ingest(batch(event()));
        ingest(batch(event("A-1", "other", "60.00")));
        platforms.advance(Duration.ofMinutes(30));

        JsonNode all = platforms.conversions(HOST);
        assertThat(all).hasSize(1);
        assertThat(all.get(0).path("value").decimalValue()).isEqualByComparingTo("60.00");
        assertThat(all.get(0).path("click_id").stringValue()).isEqualTo("Cj0KCQjw");
        assertThat(all.get(0).path("received").intValue()).isEqualTo(2);
    }

    @Test
    void oneViolationRefusesEverythingAndNamesTheEvent() {
        JsonNode time = violation(batch(event(), event().replace("2026-11-22T11:45:00Z", "22.11.2026")));
        assertThat(time.path("field").stringValue()).isEqualTo("events.events[1].event_timestamp");
        assertThat(time.path("reason").stringValue()).isEqualTo("INVALID_FORMAT");
        assertThat(violation(batch(event().replace(FakePlatforms.ADA, "ada@example.com")))
                        .path("reason")
                        .stringValue())
                .isEqualTo("INVALID_HEX_ENCODING");
        assertThat(violation(batch(event().replace(FakePlatforms.ADA, "abcd")))
                        .path("reason")
                        .stringValue())
                .isEqualTo("INVALID_SHA256_FORMAT");
        assertThat(violation(batch(event().replace("EUR", "XYZW")))
                        .path("reason")
                        .stringValue())
                .isEqualTo("INVALID_CURRENCY_CODE");
        assertThat(violation(batch(event()).replace("\"encoding\":\"HEX\",", ""))
                        .path("field")
                        .stringValue())
                .isEqualTo("encoding");
        assertThat(violation(batch(event().replaceAll("(?s)\"adIdentifiers.*", "\"userId\":\"u\"}")))
                        .path("reason")
                        .stringValue())
                .isEqualTo("NO_IDENTIFIERS_PROVIDED");
        assertThat(violation(batch(Collections.nCopies(2_001, event()).toArray(String[]::new)))
                        .path("reason")
                        .stringValue())
                .isEqualTo("TOO_MANY_EVENTS");
        assertThat(platforms.conversions(HOST)).isEmpty();
    }

    @Test
    void aNameOfTheGoogleAdsApiIsUnknownHere() {
        JsonNode unknown = violation(batch(event().replace("\"currency\"", "\"currencyCode\"")));

        assertThat(unknown.path("field").stringValue()).isEqualTo("events[0]");
        assertThat(unknown.path("description").stringValue()).contains("Unknown name \"currencyCode\"");
    }

    @Test
    void onlyATokenThatWasIssuedAndHasNotExpiredIsTaken() {
        String bearer = bearer();
        assertThat(platforms.post(INGEST, batch(event())).statusCode()).isEqualTo(401);
        HttpResponse<String> foreign = platforms.post(INGEST, batch(event()), "Authorization", "Bearer ya29.other");
        assertThat(foreign.statusCode()).isEqualTo(401);
        assertThat(foreign.body()).contains("UNAUTHENTICATED");
        platforms.advance(Duration.ofMinutes(59));
        assertThat(platforms
                        .post(INGEST, batch(event()), "Authorization", bearer)
                        .statusCode())
                .isEqualTo(200);

        platforms.advance(Duration.ofMinutes(1));

        assertThat(platforms
                        .post(INGEST, batch(event()), "Authorization", bearer)
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void anUnknownRequestIdAndAValidatedOneHaveNoStatus() {
        String validated = ingest(batch(event()).replaceFirst("\\{", "{\"validateOnly\":true,"));

        HttpResponse<String> answer =
                platforms.get(HOST + "/v1/requestStatus:retrieve?requestId=" + validated, "Authorization", bearer());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("INVALID_REQUEST_ID");
        assertThat(platforms.conversions(HOST)).isEmpty();
    }

    @Test
    void theTokenEndpointRefusesWhatGoogleRefuses() {
        assertThat(token("grant_type=refresh_token&client_id=c&client_secret=s&refresh_token=1-revoked")
                        .body())
                .contains("\"error\":\"invalid_grant\"");
        assertThat(token("grant_type=refresh_token&client_id=c").statusCode()).isEqualTo(400);
        assertThat(token("grant_type=password").body()).contains("unsupported_grant_type");
        bearer();
        assertThat(platforms.requests("oauth2.googleapis.com").toString())
                .doesNotContain("client_secret=shh")
                .doesNotContain("1%2F%2Fada")
                .contains("client_secret=***");
    }

    @Test
    void aServiceAccountSignsForItsToken() {
        assertThat(token(jwt("RS256", SCOPE, 3_600)).statusCode()).isEqualTo(200);
        assertThat(token(jwt("none", SCOPE, 3_600)).body()).contains("alg must be RS256");
        assertThat(token(jwt("RS256", SCOPE, 7_200)).body()).contains("short-lived");

        String elsewhere = FakePlatforms.json(token(jwt("RS256", "https://www.googleapis.com/auth/adwords", 3_600)))
                .path("access_token")
                .stringValue();
        assertThat(platforms
                        .post(INGEST, batch(event()), "Authorization", "Bearer " + elsewhere)
                        .statusCode())
                .isEqualTo(403);
    }

    private static String jwt(String alg, String scope, int lifetime) {
        long now = FakePlatforms.NOON.getEpochSecond();
        String claims = """
                {"iss":"hub@project.iam.gserviceaccount.example","scope":"%s","aud":"https://oauth2.googleapis.com/token",
                 "iat":%d,"exp":%d}""".formatted(scope, now, now + lifetime);
        return "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion="
                + part("{\"alg\":\"" + alg + "\",\"typ\":\"JWT\"}") + "." + part(claims) + ".c2lnbmVk";
    }

    private static String part(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsOlderThanWhatItOverwritesIsNoted() {
        String later = event("A-1", "Cj0KCQjw", "60.00").replace("11:45:00Z", "11:50:00Z");
        ingest(batch(later));
        assertThat(platforms.problems(HOST)).isEmpty();

        ingest(batch(event()));
        assertThat(platforms.problems(HOST)).singleElement().asString().contains("older than what is there");
        ingest(batch(later.replace("\"currency\"", "\"lastUpdatedTimestamp\":\"2026-11-22T11:55:00Z\",\"currency\"")));
        assertThat(platforms.problems(HOST)).isEmpty();
        ingest(batch(event("A-2", "x", "1"), event("A-2", "x", "2")));
        assertThat(platforms.problems(HOST)).singleElement().asString().contains("same request again");
    }

    @Test
    void basketsDevicesAndPropertiesAreRead() {
        String rich = event().replace("\"currency\"", """
                        "cartData":{"items":[{"merchantProductId":"sku-1","quantity":2,"unitPrice":1.5}]},
                        "customVariables":[{"variable":"v","value":"x"}],"eventLocation":{"city":"London"},
                        "eventDeviceInfo":{"operatingSystem":"iOS"},"userProperties":{"customerType":"NEW"},"currency\"""");
        ingest(batch(rich));
        assertThat(platforms.problems(HOST)).isEmpty();

        ingest(batch(rich.replace("\"gclid\"", "\"wbraid\":\"x\",\"gclid\"")));
        assertThat(platforms.problems(HOST))
                .anyMatch(problem -> problem.contains("more than one of gclid"))
                .anyMatch(problem -> problem.contains("cart_data"));
        assertThat(violation(batch(rich.replace("\"x\"}", "\"ada@example.com\"}")))
                        .path("reason")
                        .stringValue())
                .isEqualTo("CUSTOM_VARIABLE_VALUE_CONTAINS_PII");
        assertThat(violation(batch(rich.replace("\"NEW\"", "\"OLD\"")))
                        .path("reason")
                        .stringValue())
                .isEqualTo("INVALID_ENUM_VALUE");
        assertThat(violation(batch(rich.replace("\"quantity\":2", "\"quantity\":2.5")))
                        .path("reason")
                        .stringValue())
                .isEqualTo("INVALID_NUMBER_FORMAT");
        assertThat(violation(batch(rich.replace("\"operatingSystem\"", "\"os\"")))
                        .path("description")
                        .stringValue())
                .contains("Unknown name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{gclid}", "undefined", "__GCLID__", "YOUR_GCLID_ID"})
    void aPlaceholderIsNoClick(String gclid) {
        String requestId = ingest(batch(event("A-1", gclid, "49.99")));
        platforms.advance(Duration.ofDays(1));

        assertThat(status(requestId).path("errorInfo").toString()).contains("INVALID_GCLID");
    }

    @Test
    void codesOfPlacesIdsOfDevicesAndWholeEntriesAreLookedAt() {
        String rich = event().replace("\"currency\"", """
                        "eventLocation":{"regionCode":"DEU","continentCode":"Europe"},"customVariables":[{"variable":"v"}],
                        "cartData":{"items":[{"quantity":1}]},"currency\"""").replace("\"gclid\"", "\"mobileDeviceId\":\"zzz\",\"gclid\"");
        ingest(batch(rich));

        assertThat(platforms.problems(HOST))
                .hasSize(5)
                .anyMatch(problem -> problem.contains("region_code"))
                .anyMatch(problem -> problem.contains("continent_code"))
                .anyMatch(problem -> problem.contains("custom_variables"))
                .anyMatch(problem -> problem.contains("merchant_product_id"))
                .anyMatch(problem -> problem.contains("mobile_device_id"));
    }

    @Test
    void anAddressOfAEuropeanIsNoted() {
        String at =
                "\"eventDeviceInfo\":{\"ipAddress\":\"203.0.113.9\"},\"eventLocation\":{\"regionCode\":\"%s\"},\"currency\"";
        ingest(batch(event().replace("\"currency\"", at.formatted("US"))));
        assertThat(platforms.problems(HOST)).isEmpty();

        ingest(batch(event("A-2", "Cj0KCQjw2", "1").replace("\"currency\"", at.formatted("DE"))));
        assertThat(platforms.problems(HOST)).singleElement().asString().contains("IP address");
    }
}
