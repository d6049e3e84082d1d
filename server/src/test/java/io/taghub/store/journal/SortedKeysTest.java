package io.taghub.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.store.journal.KnownKeys.Known;
import io.taghub.store.seal.EventKey;
import java.util.List;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SortedKeysTest {
    private final SplittableRandom random = new SplittableRandom(7);
    private final NavigableMap<EventKey, Known> expected = new TreeMap<>();
    private final SortedKeys keys = new SortedKeys();

    @Test
    void doesWhatATreeDoes() {
        for (int i = 0; i < 40_000; i++) {
            // Some thousands at first, and none in the end.
            if (random.nextInt(40_000) > i) {
                Known known = new Known(key(), i, random.nextLong(), random.nextInt(4));
                assertThat(keys.put(known)).isEqualTo(expected.put(known.key(), known));
            }
            EventKey one = key();
            assertThat(keys.get(one)).isEqualTo(expected.get(one));
            if (random.nextBoolean()) {
                keys.remove(one);
                expected.remove(one);
            }
            assertThat(keys.after(one, 3))
                    .isEqualTo(expected.tailMap(one, false).values().stream()
                            .limit(3)
                            .toList());
            assertThat(keys.size()).isEqualTo(expected.size());
        }
        assertThat(keys.after(null, Integer.MAX_VALUE)).isEqualTo(List.copyOf(expected.values()));
    }

    @Test
    void isEmptiedInItsOrderWhileOthersCome() {
        for (int i = 0; i < 5000; i++) {
            put(key());
        }
        EventKey moved = null;
        for (int i = 0; i < 500; i++) {
            put(key());
            List<Known> next = keys.after(moved, 20);
            assertThat(next)
                    .isEqualTo((moved == null ? expected : expected.tailMap(moved, false))
                            .values().stream().limit(20).toList());
            moved = next.size() < 20 ? null : next.getLast().key();
            next.forEach(known -> keys.remove(known.key()));
            next.forEach(known -> expected.remove(known.key()));
        }
        assertThat(keys.size()).isEqualTo(expected.size());
    }

    @Test
    void findsTheNeighboursOfAnId() {
        for (String id : List.of("order-1", "order-2", "order-3")) {
            for (int name = 0; name < 100; name++) {
                EventKey lowest = EventKey.lowest(id);
                put(new EventKey(lowest.first(), lowest.second() + name));
            }
        }
        EventKey lowest = EventKey.lowest("order-2");
        assertThat(keys.between(lowest, lowest.highest()))
                .hasSize(100)
                .isEqualTo(List.copyOf(
                        expected.subMap(lowest, true, lowest.highest(), true).values()));
        assertThat(keys.between(
                        EventKey.lowest("order-4"), EventKey.lowest("order-4").highest()))
                .isEmpty();
    }

    private void put(EventKey key) {
        Known known = new Known(key, random.nextLong(), 0, 1);
        keys.put(known);
        expected.put(key, known);
    }

    /** Of either sign, and some with the same beginning. */
    private EventKey key() {
        return new EventKey(random.nextInt(3) - 1L, random.nextLong(20_000) * 0x3_1415_9265_3589L);
    }
}
