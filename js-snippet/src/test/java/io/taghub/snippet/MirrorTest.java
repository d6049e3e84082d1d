package io.taghub.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A pixel's copy of an event and the hub's have one id, and the pixel works as before. */
class MirrorTest extends InChromium {
    /** What Meta's base code does before its own script is there. */
    private static final String FBQ = """
            <script>
              window.fbq = function () { fbq.callMethod ? fbq.callMethod.apply(fbq, arguments) : fbq.queue.push(arguments); };
              fbq.push = fbq; fbq.loaded = true; fbq.version = '2.0'; fbq.queue = [];
              fbq('init', '123');
              fbq('track', 'PageView');
            </script>""";
    /** What TikTok's base code does. */
    private static final String TTQ = """
            <script>
              (function (w) {
                var ttq = (w.ttq = w.ttq || []);
                ttq.methods = ['page', 'track', 'identify'];
                ttq.setAndDefer = function (t, e) { t[e] = function () { t.push([e].concat(Array.prototype.slice.call(arguments, 0))); }; };
                for (var i = 0; i < ttq.methods.length; i++) ttq.setAndDefer(ttq, ttq.methods[i]);
                ttq.page();
              })(window);
            </script>""";

    @Test
    void metasQueueGetsTheIdsOfTheWire() {
        open(FBQ);
        page.evaluate("() => fbq('track', 'Purchase', {value: 49.99, currency: 'EUR'})");
        String id = hub.await(1, "purchase").getFirst().get("i").asString();
        assertThat(page.evaluate("() => fbq.queue.map(call => (call[3] || {}).eventID || null)"))
                .isEqualTo(java.util.Arrays.asList(
                        null, hub.events("page_view").getFirst().get("i").asString(), id));
        assertThat(page.evaluate("() => [fbq.version, fbq.loaded, fbq.queue[2][2].value]")
                        .toString())
                .isEqualTo("[2.0, true, 49.99]");
        assertThat(hub.events("page_view")).hasSize(1);
    }

    @Test
    void aRouteThatThePixelReportsFirstIsStillOneView() {
        open(FBQ);
        page.evaluate("() => { history.pushState({}, '', '/two'); fbq('track', 'PageView'); }");
        page.evaluate("() => new Promise((done) => setTimeout(done))");
        th("marker");
        hub.await(1, "marker");
        assertThat(hub.events("page_view")).hasSize(2);
        assertThat(page.evaluate("() => fbq.queue[2][3].eventID"))
                .isEqualTo(hub.events("page_view").getLast().get("i").asString());
    }

    @Test
    void whenMetasScriptArrivesItIsCalled() {
        open(FBQ);
        page.evaluate(
                "() => { window.calls = []; fbq.callMethod = function () { calls.push([this === fbq || this.version, ...arguments]); }; fbq('trackSingle', '123', 'AddToCart', {value: 5}); }");
        String id = hub.await(1, "add_to_cart").getFirst().get("i").asString();
        assertThat(page.evaluate("() => JSON.stringify(calls[0].slice(1))"))
                .isEqualTo("[\"trackSingle\",\"123\",\"AddToCart\",{\"value\":5},{\"eventID\":\"" + id + "\"}]");
    }

    @Test
    void aPagesOwnIdStays() {
        open(FBQ);
        page.evaluate("""
                () => {
                  window.options = Object.freeze({eventID: 'order-1001-p'});
                  fbq('track', 'Purchase', Object.freeze({value: 1}), options);
                  fbq('track', 'Lead', {}, {eventID: th('registration')});
                }""");
        hub.await(1, "purchase");
        th("marker");
        hub.await(1, "marker");
        assertThat(hub.events("purchase").getFirst().get("i").asString()).isEqualTo("order-1001-p");
        assertThat(page.evaluate("() => fbq.queue[2][3].eventID")).isEqualTo("order-1001-p");
        assertThat(hub.events("lead"))
                .as("reported as registration by the page already")
                .isEmpty();
        assertThat(hub.events("registration")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "snaptr | queue     | track | PURCHASE | purchase | client_dedup_id",
                "pintrk | queue     | track | lead     | lead     | event_id",
                "rdt    | callQueue | track | SignUp   | sign_up  | conversionId"
            })
    void pixelsWithTheIdInTheData(String pixel, String queue, String method, String theirs, String ours, String key) {
        open(
                "<script>window.%1$s = function () { %1$s.%2$s.push(arguments); }; %1$s.%2$s = []; %1$s('init', 'x'); %1$s('track', 'ViewContent', {early: 1});</script>"
                        .formatted(pixel, queue));
        page.evaluate(
                "([pixel, method, name]) => window[pixel](method, name, {currency: 'EUR'})",
                java.util.List.of(pixel, method, theirs));
        String id = hub.await(1, ours).getFirst().get("i").asString();
        String early = hub.await(1, "view_content").getFirst().get("i").asString();
        assertThat(page.evaluate(
                        "([pixel, queue]) => JSON.stringify([...window[pixel][queue]].map(call => [...call]))",
                        java.util.List.of(pixel, queue)))
                .isEqualTo(
                        "[[\"init\",\"x\"],[\"track\",\"ViewContent\",{\"early\":1,\"%2$s\":\"%4$s\"}],[\"%1$s\",\"%5$s\",{\"currency\":\"EUR\",\"%2$s\":\"%3$s\"}]]"
                                .formatted(method, key, id, early, theirs));
    }

