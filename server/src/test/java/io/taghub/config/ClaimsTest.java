package io.taghub.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.RealPlatforms;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two receivers of one click: what {@code check} refuses, with the real postback type. */
class ClaimsTest {
    private static final String HEAD = "site: { domain: shop.example }\nmode: live\ntags:\n";

    private static Loaded.Valid read(String yaml) {
        return switch (ConfigReader.parse(
                yaml, "taghub.yaml", Path.of("."), name -> "a-secret-of-" + name, RealPlatforms.TYPES)) {
            case Loaded.Valid valid -> valid;
            case Loaded.Invalid invalid -> throw new AssertionError(invalid.problems());
        };
    }

    private static Loaded.Valid two(String first, String second) {
        return read(HEAD + "  one: { type: postback, " + first + " }\n  two: { type: postback, " + second + " }\n");
    }

    @Test
    void everyTagNamesThoseBeforeItWithWhichItSharesAClick() {
        Loaded.Valid loaded = read(HEAD + """
                  affise: { type: postback, preset: affise, domain: go.affise.example, when: [ftd] }
                  redtrack: { type: postback, preset: redtrack, domain: go.redtrack.example, when: [ftd, lead] }
                  keitaro: { type: postback, preset: keitaro, domain: go.keitaro.example, key: "${env:K}", when: [ftd] }
                  bemob: { type: postback, preset: bemob, domain: go.bemob.example, when: [ftd] }
                  stars: { type: postback, preset: trafficstars, key: "${env:K}", when: [ftd] }
                """);

        assertThat(loaded.refused()).extracting(ConfigProblem::line).containsExactly(5, 6, 7, 8);
        assertThat(loaded.refused()).extracting(ConfigProblem::column).containsOnly(3);
        assertThat(loaded.refused().getFirst().message())
                .isEqualTo("'redtrack' (go.redtrack.example) and 'affise' (go.affise.example) take the same click ids"
                        + " (click_id, clickid) for ftd, so each is told of the others' clicks. Say which landings are"
                        + " whose, capture: {when: {utm_source: north}}; or give a tag a landing parameter of its own,"
                        + " click_id: north_cid; or write shared: true where both shall be told");
        assertThat(loaded.refused().getLast().message())
                .contains("'affise' (", "'redtrack' (", "'keitaro' (", "'bemob' (", "'stars' (tsyndicate.com)");
        assertThat(loaded.warnings()).isEmpty();
        assertThat(loaded.config().tags()).hasSize(5);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            preset: bemob, domain: a.example, when: [ftd]                                | preset: bemob, domain: b.example, when: [lead]
            preset: bemob, domain: a.example, when: [ftd]                                | preset: bemob, domain: A.Example, when: [ftd]
            preset: bemob, domain: a.example, when: [ftd]                                | url: 'https://a.example:443/x?c={{ click.id }}', when: [ftd]
            preset: bemob, domain: a.example, when: [ftd]                                | preset: everflow, domain: b.example, nid: 1, when: [ftd]
            preset: bemob, domain: a.example, when: [ftd], click_id: North_CID           | preset: bemob, domain: b.example, when: [ftd]
            preset: bemob, domain: a.example, when: [ftd], capture: {name: north_cid}    | preset: bemob, domain: b.example, when: [ftd]
            preset: bemob, domain: a.example, when: [ftd], shared: true                  | preset: bemob, domain: b.example, when: [ftd]
            preset: bemob, domain: a.example, when: [ftd], capture: {shared: true}       | preset: bemob, domain: b.example, when: [ftd]
            preset: bemob, domain: a.example, when: [ftd], capture: {when: {s: a}}       | preset: bemob, domain: b.example, when: [ftd], capture: {when: {S: [b, c]}}
            preset: bemob, domain: a.example, when: [ftd], capture: {when: {s: a}}       | preset: bemob, domain: b.example, when: [ftd]
            preset: bemob, domain: a.example, when: [ftd], mode: shadow                  | preset: bemob, domain: b.example, when: [ftd]
            preset: bemob, domain: a.example, when: [ftd], mode: sandbox                 | preset: bemob, domain: b.example, when: [ftd]
            preset: bemob, domain: a.example, when: [ftd], enabled: false                | preset: bemob, domain: b.example, when: [ftd]
            url: 'https://a.example/?g={{ click.gclid }}', click_id: x, when: [ftd]      | url: 'https://b.example/?g={{ click.gclid }}', click_id: y, when: [ftd]
            url: 'https://a.example/?g={{ click.id }}', click_id: gclid, when: [ftd]     | url: 'https://b.example/?g={{ click.id }}', click_id: gclid, when: [ftd]
            """)
    void theseAreToldApart(String first, String second) {
        assertThat(two(first, second).refused()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            preset: bemob, domain: a.example, when: [ftd, lead]                          | preset: voluum, domain: b.example, when: [lead]
            url: 'https://a.example/?c={{ click.id }}', when: [ftd]                      | url: 'https://b.example/?c={{ click.id }}', when: [ftd]
            url: 'https://a.example/?c={{ click.btag }}', click_id: x, when: [ftd]       | url: 'https://b.example/?c={{ click.id }}', click_id: BTAG, when: [ftd]
            url: 'https://a.example/?c={{ click.id }}', click_id: s2s, when: [ftd]       | url: 'https://b.example/?c={{ click.id }}', click_id: S2S, when: [ftd]
            preset: bemob, domain: 'a.example:8443', when: [ftd]                         | preset: bemob, domain: a.example, when: [ftd]
            preset: bemob, domain: a.example, when: [ftd], capture: {when: {s: a}}       | preset: bemob, domain: b.example, when: [ftd], capture: {when: {s: a}}
            preset: bemob, domain: a.example, when: [ftd], capture: {when: {s: [a, b]}}  | preset: bemob, domain: b.example, when: [ftd], capture: {when: {s: a, t: c}}
            """)
    void theseAreNot(String first, String second) {
        assertThat(two(first, second).refused())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("'one'", "'two'"));
    }

    @Test
    void conditionsThatCanHoldTogetherAreDoubtful() {
        Loaded.Valid loaded = two(
                "preset: bemob, domain: a.example, when: [ftd], capture: {when: {utm_source: north}}",
                "preset: bemob, domain: b.example, when: [ftd], capture: {when: {utm_medium: aff}}");

        assertThat(loaded.refused()).isEmpty();
        assertThat(loaded.warnings())
                .extracting(ConfigProblem::message)
                .containsExactly(
                        "a landing can fit this condition and that of 'one'; such a click goes to none of them");
    }

    /** A conflict a hub lives with already is not a new one, wherever it stands; with one more click id it is. */
    @Test
    void aConflictIsTheSameWhicheverTagComesFirst() {
        String cid = "url: 'https://a.example/?c={{ click.id }}', click_id: cid, when: [ftd]";
        String bemob = "preset: bemob, domain: b.example, when: [ftd]";
        String voluum = "preset: voluum, domain: a.example, when: [ftd]";
        Claims.Conflict before = Claims.of(two(cid, bemob).config()).conflicts().getFirst();
        Claims.Conflict same = Claims.of(read(HEAD + "  two: { type: postback, " + bemob
                                + " }\n  one: { type: postback, " + cid + " }\n")
                        .config())
                .conflicts()
                .getFirst();
        Claims.Conflict more =
                Claims.of(two(voluum, bemob).config()).conflicts().getFirst();

        assertThat(same.within(before)).isTrue();
        assertThat(more.within(before)).isFalse();
    }

    @Test
    void theSchemaThatEditorsCheckByKnowsAllOfIt() {
        assertThat(StartersTest.schema(StartersTest.types()).validate(StartersTest.tree(HEAD + """
                  one: { type: postback, preset: bemob, domain: a.example, when: [ftd], shared: true }
                  two:
                    { type: postback, preset: bemob, domain: b.example, when: [ftd],
                      capture: { name: b_cid, shared: false, when: { utm_source: north, sub1: [1, x] } } }
                """)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "capture: {when: {}} > 'when' names no parameter; for example utm_source: north",
                "capture: {when: {s: }} > 's' is missing: the value a landing must have had, or a list of them",
                "capture: {when: {s: []}} > an empty list fits no landing; write its values",
                "capture: {when: {s: ' '}} > 's' does not look right: the value a landing must have had, or a list of them, for example north",
                "capture: {when: {s: {t: u}}} > 's' must be text",
                "capture: {when: north} > 'when' must be keys with text",
                "capture: {wen: {s: a}} > unknown key 'wen'; did you mean 'when'?",
                "capture: [cid] > 'capture' must be a group of keys",
                "capture: {name: x}, click_id: y > 'click_id' says another name; write one of them",
                "shared: maybe > 'shared' must be true or false",
            })
    void aMistakeIsNamed(String settingAndMessage) {
        String[] parts = settingAndMessage.split(" > ", 2);
        Loaded loaded = ConfigReader.parse(
                HEAD + "  one: { type: postback, preset: bemob, domain: a.example, when: [ftd], " + parts[0] + " }\n",
                "taghub.yaml",
                Path.of("."),
                name -> null,
                RealPlatforms.TYPES);

        assertThat(((Loaded.Invalid) loaded).problems())
                .extracting(ConfigProblem::message)
                .containsExactly(parts[1]);
    }
}
