package io.taghub.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.Channel;
import io.taghub.event.Event;
import io.taghub.event.Marks;
import io.taghub.inbound.hook.Hook;
import io.taghub.store.ReceivedStore.Arrival;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** {@code /in/{source}} through the real listener: what is taken, refused, answered and kept. */
class WebhookTest extends WithHooks {

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
