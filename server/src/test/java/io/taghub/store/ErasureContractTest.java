package io.taghub.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.Channel;
import io.taghub.event.Consent;
import io.taghub.event.Event;
import io.taghub.event.Page;
import io.taghub.event.Person;
import io.taghub.store.IdentityStore.Known;
import io.taghub.store.Journal.Admission.Admitted;
import io.taghub.store.Journal.Pair;
import io.taghub.tag.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Of whom is erased nothing is left that says who they were, and nothing comes back. */
class ErasureContractTest extends IdentityContract {
    /** Details are kept in clear, and an earlier version or a platform may have put anything into them. */
    @Test
    void inWhichWordsAnErasedPersonsEventsWereDecidedIsForgotten() {
        LaneStore.Lease lease = lease("meta-main");
        for (int n = 1; n <= 6; n++) {
            String user = n == 2 ? "u2" : "u1";
            admit(event("purchase", "o-" + n)
                    .user(person(user, "ada@example.com"))
                    .status(user + " wrote this")
                    .build());
        }
        List<LaneStore.Decision> decided = new ArrayList<>();
        for (long seq = 1; seq <= 4; seq++) {
            decided.add(new LaneStore.Decision(seq, Verdict.REJECTED, Reason.REJECTED_BY_PLATFORM, "words of " + seq));
        }
        Parked waits =
                new Parked(5, Parking.RETRY, time.instant(), 1, null, false, Reason.PLATFORM_DOWN, "words of 5", null);
        store.lanes().commit(lease, step(lease, 6, decided, List.of(waits, retry(6, time.instant()))));
        store.lanes()
                .commit(
                        lease,
                        step(
                                lease,
                                6,
                                List.of(new LaneStore.Decision(
                                        6, Verdict.REJECTED, Reason.REJECTED_BY_PLATFORM, "words of 6")),
                                List.of()));

        store.identity().erase("u1", time.instant());

        for (long seq = 1; seq <= 6; seq++) {
            String words = switch (store.lanes().fate("meta-main", seq)) {
                case LaneStore.Fate.Decided(var decision) -> {
                    assertThat(decision.verdict()).isEqualTo(Verdict.REJECTED);
                    assertThat(decision.reason()).isEqualTo(Reason.REJECTED_BY_PLATFORM);
                    yield decision.detail();
                }
                case LaneStore.Fate.Aside(var parked) -> parked.detail();
                case LaneStore.Fate.Before(), LaneStore.Fate.Ahead() -> "nothing";
            };
            assertThat(words).as("event " + seq).isEqualTo(seq == 2 ? "words of 2" : "");
            assertThat(store.journal().find("o-" + seq).getFirst().event().status())
                    .isEqualTo(seq == 2 ? "u2 wrote this" : null);
        }
        conserved("meta-main");
    }

    @Test
    void anErasedPersonIsGoneAndStaysGone() {
        Pair pair = new Pair(Channel.SERVER, PATIENCE);
        LaneStore.Lease lease = lease("meta-main");
        land("v1", "gclid", "Cj0KCQ");
        Event bought = event("purchase", "o-1")
                .visitor("v1")
                .user(person("u1", "ada@example.com"))
                .page(new Page("https://shop.example/?email=ada@example.com", null))
                .money("49.99", "EUR")
                .build();
        admit(bought);
        admit(
                event("purchase", "o-2")
                        .channels(Set.of(Channel.SERVER))
                        .user(person("u1", "ada@example.com"))
                        .build(),
                pair);
        admit(event("purchase", "o-3").visitor("v1").build(), pair);
        admit(
                event("purchase", "o-3")
                        .channels(Set.of(Channel.SERVER))
                        .user(person("u1", "ada@example.com"))
                        .build(),
                pair);
        admit(visit("other", "v2"));
        store.lanes()
                .commit(
                        lease,
                        new LaneStore.Step(
                                lanesPosition(0),
                                List.of(),
                                List.of(),
                                List.of(new Attempt(
                                        List.of(2L),
                                        time.instant(),
                                        Duration.ZERO,
                                        "delivered",
                                        null,
                                        "ok",
                                        200,
                                        "{\"em\":\"hash\"}",
                                        "{}")),
                                false));

        assertThat(store.identity().erase("u1", time.instant())).isPositive();

        assertThat(user("u1"))
                .isEqualTo(new Known(
                        null,
                        List.of(),
                        null,
                        List.of(),
                        false,
                        false,
                        Person.UNKNOWN,
                        Consent.UNSET,
                        Consent.UNSET,
                        false,
                        null,
                        true));
        assertThat(visitor("v1").erased()).isTrue();
        assertThat(visitor("v2").erased()).isFalse();
        assertThat(store.lanes().attempts("meta-main", 2).getFirst().request()).isEmpty();
        Event blank = store.journal().find("o-1").getFirst().event();
        assertThat(blank.user()).isEqualTo(Person.UNKNOWN);
        assertThat(blank.page()).isNull();
        assertThat(blank.money()).isEqualTo(bought.money());
        for (Journal.Found found : store.journal().latest(10)) {
            boolean others = found.event().id().equals("other");
            assertThat(known(found.event()).erased()).isEqualTo(!others);
            assertThat(found.copies())
                    .allSatisfy(copy -> assertThat(copy.user().email()).isNull());
        }

        assertThat(admit(event("purchase", "o-4")
                        .user(person("u1", "ada@example.com"))
                        .build()))
                .isInstanceOf(Admitted.class);
        admit(event("purchase", "o-1")
                .channels(Set.of(Channel.SERVER))
                .user(person("u1", "ada@example.com"))
                .build());
        reopen();
        for (String id : List.of("o-1", "o-2", "o-3", "o-4")) {
            Journal.Found found = store.journal().find(id).getFirst();
            assertThat(known(found.event()).erased()).isTrue();
            assertThat(found.event().user()).isEqualTo(Person.UNKNOWN);
            assertThat(found.copies())
                    .allSatisfy(copy -> assertThat(copy.user()).isEqualTo(Person.UNKNOWN));
        }
        assertThat(user("u1").person()).isEqualTo(Person.UNKNOWN);
        assertThat(store.identity().erase("u1", time.instant())).isGreaterThanOrEqualTo(0);
    }

    private static LaneStore.Position lanesPosition(long cursor) {
        return new LaneStore.Position(0, cursor, 0, 0);
    }

    @Test
    void aBrowserSharedWithSomebodyElseIsNotErasedWithOneOfThem() {
        login("family", "u1");
        login("family", "u2");
        login("phone", "u1");
        store.identity().erase("u1", time.instant());

        assertThat(user("u1").erased()).isTrue();
        assertThat(visitor("phone").erased()).isTrue();
        assertThat(visitor("family").erased()).isFalse();
        assertThat(user("u2").erased()).isFalse();
        assertThat(user("u2").visitor()).isEqualTo("family");
    }

    @Test
    void erasingABrowserErasesTheOneUserBehindIt() {
        login("phone", "u1");
        login("laptop", "u1");
        store.identity().erase("phone", time.instant());
        assertThat(user("u1").erased()).isTrue();
        assertThat(visitor("laptop").erased()).isTrue();
    }
}
