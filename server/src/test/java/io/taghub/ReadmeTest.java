package io.taghub;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.cli.TagHub;
import io.taghub.config.ConfigReader;
import io.taghub.config.Loaded;
import io.taghub.event.Event;
import io.taghub.event.EventJson;
import io.taghub.postback.PostbackTagType;
import io.taghub.tag.Fields;
import io.taghub.tag.Form;
import io.taghub.tag.Identifiers;
import io.taghub.tag.Plan;
import io.taghub.tag.Secret;
import io.taghub.tag.Setup;
import io.taghub.tag.Tag;
import io.taghub.tag.TagType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import tools.jackson.databind.json.JsonMapper;

/** What the README shows is true: its configs load, its examples run, its commands and links are there. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..");
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Written beside this one by others. */
    private static final List<String> ELSEWHERE = List.of("server/RELIABILITY.md", "server/testkit/README.md");

    private final String readme = read("README.md");

    private static String read(String file) {
        try {
            return Files.readString(ROOT.resolve(file));
        } catch (IOException missing) {
            throw new AssertionError(missing);
        }
    }

    private List<String> all(String regex) {
        Matcher matcher =
                Pattern.compile(regex, Pattern.DOTALL | Pattern.MULTILINE).matcher(readme);
        List<String> found = new ArrayList<>();
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    private String block(String language, String firstWord) {
        return all("^```" + language + "\\n(" + Pattern.quote(firstWord) + ".*?)^```$")
                .getFirst();
    }

    private static List<TagType<?>> types(Map<String, String> presets) {
        List<TagType<?>> types = new ArrayList<>(RealPlatforms.TYPES);
        types.replaceAll(type -> type instanceof PostbackTagType ? new PostbackTagType(presets) : type);
        return types;
    }

    private static Loaded.Valid valid(String yaml, Map<String, String> presets) {
        Loaded loaded =
                ConfigReader.parse(yaml, "taghub.yaml", ROOT, name -> "0123456789abcdef-of-" + name, types(presets));
        assertThat(loaded).isInstanceOf(Loaded.Valid.class);
        return (Loaded.Valid) loaded;
    }

    private String config() {
        return block("yaml", "# yaml-language-server");
    }

    @Test
    void theFirstConfigIsRightAndGivesNothingToWarnAbout() {
        assertThat(valid(config(), Map.of()).warnings()).isEmpty();
    }

    @Test
    void theSettingsNamedInTheTextAreThere() {
        List<String> settings = all("`((?:network|consent|identify|click_ids): \\{.*?})`");

        assertThat(settings).hasSize(6);
        settings.forEach(setting -> valid(config() + setting, Map.of()));
    }

    @Test
    void theNetworkOfYourOwnIsAPresetOfFewLines() {
        String preset = block("yaml", "about: Lighthouse");
        String tag = all("`(\\{ type: postback, preset: lighthouse.*?})`").getFirst();

        valid(config() + "  lighthouse: " + tag + "\n", Map.of("lighthouse", preset));
        assertThat(preset.lines()).hasSizeLessThan(25);
    }

    @Test
    @SuppressWarnings("unchecked")
    void thePlatformOfYourOwnDoesWhatItsGoldenCaseSays(@TempDir Path folder) throws Exception {
        String java = block("java", "package io.taghub.tag.beacon");
        String golden = block("yaml", "type: beacon");
        assertThat(java.lines().count() + golden.lines().count()).isLessThan(200);

        TagType<Record> type = (TagType<Record>) compiled(java, folder);
        Map<String, Object> spec = map(new Load(LoadSettings.builder().build()).loadFromString(golden));
        Map<String, Object> first = map(((List<?>) spec.get("cases")).getFirst());
        Tag tag = tag(type);
        Event event = ((EventJson.Parsed.Ok) EventJson.parse(
                        JSON.valueToTree(first.get("event")), Instant.parse("2026-11-22T12:00:00Z"), name -> name))
                .event();
        Plan plan = tag.plan(event);

        Map<String, Object> expected = map(map(first.get("expect")).get("request"));
        String body = JSON.writeValueAsString(expected.get("body"))
                .replace("sha256(ada@example.com)", String.valueOf(Identifiers.sha256("ada@example.com")));
        var request = tag.request(List.of(((Plan.Send) plan).item()));
        assertThat(request.url()).hasToString(String.valueOf(expected.get("url")));
        assertThat(JSON.readTree(request.bodyText())).isEqualTo(JSON.readTree(body));
    }

    private static Tag tag(TagType<Record> type) {
        Map<String, Object> settings = Map.of("account_id", "acc-1", "api_token", new Secret("hush"));
        Setup setup = new Setup(type.eventNames(), null, URI.create("https://shop.example/"));
        return type.create(((Form.Bound.Filled<Record>) type.form(settings).bind(settings)).value(), setup);
    }

    private static Object compiled(String java, Path folder) throws Exception {
        Path source = Files.writeString(folder.resolve("BeaconType.java"), java);
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        System.err,
                        "-proc:none",
                        "-d",
                        folder.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        source.toString());
        assertThat(failed).isZero();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, Fields.class.getClassLoader())) {
            Class<?> type = loader.loadClass("io.taghub.tag.beacon.BeaconType");
            loader.loadClass("io.taghub.tag.beacon.BeaconType$BeaconTag");
            loader.loadClass("io.taghub.tag.beacon.BeaconType$Settings");
            return type.getConstructor().newInstance();
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    @Test
    void theEventSentWithCurlIsOne() {
        String event = all("/v1/events -H .*? -d '(.*?)'$").getFirst();

        assertThat(EventJson.parse(JSON.readTree(event), Instant.EPOCH, name -> null))
                .isInstanceOf(EventJson.Parsed.Ok.class);
    }

    @Test
    void everyCommandIsListed() {
        List<String> commands = Arrays.stream(
                        TagHub.class.getAnnotation(Command.class).subcommands())
                .filter(command -> command != HelpCommand.class)
                .map(command -> command.getAnnotation(Command.class))
                .filter(command -> !command.hidden())
                .map(Command::name)
                .sorted()
                .toList();

        assertThat(all("^\\| `(\\w+)[^`]*` \\| ").stream()
                        .filter(commands::contains)
                        .sorted()
                        .toList())
                .isEqualTo(commands);
    }

    @Test
    void theLinesForPageAndProxyAreThoseTheSnippetCommandPrints(@TempDir Path folder) throws IOException {
        Path config =
                Files.writeString(folder.resolve("taghub.yaml"), config().replace("mode: shadow", "mode: sandbox"));
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            assertThat(TagHub.run("snippet", "--config", config.toString())).isZero();
        } finally {
            System.setOut(out);
        }
        String plain = printed.toString(StandardCharsets.UTF_8).replaceAll("(?m)^ +", "");

        Stream.of(block("html", "<script"), block("nginx", "location"), block("caddy", "reverse_proxy"))
                .map(block -> block.replaceAll("(?m)^ +", ""))
                .forEach(block -> assertThat(plain).contains(block));
        assertThat(plain).contains(all("`(\\?x7k2qd_optout=1)`").getFirst());
    }

    @Test
    void everyLinkLeadsSomewhere() {
        assertThat(all("\\]\\((?!http)([^)#]+)\\)"))
                .filteredOn(link -> !ELSEWHERE.contains(link))
                .isNotEmpty()
                .allSatisfy(link -> assertThat(ROOT.resolve(link)).exists());
    }
}
