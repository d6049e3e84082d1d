package io.taghub.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.Event;
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
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What of a request to {@code /in/{source}} is kept, in which bounds, and what is made of it later. */
class KeptWebhooksTest extends WithHooks {

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
}
