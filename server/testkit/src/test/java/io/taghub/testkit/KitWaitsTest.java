package io.taghub.testkit;

import static io.taghub.testkit.Happenings.AT_ONCE;
import static io.taghub.testkit.Happenings.INTRODUCER;
import static io.taghub.testkit.Happenings.NOON;
import static io.taghub.testkit.Happenings.deposit;
import static io.taghub.testkit.Happenings.fault;
import static io.taghub.testkit.Happenings.halfAPair;
import static io.taghub.testkit.Happenings.lead;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.taghub.store.Verdict;
import io.taghub.tag.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What still waits is neither once nor nothing: a failure says for what it waits and until when. */
@Often
final class KitWaitsTest {

    @RegisterExtension
    static final TaghubExtension hub =
            new TaghubExtension(TestConfig.resource("shop.yaml").startingAt(NOON));

    @Test
    void whatWaitsForItsTwinGoesWhenTheClockMoves() {
        halfAPair(hub);
        hub.advance(Duration.ofSeconds(31));
        hub.expectOnce("partner", "purchase", sent -> sent.value("49.99").contains("c-1"));
        hub.expectVerdict("meta-main", "purchase", Verdict.DELIVERED);
    }

    /** With time itself it would have gone after thirty seconds, and not when it is too old for the platform. */
    @Test
    void whatCouldGoOnTheWayGoesOnTheWay() {
        halfAPair(hub);
        hub.advance(Duration.ofDays(9));
        hub.expectOnce("partner", "purchase");
        hub.expectVerdict("meta-main", "purchase", Verdict.DELIVERED);
    }

    /** Somebody may yet be linked to the user, as long as late_link says. */
    @Test
    void aWaitForSomebodysWordEndsWhenItIsSaidTo() {
        hub.backend().send("""
                {"name":"purchase","id":"o-1","user":{"id":"ada"},"value":49.99,"currency":"EUR"}
                """);
        hub.advance(Duration.ofSeconds(31));
        Instant end = NOON.plus(Duration.ofHours(72));
        assertThatThrownBy(() -> hub.within(AT_ONCE).expectNothing("partner"))
                .hasMessageContaining("AWAITING_LINK")
                .hasMessageContaining(", until " + end.toString().substring(0, 10))
                .hasMessageFindingMatch("hub\\.advance\\(Duration\\.ofSeconds\\(259\\d\\d\\d\\)\\) ends the wait");
        hub.advance(Duration.ofHours(72));
        hub.expectSkipped("partner", "purchase", Reason.NO_CLICK_ID);
        hub.expectNothing("partner");
    }

    /** Meta calls both a Purchase, and of what was not sent yet only our name is known. */
    @Test
    void whatWaitsForItsTwinMayBecomeASecondOne() {
        deposit(hub, "20.00");
        halfAPair(hub);
        hub.expectSent("meta-main", "Purchase", sent -> sent.value("20.00"));
        assertThatThrownBy(() -> hub.within(AT_ONCE).expectOnce("meta-main", "Purchase"))
                .hasMessageContaining("'Purchase' was sent to meta-main, but whether only once is not known yet")
                .hasMessageContaining("waiting, WAITING_FOR_TWIN (waits for the copy from the other channel), until")
                .hasMessageFindingMatch("hub\\.advance\\(Duration\\.ofSeconds\\((30|2\\d)\\)\\) ends the wait");
        assertThatThrownBy(() -> hub.within(AT_ONCE).expectNothing("partner"))
                .hasMessageContaining("so far nothing was sent to partner, but that is not the last word")
                .hasMessageContaining("WAITING_FOR_TWIN");
        hub.advance(Duration.ofSeconds(31));
        assertThatThrownBy(() -> hub.expectOnce("meta-main", "Purchase"))
                .hasMessageContaining("once but was sent 2 times");
        assertThatThrownBy(() -> hub.expectNothing("partner")).hasMessageContaining("nothing should have been sent");
    }

