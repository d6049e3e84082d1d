package io.taghub.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.assertions.PlaywrightAssertions;
import org.junit.jupiter.api.Test;

/** The overlay shows each event and what became of it, to whoever has a token. */
class DebugOverlayTest extends InChromium {
    private static final String TOKEN = "eyJ0Ijox.c2ln";
    private static final String POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'";
    private static final String VERDICTS = """
            {"name":"page_view","id":"@id@","tags":[
              {"tag":"meta-main","verdict":"delivered","reason":"","text":"HTTP 200"},
              {"tag":"tiktok","verdict":"skipped","reason":"no_match_key","text":"<img src=x onerror=alert(1)>"}]}""";

    @Test
    void aLinkWithATokenOpensItAndTheTabKeepsIt() {
        hub.verdicts(TOKEN, VERDICTS);
        hub.page("/", POLICY, "<body>" + StandInHub.TAG);
        hub.page("/next", POLICY, "<body>" + StandInHub.TAG);
        visit("/#th_debug=" + TOKEN);
        var overlay = page.locator("th-debug");
        PlaywrightAssertions.assertThat(overlay).containsText("meta-main");
        PlaywrightAssertions.assertThat(overlay).containsText("delivered");
        PlaywrightAssertions.assertThat(overlay)
                .containsText(hub.await(1, "page_view").getFirst().get("i").asString());
        PlaywrightAssertions.assertThat(overlay).containsText("<img src=x onerror=alert(1)>");
        assertThat(
                        page.evaluate(
                                "() => getComputedStyle(document.querySelector('th-debug').shadowRoot.querySelector('.panel')).position"))
                .isEqualTo("fixed");

        visit("/next");
        th("lead", java.util.Map.of("value", 1));
        PlaywrightAssertions.assertThat(overlay).containsText("{\"value\":1}");
        PlaywrightAssertions.assertThat(overlay.locator(".event")).hasCount(2);
        PlaywrightAssertions.assertThat(overlay.locator("button")).hasText("\u00d7");
        overlay.locator("button").click();
        PlaywrightAssertions.assertThat(overlay).hasCount(0);
        visit("/");
        hub.await(3, "page_view");
        PlaywrightAssertions.assertThat(overlay).hasCount(0);
        assertThat(complaints).noneMatch(complaint -> complaint.contains("x7k2qd") || complaint.contains("style"));
    }

    @Test
    void itsTextsSurviveAPageInAnotherEncoding() {
        hub.page("/", "", "<meta charset=windows-1251><body>" + StandInHub.TAG);
        // The hub takes its time.
        page.route(java.util.regex.Pattern.compile(".*/d/.*"), route -> {});
        visit("/");
        page.evaluate("() => { sessionStorage.setItem('th_debug', 'slow'); th.debug(1); }");
        PlaywrightAssertions.assertThat(page.locator("th-debug")).containsText("asking the hub \u2026");
        PlaywrightAssertions.assertThat(page.locator("th-debug button")).hasText("\u00d7");
    }

    @Test
    void aTokenTheHubDoesNotKnowShowsNoVerdicts() {
        hub.page("/", StandInHub.TAG);
        visit("/?th_debug=forged");
        PlaywrightAssertions.assertThat(page.locator("th-debug")).containsText("ask for a new link");
        visit("/");
        hub.await(2, "page_view");
        PlaywrightAssertions.assertThat(page.locator("th-debug")).hasCount(0);
    }

    @Test
    void withoutATokenThereAreTheEventsOnly() {
        hub.page("/", StandInHub.TAG);
        visit("/");
        page.evaluate("() => th.debug(1)");
        PlaywrightAssertions.assertThat(page.locator("th-debug")).containsText("page_view");
        assertThat(hub.requests()).noneMatch(request -> request.contains("/d/"));
        page.locator("th-debug button").click();
        PlaywrightAssertions.assertThat(page.locator("th-debug")).hasCount(0);
        page.evaluate("() => th.debug(1)");
        PlaywrightAssertions.assertThat(page.locator("th-debug")).containsText("page_view");
    }

    @Test
    void nobodyElseLoadsIt() {
        hub.page("/", StandInHub.TAG);
        visit("/?gtm_debug=1764000000000");
        hub.await(1, "page_view");
        assertThat(hub.requests()).noneMatch(request -> request.contains("d.js"));
    }
}
