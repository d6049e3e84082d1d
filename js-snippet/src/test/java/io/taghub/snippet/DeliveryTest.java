package io.taghub.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Events reach the hub once, in the form of the wire, whatever the network and the hub do. */
class DeliveryTest extends InChromium {

    @Test
    void aLandingIsOneSmallPostWithTheClickIdAsItCame() {
        hub.page("/lp", StandInHub.TAG);
        visit("/lp?fbclid=AbC_d-9&x=%C3%A9");
        hub.await(1, "page_view");

        assertThat(hub.posts()).hasSize(1);
        Post post = hub.posts().getFirst();
        assertThat(post.contentType()).isEqualTo("text/plain;charset=UTF-8");
        assertThat(post.text()).hasSizeLessThan(400);
        assertThat(post.body().get("v").asInt()).isEqualTo(1);
        assertThat(post.body().get("l").asString()).isEqualTo(hub.url("/lp?fbclid=AbC_d-9&x=%C3%A9"));
        assertThat(post.body().get("r").asString()).isEmpty();
        JsonNode view = post.events().getFirst();
        assertThat(view.get("i").asString()).matches("[\\w-]{16,64}");
        assertThat(view.get("u").asString()).isEqualTo(hub.url("/lp?fbclid=AbC_d-9&x=%C3%A9"));
        assertThat(post.body().get("st").asLong() - view.get("t").asLong()).isBetween(0L, 5_000L);
        assertThat(hub.requests()).noneMatch(request -> request.startsWith("OPTIONS"));
        assertNoComplaints();
    }

    @Test
    void automationIsMarkedAndNotMuted() {
        hub.page("/", StandInHub.TAG);
        visit("/");
        hub.await(1, "page_view");
        assertThat(hub.posts().getFirst().body().get("wd").asInt()).isEqualTo(1);
    }

    @Test
    void anEventCarriesWhatItWasGiven() {
        hub.page("/", StandInHub.TAG);
        visit("/");
        page.evaluate("""
                () => {
                  th('set', {experiment: 'blue'});
                  th('identify', {id: 'u-1', email: 'ada@example.com'});
                  const cart = [{id: 'sku-1', name: 'Compass', quantity: 2, price: 24.995}];
                  th('purchase', {value: 49.99, currency: 'EUR', order_id: 'A-1001', items: cart});
                  cart.length = 0;
                }""");
        JsonNode purchase = hub.await(1, "purchase").getFirst();
        assertThat(purchase.get("p").toString())
                .isEqualTo("{\"value\":49.99,\"currency\":\"EUR\",\"order_id\":\"A-1001\",\"items\":"
                        + "[{\"id\":\"sku-1\",\"name\":\"Compass\",\"quantity\":2,\"price\":24.995}]}");
        JsonNode body = hub.posts().getLast().body();
        assertThat(body.get("x").toString()).isEqualTo("{\"experiment\":\"blue\"}");
        assertThat(body.get("g").toString()).isEqualTo("{\"id\":\"u-1\",\"email\":\"ada@example.com\"}");
    }

    @Test
    void aCallBeforeTheScriptKeepsItsId() {
        var held = hub.hold(StandInHub.PREFIX + "h.js");
        hub.page(
                "/",
                "<script src='/x7k2qd/stub.js'></script>" + StandInHub.tag("").replace("defer", "async"));
        page.navigate(
                hub.url("/"),
                new com.microsoft.playwright.Page.NavigateOptions()
                        .setWaitUntil(com.microsoft.playwright.options.WaitUntilState.COMMIT));
        page.waitForFunction("() => window.th");
        String id = th("ftd", Map.of("value", 100));
        String own = (String) page.evaluate("() => th('lead', {}, {id: 'lead-2026-1'})");
        held.countDown();

        assertThat(hub.await(1, "ftd")).singleElement().satisfies(event -> {
            assertThat(event.get("i").asString()).isEqualTo(id);
            assertThat(event.get("p").get("value").asInt()).isEqualTo(100);
        });
        assertThat(own).isEqualTo("lead-2026-1");
        assertThat(hub.await(1, "lead").getFirst().get("i").asString()).isEqualTo(own);
        assertThat(hub.events("page_view")).hasSize(1);
    }

