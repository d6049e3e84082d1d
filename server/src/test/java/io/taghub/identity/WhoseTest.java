package io.taghub.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.RealPlatforms;
import io.taghub.config.Claims;
import io.taghub.config.ConfigReader;
import io.taghub.config.HubConfig;
import io.taghub.config.Loaded;
import io.taghub.event.Channel;
import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Consent;
import io.taghub.event.Event;
import io.taghub.event.Person;
import io.taghub.store.IdentityStore.Known;
import io.taghub.tag.Reason;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** To which of several receivers a click goes, with the real postback type: {@code trk.NAME.example} and {@code clickid}. */
class WhoseTest {
    private static final Instant CLICK = Instant.parse("2026-11-01T10:00:00Z");
    private static final Instant DEPOSIT = CLICK.plusSeconds(3_600);
    private static final String NORTH = "capture: { when: { utm_source: north } }";
    private static final String SOUTH = "capture: { when: { utm_source: [south, sud] } }";

    private static HubConfig config(String... tags) {
        StringBuilder yaml = new StringBuilder("site: { domain: shop.example }\nmode: live\ntags:\n");
        for (String tag : tags) {
            String[] nameAndRest = tag.split(":", 2);
            yaml.append("  %s: { type: postback, url: \"https://trk.%s.example/pb?c={{ click.id | required }}\","
                    .formatted(nameAndRest[0], nameAndRest[0]));
            yaml.append(" click_id: clickid, when: [ftd], ")
                    .append(nameAndRest[1])
                    .append(" }\n");
        }
        return read(yaml.toString());
    }

    private static HubConfig read(String yaml) {
        return switch (ConfigReader.parse(yaml, "taghub.yaml", Path.of("."), name -> null, RealPlatforms.TYPES)) {
            case Loaded.Valid valid -> valid.config();
            case Loaded.Invalid invalid -> throw new AssertionError(invalid.problems());
        };
    }

    /** What each tag makes of it: the click id it would send, or the reason why it has none. */
    private static Map<String, String> whose(HubConfig config, Event event, ClickId... touches) {
        Attribution attribution = new Attribution(config.clickIds(), Claims.of(config));
        Known known = known(touches);
        Map<String, String> told = new TreeMap<>();
        config.tags().forEach((name, tag) -> {
            Attribution.Resolved resolved = attribution.resolve(event, known, tag);
            String value = resolved.ids().value("clickid");
            Attribution.Refused refused = resolved.refused();
            told.put(
                    name,
                    value != null
                            ? value
                            : refused == null ? "none" : refused.reason().name());
        });
        return told;
    }

    private static Known known(ClickId... touches) {
        return new Known(
                "v",
                List.of(touches),
                null,
                List.of(),
                false,
                false,
                Person.of("u"),
                Consent.UNSET,
                Consent.UNSET,
                false,
                null,
                false);
    }

    private static Event deposit(ClickId... named) {
        return Event.named("ftd", "d1", DEPOSIT)
                .channels(Set.of(Channel.SERVER))
                .user(Person.of("u"))
                .clickIds(ClickIds.of(named))
                .build();
    }

    private static ClickId landed(String value, String... params) {
        Map<String, String> all = new TreeMap<>(Map.of("clickid", value));
        for (int i = 0; i < params.length; i += 2) {
            all.put(params[i], params[i + 1]);
        }
        return new ClickId("clickid", value, CLICK, all);
    }

    private static ClickId named(String value, @Nullable String owner) {
        return new ClickId("clickid", value, DEPOSIT, Map.of(), owner);
    }

    @ParameterizedTest
    @CsvSource({
        "utm_source, north, A, NO_CLICK_ID",
        "UTM_Source, north, A, NO_CLICK_ID",
        "utm_source, south, NO_CLICK_ID, A",
        "utm_source, sud, NO_CLICK_ID, A",
        "utm_source, North, NO_CLICK_ID, NO_CLICK_ID",
        "utm_medium, north, NO_CLICK_ID, NO_CLICK_ID",
    })
    void theLandingSaysWhoseAClickIs(String parameter, String value, String north, String south) {
        HubConfig config = config("north:" + NORTH, "south:" + SOUTH);

        assertThat(whose(config, deposit(), landed("A", parameter, value)))
                .containsExactly(Map.entry("north", north), Map.entry("south", south));
    }

