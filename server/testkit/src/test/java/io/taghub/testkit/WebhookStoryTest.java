package io.taghub.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.taghub.tag.Reason;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A back end's webhooks and a network's postbacks through a whole hub to what the platforms receive. */
final class WebhookStoryTest {
    @RegisterExtension
    static final TaghubExtension hub = new TaghubExtension(TestConfig.text("""
            site: { domain: casino.example }
            inbound:
              casino-crm:
                verify: { type: standard_webhooks, secret: "${env:CRM_SECRET}" }
                map:
                  event_id: $.id
                  name: { from: $.type, values: { player.registered: registration, deposit.approved: deposit } }
                  user_id: $.data.player
                  email: $.data.email
                  value: $.data.amount_minor | minor_to_major
                  currency: $.data.currency
                  click.id: $.data.click
                  click.name: { const: partner_click }
              partner-says:
                methods: [GET]
                verify: { type: query_token, param: key, secret: "${env:PARTNER_TOKEN}" }
                map: { name: { const: deposit }, txn_id: "?tid", click.id: "?cid", click.name: { const: partner_click }, value: "?sum", currency: { const: EUR } }
                origin: trk.partner.example
            tags:
              meta-main:
                type: meta
                pixel_id: "123456789012345"
                access_token: "${env:META_TOKEN}"
                when: [deposit]
              partner:
                type: postback
                url: https://trk.partner.example/c?cid={{ click.id | required }}&sum={{ value | money }}
                click_id: partner_click
                when: [deposit]
            click_ids:
              partner_click: { platform: partner }
            """));

    private static Map<String, Object> webhook(String id, String type) {
        return Map.of(
                "id", id,
                "type", type,
                "data",
                        Map.of(
                                "player", "player-1",
                                "email", "ada@example.com",
                                "amount_minor", 4999,
                                "currency", "EUR",
                                "click", "click-1"));
    }

    @Test
    void aWebhookIsAnEventLikeAnyOther(TestRun run) {
        String id = run.unique("dep");
        assertThat(run.backend()
                        .webhook("casino-crm", webhook(id, "deposit.approved"))
                        .status())
                .isEqualTo(200);
        run.backend().webhook("casino-crm", webhook(id, "deposit.approved"));
        run.expectOnce(
                "meta-main",
                "deposit",
                sent -> sent.value("49.99").currency("EUR").hashed("data[0].user_data.em", "ada@example.com"));
        run.expectOnce("partner", "deposit", sent -> sent.contains("click-1"));
    }

    @Test
    void whatAReceiverReportsItselfIsNotSentBackToIt(TestRun run) {
        run.backend().webhook("partner-says", "cid=click-2&sum=20&tid=" + run.unique("t"));
        run.expectSkipped("partner", "deposit", Reason.OWN_REPORT);
        run.expectNothing("partner");
    }

    @Test
    void whatIsRefusedIsSaid(TestRun run) {
        BackEnd.Reply reply = run.backend().tryWebhook("casino-crm", webhook("x", "player.spun"), Map.of());
        assertThat(reply).isEqualTo(new BackEnd.Reply(422, "unknown_event"));
        assertThatThrownBy(() -> run.backend().webhook("casino-crm", webhook("x", "player.spun")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("unknown_event");
        assertThatThrownBy(() -> run.backend().webhook("nobody", Map.of())).hasMessageContaining("casino-crm");
        run.expectNoEvents();
    }
}
