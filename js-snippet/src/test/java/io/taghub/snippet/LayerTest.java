package io.taghub.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a page's dataLayer already reports becomes the hub's events, with no change to the page. */
class LayerTest extends InChromium {
    private static final String GTAG = """
            <script>
              window.dataLayer = window.dataLayer || [];
              function gtag() { dataLayer.push(arguments); }
              gtag('js', new Date());
              gtag('config', 'G-XYZ');
            </script>""";

    @Test
    void aPurchaseFromBeforeAndOneFromAfter() {
        hub.page("/", GTAG + """
                <script>
                  dataLayer.push({ecommerce: null});
                  dataLayer.push({event: 'purchase', 'gtm.uniqueEventId': 7, coupon_shown: true, eventCallback: () => 1, ecommerce: {
                    transaction_id: 'A-1001', value: 49.99, currency: 'EUR', items: [{item_id: 'sku-1', item_name: 'Compass', quantity: 1, price: 49.99}]}});
                </script>""" + StandInHub.TAG);
        visit("/");
        assertThat(hub.await(1, "purchase").getFirst().get("p").toString())
                .isEqualTo(
                        "{\"coupon_shown\":true,\"order_id\":\"A-1001\",\"value\":49.99,\"currency\":\"EUR\","
                                + "\"items\":[{\"item_id\":\"sku-1\",\"item_name\":\"Compass\",\"quantity\":1,\"price\":49.99}]}");

        page.evaluate("() => gtag('event', 'generate_lead', {value: 5, currency: 'EUR', send_to: 'AW-1'})");
        assertThat(hub.await(1, "generate_lead").getFirst().get("p").toString())
                .isEqualTo("{\"value\":5,\"currency\":\"EUR\"}");
        assertThat(hub.events("purchase")).hasSize(1);
        assertThat(hub.events("page_view")).hasSize(1);
        assertNoComplaints();
    }

    /** The thank-you page, opened again ten days later, and the back end are one event under the order's number. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{event: 'purchase', ecommerce: {transaction_id: 'A-1001', value: 49.99}} | A-1001",
                "{event: 'purchase', transaction_id: 1001, value: 49.99} | 1001",
                "{event: 'purchase', event_id: 'e-1', ecommerce: {transaction_id: 'A-1001'}} | e-1",
                "{0: 'event', 1: 'purchase', 2: {transaction_id: 'A-1001'}} | A-1001",
                "{ecommerce: {transaction_id: 'A-1001'}}, {event: 'gtm.load'}, {event: 'purchase'} | A-1001",
                "{ecommerce: {transaction_id: 'A-1001'}}, {ecommerce: {items: []}}, {event: 'purchase'} | A-1001",
                "{event: 'purchase', self: window, big: 10n, ecommerce: {transaction_id: 'A-1001'}} | A-1001",
            })
    void aPurchaseIsItsOrder(String entry, String id) {
        hub.page("/", "<script>window.dataLayer = [];</script>" + StandInHub.TAG);
        for (int visit = 1; visit <= 2; visit++) {
            visit("/");
            page.evaluate("() => dataLayer.push(" + entry + ")");
            assertThat(hub.await(visit, "purchase").getLast().get("i").asString())
                    .isEqualTo(id);
        }
    }

    /** There may be several refunds of one order, and what is no id does not cost the event. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{event: 'refund', transaction_id: 'A-1001'} | refund",
                "{event: 'purchase', transaction_id: 'order A-1001'} | purchase",
                "{event: 'purchase', transaction_id: ''} | purchase",
                "{ecommerce: {transaction_id: 'A-1001'}}, {ecommerce: null}, {event: 'purchase'} | purchase",
                "{ecommerce: {transaction_id: 'A-1001'}}, {event: 'view_cart'}, {event: 'purchase'} | purchase",
                "{event: 'purchase', transaction_id: null} | purchase",
            })
    void anythingElseHasAnIdOfItsOwn(String entry, String name) {
        hub.page("/", "<script>window.dataLayer = [];</script>" + StandInHub.TAG);
        visit("/");
        page.evaluate("() => dataLayer.push(" + entry + ")");
        assertThat(hub.await(1, name).getFirst().get("i").asString()).matches("[0-9a-z]{20,}");
    }

    @Test
    void chatterIsNoEvent() {
        hub.page("/", """
                <script>
                  window.dataLayer = [{'gtm.start': 1, event: 'gtm.js'}, null, 42, () => 1];
                  dataLayer.push({event: 'gtm.dom'}, {event: 'OneTrustGroupsUpdated'}, {event: 'cookie_consent_update'}, {page_type: 'product'});
                </script>""" + StandInHub.TAG);
        visit("/");
        page.evaluate("() => dataLayer.push({event: 'sign_up', method: 'email'})");
        hub.await(1, "sign_up");
        assertThat(hub.events().stream().map(event -> event.get("n").asString()))
                .containsExactly("page_view", "sign_up");
        assertNoComplaints();
    }

    @Test
    void whoTheVisitorIsIsToldToo() {
        hub.page("/", GTAG + """
                <script>
                  gtag('set', 'user_data', {email: 'ada@example.com', phone_number: '+442079460000', address: {first_name: 'Ada', country: 'GB'}});
                  gtag('config', 'G-XYZ', {user_id: 'u-1'});
                </script>""" + StandInHub.TAG);
        visit("/");
        page.evaluate("() => dataLayer.push({event: 'login'})");
        hub.await(1, "login");
        assertThat(hub.posts().getLast().body().get("g").toString())
                .isEqualTo(
                        "{\"email\":\"ada@example.com\",\"phone\":\"+442079460000\",\"first_name\":\"Ada\",\"country\":\"GB\",\"id\":\"u-1\"}");
    }

    @Test
    void aLayerOfAnotherNameIsReadAndPushStillDoesWhatItDid() {
        hub.page(
                "/",
                "<script>window.shopLayer = []; const push = shopLayer.push; shopLayer.push = function () { window.pushed = arguments[0].event; return push.apply(this, arguments); }</script>"
                        + StandInHub.tag("data-layer=shopLayer"));
        visit("/");
        Object length = page.evaluate("() => shopLayer.push({event: 'add_to_cart', ecommerce: {value: 1}})");
        hub.await(1, "add_to_cart");
        assertThat(length).isEqualTo(1);
        assertThat(page.evaluate("() => window.pushed")).isEqualTo("add_to_cart");
    }

    @Test
    void aPlainPageLoadsTwoFiles() {
        hub.page("/", StandInHub.TAG);
        visit("/");
        hub.await(1, "page_view");
        hub.await(h -> h.requests().contains("GET /x7k2qd/l.js"), () -> "the add-on");
        page.waitForLoadState();
        assertThat(hub.requests().stream().filter(request -> request.contains(".js")))
                .containsExactly("GET /x7k2qd/h.js", "GET /x7k2qd/l.js");
    }
}
