package io.taghub.identity;

import io.taghub.config.Claims;
import io.taghub.config.TagConfig;
import io.taghub.event.Channel;
import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Event;
import io.taghub.event.Marks;
import io.taghub.store.IdentityStore.Known;
import io.taghub.store.IdentityStore.Locked;
import io.taghub.tag.ClickIdRule;
import io.taghub.tag.Reason;
import io.taghub.text.AgeWords;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Which click counts for an event at a tag. A click id the back end put into the event wins; otherwise, of the touches of
 * each network within their lifetime, the first, the last, or the last before the user was linked to a visitor. And whether
 * another channel's click came last.
 */
public final class Attribution {
    private static final Resolved NO_CLICK = new Resolved(ClickIds.NONE, null, null, null, null);

    private final Map<String, Duration> lifetimes = new HashMap<>();
    private final Map<String, String> platforms = new HashMap<>();
    private final Whose whose;

    public Attribution(List<ClickIdRule> registry, Claims claims) {
        registry.forEach(rule -> {
            lifetimes.put(rule.name(), rule.lifetime());
            platforms.put(rule.name(), rule.platform());
        });
        whose = new Whose(claims);
    }

    /**
     * @param ids the click ids that count, one per name
     * @param expired a click id of the tag's own that would have counted but is too old, for the explanation
     * @param late a click id of the tag's own that came after the lock, for the explanation
     * @param refused why a click id of a name the tag takes is not the tag's, for the explanation
     * @param winner another channel's click that came after every one of the tag's own, where that means that the tag is
     *     not told; else null
     */
    public record Resolved(
            ClickIds ids,
            @Nullable ClickId expired,
            @Nullable ClickId late,
            @Nullable Refused refused,
            @Nullable ClickId winner) {}

    /** Why a click is not this tag's. */
    public record Refused(Reason reason, String detail) {}

    /** Whose clicks are called so, a word of the registry's; the name itself where nobody is known. */
    public String platform(String name) {
        return platforms.getOrDefault(name, name);
    }

    /** Whether it is a click's name, and not a browser's. */
    boolean isClick(String name) {
        return lifetimes.containsKey(name);
    }

    /** How long a click of this name counts where a tag says nothing else, null for ever. */
    public @Nullable Duration lifetime(String name) {
        return lifetimes.get(name);
    }

    /** When the click was, and who counts only younger ones: the tag by its own setting, or the network. */
    public String tooOld(ClickId click, Event event, TagConfig tag) {
        Duration own = tag.window();
        Duration most = own == null ? lifetime(click.name()) : own;
        Duration age = Duration.between(click.seen(), event.time());
        String of = "the " + click.name() + " is of " + click.seen().truncatedTo(ChronoUnit.SECONDS) + ", ";
        if (most == null) {
            return of + AgeWords.of(age) + " before the event";
        }
        String counts = AgeWords.apart(most, age);
        return of + AgeWords.apart(age, most) + " before the event; "
                + (own == null
                        ? "one counts for " + counts + " ('click_ids', or what comes with the network)"
                        : "the tag's own 'window' counts clicks for " + counts);
    }

    public Resolved resolve(Event event, Known known, TagConfig tag) {
        if (event.clickIds().isEmpty() && !hasClicks(known)) {
            return NO_CLICK;
        }
        Map<String, ClickId> chosen = new LinkedHashMap<>();
        ClickId expired = null;
        ClickId late = null;
        // What a browser reports are touches, kept by admission, and so is what a back end's page shows; only under
        // click_ids a back end names one on purpose.
        boolean named = event.channels().equals(Set.of(Channel.SERVER));
        List<Refused> refused = new ArrayList<>();
        if (named) {
            for (ClickId id : event.clickIds()) {
                if (Marks.landed(event, id) || !ours(landed(id, known), tag, refused)) {
                    continue;
                }
                ClickId first = firstSeen(id, known);
                if (withinLifetime(first, event.time(), tag.window())) {
                    chosen.put(id.name(), first);
                } else if (tag.clickIds().contains(id.name())) {
                    expired = first;
                }
            }
        }
        for (Map.Entry<String, List<ClickId>> of :
                byName(event, known, named, tag.clicks()).entrySet()) {
            String name = of.getKey();
            List<ClickId> touches = of.getValue().stream()
                    .filter(touch -> ours(touch, tag, refused))
                    .toList();
            if (touches.isEmpty()) {
                continue;
            }
            ClickId touch = choose(event, name, touches, known, tag.clicks());
            if (touch == null && tag.attribution() == TagConfig.AttributionModel.LAST_PAID) {
                if (tag.clickIds().contains(name)) {
                    refused.add(Paid.refused(touches.getLast()));
                }
            } else if (touch == null) {
                ClickId first = touches.getFirst();
                late = tag.clickIds().contains(name) ? first : late;
            } else if (chosen.containsKey(name)) {
                continue;
            } else if (withinLifetime(touch, event.time(), tag.window())) {
                chosen.put(name, touch);
            } else if (tag.clickIds().contains(name)) {
                expired = touch;
            }
        }
        ClickIds ids = ClickIds.of(chosen.values()).besideNewest(newest(event, known));
        return new Resolved(
                ids, expired, late, refused.isEmpty() ? null : refused.getLast(), winner(event, known, tag));
    }

