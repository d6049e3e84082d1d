package io.taghub.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.config.ConfigReader;
import io.taghub.config.HubConfig;
import io.taghub.config.Loaded;
import io.taghub.hub.Configs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The cases of a marketer: what holds, what fails and in which words, and what is no case. */
class OwnCasesTest {
    private static final String CONFIG = """
            site: { domain: shop.example, prefix: x7k2qd }
            mode: live
            consent: { default: denied }
            events: { ftd: { conversion: true, from: [server] } }
            tags:
              partner:
                type: postback
                url: https://trk.partner.example/pb
                query: { cid: "{{ click.id | required }}", sum: "{{ value | money }}", token: "{{ secret.token }}" }
                secrets: { token: "${env:TOKEN}" }
                click_id: btag
                consent: [ad_storage]
                when: [ftd]
              meta-main:
                type: meta
                pixel_id: "123"
                access_token: "${env:META}"
                when: [ftd, page_view]
              analytics:
                type: ga4
                measurement_id: G-1
                api_secret: "${env:GA4}"
                when: [ftd]
                enabled: false
            profiles:
              staging: { mode: sandbox }
            """;
    private static final String FTD =
            "event: { name: ftd, id: d-1, user: { id: u-17, email: ada@example.com }, value: 49.99, currency: EUR }";

    @TempDir
    Path folder;

    private static HubConfig config() {
        return config(CONFIG);
    }

    private static HubConfig config(String text) {
        Loaded loaded = ConfigReader.parse(
                text, "taghub.yaml", Path.of("."), name -> "hush-" + name + "-0123456789", Configs.types());
        assertThat(loaded).as("%s", loaded).isInstanceOf(Loaded.Valid.class);
        return ((Loaded.Valid) loaded).config();
    }

    private OwnCases.Report run(String yaml, @Nullable String profile) throws IOException {
        Path file = Files.writeString(folder.resolve("taghub.tests.yaml"), yaml);
        return OwnCases.run(file, config(), profile);
    }

    private OwnCases.Report one(String... lines) throws IOException {
        return run("cases:\n  - title: one\n    " + String.join("\n    ", lines) + "\n", (String) null);
    }

