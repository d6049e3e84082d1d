package io.taghub.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a banner says is heard, whenever it comes and in whichever way it says it. */
class BannerTest extends ConsentPages {
    /** A banner; what it has to say it says when it is told to. */
    private static final String BANNER = """
            const listeners = [];
            window.__tcfapi = (command, version, callback) => listeners.push(callback);
            window.tell = (status, purposes) => listeners.forEach(callback =>
                callback({eventStatus: status, gdprApplies: true, tcString: 'CQabc.ZZ', purpose: {consents: purposes}}, true));
            """;

    @Test
    void aBannerThatComesSecondsLaterIsHeard() {
        hub.page("/", StandInHub.tag("data-consent=wait"));
        visit("/?fbclid=IwAR2_x");
        awaitAddOn();
        pass(8_000);
        assertThat(hub.posts()).isEmpty();
        page.evaluate("() => { " + BANNER + " }");
        pass(1_000);
        page.evaluate("() => tell('cmpuishown', {})");
        pass(60_000);
        assertThat(hub.posts()).isEmpty();
        page.evaluate("() => tell('useractioncomplete', {1: true, 7: true})");
        pass(100);
        hub.await(1, "page_view");
        JsonNode body = hub.posts().getFirst().body();
        assertThat(body.get("l").asString()).endsWith("/?fbclid=IwAR2_x");
        assertThat(body.get("c").get("ad_user_data").asString()).isEqualTo("granted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // a stub whose queue nobody reads
                "window.__tcfapi = (...call) => { (window.waiting = window.waiting || []).push(call); }",
                // one that fails, and one that is not ready
                "window.__tcfapi = () => { throw new Error('not yet'); }",
                "window.__tcfapi = (command, version, callback) => callback(null, false)",
                "window.__tcfapi = 'soon'"
            })
    void aBannerThatTakesThePlaceOfItsStubIsHeard(String stub) {
        hub.page("/", script(stub) + StandInHub.tag("data-consent=wait"));
        visit("/");
        awaitAddOn();
        pass(3_000);
        page.evaluate("() => { " + BANNER + " }");
        pass(1_000);
        page.evaluate("() => tell('tcloaded', {1: true})");
        pass(100);
        hub.await(1, "page_view");
        assertNoComplaints();
    }

    @Test
    void aDataLayerThatReplacesTheFirstIsHeard() {
        hub.page(
                "/",
                StandInHub.tag("data-consent=wait").replace("defer ", "")
                        + script("window.dataLayer = [{page_type: 'home'}]")
                        + GTAG
                        + script("gtag('consent', 'default', " + ALL_DENIED + ")"));
        visit("/");
        awaitAddOn();
        pass(60_000);
        assertThat(hub.posts()).isEmpty();
        page.evaluate("() => { gtag('consent', 'update', {ad_storage: 'granted'}); gtag('event', 'sign_up'); }");
        pass(1_000);
        hub.await(1, "page_view");
        hub.await(1, "sign_up");
    }

    @Test
    void aBannersTcfApiIsAsked() {
        hub.page("/", """
                <script>
                  window.__tcfapi = (command, version, callback) => {
                    window.tell = (status, purposes) => callback({eventStatus: status, gdprApplies: true, tcString: 'CQabc.ZZ', purpose: {consents: purposes}}, true);
                    tell('cmpuishown', {});
                  };
                </script>""" + StandInHub.tag("data-consent=wait"));
        visit("/");
        page.waitForFunction("() => window.tell");
        pass(100_000);
        assertThat(hub.posts()).isEmpty();
        page.evaluate("() => tell('useractioncomplete', {1: true, 3: true, 7: true})");
        pass(100);
        hub.await(1, "page_view");
        assertThat(hub.posts().getFirst().body().get("c").toString())
                .isEqualTo(
                        "{\"tcf\":\"CQabc.ZZ\",\"ad_storage\":\"granted\",\"ad_user_data\":\"granted\",\"ad_personalization\":\"denied\"}");
    }

