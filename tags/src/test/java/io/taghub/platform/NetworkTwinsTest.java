package io.taghub.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.platform.awinorders.AwinOrdersPlatform;
import io.taghub.platform.impact.ImpactPlatform;
import io.taghub.platform.rakuten.RakutenPlatform;
import io.taghub.platform.refersion.RefersionPlatform;
import io.taghub.platform.tapfiliate.TapfiliatePlatform;
import io.taghub.platform.webgains.WebgainsPlatform;
import io.taghub.twin.Answer;
import io.taghub.twin.Call;
import io.taghub.twin.Conversion;
import io.taghub.twin.Ledger;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the networks' twins refuse, remark and count; what is sent here is written from the vendors' pages and not from the tags. */
class NetworkTwinsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:10:00Z");
    private static final String SALE =
            "CampaignId=1234&EventTypeId=5678&EventDate=2026-11-22T08:00:00Z&OrderId=DEP-1&ClickId=AbC&CurrencyCode=EUR&Amount=50.00";
    private static final String EP =
            "mid=12345&ord=DEP-1&tr=aBc&land=20261121_2210&date=20261122_0800&cur=EUR&skulist=a%7Cb"
                    + "&qlist=1%7C2&amtlist=3990%7C1000&namelist=A%7CB&xml=1";
    private static final String ORDER = """
            {"orderReference":"DEP-1","amount":50,"channel":"aw","currency":"EUR","awc":"1_2_3","commissionGroups":[{"code":"DEFAULT","amount":50}]}""";
    private static final String QUEUED = """
            {"ids":[{"name":"s2s","value":"wg-1"}],"programId":"312000","value":50,"currency":"EUR","orderReference":"DEP-1",\
            "eventId":"9002","items":[{"event":"9002","price":50,"name":"deposit","code":"deposit"}]}""";
    private static final String PAID = """
            {"cart_id":"c-1","order_id":"DEP-1","currency_code":"EUR","auto_credit_affiliate_id":"1234567",\
            "items":[{"sku":"deposit","quantity":2,"price":25}]}""";
    private static final String REFERRED = """
            {"referral_code":"ab12","external_id":"DEP-1","amount":50,"currency":"EUR","customer_id":"U-77"}""";

    private final Ledger ledger = new Ledger(100);
    private final Map<String, Twin> twins = new HashMap<>();
    private final Map<String, String> headers = new HashMap<>();
    private long seq;

    NetworkTwinsTest() {
        TwinSetup setup = new TwinSetup(ledger, "revoked", Duration.ofMinutes(5));
        for (Platform platform : List.of(
                new ImpactPlatform(),
                new RakutenPlatform(),
                new AwinOrdersPlatform(),
                new WebgainsPlatform(),
                new RefersionPlatform(),
                new TapfiliatePlatform())) {
            twins.putAll(platform.twins(setup));
        }
        headers.put("content-type", "application/json");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    CampaignId=1234& | '' | CampaignId is required | true
                    EventTypeId=5678& | '' | EventTypeId one of | true
                    ClickId=AbC& | '' | ClickId one of | true
                    2026-11-22T08:00:00Z | 2026-11-22 | EventDate is no date | true
                    OrderId=DEP-1& | '' | OrderId is required | true
                    CurrencyCode=EUR& | '' | CurrencyCode is required | true
                    CurrencyCode=EUR | CurrencyCode=BTC | CurrencyCode is no code | true
                    Amount=50.00 | Amount=fifty | Amount is no amount | true
                    Amount=50.00 | ItemSku1=a&ItemQuantity1=1&ItemPrice1=5&ItemSubTotal1=5 | either ItemPrice or ItemSubTotal | true
                    Amount=50.00 | Amount=50.00&CustomerEmail=ada | SHA-1 or SHA-256 | true
                    Amount=50.00 | Amount=50.00&ItemSku1=a&ItemQuantity1=1&ItemPrice1=50 | either the total or the items | false
                    ClickId=AbC | ClickId=%7Bclickid%7D | placeholder | false
                    Amount=50.00 | Amount=50.00&Ammount=1 | Ammount is not a known parameter | false
                    Amount=50.00 | Amount=50.00&CustomerId=ada%40example.com | in clear | false
                    """)
    void impactLooksAtAConversion(String right, String wrong, String remark, boolean refused) {
        Answer answer = impact("POST", "Conversions", SALE.replace(right, wrong));

        assertThat(answer.status()).isEqualTo(refused ? 400 : 200);
        assertThat(answer.problems()).anyMatch(problem -> problem.contains(remark));
    }

    @Test
    void impactQueuesAndDecidesLater() {
        assertThat(impact("POST", "Conversions", SALE).problems()).isEmpty();
        String first = submission(impact("POST", "Conversions", SALE.replace("DEP-1", "DEP-2")));
        String again = submission(impact("POST", "Conversions", SALE));

        assertThat(fate(first, NOW)).contains("Queued");
        Instant later = NOW.plus(Duration.ofMinutes(5));
        assertThat(fate(first, later)).contains("Complete").doesNotContain("DUPLICATE");
        assertThat(fate(again, later)).contains("CONV_DUPLICATE");
        assertThat(ledger.list(null)).extracting(Conversion::received).containsExactly(2, 1);
    }

    @Test
    void impactTakesBackWhatItHas() {
        impact("POST", "Conversions", SALE);
        impact("PUT", "Actions", "ActionTrackerId=5678&OrderId=DEP-1&Reason=ORDER_UPDATE&Amount=30.00");
        assertThat(ledger.list(null).getFirst().value()).isEqualByComparingTo("30");
        Answer none = impact("DELETE", "Actions", "ActionTrackerId=5678&OrderId=DEP-9&DispositionCode=OTHER");
        assertThat(fate(submission(none), NOW.plus(Duration.ofHours(1)))).contains("ACTION_REF_NOT_FOUND");
        assertThat(impact("DELETE", "Actions", "ActionTrackerId=5678&OrderId=DEP-1&DispositionCode=BORED")
                        .status())
                .isEqualTo(400);
        impact("DELETE", "Actions", "ActionTrackerId=5678&OrderId=DEP-1&DispositionCode=ITEM_RETURNED");
        assertThat(ledger.list(null).getFirst().uncounted()).isEqualTo("reversed");
        headers.put("authorization", "Basic " + base64("IRabc:revoked"));
        assertThat(send("api.impact.com", "POST", "/Advertisers/IRabc/Conversions", "", SALE)
                        .status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    land=20261121_2210& | '' | land is missing | <bad>2
                    20261121_2210 | 2026-11-21T22:10 | YYYYMMDD_HHMM | <bad>2
                    tr=aBc& | '' | tr is missing | <bad>2
                    amtlist=3990 | amtlist=39.90 | whole hundredths | <bad>2
                    qlist=1%7C2 | qlist=1 | another number of lines | <bad>2
                    cur=EUR | cur=BTC | ISO 4217 | <bad>2
                    namelist=A | namelist=ada%40example.com | in clear | <bad>0
                    xml=1 | xml=1&total=5 | total is not a known parameter | <bad>0
                    """)
    void rakutenCountsLines(String right, String wrong, String remark, String said) {
        Answer answer = send("track.linksynergy.com", "GET", "/ep", EP.replace(right, wrong), "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains(said);
        assertThat(answer.problems()).anyMatch(problem -> problem.contains(remark));
    }

    @Test
    void rakutenTakesNegativeAmountsOffAnOrder() {
        assertThat(send("track.linksynergy.com", "GET", "/ep", EP, "").problems())
                .isEmpty();
        assertThat(ledger.list(null).getFirst().value()).isEqualByComparingTo("49.90");
        send("track.linksynergy.com", "GET", "/ep", EP.replace("3990%7C1000", "0%7C-1000"), "");
        assertThat(ledger.list(null).getFirst().value()).isEqualByComparingTo("39.90");
        send("track.linksynergy.com", "GET", "/ep", EP.replace("3990%7C1000", "-3990%7C0"), "");
        assertThat(ledger.list(null).getFirst().uncounted()).isEqualTo("taken back");
        assertThat(send("track.linksynergy.com", "GET", "/ep", EP.replace("12345", "x"), "")
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
                    "orderReference":"DEP-1", | '' | orderReference is required | 206
                    "amount":50,"channel" | "amount":"50","channel" | amount is no number | 206
                    "channel":"aw", | '' | channel is required | 206
                    "awc":"1_2_3", | '' | awc is missing | 206
                    "EUR" | "BTC" | currency is no code | 206
                    "DEFAULT","amount":50 | "DEFAULT","amount":40 | do not add up | 200
                    "1_2_3" | "{awc}" | placeholder | 200
                    "channel" | "chanel":"x","channel" | chanel is not a known key | 200
                    "DEP-1" | "A123456789B123456789C123456789D123456789E1234567890" | cut after 50 | 200
                    """)
    void awinNamesWhatItRefuses(String right, String wrong, String remark, int status) {
        headers.put("x-api-key", "hush");
        Answer answer = send(
                "api.awin.com",
                "POST",
                "/s2s/advertiser/1/orders",
                "",
                "{\"orders\":[" + ORDER.replace(right, wrong) + "]}");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.problems()).anyMatch(problem -> problem.contains(remark));
        assertThat(ledger.list(null)).hasSize(status == 200 ? 1 : 0);
    }

    @Test
    void awinTakesSomeOfABatch() {
        headers.put("x-api-key", "hush");
        String bad = ORDER.replace("DEP-1", "DEP-2").replace("\"amount\":50,\"ch", "\"amount\":-1,\"ch");
        Answer answer = send(
                "api.awin.com", "POST", "/s2s/advertiser/1/orders", "", "{\"orders\":[" + ORDER + "," + bad + "]}");

        assertThat(answer.status()).isEqualTo(206);
        assertThat(ledger.list(null)).extracting(Conversion::id).containsExactly("DEP-1");
        send("api.awin.com", "POST", "/s2s/advertiser/1/orders", "", "{\"orders\":[" + ORDER + "]}");
        assertThat(ledger.list(null)).extracting(Conversion::received).containsExactly(2);
        headers.put("x-api-key", "revoked");
        assertThat(send("api.awin.com", "POST", "/s2s/advertiser/1/orders", "", "{\"orders\":[" + ORDER + "]}")
                        .status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
                    "s2s" | "cookie" | no click id | 400
                    "programId":"312000", | '' | programId is missing | 400
                    "value":50, | '' | value and items | 400
                    "price":50 | "price":25 | do not add up | 200
                    "eventId" | "eventID":"1","eventId" | eventID is not a known key | 200
                    "currency":"EUR", | '' | currency is missing | 200
                    """)
    void webgainsQueues(String right, String wrong, String remark, int status) {
        Answer answer = send("api.webgains.io", "POST", "/queue-conversion", "", QUEUED.replace(right, wrong));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.problems()).anyMatch(problem -> problem.contains(remark));
        assertThat(ledger.list(null)).hasSize(status == 200 ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
                    "cart_id":"c-1", | '' | cart_id is missing | 400
                    "sku":"deposit", | '' | items.sku is missing | 400
                    "quantity":2 | "quantity":1.5 | items.quantity | 200
                    "EUR" | "BTC" | currency_code is no code | 200
                    "auto_credit_affiliate_id":"1234567", | '' | credited to nobody | 200
                    """)
    void refersionTakesOrders(String right, String wrong, String remark, int status) {
        keys("hush");
        Answer answer =
                send("inbound-webhooks.refersion.com", "POST", "/tracker/orders/paid", "", PAID.replace(right, wrong));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.problems()).anyMatch(problem -> problem.contains(remark));
    }

    @Test
    void refersionCancelsItemByItem() {
        keys("hush");
        send("inbound-webhooks.refersion.com", "POST", "/tracker/orders/paid", "", PAID);
        String one = "{\"order_id\":\"DEP-1\",\"items\":[{\"sku\":\"deposit\",\"quantity\":1,\"price\":25}]}";
        assertThat(send("api.refersion.com", "POST", "/v2/conversion/cancel", "", one)
                        .body())
                .contains("conversion_id");
        assertThat(ledger.list(null).getFirst().value()).isEqualByComparingTo("25");
        send("api.refersion.com", "POST", "/v2/conversion/cancel", "", one);
        assertThat(ledger.list(null).getFirst().uncounted()).isEqualTo("taken back");
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThat(send("api.refersion.com", "POST", "/v2/conversion/cancel", "", one.replace("DEP-1", "DEP-9"))
                            .status())
                    .isEqualTo(422);
        }
        keys("revoked");
        assertThat(send("api.refersion.com", "POST", "/v2/conversion/cancel", "", one)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void tapfiliateKnowsAnExternalId() {
        headers.put("x-api-key", "hush");
        assertThat(send("api.tapfiliate.com", "POST", "/1.7/pb/con/c/", "", REFERRED))
                .satisfies(answer -> assertThat(answer.problems()).isEmpty())
                .satisfies(answer -> assertThat(answer.status()).isEqualTo(201));
        assertThat(send("api.tapfiliate.com", "POST", "/1.7/pb/con/c/", "", REFERRED)
                        .status())
                .isEqualTo(422);
        assertThat(send("api.tapfiliate.com", "GET", "/1.7/pb/con/c/", "referral_code=ab12&external_id=REG-1", "")
                        .status())
                .isEqualTo(201);
        assertThat(send("api.tapfiliate.com", "POST", "/1.7/pb/con/c/", "", "{\"external_id\":\"DEP-2\"}")
                        .status())
                .isEqualTo(422);
        assertThat(ledger.list(null)).hasSize(2);
        headers.put("x-api-key", "revoked");
        assertThat(send("api.tapfiliate.com", "POST", "/1.7/pb/con/c/", "", REFERRED)
                        .status())
                .isEqualTo(401);
    }

    private void keys(String secret) {
        headers.put("refersion-public-key", "pub");
        headers.put("refersion-secret-key", secret);
    }

    private Answer impact(String method, String resource, String form) {
        headers.put("content-type", "application/x-www-form-urlencoded");
        headers.put("authorization", "Basic " + base64("IRabc:hush"));
        return send("api.impact.com", method, "/Advertisers/IRabc/" + resource, "", form);
    }

    private static String submission(Answer answer) {
        return answer.body().replaceAll("(?s).*APISubmissions/([\\w-]+).*", "$1");
    }

    private String fate(String submission, Instant at) {
        String path = "/Advertisers/IRabc/APISubmissions/" + submission;
        return twin("api.impact.com")
                .answer(new Call(++seq, at, "api.impact.com", "GET", path, Map.of(), Map.copyOf(headers), ""))
                .body();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private Answer send(String host, String method, String path, String query, String body) {
        return twin(host)
                .answer(new Call(++seq, NOW, host, method, path, Call.pairs(query), Map.copyOf(headers), body));
    }

    private Twin twin(String host) {
        return java.util.Objects.requireNonNull(twins.get(host));
    }
}
