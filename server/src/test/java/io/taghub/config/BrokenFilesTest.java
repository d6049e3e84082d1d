package io.taghub.config;

import static io.taghub.config.Configs.problems;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One mistake a file, and the exact line an operator reads. */
class BrokenFilesTest {

    @ParameterizedTest
    @MethodSource("syntax")
    void saysInPlainWordsWhereTheYamlBreaks(String yaml, String message) {
        assertThat(problems(yaml)).containsExactly("taghub.yaml:" + message);
    }

    static Stream<Arguments> syntax() {
        return Stream.of(
                Arguments.of(
                        "site:\n\tdomain: a.example\n", "2:1: a tab stands in the indentation; YAML takes spaces only"),
                Arguments.of(
                        "site: domain: a.example\n",
                        "1:13: a ':' does not fit here; check the indentation of this line and the one above, or put the text in quotes"),
                Arguments.of("mode: 'live\nstore: x\n", "1:7: a quote is opened here and never closed"),
                Arguments.of(
                        "tags:\n  a: {when: [ftd, purchase\n  b: 1\n",
                        "3:4: a ',' or the closing ']' is missing; the '[' stands in line 2"),
                Arguments.of(
                        "server_keys: {shop: ${env:KEY}}\n",
                        "1:22: between { and } a reference needs quotes: \"${env:NAME}\""),
                Arguments.of("mode: @live\n", "1:7: text cannot start with '@'; put it in quotes"),
                Arguments.of("site: *main\n", "1:7: no anchor '&main' stands above this '*main'"),
                Arguments.of("tags:\n  - a\n - b\n", "3:2: the indentation of this line fits no line above it"),
                Arguments.of(
                        "mode: live\n---\nmode: shadow\n",
                        "2:1: a second YAML document starts here; the config is one document"),
                Arguments.of(
                        "store: \"C:\\data\"\n",
                        "1:12: an unknown escape in double quotes; put text with a backslash in single quotes"),
                Arguments.of(
                        "mode: live\nstore: a\u0007b\n",
                        "2:9: a control character stands here; the config is plain text"),
                Arguments.of("- site\n", "1:1: the config is a group of keys, such as 'site:' and 'tags:'"),
                Arguments.of("just text\n", "1:1: the config is a group of keys, such as 'site:' and 'tags:'"),
                Arguments.of("? [a, b]\n: 1\n", "1:1: this is not valid YAML: a key is not plain text"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void saysWhatIsWrongWithAKey(String line, String message) {
        assertThat(problems("site: { domain: shop.example }\n" + line + "\n"))
                .containsExactly("taghub.yaml:" + message);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of(
                        "site: { domain: b.example }",
                        "2:1: the key 'site' stands here a second time; the first is in line 1"),
                Arguments.of("tgas: {}", "2:1: unknown key 'tgas'; did you mean 'tags'?"),
                Arguments.of("colour: blue", "2:1: unknown key 'colour'"),
                Arguments.of(
                        "tags: [a]",
                        "2:1: 'tags' must be a group of keys; each tag has a name: tags: { a-name: { type: ... } }"),
                Arguments.of("tags: { a: meta }", "2:9: 'tags.a' must be a group of keys"),
                Arguments.of(
                        "tags: { a: {} }",
                        "2:9: 'type' is missing: one of meta, google-data-manager, postback, picky, clumsy"),
                Arguments.of(
                        "default_country: USA",
                        "2:1: 'default_country' does not look right: country of phone numbers written without one, ISO 3166-1 alpha-2, for example US"),
                Arguments.of("default_country: XX", "2:1: there is no country with this ISO 3166-1 code"),
                Arguments.of(
                        "store: mysql://db",
                        "2:1: 'store' does not look right: where everything is kept, sqlite:PATH or postgresql://user@host/db (with a standby: user@host1:5432,host2:5432/db), for example sqlite:data/taghub.db"),
                Arguments.of(
                        "store: postgresql://hub:pass@db/taghub",
                        "2:1: secrets do not stand in the config; write store_password: ${env:NAME} instead"),
                Arguments.of(
                        "store_password: hunter2",
                        "2:1: 'store_password' must be a reference to a secret, ${env:NAME} or ${file:PATH}; secrets do not stand in the config"),
                Arguments.of(
                        "encryption_key: ${env:META_TOKEN}",
                        "2:17: this is not 32 bytes in base64; make some with: openssl rand -base64 32"),
                Arguments.of(
                        "server_keys: { shop: hunter2 }",
                        "2:16: the key of 'shop' must be a reference, ${env:NAME} or ${file:PATH}; secrets do not stand in the config"),
                Arguments.of("server_keys: { shop: '${env:NOPE}' }", "2:22: the environment variable NOPE is not set"),
                Arguments.of("server_keys: { shop: '${env:BLANK}' }", "2:22: the environment variable BLANK is empty"),
                Arguments.of("server_keys: { shop: '${file:nope.key}' }", "2:22: there is no file nope.key"),
                Arguments.of(
                        "server_keys: { shop: '${evn:NOPE}' }",
                        "2:22: a reference is ${env:NAME} or ${file:PATH}, not ${evn:...}"),
                Arguments.of(
                        "server_keys: { shop: '${env:NO PE}' }",
                        "2:22: ${env:...} takes the name of an environment variable"),
                Arguments.of(
                        "events: { ftd: { from: [] } }", "2:18: with an empty 'from' nobody may report this event"),
                Arguments.of(
                        "events: { ftd: { from: [server], pair: {} } }",
                        "2:34: there is no twin to wait for: only one channel may report this event"),
                Arguments.of(
                        "events: { '<b>': {} }",
                        "2:11: an event name has 1 to 64 letters, digits, spaces or . : / _ - and starts with a letter or digit"),
                Arguments.of(
                        "events: { ftd: { dedup: 99999999999999999999d } }",
                        "2:18: 'dedup' must be a duration such as 30s, 15m, 6h or 90d"),
                Arguments.of(
                        "events: { ftd: { dedup: -PT1H } }",
                        "2:18: 'dedup' must be a duration such as 30s, 15m, 6h or 90d"),
                Arguments.of(
                        "click_ids: { a: { pattern: '[' } }",
                        "2:19: '[' is not understood in this regular expression: missing closing ] (the syntax is that of RE2)"),
                Arguments.of(
                        "click_ids: { a: { pattern: '[0-9a-f]++' } }",
                        "2:19: '++' is not understood: there is no going back here, so that '+', '*' or '?' alone does the same"),
                Arguments.of(
                        "click_ids: { a: { pattern: '((a{1000}[)]){1000}){1000}' } }",
                        "2:19: the repetitions in this regular expression are too many or too large; written out they would be more than 5000 steps"),
                Arguments.of(
                        "click_ids: { a: { pattern: '(?=a)' } }",
                        "2:19: look-around ('(?=') is not understood: it is too slow for what strangers send"),
                Arguments.of(
                        "click_ids: { a: { pattern: '' } }",
                        "2:19: a regular expression is not empty; leave it out, or write .* for anything"),
                Arguments.of(
                        "click_ids: { a: { pattern: '[a-z&&[^b]]' } }",
                        "2:19: '&&' in a class is not understood: RE2 has no common part of two classes; write the characters that are left, or '&' once for the sign itself"),
                Arguments.of(
                        "retention: { events: 7 }", "2:14: 'events' must be a duration such as 30s, 15m, 6h or 90d"),
                Arguments.of(
                        "network: { trusted_proxies: [10.0.0.0/8, proxy.local] }",
                        "2:42: 'trusted_proxies' does not look right: CIDR blocks of your own proxies, whose X-Forwarded-For is believed, for example 10.0.0.0/8"),
                Arguments.of("mode: !custom live", "2:7: YAML tags such as '!name' are not used here"));
    }

    @ParameterizedTest
    @MethodSource("sites")
    void saysWhatIsWrongWithTheSite(String site, String message) {
        assertThat(problems("site: { " + site + " }\n")).containsExactly("taghub.yaml:" + message);
    }

    static Stream<Arguments> sites() {
        return Stream.of(
                Arguments.of(
                        "domain: 'https://a.example/'",
                        "1:9: 'domain' does not look right: host name of the site, without https:// and port, for example shop.example"),
                Arguments.of("domain: a.example, prefix: in", "1:28: the prefix 'in' hides a path of the hub's own"),
                Arguments.of("domain: a.example, prefix: v1", "1:28: the prefix 'v1' hides a path of the hub's own"),
                Arguments.of(
                        "domain: a.example, cookie_domain: b.example",
                        "1:28: a browser takes a cookie only for the site's own domain or one above it"),
                Arguments.of(
                        "domain: a.b.example, cookie_domain: b.example, cookie: __Host-h",
                        "1:56: a cookie whose name starts with __Host- cannot have a cookie_domain"),
                Arguments.of(
                        "domain: a.example, origins: [www.a.example]",
                        "1:38: 'origins' does not look right: further origins whose pages may send events; \"null\" in quotes for sandboxed frames,"
                                + " in which some shop systems run pixels: every site can make such a frame, for example https://www.shop.example"));
    }

    @Test
    void refusesBillionLaughs() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha]\n");
        for (int i = 1; i < 10; i++) {
            laughs.append("a%d: &a%d [%s]\n"
                    .formatted(i, i, String.join(", ", java.util.Collections.nCopies(9, "*a" + (i - 1)))));
        }

        assertThat(problems(laughs.toString()))
                .containsExactly("taghub.yaml:3:15: more than 10 aliases ('*name'); write it out");
    }

    @Test
    void refusesAFewLaughsThatGrowLarge() {
        String ha = "ha, ".repeat(20_000);
        String laughs = "a: &a [" + ha + "]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n";

        assertThat(problems(laughs))
                .singleElement()
                .asString()
                .endsWith("more than 50000 values, with aliases written out");
    }

    @Test
    void refusesWhatIsNestedWithoutEnd() {
        assertThat(problems("a: " + "[".repeat(100_000)))
                .containsExactly("taghub.yaml:1:33: nested deeper than 30 levels");
        assertThat(problems("a: &a [*a]\n")).containsExactly("taghub.yaml:1:4: this group contains itself");
    }

    @Test
    void aMergedKeyIsBlamedWhereItIsWrittenAndOverridingItIsNoDuplicate() {
        assertThat(problems("""
                        site: { domain: a.example }
                        events:
                          ftd: &money { conversion: true, form: [server] }
                          purchase: { <<: *money, conversion: false }
                        """)).containsExactly("taghub.yaml:3:35: unknown key 'form'; did you mean 'from'?");
    }
}
