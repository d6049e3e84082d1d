package io.taghub.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.RealPlatforms;
import io.taghub.postback.PostbackTagType;
import io.taghub.tag.ClickIdRule;
import io.taghub.tag.TagType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose word counts on how long a click does: an operator's, a preset's of theirs, a folder's or nobody's. */
class ClickLifetimesTest {
    private static final Map<String, String> OWN = Map.of(
            "north", preset("{north_id: {lifetime: 45d, pattern: '[0-9]+', exclusive: true}}"),
            "south", preset("{north_id: {lifetime: 120d, pattern: '[a-z]+'}}"),
            "short", preset("{awc: {lifetime: 7d}, clickid: {lifetime: 14d}, cid: {lifetime: 21d}}"),
            "long", preset("{clickid: {lifetime: 200d, pattern: '[0-9]+'}, cid: {lifetime: 300d}}"),
            "thief", preset("{tblci: {lifetime: 365d}, fbclid: {lifetime: 365d}}"),
            "taboola", preset("{tblci: {lifetime: 60d}}"));

    private static String preset(String capture) {
        return "about: One of the operator's own.\nurl: https://net.example/pb?c={{ click.id }}\ncapture: " + capture;
    }

    private static HubConfig read(String yaml) {
        List<TagType<?>> types = new ArrayList<>(RealPlatforms.TYPES);
        PostbackTagType postback = new PostbackTagType(OWN, RealPlatforms.TYPES);
        types.replaceAll(type -> type instanceof PostbackTagType ? postback : type);
        return switch (ConfigReader.parse(
                "site: { domain: shop.example }\n" + yaml, "taghub.yaml", Path.of("."), name -> null, types)) {
            case Loaded.Valid valid -> {
                assertThat(valid.refused()).isEmpty();
                yield valid.config();
            }
            case Loaded.Invalid invalid -> throw new AssertionError(invalid.problems());
        };
    }

    private static ClickIdRule rule(String name, String yaml) {
        return read(yaml).clickIds().stream()
                .filter(rule -> rule.name().equals(name))
                .reduce((one, other) -> {
                    throw new AssertionError(one + " and " + other);
                })
                .orElseThrow();
    }

    private static String tags(String... presets) {
        StringBuilder yaml = new StringBuilder("tags:\n");
        for (String preset : presets) {
            yaml.append("  tag-")
                    .append(preset)
                    .append(": { type: postback, when: [ftd], preset: ")
                    .append(preset);
            yaml.append(preset.equals("bemob") ? ", domain: t.example, shared: true }\n" : " }\n");
        }
        return yaml.toString();
    }

    /** What a tag does not state is what every hub knows, and 90 days of a name nobody knows. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            north_id | north         | 45
            north_id | north south   | 120
            awc      | north         | 365
            awc      | short         | 7
            clickid  | north         | 90
            clickid  | short         | 14
            clickid  | short bemob   | 90
            clickid  | long bemob    | 200
            clickid  | short long    | 200
            cid      | bemob         | 90
            cid      | short         | 21
            cid      | short bemob   | 90
            cid      | bemob long    | 300
            tblci    | thief         | 30
            fbclid   | thief         | 90
            tblci    | taboola       | 60
            """)
    void theLongestOfTheTagsThatSendIt(String name, String presets, int days) {
        assertThat(rule(name, tags(presets.split(" "))).lifetime()).isEqualTo(Duration.ofDays(days));
    }

    @Test
    void whatTheOperatorWritesWins() {
        String written =
                "click_ids: { Awc: { lifetime: 365d }, north_id: { lifetime: 1d }, tblci: { lifetime: 2d } }\n";

        assertThat(rule("awc", written + tags("short")).lifetime()).isEqualTo(Duration.ofDays(365));
        assertThat(rule("tblci", written + tags("taboola")).lifetime()).isEqualTo(Duration.ofDays(2));
        assertThat(rule("north_id", written + tags("north")))
                .isEqualTo(new ClickIdRule("north_id", "affiliate", "", Duration.ofDays(1), false));
    }

    @Test
    void aPatternIsAskedWhereAllThatSendTheIdSayTheSame() {
        assertThat(rule("north_id", tags("north")))
                .isEqualTo(new ClickIdRule("north_id", "north", "[0-9]+", Duration.ofDays(45), true));
        assertThat(rule("north_id", tags("north", "south")).pattern()).isEmpty();
        assertThat(rule("clickid", tags("long")).pattern()).isEqualTo("[0-9]+");
        assertThat(rule("clickid", tags("long", "bemob")).pattern()).isEmpty();
    }

    /** Tags with a landing parameter of their own do not send the preset's. */
    @Test
    void aTagThatDoesNotSendTheIdSaysNothingOfIt() {
        assertThat(rule("awc", "tags: { a: { type: postback, preset: short, click_id: mine, when: [ftd] } }")
                        .lifetime())
                .isEqualTo(Duration.ofDays(365));
    }

    /** The word of its preset: no other receiver's click id is called so. */
    @Test
    void anExclusiveIdNeedsNoClaim() {
        HubConfig config = read(tags("north", "short"));

        assertThat(config.tags().get("tag-north").claim().names()).isEmpty();
        assertThat(config.tags().get("tag-short").claim().names()).containsExactlyInAnyOrder("awc", "clickid", "cid");
    }

    @Test
    void withoutTagsItIsWhatEveryHubKnows() {
        assertThat(read("").clickIds()).isEqualTo(RealPlatforms.CLICKS.clickIds());
    }
}
