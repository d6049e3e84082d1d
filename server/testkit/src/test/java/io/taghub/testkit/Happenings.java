package io.taghub.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** What happens in tests of the kit's own promises: deposits, half a pair, a lead, a fault of a platform. */
final class Happenings {
    static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    /** For what is expected to fail: the state was waited for before. */
    static final Duration AT_ONCE = Duration.ZERO;

    /** A receiver that does not tell repeats from new ones. */
    static final String INTRODUCER = """
            site: { domain: broker.example }
            tags:
              introducer:
                type: postback
                url: https://ib.example/pb?cid={{click.id | required}}
                click_id: btag
                when: [lead]
            """;

    private Happenings() {}

    static void lead(Expectations run) {
        run.backend()
                .send("{\"name\":\"lead\",\"id\":\"%s\",\"click_ids\":{\"btag\":\"ib-42\"}}"
                        .formatted(run.unique("lead")));
    }

    /** A first deposit; reported with one copy, so that nothing waits for its twin. */
    static String deposit(Expectations run, String amount) {
        String id = run.unique("dep");
        run.backend().send(deposit(run, id, amount));
        return id;
    }

    static Map<String, Object> deposit(Expectations run, String id, String amount) {
        return Map.of(
                "name",
                "ftd",
                "id",
                id,
                "user",
                Map.of("id", run.unique("ada"), "email", "ada@example.com"),
                "value",
                amount,
                "currency",
                "EUR");
    }

    /** A purchase whose other copy does not come. */
    static void halfAPair(Expectations run) {
        run.backend().send("""
                {"name":"purchase","id":"%s","user":{"email":"ada@example.com"},
                 "click_ids":{"clickid":"c-1"},"value":49.99,"currency":"EUR"}
                """.formatted(run.unique("order")));
    }

    static void fault(Expectations run, String json) {
        assertThat(run.server()
                        .http
                        .send(HttpRequest.newBuilder(URI.create(run.sandbox() + "/_sandbox/faults"))
                                .POST(HttpRequest.BodyPublishers.ofString(json)))
                        .statusCode())
                .isEqualTo(200);
    }
}
