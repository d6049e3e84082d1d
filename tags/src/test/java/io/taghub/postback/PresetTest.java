package io.taghub.postback;

import static io.taghub.postback.Postbacks.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Event;
import io.taghub.postback.preset.Preset;
import io.taghub.postback.preset.PresetReader;
import io.taghub.postback.preset.Presets;
import io.taghub.tag.Auth;
import io.taghub.tag.ClickIdRule;
import io.taghub.tag.Form;
import io.taghub.tag.Form.Bound;
import io.taghub.tag.Plan;
import io.taghub.tag.Request;
import io.taghub.tag.Secret;
import io.taghub.tag.Setup;
import java.io.IOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Preset files: those that come along, an operator's own, and what is said of a wrong one. */
class PresetTest {
    private static final Path FOLDERS = Path.of("../templates/postbacks");

    private static final String ACME = """
            about: Acme, a made-up network.
            capture: [acme_id]
            settings:
              domain: {type: host, description: its tracking domain, example: t.acme.example}
              token: {type: secret, description: its token}
            url: https://{{settings.domain}}/c
            query:
              id: "{{ click.id | required }}"
              goal: "{{ goal }}"
              order: "{{ txn.id }}"
              amount: "{{ value | money:2 }}"
              token: "{{ secret.token }}"
            goals: {registration: signup, ftd: deposit}
            answers: {duplicate: already, delivered: '^200 ok', rejected: '^200'}
            dedup: {by: [id, order], window: 24h}
            """;

    @Test
    void aMadeUpNetworkIsOneSmallFile() {
        var type = new PostbackTagType(Map.of("acme", ACME));
        Map<String, Object> settings =
                Map.of("preset", "acme", "domain", "t.acme.example", "token", new Secret("s3cret"));
        assertThat(ACME.lines().count()).isLessThan(25);

        var filled = (Bound.Filled<Postback>) type.form(settings).bind(settings);
        assertThat(type.clickIds(filled.value())).containsExactly("acme_id");
        var tag = type.create(filled.value(), new Setup(Map.of(), null, URI.create("https://shop.example/")));
        Event event = Event.named("ftd", "dep-1", NOON)
                .clickIds(ClickIds.of(new ClickId("acme_id", "a-1", NOON)))
                .money("49.99", "EUR")
                .build();

        Request request = tag.request(List.of(((Plan.Send) tag.plan(event)).item()));
        assertThat(request.url()).hasToString("https://t.acme.example/c?id=a-1&goal=deposit&order=dep-1&amount=49.99");
        assertThat(tag.auth()).isEqualTo(new Auth.Query("token", new Secret("s3cret")));
        assertThat(tag.limits().dedupWindow()).isEqualTo(Duration.ofHours(24));
        assertThat(type.presets()).contains("acme", "voluum");
    }

    @Test
    void aWrongFileSaysWhatIsWrong() {
        assertThat(problems(
                        "about: x\nurll: https://a.example/\nsettings: {url: {description: y}, key: {type: secrt}}"))
                .containsExactly(
                        "the preset own is wrong at 'urll': unknown key 'urll'; did you mean 'url'?",
                        "the preset own is wrong at 'settings.key.type': 'type' takes host, text, secret; did you mean 'secret'?",
                        "the preset own is wrong at 'settings.key.description': 'description' is missing: what to fill in");
        assertThat(
                        problems(
                                "about: x\nurl: https://a.example/\nsettings: {url: {description: y}}\ndedup: {by: [id], window: long}"))
                .containsExactly(
                        "the preset own is wrong at 'dedup.window': 'long' is neither 'forever' nor a duration such as 24h",
                        "the preset own is wrong at 'settings.url': every postback has a setting of this name already",
                        "the preset own is wrong at 'dedup.by': 'id' is not among the parameters");
        assertThat(problems("about: x\nurl: https://a.example/?x={{ clik.id }}"))
                .containsExactly("the preset own is wrong at 'url': unknown macro 'clik.id'; did you mean 'click.id'?");
        assertThat(
                        problems(
                                "about: x\nurl: https://a.example/?token=abc123\nquery: {secure: hush, key: '{{ secret.key }}'}"))
                .containsExactly(
                        "the preset own is wrong at 'url': 'token' is typed out; make it a setting of type secret",
                        "the preset own is wrong at 'query.secure': 'secure' is typed out; make it a setting of type secret");
        assertThat(problems("about: [x")).singleElement().asString().startsWith("the preset own is wrong: not YAML");
        assertThat(problems("- x")).hasSize(1);
    }

