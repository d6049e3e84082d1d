package io.taghub.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Clock;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * A test with a fresh hub, which is an origin of its own. The browser, its profiles and a tab of each are shared, for a tab
 * costs Chromium as much as a whole test; the cookies, which do not know ports, go with each test. A test that changes its
 * tab for good takes {@link #aTabOfItsOwn one of its own}.
 */
abstract class InChromium {
    private static final Browser BROWSER = launch();
    private static final Page USUAL = BROWSER.newContext().newPage();
    /** Where time stands still: Playwright's clock is a whole profile's. */
    private static final Page STILL = still();

    final StandInHub hub = new StandInHub();
    final List<String> complaints = new ArrayList<>();
    private final Consumer<ConsoleMessage> console = message -> {
        if (message.type().equals("error")) {
            complaints.add(message.text());
        }
    };
    private final Consumer<String> error = complaints::add;
    private final List<Page> own = new ArrayList<>();
    private Page kept = USUAL;
    Page page = USUAL;

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

    private static Page still() {
        BrowserContext profile = BROWSER.newContext();
        long noon = Instant.parse("2026-11-22T12:00:00Z").toEpochMilli();
        profile.clock().install(new Clock.InstallOptions().setTime(noon));
        profile.clock().pauseAt(noon + 1_000);
        profile.addInitScript("""
                const send = window.fetch;
                window.answered = 0;
                window.fetch = (...call) => {
                  const answer = send(...call);
                  const count = () => { window.answered++; };
                  answer.then(count, count);
                  return answer;
                };""");
        return profile.newPage();
    }

    @BeforeEach
    void open() {
        keepTo(USUAL);
    }

    @AfterEach
    void close() {
        own.forEach(Page::close);
        kept.context().setOffline(false);
        // While there is a hub to say goodbye to; to a page of the same site, for which Chromium keeps its process.
        hub.page("/left", "");
        kept.navigate(hub.url("/left"));
        kept.context().clearCookies();
        for (Page tab : List.of(USUAL, STILL)) {
            tab.offConsoleMessage(console);
            tab.offPageError(error);
        }
        hub.close();
    }

    private void keepTo(Page tab) {
        kept = tab;
        page = tab;
        listen(tab);
    }

    private void listen(Page tab) {
        tab.onConsoleMessage(console);
        tab.onPageError(error);
    }

    Page newPage() {
        Page tab = page.context().newPage();
        listen(tab);
        own.add(tab);
        return tab;
    }

    void aTabOfItsOwn() {
        page = newPage();
    }

    void visit(String path) {
        page.navigate(hub.url(path));
    }

    /** A test's first call where time is to stand still on its page, but for {@link #pass}. */
    void stopTheClock() {
        keepTo(STILL);
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
