package io.taghub.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Nothing is lost when the visitor goes. */
class LeavingTest extends InChromium {
    /** {@code -Dvisitors=500} for a longer look. */
    private static final int VISITORS = Integer.getInteger("visitors", 8);

    @Test
    void visitorsClickAndNavigateAway() {
        hub.page(
                "/",
                StandInHub.tag("data-auto=off")
                        + "<a href=/next onclick=\"window.name += ' ' + th('leave')\">next</a>");
        hub.page("/next", "");
        for (int i = 0; i < VISITORS; i++) {
            visit("/");
            page.click("a");
            page.waitForURL("**/next");
        }
        List<String> ids =
                List.of(((String) page.evaluate("() => window.name")).trim().split(" "));
        assertThat(hub.await(VISITORS, "leave").stream().map(LeavingTest::id)).containsExactlyInAnyOrderElementsOf(ids);
        assertNoComplaints();
    }

    /**
     * A browser that is short of time closes a tab without a word to its page, and nothing leaves it: such a tab's own
     * goodbye, which the snippet has no part in, is missing too.
     */
    @Test
    void visitorsCloseTheTab() {
        hub.page("/", StandInHub.tag("data-auto=off") + """
                <script>addEventListener('pagehide', () => navigator.sendBeacon('/gone?' + window.id))</script>""");
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < VISITORS; i++) {
            Page tab = newPage();
            tab.navigate(hub.url("/"));
            ids.add((String) tab.evaluate("() => window.id = th('close')"));
            tab.close(new Page.CloseOptions().setRunBeforeUnload(true));
        }
        boolean all = hub.within(h -> h.events("close").size() == VISITORS);
        List<String> gone = hub.requests().stream()
                .filter(request -> request.startsWith("POST /gone?"))
                .map(request -> request.substring("POST /gone?".length()))
                .toList();
        assertThat(gone).hasSizeGreaterThan(VISITORS / 2);
        // A busy machine may deliver the goodbye first.
        List<String> expected = all ? ids : gone;
        hub.within(h -> h.events("close").stream().map(LeavingTest::id).toList().containsAll(expected));
        assertThat(hub.events("close").stream().map(LeavingTest::id))
                .doesNotHaveDuplicates()
                .containsAll(expected);
    }

    @Test
    void withoutBeaconsAKeepaliveRequestGoes() {
        aTabOfItsOwn();
        page.addInitScript("delete Navigator.prototype.sendBeacon");
        hub.page("/", StandInHub.tag("data-auto=off") + "<a href=/next onclick=\"th('leave')\">next</a>");
        hub.page("/next", "");
        visit("/");
        page.click("a");
        page.waitForURL("**/next");
        assertThat(hub.await(1, "leave")).hasSize(1);
        assertNoComplaints();
    }

    @Test
    void anEventOfThePagesOwnGoodbyeIsTaken() {
        hub.page("/", StandInHub.tag("data-auto=off") + """
                <script>
                  addEventListener('pagehide', () => th('bye_pagehide'));
                  document.addEventListener('visibilitychange', () => th('bye_visibility'));
                </script>""");
        hub.page("/next", "");
        visit("/");
        visit("/next");
        hub.await(1, "bye_pagehide");
        hub.await(1, "bye_visibility");
    }

    @Test
    void aBeaconIntoAnOutageIsSentAgainWhenThePageComesBack() {
        stopTheClock();
        hub.page("/", StandInHub.tag("data-auto=off"));
        visit("/");
        hub.answer(503, 503);
        String id = th("ftd");
        pass(60);
        hub.await(1, "ftd");
        awaitAnswers(1);
        page.evaluate("""
                () => {
                  Object.defineProperty(document, 'hidden', {value: true, configurable: true});
                  document.dispatchEvent(new Event('visibilitychange', {bubbles: true}));
                  delete document.hidden;
                }""");
        hub.await(2, "ftd");
        page.evaluate("() => document.dispatchEvent(new Event('visibilitychange', {bubbles: true}))");
        assertThat(hub.await(3, "ftd"))
                .allSatisfy(event -> assertThat(id(event)).isEqualTo(id));
    }

    private static String id(JsonNode event) {
        return event.get("i").asString();
    }
}
