package io.taghub.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Page;
import io.taghub.store.Verdict;
import io.taghub.tag.Reason;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The kit's own promises: it finds what is there, misses what is not, and says why. */
final class KitTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @RegisterExtension
    static final TaghubExtension hub = new TaghubExtension(
            TestConfig.resource("shop.yaml").startingAt(NOON).patience(Duration.ofSeconds(3)));

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    /** A first deposit; reported with one copy, so that nothing waits for its twin. */
    private static String deposit(Expectations run, String amount) {
        String id = run.unique("dep");
        run.backend()
                .send(Map.of(
                        "name",
                        "ftd",
                        "id",
                        id,
                        "user",
                        Map.of("id", run.unique("ada"), "email", "ada@example.com"),
                        "value",
                        amount,
                        "currency",
                        "EUR"));
        return id;
    }

    @Test
    void theFirstTestOfTheReadme() {
        Page page = CHROMIUM.context(hub).newPage();
        page.navigate(hub.page(
                        "<button data-th-click='add_to_cart' data-th-p-value='49.99' data-th-p-currency='EUR'>Buy</button>")
                + "?fbclid=IwAR2_test");
        page.getByText("Buy").click();

        hub.expectSent(
                "meta-main",
                "AddToCart",
                sent -> sent.value("49.99").currency("EUR").contains("IwAR2_test"));
    }

    @Test
    void theClockIsTheTestsOwn() {
        assertThat(hub.now()).isBetween(NOON, NOON.plus(Duration.ofDays(30)));
        Instant before = hub.now();
        assertThat(hub.advance(Duration.ofHours(1))).isAfterOrEqualTo(before.plus(Duration.ofHours(1)));
    }

    @Test
    void whatWaitsForItsTwinGoesWhenTheClockMoves() {
        hub.backend().send("""
                {"name":"purchase","id":"%s","user":{"email":"ada@example.com"},
                 "click_ids":{"clickid":"c-1"},"value":49.99,"currency":"EUR"}
                """.formatted(hub.unique("order")));
        hub.expectReceived("purchase");
        hub.advance(Duration.ofSeconds(31));
        hub.expectOnce("partner", "purchase", sent -> sent.value("49.99").contains("c-1"));
        hub.expectVerdict("meta-main", "purchase", Verdict.DELIVERED);
    }

    @Test
    void aFailureShowsTheTraceAndWhatThePlatformReceived() {
        deposit(hub, "49.99");
        assertThatThrownBy(() -> hub.expectSent("meta-main", "Purchase", sent -> sent.value("50.00")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("'Purchase' at meta-main: the value should be 50.00 but is [49.99]")
                .hasMessageContaining("POST https://graph.facebook.com/")
                .hasMessageContaining("run " + hub.runId())
                .hasMessageContaining("meta-main  delivered")
                .hasMessageContaining("What the platforms received last")
                .message()
                .doesNotContain("ada@example.com");
        assertThatThrownBy(() -> hub.expectSent("meta-main", "Lead"))
                .hasMessageContaining("of this test meta-main has ftd")
                .hasMessageContaining("as 'Purchase'");
    }

    @Test
    void twiceIsNotOnce() {
        deposit(hub, "20.00");
        deposit(hub, "30.00");
        hub.expectSent("meta-main", "ftd", sent -> sent.value("20.00"));
        hub.expectSent("meta-main", "ftd", sent -> sent.value("30.00"));
        assertThatThrownBy(() -> hub.expectOnce("meta-main", "ftd")).hasMessageContaining("once but was sent 2 times");
    }

    @Test
    void aRetryIsStillOnce() {
        hub.server()
                .http
                .send(HttpRequest.newBuilder(URI.create(hub.sandbox() + "/_sandbox/faults"))
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"host\":\"graph.facebook.com\",\"mode\":\"status\",\"status\":503,\"times\":1}")));
        deposit(hub, "49.99");
        hub.advance(Duration.ofMinutes(10));
        hub.expectOnce("meta-main", "ftd");
    }

    @Test
    void testsDoNotSeeEachOther(TestRun run) {
        deposit(run, "49.99");
        TestHub other = TestHub.start(TestConfig.resource("shop.yaml"));
        try (other) {
            TestRun one = other.newRun();
            TestRun two = other.newRun();
            deposit(one, "10.00");
            deposit(two, "20.00");
            one.expectOnce("meta-main", "ftd", sent -> sent.value("10.00"));
            two.expectOnce("meta-main", "ftd", sent -> sent.value("20.00"));
            other.expectNoEvents();
        }
        run.expectOnce("meta-main", "ftd");
    }

    @Test
    void aBackEndThatKnowsNothingOfTestsIsFoundByItsUser() {
        String user = hub.unique("player");
        hub.backend()
                .send("{\"name\":\"login\",\"id\":\"%s\",\"user\":{\"id\":\"%s\"}}".formatted(hub.unique("in"), user));
        hub.server()
                .http
                .send(HttpRequest.newBuilder(URI.create(hub.origin() + "/v1/events"))
                        .header("Authorization", "Bearer " + hub.server().key())
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"name\":\"ftd\",\"id\":\"%s\",\"user\":{\"id\":\"%s\"},\"value\":5,\"currency\":\"EUR\"}"
                                        .formatted(hub.unique("dep"), user))));
        hub.expectOnce("meta-main", "ftd", sent -> sent.value("5"));
    }

    @Test
    void nothingIsOnlyBelievedWhereSomethingCameIn() {
        assertThatThrownBy(() -> hub.expectNothing("partner")).hasMessageContaining("use expectNoEvents()");
        hub.expectNoEvents();
        deposit(hub, "49.99");
        hub.expectNothing("partner");
        hub.expectSkipped("partner", "ftd", Reason.NOT_TRIGGERED);
        assertThatThrownBy(() -> hub.expectNothing("meta-main")).hasMessageContaining("nothing should have been sent");
        assertThatThrownBy(hub::expectNoEvents).hasMessageContaining("no event should have come in");
    }

    @Test
    void mistakesInTheTestAreNamed() {
        assertThatThrownBy(() -> hub.expectSent("meta", "Purchase"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no tag called 'meta'; there are meta-main, tiktok, partner");
        assertThatThrownBy(() -> hub.backend().send("{\"name\":\"ftd\",\"valeu\":1}"))
                .hasMessageContaining("valeu");
        assertThatThrownBy(() -> TestHub.start(TestConfig.text("site: { domian: shop.example }")))
                .hasMessageContaining("domian");
        assertThatThrownBy(() -> TestConfig.resource("none.yaml")).hasMessageContaining("none.yaml");
    }
}
