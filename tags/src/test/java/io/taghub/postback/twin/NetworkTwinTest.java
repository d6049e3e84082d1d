package io.taghub.postback.twin;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.twin.Call;
import io.taghub.twin.Conversion;
import io.taghub.twin.Ledger;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What networks count after calls that follow each other. */
class NetworkTwinTest {
    private final Ledger ledger = new Ledger(100);
    private final NetworkTwin twin = new NetworkTwin(ledger, "revoked", Map.of());
    private int calls;

    /** Addresses apart by a space, and what counts in the end: how many and how much. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            https://trk.example/key/postback?subid=c1&tid=A&status=lead&payout=80 https://trk.example/key/postback?subid=c1&tid=A&status=sale&payout=100, 1, 100
            https://trk.example/key/postback?subid=c1&tid=A&status=sale&payout=80 https://trk.example/key/postback?subid=c1&tid=A&status=rejected&payout=80, 0, 0
            https://trk.example/click.php?cnv_id=c1&cnv_status=pending&payout=80 https://trk.example/click.php?cnv_id=c1&cnv_status=purchase&payout=100, 1, 100
            https://trk.example/click?cnv_id=c1&cnv_status=pending&payout=80 https://trk.example/click?cnv_id=c1&cnv_status=purchase&payout=100, 1, 100
            https://n.scaletrk.com/track/conv-addchange?click_id=c1&token=t&conv_status=pending&amount=80 https://n.scaletrk.com/track/conv-addchange?click_id=c1&token=t&conv_status=approved&amount=100, 1, 100
            https://offers-n.affise.com/postback?clickid=c1&action_id=A&status=2&sum=80 https://offers-n.affise.com/postback?clickid=c1&action_id=A&status=1&sum=100, 1, 100
            https://trk.example/postback?cid=c1&txid=A&payout=100 https://trk.example/postback?cid=c1&txid=A&payout=100&status=reversed, 0, 0
            https://trk.example/postback?cid=c1&txid=A&payout=80&status=pending https://trk.example/postback?cid=c1&txid=A&payout=100&status=approved, 1, 100
            https://trk.example/postback?cid=c1&txid=A&payout=100&status=approved https://trk.example/postback?cid=c1&txid=A&payout=100&status=approved, 1, 100
            https://own.example/pb?cid=c1&txid=A&amount=80&status=pending https://own.example/pb?cid=c1&txid=A&amount=100&status=approved, 1, 100
            https://own.example/pb?cid=c1&txid=A&amount=100&status=approved https://own.example/pb?cid=c1&txid=A&amount=100&status=reversed, 0, 0
            https://own.example/pb?cid=c1&txid=A&amount=100&status=pending https://own.example/pb?cid=c1&txid=A&amount=100&status=cancelled, 0, 0
            https://own.example/pb?cid=c1&txid=A&amount=100 https://own.example/pb?cid=c1&txid=A&amount=100&status=rejected, 0, 0
            https://own.example/pb?cid=c1&txid=A&amount=100&status=approved https://own.example/pb?cid=c1&txid=A&amount=130&status=adjusted https://own.example/pb?cid=c1&txid=A&amount=80&status=adjusted, 1, 80
            https://own.example/pb?cid=c1&txid=A&amount=100&status=approved https://own.example/pb?cid=c1&txid=A&amount=70&status=approved, 1, 70
            https://own.example/pb?cid=c1&txid=A&amount=100&status=approved https://own.example/pb?cid=c1&txid=A&amount=100&status=approved, 2, 200
            https://trk.example/postback?click_id=c1&event=ftd&payout_sum=20 https://trk.example/postback?click_id=c1&event=deposit&payout_sum=30, 2, 50
            https://trk.example/postback?click_id=c1&event=ftd&payout_sum=20 https://trk.example/postback?click_id=c1&event=refund&payout_sum=20, 0, 0
            https://own.example/pb?cid=c1&txid=A&amount=100&status=approved https://own.example/pb?cid=c1&txid=A&amount=-100&status=reversed, 0, 0
            https://own.example/pb?cid=c1&txid=A&amount=100&status=approved https://own.example/pb?cid=c2&txid=B&amount=50&status=reversed, 1, 100
            https://www.emjcd.com/u?CID=1&TYPE=4&METHOD=S2S&CJEVENT=c1&OID=A&ITEM1=a&AMT1=50&QTY1=1&ITEM2=b&AMT2=15&QTY2=2&ITEM3=c&AMT3=20, 1, 100
            https://www.emjcd.com/u?CID=1&TYPE=4&METHOD=S2S&CJEVENT=c1&OID=A&ITEM1=a&AMT1=50&QTY1=2&DISCOUNT=10, 1, 90
            https://www.emjcd.com/u?CID=1&TYPE=4&METHOD=S2S&CJEVENT=c1&OID=A&ITEM1=a&AMOUNT=70, 1, 70
            """)
    void countsWhatItWasTold(String urls, int count, BigDecimal sum) {
        Arrays.stream(urls.split(" ")).forEach(this::call);

        List<Conversion> counted = ledger.list(null).stream()
                .filter(one -> one.uncounted() == null)
                .toList();
        assertThat(counted).hasSize(count);
        assertThat(counted.stream()
                        .map(one -> Objects.requireNonNull(one.value()))
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(sum);
    }

    @Test
    void aLineIsWorthItsPieces() {
        String line =
                "https://ad.admitad.com/tt?campaign_code=a&postback_key=k&action_code=1&tariff_code=1&order_id=A&uid=u"
                        + "&product_id=p&position_count=2";
        call(line + "&position_id=1&price=50&quantity=1");
        call(line + "&position_id=2&price=15&quantity=2");

        assertThat(ledger.list(null))
                .extracting(Conversion::value)
                .containsExactly(new BigDecimal(50), new BigDecimal(30));
    }

    @Test
    void whatStandsInThePathIsReadByItsName() {
        call(
                "https://prf.hn/conversion/tracking_mode:api/campaign:1/clickref:c:1/conversionref:O-B/currency:USD/country:GB"
                        + "/%5Bcategory:purchase/value:100.00/quantity:1%5D");
        call("https://prf.hn/conversion/tracking_mode:api/campaign:1/clickref:c2/conversionref:L-1/country:GB"
                + "/%5Bcategory:lead%5D");

        assertThat(ledger.list("prf.hn"))
                .extracting(
                        Conversion::clickId, Conversion::id, Conversion::event, Conversion::value, Conversion::currency)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("c:1", "O-B", "purchase", new BigDecimal("100.00"), "USD"),
                        org.assertj.core.groups.Tuple.tuple("c2", "L-1", "lead", null, null));
    }

    @Test
    void anAmountThatIsNoneIsAProblem() {
        assertThat(call("https://www.emjcd.com/u?CID=1&TYPE=4&METHOD=S2S&CJEVENT=c1&OID=A&ITEM1=a&AMT1=5e")
                        .problems())
                .contains("the amount is not a plain number");
    }

    private io.taghub.twin.Answer call(String url) {
        URI uri = URI.create(url);
        return twin.answer(new Call(
                ++calls,
                Instant.parse("2026-11-20T12:00:00Z").plusSeconds(calls),
                uri.getHost(),
                "GET",
                uri.getRawPath(),
                Call.pairs(uri.getRawQuery()),
                Map.of(),
                ""));
    }
}
