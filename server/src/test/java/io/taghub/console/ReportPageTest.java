package io.taghub.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.FilePayload;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.taghub.config.HubConfig;
import io.taghub.event.Event;
import io.taghub.event.Money;
import io.taghub.hub.Consoles;
import io.taghub.store.Journal.Incoming;
import io.taghub.store.LaneStore.Decision;
import io.taghub.store.LaneStore.Lease;
import io.taghub.store.LaneStore.Position;
import io.taghub.store.LaneStore.Step;
import io.taghub.store.Store;
import io.taghub.store.Verdict;
import io.taghub.store.sql.Stores;
import io.taghub.tag.Reason;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report in a real Chromium over a real store: sums by day, in the time zone a person chooses. */
final class ReportPageTest {
    private static final String HOSTILE = "<img src=x onerror=alert(1)>${7*7}";

    private final FakeHub hub = new FakeHub(HubConfig.Mode.SANDBOX, "partner", "postback", "meta-main", "meta");
    private final List<String> alarms = new ArrayList<>();

    @TempDir
    Path folder;

    private Event event(String name, String id, String time, String value) {
        return Event.named(name, id, Instant.parse(time))
                .received(hub.now)
                .channels(Set.of(io.taghub.event.Channel.SERVER))
                .money(new Money(new BigDecimal(value), "EUR"))
                .build();
    }

    private void fill(Store store) {
        Lease partner =
                store.lanes().lease("partner", "n", Duration.ofMinutes(1)).orElseThrow();
        store.journal()
                .admit(List.of(
                        incoming(event("purchase", "p1", "2026-11-21T12:00:00Z", "10")),
                        incoming(event("purchase", "p2", "2026-11-21T12:00:00Z", "20.5")),
                        // The 22nd in Berlin.
                        incoming(event("purchase", "p3", "2026-11-21T23:30:00Z", "40")),
                        incoming(event(HOSTILE, "h1", "2026-11-22T12:00:00Z", "1"))));
        store.lanes()
                .commit(
                        partner,
                        new Step(
                                new Position(0, 4, 0, 0),
                                List.of(
                                        new Decision(1, Verdict.DELIVERED, null, ""),
                                        new Decision(2, Verdict.SKIPPED, Reason.NO_CLICK_ID, ""),
                                        new Decision(3, Verdict.DELIVERED, null, ""),
                                        new Decision(4, Verdict.DELIVERED, null, "")),
                                List.of(),
                                List.of(),
                                false));
    }

    private static Incoming incoming(Event event) {
        return new Incoming(event, Duration.ofDays(90), null);
    }

    @Test
    void daysEventsAndReceiversAddUpInTheZoneChosen() {
        try (Store store = Stores.open("sqlite:" + folder.resolve("taghub.db"), null, null, () -> hub.now);
                Playwright playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(
                                        Path.of(System.getenv().getOrDefault("TAGHUB_CHROMIUM", "/usr/bin/chromium")))
                                .setArgs(List.of("--no-sandbox", "--disable-background-networking")));
                Console console =
                        Consoles.start(0, store, hub, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))) {
            fill(store);
            Page page = browser.newPage(new Browser.NewPageOptions().setViewportSize(1320, 900));
            page.onDialog(dialog -> alarms.add("dialog"));
            page.onPageError(error -> alarms.add("error: " + error));
            page.onConsoleMessage(message -> alarms.add(message.type() + ": " + message.text()));

            page.navigate("http://127.0.0.1:" + console.port() + "/");
            page.locator("nav >> text=Report").click();
            assertThat(page.locator("h2").allInnerTexts()).containsExactly("2026-11-22", "2026-11-21");
            assertThat(rows(page, "2026-11-21"))
                    .containsExactly(
                            "purchase 3 70.5 EUR recorded", "partner 3 3 2 2 2 0 0 1 0 0 50 EUR NO_CLICK_ID 1");
            assertThat(page.locator("main img, main script").count()).isZero();
            assertThat(page.locator("main").innerText()).contains(HOSTILE);

            if (Boolean.getBoolean("pictures")) {
                page.screenshot(new Page.ScreenshotOptions()
                        .setPath(Path.of("target/screenshots/report.png"))
                        .setFullPage(true));
            }
            page.locator("input[name=zone]").fill("Europe/Berlin");
            page.locator("input[name=event]").fill("purchase");
            page.locator("main >> text=Show").click();
            assertThat(page.url()).contains("zone=Europe%2FBerlin");
            assertThat(rows(page, "2026-11-21"))
                    .containsExactly(
                            "purchase 2 30.5 EUR recorded", "partner 2 2 1 1 1 0 0 1 0 0 10 EUR NO_CLICK_ID 1");
            assertThat(rows(page, "2026-11-22"))
                    .containsExactly("purchase 1 40 EUR recorded", "partner 1 1 1 1 1 0 0 0 0 0 40 EUR");

            page.locator("#span select[name=tag]").selectOption("meta-main");
            page.locator("main >> text=Show").click();
            assertThat(rows(page, "2026-11-22")).containsExactly("purchase 1 40 EUR recorded no receiver asks for it");

            page.locator("input[name=from]").fill("2026-11-21");
            page.locator("input[name=to]").fill("2026-11-21");
            page.locator("main >> text=Show").click();
            page.locator(".partner summary").click();
            page.locator(".partner select").selectOption("partner");
            page.setInputFiles(".partner input[type=file]", new FilePayload("partner.csv", "text/csv", """
                            event id,amount,currency,date
                            p1,10,EUR,2026-11-21
                            p2,20.50,EUR,2026-11-21
                            x<img src=x onerror=alert(1)>,5,EUR,2026-11-21
                            """.getBytes(
                            StandardCharsets.UTF_8)));
            page.locator("text=Compare").click();
            page.waitForSelector("#differences tbody");
            assertThat(page.locator("#differences").innerText())
                    .contains(
                            "3 rows, 2 belong to events of ours, 1 agree",
                            "1 remain unexplained",
                            "event_id = event id")
                    .containsPattern("MISSING_ID\\s+3\\s+purchase p2")
                    .containsPattern("UNKNOWN_TO_US \\?\\s+4\\s");
            assertThat(page.locator("main img").count()).isZero();
            page.setInputFiles(
                    ".partner input[type=file]",
                    new FilePayload("wrong.csv", "text/csv", "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8)));
            page.locator("text=Compare").click();
            page.waitForSelector("#message:has-text('--map')");

            page.setViewportSize(390, 800);
            assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                    .isEqualTo(true);
            page.navigate("http://127.0.0.1:" + console.port() + "/report?from=2026-13-01");
            assertThat(page.locator("main").innerText()).contains("'from' must be a day such as 2026-11-22");
            assertThat(alarms).allMatch(alarm -> alarm.contains("400"));
        }
    }

    private static List<String> rows(Page page, String day) {
        return page.locator(".day:has(time[datetime='" + day + "']) tbody tr").allInnerTexts().stream()
                .map(row -> row.replaceAll("\\s+", " ").strip())
                .toList();
    }
}
