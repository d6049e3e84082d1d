package io.taghub.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Configs that do nothing, or the wrong thing, without a word of it at run time; and the right ones that look like them. */
class SilentMistakesTest {
    private static final Map<String, String> ENV = Map.of(
            "KEY", "0123456789abcdef0123456789abcdef",
            "TOKEN", "EAAB-token-of-meta",
            "OTHER", "EAAB-another-token",
            "OAUTH", "OAuth y0_AgAAAAAtoken");

    private static final String TOP = """
            site: { domain: shop.example }
            server_keys: { shop: "${env:KEY}" }
            events: { purchase: { conversion: true }, ftd: { conversion: true }, deposit: { conversion: true } }
            """;
    private static final String CLICK = "url: \"https://trk.partner.com/pb?cid={{ click.id | required }}";
    private static final String SUM = CLICK + "&sum={{ value | money }}&cur={{ currency }}\"";

    private static Arguments says(String yaml, String... said) {
        return Arguments.of(yaml, List.of(said));
    }

    private static String postback(String more) {
        return "tags: { p: { type: postback, " + CLICK + "\", " + more + " } }";
    }

    private static String meta(String more) {
        return "tags: { m: { type: meta, pixel_id: \"1\", access_token: \"${env:TOKEN}\", " + more + " } }";
    }

    private static String ga4(String more) {
        return "tags: { g: { type: ga4, measurement_id: G-ABC123, api_secret: \"${env:TOKEN}\", " + more + " } }";
    }

    private static String tiers(String one, String other) {
        String tag = ": { type: postback, " + SUM + ", click_id: cid, ";
        return "tags:\n  low" + tag + "when: [purchase: { " + one + " }], value: { percent: 5 } }\n  high" + tag
                + "when: [purchase: { " + other + " }], value: { percent: 10 } }";
    }

    private static String two(String one, String other) {
        return "tags:\n  a: { type: " + one + " }\n  b: { type: " + other + " }";
    }

    @ParameterizedTest
    @MethodSource({"receivers", "names", "fields", "words", "linkedin", "waysAndSpellings"})
    void isSaid(String yaml, List<String> said) {
        List<String> all = read(yaml);
        assertThat(all).as(String.valueOf(all)).hasSize(said.size());
        for (int i = 0; i < said.size(); i++) {
            String kind = said.get(i).substring(0, said.get(i).indexOf(' '));
            assertThat(all.get(i)).startsWith(kind).contains(said.get(i).substring(kind.length() + 1));
        }
    }

    static Stream<Arguments> receivers() {
        String ga4 = "ga4, measurement_id: G-ABC123, api_secret: \"${env:TOKEN}\", when: ";
        String taboola = "taboola, when: [purchase]";
        String klaviyo = "klaviyo, api_key: \"${env:TOKEN}\", when: ";
        return Stream.of(
                says(tiers("value: { below: 60 }", "value: { at_least: 50 }"), "error which is paid twice"),
                says(
                        "tags: { n: { type: postback, preset: newsbreak, click_id: nb_click_id, value: { currency: USD, rates: { EUR: 1.1 } }, when: [purchase] } }"),
                says(
                        two(
                                "postback, preset: awin, merchant: \"12345\", when: [purchase]",
                                "awin-orders, advertiser_id: \"12345\", api_key: \"${env:TOKEN}\", when: [purchase]"),
                        "warning both tell api.awin.com of each purchase"),
                says(two(
                        "postback, preset: awin, merchant: \"12345\", when: [purchase]",
                        "awin-orders, advertiser_id: \"67890\", api_key: \"${env:TOKEN}\", when: [purchase]")),
                says(tiers("value: { below: 60 }", "user.country: DE"), "error which is paid twice"),
                says(tiers("items.id: mug", "items.id: book"), "error which is paid twice"),
                says(two(ga4 + "[purchase]", ga4 + "[purchase]"), "warning are one account at ga4"),
                says(
                        two(ga4 + "[purchase]", ga4.replace("TOKEN", "OTHER") + "[purchase]"),
                        "warning are one account at ga4"),
                says(two(klaviyo + "[purchase]", klaviyo + "[purchase]"), "warning are one account at klaviyo"),
                says(two(taboola, taboola), "warning are one account at taboola"),
                says(two(taboola, taboola + ", bulk: true, account_id: a"), "warning are one account at taboola"),
                says(
                        two(taboola, "postback, preset: taboola, when: [purchase]"),
                        "warning both tell trc.taboola.com of each purchase"),
                says(
                        "tags: { a: { type: " + taboola + ", account_id: a } }",
                        "warning 'account_id' stands in the address of the bulk alone"),
                says(
                        "tags: { y: { type: yandex-metrica, counter_id: \"1\", access_token: \"${env:OAUTH}\", when: [purchase] } }",
                        "error the token begins with the word 'OAuth'"),
                says(
                        "tags: { y: { type: yandex-metrica, counter_id: \"1\", access_token: \"${env:TOKEN}\", max_age: 60d, when: [purchase] } }",
                        "error 'max_age' is 21d at most"),
                says(
                        "tags: { y: { type: yandex-metrica, counter_id: \"1\", access_token: \"${env:TOKEN}\", upload_every: 25d, when: [purchase] } }",
                        "error 'upload_every' is between a second and a day"),
                says(
                        "tags: { b: { type: bigo, pixel_id: \"1\", event_names: { purchase: ec_purchas }, when: [purchase] } }",
                        "warning 'purchase' is never sent: 'ec_purchas' is none of BIGO's events"));
    }