    @Test
    void eachNetworkGetsItsOwnOfSeveralClicks() {
        HubConfig config = config("north:" + NORTH, "south:" + SOUTH);

        assertThat(whose(config, deposit(), landed("A", "utm_source", "north"), landed("B", "utm_source", "south")))
                .containsExactly(Map.entry("north", "A"), Map.entry("south", "B"));
    }

    @Test
    void severalParametersMustAllFit() {
        HubConfig config = config("north:capture: { when: { utm_source: north, sub1: 7 } }");

        assertThat(whose(config, deposit(), landed("A", "utm_source", "north"))).containsValue("NO_CLICK_ID");
        assertThat(whose(config, deposit(), landed("A", "utm_source", "north", "sub1", "7")))
                .containsValue("A");
    }

    @Test
    void aTagWithoutAConditionTakesWhatIsNobodyElses() {
        HubConfig config = config("north:" + NORTH, "rest:bots: false");

        assertThat(whose(config, deposit(), landed("A", "utm_source", "north")))
                .containsExactly(Map.entry("north", "A"), Map.entry("rest", "NO_CLICK_ID"));
        assertThat(whose(config, deposit(), landed("A")))
                .containsExactly(Map.entry("north", "NO_CLICK_ID"), Map.entry("rest", "A"));
    }

