package io.taghub.delivery;

import io.taghub.store.LaneStore.Original;
import io.taghub.store.Parked;
import io.taghub.store.Parking;
import io.taghub.tag.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a store that is a copy had not sent, and the hub it was copied from may have: it counts as attempted since then. */
record Copied(@Nullable Original original) {

    /** Those of a lane's new events that may be sent; of the others the aftermath knows. */
    List<Ready> sorted(List<Ready> ready, Aftermath aftermath, Instant now) {
        Original copied = original;
        if (copied == null) {
            return ready;
        }
        aftermath.attempted(copied);
        List<Ready> going = new ArrayList<>();
        for (Ready one : ready) {
            Parked before = before(one.seq(), copied, now);
            if (one.seq() > copied.upTo()) {
                going.add(one);
            } else if (aftermath.mustNotRepeat(before, one.item().recognised(), now)) {
                aftermath.tooLate(one.seq(), before, now);
            } else {
                going.add(new Ready(one.seq(), one.event(), one.item(), before));
            }
        }
        return going;
    }

    private static Parked before(long seq, Original copied, Instant now) {
        return Parked.of(seq, Parking.RETRY, now, Reason.UNKNOWN_OUTCOME, Original.DETAIL)
                .after(0, copied.since(), true);
    }
}
