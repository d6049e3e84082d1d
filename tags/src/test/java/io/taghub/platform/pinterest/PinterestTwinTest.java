package io.taghub.platform.pinterest;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.tag.Outcome;
import io.taghub.tag.Reading;
import io.taghub.tag.Reason;
import io.taghub.tag.Response;
import io.taghub.tag.Tag;
import io.taghub.twin.Answer;
import io.taghub.twin.Call;
import io.taghub.twin.Conversion;
import io.taghub.twin.Ledger;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the twin refuses and counts, and that the tag reads the verdicts as they are meant. */
class PinterestTwinTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final String GOOD = """
            {"event_name":"checkout","action_source":"web","event_time":1795348000,"event_id":"e-1","user_data":{"em":["b5fc85e55755f9e0d030a10ab4429b6b2944855f9a0d60077fe832becbc41d72"]},"custom_data":{"currency":"EUR","value":"49.99"}}""";

    private final Ledger ledger = new Ledger(10);
    private final Twin twin = new PinterestPlatform()
            .twins(new TwinSetup(ledger, "revoked", Duration.ZERO))
            .get("api.pinterest.com");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    "checkout" | "Purchase" | none of Pinterest's names
                    "web" | "website" | 'action_source' must be one of
                    1795348000 | "1795348000" | 'event_time' is not of the type
                    1795348000 | 1795348000000 | must be in seconds
                    "event_id":"e-1" | "event_id":null | missing event_id
                    "em":["b5fc | "em":["B5fc | must be a list of SHA-256 hashes
                    "em" | "ph" | needs em, hashed_maids
                    "49.99" | 49.99 | 'custom_data.value' is not of the type
                    "currency" | "num_items":"2","currency" | 'custom_data.num_items' is not of the type
                    "currency" | "event_label":"x","currency" | 'custom_data.event_label' is not a known field
                    """)
    void refusesTheEventThatIsWrongAndCountsTheOther(String right, String wrong, String says) {
        Answer answer = send("", GOOD.replace(right, wrong), GOOD);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body()).contains(says);
        assertThat(((Reading.Each) read(answer)).outcomes())
                .satisfiesExactly(
                        first -> assertThat(first).isInstanceOf(Outcome.Rejected.class),
                        second -> assertThat(second).isEqualTo(Outcome.DELIVERED));
        assertThat(ledger.list(null)).hasSize(1);
    }

    @Test
    void aRepeatCountsOnceOnTheWebAndTwiceOffline() {
        send("", GOOD);
        send("", GOOD);
        assertThat(ledger.list(null)).extracting(Conversion::received).containsExactly(2);

        send("", GOOD.replace("\"web\"", "\"offline\""));
        send("", GOOD.replace("\"web\"", "\"offline\""));
        assertThat(ledger.list(null)).hasSize(3);
    }

    @Test
    void aTestIsAnsweredAndDoesNotCount() {
        Answer answer = send("true", GOOD);

        assertThat(read(answer)).isEqualTo(Reading.all(1, Outcome.DELIVERED));
        assertThat(answer.problems()).containsExactly("test=true: these events are looked at and not recorded");
        assertThat(ledger.list(null)).extracting(Conversion::uncounted).containsExactly("test");
    }

    @Test
    void refusalsOfTheWholeRequestAreToldApart() {
        assertThat(outcome(twin.answer(call("POST", "events", "Bearer revoked", Map.of(), data(GOOD)))))
                .isEqualTo(Reason.BAD_CREDENTIALS);
        assertThat(outcome(twin.answer(new Call(
                        1,
                        NOW,
                        "api.pinterest.com",
                        "POST",
                        "/v5/ad_accounts/mine/events",
                        Map.of(),
                        Map.of("authorization", "Bearer pina"),
                        data(GOOD)))))
                .isEqualTo(Reason.NO_PERMISSION);
        assertThat(read(twin.answer(call("POST", "events", "Bearer pina", Map.of(), "{\"data\":[]}"))))
                .isInstanceOf(Reading.Refused.class);
        assertThat(((Reading.Each) PinterestAnswer.read(
                                response(twin.refusal(call("POST", "events", "", Map.of(), data(GOOD, GOOD)))),
                                2,
                                true))
                        .outcomes())
                .hasOnlyElementsOfType(Outcome.Rejected.class);
    }

    @Test
    void theQualityOfWhatCameIsReadAsGrades() {
        send("", GOOD);
        send(
                "",
                GOOD.replace("e-1", "e-2")
                        .replace("\"em\"", "\"client_ip_address\":\"203.0.113.9\",\"client_user_agent\":\"M\",\"ph\""));

        List<Tag.Grade> grades = PinterestQuality.grades(response(twin.answer(
                call("GET", "conversion_eqs", "Bearer pinr", Map.of("lookback_period", List.of("14d")), ""))));

        assertThat(grades).hasSize(2);
        assertThat(grades.getFirst()).isEqualTo(new Tag.Grade("", Map.of(), List.of("FAIR")));
        assertThat(grades.getLast().event()).isEqualTo("checkout");
        assertThat(grades.getLast().figures())
                .containsEntry("coverage_email", 50.0)
                .containsEntry("coverage_ip_address", 50.0)
                .containsEntry("coverage_external_event_id", 100.0);
    }

    @Test
    void gradesCarryTheOverlapAndTheIssues() {
        String answer = """
                [{"overall_status":"NEEDS_IMPROVEMENT","quality_components":{
                  "hashed_email":{"checkout":{"coverage":61.5,"issues":[{"id":"em","name":"Low coverage","reason":"Too few"}]},"signup":{"coverage":90}},
                  "external_event_id":{"checkout":{"coverage":99.0,"overlap":80.2,"issues":[]}}},
                  "ingestion_source":"CONVERSIONS_API","source_platform":"WEB","lookback_period":"14d"}]""";

        assertThat(PinterestQuality.grades(Response.of(200, answer)))
                .containsExactly(
                        new Tag.Grade("", Map.of(), List.of("NEEDS_IMPROVEMENT")),
                        new Tag.Grade(
                                "checkout",
                                Map.of("coverage_email", 61.5, "coverage_external_event_id", 99.0, "dedup_rate", 80.2),
                                List.of("hashed_email: Low coverage: Too few")),
                        new Tag.Grade("signup", Map.of("coverage_email", 90.0), List.of()));
        assertThat(PinterestQuality.grades(Response.of(200, "[]"))).isEmpty();
        assertThat(PinterestQuality.grades(Response.of(200, "<html>"))).isEmpty();
    }

    @Test
    void aTokenThatMaySendIsToldWhatIsWrongWithTheProbe() {
        for (String foreign : List.of("<html>Welcome</html>", "", "{\"ok\":true}")) {
            assertThat(PinterestAnswer.readProbe(Response.of(200, foreign)))
                    .as(foreign)
                    .isNotEqualTo(Reading.all(1, Outcome.DELIVERED));
        }
        assertThat(PinterestAnswer.readProbe(Response.of(422, "{\"code\":953,\"message\":\"old\"}")))
                .isEqualTo(Reading.all(1, Outcome.DELIVERED));
        assertThat(PinterestAnswer.readProbe(response(twin.badToken(call("POST", "events", "", Map.of(), "")))))
                .isInstanceOfSatisfying(
                        Reading.Each.class,
                        each -> assertThat(each.outcomes().getFirst()).isInstanceOf(Outcome.Misconfigured.class));
    }

    private Answer send(String test, String... events) {
        return twin.answer(call("POST", "events", "Bearer pina", Map.of("test", List.of(test)), data(events)));
    }

    private static String data(String... events) {
        return "{\"data\":[" + String.join(",", events) + "]}";
    }

    private static Call call(String method, String what, String token, Map<String, List<String>> query, String body) {
        return new Call(
                1,
                NOW,
                "api.pinterest.com",
                method,
                "/v5/ad_accounts/549755885175/" + what,
                query,
                Map.of("authorization", token),
                body);
    }

    private static Reading read(Answer answer) {
        int size = answer.body().split("\"status\"", -1).length - 1;
        return PinterestAnswer.read(response(answer), Math.max(1, size), true);
    }

    private static Reason outcome(Answer answer) {
        return ((Outcome.Misconfigured) ((Reading.Each) read(answer)).outcomes().getFirst()).reason();
    }

    private static Response response(Answer answer) {
        return Response.of(answer.status(), answer.body());
    }
}
