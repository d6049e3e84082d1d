package io.taghub.config;

import static io.taghub.config.Configs.problems;
import static io.taghub.config.Configs.valid;
import static io.taghub.config.Configs.warnings;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import io.taghub.inbound.InboundSource;
import io.taghub.inbound.hook.Code;
import io.taghub.inbound.hook.Hook;
import io.taghub.inbound.hook.Replies;
import io.taghub.inbound.map.Mapped;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What check says of sources of webhooks: where, and what was probably meant. */
class InboundConfigTest {
    private static final String HEAD = """
            site: { domain: shop.example }
            tags:
              partner: { type: postback, preset: voluum, domain: trk.partner.example, when: [ftd] }
            inbound:
            """;

    private static String only(String source) {
        List<String> problems = problems(HEAD + source.indent(2));
        assertThat(problems).hasSize(1);
        return problems.getFirst();
    }

    @Test
    void aSourceWithoutAVerifierDoesNotStart() {
        assertThat(only("crm:\n  map: { name: { const: deposit }, event_id: $.id }"))
                .contains(":5:3: a source without 'verify' takes events from anybody");
    }

    @Test
    void aSecretDoesNotStandInTheConfig() {
        String problem = only("""
                crm:
                  verify: { type: bearer, secret: hush-hush-hush }
                  map: { name: { const: deposit }, event_id: $.id }
                """);
        assertThat(problem).contains("${env:NAME}").doesNotContain("hush-hush-hush");
    }

    @Test
    void aSecretThatIsNotThere() {
        assertThat(only("""
                crm:
                  verify: { type: bearer, secret: "${env:NOT_SET}" }
                  map: { name: { const: deposit }, event_id: $.id }
                """)).contains("NOT_SET is not set");
    }

    @Test
    void everyMistakeAtItsPlace() {
        assertThat(problems(HEAD + """
                  crm:
                    sorce: keitaro
                    verify: { type: standard_webhook, secret: "${env:TAGHUB_SERVER_KEY}" }
                    map: { name: $.type, valeu: $.a, value: $.a | minor_to_mayor }
                    respond: { okay: { status: 200 }, refused: { status: 700 } }
                """))
                .anySatisfy(
                        problem -> assertThat(problem).contains(":6:5: unknown key 'sorce'; did you mean 'source'?"))
                .anySatisfy(
                        problem -> assertThat(problem).contains(":7:").contains("did you mean 'standard_webhooks'?"))
                .anySatisfy(problem -> assertThat(problem).contains(":8:").contains("did you mean 'value'?"))
                .anySatisfy(problem -> assertThat(problem).contains(":8:").contains("did you mean 'minor_to_major'?"))
                .anySatisfy(problem -> assertThat(problem).contains(":9:").contains("unknown key 'okay'"))
                .anySatisfy(problem -> assertThat(problem).contains(":9:").contains("from 200 to 599"))
                .hasSize(6);
    }

    @Test
    void aStatusThatIsNoneIsDoubtedWhereItStands() {
        assertThat(warnings(HEAD + """
                  net:
                    source: affise
                    verify: { secret: "${env:TAGHUB_SERVER_KEY}" }
                    map:
                      status: { values: { 6: aproved } }
                """))
                .anySatisfy(one -> assertThat(one).contains(":9:").contains("did you mean 'approved'?"));
    }

    /** Who adds a word to a ready source's table keeps the others, and says how one code is answered. */
    @Test
    void moreWordsForAReadySourcesTable() {
        InboundSource source =
                Objects.requireNonNull(valid(HEAD + """
                  net:
                    source: everflow
                    verify: { secret: "${env:TAGHUB_SERVER_KEY}" }
                    map: { name: { values: { 14: deposit } }, txn_id: { default: n-1 } }
                    respond: { unknown_event: { status: 202, body: "what is {{reason}}" } }
                """).inbound().get("net"));
        Hook hook = new Hook(
                "GET",
                "https://hub.shop.example/in/net?event_id=14&transaction_id=t1&order_id=o1",
                Map.of(),
                new byte[0]);
        assertThat(source.mapping().events(hook, null, 1))
                .singleElement()
                .satisfies(one -> assertThat(
                                ((Mapped.Made) one).json().path("name").asString(""))
                        .isEqualTo("deposit"));
        Hook old = new Hook(
                "GET", "https://hub.shop.example/in/net?event_id=ftd&transaction_id=t1", Map.of(), new byte[0]);
        assertThat(source.mapping().events(old, null, 1))
                .singleElement()
                .satisfies(one -> assertThat(
                                ((Mapped.Made) one).json().path("order_id").asString(""))
                        .isEqualTo("net:n-1"));
        Replies.Written reply = source.replies().of(Code.UNKNOWN_EVENT, hook);
        assertThat(reply.status() + new String(reply.body(), StandardCharsets.UTF_8))
                .isEqualTo("202what is unknown_event");
        assertThat(source.replies().of(Code.BAD_TOKEN, hook).status()).isEqualTo(401);
    }