    @Test
    void captureSaysHowLongAClickCounts() {
        Preset preset = read("""
                about: x
                capture:
                  North_Id: {lifetime: 45d, pattern: '[0-9a-f]{8}', exclusive: true}
                  cid:
                  nid: {lifetime: PT36H}
                  sid: {}
                """);

        assertThat(preset.capture()).containsExactly("north_id", "cid", "nid", "sid");
        assertThat(preset.clickIdRules())
                .containsExactly(
                        new ClickIdRule("north_id", "own", "[0-9a-f]{8}", Duration.ofDays(45), true),
                        new ClickIdRule("nid", "own", "", Duration.ofHours(36), false));
        assertThat(read("about: x\ncapture: [North_Id, cid]"))
                .isEqualTo(read("about: x\ncapture: {North_Id: , cid: }"))
                .returns(List.of("north_id", "cid"), Preset::capture)
                .returns(List.of(), Preset::clickIdRules);
    }

    private static Preset read(String yaml) {
        return switch (PresetReader.read("own", yaml)) {
            case Bound.Filled<Preset>(Preset preset) -> preset;
            case Bound.Invalid<Preset>(var problems) -> throw new AssertionError(problems);
        };
    }

    @Test
    void aWrongLifetimeSaysWhatIsWrong() {
        assertThat(problems("""
                about: x
                capture: {a: {lifetime: soon}, b: 30d, c: {lifetme: 30d}, d: {lifetime: 365}, e: {exclusive: perhaps}}
                """))
                .containsExactly(
                        "the preset own is wrong at 'capture.a.lifetime': 'lifetime' must be a duration such as 30s, 15m,"
                                + " 6h or 90d",
                        "the preset own is wrong at 'capture.b': 'b' must be a group of keys",
                        "the preset own is wrong at 'capture.c.lifetme': unknown key 'lifetme'; did you mean 'lifetime'?",
                        "the preset own is wrong at 'capture.d.lifetime': 'lifetime' must be a duration such as 30s, 15m,"
                                + " 6h or 90d",
                        "the preset own is wrong at 'capture.e.exclusive': 'exclusive' must be true or false");
        assertThat(problems("about: x\ncapture: {a: {lifetime: 0d}, b: {lifetime: 1d, pattern: '(?=x)y'}}"))
                .containsExactly(
                        "the preset own is wrong at 'capture.a.lifetime': with a lifetime of 0 no click would ever count",
                        "the preset own is wrong at 'capture.b.pattern': look-around ('(?=') is not understood: it is too"
                                + " slow for what strangers send");
        assertThat(problems("about: x\ncapture: {a: {pattern: 'x+'}, b: {exclusive: true}, c: {exclusive: false}}"))
                .containsExactly(
                        "the preset own is wrong at 'capture.a': 'pattern' and 'exclusive' need 'lifetime' beside them,"
                                + " how long the click counts, for example lifetime: 30d",
                        "the preset own is wrong at 'capture.b': 'pattern' and 'exclusive' need 'lifetime' beside them,"
                                + " how long the click counts, for example lifetime: 30d");
    }