    private static boolean hasClicks(Known known) {
        Locked lock = known.lock();
        return !known.touches().isEmpty()
                || !known.named().isEmpty()
                || (lock != null && !(lock.touches().isEmpty() && lock.others().isEmpty()));
    }

    /** Another channel's click that is newer than every one of the tag's own, where the tag asks for that. */
    private @Nullable ClickId winner(Event event, Known known, TagConfig tag) {
        TagConfig.ClickTerms terms = tag.clicks();
        boolean takenOver = terms.attribution() == TagConfig.AttributionModel.LOCKED
                && terms.overwrite() == TagConfig.Overwrite.ALWAYS;
        if (terms.send() == TagConfig.Send.ALWAYS && !takenOver) {
            return null;
        }
        Locked lock = known.lock();
        ClickId newest = null;
        boolean own = false;
        for (ClickId click : ClickTrace.clicks(event, known).toList()) {
            boolean counts = isClick(click.name())
                    && Paid.is(click)
                    && !click.seen().isAfter(event.time())
                    && withinLifetime(click, event.time(), null);
            boolean its = counts && tag.clickIds().contains(click.name()) && whose.refused(tag, click) == null;
            int age = newest == null ? 1 : click.seen().compareTo(newest.seen());
            // What came with one landing came at once: then the tag's own is no older than another's.
            if (counts && (age > 0 || (its && age == 0))) {
                newest = click;
                own = its;
            }
        }
        boolean afterLock = newest != null && lock != null && newest.seen().isAfter(lock.at());
        return own || (terms.send() == TagConfig.Send.ALWAYS && !afterLock) ? null : newest;
    }

    /** Networks that pay the last click ask whose that was, whatever counts for them. */
    private @Nullable ClickId newest(Event event, Known known) {
        return Stream.concat(
                        known.touches().stream(),
                        StreamSupport.stream(event.clickIds().spliterator(), false))
                .filter(touch -> lifetimes.containsKey(touch.name()))
                .filter(touch -> !touch.seen().isAfter(event.time()))
                .max(Comparator.comparing(ClickId::seen))
                .orElse(null);
    }

    /** Whether the click is the tag's to be told of; why not is kept. */
    @Nullable
    Refused refused(ClickId click, TagConfig tag) {
        return whose.refused(tag, click);
    }

    private boolean ours(ClickId click, TagConfig tag, List<Refused> refused) {
        Refused no = whose.refused(tag, click);
        if (no != null && tag.clickIds().contains(click.name())) {
            refused.add(no);
        }
        return no == null;
    }

    /** A click id that a back end names bare may be one whose landing the hub has seen. */
    private static ClickId landed(ClickId id, Known known) {
        return known.touches().stream().filter(id::same).findFirst().map(id::or).orElse(id);
    }

    /** A back end that names a click id bare does not know when it was clicked; the hub may. */
    private static ClickId firstSeen(ClickId id, Known known) {
        return known.touches().stream()
                .filter(id::same)
                .map(ClickId::seen)
                .filter(seen -> seen.isBefore(id.seen()))
                .findFirst()
                .map(seen -> new ClickId(id.name(), id.value(), seen, id.params(), id.owner()))
                .orElse(id);
    }

