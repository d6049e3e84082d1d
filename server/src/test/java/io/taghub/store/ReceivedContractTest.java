package io.taghub.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.Event;
import io.taghub.event.Person;
import io.taghub.store.ReceivedStore.Arrival;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What came by webhook: kept, found, changed, sealed, forgotten. */
final class ReceivedContractTest extends StoreContract {
    private int made;

    private Arrival keep(String source, String code, boolean refused, String content, Event... events) {
        Instant at = time.instant().plusNanos(++made);
        Arrival received = new Arrival(
                ReceivedStore.id(at, made), source, at, code, refused, content.getBytes(StandardCharsets.UTF_8));
        store.received().keep(received, List.of(events));
        return received;
    }

    private Event of(String user) {
        return event("deposit", "d-" + user).user(Person.of(user)).build();
    }

    private List<String> contents() {
        return store.received().latest(null, null, 100).stream()
                .map(one -> new String(one.content(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void whatWasKeptIsFoundAlsoAfterAStop() {
        Arrival first = keep("crm", "accepted", false, "one", of("u-1"));
        Arrival second = keep("crm", "unknown_event", true, "two");
        keep("shop", "accepted", false, "three");
        reopen();
        Arrival found = store.received().find(first.id());
        assertThat(found).isNotNull();
        assertThat(new String(found.content(), StandardCharsets.UTF_8)).isEqualTo("one");
        assertThat(found.at()).isEqualTo(first.at());
        assertThat(contents()).containsExactly("three", "two", "one");
        assertThat(store.received().latest("crm", "unknown_event", 10))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.id()).isEqualTo(second.id());
                    assertThat(one.refused()).isTrue();
                });
        assertThat(store.received().oldest("crm", null, first.id(), 10))
                .extracting(Arrival::id)
                .containsExactly(second.id());
        assertThat(store.received().find("nonsense' OR 1=1")).isNull();
        assertThat(store.received().find(ReceivedStore.id(first.at(), 999))).isNull();
    }

    @Test
    void whatBecameOfItTakesThePlaceOfWhatWasKnown() {
        Arrival kept = keep("crm", "received", false, "one");
        store.received()
                .keep(new Arrival(kept.id(), "crm", kept.at(), "accepted", false, kept.content()), List.of(of("u-1")));
        assertThat(store.received().latest(null, null, 10))
                .extracting(Arrival::code)
                .containsExactly("accepted");
    }

    @Test
    void whatBecameOfItIsNotedWhereItIsThereStill() {
        Arrival kept = keep("crm", "received", false, "one", of("u-1"));
        store.received().settle(kept.id(), "duplicate", true);
        assertThat(store.received().latest("crm", "duplicate", 10))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.refused()).isTrue();
                    assertThat(new String(one.content(), StandardCharsets.UTF_8))
                            .isEqualTo("one");
                });
        store.identity().erase("u-1", time.instant());
        store.received().settle(kept.id(), "accepted", false);
        assertThat(contents()).isEmpty();
    }

    @Test
    void theOldIsForgottenAndOfTheRefusedAllButTheLatest() {
        keep("crm", "accepted", false, "old");
        time.advance(Duration.ofDays(31));
        for (int i = 0; i < 7; i++) {
            keep("crm", "bad_signature", true, "refused " + i);
        }
        keep("crm", "accepted", false, "new");
        keep("shop", "bad_signature", true, "another's");
        store.received().trim(time.instant().minus(Duration.ofDays(30)), 3);
        assertThat(contents()).containsExactly("another's", "new", "refused 6", "refused 5", "refused 4");
    }

    /** Who forges a source's requests has none of them forgotten that were its own and that nobody understood. */
    @Test
    void whatIsForgedTakesNoPlaceOfWhatIsGenuine() {
        keep("crm", "unknown_event", true, "genuine");
        for (int i = 0; i < 7; i++) {
            keep("crm", "bad_signature", true, "forged " + i);
        }
        store.received().trim(time.instant().minus(Duration.ofDays(30)), 2);
        assertThat(contents()).containsExactly("forged 6", "forged 5", "genuine");
    }

    /** By the events it became, and what became none by the id that stands in it. */
    @Test
    void whoIsForgottenIsForgottenHereToo() {
        keep("crm", "accepted", false, "became hers", of("user-ada"));
        keep("crm", "accepted", false, "of both", of("user-bob"), of("user-ada"));
        keep("crm", "accepted", false, "became his", of("user-bob"));
        keep("crm", "unknown_event", true, "{\"player\":\"user-ada\"}");
        keep("crm", "unknown_event", true, "{\"player\":\"user-bob\"}");
        store.identity().erase("user-ada", time.instant());
        assertThat(contents()).containsExactly("{\"player\":\"user-bob\"}", "became his");
    }

    @Test
    void nothingOfItIsInClearOnDisk() throws Exception {
        if (kind == Kind.POSTGRESQL) {
            return;
        }
        keep("crm", "accepted", false, "ada@example.com", of("user-ada"));
        store.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .doesNotContain("ada@example.com")
                        .doesNotContain("user-ada");
            }
        }
        store = io.taghub.store.sql.Stores.open(url, null, null, time);
    }
}
