package io.taghub.console.held;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.ConflictResponse;
import io.taghub.config.Claims;
import io.taghub.config.HubConfig;
import io.taghub.config.TagConfig;
import io.taghub.console.HubView;
import io.taghub.console.Masked;
import io.taghub.event.ClickIds;
import io.taghub.event.Event;
import io.taghub.identity.Attribution;
import io.taghub.personal.Mask;
import io.taghub.store.IdentityStore;
import io.taghub.store.Journal;
import io.taghub.store.LaneStore;
import io.taghub.store.Parked;
import io.taghub.store.Store;
import io.taghub.store.Verdict;
import io.taghub.tag.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lists what waits for a person: sent without an answer to a receiver that might count it twice, or not what it must be.
 * Takes the decision on it.
 */
public final class HeldEvents {
    private static final int MAX = 500;

    private final Store store;
    private final HubView view;

    public HeldEvents(Store store, HubView view) {
        this.store = store;
        this.view = view;
    }

    /** @param tag null for all tags */
    public List<HeldEvent> list(@Nullable String tag) {
        return view.config().tags().keySet().stream()
                .filter(name -> tag == null || tag.equals(name))
                .flatMap(name -> of(name).stream())
                .toList();
    }

    private List<HeldEvent> of(String tag) {
        List<Parked> held = store.lanes().held(tag, MAX);
        Map<Long, Event> events = new HashMap<>();
        for (Journal.Entry entry :
                store.journal().read(held.stream().map(Parked::seq).toList())) {
            events.put(entry.seq(), entry.event());
        }
        HubConfig config = view.config();
        TagConfig receiver = Objects.requireNonNull(config.tags().get(tag));
        Attribution attribution = new Attribution(config.clickIds(), Claims.of(config));
        return held.stream()
                .map(parked -> held(receiver, parked, events.get(parked.seq()), attribution))
                .toList();
    }

    private HeldEvent held(TagConfig receiver, Parked parked, @Nullable Event event, Attribution attribution) {
        String tag = receiver.name();
        return new HeldEvent(
                tag,
                parked.seq(),
                event == null ? null : event.name(),
                event == null ? null : event.id(),
                event == null ? null : event.time(),
                event == null || event.money() == null ? null : event.money().amount(),
                event == null || event.money() == null ? null : event.money().currency(),
                event == null ? null : click(receiver, event, attribution),
                parked.reason().name(),
                parked.reason().text(),
                Masked.text(parked.detail()),
                parked.firstAttempt(),
                parked.attempts());
    }

    /** By which the network finds the event. */
    private @Nullable String click(TagConfig receiver, Event event, Attribution attribution) {
        IdentityStore.Known known = store.identity().known(List.of(event)).getFirst();
        ClickIds ids = attribution.resolve(event, known, receiver).ids();
        return receiver.clickIds().stream()
                .filter(ids::has)
                .findFirst()
                .map(name -> name + "=" + Mask.OF_NOBODY.id(String.valueOf(ids.value(name))))
                .orElse(null);
    }

    /**
     * Carries out a decision; of two that come at once the first counts.
     *
     * @param decision {@code resend}, {@code discard} or {@code delivered} (a person asked the network and it has it)
     */
    public void decide(String tag, long seq, String decision) {
        boolean done = switch (decision) {
            case "resend" -> store.lanes().release(tag, seq, view.now());
            case "discard" -> settle(tag, seq, Verdict.SUPPRESSED, Reason.DISCARDED, "discarded by a person");
            case "delivered" -> settle(tag, seq, Verdict.DELIVERED, null, "a person found it delivered");
            default -> throw new BadRequestResponse("'decision' must be resend, discard or delivered.");
        };
        if (!done) {
            throw new ConflictResponse("This event is not held at " + tag + ", or no longer.");
        }
        view.wake(tag);
    }

    private boolean settle(String tag, long seq, Verdict verdict, @Nullable Reason reason, String detail) {
        return !store.lanes()
                .settle(tag, List.of(new LaneStore.Decision(seq, verdict, reason, detail)))
                .isEmpty();
    }
}
