package io.taghub.postback;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.text.UnresolvedMacro;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A URL pasted from a network's page becomes one of ours. */
class MacrosTest {
    private static final String CLICK = "{{ click.id | required }}";
    private static final UnresolvedMacro UNRESOLVED = new UnresolvedMacro(List.of("gclid", "bcn", "li_fat_id", "x1"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '»',
            quoteCharacter = '"',
            value = {
                "https://n.example/p?cid={clickid}&payout={payout}&txid={txid} » https://n.example/p?cid=CLICK&payout={{ value | money }}&txid={{ txn.id }}",
                "https://n.example/p?c={{click_id}}        » https://n.example/p?c=CLICK",
                "https://n.example/p?c=[CLICK_ID]          » https://n.example/p?c=CLICK",
                "https://n.example/p?r=#reqid#&p=#price#   » https://n.example/p?r=CLICK&p={{ value | money }}",
                "https://n.example/p?c=##CLICKID##         » https://n.example/p?c=CLICK",
                "https://n.example/p?s=%STATUS%            » https://n.example/p?s={{ status }}",
                "https://n.example/p?s=%%SUBID%%           » https://n.example/p?s=CLICK",
                "https://n.example/p?v=${SUBID}            » https://n.example/p?v=CLICK",
                "https://n.example/p?c=__CALLBACK_PARAM__  » https://n.example/p?c=CLICK",
                "https://n.example/p?t=<TRACKER>           » https://n.example/p?t=CLICK",
                "https://n.example/p?cid=REPLACE&payout=OPTIONAL&txid=OPTIONAL » https://n.example/p?cid=CLICK&payout={{ value | money }}&txid={{ txn.id }}",
                "https://n.example/p?transaction_id={transaction_id}&txid={transaction_id} » https://n.example/p?transaction_id=CLICK&txid={{ txn.id }}",
                "https://n.example/p?c=$clickid&v=$PAYOUT$&t=$$TXID$$ » https://n.example/p?c=CLICK&v={{ value | money }}&t={{ txn.id }}",
                "https://n.example/p?c=[[clickid]]&v={$payout}&s=<%status%> » https://n.example/p?c=CLICK&v={{ value | money }}&s={{ status }}",
                "https://n.example/p?c=(clickid)&v=@payout@&t=*txid*  » https://n.example/p?c=CLICK&v={{ value | money }}&t={{ txn.id }}",
                "https://n.example/p?c=%7Bclickid%7D&v=%5bPAYOUT%5D   » https://n.example/p?c=CLICK&v={{ value | money }}",
                "https://n.example/p?cid=clickid&v=AMOUNT&currency=currency » https://n.example/p?cid=CLICK&v={{ value | money }}&currency={{ currency }}",
                "https://n.example/p?c=YOUR_CLICK_ID&v=insert_payout_here » https://n.example/p?c=CLICK&v={{ value | money }}",
                "https://n.example/a/{clickid}?x={sub3}&y={aff_sub2}&z={q.affid} » https://n.example/a/CLICK?x={{ sub3 }}&y={{ sub2 }}&z={{ click.param.affid }}",
            })
    void isConverted(String pasted, String ours) {
        assertThat(Macros.convert(pasted)).isEqualTo(new Macros.Converted(ours.replace("CLICK", CLICK)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://n.example/p?c={{ click.id | required }}&v={{ value }}&s={{sub2}}&d={{ settings.domain }}",
                "https://n.example/p?x=%C3%A9%AB%20&y=a%2Cb",
                "https://n.example/p?bd[0]=1&items[id]=2",
                "https://n.example/p#anchor",
                "https://n.example/p?goal=SALE&goal=payout&type=lead&currency=USD&status=approved",
                "https://n.example/p?utm_source=(direct)&utm_medium=(not+set)&price=100$&sig=YWJj==",
                "https://n.example/p?event=deposit&model=last&token=abcDEF",
                "https://n.example/p?t={{ property.tags | join:'#' }}&u={{ property.x | default:'#' }}",
            })
    void whatIsNoForeignMacroStays(String url) {
        assertThat(Macros.convert(url)).isEqualTo(new Macros.Converted(url));
    }

    @Test
    void whatNobodyKnowsIsAProblemWithASuggestion() {
        assertThat(Macros.convert("https://n.example/p?c={clickidd}&x={zone}"))
                .isEqualTo(
                        new Macros.Unknown(
                                java.util.List.of(
                                        "unknown macro '{clickidd}'; did you mean 'clickid'? (a parameter of the landing address is written {{ click.param.clickidd }})",
                                        "unknown macro '{zone}' (a parameter of the landing address is written {{ click.param.zone }})")));
    }

    @Test
    void aFillInOrAVariableNobodyKnowsIsPointedAt() {
        assertThat(Macros.convert("https://n.example/p?c=$offer&x=YOUR_OFFER"))
                .isInstanceOfSatisfying(
                        Macros.Unknown.class,
                        unknown -> assertThat(unknown.problems())
                                .hasSize(2)
                                .allMatch(problem -> problem.startsWith("unknown macro '")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{clickid}",
                "{{click_id}}",
                "{subacc4}",
                "${SUBID}",
                "[CLICK_ID]",
                "#reqid#",
                "##CLICKID##",
                "%CLICK_ID%",
                "%%CLICK%%",
                "__CALLBACK_PARAM__",
                "<TRACKER>",
                "REPLACE",
                "OPTIONAL",
                "undefined",
                "null",
                "NaN",
                "XXX",
                "abc_{clickid}",
                "%7Bclickid%7D",
                " {clickid} ",
                "[object Object]",
                "{ click.id }",
                "CLICK_ID",
                "click-id",
                "ClickId",
                "CLICKID",
                "click id",
                "YOUR_CLICK_ID",
                "YOUR-CLICK",
                "your click id here",
                "INSERT_CLICK_ID_HERE",
                "ENTER_SUBID",
                "REPLACE_ME",
                "replace-with-click-id",
                "AFF_SUB_ID",
                "transaction_id",
                "UNIQUE_ID",
                "CLICK_ID_MACRO",
                "PLACEHOLDER",
                "CHANGE_ME",
                "TODO",
                "gclid",
                "GCLID_HERE",
                "your-bcn",
                "li_fat_id",
                "none",
                "NONE",
                "nil",
                "<nil>",
                "(null)",
                "n/a",
                "N.A.",
                "(not set)",
                "not_set",
                "unknown",
                "\"\"",
                "''",
                "{}",
                "[]",
                "-",
                "\"none\"",
                "'CLICK_ID'",
                "“{clickid}”",
                "-click_id-",
                "*CLICKID*",
                "$CLICKID$",
                "$clickid",
                "$anything$",
                ":clickid",
                "@click_id@",
                "|subid|",
                "[[clickid]]",
                "<<clickid>>",
                "<%= clickid %>",
                "{%clickid%}",
                "{$clickid}",
                "#{clickid}",
                "{0}",
                "%s",
                "%(clickid)s",
                "%7B%7Bclick_id%7D%7D",
                "%257Bclickid%257D",
                "%5BCLICK_ID%5D",
                "%2525CLICKID%2525",
                "%3Cclickid%3E",
                "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx",
                "XXX-XXX",
                "00000000-0000-0000-0000-000000000000",
                "##SUB_ID_SHORT(action)##",
                "{SUB_ID_SHORT(action)}",
                "{:clickid}abc",
                "{?clickid}",
                "{=clickid=}",
                "##...##",
                "[object+Object]",
                "(not+set)",
                "false",
                "TRUE",
                "0",
                "000",
            })
    void anUnresolvedMacroIsNoClickId(String value) {
        assertThat(UNRESOLVED.looksLike(value)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "w1A2b3C4d5",
                "Cj0KCQjw_abc-DEF",
                "a!b:c|d",
                "0123456789abcdef0123456789abcdef",
                "a_77b_1c_",
                "nullable",
                "E.C.P.Abc",
                "fb.1.1554763741205.AbC",
                "x%20y",
                "__",
                "<>",
                "a[1]",
                "IwAR_x-__y__",
                "CAFEBABE",
                "fbclid",
                "x1",
                "DEADBEEF",
                "ABCDEFGHIJKLMNOP",
                "3F2504E0-4F89-11D3-9A0C-0305E82C3301",
                "{3F2504E0-4F89-11D3-9A0C-0305E82C3301}",
                "{F2504E03-4F89-11D3-9A0C-0305E82C3301}",
                "3f2504e0-4f89-11d3-9a0c-0305e82c3301!17",
                "-x_Z0aB3kQ9-",
                "|hw3n|",
                "__x9Zk3QaB7mW__",
                "xyzXYZ1:2mxyRJAwUx0Mo37HUUkVR0zxxUx0",
                "1234_1600000000_abcdef0123456789abcdef0123456789",
                "wHRhbmtz/+==",
                "Null0",
                "nonesuch",
                "NaNaNaNa",
                "ID-42",
                "click-1",
                "clickid123",
                "sub1",
                "my_click",
                "partner",
                "affiliate-north",
                "test",
                "test_click_id",
                "xx",
                "10",
                "truelove",
                "falsetto1",
                "aB3(x)9",
                "a%2Bb%3D",
                "100%25",
            })
    void anIdIsAnId(String value) {
        assertThat(UNRESOLVED.looksLike(value)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "clickid, clickid, true",
        "click_id, ClickId, true",
        "north_cid, NORTH-CID, true",
        "s2, S2, true",
        "promo, {promo}, true",
        "promo, spring, false",
        "clickid, clickid-7, false",
        "s, s, false",
    })
    void theParametersOwnNameIsNoValue(String name, String value, boolean refused) {
        assertThat(UNRESOLVED.looksLike(name, value)).isEqualTo(refused);
    }
}
