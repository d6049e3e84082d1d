package io.taghub.identity;

import io.taghub.config.HubConfig.ClickIdRule;
import io.taghub.config.TagConfig;
import io.taghub.event.Channel;
import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Event;
import io.taghub.store.IdentityStore.Known;
import io.taghub.store.IdentityStore.Locked;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which click counts for an event at a tag. A click id the back end put into the event wins; otherwise, of the touches of
 * each network within their lifetime, the first, the last, or the last before the user was linked to a visitor.
 */
public final class Attribution {
    private final Map<String, Duration> lifetimes = new HashMap<>();

    public Attribution(List<ClickIdRule> registry) {
        registry.forEach(rule -> lifetimes.put(rule.name(), rule.lifetime()));
    }

    /**
     * @param ids the click ids that count, one per name
     * @param expired a click id of the tag's own that would have counted but is too old, for the explanation
     * @param late a click id of the tag's own that came after the lock, for the explanation
     */
    public record Resolved(
            ClickIds ids,
            @Nullable ClickId expired,
            @Nullable ClickId late) {}

    public Resolved resolve(Event event, Known known, TagConfig tag) {
        Map<String, ClickId> chosen = new LinkedHashMap<>();
        ClickId expired = null;
        ClickId late = null;
        // What a browser reports are touches, kept by admission; only a back end names a click id on purpose.
        boolean named = event.channels().equals(java.util.Set.of(Channel.SERVER));
        if (named) {
            event.clickIds().forEach(id -> chosen.put(id.name(), id));
        }
        for (Map.Entry<String, List<ClickId>> touches :
                byName(event, known, named).entrySet()) {
            String name = touches.getKey();
            ClickId touch = choose(event, name, touches.getValue(), known.lock(), tag.attribution());
            if (touch == null) {
                ClickId first = touches.getValue().getFirst();
                late = tag.clickIds().contains(name) ? first : late;
            } else if (chosen.containsKey(name)) {
                continue;
            } else if (withinLifetime(touch, event.time(), tag.window())) {
                chosen.put(name, touch);
            } else if (tag.clickIds().contains(name)) {
                expired = touch;
            }
        }
        return new Resolved(ClickIds.of(chosen.values()), expired, late);
    }

    /** Touches by name, oldest first; without identity (consent, no cookie) what the event itself brought. */
    private static Map<String, List<ClickId>> byName(Event event, Known known, boolean named) {
        Map<String, List<ClickId>> byName = new LinkedHashMap<>();
        List<ClickId> all = new ArrayList<>(known.touches());
        if (known.lock() != null) {
            // Of browsers that are the user's by the lock alone.
            known.lock().touches().stream()
                    .filter(touch -> !all.contains(touch))
                    .forEach(all::add);
            known.lock().others().stream().filter(touch -> !all.contains(touch)).forEach(all::add);
            all.sort(Comparator.comparing(ClickId::seen));
        }
        all.forEach(touch ->
                byName.computeIfAbsent(touch.name(), name -> new ArrayList<>()).add(touch));
        if (!named) {
            event.clickIds().forEach(id -> byName.computeIfAbsent(id.name(), name -> List.of(id)));
        }
        return byName;
    }

    /**
     * Those that can have brought the event: a click after it did not. What the event itself brought is seen only when it
     * arrives, and where nothing is older the earliest is the best there is.
     */
    private static List<ClickId> before(Event event, List<ClickId> touches) {
        List<ClickId> before = touches.stream()
                .filter(touch -> !touch.seen().isAfter(event.time())
                        || touch.value().equals(event.clickIds().value(touch.name())))
                .toList();
        return before.isEmpty() ? List.of(touches.getFirst()) : before;
    }

    private @Nullable ClickId choose(
            Event event, String name, List<ClickId> touches, @Nullable Locked lock, TagConfig.Attribution attribution) {
        // A browser id (fbp, ga) is no click: the newest is simply the browser in use.
        if (!lifetimes.containsKey(name)) {
            return before(event, touches).getLast();
        }
        return switch (attribution) {
            case FIRST -> before(event, touches).getFirst();
            case LAST -> before(event, touches).getLast();
            case LOCKED -> lock == null ? before(event, touches).getLast() : locked(event, name, lock);
        };
    }

    /** Of the browser that was the user's first, else of the others that were. */
    private static @Nullable ClickId locked(Event event, String name, Locked lock) {
        for (List<ClickId> touches : List.of(lock.touches(), lock.others())) {
            List<ClickId> counting = touches.stream()
                    .filter(touch -> touch.name().equals(name) && !touch.seen().isAfter(lock.at()))
                    .toList();
            if (!counting.isEmpty()) {
                return before(event, counting).getLast();
            }
        }
        return null;
    }

    private boolean withinLifetime(ClickId touch, Instant eventTime, @Nullable Duration window) {
        Duration lifetime = window == null ? lifetimes.get(touch.name()) : window;
        return lifetime == null || !touch.seen().plus(lifetime).isBefore(eventTime);
    }
}
