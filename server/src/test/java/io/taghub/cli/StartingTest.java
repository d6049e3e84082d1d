package io.taghub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.config.HubConfig;
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
import org.junit.jupiter.api.Test;

/** Commands that start a hub or ask one, and what they say where there is none, or no place for one. */
class StartingTest extends AtTerminal {
    @Test
    void withoutAHubItSaysHowToStartOne() {
        for (String[] command : new String[][] {{"explain", "x"}, {"replay", "--tag", "a"}}) {
            terminal.clear();
            assertThat(TagHub.run(Stream.concat(Arrays.stream(command), Stream.of("--console-port", "1"))
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
}