    @Test
    void verifiersThatCannotWork() {
        String map = "  map: { name: { const: deposit }, event_id: $.id }\n";
        assertThat(only("crm:\n  verify: { type: hmac, secret: \"${env:TAGHUB_SERVER_KEY}\" }\n" + map))
                .contains("either 'header' or 'param'");
        assertThat(only(
                        "crm:\n  verify: { type: hmac, header: X, over: [timestamp, body], secret: \"${env:TAGHUB_SERVER_KEY}\" }\n"
                                + map))
                .contains("'timestamp_header'");
        assertThat(only(
                        "crm:\n  verify: { type: md5_concat, param: sig, fields: [total], secret: \"${env:TAGHUB_SERVER_KEY}\" }\n"
                                + map))
                .contains("where the secret stands");
        assertThat(only("crm:\n  verify: { type: ip }\n" + map)).contains("'allow_ips'");
        assertThat(only("crm:\n  verify: { type: ip, allow_ips: [partner.example] }\n" + map))
                .contains("no block of addresses");
        assertThat(only("crm:\n  verify: { type: bearer, secret: \"${env:TAGHUB_SERVER_KEY}\", tolerance: 5m }\n"
                        + map))
                .contains("unknown key 'tolerance'");
        assertThat(only("crm:\n  methods: [GET]\n  verify: { type: bearer, secret: \"${env:TAGHUB_SERVER_KEY}\" }\n"
                        + map))
                .contains("a bearer key is for POST");
        assertThat(only("crm:\n  methods: [PUT]\n  verify: { type: bearer, secret: \"${env:TAGHUB_SERVER_KEY}\" }\n"
                        + map))
                .contains("there is no 'PUT'");
        assertThat(only(
                        "crm:\n  verify: { type: standard_webhooks, secret: \"${env:TAGHUB_SERVER_KEY}\", tolerance: 3d }\n"
                                + map))
                .contains("30s, 5m or 1h");
        assertThat(only("crm/x:\n  verify: { type: bearer, secret: \"${env:TAGHUB_SERVER_KEY}\" }\n" + map))
                .contains("part of its address");
    }

    @Test
    void aReadySourceUnderWhatIsWritten() {
        InboundSource source =
                Objects.requireNonNull(valid(HEAD + """
                  tracker:
                    source: voluum
                    verify: { secret: "${env:TAGHUB_SERVER_KEY}" }
                    map: { value: "?revenue", currency: { const: USD } }
                """).inbound().get("tracker"));
        assertThat(source.kind()).isEqualTo("voluum");
        assertThat(source.methods()).containsExactlyInAnyOrder("GET", "POST");
        assertThat(source.mapping().fields()).containsKeys("name", "txn_id", "click.id", "currency");
        // The tag that sends to the same network is not told what it said itself.
        assertThat(source.origins()).containsExactly("partner");
    }

    @Test
    void aReadySourceThatIsNone() {
        assertThat(only("""
                tracker:
                  source: volum
                  verify: { secret: "${env:TAGHUB_SERVER_KEY}" }
                """)).contains("did you mean 'voluum'?");
    }

    @Test
    void aTagIsOfTheReceiverByItsNameNetworkOrHost() {
        String source = """
                  crm:
                    verify: { type: bearer, secret: "${env:TAGHUB_SERVER_KEY}" }
                    map: { name: { const: ftd }, event_id: $.id }
                    origin: [%s]
                """;
        for (String origin : List.of("partner", "voluum", "trk.partner.example")) {
            assertThat(Objects.requireNonNull(valid(HEAD + source.formatted(origin))
                                    .inbound()
                                    .get("crm"))
                            .origins())
                    .containsExactly("partner");
        }
        assertThat(warnings(HEAD + source.formatted("partnr")))
                .anySatisfy(warning -> assertThat(warning)
                        .contains("no tag is called 'partnr'")
                        .contains("did you mean 'partner'?"));
    }

    @Test
    void severalSecretsWhileOneIsChanged() {
        assertThat(Objects.requireNonNull(valid(HEAD + """
                  crm:
                    verify: { type: bearer, secret: ["${env:META_TOKEN}", "${env:TAGHUB_SERVER_KEY}"] }
                    map: { name: { const: ftd }, event_id: $.id }
                """).inbound().get("crm"))
                        .verifier()
                        .secrets())
                .hasSize(2);
    }

