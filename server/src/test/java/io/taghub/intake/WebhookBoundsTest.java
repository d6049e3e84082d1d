package io.taghub.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.ClickId;
import io.taghub.event.Event;
import io.taghub.event.Person;
import io.taghub.inbound.hook.Code;
import io.taghub.inbound.hook.Hook;
import io.taghub.intake.webhook.Webhooks;
import io.taghub.store.ReceivedStore;
import io.taghub.store.ReceivedStore.Arrival;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much one request may hold, how far a word without proof goes, and clocks that are set back. */
class WebhookBoundsTest {
    private static final String SECRET = "another-key-of-another-back-end-1";
    private static final String CONFIG = """
            site: { domain: shop.example, prefix: x7k2qd }
            mode: sandbox
            click_ids: { cid: { lifetime: 30d } }
            events: { registration: { conversion: true }, deposit: { conversion: true } }
            inbound:
              hi:
                verify: { type: bearer, secret: "${env:HOOK}" }
                each: [$.batch, $]
                map:
                  { event_id: "@.id", name: "@.type", user_id: "@.user", click.id: "@.cid", click.name: { const: cid } }
              own:
                verify: { type: bearer, secret: "${env:HOOK}" }
                map: { event_id: $.id, name: $.type }
                respond: { refused: { status: 200, body: "no: {{reason}}" } }
              low:
                methods: [GET]
                verify: { type: query_token, param: key, secret: "${env:HOOK}" }
                map: { event_id: "?id", name: "?type", user_id: "?user", click.id: "?cid", click.name: { const: cid } }
              url:
                verify: { type: hmac, header: X-Sign, over: [timestamp], timestamp_header: X-Time, secret: "${env:HOOK}" }
                map: { event_id: $.id, name: $.type, user_id: $.user, click.id: $.cid, click.name: { const: cid } }
            tags: {}
            """;

    @TempDir
    Path folder;

    private static Hook hi(RunningIntake hub, String body) {
        return new Hook(
                "POST",
                hub.address("/in/hi"),
                Map.of("Authorization", "Bearer " + SECRET),
                body.getBytes(StandardCharsets.UTF_8));
    }

    private static Hook low(RunningIntake hub, String query) {
        return new Hook("GET", hub.address("/in/low?key=" + SECRET + "&" + query), Map.of(), new byte[0]);
    }

    private static double count(RunningIntake hub, String source, String reason) {
        return hub.meters
                .get("taghub.webhooks")
                .tags("source", source, "reason", reason)
                .counter()
                .count();
    }

    private static String batch(int events) {
        return IntStream.range(0, events)
                .mapToObj(i -> "{\"id\":\"e-%d\",\"type\":\"login\",\"user\":\"u-%d\"}".formatted(i, i % 7))
                .collect(Collectors.joining(",", "{\"batch\":[", "]}"));
    }

    @Test
    void asManyEventsAsABodyHoldsAreTaken() {
        try (RunningIntake hub = RunningIntake.configured(folder, CONFIG)) {
            assertThat(hub.hook(hi(hub, batch(1201))).status()).isEqualTo(200);
            assertThat(hub.store.journal().latest(2000)).hasSize(1201);
            assertThat(count(hub, "hi", "accepted")).isEqualTo(1);
            assertThat(hub.hook(hi(hub, batch(1201))).body()).contains("OK");
            assertThat(hub.store.journal().latest(2000)).as("they count once").hasSize(1201);
        }
    }

    @Test
    void whatIsTooLargeIsAnsweredAsTheSourceWantsIt() {
        try (RunningIntake hub = RunningIntake.configured(folder, CONFIG)) {
            RunningIntake.Answer much = hub.hook(new Hook(
                    "POST",
                    hub.address("/in/own"),
                    Map.of("Authorization", "Bearer " + SECRET),
                    "x".repeat((1 << 20) + 1).getBytes(StandardCharsets.UTF_8)));
            assertThat(much.status() + " " + much.body()).isEqualTo("200 no: too_large");
            assertThat(count(hub, "own", "too_large")).isEqualTo(1);
        }
    }

