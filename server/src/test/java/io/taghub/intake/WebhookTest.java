package io.taghub.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.Channel;
import io.taghub.event.Event;
import io.taghub.event.Marks;
import io.taghub.inbound.InboundSource;
import io.taghub.inbound.hook.Hook;
import io.taghub.intake.webhook.Kept;
import io.taghub.intake.webhook.Mending;
import io.taghub.intake.webhook.Webhooks;
import io.taghub.store.IdentityStore;
import io.taghub.store.Journal;
import io.taghub.store.LaneStore;
import io.taghub.store.ReceivedStore;
import io.taghub.store.ReceivedStore.Arrival;
import io.taghub.store.ScriptStore;
import io.taghub.store.Store;
import io.taghub.store.StoreUnavailableException;
import io.taghub.store.sql.Stores;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code /in/{source}} through the real listener: what is taken, refused, answered and kept. */
class WebhookTest {
    private static final String SECRET = "another-key-of-another-back-end-1";
    private static final String CONFIG = """
            site: { domain: shop.example, prefix: x7k2qd }
            mode: sandbox
            events: { scroll: { from: [browser] } }
            click_ids: { cid: { lifetime: 30d } }
            inbound:
              crm:
                verify: { type: standard_webhooks, secret: "${env:HOOK}", tolerance: 5m }
                map:
                  event_id: $.id
                  name: { from: $.type, values: { deposit.approved: deposit, registered: registration, scrolled: scroll } }
                  user_id: $.player
                  visitor: $.visitor
                  value: $.amount
                  currency: $.currency
                respond: { ok: { status: 202, body: '{"ok":true}', type: application/json }, duplicate: { status: 200, body: DUP }, refused: { body: "no: {{reason}}" } }
              net:
                methods: [GET]
                verify: { type: query_token, param: key, secret: "${env:HOOK}", allow_ips: [127.0.0.1, "::1"] }
                map: { name: { const: ftd }, txn_id: "?tid", click.id: "?cid", click.name: { const: cid }, click.time: "?at", user_id: "?uid", visitor: "?vis", value: "?sum" }
                respond: { ok: { body: pixel } }
              far: { verify: { type: ip, allow_ips: [203.0.113.0/24] }, map: { name: { const: ftd }, event_id: $.id } }
            tags: {}
            """;

    @TempDir
    Path folder;

    private static Hook crm(RunningIntake hub, String body) {
        InboundSource source = Objects.requireNonNull(hub.config.inbound().get("crm"));
        Hook hook = new Hook(
                "POST",
                hub.address("/in/crm"),
                Map.of("Content-Type", "application/json", "Cookie", "session=private"),
                body.getBytes(StandardCharsets.UTF_8));
        return source.verifier().signed(hook, hub.now.get());
    }

    private static Hook net(RunningIntake hub, String query) {
        return new Hook("GET", hub.address("/in/net?" + query), Map.of(), new byte[0]);
    }

    private static double count(RunningIntake hub, String source, String reason) {
        return hub.meters
                .get("taghub.webhooks")
                .tags("source", source, "reason", reason)
                .counter()
                .count();
    }

    @Test
    void takenOnceHoweverOftenItComes() {
        try (RunningIntake hub = RunningIntake.configured(folder, CONFIG)) {
            Hook hook = crm(
                    hub,
                    "{\"id\":\"d-1\",\"type\":\"deposit.approved\",\"player\":\"u-1\",\"amount\":50,\"currency\":\"EUR\"}");
            RunningIntake.Answer first = hub.hook(hook);
            assertThat(first.status()).isEqualTo(202);
            assertThat(first.body()).isEqualTo("{\"ok\":true}");
            assertThat(first.header("Content-Type")).startsWith("application/json");
            RunningIntake.Answer again = hub.hook(hook);
            assertThat(again.status() + again.body()).isEqualTo("200DUP");
            Event event = hub.only();
            assertThat(event.channels()).containsExactly(Channel.SERVER);
            assertThat(event.user().id()).isEqualTo("u-1");
            assertThat(count(hub, "crm", "accepted")).isEqualTo(1);
            assertThat(count(hub, "crm", "duplicate")).isEqualTo(1);
        }
    }

