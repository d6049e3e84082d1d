package io.taghub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.hub.Configs;
import io.taghub.sandbox.Sandbox;
import io.taghub.time.HubClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/network-of-your-own.md shows is done as it says; its golden cases are {@code GoldenTest}'s. */
class NetworkOfYourOwnTest {
    private static final int MOST_LINES = 35;

    @TempDir
    Path folder;

    private String page = "";
    private Path config = Path.of("");
    private int lines;

    @BeforeEach
    void writeWhatThePageSays() throws IOException {
        page = Files.readString(Path.of("../docs/network-of-your-own.md"));
        Matcher files = all("^`(\\w+/\\w+\\.yaml)`\\n\\n```yaml\\n(.*?)^```$");
        while (files.find()) {
            Path file = folder.resolve("postbacks").resolve(files.group(1));
            Files.createDirectories(file.getParent());
            Files.writeString(file, files.group(2));
            lines += (int) files.group(2).lines().count();
        }
        Files.writeString(folder.resolve("token"), "hush");
        config = Files.writeString(
                folder.resolve("taghub.yaml"),
                found("^```yaml\\n(site: .*?)^```$").replace("${env:LIGHTHOUSE_TOKEN}", "${file:token}"));
    }

    private Matcher all(String regex) {
        return Pattern.compile(regex, Pattern.DOTALL | Pattern.MULTILINE).matcher(page);
    }

    private String found(String regex) {
        Matcher matcher = all(regex);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private static String said(int status, String... command) {
        try (Terminal terminal = Terminal.open()) {
            assertThat(TagHub.run(command)).isEqualTo(status);
            return terminal.out() + terminal.err();
        }
    }

    @Test
    void aNetworkIsAtMostThreeFilesAndFewLines() {
        assertThat(folder.resolve("postbacks/lighthouse")).isDirectoryContaining("glob:**/{preset,golden,twin}.yaml");
        assertThat(lines).isBetween(20, MOST_LINES);
    }

    @Test
    void checkAndPreviewKnowIt() throws IOException {
        Path event = Files.writeString(folder.resolve("ftd.json"), """
                {"name":"ftd","id":"dep-1","click_ids":{"lhid":"L-7"},"value":49.99,"currency":"EUR"}""");

        assertThat(said(0, "check", "--config", config.toString())).contains("ok, 1 tags, mode sandbox");
        assertThat(said(0, "preview", "--config", config.toString(), event.toString()))
                .contains("https://s2s.lighthouse.example/4711/conversion?lhid=L-7&ref=dep-1&sum=49.99")
                .doesNotContain("hush");
    }

    @Test
    void checkSaysWhatIsWrongWithATwin() throws IOException {
        Files.writeString(folder.resolve("postbacks/lighthouse/twin.yaml"), "clik: lhid");

        assertThat(said(1, "check", "--config", config.toString()))
                .contains(
                        "taghub: the twin of lighthouse is wrong at 'clik': unknown key 'clik'; did you mean 'click'?");
    }

    @Test
    void aPresetIsThereOnce() throws IOException {
        Files.writeString(folder.resolve("postbacks/lighthouse.yaml"), "about: the same");

        assertThat(said(1, "check", "--config", config.toString()))
                .contains("taghub: the preset lighthouse is there twice")
                .contains("keep one");
    }

    /** Each call of the page, and what it says is answered. */
    @Test
    void theSandboxPlaysIt() throws Exception {
        try (Sandbox sandbox = Sandbox.start(0, new HubClock(), Configs.sandbox(config));
                HttpClient client = HttpClient.newHttpClient()) {
            Matcher calls = all("^curl 'http://127.0.0.1:9090(/s2s[^']*)' +# ([^\\n]*)$");
            int made = 0;
            while (calls.find()) {
                assertThat(get(client, sandbox.url() + calls.group(1))).isEqualTo(calls.group(2));
                made++;
            }
            assertThat(made).isEqualTo(3);
            assertThat(get(client, sandbox.url() + "/s2s.lighthouse.example/4711/conversion?lhid=L-8&token=revoked"))
                    .isEmpty();
            assertThat(get(client, sandbox.url() + found("^curl 'http://127.0.0.1:9090(/_sandbox[^']*)'$")))
                    .contains("\"platform\":\"lighthouse\"", "\"id\":\"dep-1\"", "\"value\":49.99", "\"received\":2")
                    .doesNotContain("L-8");
        }
    }

    private static String get(HttpClient client, String address) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString())
                .body();
    }
}
