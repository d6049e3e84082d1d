package io.taghub.cli;

import static io.taghub.cli.Pasted.convert;
import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.postback.convert.PastedTag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Words in pasted URLs that nobody knows, and presets whose URL says more than they do. */
class ConvertWordsTest {
    @ParameterizedTest
    @CsvSource({"ref, TRANSACTION_REF", "rev, NET_REVENUE", "zap, WIBBLE_WOBBLE"})
    void aWordThatMayBeAMacroIsPointedAt(String parameter, String word) {
        PastedTag.Result result =
                convert("https://trk.partner.com/pb?cid={clickid}&" + parameter + "=" + word + "&type=NEW_SALE&c=USD");
        assertThat(result.notes())
                .anyMatch(note -> note.message().contains("'" + parameter + "'")
                        || note.message().contains(word));
        assertThat(result.notes()).noneMatch(note -> note.message().contains("NEW_SALE"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<%= payout %>", "<%=payout%>", "<? payout ?>"})
    void aMacroOfATemplateLanguage(String written) {
        assertThat(convert("https://trk.partner.com/pb?cid={clickid}&x=" + written)
                        .yaml())
                .contains("x={{ value | money }}");
    }

    @Test
    void aPresetStaysWithWhatTheUrlSaysBeyondIt() {
        String url =
                "https://www.network.example/?nid=123&transaction_id={transaction_id}&amount={amount}&adv1={order_id}";
        assertThat(convert(url).yaml())
                .contains("preset: everflow", "nid: \"123\"", "query: { adv1: \"{{ txn.id }}\" }")
                .doesNotContain("url:");
        assertThat(convert(url.replace("nid=123&", "")).yaml()).doesNotContain("    preset: everflow");
        assertThat(convert("https://trk.partner.com/postback?cid={clickid}&payout={payout}&adv1={order_id}")
                        .yaml())
                .contains("    url:");
    }

    @ParameterizedTest
    @CsvSource({
        "https://offers-network.affise.com/postback?clickid={clickid}&goal={goal}&sum={payout}&custom_field1={order_id}, affise",
        "http://conv.adxadserv.com/?clickid={clickid}&payout={payout}&custom_field1={order_id}, adxad",
    })
    void aPresetStaysOnItsNetworksOwnHost(String url, String preset) {
        assertThat(convert(url).yaml())
                .contains("preset: " + preset, "query: { custom_field1: \"{{ txn.id }}\" }")
                .doesNotContain("url:");
    }

    @Test
    void aWordInThePathIsPointedAt() {
        assertThat(convert("https://trk.partner.com/ZAP_WIBBLE/pb?cid={clickid}")
                        .notes())
                .singleElement()
                .satisfies(note ->
                        assertThat(note.message()).startsWith("'ZAP_WIBBLE' goes out in the path with every event"));
        assertThat(convert("https://trk.partner.com/pb/v2?cid={clickid}").notes())
                .isEmpty();
    }
}
