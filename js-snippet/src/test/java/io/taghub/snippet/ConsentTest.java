package io.taghub.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Undecided holds, denied forgets, granted sends. */
class ConsentTest extends ConsentPages {
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
}
