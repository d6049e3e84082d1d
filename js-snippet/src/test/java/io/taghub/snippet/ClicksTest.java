package io.taghub.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.KeyboardModifier;
import com.microsoft.playwright.options.MouseButton;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Events declared in the markup. */
class ClicksTest extends InChromium {

    @Test
    void aClickOnAnythingInsideCounts() {
        open("", "<button data-th-click=add_to_cart data-th-p-value=49.99 data-th-p-currency=EUR><b>Buy</b></button>");
        page.click("b");
        assertThat(hub.await(1, "add_to_cart").getFirst().get("p").toString())
                .isEqualTo("{\"value\":\"49.99\",\"currency\":\"EUR\"}");
    }

    @Test
    void aPageThatStopsTheClickDoesNotHideIt() {
        open("", "<button data-th-click=lead onclick='event.stopPropagation()'>Go</button>");
        page.click("button");
        hub.await(1, "lead");
    }

    @Test
    void aFormCountsWhenItIsSent() {
        open(
                "",
                "<form action=/thanks data-th-submit=lead data-th-p-form=newsletter><input name=email required><button>Go</button></form>");
        hub.page("/thanks", "");
        page.click("button");
        page.fill("input", "ada@example.com");
        page.click("button");
        page.waitForURL("**/thanks*");
        assertThat(hub.await(1, "lead"))
                .singleElement()
                .satisfies(event -> assertThat(event.get("p").toString()).isEqualTo("{\"form\":\"newsletter\"}"));
    }

    @Test
    void linksToOtherHostsOpenAsEver() {
        open("data-outbound", """
                <a id=blank target=_blank href="http://127.0.0.1:9/partner?a=1">partner</a>
                <a id=inside href="/inside">inside</a><a id=mail href="mailto:ada@example.com">mail</a>
                <script>addEventListener('click', e => { window.prevented = e.defaultPrevented; e.preventDefault(); })</script>""");
        page.waitForFunction("() => th['l.js'] && [...document.scripts].some(s => s.src.endsWith('l.js'))");
        page.waitForLoadState();
        page.click("#inside");
        page.click("#mail");
        page.click("#blank");
        assertThat(page.evaluate("() => window.prevented")).isEqualTo(false);
        page.click("#blank", new Page.ClickOptions().setModifiers(List.of(KeyboardModifier.CONTROL)));
        page.click("#blank", new Page.ClickOptions().setButton(MouseButton.RIGHT));
        page.click("#blank", new Page.ClickOptions().setButton(MouseButton.MIDDLE));
        hub.await(3, "outbound_click");
        assertThat(hub.events("outbound_click"))
                .hasSize(3)
                .allSatisfy(event ->
                        assertThat(event.get("p").get("url").asString()).isEqualTo("http://127.0.0.1:9/partner?a=1"));
    }

    @Test
    void linksToOtherHostsAreNobodysBusinessUnlessAsked() {
        open("", "<a href='http://127.0.0.1:9/' onclick='event.preventDefault()'>partner</a>");
        page.click("a");
        th("marker");
        hub.await(1, "marker");
        assertThat(hub.events("outbound_click")).isEmpty();
    }

    private void open(String attributes, String html) {
        hub.page("/", StandInHub.tag(attributes) + html);
        visit("/");
        hub.await(1, "page_view");
    }
}
