package io.taghub.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.chaos.ChaosSink;
import io.taghub.store.Parking;
import io.taghub.store.Verdict;
import io.taghub.tag.Auth;
import io.taghub.tag.Item;
import io.taghub.tag.Limits;
import io.taghub.tag.Outcome;
import io.taghub.tag.Reading;
import io.taghub.tag.Reason;
import io.taghub.tag.Request;
import io.taghub.tag.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A platform with two hosts that are well and ill each for itself, and one that takes some events later than others. */
class WaysTest extends WithRig {
    private static final Limits BATCH = Limits.batch(10).dedupWindow(Rig.TWO_DAYS);

    /** Events with an id in {@code late} go to {@code /late}, the others to {@code /soon}. */
    private final class TwoWays extends LineTag {
        private TwoWays() {
            super(
                    rig.sink.url("/soon"),
                    BATCH,
                    item -> new Item(item.body(), item.as(String.class).startsWith("late") ? "late" : "soon"));
        }

        @Override
        public Request request(List<Item> items) {
            Request request = super.request(items);
            return new Request(
                    request.method(), rig.sink.url("/" + items.getFirst().group()), request.headers(), request.body());
        }

        @Override
        public Auth auth() {
            return new Auth.ByHost(Map.of("127.0.0.1", new Auth.None(), "late.beacon.example", new Auth.None()));
        }
    }

    @Test
    void whatIsWrongWithOneWayIsNotWithTheOther() {
        rig.sink.always(request -> request.path().equals("/late") ? ChaosSink.status(401) : ChaosSink.ok());
        rig.tag("a", new TwoWays()).admit("late-1", "soon-1", "late-2");
        rig.untilDelivered(1, "a").untilAside(2, "a");
        assertThat(rig.parked("a", "late-1").reason()).isEqualTo(Reason.BAD_CREDENTIALS);
        assertThat(rig.store.lanes().sums("a").waiting()).isEqualTo(Map.of(Reason.BAD_CREDENTIALS, 2L));
        rig.admit("late-3").untilAside(3, "a");
        rig.admit("soon-2").untilDelivered(2, "a");
        assertThat(rig.lanes.state("a").pause()).isNull();

        rig.sink.always(ChaosSink.ok());
        rig.after(Duration.ofMinutes(2)).untilDelivered(5, "a");
        assertThat(rig.count("a", Verdict.REJECTED)).isZero();
    }

    @Test
    void anEventThatThePlatformDoesNotTakeYetHoldsUpNoOther() {
        LineTag picky = new LineTag(rig.sink.url("/a"), BATCH) {
            @Override
            public Reading read(Response response, int size) {
                return response.status() == 409
                        ? Reading.all(size, new Outcome.Retryable(Reason.MIN_DELAY, Duration.ofHours(2), "too new"))
                        : super.read(response, size);
            }
        };
        rig.sink.always(request -> request.body().contains("new-1") ? ChaosSink.answer(409, "") : ChaosSink.ok());
        rig.tag("a", picky).admit("new-1").untilAside(1, "a");
        assertThat(rig.parked("a", "new-1").parking()).isEqualTo(Parking.RETRY);
        rig.admit("o-1", "o-2").untilDelivered(2, "a");

        rig.sink.always(ChaosSink.ok());
        rig.after(Duration.ofHours(3)).untilDelivered(3, "a");
    }
}
