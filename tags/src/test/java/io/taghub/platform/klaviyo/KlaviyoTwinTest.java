package io.taghub.platform.klaviyo;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.tag.Outcome;
import io.taghub.tag.Reason;
import io.taghub.tag.Response;
import io.taghub.twin.Answer;
import io.taghub.twin.Call;
import io.taghub.twin.Conversion;
import io.taghub.twin.Ledger;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the twin refuses, loses and counts once, and that the tag reads its answers. */
class KlaviyoTwinTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final String GOOD = """
            {"data":{"type":"event","attributes":{"metric":{"data":{"type":"metric","attributes":{"name":"FTD"}}},\
            "profile":{"data":{"type":"profile","attributes":{"email":"ada@example.com"}}},"properties":{},\
            "time":"2026-11-22T08:00:00.000Z","value":5,"value_currency":"EUR","unique_id":"e-1"}}}""";

    private final Ledger ledger = new Ledger(10);
    private final Twin twin = new KlaviyoPlatform()
            .twins(new TwinSetup(ledger, "revoked", Duration.ZERO))
            .get("a.klaviyo.com");
    private final Map<String, String> headers =
            new HashMap<>(Map.of("authorization", "Klaviyo-API-Key pk_1", "revision", "2026-10-15"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
                    "ada@example.com" | "ada" | /data/attributes/profile/data/attributes/email
                    "email":"ada@example.com" | "phone_number":"0151 234" | /data/attributes/profile/data/attributes/phone_number
                    "email":"ada@example.com" | "first_name":"Ada" | /data/attributes/profile/data/attributes
                    "properties":{}, | "" | /data/attributes/properties
                    "value":5 | "value":"5" | /data/attributes/value
                    "EUR" | "BTC" | /data/attributes/value_currency
                    "e-1" | 1 | /data/attributes/unique_id
                    "2026-11-22T08:00:00.000Z" | "yesterday" | /data/attributes/time
                    "type":"metric" | "type":"name" | /data/attributes/metric/data/type
                    "unique_id" | "event_id" | /data/attributes/event_id
                    """)
    void refusesWhatIsWrongAndNamesThePlace(String right, String wrong, String pointer) {
        Answer answer = send(GOOD.replace(right, wrong.equals("\"\"") ? "" : wrong));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("\"pointer\":\"" + pointer + "\"");
        assertThat(read(answer)).isInstanceOf(Outcome.Rejected.class);
        assertThat(ledger.list(null)).isEmpty();
    }

    @Test
    void countsAnIdOnceForAProfileAndAMetric() {
        for (String body : new String[] {GOOD, GOOD, GOOD.replace("FTD", "Deposit"), GOOD.replace("ada@", "bob@")}) {
            assertThat(read(send(body))).isEqualTo(Outcome.DELIVERED);
        }

        assertThat(ledger.list(null)).extracting(Conversion::received).containsExactly(2, 1, 1);
    }

    @Test
    void anEventThatBreaksALimitIsTakenAndLost() {
        Answer answer = send(GOOD.replace("{},", "{\"note\":\"" + "x".repeat(100_001) + "\"},"));

        assertThat(read(answer)).isEqualTo(Outcome.DELIVERED);
        assertThat(answer.problems()).anyMatch(problem -> problem.contains("100 kB"));
        assertThat(ledger.list(null)).allMatch(conversion -> conversion.uncounted() != null);
    }

    @ParameterizedTest
    @CsvSource({
        "revision, 2024-10-15, BAD_SETTINGS",
        "revision, soon, BAD_SETTINGS",
        "authorization, Klaviyo-API-Key pk_revoked, BAD_CREDENTIALS",
        "authorization, Bearer pk_1, BAD_CREDENTIALS"
    })
    void aWrongHeaderPausesTheTag(String header, String value, Reason reason) {
        headers.put(header, value);

        assertThat(read(send(GOOD)))
                .isInstanceOfSatisfying(
                        Outcome.Misconfigured.class,
                        wrong -> assertThat(wrong.reason()).isEqualTo(reason));
    }

    private Answer send(String body) {
        return twin.answer(new Call(1, NOW, "a.klaviyo.com", "POST", "/api/events", Map.of(), headers, body));
    }

    private static Outcome read(Answer answer) {
        return KlaviyoAnswer.read(Response.of(answer.status(), answer.body()));
    }
}
