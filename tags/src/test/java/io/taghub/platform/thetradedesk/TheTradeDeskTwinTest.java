package io.taghub.platform.thetradedesk;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.tag.Outcome;
import io.taghub.tag.Reading;
import io.taghub.tag.Response;
import io.taghub.twin.Answer;
import io.taghub.twin.Call;
import io.taghub.twin.Conversion;
import io.taghub.twin.Ledger;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the twins of both hosts refuse, remark and count, and that the tag reads their answers. */
class TheTradeDeskTwinTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final String GOOD = """
            {"data":[{"merchant_id":"m1","tracker_id":"trk1","event_name":"purchase","value":"50.00","currency":"USD",\
            "order_id":"9001","client_ip":"203.0.113.7","adid":"7b1c0000-0000-4000-8000-000000000001","adid_type":"TDID",\
            "items":[{"item_code":"deposit","qty":"1","price":"50.00"}],"td1":"ftd",\
            "data_processing_option":{"policies":["LDU"],"region":"us-ca"}}]}""";
    private static final String OFFLINE = """
            {"DataProviderId":"shop","Items":[{"UserIdArray":[["TDID","7b1c0000-0000-4000-8000-000000000001"]],"OrderId":"9001",\
            "TrackingTagId":"trk1","EventName":"purchase","TimestampUtc":"2026-11-22T08:00:00Z","Value":"50.00","ValueCurrency":"USD"}]}""";

    private final Ledger ledger = new Ledger(10);
    private final Map<String, Twin> twins =
            new TheTradeDeskPlatform().twins(new TwinSetup(ledger, "revoked", Duration.ZERO));

    @Test
    void whatIsRightIsCountedAndSoIsItsRepeat() {
        Answer answer = send(GOOD);

        assertThat(answer.problems()).isEmpty();
        assertThat(read(answer, 1)).isEqualTo(Reading.all(1, Outcome.DELIVERED));
        assertThat(read(send(GOOD), 1)).isEqualTo(Reading.all(1, Outcome.DELIVERED));
        assertThat(ledger.list(null)).extracting(Conversion::id).containsExactly("9001", "9001");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
                    "merchant_id":"m1", | '' | 402
                    "tracker_id":"trk1", | '' | 402
                    "trk1" | "revoked" | 402
                    "merchant_id":"m1" | "merchant_id":"m1","adv":"a1" | 400
                    "tracker_id":"trk1" | "tracker_id":"trk1","upixel_id":"px1" | 400
                    "tracker_id":"trk1" | "upixel_id":"px1" | 400
                    "event_name":"purchase", | '' | 400
                    "50.00","currency" | "50,00","currency" | 400
                    "USD" | "BTC" | 400
                    "currency":"USD", | '' | 400
                    ,"adid_type":"TDID" | '' | 400
                    "TDID" | "GUID" | 400
                    "203.0.113.7" | "somewhere" | 400
                    "item_code":"deposit", | '' | 400
                    {"data":[ | {"events":[ | 400
                    """)
    void refusesWhatIsWrong(String right, String wrong, int status) {
        Answer answer = send(GOOD.replace(right, wrong));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.problems()).isNotEmpty();
        assertThat(ledger.list(null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
                    "50.00","currency" | 50.00,"currency" | value is a number
                    "qty":"1" | "qty":1 | items.qty is no text
                    "td1":"ftd" | "td1":"ada@example.com" | td1 holds an e-mail address
                    "td1":"ftd" | "uid2_token":"AgAA" | only one is used
                    "adid":"7b1c0000-0000-4000-8000-000000000001" | "adid":"{TDID}" | has not the form
                    "adid":"7b1c0000-0000-4000-8000-000000000001" | "adid":"x","imp":"1" | imp is no id of an impression
                    us-ca | eu-de | region is no state
                    "td1" | "email" | email is not a known key
                    203.0.113.7 | 10.0.0.1 | private network
                    """)
    void remarksWhatTheTradeDeskMakesNothingOf(String right, String wrong, String remark) {
        assertThat(send(GOOD.replace(right, wrong)).problems()).anyMatch(problem -> problem.contains(remark));
    }

    @Test
    void offlineTheLinesThatFailAreCountedFromOne() {
        String late = OFFLINE.substring(OFFLINE.indexOf("[{") + 1, OFFLINE.length() - 2)
                .replace("2026-11-22T08:00:00Z", "yesterday");
        Answer answer = sendOffline(OFFLINE.replace("}]}", "}," + late + "]}"), "t");

        assertThat(answer.body()).contains("\"ErrorCode\":\"InvalidTimestamp\"", "\"ItemNumber\":\"2\"");
        assertThat(read(answer, 2))
                .isInstanceOfSatisfying(
                        Reading.Each.class,
                        each -> assertThat(each.outcomes()).first().isEqualTo(Outcome.DELIVERED));
        assertThat(ledger.list(null)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
                    "TDID" | "GUID" | InvalidUserIdTypeOrUserId
                    "UserIdArray":[["TDID","7b1c0000-0000-4000-8000-000000000001"]], | '' | MissingOrInvalidTDIDAndImpressionId
                    "TrackingTagId":"trk1", | '' | MissingOrInvalidTrackingTagId
                    2026-11-22T08 | 2027-11-22T08 | InvalidTimestamp
                    "50.00" | 50.00 | ItemDeserializationError
                    "OrderId" | "LineItems":[{"item_code":"a","qty":2,"price":"25.00"}],"OrderId" | ItemDeserializationError
                    "OrderId" | "LineItems":[{"item_code":"a","qty":"2","price":25}],"OrderId" | ItemDeserializationError
                    """)
    void offlineEachErrorHasItsWord(String right, String wrong, String code) {
        assertThat(sendOffline(OFFLINE.replace(right, wrong), "t").body())
                .contains("\"ErrorCode\":\"" + code + "\"", "\"ItemNumber\":\"1\"");
    }

    @Test
    void offlineATokenIsNeeded() {
        for (String token : new String[] {"", "revoked"}) {
            Answer answer = sendOffline(OFFLINE, token);
            assertThat(answer.status()).isEqualTo(403);
            assertThat(read(answer, 1))
                    .isInstanceOfSatisfying(
                            Reading.Each.class,
                            each -> assertThat(each.outcomes()).allMatch(Outcome.Misconfigured.class::isInstance));
        }
        assertThat(sendOffline(OFFLINE, "t").body()).isEqualTo("{}");
        assertThat(read(sendOffline("{\"DataProviderId\":\"shop\"}", "t"), 3))
                .isInstanceOfSatisfying(
                        Reading.Refused.class,
                        refused -> assertThat(refused.culprit()).isEqualTo(OptionalInt.empty()));
    }

    private Answer send(String body) {
        return call("insight.adsrvr.org", "/track/realtimeconversion", Map.of(), body);
    }

    private Answer sendOffline(String body, String token) {
        return call("offlineattrib.adsrvr.org", "/providerapi/offlineconversion", Map.of("ttd-auth", token), body);
    }

    private Answer call(String host, String path, Map<String, String> headers, String body) {
        return twins.get(host).answer(new Call(1, NOW, host, "POST", path, Map.of(), headers, body));
    }

    private static Reading read(Answer answer, int size) {
        return TheTradeDeskAnswer.read(Response.of(answer.status(), answer.body()), size, false);
    }
}
