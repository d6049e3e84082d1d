package io.taghub.delivery;

import io.taghub.config.HubConfig;
import io.taghub.config.HubConfig.EventRule;
import io.taghub.config.TagConfig;
import io.taghub.delivery.Triage.Call;
import io.taghub.event.Event;
import io.taghub.event.Money;
import io.taghub.store.LaneStore.Counted;
import io.taghub.store.LaneStore.Fate;
import io.taghub.store.LaneStore.Once;
import io.taghub.store.LaneStore.Parking;
import io.taghub.store.Store;
import io.taghub.store.Verdict;
import io.taghub.tag.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds among the events that could be sent those that tell again what the receiver has: another first deposit of a user,
 * another purchase of an order. The first in the journal's order counts. Another status of it is a state, another value of
 * an order a restatement; neither is a repeat.
 */
final class Repeats {
    private static final String APPROVED = "approved";
    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    private final TagConfig tag;
    private final Function<String, EventRule> rules;
    private final Store store;

    Repeats(TagConfig tag, HubConfig config, Store store) {
        this.tag = tag;
        this.rules = config::rule;
        this.store = store;
    }

    /** By what the event counts once, null where any number of them may happen. */
    @Nullable
    Once of(long seq, Event event) {
        EventRule.Once scope = rules.apply(event.name()).once();
        String user = event.user().id();
        String subject = switch (scope) {
            case ID -> null;
            case USER -> user == null ? event.visitor() : user;
            case ORDER -> event.orderId();
            case CLICK -> click(event);
        };
        if (subject == null) {
            return null;
        }
        String status = event.status() == null ? APPROVED : event.status().toLowerCase(Locale.ROOT);
        boolean restated = scope == EventRule.Once.ORDER;
        return new Once(
                seq,
                String.join("\0", scope.name(), event.name(), subject),
                scope == EventRule.Once.USER ? user : null,
                status,
                restated ? value(event.money()) : "");
    }

    /** The click id by which the tag's receiver knows the visitor. */
    private @Nullable String click(Event event) {
        return tag.clickIds().stream()
                .filter(event.clickIds()::has)
                .findFirst()
                .map(name -> name + "=" + event.clickIds().value(name))
                .orElse(null);
    }

    private static String value(@Nullable Money money) {
        return money == null ? "" : money.amount().stripTrailingZeros().toPlainString() + " " + money.currency();
    }

    /**
     * What to do instead of sending, by sequence number; nothing for those that may go.
     *
     * @param events in the journal's order
     */
    Map<Long, Call> judge(List<Once> events, Instant now) {
        Map<Long, Counted> counted = store.lanes().counted(tag.name(), events);
        Map<String, Once> going = new HashMap<>();
        Map<Long, Call> judged = new HashMap<>();
        for (Once event : events) {
            Once ahead = going.get(event.key());
            Counted earlier = counted.get(event.seq());
            if (ahead != null && repeats(ahead, event)) {
                judged.put(event.seq(), wait(now));
            } else if (earlier != null && earlier.sameStatus() && earlier.sameValue()) {
                judged.put(event.seq(), repeat(earlier, now));
            } else {
                going.put(event.key(), event);
            }
        }
        return judged;
    }

    private static boolean repeats(Once one, Once two) {
        boolean sameValue = one.value().equals(two.value())
                || one.value().isEmpty()
                || two.value().isEmpty();
        return one.status().equals(two.status()) && sameValue;
    }

    /** While the earlier one is in trouble nobody knows whether the receiver will have it. */
    private Call repeat(Counted earlier, Instant now) {
        if (store.lanes().fate(tag.name(), earlier.seq()) instanceof Fate.Aside(var parked)
                && parked.parking() == Parking.RETRY) {
            Instant due = parked.due();
            return wait((due == null || due.isBefore(now) ? now : due).plus(A_MOMENT));
        }
        return new Call.Decide(Verdict.DUPLICATE, Reason.ONCE, "");
    }

    private static Call wait(Instant until) {
        return new Call.Wait(until, Reason.ONCE, "waits for what becomes of the earlier one");
    }
}