    @Test
    void forgedStaleAndUnknown() {
        try (RunningIntake hub = RunningIntake.configured(folder, CONFIG)) {
            Hook hook = crm(hub, "{\"id\":\"d-1\",\"type\":\"deposit.approved\"}");
            Hook forged =
                    new Hook("POST", hook.url(), hook.headers(), "{\"id\":\"d-2\"}".getBytes(StandardCharsets.UTF_8));
            assertThat(hub.hook(forged).body()).isEqualTo("no: bad_signature");
            hub.now.set(RunningIntake.NOW.plusSeconds(600));
            RunningIntake.Answer stale = hub.hook(hook);
            assertThat(stale.status() + stale.body()).isEqualTo("401no: stale");
            assertThat(hub.hook(crm(hub, "{\"id\":\"d-3\",\"type\":\"spin\"}")).status())
                    .isEqualTo(422);
            assertThat(hub.hook(crm(hub, "not JSON")).body()).isEqualTo("no: unreadable");
            assertThat(hub.hook(crm(hub, "{\"id\":\"d-4\",\"type\":\"scrolled\"}"))
                            .body())
                    .isEqualTo("no: not_taken");
            assertThat(hub.hook(crm(hub, "{\"type\":\"deposit.approved\"}")).status())
                    .as("its delivery has a name")
                    .isEqualTo(202);
            RunningIntake.Answer get = hub.hook(new Hook("GET", hub.address("/in/crm"), Map.of(), new byte[0]));
            assertThat(get.status()).isEqualTo(405);
            assertThat(get.header("Allow")).isEqualTo("POST");
            assertThat(hub.hook(new Hook("POST", hub.address("/in/nobody"), Map.of(), new byte[0]))
                            .status())
                    .isEqualTo(404);
            assertThat(hub.store.journal().latest(10)).hasSize(1);
        }
    }

    @Test
    void byAddress() {
        try (RunningIntake hub = RunningIntake.configured(folder, CONFIG)) {
            byte[] body = "{\"id\":\"f-1\"}".getBytes(StandardCharsets.UTF_8);
            Hook here = new Hook("POST", hub.address("/in/far"), Map.of(), body);
            assertThat(hub.hook(here).status()).isEqualTo(403);
            // Behind the operator's own proxy, which is on this machine, what that says counts.
            assertThat(hub.hook(here.with("X-Forwarded-For", "203.0.113.7")).status())
                    .isEqualTo(200);
            assertThat(hub.hook(here.with("X-Forwarded-For", "203.0.113.7, 198.51.100.9"))
                            .status())
                    .isEqualTo(403);
        }
    }

    @Test
    void aPixelForWhoWantsOneAndATokenThatIsKeptNowhere() {
        try (RunningIntake hub = RunningIntake.configured(folder, CONFIG)) {
            RunningIntake.Answer answer = hub.hook(net(hub, "cid=abcDEF1234&tid=t1&sum=50&key=" + SECRET));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Type")).isEqualTo("image/gif");
            assertThat(hub.hook(net(hub, "cid=a&tid=t2&key=guessed-wrongly")).status())
                    .isEqualTo(401);
            assertThat(hub.store.received().latest(null, null, 10))
                    .hasSize(2)
                    .allSatisfy(kept -> assertThat(new String(kept.content(), StandardCharsets.UTF_8))
                            .doesNotContain(SECRET)
                            .doesNotContain("guessed-wrongly")
                            .contains("key=***"));
        }
    }

