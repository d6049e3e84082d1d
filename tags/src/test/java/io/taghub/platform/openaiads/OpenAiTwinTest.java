package io.taghub.platform.openaiads;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.tag.Outcome;
import io.taghub.tag.Reading;
import io.taghub.tag.Reason;
import io.taghub.tag.Request;
import io.taghub.tag.Response;
import io.taghub.tag.Secret;
import io.taghub.tag.Setup;
import io.taghub.twin.Answer;
import io.taghub.twin.Call;
import io.taghub.twin.Conversion;
import io.taghub.twin.Ledger;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the twin refuses, and that one bad event refuses the request. */
class OpenAiTwinTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final String GOOD = """
            {"id":"o-1","type":"order_created","timestamp_ms":1795348000000,"action_source":"web","source_url":"https://shop.example.com/thanks","oppref":"op1","user":{"email_sha256":"b5fc85e55755f9e0d030a10ab4429b6b2944855f9a0d60077fe832becbc41d72"},"data":{"type":"contents","amount":4999,"currency":"EUR"}}""";

    private final Ledger ledger = new Ledger(10);
    private final Twin twin = new OpenAiPlatform()
            .twins(new TwinSetup(ledger, "revoked", Duration.ZERO))
            .get("bzr.openai.com");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    "id":"o-1", | | Missing required field: id
                    order_created | purchase | type is not supported
                    order_created | custom | custom_event_name is required
                    order_created | lead_created | data.type must be customer_action
                    order_created | app_installed | action_source must be mobile_app
                    1795348000000 | "1795348000000" | timestamp_ms must be an integer
                    1795348000000 | 1794743100000 | within the last 7 days
                    1795348000000 | 1795349700000 | at most 10 minutes ahead
                    "source_url":"https://shop.example.com/thanks", | | source_url must be a web address
                    :"b5fc | :"B5FC | must be SHA-256
                    4999 | 49.99 | must be an integer
                    ,"currency":"EUR" | | currency is required with an amount
                    EUR | eur | must be a code of ISO 4217
                    "contents" | "customer_action" | data.type must be contents
                    """)
    void oneBadEventRefusesTheRequest(String right, String wrong, String says) {
        Answer answer = send(GOOD, GOOD.replace(right, wrong == null ? "" : wrong));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains(says);
        assertThat(read(answer)).isInstanceOf(Reading.Refused.class);
        assertThat(ledger.list(null)).isEmpty();
    }

    @Test
    void countsInMajorUnitsAndARepeatOnce() {
        assertThat(read(send(GOOD, GOOD))).isEqualTo(Reading.all(2, Outcome.DELIVERED));

        assertThat(ledger.list(null)).singleElement().satisfies(counted -> {
            assertThat(counted.value()).isEqualByComparingTo(new BigDecimal("49.99"));
            assertThat(counted.clickId()).isEqualTo("op1");
            assertThat(counted.received()).isEqualTo(2);
        });
        send(GOOD.replace("\"EUR\"", "\"JPY\"").replace("o-1", "o-2"));
        assertThat(ledger.list(null).getLast().value()).isEqualByComparingTo(new BigDecimal("4999"));
    }

    @Test
    void whatIsOnlyValidatedIsNotSaved() {
        Answer answer = answer("Bearer sk", "{\"validate_only\":true,\"events\":[" + GOOD + "]}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(OpenAiAnswer.objections(response(answer))).isEmpty();
        assertThat(ledger.list(null)).extracting(Conversion::id).isEmpty();
    }

    @Test
    void keysAndFormsOfTheRequest() {
        assertThat(answer("Bearer revoked", "{\"events\":[" + GOOD + "]}").status())
                .isEqualTo(401);
        assertThat(answer("sk", "{\"events\":[" + GOOD + "]}").status()).isEqualTo(401);
        assertThat(answer("Bearer sk", "{\"events\":[]}").body()).contains("Missing required field: events");
        assertThat(answer("Bearer sk", "{\"integration_source\":\"x\",\"events\":[" + GOOD + "]}")
                        .problems())
                .containsExactly("integration_source is not a key of the request");
    }

    @Test
    void aKeyIsProvedByAnEventThatIsOnlyLookedAt() {
        Request probe = tag().probe(NOW).orElseThrow();
        assertThat(probe.bodyText()).contains("\"validate_only\":true");

        Answer taken = answer("Bearer sk", probe.bodyText());
        assertThat(taken.status()).isEqualTo(200);
        assertThat(taken.problems()).containsExactly("validate_only is set: these events are looked at and not saved");
        assertThat(ledger.list(null)).isEmpty();
        assertThat(tag().readProbe(response(taken))).isEqualTo(Reading.all(1, Outcome.DELIVERED));
        assertThat(tag().readProbe(Response.of(200, "{\"accepted_events\":1}")))
                .isEqualTo(Reading.all(1, Outcome.DELIVERED));
        for (Response bad : List.of(
                response(answer("Bearer revoked", probe.bodyText())),
                Response.of(400, "{\"error\":{\"message\":\"Missing required parameter: pid\",\"param\":\"pid\"}}"),
                Response.of(404, ""),
                Response.of(200, ""),
                Response.of(200, "<html>Welcome</html>"),
                Response.of(503, ""))) {
            assertThat(tag().readProbe(bad)).as("%s", bad.text()).isNotEqualTo(Reading.all(1, Outcome.DELIVERED));
        }
    }

    @Test
    void aFailureThatPassesKeepsTheRequestsNumber() {
        Response down = new Response(
                503,
                Map.of("x-request-id", "req_77"),
                "{\"error\":{\"message\":\"Authentication backend failure\",\"type\":\"server_error\"}}"
                        .getBytes(UTF_8),
                Duration.ofSeconds(9));
        assertThat(OpenAiAnswer.read(down, 1))
                .isEqualTo(Reading.all(
                        1,
                        new Outcome.Retryable(
                                Reason.PLATFORM_DOWN,
                                Duration.ofSeconds(9),
                                "HTTP 503: Authentication backend failure, request req_77")));
    }

    private static OpenAiTag tag() {
        return new OpenAiTag(
                new OpenAiPlatform.Settings("px1", new Secret("sk"), false, null, true, false, false, null),
                new Setup(Map.of(), null, URI.create("https://shop.example")));
    }

    private Answer send(String... events) {
        return answer("Bearer sk", "{\"events\":[" + String.join(",", events) + "]}");
    }

    private Answer answer(String token, String body) {
        return twin.answer(new Call(
                1,
                NOW,
                "bzr.openai.com",
                "POST",
                "/v1/events",
                Map.of("pid", List.of("px1")),
                Map.of("authorization", token),
                body));
    }

    private static Reading read(Answer answer) {
        return OpenAiAnswer.read(response(answer), 2);
    }

    private static Response response(Answer answer) {
        return Response.of(answer.status(), answer.body());
    }
}
