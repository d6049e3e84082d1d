package io.taghub.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Chromium's own prerendering. The browser runs on its own here: a page that is prerendered waits for its debugger, and
 * Playwright does not come.
 */
class PrerenderTest {
    /** Goes to the prerendered page when it is told to. */
    private static final String LANDING = """
            <script type=speculationrules>{"prerender": [{"source": "list", "urls": ["/next"], "eagerness": "immediate"}]}</script>
            <script>fetch('/go').then(() => { location.href = '/next'; });</script>""";
    /** Says that it is ready when the snippet would long have sent something. */
    private static final String PRERENDERED = """
            <script>
              const wasPrerendered = document.prerendering;
              addEventListener('load', () => {
                th('loaded', {prerendered: wasPrerendered});
                setTimeout(() => fetch('/settled'), 300);
              });
            </script>""";

    @Test
    void itCountsWhenItIsShown(@TempDir Path profile) throws IOException, InterruptedException {
        try (var hub = new StandInHub()) {
            hub.page("/", LANDING).page("/go", "").page("/settled", "").page("/next", PRERENDERED + StandInHub.TAG);
            var go = hub.hold("/go");
            Process browser = start(hub.url("/"), profile);
            try {
                hub.await(h -> h.requests().contains("GET /settled"), () -> "the prerendered page");
                assertThat(hub.posts()).isEmpty();
                go.countDown();
                hub.await(1, "page_view");
                assertThat(hub.await(1, "loaded")
                                .getFirst()
                                .get("p")
                                .get("prerendered")
                                .asBoolean())
                        .isTrue();
                assertThat(hub.events("page_view")).hasSize(1);
                assertThat(hub.requests().stream().filter("GET /next"::equals))
                        .as("shown, not loaded again")
                        .hasSize(1);
            } finally {
                List<ProcessHandle> helpers = browser.descendants().toList();
                browser.destroy();
                browser.waitFor();
                helpers.forEach(ProcessHandle::destroyForcibly);
                helpers.forEach(helper -> helper.onExit().join());
            }
        }
    }

    private static Process start(String url, Path profile) throws IOException {
        return new ProcessBuilder(List.of(
                        System.getenv().getOrDefault("TAGHUB_CHROMIUM", "/usr/bin/chromium"),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-background-networking",
                        "--disable-quic",
                        "--disable-component-update",
                        "--disable-sync",
                        "--no-first-run",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        url))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
