package io.taghub.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class MetaTest {
    private static final String HOST = "graph.facebook.com";
    private static final String EVENTS = HOST + "/v26.0/1234567890/events?access_token=EAAB-good";

    private final FakePlatforms platforms = new FakePlatforms();

    @AfterEach
    void stop() {
        platforms.close();
    }

    private static String purchase(String id, long time) {
        return """
                {"event_name":"Purchase","event_time":%d,"event_id":"%s","action_source":"website",
                 "event_source_url":"https://shop.example/thanks",
                 "user_data":{"em":["%s"],"client_user_agent":"Mozilla/5.0","client_ip_address":"203.0.113.9",
                  "fbc":"fb.1.1795000000000.IwAR2AbC_123-xyz","fbp":"fb.1.1794990000000.753173248"},
                 "custom_data":{"value":49.99,"currency":"EUR","order_id":"A-1"}}""".formatted(time, id, FakePlatforms.ADA);
    }

    private static String batch(String... events) {
        return "{\"data\":[" + String.join(",", events) + "]}";
    }

    private static String purchase() {
        return purchase("order-1", FakePlatforms.seconds());
    }

    private JsonNode error(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return FakePlatforms.json(answer).path("error");
    }

    private JsonNode refused(String event) {
        return error(platforms.post(EVENTS, batch(event)), 400);
    }

    @Test
    void aGoodEventIsReceivedAndCounted() {
        HttpResponse<String> answer = platforms.post(EVENTS, batch(purchase()));

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode body = FakePlatforms.json(answer);
        assertThat(body.path("events_received").intValue()).isEqualTo(1);
        assertThat(body.path("messages").isArray()).isTrue();
        assertThat(body.path("fbtrace_id").stringValue()).isNotBlank();
        assertThat(platforms.problems(HOST)).isEmpty();
        JsonNode counted = platforms.conversions(HOST).get(0);
        assertThat(counted.path("event").stringValue()).isEqualTo("Purchase");
        assertThat(counted.path("id").stringValue()).isEqualTo("order-1");
        assertThat(counted.path("value").decimalValue()).isEqualByComparingTo("49.99");
        assertThat(counted.path("currency").stringValue()).isEqualTo("EUR");
        assertThat(counted.path("click_id").stringValue()).isEqualTo("IwAR2AbC_123-xyz");
        assertThat(counted.path("count").intValue()).isEqualTo(1);
    }

    @Test
    void theTokenMayComeInQueryBodyOrHeader() {
        String bare = HOST + "/v26.0/1234567890/events";
        String inBody = batch(purchase()).replaceFirst("\\{", "{\"access_token\":\"EAAB-good\",");

        assertThat(platforms.post(bare, inBody).statusCode()).isEqualTo(200);
        assertThat(platforms
                        .post(bare, batch(purchase()), "Authorization", "Bearer EAAB-good")
                        .statusCode())
                .isEqualTo(200);
        assertThat(error(platforms.post(bare, batch(purchase())), 400)
                        .path("code")
                        .intValue())
                .isEqualTo(104);
        assertThat(platforms.requests(HOST).toString())
                .doesNotContain("EAAB-good")
                .contains("Bearer ***");
    }

    @Test
    void aTokenThatExpiredOrWasRevokedIs190() {
        JsonNode expired = error(platforms.post(EVENTS.replace("good", "expired"), batch(purchase())), 400);
        JsonNode revoked = error(platforms.post(EVENTS.replace("good", "revoked"), batch(purchase())), 401);

        assertThat(expired.path("code").intValue()).isEqualTo(190);
        assertThat(expired.path("error_subcode").intValue()).isEqualTo(463);
        assertThat(expired.path("type").stringValue()).isEqualTo("OAuthException");
        assertThat(revoked.path("code").intValue()).isEqualTo(190);
        assertThat(platforms.conversions(HOST)).isEmpty();
    }

    @Test
    void oneEventOlderThanSevenDaysRefusesTheWholeBatch() {
        long old = FakePlatforms.NOON.minus(Duration.ofDays(7)).getEpochSecond() - 1;

        JsonNode error = error(platforms.post(EVENTS, batch(purchase(), purchase("old", old))), 400);

        assertThat(error.path("code").intValue()).isEqualTo(100);
        assertThat(error.path("error_subcode").intValue()).isEqualTo(2804003);
        assertThat(error.path("is_transient").booleanValue()).isFalse();
        assertThat(error.path("error_user_title").stringValue()).isEqualTo("Event Timestamp Too Old");
        assertThat(platforms.conversions(HOST)).isEmpty();
        assertThat(platforms.problems(HOST)).singleElement().asString().startsWith("data[1].event_time");
    }

    @Test
    void exactlySevenDaysIsStillTaken() {
        long edge = FakePlatforms.NOON.minus(Duration.ofDays(7)).getEpochSecond();

        assertThat(platforms.post(EVENTS, batch(purchase("edge", edge))).statusCode())
                .isEqualTo(200);
    }

    @Test
    void millisecondsAndTheFutureNameTheField() {
        JsonNode millis = refused(purchase("ms", FakePlatforms.seconds() * 1000));
        JsonNode future = refused(purchase("later", FakePlatforms.seconds() + 3_600));

        assertThat(millis.path("error_subcode").intValue()).isEqualTo(2804019);
        assertThat(millis.path("error_user_msg").stringValue()).contains("$['data'][0]['event_time']");
        assertThat(future.path("error_user_msg").stringValue()).contains("$['data'][0]['event_time']");
    }

    @Test
    void theIndexOfTheBadEventIsInTheMessage() {
        String nameless = purchase().replace("\"event_name\":\"Purchase\",", "");

        JsonNode error =
                error(platforms.post(EVENTS, batch(purchase(), purchase("b", FakePlatforms.seconds()), nameless)), 400);

        assertThat(error.path("error_user_msg").stringValue()).contains("$['data'][2]['event_name']");
    }

    @Test
    void aPurchaseNeedsValueAndCurrency() {
        assertThat(refused(purchase().replace("\"value\":49.99,", ""))
                        .path("error_subcode")
                        .intValue())
                .isEqualTo(2804009);
        assertThat(refused(purchase().replace("\"currency\":\"EUR\",", ""))
                        .path("error_subcode")
                        .intValue())
                .isEqualTo(2804009);
        assertThat(refused(purchase().replace("EUR", "EURO"))
                        .path("error_user_msg")
                        .stringValue())
                .contains("['custom_data']['currency']");
    }

    @Test
    void clearOrUpperCaseIdentifiersAreNotHashes() {
        JsonNode clear = refused(purchase().replace(FakePlatforms.ADA, "ada@example.com"));
        JsonNode upper = refused(purchase().replace(FakePlatforms.ADA, FakePlatforms.ADA.toUpperCase()));

        assertThat(clear.path("error_user_msg").stringValue()).contains("['user_data']['em']");
        assertThat(upper.path("error_user_msg").stringValue()).contains("['user_data']['em']");
        assertThat(platforms.problems(HOST).toString()).doesNotContain("ada@example.com");
    }

    @Test
    void theAppendixOfMetasParameterBuilderIsAHashToo() {
        String appended = purchase()
                .replace(FakePlatforms.ADA, FakePlatforms.ADA + ".AQQAAQMC")
                .replace("123-xyz", "123-xyz.AQQCAQMC");

        assertThat(platforms.post(EVENTS, batch(appended)).statusCode()).isEqualTo(200);
        assertThat(platforms.problems(HOST)).isEmpty();
        assertThat(platforms.conversions(HOST).get(0).path("click_id").stringValue())
                .isEqualTo("IwAR2AbC_123-xyz");
    }

    @Test
    void aWebsiteEventNeedsAddressAndUserAgent() {
        assertThat(refused(purchase().replace("\"event_source_url\":\"https://shop.example/thanks\",", ""))
                        .path("error_user_msg")
                        .stringValue())
                .contains("['event_source_url']");
        assertThat(refused(purchase().replace("\"client_user_agent\":\"Mozilla/5.0\",", ""))
                        .path("error_user_msg")
                        .stringValue())
                .contains("client_user_agent");
    }

    @Test
    void tooLittleUserDataIs2804050() {
        String weak = """
                {"event_name":"PageView","event_time":%d,"event_id":"p","action_source":"website",
                 "event_source_url":"https://shop.example/","user_data":{"client_user_agent":"Mozilla/5.0"}}""".formatted(FakePlatforms.seconds());

        assertThat(refused(weak).path("error_subcode").intValue()).isEqualTo(2804050);
        assertThat(platforms
                        .post(
                                EVENTS,
                                batch(weak.replace(
                                        "\"client_user_agent\"",
                                        "\"client_ip_address\":\"203.0.113.9\",\"client_user_agent\"")))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aBrokenFbcIsNotedButNotRefused() {
        platforms.post(EVENTS, batch(purchase().replace("fb.1.1795000000000.", "fb.1.1795000000.")));

        assertThat(platforms.problems(HOST)).singleElement().asString().contains("user_data.fbc");
    }

    @Test
    void moreThanAThousandEventsAreRefused() {
        String[] events = new String[1_001];
        java.util.Arrays.setAll(events, i -> purchase("e" + i, FakePlatforms.seconds()));

        assertThat(error(platforms.post(EVENTS, batch(events)), 400)
                        .path("code")
                        .intValue())
                .isEqualTo(100);
    }

    @Test
    void copiesCountOnceWithin48HoursAndAgainAfterwards() {
        platforms.post(EVENTS, batch(purchase(), purchase()));
        platforms.post(EVENTS.replace("1234567890", "555"), batch(purchase()));
        platforms.advance(Duration.ofHours(47));
        platforms.post(EVENTS, batch(purchase()));
        assertThat(platforms.conversions(HOST)).hasSize(2);
        assertThat(platforms.conversions(HOST).get(0).path("received").intValue())
                .isEqualTo(3);

        platforms.advance(Duration.ofHours(2));
        platforms.post(EVENTS, batch(purchase()));

        assertThat(platforms.conversions(HOST)).hasSize(3);
    }

    @Test
    void testEventsDoNotCount() {
        platforms.post(EVENTS, batch(purchase()).replaceFirst("\\{", "{\"test_event_code\":\"TEST1\","));

        JsonNode conversion = platforms.conversions(HOST).get(0);
        assertThat(conversion.path("count").intValue()).isZero();
        assertThat(conversion.path("reason").stringValue()).isEqualTo("test");
    }

    @Test
    void unknownPixelAndOldVersionAreRefused() {
        assertThat(error(platforms.post(EVENTS.replace("1234567890", "shop"), batch(purchase())), 400)
                        .path("error_subcode")
                        .intValue())
                .isEqualTo(33);
        assertThat(error(platforms.post(EVENTS.replace("v26.0", "v20.0"), batch(purchase())), 400)
                        .path("code")
                        .intValue())
                .isEqualTo(2635);
    }

    @Test
    void aProbeOfThePixelProvesTheToken() {
        assertThat(platforms
                        .get(HOST + "/v26.0/1234567890?fields=id&access_token=good")
                        .body())
                .contains("\"id\":\"1234567890\"");
        assertThat(platforms
                        .get(HOST + "/v26.0/1234567890?fields=id&access_token=expired")
                        .statusCode())
                .isEqualTo(400);
    }

    private static String app(String data) {
        return """
                {"event_name":"Lead","event_time":%d,"event_id":"a-1","action_source":"app",
                 "user_data":{"madid":"6D92078A-8246-4BA4-AE5B-76104861E7DC"},"app_data":%s}""".formatted(FakePlatforms.seconds(), data);
    }

    @Test
    void anAppEventNeedsSixteenTextsAndTheOwnersWord() {
        String info = "[\"i2\",\"\",\"\",\"\",\"17.4\"" + ",\"\"".repeat(11) + "]";
        String good = "{\"advertiser_tracking_enabled\":0,\"extinfo\":" + info + "}";

        assertThat(platforms.post(EVENTS, batch(app(good))).statusCode()).isEqualTo(200);
        assertThat(platforms.problems(HOST)).isEmpty();
        for (String bad : new String[] {
            good.replace("_enabled\":0", "_enabled\":2"),
            good.replace("\"advertiser_tracking_enabled\":0,", ""),
            good.replace("17.4", ""),
            good.replace("i2", "w1"),
            good.replace("[\"i2\",", "[\"i2\",\"one too many\",")
        }) {
            assertThat(refused(app(bad)).path("error_subcode").intValue())
                    .as(bad)
                    .isEqualTo(2804019);
        }
    }

    @Test
    void aConversationNeedsItsChannelAndItsIds() {
        String message = """
                {"event_name":"Lead","event_time":%d,"event_id":"m-1","action_source":"business_messaging",
                 "messaging_channel":"whatsapp","user_data":{"ctwa_clid":"ARA","whatsapp_business_account_id":"1"}}""".formatted(FakePlatforms.seconds());

        assertThat(platforms.post(EVENTS, batch(message)).statusCode()).isEqualTo(200);
        assertThat(platforms.problems(HOST)).isEmpty();
        platforms.post(EVENTS, batch(message.replace(",\"whatsapp_business_account_id\":\"1\"", "")));
        assertThat(platforms.problems(HOST)).singleElement().asString().contains("whatsapp_business_account_id");
        assertThat(refused(message.replace("\"whatsapp\"", "\"pigeon\""))
                        .path("error_user_msg")
                        .stringValue())
                .contains("messaging_channel");
    }

    @Test
    void personalDataInClearAndPlaceholdersAreNoted() {
        platforms.post(
                EVENTS,
                batch(purchase()
                        .replace("shop.example/thanks", "shop.example/thanks?c={{campaign.id}}")
                        .replace("\"order_id\":", "\"note\":\"ada@example.com\",\"order_id\":")));

        assertThat(platforms.problems(HOST))
                .containsExactlyInAnyOrder(
                        "data[0].custom_data.note holds an e-mail address in clear",
                        "data[0].event_source_url holds a placeholder that nobody filled in");
    }

    @Test
    void aLeadOfACrmMustSaySo() {
        platforms.post(
                EVENTS,
                batch(purchase().replace("\"user_data\":{", "\"user_data\":{\"lead_id\":\"525645896321548\",")));

        assertThat(platforms.problems(HOST)).singleElement().asString().contains("lead_event_source");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "order_id":            | "contents":[{"id":"a","quantity":0.5}],"order_id":  | quantity
            "order_id":            | "num_items":"3","order_id":                         | num_items
            "order_id":            | "predicted_ltv":"900","order_id":                   | predicted_ltv
            "custom_data":         | "original_event_data":{"event_time":"x"},"custom_data": | original_event_data.event_time
            fb.1.1795000000000.    | fb.1.1778000000000.                                 | older than 90 days
            IwAR2AbC_123-xyz       | {fbclid}                                            | user_data.fbc is a placeholder
            "fbc":                 | "subscription_id":"undefined","fbc":                | user_data.subscription_id is a placeholder
            "fbc":                 | "external_id":"+16505551212","fbc":                 | external_id holds a phone
            shop.example/thanks    | shop.example/thanks?c=[CLICK_ID]                    | placeholder
            shop.example/thanks    | shop.example/thanks?c=YOUR_CLICK_ID                 | placeholder
            shop.example/thanks    | shop.example/thanks?iban=DE89370400440532013000     | account number
            shop.example/thanks    | shop.example/thanks?c=4111111111111111              | card number
            shop.example/thanks    | shop.example/thanks?billing_city=Rome               | billing_city
            shop.example/thanks    | shop.example/thanks?ip=8.8.8.8                      | 'ip'
            "client_ip_address":"203.0.113.9", | |
            """)
    void whatMetaTakesAndMakesNothingOfIsNoted(String what, @Nullable String by, @Nullable String problem) {
        platforms.post(EVENTS, batch(purchase().replace(what, by == null ? "" : by)));

        if (problem == null) {
            assertThat(platforms.problems(HOST)).isEmpty();
        } else {
            assertThat(platforms.problems(HOST)).anyMatch(each -> each.contains(problem));
        }
    }

    @Test
    void limitedDataUseNeedsAnAddressOrAState() {
        String limited = purchase().replace("\"custom_data\"", "\"data_processing_options\":[\"LDU\"],\"custom_data\"");
        platforms.post(EVENTS, batch(limited));
        assertThat(platforms.problems(HOST)).isEmpty();

        String nowhere = limited.replace("\"client_ip_address\":\"203.0.113.9\",", "");
        platforms.post(
                EVENTS,
                batch(nowhere.replace(
                        "[\"LDU\"]",
                        "[\"LDU\"],\"data_processing_options_country\":1,\"data_processing_options_state\":1000")));
        assertThat(platforms.problems(HOST)).isEmpty();
        platforms.post(EVENTS, batch(nowhere));
        assertThat(platforms.problems(HOST)).singleElement().asString().contains("data_processing_options_state");
    }
}
