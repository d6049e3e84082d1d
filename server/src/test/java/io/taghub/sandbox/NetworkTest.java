package io.taghub.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class NetworkTest {
    private final FakePlatforms platforms = new FakePlatforms();

    @AfterEach
    void stop() {
        platforms.close();
    }

    private JsonNode only(String host) {
        JsonNode all = platforms.conversions(host);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    @Test
    void voluumCountsEachTransactionOfAClickOnce() {
        String ftd = "trk.partner.example/postback?cid=w8Q2&payout=120.00&currency=EUR&txid=dep-1&et=ftd";
        platforms.get(ftd);
        platforms.get(ftd);
        JsonNode counted = only("trk.partner.example");
        assertThat(counted.path("platform").stringValue()).isEqualTo("voluum");
        assertThat(counted.path("event").stringValue()).isEqualTo("ftd");
        assertThat(counted.path("id").stringValue()).isEqualTo("dep-1");
        assertThat(counted.path("click_id").stringValue()).isEqualTo("w8Q2");
        assertThat(counted.path("value").decimalValue()).isEqualByComparingTo("120.00");
        assertThat(counted.path("received").intValue()).isEqualTo(2);

        platforms.get(ftd.replace("dep-1", "dep-2"));
        platforms.get("trk.partner.example/postback?cid=w8Q2&payout=5");
        platforms.get("trk.partner.example/postback?cid=w8Q2&payout=6");
        assertThat(platforms.conversions("trk.partner.example")).hasSize(3);
    }

    @Test
    void whoHasAHostOfItsOwnIsToldAtItsAddressAndByItsMethod() {
        platforms.get("a.mgid.com/postback/1234567?c=3f8d&e=lead");
        assertThat(platforms.problems("a.mgid.com")).isEmpty();
        assertThat(platforms.get("a.mgid.com/postback/?c=3f8d&e=lead").statusCode())
                .isEqualTo(401);
        assertThat(platforms.problems("a.mgid.com")).containsExactly("the token is not one that mgid takes");
        platforms.post("a.mgid.com/postback/1234567?c=3f8d&e=lead", "");
        assertThat(platforms.problems("a.mgid.com")).containsExactly("mgid is told by GET, and this is a POST");
        platforms.get("a.mgid.com/postback?c=3f8d&e=lead");
        assertThat(platforms.problems("a.mgid.com").toString())
                .contains("no postback is at this address; here is a.mgid.com/postback/*");
    }

    /** By a call of its own or by a minus: what goes back is no conversion. */
    @Test
    void whatIsTakenBackIsTakenFromItsSale() {
        String api = "api.firstpromoter.com/api/v2/track/";
        platforms.post(api + "sale", "{\"uid\":\"U-7\",\"event_id\":\"A-1\",\"amount\":5000,\"currency\":\"EUR\"}");
        String refund = "{\"uid\":\"U-7\",\"event_id\":\"r-1\",\"sale_event_id\":\"A-1\",\"amount\":2000}";
        platforms.post(api + "refund", refund);
        assertThat(platforms.post(api + "refund", refund).statusCode()).isEqualTo(409);
        JsonNode counted = platforms.conversions("api.firstpromoter.com");
        assertThat(counted).hasSize(2);
        assertThat(counted.get(0).path("value").decimalValue()).isEqualByComparingTo("3000");
        assertThat(counted.get(1).path("state").stringValue()).isEqualTo("not counted");

        platforms.get("signed.example/pb?click=c&id=A-1&amount=50&event=purchase");
        platforms.get("signed.example/pb?click=c&id=A-1&amount=-50&event=refund");
        assertThat(platforms
                        .conversions("signed.example")
                        .valueStream()
                        .map(one -> one.path("reason").asString("")))
                .containsExactly("taken back", "takes back");
    }

    @Test
    void whoAsksWhetherAnybodyIsThereHasNoProblem() {
        platforms.send("HEAD", "a.mgid.com/", "");
        platforms.send("HEAD", "trc.taboola.com/", "");
        assertThat(platforms.problems("a.mgid.com")).isEmpty();
        assertThat(platforms.problems("trc.taboola.com")).isEmpty();
    }

    @Test
    void everflowSays200Or204AndCountsOncePerTransactionAndEvent() {
        String base = "www.network.example/?nid=77&transaction_id=0123456789abcdef0123456789abcdef&amount=49.99";

        platforms.get(base);
        assertThat(platforms.get(base).statusCode()).isEqualTo(200);
        platforms.get(base + "&event_id=14&verification_token=s3cret");
        assertThat(platforms.get("www.network.example/?nid=77&amount=1").statusCode())
                .isEqualTo(204);

        assertThat(platforms.problems("www.network.example"))
                .singleElement()
                .asString()
                .contains("transaction_id");
        // The refused one is none.
        assertThat(platforms.conversions("www.network.example")).hasSize(2);
        assertThat(platforms.requests("www.network.example").toString()).doesNotContain("s3cret");
    }

    @Test
    void keitaroMovesTheStatusOfAKnownSale() {
        String sale = "kt.partner.example/k3y/postback?subid=s1&status=lead&payout=10&tid=t1&currency=USD&return=OK";

        assertThat(platforms.get(sale).body()).isEqualTo("OK");
        platforms.get(sale.replace("status=lead", "status=sale"));
        assertThat(only("kt.partner.example").path("status").stringValue()).isEqualTo("sale");
        platforms.get(sale.replace("status=lead", "status=rejected"));
        assertThat(only("kt.partner.example").path("count").intValue()).isZero();

        platforms.get(sale.replace("tid=t1", "tid=t2"));
        assertThat(platforms.conversions("kt.partner.example")).hasSize(2);
        assertThat(platforms.requests("kt.partner.example").toString()).doesNotContain("k3y/");
    }

    @Test
    void affiseSaysThatAConversionExists() {
        String lead = "offers-acme.affise.com/postback?clickid=c1&action_id=a1&goal=ftd&sum=120&status=1";

        assertThat(platforms.get(lead).body()).contains("\"status\":1");
        assertThat(platforms.get(lead).body()).contains("Conversion exists");
        platforms.get(lead.replace("goal=ftd", "goal=deposit").replace("clickid", "click_id"));
        assertThat(platforms.conversions("offers-acme.affise.com")).hasSize(2);
        assertThat(platforms.get("offers-acme.affise.com/postback?goal=ftd").body())
                .contains("\"status\":2");
    }

    @Test
    void tuneTellsItsVerdictInTheBody() {
        String lead = "acme.go2cloud.org/aff_lsr?offer_id=1&transaction_id=t1&amount=5";

        assertThat(platforms.get(lead).body()).isEqualTo("success=true;");
        assertThat(platforms.get(lead).body()).isEqualTo("success=false; err_msg=Duplicate conversion;");
        assertThat(platforms.get("acme.go2cloud.org/aff_lsr?offer_id=1").body()).startsWith("success=false;");
        only("acme.go2cloud.org");
    }

    @Test
    void trafficstarsSaysOkInJson() {
        String lead = "tsyndicate.com/api/v1/cpa/action?key=k&clickid=0123456789abcdef0123456789abcdef01234567"
                + "&goalid=1&lead_code=reg-1";

        assertThat(platforms.get(lead).body()).isEqualTo("{\"ok\":true}");
        platforms.get(lead);
        var refused = platforms.get("tsyndicate.com/api/v1/cpa/action?key=k");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("clickid is empty");
        assertThat(only("tsyndicate.com").path("platform").stringValue()).isEqualTo("trafficstars");
    }

    @Test
    void exoclickSpeaksInSentences() {
        String sale = "s.magsrv.com/tag.php?goal=0123456789abcdef0123456789abcdef&tag=ordb&value=49.99";

        assertThat(platforms.get(sale).body()).isEqualTo("OK");
        assertThat(platforms.get(sale).body()).isEqualTo("ERROR: This conversion has already been notified and saved.");
        assertThat(platforms.get("s.magsrv.com/tag.php?tag=ordb").body()).isEqualTo("ERROR: No Goal ID.");
        only("s.magsrv.com");
    }

    @Test
    void awinCutsAnOrderNumberAndTakesItForAnothers() {
        String order = "SO-00000000000000000000000000000000000000000000000001";
        String sale = "www.awin1.com/sread.php?tt=ss&tv=2&merchant=1&amount=49.99&ch=aw&parts=DEFAULT%3A49.99&cr=EUR"
                + "&testmode=0&cks=1_2_a&ref=" + order;

        platforms.get(sale);
        platforms.get(sale.replace("01", "02"));

        assertThat(only("www.awin1.com").path("received").intValue()).isEqualTo(2);
        assertThat(platforms.problems("www.awin1.com")).first().asString().contains("50 characters");
    }

    @Test
    void taboolaAndOutbrainNameTheirOwnParameters() {
        String lead = "trc.taboola.com/actions-handler/log/3/s2s-action?click-id=GiDx&name=lead&revenue=5&currency=EUR";
        assertThat(platforms.get(lead).statusCode()).isEqualTo(204);
        assertThat(platforms.get(lead.replace("name", "nome")).statusCode()).isEqualTo(400);
        platforms.get("tr.outbrain.com/unifiedPixel?ob_click_id=v3&name=lead&orderId=o-1&orderValue=5");
        platforms.get("tr.outbrain.com/unifiedPixel?name=lead");

        assertThat(only("trc.taboola.com").path("click_id").stringValue()).isEqualTo("GiDx");
        assertThat(only("tr.outbrain.com").path("value").decimalValue()).isEqualByComparingTo("5");
        assertThat(platforms.problems("tr.outbrain.com"))
                .singleElement()
                .asString()
                .contains("ob_click_id");
    }

    @Test
    void anUnknownHostCountsEveryCall() {
        String deposit = "aff.example/pb?click_id=x%20y&payout_sum=9.5&currency=EUR&event=ftd";

        assertThat(platforms.get(deposit).body()).isEqualTo("OK");
        platforms.get(deposit);
        platforms.post("aff.example/hook", "{\"event\":\"ftd\",\"amount\":9.5,\"click_id\":\"z\"}");

        JsonNode all = platforms.conversions("aff.example");
        assertThat(all).hasSize(3);
        assertThat(all.get(0).path("click_id").stringValue()).isEqualTo("x y");
        assertThat(all.get(2).path("value").decimalValue()).isEqualByComparingTo("9.5");
    }

    @Test
    void whatNobodyFilledInIsAProblem() {
        platforms.get("trk.partner.example/postback?cid=%7Bclickid%7D&payout=1,5&txid=&et=ada@example.com");

        assertThat(platforms.problems("trk.partner.example"))
                .containsExactlyInAnyOrder(
                        "cid is a macro nobody filled in",
                        "et holds an e-mail address in clear",
                        "txid is empty",
                        "the amount is not a plain number");
    }

    @Test
    void aStatusMovesOnlyAlongTheNetworksMoves() {
        String lead = "offers-acme.affise.com/postback?clickid=c1&action_id=a1&goal=ftd&status=2";
        String sale = "kt.partner.example/k3y/postback?subid=s1&status=sale&tid=t1";

        platforms.get(lead);
        assertThat(platforms.get(lead.replace("status=2", "status=1")).body()).contains("\"status\":1");
        assertThat(platforms.get(lead.replace("status=2", "status=3")).body()).contains("is not pending");
        assertThat(only("offers-acme.affise.com").path("status").stringValue()).isEqualTo("1");

        platforms.get(sale);
        platforms.get(sale.replace("sale", "lead"));
        assertThat(platforms.problems("kt.partner.example"))
                .containsExactly("the status of this conversion cannot become this one at keitaro");
        assertThat(only("kt.partner.example").path("status").stringValue()).isEqualTo("sale");
    }

    @Test
    void aValueOfAnotherFormAndABadTokenAreRefusedAndCountNothing() {
        String lead = "tsyndicate.com/api/v1/cpa/action?key=k&goalid=1&clickid=";

        assertThat(platforms.get(lead + "0123").body()).isEqualTo("{\"error\":{\"msg\":\"clickid is short\"}}");
        assertThat(platforms.problems("tsyndicate.com"))
                .containsExactly("clickid does not look like [0-9a-f]{40} at trafficstars");
        String right = lead + "0123456789abcdef0123456789abcdef01234567";
        assertThat(platforms.get(right.replace("key=k", "key=revoked")).statusCode())
                .isEqualTo(400);
        assertThat(platforms.conversions("tsyndicate.com")).isEmpty();
    }

    /** After a day ExoClick counts a conversion of the same click again. */
    @Test
    void aRepeatIsOneAsLongAsTheNetworkRemembers() {
        String sale = "s.magsrv.com/tag.php?goal=0123456789abcdef0123456789abcdef&tag=ordb&value=49.99";

        platforms.get(sale);
        platforms.advance(Duration.ofHours(25));
        assertThat(platforms.get(sale).body()).isEqualTo("OK");
        assertThat(platforms.conversions("s.magsrv.com")).hasSize(2);
    }

    /** Several networks are found at /postback; the place that names more parameters is meant. */
    @Test
    void ofSeveralPlacesTheOneThatSaysMoreIsMeant() {
        platforms.get("a.example/postback?cid=1&txid=t&status=approved");
        platforms.get("b.example/postback?clickid=1&type=Lead");
        platforms.get("c.example/postback?clickid=1&goal=ftd");
        platforms.get("d.example/postback?click_id=1&event=ftd");
        platforms.get("e.example/postback?click=1&event=ftd");

        assertThat(platforms.conversions("a.example").get(0).path("platform").stringValue())
                .isEqualTo("bemob");
        assertThat(platforms.conversions("b.example").get(0).path("platform").stringValue())
                .isEqualTo("redtrack");
        assertThat(platforms.conversions("c.example").get(0).path("platform").stringValue())
                .isEqualTo("affise");
        assertThat(platforms.conversions("d.example").get(0).path("platform").stringValue())
                .isEqualTo("track360-affiliate");
        assertThat(platforms.conversions("e.example").get(0).path("platform").stringValue())
                .isEqualTo("unknown");
    }

    /** What is quoted in an answer stays inside its quotes. */
    @Test
    void anAnswerIsFilledInAsItsFormatWants() {
        Settings settings = Settings.DEFAULT.withNetworks(Map.of("acme", """
                at: "*.acme.example/s2s/*"
                click: path 2
                transaction: header X-Order
                amount: order.total
                repeat: { by: transaction, then: refused }
                replies: { delivered: '200 {"order":"{order.note}"}', repeat: "409" }
                """));
        try (FakePlatforms own = new FakePlatforms(settings)) {
            String body = "{\"order\":{\"note\":\"a\\\"b\",\"total\":5}}";
            assertThat(own.post(
                                    "s2s.acme.example/s2s/c%2F1",
                                    body, "X-Order", "o-1", "Content-Type", "application/json")
                            .body())
                    .isEqualTo("{\"order\":\"a\\\"b\"}");
            assertThat(own.post(
                                    "s2s.acme.example/s2s/c%2F1",
                                    body, "X-Order", "o-1", "Content-Type", "application/json")
                            .statusCode())
                    .isEqualTo(409);
            JsonNode counted = own.conversions("s2s.acme.example").get(0);
            assertThat(counted.path("platform").stringValue()).isEqualTo("acme");
            assertThat(counted.path("click_id").stringValue()).isEqualTo("c/1");
            assertThat(counted.path("id").stringValue()).isEqualTo("o-1");
            assertThat(counted.path("value").decimalValue()).isEqualByComparingTo("5");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[CLICK_ID]", "##SUB_ID_SHORT(action)##", "%%CLICKID%%", "__CALLBACK_PARAM__", "<click_id>",
                        "YOUR_CLICK_ID",
                "undefined", "null", "{{click.id}}", "${SUBID}", "INSERT_CLICK_ID_HERE", "%clickid%"
            })
    void aPlaceholderOfAnyToolIsOne(String value) {
        platforms.get("trk.partner.example/postback?cid=" + URLEncoder.encode(value, StandardCharsets.UTF_8));

        assertThat(platforms.problems("trk.partner.example")).containsExactly("cid is a macro nobody filled in");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "phone=%2B16505551212", "dob=1990-01-02", "billing_first_name=Ada", "note=ada%2540example.com",
                "iban=DE89370400440532013000", "c=4111111111111111", "ip=8.8.8.8", "user_city=Rome"
            })
    void whatIsPersonalIsNoted(String parameter) {
        platforms.get("trk.partner.example/postback?cid=w8Q2&" + parameter);

        String name = parameter.substring(0, parameter.indexOf('='));
        assertThat(platforms.problems("trk.partner.example"))
                .singleElement()
                .asString()
                .startsWith(name + " ")
                .doesNotContain(parameter.substring(name.length() + 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{6D92078A-8246-4BA4-AE5B-76104861E7DC}", "w__8Q2__", "nullable-1", "a-b_c", "4111111111111112"})
    void aClickIdIsNoPlaceholder(String value) {
        platforms.get("trk.partner.example/postback?cid=" + URLEncoder.encode(value, StandardCharsets.UTF_8));

        assertThat(platforms.problems("trk.partner.example")).isEmpty();
    }
}
