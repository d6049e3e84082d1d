package io.taghub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.hub.Configs;
import io.taghub.postback.PostbackTagType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a newcomer is told: one plain sentence and what to do; 0 ok, 1 problems, 2 usage. */
class CliTest extends AtTerminal {
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
