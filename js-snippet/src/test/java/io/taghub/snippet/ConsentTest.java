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

    /** A banner; what it has to say it says when it is told to. */
    private static final String BANNER = """
            const listeners = [];
            window.__tcfapi = (command, version, callback) => listeners.push(callback);
            window.tell = (status, purposes) => listeners.forEach(callback =>
                callback({eventStatus: status, gdprApplies: true, tcString: 'CQabc.ZZ', purpose: {consents: purposes}}, true));
            """;

    @Override
    @BeforeEach
    void open() {
        super.open();
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
                        + "\"ad_personalization\":\"site_denied\",\"analytics_storage\":\"site_denied\"}");
        assertThat(hub.events("page_view")).hasSize(2);
    }

    @Test
    void whatHappenedBeforeARefusalAndDuringItIsForgotten() {
        hub.page("/", StandInHub.tag("data-consent=wait"));
        visit("/");
        page.evaluate("() => th('consent', " + ALL_DENIED + ")");
        th("while_denied");
        pass(100_000);
        assertOnlyTheRefusal();
        page.evaluate("() => th('consent', {analytics_storage: 'granted'})");
        th("after_grant");
        pass(100);
        hub.await(1, "after_grant");
        assertThat(hub.events().stream().map(event -> event.get("n").asString()))
                .containsExactly("after_grant");
    }

    @Test
    void whatWasGrantedIsWithdrawnAtTheHubAsWell() {
        hub.page("/", StandInHub.tag("data-consent=wait"));
        visit("/");
        page.evaluate("() => th('consent', {ad_storage: 'granted', ad_user_data: 'granted'})");
        pass(100);
        hub.await(1, "page_view");
        page.evaluate("() => th('consent', " + ALL_DENIED + ")");
        pass(100);
        hub.await(h -> h.posts().size() == 2, () -> "the withdrawal");
        th("while_denied");
        page.evaluate("() => th('consent', " + ALL_DENIED + ")");
        pass(100_000);
        assertThat(hub.posts()).hasSize(2);
        assertThat(hub.posts().getLast().body().get("c").toString()).doesNotContain("granted");
        assertThat(hub.events()).hasSize(1);
    }

    /** With nothing of the page, of the person or of what was before. */
    private void assertOnlyTheRefusal() {
        hub.await(h -> h.posts().size() == 1, () -> "the refusal");
        JsonNode body = hub.posts().getFirst().body();
        assertThat(body.propertyNames()).containsExactlyInAnyOrder("c", "e");
        assertThat(body.get("c").toString()).doesNotContain("granted");
        assertThat(body.get("e")).isEmpty();
    }

    @Test
    void aDecisionGoesAtOnceAndOnceAlthoughNothingElseHappens() {
        hub.page("/", GTAG + script("gtag('consent', 'default', " + ALL_DENIED + ")") + StandInHub.TAG);
        visit("/?fbclid=IwAR2_x");
        pass(100);
        hub.await(1, "page_view");
        assertThat(hub.posts().getFirst().body().get("c").toString())
                .as("a default is nobody's decision")
                .doesNotContain("\"denied\"");

        page.evaluate("() => gtag('consent', 'update', {ad_storage: 'granted'})");
        pass(100);
        hub.await(h -> h.posts().size() == 2, () -> "the grant");
        JsonNode granted = hub.posts().getLast().body();
        assertThat(granted.get("e")).isEmpty();
        assertThat(granted.get("c").get("ad_storage").asString()).isEqualTo("granted");
        assertThat(granted.get("l").asString()).endsWith("/?fbclid=IwAR2_x");

        page.evaluate("() => gtag('consent', 'update', {ad_storage: 'granted'})");
        pass(100_000);
        assertThat(hub.posts()).hasSize(2);

        page.evaluate("() => { gtag('consent', 'update', {ad_storage: 'denied'}); }");
        pass(100);
        hub.await(h -> h.posts().size() == 3, () -> "the withdrawal");
        assertThat(hub.posts().getLast().body().get("c").get("ad_storage").asString())
                .isEqualTo("denied");
    }

    @Test
    void aDecisionTheHubCouldNotTakeIsToldAgain() {
        hub.page("/", StandInHub.TAG);
        visit("/");
        pass(100);
        hub.await(1, "page_view");
        hub.answer(503);
        page.evaluate("() => th('consent', " + ALL_DENIED + ")");
        pass(100);
        hub.await(h -> h.posts().size() == 2, () -> "the withdrawal");
        awaitAnswers(2);
        pass(2_100);
        hub.await(h -> h.posts().size() == 3, () -> "the withdrawal again");
        assertThat(hub.posts().getLast().body().get("e")).isEmpty();
    }

    @Test
    void anOptOutIsNoEventAndNeedsNoDecision() {
        hub.page("/", StandInHub.tag("data-consent=wait"));
        visit("/?x7k2qd_optout=1");
        hub.await(h -> h.posts().size() == 1, () -> "the opt-out");
        JsonNode body = hub.posts().getFirst().body();
        assertThat(body.get("l").asString()).endsWith("/?x7k2qd_optout=1");
        assertThat(body.get("e")).isEmpty();
        pass(100_000);
        assertThat(hub.posts()).hasSize(1);
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update('granted'); standard('denied');",
                "standard('denied'); update('granted'); standard('denied');",
                "update('denied'); standard('denied'); update('granted'); standard('denied', {region: ['DE', 'FR']}); standard('denied');",
                "update('granted'); standard('denied', {wait_for_update: 500});",
                "th_later = () => { update('granted'); standard('denied'); };",
                "update('granted'); th_later = () => standard('denied');",
                "standard('denied'); th_later = () => { dataLayer.push(['consent', 'update', {ad_storage: 'granted'}]); standard('denied'); };",
                "standard('denied'); th_later = () => { dataLayer.push({0: 'consent', 1: 'update', 2: {ad_storage: 'granted'}}); standard('denied'); };",
                "th_later = () => { th('consent', {ad_storage: 'granted'}); standard('denied'); };"
            })
    void anUpdateOutranksADefaultWhicheverCameFirst(String commands) {
        hub.page("/", GTAG + script("""
                window.th_later = () => {};
                const update = (state) => gtag('consent', 'update', {ad_storage: state});
                const standard = (state, more) => gtag('consent', 'default', {ad_storage: state, ad_user_data: state, ...more});
                """ + commands) + StandInHub.tag("data-consent=wait"));
        visit("/?gclid=Cj0KCQ_x");
        page.evaluate("() => th_later()");
        pass(1_000);
        hub.await(1, "page_view");
        JsonNode body = hub.posts().getFirst().body();
        assertThat(body.get("c").get("ad_storage").asString()).isEqualTo("granted");
        assertThat(body.get("l").asString()).endsWith("/?gclid=Cj0KCQ_x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gtag('consent', 'update', {ad_storage: 'denied'}); gtag('consent', 'default', {ad_storage: 'granted'})",
                "gtag('consent', 'default', {ad_storage: 'granted'}); gtag('consent', 'update', {ad_storage: 'denied'}); gtag('consent', 'default', {ad_storage: 'granted'})",
                "gtag('consent', 'update', {ad_storage: 'denied'}); gtag('consent', 'default', {ad_storage: 'denied'})"
            })
    void aRefusalOutranksADefaultAsWell(String commands) {
        hub.page("/", GTAG + script(commands) + StandInHub.tag("data-consent=wait"));
        visit("/");
        th("while_denied");
        pass(100_000);
        assertThat(hub.events()).isEmpty();
        page.evaluate("() => gtag('consent', 'update', {ad_storage: 'granted'})");
        th("after_grant");
        pass(100);
        hub.await(1, "after_grant");
        assertThat(hub.events().stream().map(event -> event.get("n").asString()))
                .containsExactly("after_grant");
    }

    @Test
    void aDefaultThatWaitsForTheBannerIsGivenTheTime() {
        hub.page(
                "/",
                GTAG
                        + script("gtag('consent', 'default', {ad_storage: 'granted', wait_for_update: 500})")
                        + StandInHub.tag("data-consent=wait"));
        visit("/");
        pass(400);
        assertThat(hub.posts()).isEmpty();
        page.evaluate("() => gtag('consent', 'update', {ad_storage: 'denied'})");
        pass(100_000);
        assertThat(hub.events()).as("this visitor had refused before").isEmpty();

        hub.page(
                "/quiet",
                GTAG
                        + script("gtag('consent', 'default', {ad_storage: 'granted', wait_for_update: 500})")
                        + StandInHub.tag("data-consent=wait"));
        visit("/quiet");
        pass(600);
        hub.await(1, "page_view");
    }

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
                .isEqualTo("site_denied");
    }

    @Test
    void globalPrivacyControlIsAHeaderAndNeedsNoByteHere() {
        aTabOfItsOwn();
        page.setExtraHTTPHeaders(java.util.Map.of("Sec-GPC", "1"));
        hub.page("/", StandInHub.TAG);
        visit("/");
        pass(100);
        hub.await(1, "page_view");
        assertThat(hub.posts().getFirst().headers().get("Sec-gpc")).isEqualTo(List.of("1"));
    }

    /** The add-on that listens to banners has run. */
    private void awaitAddOn() {
        hub.await(h -> h.requests().contains("GET /x7k2qd/l.js"), () -> "the add-on");
        page.waitForLoadState();
    }

    private static String script(String text) {
        return "<script>" + text + "</script>";
    }
}
