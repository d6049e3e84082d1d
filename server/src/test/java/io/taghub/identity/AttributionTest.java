package io.taghub.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.RealPlatforms;
import io.taghub.config.Claims;
import io.taghub.config.HubConfig;
import io.taghub.config.TagConfig;
import io.taghub.event.Channel;
import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Event;
import io.taghub.event.EventBuilder;
import io.taghub.event.Person;
import io.taghub.rule.TagRule;
import io.taghub.store.IdentityStore.Known;
import io.taghub.store.Journal;
import io.taghub.store.Store;
import io.taghub.store.sql.Stores;
import io.taghub.tag.Item;
import io.taghub.tag.Limits;
import io.taghub.tag.Plan;
import io.taghub.tag.Reading;
import io.taghub.tag.Reason;
import io.taghub.tag.Request;
import io.taghub.tag.Response;
import io.taghub.tag.Tag;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose click it was: click A, click B, registration, click C, and a deposit three weeks later. */
class AttributionTest {
    private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");
    private static final Instant REGISTERED = START.plus(Duration.ofDays(3));
    private static final Instant DEPOSIT = START.plus(Duration.ofDays(24));

    private final Attribution attribution =
            new Attribution(RealPlatforms.CLICKS.clickIds(), new Claims(List.of(), Set.of()));
    private Store store;
    private int ids;

