package io.taghub.platform.linkedin;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.tag.Outcome;
import io.taghub.tag.Reading;
import io.taghub.tag.Reason;
import io.taghub.tag.Response;
import io.taghub.twin.Answer;
import io.taghub.twin.Call;
import io.taghub.twin.Ledger;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the twin refuses, and that the tag reads of it whose fault it is. */
class LinkedInTwinTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final String GOOD = """
            {"conversion":"urn:lla:llaPartnerConversion:1","conversionHappenedAt":1795348000000,"eventId":"e-1","user":{"userIds":[]}}""";

    private final Ledger ledger = new Ledger(10);
    private final Twin twin = new LinkedInPlatform()
            .twins(new TwinSetup(ledger, "revoked", Duration.ZERO))
            .get("api.linkedin.com");
    private final Map<String, String> headers = new HashMap<>(Map.of(
            "authorization", "Bearer AQX",
            "linkedin-version", "202608",
            "x-restli-protocol-version", "2.0.0",
            "x-restli-method", "BATCH_CREATE"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
                    "urn:lla:llaPartnerConversion:1" | "urn:li:conversion:1" | /conversion :: Invalid Urn format
                    1795348000000 | "1795348000000" | /conversionHappenedAt :: cannot be coerced
                    "eventId":"e-1" | "eventID":"e-1" | /eventID :: unrecognized field
                    "userIds":[] | "externalIds":["u"] | /user/userIds :: field is required
                    "userIds":[] | "userIds":[],"userInfo":{"firstName":"A"} | /user/userInfo/lastName :: field is required
                    "userIds":[] | "userIds":[{"idType":"ORACLE_MOAT_ID","idValue":"1"}] | is not an enum symbol
                    "eventId" | "conversionValue":{"currencyCode":"EUR","amount":1},"eventId" | /conversionValue/amount :: cannot be coerced
                    "eventId" | "conversionValue":{"currencyCode":"EUR"},"eventId" | /conversionValue/amount :: field is required
                    """)
    void namesTheEventThatIsWrongAndCountsNone(String right, String wrong, String says) {
        Answer answer = send(GOOD, GOOD.replace(right, wrong));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body()).contains("Index: 1, ERROR :: ").contains(says.replace("\"", "\\\""));
        assertThat(read(answer)).isEqualTo(refused(Reason.REJECTED_BY_PLATFORM));
        assertThat(ledger.list(null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1787000000000", "1795348900000"})
    void aTimeLongAgoOrToComeRefusesTheCall(String time) {
        Answer answer = send(GOOD, GOOD.replace("1795348000000", time));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(read(answer)).isEqualTo(refused(Reason.TOO_OLD));
    }

    @ParameterizedTest
    @CsvSource({
        "linkedin-version, 202511, BAD_SETTINGS",
        "linkedin-version, '', BAD_SETTINGS",
        "authorization, Bearer revoked, BAD_CREDENTIALS",
        "authorization, Basic AQX, BAD_CREDENTIALS"
    })
    void aWrongHeaderPausesTheTag(String header, String value, Reason reason) {
        headers.put(header, value);

        assertThat(read(send(GOOD, GOOD)))
                .isInstanceOfSatisfying(
                        Reading.Each.class,
                        each -> assertThat(each.outcomes())
                                .hasSize(2)
                                .allSatisfy(outcome -> assertThat(outcome)
                                        .isInstanceOfSatisfying(
                                                Outcome.Misconfigured.class,
                                                wrong -> assertThat(wrong.reason())
                                                        .isEqualTo(reason))));
    }

    /** It says nothing of what it can make nothing of; the sandbox does. */
    @Test
    void takesWhatMatchesNobodyAndNotesIt() {
        Answer answer = send(
                GOOD,
                GOOD.replace(
                                "\"userIds\":[]",
                                "\"userIds\":[{\"idType\":\"SHA256_EMAIL\",\"idValue\":\"ada@example.com\"}]")
                        .replace(
                                "\"user\"",
                                "\"conversionValue\":{\"currencyCode\":\"EUX\",\"amount\":\"1\"},\"user\""));

        assertThat(read(answer)).isEqualTo(Reading.all(2, Outcome.DELIVERED));
        assertThat(answer.problems())
                .anyMatch(problem -> problem.startsWith("elements[1].the SHA256_EMAIL"))
                .anyMatch(problem -> problem.startsWith("elements[1].conversionValue.currencyCode"));
        assertThat(ledger.list(null)).hasSize(2);
    }

    private Answer send(String first, String second) {
        String body = "{\"elements\":[" + first + "," + second + "]}";
        return twin.answer(
                new Call(1, NOW, "api.linkedin.com", "POST", "/rest/conversionEvents", Map.of(), headers, body));
    }

    private static Reading read(Answer answer) {
        Reading reading = LinkedInAnswer.read(Response.of(answer.status(), answer.body()), 2);
        return reading instanceof Reading.Refused(OptionalInt culprit, Outcome.Rejected(Reason reason, var _))
                ? new Reading.Refused(culprit, new Outcome.Rejected(reason, ""))
                : reading;
    }

    private static Reading refused(Reason reason) {
        return new Reading.Refused(OptionalInt.of(1), new Outcome.Rejected(reason, ""));
    }
}
