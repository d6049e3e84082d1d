package io.taghub.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.Channel;
import io.taghub.event.Event;
import io.taghub.event.EventBuilder;
import io.taghub.event.Person;
import io.taghub.store.Journal.Admission.Duplicate;
import io.taghub.store.Journal.Found;
import io.taghub.store.Journal.Incoming;
import io.taghub.store.Journal.Pair;
import io.taghub.store.LaneStore.Fate;
import io.taghub.store.sql.Stores;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store that version 0.1 wrote at noon and closed: a visit with a click, a registration, a purchase with both copies, five
 * page views, and a purchase that waits for its twin; one tag that delivered the first and the fourth, tries the second
 * again and holds the third.
 */
class EarlierStoreTest {
    private static final Instant NOON = Instant.parse("2026-11-22T11:45:00Z");
    private static final Duration WINDOW = Duration.ofHours(48);
    private static final byte[] KEY =
            HexFormat.of().parseHex("05907c631c97a91717ba63535c71e894546f662acaa72b820017c98f93bfc7e6");

    @TempDir
    Path folder;

    private Store store;

    @BeforeEach
    void open() throws Exception {
        Path file = folder.resolve("taghub.db");
        try (InputStream in = new GZIPInputStream(
                Objects.requireNonNull(EarlierStoreTest.class.getResourceAsStream("store-0.1.db.gz")))) {
            Files.copy(in, file);
        }
        store = Stores.open("sqlite:" + file, null, KEY, () -> NOON.plusSeconds(600));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static EventBuilder event(String name, String id, Channel channel) {
        return Event.named(name, id, NOON).received(NOON).channels(Set.of(channel));
    }

    private Journal.Admission admit(EventBuilder event) {
        return store.journal()
                .admit(List.of(new Incoming(event.build(), WINDOW, new Pair(Channel.SERVER, Duration.ofMinutes(1)))))
                .getFirst();
    }

    @Test
    void itsKeysAreKnown() {
        assertThat(admit(event("page_view", "old-3", Channel.BROWSER))).isEqualTo(new Duplicate(false));
        assertThat(admit(event("purchase", "old-buy", Channel.BROWSER))).isEqualTo(new Duplicate(false));
        assertThat(store.journal().find("old-buy")).extracting(Found::seq).containsExactly(3L);
        assertThat(store.journal().find("old-buy").getFirst().copies()).hasSize(2);
        assertThat(store.journal().head()).isEqualTo(8);
    }

    @Test
    void whatWaitsThereMeetsItsTwin() {
        assertThat(admit(event("purchase", "old-wait", Channel.BROWSER))).isEqualTo(new Duplicate(false));
        assertThat(admit(event("purchase", "old-wait", Channel.SERVER).user(Person.of("ada"))))
                .isEqualTo(new Duplicate(true));
        assertThat(admit(event("purchase", "old-wait", Channel.SERVER))).isEqualTo(new Duplicate(false));
        assertThat(store.journal().find("old-wait")).extracting(Found::seq).containsExactly(9L);
    }

    @Test
    void whatWaitedInVainIsLetInOnce() {
        assertThat(store.journal().release(NOON.plus(Duration.ofHours(1)))).isEqualTo(1);
        assertThat(admit(event("purchase", "old-wait", Channel.BROWSER))).isEqualTo(new Duplicate(false));
        assertThat(store.journal().head()).isEqualTo(9);
    }

    @Test
    void itsPeopleAreRemembered() {
        Event later =
                event("deposit", "later", Channel.SERVER).user(Person.of("ada")).build();
        assertThat(store.identity().known(List.of(later)).getFirst().touches())
                .extracting(click -> click.name() + "=" + click.value())
                .containsExactly("fbclid=IwAR0old");
    }

    @Test
    void itsTagGoesOnWhereItStood() {
        LaneStore lanes = store.lanes();
        assertThat(lanes.position("meta-main").cursor()).isEqualTo(4);
        assertThat(lanes.fate("meta-main", 1))
                .isInstanceOfSatisfying(
                        Fate.Decided.class,
                        fate -> assertThat(fate.decision().config()).isEmpty());
        assertThat(lanes.attempts("meta-main", 1))
                .allSatisfy(attempt -> assertThat(attempt.config()).isEmpty());
        assertThat(lanes.fate("meta-main", 2)).isInstanceOf(Fate.Aside.class);
        assertThat(lanes.held("meta-main", 10)).extracting(Parked::seq).containsExactly(3L);
        assertThat(lanes.fate("meta-main", 4)).isInstanceOf(Fate.Decided.class);
        assertThat(lanes.fate("meta-main", 5)).isInstanceOf(Fate.Ahead.class);
    }

    @Test
    void itsEventsGoInTheirTimeAndTheirKeysAfterThem() {
        Instant old = NOON.plusSeconds(1);
        // The second and third are parked, and to what comes after the fourth the tag has not come.
        assertThat(store.journal().trim(NOON.plusSeconds(600), old, Instant.EPOCH, Instant.EPOCH))
                .isEqualTo(2);
        assertThat(admit(event("page_view", "old-visit", Channel.BROWSER))).isEqualTo(new Duplicate(false));
        assertThat(store.journal().trim(NOON.plus(WINDOW), old, Instant.EPOCH, Instant.EPOCH))
                .isEqualTo(2);
    }
}
