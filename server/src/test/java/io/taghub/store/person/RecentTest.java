package io.taghub.store.person;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentTest {
    private final Recent<Integer, String> recent = new Recent<>(10);

    private void put(int from, int to) {
        IntStream.range(from, to).forEach(key -> recent.put(key, "value " + key));
    }

    @Test
    void theLastTenAreThereWhateverCameBefore() {
        put(0, 1000);

        assertThat(IntStream.range(990, 1000)).allMatch(key -> recent.peek(key) != null);
        assertThat(IntStream.range(0, 980)).allMatch(key -> recent.peek(key) == null);
    }

    @Test
    void whoIsUsedStays() {
        put(0, 10);
        IntStream.range(1, 20).forEach(round -> {
            assertThat(recent.use(3)).isEqualTo("value 3");
            put(round * 10, round * 10 + 9);
        });

        assertThat(recent.peek(3)).isEqualTo("value 3");
        assertThat(recent.peek(4)).isNull();
    }

    @Test
    void aLookKeepsNobody() {
        put(0, 10);
        put(10, 19);
        assertThat(recent.peek(3)).isEqualTo("value 3");
        put(20, 30);

        assertThat(recent.peek(3)).isNull();
    }

    @Test
    void theValueThatWasPutLastCounts() {
        put(0, 10);
        recent.put(3, "another");

        assertThat(recent.use(3)).isEqualTo("another");
        assertThat(recent.peek(3)).isEqualTo("another");
    }

    @Test
    void whatIsRemovedIsGoneFromBothGenerations() {
        put(0, 10);
        recent.put(3, "another");
        put(10, 15);
        recent.remove(List.of(3, 4, 12));

        assertThat(recent.peek(3)).isNull();
        assertThat(recent.use(4)).isNull();
        assertThat(recent.peek(12)).isNull();
        assertThat(recent.peek(13)).isEqualTo("value 13");
        recent.clear();
        assertThat(recent.peek(13)).isNull();
    }

    @Test
    void withoutRoomNothingIsRemembered() {
        Recent<Integer, String> none = new Recent<>(0);
        none.put(1, "value");

        assertThat(none.use(1)).isNull();
    }
}