    /** However it is written: percent-encoding has two cases, and JSON its own. */
    @Test
    void aTokenWrittenInAnotherWayIsKeptNowhereEither() {
        String odd = CONFIG.replace("\"${env:HOOK}\", allow_ips", "\"${env:KEY}\", allow_ips");
        try (RunningIntake hub = RunningIntake.configured(folder, odd)) {
            assertThat(hub.hook(net(hub, "tid=t1&cid=abc&key=%30%31%32%33456789abcdef0123456789abcdef"))
                            .status())
                    .isEqualTo(200);
            hub.hook(net(hub, "tid=t2&key=gu%2fess%2Bed&k=%67u/ess%2bed"));
            assertThat(hub.store.received().latest(null, null, 10))
                    .hasSize(2)
                    .allSatisfy(kept -> assertThat(new String(kept.content(), StandardCharsets.UTF_8)
                                    .toLowerCase(java.util.Locale.ROOT))
                            .doesNotContain("456789abcdef")
                            .doesNotContain("ess")
                            .contains("key=***"));
        }
    }

    @Test
    void cookiesAreNeverKept() {
        try (RunningIntake hub = RunningIntake.configured(folder, CONFIG)) {
            hub.hook(crm(hub, "{\"id\":\"d-1\",\"type\":\"deposit.approved\"}"));
            assertThat(new String(
                            hub.store
                                    .received()
                                    .latest(null, null, 1)
                                    .getFirst()
                                    .content(),
                            StandardCharsets.UTF_8))
                    .doesNotContain("session=private");
        }
    }

    /** Who holds the address can make events of his network's; he cannot say who somebody is. */
    @Test
    void aTokenInTheAddressSettlesNothing() {
        try (RunningIntake hub = RunningIntake.configured(folder, CONFIG)) {
            String visitor = "v1.0123456789abcdef0123456789abcdef";
            hub.hook(net(hub, "cid=abcDEF1234&tid=t1&uid=u-9&vis=" + visitor + "&key=" + SECRET));
            assertThat(hub.only().visitor()).isNull();
        }
    }

    @Test
    void whatAPersonShouldKnowOfWhatWasTaken() {
        try (RunningIntake hub = RunningIntake.configured(folder, CONFIG)) {
            hub.hook(net(hub, "cid=abcDEF1234&tid=t1&sum=OPTIONAL&key=" + SECRET));
            hub.hook(net(hub, "cid=%7Bcid%7D&tid=t2&uid=u-1&key=" + SECRET));
            hub.hook(net(hub, "cid=abcDEF1234&tid=t3&at=2026-01-01T00:00:00Z&key=" + SECRET));
            hub.hook(net(hub, "cid=abcDEF1234&tid=%7Btid%7D&key=" + SECRET));
            assertThat(hub.store.received().latest(null, null, 10))
                    .extracting(Arrival::code)
                    .containsExactlyInAnyOrder(
                            "unresolved_macro", "expired_click", "unresolved_field", "invalid_amount");
            assertThat(hub.store.journal().latest(10)).hasSize(3);
        }
    }

    /** Who floods it has little of it kept, and everything counted. */
    @Test
    void whatIsRefusedIsKeptWithinBounds() {
        try (RunningIntake hub = RunningIntake.configured(folder, CONFIG)) {
            for (int i = 0; i < 70; i++) {
                hub.hook(net(hub, "tid=" + i + "&key=wrong"));
            }
            assertThat(hub.store.received().latest("net", null, 100)).hasSize(60);
            assertThat(count(hub, "net", "bad_token")).isEqualTo(70);
        }
    }

    @Test
    void whatIsForgedLeavesRoomForWhatIsGenuine() {
        try (RunningIntake hub = RunningIntake.configured(folder, CONFIG)) {
            Hook genuine = crm(hub, "{\"id\":\"d-1\",\"type\":\"spin\"}");
            for (int i = 0; i < 70; i++) {
                hub.hook(genuine.with("webhook-signature", "v1,AAAA"));
            }
            hub.hook(genuine);
            assertThat(hub.store.received().latest("crm", "unknown_event", 100)).hasSize(1);
        }
    }

