package io.taghub.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.platform.Platform;
import io.taghub.tag.Reason;
import io.taghub.tag.TagType;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** One purchase goes to every platform there is, each told in its own words, and none finds anything wrong with it. */
final class EveryPlatformTest {
    @RegisterExtension
    static final TaghubExtension hub = new TaghubExtension(TestConfig.text("""
            site: { domain: shop.example }
            tags:
              meta: { type: meta, pixel_id: "123456789012345", access_token: "${env:T}", when: [purchase, kyc] }
              tiktok: { type: tiktok, pixel_code: C1PIXELCODE, access_token: "${env:T}", when: [purchase] }
              ga4: { type: ga4, measurement_id: G-ABC1234567, api_secret: "${env:T}", when: [purchase] }
              google: { type: google-data-manager, account_id: "123-456-7890", conversion_actions: { purchase: "987654321" }, min_click_age: 0s, oauth: { client_id: c, client_secret: "${env:T}", refresh_token: "${env:T}" }, when: [purchase] }
              microsoft: { type: microsoft, uet: { tag_id: "97012345", access_token: "${env:T}" }, when: [purchase] }
              snapchat: { type: snapchat, pixel_id: 0a1b2c3d-pixel, access_token: "${env:T}", when: [purchase, kyc] }
              reddit: { type: reddit, pixel_id: a2_abc123, access_token: "${env:T}", when: [purchase] }
              x: { type: x, pixel_id: oka17, pixel_token: "${env:T}", event_ids: { purchase: tw-oka17-ol288 }, when: [purchase] }
              kwai: { type: kwai, pixel_id: "123456789012345", access_token: "${env:T}", when: [purchase] }
              linkedin: { type: linkedin, conversion_rules: { purchase: "104013" }, access_token: "${env:T}", when: [purchase] }
              klaviyo: { type: klaviyo, api_key: "${env:T}", when: [purchase] }
              applovin: { type: applovin, pixel_id: evt-key-1, api_key: "${env:T}", when: [purchase] }
              metrica: { type: yandex-metrica, counter_id: "49831738", upload_every: 0s, access_token: "${env:T}", when: [purchase] }
              taboola: { type: taboola, when: [purchase] }
              bigo: { type: bigo, pixel_id: "905500000000000001", when: [purchase] }
              pinterest: { type: pinterest, ad_account_id: "549755885175", conversion_token: "${env:T}", when: [purchase] }
              openai: { type: openai-ads, pixel_id: 2atj5meVpvtJ5kCtqhG3yX, api_key: "${env:T}", when: [purchase] }
              trade-desk: { type: the-trade-desk, tracker_id: trk1, merchant_id: mer1, when: [purchase] }
              criteo: { type: criteo, account_id: "12345", when: [purchase] }
              impact: { type: impact, account_sid: IRabcDEF123, auth_token: "${env:T}", campaign_id: "1234", event_types: { purchase: "5678" }, when: [purchase] }
              rakuten: { type: rakuten, mid: "12345", when: [purchase] }
              awin: { type: awin-orders, advertiser_id: "12345", api_key: "${env:T}", when: [purchase] }
              webgains: { type: webgains, program_id: "312000", event_ids: { purchase: "9002" }, when: [purchase] }
              refersion: { type: refersion, public_key: pub_abc123, secret_key: "${env:T}", when: [purchase] }
              tapfiliate: { type: tapfiliate, api_key: "${env:T}", when: [purchase] }
              track360: { type: track360-brand, host: api.brand.example, customer_path: /v1/customers, transaction_path: /v1/transactions, token_header: X-Brand-Token, brand_token: "${env:T}", transaction_fields: { event: event, value: value, currency: currency }, when: [purchase] }
              partner: { type: postback, url: "https://trk.partner.example/c?cid={{ click.id | required }}&goal=sale&sum={{ value | money }}&cur={{ currency }}", click_id: btag, when: [purchase] }
            """));

    /** By tag, what its platform calls a purchase. */
    private static final Map<String, String> PURCHASE = Map.ofEntries(
            Map.entry("meta", "Purchase"),
            Map.entry("tiktok", "Purchase"),
            Map.entry("ga4", "purchase"),
            Map.entry("google", "purchase"),
            Map.entry("microsoft", "purchase"),
            Map.entry("snapchat", "PURCHASE"),
            Map.entry("reddit", "PURCHASE"),
            Map.entry("x", "tw-oka17-ol288"),
            Map.entry("kwai", "EVENT_PURCHASE"),
            Map.entry("linkedin", "urn:lla:llaPartnerConversion:104013"),
            Map.entry("klaviyo", "Placed Order"),
            Map.entry("applovin", "purchase"),
            Map.entry("metrica", "purchase"),
            Map.entry("taboola", "purchase"),
            Map.entry("bigo", "ec_purchase"),
            Map.entry("pinterest", "checkout"),
            Map.entry("openai", "order_created"),
            Map.entry("trade-desk", "purchase"),
            Map.entry("criteo", "trackTransaction"),
            Map.entry("impact", "5678"),
            Map.entry("rakuten", "purchase"),
            Map.entry("awin", "purchase"),
            Map.entry("webgains", "9002"),
            Map.entry("refersion", "purchase"),
            Map.entry("tapfiliate", "purchase"),
            Map.entry("track360", "purchase"),
            Map.entry("partner", "sale"));