    /** Whoever changes a lifetime in a folder changes it for every hub. */
    @Test
    void everyHubGoesByTheLifetimesOfTheFolders() {
        assertThat(Presets.shippedClickIds())
                .contains(
                        shipped("awc", "awin", 365, false),
                        shipped("_ef_transaction_id", "everflow", 90, false),
                        shipped("ef_tid", "everflow", 90, false),
                        new ClickIdRule("cjevent", "cj", "[0-9A-Za-z]{1,64}", Duration.ofDays(395), false),
                        shipped("tduid", "tradedoubler", 365, false),
                        shipped("clickref", "partnerize", 90, false),
                        shipped("admitad_uid", "admitad", 395, false),
                        shipped("at_gd", "adtraction", 365, false),
                        shipped("affclickid", "track360", 90, false),
                        shipped("trackid", "track360", 90, false),
                        shipped("ob_click_id", "outbrain", 30, true),
                        shipped("dicbo", "outbrain", 30, true),
                        shipped("outbrainclickid", "outbrain", 30, true));
        assertThat(new PostbackTagType().othersClickIdRules())
                .containsAll(Presets.shippedClickIds())
                .extracting(ClickIdRule::name)
                .as("a name stands in one folder, or in OthersClickIds")
                .doesNotHaveDuplicates()
                .contains("cjevent", "clickid")
                .doesNotContain("transaction_id", "cid", "taboola_click_id");
    }

    private static ClickIdRule shipped(String name, String whose, int days, boolean exclusive) {
        return new ClickIdRule(name, whose, "", Duration.ofDays(days), exclusive);
    }

    /** Of its own presets the tag speaks, not the type: they are one hub's. */
    @Test
    void anOwnPresetStatesLifetimesForItsTagsOnly() {
        var type = new PostbackTagType(Map.of(
                "north", "about: x\nurl: https://n.example/?c={{ click.id }}\ncapture: {north_id: {lifetime: 45d}}"));
        Map<String, Object> settings = Map.of("preset", "north");

        var filled = (Bound.Filled<Postback>) type.form(settings).bind(settings);
        assertThat(type.clickIdRules(filled.value()))
                .containsExactly(new ClickIdRule("north_id", "north", "", Duration.ofDays(45), false));
        assertThat(type.othersClickIdRules()).isEqualTo(new PostbackTagType().othersClickIdRules());
    }

    private static List<String> problems(String yaml) {
        Map<String, Object> settings = Map.of("preset", "own");
        return switch (new PostbackTagType(Map.of("own", yaml)).form(settings).bind(settings)) {
            case Bound.Filled<Postback> _ -> List.of();
            case Bound.Invalid<Postback>(var problems) ->
                problems.stream()
                        .peek(problem -> assertThat(problem.path()).isEqualTo("preset"))
                        .map(problem -> problem.message())
                        .toList();
        };
    }

    static Stream<String> builtIn() {
        return new Presets(Map.of()).names().stream();
    }

    /** Filled with the examples its own file gives; so the examples are right as well. */
    @ParameterizedTest
    @MethodSource("builtIn")
    void everyPresetIsWholeAndHasGoldenCases(String name) {
        var preset = ((Bound.Filled<Preset>) new Presets(Map.of()).get(name)).value();
        Map<String, Object> settings = Postbacks.examples(name);

        assertThat(new PostbackTagType().form(settings).bind(settings)).isInstanceOf(Bound.Filled.class);
        assertThat(preset.about()).endsWith(".");
        assertThat(preset.capture().isEmpty()).isFalse();
        // Who claims that a preset is right shows it.
        if (!preset.tier().isEmpty()) {
            assertThat(preset.tier()).matches("[ABC], .+");
            assertThat(preset.url() == null || preset.docs().startsWith("https://"))
                    .as("a preset with a tier and a url names the vendor's page under 'docs'")
                    .isTrue();
            assertThat(FOLDERS.resolve(name + "/golden.yaml")).exists();
            assertThat(FOLDERS.resolve(name + "/twin.yaml")).exists();
        }
    }

