package io.taghub.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages that make it hard. */
class HostileTest extends InChromium {

    @Test
    void theStrictestPolicy() {
        hub.page(
                "/",
                "default-src 'none'; script-src 'self'; connect-src 'self'",
                "<body>" + StandInHub.tag("data-outbound") + "<button data-th-click=lead>Go</button>");
        visit("/");
        page.click("button");
        hub.await(1, "lead");
        hub.await(1, "page_view");
        assertThat(complaints).noneMatch(complaint -> complaint.contains("x7k2qd"));
    }

    @Test
    void aPolicyOfNoncesLetsTheAddOnsInAsWell() {
        hub.page(
                "/",
                "default-src 'none'; script-src 'nonce-n0nce'; connect-src 'self'; img-src data:",
                "<link rel=icon href=data:,><body>" + StandInHub.tag("data-mirror nonce=n0nce"));
        visit("/");
        hub.await(h -> h.requests().contains("GET /x7k2qd/m.js"), () -> "the mirror");
        hub.await(1, "page_view");
        assertNoComplaints();
    }

    @Test
    void trustedTypesKeepTheAddOnsOutAndNothingElse() {
        hub.page(
                "/",
                "script-src 'self'; require-trusted-types-for 'script'",
                "<body>" + StandInHub.tag("data-outbound") + "<button data-th-click=lead>Go</button>");
        List<String> errors = new ArrayList<>();
        page.onPageError(errors::add);
        visit("/");
        page.click("button");
        hub.await(1, "lead");
        hub.await(1, "page_view");
        assertThat(errors).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "undefined",
                "() => { throw new Error('no'); }",
                "() => {}",
                "() => Promise.reject()",
                "() => Promise.resolve()"
            })
    void aFetchOfThePagesOwnLosesNothing(String fetch) {
        stopTheClock();
        hub.page("/", "<script>window.fetch = " + fetch + "</script>" + StandInHub.TAG);
        hub.page("/next", "");
        visit("/");
        th("lead");
        pass(120_000);
        visit("/next");
        hub.await(1, "lead");
        assertThat(hub.events().stream()
                        .map(event -> event.get("n").asString() + event.get("i").asString())
                        .distinct())
                .as("beacons of leaving, which may repeat themselves under the same ids")
                .hasSize(2);
        assertNoComplaints();
    }

    @Test
    void aPollutedObjectPrototype() {
        hub.page(
                "/",
                "<script>Object.assign(Object.prototype, {each() {}, lead: () => 'mine', length2: 1, get: 'x'})</script>"
                        + StandInHub.TAG);
        visit("/");
        assertThat((String) page.evaluate("() => th('lead') + th('constructor')"))
                .matches("[\\w]{40,}");
        hub.await(1, "lead");
        hub.await(1, "constructor");
        hub.await(1, "page_view");
        assertNoComplaints();
    }

    @Test
    void aPageMayPutItsOwnMethodsBack() {
        hub.page("/", StandInHub.TAG);
        visit("/");
        page.evaluate("""
                () => {
                  'use strict';
                  delete dataLayer.push;
                  Object.defineProperty(history, 'pushState', {value: History.prototype.pushState, configurable: true, writable: true});
                }""");
        hub.await(1, "page_view");
        assertNoComplaints();
    }

    @Test
    void aLoaderThatLeavesNoTraceOfTheTag() {
        hub.page("/", StandInHub.tag("type=module"));
        visit("/");
        th("lead");
        hub.await(1, "lead");
        assertThat(hub.events("page_view")).hasSize(1);
        assertNoComplaints();
    }

    @Test
    void twoTagsOfDifferentNamesAreStillTwo() {
        hub.page("/", StandInHub.TAG + StandInHub.tag("data-name=hub"));
        visit("/");
        th("lead");
        hub.await(1, "lead");
        assertThat(hub.events("page_view")).hasSize(1);
    }

    @Test
    void frozenPrototypes() {
        hub.page(
                "/",
                "<script>[Array, Object, Function, History, String].map(type => Object.freeze(type.prototype));</script>"
                        + StandInHub.tag("data-consent=wait"));
        visit("/");
        page.evaluate(
                "() => { history.pushState({}, '', '/a'); dataLayer.push(['consent', 'update', {ad_storage: 'granted'}]); }");
        hub.await(2, "page_view");
        assertNoComplaints();
    }

    @Test
    void aHistoryOfThePagesOwn() {
        hub.page(
                "/",
                "<script>window.seen = []; const push = history.pushState; history.pushState = function () { seen.push(arguments[2]); return push.apply(history, arguments); };</script>"
                        + StandInHub.TAG);
        visit("/");
        page.evaluate("() => history.pushState({}, '', '/a')");
        hub.await(2, "page_view");
        assertThat(page.evaluate("() => seen.join()")).isEqualTo("/a");
    }

    @Test
    void aGlobalOfThatNameStays() {
        hub.page(
                "/",
                "<script>window.th = Object.assign((text) => 'translated ' + text, {log: []});</script><button data-th-click=lead>Go</button>"
                        + StandInHub.TAG);
        visit("/");
        hub.await(1, "page_view");
        assertThat(page.evaluate("() => th('x')")).isEqualTo("translated x");
        page.click("button");
        hub.await(1, "lead");
    }

    @Test
    void anotherNameForIt() {
        hub.page("/", "<script>window.th = 'theirs'</script>" + StandInHub.tag("data-name=hub"));
        visit("/");
        page.evaluate("() => hub('lead')");
        hub.await(1, "lead");
        assertThat(page.evaluate("() => th")).isEqualTo("theirs");
    }

    @Test
    void oldPrototypeJs() {
        hub.page(
                "/",
                "<script>Array.prototype.toJSON = function () { return '[' + this.map(JSON.stringify).join(', ') + ']'; };</script>"
                        + StandInHub.TAG);
        visit("/");
        page.evaluate("() => th('purchase', {items: [{id: 'a', tags: [1, 2]}]})");
        assertThat(hub.await(1, "purchase").getFirst().get("p").toString())
                .isEqualTo("{\"items\":[{\"id\":\"a\",\"tags\":[1,2]}]}");
        assertThat(page.evaluate("() => JSON.stringify({a: [1]})"))
                .as("the page's own way stays")
                .isEqualTo("{\"a\":\"[1]\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Object.prototype.toJSON = function () { return 'mine'; }",
                "Object.prototype.toJSON = () => undefined",
                "Object.prototype.toJSON = () => ({})",
                "Object.defineProperty(Object.prototype, 'toJSON', {value() { return [this]; }})",
                "Object.defineProperty(Object.prototype, 'toJSON', {value() { return 'x'; }, configurable: true})",
                "Object.prototype.toJSON = function () { return 'x'; }; Object.freeze(Object.prototype)",
                "Object.prototype.toJSON = () => { throw new Error('no'); }",
                "Array.prototype.toJSON = Object.prototype.toJSON = () => { throw new Error('no'); }",
                "Object.defineProperty(Object.prototype, 'toJSON', {value() { throw new Error('no'); }})",
                "Object.defineProperty(Object.prototype, 'toJSON', {get: () => () => 'x', configurable: true})",
                "Object.defineProperty(Object.prototype, 'toJSON', {get: () => () => 'x'})",
                "Object.defineProperty(Object.prototype, 'toJSON', {get() { throw new Error('no'); }})",
                "addEventListener('later', () => { Object.prototype.toJSON = () => { throw new Error('no'); }; })",
                "addEventListener('later', () => Object.defineProperty(Object.prototype, 'toJSON', {get: () => () => 'x'}))",
                "for (const type of [Object, Array, String, Number, Boolean]) type.prototype.toJSON = function () { return '\"' + this + '\"'; }",
                "String.prototype.toJSON = function () { return this.inspect(); }"
            })
    void aPageThatMakesJsonItsOwnWay(String pollution) {
        hub.page("/", "<script>" + pollution + "</script>" + StandInHub.tag("data-mirror") + """
                <script>
                  window.dataLayer = [];
                  window.fbq = function () { fbq.queue.push(arguments); };
                  fbq.queue = [];
                </script>""");
        visit("/?gclid=Cj0KCQ_x");
        page.waitForFunction("() => { const d = Object.getOwnPropertyDescriptor(window, 'rdt'); return d && d.get; }");
        page.evaluate("""
                () => {
                  dispatchEvent(new Event('later'));
                  class Price { toJSON() { return 49.99; } }
                  th('identify', {id: 'u-1'});
                  th('purchase', {value: new Price(), at: new Date(0), items: [{id: 'a', tags: [1, 'b', null, true]}], coupon: null});
                  dataLayer.push({event: 'sign_up', method: 'email', user_data: {email: 'ada@example.com'}});
                  fbq('track', 'Lead', {value: 1});
                }""");
        assertThat(hub.await(1, "purchase").getFirst().get("p").toString())
                .isEqualTo(
                        "{\"value\":49.99,\"at\":\"1970-01-01T00:00:00.000Z\",\"items\":[{\"id\":\"a\",\"tags\":[1,\"b\",null,true]}],\"coupon\":null}");
        assertThat(hub.await(1, "sign_up").getFirst().get("p").toString()).isEqualTo("{\"method\":\"email\"}");
        assertThat(hub.await(1, "lead").getFirst().get("i").asString())
                .isEqualTo(page.evaluate("() => fbq.queue[0][3].eventID"));
        hub.await(1, "page_view");
        assertThat(hub.posts().getFirst().body().get("l").asString()).endsWith("/?gclid=Cj0KCQ_x");
        assertThat(hub.posts().getLast().body().get("g").toString())
                .isEqualTo("{\"id\":\"u-1\",\"email\":\"ada@example.com\"}");
        assertNoComplaints();
    }

    /** What JSON.stringify itself makes of the rarer values stays as it is. */
    @Test
    void propsAreWhatJsonMakesOfThem() {
        hub.page("/", StandInHub.TAG);
        visit("/");
        Object json = page.evaluate("""
                () => {
                  class Item { constructor() { this.id = 'a'; this.tags = [1]; } }
                  const bare = Object.assign(Object.create(null), {a: {b: 1}});
                  const props = {no: undefined, run() {}, list: [undefined, () => 1, , null], item: new Item(), bare, seen: new Date(0),
                      text: new String('x'), number: new Number(5), own: {kept: 1, toJSON() { return this.kept + 1; }},
                      frozen: Object.freeze([Object.freeze({a: 1})]), constructor: 'c', nan: NaN, when: new Map([[1, 2]])};
                  th('purchase', props);
                  return JSON.stringify(props);
                }""");
        assertThat(hub.await(1, "purchase").getFirst().get("p").toString()).isEqualTo(json);
    }

    @Test
    void anOldDateToJsonCostsNoMoreThanTheDate() {
        hub.page(
                "/",
                "<script>Date.prototype.toJSON = function () { return '\"' + this.getUTCFullYear() + '\"'; };</script>"
                        + StandInHub.TAG);
        visit("/");
        page.evaluate("() => th('purchase', {value: 1, at: new Date(0)})");
        assertThat(hub.await(1, "purchase").getFirst().get("p").get("value").asInt())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Object.assign(Object.prototype, {get: 'x', set: 1, each() {}, extend: () => 1, event_name: 'theirs'})",
                "Object.assign(Array.prototype, {last() { return this[this.length - 1]; }, event: 'purchase', contains: () => true})",
                "Object.assign(Function.prototype, {bindTo() {}, track: 1})",
                "window.JSON = {stringify: JSON.stringify, parse: JSON.parse, encode: JSON.stringify}",
                "navigator.sendBeacon = () => { throw new Error('no'); }"
            })
    void anythingElseThatPagesAddToTheLanguage(String pollution) {
        hub.page("/", "<script>" + pollution + "</script>" + """
                <script>
                  window.dataLayer = window.dataLayer || [];
                  function gtag() { dataLayer.push(arguments); }
                  gtag('consent', 'default', {ad_storage: 'denied'});
                  window.fbq = function () { fbq.queue.push(arguments); };
                  fbq.queue = [];
                  fbq('track', 'ViewContent');
                </script>""" + StandInHub.tag("data-consent=wait data-mirror"));
        visit("/");
        page.waitForFunction("() => { const d = Object.getOwnPropertyDescriptor(window, 'rdt'); return d && d.get; }");
        page.evaluate("""
                () => {
                  gtag('event', 'purchase', {value: 2, currency: 'EUR'});
                  history.pushState({}, '', '/two');
                  gtag('consent', 'update', {ad_storage: 'granted'});
                }""");
        assertThat(hub.await(1, "purchase").getFirst().get("p").toString())
                .isEqualTo("{\"value\":2,\"currency\":\"EUR\"}");
        hub.await(2, "page_view");
        hub.await(1, "view_content");
        assertThat(hub.events("purchase")).hasSize(1);
        assertNoComplaints();
    }

    @Test
    void requireJs() {
        hub.page(
                "/",
                "<script>window.defined = 0; window.define = () => { defined++; }; define.amd = {}; window.module = {exports: {}}; window.exports = module.exports;</script>"
                        + StandInHub.TAG);
        visit("/");
        hub.await(1, "page_view");
        assertThat(page.evaluate("() => defined + Object.keys(module.exports).length"))
                .isEqualTo(0);
        assertThat(page.evaluate("() => typeof th")).isEqualTo("function");
    }

    @Test
    void theEsModule() {
        hub.page(
                "/",
                "<script type=module>import start from '/x7k2qd/h.esm.js'; const th = start({to: '/x7k2qd/e', name: 'hub'}); window.first = th('lead', {value: 1}); window.again = start({to: '/x7k2qd/e', name: 'hub'}) === th;</script>");
        visit("/");
        assertThat(hub.await(1, "lead").getFirst().get("i").asString()).isEqualTo(page.evaluate("() => first"));
        assertThat(page.evaluate("() => again")).isEqualTo(true);
        assertThat(hub.events("page_view")).hasSize(1);
        assertNoComplaints();
    }
}
