package io.taghub.testkit;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The machine's Chromium: one browser per test class, a fresh context for whoever asks. */
final class Chromium implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    private Playwright playwright;
    private Browser browser;

    @Override
    public void beforeAll(ExtensionContext context) {
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

    BrowserContext context(Expectations test) {
        return test.join(browser.newContext());
    }

    BrowserContext context(Expectations test, Browser.NewContextOptions options) {
        return test.join(browser.newContext(options));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        List.copyOf(browser.contexts()).forEach(BrowserContext::close);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        playwright.close();
    }
}