    /** It goes under the goal or to the action of what it takes back. */
    @Test
    void aRefundNeedsNoNameOfItsOwn() {
        assertThat(read(
                        "tags: { s: { type: postback, preset: scaleo, domain: net.scaletrk.com, token: \"${env:TOKEN}\","
                                + " goals: { purchase: sale }, when: [purchase, refund, chargeback] } }"))
                .isEmpty();
        assertThat(read(
                        "tags: { g: { type: google-data-manager, account_id: \"1\", conversion_actions: { purchase: \"2\" },"
                                + " oauth: { client_id: c, client_secret: \"${env:TOKEN}\", refresh_token: \"${env:TOKEN}\" },"
                                + " when: [purchase, refund] } }"))
                .isEmpty();
        assertThat(read("tags: { a: { type: postback, preset: affise, domain: offers-x.affise.com,"
                        + " goals: { purchase: \"2\", chargeback: \"2\" }, when: [purchase, chargeback] } }"))
                .anyMatch(said -> said.contains("'chargeback' is never sent"))
                .anyMatch(said -> said.contains("goals.chargeback") || said.contains("this goal says of conversions"));
    }

    @ParameterizedTest
    @MethodSource
    void nothingIsSaidOfTwoWhoTellDifferentPeople(String yaml) {
        assertThat(read(yaml)).isEmpty();
    }

    static Stream<String> nothingIsSaidOfTwoWhoTellDifferentPeople() {
        String taboola = "taboola, when: [purchase]";
        return Stream.of(
                two(taboola + ", bulk: true, account_id: a", taboola + ", bulk: true, account_id: b"),
                two(taboola, "taboola, when: [ftd]"),
                two(taboola, "postback, preset: outbrain, when: [purchase]"),
                two(taboola, "postback, preset: taboola, shared: true, when: [purchase]"));
    }

    static Stream<Arguments> names() {
        return Stream.of(
                says(
                        ga4("when: [ftd], event_names: { ftd: 1st_deposit }"),
                        "warning 'ftd' is never sent: GA4 takes no event"),
                says(
                        ga4("when: [ftd], event_names: { ftd: ga_deposit }"),
                        "warning 'ftd' is never sent: GA4 takes no event"),
                says(ga4("when: [session_start]"), "warning 'session_start' is never sent"),
                says(
                        meta("when: [purchase, page_view], event_names: { page_view: Purchase }"),
                        "warning 'page_view' and 'purchase' both go to meta as 'Purchase', and each counts there as one; 'page_view' is no conversion"),
                says(
                        meta("when: [coins], event_names: { coins: Purchase }"),
                        "warning an order that is told twice, under two ids, is two sales there; write events: { coins: { once: order } }"),
                says(meta("when: [initiate_checkout]"), "warning did you mean 'begin_checkout'?"),
                says(meta("when: [view_content]"), "warning did you mean 'view_item'?"),
                says(meta("when: [complete_registration]"), "warning did you mean 'registration'?"),
                says(meta("when: [register]"), "warning did you mean 'registration'?"),
                says(meta("when: [checkout]"), "warning did you mean 'begin_checkout'?"),
                says(meta("when: [\"!page_view\"]"), "error leave 'page_view' out of it"),
                says(
                        meta("when: [purchase: , value: { at_least: 5 }]")
                                .replace("purchase: ,", "{ purchase: ,")
                                .replace(" }]", " } }]"),
                        "error the conditions belong below the event's name"));
    }

