package io.taghub.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.config.TagConfig;
import io.taghub.event.Channel;
import io.taghub.event.ClickIds;
import io.taghub.event.Event;
import io.taghub.event.Person;
import io.taghub.store.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose a browser is: what a back end says of it outranks what a browser claims, and a lock stays where it is. */
class WhoIsBelievedTest extends WithClicks {

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
}
