package io.taghub.testkit;

import static io.taghub.testkit.Happenings.AT_ONCE;
import static io.taghub.testkit.Happenings.INTRODUCER;
import static io.taghub.testkit.Happenings.NOON;
import static io.taghub.testkit.Happenings.deposit;
import static io.taghub.testkit.Happenings.fault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Page;
import io.taghub.tag.Reason;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The kit's own promises: it finds what is there, misses what is not, and says why. */
@Often
final class KitTest {

    @RegisterExtension
    static final TaghubExtension hub =
            new TaghubExtension(TestConfig.resource("shop.yaml").startingAt(NOON));

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

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
    void theClockIsTheTestsOwn(TestRun run) {
        assertThat(hub.now()).isBetween(NOON, NOON.plus(Duration.ofHours(1)));
        try (TestHub other = TestHub.start(TestConfig.resource("shop.yaml").startingAt(NOON))) {
            Instant before = hub.now();
            assertThat(run.advance(Duration.ofDays(9))).isAfterOrEqualTo(before.plus(Duration.ofDays(9)));
            assertThat(other.now()).isBefore(NOON.plus(Duration.ofHours(1)));

            TestRun one = other.newRun();
            assertThatThrownBy(() -> one.advance(Duration.ofDays(9)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("needs a hub of its own");
            assertThat(other.now()).isBefore(NOON.plus(Duration.ofHours(1)));
            assertThat(other.advance(Duration.ofDays(9))).isAfter(NOON.plus(Duration.ofDays(9)));
        }
    }

    @Test
    void whereNoTestRunsThereIsNoHub() {
        TaghubExtension elsewhere = new TaghubExtension(TestConfig.resource("shop.yaml"));
        assertThatThrownBy(elsewhere::origin)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("each test has a hub of its own");
    }

    @Test
    void ofWhatWasErasedNothingIsClaimed() {
        String user = hub.unique("ada");
        hub.backend()
                .send(Map.of(
                        "name",
                        "ftd",
                        "id",
                        hub.unique("dep"),
                        "user",
                        Map.of("id", user),
                        "value",
                        "5",
                        "currency",
                        "EUR"));
        hub.expectOnce("meta-main", "ftd");
        hub.server()
                .http
                .send(HttpRequest.newBuilder(URI.create(hub.console() + "/api/subjects/" + user))
                        .header("X-TagHub", "1")
                        .DELETE());
        assertThatThrownBy(() -> hub.within(AT_ONCE).expectOnce("meta-main", "ftd"))
                .hasMessageContaining("of this test meta-main has no event it is for")
                .hasMessageContaining("nothing came in, or it was erased since");
        assertThatThrownBy(() -> hub.within(AT_ONCE).expectNothing("meta-main", "ftd"))
                .hasMessageContaining("it never came in, or was erased since");
    }

    @Test
    void aFailureShowsTheTraceAndWhatThePlatformReceived() {
        deposit(hub, "49.99");
        hub.expectSent("meta-main", "ftd");
        TestRun run = hub.within(AT_ONCE);
        assertThatThrownBy(() -> run.expectSent("meta-main", "Purchase", sent -> sent.value("50.00")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("'Purchase' at meta-main: the value should be 50.00 but is [49.99]")
                .hasMessageContaining("POST https://graph.facebook.com/")
                .hasMessageContaining("run " + hub.runId())
                .hasMessageContaining("meta-main  delivered")
                .hasMessageContaining("What the platforms received last")
                .message()
                .doesNotContain("ada@example.com");
        assertThatThrownBy(() -> run.expectSent("meta-main", "Lead"))
                .hasMessageContaining("of this test meta-main has ftd")
                .hasMessageContaining("as 'Purchase'");
        assertThatThrownBy(() -> run.expectSkipped("meta-main", "Lead", Reason.CONSENT))
                .hasMessageContaining("none of this name, only ftd");
    }

    /** The platform may say that it has an event already, or the hub may hold one back because it has been sent. */
    @Test
    void ofTwoKindsOfRepeatOneWasSent() {
        assertThat(standing("\"duplicate\",\"reason\":null").sent()).isTrue();
        assertThat(standing("\"duplicate\",\"reason\":\"NO_MATCH_KEY\"").sent()).isFalse();
    }

    private static Seen standing(String verdict) {
        return new Seen(
                Http.JSON.readTree("{\"name\":\"ftd\",\"id\":\"dep-1\"}"),
                Http.JSON.readTree("{\"tag\":\"meta-main\",\"verdict\":" + verdict + ",\"waits_for\":null}"));
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
        fault(hub, "{\"host\":\"graph.facebook.com\",\"mode\":\"status\",\"status\":503,\"times\":1}");
        deposit(hub, "49.99");
        hub.advance(Duration.ofMinutes(10));
        hub.expectOnce("meta-main", "ftd");
    }

    /** Of a batch of more than twenty the hub keeps no body. */
    @Test
    void eachEventOfALargeBatchIsSeen() {
        hub.backend()
                .send(IntStream.rangeClosed(1, 30)
                        .mapToObj(n -> deposit(hub, hub.unique("dep"), n + ".50"))
                        .toList());
        hub.expectSent("meta-main", "Purchase", sent -> sent.value("1.50").currency("EUR"));
        hub.expectSent("meta-main", "ftd", sent -> sent.value("30.50").contains("30.5"));
        assertThatThrownBy(() -> hub.expectOnce("meta-main", "ftd")).hasMessageContaining("times");
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

    /** What two tests send may be the same to the byte. */
    @Test
    void testsThatShareAHubMaySendTheSame() {
        try (TestHub shared = TestHub.start(TestConfig.text(INTRODUCER))) {
            List<TestRun> runs = List.of(shared.newRun(), shared.newRun());
            runs.forEach(Happenings::lead);
            runs.forEach(run -> run.expectSent("introducer", "lead"));
            runs.forEach(run -> run.expectOnce("introducer", "lead", sent -> sent.has("cid", "ib-42")));
        }
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
        assertThatThrownBy(() -> hub.within(AT_ONCE).expectNothing("partner"))
                .hasMessageContaining("use expectNoEvents()");
        hub.expectNoEvents();
        deposit(hub, "49.99");
        hub.expectNothing("partner");
        hub.expectSkipped("partner", "ftd", Reason.NOT_TRIGGERED);
        hub.expectSent("meta-main", "ftd");
        assertThatThrownBy(() -> hub.expectNothing("meta-main")).hasMessageContaining("nothing should have been sent");
        assertThatThrownBy(hub::expectNoEvents).hasMessageContaining("no event should have come in");
    }

    @Test
    void mistakesInTheTestAreNamed() {
        assertThatThrownBy(() -> hub.expectSent("meta", "Purchase"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no tag called 'meta'; there are meta-main, tiktok, partner");
        assertThatThrownBy(() -> hub.backend().send("{\"name\":\"ftd\",\"id\":\"slip-1\",\"valeu\":1}"))
                .hasMessageContaining("valeu");
        assertThatThrownBy(() -> TestHub.start(TestConfig.text("site: { domian: shop.example }")))
                .hasMessageContaining("domian");
        assertThatThrownBy(() -> TestConfig.resource("none.yaml")).hasMessageContaining("none.yaml");
    }
}