    @Test
    void aStubThatNobodyCalledGivesWayAsWell() {
        hub.page("/", "<script src='/x7k2qd/stub.js'></script>" + StandInHub.TAG);
        visit("/");
        th("lead");
        hub.await(1, "lead");
    }

    @Test
    void theSecondOfTwoTagsDoesNothing() {
        hub.page("/", StandInHub.TAG + StandInHub.TAG);
        visit("/");
        th("done");
        hub.await(1, "done");
        assertThat(hub.events("page_view")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {503, 500, 429})
    void aHubInTroubleIsAskedAgainWithTheSameId(int trouble) {
        stopTheClock();
        hub.page("/", StandInHub.TAG);
        hub.answer(trouble, trouble);
        visit("/");
        pass(60);
        hub.await(1, "page_view");
        awaitAnswers(1);
        pass(1_900);
        assertThat(hub.posts()).as("before the first wait is over").hasSize(1);
        pass(200);
        hub.await(2, "page_view");
        awaitAnswers(2);
        pass(3_800);
        assertThat(hub.posts()).as("before the second, longer wait is over").hasSize(2);
        pass(400);
        hub.await(3, "page_view");
        awaitAnswers(3);
        pass(120_000);

        assertThat(hub.posts()).hasSize(3);
        assertThat(hub.events().stream().map(event -> event.get("i")).distinct())
                .hasSize(1);
    }

    @Test
    void newEventsDoNotCutTheWaitShort() {
        stopTheClock();
        hub.page("/", StandInHub.TAG);
        hub.answer(503);
        visit("/");
        pass(60);
        hub.await(1, "page_view");
        awaitAnswers(1);
        th("lead");
        pass(1_800);
        assertThat(hub.posts()).hasSize(1);
        pass(400);
        hub.await(1, "lead");
        assertThat(hub.posts()).hasSize(2);
    }

    @Test
    void whatTheHubRefusesIsDropped() {
        stopTheClock();
        hub.page("/", StandInHub.TAG);
        hub.answer(400);
        visit("/");
        pass(60);
        hub.await(1, "page_view");
        awaitAnswers(1);
        pass(120_000);
        assertThat(hub.posts()).hasSize(1);
        th("lead");
        pass(60);
        hub.await(1, "lead");
        assertThat(hub.events("page_view")).hasSize(1);
    }

    @Test
    void whatHappensOfflineArrivesOnceOnline() {
        stopTheClock();
        hub.page("/", StandInHub.TAG);
        visit("/");
        pass(60);
        hub.await(1, "page_view");
        awaitAnswers(1);
        page.context().setOffline(true);
        String id = th("registration");
        pass(60);
        awaitAnswers(2);
        // Time stands still: it is the browser's word that sends it, not the next try.
        page.context().setOffline(false);
        assertThat(hub.await(1, "registration"))
                .singleElement()
                .satisfies(event -> assertThat(event.get("i").asString()).isEqualTo(id));
    }

    @Test
    void muchAtOnceGoesInAFewPosts() {
        hub.page("/", StandInHub.tag("data-auto=off"));
        visit("/");
        page.evaluate("() => { for (let i = 0; i < 40; i++) th('load', {i, text: 'x'.repeat(5000)}); }");
        hub.await(40, "load");
        assertThat(hub.posts())
                .hasSize(5)
                .allSatisfy(post -> assertThat(post.text()).hasSizeLessThan(47_000));
        assertThat(hub.events("load").stream()
                        .map(event -> event.get("p").get("i").asInt()))
                .containsExactlyElementsOf(
                        java.util.stream.IntStream.range(0, 40).boxed().toList());
        assertNoComplaints();
    }

    @Test
    void anEventLargerThanABatchGoesAlone() {
        hub.page("/", StandInHub.tag("data-auto=off"));
        visit("/");
        page.evaluate("() => { th('small'); th('large', {text: 'x'.repeat(60000)}); th('small'); }");
        hub.await(2, "small");
        assertThat(hub.posts().stream().map(post -> post.events().size())).containsExactly(1, 1, 1);
    }

    @Test
    void flushDoesNotWait() {
        stopTheClock();
        hub.page("/", StandInHub.tag("data-auto=off"));
        visit("/");
        th("now");
        page.evaluate("() => th.flush()");
        hub.await(1, "now");
    }

    @Test
    void aBadIdIsReplaced() {
        hub.page("/", StandInHub.tag("data-auto=off"));
        visit("/");
        Object ids = page.evaluate(
                "() => [th('a', {}, {id: ''}), th('b', {}, {id: 'has space here'}), th('c', null, {}), th('d')]");
        hub.await(1, "d");
        assertThat(hub.events().stream().map(event -> (Object) event.get("i").asString()))
                .isEqualTo(ids);
        assertThat((List<?>) ids).allSatisfy(id -> assertThat((String) id).matches("[\\w-]{16,64}"));
    }

    @Test
    void theShopsOwnNumberIsAnId() {
        hub.page("/", StandInHub.tag("data-auto=off"));
        visit("/");
        Object ids = page.evaluate("() => [th('purchase', {}, {id: 1001}), th('lead', {}, {id: 'web:A-7.1'})]");
        hub.await(1, "lead");
        assertThat(ids).isEqualTo(List.of("1001", "web:A-7.1"));
        assertThat(hub.events().stream().map(event -> (Object) event.get("i").stringValue()))
                .isEqualTo(ids);
    }

    @Test
    void manySmallEventsAreNoMoreThanTheHubTakesAtOnce() {
        hub.page("/", StandInHub.tag("data-auto=off"));
        visit("/");
        page.evaluate("() => { for (let i = 0; i < 120; i++) th('step'); }");
        assertThat(hub.await(120, "step")).hasSize(120);
        assertThat(hub.posts()).allSatisfy(post -> assertThat(post.events()).hasSizeLessThanOrEqualTo(50));
    }

    @Test
    void aHubThatNeverAnswersIsAskedAgain() {
        stopTheClock();
        hub.page("/", StandInHub.TAG);
        var held = hub.hold(StandInHub.PREFIX + "e");
        visit("/");
        pass(60);
        hub.await(h -> h.requests().contains("POST /x7k2qd/e"), () -> "the first try");
        pass(59_000);
        th("lead");
        held.countDown();
        hub.await(1, "page_view");
        awaitAnswers(1);
        pass(60);
        hub.await(1, "lead");
        assertThat(hub.events("page_view")).as("an answer in time").hasSize(1);

        var heldAgain = hub.hold(StandInHub.PREFIX + "e");
        String id = th("ftd");
        pass(60);
        hub.await(h -> h.requests().stream().filter("POST /x7k2qd/e"::equals).count() == 3, () -> "a request in vain");
        pass(62_100);
        hub.await(h -> h.requests().stream().filter("POST /x7k2qd/e"::equals).count() == 4, () -> "the next try");
        heldAgain.countDown();
        assertThat(hub.await(2, "ftd"))
                .allSatisfy(event -> assertThat(event.get("i").asString()).isEqualTo(id));
    }

    @Test
    void aBrokenFetchIsNobodysProblem() {
        aTabOfItsOwn();
        page.addInitScript("window.fetch = () => Promise.reject(new TypeError('no'))");
        hub.page("/", StandInHub.TAG + "<p id=text>shop</p>");
        visit("/");
        th("lead");
        assertThat(page.textContent("#text")).isEqualTo("shop");
        page.navigate(hub.url("/"));
        assertThat(hub.await(1, "lead").stream()
                        .map(event -> event.get("i").asString())
                        .distinct())
                .as("a beacon on leaving took it")
                .hasSize(1);
        assertNoComplaints();
    }

    @Test
    void propsThatAreNoJsonHurtNobody() {
        hub.page("/", StandInHub.TAG);
        visit("/");
        Object id = page.evaluate("() => { const loop = {}; loop.loop = loop; return th('loop', loop); }");
        assertThat(hub.await(1, "loop")).singleElement().satisfies(event -> {
            assertThat(event.get("i").asString()).isEqualTo(id);
            assertThat(event.has("p")).isFalse();
        });
        page.evaluate("() => { th('set', {window}); th(document.createEvent('Event')); }");
        th("after");
        hub.await(1, "after");
        assertNoComplaints();
    }
}