    static Stream<Arguments> fields() {
        return Stream.of(
                says(meta("when: [purchase], allow: [value, currency]"), "error so nothing is ever sent"),
                says(
                        meta("when: [purchase], deny: [user, click_ids, client, visitor]"),
                        "error so nothing is ever sent"),
                says(postback("click_id: cid, when: [ftd], deny: [click_ids]"), "error let 'click_ids' through"),
                says(postback("click_id: msclickid, when: [ftd]"), "warning did you mean 'msclkid'?"),
                says(postback("click_id: ttclickid, when: [ftd]"), "warning did you mean 'ttclid'?"),
                says(postback("click_id: fbclick, when: [ftd]"), "warning did you mean 'fbclid'?"),
                says(postback("click_id: utm_source, when: [ftd]"), "warning names none of them"),
                says(
                        "click_ids: { x: { pattern: \"/^[a-z0-9-]+$/\" } }\n" + postback("click_id: x, when: [ftd]"),
                        "warning write '[a-z0-9-]+'"),
                says(
                        postback("click_id: cid, when: [ftd: { page.path: { matches: \"/promo/*\" } }]"),
                        "warning write '/promo/.*'"),
                says(
                        postback("click_id: cid, when: [ftd: { page.path: { matches: \"/^\\\\/promo/i\" } }]"),
                        "warning write '(?i)/promo.*'"),
                says(
                        postback("click_id: cid, when: [ftd], max_click_age: 7d, window: 90d"),
                        "warning no click older than 7d is sent"),
                says(
                        "tags: { a: { type: applovin, pixel_id: p, api_key: \"${env:TOKEN}\", account: lead_gen, when: [registration] } }",
                        "warning without a value no 'registration' is sent"),
                says(
                        "tags: { a: { type: applovin, pixel_id: p, api_key: \"${env:TOKEN}\", account: lead_gen, when: [ftd, deposit] } }",
                        "warning 'ftd' is never sent",
                        "warning 'deposit' is never sent"));
    }

    static Stream<Arguments> words() {
        return Stream.of(
                says(meta("when: [purchase], mode: test"), "error did you mean 'sandbox'?"),
                says(meta("when: [purchase], value: gros"), "error did you mean 'gross'?"),
                says(
                        postback("click_id: cid, when: [ftd], answers: { delivered: \".*\" }"),
                        "error this fits every answer"),
                says(
                        postback(
                                "click_id: cid, when: [ftd], answers: { delivered: \"^200 OK\", duplicate: \"^200 OK\" }"),
                        "error has the same rule"),
                says(
                        "tags: { p: { type: postback, " + CLICK
                                + "&s={{ status }}\", click_id: cid, when: [ftd], statuses: { aproved: 1, denied: 2, refunded: 3 } } }",
                        "warning did you mean 'approved'?",
                        "warning did you mean 'rejected'?"),
                says(
                        "tags: { p: { type: postback, " + CLICK
                                + "&s={{ status }}\", click_id: cid, when: [ftd], by_status: { aproved: { query: { s: r } } } } }",
                        "warning did you mean 'approved'?"),
                says(
                        meta("when: [purchase], test_event_code: TEST1"),
                        "warning they count for targeting and measurement all the same"));
    }

    /** What the platform recognises no repeat of, or cannot be told; and its own names in another spelling. */
    static Stream<Arguments> waysAndSpellings() {
        String pinterest =
                "tags: { p: { type: pinterest, ad_account_id: \"1\", conversion_token: \"${env:TOKEN}\", when: [purchase], ";
        String offline =
                "offline: { data_provider_id: shop, tracking_tag_id: off1, auth_token: \"${env:TOKEN}\" }, when: [purchase]";
        String tradeDesk = "tags: { t: { type: the-trade-desk, limited_data_use: true, ";
        return Stream.of(
                says(
                        pinterest + "action_source: offline, dedup_window: 1h } }",
                        "warning Pinterest recognises no repeat of an offline event"),
                says(pinterest + "dedup_window: 1h } }"),
                says(tradeDesk + offline + " } }", "warning so nothing is ever sent"),
                says(
                        tradeDesk + "tracker_id: trk1, merchant_id: mer1, " + offline + " } }",
                        "warning so no late event is sent"),
                says(pinterest + "event_names: { purchase: CheckOut } } }"),
                says(
                        pinterest + "event_names: { purchase: Chekout } } }",
                        "warning 'purchase' is never sent: 'Chekout' is none of Pinterest's names"),
                says(
                        "tags: { o: { type: openai-ads, pixel_id: px1, api_key: \"${env:TOKEN}\", when: [purchase], event_names: { purchase: OrderCreated } } }"),
                says(
                        "tags: { c: { type: criteo, account_id: \"12345\", when: [purchase], event_names: { purchase: TrackTransaction } } }"));
    }

