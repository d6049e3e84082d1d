package io.taghub.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Clock;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * A test with a fresh hub, which is an origin of its own, and a fresh page. The browser and its profile are shared, for a
 * profile costs Chromium as much as a whole test; the cookies, which do not know ports, go with each test.
 */
abstract class InChromium {
    private static final Browser BROWSER = launch();
    private static final BrowserContext USUAL = profile();
    /** Where time stands still: Playwright's clock is a whole profile's. */
    private static final BrowserContext STILL = profile();

    static {
        long noon = Instant.parse("2026-11-22T12:00:00Z").toEpochMilli();
        STILL.clock().install(new Clock.InstallOptions().setTime(noon));
        STILL.clock().pauseAt(noon + 1_000);
    }

    final StandInHub hub = new StandInHub();
    final List<String> complaints = new ArrayList<>();
    private final List<Page> opened = new ArrayList<>();
    BrowserContext context = USUAL;
    Page page;

    private static Browser launch() {
        var environment = new java.util.HashMap<>(System.getenv());
        environment.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of(environment.getOrDefault("TAGHUB_CHROMIUM", "/usr/bin/chromium")))
                        // Playwright turns the back-forward cache off; a page must survive it.
                        .setIgnoreDefaultArgs(List.of("--disable-back-forward-cache"))
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-background-networking",
                                "--disable-quic",
                                "--disable-component-update",
                                "--disable-sync",
                                "--no-first-run")));
        Runtime.getRuntime().addShutdownHook(new Thread(playwright::close));
        return browser;
    }

    private static BrowserContext profile() {
        BrowserContext profile = BROWSER.newContext();
        // While a window is open, the next page is a tab of it, which comes in half the time.
        profile.newPage();
        return profile;
    }

    @BeforeEach
    void open() {
        page = newPage();
    }

    @AfterEach
    void close() {
        opened.forEach(Page::close);
        context.setOffline(false);
        context.clearCookies();
        hub.close();
    }

    Page newPage() {
        Page tab = context.newPage();
        tab.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        tab.onPageError(complaints::add);
        opened.add(tab);
        return tab;
    }

    void visit(String path) {
        page.navigate(hub.url(path));
    }

    /** A test's first call where time is to stand still on its page, but for {@link #pass}. */
    void stopTheClock() {
        context = STILL;
        page = newPage();
        page.addInitScript("""
                const send = window.fetch;
                window.answered = 0;
                window.fetch = (...call) => {
                  const answer = send(...call);
                  const count = () => { window.answered++; };
                  answer.then(count, count);
                  return answer;
                };""");
    }

    /** Until the page itself has heard the answer to that many posts. */
    void awaitAnswers(int count) {
        page.waitForFunction("count => window.answered >= count", count);
    }

    /** Everything the page was told to do in the time is done, without waiting for it. */
    void pass(long milliseconds) {
        page.clock().runFor(milliseconds);
    }

    String th(String name) {
        return (String) page.evaluate("name => th(name)", name);
    }

    String th(String name, Map<String, ?> props) {
        return (String) page.evaluate("([name, props]) => th(name, props)", List.of(name, props));
    }

    void assertNoComplaints() {
        assertThat(complaints).isEmpty();
    }
}
