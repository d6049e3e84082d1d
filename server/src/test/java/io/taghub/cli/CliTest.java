package io.taghub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.config.HubConfig;
import io.taghub.hub.Configs;
import io.taghub.postback.PostbackTagType;
import io.taghub.sandbox.Sandbox;
import io.taghub.time.HubClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a newcomer is told: one plain sentence and what to do; 0 ok, 1 problems, 2 usage; never a stack trace. */
class CliTest {
    @RegisterExtension
    final Terminal terminal = new Terminal();

    @TempDir
    Path folder;

    private Path config;

    @BeforeEach
    void capture() throws IOException {
        config = folder.resolve("taghub.yaml");
        Files.copy(Path.of("../templates/demo/taghub.yaml"), config);
    }

    @AfterEach
    void restore() {
        assertThat(terminal.err()).doesNotContain("\tat ", "Exception", "please report");
    }

    private String said() {
        return terminal.err().strip();
    }

    private String shown() {
        return terminal.out().strip();
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo", "run", "check", "doctor", "preview", "explain", "held", "replay", "sandbox", "snippet",
                "schema", "test"
            })
    void everyCommandSaysHowItIsUsed(String command) {
        assertThat(TagHub.run(command, "--help")).isZero();
        assertThat(shown()).startsWith("Usage: taghub " + command);
        assertThat(said()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                  | which command?
            frobnicate                          | there is no command 'frobnicate'
            chekc                               | there is no command 'chekc'; did you mean 'check'?
            check taghub.yaml                   | check does not take 'taghub.yaml'
            bench --seconds 0                   | --seconds takes 1 to 3600
            demo --port -1                      | Invalid value for option '--port': a port is a number from 0 to 65535, not '-1'
            run --console-port 70000            | Invalid value for option '--console-port': a port is a number from 0 to 65535, not '70000'
            sandbox --port http                 | Invalid value for option '--sandbox-port': a port is a number from 0 to 65535, not 'http'
            explain                             | Missing required parameter: 'EVENT-ID'
            preview                             | Missing required parameter: 'EVENT'
            replay                              | either --tag NAME or --received
            replay --tag a --received           | either --tag NAME or --received
            replay --tag a --code accepted      | --source, --code and --id belong to --received
            replay --received --reason TOO_OLD  | --from, --to and --reason belong to --tag
            replay --tag a --from yesterday     | Invalid value for option '--from': a time is written 2026-11-22T15:30:00Z or, for a day of UTC, 2026-11-22, not 'yesterday'
            check --konfig x                    | Unknown options: '--konfig', 'x'
            """)
    void aMistypedCommandIsAUsageError(String typed, String sentence) {
        assertThat(TagHub.run(typed.isEmpty() ? new String[0] : typed.split(" ", -1)))
                .isEqualTo(2);
        assertThat(said().lines().findFirst()).contains("taghub: " + sentence);
        assertThat(shown()).isEmpty();
    }

    @Test
    void aMissingConfigIsSaidWithWhatToDo() {
        for (String command : new String[] {"run", "check", "snippet"}) {
            terminal.clear();
            assertThat(TagHub.run(command, "--config", "nowhere.yaml")).isEqualTo(1);
            assertThat(said())
                    .isEqualTo(
                            "taghub: there is no file nowhere.yaml; start from one of templates/starters, name another"
                                    + " with --config FILE, or try `taghub demo`, which needs none");
        }
    }

    /** A web team has no secrets, and the tag has to wait where nothing may go before the visitor has agreed. */
    @ParameterizedTest
    @CsvSource({"denied, ' data-consent=\"wait\"'", "granted, ''"})
    void theTagThatFitsTheConsentDefaultIsPrintedWithoutAnySecret(String whereUnset, String more) throws IOException {
        Path config = file("page.yaml", """
                site: { domain: shop.example, prefix: x7k2qd }
                consent: { default: %s }
                server_keys: { shop: "${env:NOBODY_SETS_THIS}" }
                tags:
                  meta-main: { type: meta, pixel_id: "1", access_token: "${file:no/such/file}", when: [purchase] }
                """.formatted(whereUnset));
        assertThat(TagHub.run("snippet", "--config", config.toString())).isZero();
        assertThat(shown())
                .contains("<script defer src=\"/x7k2qd/h.js\" data-th" + more + "></script>")
                .contains("crossorigin=\"anonymous\" data-th" + more + "></script>");
    }

    @Test
    void everyProblemOfAConfigIsListedWithItsPlace() throws IOException {
        Path broken = file("broken.yaml", "sitee: { domain: shop.example }\nmode: lively\n");

        assertThat(TagHub.run("check", "--config", broken.toString())).isEqualTo(1);
        assertThat(shown())
                .contains("broken.yaml:1:1: unknown key 'sitee'; did you mean 'site'?")
                .contains("broken.yaml:2:1: 'mode' takes live, sandbox, shadow; did you mean 'live'?");
        assertThat(TagHub.run("run", "--config", broken.toString())).isEqualTo(1);
        assertThat(said()).startsWith("taghub: the config has problems\n").contains("did you mean 'site'?");
    }

    @Test
    void aYamlThatIsNoneIsSaidInWords() throws IOException {
        assertThat(TagHub.run(
                        "check",
                        "--config",
                        file("bad.yaml", "site: { domain: a\n").toString()))
                .isEqualTo(1);
        assertThat(shown()).contains("bad.yaml:2:1: ");
    }

    @Test
    void aGoodConfigIsOkAndItsWarningsAreShownOnce() {
        assertThat(TagHub.run("check", "--config", config.toString())).isZero();
        assertThat(shown())
                .contains("taghub.yaml: ok, 6 tags, mode sandbox")
                .contains(
                        "conversions are recognised for 90 days: of 10,000 a day that takes some 50 MB on disk,"
                                + " of 1,000,000 a day 5.0 GB\nsource casino-crm: POST /in/casino-crm, an event as /v1/events takes it")
                .containsOnlyOnce("META_TOKEN");
    }

    @Test
    void twoReceiversOfOneClickAreRefused() throws IOException {
        Path two = file("two.yaml", """
                site: { domain: shop.example }
                tags:
                  north: { type: postback, preset: bemob, domain: trk.north.example, when: [ftd] }
                  south: { type: postback, preset: bemob, domain: trk.south.example, when: [ftd] }
                """);

        assertThat(TagHub.run("check", "--config", two.toString())).isEqualTo(1);
        assertThat(shown())
                .contains("two.yaml:4:3: 'south' (trk.south.example) and 'north' (trk.north.example) take the same")
                .doesNotContain(": ok");
    }

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
    void presetsInAFolderBesideTheConfigAreKnown() throws IOException {
        Path presets = Files.createDirectory(folder.resolve("postbacks"));
        Files.writeString(presets.resolve("lighthouse.yaml"), """
                about: Lighthouse, a made-up network.
                capture: [lhid]
                url: https://s2s.lighthouse.example/conversion
                query: { lhid: "{{ click.id | required }}" }
                """);
        Files.writeString(presets.resolve("notes.txt"), "no preset");

        assertThat(Configs.types(folder.resolve("plugins"), presets))
                .filteredOn(PostbackTagType.class::isInstance)
                .singleElement()
                .satisfies(type -> assertThat(((PostbackTagType) type).presets())
                        .contains("lighthouse", "voluum")
                        .doesNotContain("notes"));
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

    @Test
    void withoutAHubItSaysHowToStartOne() {
        for (String[] command : new String[][] {{"explain", "x"}, {"replay", "--tag", "a"}}) {
            terminal.clear();
            assertThat(TagHub.run(Stream.concat(
                                    Arrays.stream(command), Stream.of("--console-port", "1"))
                            .toArray(String[]::new)))
                    .isEqualTo(1);
            assertThat(said())
                    .isEqualTo(
                            "taghub: no hub answers at port 1; start one with `taghub demo` or `taghub run`, or name its"
                                    + " port with --console-port");
        }
    }

    @Test
    void aTakenPortIsNamedWithItsFlag() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());

            assertThat(TagHub.run("sandbox", "--port", port)).isEqualTo(1);
            assertThat(TagHub.run("demo", "--sandbox-port", "0", "--port", port, "--console-port", "0"))
                    .isEqualTo(1);
            assertThat(TagHub.run("demo", "--sandbox-port", "0", "--port", "0", "--console-port", port))
                    .isEqualTo(1);
            assertThat(said().lines().filter(line -> line.startsWith("taghub:")))
                    .containsExactly(
                            "taghub: port " + port + " is taken by another program; choose another with --port",
                            "taghub: port " + port + " is taken by another program; choose another with --port",
                            "taghub: port " + port
                                    + " is taken by another program; choose another with --console-port");
        }
    }

    @Test
    void aStoreThatCannotBeOpenedIsSaidPlainly() throws IOException {
        Path notAFolder = file("file", "");

        assertThat(TagHub.run(
                        "run",
                        "--config",
                        config.toString(),
                        "--data",
                        notAFolder.resolve("x").toString(),
                        "--port",
                        "0"))
                .isEqualTo(1);
        assertThat(said().lines().filter(line -> line.startsWith("taghub:")))
                .singleElement()
                .asString()
                .startsWith("taghub: the store cannot be opened: ");
    }

    /** In mode sandbox the sandbox is asked; a token with "revoked" in it is one it does not take. */
    @Test
    void theDoctorSaysOfEachTagWhetherItsCredentialsAreTaken() throws IOException {
        file("good", "EAAB-good");
        file("bad", "EAAB-revoked");
        try (Sandbox sandbox = Sandbox.start(0, new HubClock())) {
            Path clinic = file("clinic.yaml", """
                    site: { domain: shop.example }
                    mode: sandbox
                    sandbox: http://127.0.0.1:%d
                    tags:
                      well: { type: meta, pixel_id: "123", access_token: "${file:good}", when: [purchase] }
                      ill: { type: meta, pixel_id: "456", access_token: "${file:bad}", when: [purchase] }
                      ads:
                        type: google-data-manager
                        account_id: "1234567890"
                        conversion_actions: { purchase: "333" }
                        oauth: { client_id: demo, client_secret: "${file:good}", refresh_token: "${file:good}" }
                        when: [purchase]
                      network: { type: postback, url: "https://n.example/?id={{click.id | required}}", click_id: btag, when: [ftd] }
                      ga4: { type: ga4, measurement_id: G-ABC1234567, api_secret: "${file:good}", when: [purchase] }
                    """.formatted(sandbox.port()));

            assertThat(TagHub.run("doctor", "--config", clinic.toString())).isEqualTo(1);
            assertThat(shown().lines().skip(1).map(line -> line.replaceAll("(code \\d+).*", "$1...")))
                    .containsExactly(
                            "well     ok        graph.facebook.com accepts the credentials",
                            "ill      FAILED    the platform does not accept the credentials: code 190...",
                            "ads      ok        a token is granted; the first event tells whether it may report"
                                    + " conversions",
                            "network  ok        n.example answers, and there are no credentials to prove",
                            "ga4      unproven  www.google-analytics.com answers, but no harmless call tells whether it"
                                    + " takes the credentials; the first event will");
            assertThat(shown()).doesNotContain("EAAB");
            assertThat(TagHub.run("doctor", "--config", clinic.toString(), "--tag", "well"))
                    .isZero();
            assertThat(TagHub.run("doctor", "--config", clinic.toString(), "--tag", "wel"))
                    .isEqualTo(1);
            assertThat(said()).isEqualTo("taghub: there is no tag 'wel'; there are well, ill, ads, network, ga4");
        }
    }

    @Test
    void aDemoOfAnyConfigStaysOnThisMachineAndForgetsNothing() throws IOException {
        HubOptions options = new HubOptions();
        options.port = 0;
        options.consolePort = 0;
        options.data = folder.resolve("played");
        options.config = Files.writeString(folder.resolve("live.yaml"), """
                site: { domain: shop.example }
                mode: live
                store: postgresql://hub@db.example/taghub
                retention: { events: 1d, attempts: 1d, identity: 30d }
                tags:
                  meta-main: { type: meta, pixel_id: "1234567890", access_token: "${env:META_TOKEN}", when: [purchase] }
                  quiet: { type: meta, pixel_id: "1234567890", access_token: "${env:META_TOKEN}", mode: shadow, when: [purchase] }
                """);
        try (DemoCommand.Demo demo = DemoCommand.Demo.start(options, 0)) {
            HubConfig played = demo.hub().config();
            assertThat(played.mode()).isEqualTo(HubConfig.Mode.SANDBOX);
            assertThat(played.sandbox()).hasToString(demo.sandbox().url());
            assertThat(played.store().url()).startsWith("sqlite:");
            assertThat(played.tags().get("meta-main").mode()).isEqualTo(HubConfig.Mode.SANDBOX);
            assertThat(played.tags().get("quiet").mode()).isEqualTo(HubConfig.Mode.SHADOW);
            assertThat(played.retention().events()).isGreaterThan(Duration.ofDays(10_000));
            assertThat(played.retention().attempts()).isGreaterThan(Duration.ofDays(10_000));
            assertThat(played.retention().identity()).isEqualTo(Duration.ofDays(30));
        }
    }

    @Test
    void aRunningHubSaysThatItDoesNotKnowAnEventOrTag() {
        HubOptions options = new HubOptions();
        options.port = 0;
        options.consolePort = 0;
        options.data = folder.resolve("data");
        try (DemoCommand.Demo demo = DemoCommand.Demo.start(options, 0)) {
            String console = String.valueOf(demo.hub().consolePort());

            assertThat(TagHub.run("explain", "no-such-event", "--console-port", console))
                    .isEqualTo(1);
            assertThat(TagHub.run("replay", "--tag", "nope", "--console-port", console))
                    .isEqualTo(1);
            assertThat(TagHub.run(
                            "explain",
                            "x",
                            "--console-port",
                            String.valueOf(demo.hub().port())))
                    .isEqualTo(1);

            assertThat(said().lines().filter(line -> line.startsWith("taghub:")))
                    .containsExactly(
                            "taghub: There is no event with this id. It may not have come in, or retention may have"
                                    + " removed it.",
                            "taghub: There is no tag of this name; there are meta-main, google-ads, ga4, tiktok,"
                                    + " casino-affiliates, shop-affiliates.",
                            "taghub: what answers at port " + demo.hub().port() + " is not a hub's console (HTTP 404);"
                                    + " name the console's port with --console-port");
        }
    }

    @Test
    void checkRunsTheCasesBesideTheConfig() throws IOException {
        Path cases = folder.resolve("taghub.tests.yaml");
        String one = "cases: [{ title: a case, event: { name: page_view, id: p-1 }, expect: { meta-main: %s } }]\n";
        Files.writeString(cases, one.formatted("sent"));
        assertThat(TagHub.run("check", "--config", config.toString())).isEqualTo(1);
        assertThat(shown()).contains("\"a case\": meta-main: expected to be sent, but it ", "1 of 1 case failed");

        assertThat(said()).isEmpty();
        terminal.clear();
        Files.writeString(cases, one.formatted("skipped"));
        assertThat(TagHub.run("check", "--config", config.toString())).isZero();
        assertThat(shown()).endsWith("taghub.tests.yaml: ok, 1 case");

        assertThat(said()).isEmpty();
        terminal.clear();
        Path others = Files.move(cases, folder.resolve("others.yaml"));
        assertThat(TagHub.run("check", "--config", config.toString())).isZero();
        assertThat(shown()).doesNotContain("case");
        Files.writeString(others, one.formatted("SKIPED"));
        assertThat(TagHub.run("check", "--config", config.toString(), "--tests", others.toString()))
                .isEqualTo(1);
        assertThat(shown()).contains("others.yaml:1:", "there is no reason 'SKIPED'", "no case was run");
        assertThat(TagHub.run("check", "--config", config.toString(), "--tests", "none.yaml"))
                .isEqualTo(1);
        assertThat(said()).isEqualTo("taghub: there is no file none.yaml with cases");
    }
}