    @Test
    void whatIsTooLargeIsSaidToBeAndCounted() {
        try (RunningIntake hub = RunningIntake.configured(folder, CONFIG)) {
            RunningIntake.Answer much = hub.hook(hi(hub, "{\"id\":\"" + "x".repeat(1 << 20) + "\"}"));
            assertThat(much.status() + " " + much.body()).isEqualTo("413 too_large");
            String many = "{\"batch\":[" + "{},".repeat(10_000) + "{}]}";
            RunningIntake.Answer more = hub.hook(hi(hub, many));
            assertThat(more.status() + " " + more.body()).isEqualTo("413 too_large");
            assertThat(count(hub, "hi", "too_large")).isEqualTo(2);
            assertThat(hub.store.journal().latest(10)).isEmpty();
        }
    }

    private static List<String> clicksOf(RunningIntake hub, String user) {
        Event later = Event.named("deposit", "later-" + user, RunningIntake.NOW.plusSeconds(60))
                .user(Person.of(user))
                .build();
        var known = hub.store.identity().known(List.of(later)).getFirst();
        return known.touches().stream().map(ClickId::value).toList();
    }

    /** Its own event may use the click it names; the user's others use what a back end named. */
    @Test
    void whoCannotProveToBeABackEndNamesTheClickOfItsOwnEventAlone() {
        try (RunningIntake hub = RunningIntake.configured(folder, CONFIG)) {
            hub.hook(hi(hub, "{\"id\":\"y1\",\"type\":\"registration\",\"user\":\"u-1\"}"));
            hub.hook(low(hub, "id=y2&type=deposit&user=u-1&cid=FORGED1"));
            assertThat(clicksOf(hub, "u-1")).isEmpty();
            assertThat(hub.store.journal().latest(10))
                    .anySatisfy(found -> assertThat(found.event().clickIds())
                            .extracting(ClickId::value)
                            .containsExactly("FORGED1"));
            hub.hook(low(hub, "id=z1&type=registration&user=u-2&cid=FORGED2"));
            hub.hook(hi(hub, "{\"id\":\"z2\",\"type\":\"registration\",\"user\":\"u-2\",\"cid\":\"REAL2\"}"));
            assertThat(clicksOf(hub, "u-2")).containsExactly("REAL2");
        }
    }

    /** Whoever saw one signature can put any body to it. */
    @Test
    void aSignatureThatLeavesTheBodyOutProvesAsLittle() {
        try (RunningIntake hub = RunningIntake.configured(folder, CONFIG)) {
            Hook bare = new Hook(
                    "POST",
                    hub.address("/in/url"),
                    Map.of(),
                    "{\"id\":\"w1\",\"type\":\"registration\",\"user\":\"u-3\",\"cid\":\"FORGED3\"}"
                            .getBytes(StandardCharsets.UTF_8));
            assertThat(hub.hook(hub.config.inbound().get("url").verifier().signed(bare, RunningIntake.NOW))
                            .status())
                    .isEqualTo(200);
            assertThat(clicksOf(hub, "u-3")).isEmpty();
        }
    }

    /** It came, was kept, and the hub was killed; then the clock went back by days. */
    @Test
    void whatAClockThatWasAheadHasKeptIsTakenUp() {
        try (RunningIntake hub = RunningIntake.configured(folder, CONFIG)) {
            hub.hook(hi(hub, "{\"id\":\"k1\",\"type\":\"login\",\"user\":\"u-4\"}"));
            Arrival whole = hub.store.received().latest(null, null, 1).getFirst();
            Instant ahead = RunningIntake.NOW.plus(Duration.ofDays(3));
            byte[] content = new String(whole.content(), StandardCharsets.UTF_8)
                    .replace("k1", "k2")
                    .getBytes(StandardCharsets.UTF_8);
            String id = ReceivedStore.id(ahead, 7);
            hub.store.received().keep(new Arrival(id, "hi", ahead, Code.RECEIVED.word(), false, content), List.of());
            Gate gate = new Gate(hub.store, () -> hub.config, hub.meters, hub.refused);
            Webhooks webhooks =
                    new Webhooks(gate, new ClickCaptures(gate::clickRefused), hub.store, hub.clock, hub.meters);
            assertThat(webhooks.takeUp()).isFalse();
            assertThat(hub.store.journal().latest(10))
                    .extracting(found -> found.event().id())
                    .containsExactlyInAnyOrder("k1", "k2");
            assertThat(hub.store.received().find(id).code()).isEqualTo("accepted");
        }
    }
}
