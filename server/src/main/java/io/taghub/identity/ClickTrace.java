package io.taghub.identity;

import io.taghub.config.TagConfig;
import io.taghub.config.TagConfig.AttributionModel;
import io.taghub.config.TagConfig.Overwrite;
import io.taghub.event.Channel;
import io.taghub.event.ClickId;
import io.taghub.event.Event;
import io.taghub.event.Marks;
import io.taghub.identity.Attribution.Refused;
import io.taghub.store.IdentityStore.Known;
import io.taghub.store.IdentityStore.Locked;
import io.taghub.text.AgeWords;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says for a person which click of its own a tag uses for an event and why none of the others. */
public final class ClickTrace {
    private final Attribution attribution;

    public ClickTrace(Attribution attribution) {
        this.attribution = attribution;
    }

    /**
     * A click of a name that the tag takes, none of them later than the event.
     *
     * @param used whether the tag is told of it
     * @param why for one that is used where it is known from, {@code event}, {@code lock} or {@code visitor}; for another a
     *     phrase that says why not
     */
    public record Considered(ClickId click, boolean used, String why) {}

    /** Oldest first. */
    public List<Considered> of(Event event, Known known, TagConfig tag) {
        Attribution.Resolved resolved = attribution.resolve(event, known, tag);
        return clicks(event, known)
                .filter(click ->
                        attribution.isClick(click.name()) && tag.clickIds().contains(click.name()))
                .map(click -> considered(click, event, known, tag, resolved))
                .toList();
    }

    /** Every click that is known of whoever made the event, each once, oldest first; none of them later than the event. */
    public static Stream<ClickId> clicks(Event event, Known known) {
        List<ClickId> clicks = new ArrayList<>();
        Locked lock = known.lock();
        Stream.of(
                        known.touches(),
                        known.named(),
                        lock == null ? List.<ClickId>of() : lock.touches(),
                        lock == null ? List.<ClickId>of() : lock.others())
                .flatMap(List::stream)
                .filter(click -> !click.seen().isAfter(event.time())
                        || click.value().equals(event.clickIds().value(click.name())))
                .filter(click -> clicks.stream().noneMatch(click::same))
                .forEach(clicks::add);
        event.clickIds().forEach(click -> {
            if (clicks.stream().noneMatch(click::same)) {
                clicks.add(click);
            }
        });
        return clicks.stream().sorted(Comparator.comparing(ClickId::seen));
    }

    private Considered considered(
            ClickId click, Event event, Known known, TagConfig tag, Attribution.Resolved resolved) {
        ClickId chosen = resolved.ids().get(click.name());
        ClickId winner = resolved.winner();
        if (chosen != null && chosen.same(click)) {
            return winner == null
                    ? new Considered(click, true, source(click, event, known, tag))
                    : new Considered(
                            click,
                            false,
                            "the " + winner.name() + " of " + winner.seen().truncatedTo(ChronoUnit.SECONDS)
                                    + ", another channel's, came last");
        }
        return new Considered(click, false, whyNot(click, event, known, tag, chosen));
    }

    private static String source(ClickId click, Event event, Known known, TagConfig tag) {
        if (named(event, click)) {
            return "event";
        }
        boolean locked = tag.attribution() == AttributionModel.LOCKED
                && (lockedAt(known) != null || known.named().stream().anyMatch(click::same));
        return locked ? "lock" : "visitor";
    }

    /** Whether the back end put it into this very event. */
    private static boolean named(Event event, ClickId click) {
        return event.channels().equals(Set.of(Channel.SERVER))
                && click.value().equals(event.clickIds().value(click.name()))
                && !Marks.landed(event, click);
    }

    private static java.time.@Nullable Instant lockedAt(Known known) {
        return known.lock() == null ? null : known.lock().at();
    }

    private String whyNot(ClickId click, Event event, Known known, TagConfig tag, @Nullable ClickId chosen) {
        Refused refused = attribution.refused(click, tag);
        if (refused != null) {
            return "not this tag's: " + refused.detail();
        }
        Duration lifetime = tag.window() == null ? attribution.lifetime(click.name()) : tag.window();
        if (lifetime != null && !attribution.withinLifetime(click, event.time(), tag.window())) {
            Duration age = Duration.between(click.seen(), event.time());
            return "too old: it was " + AgeWords.apart(age, lifetime) + " old and counts for "
                    + AgeWords.apart(lifetime, age);
        }
        if (chosen != null && named(event, chosen)) {
            return "the event itself names another";
        }
        var at = lockedAt(known);
        return switch (tag.attribution()) {
            case FIRST -> "later than the first";
            case LAST -> "earlier than the last";
            case LAST_PAID -> Paid.is(click) ? "earlier than the last" : "nobody is paid for a link of its utm_medium";
            case LOCKED ->
                at != null && click.seen().isAfter(at) && tag.clicks().overwrite() != Overwrite.ALWAYS
                        ? "later than the lock of " + at.truncatedTo(ChronoUnit.SECONDS)
                        : "another counts by the lock";
        };
    }
}