    /** Touches by name, oldest first; without identity (consent, no cookie) what the event itself brought. */
    private static Map<String, List<ClickId>> byName(
            Event event, Known known, boolean named, TagConfig.ClickTerms terms) {
        Map<String, List<ClickId>> byName = new LinkedHashMap<>();
        List<ClickId> all = new ArrayList<>(known.touches());
        known.named().stream()
                .filter(touch -> all.stream().noneMatch(touch::same))
                .forEach(all::add);
        if (known.lock() != null) {
            // Of browsers that are the user's by the lock alone; where the back end named a click, only for the lock
            // itself.
            Stream.of(known.lock().touches(), known.lock().others())
                    .flatMap(List::stream)
                    .filter(touch ->
                            terms.attribution() == TagConfig.AttributionModel.LOCKED || !names(known, touch.name()))
                    .filter(touch -> !all.contains(touch))
                    .forEach(all::add);
        }
        all.sort(Comparator.comparing(ClickId::seen));
        all.forEach(touch ->
                byName.computeIfAbsent(touch.name(), name -> new ArrayList<>()).add(touch));
        event.clickIds().forEach(id -> {
            if (!named || Marks.landed(event, id)) {
                byName.computeIfAbsent(id.name(), name -> List.of(id));
            }
        });
        return byName;
    }

    private static boolean names(Known known, String click) {
        return known.named().stream().anyMatch(touch -> touch.name().equals(click));
    }

    /**
     * Those that can have brought the event: a click after it did not. What the event itself brought is seen only when it
     * arrives, and where nothing is older the earliest is the best there is.
     */
    static List<ClickId> before(Event event, List<ClickId> touches) {
        List<ClickId> before = touches.stream()
                .filter(touch -> !touch.seen().isAfter(event.time())
                        || touch.value().equals(event.clickIds().value(touch.name())))
                .toList();
        return before.isEmpty() ? List.of(touches.getFirst()) : before;
    }

    private @Nullable ClickId choose(
            Event event, String name, List<ClickId> touches, Known known, TagConfig.ClickTerms terms) {
        // A browser id is no click: the event's own, or else the newest, is simply the browser in use.
        if (!lifetimes.containsKey(name)) {
            String own = event.clickIds().value(name);
            return touches.stream()
                    .filter(touch -> touch.value().equals(own))
                    .findFirst()
                    .orElseGet(() -> before(event, touches).getLast());
        }
        return switch (terms.attribution()) {
            case FIRST -> before(event, touches).getFirst();
            case LAST -> before(event, touches).getLast();
            case LAST_PAID ->
                before(event, touches).reversed().stream()
                        .filter(Paid::is)
                        .findFirst()
                        .orElse(null);
            case LOCKED -> overwritten(event, touches, locked(event, touches, known), terms.overwrite());
        };
    }

    /** @param locked the click that counts by the lock, null where the network had none then */
    private static @Nullable ClickId overwritten(
            Event event, List<ClickId> touches, @Nullable ClickId locked, TagConfig.Overwrite overwrite) {
        return switch (overwrite) {
            case NEVER -> locked;
            case SAME_NETWORK -> locked == null ? null : before(event, touches).getLast();
            case ALWAYS -> before(event, touches).getLast();
        };
    }

    /** What the back end named, else of the browser that was the user's first, else of the others that were. */
    private static @Nullable ClickId locked(Event event, List<ClickId> touches, Known known) {
        List<ClickId> named = touches.stream()
                .filter(touch -> known.named().stream().anyMatch(touch::same))
                .toList();
        Locked lock = known.lock();
        if (!named.isEmpty() || lock == null) {
            return before(event, named.isEmpty() ? touches : named).getLast();
        }
        for (List<ClickId> theirs : List.of(lock.touches(), lock.others())) {
            List<ClickId> counting = theirs.stream()
                    .filter(touch -> touches.stream().anyMatch(touch::same))
                    .filter(touch -> !touch.seen().isAfter(lock.at()))
                    .toList();
            if (!counting.isEmpty()) {
                return before(event, counting).getLast();
            }
        }
        return null;
    }

    boolean withinLifetime(ClickId touch, Instant eventTime, @Nullable Duration window) {
        Duration lifetime = window == null ? lifetimes.get(touch.name()) : window;
        return lifetime == null || !touch.seen().plus(lifetime).isBefore(eventTime);
    }
}
