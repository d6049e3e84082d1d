package io.taghub.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.taghub.RealPlatforms;
import io.taghub.cases.OwnCases;
import io.taghub.config.reference.ConfigSchema;
import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Client;
import io.taghub.event.Event;
import io.taghub.event.Person;
import io.taghub.tag.Plan;
import io.taghub.tag.Request;
import io.taghub.tag.TagType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.json.JsonMapper;

/** The whole configs we hand out, with the real tag types. */
class StartersTest {
    private static final Path STARTERS = Path.of("../templates/starters");
    private static final Function<String, @Nullable String> FAKE = name -> "fake-value-of-" + name;

    static List<TagType<?>> types() {
        return RealPlatforms.TYPES;
    }

    static Stream<Path> starters() throws IOException {
        return Files.list(STARTERS)
                .filter(file -> !file.toString().endsWith(".tests.yaml"))
                .sorted();
    }

    @Test
    void thereIsOneForEachVertical() throws IOException {
        assertThat(starters().map(file -> file.getFileName().toString()))
                .containsExactly(
                        "forex.yaml",
                        "igaming.yaml",
                        "prop-trading.yaml",
                        "shop.yaml",
                        "sportsbook.yaml",
                        "sweepstakes.yaml");
    }

    /** Where not everybody has an account, a tag stands behind a #; without it, all of them work beside each other. */
    @ParameterizedTest
    @MethodSource("starters")
    void soDoTheTagsThatAreCommentedOut(Path file) throws IOException {
        String all = Files.readString(file).replaceAll("(?m)^  # (?=( {2})*[a-z][\\w-]*: ?)", "  ");

        Loaded loaded = ConfigReader.parse(all, file.getFileName().toString(), STARTERS, FAKE, types());

        assertThat(loaded).isInstanceOf(Loaded.Valid.class);
        Loaded.Valid valid = (Loaded.Valid) loaded;
        // What nobody has published is said of it wherever it stands.
        assertThat(valid.warnings())
                .filteredOn(warning -> !warning.toString().contains("your partner's specification"))
                .isEmpty();
        assertThat(valid.refused()).isEmpty();
        assertThat(valid.config().tags()).hasSizeGreaterThan(8);
    }

    @ParameterizedTest
    @MethodSource("starters")
    void worksAsItIsOnceItsSecretsAreSet(Path file) {
        Loaded loaded = ConfigReader.read(file, FAKE, types());

        assertThat(loaded).isInstanceOf(Loaded.Valid.class);
        Loaded.Valid valid = (Loaded.Valid) loaded;
        assertThat(valid.warnings()).isEmpty();
        assertThat(valid.refused()).isEmpty();
        assertThat(valid.config().tags().values())
                .extracting(TagConfig::type)
                .startsWith("meta", "google-data-manager", "ga4", "tiktok", "postback");
        assertThat(valid.config().tags().values())
                .allSatisfy(tag -> assertThat(tag.clickIds())
                        .allMatch(id -> valid.config().clickIds().stream()
                                        .anyMatch(rule -> rule.name().equals(id))
                                || valid.config().browserIds().stream()
                                        .anyMatch(rule -> rule.name().equals(id))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"igaming", "shop"})
    void itsOwnCasesHold(String starter) {
        Path file = STARTERS.resolve(starter + ".yaml");
        Path cases = OwnCases.beside(file).orElseThrow();
        HubConfig config = ((Loaded.Valid) ConfigReader.read(file, FAKE, types())).config();

        OwnCases.Report report = OwnCases.run(cases, config, null);

        assertThat(report.errors()).isEmpty();
        assertThat(report.failures()).isEmpty();
        assertThat(report.ran()).isGreaterThan(2);
    }

    @ParameterizedTest
    @MethodSource("starters")
    void runsInTheSandboxWithNothingConfigured(Path file) throws IOException {
        String sandbox = Files.readString(file).replaceFirst("mode: live", "mode: sandbox");

        Loaded loaded = ConfigReader.parse(sandbox, "taghub.yaml", STARTERS, name -> null, types());

        assertThat(loaded).isInstanceOf(Loaded.Valid.class);
        assertThat(((Loaded.Valid) loaded).warnings())
                .isNotEmpty()
                .allMatch(warning -> warning.message().contains("is not set"));
        assertThat(((Loaded.Valid) loaded).config().tags()).hasSizeGreaterThan(4);
    }

    /** What one person did once must not be two of the same conversion, whatever names the back end gives it. */
    @ParameterizedTest
    @MethodSource("starters")
    void noPlatformIsToldOfOneSaleTwice(Path file) {
        List<List<String>> onceUnderTwoNames = List.of(
                List.of("ftd", "deposit"),
                List.of("purchase", "deposit"),
                List.of("purchase", "ftd"),
                List.of("purchase", "challenge_purchase"),
                List.of("purchase", "coin_purchase"),
                List.of("registration", "sign_up"),
                List.of("lead", "generate_lead"));
        HubConfig config = ((Loaded.Valid) ConfigReader.read(file, FAKE, types())).config();

        config.tags()
                .values()
                .forEach(tag -> onceUnderTwoNames.forEach(pair -> {
                    if (tag.when().containsAll(pair)) {
                        assertThat(sent(tag, pair.get(0)))
                                .as("%s and %s at %s", pair.get(0), pair.get(1), tag.name())
                                .isNotEqualTo(sent(tag, pair.get(1)));
                    }
                }));
    }

    /** The request of one event without its own name for itself, so that only what the platform calls it is left. */
    private static String sent(TagConfig tag, String name) {
        Event event = Event.named(name, "id-1", Instant.parse("2026-11-22T12:00:00Z"))
                .visitor("v-1")
                .orderId("D-1")
                .money("49.99", "EUR")
                .user(new Person("u-1", "ada@example.com", null, null, null, null, null, null, "GB", null, null))
                .client(new Client("203.0.113.7", "Mozilla/5.0"))
                .clickIds(ClickIds.of(tag.clickIds().stream()
                        .map(id -> new ClickId(id, "click-1", Instant.parse("2026-11-22T11:00:00Z")))
                        .toList()))
                .build();
        Plan plan = tag.tag().plan(event);
        assertThat(plan).as("%s takes %s", tag.name(), name).isInstanceOf(Plan.Send.class);
        Request request = tag.tag().request(List.of(((Plan.Send) plan).item()));
        return request.url() + request.bodyText().replaceAll("\"(item_id|item_name)\":\"" + name + "\"", "");
    }

    @ParameterizedTest
    @MethodSource("starters")
    void namesEverySecretThatIsMissing(Path file) throws IOException {
        long references = Files.readString(file)
                .lines()
                .filter(line -> line.contains("${env:") && !line.strip().startsWith("#"))
                .count();

        Loaded loaded = ConfigReader.read(file, name -> null, types());

        assertThat(((Loaded.Invalid) loaded).problems())
                .hasSize((int) references)
                .allMatch(problem -> problem.message().endsWith(" is not set"));
    }

    @ParameterizedTest
    @MethodSource("starters")
    void passesTheSchemaThatEditorsCheckBy(Path file) throws IOException {
        assertThat(schema(types()).validate(tree(Files.readString(file)))).isEmpty();
    }

    static Schema schema(List<TagType<?>> types) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(ConfigSchema.write(types));
    }

    static tools.jackson.databind.JsonNode tree(String yaml) {
        Object value =
                new Load(LoadSettings.builder().setSchema(new CoreSchema()).build()).loadFromString(yaml);
        return JsonMapper.shared().valueToTree(value);
    }
}
