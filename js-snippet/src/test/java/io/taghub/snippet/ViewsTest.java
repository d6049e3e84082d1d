package io.taghub.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitUntilState;
import org.junit.jupiter.api.Test;

/** What counts as a page view. */
class ViewsTest extends InChromium {

    @Test
    void aRoutersPushAndReplaceAreOneView() {
        open("");
        go("history.pushState({}, '', '/a?x'); history.replaceState({}, '', '/a?x=1')");
        assertThat(views()).containsExactly("/", "/a?x=1");
    }

    @Test
    void theSamePathTheHashAndAReplaceAreNoViews() {
        open("");
        go("history.pushState({}, '', '/')");
        go("location.hash = 'top'");
        go("history.replaceState({}, '', '/filter?q=1')");
        go("history.pushState({}, '', '/#else')");
        assertThat(views()).containsExactly("/");
    }

    @Test
    void backToAnotherPathIsAView() {
        open("");
        go("history.pushState({}, '', '/a')");
        page.goBack();
        hub.await(3, "page_view");
        assertThat(views()).containsExactly("/", "/a", "/");
    }

    @Test
    void replaceModeCountsReplaces() {
        open("data-spa=replace");
        go("history.replaceState({}, '', '/b')");
        go("history.pushState({}, '', '/c')");
        assertThat(views()).containsExactly("/", "/b", "/c");
    }

    @Test
    void hashModeCountsHashes() {
        open("data-spa=hash");
        go("location.hash = '#/cart'");
        hub.await(2, "page_view");
        assertThat(views()).containsExactly("/", "/#/cart");
    }

    @Test
    void offMeansOff() {
        open("data-spa=off");
        go("history.pushState({}, '', '/a')");
        assertThat(views()).containsExactly("/");
        hub.page("/quiet", StandInHub.tag("data-auto=off"));
        hub.forget();
        visit("/quiet");
        go("history.pushState({}, '', '/quiet/a')");
        assertThat(views()).isEmpty();
    }

    @Test
    void thePagesOwnHistoryKeepsWorking() {
        open("");
        go("history.pushState({n: 1}, '', '/state')");
        assertThat(page.evaluate("() => [history.state.n, location.pathname]").toString())
                .isEqualTo("[1, /state]");
    }

    @Test
    void aPageFromTheBackForwardCacheIsSeenAgain() {
        hub.page(
                "/",
                StandInHub.TAG
                        + "<a href=/next>next</a><script>addEventListener('pageshow', e => window.restored = e.persisted)</script>");
        hub.page("/next", StandInHub.TAG);
        visit("/");
        page.click("a");
        hub.await(2, "page_view");
        page.goBack(new Page.GoBackOptions().setWaitUntil(WaitUntilState.COMMIT));
        page.waitForFunction("() => window.restored");
        hub.await(3, "page_view");
        assertThat(hub.events().stream().map(event -> event.get("i").asString()).distinct())
                .hasSize(3);
        assertThat(views()).containsExactly("/", "/next", "/");
    }

    @Test
    void aPrerenderedPageCountsWhenItIsShown() {
        stopTheClock();
        aTabOfItsOwn();
        page.addInitScript("""
                Object.defineProperty(Document.prototype, 'prerendering', {get: () => !window.shown, configurable: true});""");
        hub.page("/", StandInHub.TAG);
        visit("/");
        th("early");
        pass(60_000);
        assertThat(hub.posts()).isEmpty();
        page.evaluate("() => { window.shown = true; document.dispatchEvent(new Event('prerenderingchange')); }");
        hub.await(1, "page_view");
        assertThat(hub.events("early")).hasSize(1);
    }

    private void open(String attributes) {
        hub.page("/", StandInHub.tag(attributes));
        visit("/");
        hub.await(1, "page_view");
    }

    /** Does something and everything that follows from it. */
    private void go(String action) {
        page.evaluate(
                "async (action) => { eval(action); await new Promise(done => setTimeout(done)); await new Promise(done => setTimeout(done)); }",
                action);
    }

    /** Paths of the views so far; a last event makes sure that none is on its way. */
    private java.util.List<String> views() {
        th("marker");
        hub.await(1, "marker");
        return hub.events("page_view").stream()
                .map(event -> event.get("u").asString().substring(hub.url("").length()))
                .toList();
    }
}