    private static String source(String verify, String map) {
        return "crm:\n  verify: " + verify + "\n  map: " + map + "\n";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "203.0.113/24",
                "203.0.113.0/33",
                "10/8",
                "203.0.113.0/",
                "shop.example",
                "2001:db8::/129",
                "203.0.113.0/+4",
                "203.0.113.0/024",
                "fe80::1%eth0",
                "fe80::1%1/64",
                "010.0.0.1"
            })
    void whatIsNoWholeAddressIsNoBlock(String block) {
        assertThat(only(source(
                        "{ type: ip, allow_ips: [\"" + block + "\"] }", "{ name: { const: a }, event_id: $.id }")))
                .contains("no block of addresses");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "YYYY-MM-DD",
                "dd.mm.yyyy",
                "yyyy-MM-dd hh:mm",
                "yyyy",
                "DD.MM.YYYY HH:mm",
                "MM/dd HH:mm",
                "DD.MM.yyyy",
                "dd.MM.yyyy HH:MM",
                "yyyy-MM-dd HH:mm:SS"
            })
    void aPatternThatReadsNoTimeIsSaid(String pattern) {
        assertThat(only(source(
                        "{ type: bearer, secret: \"${env:META_TOKEN}\" }",
                        "{ name: { const: a }, event_id: $.id, time: \"$.t | date:'" + pattern + "'\" }")))
                .contains("no time is read rightly by '" + pattern + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yyyy-MM-dd",
                "dd.MM.yyyy HH:mm",
                "MM/dd/yyyy hh:mm a",
                "EEE, dd MMM yyyy HH:mm:ss Z",
                "d.M.yy H:mm",
                "yyyyMMddHHmmss",
                "yyyy-MM-dd HH:mm:ss z"
            })
    void aPatternThatReadsOneIsTaken(String pattern) {
        String map = "{ name: { const: a }, event_id: $.id, time: \"$.t | date:'" + pattern + "'\" }";
        assertThat(problems(HEAD
                        + source("{ type: bearer, secret: \"${env:META_TOKEN}\" }", map)
                                .indent(2)))
                .isEmpty();
    }

    @Test
    void anElementWithoutAListIsNoPlace() {
        String verify = "{ type: bearer, secret: \"${env:META_TOKEN}\" }";
        assertThat(only(source(verify, "{ name: { const: a }, event_id: \"@.id\" }")))
                .contains("'each'");
        assertThat(only(source(verify, "{ name: { from: [$.a, \"@.type\"] }, event_id: $.id }")))
                .contains("'each'");
        assertThat(problems(HEAD
                        + source(
                                        verify,
                                        "{ name: { const: a }, event_id: $.id, items: { from: $.l, fields: { id: \"@.sku\" } } }")
                                .indent(2)))
                .isEmpty();
        assertThat(problems(HEAD
                        + (source(verify, "{ name: { const: a }, event_id: \"@.id\" }") + "  each: $.events\n")
                                .indent(2)))
                .isEmpty();
    }

    @Test
    void aSignatureThatLeavesTheBodyOutIsSaid() {
        assertThat(warnings(HEAD
                        + source(
                                        "{ type: hmac, header: X-S, over: [url], secret: \"${env:META_TOKEN}\" }",
                                        "{ name: { const: a }, event_id: $.id }")
                                .indent(2)))
                .anyMatch(warning -> warning.contains("the body is not signed"));
        assertThat(warnings(HEAD
                        + source(
                                        "{ type: hmac, header: X-S, timestamp_field: meta.at, tolerance: 5m, secret: \"${env:META_TOKEN}\" }",
                                        "{ name: { const: a }, event_id: $.id }")
                                .indent(2)))
                .noneMatch(warning -> warning.contains("signed"));
        assertThat(only(source(
                        "{ type: ed25519, header: X-S, tolerance: 5m, public_key: MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE= }",
                        "{ name: { const: a }, event_id: $.id }")))
                .contains("no time to be tolerant of");
    }

    /** Editors check by it. */
    @Test
    void theSchemaKnowsSourcesAndVerifiers() {
        Schema schema = StartersTest.schema(TestTypes.ALL);
        String source = """
                  crm:
                    source: %s
                    verify: { type: %s, secret: ["${env:A}", "${env:B}"], tolerance: 5m }
                    map: { name: { from: $.type, values: { a: b } }, event_id: $.id }
                """;
        assertThat(schema.validate(StartersTest.tree(HEAD + source.formatted("stripe", "stripe_style"))))
                .isEmpty();
        assertThat(schema.validate(StartersTest.tree(HEAD + source.formatted("strip", "stripe_style"))))
                .isNotEmpty();
        assertThat(schema.validate(StartersTest.tree(HEAD + source.formatted("stripe", "stripe"))))
                .isNotEmpty();
    }
}
