package io.taghub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What would become of an event, without a hub and without sending it. */
class PreviewTest extends AtTerminal {
    @Test
    void thePreviewSaysWhyATagDoesNotTakeAClick() throws IOException {
        Path two = file("two.yaml", """
                site: { domain: shop.example }
                tags:
                  north: { type: postback, preset: bemob, domain: trk.north.example, when: [ftd], capture: { when: { s: n } } }
                  south: { type: postback, preset: bemob, domain: trk.south.example, when: [ftd], capture: { when: { s: s } } }
                """);
        Path bare = file("bare.json", "{\"name\":\"ftd\",\"id\":\"d1\",\"click_ids\":{\"cid\":\"A\"}}");
        Path misspelt = file("named.json", """
                {"name":"ftd","id":"d1","click_ids":{"cid":{"value":"A","for":"nort"}}}""");

        assertThat(TagHub.run("preview", "--config", two.toString(), bare.toString()))
                .isZero();
        assertThat(shown())
                .contains("north (postback): skipped, the click id could belong to several receivers, and nothing says"
                        + " whose it is (the cid of ")
                .contains(" fits 'south' as well)");
        assertThat(TagHub.run("preview", "--config", two.toString(), misspelt.toString()))
                .isEqualTo(1);
        assertThat(said())
                .isEqualTo("taghub: the event is not right: 'click_ids.cid.for': there is no tag and no network 'nort'"
                        + " in the config; did you mean 'north'?");
    }

    @Test
    void thePreviewOfAWebhookShowsItsEventAndWhatWouldGoOut() throws IOException {
        Path hooked = file("hooked.yaml", """
                site: { domain: shop.example }
                inbound:
                  shop:
                    source: shopify
                    verify: { secret: "${env:NOBODY_SETS_THIS}" }
                mode: sandbox
                tags:
                  partner: { type: postback, url: "https://trk.example/c?id={{ click.id | required }}&sum={{ value | money }}", click_id: gclid, when: [purchase] }
                """);
        Path body = file("order.json", """
                {"id":17,"total_price":"49.98","currency":"EUR","landing_site":"/?gclid=EAIaIQobChMIexampleGclid"}""");
        assertThat(TagHub.run(
                        "preview",
                        "--config",
                        hooked.toString(),
                        "--source",
                        "shop",
                        "--header",
                        "X-Shopify-Topic: orders/paid",
                        body.toString()))
                .isZero();
        assertThat(shown())
                .startsWith("it becomes")
                .contains("order-17", "partner (postback): would send", "id=EAIaIQobChMIexampleGclid&sum=49.98");
        assertThat(TagHub.run("preview", "--config", hooked.toString(), "--source", "shop", body.toString()))
                .isEqualTo(1);
        assertThat(shown()).contains("refused, unknown_event");
        assertThat(TagHub.run("preview", "--config", hooked.toString(), "--source", "shp", body.toString()))
                .isEqualTo(1);
        assertThat(said()).contains("there is no source 'shp' in the config; did you mean 'shop'?");
    }

    @Test
    void thePreviewShowsWhatWouldGoOut() throws IOException {
        Path event = file("ftd.json", """
                {"name":"ftd","id":"d1","value":50,"currency":"EUR","user":{"id":"u1"},"click_ids":{"btag":"a_1"}}""");

        assertThat(TagHub.run("preview", "--config", config.toString(), "--tag", "casino-affiliates", event.toString()))
                .isZero();
        assertThat(shown())
                .startsWith("casino-affiliates (postback): would send")
                .contains("btag=a_1&event=ftd&txid=d1&amount=50.00&currency=EUR");
        assertThat(said()).isEmpty();
    }