    @Test
    void noneIsLeftOut() {
        Set<String> all = Platform.in(Platform.class.getClassLoader()).stream()
                .map(Platform::type)
                .map(TagType::name)
                .collect(Collectors.toSet());
        Map<String, String> types = new TreeMap<>();
        hub.server().config().tags().forEach((name, tag) -> types.put(tag.type(), name));
        assertThat(types.keySet()).isEqualTo(all);
        assertThat(PURCHASE.keySet()).containsExactlyInAnyOrderElementsOf(types.values());
    }

    @Test
    void eachIsToldOfThePurchaseInItsOwnWords(TestRun run) {
        run.backend().send("""
                {"name":"purchase","id":"%s","value":49.99,"currency":"EUR","order_id":"%s",
                 "user":{"id":"user-77","email":"ada@example.com","phone":"+442071838750","first_name":"Ada","last_name":"Lovelace",
                   "city":"London","postal_code":"SW1A 1AA","country":"GB"},
                 "items":[{"id":"boots-1","name":"Boots","price":39.99,"quantity":1},{"id":"laces-2","name":"Laces","price":5,"quantity":2}],
                 "page":{"url":"https://shop.example/thanks","title":"Thanks"},
                 "client":{"ip":"198.41.128.7","user_agent":"Mozilla/5.0 (X11; Linux x86_64) Chrome/141.0"},
                 "click_ids":{"fbclid":"IwAR2_test","ttclid":"E.C.P.abc","gclid":"Cj0KCQiA","msclkid":"f894f652ea334e739002f7167ab8f8e3",
                   "sccid":"s-1","rdt_cid":"3184742045291813272","twclid":"2-abc","clickid":"q_6k5rENNPu9hOxaaNHn4g",
                   "li_fat_id":"0b1e2c3d-aaaa-4bbb-8ccc-1234567890ab","axwrt":"axwrt-1","epik":"dj0yJnU9epik","oppref":"op-1","ga":"123456789.1795000000","btag":"a_1b_2",
                   "yclid":"7893456123890","tblci":"GiDx_AbC-9","bbg":"bbg-full-length-value",
                   "im_ref":"im-AbC123","ransiteid":"aBcDeFgHiJk-0123456789abcdefghijklm","awc":"12345_1764300000_abc","wgu":"wg-AbC-1",
                   "rfsn":"1234567.a1b2c3","ref":"aB12cd","affclickid":"aff-click-1"}}
                """.formatted(run.unique("pur"), run.unique("order")));

        PURCHASE.forEach((tag, name) -> run.expectSent(tag, name, sent -> {
            // Some have ids for names or none.
            if (!Set.of("google", "rakuten", "awin", "refersion", "tapfiliate").contains(tag)) {
                assertThat(sent.name()).as(tag).isEqualTo(name);
            }
            sent.currency("EUR");
            // Some take what the items cost for the value, another counts in cents.
            if (!Set.of("criteo", "impact", "rakuten", "refersion").contains(tag)) {
                sent.value(tag.equals("openai") ? "4999" : "49.99");
            }
        }));
        for (JsonNode request : Look.ofAll(hub.server()).received()) {
            boolean sentOn = request.path("host").asString().equals("widget.criteo.com");
            assertThat(request.path("status").asInt()).as("%s", request).satisfies(status -> {
                if (sentOn) {
                    assertThat(status).isEqualTo(307);
                } else {
                    assertThat(status).isLessThan(300);
                }
            });
            assertThat(request.path("problems").valueStream().map(JsonNode::asString))
                    .as("%s", request)
                    .isEmpty();
        }
    }

    @Test
    void whatAPlatformHasNoWordForIsNotSentThere(TestRun run) {
        run.backend().send("""
                {"name":"kyc","id":"%s","user":{"email":"ada@example.com"}}""".formatted(run.unique("kyc")));

        run.expectSent("meta", "kyc", sent -> {});
        run.expectSkipped("snapchat", "kyc", Reason.NO_MAPPING);
    }
}
