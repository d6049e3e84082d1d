package io.taghub.platform.criteo;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.tag.Outcome;
import io.taghub.tag.Reading;
import io.taghub.tag.Response;
import io.taghub.tag.Setup;
import io.taghub.tag.Tag;
import io.taghub.twin.Answer;
import io.taghub.twin.Call;
import io.taghub.twin.Conversion;
import io.taghub.twin.Ledger;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the twin refuses, remarks and counts, and that the tag names its hosts and reads its answers. */
class CriteoTwinTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:10:00Z");
    private static final String GOOD = """
            {"version":"s2s_v1.0.0","account":"12345","site_type":"d","ip":"203.0.113.7","country":"US","language":"en",\
            "full_url":"https://shop.example/thanks","id":{"mapping_key":"678","mapped_user_id":"GUM","email":{\
            "md5":"3e3417d7ef77d5932a6734b916515ed5"}},"events":[{"event":"trackTransaction",\
            "timestamp":"2026-11-22T08:00:00.000Z","id":"9001","currency":"USD","item":[{"id":"deposit","price":25.5,"quantity":2}]}]}""";

    private final Ledger ledger = new Ledger(10);
    private final Map<String, Twin> twins = new CriteoPlatform().twins(new TwinSetup(ledger, "revoked", Duration.ZERO));

    @Test
    void aTransactionCountsOnceAndIsWorthItsItems() {
        for (int i = 0; i < 2; i++) {
            Answer answer = send("widget.eu.criteo.com", GOOD);
            assertThat(answer.problems()).isEmpty();
            assertThat(read(answer)).isEqualTo(Reading.all(1, Outcome.DELIVERED));
        }
        assertThat(ledger.list(null)).extracting(Conversion::received).containsExactly(2);
        assertThat(ledger.list(null).getFirst().value()).isEqualByComparingTo("51");
    }

    @Test
    void nobodyIsAnErrorInsideOfASuccess() {
        for (String id : List.of("{}", "{\"mapping_key\":\"678\"}", "{\"email\":{}}")) {
            Answer answer =
                    send("widget.eu.criteo.com", GOOD.replaceFirst("\"id\":\\{\"mapping.*?\\}\\}", "\"id\":" + id));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).contains("\"errors\":[\"UserIdentifierMissing\"]");
            assertThat(read(answer))
                    .isInstanceOfSatisfying(
                            Reading.Each.class,
                            each -> assertThat(each.outcomes()).first().isInstanceOf(Outcome.Rejected.class));
        }
        assertThat(ledger.list(null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
                    T08:00:00 | T07:50:00 | older than 15 minutes | true
                    trackTransaction | buy | none of Criteo's | true
                    "id":"9001", | '' | id of the transaction is missing | true
                    ,"item":[{"id":"deposit","price":25.5,"quantity":2}] | '' | item is missing | true
                    "12345" | 12345 | account is no number of an account | true
                    "price":25.5 | "price":"25.5" | price is no number | false
                    "id":"deposit" | "id":7 | item.id is missing | false
                    "quantity":2 | "quantity":1.5 | quantity is no whole number | false
                    USD | BTC | currency is no ISO 4217 | false
                    "md5" | "raw" | in clear | false
                    3e3417d7 | 3E3417D7 | no such hash | false
                    "site_type":"d" | "site_type":"desktop" | site_type must be | false
                    "mapping_key":"678", | '' | go together | false
                    shop.example/thanks | shop.example/thanks?email=ada%40example.com | e-mail | false
                    203.0.113.7 | 10.0.0.1 | private network | false
                    "country" | "land" | land is not a known key | false
                    """)
    void remarksWhatIsWrong(String right, String wrong, String remark, boolean lost) {
        Answer answer = send("widget.eu.criteo.com", GOOD.replace(right, wrong));

        assertThat(read(answer)).isEqualTo(Reading.all(1, Outcome.DELIVERED));
        assertThat(answer.problems()).anyMatch(problem -> problem.contains(remark));
        assertThat(ledger.list(null)).allMatch(conversion -> (conversion.uncounted() != null) == lost);
    }

    @Test
    void anEventInTheAddressCountsAsWell() {
        Call call = new Call(
                1,
                NOW,
                "widget.eu.criteo.com",
                "GET",
                "/m/event",
                Map.of("version", List.of("s2s_v0"), "data", List.of(GOOD)),
                Map.of(),
                "");
        assertThat(twins.get(call.host()).answer(call).problems()).isEmpty();
        assertThat(ledger.list(null)).hasSize(1);
    }

    @Test
    void everyHostToWhichItSendsOnAnswersToo() {
        assertThat(tag().redirects())
                .containsExactlyInAnyOrder("widget.eu.criteo.com", "widget.us.criteo.com", "widget.as.criteo.com")
                .allSatisfy(host -> assertThat(read(send(host, GOOD))).isEqualTo(Reading.all(1, Outcome.DELIVERED)));
    }

    @Test
    void theHostInTheAddressOnlySaysWhereToGo() {
        Answer answer = send("widget.criteo.com", GOOD);

        assertThat(answer.status()).isEqualTo(307);
        assertThat(answer.headers())
                .containsExactly(Map.entry("Location", "https://widget.eu.criteo.com/m/event?version=s2s_v0"));
        assertThat(ledger.list(null)).isEmpty();
    }

    private static Tag tag() {
        CriteoPlatform.Settings settings = new CriteoPlatform.Settings("12345", null, false, null, "s2s_v0");
        return new CriteoTag(settings, new Setup(Map.of(), null, URI.create("https://shop.example")));
    }

    private Answer send(String host, String body) {
        Map<String, List<String>> query = Map.of("version", List.of("s2s_v0"));
        return twins.get(host).answer(new Call(1, NOW, host, "POST", "/m/event", query, Map.of(), body));
    }

    private static Reading read(Answer answer) {
        return tag().read(Response.of(answer.status(), answer.body()), 1);
    }
}
