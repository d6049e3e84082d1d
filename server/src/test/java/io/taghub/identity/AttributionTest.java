package io.taghub.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.config.TagConfig;
import io.taghub.event.Channel;
import io.taghub.event.ClickIds;
import io.taghub.event.Event;
import io.taghub.event.Person;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose click it was: click A, click B, registration, click C, and a deposit three weeks later. */
class AttributionTest extends WithClicks {

    private void clickAThenBThenRegistrationThenC() {
        comes("page_view", START, "v1", null, click("btag", "A", START));
        comes("page_view", START.plusSeconds(86_400), "v1", null, click("btag", "B", START.plusSeconds(86_400)));
        comes("registration", REGISTERED, "v1", "ada");
        comes(
                "page_view",
                REGISTERED.plusSeconds(86_400),
                "v1",
                "ada",
                click("btag", "C", REGISTERED.plusSeconds(86_400)));
    }

    @ParameterizedTest
    @CsvSource({"FIRST, A", "LAST, C", "LOCKED, B"})
    void theDepositOnADeviceWithoutACookieFindsItsClick(TagConfig.AttributionModel model, String expected) {
        clickAThenBThenRegistrationThenC();

        assertThat(paid(model)).isEqualTo(expected);
    }

    @Test
    void theNewestClickIsKnownAlsoWhereItDoesNotCount() {
        clickAThenBThenRegistrationThenC();

        ClickIds ids = resolve(deposit(), tag(TagConfig.AttributionModel.LOCKED, null, "btag"))
                .ids();
        assertThat(ids.value("btag")).isEqualTo("B");
        assertThat(ids.newest())
                .isNotNull()
                .satisfies(click -> assertThat(click.value()).isEqualTo("C"));
    }

    @ParameterizedTest
    @CsvSource({"FIRST", "LAST", "LOCKED"})
    void whatTheBackEndNamesWins(TagConfig.AttributionModel model) {
        clickAThenBThenRegistrationThenC();

        Event named = deposit(click("btag", "named", DEPOSIT));

        assertThat(resolve(named, tag(model, null, "btag")).ids().value("btag")).isEqualTo("named");
    }

    @Test
    void aClickAfterTheEventDidNotBringIt() {
        clickAThenBThenRegistrationThenC();
        Event late = deposit().toBuilder().time(REGISTERED.plusSeconds(60)).build();

        assertThat(resolve(late, tag(TagConfig.AttributionModel.LAST, null, "btag"))
                        .ids()
                        .value("btag"))
                .isEqualTo("B");
    }

    @Test
    void theLandingsOwnClickCountsAlthoughItArrivesAfterIt() {
        comes("page_view", START, "v1", null, click("btag", "A", START));
        Instant arrived = START.plusSeconds(7_200);
        Event queued = Event.named("page_view", "queued", START.plusSeconds(3_600))
                .channels(Set.of(Channel.BROWSER))
                .visitor("v1")
                .clickIds(ClickIds.of(click("btag", "B", arrived)))
                .build();
        admit(queued);

        assertThat(resolve(queued, tag(TagConfig.AttributionModel.LAST, null, "btag"))
                        .ids()
                        .value("btag"))
                .isEqualTo("B");
    }

    @Test
    void aClickCountsWithinItsWindowAndIsNamedWhenItIsTooOld() {
        clickAThenBThenRegistrationThenC();
        TagConfig month = tag(TagConfig.AttributionModel.LOCKED, Duration.ofDays(30), "btag");
        TagConfig week = tag(TagConfig.AttributionModel.LOCKED, Duration.ofDays(7), "btag");

        assertThat(resolve(deposit(), month).ids().value("btag")).isEqualTo("B");
        assertThat(resolve(deposit(), week).ids().has("btag")).isFalse();
        assertThat(resolve(deposit(), week).expired())
                .isNotNull()
                .satisfies(click -> assertThat(click.value()).isEqualTo("B"));
    }

    @Test
    void aClickAfterTheLockIsNamedWhereItIsTheOnlyOne() {
        comes("registration", START, "v1", "ada");
        comes("page_view", REGISTERED, "v1", "ada", click("btag", "C", REGISTERED));

        Attribution.Resolved locked = resolve(deposit(), tag(TagConfig.AttributionModel.LOCKED, null, "btag"));
        assertThat(locked.ids().has("btag")).isFalse();
        assertThat(locked.late()).isEqualTo(click("btag", "C", REGISTERED));
        assertThat(paid(TagConfig.AttributionModel.LAST)).isEqualTo("C");
    }

