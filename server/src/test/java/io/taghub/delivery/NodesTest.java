package io.taghub.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.taghub.chaos.ChaosSink;
import io.taghub.store.Servers;
import io.taghub.store.Store;
import io.taghub.store.sql.Stores;
import io.taghub.tag.Limits;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two hubs on one PostgreSQL: what a person does at the one that does not run a tag counts at the one that does. */
final class NodesTest {
    private final String url = Servers.postgres();
    private Rig rig;
    private Store otherStore;
    private Lanes other;

    @BeforeEach
    void open() {
        rig = new Rig(url);
        rig.tag("a", Limits.batch(10).dedupWindow(Rig.TWO_DAYS));
        otherStore = Stores.open(url, null, null, rig.clock);
        other = new Lanes(otherStore, rig.clock, new SimpleMeterRegistry(), new SplittableRandom(7));
        other.apply(rig.hub());
    }

    @AfterEach
    void close() {
        other.close();
        otherStore.close();
        rig.close();
    }

    private boolean paused() {
        return otherStore.lanes().paused("a").isPresent();
    }

    /** The clock stands still, so that it is not the lane's own next probe that ends the pause. */
    @Test
    void aPauseEndedAtTheOtherNodeIsEndedAndBeginsAgainWhereNothingWasPutRight() {
        assertThat(other.state("a").status()).isEqualTo(Lanes.State.Status.ELSEWHERE);
        rig.sink.always(ChaosSink.status(401));
        rig.admit("p");
        Rig.until("the tag is paused", this::paused);
        int before = rig.sink.requests();

        other.resume("a");
        rig.untilRequests(before + 1);
        Rig.until("the tag is paused again", this::paused);

        rig.sink.always(ChaosSink.ok());
        other.resume("a");
        rig.untilDelivered(1, "a");
        assertThat(paused()).isFalse();
    }
}