    static Stream<Arguments> linkedin() {
        String tag = "tags: { l: { type: linkedin, access_token: \"${env:TOKEN}\", conversion_rules: ";
        return Stream.of(
                says(
                        tag + "{ purchase: \"4\", signup: \"5\" }, when: [purchase] } }",
                        "warning no event in 'when' is 'signup'"),
                says(
                        tag + "{ purchase: \"4\" }, api_version: \"202512\", when: [purchase] } }",
                        "warning of 202512 nothing is known here"),
                says(
                        tag + "{ ftd: \"4\" }, when: [ftd], event_names: { ftd: MONEY_IN } } }",
                        "warning 'MONEY_IN' is no standard event of linkedin; the standard one for 'ftd' is 'PURCHASE'"));
    }

    @Test
    void aChannelThatAnEventDoesNotComeFrom() {
        assertThat(read("""
                        site: { domain: shop.example }
                        server_keys: { shop: "${env:KEY}" }
                        events: { ftd: { conversion: true, from: [server] } }
                        """, postback("click_id: cid, when: [ftd: { channel: browser }]")))
                .singleElement()
                .asString()
                .contains("events.ftd takes it from the server only, so none of these is ever sent");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "value: { below: 50 }|value: { at_least: 50 }",
                "user.country: DE|user.country: AT",
                "user.country: [DE, CH]|user.country: { not: [DE, CH] }",
                "currency: EUR|currency: USD",
                "properties.vip: true|properties.vip: { exists: false }",
                "value: { below: 50 }, status: approved|value: { at_least: 50 }, status: approved",
                "page.path: { matches: '/de/.*' }|page.path: { matches: '/at/.*' }"
            })
    void tiersThatExcludeEachOther(String both) {
        assertThat(read(tiers(both.split("\\|")[0], both.split("\\|")[1]))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "click_ids: { x: { pattern: \"[a-z0-9-]+\" } }\nTAGclick_id: x, when: [ftd] } }",
                "TAGclick_id: aff_click, when: [ftd] } }",
                "TAGclick_id: cid, when: [ftd: { page.path: { matches: \"/promo/.*\" } }] } }",
                "TAGclick_id: cid, when: [ftd], max_click_age: 90d, window: 7d } }",
                "TAGclick_id: cid, when: [ftd], deny: [user.email, client] } }",
                "TAGclick_id: cid, when: [ftd: { channel: server }] } }",
                "TAGclick_id: cid, when: [ftd], answers: { delivered: \"^200 OK\", unknown: \".*\" } } }",
                "tags: { m: { type: meta, pixel_id: \"1\", access_token: \"${env:TOKEN}\", when: [purchase], deny: [user.phone] } }",
                "tags: { m: { type: meta, pixel_id: \"1\", access_token: \"${env:TOKEN}\", when: [purchase, ftd], event_names: { ftd: Purchase } } }",
                "tags: { g: { type: ga4, measurement_id: G-A1, api_secret: \"${env:TOKEN}\", when: [ftd], event_names: { ftd: first_deposit2 } },"
                        + " h: { type: ga4, measurement_id: G-B2, api_secret: \"${env:TOKEN}\", when: [ftd] } }"
            })
    void whatIsRightStaysSilent(String yaml) {
        assertThat(read(yaml.replace("TAG", "tags: { p: { type: postback, " + CLICK + "\", ")).stream()
                        .filter(line -> !line.contains("counts there as one of your own")))
                .isEmpty();
    }

    private static List<String> read(String yaml) {
        return read(TOP, yaml);
    }

    private static List<String> read(String top, String yaml) {
        List<String> said = new ArrayList<>();
        switch (ConfigReader.parse(
                top + yaml + "\n", "taghub.yaml", Path.of("/nowhere"), ENV::get, StartersTest.types())) {
            case Loaded.Valid valid -> {
                valid.refused().forEach(one -> said.add("refused " + one));
                valid.warnings().forEach(one -> said.add("warning " + one));
            }
            case Loaded.Invalid invalid -> invalid.problems().forEach(one -> said.add("error " + one));
        }
        return said;
    }
}
