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

/** A test with a fresh hub and a fresh browser profile; the browser itself is started once. */
abstract class InChromium {
    private static final Browser BROWSER = launch();

    final StandInHub hub = new StandInHub();
    final List<String> complaints = new ArrayList<>();
    BrowserContext context;
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

    @BeforeEach
    void open() {
        context = BROWSER.newContext();
        page = newPage();
    }

    @AfterEach
    void close() {
        context.close();
        hub.close();
    }

    Page newPage() {
        Page opened = context.newPage();
        opened.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        opened.onPageError(complaints::add);
        return opened;
    }

    void visit(String path) {
        page.navigate(hub.url(path));
    }

    /** From here on time stands still on the page, but for {@link #pass}. */
    void stopTheClock() {
        long noon = Instant.parse("2026-11-22T12:00:00Z").toEpochMilli();
        page.clock().install(new Clock.InstallOptions().setTime(noon));
        page.clock().pauseAt(noon + 1_000);
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