    /** Nobody sends in clear without having said so. */
    @Test
    void aNetworkWithoutEncryptionIsAChoice() {
        String yaml = "about: x\nurl: http://a.example/?c={{ click.id | required }}";
        assertThat(problems(yaml))
                .containsExactly("own documents http:// only, so what it is told can be read on the way; write"
                        + " allow_http: true to send it all the same");
        Map<String, Object> settings = Map.of("preset", "own", "allow_http", true, "click_id", "cid");
        assertThat(new PostbackTagType(Map.of("own", yaml)).form(settings).bind(settings))
                .isInstanceOf(Bound.Filled.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../x", "/%2E%2e/x", "/./x", "/x/.."})
    void anAddressDoesNotClimb(String path) {
        assertThat(problems("about: x\ncapture: [c]\nurl: https://a.example" + path + "?c={{ click.id | required }}"))
                .singleElement()
                .asString()
                .contains("'.' and '..' cannot stand in a path");
    }

    @Test
    void aTierIsAOrBOrC() {
        String preset = "about: x\ncapture: [c]\nurl: https://a.example/x?c={{ click.id | required }}\ntier: ";
        assertThat(problems(preset + "Z, x")).singleElement().asString().contains("'tier'");
        assertThat(problems(preset + "B, partly from memory")).isEmpty();
    }

    @Test
    void whereNoLandingParameterIsNamedTheOperatorNamesOne() {
        PostbackTagType type =
                new PostbackTagType(Map.of("own", "about: x\nurl: https://a.example/?c={{ click.id | required }}"));
        Map<String, Object> settings = new HashMap<>(Map.of("preset", "own"));
        assertThat(((Bound.Invalid<?>) type.form(settings).bind(settings)).problems())
                .extracting(Form.Problem::path, Form.Problem::message)
                .containsExactly(tuple(
                        "click_id", "'click_id' is missing: own names no landing parameter that carries the click id"));
        settings.put("click_id", "own_token");
        assertThat(type.form(settings).bind(settings)).isInstanceOf(Bound.Filled.class);
    }

    @Test
    void everyKeyStandsInThePage() throws IOException {
        String page = Files.readString(Path.of("../docs/network-of-your-own.md"));
        String keys = page.substring(page.indexOf("\n## preset.yaml"), page.indexOf("\n### Macros"));

        assertThat(PresetReader.fields(Map.of()))
                .isNotEmpty()
                .allSatisfy(field -> assertThat(keys).contains("`" + field.name() + "`"));
    }

    @Test
    void presetsAreFoundInTheFoldersTheyComeFrom() throws IOException {
        try (Stream<Path> folders = Files.list(FOLDERS)) {
            Set<String> written = new TreeSet<>(folders.filter(folder -> Files.exists(folder.resolve("preset.yaml")))
                    .map(folder -> folder.getFileName().toString())
                    .toList());
            assertThat(new PostbackTagType().presets()).isEqualTo(written);
        }
    }

    @Test
    void presetsAreFoundInsideAJar(@TempDir Path folder) throws Exception {
        Path jar = folder.resolve("tags with space.jar");
        Path classes = Path.of(Presets.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, out);
            }
        }
        var libraries = Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                .filter(path -> path.endsWith(".jar"))
                .map(path -> Path.of(path).toUri())
                .toList();
        var urls = new java.net.URL[libraries.size() + 1];
        urls[0] = jar.toUri().toURL();
        for (int i = 0; i < libraries.size(); i++) {
            urls[i + 1] = libraries.get(i).toURL();
        }
        try (var loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            var type = loader.loadClass(PostbackTagType.class.getName());
            assertThat(type.getMethod("presets").invoke(type.getConstructor().newInstance()))
                    .isEqualTo(new PostbackTagType().presets());
        }
    }

    /** It reads no more than it must. */
    @Test
    void whatAHubKnowsOfClickIdsIsWhatAllPresetsSayOfThem() {
        assertThat(Presets.shippedClickIds())
                .isNotEmpty()
                .containsExactlyElementsOf(Presets.shipped().all().stream()
                        .flatMap(preset -> preset.clickIdRules().stream())
                        .toList());
    }
}