    @Test
    void tikTokHasMethods() {
        open(TTQ);
        page.evaluate("() => ttq.track('CompletePayment', {value: 3})");
        String id = hub.await(1, "complete_payment").getFirst().get("i").asString();
        assertThat(page.evaluate("() => JSON.stringify(ttq)"))
                .isEqualTo("[[\"page\"],[\"track\",\"CompletePayment\",{\"value\":3},{\"event_id\":\"" + id + "\"}]]");
        assertThat(page.evaluate("() => [Array.isArray(ttq), ttq.methods.length]")
                        .toString())
                .isEqualTo("[true, 3]");
    }

    @Test
    void gtagAndTheLayerReportOnce() {
        open("<script>window.dataLayer = []; function gtag() { dataLayer.push(arguments); } gtag('js', 1);</script>");
        page.evaluate("() => gtag('event', 'purchase', {transaction_id: 'A-1', value: 2})");
        String id = hub.await(1, "purchase").getFirst().get("i").asString();
        th("marker");
        hub.await(1, "marker");
        assertThat(hub.events("purchase")).hasSize(1);
        assertThat(page.evaluate("() => dataLayer[1][2].event_id"))
                .isEqualTo(id)
                .isEqualTo("A-1");
    }

    @Test
    void twoPixelsAndThePageShareOneEvent() {
        open(FBQ
                + "<script>window.snaptr = function () { snaptr.queue.push(arguments); }; snaptr.queue = [];</script>");
        String id = th("purchase", java.util.Map.of("value", 9));
        page.evaluate("() => { fbq('track', 'Purchase', {value: 9}); snaptr('track', 'PURCHASE', {price: 9}); }");
        assertThat(page.evaluate("() => [fbq.queue[2][3].eventID, snaptr.queue[0][2].client_dedup_id]"))
                .isEqualTo(java.util.List.of(id, id));
        page.evaluate("() => fbq('track', 'Purchase', {value: 10})");
        hub.await(2, "purchase");
        assertThat(page.evaluate("() => fbq.queue[3][3].eventID")).isNotEqualTo(id);
    }

    @Test
    void aPixelThatComesLaterIsCaught() {
        open("");
        page.evaluate(
                "() => { if (window.fbq) throw 1; window.fbq = function () { fbq.queue.push(arguments); }; fbq.queue = []; fbq('track', 'Lead'); }");
        String id = hub.await(1, "lead").getFirst().get("i").asString();
        assertThat(page.evaluate("() => fbq.queue[0][3].eventID")).isEqualTo(id);
        assertNoComplaints();
    }

    @Test
    void callsThatReportNothingPassUntouched() {
        open(FBQ);
        page.evaluate("() => { fbq('consent', 'revoke'); fbq('track'); fbq(); fbq('track', {not: 'a name'}); }");
        assertThat(page.evaluate("() => JSON.stringify(fbq.queue.slice(2).map(call => [...call]))"))
                .isEqualTo("[[\"consent\",\"revoke\"],[\"track\"],[],[\"track\",{\"not\":\"a name\"}]]");
        assertNoComplaints();
    }

    @Test
    void aPageWithoutOurScriptWorks() {
        hub.page("/", FBQ + StandInHub.tag("data-mirror").replace("h.js", "gone.js"));
        visit("/");
        page.evaluate("() => fbq('track', 'Lead')");
        assertThat(page.evaluate("() => fbq.queue.length")).isEqualTo(3);
    }

    private void open(String html) {
        hub.page("/", html + StandInHub.tag("data-mirror"));
        page.navigate(hub.url("/"), new Page.NavigateOptions());
        page.waitForFunction("() => { const d = Object.getOwnPropertyDescriptor(window, 'rdt'); return d && d.get; }");
    }
}
