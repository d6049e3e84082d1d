package io.taghub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.chaos.ChaosSink;
import io.taghub.config.reference.ConfigReference;
import io.taghub.config.reference.PlatformPages;
import io.taghub.hub.Configs;
import io.taghub.hub.Hub;
import io.taghub.platform.Platform;
import io.taghub.tag.Reason;
import io.taghub.tag.TagType;
import io.taghub.time.HubClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The reference page says what the code says: it is made here, and compared with the one that is committed. */
class ReferenceTest {
    private static final Path FILE = Path.of("../docs/reference.md");
    private static final Pattern HELP = Pattern.compile("(?m)^# HELP (taghub_\\S+) (.*)$");
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (taghub_\\S+) (\\S+)$");

    @Test
    void thePageSaysWhatTheCodeSays(@TempDir Path folder) throws Exception {
        String page = "# Reference\n\nMade from the code; [CONTRIBUTING](../CONTRIBUTING.md) says how.\n\n" + commands()
                + reasons() + metrics(folder) + config();
        if (Boolean.getBoolean("reference.write")) {
            Files.writeString(FILE, page);
        }
        assertThat(page.lines())
                .as("docs/reference.md; make it anew: mvn -pl server -am test -Dtest=ReferenceTest"
                        + " -Dreference.write=true -Dsurefire.failIfNoSpecifiedTests=false")
                .containsExactlyElementsOf(Files.readAllLines(FILE));
    }

    private static String commands() {
        StringBuilder text = new StringBuilder("## Commands\n\nExit codes: 0 ok, 1 problems found, 2 wrong usage.\n\n");
        new TreeMap<>(TagHub.line().getSubcommands()).forEach((name, command) -> {
            var spec = command.getCommandSpec();
            if (spec.usageMessage().hidden() || name.equals("help")) {
                return;
            }
            text.append("### `").append(name);
            for (PositionalParamSpec parameter : spec.positionalParameters()) {
                text.append(' ').append(parameter.paramLabel());
            }
            text.append("`\n\n")
                    .append(String.join(" ", spec.usageMessage().description())
                            .strip()
                            .replaceAll(" +", " "))
                    .append("\n\n");
            text.append("| flag | what it does |\n|---|---|\n");
            for (PositionalParamSpec parameter : spec.positionalParameters()) {
                row(text, parameter.paramLabel(), String.join(" ", parameter.description()));
            }
            for (OptionSpec option : spec.options()) {
                if (!option.usageHelp() && !option.versionHelp() && !option.hidden()) {
                    String value = option.arity().max() == 0 ? "" : " " + option.paramLabel();
                    row(
                            text,
                            option.longestName() + value,
                            String.join(" ", option.description())
                                    .replace("${DEFAULT-VALUE}", String.valueOf(option.defaultValueString())));
                }
            }
            text.append('\n');
        });
        return text.toString().replace("| flag | what it does |\n|---|---|\n\n", "");
    }

    private static void row(StringBuilder text, String name, String sentence) {
        text.append("| `")
                .append(name)
                .append("` | ")
                .append(sentence.replace("|", "\\|"))
                .append(" |\n");
    }

    private static String reasons() {
        StringBuilder text = new StringBuilder("## Reasons\n\nWhy an event was not sent, not taken, or has to wait.\n\n"
                + "| reason | in words |\n|---|---|\n");
        for (Reason reason : Reason.values()) {
            row(text, reason.name(), reason.text());
        }
        return text.append('\n').toString();
    }

    /** As a hub shows them that has delivered something; those of the JVM and of the listener's library left out. */
    private static String metrics(Path folder) throws IOException, InterruptedException {
        String shown;
        try (ChaosSink sink = ChaosSink.start();
                Hub hub = PartnerHub.start(
                        PartnerHub.config(
                                folder,
                                "sandbox: " + sink.url("")
                                        + "\ninbound: { crm: { source: taghub-json, verify: { secret: \"${env:KEY}\" } } }"),
                        folder.resolve("data"),
                        new HubClock());
                HttpClient http = HttpClient.newHttpClient()) {
            http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hub.port() + "/v1/events"))
                            .header("Authorization", "Bearer " + PartnerHub.KEY)
                            .POST(HttpRequest.BodyPublishers.ofString(
                                    "{\"name\":\"ftd\",\"id\":\"d-1\",\"click_ids\":{\"btag\":\"A\"}}"))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
            http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hub.port() + "/in/crm"))
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
            long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            do {
                assertThat(System.nanoTime()).as("nothing was delivered").isLessThan(end);
                shown = http.send(
                                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hub.consolePort() + "/metrics"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body();
            } while (!shown.contains("verdict=\"delivered\""));
        }
        Map<String, String> types = new TreeMap<>();
        for (Matcher type = TYPE.matcher(shown); type.find(); ) {
            types.put(type.group(1), type.group(2));
        }
        TreeSet<String> rows = new TreeSet<>();
        for (Matcher help = HELP.matcher(shown); help.find(); ) {
            rows.add("| `" + help.group(1) + "` | " + types.get(help.group(1)) + " | " + help.group(2) + " |");
        }
        assertThat(rows).hasSizeGreaterThan(10);
        return "## Metrics\n\n`GET /metrics` of the console's listener, for Prometheus.\n\n| metric | kind | what it counts |\n"
                + "|---|---|---|\n" + String.join("\n", rows) + "\n\n";
    }

    @Test
    void soDoesThePageOfEachPlatform() throws IOException {
        Map<String, String> pages = new TreeMap<>();
        List<TagType<?>> types = new ArrayList<>();
        for (Platform platform : Platform.in(Platform.class.getClassLoader())) {
            String room = platform.getClass().getPackageName().replace('.', '/');
            Path notes = Path.of("../tags/src/main/java", room, "notes.md");
            types.add(platform.type());
            pages.put(
                    platform.type().name(),
                    PlatformPages.page(platform.type(), Files.exists(notes) ? "../" + notes : ""));
        }
        types.sort(Comparator.comparing(TagType::name));
        pages.put(
                "README",
                "# Platforms\n\nMade from the code. \"Not known\": without an answer an event is not sent a second time, because it"
                        + " might count twice.\n\n" + PlatformPages.table(types)
                        + "\nNetworks are presets of [`postback`](postback.md); [a platform of your"
                        + " own](../platform-of-your-own.md) is a folder.\n");
        Path folder = Path.of("../docs/platforms");
        if (Boolean.getBoolean("reference.write")) {
            Files.createDirectories(folder);
            for (Map.Entry<String, String> page : pages.entrySet()) {
                Files.writeString(folder.resolve(page.getKey() + ".md"), page.getValue());
            }
        }
        for (Map.Entry<String, String> page : pages.entrySet()) {
            assertThat(folder.resolve(page.getKey() + ".md"))
                    .as("made anew as docs/reference.md is")
                    .content()
                    .isEqualTo(page.getValue());
        }
        try (Stream<Path> there = Files.list(folder)) {
            assertThat(there).hasSize(pages.size());
        }
    }

    private static String config() {
        return ConfigReference.markdown(Configs.types()).replaceAll("(?m)^#", "##");
    }
}
