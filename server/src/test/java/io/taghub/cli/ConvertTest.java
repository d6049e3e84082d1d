package io.taghub.cli;

import static io.taghub.cli.Pasted.convert;
import static io.taghub.cli.Pasted.load;
import static io.taghub.cli.Pasted.sent;
import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.config.Loaded;
import io.taghub.postback.convert.PastedTag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pasted postback URLs: what they become loads, sends what they meant, and shows no secret. */
class ConvertTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{clickid}",
                "{{clickid}}",
                "{{ click_id }}",
                "${CLICKID}",
                "$CLICK",
                "$CLICK_ID",
                "[CLICKID]",
                "<clickid>",
                "#clickid#",
                "##CLICK_ID##",
                "%CLICKID%",
                "%%CLICKID%%",
                "__CLICK_ID__",
                "CLICKID",
                "CLICK_ID",
                "REPLACE",
                "%7Bclickid%7D",
                "YOUR_CLICK_ID",
                "[cid]",
                "{aff_click_id}",
                "{{{clickid}}}",
                "((clickid))",
                ":clickid",
                "{:clickid}",
                "[click id]",
                "[click%20id]",
                "#{clickid}",
                "@{clickid}",
                "%{clickid}",
                "$(clickid)",
                "$[clickid]",
                "<%= clickid %>",
                "{% clickid %}",
                "*|CLICKID|*",
                "~clickid~",
                "{click.id}",
                "{clickId}",
                "##CLICK ID##",
                "%7B%7Bclickid%7D%7D",
                "%24%7Bclickid%7D",
                "{aff_sub}",
                "[[clickid]]",
                "<<clickid>>",
                "$$clickid$$",
                "",
                "...",
                "XXXX",
                "'{clickid}'",
                "{req_id}",
                "{urlencode(clickid)}",
                "{{ click.id | required }}"
            })
    void everyDialectOfAClick(String macro) {
        assertThat(sent("https://trk.example/pb?cid=" + macro + "&goal=SALE"))
                .isEqualTo("https://trk.example/pb?cid=c-1&goal=SALE");
    }

    @ParameterizedTest
    @CsvSource({
        "payout=AMOUNT, payout=49.90",
        "payout=$PAYOUT, payout=49.90",
        "payout=PAYOUT_TOTAL, payout=49.90",
        "sum=[SALE_AMOUNT], sum=49.90",
        "amount=#amount#, amount=49.90",
        "txid=[ORDER], txid=o-7",
        "tid={transaction_id}, tid=o-7",
        "currency=%CURRENCY%, currency=EUR",
        "currency=USD, currency=USD",
        "uid=<user_id>, uid=u-1",
        "note=a%20b+c, note=a%20b+c",
        "mix=a-{clickid}-b, mix=a-c-1-b",
        "payout=((payout)), payout=49.90",
        "p={{{payout}}}, p=49.90",
        "p=:payout, p=49.90",
        "p={saleAmount}, p=49.90",
        "sum=AMOUNT, sum=49.90",
        "w=AMOUNT, w=49.90",
        "o=##ORDER ID##, o=o-7",
        "h={md5(order_id)}, h=c6ddb56e2bb81d73ff30eabcc1f26c3d",
        "payout=, payout=49.90",
        "data[cid]=7, data%5Bcid%5D=7",
        "geo=USA, geo=USA",
        "off=100%25, off=100%25",
    })
    void otherMacrosAndWhatIsNone(String pair, String expected) {
        assertThat(sent("https://trk.example/in?click={click_id}&" + pair))
                .isEqualTo("https://trk.example/in?click=c-1&" + expected);
    }

    /** Nothing that looks like a place to fill in stays as text. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "h={sha256(..)}",
                "p=((foo))",
                "z=[pub id]",
                "z=[pub%20id]",
                "z=#zone id#",
                "z=##ZONE##",
                "z=%AD_ID%",
                "z=%ad%",
                "z=%s",
                "z=__ZONE__",
                "z=$ZONE",
                "z=$1",
                "z={1}",
                "z=<zone>",
                "z=:zone",
                "z=@zone@",
                "z=~zone~",
                "z={{{zone}}}",
                "z={:x}",
                "z=${ZONE}",
                "z={{zone}}",
                "z={zone",
                "z=zone}}",
                "z=%7Bzone%7D",
                "ip=IP",
                "ua=UA",
                "hash=HASH",
                "x=IP",
                "x=UA",
                "x=HASH",
                "x=amount",
                "cid=AMOUNT",
                "x=???",
                "x=XXXX",
                "offer={offer_id}",
                "p={payout_usd}",
                "p={payout*0.8}",
                "p=0.8*{payout}",
                "p={{ payout | divided_by: 100 }}",
                "p={{ value | divided_by: 100.0 }}",
                "{param}=1",
                "[param]=1",
                "sign={signature}",
                "x=YOUR_ZONE",
                "x=ZONE_ID",
                "zone=zone",
                "z=<?= $zone ?>",
                "z={sha256({email}+salt)}"
            })
    void whatNobodyKnowsIsPointedAt(String pair) {
        PastedTag.Result result = convert("https://trk.example/in?click={click_id}&" + pair + "&k=1");

        assertThat(result.done()).as(result.yaml()).isFalse();
        assertThat(result.yaml()).contains("{{ TODO }}").contains("&k=1");
        assertThat(((Loaded.Invalid) load("tags:\n" + result.yaml())).problems())
                .singleElement()
                .asString()
                .contains("{{ TODO }} is left for you");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cr=EUR", "currency=USD", "cur=usd", "x=GBP", "currencyCode=JPY"})
    void aCurrencyThatIsWrittenOutBesideAnAmountIsPointedAt(String pair) {
        PastedTag.Result result = convert("https://trk.example/in?click={click_id}&p={payout}&" + pair);

        assertThat(result.done()).isTrue();
        assertThat(result.notes())
                .singleElement()
                .satisfies(
                        note -> assertThat(note.message()).contains("whatever the event's currency", "{{ currency }}"));
        assertThat(convert("https://trk.example/in?click={click_id}&" + pair).notes())
                .isEmpty();
        assertThat(convert("https://trk.example/in?click={click_id}&p={payout}&geo=USA&goal=TRY")
                        .notes())
                .isEmpty();
    }

    @Test
    void aCommandOfCurl() {
        PastedTag.Result result = convert("curl -sX POST https://api.example/conv -H 'Authorization: Bearer hush.abc-1'"
                + " -H \"X-Api-Key: h\" -H 'Accept: */*' -d '{\"click_id\":\"{clickid}\",\"amount\":{payout},\"secret\":\"hush1\","
                + "\"data\":{\"n\":1,\"goal\":\"SALE\"}}'");
        assertThat(result.yaml())
                .contains(
                        "method: POST",
                        "url: \"https://api.example/conv\"",
                        "headers: { Authorization: \"Bearer {{ secret.authorization }}\", X-Api-Key: \"{{ secret.x_api_key }}\" }",
                        "body: { click_id: \"{{ click.id | required }}\", amount: \"{{ value }}\", secret: \"{{ secret.secret }}\","
                                + " data: { \"n\": 1, goal: \"SALE\" } }",
                        "authorization: \"${env:PARTNER_AUTHORIZATION}\"");
        assertThat(result.shown() + result.notes()).doesNotContain("hush").contains("X-Api-Key: *\"");
        assertThat(load("tags:\n" + result.yaml())).isInstanceOf(Loaded.Valid.class);

        assertThat(sent("curl -G https://api.example/conv -d c={clickid} -d p={payout}"))
                .isEqualTo("https://api.example/conv?c=c-1&p=49.90");
        PastedTag.Result form =
                convert("curl 'https://api.example/conv?c={clickid}' --data-raw 'amount={payout}&token=hushh&x=a%20b'"
                        + " -u me:hush");
        assertThat(form.yaml())
                .contains(
                        "method: POST",
                        "headers: { Authorization: \"Basic {{ secret.basic }}\", Content-Type: \"application/x-www-form-urlencoded\" }",
                        "body: { amount: \"{{ value | money }}\", token: \"{{ secret.token }}\", x: \"a b\" }");
        assertThat(form.shown() + form.notes()).doesNotContain("hush");
        assertThat(load("tags:\n" + form.yaml())).isInstanceOf(Loaded.Valid.class);
        assertThat(convert("curl -XPUT https://api.example/conv/{clickid}").done())
                .isFalse();
        assertThat(convert("curl https://api.example/conv/{clickid} -d @body.json")
                        .done())
                .isFalse();
        assertThat(convert("curl https://api.example/conv/{clickid} -d '[1]'").done())
                .isFalse();
    }

    @Test
    void aClickInThePathAndAnAddressThatWasNotCopiedWhole() {
        assertThat(sent("Postback: \"trk.example/p/{clickid}/done?a=1&amp;b={amount}\"."))
                .isEqualTo("https://trk.example/p/c-1/done?a=1&b=49.90");
        assertThat(sent("http://trk.example/p?c={clickid}")).isEqualTo("http://trk.example/p?c=c-1");
    }

    /** What stands before a macro and is not its sign is text. */
    @ParameterizedTest
    @CsvSource({
        "https://trk.example/c/t:{click_id}, https://trk.example/c/t:c-1",
        "https://trk.example/c?g=a:{order_id}&c={click_id}, https://trk.example/c?g=a:o-7&c=c-1",
        "https://trk.example/c?g=a@{order_id}&c={click_id}, https://trk.example/c?g=a@o-7&c=c-1",
        "https://trk.example/c?g=a!{order_id}&c={click_id}, https://trk.example/c?g=a!o-7&c=c-1",
        "https://trk.example/x/clickref:{clickref}/[category:sale/value:{amount}], https://trk.example/x/clickref:c-1/%5Bcategory:sale/value:49.90%5D",
        "https://trk.example/x/clickref:{clickref}/[category:sale], https://trk.example/x/clickref:c-1/%5Bcategory:sale%5D",
        "https://trk.example/x/clickref:{clickref}/ref:{order_id}, https://trk.example/x/clickref:c-1/ref:o-7",
    })
    void aColonBeforeAMacroStays(String pasted, String expected) {
        assertThat(sent(pasted)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "https://prf.hn/conversion/tracking_mode:api/campaign:10abc0001/clickref:{clickref}/conversionref:{order_id}, partnerize",
        "https://partnerlinks.io/conversion/xid?xid={click_id}, partnerstack",
        "https://api.firstpromoter.com/api/v2/track/sale?ref_id={click_id}, firstpromoter",
    })
    void aHostThatHasAPresetIsSaid(String pasted, String preset) {
        assertThat(convert(pasted).yaml()).containsPattern("# This .*preset(: | )" + preset);
    }

    @Test
    void aKnownNetworkBecomesItsPreset() {
        assertThat(convert("https://trk.partner.io/postback?clickid={clickid}&sum={payout}&type=sale")
                        .yaml())
                .contains("preset: redtrack ", "domain: \"trk.partner.io\"", "query: { type: \"sale\" }");
        assertThat(sent("https://net.go2cloud.org/aff_lsr?offer_id=42&transaction_id=TRANSACTION_ID&amount=AMOUNT"))
                .startsWith("https://net.go2cloud.org/aff_lsr?offer_id=42&transaction_id=c-1&amount=49.90");
        assertThat(convert("http://conv.adxadserv.com/?clickid={clickid}&payout={payout}")
                        .yaml())
                .contains("preset: adxad ", "allow_http: true");
        assertThat(sent("http://trackhta.com/close/?token={{ctoken}}&price={payout}&advertiserid=360552"))
                .isEqualTo("https://trackhta.com/close/?token=c-1&price=49.90&currency=EUR&advertiserid=360552");
        assertThat(convert("https://trk.example/postback?cid={clickid}&payout={payout}")
                        .yaml())
                .contains("# This may be the postback of bemob or of voluum", "#   preset: bemob");
    }

    @ParameterizedTest
    @CsvSource({
        "https://trk.example/in?c={clickid}&token=hush5f4dcc3b5aa7, PARTNER_TOKEN",
        "https://trk.example/in?c={clickid}&security_token=TOKEN, PARTNER_SECURITY_TOKEN",
        "https://trk.example/in?c={clickid}&api_key={api_key}, PARTNER_API_KEY",
        "https://tracker.example/hush9f7d/postback?subid={subid}&payout={payout}, PARTNER_KEY",
        "https://me:hush-hush@trk.example/in?c={clickid}, PARTNER_BASIC",
        "https://trk.example/in?c={clickid}&pass=hush, PARTNER_PASS",
        "https://trk.example/in?c={clickid}&sign=hush, PARTNER_SIGN",
        "https://trk.example/in?c={clickid}&key=hush, PARTNER_KEY",
        "https://trk.example/in?c={clickid}&apiToken=hush, PARTNER_APITOKEN",
        "https://trk.example/in?c={clickid}&key=KEY, PARTNER_KEY",
        "https://n.go2cloud.org/aff_lsr?transaction_id={tid}&security_token=hush89abcdef0123456789abcdef, PARTNER_SECURITY_TOKEN",
    })
    void secretsBecomeReferencesAndAreNotShown(String url, String variable) {
        PastedTag.Result result = convert(url);

        assertThat(result.yaml()).contains("${env:" + variable + "}");
        assertThat(result.yaml() + result.shown() + result.notes()).doesNotContain("hush");
        assertThat(result.notes()).anyMatch(note -> note.message().contains(variable) && !note.todo());
        Loaded loaded = load("tags:\n" + result.yaml());
        assertThat(loaded).as("%s%n%s", result.yaml(), loaded).isInstanceOf(Loaded.Valid.class);
    }

    @Test
    void aSecretOfOneLetterHidesNothingElse() {
        assertThat(convert("https://trk.example/in?c={clickid}&key=k").shown())
                .isEqualTo("https://trk.example/in?c={clickid}&key=*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"amount=12.50", "sum=0.00", "payout=0", "revenue=12"})
    void anAmountThatIsWrittenOutIsPointedAt(String pair) {
        PastedTag.Result result = convert("https://trk.example/in?click={click_id}&" + pair);

        assertThat(result.done()).isTrue();
        assertThat(result.yaml()).contains("&" + pair + "\"");
        assertThat(result.notes())
                .singleElement()
                .satisfies(note -> assertThat(note.message()).contains("for every event here", "{{ value | money }}"));
    }

    @Test
    void aSubIdWhereTheClicksIdBelongsIsPointedAt() {
        PastedTag.Result result = convert("https://trk.aff.com/pb?cid={sub_id_1}&pid={player_id}");

        assertThat(result.yaml()).contains("cid={{ sub1 }}");
        assertThat(result.notes()).singleElement().satisfies(note -> {
            assertThat(note.message()).startsWith("'cid' usually takes the click's id");
            assertThat(note.column()).isEqualTo(28);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "date=YYYY-MM-DD, date=2026-11-22",
        "d=dd/mm/yyyy, d=22%2F11%2F2026",
        "d=YYYY-MM-DD%20HH:MM:SS, d=2026-11-22%2012%3A00%3A00",
        "date_format=YYYY-MM-DD, date_format=YYYY-MM-DD",
    })
    void aFormOfADateBecomesTheDate(String pair, String expected) {
        assertThat(sent("https://trk.example/in?click={click_id}&" + pair))
                .isEqualTo("https://trk.example/in?click=c-1&" + expected);
    }

    @ParameterizedTest
    @CsvSource({
        "https://trk.example/p/:{clickid}?v=:{payout}, https://trk.example/p/:c-1?v=:49.90",
        "https://trk.example/p?clickid={clickid}&transaction_id={transaction_id}, https://trk.example/p?clickid=c-1&transaction_id=o-7",
        "https://trk.example/p?clickid={transaction_id}&payout={payout}, https://trk.example/p?clickid=c-1&payout=49.90",
        "https://trk.example/p?transaction_id={transaction_id}, https://trk.example/p?transaction_id=c-1",
    })
    void aColonStaysAndATransactionBesideTheClickIsOne(String url, String expected) {
        assertThat(sent(url)).isEqualTo(expected);
    }

    /** A reversal of the same tag would be told the pasted word too, and another channel's sale would be Awin's. */
    @ParameterizedTest
    @CsvSource({
        "https://acme.scaletrk.com/track/conv-addchange?click_id={click_id}&conv_status=pending, conv_status",
        "https://offers-acme.affise.com/postback?clickid={clickid}&status=1, status:",
        "https://www.awin1.com/sread.php?tt=ss&tv=2&merchant=1&amount={amount}&ch=aw&parts=DEFAULT:{amount}&cr=EUR&ref={order_ref}&cks={awc}, 'ch:'",
    })
    void whatThePresetWorksOutStaysThePresets(String url, String parameter) {
        PastedTag.Result result = convert(url);
        assertThat(result.yaml()).contains("preset: ").doesNotContain(parameter);
        assertThat(convert(url.replace("ch=aw", "ch=tv")).yaml().contains("channel: \"tv\""))
                .isEqualTo(url.contains("awin1"));
    }

    @Test
    void whereAQuoteCutTheAddressIsSaid() {
        assertThat(convert("https://trk.example/p?c={clickid}&\"x\"={payout}").notes())
                .anyMatch(note ->
                        note.todo() && note.column() == 35 && note.message().contains("cut here"));
        assertThat(convert("\"https://trk.example/p?c={clickid}\", then").notes())
                .noneMatch(note -> note.message().contains("cut here"));
        assertThat(convert("<img src=\"https://trk.example/p?c={clickid}\" width=\"1\">")
                        .notes())
                .noneMatch(note -> note.message().contains("cut here"));
    }
}