    /** The plain tag's mode is "off", and what it says when written out it says by default. */
    @ParameterizedTest
    @ValueSource(strings = {"", "data-consent=off"})
    void aRefusalAtABannerIsToldInTheModeThatSendsAnyway(String attributes) {
        hub.page(
                "/",
                script(
                                "window.__tcfapi = (c, v, callback) => callback({eventStatus: 'useractioncomplete', gdprApplies: true, tcString: 'CQabc.ZZ', purpose: {consents: {1: false}}}, true)")
                        + StandInHub.tag(attributes));
        visit("/");
        awaitAddOn();
        pass(1_000);
        awaitTheRefusal();
        th("purchase");
        pass(100);
        hub.await(1, "purchase");
        assertThat(hub.posts().getLast().body().get("c").get("ad_storage").asString())
                .isEqualTo("denied");
        assertNoComplaints();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "data-consent=off"})
    void soIsOneAtABannerThatComesSecondsLater(String attributes) {
        hub.page("/", StandInHub.tag(attributes));
        visit("/");
        awaitAddOn();
        pass(8_000);
        hub.await(1, "page_view");
        assertThat(hub.posts().getFirst().body().get("c")).isEmpty();
        page.evaluate("() => { " + BANNER + " }");
        pass(1_000);
        page.evaluate("() => tell('useractioncomplete', {1: false})");
        pass(100);
        awaitTheRefusal();
        assertThat(hub.posts().getLast().body().get("e")).isEmpty();
        assertNoComplaints();
    }

    private void awaitTheRefusal() {
        hub.await(
                h -> h.posts().stream()
                        .anyMatch(post -> post.body()
                                        .get("c")
                                        .path("ad_storage")
                                        .asString("")
                                        .equals("denied")
                                && post.body().get("c").get("tcf").asString().equals("CQabc.ZZ")),
                () -> "the refusal");
    }

    @Test
    void whereThereIsNoBannerNothingIsDecidedAndNothingMoreIsSent() {
        hub.page("/", StandInHub.TAG);
        visit("/");
        awaitAddOn();
        pass(100_000);
        hub.await(1, "page_view");
        assertThat(hub.posts()).hasSize(1);
        assertThat(hub.posts().getFirst().body().get("c")).isEmpty();
        assertNoComplaints();
    }

    @Test
    void theOneTrustRecipeOfTheReadme() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        int recipe = readme.indexOf("<script>\n  function OptanonWrapper");
        hub.page(
                "/",
                script(
                                "window.OnetrustActiveGroups = ',C0001,'; window.chosen = false; window.OneTrust = {IsAlertBoxClosed: () => chosen};")
                        + "<script src='/x7k2qd/stub.js'></script>"
                        + readme.substring(recipe, readme.indexOf("```", recipe))
                        + script("OptanonWrapper()")
                        + StandInHub.tag("data-consent=wait"));
        visit("/");
        pass(100_000);
        assertThat(hub.posts()).isEmpty();
        page.evaluate("() => { chosen = true; OnetrustActiveGroups = ',C0001,C0002,'; OptanonWrapper(); }");
        pass(100);
        hub.await(1, "page_view");
        assertThat(hub.posts().getFirst().body().get("c").toString())
                .isEqualTo("{\"ad_storage\":\"denied\",\"ad_user_data\":\"denied\","
                        + "\"ad_personalization\":\"denied\",\"analytics_storage\":\"granted\"}");
    }

    @Test
    void whereTheGdprDoesNotApplyNobodyWaits() {
        hub.page(
                "/",
                script(
                                "window.__tcfapi = (c, v, callback) => callback({eventStatus: 'tcloaded', gdprApplies: false, tcString: ''}, true)")
                        + StandInHub.tag("data-consent=wait"));
        visit("/");
        page.waitForFunction("() => th.log.length");
        hub.await(h -> h.requests().contains("GET /x7k2qd/l.js"), () -> "the add-on");
        page.waitForLoadState();
        pass(100);
        hub.await(1, "page_view");
    }
}
