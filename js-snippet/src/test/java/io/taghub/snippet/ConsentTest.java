package io.taghub.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Undecided holds, denied forgets, granted sends. */
class ConsentTest extends InChromium {
    private static final String GTAG = """
            <script>
              window.dataLayer = window.dataLayer || [];
              function gtag() { dataLayer.push(arguments); }
            </script>""";
    private static final String ALL_DENIED =
            "{ad_storage: 'denied', ad_user_data: 'denied', ad_personalization: 'denied', analytics_storage: 'denied'}";

    @BeforeEach
    void stop() {
        stopTheClock();
    }

    @Test
    void nothingGoesBeforeTheChoiceAndEverythingAfterIt() {
        hub.page(
                "/",
                GTAG + script("gtag('consent', 'default', " + ALL_DENIED + ")") + StandInHub.tag("data-consent=wait"));
        visit("/?gclid=Cj0KCQ_x");
        th("registration");
        pass(600_000);
        assertThat(hub.posts()).isEmpty();

        page.evaluate("() => history.pushState({}, '', '/welcome')");
        page.evaluate("() => gtag('consent', 'update', {ad_storage: 'granted', ad_user_data: 'granted'})");
        pass(100);
        hub.await(1, "registration");
        JsonNode body = hub.posts().getFirst().body();
        assertThat(body.get("l").asString()).endsWith("/?gclid=Cj0KCQ_x");
        assertThat(body.get("c").toString())
                .isEqualTo("{\"ad_storage\":\"granted\",\"ad_user_data\":\"granted\","
                        + "\"ad_personalization\":\"denied\",\"analytics_storage\":\"denied\"}");
        assertThat(hub.events("page_view")).hasSize(2);
    }

    @Test
    void whatHappenedBeforeARefusalAndDuringItIsForgotten() {
        hub.page("/", StandInHub.tag("data-consent=wait"));
        visit("/");
        page.evaluate("() => th('consent', " + ALL_DENIED + ")");
        th("while_denied");
        pass(100_000);
        assertThat(hub.posts()).isEmpty();
        page.evaluate("() => th('consent', {analytics_storage: 'granted'})");
        th("after_grant");
        pass(100);
        hub.await(1, "after_grant");
        assertThat(hub.events().stream().map(event -> event.get("n").asString()))
                .containsExactly("after_grant");
    }

    @Test
    void aVisitorWhoLeavesUndecidedLeavesNothing() {
        hub.page("/", StandInHub.tag("data-consent=wait"));
        hub.page("/next", StandInHub.tag("data-auto=off"));
        visit("/");
        visit("/next");
        th("marker");
        pass(100);
        hub.await(1, "marker");
        assertThat(hub.events("page_view")).isEmpty();
    }

    @Test
    void aDefaultThatGrantsIsEnough() {
        hub.page(
                "/",
                GTAG
                        + script("gtag('consent', 'default', {ad_storage: 'granted', security_storage: 'granted'})")
                        + StandInHub.tag("data-consent=wait"));
        visit("/");
        pass(100);
        hub.await(1, "page_view");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gtag('consent', 'default', {ad_storage: 'denied', region: ['DE']}); gtag('consent', 'default', {ad_storage: 'granted'})",
                "gtag('consent', 'default', {ad_storage: 'granted'}); gtag('consent', 'default', {ad_storage: 'denied', region: ['DE']})",
                "gtag('consent', 'default', {security_storage: 'granted', functionality_storage: 'granted', wait_for_update: 500})"
            })
    void aDefaultThatMayNotBeMeantForThisVisitorIsNot(String defaults) {
        hub.page("/", GTAG + script(defaults) + StandInHub.tag("data-consent=wait"));
        visit("/");
        pass(100_000);
        assertThat(hub.posts()).isEmpty();
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

    @Test
    void cookielessSendsAndSaysSoUntilGranted() {
        hub.page("/", StandInHub.tag("data-consent=cookieless"));
        visit("/");
        pass(100);
        hub.await(1, "page_view");
        assertThat(hub.posts().getFirst().body().get("cl").asInt()).isEqualTo(1);
        page.evaluate("() => th('consent', {ad_storage: 'granted'})");
        th("lead");
        pass(100);
        hub.await(1, "lead");
        assertThat(hub.posts().getLast().body().get("cl").asInt()).isZero();
    }

    @Test
    void withoutAModeEverythingGoesAndTheChoiceGoesWithIt() {
        hub.page("/", GTAG + script("gtag('consent', 'default', " + ALL_DENIED + ")") + StandInHub.TAG);
        visit("/");
        pass(100);
        hub.await(1, "page_view");
        assertThat(hub.posts().getFirst().body().get("c").get("ad_storage").asString())
                .isEqualTo("denied");
    }

    @Test
    void globalPrivacyControlIsAHeaderAndNeedsNoByteHere() {
        context.setExtraHTTPHeaders(java.util.Map.of("Sec-GPC", "1"));
        hub.page("/", StandInHub.TAG);
        visit("/");
        pass(100);
        hub.await(1, "page_view");
        assertThat(hub.posts().getFirst().headers().get("Sec-gpc")).isEqualTo(List.of("1"));
    }

    private static String script(String text) {
        return "<script>" + text + "</script>";
    }
}
