package io.taghub.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Page;
import io.taghub.life.ConversionState;
import io.taghub.tag.Reason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Conversions from pending to their end at a whole hub: who is told what, and the page that says so. */
@Often
final class ConversionLifeTest {
    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    private TestHub hub;

    @BeforeEach
    void start() {
        hub = TestHub.start(TestConfig.text("""
                site: { domain: casino.example }
                server_keys: { back: "${env:KEY}" }
                events:
                  ftd: { derive: { from: deposit }, from: [server] }
                  deposit: { conversion: true }
                tags:
                  tracker:
                    type: postback
                    preset: keitaro
                    domain: trk.partner.example
                    key: "${env:TRK}"
                    when: [ftd, purchase]
                  google-ads:
                    type: google-data-manager
                    account_id: "1234567890"
                    conversion_actions: { purchase: "987", refund: "987" }
                    oauth: { client_id: c, client_secret: "${env:CS}", refresh_token: "${env:RT}" }
                    when: [purchase, refund]
                  ga4:
                    type: ga4
                    measurement_id: G-ABC123
                    api_secret: "${env:GA}"
                    when: [purchase, refund]
                """).patience(Duration.ofSeconds(20)));
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private void says(String name, String id, String more) {
        hub.backend().send("""
                {"name":"%s","id":"%s","user":{"id":"ada","email":"ada@example.com"},
                 "click_ids":{"subid":"click-1","ga":"1.2"}%s}""".formatted(name, id, more));
    }

    private JsonNode conversion(String key) {
        return hub.server().http.json(hub.console() + "/api/conversions/" + key);
    }

    private List<String> moves(String key) {
        return conversion(key)
                .path("moves")
                .valueStream()
                .map(move -> move.path("event").asString("") + " "
                        + move.path("move").asString("") + (move.path("refusal").isNull() ? "" : "ILLEGAL"))
                .toList();
    }

    @Test
    void onlyLegalMovesGoOutAndOnePageSaysIt() {
        says("purchase", "e1", ",\"order_id\":\"A-1\",\"value\":50,\"currency\":\"EUR\",\"status\":\"pending\"");
        hub.expectSent("tracker", "purchase");
        hub.expectSkipped("google-ads", "purchase", Reason.STATUS_NOT_MAPPED);
        says("purchase", "e2", ",\"order_id\":\"A-1\",\"value\":50,\"currency\":\"EUR\",\"status\":\"approved\"");
        hub.expectSent("google-ads", "purchase", sent -> sent.value("50"));
        says("purchase", "e3", ",\"order_id\":\"A-1\",\"status\":\"pending\"");
        hub.expectSkipped("tracker", "purchase", Reason.ILLEGAL_MOVE);
        hub.expectSkipped("google-ads", "purchase", Reason.ILLEGAL_MOVE);

        says("refund", "f1", ",\"order_id\":\"A-1\",\"value\":20,\"currency\":\"EUR\"");
        hub.expectSent("ga4", "refund", sent -> sent.value("20").lacks("events[0].params.remaining_value"));
        hub.advance(Duration.ofMinutes(31));
        hub.expectSent("google-ads", "refund", sent -> sent.value("30").has("transactionId", "A-1"));
        says("refund", "f2", ",\"order_id\":\"A-1\",\"value\":30,\"currency\":\"EUR\"");
        hub.advance(Duration.ofMinutes(31));
        hub.expectSent("google-ads", "refund", sent -> sent.value("0"));

        hub.expectReversed("google-ads", "A-1");
        hub.expectReversed("ga4", "e2");
        hub.expectState("A-1", ConversionState.REVERSED);
        assertThatThrownBy(() -> hub.within(Duration.ZERO).expectReversed("tracker", "A-1"))
                .hasMessageContaining("should have been sent to tracker but was not")
                .hasMessageContaining("purchase ILLEGAL_MOVE");
        assertThatThrownBy(() -> hub.within(Duration.ZERO).expectState("A-1", "purchase", ConversionState.PENDING))
                .hasMessageContaining("'A-1' should be pending");
        assertThat(moves("A-1"))
                .containsExactly(
                        "purchase pending",
                        "purchase approved",
                        "purchase ILLEGAL",
                        "refund adjusted",
                        "refund reversed");
        assertThat(conversion("e1").path("conversions").path(0).path("state").asString(""))
                .isEqualTo("reversed");

        Page page = CHROMIUM.context(hub).newPage();
        page.navigate(hub.console() + "/events/e1");
        page.getByText("The life of this conversion").click();
        assertThat(page.locator("table.states").innerText()).contains("purchase", "reversed", "0.00 EUR", "refund");
        assertThat(page.locator("table.moves").innerText())
                .contains("ILLEGAL_MOVE", "google-ads", "delivered", "STATUS_NOT_MAPPED");
        assertThat(page.content()).doesNotContain("ada@example.com");
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(java.nio.file.Path.of("target/conversion.png"))
                .setFullPage(true));
        page.navigate(hub.console() + "/conversions/nothing");
        assertThat(page.content()).contains("Nothing is known of a conversion");
    }

    @Test
    void theFirstDepositIsTheFirstDepositAndNoOther() {
        says("deposit", "d1", ",\"value\":50,\"currency\":\"EUR\"");
        hub.expectOnce("tracker", "ftd");
        says("deposit", "d2", ",\"value\":70,\"currency\":\"EUR\"");
        says("ftd", "own", ",\"value\":50,\"currency\":\"EUR\"");
        hub.expectSkipped("tracker", "ftd", Reason.ONCE);
        hub.expectReceived("deposit");
        hub.expectOnce("tracker", "ftd", sent -> sent.has("tid", "ftd-d1").value("50"));
    }

    @Test
    void aReceiverThatTellsRepeatsApartIsToldWhichTheyAre() {
        try (TestHub own = TestHub.start(TestConfig.text("""
                site: { domain: casino.example }
                tags:
                  partner:
                    type: postback
                    url: https://trk.partner.example/c?cid={{ click.id | required }}&tid={{ event.id }}&again={{ property.repeated | default:'no' }}
                    click_id: partner_click
                    when: [deposit]
                    repeats: new_or_repeated
                click_ids: { partner_click: { platform: partner } }
                """))) {
            for (String id : List.of("d1", "d2")) {
                own.backend().send("""
                        {"name":"deposit","id":"%s","user":{"id":"ada"},"click_ids":{"partner_click":"c-1"}}""".formatted(id));
            }
            own.expectSent("partner", "deposit", sent -> sent.has("tid", "d1").has("again", "no"));
            own.expectSent("partner", "deposit", sent -> sent.has("tid", "d2").has("again", "true"));
        }
    }

    /** A deposit that comes before the registration, of a user whose click is known later. */
    @Test
    void aDepositBeforeTheRegistrationWaitsForItsClick() {
        hub.backend().send("""
                {"name":"deposit","id":"d1","user":{"id":"grace"},"value":50,"currency":"EUR"}""");
        hub.expectReceived("ftd");
        hub.advance(Duration.ofHours(1));
        hub.backend().send("""
                {"name":"registration","id":"r1","user":{"id":"grace"},"click_ids":{"subid":"late"},"visitor":"0198f2a4c0de7abc8123456789abcdef"}""");
        hub.advance(Duration.ofMinutes(10));
        hub.expectOnce("tracker", "ftd", sent -> sent.contains("late"));
    }
}
