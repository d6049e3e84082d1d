package io.taghub.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.taghub.config.HubConfig;
import io.taghub.event.Channel;
import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Client;
import io.taghub.event.Event;
import io.taghub.event.Person;
import io.taghub.hub.Consoles;
import io.taghub.store.Attempt;
import io.taghub.store.Verdict;
import io.taghub.tag.Reason;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pages in a real Chromium: they say what happened, follow it live, and stay text whatever an event holds. */
final class ConsoleBrowserTest {
    private static final List<String> HOSTILE = List.of(
            "<script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "'-alert(1)-'",
            "javascript:alert(1)",
            "</pre></td><svg/onload=alert(1)>",
            "${7*7}",
            "[[${7*7}]]",
            "__${7*7}__::.x",
            "<b th:text=\"${7*7}\">");

    private static Playwright playwright;
    private static Browser browser;

    private final List<String> alarms = new ArrayList<>();
    private Page page;
    private Console console;

    @BeforeAll
    static void launch() {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(
                                Path.of(System.getenv().getOrDefault("TAGHUB_CHROMIUM", "/usr/bin/chromium")))
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-background-networking",
                                "--disable-quic",
                                "--disable-component-update",
                                "--disable-sync",
                                "--no-first-run")));
    }

    @AfterAll
    static void quit() {
        playwright.close();
    }

    @BeforeEach
    void openPage() {
        page = browser.newPage(new Browser.NewPageOptions().setViewportSize(1320, 900));
        page.onDialog(dialog -> {
            alarms.add("dialog: " + dialog.message());
            dialog.dismiss();
        });
        page.onPageError(error -> alarms.add("error: " + error));
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                alarms.add("console: " + message.text());
            }
        });
    }

    @AfterEach
    void close() {
        page.close();
        console.close();
    }

    private String start(FakeStore store, FakeHub hub) {
        console = Consoles.start(0, store, hub, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        return "http://127.0.0.1:" + console.port();
    }

    /** For people to look at, with {@code -Dpictures=true}. */
    private void picture(String name) {
        if (Boolean.getBoolean("pictures")) {
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Path.of("target/screenshots/" + name + ".png"))
                    .setFullPage(true));
        }
    }

    @Test
    void theListShowsEveryEventWithAVerdictPerTagAndLeadsToIt() {
        Story story = new Story();
        page.navigate(start(story.store, story.hub) + "/");
        picture("events");

        assertThat(page.locator("#events tbody tr")).isNotNull();
        assertThat(page.locator("#events tbody tr").count()).isEqualTo(3);
        String deposit = page.locator("#events tbody tr").first().innerText();
        assertThat(deposit).contains("ftd", "dep-90417", "server", "49.99 EUR", "meta-main", "tiktok", "partner");
        assertThat(page.locator("#events tbody tr").nth(2).innerText()).contains("3 not triggered");

        page.locator("#filter").fill("no_match_key");
        assertThat(page.locator("#events tbody tr:visible").count()).isEqualTo(1);
        page.locator("#filter").fill("nothing like this");
        assertThat(page.locator("#none").isVisible()).isTrue();

        page.locator("#filter").fill("");
        page.locator("text=dep-90417").click();
        assertThat(page.url()).endsWith("/events/dep-90417?name=ftd");
        assertThat(alarms).isEmpty();
    }

    @Test
    void theEventPageIsOneTableOfVerdictReasonRequestAndAnswer() {
        Story story = new Story();
        page.navigate(start(story.store, story.hub) + "/events/dep-90417");
        picture("event");

        String meta = page.locator(".fates tbody tr").first().innerText();
        assertThat(meta)
                .contains("meta-main", "delivered", "HTTP 200", "fb.1.1794581952480.IwAR2_demo", "events_received")
                .contains("access_token=***")
                .doesNotContain("203.0.113.77");
        assertThat(page.locator(".fates").innerText())
                .contains("NO_MATCH_KEY", "neither ttclid nor e-mail nor phone is known")
                .contains("TOO_OLD")
                .contains("PENDING_VERDICT", "Next attempt 2026-11-22 15:33:04 UTC")
                .contains("UNKNOWN_OUTCOME", "no answer");
        assertThat(page.locator(".clicks").innerText())
                .contains("fbclid", "IwAR2_demo", "2026-11-13 14:59:12 UTC", "9 d", "an earlier visit");

        page.navigate(page.url().replace("dep-90417", "mz4x2p-41d0be"));
        picture("event-copies");
        assertThat(page.locator(".copies").innerText())
                .contains("browser", "server", "what went on", "a***@e***.com", "203.0.113.0")
                .doesNotContain("ada@example.com", "7946", "Lovelace", "1985", "203.0.113.77");
        assertThat(alarms).isEmpty();
    }

    @Test
    void aNewEventAndANewVerdictAppearWithoutReloading() {
        Story story = new Story();
        page.navigate(start(story.store, story.hub) + "/");
        long seq = story.store.put(Event.named("purchase", "order-1001", Story.DEPOSIT.plusSeconds(60))
                .money("19.50", "EUR")
                .build());
        page.locator("text=order-1001").waitFor();
        story.store.decide(Story.META, seq, Verdict.SUPPRESSED, Reason.CONSENT, "");
        page.locator("#events tbody tr").first().locator(".chip.suppressed").waitFor();
        assertThat(alarms).isEmpty();
    }

    @Test
    void tagsShowTheirStateAndAPersonResumesAndDecides() {
        Story story = new Story();
        story.store.pause(
                Story.TIKTOK, Reason.BAD_CREDENTIALS, "code 40105: access token is incorrect or has been revoked");
        story.hub.lanes.put(
                Story.GA4,
                new HubView.LaneState(
                        HubView.Rest.OPEN, Story.DEPOSIT.plusSeconds(150), false, false, Map.of("retryable", 6L)));
        page.navigate(start(story.store, story.hub) + "/tags");
        picture("tags");
        assertThat(page.locator(".tag.paused").innerText()).contains("tiktok", "access token is incorrect");
        assertThat(page.locator(".tag.resting").innerText()).contains("ga4", "tries again at");

        page.locator(".tag.paused button:text-is('Check credentials')").click();
        page.locator("#message.bad:text('the platform does not accept the credentials: code 190')")
                .waitFor();
        assertThat(story.hub.calls).containsExactly("probe tiktok");
        page.locator(".tag.paused button:text-is('Resume')").click();
        page.waitForCondition(() -> story.hub.calls.contains("resume tiktok"));

        page.locator("text=Decide on 1 held").click();
        page.locator("text=Send again").click();
        picture("held");
        assertThat(story.store.calls).isEmpty();
        page.locator("text=Yes, send again").click();
        page.locator("text=Nothing is held").waitFor();
        assertThat(story.store.calls).containsExactly("reopen partner [3] 2026-11-22T15:05:00Z");
        assertThat(story.hub.calls).contains("wake partner");
        assertThat(alarms).isEmpty();
    }

    @Test
    void aStuckTagAndAnEditThatIsNotInForceAreSaid() {
        Story story = new Story();
        story.hub.lanes.put(Story.META, new HubView.LaneState(HubView.Rest.CLOSED, null, true, false, Map.of()));
        story.hub.configProblems = List.of("taghub.yaml:3:5: unknown key '<b>wen</b>'; did you mean 'when'?");
        page.navigate(start(story.store, story.hub) + "/tags");
        assertThat(page.locator(".tag.stuck").innerText()).contains("meta-main", "Restart the hub");
        assertThat(page.locator("#config").innerText()).contains("not in force", "unknown key '<b>wen</b>'");
        story.hub.configProblems = List.of();
        page.waitForCondition(() -> page.locator("#config").innerText().isBlank());
        assertThat(alarms).isEmpty();
    }

    @Test
    void theSandboxBarMovesTheClock() {
        Story story = new Story();
        page.navigate(start(story.store, story.hub) + "/tags");
        page.locator("text=+ 9 days").click();
        page.locator("text=2026-12-01 15:05:00 UTC").waitFor();
        assertThat(story.hub.now).isEqualTo(Instant.parse("2026-12-01T15:05:00Z"));
        assertThat(alarms).isEmpty();
    }

    @Test
    void anEmptyHubSaysWhatToDoNext() {
        FakeHub hub = new FakeHub(HubConfig.Mode.LIVE);
        hub.demo = null;
        String url = start(new FakeStore(), hub);
        page.navigate(url + "/");
        picture("empty");
        assertThat(page.locator("main").innerText())
                .contains("No event has come in yet", "<script defer src=\"/x7k2qd/h.js\" data-th></script>");
        page.navigate(url + "/tags");
        assertThat(page.locator("main").innerText()).contains("No tag is configured", "taghub.yaml");
        assertThat(page.locator(".clock").count()).isZero();
        assertThat(alarms).isEmpty();
    }

    @Test
    void hostileContentInAnyFieldStaysText() {
        FakeStore store = new FakeStore();
        FakeHub hub = new FakeHub(HubConfig.Mode.SANDBOX, HOSTILE.get(1), HOSTILE.get(0));
        for (String hostile : HOSTILE) {
            store.put(hostileEvent(hostile));
            // What repeats a person is hidden in what was sent, so that is shown of an event of nobody.
            long seq = store.put(Event.named(hostile, "sent-" + HOSTILE.indexOf(hostile), Story.DEPOSIT)
                    .received(Story.DEPOSIT)
                    .build());
            Attempt attempt = new Attempt(
                    List.of(seq),
                    Story.DEPOSIT,
                    java.time.Duration.ofMillis(5),
                    "rejected",
                    Reason.REJECTED_BY_PLATFORM,
                    hostile,
                    400,
                    "POST https://x.example/" + hostile + "\n\n" + hostile,
                    hostile);
            store.attempt(HOSTILE.get(1), seq, attempt);
            store.decide(HOSTILE.get(1), seq, Verdict.REJECTED, Reason.REJECTED_BY_PLATFORM, hostile);
            store.touch(new ClickId(hostile, hostile, Story.CLICK));
        }
        store.pause(HOSTILE.get(1), Reason.BAD_SETTINGS, HOSTILE.get(0));
        String url = start(store, hub);
        for (String path : List.of("/", "/tags", "/held?tag=" + new Show().encoded(HOSTILE.get(0)))) {
            page.navigate(url + path);
            assertNoForeignMarkup();
        }
        page.navigate(url + "/");
        List<?> links = (List<?>) page.locator("#events tbody tr .event a").evaluateAll("all => all.map(a => a.href)");
        for (int i = 0; i < HOSTILE.size(); i++) {
            String hostile = HOSTILE.get(HOSTILE.size() - 1 - i);
            page.navigate((String) links.get(2 * i + 1));
            assertThat(page.locator("h1").innerText()).isEqualTo(hostile);
            assertThat(page.locator(".copies").innerText()).contains(hostile);
            assertNoForeignMarkup();
            page.navigate(url + "/events/sent-" + HOSTILE.indexOf(hostile));
            assertThat(page.locator(".exchanges pre").last().innerText()).contains(hostile);
            assertNoForeignMarkup();
        }
        picture("hostile");
        assertThat(alarms).isEmpty();
    }

    private void assertNoForeignMarkup() {
        assertThat(page.locator("main script, main img, main svg:not(.bar), main iframe, main [onerror], main [onload]")
                        .count())
                .isZero();
        assertThat(page.locator("main").innerText()).doesNotContain("49::").doesNotContainPattern("(?m)^49$");
        assertThat((List<?>) page.evaluate("[...document.querySelectorAll('a')].map(a => a.protocol)"))
                .allMatch(protocol -> protocol.equals("http:"));
    }

    private static Event hostileEvent(String hostile) {
        return Event.named(hostile, hostile, Story.DEPOSIT)
                .received(Story.DEPOSIT)
                .channels(Set.of(Channel.BROWSER, Channel.SERVER))
                .visitor(hostile)
                .user(new Person(hostile, hostile, hostile, hostile, null, null, null, null, hostile, null, null))
                .clickIds(ClickIds.of(new ClickId(hostile, hostile, Story.CLICK)))
                .money(new io.taghub.event.Money(java.math.BigDecimal.TEN, hostile))
                .orderId(hostile)
                .items(List.of(new io.taghub.event.LineItem(hostile, hostile, null, null)))
                .page(new io.taghub.event.Page(hostile, hostile))
                .client(new Client(hostile, hostile))
                .status(hostile)
                .properties(Map.of(hostile, List.of(hostile, Map.of(hostile, hostile))))
                .build();
    }

    @Test
    void darkAndNarrowScreensAreServedToo() {
        Story story = new Story();
        String url = start(story.store, story.hub);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        page.navigate(url + "/events/dep-90417");
        picture("event-dark");
        page.setViewportSize(390, 800);
        page.navigate(url + "/");
        picture("events-narrow");
        assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
        page.navigate(url + "/events/dep-90417");
        picture("event-narrow");
        assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
        assertThat(alarms).isEmpty();
    }
}