    @Test
    void aClickThatFitsTwoConditionsGoesToNeither() {
        HubConfig config = config("north:" + NORTH, "aff:capture: { when: { utm_medium: aff } }");

        assertThat(whose(config, deposit(), landed("A", "utm_source", "north", "utm_medium", "aff")))
                .containsExactly(Map.entry("aff", "CLICK_AMBIGUOUS"), Map.entry("north", "CLICK_AMBIGUOUS"));
        assertThat(whose(config, deposit(), landed("A", "utm_source", "north", "utm_medium", "cpc")))
                .containsExactly(Map.entry("aff", "NO_CLICK_ID"), Map.entry("north", "A"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"shared: true", "capture: { shared: true }"})
    void whatIsSharedGoesThereAsWell(String shared) {
        HubConfig config = config("north:" + NORTH, "south:" + SOUTH, "tracker:" + shared);

        assertThat(whose(config, deposit(), landed("A", "utm_source", "north")))
                .containsExactly(Map.entry("north", "A"), Map.entry("south", "NO_CLICK_ID"), Map.entry("tracker", "A"));
        assertThat(whose(config, deposit(named("A", null))))
                .containsExactly(
                        Map.entry("north", "CLICK_AMBIGUOUS"),
                        Map.entry("south", "CLICK_AMBIGUOUS"),
                        Map.entry("tracker", "A"));
    }

    @Test
    void aBackEndSaysWhoseItIs() {
        HubConfig config = config("north:" + NORTH, "south:" + SOUTH, "rest:bots: false");

        assertThat(whose(config, deposit(named("A", "south"))))
                .containsExactly(
                        Map.entry("north", "NO_CLICK_ID"), Map.entry("rest", "NO_CLICK_ID"), Map.entry("south", "A"));
        assertThat(whose(config, deposit(named("A", null))))
                .containsValues("CLICK_AMBIGUOUS", "CLICK_AMBIGUOUS", "CLICK_AMBIGUOUS");
    }

    /** A deposit by the user alone, weeks after the back end said whose click it was. */
    @Test
    void whatItSaidIsRemembered() {
        HubConfig config = config("north:" + NORTH, "south:" + SOUTH);
        ClickId remembered = new ClickId("clickid", "A", CLICK, Map.of(), "south");

        assertThat(whose(config, deposit(), remembered))
                .containsExactly(Map.entry("north", "NO_CLICK_ID"), Map.entry("south", "A"));
    }

    @Test
    void aBareClickIdIsKnownByTheLandingTheHubSaw() {
        HubConfig config = config("north:" + NORTH, "south:" + SOUTH);

        assertThat(whose(config, deposit(named("A", null)), landed("A", "utm_source", "south")))
                .containsExactly(Map.entry("north", "NO_CLICK_ID"), Map.entry("south", "A"));
    }

    @Test
    void aNetworkIsAnAnswerTooWhereNoTagIsCalledSo() {
        HubConfig config = read("""
                site: { domain: shop.example }
                tags:
                  one: { type: postback, preset: voluum, domain: trk.one.example, when: [ftd], capture: { when: { s: a } } }
                  two: { type: postback, preset: bemob, domain: trk.two.example, when: [ftd], capture: { when: { s: b } } }
                """);

        assertThat(whose(config, deposit(named("A", "bemob"))))
                .containsExactly(Map.entry("one", "NO_CLICK_ID"), Map.entry("two", "A"));
    }

    @Test
    void theNameOfATagThatIsSwitchedOffIsNobodyElses() {
        HubConfig config = read("""
                site: { domain: shop.example }
                tags:
                  voluum: { type: postback, preset: voluum, domain: trk.one.example, when: [ftd], enabled: false }
                  two: { type: postback, preset: voluum, domain: trk.two.example, when: [ftd] }
                """);

        assertThat(whose(config, deposit(named("A", "voluum")))).containsExactly(Map.entry("two", "NO_CLICK_ID"));
        assertThat(config.unknownOwner("voluum")).isNull();
        assertThat(config.unknownOwner("volum"))
                .isEqualTo("there is no tag and no network 'volum' in the config;" + " did you mean 'voluum'?");
    }

    /** Where nothing tells them apart both are told, as they were before there were conditions. */
    @Test
    void tagsThatNothingTellsApartAreToldAsBefore() {
        HubConfig config = config("north:bots: false", "south:bots: false");

        assertThat(whose(config, deposit(), landed("A", "utm_source", "north"))).containsValues("A", "A");
        assertThat(whose(config, deposit(named("A", null)))).containsValues("A", "A");
        assertThat(whose(config, deposit(named("A", "north"))))
                .containsExactly(Map.entry("north", "A"), Map.entry("south", "NO_CLICK_ID"));
    }

    /** The only one that could take it takes what a back end names, although its landing is not known. */
    @Test
    void aConditionDoesNotConcernWhatTheBackEndNamesForTheOnlyTag() {
        HubConfig config = config("north:" + NORTH);

        assertThat(whose(config, deposit(named("A", null)))).containsValue("A");
        assertThat(whose(config, deposit(), landed("A"))).containsValue("NO_CLICK_ID");
    }

    @Test
    void whyIsSaid() {
        HubConfig config = config("north:" + NORTH, "rest:bots: false");
        Attribution attribution = new Attribution(config.clickIds(), Claims.of(config));
        Known none = known();
        Known landed = known(landed("A", "utm_source", "north"));
        var north = java.util.Objects.requireNonNull(config.tags().get("north"));
        var rest = java.util.Objects.requireNonNull(config.tags().get("rest"));

        assertThat(attribution.resolve(deposit(), landed, rest).refused())
                .isEqualTo(new Attribution.Refused(
                        Reason.NO_CLICK_ID,
                        "the clickid of 2026-11-01T10:00:00Z came by a link with utm_source=north, which is 'north's"));
        assertThat(attribution.resolve(deposit(named("A", null)), none, north).refused())
                .isEqualTo(new Attribution.Refused(
                        Reason.CLICK_AMBIGUOUS, "the clickid of 2026-11-01T11:00:00Z fits 'rest' as well"));
        assertThat(attribution.resolve(deposit(named("A", "rest")), none, north).refused())
                .isEqualTo(new Attribution.Refused(
                        Reason.NO_CLICK_ID, "the clickid of 2026-11-01T11:00:00Z is named as 'rest's"));
    }
}