    @Test
    void whatAPlatformTakesLaterOnlyIsNotNothing() {
        TestConfig config = TestConfig.text("""
                site: { domain: shop.example }
                tags:
                  ads:
                    type: google-data-manager
                    account_id: "1234567890"
                    conversion_actions: { purchase: "333" }
                    oauth: { client_id: a.example, client_secret: "${env:SECRET}", refresh_token: "${env:TOKEN}" }
                    when: [purchase]
                """);
        try (TestHub google = TestHub.start(config)) {
            google.backend().send("""
                    {"name":"purchase","id":"o-1","click_ids":{"gclid":"Cj0KCQ_now"},"value":5,"currency":"EUR"}
                    """);
            google.advance(Duration.ZERO);
            assertThatThrownBy(() -> google.within(AT_ONCE).expectNothing("ads"))
                    .hasMessageContaining("waiting, MIN_DELAY (it is too early to send it), until")
                    .hasMessageContaining("ends the wait");
            google.advance(Duration.ofDays(1));
            google.expectOnce("ads", "purchase");
        }
    }

    @Test
    void whatIsTriedAgainMayBecomeASecondOne() {
        fault(
                hub,
                "{\"host\":\"graph.facebook.com\",\"mode\":\"status\",\"status\":503,\"times\":1,\"retry_after\":3000}");
        deposit(hub, "20.00");
        hub.advance(Duration.ZERO);
        assertThatThrownBy(() -> hub.within(AT_ONCE).expectOnce("meta-main", "ftd"))
                .hasMessageContaining("still waiting: ftd dep-")
                .hasMessageContaining("ends the wait");
        deposit(hub, "30.00");
        hub.advance(Duration.ofHours(1));
        hub.expectSent("meta-main", "ftd", sent -> sent.value("20.00"));
        hub.expectSent("meta-main", "ftd", sent -> sent.value("30.00"));
        assertThatThrownBy(() -> hub.expectOnce("meta-main", "ftd")).hasMessageContaining("once but was sent 2 times");
    }

    @Test
    void aTagThatIsSetUpWronglyWaitsForAPerson() {
        TestConfig wrong = TestConfig.resource("shop.yaml").env("META_TOKEN", "a-revoked-token");
        try (TestHub hub = TestHub.start(wrong)) {
            deposit(hub, "20.00");
            hub.advance(Duration.ZERO);
            assertThatThrownBy(() -> hub.within(AT_ONCE).expectNothing("meta-main"))
                    .hasMessageContaining("waiting, BAD_CREDENTIALS")
                    .hasMessageContaining("a tag that cannot go on has to be put right");
        }
    }

    @Test
    void whatMayHaveArrivedIsNeitherOnceNorNothing() {
        try (TestHub broker = TestHub.start(TestConfig.text(INTRODUCER))) {
            fault(broker, "{\"host\":\"ib.example\",\"mode\":\"reset\",\"times\":1}");
            lead(broker);
            broker.expectSkipped("introducer", Reason.UNKNOWN_OUTCOME);
            assertThatThrownBy(() -> broker.expectNothing("introducer"))
                    .hasMessageContaining("nobody knows whether the platform has it: lead lead-");
            lead(broker);
            broker.expectSent("introducer", "lead");
            assertThatThrownBy(() -> broker.expectOnce("introducer", "lead"))
                    .hasMessageContaining("nobody knows whether the platform has it: lead lead-");
        }
    }

    /** What came nine days ago, a year ago, is still there to be asked about. */
    @Test
    void nothingIsForgottenHoweverFarTheClockIsMoved() {
        deposit(hub, "49.99");
        hub.expectOnce("meta-main", "ftd");
        for (Duration far : List.of(Duration.ofDays(9), Duration.ofDays(400))) {
            hub.advance(far);
            // The hub looks after what is old when it looks after what waits, so that was done when this has gone.
            halfAPair(hub);
            hub.advance(Duration.ofSeconds(31));
            hub.expectSent("partner", "purchase");
            hub.expectOnce("meta-main", "ftd", sent -> sent.value("49.99"));
            hub.expectNothing("partner", "ftd");
        }
    }
}
