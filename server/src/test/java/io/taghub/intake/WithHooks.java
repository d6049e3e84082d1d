package io.taghub.intake;

import io.taghub.inbound.InboundSource;
import io.taghub.inbound.hook.Hook;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;

/** Sources of webhooks and postbacks, and what they send. */
abstract class WithHooks {
    static final String SECRET = "another-key-of-another-back-end-1";
    static final String CONFIG = """
            site: { domain: shop.example, prefix: x7k2qd }
            mode: sandbox
            events: { scroll: { from: [browser] } }
            click_ids: { cid: { lifetime: 30d } }
            inbound:
              crm:
                verify: { type: standard_webhooks, secret: "${env:HOOK}", tolerance: 5m }
                map:
                  event_id: $.id
                  name: { from: $.type, values: { deposit.approved: deposit, registered: registration, scrolled: scroll } }
                  user_id: $.player
                  visitor: $.visitor
                  value: $.amount
                  currency: $.currency
                respond: { ok: { status: 202, body: '{"ok":true}', type: application/json }, duplicate: { status: 200, body: DUP }, refused: { body: "no: {{reason}}" } }
              net:
                methods: [GET]
                verify: { type: query_token, param: key, secret: "${env:HOOK}", allow_ips: [127.0.0.1, "::1"] }
                map: { name: { const: ftd }, txn_id: "?tid", click.id: "?cid", click.name: { const: cid }, click.time: "?at", user_id: "?uid", visitor: "?vis", value: "?sum" }
                respond: { ok: { body: pixel } }
              far: { verify: { type: ip, allow_ips: [203.0.113.0/24] }, map: { name: { const: ftd }, event_id: $.id } }
            tags: {}
            """;

    @TempDir
    Path folder;

    static Hook crm(RunningIntake hub, String body) {
        InboundSource source = Objects.requireNonNull(hub.config.inbound().get("crm"));
        Hook hook = new Hook(
                "POST",
                hub.address("/in/crm"),
                Map.of("Content-Type", "application/json", "Cookie", "session=private"),
                body.getBytes(StandardCharsets.UTF_8));
        return source.verifier().signed(hook, hub.now.get());
    }

    static Hook net(RunningIntake hub, String query) {
        return new Hook("GET", hub.address("/in/net?" + query), Map.of(), new byte[0]);
    }

    static double count(RunningIntake hub, String source, String reason) {
        return hub.meters
                .get("taghub.webhooks")
                .tags("source", source, "reason", reason)
                .counter()
                .count();
    }
}
