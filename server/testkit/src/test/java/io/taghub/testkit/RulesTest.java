package io.taghub.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.tag.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Triggers and mapping through a whole hub: what each receiver gets of one and the same event. */
final class RulesTest {
    @RegisterExtension
    static final TaghubExtension hub = new TaghubExtension(TestConfig.text("""
            site: { domain: casino.example }
            tags:
              meta-main:
                type: meta
                pixel_id: "123456789012345"
                access_token: "${env:META_TOKEN}"
                when:
                  - deposit:
                      value: { at_least: 100 }
                      currency: { in: [EUR, USD] }
                  - deposit:
                      properties.vertical: vip
                params:
                  content_category: properties.vertical
                  brand: { const: Casino One }
                deny: [user.phone, client.ip]
                value: { net_of: properties.bonus }
              partner:
                type: postback
                url: https://trk.partner.example/c?cid={{ click.id | required }}&sum={{ value | money }}&cur={{ currency }}&all={{ property.stake }}
                click_id: partner_click
                when: [deposit]
                value: { percent: 30, currency: EUR, rates: { USD: 0.92 } }
                params: { stake: { of: value } }
              later:
                type: postback
                url: https://slow.partner.example/c?cid={{ click.id | required }}
                click_id: partner_click
                when: [deposit]
                delay: 10m
            click_ids:
              partner_click: { platform: partner }
            """));

    private static void deposit(Expectations run, String more) {
        run.backend().send("""
                {"name":"deposit","id":"%s","user":{"email":"ada@example.com","phone":"+442071838750"},
                 "client":{"ip":"203.0.113.7","user_agent":"Mozilla/5.0"},
                 "click_ids":{"partner_click":{"value":"c-1"},"fbclid":"IwAR2_test"},%s}
                """.formatted(run.unique("dep"), more));
    }

    @Test
    void eachReceiverGetsWhatItsRuleSays(TestRun run) {
        deposit(run, "\"value\":200,\"currency\":\"USD\",\"properties\":{\"vertical\":\"slots\",\"bonus\":50}");

        run.expectSent(
                "meta-main",
                "deposit",
                sent -> sent.value("150")
                        .currency("USD")
                        .has("data[0].custom_data.content_category", "slots")
                        .has("data[0].custom_data.brand", "Casino One")
                        .lacks("data[0].user_data.ph")
                        .lacks("data[0].user_data.client_ip_address"));
        run.expectSent(
                "partner",
                "deposit",
                sent -> assertThat(sent.query())
                        .containsEntry("sum", "55.20")
                        .containsEntry("cur", "EUR")
                        .containsEntry("all", "184.00"));
    }

    @Test
    void whatDoesNotMeetAConditionIsSkippedAndSaysWhich(TestRun run) {
        deposit(run, "\"value\":20,\"currency\":\"EUR\",\"properties\":{\"vertical\":\"slots\",\"bonus\":0}");

        run.expectSkipped("meta-main", "deposit", Reason.NOT_TRIGGERED);
        assertThat(run.explain())
                .containsIgnoringWhitespaces("none is met: value at_least 100; nor properties.vertical is vip");
        deposit(run, "\"value\":20,\"currency\":\"EUR\",\"properties\":{\"vertical\":\"vip\",\"bonus\":0}");
        run.expectSent("meta-main", "deposit", sent -> sent.value("20"));
    }

    @Test
    void whatCannotBeReckonedIsSkipped(TestRun run) {
        deposit(run, "\"value\":200,\"currency\":\"GBP\",\"properties\":{\"vertical\":\"vip\"}");

        run.expectSkipped("meta-main", "deposit", Reason.VALUE_RULE);
        run.expectSkipped("partner", "deposit", Reason.VALUE_RULE);
        assertThat(run.explain())
                .containsIgnoringWhitespaces("the event has no properties.bonus")
                .containsIgnoringWhitespaces("'rates' has none for the event's currency");
    }

    @Test
    void aDelayIsWaitedFor() {
        try (TestHub own = TestHub.start(TestConfig.text("""
                site: { domain: casino.example }
                tags:
                  later:
                    type: postback
                    url: https://slow.partner.example/c?cid={{ click.id | required }}
                    click_id: partner_click
                    when: [deposit]
                    delay: 10m
                """))) {
            deposit(own, "\"value\":20,\"currency\":\"EUR\"");
            own.advance(Duration.ofMinutes(9));
            org.assertj.core.api.Assertions.assertThatThrownBy(
                            () -> own.within(Duration.ZERO).expectNothing("later"))
                    .hasMessageContaining("MIN_DELAY");
            own.advance(Duration.ofMinutes(1));
            own.expectOnce("later", "deposit");
        }
    }

    @Test
    void whatBreaksItsContractWaitsForAPerson() {
        try (TestHub own = TestHub.start(TestConfig.text("""
                site: { domain: casino.example }
                events:
                  deposit:
                    conversion: true
                    require: [value, currency]
                    fields:
                      currency: { in: [EUR, USD] }
                      value: { at_least: 1, below: 10000 }
                    value: { net_of: properties.bonus }
                tags:
                  partner:
                    type: postback
                    url: https://trk.partner.example/c?cid={{ click.id | required }}&sum={{ value | money }}
                    click_id: partner_click
                    when: [deposit]
                """))) {
            deposit(own, "\"value\":20,\"currency\":\"GBP\"");
            own.expectHeld("partner", "deposit");
            own.expectHeld("partner", "deposit", Reason.CONTRACT);
            assertThat(own.explain())
                    .containsIgnoringWhitespaces("CONTRACT")
                    .containsIgnoringWhitespaces("currency must be one of EUR, USD");
            deposit(own, "\"value\":20,\"currency\":\"EUR\",\"properties\":{\"bonus\":5}");
            own.expectSent(
                    "partner", "deposit", sent -> assertThat(sent.query()).containsEntry("sum", "15.00"));
        }
    }
}