    /** The page's own example, as far as its tags go. */
    @Test
    void theExampleOfTheDocsIsReadAndHolds() throws IOException {
        Matcher block = Pattern.compile("```yaml\\n(cases:.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../docs/proving.md")));
        assertThat(block.find()).isTrue();
        HubConfig config = ((Loaded.Valid) ConfigReader.parse(
                        """
                        site: { domain: shop.example, prefix: x7k2qd }
                        tags:
                          partner:
                            type: postback
                            url: "https://trk.partner.example/pb?cid={{click.id}}"
                            click_id: btag
                            when: [ftd]
                          meta-main: { type: meta, pixel_id: "123", access_token: "${env:A}", when: [ftd] }
                          tiktok-main: { type: tiktok, pixel_code: C4T0, access_token: "${env:A}", when: [purchase] }
                          analytics: { type: meta, pixel_id: "456", access_token: "${env:A}", when: [ftd] }
                        """, "taghub.yaml", Path.of("."), name -> "secret-0123456789", Configs.types()))
                .config();
        Path file = Files.writeString(folder.resolve("t.yaml"), block.group(1));

        OwnCases.Report report = OwnCases.run(file, config, null);

        assertThat(report.errors()).isEmpty();
        assertThat(report.failures()).isEmpty();
    }

    @Test
    void whatHoldsIsCountedAndNothingElseSaid() throws IOException {
        OwnCases.Report report = one(
                "known:",
                "  clicks: { btag: b_42 }",
                "  consent: { ad_storage: granted, ad_user_data: granted }",
                FTD,
                "expect:",
                "  partner: { request: { method: GET, host: trk.partner.example, path: /pb, query: { cid: b_42, sum: 49.99, other: null } } }",
                "  meta-main:",
                "    request:",
                "      headers: { content-type: application/json }",
                "      body:",
                "        \"data[0].custom_data\": { value: 49.99, currency: EUR }",
                "        \"data[0].user_data.em\": [sha256(ada@example.com)]");

        assertThat(report.errors()).isEmpty();
        assertThat(report.failures()).isEmpty();
        assertThat(report.ran()).isOne();
    }

    @Test
    void whatIsOtherwiseIsSaidWithItsLineAndWithoutSecrets() throws IOException {
        OwnCases.Report report = one(
                "known: { clicks: { btag: b_42 }, consent: { ad_storage: granted, ad_user_data: granted } }",
                FTD,
                "expect:",
                "  partner:",
                "    request:",
                "      url: https://trk.partner.example/pb?cid=b_42",
                "      query: { cid: b_41, sum: null, order: d-1 }",
                "  meta-main:",
                "    request:",
                "      body: { \"data[0].user_data.em[0]\": sha256(bob@example.com) }");

        assertThat(report.failed()).isOne();
        assertThat(report.failures().toString()).doesNotContain("hush-");
        assertThat(report.failures().stream().map(one -> one.line() + ":" + one.column() + " " + one.message()))
                .containsExactly(
                        "8:11 \"one\": partner: url is 'https://trk.partner.example/pb?cid=b_42&sum=49.99',"
                                + " expected 'https://trk.partner.example/pb?cid=b_42'",
                        "9:20 \"one\": partner: query.cid is 'b_42', expected 'b_41'",
                        "9:31 \"one\": partner: query.sum is '49.99', it should not be there",
                        "9:42 \"one\": partner: query.order is missing, expected 'd-1'",
                        "12:46 \"one\": meta-main: body.data[0].user_data.em[0] is 'sha256(ada@example.com)', expected"
                                + " 'sha256(bob@example.com)'");
    }

    @Test
    void reasonsWaitsAndChannels() throws IOException {
        String denied = "known: { clicks: { btag: b_42 }, consent: { ad_storage: granted, ad_user_data: denied } }";
        String agreed = "known: { consent: { ad_storage: granted } }";
        assertThat(one(denied, FTD, "expect: { meta-main: CONSENT, partner: sent }")
                        .failures())
                .isEmpty();
        assertThat(one(agreed, FTD, "expect: { partner: { skip: NO_CLICK_ID } }")
                        .failures())
                .isEmpty();
        assertThat(one(FTD, "expect: { partner: { wait: AWAITING_CONSENT }, meta-main: CONSENT }")
                        .failures())
                .isEmpty();
        assertThat(one(
                                "known: { consent: { ad_storage: granted }, linked: false }",
                                FTD,
                                "expect: { partner: { wait: AWAITING_LINK } }")
                        .failures())
                .isEmpty();
        assertThat(one("from: browser", FTD, "expect: { partner: CHANNEL_NOT_ALLOWED }")
                        .failures())
                .isEmpty();
        assertThat(one("known: { erased: true }", FTD, "expect: { partner: ERASED }")
                        .failures())
                .isEmpty();
        assertThat(one("event: { name: page_view }", "expect: { partner: skipped }")
                        .failures())
                .isEmpty();
        assertThat(one(agreed, FTD, "expect: { partner: sent, meta-main: BOT }").failures())
                .extracting(one -> one.message())
                .containsExactly(
                        "\"one\": partner: expected to be sent, but it is skipped, NO_CLICK_ID (there is no click id of"
                                + " this network: the visitor did not come by a link with btag)",
                        "\"one\": meta-main: expected BOT, but it is suppressed, CONSENT (the visitor did not consent:"
                                + " ad_user_data not granted)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "expect: {}|the case expects nothing",
                "expect: { partnr: sent }|there is no tag 'partnr' in the config; did you mean 'partner'?",
                "expect: { analytics: sent }|the tag 'analytics' is switched off in the config",
                "expect: { partner: NO_CLICK }|there is no reason 'NO_CLICK'; did you mean 'NO_CLICK_ID'?",
                "expect: { partner: {} }|expected of a tag is 'sent', a reason such as NO_CLICK_ID",
                "expect: { partner: { request: {} } }|the case expects nothing of the request",
                "expect: { partner: { request: { quary: { a: b } } } }|unknown key 'quary'; did you mean 'query'?",
                "expect: { partner: { request: { query: {} } } }|'query' is a group of what has to be in it",
                "expect: { partner: { requst: { url: x } } }|unknown key 'requst'; did you mean 'request'?",
                "expct: { partner: sent }|unknown key 'expct'; did you mean 'expect'?",
                "known: { click: { btag: b } }|unknown key 'click'; did you mean 'clicks'?",
                "known: { clicks: { btag: { vlue: b } } }|'clicks.btag.vlue' is not right",
                "profiles: [staginf]|the config has no profile 'staginf'; did you mean 'staging'?",
                "at: soon|a time is written 2026-11-22T12:00:00Z",
                "from: app|'from' is server (a back end, as without it) or browser",
            })
    void whatIsNoCaseIsAnErrorWithItsPlace(String line, String message) throws IOException {
        OwnCases.Report report =
                one(line.startsWith("exp") ? FTD : FTD + "\n    expect: { partner: NO_CLICK_ID }", line);

        assertThat(report.ran()).isZero();
        assertThat(report.errors()).anySatisfy(error -> {
            assertThat(error.message()).startsWith(message);
            assertThat(error.line()).isBetween(2, 5);
            assertThat(error.file()).endsWith("taghub.tests.yaml");
        });
    }

    @Test
    void anEventOfWhichSomethingWouldBeLeftOutIsAnError() throws IOException {
        assertThat(one("event: { name: ftd, id: d-1, value: many }", "expect: { partner: NO_CLICK_ID }")
                        .errors())
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.message()).startsWith("'value' is not right: ");
                    assertThat(error.line() + ":" + error.column()).isEqualTo("3:34");
                });
        assertThat(one("expect: { partner: NO_CLICK_ID }").errors())
                .extracting(one -> one.message())
                .anyMatch(message -> message.startsWith("the case has no event"));
        assertThat(run("cases: []\n", (String) null).errors())
                .extracting(one -> one.message())
                .containsExactly("'cases' is missing: a list of cases, each with title, event and expect");
    }

    /** What the intake would not take, or take as something else, proves nothing. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "event: { name: ftd, value: 5, currency: EUR }|'id' is missing; a conversion needs one",
                "event: { name: 'ftd!', id: d-1 }|'name' is not right",
                "event: { name: Ftd, id: d-1 }|'Ftd' is another event than 'ftd': upper and lower case count",
                "event: { name: ftd, id: d-1, click_ids: { btag: '{btag}' } }|the hub leaves this click id out",
            })
    void anEventThatTheHubWouldRefuseIsAnError(String event, String message) throws IOException {
        assertThat(one(event, "expect: { partner: NOT_TRIGGERED }").errors())
                .singleElement()
                .satisfies(error -> assertThat(error.message()).startsWith(message));
    }

    @Test
    void aPageNeedsNoId() throws IOException {
        assertThat(one("from: browser", "event: { name: ftd }", "expect: { partner: CHANNEL_NOT_ALLOWED }")
                        .failures())
                .isEmpty();
    }

    /** Whose window it is, and a time that people can read. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "|; one counts for ",
                "window: 48h|; the tag's own 'window' counts clicks for 2 days",
            })
    void ofAClickThatIsTooOldItIsSaidWhoCountsOnlyYoungerOnes(@Nullable String window, String said) throws IOException {
        Path file = Files.writeString(folder.resolve("taghub.tests.yaml"), """
                cases:
                  - title: one
                    known: { clicks: { btag: { value: b_42, seen: "2026-01-01T10:00:00.123456789Z" } }, consent: { ad_storage: granted } }
                    %s
                    expect: { partner: sent }
                """.formatted(FTD));
        HubConfig config =
                config(window == null ? CONFIG : CONFIG.replace("click_id: btag", "click_id: btag\n    " + window));
        assertThat(OwnCases.run(file, config, null).failures())
                .singleElement()
                .satisfies(one -> assertThat(one.message())
                        .contains(
                                "CLICK_TOO_OLD (the click is too old to count: the btag is of 2026-01-01T10:00:00Z, 325 days before the event"
                                        + said));
    }

    @Test
    void aSecretIsProvedByStars() throws IOException {
        String known = "known: { clicks: { btag: b_42 }, consent: { ad_storage: granted, ad_user_data: granted } }";
        assertThat(one(
                                known,
                                FTD,
                                "expect: { partner: { request: { query: { cid: b_42, token: '***' } } },",
                                "  meta-main: { request: { query: { access_token: '***' } } } }")
                        .failures())
                .isEmpty();
        assertThat(one(known, FTD, "expect: { partner: { request: { query: { cid: '***', token: x, key: '***' } } } }")
                        .failures())
                .extracting(one -> one.message())
                .containsExactly(
                        "\"one\": partner: query.cid is 'b_42', expected '***'",
                        "\"one\": partner: query.token is '***', expected 'x'",
                        "\"one\": partner: query.key is missing, expected '***'");
    }

    @Test
    void aSecretItselfStandsInNoCase() throws IOException {
        String known = "known: { clicks: { btag: b_42 }, consent: { ad_storage: granted, ad_user_data: granted } }";
        assertThat(one(known, FTD, "expect: { partner: { request: { query: { token: hush-TOKEN-0123456789 } } } }")
                        .failures())
                .extracting(one -> one.message())
                .containsExactly(
                        "\"one\": partner: query.token is '***', and a secret is expected; write \"***\" for it, a case holds none");
    }

    @Test
    void aSecretInAnAddressOrByReferenceSaysHowItIsWritten() throws IOException {
        String known = "known: { clicks: { btag: b_42 }, consent: { ad_storage: granted, ad_user_data: granted } }";
        for (String token : List.of("***", "hush-TOKEN-0123456789")) {
            assertThat(one(
                                    known,
                                    FTD,
                                    "expect: { partner: { request: { url: 'https://t.example/p?token=" + token
                                            + "' } } }")
                            .failures())
                    .singleElement()
                    .satisfies(one -> assertThat(one.message())
                            .endsWith("write url without that parameter, and query: { NAME: \"***\" } for it"));
        }
        assertThat(one(known, FTD, "expect: { partner: { request: { query: { token: '${env:TOKEN}' } } } }")
                        .failures())
                .singleElement()
                .satisfies(one -> assertThat(one.message()).endsWith("write \"***\" for it, a case holds none"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"- title: one\n  event: { name: ftd, id: d-1 }\n", "cases\n"})
    void aFileThatBeginsWithTheListSaysWhatItBeginsWith(String yaml) throws IOException {
        assertThat(run(yaml, (String) null).errors())
                .extracting(one -> one.message())
                .containsExactly("a file of cases begins with 'cases:', and the list of them stands below it");
    }

    @Test
    void aCaseOfAProfileRunsWithIt() throws IOException {
        String yaml =
                "cases:\n  - title: one\n    profiles: [staging]\n    " + FTD + "\n    expect: { partner: sent }\n";
        assertThat(run(yaml, null)).isEqualTo(new OwnCases.Report(0, 1, 0, List.of(), List.of()));
        assertThat(run(yaml, "staging").failed()).isOne();
    }

    @Test
    void whatNothingKnowsProvesNothing() throws IOException {
        assertThat(one("event: { name: deposti }", "expect: { partner: NOT_TRIGGERED }")
                        .errors())
                .singleElement()
                .satisfies(error -> assertThat(error.message())
                        .isEqualTo(
                                "no tag and no entry of 'events' knows an event 'deposti'; did you mean 'deposit'?"));
        assertThat(one("known: { clicks: { btagg: b_42 } }", FTD, "expect: { partner: skipped }")
                        .errors())
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.message())
                            .isEqualTo(
                                    "no tag and no entry of 'click_ids' knows a click id 'btagg'; did you mean 'btag'?");
                    assertThat(error.line()).isEqualTo(3);
                });
        assertThat(one(
                                "known: { clicks: { btag: b_42, gclid: Cj0KCQ, _fbp: fb.1.1700000000000.123456789 } }",
                                "event: { name: deposit, id: d-2 }",
                                "expect: { partner: skipped }")
                        .errors())
                .isEmpty();
    }
}
