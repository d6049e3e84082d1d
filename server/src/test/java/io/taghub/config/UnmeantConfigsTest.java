package io.taghub.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a config says and cannot mean, each with the right one that looks like it: the one is told, the other is silent. */
class UnmeantConfigsTest {
    private static final String TOP = """
            site: { domain: shop.example }
            server_keys: { shop: "${env:KEY}" }
            """;
    private static final String EVENTS = "events: { purchase: { conversion: true }, ftd: { conversion: true } }\n";
    private static final String CLICK = "https://trk.partner.com/pb?cid={{ click.id | required }}";

    @TempDir
    Path folder;

    private static String meta(String more) {
        return "tags:\n  m: { type: meta, pixel_id: \"1\", access_token: \"${env:TOKEN}\", " + more + " }\n";
    }

    private static String postback(String query, String more) {
        return "tags:\n  p: { type: postback, click_id: cid, when: [ftd], url: \"" + CLICK + query + "\"" + more
                + " }\n";
    }

    @ParameterizedTest
    @CsvSource({
        "google-ads, google-data-manager",
        "google, google-data-manager",
        "adwords, google-data-manager",
        "gads, google-data-manager",
        "Google Ads, google-data-manager",
        "bing, microsoft",
        "msads, microsoft",
        "fb, meta",
        "ig, meta",
        "insta, meta",
        "snap, snapchat",
        "twitter, x",
        "tiktok-ads, tiktok",
        "tiktok_events, tiktok",
        "ttd, the-trade-desk",
        "webhook, postback",
        "s2s, postback",
        "pinterst, pinterest",
        "metta, meta"
    })
    void anotherNameOfAType(String written, String type) {
        assertThat(read(TOP + meta("when: [purchase]").replace("type: meta", "type: " + written)))
                .singleElement()
                .asString()
                .startsWith("error 4:14")
                .contains("did you mean '" + type + "'?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yahoo", "quora", "gtm", "zz", "q"})
    void aTypeThatIsNoneOfThem(String written) {
        assertThat(read(TOP + meta("when: [purchase]").replace("type: meta", "type: " + written)))
                .singleElement()
                .asString()
                .doesNotContain("did you mean");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.11.12.13",
                "127.0.0.1:8443",
                "192.168.1.7",
                "169.254.169.254",
                "100.64.1.1",
                "203.0.113.9",
                "[::1]",
                "[fd00::7]",
                "localhost",
                "tracker.localhost",
                "tracker.local",
                "tracker.internal",
                "tracker"
            })
    void aHostThatIsNeverCalled(String host) {
        String yaml = TOP + postback("", "").replace("trk.partner.com", host);
        assertThat(read(yaml))
                .singleElement()
                .asString()
                .startsWith("error 4:52")
                .contains("no address of the public internet");
        assertThat(read("mode: sandbox\n" + yaml)).isEmpty();
        assertThat(read("network: { allow_private: [0.0.0.0/8, 10.0.0.0/8, 100.64.0.0/10, 127.0.0.0/8, 169.254.0.0/16,"
                        + " 192.168.0.0/16, 203.0.113.0/24, \"::1/128\", \"fc00::/7\"] }\n" + yaml))
                .isEmpty();
    }

    @Test
    void aBlockThatIsNoneIsSaidWhateverHostItWasToAllow() {
        String yaml = TOP + postback("", "").replace("trk.partner.com", "10.11.12.13");
        assertThat(read("network: { allow_private: [10.0.0.0/200] }\n" + yaml))
                .singleElement()
                .asString()
                .contains("no block of addresses");
    }

    @Test
    void aPresetsHostThatIsNeverCalled() {
        assertThat(
                        read(
                                TOP
                                        + "tags:\n  p:\n    type: postback\n    preset: voluum\n    domain: 10.0.0.7\n    when: [ftd]\n"))
                .singleElement()
                .asString()
                .startsWith("error 7:5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "93.184.216.34",
                "trk.partner.com",
                "trk.partner.com:8443",
                "[2606:2800:220:1::1]",
                "local.partner.com"
            })
    void aHostThatIsCalled(String host) {
        assertThat(read(TOP + postback("", "").replace("trk.partner.com", host)))
                .isEmpty();
    }

    @Test
    void oneReceiverWrittenInTwoWays() {
        String ads =
                "type: google-data-manager, account_id: %s, conversion_actions: { purchase: \"9\" }, oauth: { client_id:"
                        + " \"${env:TOKEN}\", client_secret: \"${env:TOKEN}\", refresh_token: \"${env:TOKEN}\" }, when: [purchase] }\n";
        assertThat(read(TOP + "tags:\n  a: { " + ads.formatted("123-456-7890") + "  b: { "
                        + ads.formatted("\"1234567890\"")))
                .singleElement()
                .asString()
                .contains("are one account at google-data-manager");
        assertThat(read(TOP + "tags:\n  a: { " + ads.formatted("123-456-7890") + "  b: { "
                        + ads.formatted("123-456-7891")))
                .isEmpty();
        String voluum = "tags:\n  a: { type: postback, preset: voluum, domain: %s, shared: true, when: [ftd] }\n";
        String url = "  b: { type: postback, click_id: %s, shared: true, when: [ftd], url: \"https://%s/postback?"
                + "payout={{ value | money }}&cid={{ click.id | required }}&currency={{ currency }}&txid={{ txn.id }}&et={{ goal }}\","
                + " capture: { shared: true } }\n";
        for (String host : List.of("trk.partner.com", "TRK.Partner.com", "trk.partner.com:443")) {
            assertThat(read(TOP + voluum.formatted(host) + url.formatted("cid", "trk.partner.com")))
                    .as(host)
                    .anyMatch(line -> line.contains("make one and the same call"));
        }
        assertThat(read(TOP
                        + voluum.formatted("trk.partner.com")
                        + url.formatted("cid", "trk.partner.com").replace("txid=", "tx=")))
                .noneMatch(line -> line.contains("one and the same"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "&st=STATUS_NAME2|'st' goes out as 'STATUS_NAME2'",
                "&ref=TRANSACTION_REF|'ref' goes out as 'TRANSACTION_REF'",
                "&p=...|'p' goes out as '...'",
                "&x=<%= payout %>|macros are another tool's"
            })
    void aWordThatIsAMacro(String both) {
        assertThat(read(TOP + postback(both.split("\\|")[0], "")))
                .singleElement()
                .asString()
                .contains(both.split("\\|")[1]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"&type=SALE", "&c=USD", "&goal=FIRST_DEPOSIT", "&event=NEW_SALE", "&v=2.1", "&src=a_b", "&k=ABC"
            })
    void aWordThatIsNone(String query) {
        assertThat(read(TOP + postback(query, ""))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{goal}", "{{ goal }}", "%GOAL%", "${GOAL}", "[goal]", "##goal##", "<goal>"})
    void aMacroWhereNoneIsRead(String word) {
        String goals = postback("&g={{ goal }}", ", goals: { ftd: \"" + word + "\" }");
        assertThat(read(TOP + goals)).as(word).isNotEmpty().allMatch(line -> line.startsWith("error 4:"));
        assertThat(read(TOP + meta("when: [purchase], event_names: { purchase: \"" + word + "\" }")))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("error 4:"));
        assertThat(read(TOP + meta("when: [purchase], params: { tier: { const: \"" + word + "\" } }")))
                .as(word)
                .isNotEmpty();
        assertThat(read(TOP + postback("&g={{ goal }}", ", goals: { ftd: \"sale #1 [new] 100%\" }")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "${META_TOKEN}|error",
                "$META_TOKEN|error",
                "%META_TOKEN%|error",
                "access_token=EAAB012345|error",
                "META_TOKEN=EAAB012345|error",
                "export TOKEN=EAAB012345|error",
                "{\"token\":\"EAAB012345\"}|warning",
                "EAAB012345;|warning",
                "EAAB012345,|warning",
                "EAAB 012345|warning"
            })
    void aSecretThatIsNotAlone(String secret, String kind) {
        List<String> said = read(TOP + meta("when: [purchase]"), secret);
        assertThat(said).singleElement().asString().startsWith(kind + " 4:");
        assertThat(said.getFirst()).doesNotContain("EAAB").doesNotContain("META_TOKEN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EAAB012345==",
                "abc=def+/ghi=",
                "{\"type\":\"service_account\",\"private_key\":\"x\"}",
                "a$b%c;d,e"
            })
    void aSecretThatIs(String secret) {
        assertThat(read(TOP + meta("when: [purchase]"), secret)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "value: { currency: Euro, rates: { USD: 1.0 } }|error|did you mean 'EUR'?",
                "value: { currency: EUR, rates: { EURO: 1 } }|error|did you mean 'EUR'?",
                "value: { currency: JPY, fixed: 9.99 }|warning|no digits after the point",
                "params: { tier: { constant: gold } }|error|{ const:"
            })
    void amountsAndWaits(String keys, String kind, String said) {
        assertThat(read(TOP + meta("when: [purchase], " + keys)))
                .anyMatch(line -> line.startsWith(kind + " 4:") && line.contains(said));
    }

    @Test
    void rightAmountsAndWaits() {
        assertThat(read(TOP + postback("", ", delay: 30d")))
                .singleElement()
                .asString()
                .startsWith("warning 4:")
                .contains("an event waits for 30d");
        assertThat(read(TOP + postback("", ", delay: 2d"))).isEmpty();
        assertThat(read(TOP + meta("when: [purchase], delay: 1d, value: { currency: JPY, fixed: 990 }")))
                .isEmpty();
        assertThat(read(TOP + meta("when: [purchase], value: { currency: KWD, fixed: 9.125 }")))
                .isEmpty();
    }

    @Test
    void aConditionOnAClickIdThatThereIsNot() {
        String when = "when: [purchase: { click_ids.%s: { exists: true } }]";
        assertThat(read(TOP + meta(when.formatted("gclidd"))))
                .singleElement()
                .asString()
                .startsWith("warning 4:")
                .contains("did you mean 'gclid'?");
        assertThat(read(TOP + meta(when.formatted("gclid")))).isEmpty();
        assertThat(read(TOP + meta(when.formatted("GCLID")))).isEmpty();
        assertThat(read(TOP + meta(when.formatted("fbclidd"))))
                .singleElement()
                .asString()
                .contains("'fbclid'");
        assertThat(read(TOP + meta(when.formatted("north_cid"))))
                .singleElement()
                .asString()
                .endsWith("no tag sends it; if one does, name it under click_ids");
        assertThat(read(TOP + "click_ids: { north_cid: { lifetime: 30d } }\n" + meta(when.formatted("north_cid"))))
                .isEmpty();
    }

    @Test
    void theTimeOfAClickAlone() {
        assertThat(read(TOP + postback("", "").replace("click.id | required", "click.time | epoch")))
                .singleElement()
                .asString()
                .contains("whose conversion it is");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"shop..example", "com", "shop.example.", "-shop.example", "co.uk", "shop_.example..com", "1.2.3"
            })
    void aDomainThatIsNone(String domain) {
        assertThat(read(TOP.replace("shop.example", "\"" + domain + "\"") + meta("when: [purchase]")))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"shop.example", "localhost", "127.0.0.1", "www.shop.co.uk", "xn--mller-kva.de", "a-b.example"})
    void aDomain(String domain) {
        assertThat(read(TOP.replace("shop.example", domain) + meta("when: [purchase]")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "\"*\"", "\u2013 purchase", "\u2022 purchase", "-purchase", "\"[all]\""})
    void adviceThatIsRight(String when) {
        List<String> said = read(TOP + meta("when: " + when));
        assertThat(said).singleElement().asString().contains("'when' must be a list");
        String advice = said.getFirst().replaceFirst(".*(?:write|example) (\\[.*])$", "$1");
        assertThat(read(TOP + meta("when: " + advice))).as(advice).isEmpty();
        assertThat(read(TOP + meta("when: [\"\u2022 purchase\"]")))
                .singleElement()
                .asString()
                .endsWith("write purchase");
    }

    @Test
    void aBlankThatIsNone() {
        assertThat(read(TOP + "tags:\n  a:\n    type: postback\n    preset:\u00A0voluum\n    when: [ftd]\n"))
                .anyMatch(line -> line.endsWith("preset: voluum"))
                .noneMatch(line -> line.contains("\u00A0"));
    }

    @Test
    void aClickIdOfOnesOwn() {
        for (String name : List.of("s_cid", "p_cid", "my_clid", "x_clid", "acid")) {
            assertThat(read(TOP + postback("", "").replace("click_id: cid", "click_id: " + name)))
                    .as(name)
                    .isEmpty();
        }
    }

    @Test
    void whatIsCertainlyWrong() throws IOException {
        Path file = Files.writeString(
                folder.resolve("taghub.yaml"), "include: taghub.yaml\n" + TOP + meta("when: [purchase]"));
        assertThat(said(ConfigReader.read(file, env("EAAB012345"), StartersTest.types())))
                .singleElement()
                .asString()
                .endsWith("includes itself; leave it out");
        assertThat(read("profiles: { \"\": { mode: sandbox } }\n" + TOP + meta("when: [purchase]")))
                .anyMatch(line -> line.contains("a profile needs a name"));
        assertThat(read("retention: { events: 30d, identity: 1d }\n" + TOP + meta("when: [purchase]")))
                .singleElement()
                .asString()
                .contains("clicks are forgotten after 1d");
        String map = ", maps: { tiers: { ftd: \"1\" } }";
        assertThat(read(TOP + postback("", map)))
                .singleElement()
                .asString()
                .contains("nothing in this request uses this list");
        assertThat(read(TOP + postback("&t={{ event.name | map:tiers }}", map))).isEmpty();
    }

    private static java.util.function.Function<String, String> env(String token) {
        return Map.of("KEY", "0123456789abcdef0123456789abcdef", "TOKEN", token)::get;
    }

    private static List<String> read(String yaml) {
        return read(yaml, "EAAB-token-of-meta");
    }

    private static List<String> read(String yaml, String token) {
        return said(ConfigReader.parse(
                yaml + EVENTS, "taghub.yaml", Path.of("/nowhere"), env(token), StartersTest.types()));
    }

    private static List<String> said(Loaded loaded) {
        List<String> said = new ArrayList<>();
        switch (loaded) {
            case Loaded.Valid valid -> {
                valid.refused().forEach(one -> said.add("refused " + one));
                valid.warnings().forEach(one -> said.add("warning " + one));
            }
            case Loaded.Invalid invalid -> invalid.problems().forEach(one -> said.add("error " + one));
        }
        return said.stream()
                .map(one -> one.replaceFirst(" [^ ]*taghub.yaml:", " "))
                .toList();
    }
}