    /** Its numbers are its own, and those of a shop's orders are no secret. */
    @Test
    void aTokenInTheAddressMovesNothingThatABackEndTold() {
        String config = CONFIG.replace("txn_id: \"?tid\"", "txn_id: \"?tid\", order_id: \"?order\", status: \"?st\"")
                .replace("user_id: $.player", "user_id: $.player\n      order_id: $.order")
                .replace("registered: registration", "first: ftd");
        try (RunningIntake hub = RunningIntake.configured(folder, config)) {
            String sold = "{\"id\":\"d-1\",\"type\":\"first\",\"order\":\"9801\",\"amount\":50,\"currency\":\"EUR\"}";
            assertThat(hub.hook(crm(hub, sold)).status()).isEqualTo(202);
            assertThat(hub.hook(net(hub, "tid=9801&order=9801&st=reversed&key=" + SECRET))
                            .status())
                    .isEqualTo(200);
            var life = hub.store.conversions().find("9801").orElseThrow().life("ftd");
            assertThat(life.state()).isEqualTo(io.taghub.life.ConversionState.APPROVED);
            assertThat(Objects.requireNonNull(life.value()).amount()).isEqualByComparingTo("50");
            // What it told of itself it moves.
            hub.hook(net(hub, "tid=9802&sum=5&key=" + SECRET));
            hub.hook(net(hub, "tid=9802&st=cancelled&key=" + SECRET));
            assertThat(hub.store.conversions().find("9802"))
                    .as("the shop's own")
                    .isEmpty();
            assertThat(hub.store
                            .conversions()
                            .find("net:9802")
                            .orElseThrow()
                            .life("ftd")
                            .state())
                    .isEqualTo(io.taghub.life.ConversionState.REVERSED);
        }
    }

    private Webhooks webhooks(RunningIntake hub, String config) {
        RunningIntake other = hub;
        var mended = RunningIntake.config(config);
        Gate gate = new Gate(other.store, () -> mended, other.meters, other.refused);
        return new Webhooks(gate, new ClickCaptures(gate::clickRefused), other.store, other.clock, other.meters);
    }

    @Test
    void aMendedMappingMakesOfItWhatItShouldHaveBeen() {
        try (RunningIntake hub = RunningIntake.configured(folder, CONFIG)) {
            hub.hook(crm(hub, "{\"id\":\"b-1\",\"type\":\"bonus.paid\",\"player\":\"u-1\"}"));
            hub.hook(crm(hub, "{\"id\":\"d-1\",\"type\":\"deposit.approved\",\"player\":\"u-1\"}"));
            Hook forged = crm(hub, "{\"id\":\"b-2\",\"type\":\"bonus.paid\"}").with("webhook-signature", "v1,AAAA");
            hub.hook(forged);
            hub.now.set(RunningIntake.NOW.plusSeconds(3600));
            String mended = CONFIG.replace("registered: registration", "bonus.paid: bonus");
            Mending mending = new Mending(webhooks(hub, mended), hub.store);
            Mending.Mended dry = mending.mend(null, "crm", null, true);
            assertThat(dry.after()).isEqualTo(Map.of("accepted", 1, "bad_signature", 1));
            assertThat(hub.store.journal().latest(10)).hasSize(1);
            assertThat(mending.mend(null, "crm", null, false).before())
                    .isEqualTo(Map.of("unknown_event", 1, "bad_signature", 1));
            assertThat(hub.store.journal().latest(10))
                    .extracting(
                            found -> found.event().name() + " " + found.event().id())
                    .containsExactlyInAnyOrder("bonus b-1", "deposit d-1");
            Event bonus = hub.newest();
            assertThat(bonus.time()).as("when it came").isEqualTo(RunningIntake.NOW);
            // Also what was taken can be judged again; nothing counts twice.
            assertThat(mending.mend(null, "crm", "accepted", false).after()).containsEntry("duplicate", 2);
            assertThat(hub.store.journal().latest(10)).hasSize(2);
        }
    }

