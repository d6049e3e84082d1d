package io.taghub.testkit;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The machine's Chromium: as many as tests run side by side, a fresh context for whoever asks. */
final class Chromium implements BeforeEachCallback, AfterEachCallback {
    private static final ExtensionContext.Namespace BROWSERS = ExtensionContext.Namespace.create(Chromium.class);

    private final ThreadLocal<Idle> idle = new ThreadLocal<>();
    private final ThreadLocal<Running> mine = new ThreadLocal<>();

    /** Playwright is used by one thread at a time. */
    private record Running(Playwright playwright, Browser browser) {
        static Running start() {
            Playwright playwright = Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            return new Running(
                    playwright,
                    playwright
                            .chromium()
                            .launch(new BrowserType.LaunchOptions()
                                    .setExecutablePath(Path.of(
                                            System.getenv().getOrDefault("TAGHUB_CHROMIUM", "/usr/bin/chromium")))
                                    .setArgs(List.of(
                                            "--no-sandbox",
                                            "--disable-background-networking",
                                            "--disable-quic",
                                            "--disable-component-update",
                                            "--disable-sync",
                                            "--no-first-run"))));
        }
    }

    /** Those that no test uses now; closed when the last test has ended. */
    private record Idle(Queue<Running> browsers) implements AutoCloseable {
        @Override
        public void close() {
            browsers.forEach(one -> one.playwright.close());
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        idle.set(context.getRoot()
                .getStore(BROWSERS)
                .computeIfAbsent("idle", key -> new Idle(new ConcurrentLinkedQueue<>()), Idle.class));
    }

    BrowserContext context(Expectations test) {
        return context(test, new Browser.NewContextOptions());
    }

    BrowserContext context(Expectations test, Browser.NewContextOptions options) {
        Running running = mine.get();
        if (running == null) {
            running = idle.get().browsers.poll();
        }
        if (running == null) {
            running = Running.start();
        }
        mine.set(running);
        return test.join(running.browser.newContext(options));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Running running = mine.get();
        if (running != null) {
            List.copyOf(running.browser.contexts()).forEach(BrowserContext::close);
            idle.get().browsers.add(running);
        }
        mine.remove();
        idle.remove();
    }
}
