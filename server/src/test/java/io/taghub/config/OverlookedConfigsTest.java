package io.taghub.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.hub.Configs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Places that are written seldom and are looked at like the others: blocks, headers, profiles, inbound words, key files. */
class OverlookedConfigsTest {
    private static final String TOP = """
            site: { domain: shop.example }
            server_keys: { shop: "${env:KEY}" }
            """;

    private static final String CLICK = "https://t.example.com/p?c={{ click.id | required }}";

    private static String postback(String more) {
        return postback(CLICK, "[ftd, registration]", more);
    }

    private static String postback(String url, String when, String more) {
        return "tags:\n  p:\n    type: postback\n    click_id: pcid\n    when: " + when + "\n    url: \"" + url
                + "\"\n    " + more + "\n";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "by_event: { registration: { url: 'https://t.example.com/r?t={{ click.time | epoch }}' } }~nothing in this request says whose",
                "by_status: { reversed: { url: 'https://t.example.com/r?t={{ click.time | epoch }}' } }~nothing in this request says whose",
                "by_event: { registration: { url: 'https://t.example.com/r?c={{ click.id | required }}&y=TRANSACTION_REF' } }~'y' goes out as 'TRANSACTION_REF'",
                "by_event: { registation: { query: { x: '1' } } }~'when' does not list 'registation'; did you mean 'registration'?",
                "headers: { X-Ref: TRANSACTION_REF }~'X-Ref' goes out as 'TRANSACTION_REF'",
                "body: { n: { k: NET_REVENUE } }~'k' goes out as 'NET_REVENUE'",
                "query: { a: \"{{ property.a | default:'TRANSACTION_REF' }}\" }~'TRANSACTION_REF' goes out where the value is missing",
            })
    void aCallIsLookedAtAsAWhole(String more, String said) {
        assertThat(read(TOP + postback(more)))
                .singleElement()
                .asString()
                .startsWith("warning 9:")
                .contains(said);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "by_status: { reversed: { url: 'https://t.example.com/r?order={{ txn.id }}' } }",
                "by_event: { registration: { query: { step: '2' } } }",
                "by_event: { registration: { url: 'https://t.example.com/r?c={{ click.id | required }}' } }",
                "headers: { X-Source: TagHub }",
                "query: { a: \"{{ property.a | default:'none' }}\" }",
                "query: { a: \"{{ property.a | default:click.id }}\" }",
            })
    void aRightCallIsNot(String more) {
        assertThat(read(TOP + postback(more))).isEmpty();
    }

    @Test
    void aWordInThePath() {
        String url = "https://t.example.com/TRANSACTION_REF/p?c={{ click.id | required }}";
        assertThat(read(TOP + postback(url, "[ftd]", "")))
                .singleElement()
                .asString()
                .startsWith("warning 8:5: 'TRANSACTION_REF' goes out in the path");
        assertThat(read(TOP + postback(url.replace("TRANSACTION_REF", "API_V2/postback"), "[ftd]", "")))
                .singleElement()
                .asString()
                .contains("API_V2");
        assertThat(read(TOP + postback(url.replace("TRANSACTION_REF", "pb/v2"), "[ftd]", "")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, allow_private: [127.0.0.1/32]",
        "192.168.1.1, allow_private: [192.168.1.1/32]",
        "localhost, allow_private: [127.0.0.1/32]",
        "[fd12::1], allow_private: [fd12:0:0:0:0:0:0:1/128]",
        "tracker.internal, the block be called in which it lies",
        "169.254.169.254, ",
        "metadata.google.internal, ",
        "t.invalid, ",
        "com, ",
    })
    void theAdviceForAnAddressIsItsOwn(String host, String advice) {
        List<String> said = read(TOP + postback("https://" + host + "/p?c={{ click.id | required }}", "[ftd]", ""));
        assertThat(said).singleElement().asString().startsWith("error 8:5: '").contains("no address of the public");
        if (advice == null) {
            assertThat(said.getFirst()).doesNotContain("allow_private");
        } else {
            assertThat(said.getFirst()).contains(advice);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"by_event: { registration:", "by_status: { reversed:"})
    void aPrivateAddressOfABlock(String block) {
        assertThat(read(TOP + postback(block + " { url: 'https://192.168.0.9/r?c={{ click.id | required }}' } }")))
                .singleElement()
                .asString()
                .startsWith("error 9:")
                .contains("allow_private: [192.168.0.9/32]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"service_account\",\"client_email\":\"a@b.example\"}|'private_key' is missing",
                "ya29.token-of-an-hour|this is no key file",
                "{\"type\":\"authorized_user\",\"client_id\":\"x\",\"client_secret\":\"y\",\"refresh_token\":\"z\"}|its 'type' is 'authorized_user'",
                "{\"type\":\"service_account\",\"client_email\":\"a@b.example\",\"private_key\":\"nokey\"}|none that can be read",
                "{\"type\":\"service_account\",\"client_email\":\"a@b.example\",\"private_key\":\"-----BEGIN PRIVATE KEY-----\\nAAAA\\n-----END PRIVATE KEY-----\\n\"}|none that can be read",
            })
    void aKeyFileThatIsNone(String file, String why) {
        List<String> said = read(TOP + google(), Map.of("ACCOUNT", file));
        assertThat(said).singleElement().asString().startsWith("error 7:5: ").contains(why);
        assertThat(said.getFirst())
                .doesNotContain("nokey")
                .doesNotContain("AAAA")
                .doesNotContain("ya29");
    }

    @Test
    void aKeyFileThatIsOne() throws Exception {
        String key = Base64.getEncoder()
                .encodeToString(KeyPairGenerator.getInstance("RSA")
                        .generateKeyPair()
                        .getPrivate()
                        .getEncoded());
        String file = "{\"type\":\"service_account\",\"client_email\":\"a@b.example\",\"private_key\":"
                + "\"-----BEGIN PRIVATE KEY-----\\n" + key + "\\n-----END PRIVATE KEY-----\\n\"}";
        assertThat(read(TOP + google(), Map.of("ACCOUNT", file))).isEmpty();
    }

    private static String google() {
        return """
                tags:
                  g:
                    type: google-data-manager
                    account_id: 123-456-7890
                    service_account: "${env:ACCOUNT}"
                    conversion_actions: { purchase: "987" }
                    when: [purchase]
                """;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "when: [ftd: { click_ids.pcidd: { exists: true } }]|did you mean 'pcid'?",
                "params: { a: click_ids.gclidd }|did you mean 'gclid'?",
                "deny: [click_ids.gclidd]|did you mean 'gclid'?",
                "when: [ftd: { click_ids.wibble: { exists: true } }]|and no tag sends it",
            })
    void aClickIdThatNothingHas(String more, String said) {
        String yaml = more.startsWith("when")
                ? postback("").replace("when: [ftd, registration]", more)
                : postback("query: { a: '{{ property.a }}' }\n    " + more);
        assertThat(read(TOP + yaml))
                .singleElement()
                .asString()
                .startsWith("warning ")
                .contains(said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pcid", "gclid", "fbclid", "fbc", "gbraid"})
    void aClickIdThatIsKnown(String name) {
        assertThat(read(TOP
                        + postback("")
                                .replace("[ftd, registration]", "[ftd: { click_ids." + name + ": { exists: true } }]")))
                .isEmpty();
    }

    @Test
    void aContractThatAsksForAClickIdOfNobody() {
        assertThat(read(TOP + "events: { ftd: { require: [click_ids.pcidd] } }\n" + postback("")))
                .singleElement()
                .asString()
                .startsWith("warning 3:")
                .contains("did you mean 'pcid'?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "map: { name: { from: '?s', values: { sale: purchse } } }|did you mean 'purchase'?",
                "map: { name: { const: purchse } }|did you mean 'purchase'?",
                "map: { status: { from: '?s', values: { ok: aproved } } }|did you mean 'approved'?",
                "map: { currency: { const: EURO } }|did you mean 'EUR'?",
                "by_event: { purchse: { value: '?x' } }|did you mean 'purchase'?",
            })
    void aWordOfAnInboundSource(String keys, String said) {
        assertThat(read(TOP + postback("") + "inbound:\n  c: { source: keitaro, verify: { secret: \"${env:KEY}\" }, "
                        + keys + " }\n"))
                .singleElement()
                .asString()
                .startsWith("warning 11:")
                .contains(said);
    }

    @Test
    void anInboundSecretWithItsName() {
        List<String> said = read(
                TOP + postback("") + "inbound:\n  c: { source: keitaro, verify: { secret: \"${env:HOOK}\" } }\n",
                Map.of("HOOK", "HOOK_SECRET=0123456789abcdef"));
        assertThat(said)
                .singleElement()
                .asString()
                .startsWith("error 11:")
                .endsWith("this secret begins with its name; set what follows it alone");
        assertThat(said.toString()).doesNotContain("0123456789abcdef");
    }

    @Test
    void aProfileThatIsNotInUse() {
        String profile = "profiles:\n  prod: { production: true, mode: live";
        assertThat(read(TOP + "mode: sandbox\n"
                        + postback("https://10.0.0.1/p?c={{ click.id | required }}", "[ftd]", "") + profile + " }\n"))
                .singleElement()
                .asString()
                .startsWith("refused ")
                .contains("in the profile 'prod': '10.0.0.1' is no address");
        assertThat(read(TOP + "mode: sandbox\n" + postback("") + profile + ", tags: { p: { when: [FTD] } } }\n"))
                .anySatisfy(one ->
                        assertThat(one).startsWith("warning ").contains("in the profile 'prod': upper and lower"));
        assertThat(read(TOP + "mode: sandbox\n" + postback("") + profile + " }\n"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "\"*\"", "everything"})
    void aWordForAllIsSaidOnce(String when) {
        assertThat(read(TOP + postback(CLICK, when, "")))
                .singleElement()
                .asString()
                .contains("has no word for all of them");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ftd and registration|write [ftd, registration]",
                "1. ftd|write [ftd]",
                "none|for example [page_view, purchase]",
                "[ftd, and, registration]|'and' is no event's name",
            })
    void aWordThatIsNoName(String when, String said) {
        assertThat(read(TOP + postback(CLICK, when, "")))
                .anySatisfy(one -> assertThat(one).contains(said));
    }

    @Test
    void aPresetOfOnesOwn(@TempDir Path folder) throws Exception {
        String preset = """
                about: Mine, a network.
                url: https://trk.mine.example/p
                capture: [mid]
                query:
                  c: "{{ click.id | required }}"
                """;
        assertThat(own(folder, preset)).isEmpty();
        assertThat(own(folder, preset + "  r: TRANSACTION_REF\n"))
                .singleElement()
                .asString()
                .contains("preset.yaml:6:3: the preset mine is doubtful at 'query.r'");
        assertThat(own(folder, preset + "  g: \"{{ goal }}\"\ngoals: { ftd: \"{goal}\" }\n"))
                .singleElement()
                .asString()
                .contains("preset.yaml:7:10: the preset mine is wrong at 'goals.ftd'");
        assertThat(own(folder, preset + "  s: \"{{ status }}\"\nstatuses: { approved: \"{s}\" }\n"))
                .singleElement()
                .asString()
                .contains("preset.yaml:7:13: the preset mine is wrong at 'statuses.approved'");
        assertThat(own(folder, preset + "  g: \"{{ property.v | map:a }}\"\nmaps: { a: { x: \"{y}\" } }\n"))
                .singleElement()
                .asString()
                .contains("preset.yaml:7:14: the preset mine is wrong at 'maps.a.x'");
    }

    private static List<String> own(Path folder, String preset) throws Exception {
        Path file = folder.resolve("postbacks/mine/preset.yaml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, preset);
        Path config = folder.resolve("taghub.yaml");
        Files.writeString(config, TOP + "tags:\n  p: { type: postback, preset: mine, when: [ftd] }\n");
        return said(Configs.read(config, null, Map.of("KEY", "0123456789abcdef0123456789abcdef")::get)).stream()
                .map(one -> one.replace(folder + "/", ""))
                .toList();
    }

    private static List<String> read(String yaml) {
        return read(yaml, Map.of());
    }

    private static List<String> read(String yaml, Map<String, String> env) {
        Map<String, String> all = new HashMap<>(env);
        all.put("KEY", "0123456789abcdef0123456789abcdef");
        return said(ConfigReader.parse(yaml, "taghub.yaml", Path.of("/nowhere"), all::get, StartersTest.types()));
    }

    private static List<String> said(Loaded loaded) {
        List<String> said = new ArrayList<>();
        switch (loaded) {
            case Loaded.Valid valid -> {
                valid.refused().forEach(one -> said.add("refused " + one));
                valid.warnings().forEach(one -> said.add("warning " + one));
            }
            case Loaded.Invalid invalid -> {
                invalid.problems().forEach(one -> said.add("error " + one));
                invalid.warnings().forEach(one -> said.add("warning " + one));
            }
        }
        return said.stream().map(one -> one.replace("taghub.yaml:", "")).toList();
    }
}
