package io.taghub.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.store.LaneStore.Position;
import org.junit.jupiter.api.Test;

class PositionTest {
    @Test
    void whatIsLeftOfTheBacklogIsOlderThanWhatIsLive() {
        Position at = new Position(0, 10, 0, 0).puttingOff(100);
        assertThat(at).isEqualTo(new Position(0, 100, 10, 100));
        assertThat(at.backlogReached(20).reached(150)).isEqualTo(new Position(0, 150, 20, 100));
        assertThat(at.backlogReached(20).passed()).isEqualTo(20);
        assertThat(at.backlogReached(100).hasBacklog()).isFalse();
        assertThat(at.backlogReached(100).passed()).isEqualTo(100);
        assertThat(at.inBacklog(11)).isTrue();
        assertThat(at.inBacklog(101)).isFalse();
    }
}