    @BeforeEach
    void open(@TempDir Path folder) {
        store = Stores.open("sqlite:" + folder.resolve("t.db"), null, null, () -> DEPOSIT);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void comes(String name, Instant when, @Nullable String visitor, @Nullable String user, ClickId... clicks) {
        EventBuilder event = Event.named(name, name + ++ids, when)
                .channels(Set.of(Channel.BROWSER))
                .visitor(visitor)
                .clickIds(ClickIds.of(clicks));
        admit(user == null ? event.build() : event.user(Person.of(user)).build());
    }

    private void admit(Event event) {
        store.journal().admit(List.of(new Journal.Incoming(event, Duration.ofDays(2), null)));
    }

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

    private static ClickId click(String name, String value, Instant seen) {
        return new ClickId(name, value, seen);
    }

    private static Event deposit(ClickId... named) {
        return Event.named("ftd", "d1", DEPOSIT)
                .channels(Set.of(Channel.SERVER))
                .user(Person.of("ada"))
                .clickIds(ClickIds.of(named))
                .build();
    }

    private Attribution.Resolved resolve(Event event, TagConfig tag) {
        Known known = store.identity().known(List.of(event)).getFirst();
        return attribution.resolve(event, known, tag);
    }

    @ParameterizedTest
    @CsvSource({"FIRST, A", "LAST, C", "LOCKED, B"})
    void theDepositOnADeviceWithoutACookieFindsItsClick(TagConfig.AttributionModel model, String expected) {
        clickAThenBThenRegistrationThenC();

        assertThat(resolve(deposit(), tag(model, null, "btag")).ids().value("btag"))
                .isEqualTo(expected);
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
        assertThat(resolve(deposit(), tag(TagConfig.AttributionModel.LAST, null, "btag"))
                        .ids()
                        .value("btag"))
                .isEqualTo("C");
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
        assertThat(resolve(deposit(), tag(model, null, "btag")).ids().value("btag"))
                .isEqualTo(expected);
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

    private void backEndSays(String name, String id, Instant when, @Nullable String visitor) {
        store.journal()
                .admit(List.of(new Journal.Incoming(
                        Event.named(name, id, when)
                                .channels(Set.of(Channel.SERVER))
                                .visitor(visitor)
                                .user(Person.of("ada"))
                                .build(),
                        Duration.ofDays(2),
                        null,
                        true,
                        true,
                        null)));
    }

    private @Nullable String paid(TagConfig.AttributionModel model) {
        return resolve(deposit(), tag(model, null, "btag")).ids().value("btag");
    }

    /** Somebody who guessed the user's id comes first, and once more afterwards with a click from before. */
    @ParameterizedTest
    @CsvSource({"FIRST", "LAST", "LOCKED"})
    void whatABackEndLinksOutranksWhatABrowserClaims(TagConfig.AttributionModel model) {
        comes("page_view", START, "evil", "ada", click("btag", "EVIL", START));
        comes("page_view", START.plusSeconds(60), "v1", null, click("btag", "TRUE", START.plusSeconds(60)));
        comes("page_view", START.plusSeconds(90), "worse", null, click("btag", "WORSE", START.plusSeconds(90)));
        backEndSays("registration", "r-1", REGISTERED, "v1");
        comes("login", REGISTERED.plusSeconds(60), "worse", "ada");

        assertThat(paid(model)).isEqualTo("TRUE");
        assertThat(store.journal().counts().claims()).isEqualTo(1);
    }

    /** Only the back end's registration by user alone: whoever claimed the id before there was one guessed it. */
    @Test
    void aClaimFromBeforeTheRegistrationIsNone() {
        comes("page_view", START, "evil", "ada", click("btag", "EVIL", START));
        comes("page_view", REGISTERED.minusSeconds(60), "v1", null, click("btag", "TRUE", REGISTERED.minusSeconds(60)));
        backEndSays("registration", "r-1", REGISTERED, null);
        comes("login", REGISTERED.plusSeconds(2), "v1", "ada");

        assertThat(paid(TagConfig.AttributionModel.LOCKED)).isEqualTo("TRUE");
    }

    @ParameterizedTest
    @CsvSource({"lz3k9a1b123456789012345678901234, TRUE", "order-1001, EVIL"})
    void aPairConfirmsItsBrowserOnlyByAnIdNobodyCanGuess(String id, String expected) {
        comes("page_view", START, "evil", "ada", click("btag", "EVIL", START));
        comes("page_view", START.plusSeconds(60), "v1", null, click("btag", "TRUE", START.plusSeconds(60)));
        admit(Event.named("lead", id, REGISTERED)
                .channels(Set.of(Channel.BROWSER))
                .visitor("v1")
                .user(Person.of("ada"))
                .build());
        admit(Event.named("lead", id, REGISTERED)
                .channels(Set.of(Channel.SERVER))
                .user(Person.of("ada"))
                .build());
        backEndSays("deposit", "d-0", REGISTERED.plusSeconds(60), null);

        assertThat(paid(TagConfig.AttributionModel.LOCKED)).isEqualTo(expected);
    }

    /** The stranger's copy of the registration came first and stands for the browser's; the back end names the true one. */
    @Test
    void aGuessedCopyDoesNotMakeTheVisitor() {
        comes("page_view", START, "v1", null, click("btag", "TRUE", START));
        admit(Event.named("registration", "r-1002", REGISTERED)
                .channels(Set.of(Channel.BROWSER))
                .visitor("evil")
                .clickIds(ClickIds.of(click("btag", "EVIL", REGISTERED)))
                .build());
        backEndSays("registration", "r-1002", REGISTERED, "v1");

        assertThat(paid(TagConfig.AttributionModel.LOCKED)).isEqualTo("TRUE");
        assertThat(store.journal().find("r-1002").getFirst().event().visitor()).isEqualTo("v1");
    }

    @Test
    void aSetLockNeverMoves() {
        comes("registration", START, "v1", "ada", click("btag", "A", START));
        backEndSays("deposit", "d-0", START.plusSeconds(60), null);
        comes("page_view", REGISTERED, "v2", null, click("btag", "B", START.minusSeconds(60)));
        backEndSays("deposit", "d-2", REGISTERED, "v2");

        assertThat(paid(TagConfig.AttributionModel.LOCKED)).isEqualTo("A");
    }

    /** The browser said first who it is, and the back end only weeks later: the lock is as old as the first word. */
    @Test
    void aConfirmedClaimIsAsOldAsItWas() {
        comes("registration", START, "v1", "ada", click("btag", "A", START));
        comes("page_view", REGISTERED, "v1", "ada", click("btag", "C", REGISTERED));
        backEndSays("deposit", "d-0", REGISTERED.plusSeconds(60), "v1");

        assertThat(paid(TagConfig.AttributionModel.LOCKED)).isEqualTo("A");
        assertThat(paid(TagConfig.AttributionModel.LAST)).isEqualTo("C");
    }

    /** Where the registering browser has no click of the network, another that the back end knows lends its own. */
    @Test
    void anotherDeviceTheBackEndKnowsLendsItsClick() {
        comes("page_view", START, "phone", null, click("btag", "P", START));
        backEndSays("registration", "r-1", REGISTERED, "laptop");
        backEndSays("login", "l-1", REGISTERED.plusSeconds(60), "phone");

        assertThat(paid(TagConfig.AttributionModel.LOCKED)).isEqualTo("P");
    }

    @Test
    void manyClaimsDoNotPushOutTheTrueBrowser() {
        comes("page_view", START, "v1", null, click("btag", "TRUE", START));
        comes("page_view", START, "evil", "ada", click("btag", "EVIL", START));
        backEndSays("registration", "r-1", REGISTERED, "v1");
        for (int n = 0; n < 120; n++) {
            comes("login", REGISTERED.plusSeconds(n), "evil-" + n, "ada");
        }
        for (TagConfig.AttributionModel model : TagConfig.AttributionModel.values()) {
            assertThat(paid(model)).isEqualTo("TRUE");
        }
    }

    private static TagConfig tag(TagConfig.AttributionModel model, @Nullable Duration window, String... clickIds) {
        return new TagConfig(
                "partner",
                "postback",
                new Silent(),
                Set.of("ftd"),
                TagRule.NONE,
                Set.of(),
                HubConfig.Mode.SANDBOX,
                new TagConfig.ClickTerms(model, window),
                null,
                List.of(clickIds),
                Limits.SINGLE,
                TagConfig.OnUnknown.HOLD,
                false,
                Set.of(),
                "f",
                null);
    }

    private record Silent() implements Tag {
        @Override
        public Plan plan(Event event) {
            return Plan.skip(Reason.DISABLED, "a test tag");
        }

        @Override
        public Request request(List<Item> items) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Reading read(Response response, int size) {
            throw new UnsupportedOperationException();
        }
    }
}
