package io.taghub;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.cli.TagHub;
import io.taghub.cli.Terminal;
import io.taghub.config.ConfigReader;
import io.taghub.config.HubConfig;
import io.taghub.config.Loaded;
import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Event;
import io.taghub.event.EventJson;
import io.taghub.hub.Configs;
import io.taghub.postback.PostbackTagType;
import io.taghub.sandbox.Sandbox;
import io.taghub.sandbox.Settings;
import io.taghub.tag.Auth;
import io.taghub.tag.Outcome;
import io.taghub.tag.Plan;
import io.taghub.tag.Reading;
import io.taghub.tag.Response;
import io.taghub.tag.Tag;
import io.taghub.tag.TagType;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.json.JsonMapper;

/** What the README shows is true: its configs load, its examples run, its commands and links are there. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..");
    private static final String PLATFORM_PAGE = "docs/platform-of-your-own.md";
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final JsonMapper JSON = JsonMapper.shared();

    private final String readme = read("README.md");

    private static String read(String file) {
        try {
            return Files.readString(ROOT.resolve(file));
        } catch (IOException missing) {
            throw new AssertionError(missing);
        }
    }

    private List<String> all(String regex) {
        return all(regex, readme);
    }

    private static List<String> all(String regex, String page) {
        Matcher matcher =
                Pattern.compile(regex, Pattern.DOTALL | Pattern.MULTILINE).matcher(page);
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

    private static String blockOf(String page, String language, String firstWord) {
        return all("^```" + language + "\\n(" + Pattern.quote(firstWord) + ".*?)^```$", read(page))
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
        String pages = readme + read("docs/privacy.md") + read("docs/whose-click.md");
        List<String> settings = all("`((?:network|consent|identify|click_ids): \\{.*?})`", pages);

        assertThat(settings).hasSizeGreaterThan(5);
        settings.forEach(setting -> valid(config() + setting, Map.of()));
    }

    /** Its golden cases run where all others do, in the tags' PlatformOfYourOwnTest. */
    @Test
    void thePlatformOfYourOwnIsThreeFilesAndALineThatHubAndSandboxFindInAJar(@TempDir Path folder) throws Exception {
        Map<String, String> files = filesOf(PLATFORM_PAGE);
        assertThat(files).hasSize(3);
        assertThat(files.values().stream()
                        .mapToLong(file -> file.lines().count())
                        .sum())
                .isLessThanOrEqualTo(150);
        Matcher line = Pattern.compile("^`([\\w.]+)` in `tags/src/main/resources/([\\w./-]+)`", Pattern.MULTILINE)
                .matcher(read(PLATFORM_PAGE));
        assertThat(line.find()).isTrue();
        jar(folder, files, line.group(2), line.group(1));

        Loaded loaded = ConfigReader.parse(
                "site: { domain: shop.example }\ntags:\n" + blockOf(PLATFORM_PAGE, "yaml", "  beacon-main"),
                "taghub.yaml",
                ROOT,
                name -> "hush",
                Configs.types(folder, folder.resolve("no-presets")));
        HubConfig config = ((Loaded.Valid) loaded).config();
        assertThat(config.clickIds()).anySatisfy(rule -> assertThat(rule.name()).isEqualTo("bcnid"));
        assertThat(config.browserIds())
                .anySatisfy(rule -> assertThat(rule.cookie()).isEqualTo("_bcn"));
        Tag tag = config.tags().get("beacon-main").tag();
        Event event = Event.named("ftd", "o-1", NOON)
                .clickIds(ClickIds.of(new ClickId("bcnid", "b-77", NOON)))
                .money("250", "EUR")
                .build();
        try (Sandbox sandbox = Sandbox.start(0, () -> NOON, Settings.DEFAULT, Configs.platforms(folder))) {
            assertThat(sent(sandbox, tag, event)).isEqualTo(Outcome.DELIVERED);
            assertThat(sent(sandbox, tag, event)).isEqualTo(Outcome.DELIVERED);
            assertThat(JSON.readTree(get(sandbox.url() + "/_sandbox/conversions?host=api.beacon.example")))
                    .singleElement()
                    .satisfies(counted ->
                            assertThat(counted.path("event").asString()).isEqualTo("FIRST_DEPOSIT"))
                    .satisfies(counted ->
                            assertThat(counted.path("received").asInt()).isEqualTo(2));
        }
    }

    private static Outcome sent(Sandbox sandbox, Tag tag, Event event) throws Exception {
        var request = tag.request(List.of(((Plan.Send) tag.plan(event)).item()));
        Auth.Header auth = (Auth.Header) tag.auth();
        HttpResponse<String> answer = CLIENT.send(
                HttpRequest.newBuilder(URI.create(sandbox.url() + "/"
                                + request.url().getHost() + request.url().getPath()))
                        .header(auth.name(), auth.prefix() + auth.secret().reveal())
                        .POST(HttpRequest.BodyPublishers.ofString(request.bodyText()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return ((Reading.Each) tag.read(Response.of(answer.statusCode(), answer.body()), 1))
                .outcomes()
                .getFirst();
    }

    private static String get(String address) throws Exception {
        return CLIENT.send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** The files that a page shows, each under its path. */
    private static Map<String, String> filesOf(String page) {
        Map<String, String> files = new LinkedHashMap<>();
        Matcher file = Pattern.compile(
                        "^`tags/src/main/java/([\\w./]+)`.*?^```\\w+\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(read(page));
        while (file.find()) {
            files.put(file.group(1), file.group(2));
        }
        return files;
    }

    /** As an operator would make it. */
    private static void jar(Path folder, Map<String, String> files, String list, String line) throws IOException {
        Path work = Files.createDirectory(folder.resolve("work"));
        List<String> options = new ArrayList<>(
                List.of("-proc:none", "-d", work.toString(), "-cp", System.getProperty("java.class.path")));
        for (Map.Entry<String, String> file : files.entrySet()) {
            if (file.getKey().endsWith(".java")) {
                Path source = work.resolve(file.getKey().replaceFirst(".*/", ""));
                options.add(Files.writeString(source, file.getValue()).toString());
            }
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, System.err, options.toArray(String[]::new)))
                .isZero();
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(folder.resolve("beacon.jar")));
                Stream<Path> compiled = Files.walk(work)) {
            jar.putNextEntry(new JarEntry(list));
            jar.write(line.getBytes(StandardCharsets.UTF_8));
            for (Path file :
                    compiled.filter(path -> path.toString().endsWith(".class")).toList()) {
                jar.putNextEntry(new JarEntry(work.relativize(file).toString()));
                jar.write(Files.readAllBytes(file));
            }
        }
    }

    @Test
    void theEventSentWithCurlIsOne() {
        String event = all("/v1/events -H .*? -d '(.*?)'$").getFirst();

        assertThat(EventJson.parse(JSON.readTree(event), Instant.EPOCH, name -> null))
                .isInstanceOfSatisfying(
                        EventJson.Parsed.Ok.class,
                        ok -> assertThat(ok.event().notes()).isEmpty());
    }

    @Test
    void everyCommandIsListed() {
        List<String> commands = TagHub.line().getSubcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(command -> !command.usageMessage().hidden())
                .map(CommandSpec::name)
                .filter(name -> !name.equals("help"))
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
        String plain;
        try (Terminal terminal = Terminal.open()) {
            assertThat(TagHub.run("snippet", "--config", config.toString())).isZero();
            plain = terminal.out().replaceAll("(?m)^ +", "");
        }

        Stream.of(block("html", "<script"), block("nginx", "location"), block("caddy", "reverse_proxy"))
                .map(block -> block.replaceAll("(?m)^ +", ""))
                .forEach(block -> assertThat(plain).contains(block));
        assertThat(plain).contains(all("`(\\?x7k2qd_optout=1)`").getFirst());
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            List<Path> pages = new ArrayList<>(
                    docs.filter(file -> file.toString().endsWith(".md")).toList());
            List.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "UPGRADING.md", "CHANGELOG.md")
                    .forEach(page -> pages.add(ROOT.resolve(page)));
            for (Path page : pages) {
                assertThat(all("\\]\\((?!http)([^)#\\s]+)(?:#[^)]*)?\\)", Files.readString(page)))
                        .as("links of %s", page)
                        .allSatisfy(
                                link -> assertThat(page.resolveSibling(link)).exists());
            }
        }
    }
}