    /** As after kill -9 between the two: the request is kept, its event is not there yet. */
    @Test
    void whatWasKeptAndNotMadeIntoEventsIsTakenUpLater() {
        AtomicBoolean down = new AtomicBoolean(true);
        Store store = Stores.open("sqlite:" + folder.resolve("t.db"), null, null, () -> RunningIntake.NOW);
        try (RunningIntake hub = RunningIntake.configured(new Dying(store, down), CONFIG)) {
            RunningIntake.Answer answer = hub.hook(crm(hub, "{\"id\":\"d-1\",\"type\":\"deposit.approved\"}"));
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isNotNull();
            assertThat(store.received().latest(null, null, 10))
                    .extracting(Arrival::code)
                    .containsExactly("received");
            down.set(false);
            hub.now.set(RunningIntake.NOW.plusSeconds(120));
            webhooks(hub, CONFIG).takeUp();
            assertThat(store.journal().latest(10))
                    .extracting(found -> found.event().id())
                    .containsExactly("d-1");
            assertThat(store.received().latest(null, null, 10))
                    .extracting(Arrival::code)
                    .containsExactly("accepted");
        }
    }

    /** A quick restart: what the one before had kept is made into events at once, and not by who has it in hand. */
    @Test
    void aNewHubTakesUpAtOnceWhatTheOneBeforeHadKept() {
        AtomicBoolean down = new AtomicBoolean(true);
        Store store = Stores.open("sqlite:" + folder.resolve("t.db"), null, null, () -> RunningIntake.NOW);
        try (RunningIntake hub = RunningIntake.configured(new Dying(store, down), CONFIG)) {
            hub.hook(crm(hub, "{\"id\":\"d-1\",\"type\":\"deposit.approved\"}"));
            down.set(false);
            Webhooks before = webhooks(hub, CONFIG);
            assertThat(before.takeUp()).as("it may be in its own hands").isTrue();
            assertThat(store.journal().latest(10)).isEmpty();
            hub.now.set(RunningIntake.NOW.plusSeconds(1));
            assertThat(webhooks(hub, CONFIG).takeUp()).isFalse();
            assertThat(store.journal().latest(10))
                    .extracting(found -> found.event().id())
                    .containsExactly("d-1");
        }
    }

    /** A store whose journal is away while the rest works. */
    private record Dying(Store real, AtomicBoolean down) implements Store {
        @Override
        public Journal journal() {
            if (down.get()) {
                throw new StoreUnavailableException("away", new IllegalStateException());
            }
            return real.journal();
        }

        @Override
        public LaneStore lanes() {
            return real.lanes();
        }

        @Override
        public IdentityStore identity() {
            return real.identity();
        }

        @Override
        public ScriptStore scripts() {
            return real.scripts();
        }

        @Override
        public ReceivedStore received() {
            return real.received();
        }

        @Override
        public boolean shared() {
            return real.shared();
        }

        @Override
        public boolean healthy() {
            return real.healthy();
        }

        @Override
        public void close() {
            real.close();
        }
    }

    @Test
    void whatIsKeptIsReadAsItWasWritten() {
        try (RunningIntake hub = RunningIntake.configured(folder, CONFIG)) {
            byte[] binary = {(byte) 0xff, 0, 1};
            hub.hook(new Hook(
                    "POST", hub.address("/in/far?x=%C3%A4"), Map.of("X-Forwarded-For", "203.0.113.7"), binary));
            Kept kept = Kept.read(
                    hub.store.received().latest(null, null, 1).getFirst().content());
            assertThat(kept.hook().body()).isEqualTo(binary);
            assertThat(kept.hook().query("x")).isEqualTo("ä");
            assertThat(kept.ip()).isEqualTo("203.0.113.7");
            assertThat(kept.verified()).isTrue();
        }
    }

    @Test
    void theTagsOfItsReceiverAreNoted() {
        try (RunningIntake hub = RunningIntake.configured(folder, CONFIG)) {
            hub.hook(net(hub, "cid=abcDEF1234&tid=t1&key=" + SECRET));
            assertThat(Marks.cameFrom(hub.only(), "net"))
                    .as("the source is no tag")
                    .isFalse();
            assertThat(hub.only().properties()).containsEntry("_origin", List.of("net"));
        }
    }
}