    @Test
    void thePreviewLeavesOutTheClickIdsThatTheHubLeavesOut() throws IOException {
        Path three = file("three.yaml", """
                site: { domain: shop.example }
                tags:
                  taboola: { type: taboola, when: [ftd] }
                  metrica: { type: yandex-metrica, counter_id: "1", access_token: "${env:PATH}", when: [ftd] }
                """);
        Path event = file("ftd.json", """
                {"name":"ftd","id":"d1","click_ids":{"tblci":"undefined","yclid":"a b","bbg":"{bbg}"}}""");

        assertThat(TagHub.run("preview", "--config", three.toString(), event.toString()))
                .isEqualTo(1);
        assertThat(shown()).contains("taboola (taboola): skipped").contains("metrica (yandex-metrica): skipped");
        assertThat(said())
                .contains("taghub: left out: 'click_ids.tblci' (text of 9 characters): it is a placeholder")
                .contains("'click_ids.yclid' (text of 3 characters): it holds a blank")
                .contains("'click_ids.bbg'");
    }

    @Test
    void thePreviewShowsWhatGoesOutOnceTheWaitIsOver() throws IOException {
        Path waiting = file("waiting.yaml", """
                site: { domain: shop.example }
                mode: sandbox
                consent: { default: granted }
                tags:
                  metrica: { type: yandex-metrica, counter_id: "49831738", access_token: "${env:PATH}", when: [ftd] }
                  slow: { type: postback, preset: voluum, domain: trk.partner.example, when: [ftd], limits: { min_delay: 1h } }
                """);
        Path event = file("ftd.json", """
                {"name":"ftd","id":"d1","value":50,"currency":"EUR","click_ids":{"yclid":"7893456123890","cid":"a_1"}}""");

        assertThat(TagHub.run("preview", "--config", waiting.toString(), event.toString()))
                .isZero();
        assertThat(shown())
                .containsPattern(
                        "metrica \\(yandex-metrica\\): waits until \\S+Z, it is collected into one file with others"
                                + " of its goal \\('upload_every'\\); then: would send\\n")
                .contains("49831738/offline_conversions/upload")
                .containsPattern("slow \\(postback\\): waits until \\S+Z, 'min_delay' of the tag; then: would send\\n")
                .contains("https://trk.partner.example/postback?cid=a_1");
    }

    @Test
    void thePreviewShowsWhatGoesOutOnceTheVisitorHasAgreed() throws IOException {
        Path asking = file("asking.yaml", """
                site: { domain: shop.example }
                mode: sandbox
                consent: { default: denied }
                tags:
                  partner: { type: postback, preset: voluum, domain: trk.partner.example, when: [ftd], consent: [ad_storage] }
                """);
        Path event = file("ftd.json", """
                {"name":"ftd","id":"d1","value":50,"currency":"EUR","click_ids":{"cid":"a_1"}}""");

        assertThat(TagHub.run("preview", "--config", asking.toString(), event.toString()))
                .isZero();
        assertThat(shown())
                .startsWith(
                        "partner (postback): waits for the visitor's word on ad_storage (\"consent\" in the event says"
                                + " it); once granted: would send")
                .contains("https://trk.partner.example/postback?cid=a_1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"name":                   | taghub: the event is not valid JSON at line 1, column 9
            {"name":"login","valeu":5} | taghub: left out: 'valeu' (a number): unknown key; did you mean 'value'?
            {"name":"ftd"}             | taghub: the event is not right: 'id' is missing; a conversion needs one, so that it is never counted twice
            """)
    void aWrongEventIsNamed(String event, String sentence) throws IOException {
        assertThat(TagHub.run(
                        "preview",
                        "--config",
                        config.toString(),
                        file("e.json", event).toString()))
                .isEqualTo(1);
        assertThat(said()).isEqualTo(sentence);
    }

    @Test
    void aMissingEventFileAndAnUnknownTagAreNamed() throws IOException {
        assertThat(TagHub.run("preview", "--config", config.toString(), "nothere.json"))
                .isEqualTo(1);
        assertThat(said()).isEqualTo("taghub: the event file nothere.json cannot be read");

        terminal.clear();
        assertThat(TagHub.run(
                        "preview",
                        "--config",
                        config.toString(),
                        "--tag",
                        "nope",
                        file("e.json", "{}").toString()))
                .isEqualTo(1);
        assertThat(said())
                .isEqualTo("taghub: there is no tag 'nope'; there are meta-main, google-ads, ga4, tiktok,"
                        + " casino-affiliates, shop-affiliates");
    }
}