    /** A back end that caught the click itself and has no visitor: its deposits by user alone find the click. */
    @ParameterizedTest
    @CsvSource({"FIRST, A", "LAST, B", "LOCKED, B"})
    void whatTheBackEndSaidOfAUserIsRemembered(TagConfig.AttributionModel model, String expected) {
        for (String value : List.of("A", "B")) {
            Instant when = value.equals("A") ? START : REGISTERED;
            admit(Event.named("registration", value, when)
                    .channels(Set.of(Channel.SERVER))
                    .user(Person.of("ada"))
                    .clickIds(ClickIds.of(click("btag", value, when)))
                    .build());
        }
        assertThat(paid(model)).isEqualTo(expected);
    }

    /** Also of a click the back end names itself, by when it says it was or by when the hub saw it. */
    @Test
    void aNamedClickThatIsTooOldIsSentNoMore() {
        TagConfig tag = tag(TagConfig.AttributionModel.LOCKED, null, "ttclid");
        Event named = deposit(click("ttclid", "t", DEPOSIT.minus(Duration.ofDays(29))));

        assertThat(resolve(named, tag).ids().has("ttclid")).isFalse();
        assertThat(resolve(named, tag).expired()).isNotNull();
        assertThat(resolve(deposit(click("ttclid", "t", DEPOSIT)), tag).ids().value("ttclid"))
                .isEqualTo("t");

        comes(
                "page_view",
                DEPOSIT.minus(Duration.ofDays(29)),
                "v1",
                "ada",
                click("ttclid", "t", START.minus(Duration.ofDays(9))));
        assertThat(resolve(deposit(click("ttclid", "t", DEPOSIT)), tag).ids().has("ttclid"))
                .isFalse();
    }

    @Test
    void withoutAWindowTheIdsOwnLifetimeDecides() {
        comes("page_view", START, "v1", "ada", click("ttclid", "t", START), click("gclid", "g", START));
        Event later =
                deposit().toBuilder().time(START.plus(Duration.ofDays(29))).build();

        Attribution.Resolved resolved = resolve(later, tag(TagConfig.AttributionModel.LAST, null, "ttclid", "gclid"));

        assertThat(resolved.ids().value("gclid")).isEqualTo("g");
        assertThat(resolved.ids().has("ttclid")).isFalse();
        assertThat(resolved.expired())
                .isNotNull()
                .satisfies(click -> assertThat(click.name()).isEqualTo("ttclid"));
    }

    @Test
    void theClickOfAnotherDeviceOfTheSameUserCounts() {
        comes("page_view", START, "phone", null, click("fbclid", "P", START));
        comes("login", START.plusSeconds(60), "phone", "ada");
        comes("login", REGISTERED, "laptop", "ada");

        Event onLaptop = deposit().toBuilder().visitor("laptop").build();

        assertThat(resolve(onLaptop, tag(TagConfig.AttributionModel.LAST, null, "fbclid"))
                        .ids()
                        .get("fbclid"))
                .isEqualTo(click("fbclid", "P", START));
        assertThat(resolve(
                                deposit().toBuilder().user(Person.of("grace")).build(),
                                tag(TagConfig.AttributionModel.LAST, null, "fbclid"))
                        .ids())
                .isEmpty();
    }

    @Test
    void anEventWithoutAnyIdHasNoClickButItsOwn() {
        Event nobody = Event.named("page_view", "p1", START)
                .channels(Set.of(Channel.BROWSER))
                .clickIds(ClickIds.of(click("gclid", "own", START)))
                .build();

        assertThat(resolve(nobody, tag(TagConfig.AttributionModel.LOCKED, null, "gclid"))
                        .ids()
                        .value("gclid"))
                .isEqualTo("own");
    }

    @Test
    void theNewestBrowserIdIsTheBrowserInUse() {
        comes("page_view", START, "v1", "ada", click("fbp", "fb.1.1.old", START));
        comes("page_view", REGISTERED, "v1", "ada", click("fbp", "fb.1.2.new", REGISTERED));

        assertThat(resolve(deposit(), tag(TagConfig.AttributionModel.FIRST, null, "fbp"))
                        .ids()
                        .value("fbp"))
                .isEqualTo("fb.1.2.new");
    }

    /** Of an opt-out, which is said, taken back and said again. */
    @Test
    void theNewestWordOfACookieCounts() {
        List<String> words = List.of("true", "false", "TRUE", "false");
        for (int i = 0; i < words.size(); i++) {
            Instant when = START.plusSeconds(3600L * i);
            comes("page_view", when, "v1", "ada", click("crto_is_user_optout", words.get(i), when));
            comes("page_view", when.plusSeconds(60), "v1", "ada");
            assertThat(optOut()).isEqualTo(words.get(i));
        }
        Instant again = START.plusSeconds(86_400);
        comes("page_view", again, "v1", "ada", click("crto_is_user_optout", "true", again));
        assertThat(optOut()).isEqualTo("true");
    }

    private @Nullable String optOut() {
        return resolve(deposit(), tag(TagConfig.AttributionModel.FIRST, null, "crto_is_user_optout"))
                .ids()
                .value("crto_is_user_optout");
    }
}
